"""Leaving: nothing is left without a named person, whatever comes between the plan and the day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from kitchentable.gatherings.models import Arrangement, Gathering, Minute
from kitchentable.people import acts as people
from kitchentable.people.erasures import CannotErase, erase
from kitchentable.people.leaving_acts import StillInHand
from kitchentable.people.models import Duty, Outgoing, Person, WhatWorks
from kitchentable.people.owing import NotHere, in_hand
from kitchentable.policy.act import Refused
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import HOUSE, Problem
from kitchentable.ties.acts import leaving as acts
from kitchentable.ties.acts.promising import promise
from kitchentable.ties.handing import kinds_of
from kitchentable.ties.jobs import leaving as jobs
from kitchentable.ties.models import Given, Leaving, Promise
from kitchentable.voices import acts as voices
from kitchentable.voices.models import Answer, AnswerTo, Contribution, Pass, Question, Status
from kitchentable.words.models import TermAsk
from kitchentable.works import acts as works
from kitchentable.works.models import Role, Work

pytestmark = pytest.mark.django_db


def plan(cast: Any, who: str = "natalie", to: str = "dee", **more: Any) -> Leaving:
    by = getattr(cast, who).person
    return acts.plan(by, by, on=more.pop("on", today()), to=getattr(cast, to).person if to else None, **more)


def load(cast: Any) -> Contribution:
    """Everything that somebody can have in hand, in Natalie's hands."""
    natalie, work = cast.natalie.person, cast.work
    Work.objects.filter(pk=work.pk).update(answers_first=natalie, decider=natalie)
    said = voices.say(cast.chloe.person, Work.objects.get(pk=work.pk), words="The bus is too high.")
    decision = voices.plan_decision(natalie, work, title="Which hours", decider=natalie)
    Question.objects.create(work=work, decision=decision, asks="Which hours suit you?", answered_by=natalie)
    host = Gathering.objects.create(
        work=work, title="Tea and hours", purpose="To talk.", host=natalie, chair_staff=natalie, starts_at=now() + timedelta(days=9)
    )
    need = WhatWorks.objects.create(person=cast.chloe.person, words="A ramp", shown_to="lead")
    Arrangement.objects.create(gathering=host, person=cast.chloe.person, need=need, what="A ramp", owner=natalie, by_when=today())
    Minute.objects.create(gathering=host, kind="promise", words="We ring the bus firm.", owner=natalie, by_when=today())
    TermAsk.objects.create(word="CHC", owed_by=natalie, due_on=today(), work=work)
    promise(natalie, work, what="A bench at the stop", owner=natalie, by_when=today())
    people.give_duty(cast.sam.person, natalie, kind=Duty.Kind.ACCESS)
    return said


def test_everything_goes_to_the_one_who_takes_over_and_the_account_is_over(cast: Any) -> None:
    said = load(cast)
    natalie, dee = cast.natalie.person, cast.dee.person
    kinds = {one.kind for one in in_hand(natalie)}
    assert kinds == {
        "people.duties", "works.parts", "works.named", "gatherings.runs", "gatherings.arrangements", "gatherings.promises",
        "voices.answers", "voices.asked", "words.asks", "ties.promise",
    }  # fmt: skip
    assert cast.natalie.client.session.session_key
    smaller = plan(cast, work=cast.work, on=today() + timedelta(days=9))
    leaving = acts.leave(natalie, plan(cast))
    smaller.refresh_from_db()
    assert smaller.state == Leaving.State.DONE, "whoever left altogether has left each piece of work too"
    natalie.refresh_from_db()
    assert not natalie.is_active
    assert not in_hand(natalie)
    assert not natalie.duties.filter(until__isnull=True).exists()
    assert not Session.objects.filter(session_key=cast.natalie.client.session.session_key).exists()
    said.refresh_from_db()
    work = Work.objects.get(pk=cast.work.pk)
    assert said.owner == work.answers_first == work.decider == Gathering.objects.get().host == dee
    assert Arrangement.objects.get().owner == Minute.objects.get().owner == Promise.objects.get().owner == dee
    assert Pass.objects.get().to_person == dee
    assert Role.objects.filter(work=work, person=dee, kind="lead", until__isnull=True).exists()
    assert not Role.objects.filter(person=natalie, until__isnull=True).exists()
    assert leaving.state == Leaving.State.DONE
    assert Outgoing.objects.filter(kind="ties.takes_over").count() == 1
    told = set(Outgoing.objects.filter(kind="ties.leaves").values_list("person__called", flat=True))
    assert {"Chloe", "Lou", "Reg"} <= told
    again = acts.leave(cast.sam.person, leaving)
    assert again.done_at == leaving.done_at


