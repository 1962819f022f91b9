"""Parts of time: what may be told of them, whatever was counted. Pure."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitchentable.ties.counted.parts import Row, Told, alone, last_day, parts, tell

LIMIT, LEAST = 5, 20
JANUARY = date(2026, 1, 1)
months = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(["lived", "carer"])), max_size=14)


def rows_of(found: list[tuple[int, int, str]]) -> list[Row]:
    """One row a month: so many good ones, so many others, of one side."""
    return [Row(date(2026, 1 + n % 12, 1) if n < 12 else date(2027, n - 11, 1), good + other, good, good, side) for n, (good, other, side) in enumerate(found)]  # fmt: skip


def no_row_is_lost(found: list[Row], cut: list[object]) -> None:
    told = sum(part.told.of for part in cut)  # type: ignore[attr-defined]
    assert sum(row.of for row in found) - told < LEAST


@pytest.mark.one_database
@given(months)
def test_a_count_that_is_told_is_never_small_and_what_is_hidden_leaves_five_values_open(found: list[tuple[int, int, str]]) -> None:
    rows = rows_of(found)
    cut = parts(rows, least=LEAST, limit=LIMIT)
    no_row_is_lost(rows, list(cut))
    for part in cut:
        mine = [row for row in rows if part.since <= row.month <= part.until and part.side in ("", row.side)]
        good, of = sum(row.low for row in mine), sum(row.of for row in mine)
        assert part.told.of == of
        assert part.told.low <= good <= part.told.high
        if part.told.exact is not None:
            assert good >= LIMIT
            assert of - good >= LIMIT
        else:
            assert part.told.high - part.told.low >= LIMIT - 1


@pytest.mark.one_database
@given(months, months)
def test_when_a_part_ends_says_nothing_of_how_many_were_good(
    found: list[tuple[int, int, str]], others: list[tuple[int, int, str]]
) -> None:
    rows = rows_of(found)
    turned = [Row(row.month, row.of, 0, 0, row.side) for row in rows]
    ends = [(part.since, part.until, part.side, part.told.of) for part in parts(rows, least=LEAST, limit=LIMIT)]
    assert ends == [(part.since, part.until, part.side, part.told.of) for part in parts(turned, least=LEAST, limit=LIMIT)]


@pytest.mark.one_database
@given(months, st.integers(0, 14))
def test_a_part_that_stands_stays_as_it_is_whatever_comes_after(found: list[tuple[int, int, str]], so_far: int) -> None:
    rows = rows_of(found)
    before = parts(rows[:so_far], least=LEAST, limit=LIMIT)
    assert parts(rows, least=LEAST, limit=LIMIT)[: len(before)] == before


@pytest.mark.one_database
def test_the_edges() -> None:
    assert tell([Row(JANUARY, 20, 20, 20)], LIMIT) == Told(20, 16, 20)
    assert tell([Row(JANUARY, 20, 0, 0)], LIMIT) == Told(20, 0, 4)
    assert tell([Row(JANUARY, 20, 15, 15)], LIMIT) == Told(20, 15, 15)
    assert tell([Row(JANUARY, 10, 5, 5)], LIMIT) == Told(10, 5, 5)
    # What its own page tells as “none or one” is told no nearer.
    assert tell([Row(JANUARY, 20, 19, 20)], LIMIT) == Told(20, 16, 20)
    assert tell([Row(JANUARY, 20, 10, 11)], LIMIT) == Told(20, 10, 11)
    # Fifteen needs of two people: nothing is told of them.
    assert tell([Row(JANUARY, 20, 15, 15, good_people=2, other_people=5)], LIMIT).says_nothing
    assert tell([Row(JANUARY, 20, 12, 12, good_people=9, other_people=4)], LIMIT).says_nothing
    assert tell([Row(JANUARY, 20, 12, 12, good_people=9, other_people=5)], LIMIT).exact == 12
    assert alone([Row(JANUARY, 9, 5, 5)], limit=LIMIT, months=12) == []
    assert alone([Row(JANUARY, 10, 5, 5)], limit=LIMIT, months=12)[0].until == date(2026, 12, 31)
    assert last_day(date(2026, 12, 1)) == date(2026, 12, 31)
    with pytest.raises(ValueError, match="both"):
        parts([], least=9, limit=5)


@pytest.mark.one_database
def test_sides_are_told_apart_only_when_each_has_enough_and_the_whole_is_their_sum() -> None:
    apart = parts([Row(JANUARY, 12, 7, 7, "lived"), Row(JANUARY, 10, 9, 9, "carer")], least=LEAST, limit=LIMIT)
    assert {part.side: part.told for part in apart} == {"lived": Told(12, 7, 7), "carer": Told(10, 6, 10)}
    joined = parts([Row(JANUARY, 13, 7, 7, "lived"), Row(JANUARY, 9, 9, 9, "carer")], least=LEAST, limit=LIMIT)
    assert [(part.side, part.told) for part in joined] == [("", Told(22, 16, 16))]
