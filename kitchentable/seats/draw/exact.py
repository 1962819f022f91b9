"""Proof that panels reach the chances a method asks for, and cuts where they do not.

The rows of a table allow more than panels can do: half a seat for each of two people is in the rows, but not in any panel. So a method's
best answer over the rows is an upper bound. Here:

1. panels are dealt whose mean is near the answer, and a linear program looks for weights on them that give it exactly;
2. where none do, the prices of that program say in which direction panels are missing, and an integer program finds the panel that goes
   furthest there (column generation, as in Flanigan et al. 2021);
3. where even that panel does not go far enough, no panel does: that is a cut, with whole numbers, that all panels keep and the answer does
   not. The method answers again, over the rows and the cuts.

It ends when the answer is a mean of panels: best among all that keep the rows and cuts, so best among all means of panels.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kitchentable.seats.draw.kinds import Kinds, Table
from kitchentable.seats.draw.solver import INFINITY, Clock, Model, OutOfTime, Row
from kitchentable.seats.draw.split import Splitter
from kitchentable.seats.draw.task import PANELS

if TYPE_CHECKING:
    from kitchentable.seats.draw.solver import Floats, Whole
    from kitchentable.seats.draw.split import Group

# Chances that differ by less are equal.
EQUAL = 1e-6
# Whole numbers that stand for the prices of a direction.
STEPS = 1_000_000
# Above this many kinds a linear program over weights takes minutes, and above the second even projections take too long.
MANY_KINDS, TOO_MANY_KINDS = 500, 2500
TURNS, MORE = 30, 2
# Up to so many fine kinds the list is made by weights: a linear program over them takes hundredths of a second, and few panels are left to split.
FEW_KINDS, BATCHES = 300, 12
# Another batch is worth its time while the last one left less than this of the distance.
WORTH = 0.8
# Seconds that making the list may take where the time limit leaves less.
GRACE = 3.0

Method = Callable[[Table, Clock], "Floats | None"]
Tell = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Proven:
    """The mean count of each kind that the method asks for, and how near weights on panels come to it.

    `gap`: the largest distance of anybody's chance from it; None where no weights were looked for. `cuts`: rows that all panels keep.
    `in_time`: whether the time limit let it end. `panels`: the list of 1,000, in fine kinds.
    """

    means: Floats
    gap: float | None
    cuts: tuple[Row, ...]
    in_time: bool
    panels: Whole


def any_panel(table: Table, clock: Clock) -> Whole | None:
    """Some panel; None when there is none. Raises OutOfTime."""
    answer = Model(np.zeros(table.kinds), table.low.astype(float), table.size.astype(float), table.rows, whole=True).solve(clock)
    if answer is None:
        return None
    panel: Whole = np.round(answer.columns).astype(np.int64)
    return panel if table.keep(panel[None, :]) else None


def prove(kinds: Kinds, method: Method, means: Floats, spare: Whole, clock: Clock, tell: Tell) -> Proven:
    """The method's best answer over means of panels, and a list of 1,000 panels for it.

    `means` is its answer over the rows alone; `spare` is any panel (of fine kinds). When the time limit strikes, the search for proof ends; the
    list is made all the same, in GRACE seconds or as long as it takes to split 1,000 panels once.
    """
    table, fine, wanted = kinds.table, kinds.fine, kinds.per_fine(means)
    splitter = Splitter(fine, spare, _at_least(clock))
    found: tuple[list[Whole], list[Group]] | None = None
    if fine.kinds <= FEW_KINDS:
        gap, known, weights = weigh(splitter, wanted, spare[None, :])
        if gap is not None and gap <= EQUAL:
            return Proven(means, gap, (), True, _rounded(splitter, wanted, known, weights))
    else:
        found = splitter.split(wanted * PANELS, PANELS)
        known = np.array([spare, *found[0]], dtype=np.int64)
        if not found[1]:
            listed = known[1:]
            known, gap = _evenly(kinds, splitter, means, listed, clock)
            if gap is None or gap <= EQUAL or table.kinds > MANY_KINDS:
                return Proven(means, gap, (), True, listed)
    tell("Proving that panels reach these chances")
    proven = _with_cuts(table, method, means, np.unique(_kinds_of_panels(kinds, known), axis=0), clock, tell)
    if found is not None and not proven.cuts and not (found[1] and proven.in_time and fine.kinds <= MANY_KINDS):
        # The means are what they were, so what was split for them holds; where it is stuck, weights come nearer if there is time.
        return dataclasses.replace(proven, panels=splitter.filled(*found, known))
    return dataclasses.replace(proven, panels=_listed(kinds, proven, known, spare, _at_least(clock)))


def _evenly(kinds: Kinds, splitter: Splitter, means: Floats, listed: Whole, clock: Clock) -> tuple[Whole, float | None]:
    """How near weights on the list, and on more panels split in the same way, come to the means; None when there are too many kinds."""
    table, known = kinds.table, listed
    if table.kinds > TOO_MANY_KINDS:
        return known, None
    gap = even_weights(_kinds_of_panels(kinds, known), means, table.size)
    for _ in range(MORE):
        if gap <= EQUAL or clock.left <= 0 or table.kinds < len(known) / 4:
            break
        more, stuck = splitter.split(kinds.per_fine(means) * PANELS, PANELS)
        if stuck:
            break
        known = np.vstack([known, more])
        gap = even_weights(_kinds_of_panels(kinds, known), means, table.size)
    return known, gap


def _listed(kinds: Kinds, proven: Proven, known: Whole, spare: Whole, clock: Clock) -> Whole:
    """1,000 panels for proven means, with the cuts as rows: by halving or by weights, whichever costs less."""
    means = kinds.per_fine(proven.means)
    splitter = Splitter(kinds.fine.with_rows(_fine_rows(kinds, proven.cuts)), spare, clock)
    if kinds.fine.kinds > FEW_KINDS:
        right, stuck = splitter.split(means * PANELS, PANELS)
        if not stuck or kinds.fine.kinds > MANY_KINDS:
            return splitter.filled(right, stuck, known)
    if kinds.fine.kinds == kinds.table.kinds:
        known = np.vstack([known, proven.panels[:, kinds.kind]])
    _, known, weights = weigh(splitter, means, known, turns=2 * kinds.fine.kinds)
    return _rounded(splitter, means, known, weights)


def weigh(splitter: Splitter, means: Floats, known: Whole, turns: int = 0) -> tuple[float | None, Whole, Floats | None]:
    """How near weights on panels come to `means`; the panels, `known` ones and some more; the weights. None where time was over first.

    More panels are split off by chance, up to BATCHES times and while that helps; then, `turns` times, the one that goes furthest in the
    direction that is missing.
    """
    table, clock = splitter.table, splitter.clock
    found: tuple[float | None, Whole, Floats | None] = None, known, None
    direction, before = np.zeros(table.kinds), INFINITY
    batches = BATCHES
    try:
        while batches + turns > 0:
            if batches > 0:
                more = splitter.some(means, int((1.3 if batches < BATCHES else 2.6) * table.kinds) + 20)
                batches -= 1
            else:
                more = furthest(table, np.round(direction / np.abs(direction).max() * STEPS), clock)[None, :]
                turns -= 1
                if (known == more).all(axis=1).any():
                    break
            known = np.unique(np.vstack([known, more]), axis=0)
            gap, direction, weights = nearest(known, means, table.size, clock)
            found = gap, known, weights
            if gap <= EQUAL:
                break
            if gap > WORTH * before:
                batches = 0
            before = gap
    except OutOfTime:
        pass  # what was found until then counts
    return found


def _rounded(splitter: Splitter, means: Floats, known: Whole, weights: Floats | None) -> Whole:
    """1,000 panels: each known one as often as its weight says, rounded down, and the few that are missing by halving."""
    times = np.zeros(len(known), dtype=np.int64) if weights is None else np.floor(weights * PANELS + 1e-6).astype(np.int64)
    certain = np.repeat(known, times, axis=0)[:PANELS]
    left = PANELS - len(certain)
    if left == 0:
        return certain
    return splitter.filled(*splitter.split(means * PANELS - certain.sum(axis=0), left, certain), known)


def _at_least(clock: Clock) -> Clock:
    """The clock, or a new one with GRACE seconds where it has less: without a list there is nothing to draw from."""
    return clock if clock.left >= GRACE else Clock(GRACE)


def _fine_rows(kinds: Kinds, cuts: Sequence[Row]) -> list[Row]:
    """The cuts over fine kinds: each counts what its kind counts."""
    rows = []
    for cut in cuts:
        value = dict(zip(cut.columns, cut.values, strict=True))
        columns = [place for place, kind in enumerate(kinds.kind.tolist()) if kind in value]
        rows.append(Row(tuple(columns), tuple(value[int(kinds.kind[place])] for place in columns), cut.low, cut.high))
    return rows


def _with_cuts(table: Table, method: Method, means: Floats, known: Whole, clock: Clock, tell: Tell) -> Proven:
    """Steps 2 and 3, until the means are means of panels or the time is over."""
    cuts: list[Row] = []
    gap = None
    try:
        while True:
            gap, direction, _ = nearest(known, means, table.size, clock)
            if gap <= EQUAL:
                return Proven(means, gap, tuple(cuts), True, known)
            tell(f"Proving that panels reach these chances: {gap:.5f} apart, {len(known)} panels, {len(cuts)} cuts")
            weights = np.round(direction / np.abs(direction).max() * STEPS)
            panel = furthest(table, weights, clock)
            known = np.unique(np.vstack([known, panel]), axis=0)
            worth, reached = float(weights @ means), int(weights @ panel)
            if worth - reached > EQUAL / 4 * float(np.abs(weights) @ table.size):
                columns = np.flatnonzero(weights)
                cuts.append(Row(tuple(map(int, columns)), tuple(map(float, weights[columns])), -INFINITY, float(reached)))
                better = method(table.with_rows(cuts), clock)
                if better is None:
                    return Proven(means, gap, tuple(cuts), True, known)
                means = better
    except OutOfTime:
        return Proven(means, gap, tuple(cuts), False, known)


def _kinds_of_panels(kinds: Kinds, panels: Whole | Sequence[Whole]) -> Whole:
    return np.array([kinds.together(panel) for panel in panels], dtype=np.int64)


def even_weights(panels: Whole, means: Floats, size: Whole) -> float:
    """How near weights on `panels`, sought from equal ones outwards, come to `means`, as the largest difference in a chance.

    The smallest change of the weights that gives the means exactly; panels whose weight falls below 0 are left out, and again. Panels dealt
    for these very means need a small change only, so this proves in a second what a linear program proves in a minute. It never proves too
    much: the distance is measured with the weights found, none of them below 0.
    """
    system = np.vstack([panels.T / size[:, None], np.ones(len(panels))])
    wanted = np.append(means / size, 1.0)
    weights = np.full(len(panels), 1.0 / len(panels))
    gap, last = INFINITY, (0, INFINITY)
    for _ in range(TURNS):
        used = weights > 0
        part = system[:, used]
        missing = wanted - part @ weights[used]
        apart = float(np.abs(missing).max())
        gap = min(gap, apart)
        # With no panel left out since the last turn, a distance that stays is what these panels cannot bridge.
        if gap <= EQUAL / 10 or (last[0] == used.sum() and apart > last[1] / 2):
            break
        last = int(used.sum()), apart
        square = part @ part.T
        # The rows hang together (seats, quotas that bind), hence the small ridge; what it leaves over is mended in the next turn.
        square[np.diag_indices_from(square)] += 1e-11 * np.trace(square)
        weights[used] += part.T @ np.linalg.solve(square, missing)
        weights = np.maximum(weights, 0.0)
    return gap


def nearest(panels: Whole, means: Floats, size: Whole, clock: Clock) -> tuple[float, Floats, Floats]:
    """How near weights on `panels` come to `means`, as the largest difference in a chance; in which direction panels are missing; the weights.

    The direction is a price for each kind: the means are worth more by it than every one of these panels. Raises OutOfTime.
    """
    number, kinds = panels.shape
    chances = panels / size
    wanted = means / size
    # Columns: a weight for each panel, then the gap. Both sides of each kind: |Σ weight · chance - wanted| ≤ gap.
    rows = []
    for kind in range(kinds):
        columns = np.flatnonzero(chances[:, kind])
        values = tuple(map(float, chances[columns, kind]))
        at = tuple(map(int, columns))
        rows.append(Row((*at, number), (*values, 1.0), float(wanted[kind]), INFINITY))
        rows.append(Row((*at, number), (*values, -1.0), -INFINITY, float(wanted[kind])))
    rows.append(Row(tuple(range(number)), (1.0,) * number, 1.0, 1.0))
    gain = np.zeros(number + 1)
    gain[number] = -1.0
    answer = Model(gain, np.zeros(number + 1), np.append(np.ones(number), 1.0), rows, whole=False).solve(clock)
    assert answer is not None
    prices = answer.prices[0 : 2 * kinds : 2] + answer.prices[1 : 2 * kinds : 2]
    direction: Floats = -prices / size
    return max(0.0, -answer.value), direction, answer.columns[:number]


def furthest(table: Table, weights: Floats | Whole, clock: Clock) -> Whole:
    """The panel that is worth most by whole `weights`, proven. Raises OutOfTime."""
    model = Model(weights, table.low.astype(float), table.size.astype(float), table.rows, whole=True, gap=0.9)
    answer = model.solve(clock)
    assert answer is not None
    panel: Whole = np.round(answer.columns).astype(np.int64)
    return panel
