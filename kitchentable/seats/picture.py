"""The table picture: one chair for each seat that is wanted or held, by group, at one stage. It says groups and numbers, never a name.

What it shows of a stage is its last day (of the stage that runs: today), with how long nobody was there before that.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.policy.clock import today
from kitchentable.seats.gaps import Days, Held, days_without, stage_days
from kitchentable.seats.models import AffectedGroup, Seat
from kitchentable.works.models import Group, Work

State = Literal["filled", "empty", "missing"]
SIDES = {Group.LIVED: 1, Group.CARER: 2, Group.STAFF: 3, Group.OTHER: 4}
MOST_CHAIRS = 90
"""With more seats than that, one chair stands for several: the picture says so, and the table has the numbers."""
MIDDLE, AROUND, PLATES = 200, 164, 96
MOST_PLATES = 18
ONE_RING, TWO_RINGS = 32, (178, 142)
"""Up to so many chairs stand in one ring; more stand in two, so that each stays big enough to see."""


@dataclass(frozen=True, slots=True)
class Chair:
    """One chair: its state, the number of its side of the table, and where it stands."""

    state: State
    side: int
    place: str
    turn: str


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate stands only where someone sits."""

    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Row:
    """One group at the table. `held` of `wanted` seats are filled; `ways` say how its people came to their seats."""

    name: str
    side: int
    side_words: str
    state: State
    wanted: int
    held: int
    words: str
    before: str = ""
    how_to_reach: str = ""
    ways: tuple[str, ...] = ()

    @property
    def seats(self) -> int:
        """Chairs to draw: those wanted, and any more that are held; one for who is missing and has none planned."""
        return max(self.wanted, self.held, 1 if self.state == "missing" else 0)


@dataclass(frozen=True, slots=True)
class Stop:
    """A stage to look at. `url` is empty for one that is still to come."""

    words: str
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The table on one day, ready to draw."""

    title: str
    says: str
    rows: tuple[Row, ...]
    chairs: tuple[Chair, ...]
    plates: tuple[Plate, ...]
    each_is: int
    beside: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stops: tuple[Stop, ...] = field(default=())

    @property
    def seats(self) -> int:
        """How many seats there are at this table, those of missing groups not counted."""
        return sum(row.seats for row in self.rows if row.state != "missing")

    @property
    def sides(self) -> list[tuple[int, str]]:
        """The marks that stand on chairs, each with its side of the table in words."""
        return sorted({(row.side, row.side_words) for row in self.rows})

    @property
    def missing(self) -> list[Row]:
        """The groups affected most with nobody there."""
        return [row for row in self.rows if row.state == "missing"]


def now_for(work: Work) -> Picture:
    """The table today. Three queries."""
    return _picture(work, "")


def for_stage(work: Work, stage: str) -> Picture:
    """The table at a stage the work has reached; for any other, the table today. Three queries."""
    return _picture(work, stage)


def _picture(work: Work, wanted: str) -> Picture:
    stages = stage_days(work.stage_times.all(), today())
    stages.setdefault(work.stage, [(today(), today())])
    stage = wanted if wanted in stages else work.stage
    spans = stages[stage]
    day = today() if stage == work.stage else spans[-1][1]
    seats = _seats(work)
    known = Q(state=AffectedGroup.State.ON_MAP) | Q(pk__in={seat.group for seat in seats})
    groups = list(AffectedGroup.objects.filter(known, work=work))
    rows = [_row(group, [seat for seat in seats if seat.group == group.pk], day, spans) for group in groups]
    rows = [row for row, group in zip(rows, groups, strict=True) if group.state == AffectedGroup.State.ON_MAP or row.held]
    drawn = draw([(row.state, row.side, row.held, row.seats) for row in rows])
    label = Work.Stage(stage).label
    title = _("The table now") if stage == work.stage else _("The table at “%(stage)s”") % {"stage": label}
    if stage != work.stage:
        title += ", " + date_format(day, "j F Y")
    return Picture(
        title=title,
        says=in_words(rows),
        rows=tuple(rows),
        chairs=drawn[0],
        plates=drawn[1],
        each_is=drawn[2],
        beside=_beside(seats, groups, day),
        stops=tuple(_stop(one, stages, stage) for one in Work.Stage),
    )


@dataclass(frozen=True, slots=True)
class _Seat:
    """What the picture knows of a seat: nothing of who sits there."""

    group: int
    kind: str
    way: str
    way_words: str
    held: Held


def _seats(work: Work) -> list[_Seat]:
    found = Seat.objects.filter(work=work).order_by("pk")
    return [
        _Seat(group, kind, way, words, Held(since, until))
        for group, kind, way, words, since, until in found.values_list("group_id", "kind", "way", "way_words", "since", "until")
    ]


def _row(group: AffectedGroup, seats: Sequence[_Seat], day: date, spans: Sequence[Days]) -> Row:
    proper = [seat for seat in seats if seat.kind == Seat.Kind.SEAT]
    there = [seat for seat in proper if seat.held.on(day)]
    most = group.strength == AffectedGroup.Strength.MOST and group.state == AffectedGroup.State.ON_MAP
    held, wanted = len(there), group.seats_wanted
    state: State = "missing" if most and not held else "filled" if held and held >= wanted else "empty"
    without = sum(days_without([seat.held for seat in proper], *span) for span in spans) if most and held else 0
    of = sum((last - first).days + 1 for first, last in spans)
    return Row(
        name=group.name,
        side=SIDES[Group(group.side)],
        side_words=str(Group(group.side).label),
        state=state,
        wanted=wanted,
        held=held,
        words=_words(state, wanted, held),
        before=_without(without, of) if without else "",
        how_to_reach=group.how_to_reach if state == "missing" else "",
        ways=_ways(there),
    )


def _words(state: State, wanted: int, held: int) -> str:
    if state == "missing":
        return _("They are affected most, and nobody is at the table for them.")
    if not held:
        return (
            ngettext("%(n)d seat. It is empty.", "%(n)d seats. All are empty.", wanted) % {"n": wanted}
            if wanted
            else _("No seat is kept for them.")
        )
    if held < wanted:
        return ngettext("%(n)d seat, %(empty)d empty.", "%(n)d seats, %(empty)d empty.", wanted) % {
            "n": wanted,
            "empty": wanted - held,
        }
    return ngettext("%(n)d seat. It is filled.", "%(n)d seats. All are filled.", held) % {"n": held}


def _without(days: int, of: int) -> str:
    return ngettext(
        "On %(n)d of the %(of)d days of this stage nobody was there.",
        "On %(n)d of the %(of)d days of this stage nobody was there.",
        days,
    ) % {"n": days, "of": of}


def _ways(there: Iterable[_Seat]) -> tuple[str, ...]:
    """How the people of a group came to their seats, each way with how many."""
    counted = Counter((seat.way, seat.way_words) for seat in there)
    found = []
    for (way, words), n in counted.items():
        label = str(Seat.Way(way).label)
        if words:
            label = _("%(way)s: %(words)s") % {"way": label, "words": words}
        found.append(ngettext("%(n)d seat – %(way)s", "%(n)d seats – %(way)s", n) % {"n": n, "way": label})
    return tuple(found)


def _beside(seats: Iterable[_Seat], groups: Iterable[AffectedGroup], day: date) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Those who are not at the table itself: who would stand in, and who watches; by group, with how many."""
    names = {group.pk: group.name for group in groups}
    found = []
    for kind in (Seat.Kind.ALTERNATE, Seat.Kind.OBSERVER):
        counted = Counter(seat.group for seat in seats if seat.kind == kind and seat.held.on(day))
        lines = tuple(_("%(group)s: %(n)d") % {"group": names[pk], "n": counted[pk]} for pk in names if counted[pk])
        if lines:
            found.append((str(kind.label), lines))
    return tuple(found)


