"""Reading a sheet of rows, CSV or XLSX, that somebody else made. No Django models here: a file in, rows of text out.

Nothing of a file is trusted: what it is called, how big it says it is, or which letters it is written in.
"""

from __future__ import annotations

import codecs
import csv
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from kitchentable.policy.verdict import Problem

MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200
RATIO_FROM = 1024 * 1024
MOST_PARTS = 2_000
MOST_COLUMNS = 200
MOST_IN_A_CELL = 1_000_000
LOOK_AT = 64 * 1024
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DELIMITERS = ",;\t|"


class NotASheet(Problem):
    """A file that cannot be read as rows; the words say what to do."""

    field = "upload"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the line (or sheet row) it begins on, and its cells as text, at least as many as there are headings."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that can be read as rows, as often as wanted: its headings (no two the same) and how it is written."""

    path: Path
    headings: tuple[str, ...]
    encoding: str
    delimiter: str

    @property
    def is_xlsx(self) -> bool:
        """An Excel workbook; otherwise text."""
        return not self.encoding

    def lines(self) -> Iterator[Line]:
        """Every row under the headings that is not empty, in order; the file is never held whole. Raises NotASheet."""
        rows = _xlsx_rows(self.path) if self.is_xlsx else _csv_rows(self.path, self.encoding, self.delimiter)
        next(rows, None)
        width = len(self.headings)
        for line in rows:
            if any(cell.strip() for cell in line.cells):
                yield line if len(line.cells) >= width else Line(line.number, line.cells + [""] * (width - len(line.cells)))


def open_sheet(path: Path) -> Sheet:
    """Look into a file and say how it can be read. Raises NotASheet, with a sentence that says what to do."""
    with path.open("rb") as file:
        start = file.read(LOOK_AT)
    if start.startswith(ZIP):
        _must_be_a_calm_workbook(path)
        encoding, delimiter, rows = "", "", _xlsx_rows(path)
    else:
        encoding = _encoding(path, start)
        delimiter = _delimiter(path, encoding)
        rows = _csv_rows(path, encoding, delimiter)
    first = next(rows, None)
    if first is None or not any(cell.strip() for cell in first.cells):
        raise NotASheet(_("The first line is empty. It must hold the names of the columns."))
    if len(first.cells) > MOST_COLUMNS:
        raise NotASheet(_("This file has more than %(most)d columns. Keep those that are needed.") % {"most": MOST_COLUMNS})
    return Sheet(path, _headings(first.cells), encoding, delimiter)


def _headings(cells: list[str]) -> tuple[str, ...]:
    """Names of columns, each one once; a column without a name is called by its place."""
    found: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = " ".join(cell.replace("\x00", "").split())[:120] or f"column {place}"
        again, unique = 1, name
        while unique in found:
            again += 1
            unique = f"{name} ({again})"
        found.append(unique)
    while found and found[-1] == f"column {len(found)}" and not cells[len(found) - 1].strip():
        found.pop()
    return tuple(found)


def guard(cell: str) -> str:
    """A cell that a spreadsheet does not run as a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def unguard(cell: str) -> str:
    """The cell as it was before `guard`."""
    return cell[1:] if cell.startswith("'") and guard(cell[1:]) != cell[1:] else cell


# ── text ──────────────────────────────────────────────────────────────────────────────────────────


def _encoding(path: Path, start: bytes) -> str:
    if start.startswith(OLD_EXCEL):
        raise NotASheet(_("This is an old Excel file. Save it as .xlsx or .csv and try again."))
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if (
        start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"GIF8", b"Rar!", b"\x1f\x8b"))
        or start.count(b"\x00") > 8
    ):
        raise NotASheet(_("This is not a sheet of rows. Send a CSV or an XLSX file."))
    if not start.strip():
        raise NotASheet(_("This file is empty."))
    for encoding in ("utf-8-sig", "cp1252"):
        if _reads_as(path, encoding):
            return encoding
    raise NotASheet(_("We cannot read the letters in this file. Save it as CSV with UTF-8 and try again."))


def _reads_as(path: Path, encoding: str) -> bool:
    reader = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(1024 * 1024):
                reader.decode(block)
        reader.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(path: Path, encoding: str) -> str:
    """The mark that stands most often between the names of the columns, outside quotes."""
    try:
        with path.open(encoding=encoding, newline="") as file:
            first = file.readline(LOOK_AT)
    except UnicodeError as error:
        raise NotASheet(_("We cannot read the letters in this file. Save it as CSV with UTF-8 and try again.")) from error
    bare = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=bare.count)


def _csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[Line]:
    csv.field_size_limit(MOST_IN_A_CELL)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        number = 1
        try:
            for cells in reader:
                yield Line(number, cells)
                number = reader.line_num + 1
        except csv.Error as error:
            raise NotASheet(
                _('Line %(line)d cannot be read. Is a quote mark (") opened there and not closed?') % {"line": number}
            ) from error
        except UnicodeError as error:
            raise NotASheet(
                _("Line %(line)d holds letters that we cannot read. Save the file as UTF-8.") % {"line": number}
            ) from error


# ── Excel ─────────────────────────────────────────────────────────────────────────────────────────


def _must_be_a_calm_workbook(path: Path) -> None:
    """A workbook, whole, and not one that unpacks into a flood (a zip bomb) or that makes a reader expand (XML entities)."""
    try:
        with zipfile.ZipFile(path) as parts:
            infos = parts.infolist()
            if "xl/workbook.xml" not in {info.filename for info in infos}:
                raise NotASheet(_("This is not an Excel file. Send a CSV or an XLSX file."))
            total = sum(info.file_size for info in infos)
            steep = any(i.file_size > RATIO_FROM and i.file_size > MOST_RATIO * max(i.compress_size, 1) for i in infos)
            if len(infos) > MOST_PARTS or total > MOST_UNPACKED or steep:
                raise NotASheet(_("This file becomes too big when it is opened. Save the rows as CSV and try again."))
            if any(info.flag_bits & 1 for info in infos):
                raise NotASheet(_("This file has a password. Save it without one and try again."))
            for info in infos:
                if info.filename.endswith((".xml", ".rels")):
                    with parts.open(info) as part:
                        if b"<!DOCTYPE" in part.read(4096).upper():
                            raise NotASheet(_("This Excel file holds things that we do not open. Save the rows as CSV."))
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError) as error:
        raise _broken() from error


def _xlsx_rows(path: Path) -> Iterator[Line]:
    try:
        # By the open file, not by its name: what was uploaded is kept under a name without an ending.
        book = load_workbook(path.open("rb"), read_only=True, data_only=True, keep_links=False)
        try:
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            if not sheets:
                raise NotASheet(_("There is no sheet in this file."))
            sheets[0].reset_dimensions()  # what a file says of its own size is often wrong
            for number, cells in enumerate(sheets[0].iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), start=1):
                yield Line(number, _without_tail([_as_text(cell) for cell in cells]))
        finally:
            book.close()
    except (
        zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError,
        OSError, EOFError,
    ) as error:  # fmt: skip
        # A broken workbook shows as any of these, from deep inside the reader.
        if isinstance(error, NotASheet):
            raise
        raise _broken() from error


def _broken() -> NotASheet:
    return NotASheet(_("This Excel file is broken. Open it, save it again as .xlsx or .csv, and try again."))


def _without_tail(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell)
