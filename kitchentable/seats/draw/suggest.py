"""When no panel keeps all quotas: the smallest changes after which one does, several ways, in words. Nothing is ever relaxed in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kitchentable.seats.draw.kinds import Table, kinds_of
from kitchentable.seats.draw.quotas import Quota
from kitchentable.seats.draw.solver import INFINITY, Clock, Model, OutOfTime, Row
from kitchentable.seats.draw.task import Task

# Seconds for one way.
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Way:
    """One set of changes after which a panel exists, and what it holds to: "the fewest people", "inside min_flex and max_flex", …"""

    changes: tuple[tuple[Quota, int, int], ...]
    kept_to: str

    @property
    def people(self) -> int:
        """By how many people the limits move, added up."""
        return sum(quota.low - low + high - quota.high for quota, low, high in self.changes)

    @property
    def words(self) -> str:
        """As one sentence for each change."""
        return " ".join(_words(*change) for change in self.changes)


class NoPanel(Exception):
    """No panel keeps all quotas. `why` in plain words; the ways, smallest first; none when it is not the quotas that stand in the way."""

    def __init__(self, why: str, ways: tuple[Way, ...]) -> None:
        self.why, self.ways = why, ways
        super().__init__(why)

    def as_json(self) -> dict[str, Any]:
        """What the command prints."""
        return {
            "feasible": False,
            "suggestion": _suggestion(self.ways[0]) if self.ways else [],
            "why": self.why,
            "ways": [
                {"kept_to": way.kept_to, "people": way.people, "words": way.words, "suggestion": _suggestion(way)}
                for way in self.ways
            ],
        }


def why_not(task: Task) -> NoPanel:
    """Why no panel keeps the quotas of the task, and ways out."""
    table = kinds_of(task).table
    ways: list[Way] = []
    for limits, kept_to, few in _attempts(task):
        way = _way(task, table, limits, kept_to, few)
        if way is not None and way.changes not in [other.changes for other in ways]:
            ways.append(way)
    return NoPanel(_why(task, table, bool(ways)), tuple(ways))


Limits = Callable[[Quota], tuple[int, int]]


def _attempts(task: Task) -> Iterator[tuple[Limits, str, bool]]:
    """How low and how high each quota may go, what that is called, and whether to touch few quotas instead of few people."""
    if any((quota.flex_low, quota.flex_high) != (quota.low, quota.high) for quota in task.quotas):
        yield (lambda quota: (quota.flex_low, quota.flex_high)), "inside min_flex and max_flex", False
    yield (lambda quota: (0, task.seats)), "the fewest people", False
    yield (lambda quota: (0, task.seats)), "the fewest quotas", True
    yield (lambda quota: (0, quota.high)), "lower minimums only", False
    for feature in task.features:
        yield _only(feature, task.seats), f"{feature} only", False


def _only(feature: str, seats: int) -> Limits:
    def limits(quota: Quota) -> tuple[int, int]:
        return (0, seats) if quota.feature == feature else (quota.low, quota.high)

    return limits


def _way(task: Task, table: Table, limits: Limits, kept_to: str, few: bool) -> Way | None:
    """The smallest change within these limits; None when it is not enough.

    Columns: the panel, then for each quota how far its min goes down, how far its max goes up, and whether it is touched.
    """
    kinds, number = table.kinds, len(task.quotas)
    down, up, touched = kinds, kinds + number, kinds + 2 * number
    rows = list(table.rows[number:])
    high = [*map(float, table.size)]
    room = [(max(0, quota.low - limits(quota)[0]), max(0, limits(quota)[1] - quota.high)) for quota in task.quotas]
    high += [float(lower) for lower, _ in room] + [float(higher) for _, higher in room] + [1.0] * number
    for place, quota in enumerate(task.quotas):
        row = table.rows[place]
        rows.append(Row((*row.columns, down + place), (*row.values, 1.0), quota.low, INFINITY))
        rows.append(Row((*row.columns, up + place), (*row.values, -1.0), -INFINITY, quota.high))
        rows.append(Row((down + place, up + place, touched + place), (1.0, 1.0, -float(sum(room[place]) + 1)), -INFINITY, 0.0))
    people, quotas = (1.0, 100.0) if few else (100.0, 1.0)
    gain = [0.0] * kinds + [-people] * (2 * number) + [-quotas] * number
    low = [*map(float, table.low)] + [0.0] * (3 * number)
    try:
        answer = Model(gain, low, high, rows, whole=True, gap=0.9).solve(Clock(PATIENCE), good_enough=True)
    except OutOfTime:
        return None
    if answer is None:
        return None
    moved = np.round(answer.columns).astype(int)
    changes = [
        (quota, quota.low - int(moved[down + place]), quota.high + int(moved[up + place]))
        for place, quota in enumerate(task.quotas)
        if moved[down + place] or moved[up + place]
    ]
    return Way(tuple(changes), kept_to)


def _words(quota: Quota, low: int, high: int) -> str:
    """Allow 3 instead of 4 people aged 16–24."""
    who = f"with {quota.feature} “{quota.value}”"
    parts = []
    if low < quota.low:
        parts.append(f"Allow {low} instead of at least {quota.low} people {who}.")
    if high > quota.high:
        parts.append(f"Allow {high} instead of at most {quota.high} people {who}.")
    return " ".join(parts)


def _suggestion(way: Way) -> list[dict[str, Any]]:
    return [{"feature": quota.feature, "value": quota.value, "min": low, "max": high} for quota, low, high in way.changes]


def _why(task: Task, table: Table, quotas_help: bool) -> str:
    """The first reason that a reader can check by counting; else that the quotas do not go together."""
    if not quotas_help:
        homes = len({person.household or f"\n{person.id}" for person in task.people})
        if homes < task.seats:
            return (
                f"At most one person of a household can have a seat, and there are only {homes} households for {task.seats} seats."
            )
        return "No change of the quotas would be enough."
    for reason in (*_sums(task), *_short(task, table)):
        return reason
    return "Each quota could be met alone, but no panel meets all of them together."


def _sums(task: Task) -> Iterator[str]:
    for feature in task.features:
        quotas = [quota for quota in task.quotas if quota.feature == feature]
        least, most = sum(quota.low for quota in quotas), sum(quota.high for quota in quotas)
        if least > task.seats:
            yield f"Quotas, {_rows(quotas)}, column min: the minimums of {feature} add up to {least}, more than the {task.seats} seats."
        if most < task.seats:
            yield f"Quotas, {_rows(quotas)}, column max: the maximums of {feature} add up to {most}, fewer than the {task.seats} seats."


def _short(task: Task, table: Table) -> Iterator[str]:
    for quota, row in zip(task.quotas, table.rows, strict=False):
        offered = sum(int(table.size[column]) for column in row.columns)
        if offered < quota.low:
            people = "1 person" if offered == 1 else f"{offered} people"
            yield f"Quotas, row {quota.row}, column min: {quota.name} needs {quota.low}, but {people} offered."


def _rows(quotas: Sequence[Quota]) -> str:
    rows = sorted(quota.row for quota in quotas)
    return f"row {rows[0]}" if len(rows) == 1 else f"rows {', '.join(map(str, rows[:-1]))} and {rows[-1]}"
