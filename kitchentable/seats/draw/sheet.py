"""Reading a CSV file as people save it: with a BOM, with semicolons, with quotation marks. What cannot be read is said with row and column.

Rows are counted as a spreadsheet shows them: the header is row 1.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MARKS = (",", ";", "\t")


class BadInput(ValueError):
    """The files do not say clearly what to draw; nothing was drawn. The message is one sentence, with row and column where there are any."""

    def __init__(self, problems: str | Sequence[str]) -> None:
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        more = len(self.problems) - 1
        super().__init__(
            self.problems[0] + (f" There {'is 1 more problem' if more == 1 else f'are {more} more problems'}." if more else "")
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number in a spreadsheet, and its cells by column name."""

    row: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that could be read. `name` is what messages call it."""

    name: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def read_sheet(path: Path) -> Sheet:
    """The rows of a CSV file. Raises BadInput."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    return parse(_decoded(raw, path.name), path.name)


def parse(text: str, name: str) -> Sheet:
    """The rows of a CSV text. Raises BadInput."""
    rows = _rows(text, name)
    header = next(((number, cells) for number, cells in rows if any(cells)), None)
    if header is None:
        raise BadInput(f"{name} is empty. Its first row must name the columns.")
    columns = _columns(header[1], name, header[0])
    lines, problems = [], []
    for number, cells in rows:
        if number <= header[0] or not any(cells):
            continue
        if len(cells) > len(header[1]) or any(cells[len(columns) :]):
            problems.append(
                f"{name}, row {number}: {len(cells)} cells, but {len(columns)} columns are named in row {header[0]}. "
                'A value that has a comma in it needs quotation marks around it, like "Green, Chloe".'
            )
            continue
        padded = cells + [""] * (len(columns) - len(cells))
        lines.append(Line(number, dict(zip(columns, padded, strict=False))))
    if problems:
        raise BadInput(problems)
    if not lines:
        raise BadInput(f"{name} has a header and no rows below it.")
    return Sheet(name, columns, tuple(lines))


def _decoded(raw: bytes, name: str) -> str:
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{name}, row {row}: a letter there cannot be read. Save the file as “CSV UTF-8”.") from error


def _rows(text: str, name: str) -> list[tuple[int, list[str]]]:
    if "\x00" in text:
        raise BadInput(f"{name}, row {text[: text.index(chr(0))].count(chr(10)) + 1}: this is not a CSV file (it has a zero byte).")
    first = next((line for line in text.splitlines() if line.strip()), "")
    # Of the marks that may part cells, the one that the header uses most.
    mark = max(MARKS, key=lambda one: len(next(csv.reader([first], delimiter=one), [])))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    found: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(reader, 1):
            found.append((number, [_clean(cell) for cell in cells]))
    except csv.Error as error:
        raise BadInput(f"{name}, row {len(found) + 1}: this row cannot be read as CSV ({error}).") from error
    return found


def _columns(cells: list[str], name: str, row: int) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    for number, cell in enumerate(cells, 1):
        if not cell:
            raise BadInput(f"{name}, row {row}: column {number} has no name.")
        if cell.casefold() in (other.casefold() for other in cells[: number - 1]):
            raise BadInput(f"{name}, row {row}: two columns are named {cell}.")
    return tuple(cells)


def _clean(cell: str) -> str:
    """Without what the eye cannot see: spaces around it, two spaces for one, two ways to write é."""
    return unicodedata.normalize("NFC", " ".join(cell.split()))
