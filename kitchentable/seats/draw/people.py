"""The people who offered: `id,<feature>…[,household]`. Names are not needed; a published list should have none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kitchentable.seats.draw.quotas import Quota
from kitchentable.seats.draw.sheet import BadInput, Line, Sheet, read_sheet


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who offered. `values` stand in the order of the features; `household` is empty for a home of their own."""

    id: str
    values: tuple[str, ...]
    household: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """Everybody who offered, by id; the features that have quotas, by name; and the columns that were left alone."""

    people: tuple[Person, ...]
    features: tuple[str, ...]
    unused: tuple[str, ...] = ()


def read_people(path: Path, quotas: Sequence[Quota]) -> Pool:
    """The people of a file. A column without quotas is left alone. Raises BadInput."""
    return people_of(read_sheet(path), quotas)


def people_of(sheet: Sheet, quotas: Sequence[Quota]) -> Pool:
    """The people of a sheet; the order of its rows and columns changes nothing. Raises BadInput."""
    names = {column.casefold(): column for column in sheet.columns}
    if "id" not in names:
        raise BadInput(f"{sheet.name}, row 1: there is no column id.")
    known = _known(sheet, quotas)
    features = tuple(sorted(known))
    problems: list[str] = []
    first_row: dict[str, int] = {}
    people = []
    for line in sheet.lines:
        person = Person(
            line.cells[names["id"]],
            tuple(line.cells[feature] for feature in features),
            line.cells[names["household"]] if "household" in names else "",
        )
        problems += _problems(person, line, features, known, sheet.name)
        if person.id and (row := first_row.setdefault(person.id, line.row)) != line.row:
            problems.append(f"{sheet.name}, rows {row} and {line.row}, column id: {person.id} stands there twice.")
        people.append(person)
    if problems:
        raise BadInput(problems)
    used = {names["id"], names.get("household", ""), *features}
    return Pool(tuple(sorted(people, key=lambda one: one.id)), features, tuple(one for one in sheet.columns if one not in used))


def _known(sheet: Sheet, quotas: Sequence[Quota]) -> dict[str, set[str]]:
    """The values that each feature may have."""
    known: dict[str, set[str]] = {}
    for quota in quotas:
        if quota.feature not in sheet.columns:
            raise BadInput(
                f"The quotas have the feature {quota.feature} (row {quota.row}, column feature), "
                f"but {sheet.name} has no column of that name. Its columns: {', '.join(sheet.columns)}."
            )
        known.setdefault(quota.feature, set()).add(quota.value)
    return known


def _problems(person: Person, line: Line, features: Sequence[str], known: dict[str, set[str]], file: str) -> list[str]:
    found = [] if person.id else [f"{file}, row {line.row}, column id: this cell is empty."]
    for feature, value in zip(features, person.values, strict=True):
        where = f"{file}, row {line.row}, column {feature}"
        if not value:
            found.append(f"{where}: this cell is empty.")
        elif value not in known[feature]:
            some = sorted(known[feature])
            listed = ", ".join(some[:12]) + (f" and {len(some) - 12} more" if len(some) > 12 else "")
            found.append(f"{where}: “{value}” has no quota. The quotas of {feature} name: {listed}.")
    return found
