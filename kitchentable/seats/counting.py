"""Counts of answers that give no small count away, whatever is added or subtracted (R116, law 5). Pure.

Each question is one row of counts; all questions share one total, and nothing else: no two questions are ever crossed with each
other or with the way an offer came. So whoever knows all that is shown knows of each question only its shown counts and the total.
They are made once, after the call has closed, and kept: no later offer, no offer that is taken back, changes what is shown, so
there is no second table to subtract from the first.
"""

from __future__ import annotations

from collections.abc import Sequence

Cell = int | None
"""A count that may be shown, or None for one that is hidden."""


def shown(counts: Sequence[int], limit: int, turn: Sequence[int]) -> list[Cell]:
    """The counts of one question whose sum is known. Each from 1 to under `limit` is hidden, with others beside it, so that none can be
    worked out. Nought is shown: that nobody of a group offered is what a lead must see.

    Beside the small ones always stands one that is not small, and together they are twice the limit or more: so each hidden count may
    be many things, small or not, for all that a reader knows. When the others do not suffice, all are hidden. Which others are hidden
    goes by `turn` (all places, in an order that readers do not know) and not by their size: taken by size, whoever knows this rule
    could read off a hidden count from the shown ones. When all gave one answer, nothing is shown: it would be each person’s answer.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < limit}
    waiting = [place for place in turn if counts[place] >= limit]
    while hidden and waiting and not _is_safe([counts[place] for place in hidden], limit):
        hidden.add(waiting.pop(0))
    if (
        sum(counts) < 2 * limit
        or max(counts) == sum(counts)
        or (hidden and not _is_safe([counts[place] for place in hidden], limit))
    ):
        return [None for _count in counts]
    return [None if place in hidden else count for place, count in enumerate(counts)]


def total(counts: Sequence[int], limit: int) -> Cell:
    """How many there are in all, when that may be said."""
    return sum(counts) if sum(counts) >= limit else None


def _is_safe(hidden: Sequence[int], limit: int) -> bool:
    return max(hidden) >= limit and sum(hidden) >= 2 * limit
