"""Taking what was said and what came of it out, as CSV, XLSX or JSON: row by row, so that a big piece of work needs no more memory.

No contact details, and no name unless its author chose to be named. Cells that a spreadsheet would run are guarded.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from kitchentable.people.sheets import guard
from kitchentable.policy.act import act
from kitchentable.policy.verdict import Actor
from kitchentable.voices.models import Contribution, Sharing, Theme
from kitchentable.works.models import Work

COLUMNS = (
    "number", "code", "said_on", "words", "way", "sharing", "name", "status", "due_on", "owner", "times_opened_again",
    "outcome", "answer", "because", "decided_by", "decided_on", "who_does_it", "by_when", "cost", "look_again_on", "themes",
)  # fmt: skip
AT_ONCE = 1_000
MOST_IN_AN_EXCEL_CELL = 32_767
Cell = str | int
Out = Callable[[Actor, Work], Iterator[bytes]]


@act("voices.export")
def rows(by: Actor, work: Work) -> Iterator[dict[str, Cell]]:
    """Every contribution of a piece of work that `by` may see, oldest first; that it was taken out stands in the record."""
    return (_row(c) for c in _said(by, work).iterator(AT_ONCE))


def as_csv(by: Actor, work: Work) -> Iterator[bytes]:
    """CSV in UTF-8 with a mark that Excel knows, in pieces."""
    found = rows(by, work)

    def pieces() -> Iterator[bytes]:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerow(COLUMNS)
        yield b"\xef\xbb\xbf"
        for count, row in enumerate(found, start=1):
            writer.writerow([guarded(row[column]) for column in COLUMNS])
            if count % 100 == 0:
                yield _taken(buffer)
        yield _taken(buffer)

    return pieces()


def as_json(by: Actor, work: Work) -> Iterator[bytes]:
    """One JSON object, in pieces: {"work", "made_at", "contributions": […]}."""
    found = rows(by, work)

    def pieces() -> Iterator[bytes]:
        head = {"work": work.slug, "title": work.title, "made_at": timezone.localtime().isoformat(timespec="seconds")}
        yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "contributions": ['
        for count, row in enumerate(found):
            yield (b",\n" if count else b"\n") + json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass")
        yield b"\n]}\n"

    return pieces()


def as_xlsx(by: Actor, work: Work) -> Iterator[bytes]:
    """A workbook, written to a file beside and then read out in pieces."""
    found = rows(by, work)

    def pieces() -> Iterator[bytes]:
        book = Workbook(write_only=True)
        sheet = book.create_sheet(_("Contributions"))
        sheet.append(COLUMNS)
        for row in found:
            sheet.append([_excel_cell(sheet, row[column]) for column in COLUMNS])
        with tempfile.TemporaryFile() as file:
            book.save(file)
            file.seek(0)
            while block := file.read(256 * 1024):
                yield block

    return pieces()


KINDS: dict[str, tuple[Out, str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (as_json, "application/json"),
}


def guarded(cell: Cell) -> Cell:
    """Text that a spreadsheet would run gets an apostrophe in front; numbers stay numbers."""
    return guard(cell) if isinstance(cell, str) else cell


def _said(by: Actor, work: Work) -> QuerySet[Contribution]:
    found = Contribution.objects.filter(work=work) if not by.is_someone else Contribution.objects.filter(work=work).seen_by(by)
    return (
        found.select_related("owner", "said_by", "answer__decider")
        .prefetch_related(Prefetch("themes", Theme.objects.only("called")))
        .order_by("number")
    )


def _row(c: Contribution) -> dict[str, Cell]:
    answer = c.answer
    named = c.sharing == Sharing.NAMED and c.has_words and c.said_by is not None
    return {
        "number": c.number,
        "code": c.code,
        "said_on": _day(timezone.localtime(c.said_at)),
        "words": c.words,
        "way": str(c.get_way_display()),
        "sharing": c.sharing,
        "name": c.said_by.called if named and c.said_by else "",
        "status": c.status,
        "due_on": _day(c.due_on) if c.status == "waiting" else "",
        "owner": c.owner.called,
        "times_opened_again": c.opens,
        "outcome": answer.outcome if answer else "",
        "answer": answer.words if answer else "",
        "because": answer.because if answer else "",
        "decided_by": answer.decider.called if answer else "",
        "decided_on": _day(answer.decided_on) if answer else "",
        "who_does_it": answer.who_does_it if answer else "",
        "by_when": _day(answer.by_when) if answer else "",
        "cost": answer.cost if answer else "",
        "look_again_on": _day(c.look_again_on),
        "themes": "; ".join(sorted(theme.called for theme in c.themes.all())),
    }


def _day(day: Any) -> str:
    return day.strftime("%Y-%m-%d") if day else ""


def _taken(buffer: io.StringIO) -> bytes:
    """What was written since the last time."""
    piece = buffer.getvalue().encode("utf-8", "surrogatepass")
    buffer.seek(0)
    buffer.truncate()
    return piece


def _excel_cell(sheet: Any, cell: Cell) -> Any:
    if isinstance(cell, int):
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", str(guarded(cell)))
    if len(text) > MOST_IN_AN_EXCEL_CELL:
        text = text[: MOST_IN_AN_EXCEL_CELL - 1] + "…"
    made = WriteOnlyCell(sheet, value=text)
    made.data_type = "s"  # text, whatever it begins with
    return made
