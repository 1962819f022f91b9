"""How long people and staff have worked together: raw counts, what may be shown of them, and where somebody had to start over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from kitchentable.people.erasures import erase
from kitchentable.policy.clock import at
from kitchentable.policy.verdict import HOUSE
from kitchentable.seats.models import Seat
from kitchentable.ties.continuity import SIDES, continuity, lead_changes
from kitchentable.ties.evidence import Stayed
from kitchentable.ties.tests.learning_making import make_person, make_seat, noon, text_of
from kitchentable.ties.years import chart_of, gaps, shown
from kitchentable.works.models import Role, Work

LIVED, CARER, STAFF = (side.value for side in SIDES)
IN_2026 = noon(date(2026, 11, 30))


def clear(cast: Any, began: int = 2020) -> Work:
    """The cast's work with nobody at its table, begun in a year."""
    Seat.objects.all().delete()
    Role.objects.all().delete()
    work: Work = cast.work
    work.started_at = noon(date(began, 3, 1))
    work.save(update_fields=["started_at"])
    return work


@pytest.mark.django_db
def test_who_stayed_is_counted_by_side_and_year_and_each_person_once(cast: Any) -> None:
    work = clear(cast)
    stays, leaves, comes = (make_person(name) for name in ("stays", "leaves", "comes"))
    make_seat(work, stays, date(2024, 2, 29))
    make_seat(work, stays, date(2025, 6, 1), date(2025, 7, 1))
    make_seat(work, leaves, date(2024, 5, 1), date(2025, 1, 1))
    make_seat(work, comes, date(2025, 12, 31), side="carer")
    make_seat(work, make_person("not yet"), date(2026, 12, 24))
    make_seat(work, make_person("never"), date(2025, 3, 1), date(2025, 3, 1))
    Role.objects.create(
        work=work, person=cast.natalie.person, kind="lead", since=noon(date(2024, 1, 1)), until=noon(date(2025, 4, 1))
    )
    Role.objects.create(work=work, person=cast.dee.person, kind="lead", since=noon(date(2025, 3, 1)))
    Role.objects.create(work=work, person=cast.dee.person, kind="checker", since=noon(date(2026, 3, 1)))
    Role.objects.create(work=work, person=stays, kind="member", since=noon(date(2024, 1, 1)))
    with at(IN_2026), CaptureQueriesContext(connection) as queries:
        found = continuity(work, range(2023, 2027))
    assert len(queries) <= 4
    assert found == [
        Stayed(2023, {LIVED: 0, CARER: 0, STAFF: 0}, {LIVED: 0, CARER: 0, STAFF: 0}),
        Stayed(2024, {LIVED: 2, CARER: 0, STAFF: 1}, {LIVED: 0, CARER: 0, STAFF: 0}),
        Stayed(2025, {LIVED: 1, CARER: 1, STAFF: 2}, {LIVED: 1, CARER: 0, STAFF: 1}),
        Stayed(2026, {LIVED: 1, CARER: 1, STAFF: 1}, {LIVED: 1, CARER: 1, STAFF: 1}),
    ]
    erase(HOUSE, stays)
    with at(IN_2026):
        kept = continuity(work, range(2024, 2027))
        assert [one.here[LIVED] for one in kept] == [2, 2, 1], "without a name, two seats of one year are two"
        assert kept[1].stayed[LIVED] == 1
        assert continuity(None, range(2025, 2026))[0].here[CARER] == 1
        assert continuity(work, range(2026, 2026)) == []


@pytest.mark.django_db
def test_a_lead_who_led_together_with_the_next_left_no_gap(cast: Any) -> None:
    work = clear(cast)
    people = [make_person(f"Lead {n}", works_here=True) for n in range(4)]

    def lead(n: int, since: date, until: date | None) -> None:
        Role.objects.create(work=work, person=people[n], kind="lead", since=noon(since), until=noon(until) if until else None)

    lead(0, date(2020, 3, 1), date(2022, 5, 1))
    lead(1, date(2022, 5, 1), date(2024, 2, 29))
    lead(2, date(2024, 1, 15), date(2025, 9, 9))
    lead(2, date(2025, 9, 1), date(2026, 3, 1))
    lead(3, date(2026, 2, 28), None)
    assert lead_changes(work) == [2022]


