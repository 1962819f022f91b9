"""Shares of agenda, talk and decisions by group, made so that nobody can work out the share of one or two people (R065, R066). Pure.

Why this holds, whatever gatherings there are and whoever comes to them (`tests/test_shares_law.py` tries to break it):

1. Numbers are sums over *parts*: sets of groups with `least` (3) or more people who came. The parts of one gathering do not overlap, and
   which parts there are depends on who came alone. Other gatherings are about other moments. So no sum and no difference of what is
   shown is about fewer than three people.
2. Nought would say of each person in a part that they said nothing. So a part that has none or one is never told in numbers: the page says
   “none or one”, which is as true of a room where any one of them spoke. A whole under three is not told at all.
3. Over time, `over_time` adds up what was shown, and is given nothing else.

Votes have one more bound: each person has one. That all of a part voted says that each of them did, never for what; that nobody notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

LIVED_SIDE = ("lived", "carer")
STAFF_SIDE = ("staff", "other")
SIDES = (LIVED_SIDE, STAFF_SIDE)

Measure = Literal["agenda", "talk", "moved", "votes"]
MEASURES: tuple[Measure, ...] = ("agenda", "talk", "moved", "votes")

TOLD = 2  # a part with fewer is “none or one”
WHOLE = 2 * TOLD - 1  # with fewer in all, both sides could be “none or one”

Counts = Mapping[str, int]
"""How many of each group; groups that are not there count as none."""


@dataclass(frozen=True, slots=True)
class Room:
    """What was noted of one gathering, by group: the people who came, points of the agenda, taps, choices moved, votes."""

    came: Counts
    agenda: Counts
    talk: Counts
    moved: Counts
    votes: Counts

    def counts(self, measure: Measure) -> Counts:
        """What was noted of one measure."""
        found: dict[Measure, Counts] = {"agenda": self.agenda, "talk": self.talk, "moved": self.moved, "votes": self.votes}
        return found[measure]


@dataclass(frozen=True, slots=True)
class Part:
    """Groups counted together, and how many came from them."""

    groups: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Share:
    """Who `whole` came from: in `parts`; or, when one side had none or one, that side in `few`, and no parts."""

    whole: int
    parts: tuple[Part, ...]
    few: tuple[str, ...] = ()


Shares = Mapping[Measure, Share | None]
"""A share for each measure; None where too little was noted to tell."""


def shares(room: Room, least: int) -> Shares | None:
    """The shares of one gathering; None when a side had fewer than `least` people (R066: 3)."""
    parts = _parts(room.came, least)
    return None if parts is None else {measure: _share(room.counts(measure), parts) for measure in MEASURES}


def over_time(shown: Iterable[Shares | None]) -> Shares:
    """The shares of many gatherings together, by side: sums of those that are told in numbers on their own pages."""
    given = [one for one in shown if one is not None]
    return {measure: _sum([share for one in given if (share := one[measure]) is not None and share.parts]) for measure in MEASURES}


@dataclass(frozen=True, slots=True)
class AgendaShare:
    """Of `whole` points, `lived` came from people with lived experience and unpaid carers. For those who plan, before anybody comes."""

    lived: int
    whole: int

    def is_under(self, percent: int) -> bool:
        """Is it less than this share? Nothing on the agenda yet is not."""
        return self.lived * 100 < self.whole * percent


def agenda_share(points: Counts) -> AgendaShare:
    """The share of an agenda that came from lived experience (R065). `points`: how many points each group brought."""
    return AgendaShare(_count(points, LIVED_SIDE), sum(_count(points, side) for side in SIDES))


# ── the small steps ───────────────────────────────────────────────────────────────────────────────


def _parts(came: Counts, least: int) -> list[list[tuple[str, ...]]] | None:
    """For each side its parts: each group alone when all its groups are big enough, else the side as one."""
    found: list[list[tuple[str, ...]]] = []
    for side in SIDES:
        if _count(came, side) < least:
            return None
        alone = all(came.get(group, 0) >= least for group in side)
        found.append([(group,) for group in side] if alone else [side])
    return found


def _share(counts: Counts, parts: Sequence[Sequence[tuple[str, ...]]]) -> Share | None:
    whole = sum(_count(counts, side) for side in SIDES)
    if whole < WHOLE:
        return None
    fine = [Part(groups, _count(counts, groups)) for side in parts for groups in side]
    if all(part.count >= TOLD for part in fine):
        return Share(whole, tuple(fine))
    sides = [Part(side, _count(counts, side)) for side in SIDES]
    few = next((part.groups for part in sides if part.count < TOLD), ())
    return Share(whole, (), few) if few else Share(whole, tuple(sides))


def _sum(told: Sequence[Share]) -> Share | None:
    if not told:
        return None
    counts = [
        Part(side, sum(part.count for share in told for part in share.parts if set(part.groups) <= set(side))) for side in SIDES
    ]
    return Share(sum(share.whole for share in told), tuple(counts))


def _count(counts: Counts, groups: Iterable[str]) -> int:
    return sum(counts.get(group, 0) for group in groups)
