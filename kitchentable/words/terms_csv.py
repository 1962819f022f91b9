"""The glossary as a sheet of rows: out as CSV, and in with every row new, known or refused with a reason. Looking changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from kitchentable.people import tables
from kitchentable.people.sheets import NotASheet
from kitchentable.people.tables import BOM, LINE, WHY, Table, csv_line
from kitchentable.words.models import Term, slug_of
from kitchentable.words.terms import Entry

COLUMNS = ("term", "meaning", "spelled_out", "here", "also", "source")
"""The first two are what `kitchentable words check --glossary` reads."""
MOST = {"term": 120, "meaning": 2_000, "spelled_out": 200, "here": 2_000, "also": 300, "source": 200}
State = Literal["new", "known", "refused"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it would be."""

    line: int
    cells: tuple[str, ...]
    state: State
    term: Term | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All rows of a file."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def counts(self) -> dict[State, int]:
        """How many rows are new, known and refused."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in ("new", "known", "refused")}

    @property
    def to_save(self) -> list[Term]:
        """What is new, in the order of the file."""
        return [row.term for row in self.rows if row.state == "new" and row.term is not None]

    @property
    def refused(self) -> list[Row]:
        """Those that cannot come in."""
        return [row for row in self.rows if row.state == "refused"]


def as_csv(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Each meaning as a row. UTF-8 for Excel."""
    yield BOM + csv_line(COLUMNS)
    for entry in entries:
        for one in entry.meanings:
            if one.meaning:
                yield csv_line((one.term, one.meaning, one.spelled_out, one.here, ", ".join(one.also), one.source))


def refused_csv(reading: Reading) -> bytes:
    """The refused rows as they were, with their line and why: mend them and send them again."""
    return tables.refused_csv(reading.headings, [(row.line, row.cells, row.why) for row in reading.refused])


def must_be_our_columns(headings: tuple[str, ...]) -> None:
    """Raises NotASheet for a column that we do not know, and without a term and its meaning."""
    ours = ", ".join(COLUMNS)
    for heading in headings:
        if heading not in (*COLUMNS, LINE, WHY):
            raise NotASheet(
                _("We do not know the column “%(column)s”. The columns are: %(ours)s.") % {"column": heading, "ours": ours}
            )
    for needed in COLUMNS[:2]:
        if headings.count(needed) != 1:
            raise NotASheet(
                _("There must be one column “%(column)s”. The columns are: %(ours)s.") % {"column": needed, "ours": ours}
            )


def look_at(table: Table) -> Reading:
    """Every row as it would be today. Safe to do again: a word with a meaning that stands here, or waits, is known."""
    here = Term.objects.filter(ended_at__isnull=True, not_here=False).values_list("slug", "meaning")
    known: dict[tuple[str, str], int] = {(slug, _plain(meaning)): 0 for slug, meaning in here}
    return Reading(table.headings, tuple(_row(table.headings, line, cells, known) for line, cells in table.lines))


def _row(headings: Sequence[str], line: int, cells: tuple[str, ...], known: dict[tuple[str, str], int]) -> Row:
    told = {name: cell for name, cell in zip(headings, cells, strict=True) if name in COLUMNS}
    if any("\x00" in cell for cell in cells):
        return Row(line, cells, "refused", why=_("There is a hidden mark in this row that we cannot keep. Type it again."))
    told["term"] = " ".join(told["term"].split())
    if not told["term"]:
        return Row(line, cells, "refused", why=_("The column “term” is empty. Write the word that you explain."))
    if not told["meaning"]:
        return Row(line, cells, "refused", why=_("The column “meaning” is empty. Say in plain words what it means."))
    for name, words in told.items():
        if len(words) > MOST[name]:
            too_long = _("Column “%(column)s”: this is too long. Use %(most)d letters or fewer.")
            return Row(line, cells, "refused", why=too_long % {"column": name, "most": MOST[name]})
    mine = (slug_of(told["term"]), _plain(told["meaning"]))
    if mine in known:
        if known[mine]:
            return Row(line, cells, "refused", why=_("This stands in row %(line)d already.") % {"line": known[mine]})
        return Row(line, cells, "known")
    known[mine] = line
    return Row(line, cells, "new", Term(slug=mine[0], **told))


def _plain(meaning: str) -> str:
    return " ".join(meaning.casefold().split()).rstrip(".")