def _stop(stage: Work.Stage, stages: dict[str, list[Days]], shown: str) -> Stop:
    return Stop(str(stage.label), f"?stage={stage.value}" if stage.value in stages else "", stage.value == shown)


def in_words(rows: Sequence[Row]) -> str:
    """What the picture shows, for who does not see it."""
    filled = sum(row.held for row in rows)
    empty = sum(max(row.wanted - row.held, 0) for row in rows if row.state != "missing")
    missing = [row.name for row in rows if row.state == "missing"]
    parts = [
        ngettext("%(n)d seat at the table is filled.", "%(n)d seats at the table are filled.", filled) % {"n": filled},
        ngettext("%(n)d is empty.", "%(n)d are empty.", empty) % {"n": empty} if empty else "",
        _("Missing: %(groups)s.") % {"groups": "; ".join(missing)} if missing else "",
    ]
    return " ".join(part for part in parts if part)


def draw(groups: Sequence[tuple[State, int, int, int]]) -> tuple[tuple[Chair, ...], tuple[Plate, ...], int]:
    """Chairs and plates round the table, and how many seats a chair stands for. Each group: state, side, how many held, how many seats."""
    each_is = max(1, math.ceil(sum(seats for *_more, seats in groups) / MOST_CHAIRS))
    states: list[tuple[State, int]] = []
    for state, side, held, seats in groups:
        full = math.ceil(held / each_is)
        rest: State = "missing" if state == "missing" else "empty"
        states.extend([("filled", side)] * full)
        states.extend([(rest, side)] * (math.ceil(seats / each_is) - full))
    rings = (AROUND,) if len(states) <= ONE_RING else TWO_RINGS
    places = math.ceil(len(states) / len(rings))
    scale = min(1.0 if len(rings) == 1 else 0.68, 2 * math.pi * rings[-1] / max(places, 1) / 56)
    chairs, plates = [], []
    for at, (state, side) in enumerate(states):
        turn = 360 * (at // len(rings)) / places
        x, y = _point(turn, rings[at % len(rings)])
        chairs.append(Chair(state, side, f"translate({x} {y}) scale({scale:.3f}) translate(-28 -28)", f"rotate({turn:.1f} 28 28)"))
        if state == "filled" and len(states) <= MOST_PLATES:
            plates.append(Plate(*_point(turn, PLATES)))
    return tuple(chairs), tuple(plates), each_is


def _point(turn: float, radius: int) -> tuple[str, str]:
    """A place on a circle, from the top and with the clock; as text, so that no language writes its comma into it."""
    angle = math.radians(turn)
    return f"{MIDDLE + radius * math.sin(angle):.1f}", f"{MIDDLE - radius * math.cos(angle):.1f}"


__all__ = ["Picture", "Row", "draw", "for_stage", "in_words", "now_for"]
