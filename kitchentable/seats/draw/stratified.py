"""A plain stratified draw: seat by seat at random from the group that is shortest of people, starting again when stuck.

What many councils did by hand and older software did (the "legacy" draw of the Sortition Foundation's StratifySelect). Simple to explain, and
not fair: people with rare combinations get far smaller chances, and nobody can say beforehand which. Done 1,000 times, so that it too is a
list of equally likely panels; somebody's chance is the number of panels they are in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kitchentable.seats.draw.exact import furthest
from kitchentable.seats.draw.kinds import Table
from kitchentable.seats.draw.solver import Clock
from kitchentable.seats.draw.task import PANELS

if TYPE_CHECKING:
    from kitchentable.seats.draw.solver import Floats, Whole

STARTS = 20


def stratified_panels(table: Table, seed: int, clock: Clock) -> Whole:
    """1,000 panels of kinds, each drawn anew. Where chance finds none, the panel that is worth most by random numbers. Raises OutOfTime."""
    random = np.random.default_rng(seed)
    matrix = np.zeros((len(table.rows), table.kinds))
    for place, row in enumerate(table.rows):
        matrix[place, list(row.columns)] = row.values
    found = []
    for _ in range(PANELS):
        clock.check()
        tries = (_one(table, matrix, random) for _ in range(STARTS))
        panel = next((one for one in tries if one is not None), None)
        found.append(furthest(table, random.integers(0, 1000, table.kinds), clock) if panel is None else panel)
    return np.array(found, dtype=np.int64)


def _one(table: Table, matrix: Floats, random: np.random.Generator) -> Whole | None:
    """One try; None when it is stuck."""
    left, panel = table.size.copy(), np.zeros(table.kinds, dtype=np.int64)
    need = np.array([row.low for row in table.rows])
    room = np.array([row.high for row in table.rows])
    left[(matrix[room <= 0] > 0).any(axis=0)] = 0
    must = [kind for kind in map(int, np.flatnonzero(table.low)) for _ in range(int(table.low[kind]))]
    for seat in range(table.seats):
        kind = must[seat] if seat < len(must) else _pick(matrix, left, need, random)
        if kind is None or not left[kind]:
            return None
        panel[kind] += 1
        left[kind] -= 1
        need = need - matrix[:, kind]
        room = room - matrix[:, kind]
        full = (room <= 0) & (matrix[:, kind] > 0)
        left[(matrix[full] > 0).any(axis=0)] = 0
    return panel if (need <= 0).all() else None


def _pick(matrix: Floats, left: Whole, need: Floats, random: np.random.Generator) -> int | None:
    """Anybody, with equal chances, of the group that needs the largest part of those who are left; None when one cannot be filled."""
    have = matrix @ left
    if (need > have).any():
        return None
    urgent = int(np.argmax(np.where(need > 0, need / np.maximum(have, 1), 0.0)))
    people = left * (matrix[urgent] > 0)
    return int(np.searchsorted(people.cumsum(), random.integers(people.sum()), side="right"))
