"""A sheet of rows that somebody sends to be looked at and then brought in: read, sealed into the page between the two steps, and handed back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kitchentable.people.sheets import NotASheet, guard, open_sheet, unguard
from kitchentable.policy.clock import today

LINE, WHY = "line", "why_refused"
MOST_ROWS, MOST_BYTES = 5_000, 2_000_000
BOM, A_DAY = b"\xef\xbb\xbf", 24 * 3600
MOST_SEALED = 1_500_000  # letters: what a form may send back, with room to spare
MustBe = Callable[[tuple[str, ...]], None]


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it was sent: its headings, and its rows with the line each stands on."""

    headings: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]


def csv_line(cells: Sequence[str]) -> bytes:
    """One row as CSV, with nothing in it that a sheet would run."""
    out = io.StringIO()
    csv.writer(out).writerow([guard(cell) for cell in cells])
    return out.getvalue().encode("utf-8", "surrogatepass")


def refused_csv(headings: Sequence[str], refused: Iterable[tuple[int, Sequence[str], str]]) -> bytes:
    """The refused rows (line, cells, why) as they were, with their line and why: mend them and send them again."""
    kept = [at for at, heading in enumerate(headings) if heading not in (LINE, WHY)]
    lines = [csv_line([*(headings[at] for at in kept), LINE, WHY])]
    lines += [csv_line([*(cells[at] for at in kept), str(line), why]) for line, cells, why in refused]
    return BOM + b"".join(lines)


def read_table(path: Path, must_be: MustBe) -> Table:
    """A CSV or XLSX file as rows; `must_be` raises NotASheet for wrong columns. Raises NotASheet with a sentence that says what to do."""
    if path.stat().st_size > MOST_BYTES:
        raise NotASheet(_("This file is bigger than %(most)d MB. Send it in parts.") % {"most": MOST_BYTES // 1_000_000})
    sheet = open_sheet(path)
    headings = tuple(re.sub(r"\W+", "_", heading.strip().lower()).strip("_") for heading in sheet.headings)
    must_be(headings)
    lines: list[tuple[int, tuple[str, ...]]] = []
    for line in sheet.lines():
        if len(lines) == MOST_ROWS:
            raise NotASheet(_("This file has more than %(most)d rows. Send it in parts.") % {"most": MOST_ROWS})
        cells = [unguard(cell).replace("\r\n", "\n").strip() for cell in line.cells]
        if any(cells[len(headings) :]):
            raise NotASheet(
                _("Row %(line)d has more cells than there are columns. Is a comma or a quote mark too many in it?")
                % {"line": line.number}
            )
        lines.append((line.number, tuple(cells[: len(headings)])))
    return Table(headings, tuple(lines))


def from_upload(upload: UploadedFile, must_be: MustBe) -> Table:
    """The rows of what was sent; it is written to a file first, and that file is gone after. Raises NotASheet."""
    with NamedTemporaryFile(suffix=".rows") as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        return read_table(Path(copy.name), must_be)


def seal(table: Table, salt: str) -> str:
    """The rows, signed, to travel in the page until they are brought in: nothing is kept meanwhile. Raises NotASheet when they are too many."""
    sealed = signing.dumps([table.headings, table.lines], salt=salt, compress=True)
    if len(sealed) > MOST_SEALED:
        raise NotASheet(_("This file is too big to look at in one go. Send it in two parts."))
    return sealed


def unseal(sealed: str, salt: str) -> Table:
    """The rows again. Raises NotASheet after a day, or when somebody changed them."""
    try:
        headings, lines = signing.loads(sealed, salt=salt, max_age=A_DAY)
    except signing.BadSignature as gone:
        raise NotASheet(_("Too much time has gone by. Please choose the file again.")) from gone
    return Table(tuple(headings), tuple((number, tuple(cells)) for number, cells in lines))


def csv_answer(body: bytes, name: str) -> HttpResponse:
    """A CSV file to save, with today's date in its name."""
    answer = HttpResponse(body, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{today().isoformat()}.csv"'
    return answer
