"""Small tables: no count under the limit is shown, and no sum gives one back (R116)."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kitchentable.people.small import Table, published

pytestmark = pytest.mark.one_database

LIMIT = 5


def tables(most_rows: int = 3, most_columns: int = 4, most: int = 40) -> st.SearchStrategy[list[list[int]]]:
    counts = st.one_of(st.integers(0, 6), st.integers(0, most))
    return st.integers(1, most_columns).flatmap(
        lambda wide: st.lists(st.lists(counts, min_size=wide, max_size=wide), min_size=1, max_size=most_rows)
    )


def cells(table: Table) -> list[int | None]:
    return [*itertools.chain(*table.rows), *table.across, *table.down, table.all]


def sums(rows: list[list[int]]) -> tuple[list[int], list[int], int]:
    return [sum(row) for row in rows], [sum(column) for column in zip(*rows, strict=True)], sum(map(sum, rows))


def fits(rows: list[list[int]], table: Table) -> bool:
    """Could these be the counts, for all that the table shows?"""
    across, down, total = sums(rows)
    pairs = [
        *zip(itertools.chain(*rows), itertools.chain(*table.rows), strict=True),
        *zip(across, table.across, strict=True),
        *(zip(down, table.down, strict=True) if table.down else ()),
        (total, table.all),
    ]
    return all(shown is None or value == shown for value, shown in pairs)


@settings(max_examples=150, deadline=None)
@given(tables())
def test_what_is_shown_is_true_and_never_small(rows):
    table = published(rows, LIMIT)
    assert fits(rows, table)
    assert all(shown is None or shown >= LIMIT for shown in cells(table))


@settings(max_examples=150, deadline=None)
@given(tables())
def test_no_row_and_no_column_hides_one_count_alone(rows):
    table = published(rows, LIMIT)
    across = [[*row, total] for row, total in zip(table.rows, table.across, strict=True)]
    whole = [*across, [*table.down, table.all]]
    for line in [*whole, *zip(*whole, strict=True)]:
        assert line.count(None) != 1, line


@settings(max_examples=60, deadline=None)
@given(tables(most_rows=2, most_columns=2, most=9))
@example([[6, 1, 0]])
@example([[9, 2, 1]])
def test_whoever_tries_every_table_finds_no_hidden_count(rows):
    """By brute force, and without the algorithm: every hidden count could be `LIMIT` or more apart from another value."""
    table = published(rows, LIMIT)
    wide, top = len(rows[0]), max(map(max, rows)) + LIMIT + 1
    hidden = [(i, j) for i, row in enumerate(table.rows) for j, shown in enumerate(row) if shown is None]
    found: dict[tuple[int, int], set[int]] = {place: set() for place in hidden}
    for values in itertools.product(range(top + 1), repeat=len(hidden)):
        guess = [list(row) for row in rows]
        for (i, j), value in zip(hidden, values, strict=True):
            guess[i][j] = value
        if fits(guess, table):
            for i, j in hidden:
                found[i, j].add(guess[i][j])
    assert wide
    assert all(max(values) - min(values) >= LIMIT for values in found.values()), (rows, table)


def test_without_small_counts_nothing_is_hidden():
    table = published([[7, 8], [9, 10]], LIMIT)
    assert table == Table(((7, 8), (9, 10)), (15, 19), (16, 18), 34)


def test_a_second_count_is_hidden_so_that_nobody_can_subtract():
    table = published([[3, 20, 30]], LIMIT, columns_add_up=False)
    assert table.rows[0][0] is None
    assert table.rows[0].count(None) == 2
    assert table.across == (53,)
    assert table.down == ()


def test_which_others_are_hidden_does_not_go_by_size_and_needs_the_key():
    """[[5, 4, 4]] with the smallest hidden first would read: 5, and 8 for two that are both too small, so 4 and 4."""
    for key in "abc":
        one, other = published([[3, 20, 30]], LIMIT, key=key), published([[3, 30, 20]], LIMIT, key=key)
        assert [cell is None for cell in one.rows[0]] == [cell is None for cell in other.rows[0]]
    assert len({published([[3, 20, 30]], LIMIT, key=key).rows for key in "abcdefgh"}) == 2


def test_a_table_of_few_people_shows_nothing():
    assert set(cells(published([[1, 0], [0, 2]], LIMIT))) == {None}
