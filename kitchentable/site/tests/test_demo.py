"""The demo's year holds what it promises, and is as true as a real one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db.models import F

from kitchentable.home.cast import CAST
from kitchentable.people.models import Outgoing, Person, Supporter, Worry
from kitchentable.policy.clock import at, now, today
from kitchentable.record import lines
from kitchentable.site.cast import WAYS, key_of
from kitchentable.site.demo import fill, words
from kitchentable.voices.empty import says_nothing
from kitchentable.voices.models import Answer, AnswerTo, Contribution, Decision, Kept, Outcome, Question, Reply, Understanding
from kitchentable.works.models import Work

pytestmark = pytest.mark.django_db


def test_the_cast_of_the_demo_page_and_of_the_tests_are_the_same_people() -> None:
    assert {(m.slug, m.called, m.key) for m in CAST} == {(way.slug, way.called, key_of(way.slug)) for way in WAYS}


def _every_kind_of_thing_is_in_it(said: list[str]) -> None:
    sums = Contribution.objects.sums()

    assert {work.stage for work in Work.objects.all()} == {"making", "doing", "asking"}
    assert sums["received"] >= 120
    assert min(sums[kind] for kind in ("waiting", "answered", "withdrawn", "erased")) >= 1
    assert set(Answer.objects.values_list("outcome", flat=True)) == set(Outcome.values)
    assert Contribution.objects.waiting().filter(due_on__lt=today()).count() >= 3
    assert Contribution.objects.waiting().filter(opens__gte=1).exists()
    assert AnswerTo.objects.filter(told_at__date__gt=F("contribution__due_on")).exists()
    assert Answer.objects.filter(checked_at__isnull=True).exists()
    assert set(Understanding.objects.values_list("agreed", flat=True)) == {True, False, None}
    assert set(Reply.objects.values_list("is_so", flat=True)) == {True, False}
    assert Contribution.objects.exclude(held_because="").exists()
    assert Contribution.objects.filter(published_at__isnull=False).count() > 80
    assert set(Kept.objects.values_list("kind", flat=True)) == {"audio", "paper"}
    assert Worry.objects.filter(seen_at__isnull=True).exists()
    assert Outgoing.objects.filter(state="todo").exists()
    assert not Outgoing.objects.filter(state="waiting").exists()
    assert "contributions in 3 pieces of work" in said[-1]


def _decisions_are_made_planned_and_made_before_anyone_was_asked() -> None:
    made = Decision.objects.get(decided_on__isnull=False, was_made_before=False)
    before = Decision.objects.get(was_made_before=True)

    assert made.weighed.count() == made.work.themes.count() == len(words.WEIGHED)
    assert made.read.count() > 20
    assert made.options.count() == 3
    assert Decision.objects.filter(decided_on__isnull=True).count() == 2
    assert [(q.kind, q.opened_at is None) for q in before.questions.order_by("pk")] == [("views", True), ("help", False)]
    assert Question.objects.filter(closed_at__isnull=False).exists()
    assert Question.objects.filter(work__slug=words.TOWN, closed_at__isnull=True, closes_on__gt=today()).exists()


def _offline_people_were_typed_for_and_lou_still_has_kim() -> None:
    typed = Contribution.objects.filter(typed_by__isnull=False)

    assert {c.typed_by.called for c in typed if c.typed_by} == {"Kim", "Natalie", "Dee"}
    assert (
        Supporter.objects.filter(
            person__key="demolou", supporter__key="demokim", stopped_at__isnull=True, until__gt=today()
        ).count()
        == 1
    )


def _everyone_is_invented_and_the_record_verifies() -> None:
    assert not Person.objects.filter(is_demo=False).exists()
    lines.seal_all(now())
    assert lines.verify().wrong == ()


def _nothing_lies_ahead() -> None:
    assert not Contribution.objects.filter(received_at__gt=now()).exists()
    assert not Answer.objects.filter(checked_at__gt=now()).exists()
    assert not Outgoing.objects.filter(sent_at__gt=now()).exists()


def test_the_year_has_every_kind_of_thing_in_it_and_is_as_true_as_a_real_one(settings, tmp_path) -> None:
    settings.HOME, settings.FILES = tmp_path, tmp_path / "files"
    said: list[str] = []
    fill(said.append)

    _every_kind_of_thing_is_in_it(said)
    _decisions_are_made_planned_and_made_before_anyone_was_asked()
    _offline_people_were_typed_for_and_lou_still_has_kim()
    _nothing_lies_ahead()
    _everyone_is_invented_and_the_record_verifies()


@pytest.mark.slow
@pytest.mark.parametrize(
    "day",
    [datetime(2027, 1, 1, 0, 5, tzinfo=UTC), datetime(2028, 2, 29, 23, 55, tzinfo=UTC), datetime(2026, 12, 27, 12, tzinfo=UTC)],
)
def test_the_year_can_begin_on_any_day(settings, tmp_path, day: datetime) -> None:
    settings.HOME, settings.FILES = tmp_path, tmp_path / "files"
    with at(day):
        fill()
        assert Contribution.objects.sums()["received"] >= 120


def test_no_answer_in_it_is_empty_and_no_word_in_it_is_one_we_avoid() -> None:
    answers = [f"{a.words} {a.because}" for a in words.ANSWERS]

    assert not [a for a in answers if says_nothing(a)]
    for avoided in ("service user", "hard to reach", "vulnerable", "suffer", "special needs", "stakeholder", "empower"):
        assert not [a for a in answers if avoided in a.lower()]
