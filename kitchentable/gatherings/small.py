"""Counts that give nobody away (R116). Pure. Shares by group of the room are in `balance.py`."""

from __future__ import annotations

from collections.abc import Sequence

Table = Sequence[Sequence[int]]
Shown = list[list[int | None]]


def hide_small(table: Table, limit: int, people: Table | None = None) -> Shown:
    """The table with its totals (one row and one column more), and None where a number would be about too few people.

    A row stands whole or not at all. The rows that do not stand are known only by their sum (total less the rows that stand), and that sum
    is never small either: more rows are left out until it is not, or nothing is left to show. So each number that can be worked out is
    nought or `limit` or more. `people`: how many different people each cell is about, when one person may be in it more than once.
    """
    about = table if people is None else people
    out = {at for at, row in enumerate(table) if _is_small(row, about[at], limit)}
    while out and not _may_be_known(table, about, out, limit):
        if len(out) == len(table):
            return [[None] * (len(row) + 1) for row in [*table, table[0]]]
        out.add(min((at for at in range(len(table)) if at not in out), key=lambda at: (sum(table[at]), at)))
    shown: Shown = [[None] * (len(row) + 1) if at in out else [*row, sum(row)] for at, row in enumerate(table)]
    totals = [sum(column) for column in zip(*table, strict=True)]
    return [*shown, [*totals, sum(totals)]]


def _is_small(row: Sequence[int], people: Sequence[int], limit: int) -> bool:
    return any(count > 0 and few < limit for count, few in zip(row, people, strict=True))


def _may_be_known(table: Table, people: Table, out: set[int], limit: int) -> bool:
    """May the sum of the rows in `out` be known? Two rows or more, and no cell of it about too few. Of many people who may be the same
    ones, the biggest row says how many there are at least."""
    if len(out) < 2:
        return False
    sums = [sum(column) for column in zip(*(table[at] for at in out), strict=True)]
    biggest = [max(column) for column in zip(*(people[at] for at in out), strict=True)]
    if people is table:
        biggest = sums
    return not _is_small(sums, biggest, limit)


def in_whole_groups(answers: Sequence[int | None], group: int) -> list[int]:
    """As many of the answers, from the first, as fill whole groups: so that what is new since yesterday is never one person's."""
    given = [one for one in answers if one is not None]
    return given[: len(given) // group * group]
