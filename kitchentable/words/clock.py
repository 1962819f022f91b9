"""Each person's own clock (R013), pure: no database, no Django, no time of day. Days are calendar days where the organisation is.

The last day that stands on a page is for people who had every paper on the day it came out. Whoever got a copy in their format later
has as many days more as they waited. Whoever has no copy yet has no last day: a time that has not begun cannot end.

What holds, whatever happens in whatever order (`tests/test_clock.py`):
- nobody has less time than the standard;
- from the day somebody has a version until their last day there is never less time than from the day it came out until the last day;
- a day that somebody was told never moves nearer, unless the organisation moves the last day itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Copy:
    """One version of one paper for one person: the day it came out in the standard format, and the day they had it (None: not yet).

    `paper` tells papers apart; `called` is what people call it.
    """

    paper: str
    number: int
    standard: date
    own: date | None
    called: str = ""


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A person's last day. `day` None: their time has not begun. `days_more` than the standard; `because` in words for them."""

    day: date | None
    days_more: int = 0
    papers: tuple[str, ...] = ()
    because: str = ""


def own_last_day(last_day: date, copies: Iterable[Copy]) -> OwnDay:
    """The last day of somebody who was sent these copies, for a thing whose standard last day is `last_day`.

    Of several papers the one that cost most days counts, once: they are read in the same days. `papers` names those that cost days,
    or, while somebody waits, those they wait for.
    """
    by_paper = groupby(sorted(copies, key=_in_order), key=lambda one: one.paper)
    lost = [_days_lost(list(versions)) for _paper, versions in by_paper]
    more = max((one.days for one in lost), default=0)
    waits = tuple(one.called for one in lost if one.waits)
    if waits:
        return OwnDay(None, more, waits)
    return OwnDay(last_day + timedelta(days=more), more, tuple(one.called for one in lost if more and one.days == more))


def had_on(ready: date, sent: date, handed: date | None = None) -> date:
    """The day from which somebody has a copy: never before it was ready, nor before it was sent to them, nor before it was in their hand."""
    return max(ready, sent) if handed is None else max(ready, sent, handed)


def _in_order(one: Copy) -> tuple[str, int]:
    return one.paper, one.number


@dataclass(frozen=True, slots=True)
class _Lost:
    called: str
    days: int
    waits: bool


def _days_lost(versions: list[Copy]) -> _Lost:
    """Days that one paper cost somebody, by the version that cost most; and whether they still wait for one.

    A version that never came to them is made good by the next one that did: until then they had nothing. It is the next by number, not
    the first by day: a clock that was set back cannot make a wait look shorter. A new version never takes back what an old one gave.
    """
    days, came = 0, None
    for one in reversed(versions):
        came = one.own if one.own is not None else came
        days = days if came is None else max(days, (came - one.standard).days)
    newest = versions[-1]
    return _Lost(newest.called or newest.paper, days, waits=newest.own is None)
