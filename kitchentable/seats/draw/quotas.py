"""The quotas: how many people of each feature value a panel must have, at least and at most."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kitchentable.seats.draw.sheet import BadInput, Line, Sheet, read_sheet

NEEDED = ("feature", "value", "min", "max")
KEPT = ("id", "household")


@dataclass(frozen=True, slots=True)
class Quota:
    """At least `low` and at most `high` people whose `feature` is `value`; when that cannot be, not outside flex_low–flex_high."""

    feature: str
    value: str
    low: int
    high: int
    flex_low: int
    flex_high: int
    row: int = 0

    @property
    def name(self) -> str:
        """As a message names it: `age 16–24`."""
        return f"{self.feature} {self.value}"


def read_quotas(path: Path) -> tuple[Quota, ...]:
    """The quotas of a file `feature,value,min,max[,min_flex,max_flex]`. Raises BadInput."""
    return quotas_of(read_sheet(path))


def quotas_of(sheet: Sheet) -> tuple[Quota, ...]:
    """The quotas of a sheet. Raises BadInput."""
    names = {column.casefold(): column for column in sheet.columns}
    for needed in NEEDED:
        if needed not in names:
            raise BadInput(f"{sheet.name}, row 1: there is no column {needed}. It needs feature, value, min and max.")
    found: dict[tuple[str, str], Quota] = {}
    problems: list[str] = []
    for line in sheet.lines:
        try:
            quota = _quota(line, names, sheet.name)
            if (other := found.get((quota.feature, quota.value))) is not None:
                raise BadInput(f"{sheet.name}, rows {other.row} and {line.row}: {quota.name} stands there twice.")
            found[quota.feature, quota.value] = quota
        except BadInput as problem:
            problems += problem.problems
    if problems:
        raise BadInput(problems)
    return tuple(found.values())


def _quota(line: Line, names: dict[str, str], file: str) -> Quota:
    feature, value = line.cells[names["feature"]], line.cells[names["value"]]
    for column, cell in (("feature", feature), ("value", value)):
        if not cell:
            raise BadInput(f"{file}, row {line.row}, column {column}: this cell is empty.")
    if feature.casefold() in KEPT:
        raise BadInput(f"{file}, row {line.row}, column feature: {feature} cannot have quotas; it tells people or homes apart.")
    low, high = _number(line, names, "min", file), _number(line, names, "max", file)
    if low > high:
        raise BadInput(
            f"{file}, row {line.row}, columns min and max: {feature} {value} has a min of {low}, more than its max of {high}."
        )
    flex_low = _number(line, names, "min_flex", file, otherwise=low)
    flex_high = _number(line, names, "max_flex", file, otherwise=high)
    if flex_low > low:
        raise BadInput(f"{file}, row {line.row}, column min_flex: {flex_low} is more than the min of {low}.")
    if flex_high < high:
        raise BadInput(f"{file}, row {line.row}, column max_flex: {flex_high} is less than the max of {high}.")
    return Quota(feature, value, low, high, flex_low, flex_high, line.row)


def _number(line: Line, names: dict[str, str], column: str, file: str, otherwise: int | None = None) -> int:
    cell = line.cells[names[column]] if column in names else ""
    if not cell and otherwise is not None:
        return otherwise
    if not cell:
        raise BadInput(f"{file}, row {line.row}, column {column}: this cell is empty.")
    # Nine figures are more people than any council has, and keep the solver's numbers whole.
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 9):
        raise BadInput(f"{file}, row {line.row}, column {column}: “{cell}” is not a whole number from 0 up.")
    return int(cell)
