"""Two other ways to be fair: the highest lowest chance and no more (maximin), and the highest product of chances (Nash).

Both are compared with leximin in Flanigan et al., Nature 2021. People whom no panel can hold have the chance 0 under every method.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kitchentable.seats.draw.kinds import Table
from kitchentable.seats.draw.leximin import leximin
from kitchentable.seats.draw.solver import INFINITY, Clock, Model, Row

if TYPE_CHECKING:
    from kitchentable.seats.draw.solver import Floats, Whole

# Below this a chance is none.
NONE = 1e-7
# Tangents are added until the sum of logarithms is known to this much for each person.
CLOSE, TURNS = 1e-8, 60


def maximin(table: Table, clock: Clock) -> Floats | None:
    """The lowest chance as high as it can be; among these answers, the one with the highest product of chances. Raises OutOfTime."""
    fairest = leximin(table, clock)
    if fairest is None:
        return None
    chance = fairest / table.size
    floor = np.where(chance > NONE, chance[chance > NONE].min(initial=1.0) - 1e-9, 0.0)
    return _highest_product(table, fairest, floor, clock)


def nash(table: Table, clock: Clock) -> Floats | None:
    """The highest product of everybody's chances (of those who have one). Raises OutOfTime."""
    fairest = leximin(table, clock)
    return None if fairest is None else _highest_product(table, fairest, np.zeros(table.kinds), clock)


def _highest_product(table: Table, start: Floats, floor: Floats, clock: Clock) -> Floats:
    """Kelley's cutting planes: each logarithm is bounded by its tangents, added at the last answer until bound and value meet.

    The logarithms stand apart, one for each kind, so a few tangents for each are enough. `start` says who has a chance at all.
    """
    kinds, size = table.kinds, table.size
    has: Whole = np.flatnonzero(start / size > NONE).astype(np.int64)
    low = np.maximum(table.low, floor * size)
    high = np.where(start / size > NONE, size, 0)
    # Columns: the counts, then a logarithm for each kind that has a chance. Tangents at a spread of chances to begin with.
    points = [np.maximum(start / size, 1e-4)]
    points += [np.full(kinds, 10.0**-power) for power in np.arange(0.0, 4.1, 0.5)]
    rows = [*table.rows, *(row for point in points for row in _tangents(point, has, size, kinds))]
    best, best_value = start, _value(start, has, size)
    for _ in range(TURNS):
        gain = np.concatenate([np.zeros(kinds), size[has].astype(float)])
        model = Model(
            gain, np.concatenate([low, np.full(len(has), -50.0)]), np.concatenate([high, np.zeros(len(has))]), rows, whole=False
        )
        answer = model.solve(clock)
        if answer is None:
            break
        means = answer.columns[:kinds].clip(low, high)
        if (means[has] > 0).all() and (value := _value(means, has, size)) > best_value:
            best, best_value = means, value
        if answer.value - best_value < CLOSE * size.sum():
            break
        rows += _tangents(np.maximum(means / size, 1e-5), has, size, kinds)
    return best


def _value(means: Floats, has: Whole, size: Whole) -> float:
    return float((size[has] * np.log(means[has] / size[has])).sum())


def _tangents(chance: Floats, has: Whole, size: Whole, kinds: int) -> list[Row]:
    """log(y / n) ≤ log(p) + (y / n - p) / p, for each kind that has a chance."""
    return [
        Row(
            (int(kind), kinds + place), (-1.0 / float(size[kind] * chance[kind]), 1.0), -INFINITY, float(np.log(chance[kind]) - 1.0)
        )
        for place, kind in enumerate(has)
    ]
