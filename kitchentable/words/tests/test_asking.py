"""Asking what a word means: somebody owes an answer by a day, whoever asked is told, and nobody else learns who asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kitchentable.people import acts as people
from kitchentable.people import outbox
from kitchentable.people.clock import add_working_days
from kitchentable.people.models import Duty, Outgoing
from kitchentable.policy import clock
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import ANYONE, HOUSE, Problem, Refused
from kitchentable.words.acts import asks as acts
from kitchentable.words.acts import glossary
from kitchentable.words.jobs.glossary import warn_asks
from kitchentable.words.models import Term, TermAsk
from kitchentable.words.tests.test_glossary import make_term, text_of
from kitchentable.words.where import page_of, work_of
from kitchentable.works.models import Role

pytestmark = pytest.mark.django_db
ASK = "/glossary/ask/"


def asked(cast: Any, who: str = "chloe", **more: Any) -> TermAsk:
    return acts.ask(getattr(cast, who).person, more.pop("word", "respite"), work=cast.work, **more)


def lead(cast: Any) -> Any:
    return Role.objects.filter(work=cast.work, kind=Role.Kind.LEAD).order_by("since", "pk")[0].person


def test_every_page_has_one_way_to_ask(cast: Any) -> None:
    url = reverse("home:work", args=[cast.work.slug])
    page = text_of(cast.anyone.get(url))
    assert page.count('href="/glossary/ask/') == 1
    assert f'href="/glossary/ask/?page={url.replace("/", "%2F")}"' in page


def test_what_we_know_is_shown_first_and_then_somebody_can_be_asked(cast: Any) -> None:
    make_term(cast)
    page = text_of(cast.anyone.get(ASK, {"word": "Respite", "page": cast.work.get_absolute_url()}))
    assert page.index("A break for you") < page.index("Is that still not clear?")
    assert f'href="{cast.work.get_absolute_url()}"' in page
    assert "Ask somebody" in text_of(cast.anyone.get(ASK))


def test_a_signed_in_person_asks_and_is_told_the_answer(cast: Any) -> None:
    cast.chloe.get(ASK)
    page = text_of(
        cast.chloe.post(
            ASK, {"word": "respite", "around": "It says I can have respite.", "page": cast.work.get_absolute_url()}, status=200
        )
    )
    ask = TermAsk.objects.get()
    assert (ask.asked_by, ask.owed_by, ask.work) == (cast.chloe.person, lead(cast), cast.work)
    assert ask.due_on == add_working_days(today(), number("word_days"), settings.NATION)
    assert lead(cast).called in page
    assert "It says I can have respite." in page
    owed = Outgoing.objects.get(kind="words.ask_owed")
    words = outbox.write(owed)
    assert words is not None
    assert "respite" in words.words
    assert "Chloe" not in words.words + words.subject
    natalie = cast.natalie
    assert "respite" in text_of(natalie.get(reverse("words:glossary_office")))
    assert "It says I can have respite." in text_of(natalie.get(reverse("words:answer_ask", args=[ask.key])))
    natalie.post(
        reverse("words:answer_ask", args=[ask.key]),
        {"answer": "A break from caring.", "then": "new", "spelled_out": ""},
        status=200,
    )
    told = Outgoing.objects.get(kind="words.answered")
    assert told.person == cast.chloe.person
    words = outbox.write(told)
    assert words is not None
    assert "A break from caring." in words.words
    assert "A break from caring." in text_of(cast.chloe.get(ask.get_absolute_url()))
    assert "Answered" in text_of(cast.chloe.get(reverse("words:asked_find")))
    term = Term.objects.to_confirm().get()
    glossary.confirm_term(cast.rao.person, term)
    assert "See it in the glossary" in text_of(cast.chloe.get(ask.get_absolute_url()))
    assert "A break from caring." in text_of(cast.anyone.get("/glossary/", {"q": "respite"}))


def test_a_visitor_asks_without_an_account_and_finds_the_answer_with_a_code(cast: Any) -> None:
    page = text_of(cast.anyone.post(ASK, {"word": "MDT", "page": "/nowhere/"}, status=200))
    ask = TermAsk.objects.get()
    code = "-".join(ask.key[at : at + 4] for at in range(0, 16, 4))
    assert code in page
    assert ask.page == ""
    assert ask.asked_by is None
    acts.answer_ask(cast.natalie.person, ask, answer="People with different skills who meet about you.")
    assert Outgoing.objects.filter(kind="words.answered").count() == 0
    page = text_of(cast.anyone.get(reverse("words:asked_find"), {"code": f" {code.upper()} "}, follow=True))
    assert "People with different skills" in page
    cast.anyone.get(reverse("words:asked_find"), {"code": "2222-2222-2222-2222"}, status=422)
    cast.anyone.get(reverse("words:asked_find"), {"code": "\x00é"}, status=422)


def test_only_the_asker_and_staff_see_who_asked_about_which_word(cast: Any) -> None:
    ask = asked(cast, around="My own sentence.")
    for who in ("anyone", "lou", "kim"):
        getattr(cast, who).get(ask.get_absolute_url(), status=404)
        getattr(cast, who).get(reverse("words:asked_find"), {"code": ask.key}, status=422)
        with pytest.raises(Refused):
            acts.answer_ask(getattr(cast, who).person, ask, answer="x")
    assert "My own sentence." in text_of(cast.chloe.get(ask.get_absolute_url()))
    assert "My own sentence." in text_of(cast.rao.get(ask.get_absolute_url()))
    assert "My own sentence." not in str(TermAsk.objects.extra(select={"raw": "around"}).values_list("raw", flat=True)[0])


def test_somebody_who_rings_has_the_same_clock(cast: Any) -> None:
    lou = cast.lou.person
    cast.natalie.get(reverse("words:ask_for"))
    assert "Lou" in text_of(cast.natalie.get(reverse("words:ask_for"), {"q": "Lou"}))
    url = f"{reverse('words:ask_for')}?for={lou.key}"
    cast.natalie.get(url)
    cast.natalie.post(url, {"word": "a care plan", "around": "", "way": "phone"}, status=200)
    ask = TermAsk.objects.get()
    assert (ask.asked_by, ask.typed_by, ask.way) == (lou, cast.natalie.person, "phone")
    assert ask.due_on == add_working_days(today(), number("word_days"), settings.NATION)
    acts.answer_ask(cast.natalie.person, ask, answer="A list of the help you get.")
    assert Outgoing.objects.get(kind="words.answered").person == lou
    assert "a care plan" in text_of(cast.lou.get(reverse("words:asked_find")))


def test_typed_for_somebody_without_a_name_it_has_a_code(cast: Any) -> None:
    url = f"{reverse('words:ask_for')}?for=nobody"
    page = text_of(cast.natalie.post(url, {"word": "MDT", "around": "", "way": "in_person"}, status=200))
    ask = TermAsk.objects.get()
    assert ask.asked_by is None
    assert ask.key[:4] in page


def test_a_supporter_asks_for_a_person_only_when_they_may_write(cast: Any) -> None:
    kim, lou = cast.kim.person, cast.lou.person
    assert acts.ask(kim, "respite", for_person=lou).asked_by == lou
    with pytest.raises(Refused):
        acts.ask(kim, "respite", for_person=cast.mina.person)


def test_who_owes_is_the_lead_of_the_work_then_access_then_an_administrator(cast: Any) -> None:
    assert acts.who_owes(cast.work) == lead(cast)
    assert acts.who_owes(None) == cast.sam.person
    people.give_duty(HOUSE, cast.dee.person, kind=Duty.Kind.ACCESS)
    assert acts.who_owes(None) == cast.dee.person
    Duty.objects.all().delete()
    assert acts.who_owes(None) is None
    ask = acts.ask(ANYONE, "respite")
    assert "Nobody owes it yet" in text_of(cast.natalie.get(reverse("words:glossary_office")))
    cast.natalie.get(reverse("words:pass_ask", args=[ask.key]))
    cast.natalie.post(reverse("words:pass_ask", args=[ask.key]), {"to": cast.rao.person.key}, status=200)
    ask.refresh_from_db()
    assert ask.owed_by == cast.rao.person
    assert Outgoing.objects.filter(person=cast.rao.person, kind="words.ask_owed").count() == 1
    with pytest.raises(Problem, match="works here"):
        acts.pass_ask(cast.natalie.person, ask, to=cast.chloe.person)


def test_a_page_with_a_code_or_a_one_time_link_is_never_kept(cast: Any) -> None:
    assert page_of(cast.work.get_absolute_url()) == cast.work.get_absolute_url()
    assert page_of(f"{cast.work.get_absolute_url()}?code=secret#x") == cast.work.get_absolute_url()
    for bad in (
        reverse("voices:receipt", args=["abcd-efgh"]),
        "https://example.org/",
        "//example.org/",
        "javascript:alert(1)",
        "/no/such/",
        "",
        "/\x00",
    ):
        assert page_of(bad) == ""
    assert work_of(cast.anyone.person, cast.work.get_absolute_url()) == cast.work
    assert work_of(cast.anyone.person, page_of("/glossary/mdt/")) is None
    cast.work.is_public = False
    cast.work.save(update_fields=["is_public"])
    assert work_of(cast.anyone.person, cast.work.get_absolute_url()) is None


def test_many_questions_from_one_place_and_machines_are_held_back_and_nothing_is_lost(cast: Any) -> None:
    page = text_of(cast.anyone.post(ASK, {"word": "MDT", "around": "Keep these words", "website": "x"}, status=422))
    assert "Keep these words" in page
    assert TermAsk.objects.count() == 0
    for _n in range(number("say_an_hour")):
        cast.anyone.post(ASK, {"word": "MDT"})
    page = text_of(cast.anyone.post(ASK, {"word": "MDT", "around": "Keep these words"}, status=422))
    assert "Keep these words" in page
    assert TermAsk.objects.count() == number("say_an_hour")
    cast.anyone.post(ASK, {"word": "   "}, status=422)


def test_the_check_gives_advice_once_and_the_answer_goes_as_its_writer_wants(cast: Any) -> None:
    ask = asked(cast)
    url = reverse("words:answer_ask", args=[ask.key])
    said = {"answer": "We utilise it in due course.", "then": "none", "spelled_out": ""}
    page = text_of(cast.natalie.post(url, said, status=422))
    assert "this may be hard to read" in page
    assert "utilise" in page
    assert TermAsk.objects.get().answered_at is None
    cast.natalie.post(url, {**said, "seen_advice": "1"}, status=200)
    assert TermAsk.objects.get().answer == "We utilise it in due course."
    cast.natalie.get(url, status=403)
    with pytest.raises(Refused, match="answered already"):
        acts.answer_ask(cast.natalie.person, TermAsk.objects.get(), answer="Again")


def test_an_answer_can_lead_to_what_stands_in_the_glossary(cast: Any) -> None:
    term, ask = make_term(cast), asked(cast)
    page = text_of(cast.natalie.get(reverse("words:answer_ask", args=[ask.key])))
    assert "What stands in the glossary" in page
    assert "It stands there: respite" in page
    cast.natalie.post(reverse("words:answer_ask", args=[ask.key]), {"answer": "See it there.", "then": term.key}, status=200)
    ask.refresh_from_db()
    assert ask.term == term
    assert Term.objects.count() == 1
    cast.natalie.post(reverse("words:answer_ask", args=[asked(cast).key]), {"answer": " ", "then": "none"}, status=422)


def test_who_owes_hears_once_a_working_day_before_it_is_late_and_after(cast: Any) -> None:
    monday = timezone.make_aware(datetime(2026, 3, 2, 9))
    with clock.at(monday):
        ask = asked(cast)  # due on Monday 9 March
    told = Outgoing.objects.filter(kind="words.asks_due")
    for day, n in ((4, 0), (6, 1), (6, 1), (7, 1), (8, 1), (9, 2), (10, 3)):
        with clock.at(timezone.make_aware(datetime(2026, 3, day, 9))):
            warn_asks()
            assert told.count() == n, day
    with clock.at(monday + timedelta(days=8)):
        words = outbox.write(told.order_by("-pk")[0])
        assert words is not None
        assert "it was due on Monday 9 March" in words.words
        assert "Late. We said we would answer by then" in text_of(cast.chloe.get(ask.get_absolute_url()))
        acts.answer_ask(cast.natalie.person, ask, answer="A break.")
        assert outbox.write(told.order_by("-pk")[0]) is None
        assert warn_asks() == 0


def test_a_double_click_asks_once(cast: Any) -> None:
    form = {"word": "MDT", "once": "11111111-1111-4111-8111-111111111111"}
    cast.chloe.post(ASK, form)
    cast.chloe.post(ASK, form)
    assert TermAsk.objects.count() == 1


def test_pages_ask_the_tables_little(cast: Any, django_assert_max_num_queries: Any) -> None:
    for n in range(60):
        asked(cast, word=f"word {n}")
    for seat, url in (
        (cast.chloe, reverse("words:asked_find")), (cast.natalie, reverse("words:glossary_office")), (cast.chloe, TermAsk.objects.all()[0].get_absolute_url()),
        (cast.natalie, reverse("words:answer_ask", args=[TermAsk.objects.all()[0].key])), (cast.chloe, f"{ASK}?word=MDT&page={cast.work.get_absolute_url()}"),
    ):  # fmt: skip
        seat.get(url)
        with django_assert_max_num_queries(15, info=url):
            seat.get(url)
