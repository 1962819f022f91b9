"""Leximin: the lowest chance as high as it can be, then the next lowest, and so on (Flanigan, Gölz, Gupta, Hennig and Procaccia, "Fair
algorithms for selecting citizens' assemblies", Nature 596, 2021).

Here over any polytope of mean counts: the rows of a Table are an outer bound of what panels can reach, so the result is an upper bound in
the leximin order. Where panels reach it (exact.py proves that), it is the leximin of the panels themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kitchentable.seats.draw.kinds import Table
from kitchentable.seats.draw.solver import INFINITY, Clock, Model, Row

if TYPE_CHECKING:
    from kitchentable.seats.draw.solver import Floats

# A price above this says that a kind cannot have more without somebody at the same level having less. Prices of a stage add up to 1.
PRICE = 1e-7


def leximin(table: Table, clock: Clock) -> Floats | None:
    """The mean count of each kind, fairest first; None when the rows leave nothing. Raises OutOfTime."""
    for slack in (0.0, 1e-10, 1e-9, 1e-8, 1e-7):
        found = _stages(table, clock, slack)
        if found is not None:
            return found
    return None


def _stages(table: Table, clock: Clock, slack: float) -> Floats | None:
    """One linear program for each level. A kind whose row has a price is settled at that level: it is there in every best answer.

    What is settled becomes a floor, lower by `slack` people so that rounding does not close the next stage. None: it did.
    """
    kinds, size = table.kinds, table.size
    fair = [Row((kind, kinds), (1.0, -float(size[kind])), 0.0, INFINITY) for kind in range(kinds)]
    gain = [0.0] * kinds + [1.0]
    model = Model(gain, [*map(float, table.low), 0.0], [*map(float, size), 1.0], [*table.rows, *fair], whole=False)
    first_fair = len(table.rows)
    waiting = np.ones(kinds, dtype=bool)
    answer = None
    while waiting.any():
        answer = model.solve(clock)
        if answer is None:
            return None
        level = float(answer.columns[kinds])
        settled = waiting & (np.abs(answer.prices[first_fair:]) * size > PRICE)
        if not settled.any():  # the level is at its end, 1
            settled = waiting.copy()
        waiting &= ~settled
        for kind in map(int, np.flatnonzero(settled)):
            model.free(first_fair + kind)
            model.fix(kind, max(float(table.low[kind]), level * size[kind] - slack), float(size[kind]))
    # The last answer's own columns: they keep the rows to the solver's last digit, which level · size need not.
    assert answer is not None
    means: Floats = answer.columns[:kinds].clip(table.low, size)
    return means
