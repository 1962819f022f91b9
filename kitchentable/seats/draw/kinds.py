"""Kinds of people, and the rows that a panel must keep.

People who have equal features and live with nobody else in the list are one kind: a fair method gives them equal chances. People who share a
home are one kind with those who have the same place in a home of the same make-up. A panel is then a count for each kind, and every rule
(quotas, seats, one of each household) is a linear row over those counts: no exactness is lost, because any counts that keep the rows can
be dealt out to people and homes, and dealing evenly gives everybody of a kind the same chance.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kitchentable.seats.draw.solver import Row
from kitchentable.seats.draw.task import Task

if TYPE_CHECKING:
    from kitchentable.seats.draw.solver import Floats, Whole


class Kind(NamedTuple):
    """What tells a kind apart: its feature values, the id of somebody who must be in, and the home they share with others in the list.

    A home is its name (fine kinds), or its make-up as text (kinds); empty for people who live with nobody else in the list.
    """

    values: tuple[str, ...]
    must: str
    home: str


@dataclass(frozen=True, eq=False)
class Table:
    """All panels, as whole counts of kinds: low ≤ count ≤ size, and every row kept. Quotas come first in the rows, in the task's order."""

    size: Whole
    low: Whole
    rows: tuple[Row, ...]
    seats: int

    @property
    def kinds(self) -> int:
        """How many kinds there are."""
        return len(self.size)

    def with_rows(self, more: Iterable[Row]) -> Table:
        """The same panels, with rows that cut away what no panel reaches."""
        return dataclasses.replace(self, rows=self.rows + tuple(more))

    def keep(self, panels: Whole) -> bool:
        """Whether each of these rows of counts is a panel. Whole numbers only."""
        if (panels < self.low).any() or (panels > self.size).any():
            return False
        for row in self.rows:
            sums = panels[:, list(row.columns)] @ np.array(row.values, dtype=np.int64)
            if (sums < row.low).any() or (sums > row.high).any():
                return False
        return True


@dataclass(frozen=True, eq=False)
class Kinds:
    """The people by kind, twice: `table` for the optimisation, and `fine`, where each shared home stands by itself, for dealing out seats.

    `people[i]` are places in the task's list; `kind[i]` is the kind in `table` of the fine kind i.
    """

    table: Table
    fine: Table
    people: tuple[tuple[int, ...], ...]
    kind: Whole

    def per_fine(self, counts: Floats) -> Floats:
        """Mean counts of kinds, spread evenly over the fine kinds."""
        spread: Floats = counts[self.kind] * self.fine.size / self.table.size[self.kind]
        return spread

    def together(self, fine_counts: Whole) -> Whole:
        """Counts of fine kinds, added up to kinds."""
        counts = np.zeros(self.table.kinds, dtype=np.int64)
        np.add.at(counts, self.kind, fine_counts)
        return counts


def kinds_of(task: Task) -> Kinds:
    """The kinds of a task's people, in an order that depends on the people alone."""
    groups: dict[Kind, list[int]] = defaultdict(list)
    shared = {home for home, number in Counter(person.household for person in task.people).items() if home and number > 1}
    for place, person in enumerate(task.people):
        must = person.id if person.id in task.must else ""
        groups[Kind(person.values, must, person.household if person.household in shared else "")].append(place)
    fine = sorted(groups)
    make_up = _make_up(groups)
    alike = [one._replace(home=make_up.get(one.home, "")) for one in fine]
    kinds = sorted(set(alike))
    at = {one: place for place, one in enumerate(kinds)}
    kind = np.array([at[one] for one in alike], dtype=np.int64)
    fine_size = np.array([len(groups[one]) for one in fine], dtype=np.int64)
    size = np.zeros(len(kinds), dtype=np.int64)
    np.add.at(size, kind, fine_size)
    return Kinds(
        _table(task, kinds, size, Counter(make_up.values())),
        _table(task, fine, fine_size, dict.fromkeys(make_up, 1)),
        tuple(tuple(groups[one]) for one in fine),
        kind,
    )


def _make_up(groups: Mapping[Kind, Sequence[int]]) -> dict[str, str]:
    """What each shared home is made of, as text: homes with the same text are alike."""
    inside: dict[str, list[tuple[tuple[str, ...], str, int]]] = defaultdict(list)
    for kind, people in groups.items():
        if kind.home:
            inside[kind.home].append((kind.values, kind.must, len(people)))
    return {home: repr(sorted(made)) for home, made in inside.items()}


def _table(task: Task, kinds: Sequence[Kind], size: Whole, homes: Mapping[str, int]) -> Table:
    """The rows over `kinds`; `homes` says how many homes stand behind each name of a home."""
    low = np.array([number if one.must else 0 for one, number in zip(kinds, size, strict=True)], dtype=np.int64)
    place = {feature: at for at, feature in enumerate(task.features)}
    with_value: dict[tuple[str, str], list[int]] = defaultdict(list)
    in_home: dict[str, list[int]] = defaultdict(list)
    for column, one in enumerate(kinds):
        for feature, at in place.items():
            with_value[feature, one.values[at]].append(column)
        if one.home:
            in_home[one.home].append(column)
    rows = [sum_row(with_value[quota.feature, quota.value], quota.low, quota.high) for quota in task.quotas]
    rows.append(sum_row(range(len(kinds)), task.seats, task.seats))
    rows += [sum_row(columns, 0, homes[home]) for home, columns in sorted(in_home.items())]
    return Table(size, low, tuple(rows), task.seats)


def sum_row(columns: Sequence[int], low: float, high: float) -> Row:
    """low ≤ the sum of these columns ≤ high."""
    return Row(tuple(columns), (1.0,) * len(columns), low, high)
