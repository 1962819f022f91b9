"""A small table of counts with its sums, with so much hidden that no sum gives a hidden count back (R116). Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

Cell = int | None
"""A count that may be shown, or None for one that is hidden."""
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """Counts that may be shown. `down` are the sums of the columns (empty when they have no meaning), `across` those of the rows."""

    rows: tuple[tuple[Cell, ...], ...]
    across: tuple[Cell, ...]
    down: tuple[Cell, ...]
    all: Cell


def published(rows: Sequence[Sequence[int]], limit: int, *, columns_add_up: bool = True, key: str = "") -> Table:
    """The table as anyone may read it: each count under `limit` is hidden, and as many more as it takes.

    None is hidden so badly that it can be worked out: whoever knows all that is shown still finds, for each hidden count, values
    that lie `limit` or more apart. Hidden ones look alike, so nobody can tell which was small. `columns_add_up=False`: somebody may
    stand in two rows, so only the rows have sums. `key`: something secret. Which others are hidden beside the small ones goes by it and
    not by their size: taken by size, whoever knows this rule could read a hidden count off the shown ones.
    """
    if not rows:
        return Table((), (), (), None)
    whole = _Whole(rows, key)
    if not columns_add_up:
        whole.unsaid = {(whole.height, column) for column in range(whole.width + 1)}
        whole.hidden |= whole.unsaid
    whole.hidden |= {place for place in whole.places() if whole.value(place) < limit}
    while (open_one := next((place for place in whole.in_doubt() if whole.room(place, limit) < limit), None)) is not None:
        whole.hide_for(open_one, limit)
    shown = [
        [None if (row, column) in whole.hidden else whole.value((row, column)) for column in range(whole.width + 1)]
        for row in range(whole.height + 1)
    ]
    return Table(
        rows=tuple(tuple(row[:-1]) for row in shown[:-1]),
        across=tuple(row[-1] for row in shown[:-1]),
        down=tuple(shown[-1][:-1]) if columns_add_up else (),
        all=shown[-1][-1],
    )


class _Whole:
    """The counts with their sums as one more row and one more column.

    With the sums taken as negative, every row and every column adds up to nought. So a hidden count can change only along a ring of
    hidden places, up at one and down at the next. `unsaid`: sums that stand for nothing and are never shown.
    """

    def __init__(self, rows: Sequence[Sequence[int]], key: str) -> None:
        self.key = key
        self.height, self.width = len(rows), len(rows[0])
        across = [[*row, sum(row)] for row in rows]
        self.counts: list[list[int]] = [*across, [sum(column) for column in zip(*across, strict=True)]]
        self.hidden: set[Place] = set()
        self.unsaid: set[Place] = set()

    def places(self) -> list[Place]:
        """Every place, sums last."""
        inner = [(row, column) for row in range(self.height) for column in range(self.width)]
        sums = [*((row, self.width) for row in range(self.height)), *((self.height, column) for column in range(self.width))]
        return [*inner, *sums, (self.height, self.width)]

    def in_doubt(self) -> list[Place]:
        """The hidden places, in order; not those sums that have no meaning."""
        return [place for place in self.places() if place in self.hidden - self.unsaid]

    def value(self, place: Place) -> int:
        """The count at a place."""
        return self.counts[place[0]][place[1]]

    def hide_for(self, place: Place, limit: int) -> None:
        """Hide one more, so that this place has room; when no single one is enough, one beside it.

        First one in the same row, then in the same column, then anywhere; sums last.
        """
        shown = [other for other in self.places() if other not in self.hidden]
        row, column = place

        def distance(other: Place) -> tuple[bool, bool, bool, bool, bytes]:
            beside = other[0] == row, other[1] == column
            return other == (self.height, self.width), self._is_sum(other), not any(beside), not beside[0], self._turn(other)

        shown.sort(key=distance)
        self.hidden.add(next((other for other in shown if self._would_help(other, place, limit)), shown[0]))

    def room(self, place: Place, limit: int) -> int:
        """How far apart the values are that could stand here, for all that is shown; counting stops at `limit`."""
        room = 0
        for up in (True, False):
            counts = [list(row) for row in self.counts]
            while room < limit and (ring := self._ring(counts, place, up)):
                for (row, column), step in ring:
                    counts[row][column] += step
                room += 1
        return room

    def _would_help(self, other: Place, place: Place, limit: int) -> bool:
        self.hidden.add(other)
        helps = self.room(place, limit) >= limit
        self.hidden.remove(other)
        return helps

    def _is_sum(self, place: Place) -> bool:
        return place[0] == self.height or place[1] == self.width

    def _turn(self, place: Place) -> bytes:
        return hashlib.sha256(f"{self.key}:{place[0]}:{place[1]}".encode()).digest()

    def _sign(self, place: Place) -> int:
        """Sums count as negative, so that lines add up to nought; the sum of the sums is positive again."""
        return -1 if (place[0] == self.height) != (place[1] == self.width) else 1

    def _ring(self, counts: list[list[int]], start: Place, up: bool) -> list[tuple[Place, int]]:
        """A ring of hidden places through `start` along which each second one goes up and the others go down; empty when there is none."""
        first = self._sign(start) * (1 if up else -1)
        if counts[start[0]][start[1]] + (1 if up else -1) < 0:
            return []
        # From the column of `start` back to its row: leave a column against the sign of the first step, leave a row with it.
        came: dict[tuple[str, int], tuple[tuple[str, int], Place, int]] = {}
        here, home = ("column", start[1]), ("row", start[0])
        waiting = [here]
        while waiting and home not in came:
            node = waiting.pop(0)
            kind, at = node
            for place in self.hidden:
                if place == start or place[1 if kind == "column" else 0] != at:
                    continue
                step = self._sign(place) * (-first if kind == "column" else first)
                to = ("row", place[0]) if kind == "column" else ("column", place[1])
                if to in came or to == here or counts[place[0]][place[1]] + step < 0:
                    continue
                came[to] = (node, place, step)
                waiting.append(to)
        if home not in came:
            return []
        ring, node = [(start, 1 if up else -1)], home
        while node != here:
            node, place, step = came[node]
            ring.append((place, step))
        return ring
