"""Counts that everyone may read never give a hidden one back (law 5, R116)."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitchentable.voices.sums import ANSWERED, GONE, WAITING, Sum, how_late, public_sum

COUNT = st.integers(min_value=0, max_value=60)
LIMIT = st.integers(min_value=2, max_value=12)


def shown(answered: int, waiting: int, gone: int, limit: int = 5) -> Sum:
    return public_sum({"answered": answered, "waiting": waiting, "withdrawn": gone, "erased": 0, "received": 0}, limit)


@given(answered=COUNT, waiting=COUNT, withdrawn=COUNT, erased=COUNT, limit=LIMIT)
def test_what_is_shown_always_adds_up_to_what_came_in(answered, waiting, withdrawn, erased, limit):
    found = public_sum({"answered": answered, "waiting": waiting, "withdrawn": withdrawn, "erased": erased}, limit)
    received = answered + waiting + withdrawn + erased
    if found.received is None:
        assert 0 < received < 2 * limit
        assert found.cells == ()
    else:
        assert found.received == received == sum(cell.value for cell in found.cells)
        assert sorted(place for cell in found.cells for place in cell.places) == sorted([ANSWERED, WAITING, GONE])


@given(answered=COUNT, waiting=COUNT, withdrawn=COUNT, erased=COUNT, limit=LIMIT)
def test_no_shown_number_is_small(answered, waiting, withdrawn, erased, limit):
    found = public_sum({"answered": answered, "waiting": waiting, "withdrawn": withdrawn, "erased": erased}, limit)
    assert all(cell.value == 0 or cell.value >= limit for cell in found.cells)


@pytest.mark.parametrize("limit", [3, 5, 8])
def test_whoever_knows_the_rule_and_that_something_waits_still_cannot_work_out_a_small_count(limit):
    looks_like: dict[object, list[tuple[int, int, int]]] = defaultdict(list)
    most = limit * 4
    for answered in range(most + 1):
        for waiting in range(most + 1 - answered):
            for gone in range(most + 1 - answered - waiting):
                looks_like[shown(answered, waiting, gone, limit), waiting > 0].append((answered, waiting, gone))
    for (found, _waits), could_be in looks_like.items():
        for place, at in ((ANSWERED, 0), (WAITING, 1), (GONE, 2)):
            values = {one[at] for one in could_be}
            if len(values) == 1 and 0 < next(iter(values)) < limit:
                raise AssertionError(f"{found} gives away that {place} is {values}")


def test_a_small_count_of_taken_back_joins_the_answered_so_that_waiting_stays_plain():
    found = shown(64, 12, 3)
    assert found.waiting == 12
    assert {cell.places: cell.value for cell in found.cells} == {(ANSWERED, GONE): 67, (WAITING,): 12}


def test_nothing_is_joined_when_nothing_is_small():
    assert [cell.value for cell in shown(64, 12, 6).cells] == [64, 12, 6]


def test_so_few_that_even_the_sum_is_hidden():
    assert shown(1, 2, 1) == Sum(None, ())


def test_nothing_at_all_is_shown_as_nothing():
    assert shown(0, 0, 0).received == 0


@given(late=COUNT, on_time=COUNT, limit=LIMIT)
def test_late_is_a_number_only_when_neither_it_nor_the_rest_is_small(late, on_time, limit):
    kind = how_late(late, late + on_time, limit)
    if kind == "number":
        assert late >= limit
        assert on_time >= limit
    assert (kind == "none") == (late == 0)
