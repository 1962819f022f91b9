"""Leximin computed another way: every panel by enumeration, every linear program by a simplex in whole fractions. Slow, small, and exact."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from kitchentable.seats.draw.task import Task

ZERO, ONE = Fraction(0), Fraction(1)


def all_panels(task: Task) -> list[tuple[int, ...]]:
    """Every set of people that keeps seats, quotas, households and must-includes."""
    found = []
    for panel in combinations(range(len(task.people)), task.seats):
        people = [task.people[place] for place in panel]
        homes = [person.household for person in people if person.household]
        if len(homes) != len(set(homes)) or not set(task.must) <= {person.id for person in people}:
            continue
        if all(
            quota.low <= sum(person.values[task.features.index(quota.feature)] == quota.value for person in people) <= quota.high
            for quota in task.quotas
        ):
            found.append(panel)
    return found


def leximin_chances(panels: Sequence[tuple[int, ...]], people: int) -> list[Fraction]:
    """Everybody's chance under leximin, exactly."""
    inside = [frozenset(panel) for panel in panels]
    settled: dict[int, Fraction] = {}
    while len(settled) < people:
        level, prices = _stage(inside, people, settled)
        tight = [one for one in range(people) if one not in settled and prices[one] > 0]
        for one in tight or [one for one in range(people) if one not in settled]:
            settled[one] = level
    return [settled[one] for one in range(people)]


def _stage(panels: Sequence[frozenset[int]], people: int, settled: dict[int, Fraction]) -> tuple[Fraction, list[Fraction]]:
    """The highest level for all who are not settled, and the price of each person's row."""
    number = len(panels)
    rows, right = [], []
    for one in range(people):
        row = [ONE if one in panel else ZERO for panel in panels]
        row.append(ZERO if one in settled else -ONE)
        row += [-ONE if other == one else ZERO for other in range(people)]
        rows.append(row)
        right.append(settled.get(one, ZERO))
    rows.append([ONE] * number + [ZERO] * (people + 1))
    right.append(ONE)
    gain = [ZERO] * number + [ONE] + [ZERO] * people
    value, costs = maximise(gain, rows, right)
    return value, [costs[number + 1 + one] for one in range(people)]


def maximise(
    gain: Sequence[Fraction], rows: Sequence[Sequence[Fraction]], right: Sequence[Fraction]
) -> tuple[Fraction, list[Fraction]]:
    """The best value of gain · x with rows · x = right (not negative) and x ≥ 0, and each column's reduced cost. Two phases, Bland's rule."""
    height, width = len(rows), len(gain)
    table = [
        [*row, *(ONE if place == at else ZERO for place in range(height)), value]
        for at, (row, value) in enumerate(zip(rows, right, strict=True))
    ]
    basis = list(range(width, width + height))
    costs = [
        -sum((row[column] for row in table), ZERO) if column < width or column == width + height else ZERO
        for column in range(width + height + 1)
    ]
    _pivot_all(table, costs, basis, width + height)
    assert costs[-1] == 0, "there is an answer"
    for at in range(height):  # what is left of the first phase goes out where it can
        if basis[at] >= width:
            column = next((one for one in range(width) if table[at][one] != 0), None)
            if column is not None:
                _pivot(table, costs, basis, at, column)
    costs = [*(-one for one in gain), *([ZERO] * (height + 1))]
    for at, column in enumerate(basis):
        if costs[column] != 0:
            factor = costs[column]
            costs = [one - factor * other for one, other in zip(costs, table[at], strict=True)]
    _pivot_all(table, costs, basis, width)
    return costs[-1], costs[:width]


def _pivot_all(table: list[list[Fraction]], costs: list[Fraction], basis: list[int], width: int) -> None:
    while True:
        column = next((one for one in range(width) if costs[one] < 0), None)
        if column is None:
            return
        steps = [(row[-1] / row[column], basis[at], at) for at, row in enumerate(table) if row[column] > 0]
        _pivot(table, costs, basis, min(steps)[2], column)


def _pivot(table: list[list[Fraction]], costs: list[Fraction], basis: list[int], at: int, column: int) -> None:
    pivot = table[at][column]
    table[at] = [one / pivot if one else one for one in table[at]]
    chosen = table[at]
    for place, row in enumerate(table):
        if place != at and row[column] != 0:
            factor = row[column]
            table[place] = [one - factor * other if other else one for one, other in zip(row, chosen, strict=True)]
    factor = costs[column]
    costs[:] = [one - factor * other if other else one for one, other in zip(costs, chosen, strict=True)]
    basis[at] = column
