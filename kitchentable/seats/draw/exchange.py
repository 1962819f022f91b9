"""Rounding some columns up and others down so that rows hold, by exchanging pairs: a local search that takes a thousandth of a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kitchentable.seats.draw.solver import Floats, Whole

# Exchanges tried (and a quarter of the columns on top); columns looked at on each side, and the best besides; exchanges looked at exactly.
EXCHANGES, SOME, FIRST, BEST = 50, 30, 8, 25
# With so few columns every way is looked at.
EACH = 10


def each_way(part: Floats, low: Floats, high: Floats, random: np.random.Generator) -> Floats | None:
    """Which of at most EACH columns round up so that low ≤ part · up ≤ high: one of the ways there are, at random. None: there is none."""
    number = part.shape[1]
    ways = np.arange(2**number)[None, :] >> np.arange(number)[:, None] & 1
    sums = part @ ways
    good = np.flatnonzero(((sums >= low[:, None] - 1e-9) & (sums <= high[:, None] + 1e-9)).all(axis=0))
    if not len(good):
        return None
    up: Floats = ways[:, good[random.integers(len(good))]].astype(np.float64)
    return up


def exchange(part: Floats, low: Floats, high: Floats, ups: int, homes: Whole, random: np.random.Generator) -> Floats | None:
    """Which columns round up (1) so that low ≤ part · up ≤ high, with `ups` of them in all; None when exchanges are stuck or there is no such number.

    Exchanges the pair that mends the rows most, a short memory keeping it from going in circles. `homes` are the rows of shared homes: they
    hold from the start, and an exchange inside a home keeps them.
    """
    number = part.shape[1]
    if not 0 <= ups <= number:
        return None
    scale = np.abs(part).max(axis=1, initial=1.0)[:, None]
    part, low, high = part / scale, low / scale[:, 0], high / scale[:, 0]
    up = _start(part, low, high, ups, homes, random)
    sums = part @ up
    square = (part * part).sum(axis=0)
    touched = np.full(number, -EXCHANGES)
    for step in range(EXCHANGES + number // 4):
        # minimum and maximum: np.clip costs three times as much on rows this short
        wrong = sums - np.minimum(np.maximum(sums, low), high)
        if wrong @ wrong < 1e-18:
            return up.astype(np.float64)
        rested = touched < step - 3
        pull = wrong @ part
        outs, ins = _some((up & rested).nonzero()[0], -pull, random), _some((~up & rested).nonzero()[0], pull, random)
        if not len(outs) or not len(ins):
            return None
        apart = square[ins][None, :] + square[outs][:, None] - 2 * (part[:, outs].T @ part[:, ins])
        change = 2 * (pull[ins][None, :] - pull[outs][:, None]) + 0.5 * apart
        best = change.ravel().argpartition(min(BEST, change.size) - 1)[:BEST]
        out, in_ = outs[best // len(ins)], ins[best % len(ins)]
        after = sums[:, None] - part[:, out] + part[:, in_]
        left = after - np.minimum(np.maximum(after, low[:, None]), high[:, None])
        error = np.einsum("rc,rc->c", left, left)
        chosen = int((error + 0.3 * random.random(len(best))).argmin())
        up[out[chosen]], up[in_[chosen]] = False, True
        touched[out[chosen]] = touched[in_[chosen]] = step
        sums = after[:, chosen]
    return None


def _start(part: Floats, low: Floats, high: Floats, ups: int, homes: Whole, random: np.random.Generator) -> Whole:
    """Columns to begin with: in each home as many as it may have, and of the rest an even sample.

    Columns stand in the order of their values, so neighbours are alike and an even sample is nearly right.
    """
    number = part.shape[1]
    up, free, left = np.zeros(number, dtype=bool), np.ones(number, dtype=bool), ups
    for home in homes:
        members = random.permutation(np.flatnonzero(part[home]))
        some = round(len(members) * ups / number)
        some = int(min(max(some, np.ceil(low[home])), np.floor(high[home]), left))
        up[members[:some]] = True
        free[members] = False
        left -= some
    rest = np.flatnonzero(free)
    left = min(left, len(rest))
    if left > 0:
        up[rest[((np.arange(left) + random.random()) * len(rest) / left).astype(np.int64)]] = True
    short = ups - int(up.sum())
    if short > 0:
        up[random.permutation(np.flatnonzero(~up))[:short]] = True
    return up


def _some(columns: Whole, cost: Floats, random: np.random.Generator) -> Whole:
    """At most SOME of the columns, from all over; and the FIRST of them by `cost`, for a broken home has few columns that could mend it."""
    if len(columns) <= SOME:
        return columns
    best = columns[cost[columns].argpartition(FIRST)[:FIRST]]
    return np.append(best, columns[((np.arange(SOME) + random.random()) * len(columns) / SOME).astype(np.int64)])
