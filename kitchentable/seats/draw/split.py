"""Whole panels out of mean counts, by halving.

The counts that 1,000 panels have together are split into those of 500 and 500, these into 250 and 250, and so on down to single panels. Each
half of each kind is rounded up or down, and the rows (quotas, homes, cuts) hold for every half in proportion. So the panels add up to the
counts exactly: nobody's chance is further from the fair one than the rounding of the total, less than one panel in the list.

Which kinds round up is found by exchanging pairs until the rows hold; where that is stuck, by an integer program. Where no split is there at
all (panels need not reach what the rows allow), an integer program finds the nearest, and what is missing goes to the panels still to come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kitchentable.seats.draw.exchange import EACH, each_way, exchange
from kitchentable.seats.draw.kinds import Table
from kitchentable.seats.draw.solver import INFINITY, Clock, Model, OutOfTime, Row

if TYPE_CHECKING:
    from kitchentable.seats.draw.solver import Floats, Whole

# A mean count times the number of panels that is this near to a whole number is that number: 0.0000001 of a chance in 1,000 panels.
NEAR = 1e-4
# Starts of exchanges before the integer program.
STARTS = 3
# Splits that lead nowhere before the nearest will do.
TRIES, DEAD_ENDS, FEW = 4, 300, 8
MENDS = 60
# Seconds for one integer program; nearly all need some thousandths.
PATIENCE = 0.3


class _Stuck(Exception):
    """No exact split was found in the tries that there are."""


class Splitter:
    """Splits totals of a table's kinds into panels. The same seed gives the same panels. `spare` is any one panel."""

    def __init__(self, table: Table, spare: Whole, clock: Clock, seed: int = 0) -> None:
        self.table, self.spare, self.clock = table, spare, clock
        self.random = np.random.default_rng(seed)
        self.matrix = np.zeros((len(table.rows), table.kinds))
        for place, row in enumerate(table.rows):
            self.matrix[place, list(row.columns)] = row.values
        self.low = np.array([row.low for row in table.rows])
        self.high = np.array([row.high for row in table.rows])
        self.seats_row = next(
            place for place, row in enumerate(table.rows) if row.low == row.high == table.seats and len(row.columns) == table.kinds
        )
        # The rows of homes stand after that of the seats; a cut has no low.
        self.is_home = np.array([place > self.seats_row and row.low == 0 for place, row in enumerate(table.rows)])
        self.dead_ends = 0

    def exactly(self, means: Floats, panels: int) -> Whole | None:
        """`panels` panels that add up to whole totals next to `means` · `panels`; None when the tries are used up. Raises OutOfTime."""
        totals = self._totals(means * panels, panels)
        self.dead_ends = 0
        try:
            return None if totals is None else np.array(self._split(totals, panels), dtype=np.int64)
        except _Stuck:
            return None

    def nearly(self, totals: Whole, panels: int) -> Whole:
        """`panels` panels that add up to `totals` as nearly as was found; always there. Raises OutOfTime."""
        if panels == 1:
            return np.array([self._halve_near(totals, 1, 0)[0]])
        return self._mended(np.array(self._split_near(totals, panels), dtype=np.int64), totals)

    def _totals(self, wanted: Floats, panels: int) -> Whole | None:
        """Whole totals next to `wanted` that keep the rows of all panels together; None when there are none."""
        low, high = np.floor(wanted + NEAR), np.ceil(wanted - NEAR)
        return self._choose(low, high, panels * self.low, panels * self.high)

    def _split(self, totals: Whole, panels: int, *, last: bool = True) -> list[Whole]:
        """Panels that add up to `totals`. Raises _Stuck.

        Whoever asks can mostly split in another way, so the integer program is kept for the `last` of several tries.
        """
        if panels == 1:
            return [totals]
        left = panels // 2
        for again in range(1, TRIES + 1):
            half = self._halve(totals, left, panels, program=last and (again == TRIES or panels > FEW))
            if half is None:
                continue
            try:
                final = last and again == TRIES
                return self._split(half, left, last=final) + self._split(totals - half, panels - left, last=final)
            except _Stuck:
                self.dead_ends += 1
                if self.dead_ends > DEAD_ENDS:
                    break
        raise _Stuck

    def _halve(self, totals: Whole, left: int, panels: int, *, program: bool = True) -> Whole | None:
        """The part of the first `left` panels: each kind rounded up or down, every row kept on both sides. None when there is none."""
        share, sums = totals * (left / panels), self.matrix @ totals
        low = np.maximum(left * self.low, sums - (panels - left) * self.high)
        high = np.minimum(left * self.high, sums - (panels - left) * self.low)
        return self._choose(np.floor(share + 1e-9), np.ceil(share - 1e-9), low, high, program=program)

    def _choose(self, low: Floats, high: Floats, row_low: Floats, row_high: Floats, *, program: bool = True) -> Whole | None:
        """Counts that are `low` or `high` for each kind, within the rows; None when there are none."""
        self.clock.check()
        open_ = np.flatnonzero(high > low)
        base = self.matrix @ low
        part = self.matrix[:, open_]
        row_low, row_high = row_low - base, row_high - base
        reach_low, reach_high = np.minimum(part, 0).sum(axis=1), np.maximum(part, 0).sum(axis=1)
        if (row_low > row_high).any() or (row_low > reach_high + NEAR).any() or (row_high < reach_low - NEAR).any():
            return None
        binding = np.flatnonzero((row_low > reach_low) | (row_high < reach_high))
        part, row_low, row_high = part[binding], row_low[binding], row_high[binding]
        up = self._up(part, row_low, row_high, binding, program=program)
        if up is None:
            return None
        counts: Whole = low.astype(np.int64)
        counts[open_] += up.astype(np.int64)
        return counts

    def _up(self, part: Floats, row_low: Floats, row_high: Floats, binding: Whole, *, program: bool) -> Floats | None:
        """Which of the open kinds round up: by looking at every way when there are few, else by exchanges, else by the integer program."""
        if part.shape[1] <= EACH:
            return each_way(part, row_low, row_high, self.random)
        ups, homes = self._ups(row_low, binding), np.flatnonzero(self.is_home[binding])
        for _ in range(STARTS):
            up = exchange(part, row_low, row_high, ups, homes, self.random)
            if up is not None:
                return up
        return self._choose_by_program(part, row_low, row_high) if program else None

    def _ups(self, row_low: Floats, binding: Whole) -> int:
        """How many kinds round up: the row of the seats says it, and it is always binding where two kinds are open. -1 where it is not."""
        places = np.flatnonzero(binding == self.seats_row)
        return round(float(row_low[places[0]])) if len(places) else -1

    def _choose_by_program(self, part: Floats, row_low: Floats, row_high: Floats) -> Floats | None:
        number = part.shape[1]
        model = Model(
            np.zeros(number), np.zeros(number), np.ones(number), _rows(part, row_low, row_high), whole=True, presolve=False
        )
        try:
            answer = model.solve(Clock(min(PATIENCE, self.clock.left)))
        except OutOfTime:
            self.clock.check()
            return None
        return None if answer is None else np.round(answer.columns)

    def _split_near(self, totals: Whole, panels: int) -> list[Whole]:
        """Panels that add up to nearly `totals`: what one side cannot hold is asked of the other."""
        if panels == 1:
            return [totals]
        left = panels // 2
        half = self._halve(totals, left, panels)
        rest = None if half is None else totals - half
        if half is None or rest is None:
            half, rest = self._halve_near(totals, left, panels - left)
        first = self._split_near(half, left)
        missing = half - sum(first)
        wanted = np.clip(rest + missing, (panels - left) * self.table.low, (panels - left) * self.table.size)
        if panels - left == 1:
            wanted = rest  # a single panel stays a panel
        return first + self._split_near(wanted, panels - left)

    def _halve_near(self, totals: Whole, left: int, right: int) -> tuple[Whole, Whole]:
        """Two sides that keep all rows, with a sum as near to `totals` as can be. Always there when a panel is."""
        kinds = self.table.kinds
        rows = [
            Row(
                (kind, kinds + kind, 2 * kinds + kind, 3 * kinds + kind),
                (1.0, 1.0, -1.0, 1.0),
                float(totals[kind]),
                float(totals[kind]),
            )
            for kind in range(kinds)
        ]
        for row in self.table.rows:
            rows.append(Row(row.columns, row.values, left * row.low, left * row.high))
            rows.append(Row(tuple(kinds + column for column in row.columns), row.values, right * row.low, right * row.high))
        share = totals * (left / (left + right))
        for reach in (1.0, INFINITY):  # about even halves first: a lopsided one is hard to split further
            low = np.maximum(np.floor(share) - reach, left * self.table.low)
            high = np.minimum(np.ceil(share) + reach, left * self.table.size)
            model = Model(
                np.concatenate([np.zeros(2 * kinds), -np.ones(2 * kinds)]),
                np.concatenate([np.minimum(low, high), right * self.table.low, np.zeros(2 * kinds)]),
                np.concatenate([high, right * self.table.size, np.full(2 * kinds, float(totals.sum()) + 1)]),
                rows,
                whole=True,
                gap=0.9,
            )
            try:
                answer = model.solve(Clock(min(PATIENCE, self.clock.left)), good_enough=True)
            except OutOfTime:
                self.clock.check()
                continue
            if answer is not None:
                both = np.round(answer.columns[: 2 * kinds]).astype(np.int64)
                return both[:kinds], both[kinds:]
        # One panel, taken as often as there are panels, keeps all rows.
        return left * self.spare, right * self.spare

    def _mended(self, panels: Whole, totals: Whole) -> Whole:
        """Put right what is off, by splitting two panels anew together with it."""
        off: Whole = panels.sum(axis=0) - totals
        for _ in range(MENDS if off.any() and len(panels) > 1 else 0):
            one, two = map(int, self.random.choice(len(panels), 2, replace=False))
            wanted = np.clip(panels[one] + panels[two] - off, 2 * self.table.low, 2 * self.table.size)
            first, second = self._halve_near(wanted, 1, 1)
            still: Whole = off + first + second - panels[one] - panels[two]
            if np.abs(still).sum() < np.abs(off).sum():
                panels[one], panels[two], off = first, second, still
            if not off.any():
                break
        return panels


def _rows(part: Floats, low: Floats, high: Floats) -> list[Row]:
    rows = []
    for values, least, most in zip(part, low, high, strict=True):
        columns = np.flatnonzero(values)
        rows.append(Row(tuple(map(int, columns)), tuple(map(float, values[columns])), float(least), float(most)))
    return rows
