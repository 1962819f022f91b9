"""Counts over time of which no two reports can be held against each other to find a small one (law 5). Pure.

Closed months are joined, from the first on, until each block holds enough. Where a block ends depends only on what came in before its end,
so a later report cuts time at the same places. A report says the blocks that lie whole within its span: the difference of any two
reports is a number of whole blocks, and each of those may stand by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kitchentable.ties.evidence import Span


@dataclass(frozen=True, slots=True)
class Block:
    """Some months together, and how much came in."""

    since: date
    until: date
    count: int


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def last_closed(day: date) -> date:
    """The last day of the last month that is over."""
    return day.replace(day=1) - timedelta(days=1)


def blocks(by_month: Mapping[date, int], until: date, limit: int) -> list[Block]:
    """Months from the first with anything in it to `until` (the last day of a closed month), joined so that each block holds `limit` or more.

    A month with nothing in it before a block has begun stands by itself with 0: that nothing came gives nobody away. What is left over at the
    end and is too small is in no block.
    """
    found: list[Block] = []
    begun: date | None = None
    held = 0
    month = min(by_month, default=until)
    month = month_of(month)
    while month <= until:
        after = next_month(month)
        held += by_month.get(month, 0)
        begun = begun or month
        if held == 0 or held >= limit:
            found.append(Block(begun, after - timedelta(days=1), held))
            begun, held = None, 0
        month = after
    return found


def within(found: Sequence[Block], span: Span) -> list[Block]:
    """The blocks that lie whole within a span."""
    return [one for one in found if one.since >= span.since and one.until <= span.until]


def may_end(found: Sequence[Block], total: int, limit: int) -> list[Block]:
    """The blocks beside a total that is shown elsewhere: what the total has more than they have must not be small, so the last ones may fall away."""
    kept = list(found)
    while kept and 0 < total - sum(one.count for one in kept) < limit:
        while kept and kept.pop().count == 0:
            pass
    return kept