def test_what_has_no_name_is_refused_and_nothing_is_moved(cast: Any) -> None:
    said = load(cast)
    leaving = plan(cast, to="")
    acts.give(cast.natalie.person, leaving, kind="works.parts", to=cast.dee.person)
    with pytest.raises(StillInHand, match="still has"):
        acts.leave(cast.natalie.person, leaving)
    said.refresh_from_db()
    assert said.owner == cast.natalie.person
    assert Role.objects.filter(person=cast.natalie.person, kind="lead", until__isnull=True).exists()
    for kind in kinds_of(leaving):
        acts.give(cast.natalie.person, leaving, kind=kind.keeping.kind, to=cast.dee.person)
    other = voices.say(cast.reg.person, cast.work, words="And the step.")
    Contribution.objects.filter(pk=other.pk).update(owner=cast.natalie.person)
    acts.give(cast.natalie.person, leaving, kind="voices.answers", things=[other.code], to=cast.gill.person)
    acts.leave(cast.natalie.person, leaving)
    other.refresh_from_db()
    said.refresh_from_db()
    assert (other.owner, said.owner) == (cast.gill.person, cast.dee.person)


def test_moving_from_one_piece_of_work_leaves_the_others_and_the_account(cast: Any) -> None:
    load(cast)
    natalie = cast.natalie.person
    other = works.start(
        natalie,
        Work(slug="buses", title="Buses", what_this_is="x", what_we_ask="x", can_change="x", cannot_change="x", decider=natalie, answers_first=natalie),
    )  # fmt: skip
    acts.leave(natalie, plan(cast, work=cast.work))
    natalie = cast.natalie.person
    assert natalie.is_active
    assert {one.work for one in in_hand(natalie)} <= {"buses", ""}
    assert Role.objects.filter(work=other, person=natalie, kind="lead", until__isnull=True).exists()
    assert not Role.objects.filter(work=cast.work, person=natalie, until__isnull=True).exists()


def test_who_cannot_take_over(cast: Any) -> None:
    leaving = plan(cast, to="", on=today() + timedelta(days=5))
    dee = plan(cast, "dee", "gill", on=today() + timedelta(days=5))
    for name, who in (
        ("leaves by that day", cast.dee.person),
        ("Somebody else", cast.natalie.person),
        ("does not work here", cast.chloe.person),
    ):
        with pytest.raises(Problem, match=name):
            acts.change(cast.natalie.person, leaving, on=leaving.on, to=who)
    acts.stop(cast.dee.person, dee)
    acts.change(cast.natalie.person, leaving, on=leaving.on, to=cast.dee.person)
    with pytest.raises(Problem, match="still to come"):
        acts.change(cast.natalie.person, leaving, on=today() - timedelta(days=1), to=None)


def test_two_who_leave_on_the_same_day_end_with_somebody_who_stays(cast: Any) -> None:
    said = load(cast)
    day = today() + timedelta(days=3)
    plan(cast, "natalie", "dee", on=day)
    plan(cast, "dee", "gill", on=day)
    with at(now() + timedelta(days=4)):
        assert jobs.leave_on_the_day() == 2
    said.refresh_from_db()
    assert said.owner == cast.gill.person
    assert [cast.natalie.person.is_active, cast.dee.person.is_active, cast.gill.person.is_active] == [False, False, True]
    assert not in_hand(cast.natalie.person) + in_hand(cast.dee.person)


def test_two_who_leave_to_each_other_cannot_both_go(cast: Any) -> None:
    plan(cast, "natalie", "dee", on=today() + timedelta(days=3))
    with pytest.raises(Problem, match="leaves by that day"):
        plan(cast, "dee", "natalie", on=today() + timedelta(days=3))
    plan(cast, "dee", "natalie", on=today() + timedelta(days=2))
    with at(now() + timedelta(days=9)):
        assert jobs.leave_on_the_day() == 0
        assert jobs.warn_of_what_is_left() == 0, "whoever is stuck was told once that day already"
    assert cast.natalie.person.is_active
    assert cast.dee.person.is_active
    assert Outgoing.objects.filter(kind="ties.leaving_stuck", person=cast.dee.person).exists()


def test_a_successor_who_is_gone_or_erased_is_no_name(cast: Any) -> None:
    load(cast)
    leaving = plan(cast, to="gill", on=today() + timedelta(days=3))
    Person.objects.filter(pk=cast.gill.person.pk).update(is_active=False)
    leaving = Leaving.objects.get()
    assert all(kind.left for kind in kinds_of(leaving))
    with pytest.raises(StillInHand):
        acts.leave(cast.natalie.person, leaving)
    assert jobs.warn_of_what_is_left() == 1
    assert jobs.warn_of_what_is_left() == 0
    Person.objects.filter(pk=cast.gill.person.pk).update(is_active=True)
    with pytest.raises(CannotErase, match="still has"):
        erase(cast.gill.person, cast.gill.person)
    acts.change(cast.natalie.person, leaving, on=leaving.on, to=cast.dee.person)
    erase(cast.gill.person, cast.gill.person)
    acts.leave(cast.natalie.person, leaving)


def test_the_day_checks_again_and_a_clock_set_back_moves_nothing(cast: Any) -> None:
    load(cast)
    plan(cast, on=today() + timedelta(days=3))
    late = voices.say(cast.reg.person, cast.work, words="One more thing.")
    Contribution.objects.filter(pk=late.pk).update(owner=cast.natalie.person)
    assert jobs.leave_on_the_day() == 0
    with at(now() - timedelta(days=400)):
        assert jobs.leave_on_the_day() == 0
    with at(now() + timedelta(days=4)):
        assert jobs.leave_on_the_day() == 1
        assert jobs.leave_on_the_day() == 0
    with at(now() - timedelta(days=400)):
        assert jobs.leave_on_the_day() == 0
    late.refresh_from_db()
    assert late.owner == cast.dee.person


