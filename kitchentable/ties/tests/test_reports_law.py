"""Law 5 over reports: no sums or differences of reports, of overlapping spans and of different days, give a small count back."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kitchentable.ties.evidence import Span
from kitchentable.ties.reporting.blocks import Block, blocks, last_closed, may_end, month_of, next_month, within
from kitchentable.ties.reporting.ladder import sides_apart
from kitchentable.works.ladder import hidden_counts

LIMIT = 5
counts = st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9, 30]), min_size=1, max_size=14)


def months(number: int) -> list[date]:
    found = [date(2025, 1, 1)]
    while len(found) < number:
        found.append(next_month(found[-1]))
    return found


def end_of(month: date) -> date:
    return last_closed(next_month(month))


@settings(max_examples=30, deadline=None)
@given(counts, st.integers(0, 13), st.integers(0, 9))
def test_any_two_reports_differ_by_enough_or_by_nothing(by_month: list[int], earlier: int, this_month: int) -> None:
    every = months(len(by_month))
    earlier = min(earlier, len(every) - 1)
    final = blocks(dict(zip(every, by_month, strict=True)), end_of(every[-1]), LIMIT)
    shown: list[set[Block]] = []
    for closed, more in ((earlier, 0), (len(every) - 1, this_month)):
        known = dict(zip(every[: closed + 1], by_month, strict=False))
        total = sum(known.values()) + more
        found = may_end(blocks(known, end_of(every[closed]), LIMIT), total, LIMIT)
        for one, other in combinations([*every[: closed + 1], next_month(every[closed])], 2):
            shown.append(set(within(found, Span(one, last_closed(other)))))
        whole = sum(block.count for block in found)
        is_public = total >= LIMIT
        assert not is_public or total - whole == 0 or total - whole >= LIMIT, "held against the public page"
    assert all(one <= set(final) for one in shown), "each report is made of the same pieces of time"
    for one, other in combinations(shown, 2):
        if one <= other or other <= one:
            difference = abs(sum(block.count for block in one) - sum(block.count for block in other))
            assert difference == 0 or difference >= LIMIT, (one, other)


@settings(max_examples=30, deadline=None)
@given(counts)
def test_time_is_always_cut_at_the_same_places(by_month: list[int]) -> None:
    every = months(len(by_month))
    known = dict(zip(every, by_month, strict=True))
    whole = blocks(known, end_of(every[-1]), LIMIT)
    for closed in range(len(every)):
        some = blocks({month: n for month, n in known.items() if month <= every[closed]}, end_of(every[closed]), LIMIT)
        assert some == [block for block in whole if block.until <= end_of(every[closed])]
    assert all(block.count == 0 or block.count >= LIMIT for block in whole)
    assert all(month_of(block.since) == block.since for block in whole)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=7, max_size=7), st.integers(2, 7))
def test_the_two_sides_of_the_ladder_give_no_step_back(rows: list[tuple[int, int]], planned: int) -> None:
    by = {(step, staff): rows[step - 1][staff] for step in range(1, 8) for staff in (0, 1)}
    counts_by_step = {step: sum(rows[step - 1]) for step in range(1, 8)}
    shown = hidden_counts(counts_by_step, LIMIT)
    sides = sides_apart({(step, bool(staff)): n for (step, staff), n in by.items()}, shown, planned, LIMIT)
    if sides is None:
        return
    assert min(n for side in sides for n in side) >= LIMIT
    for high, whole in ((True, sides[0][0] + sides[1][0]), (False, sides[0][1] + sides[1][1])):
        there = {step: n for step, n in shown.items() if (step >= planned) is high}
        rest = whole - sum(n for n in there.values() if n is not None)
        hidden = [step for step, n in there.items() if n is None]
        assert not hidden or (len(hidden) >= 2 and rest >= LIMIT), "what is hidden could be worked out"
