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

MIDDLE = 210
RINGS: dict[int, int] = {
    AffectedGroup.Strength.MOST: 92,
    AffectedGroup.Strength.MUCH: 146,
    AffectedGroup.Strength.SOME: 196,
}
ROOM = 74
"""How much of a ring a mark takes before it is drawn smaller."""


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
    numbered, rings = 0, []
    for strength, radius in RINGS.items():
        mine = [group for group in groups if group.strength == strength]
        spots = tuple(_spot(numbered + at + 1, group, radius, at, len(mine)) for at, group in enumerate(mine))
        numbered += len(mine)
        rings.append(Ring(radius, _short(strength), MIDDLE - radius, spots))
    sides = [side for side in SIDES if any(group.side == side for group in groups)]
    return MapPicture(tuple(rings), tuple(Side(SIDES[side], DRAWN[side], _mark(side)) for side in sides), _says(rings))


def _spot(number: int, group: AffectedGroup, radius: int, at: int, many: int) -> Spot:
    """Evenly round the ring, with the top left free for its words."""
    turn = 2 * math.pi * (at + 0.5) / many - math.pi / 2
    scale = min(1.0, 2 * math.pi * radius / many / ROOM)
    return Spot(
        number=number,
        group=group,
        x=f"{MIDDLE + radius * math.cos(turn):.1f}",
        y=f"{MIDDLE + radius * math.sin(turn):.1f}",
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
