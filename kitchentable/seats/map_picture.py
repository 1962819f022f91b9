"""The map as a picture: three rings by how strongly people are affected, the most affected nearest the middle, a mark for each group. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kitchentable.seats.leaning_words import DRAWN, SIDES
from kitchentable.seats.models import AffectedGroup
from kitchentable.ui.pieces import Words
from kitchentable.ui.templatetags.ui import MARKS

MIDDLE = 230
RINGS: dict[int, int] = {AffectedGroup.Strength.MOST: 86, AffectedGroup.Strength.MUCH: 143, AffectedGroup.Strength.SOME: 198}
WIDE, HIGH = 64, 48
"""The room that a mark takes with the line round it."""
FREE: dict[int, float] = {AffectedGroup.Strength.MOST: 0.5, AffectedGroup.Strength.MUCH: 0.3, AffectedGroup.Strength.SOME: 0.26}
"""How far the marks keep from the top on each side, where the words of a ring stand (in radians)."""
SHIFTS = (0.5, 0.25, 0.75, 0.375, 0.625, 0.125, 0.875)
"""Where in its part of the ring each mark may stand; the first is in the middle of it."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """One group: its number in the list, where it stands, and how large. `missing`: some of these people are not reached yet."""

    number: int
    group: AffectedGroup
    x: str
    y: str
    scale: str
    side: int
    mark: SafeString
    missing: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A side in the key."""

    label: Words
    drawn: int
    mark: SafeString


@dataclass(frozen=True, slots=True)
class Ring:
    """One ring: how far out, where its words stand, and who is on it."""

    radius: int
    words: str
    top: int
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class MapPicture:
    """The picture of a map; `says` holds all of it in words."""

    rings: tuple[Ring, ...]
    sides: tuple[Side, ...]
    says: str
    middle: int = MIDDLE

    @property
    def spots(self) -> list[Spot]:
        """All groups, in the order of their numbers."""
        return [spot for ring in self.rings for spot in ring.spots]


def draw_map(groups: Sequence[AffectedGroup]) -> MapPicture:
    """Draw the groups of a map, numbered from the most affected outwards."""
    rings: list[Ring] = []
    placed: list[Point] = []
    for strength, radius in RINGS.items():
        mine = [group for group in groups if group.strength == strength]
        points = _points(len(mine), strength, placed)
        scale = min(1.0, 2 * (math.pi - FREE[strength]) * radius / max(1, len(mine)) / (WIDE + 2))
        first = len(placed) + 1
        spots = tuple(_spot(n, group, point, scale) for n, (group, point) in enumerate(zip(mine, points, strict=True), first))
        placed += points
        rings.append(Ring(radius, _short(strength), MIDDLE - radius, spots))
    sides = [side for side in SIDES if any(group.side == side for group in groups)]
    return MapPicture(tuple(rings), tuple(Side(SIDES[side], DRAWN[side], _mark(side)) for side in sides), _says(rings))


def _points(many: int, strength: int, placed: Sequence[Point]) -> list[Point]:
    """Evenly round the ring, clockwise from the top, turned so that they keep clear of the marks on the rings inside."""
    tries = [[_at(strength, (at + shift) / many) for at in range(many)] for shift in SHIFTS]
    return max(tries, key=lambda points: min((_apart(one, other) for one in points for other in placed), default=0.0))


def _at(strength: int, part: float) -> Point:
    free, radius = FREE[strength], RINGS[strength]
    turn = free + 2 * (math.pi - free) * part - math.pi / 2
    return MIDDLE + radius * math.cos(turn), MIDDLE + radius * math.sin(turn)


def _apart(one: Point, other: Point) -> float:
    """How far apart two marks are, in marks; from 1 on they are clear of each other, and farther is no better."""
    return min(1.0, max(abs(one[0] - other[0]) / WIDE, abs(one[1] - other[1]) / HIGH))


def _spot(number: int, group: AffectedGroup, point: Point, scale: float) -> Spot:
    return Spot(
        number=number,
        group=group,
        x=f"{point[0]:.1f}",
        y=f"{point[1]:.1f}",
        scale=f"{scale:.2f}",
        side=DRAWN[group.side],
        mark=_mark(group.side),
        missing=bool(group.who_is_missing.strip()),
    )


def _mark(side: str) -> SafeString:
    return mark_safe(MARKS[DRAWN[side]])  # noqa: S308 - drawn by us


def _short(strength: int) -> str:
    return {
        AffectedGroup.Strength.MOST: _("most"),
        AffectedGroup.Strength.MUCH: _("a lot"),
        AffectedGroup.Strength.SOME: _("a little"),
    }[AffectedGroup.Strength(strength)]


def _says(rings: Sequence[Ring]) -> str:
    said = []
    for ring in rings:
        if ring.spots:
            label = AffectedGroup.Strength(ring.spots[0].group.strength).label
            names = ", ".join(f"{spot.group.name} ({spot.group.get_side_display()})" for spot in ring.spots)
            said.append(f"{label}: {names}.")
    return " ".join(said) or _("Nobody is on the map yet.")
