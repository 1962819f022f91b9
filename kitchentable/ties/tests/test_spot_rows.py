"""What stands in the tables, read month by month: each figure says what its own pages say, and no more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kitchentable.gatherings.models import Choice, Ease, HowItWas, Tap
from kitchentable.gatherings.tests.a_room import everyone_came, gathering
from kitchentable.people.models import Person
from kitchentable.policy.clock import at, now
from kitchentable.policy.verdict import HOUSE
from kitchentable.ties.acts.counting import count
from kitchentable.ties.counted import rows
from kitchentable.ties.counted.parts import Row
from kitchentable.ties.evidence import Stayed
from kitchentable.ties.models import CountedPart, Quarter
from kitchentable.voices.models import Answer, AnswerTo, Contribution, Reply
from kitchentable.words.models import Format
from kitchentable.words.tests.making import make_format, make_version
from kitchentable.works.models import Work

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
SPRING = (date(2026, 4, 1), date(2026, 6, 30))


def moment(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/London"))


def said(
    cast: Any, day: date, n: int = 1, *, answered: int | None = None, status: str = "answered", **more: Any
) -> list[Contribution]:
    """So many things said on a day, due 28 days later; answered so many days after it."""
    first = 1000 + Contribution.objects.count()
    made = Contribution.objects.bulk_create(
        [
            Contribution(
                work=cast.work, number=first + k, words="x", received_at=moment(day), said_at=moment(day), owner=cast.rao.person,
                due_on=day + timedelta(days=28), status=status, **more,
            )
            for k in range(n)
        ]
    )  # fmt: skip
    if answered is not None:
        answer = Answer.objects.create(
            work=cast.work, outcome="used", words="x", decider=cast.rao.person, decided_on=day, written_by=cast.rao.person,
            checked_by=cast.natalie.person, checked_at=moment(day + timedelta(days=answered)),
        )  # fmt: skip
        AnswerTo.objects.bulk_create([AnswerTo(answer=answer, contribution=c) for c in made])
    return made


def test_on_time_counts_all_that_came_in_the_month_whatever_became_of_it(cast: Any) -> None:
    said(cast, date(2026, 5, 4), 3, answered=28)
    said(cast, date(2026, 5, 5), 2, answered=29)
    said(cast, date(2026, 5, 31), 4, status="waiting")
    said(cast, date(2026, 5, 6), 1, status="withdrawn")
    said(cast, date(2026, 5, 6), 1, answered=2, status="erased")
    said(cast, date(2026, 6, 1), 1, answered=1)
    assert rows.answered_on_time(cast.work, *SPRING) == [Row(MAY, 11, 4, 4), Row(JUNE, 1, 1, 1)]


def test_one_that_was_opened_again_is_on_time_by_its_first_answer_and_stays_in_its_month(cast: Any) -> None:
    said(cast, date(2026, 5, 4), 1, answered=10, status="waiting", opens=1)
    said(cast, date(2026, 5, 4), 1, answered=60, status="waiting", opens=1)
    Contribution.objects.filter(opens=1).update(due_on=date(2026, 12, 1))
    assert rows.answered_on_time(cast.work, *SPRING) == [Row(MAY, 2, 1, 1)]


def test_replies_are_counted_with_the_people_behind_them(cast: Any) -> None:
    who = [cast.chloe.person, cast.lou.person, cast.lou.person, None]
    for person, is_so in zip(who, (True, True, False, True), strict=True):
        c = said(cast, date(2026, 5, 4), answered=1, said_by=person)[0]
        Reply.objects.create(answer=c.answers.get(), contribution=c, is_so=is_so, at=moment(date(2026, 5, 20)))
    assert rows.said_so(cast.work, *SPRING) == [Row(MAY, 4, 3, 3, "", 2, 1)]


def test_a_gathering_gives_its_shares_as_its_own_page_does(cast: Any) -> None:
    room = everyone_came(gathering(cast, at=moment(date(2026, 5, 12))))
    room.talks.update(kind="point", state="taken")
    Tap.objects.bulk_create([Tap(key=f"t{n}", gathering=room, group="lived" if n < 9 else "staff", at=now()) for n in range(10)])
    Choice.objects.create(key="c", gathering=room, words="x", how="agreed", moved_by="lived", at=now())
    assert rows.agenda(cast.work, *SPRING) == [Row(MAY, 10, 6, 6)]
    # One tap of the other side: “none or one”, as its own page says, and no nearer.
    assert rows.talk(cast.work, *SPRING) == [Row(MAY, 10, 9, 10)]
    assert rows.moved(cast.work, *SPRING) == []
    room.state = "cancelled"
    room.save()
    assert rows.agenda(cast.work, *SPRING) == []


def test_needs_and_asking_are_counted_by_side_with_the_people_behind_them(cast: Any) -> None:
    room = everyone_came(gathering(cast, at=moment(date(2026, 5, 12))))
    room.invitations.filter(person=cast.chloe.person).update(still_right=True)
    for slug, met in (("chloe", "met"), ("chloe", "met"), ("lou", "not"), ("raj", "partly")):
        HowItWas.objects.create(gathering=room, person=getattr(cast, slug).person, kind="place", met=met)
    assert sorted(rows.needs_met(cast.work, *SPRING), key=lambda row: row.side) == [
        Row(MAY, 1, 0, 0, "carer", 0, 1), Row(MAY, 3, 2, 2, "lived", 1, 1),
    ]  # fmt: skip
    assert sorted(rows.asked(cast.work, *SPRING), key=lambda row: row.side) == [
        Row(MAY, 1, 0, 0, "carer", 0, 1), Row(MAY, 3, 1, 1, "lived", 1, 2),
    ]  # fmt: skip


def test_ease_is_counted_in_whole_groups_of_five_as_on_its_own_page(cast: Any) -> None:
    room = everyone_came(gathering(cast, at=moment(date(2026, 5, 12))))
    for n, ease in enumerate((5, 4, 2, 4, 1, 5, 5)):
        Ease.objects.create(gathering=room, person=Person.objects.create(called=f"P{n}"), at_ease=ease)
    assert rows.at_ease(cast.work, *SPRING) == [Row(MAY, 5, 3, 3)]
    Ease.objects.filter(at_ease=2).update(at_ease=4)
    assert rows.at_ease(cast.work, *SPRING) == [Row(MAY, 5, 4, 5)]


def test_papers_are_clear_and_their_formats_ready_on_the_day(cast: Any) -> None:
    sent_at = moment(date(2026, 5, 12))
    version = make_version(cast, sent_at=sent_at, found=7, left=2)
    for kind, ready_at in (("html", moment(date(2026, 5, 12), 17)), ("audio", moment(date(2026, 5, 13), 1)), ("braille", None)):
        made = make_format(version, kind, ready=False)
        Format.objects.filter(pk=made.pk).update(ready_at=ready_at)
    assert rows.formats_ready(cast.work, *SPRING) == [Row(MAY, 3, 1, 1)]
    assert rows.made_clear(cast.work, *SPRING) == [Row(MAY, 7, 5, 5)]


def test_a_month_is_counted_when_its_last_answer_was_due_and_never_twice(cast: Any) -> None:
    Contribution.objects.filter(work=cast.work).update(received_at=moment(date(2020, 1, 1)), status="erased")
    said(cast, date(2026, 5, 4), 14, answered=2)
    said(cast, date(2026, 5, 31), 10, answered=90)
    with at(moment(date(2026, 7, 3))):
        assert count(HOUSE, cast.work) == []
    with at(moment(date(2026, 7, 13))):
        assert [(one.figure, one.of, one.low, one.high) for one in count(HOUSE, cast.work)] == [("answered_on_time", 24, 14, 14)]
        assert count(HOUSE, cast.work) == []
    said(cast, date(2026, 5, 5), 30)
    with at(moment(date(2026, 9, 20))):
        assert count(HOUSE, cast.work) == []


def test_months_with_little_wait_for_others_and_a_night_without_a_worker_is_made_up_for(cast: Any) -> None:
    Contribution.objects.filter(work=cast.work).update(received_at=moment(date(2020, 1, 1)))
    for month in (1, 2, 4, 7):
        said(cast, date(2026, month, 5), 6, answered=2)
    with at(moment(date(2026, 11, 20))):
        made = count(HOUSE, cast.work)
    assert [(one.since, one.until, one.of, one.low, one.high) for one in made] == [
        (date(2026, 1, 1), date(2026, 7, 31), 24, 20, 24)
    ]


def test_learning_is_counted_once_for_the_whole_organisation(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for month in (1, 4, 7, 10):
        Quarter.objects.create(first_day=date(2025, month, 1), shown={"learned": {"people": 6, "staff": 9}})
    Quarter.objects.create(first_day=date(2024, 1, 1), shown={"learned": {"people": 6, "staff": None}})
    monkeypatch.setattr(
        rows, "continuity",
        lambda _work, years: [Stayed(year, {"lived": 14, "carer": 0, "staff": 12}, {"lived": 7, "carer": 0, "staff": 6}) for year in years if year == 2025],
    )  # fmt: skip
    with at(moment(date(2026, 3, 1))):
        assert [(one.figure, one.of, one.low, one.until) for one in count(HOUSE, None)] == [("learned", 60, 24, date(2025, 12, 31))]
        assert [(one.figure, one.of, one.low) for one in count(HOUSE, cast.work)] == [("stayed", 26, 13)]
        assert count(HOUSE, None) == []
    assert Work.objects.count() == 1
    assert not CountedPart.objects.filter(figure="learned", work__isnull=False).exists()
