"""Three months at a time: when they begin and end, and what may be shown of them. Pure, but for the words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kitchentable.ties.evidence import Span

LEAST_GROUP = 3
"""No setting makes groups smaller than this: of two, each would know what the other said."""


@dataclass(frozen=True, slots=True)
class Share:
    """About how many of how many said “quite sure” or “very sure”."""

    n: int
    of: int


def quarter_of(day: date) -> date:
    """The first day of the three months in which a day lies."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def after(first: date) -> date:
    """The first day of the three months that follow."""
    return quarter_of(first + timedelta(days=100))


def span_of(first: date) -> Span:
    """From the first to the last day."""
    return Span(first, after(first) - timedelta(days=1))


def closed(since: date, today: date) -> Iterator[date]:
    """The first days of all three months from `since` on that are over on `today`, the oldest first."""
    first = quarter_of(since)
    while after(first) <= today:
        yield first
        first = after(first)


def share(sure: Sequence[bool], group: int) -> Share | None:
    """What may be shown of answers, in the order in which they came: whole groups of `group` only; None when there is not one.

    In each whole group none counts as one, and all as all but one. So what one group adds says of nobody in it what they said; and two
    shares, of the same people and of more, differ only by what whole groups add (law 5).
    """
    group = max(group, LEAST_GROUP)
    whole = len(sure) // group * group
    if not whole:
        return None
    return Share(sum(min(max(sum(sure[at : at + group]), 1), group - 1) for at in range(0, whole, group)), whole)