def test_nobody_is_chosen_any_more_who_left_and_what_comes_back_goes_to_the_living(cast: Any) -> None:
    said = load(cast)
    natalie, dee = cast.natalie.person, cast.dee.person
    answer = voices.answer(
        natalie,
        [said],
        outcome="used",
        words="The low bus comes on Monday 7 December.",
        decider=natalie,
        decided_on=today(),
        who_does_it="Ben",
    )
    voices.check(dee, answer)
    acts.leave(natalie, plan(cast))
    for do in (
        lambda: voices.pass_on(dee, Contribution.objects.get(), to=natalie),
        lambda: works.give_role(dee, cast.work, person=natalie, kind=Role.Kind.CHECKER),
        lambda: promise(dee, cast.work, what="x", owner=natalie, by_when=None),
        lambda: people.give_duty(cast.sam.person, natalie, kind=Duty.Kind.BOARD),
    ):
        natalie.refresh_from_db()
        with pytest.raises((NotHere, Problem), match="not here any more"):
            do()
    voices.reply(cast.chloe.person, AnswerTo.objects.get(), is_so=False, what_is_wrong="No bus came.")
    said.refresh_from_db()
    assert (said.status, said.owner) == (Status.WAITING, dee)


def test_what_reaches_somebody_who_just_left_is_given_on_at_night(cast: Any) -> None:
    said = load(cast)
    acts.leave(cast.natalie.person, plan(cast))
    Contribution.objects.filter(pk=said.pk).update(owner=cast.natalie.person)
    assert jobs.give_on_what_came_late() == 1
    assert jobs.give_on_what_came_late() == 0
    said.refresh_from_db()
    assert said.owner == cast.dee.person


def test_an_answer_that_only_the_leaver_could_check_needs_another_who_did_not_write_it(cast: Any) -> None:
    said = load(cast)
    Role.objects.filter(work=cast.work, kind__in=("checker", "answerer")).update(until=now())
    Role.objects.create(work=cast.work, person=cast.dee.person, kind="checker")
    Contribution.objects.filter(pk=said.pk).update(owner=cast.dee.person)
    voices.answer(
        cast.dee.person, [Contribution.objects.get(pk=said.pk)], outcome="used", words="The low bus comes on Monday 7 December.",
        decider=cast.rao.person, decided_on=today(), who_does_it="Ben",
    )  # fmt: skip
    leaving = plan(cast)
    with pytest.raises(Problem, match="wrote an answer"):
        acts.leave(cast.natalie.person, leaving)
    acts.give(cast.natalie.person, leaving, kind="voices.checks", to=cast.gill.person)
    acts.leave(cast.natalie.person, leaving)
    voices.check(cast.gill.person, Answer.objects.get())


def test_who_may_plan_and_who_may_end_an_account(cast: Any) -> None:
    natalie = cast.natalie.person
    for who in (cast.chloe.person, cast.gill.person):
        with pytest.raises(Refused):
            acts.plan(who, natalie, on=today())
    by_lead = acts.plan(natalie, cast.dee.person, on=today(), to=cast.gill.person, why="She is tired.")
    assert by_lead.why == "", "only whoever leaves says why"
    assert Outgoing.objects.filter(kind="ties.leaving_planned", person=cast.dee.person).exists()
    with pytest.raises(Refused, match="before the day"):
        acts.leave(natalie, by_lead)
    acts.leave(cast.sam.person, by_lead)
    assert not cast.dee.person.is_active
    with pytest.raises(Problem, match="is over"):
        acts.stop(cast.sam.person, by_lead)


def test_five_thousand_answers_go_in_a_bounded_number_of_queries(cast: Any, django_assert_max_num_queries: Any) -> None:
    natalie, dee, day = cast.natalie.person, cast.dee.person, today()
    Contribution.objects.bulk_create(
        [Contribution(work=cast.work, number=n + 1000, words="x", owner=natalie, due_on=day) for n in range(5000)], batch_size=500
    )
    leaving = plan(cast)
    with django_assert_max_num_queries(700):
        acts.leave(natalie, leaving)
    assert Contribution.objects.filter(owner=dee).count() >= 5000
    assert Pass.objects.filter(to_person=dee).count() >= 5000
    assert Outgoing.objects.filter(person=dee).count() < 5


def test_an_erased_leaver_calls_off_the_plan(cast: Any) -> None:
    leaving = acts.plan(cast.sam.person, cast.gill.person, on=today() + timedelta(days=9), to=cast.dee.person)
    Given.objects.create(leaving=leaving, kind="works.parts", to=cast.dee.person)
    erase(HOUSE, cast.gill.person)
    leaving.refresh_from_db()
    assert leaving.state == Leaving.State.STOPPED
    assert timezone.localtime(now()).date() == today()
