"""What comes back by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from kitchentable.people.clock import add_working_days
from kitchentable.people.models import Outgoing
from kitchentable.people.worker import jobs as all_jobs
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import HOUSE, Problem
from kitchentable.record.models import Line
from kitchentable.voices import acts, jobs
from kitchentable.voices.models import Contribution, Outcome, Question, Status
from kitchentable.voices.tests.office_steps import answered
from tests.asking import opened


def noon(day: Any) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(settings.TIME_ZONE))


@pytest.fixture
def said(cast: Any) -> Contribution:
    return acts.say(cast.chloe.person, cast.work, words="Buses stop at six.")


def warned(person: Any) -> int:
    return Outgoing.objects.filter(kind="voices.due", person=person).count()


def test_the_worker_knows_the_three_jobs():
    assert {"voices.come_back", "voices.close_questions", "voices.warn"} <= {job.name for job in all_jobs()}


def test_the_lead_is_warned_five_working_days_before_and_not_sooner(cast, said):
    warn_day = next(
        day
        for day in (said.due_on - timedelta(days=n) for n in range(20))
        if add_working_days(day, 5, settings.NATION) == said.due_on and add_working_days(day, 0, settings.NATION) == day
    )
    before = next(
        day for day in (warn_day - timedelta(days=n) for n in range(1, 9)) if add_working_days(day, 0, settings.NATION) == day
    )
    with at(noon(before)):
        assert jobs.warn_leads() == 0
    with at(noon(warn_day)):
        assert jobs.warn_leads() == 1
    assert warned(cast.natalie.person) == 1


def test_a_warning_comes_once_a_day_and_leaves_one_line_in_the_record(cast, said):
    with at(noon(said.due_on)):
        jobs.warn_leads()
        jobs.warn_leads()
    assert warned(cast.natalie.person) == 1
    assert Line.objects.filter(act="voices.warn").count() == 1


def test_nobody_is_warned_at_a_weekend(cast, said):
    saturday = said.due_on + timedelta(days=(5 - said.due_on.weekday()) % 7)
    with at(noon(saturday)):
        assert jobs.warn_leads() == 0


def test_what_was_answered_warns_nobody(cast, said):
    answered(cast, said)
    with at(noon(said.due_on)):
        assert jobs.warn_leads() == 0


def test_later_and_not_used_come_back_on_their_day_and_used_does_not(cast, said):
    later, used = (acts.say(cast.reg.person, cast.work, words=words) for words in ("Ramps are steep.", "Doors are heavy."))
    answered(cast, said, outcome=Outcome.NOT_USED, look_again_in=30)
    answered(cast, later, outcome=Outcome.LATER, look_again_in=60)
    answered(cast, used)
    with at(now() + timedelta(days=45)):
        assert jobs.bring_back_what_is_due() == 1
    with at(now() + timedelta(days=400)):
        assert jobs.bring_back_what_is_due() == 1
        assert jobs.bring_back_what_is_due() == 0
    assert Contribution.objects.get(pk=used.pk).status == Status.ANSWERED


def test_what_was_taken_back_never_comes_back(cast, said):
    answered(cast, said, outcome=Outcome.LATER, look_again_in=30)
    listed = Contribution.objects.get(pk=said.pk)
    acts.withdraw(cast.chloe.person, Contribution.objects.get(pk=said.pk))
    with at(now() + timedelta(days=31)):
        with pytest.raises(Problem):
            acts.bring_back(HOUSE, listed)
        assert jobs.bring_back_what_is_due() == 0
    assert Contribution.objects.get(pk=said.pk).status == Status.WITHDRAWN


def test_a_question_closes_after_its_last_day(cast):
    question = acts.ask(
        cast.natalie.person,
        Question(work=cast.work, asks="What help do you need?", kind=Question.Kind.HELP, closes_on=today() + timedelta(days=50)),
    )
    opened(cast.natalie.person, question)
    with at(noon(question.closes_on)):
        assert jobs.close_questions() == 0
        assert acts.say(cast.chloe.person, cast.work, words="In time.", question=question).question == question
    with at(noon(question.closes_on + timedelta(days=1))):
        assert jobs.close_questions() == 1
        assert jobs.close_questions() == 0
    assert Question.objects.get(pk=question.pk).closed_at is not None
