"""Calls and offers: writing and opening a call, offering in each way, the receipt, taking back, and who sees what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kitchentable.people import erasures
from kitchentable.people.holding import export
from kitchentable.people.models import Outgoing, Person, Reach
from kitchentable.people.outbox import write
from kitchentable.policy.book import may
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import ANYONE, HOUSE, Problem, Refused
from kitchentable.record.models import Line
from kitchentable.seats.acts import calls as acts
from kitchentable.seats.acts import offers as offer_acts
from kitchentable.seats.acts.calls import Limit
from kitchentable.seats.acts.offers import NewPerson
from kitchentable.seats.fairness import ready_made
from kitchentable.seats.jobs.calls import close_calls, count_answers
from kitchentable.seats.models import AffectedGroup, Call, Draw, FairnessAnswer, FairnessChoice, Offer
from kitchentable.seats.tests.making import make_call, make_offers

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15


def day(value: Any, name: str = "closes_on") -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def typed(**more: Any) -> dict[str, Any]:
    """The form of a call as somebody fills it in."""
    closes = more.pop("closes_on", today() + timedelta(days=30))
    return {
        "title": "Six people to plan help at home",
        "what": "Meet six times.",
        "how_much_time": "Two hours each time.",
        "what_we_pay": "£20 an hour.",
        "what_support": "Somebody rings you.",
        "for_whom": "",
        "seats": "6",
        "alternates": "2",
        "other_ways": "You can write to us.",
        **day(closes),
        **more,
    }


def new_offer(cast: Any, call: Call, **more: Any) -> Offer:
    return offer_acts.offer(ANYONE, call, new=NewPerson("Ada", email="ada@millbrook.example"), **more)


# ── the call ──────────────────────────────────────────────────────────────────────────────────────


def test_a_lead_writes_a_call_says_what_makes_it_fair_and_opens_it(cast: Any) -> None:
    new = reverse("seats:call_new", args=[cast.work.slug])
    cast.natalie.get(new)
    made = cast.natalie.post(new, typed())
    call = Call.objects.get()
    fair = reverse("seats:fairness_edit", args=[call.key])
    assert made.redirect_chain[-1][0] == fair
    cast.natalie.post(fair, {"what": "ready", "codes": ["age", "carer"]})
    cast.natalie.post(fair, {"what": "own", "own-asks": "Do you get help at home?", "own-choices": "Yes\nNo\n"})
    own = call.fairness.get(asks="Do you get help at home?")
    assert [one.code for one in own.choices.all()] == ["yes", "no", FairnessChoice.UNSAID]
    for question in call.fairness.all():
        assert question.choices.filter(code=FairnessChoice.UNSAID).count() == 1
    limits = {f"draw_{own.code}": "on", f"low_{own.code}_yes": "3", f"high_{own.code}_no": "3", f"alone_{own.code}_yes": "on"}
    assert "The draw keeps to these limits" in cast.natalie.post(fair, {"what": "limits", **limits}).content.decode()
    kept = own.choices.get(code="yes")
    assert (kept.low, kept.high, kept.never_alone) == (3, None, True)

    assert call not in Call.objects.seen_by(ANYONE)
    one = reverse("seats:office_call", args=[call.key])
    assert "It is open" in cast.natalie.post(one, {"what": "open"}).content.decode()
    call.refresh_from_db()
    assert call.is_open
    page = cast.anyone.get(reverse("seats:calls")).content.decode()
    assert "Six people to plan help at home" in page
    public = cast.anyone.get(call.get_absolute_url()).content.decode()
    for words in ("Meet six times.", "Two hours each time.", "£20 an hour.", "Somebody rings you.", "drawn by lot"):
        assert words in public
    cast.anyone.get(reverse("seats:call_paper", args=[call.key]))


def test_questions_stay_once_people_can_answer_and_limits_stay_once_a_list_is_sealed(cast: Any) -> None:
    call = make_call(cast)
    by = cast.natalie.person
    with pytest.raises(Refused, match="open already"):
        acts.ask_fairness(by, call, asks="More?", choices=[("", "Yes"), ("", "No")])
    with pytest.raises(Refused):
        acts.drop_fairness(by, call, question=call.fairness.first())
    acts.set_limits(by, call, in_draw={"help": {"gets": Limit(2, 4), "none": Limit(1, 4)}})
    assert call.fairness.get(code="age").in_draw is False
    draw = Draw.objects.create(call=call, seats=6, run_by=by, sealed_at=now(), state=Draw.State.SEALED)
    with pytest.raises(Refused, match="sealed"):
        acts.set_limits(by, call, in_draw={})
    fair = cast.natalie.get(reverse("seats:fairness_edit", args=[call.key])).content.decode()
    assert "The list of people for the draw is sealed" in fair
    assert "Save the limits" not in fair
    with pytest.raises(acts.TooManySeats):
        acts.change_call(by, call, to={"seats": 8})
    draw.state = Draw.State.DROPPED
    draw.save()
    acts.set_limits(by, call, in_draw={})


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        ({"gets": Limit(5), "none": Limit(2)}, "come to 7"),
        ({"gets": Limit(0, 2), "none": Limit(0, 2), "unsaid": Limit(0, 1)}, "come to 5"),
        ({"gets": Limit(4, 3), "none": Limit()}, "at least 4 is more than at most 3"),
        ({"gets": Limit(0, 1, never_alone=True), "none": Limit()}, "never alone"),
    ],
)
def test_limits_that_cannot_be_are_a_sentence(cast: Any, limits: dict[str, Limit], says: str) -> None:
    call = make_call(cast)
    with pytest.raises(acts.LimitsDoNotFit, match=says):
        acts.set_limits(cast.natalie.person, call, in_draw={"help": limits})


def test_limits_that_do_not_fit_keep_what_was_typed(cast: Any) -> None:
    call = make_call(cast)
    page = cast.natalie.post(
        reverse("seats:fairness_edit", args=[call.key]),
        {"what": "limits", "draw_help": "on", "low_help_gets": "5", "low_help_none": "4"},
        status=422,
    )
    assert "come to 9" in page.content.decode()
    assert page.context["limits"]["low_help_none"].value() == "4"


def test_a_call_is_open_long_enough_for_post_and_partners(cast: Any) -> None:
    new = reverse("seats:call_new", args=[cast.work.slug])
    page = cast.natalie.post(new, typed(closes_on=today() + timedelta(days=10)), status=422).content.decode()
    assert "The earliest last day is" in page
    assert "Meet six times." in page
    call = make_call(cast)
    with pytest.raises(acts.TooSoon, match="not earlier"):
        acts.change_call(cast.natalie.person, call, to={"closes_on": today() + timedelta(days=2)})
    with pytest.raises(Refused, match="until the last day"):
        acts.close_call(cast.natalie.person, call)


def test_a_small_panel_is_not_called_a_citizens_assembly(cast: Any) -> None:
    new = reverse("seats:call_new", args=[cast.work.slug])
    for title in ("Citizens’ Assembly on help", "Our citizens' assembly", "A citizens assembly"):
        assert "40 members or more" in cast.natalie.post(new, typed(title=title), status=422).content.decode()
    cast.natalie.post(new, typed(title="Citizens’ Assembly on help", seats="40"))
    with pytest.raises(acts.NotAnAssembly):
        acts.change_call(cast.natalie.person, Call.objects.get(), to={"seats": 39})


def test_a_call_that_nobody_could_read_is_not_opened(cast: Any) -> None:
    call = make_call(cast)
    call.opened_at, call.work.is_public = None, False
    call.save()
    call.work.save()
    one = reverse("seats:office_call", args=[call.key])
    assert "Nobody could read the call" in cast.natalie.get(one).content.decode()
    cast.natalie.post(one, {"what": "open"}, status=403)


def test_enter_in_a_box_of_limits_does_not_drop_a_question(cast: Any) -> None:
    call = make_call(cast)
    Call.objects.update(opened_at=None)
    fair = reverse("seats:fairness_edit", args=[call.key])
    assert 'form="drop" name="what" value="drop:age"' in cast.natalie.get(fair).content.decode()
    cast.natalie.post(fair, {"what": "drop:age"})
    assert set(call.fairness.values_list("code", flat=True)) == {"help", "faith"}


def test_calls_close_by_themselves_and_are_counted_some_days_later(cast: Any) -> None:
    call = make_call(cast)
    make_offers(call, 12)
    assert close_calls() == 0
    with at(now() + timedelta(days=29)):
        assert close_calls() == 1
        assert count_answers() == 0
    with at(now() + timedelta(days=34)):
        assert count_answers() == 1
    call.refresh_from_db()
    assert call.counts["all"] == 12


def test_ready_made_questions_are_the_nine_and_carers_and_online() -> None:
    about = {one.about for one in ready_made().values()}
    assert len(about) == 11
    assert {"age", "disability", "race", "carers", "online"} <= about


# ── offering ──────────────────────────────────────────────────────────────────────────────────────


def test_a_visitor_offers_and_it_is_kept_before_anything_more_is_asked(cast: Any) -> None:
    call = make_call(cast)
    here = reverse("seats:offer", args=[call.key])
    cast.anyone.get(here)
    page = cast.anyone.post(
        here,
        {
            "called": "Ada",
            "channel": "email",
            "email": "ada@millbrook.example",
            "words": "I know nights.",
            "home": "3 Weir Terrace",
        },
    )
    one = Offer.objects.get()
    assert page.redirect_chain[-1][0] == reverse("seats:offer_answers", args=[one.key])
    text = page.content.decode()
    assert "Thank you. We have your offer." in text
    assert "checked" not in text
    assert one.person.called == "Ada"
    assert one.person.reach.email == "ada@millbrook.example"
    assert one.home_index == offer_acts.home_index("3, weir TERRACE")
    sent = Outgoing.objects.get(kind="seats.offer_thanks")
    assert sent.person == one.person
    words = write(sent)
    assert words is not None
    assert one.code in words.words
    assert "help at home" not in words.subject

    receipt = cast.anyone.post(reverse("seats:offer_answers", args=[one.key]), {"q_help": "gets"}).content.decode()
    assert one.code in receipt
    assert FairnessAnswer.objects.get().choice.code == "gets"
    assert "checked" not in cast.anyone.get(reverse("seats:offer_answers", args=[one.key])).content.decode()


def test_a_visitors_receipt_opens_for_nobody_else(cast: Any) -> None:
    call = make_call(cast)
    cast.anyone.post(reverse("seats:offer", args=[call.key]), {"called": "Ada", "channel": "phone", "phone": "01632 960 9"})
    one = Offer.objects.get()
    for name in ("receipt", "offer_answers", "take_back"):
        url = reverse(f"seats:{name}", args=[one.key])
        assert Client().get(url).status_code == 404
        cast.natalie.get(url, status=404)
        cast.chloe.get(url, status=404)
    cast.natalie.get(reverse("seats:my_offer", args=[one.key]), status=404)


def test_who_is_signed_in_offers_once_and_changes_and_takes_back(cast: Any) -> None:
    call = make_call(cast)
    here = reverse("seats:offer", args=[call.key])
    assert "What shall we call you?" not in cast.chloe.get(here).content.decode()
    cast.chloe.post(here, {"words": "I want to."})
    one = Offer.objects.get(person=cast.chloe.person)
    assert cast.chloe.get(here, status=302).headers["Location"] == one.get_absolute_url()
    assert offer_acts.offer(cast.chloe.person, call) == one
    answers = reverse("seats:offer_answers", args=[one.key])
    cast.chloe.post(answers, {"q_help": "gets", "q_faith": "no"})
    cast.chloe.post(answers, {"q_help": "none"})
    assert dict(one.fairness_answers.values_list("question__code", "choice__code")) == {"help": "none", "faith": "no"}
    mine = cast.chloe.get(one.get_absolute_url()).content.decode()
    assert "I want to." in mine
    cast.chloe.post(reverse("seats:take_back", args=[one.key]))
    one.refresh_from_db()
    assert one.taken_back_at
    assert (one.words, one.home, one.fairness_answers.count()) == ("", "", 0)
    assert not may(cast.chloe.person, "seats.answer_fairness", one)
    cast.chloe.post(here, {"words": "Again."})
    assert Offer.objects.in_pool().filter(person=cast.chloe.person).count() == 1


def test_answers_stay_once_the_list_is_sealed(cast: Any) -> None:
    call = make_call(cast)
    one = offer_acts.offer(cast.chloe.person, call)
    Draw.objects.create(call=call, seats=6, run_by=cast.natalie.person, sealed_at=now(), state=Draw.State.SEALED)
    with pytest.raises(Refused, match="sealed"):
        offer_acts.answer(cast.chloe.person, one, answers={"help": "gets"})
    assert "answers that help" not in cast.chloe.get(one.get_absolute_url()).content.decode()
    offer_acts.take_back(cast.chloe.person, one)


def test_a_visitor_needs_a_name_and_a_way_to_be_told(cast: Any) -> None:
    call = make_call(cast)
    here = reverse("seats:offer", args=[call.key])
    page = cast.anyone.post(here, {"called": "Ada", "channel": "letter", "words": "Keep my words."}, status=422).content.decode()
    assert "Tell us your address" in page
    assert "Keep my words." in page
    assert not Offer.objects.exists()
    assert not Person.objects.filter(called="Ada").exists()


def test_a_double_click_makes_one_offer(cast: Any) -> None:
    call = make_call(cast)
    sent = {"called": "Ada", "channel": "phone", "phone": "1", "once": "6b1b36cbb04b41490bfc0ab2bfa26f86"}
    for _time in range(2):
        cast.anyone.post(reverse("seats:offer", args=[call.key]), sent)
    assert Offer.objects.count() == 1


def test_many_offers_from_one_connection_wait(cast: Any, settings: Any) -> None:
    from kitchentable.policy.limits import tried

    call = make_call(cast)
    for _n in range(20):
        tried("seats.offer", "127.0.0.1")
    page = cast.anyone.post(
        reverse("seats:offer", args=[call.key]), {"called": "Ada", "channel": "phone", "phone": "1"}, status=422
    )
    assert "Many things were sent" in page.content.decode()


def test_nobody_offers_for_a_call_that_is_not_open(cast: Any) -> None:
    call = make_call(cast)
    with at(now() + timedelta(days=30)):
        assert "has closed" in cast.anyone.get(reverse("seats:offer", args=[call.key])).content.decode()
        sent = {"called": "Ada", "channel": "phone", "phone": "1", "words": "I wrote this before midnight."}
        late = cast.anyone.post(reverse("seats:offer", args=[call.key]), sent, status=422).content.decode()
        assert "closed while you were writing" in late
        assert "I wrote this before midnight." in late
        with pytest.raises(Refused, match="closed"):
            offer_acts.offer(cast.chloe.person, call)
    call.opened_at = None
    call.save()
    cast.anyone.get(reverse("seats:offer", args=[call.key]), status=404)
    with pytest.raises(Refused, match="not open yet"):
        offer_acts.offer(cast.chloe.person, call)


# ── by phone, post, partner ───────────────────────────────────────────────────────────────────────


def test_law_8_an_offer_by_phone_or_post_has_the_same_receipt_and_the_same_clock(cast: Any) -> None:
    call = make_call(cast)
    lou = cast.lou.person
    here = reverse("seats:offer_for", args=[call.key])
    assert "Lou" in cast.natalie.get(here, {"q": "lou"}).content.decode()
    cast.natalie.get(f"{here}?for={lou.key}")
    page = cast.natalie.post(f"{here}?for={lou.key}", {"way": "phone", **day(today(), "offered_on"), "words": "I ring."})
    one = Offer.objects.get(person=lou)
    assert (one.way, one.typed_by) == ("phone", cast.natalie.person)
    assert one.code in page.content.decode()
    assert page.redirect_chain[-1][0] == reverse("seats:office_answers", args=[one.key])
    cast.natalie.post(reverse("seats:office_answers", args=[one.key]), {"q_help": "gets"})
    assert one.fairness_answers.get().choice.code == "gets"
    told = {sent.person: sent for sent in Outgoing.objects.filter(kind="seats.offer_thanks")}
    online = offer_acts.offer(cast.chloe.person, call)
    theirs, mine = write(told[lou]), write(Outgoing.objects.get(kind="seats.offer_thanks", person=cast.chloe.person))
    assert theirs is not None
    assert mine is not None
    assert theirs.words.replace("Lou", "").replace(one.code, "") == mine.words.replace("Chloe", "").replace(online.code, "")
    assert Line.objects.filter(act="seats.offer", for_key=lou.key, by_key=cast.natalie.person.key).exists()
    cast.natalie.post(reverse("seats:office_offer", args=[one.key]))
    one.refresh_from_db()
    assert one.taken_back_at


def test_a_letter_that_came_in_time_counts_when_it_is_typed_later(cast: Any) -> None:
    call = make_call(cast)
    last = call.closes_on
    here = f"{reverse('seats:offer_for', args=[call.key])}?for=new"
    sent = {"way": "post", "called": "Fred", "channel": "letter", "post": "1 Weir"}
    with at(now() + timedelta(days=30)):
        close_calls()
        late = cast.natalie.post(here, {**sent, **day(today(), "offered_on")}, status=422).content.decode()
        assert "after the last day" in late or "The call has closed" in late
        cast.natalie.post(here, {**sent, **day(last, "offered_on")})
    one = Offer.objects.get()
    assert timezone.localtime(one.offered_at).date() == last
    assert one.person.reach.channel == Reach.Channel.LETTER


def test_a_partner_has_a_name_and_a_day_cannot_be_to_come(cast: Any) -> None:
    call = make_call(cast)
    here = f"{reverse('seats:offer_for', args=[call.key])}?for={cast.fay.person.key}"
    page = cast.natalie.post(here, {"way": "partner", **day(today(), "offered_on")}, status=422).content.decode()
    assert "name of the partner" in page
    page = cast.natalie.post(here, {"way": "phone", **day(today() + timedelta(days=1), "offered_on")}, status=422).content.decode()
    assert "cannot be after today" in page
    cast.natalie.post(here, {"way": "partner", "partner": "Carers Hub", **day(today(), "offered_on")})
    assert Offer.objects.get().partner == "Carers Hub"


# ── the office ────────────────────────────────────────────────────────────────────────────────────


def test_the_list_is_paged_and_searched_and_sees_who_looks_like_one_person(cast: Any, django_assert_max_num_queries: Any) -> None:
    call = make_call(cast)
    make_offers(call, 49)
    for called in ("Ada", "Ada B"):
        offer_acts.offer(ANYONE, call, new=NewPerson(called, email="ada@millbrook.example"))
    for channel in ("1 Weir", "2 Weir"):
        offer_acts.offer(ANYONE, call, new=NewPerson("Bo", channel="letter", post=channel), home="9 Mill Lane")
    here = reverse("seats:offers", args=[call.key])
    cast.natalie.get(here)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = cast.natalie.get(here)
    text = page.content.decode()
    assert "53 offers" in text
    assert len(page.context["page_obj"].object_list) == 50
    assert "the same e-mail address" in text
    assert "the same name and the same home" in text
    assert len(page.context["alike"]) == 2
    found = cast.natalie.get(here, {"q": "OF-0007"}).content.decode()
    assert "Offers 7<" in found
    assert "Offers 8<" not in found
    cast.natalie.get(here, {"page": "2"})


def test_pages_ask_the_tables_little(cast: Any, django_assert_max_num_queries: Any) -> None:
    call = make_call(cast)
    one = make_offers(call, 12)[0]
    acts.count_answers(HOUSE, call)
    cast.natalie.get(reverse("seats:office_call", args=[call.key]))  # signs in
    for who, name, key in (
        ("natalie", "office_calls", cast.work.slug),
        ("natalie", "office_call", call.key),
        ("natalie", "fairness_edit", call.key),
        ("natalie", "fairness", call.key),
        ("natalie", "office_offer", one.key),
        ("natalie", "offers_import", call.key),
        ("anyone", "call", call.key),
        ("anyone", "call_paper", call.key),
        ("anyone", "offer", call.key),
    ):
        with django_assert_max_num_queries(MOST_QUERIES):
            getattr(cast, who).get(reverse(f"seats:{name}", args=[key]))
    with django_assert_max_num_queries(MOST_QUERIES):
        cast.anyone.get(reverse("seats:calls"))


def test_only_those_who_run_a_call_open_its_office(cast: Any) -> None:
    call = make_call(cast)
    one = make_offers(call, 2)[0]
    for name, key in (
        ("office_calls", cast.work.slug),
        ("call_new", cast.work.slug),
        ("office_call", call.key),
        ("call_edit", call.key),
        ("fairness_edit", call.key),
        ("fairness", call.key),
        ("offers", call.key),
        ("offer_for", call.key),
        ("offers_import", call.key),
        ("office_offer", one.key),
        ("office_answers", one.key),
    ):
        url = reverse(f"seats:{name}", args=[key])
        cast.chloe.get(url, status=403)
        cast.gill.get(url, status=403)
        assert Client().get(url).status_code == 302
    for name in ("offers", "fairness"):
        cast.dee.get(reverse(f"seats:{name}", args=[call.key]))


# ── laws ──────────────────────────────────────────────────────────────────────────────────────────

CANARY = "I follow the way of the heron"


def test_law_3_no_page_no_message_and_no_line_shows_what_one_person_answered(cast: Any) -> None:
    call = make_call(cast)
    FairnessChoice.objects.filter(question__code="faith", code="has").update(words=CANARY)
    offers = [offer_acts.offer(getattr(cast, slug).person, call) for slug in ("chloe", "lou", "mina")]
    for one in offers:
        offer_acts.answer(one.person, one, answers={"faith": "has"})
    questions_only = {"fairness_edit", "offer_answers", "office_answers", "call_paper"}  # the choices stand there for everyone
    names = {
        "office_calls": cast.work.slug,
        "office_call": call.key,
        "fairness_edit": call.key,
        "fairness": call.key,
        "offers": call.key,
        "offer_for": call.key,
        "offers_import": call.key,
        "call": call.key,
        "call_paper": call.key,
        "offer": call.key,
    }
    with at(now() + timedelta(days=40)):
        acts.count_answers(HOUSE, call)
        for who in (cast.natalie, cast.dee, cast.chloe, cast.anyone):
            for name, key in [*names.items(), ("calls", "")]:
                text = who.client.get(reverse(f"seats:{name}", args=[key] if key else [])).content.decode()
                assert CANARY not in text or name in questions_only, (who, name)
            for one in offers:
                for name in ("receipt", "my_offer", "office_offer", "office_answers", "offer_answers"):
                    response = who.client.get(reverse(f"seats:{name}", args=[one.key]))
                    own = who is cast.chloe and one == offers[0]
                    assert own or "checked" not in response.content.decode().replace("unchecked", "")
                    assert CANARY not in response.content.decode() or name in questions_only
    for sent in Outgoing.objects.filter(kind__startswith="seats."):
        found = write(sent)
        assert found is None or CANARY not in found.words + found.subject
    assert not [line for line in Line.objects.filter(act="seats.answer_fairness") if "has" in (line.thing_key, line.thing_kind)]
    answer = FairnessAnswer.objects.first()
    assert CANARY not in f"{answer!r}{answer}{offers[0]!r}"


def test_somebody_who_is_erased_stays_counted_without_words_and_answers(cast: Any) -> None:
    call = make_call(cast)
    reg = cast.reg.person
    one = offer_acts.offer(reg, call, words="My back.", home="5 Mill Lane", group=AffectedGroup.objects.on_map().first())
    offer_acts.answer(reg, one, answers={"faith": "has", "help": "gets"})
    theirs = export(reg)["held"]["seats.FairnessAnswer"]
    assert {row["choice"] for row in theirs} == {"I have one", "Yes"}  # their own, to take away
    erasures.erase(reg, reg)
    one.refresh_from_db()
    assert (one.person, one.words, one.home, one.home_index, one.group) == (None, "", "", "", None)
    assert not FairnessAnswer.objects.filter(offer=one).exists()
    assert call.offers.count() == 1
    assert "erased" in cast.natalie.get(reverse("seats:offers", args=[call.key])).content.decode()
    cast.natalie.get(reverse("seats:office_offer", args=[one.key]))


def test_a_choice_that_is_not_offered_is_a_sentence(cast: Any) -> None:
    call = make_call(cast)
    one = offer_acts.offer(cast.chloe.person, call)
    for answers in ({"help": "maybe"}, {"nothing": "gets"}):
        with pytest.raises(Problem, match="Choose one"):
            offer_acts.answer(cast.chloe.person, one, answers=answers)
    with pytest.raises(offer_acts.NobodyNamed):
        offer_acts.offer(ANYONE, call, new=NewPerson("  ", email="a@b.example"))
