"""Counts in parts of time, made so that no sum or difference of all that is ever published gives a small count back (law 5, R116). Pure.

Why this holds (`tests/test_spot_attack.py` tries to break it):

1. Time is cut into parts of whole months that are over. A part ends with the month in which its *base* reaches `least`; never because of
   how many of the base were good, so when a part ends says nothing of that. A part is counted once and never again.
2. Of a part is told how many of its base: exactly, when both they and the rest are `limit` or more; else only “4 or fewer” or “16 or more
   of 20”, which leaves `limit` values open. The base is never so small that both sides could be small.
3. Sides of a table are told apart only when each has a base that is big enough; the whole is then their sum and nothing else.
4. All else, over time, over pieces of work and over the organisation, is a sum of parts as they were told. So it says no more than they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Row:
    """One month of one side (empty: not by side): of `of`, from `low` to `high` were good. `good_people`, `other_people`: how many
    different people are behind the good ones and behind the rest; None where it is about what the organisation did."""

    month: date
    of: int
    low: int
    high: int
    side: str = ""
    good_people: int | None = None
    other_people: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What may be told: of `of`, from `low` to `high`. Both the same: exactly so many."""

    of: int = 0
    low: int = 0
    high: int = 0

    def __add__(self, other: Told) -> Told:
        return Told(self.of + other.of, self.low + other.low, self.high + other.high)

    @property
    def exact(self) -> int | None:
        """The number, when it is told."""
        return self.low if self.low == self.high else None

    @property
    def says_nothing(self) -> bool:
        """Anything from none to all: too few people are behind it."""
        return self.of == 0 or (self.low == 0 and self.high == self.of)


@dataclass(frozen=True, slots=True)
class Part:
    """Whole months from `since` until `until` (both in), of one side or of all."""

    since: date
    until: date
    told: Told
    side: str = ""


def parts(rows: Iterable[Row], *, least: int, limit: int) -> list[Part]:
    """Cut rows into parts, oldest first. What does not fill a part is left for a later time. Raises ValueError when `least` is too small."""
    if least < 2 * limit:
        raise ValueError("with so small a base, both the good ones and the rest could be small")
    found: list[Part] = []
    waiting: list[Row] = []
    for _month, those in _by_month(rows):
        waiting += those
        if sum(row.of for row in waiting) >= least:
            found += _part(waiting, limit)
            waiting = []
    return found


def alone(rows: Iterable[Row], *, limit: int, months: int) -> list[Part]:
    """Each row as a part of its own, of so many months; those with too small a base never. For what others publish by the year too."""
    return [
        Part(row.month, last_day(row.month, months), tell([row], limit), row.side)
        for row in rows
        if row.of >= 2 * limit
    ]  # fmt: skip


def tell(rows: Sequence[Row], limit: int) -> Told:
    """What may be told of these rows together, which have a base of twice `limit` or more."""
    of, low, high = (sum(getattr(row, name) for row in rows) for name in ("of", "low", "high"))
    if low >= limit and _few([row.good_people for row in rows], limit):
        return Told(of, 0, of)
    if of - high >= limit and _few([row.other_people for row in rows], limit):
        return Told(of, 0, of)
    if low < limit:
        low, high = 0, max(high, limit - 1)
    if of - high < limit:
        low, high = min(low, of - limit + 1), of
    return Told(of, low, high)


def whole(told: Iterable[Told]) -> Told:
    """The sum of what was told."""
    return sum(told, Told())


def last_day(first: date, months: int = 1) -> date:
    """The last day of so many months, from the first of a month."""
    after = first.year * 12 + first.month - 1 + months
    return date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


# ── the small steps ───────────────────────────────────────────────────────────────────────────────


def _by_month(rows: Iterable[Row]) -> Iterator[tuple[date, list[Row]]]:
    months: dict[date, list[Row]] = {}
    for row in rows:
        if row.of:
            months.setdefault(row.month, []).append(row)
    yield from sorted(months.items())


def _part(rows: Sequence[Row], limit: int) -> list[Part]:
    since, until = rows[0].month, last_day(rows[-1].month)
    sides = sorted({row.side for row in rows})
    by_side = {side: [row for row in rows if row.side == side] for side in sides}
    if len(sides) > 1 and all(sum(row.of for row in those) >= 2 * limit for those in by_side.values()):
        return [Part(since, until, tell(those, limit), side) for side, those in by_side.items()]
    return [Part(since, until, tell(rows, limit))]


def _few(people: Sequence[int | None], limit: int) -> bool:
    """Fewer than `limit` people, as far as one can tell: the same people may be behind many months, so the biggest month counts."""
    known = [one for one in people if one is not None]
    return bool(known) and max(known) < limit
