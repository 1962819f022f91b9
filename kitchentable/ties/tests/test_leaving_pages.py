"""The pages of leaving and handing over: what each reads, and what nobody reads before there is a yes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from kitchentable.people.models import Look, Outgoing, Reach, WhatWorks
from kitchentable.people.outbox import write
from kitchentable.policy.act import Refused
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import Problem
from kitchentable.ties.acts import handing_over
from kitchentable.ties.acts import leaving as acts
from kitchentable.ties.acts.promising import promise
from kitchentable.ties.jobs import leaving as jobs
from kitchentable.ties.models import Given, GroupLine, Leaving, Together
from kitchentable.voices.models import Contribution
from kitchentable.works.models import Role

pytestmark = pytest.mark.django_db
NOTE = "Ring me after 11. Say who you are first."


def url(name: str, *args: str) -> str:
    return reverse(f"ties:{name}", args=args)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def plan(cast: Any, **more: Any) -> Leaving:
    natalie = cast.natalie.person
    return acts.plan(natalie, natalie, on=today(), to=cast.dee.person, **more)


def day(moment: Any) -> dict[str, str]:
    return {"on_day": str(moment.day), "on_month": str(moment.month), "on_year": str(moment.year)}


def test_natalie_plans_gives_tells_and_hands_over(cast: Any) -> None:
    assert "Nobody is leaving" in text(cast.natalie.get(url("leavings")))
    cast.chloe.get(url("leavings"), status=403)
    page = cast.natalie.get(url("leaving_new"))
    typed = {"person": cast.natalie.person.key, "work": "", "to": "", "why": "I move to the coast.", **day(today())}
    seen = text(cast.natalie.post(url("leaving_new"), typed, status=200))
    leaving = Leaving.objects.get()
    assert "nobody to take" in seen
    assert "I move to the coast." in seen
    assert page.status_code == 200
    refused = text(cast.natalie.post(url("leaving_finish", leaving.key), status=422))
    assert "Name who takes them first" in refused
    give = f"{url('leaving_give', leaving.key)}?kind=works.parts"
    assert "Tick what you give" in text(cast.natalie.post(give, {"to": cast.gill.person.key}, status=422))
    cast.natalie.post(give, {"to": cast.gill.person.key, "things": "all"}, status=200)
    assert Given.objects.get().to == cast.gill.person
    cast.natalie.post(
        url("leaving_change", leaving.key), {"to": cast.dee.person.key, "why": "I move to the coast.", **day(today())}, status=200
    )
    seen = text(cast.natalie.post(url("leaving_tell", leaving.key), status=200))
    assert "Was told" in seen
    letter = write(Outgoing.objects.get(kind="ties.leaves", person=cast.chloe.person))
    assert letter is not None
    for words in ("Natalie", "I move to the coast.", "Dee", "meet Dee first"):
        assert words in letter.words
    assert "Natalie" not in letter.subject
    assert "Handed over" in text(cast.dee.get(url("leavings"))) or "Planned" in text(cast.dee.get(url("leavings")))
    cast.natalie.post(url("leaving_finish", leaving.key), follow=False)
    assert not cast.natalie.person.is_active
    assert cast.natalie.client.get(url("leavings")).status_code in (302, 303), "signed out on every device"
    assert "Everything has a new name" in text(cast.dee.get(leaving.get_absolute_url()))


def test_an_administrator_reads_kinds_and_nobody_elses_words(cast: Any) -> None:
    promise(cast.natalie.person, cast.work, what="A bench for Chloe", owner=cast.natalie.person, by_when=today())
    leaving = plan(cast)
    give = f"{url('leaving_give', leaving.key)}?kind=ties.promise"
    assert "A promise" in text(cast.natalie.get(give))
    for reader in (cast.natalie, cast.sam):  # it names somebody, so its words stand on its own page only
        assert "A bench for Chloe" not in text(reader.get(give))
    cast.gill.get(give, status=404)
    cast.rao.get(leaving.get_absolute_url(), status=404)


def test_many_things_make_no_more_queries(cast: Any, django_assert_max_num_queries: Any) -> None:
    natalie = cast.natalie.person
    leaving = plan(cast)
    Contribution.objects.bulk_create(
        [Contribution(work=cast.work, number=n + 500, words="x", owner=natalie, due_on=today()) for n in range(120)]
    )
    cast.natalie.get(leaving.get_absolute_url())
    with django_assert_max_num_queries(34):  # one for each kind of thing, whatever its number
        cast.natalie.get(leaving.get_absolute_url())
    with django_assert_max_num_queries(15):
        cast.natalie.get(f"{url('leaving_give', leaving.key)}?kind=voices.answers&page=3")


def test_a_note_is_the_persons_and_only_what_they_chose_reaches_the_newcomer(cast: Any) -> None:
    natalie, chloe = cast.natalie.person, cast.chloe.person
    ramp = WhatWorks.objects.create(person=chloe, words="A ramp that stays", shown_to="lead")
    WhatWorks.objects.create(person=chloe, words="My back hurts", shown_to="nobody")
    leaving = plan(cast)
    notes = f"{url('leaving_notes', leaving.key)}?work={cast.work.slug}"
    cast.natalie.post(notes, {"person": chloe.key, "words": NOTE}, status=200)
    note = Together.objects.get()
    letter = write(Outgoing.objects.get(kind="ties.together"))
    assert letter is not None
    assert NOTE not in letter.words
    cast.dee.get(note.get_absolute_url(), status=404)
    cast.reg.get(note.get_absolute_url(), status=404)
    page = text(cast.chloe.get(note.get_absolute_url()))
    assert NOTE in page
    assert "A ramp that stays" in page
    assert "My back hurts" not in page
    assert "Choose a line" in text(cast.chloe.post(note.get_absolute_url(), {"what": "some", "words": " "}, status=422))
    cast.chloe.post(note.get_absolute_url(), {"what": "some", "words": "Ring after 11.", "needs": [ramp.key]}, status=200)
    assert NOTE not in text(cast.natalie.get(note.get_absolute_url())), "what was proposed is thrown away"
    assert "Ring after 11." not in text(cast.natalie.get(notes))
    acts.leave(natalie, leaving)
    start = url("start", cast.work.slug)
    seen = text(cast.dee.get(start))
    assert "Ring after 11." in seen
    assert "A ramp that stays" in seen
    look = Look.objects.get(person=chloe, why="handover")
    assert look.by == cast.dee.person
    WhatWorks.objects.filter(pk=ramp.pk).update(hidden_at=now())
    assert "A ramp that stays" not in text(cast.dee.get(start))
    cast.chloe.post(url("together_back", note.key), status=200)
    assert "Ring after 11." not in text(cast.dee.get(start))
    cast.gill.get(start, status=403)
    cast.chloe.get(start, status=403)


def test_no_answer_is_a_no_and_lou_answers_by_phone(cast: Any) -> None:
    natalie, lou, reg = cast.natalie.person, cast.lou.person, cast.reg.person
    leaving = plan(cast)
    for person in (lou, reg):
        handing_over.propose(natalie, leaving, work=cast.work, person=person, words=NOTE)
    by_phone = Together.objects.get(person=lou)
    cast.natalie.post(by_phone.get_absolute_url(), {"what": "some", "words": "Let it ring.", "way": "phone"}, status=200)
    by_phone.refresh_from_db()
    assert (by_phone.state, by_phone.typed_by, by_phone.way) == ("agreed", natalie, "phone")
    acts.leave(natalie, leaving)
    unanswered = Together.objects.get(person=reg)
    assert (unanswered.state, unanswered.proposed) == ("ended", "")
    seen = text(cast.dee.get(url("start", cast.work.slug)))
    assert "Let it ring." in seen
    assert NOTE not in seen
    handing_over.take_back(cast.dee.person, by_phone, for_person=lou)
    assert "Let it ring." not in text(cast.dee.get(url("start", cast.work.slug)))
    with pytest.raises(Refused):
        handing_over.choose(cast.dee.person, unanswered, words="They like tea.", for_person=reg)


def test_who_was_asked_enough_this_month_is_asked_later(cast: Any) -> None:
    chloe = cast.chloe.person
    Reach.objects.filter(person=chloe).update(asks_a_month=0)
    leaving = acts.plan(cast.natalie.person, cast.natalie.person, on=today() + timedelta(days=60), to=cast.dee.person)
    note = handing_over.propose(cast.natalie.person, leaving, work=cast.work, person=chloe, words=NOTE)
    assert note.asked_at is None
    cast.chloe.get(note.get_absolute_url(), status=404)
    assert jobs.ask_those_who_could_not_be_asked() == 0
    Reach.objects.filter(person=chloe).update(asks_a_month=5)
    with at(now() + timedelta(days=32)):
        assert jobs.ask_those_who_could_not_be_asked() == 1
    assert Outgoing.objects.filter(kind="ties.together", person=chloe).count() == 1


def test_a_stranger_gets_no_note_and_a_note_has_words(cast: Any) -> None:
    leaving = plan(cast)
    with pytest.raises(Problem, match="work with"):
        handing_over.propose(cast.natalie.person, leaving, work=cast.work, person=cast.joan.person, words=NOTE)
    with pytest.raises(Problem, match="Write what works"):
        handing_over.propose(cast.natalie.person, leaving, work=cast.work, person=cast.chloe.person, words="  ")
    with pytest.raises(Refused, match="Only whoever leaves"):
        handing_over.propose(cast.dee.person, leaving, work=cast.work, person=cast.chloe.person, words=NOTE)


def test_the_group_writes_its_own_note_and_both_sides_agree(cast: Any) -> None:
    here = url("group_note", cast.work.slug)
    cast.joan.get(here, status=403)
    cast.chloe.post(here, {"words": "We start with tea."}, status=200)
    cast.natalie.post(here, {"words": "Leave gaps for Lou to think.", "person": cast.lou.person.key, "way": "phone"}, status=200)
    tea, gaps = GroupLine.objects.order_by("pk")
    assert (gaps.by, gaps.typed_by) == (cast.lou.person, cast.natalie.person)
    start = url("start", cast.work.slug)
    assert "We start with tea." not in text(cast.natalie.get(start))
    cast.reg.post(url("group_yes", cast.work.slug, tea.key), {"yes": "1"}, status=200)
    assert "We start with tea." not in text(cast.natalie.get(start)), "the lead has not agreed"
    cast.natalie.post(url("group_yes", cast.work.slug, tea.key), {"yes": "1"}, status=200)
    assert "We start with tea." in text(cast.natalie.get(start))
    cast.reg.post(url("group_line_away", cast.work.slug, tea.key), status=403)
    cast.chloe.post(url("group_line_away", cast.work.slug, tea.key), status=200)
    assert "We start with tea." not in text(cast.natalie.get(start))
    assert GroupLine.objects.get(pk=tea.pk).words == ""


def test_the_first_page_tells_the_history_and_asks_no_more_with_more_rows(cast: Any, django_assert_max_num_queries: Any) -> None:
    natalie, work = cast.natalie.person, cast.work
    promise(natalie, work, what="A bench at the stop", owner=natalie, by_when=today() - timedelta(days=1))
    start = url("start", work.slug)
    seen = text(cast.natalie.get(start))
    assert "A bench at the stop" in seen
    assert "Somebody led from here" in seen
    assert f'href="?year={today().year}#history"' in seen
    for n in range(40):
        promise(natalie, work, what=f"Thing {n}", owner=natalie, by_when=today())
        GroupLine.objects.create(work=work, words=f"Line {n}", by=natalie)
        Role.objects.create(work=work, person=natalie, kind="lead", since=now() - timedelta(days=365 * (n % 10)), until=now())
    with django_assert_max_num_queries(20):
        cast.natalie.get(start)
    cast.natalie.get(f"{start}?year=2&page=x&promises=9")
    cast.natalie.get(f"{start}?year={today().year - 3}")