def test_gaps_are_said_of_sides_that_are_big_enough_only() -> None:
    def year(number: int, lived: tuple[int, int], carer: tuple[int, int] = (0, 0)) -> Stayed:
        return Stayed(number, {LIVED: lived[0], CARER: carer[0], STAFF: 0}, {LIVED: lived[1], CARER: carer[1], STAFF: 0})

    found = gaps([year(2023, (5, 0), (2, 0)), year(2024, (6, 0), (2, 0)), year(2025, (0, 0)), year(2026, (5, 0))], [2024], 5)
    assert [(gap.year, gap.words[:12]) for gap in found] == [(2025, "In 2025 nobo"), (2024, "In 2024 the "), (2024, "People with ")]


sizes = st.tuples(st.integers(0, 12), st.integers(0, 12))


@given(st.lists(st.tuples(sizes, sizes, sizes), min_size=1, max_size=4), st.sampled_from([3, 5]))
@settings(max_examples=60, deadline=None)
def test_no_number_under_the_limit_is_shown_and_no_sum_gives_one_back(rows: list[Any], limit: int) -> None:
    work = Work(slug="w")
    stayed = [
        Stayed(2020 + at, {side: sum(row[n]) for n, side in enumerate(SIDES)}, {side: row[n][0] for n, side in enumerate(SIDES)})
        for at, row in enumerate(rows)
    ]
    for (_year, table), row in zip(shown(stayed, limit, work), rows, strict=True):
        every = [*(cell for line in table.rows for cell in line), *table.across, *table.down, table.all]
        assert all(cell is None or cell >= limit for cell in every)
        for line, across, raw in zip(table.rows, table.across, row, strict=True):
            known = [cell is not None for cell in (*line, across)]
            assert sum(known) != 2, (line, across)
            assert all(cell in (None, given) for cell, given in zip(line, raw, strict=True))
        for place in range(2):
            column = [line[place] for line in table.rows]
            assert [*column, table.down[place]].count(None) != 1
    assert chart_of([], limit) is None


@pytest.mark.django_db
def test_the_page_shows_ten_years_without_names_and_small_numbers_only_to_those_with_a_part(cast: Any) -> None:
    work = clear(cast, began=2012)
    for n in range(9):
        make_seat(
            work, make_person(f"Secret Name {n}"), date(2014, 1, 5) + timedelta(days=400 * n), None if n < 6 else date(2024, 1, 1)
        )
    for n in range(4):
        make_seat(work, make_person(f"Carer Name {n}"), date(2019, 1, 5), side="carer")
    Role.objects.create(work=work, person=cast.natalie.person, kind="lead", since=noon(date(2012, 3, 1)))
    url = f"/works/{work.slug}/years/"
    with at(IN_2026), CaptureQueriesContext(connection) as queries:
        public = text_of(cast.anyone.get(url))
    assert len(queries) <= 15
    with at(IN_2026):
        inside = text_of(cast.natalie.get(url))
    assert "2026" in public
    assert "2016" not in public
    assert "Name" not in public + inside
    assert "4 of 4" not in public
    assert "not shown" in public
    assert public.count("not shown") >= inside.count("not shown")


@pytest.mark.django_db
def test_a_new_piece_of_work_says_what_will_come_and_a_hidden_one_is_not_there(cast: Any) -> None:
    work = clear(cast, began=2026)
    with at(IN_2026):
        assert "Next year you can see here" in text_of(cast.anyone.get(f"/works/{work.slug}/years/"))
    work.is_public = False
    work.save(update_fields=["is_public"])
    cast.anyone.get(f"/works/{work.slug}/years/", status=404)
