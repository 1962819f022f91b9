"""The demo's year holds what it promises, and is as true as a real one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F

from kitchentable.gatherings import fitting
from kitchentable.gatherings.met_tables import of_year, years
from kitchentable.gatherings.models import Arrangement, Ease, Gathering, HowItWas, Minute, Professional, WhatToDo
from kitchentable.gatherings.rooms import shown
from kitchentable.home.cast import CAST
from kitchentable.people.models import Look, Outgoing, Person, Supporter, Worry
from kitchentable.people.outbox import write
from kitchentable.policy.clock import at, now, today
from kitchentable.record import lines
from kitchentable.seats.models import AffectedGroup, Call, Draw, GapNote
from kitchentable.site.cast import WAYS, key_of
from kitchentable.site.demo import fill, needs, words
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
    assert "contributions in 4 pieces of work" in said[-1]


def _who_is_affected_is_written_down_and_seats_were_drawn() -> None:
    assert all(work.affected_groups.affected_most().exists() for work in Work.objects.all())
    assert set(AffectedGroup.objects.values_list("state", flat=True)) == {"on_map", "suggested", "not_taken"}
    assert GapNote.objects.get().names == ["Carers under 18"]
    draw = Draw.objects.get()
    assert (draw.state, draw.tickets.count(), draw.exact) == ("told", 34, True)
    assert Call.objects.open_now().count() == 1


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
    assert Supporter.objects.filter(
        person__key="demolou", supporter__key="demokim", stopped_at__isnull=True, until__gt=today()
    ).get().scopes == ["write", "invitations", "reply"]


def _everyone_is_invented_and_the_record_verifies() -> None:
    assert not Person.objects.filter(is_demo=False).exists()
    lines.seal_all(now())
    assert lines.verify().wrong == ()


def _a_gathering_to_come_is_confirmed_with_both_interpreters_booked() -> None:
    to_come = Gathering.objects.get(state="confirmed")

    assert to_come.starts_at is not None
    assert to_come.starts_at > now()
    assert fitting.unmet_musts(to_come) == 0
    assert {(one.state, str(one.professional)) for one in to_come.bookings.all()} == {
        ("booked", "Jo Marsh"),
        ("booked", "Ada Lyle"),
    }
    assert set(to_come.invitations.values_list("state", flat=True)) == {"yes", "if", "no", "sent"}
    assert to_come.arrangements.waiting().filter(by_when__lt=today()).exists()
    assert to_come.arrangements.waiting().filter(by_when__gte=today()).exists()
    assert to_come.arrangements.exclude(done_note="").count() >= 8


def _three_things_do_not_fit_chloe_in_the_one_that_is_being_planned() -> None:
    planned = Gathering.objects.get(state="planning")
    chloe, natalie = Person.objects.get(key="demochloe"), Person.objects.get(key="demonatalie")

    found = [one for one in fitting.misfits(natalie, planned) if one.person_pk == chloe.pk]
    assert {one.kind for one in found} == {"place", "time"}
    assert len(found) == 3
    assert not planned.invitations.sent().exists()
    assert Gathering.objects.get(state="cancelled").cancelled_because


def _who_spoke_is_told_where_enough_came_and_nowhere_else() -> None:
    held = {one.work.slug: one for one in Gathering.objects.filter(state="held").select_related("work")}
    told = shown(list(held.values()))

    assert told[held[words.HOME].pk] is not None
    assert told[held[words.TOWN].pk] is None


def _whether_needs_were_met_is_counted_and_what_was_not_is_mended() -> None:
    said = HowItWas.objects.values_list("met", flat=True)
    mends = Arrangement.objects.filter(kind="mend")
    place = next(one for one in of_year(Person.objects.get(key="demonatalie"), years()[0], 5) if one.key == "place")

    assert place.totals == [said.filter(met="met").count(), 0, 5, len(said)]
    assert mends.count() == 5
    assert mends.filter(done_at__isnull=False).count() == 4
    assert Ease.objects.count() == 6
    assert Minute.objects.filter(kind="promise", done_at__isnull=False).count() == 1
    assert set(Minute.objects.filter(kind="point").values_list("carry", flat=True)) == {"yes", "asked", "no"}
    assert WhatToDo.objects.exclude(says="").exists()


def _what_works_for_people_is_read_for_a_reason_and_stands_in_no_message() -> None:
    assert Look.objects.filter(person__key="demochloe").exists()
    assert set(Professional.objects.values_list("kind", flat=True)) == {"bsl", "captions"}
    told = [write(one) for one in Outgoing.objects.filter(kind__startswith="gatherings.").select_related("person")]
    assert len(told) > 100
    for need in needs.NEEDS:
        assert not [one for one in told if one and need.words in f"{one.subject} {one.words}"]


def _nothing_lies_ahead() -> None:
    assert not Contribution.objects.filter(received_at__gt=now()).exists()
    assert not Answer.objects.filter(checked_at__gt=now()).exists()
    assert not Outgoing.objects.filter(sent_at__gt=now()).exists()


@pytest.mark.slow
def test_the_year_has_every_kind_of_thing_in_it_and_is_as_true_as_a_real_one(settings, tmp_path) -> None:
    settings.HOME, settings.FILES = tmp_path, tmp_path / "files"
    said: list[str] = []
    fill(said.append)

    _every_kind_of_thing_is_in_it(said)
    _decisions_are_made_planned_and_made_before_anyone_was_asked()
    _offline_people_were_typed_for_and_lou_still_has_kim()
    _a_gathering_to_come_is_confirmed_with_both_interpreters_booked()
    _three_things_do_not_fit_chloe_in_the_one_that_is_being_planned()
    _who_spoke_is_told_where_enough_came_and_nowhere_else()
    _whether_needs_were_met_is_counted_and_what_was_not_is_mended()
    _what_works_for_people_is_read_for_a_reason_and_stands_in_no_message()
    _who_is_affected_is_written_down_and_seats_were_drawn()
    _nothing_lies_ahead()
    _everyone_is_invented_and_the_record_verifies()


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.parametrize(
    "day",
    [
        datetime(2028, 2, 29, 23, 55, tzinfo=UTC),
        datetime(2026, 11, 25, 12, tzinfo=UTC),  # its third day back is a Sunday
        datetime(2027, 2, 13, 12, tzinfo=UTC),  # a Saturday
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),  # clocks go forward
    ],
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


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
def test_ten_years_can_be_laid_and_their_sums_and_record_hold(settings, tmp_path) -> None:
    settings.HOME, settings.FILES = tmp_path, tmp_path / "files"
    told: list[tuple[int, int]] = []
    fill(years=10, step=lambda done, whole: told.append((done, whole)))
    sums = Contribution.objects.sums()
    assert sums["received"] >= 380
    assert sums["received"] == sums["waiting"] + sums["answered"] + sums["withdrawn"] + sums["erased"]
    assert Work.objects.order_by("started_at").first().started_at < now() - timedelta(days=9 * 365)
    assert not Person.objects.filter(is_demo=False).exists()
    assert told[-1][0] == told[-1][1]
    assert lines.verify().wrong == ()
