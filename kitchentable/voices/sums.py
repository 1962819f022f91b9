"""Counts that anyone may read: small ones are joined, so that no sum or difference gives a hidden one back (law 5, R116). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ANSWERED, WAITING, GONE = "answered", "waiting", "gone"
Late = Literal["none", "some", "most", "all", "number"]

_WAYS: tuple[tuple[tuple[str, ...], ...], ...] = (
    ((ANSWERED,), (WAITING,), (GONE,)),
    ((ANSWERED, GONE), (WAITING,)),
    ((ANSWERED,), (WAITING, GONE)),
    ((ANSWERED, WAITING), (GONE,)),
)
_ALL = (ANSWERED, WAITING, GONE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One or more places a contribution can be, counted together."""

    places: tuple[str, ...]
    value: int


@dataclass(frozen=True, slots=True)
class Sum:
    """What came in and where it stands (law 1). `received` is None when so little came in that even the sum is hidden."""

    received: int | None
    cells: tuple[Cell, ...]

    @property
    def waiting(self) -> int | None:
        """How many wait, when that may be said."""
        return next((cell.value for cell in self.cells if cell.places == (WAITING,)), None)


def public_sum(sums: Mapping[str, int], hide_below: int) -> Sum:
    """The sum of law 1 for everyone: received = answered + waiting + (taken back or erased).

    `sums` is `Contributions.sums()`. Taken back and erased are always one. A count under `hide_below` is joined with another, in an order
    that does not depend on which is smallest, so that whoever knows this rule still cannot tell the parts of a joined cell.
    """
    counts = {ANSWERED: sums["answered"], WAITING: sums["waiting"], GONE: sums["withdrawn"] + sums["erased"]}
    received = sum(counts.values())
    if 0 < received < hide_below:
        return Sum(None, ())
    for way in _WAYS:
        cells = tuple(Cell(places, sum(counts[place] for place in places)) for places in way)
        if _may_stand(cells, hide_below):
            return Sum(received, cells)
    # Of a small sum with nothing but small parts, the parts can be worked out: three of limit three are one each.
    return Sum(received, (Cell(_ALL, received),)) if received >= 2 * hide_below else Sum(None, ())


def _may_stand(cells: tuple[Cell, ...], hide_below: int) -> bool:
    if any(0 < cell.value < hide_below for cell in cells):
        return False
    # With something left beside them, “answered or waiting” would let a reader work both out from the rule itself.
    return not any(cell.places == (ANSWERED, WAITING) for cell in cells) or cells[-1].value == 0


def how_late(late: int, waiting: int, hide_below: int) -> Late:
    """How the late ones among those waiting may be said: a number only when neither it nor the rest is small."""
    if late == 0:
        return "none"
    if late == waiting:
        return "all"
    if late < hide_below:
        return "some"
    return "most" if waiting - late < hide_below else "number"
