"""A thin typed wall around HiGHS (highspy), the one place that knows the solver.

HiGHS runs with one thread and a fixed seed: the same input gives the same answer on the same machine. Across machines floating point may
differ, so nothing after the optimisation rests on it (see lottery.py).
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

INFINITY = float("inf")
TOLERANCE = 1e-9
_greeted = False


class OutOfTime(Exception):
    """The time limit struck before the solver was done."""


class Clock:
    """How much of the time limit is left, in seconds."""

    def __init__(self, limit: float | None = None) -> None:
        self.started = time.monotonic()
        self.limit = limit

    @property
    def left(self) -> float:
        """Seconds left; infinite without a limit."""
        return INFINITY if self.limit is None else self.limit - (time.monotonic() - self.started)

    def check(self) -> None:
        """Raises OutOfTime when the limit is over."""
        if self.left <= 0:
            raise OutOfTime


@dataclass(frozen=True, slots=True)
class Row:
    """One linear row: low ≤ Σ value · column ≤ high."""

    columns: tuple[int, ...]
    values: tuple[float, ...]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver found: the columns, the price of each row (LP only), the value, and the proven bound on the value (ILP)."""

    columns: Floats
    prices: Floats
    value: float
    bound: float


class Model:
    """A linear or integer program. Maximises."""

    def __init__(
        self,
        gain: Sequence[float] | Floats | Whole,
        low: Sequence[float] | Floats,
        high: Sequence[float] | Floats,
        rows: Sequence[Row],
        *,
        whole: bool,
        gap: float = 0.0,
        presolve: bool = True,
        nodes: int | None = None,
    ) -> None:
        """Without `whole` a linear program. With it each column is a whole number, and an answer within `gap` of the best is the answer.

        After so many `nodes` of its search a program with `whole` counts as out of time.
        """
        import highspy
        import numpy as np

        self.whole = whole
        self._np = np
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(gain), len(rows)
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_ = np.asarray(gain, dtype=np.float64)
        lp.col_lower_ = np.asarray(low, dtype=np.float64)
        lp.col_upper_ = np.asarray(high, dtype=np.float64)
        lp.row_lower_ = np.array([row.low for row in rows], dtype=np.float64)
        lp.row_upper_ = np.array([row.high for row in rows], dtype=np.float64)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row.columns) for row in rows)], dtype=np.int32)
        lp.a_matrix_.index_ = np.array([column for row in rows for column in row.columns], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([value for row in rows for value in row.values], dtype=np.float64)
        if whole:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * len(gain)
        self.solver: Any = _quiet(whole, gap, presolve)
        if nodes is not None:
            self.solver.setOptionValue("mip_max_nodes", nodes)
        self.solver.passModel(lp)

    def solve(self, clock: Clock | None = None, *, good_enough: bool = False) -> Answer | None:
        """The best answer, or None when there is none at all. With `good_enough`, an answer that is not proven best will do when time is up.

        Raises OutOfTime.
        """
        import highspy

        left = INFINITY if clock is None else clock.left
        if left <= 0:
            raise OutOfTime
        # HiGHS counts from the model's first run on.
        self.solver.setOptionValue("time_limit", min(left + self.solver.getRunTime(), 1e20))
        self.solver.run()
        status = self.solver.getModelStatus()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return None
        info = self.solver.getInfo()
        if status != highspy.HighsModelStatus.kOptimal and not (good_enough and info.primal_solution_status == 2):
            raise OutOfTime
        solution = self.solver.getSolution()
        columns = self._np.array(solution.col_value, dtype=self._np.float64)
        prices = self._np.array([] if self.whole else solution.row_dual, dtype=self._np.float64)
        value = float(info.objective_function_value)
        return Answer(columns, prices, value, float(info.mip_dual_bound) if self.whole else value)

    def fix(self, column: int, low: float, high: float) -> None:
        """Give a column other bounds."""
        self.solver.changeColBounds(column, low, high)

    def free(self, row: int) -> None:
        """Take a row's bounds away."""
        self.solver.changeRowBounds(row, -INFINITY, INFINITY)


def _quiet(whole: bool, gap: float, presolve: bool) -> Any:
    import highspy

    options: dict[str, Any] = {"output_flag": False, "threads": 1, "parallel": "off", "random_seed": 0}
    if not presolve:
        options["presolve"] = "off"
    if whole:
        options |= {"mip_rel_gap": 0.0, "mip_abs_gap": max(gap, 1e-6)}
    else:
        options |= {"primal_feasibility_tolerance": TOLERANCE, "dual_feasibility_tolerance": TOLERANCE, "presolve": "off"}
    with _without_greeting():
        solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver


@contextmanager
def _without_greeting() -> Iterator[None]:
    """The first solver of a process greets on file descriptor 1, where our JSON is to stand, before it can be told to be quiet."""
    global _greeted
    if _greeted:
        yield
        return
    _greeted = True
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(nowhere)
        os.close(kept)
