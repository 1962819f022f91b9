"""Whole panels out of mean counts, by halving.

The counts that 1,000 panels have together are split into those of 500 and 500, these into 250 and 250, and so on down to single panels. Each
half of each kind is rounded up or down, and the rows (quotas, homes, cuts) hold for every half in proportion. So the panels add up to the
counts exactly: nobody's chance is further from the fair one than the rounding of the total, less than one panel in the list.

Which kinds round up is found by exchanging pairs until the rows hold; where that is stuck, by an integer program. A group that cannot be
split is put together with a panel that is done, and split anew with it: a pair has hardly another way, a pair and one of hundreds has many.
Where no split is there at all (panels need not reach what the rows allow), an integer program finds the nearest panels, and what is missing
goes to the panels still to come.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kitchentable.seats.draw.exchange import EACH, each_way, exchange
from kitchentable.seats.draw.kinds import Table
from kitchentable.seats.draw.solver import Clock, Model, OutOfTime, Row

if TYPE_CHECKING:
    from kitchentable.seats.draw.solver import Floats, Whole

    # Totals and the number of panels they are for.
    Group = tuple[Whole, int]

# A mean count times the number of panels that is this near to a whole number is that number: 0.0000001 of a chance in 1,000 panels.
NEAR = 1e-4
# Starts of exchanges before the integer program.
STARTS = 3
# Nodes of one integer program; nearly all need few. Not seconds: then how busy the machine is changes no list.
NODES = 300
# Groups put together with a panel that is done: so many, and so many more for each panel in a group that was stuck.
MIXES, MIXES_EACH = 100, 20
# A group from which panels come one by one, and what is left of it, where they need not add up to anything.
SMALL, LAST = 16, 3
# Panels that the integer program brings near to what is missing; the rest are copies of others.
NEAREST = 60


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
        # There may be a thousand homes, and each kind is in one at most: sums over them need no matrix. The last number stands for none.
        self.home = np.full(table.kinds, len(table.rows))
        for home in np.flatnonzero(self.is_home).tolist():
            self.home[list(table.rows[home].columns)] = home
        self.wide = self.matrix[~self.is_home]
        self.falls, self.rises = np.minimum(self.wide, 0), np.maximum(self.wide, 0)

    def split(self, wanted: Floats, panels: int, done: Sequence[Whole] | Whole = ()) -> tuple[list[Whole], list[Group]]:
        """`panels` panels that add up to whole totals next to `wanted`; and groups for which none were found in the tries or the time.

        The panels that are `done` already come back with them, some of them mixed.
        """
        totals = self._totals(wanted, panels)
        if totals is None:
            near = np.clip(np.round(wanted).astype(np.int64), panels * self.table.low, panels * self.table.size)
            return list(done), [(near, panels)]
        return self._mixed(*self._split(totals, panels, done))

    def some(self, means: Floats, panels: int) -> Whole:
        """Panels whose mean is about `means`, out of so many: those that come out right at once. One at the least.

        Out of a small group they come one by one, and the LAST, which are hard to split, are left away.
        """
        totals = self._totals(means * panels, panels)
        right, waiting = [self.spare], [] if totals is None else [(totals, panels)]
        while waiting:
            group, number = waiting.pop()
            left = 1 if number <= SMALL else number // 2
            half = None if number <= LAST else self._halve(group, left, number, program=False)
            if half is None:
                continue
            if left == 1:
                right.append(half)
            else:
                waiting.append((half, left))
            waiting.append((group - half, number - left))
        return np.array(right, dtype=np.int64)

    def filled(self, right: list[Whole], stuck: list[Group], others: Whole) -> Whole:
        """The panels that are `right`, and for those in groups that are stuck the nearest that were found; soon when the time is over.

        What a panel leaves over is asked of the next. `others`: panels that may be copied too.
        """
        others, panels = np.vstack([self.spare, others, *right]), list(right)
        missing, programs = np.zeros(self.table.kinds, dtype=np.int64), NEAREST
        for group, number in stuck:
            missing = missing + group
            for left in range(number, 0, -1):
                panel = self._nearest_panel(np.round(missing / left).astype(np.int64), others, program=programs > 0)
                missing, programs = missing - panel, programs - 1
                panels.append(panel)
        return np.array(panels, dtype=np.int64)

    def _totals(self, wanted: Floats, panels: int) -> Whole | None:
        """Whole totals next to `wanted` that keep the rows of all panels together; None when there are none."""
        low, high = np.floor(wanted + NEAR), np.ceil(wanted - NEAR)
        return self._choose(low, high, panels * self.low, panels * self.high)

    def _split(
        self, totals: Whole, panels: int, done: Sequence[Whole] | Whole = (), *, pairs: bool = False
    ) -> tuple[list[Whole], list[Group]]:
        """Panels, those that are `done` before them, and groups that could not be split; they add up to `totals` (and `done`).

        Without `pairs` the integer program is not asked about two panels: there it mostly proves that there is no way, and mixing costs less.
        """
        right: list[Whole] = list(done)
        stuck: list[Group] = []
        waiting = [(totals, panels)]
        if panels == 1 and not self.table.keep(totals[None, :]):
            return right, waiting
        while waiting:
            group, number = waiting.pop()
            if number == 1:
                right.append(group)
                continue
            left = number // 2
            half = self._halve(group, left, number, program=number > 3 or pairs)
            if half is None:
                stuck.append((group, number))
            else:
                waiting += [(group - half, number - left), (half, left)]
        return right, stuck

    def _mixed(self, right: list[Whole], stuck: list[Group]) -> tuple[list[Whole], list[Group]]:
        """Stuck groups split anew, each with a panel that is right, until none is stuck or the tries are used up."""
        tries = first = MIXES + MIXES_EACH * sum(number for _, number in stuck)
        while stuck and right and tries > 0 and self.clock.left > 0:
            tries -= 1
            group, number = stuck.pop(0)
            one = right.pop(int(self.random.integers(len(right))))
            more, still = self._split(group + one, number + 1, pairs=tries < first / 4)
            if sum(left for _, left in still) > number:
                more, still = [one], [(group, number)]
            right += more
            stuck += still
        return right, stuck

    def _halve(self, totals: Whole, left: int, panels: int, *, program: bool = True) -> Whole | None:
        """The part of the first `left` panels: each kind rounded up or down, every row kept on both sides. None when there is none."""
        share, sums = totals * (left / panels), self._sums(totals, self.wide)
        low = np.maximum(left * self.low, sums - (panels - left) * self.high)
        high = np.minimum(left * self.high, sums - (panels - left) * self.low)
        return self._choose(np.floor(share + 1e-9), np.ceil(share - 1e-9), low, high, program=program)

    def _sums(self, counts: Floats | Whole, wide: Floats) -> Floats:
        """The sum of each row; `wide` are the rows that are no homes."""
        sums: Floats = np.bincount(self.home, counts, len(self.is_home) + 1)[:-1].astype(np.float64)
        sums[~self.is_home] = wide @ counts
        return sums

    def _choose(self, low: Floats, high: Floats, row_low: Floats, row_high: Floats, *, program: bool = True) -> Whole | None:
        """Counts that are `low` or `high` for each kind, within the rows; None when there are none."""
        open_ = np.flatnonzero(high > low)
        is_open = (high > low).astype(np.float64)
        base = self._sums(low, self.wide)
        row_low, row_high = row_low - base, row_high - base
        reach_low, reach_high = self._sums(is_open, self.falls), self._sums(is_open, self.rises)
        reach_low[self.is_home] = 0
        if (row_low > row_high).any() or (row_low > reach_high + NEAR).any() or (row_high < reach_low - NEAR).any():
            return None
        binding = np.flatnonzero((row_low > reach_low) | (row_high < reach_high))
        part = self.matrix[np.ix_(binding, open_)]
        up = self._up(part, row_low[binding], row_high[binding], binding, program=program)
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
        for _ in range(STARTS if program else 1):
            up = exchange(part, row_low, row_high, ups, homes, self.random)
            if up is not None:
                return up
        return self._choose_by_program(part, row_low, row_high) if program else None

    def _ups(self, row_low: Floats, binding: Whole) -> int:
        """How many kinds round up: the row of the seats says it, and it is always binding where two kinds are open. -1 where it is not."""
        places = np.flatnonzero(binding == self.seats_row)
        return round(float(row_low[places[0]])) if len(places) else -1

    def _choose_by_program(self, part: Floats, row_low: Floats, row_high: Floats) -> Floats | None:
        """The same by the integer program. It does not mind the clock: a large group that is not split is hundreds of panels."""
        number = part.shape[1]
        model = Model(
            np.zeros(number),
            np.zeros(number),
            np.ones(number),
            _rows(part, row_low, row_high),
            whole=True,
            presolve=False,
            nodes=NODES,
        )
        try:
            answer = model.solve()
        except OutOfTime:
            return None
        return None if answer is None else np.round(answer.columns)

    def _nearest_panel(self, wanted: Whole, others: Whole, *, program: bool) -> Whole:
        """A panel near to `wanted`: by the integer program, or else one of `others`."""
        known: Whole = others[np.abs(others - wanted).sum(axis=1).argmin()]
        if not program or self.clock.left <= 0:
            return known
        kinds = self.table.kinds
        # Columns: the panel, what it has too much, what it has too little.
        apart = [
            Row((kind, kinds + kind, 2 * kinds + kind), (1.0, -1.0, 1.0), float(wanted[kind]), float(wanted[kind]))
            for kind in range(kinds)
        ]
        model = Model(
            np.concatenate([np.zeros(kinds), -np.ones(2 * kinds)]),
            np.concatenate([self.table.low, np.zeros(2 * kinds)]),
            np.concatenate([self.table.size, np.full(2 * kinds, float(np.abs(wanted).sum() + self.table.seats))]),
            [*apart, *self.table.rows],
            whole=True,
            gap=0.9,
            nodes=NODES,
        )
        try:
            answer = model.solve(self.clock, good_enough=True)
        except OutOfTime:
            return known
        if answer is None:
            return known
        panel: Whole = np.round(answer.columns[:kinds]).astype(np.int64)
        return panel if np.abs(panel - wanted).sum() < np.abs(known - wanted).sum() else known


def _rows(part: Floats, low: Floats, high: Floats) -> list[Row]:
    rows = []
    for values, least, most in zip(part, low, high, strict=True):
        columns = np.flatnonzero(values)
        rows.append(Row(tuple(map(int, columns)), tuple(map(float, values[columns])), float(least), float(most)))
    return rows
