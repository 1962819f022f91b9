"""Places and their facts as a sheet of rows: out as CSV, and back in with every row new, changed, known or refused with a reason.

A row with a code is a fact; a row without one is the place itself. Looking at a file changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext as _

from kitchentable.gatherings.acts.places import MOST_NUMBER, DayNotAllowed, must_be_a_day_to_look
from kitchentable.gatherings.checklist import Bounds, bounds_in_force, items, place_items, plain
from kitchentable.gatherings.found import answer_for, facts_of
from kitchentable.gatherings.models import Fact, Place
from kitchentable.people import tables
from kitchentable.people.sheets import NotASheet
from kitchentable.people.tables import BOM, LINE, WHY, Table, csv_line
from kitchentable.policy.verdict import Problem
from kitchentable.ui.dates import day_in_words

OF_PLACE = ("address", "informal", "seats", "phone", "what_it_is_like", "the_way")
OF_FACT = ("code", "fact", "answer", "number", "unit", "note", "looked_by", "looked_on", "with_disabled_people")
COLUMNS = ("place_key", "place", *OF_PLACE, *OF_FACT)
YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")
NOBODY = ("", "nobody has looked", "unknown", "not known")
DAY = re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(T00:00:00)?|(?P<d2>\d{1,2})/(?P<m2>\d{1,2})/(?P<y2>\d{4})", re.ASCII)
State = Literal["new", "changed", "known", "refused"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it would be. `place` is saved first when it is new; `fact` is None for a row about the place itself."""

    line: int
    cells: tuple[str, ...]
    state: State
    called: str = ""
    why: str = ""
    place: Place | None = None
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All rows of a file, as they would be."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def counts(self) -> dict[State, int]:
        """How many rows are new, changed, known and refused."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in ("new", "changed", "known", "refused")}

    @property
    def to_save(self) -> list[tuple[Place, Fact | None]]:
        """What is new or changed, in the order in which it is saved: places, then facts."""
        rows = [row for row in self.rows if row.state in ("new", "changed") and row.place is not None]
        return sorted(((row.place, row.fact) for row in rows if row.place), key=lambda pair: pair[1] is not None)

    @property
    def refused(self) -> list[Row]:
        """Those that cannot come in."""
        return [row for row in self.rows if row.state == "refused"]


class _Refused(Problem):
    """Why one row cannot come in."""


# ── out ───────────────────────────────────────────────────────────────────────────────────────────


def as_csv(places: Iterable[Place]) -> Iterator[bytes]:
    """Every place, and one row for each fact, also for those that nobody has looked at: it can be filled in and sent back. UTF-8 for Excel."""
    yield BOM
    yield csv_line(COLUMNS)
    found = list(places)
    known = facts_of(found)
    for place in found:
        yield csv_line(_place_row(place))
        for code, item in place_items().items():
            fact = known[place.pk][code]
            yield csv_line(
                (
                    place.key, place.called, *("" for _column in OF_PLACE),
                    code, item.called, "" if fact.answer == "unknown" else fact.answer,
                    "" if fact.number is None else plain(fact.number), item.unit, fact.note, fact.checked_by,
                    fact.checked_on.isoformat() if fact.checked_on else "", _yes_no(fact.with_disabled_people),
                )
            )  # fmt: skip


def refused_csv(reading: Reading) -> bytes:
    """The refused rows as they were, with their line and why: mend them and send them again."""
    return tables.refused_csv(reading.headings, [(row.line, row.cells, row.why) for row in reading.refused])


def _place_row(place: Place) -> tuple[str, ...]:
    seats = "" if place.seats is None else str(place.seats)
    mine = (place.address, _yes_no(place.is_informal), seats, place.phone, place.what_it_is_like, place.the_way)
    return (place.key, place.called, *mine, *("" for _column in OF_FACT))


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


# ── in ────────────────────────────────────────────────────────────────────────────────────────────


def read_table(path: Path) -> Table:
    """A CSV or XLSX file as rows. Raises NotASheet with a sentence that says what to do."""
    return tables.read_table(path, must_be_our_columns)


def must_be_our_columns(headings: tuple[str, ...]) -> None:
    """Raises NotASheet for a column that we do not know, and when none says which place."""
    ours = ", ".join(COLUMNS)
    for heading in headings:
        if heading not in (*COLUMNS, LINE, WHY):
            raise NotASheet(
                _("We do not know the column “%(column)s”. The columns are: %(ours)s.") % {"column": heading, "ours": ours}
            )
    if len(set(headings)) != len(headings):
        raise NotASheet(_("A column stands there twice. The columns are: %(ours)s.") % {"ours": ours})
    if not {"place", "place_key"} & set(headings):
        raise NotASheet(_("There is no column “place”. The columns are: %(ours)s.") % {"ours": ours})


def look_at(table: Table) -> Reading:
    """Every row as it would be today. Changes nothing; safe to do again: what came in before is known."""
    return Reading(table.headings, tuple(_Reader(table).rows()))


@dataclass
class _Reader:
    """Reads rows one by one and remembers what the file said before."""

    table: Table
    by_key: dict[str, Place] = field(default_factory=dict)
    by_name: dict[str, Place] = field(default_factory=dict)
    held: dict[tuple[int, str], Fact] = field(default_factory=dict)
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    bounds: dict[str, Bounds] = field(default_factory=bounds_in_force)

    def rows(self) -> list[Row]:
        for place in Place.objects.order_by("pk"):
            self.by_key[place.key] = place
            if place.removed_at is None:
                self.by_name[place.called.casefold()] = place
        self.held = {(one.place_id, one.code): one for one in Fact.objects.order_by()}
        found: dict[int, Row] = {}
        of_places = [pair for pair in self.table.lines if not self._cell(pair[1], "code")]
        of_facts = [pair for pair in self.table.lines if self._cell(pair[1], "code")]
        for line, cells in [*of_places, *of_facts]:  # a place may stand below its facts
            called = self._cell(cells, "place") or self._cell(cells, "place_key")
            try:
                if any("\x00" in cell for cell in cells):
                    raise _Refused(_("There is a hidden mark in this row that we cannot keep. Type it again."))
                found[line] = self._fact(line, cells) if self._cell(cells, "code") else self._place(line, cells)
            except _Refused as refused:
                found[line] = Row(line, cells, "refused", called[:120], str(refused))
        return [found[line] for line, _cells in self.table.lines]

    def _cell(self, cells: tuple[str, ...], column: str) -> str:
        return cells[self.table.headings.index(column)] if column in self.table.headings else ""

    def _once(self, place: Place, code: str, line: int) -> None:
        first = self.seen.setdefault((place.key, code), line)
        if first != line:
            raise _Refused(_("This stands in row %(line)d already.") % {"line": first})

    def _known_place(self, cells: tuple[str, ...]) -> Place | None:
        place = self.by_key.get(self._cell(cells, "place_key")) or self.by_name.get(self._cell(cells, "place").casefold())
        if place is not None and place.removed_at is not None:
            raise _Refused(_("This place is off our list. Put it back first."))
        return place

    def _place(self, line: int, cells: tuple[str, ...]) -> Row:
        place, called = self._known_place(cells), self._cell(cells, "place")
        told = self._told_of_place(cells)
        if place is None:
            if not called:
                raise _wrong("place", _("Write what the place is called."))
            if not told.get("address"):
                raise _wrong("address", _("We do not know this place yet. To add it, write its address."))
            place = Place(called=called, **told)
            self._once(place, "", line)
            self.by_name[called.casefold()] = place
            if key := self._cell(cells, "place_key"):
                self.by_key[key] = place
            return Row(line, cells, "new", called, place=place)
        self._once(place, "", line)
        if called and called != place.called:
            other = self.by_name.get(called.casefold())
            if other is not None and other.key != place.key:
                raise _wrong("place", _("Another place has this name."))
            told["called"] = called
        if all(getattr(place, name) == value for name, value in told.items()):
            return Row(line, cells, "known", place.called, place=place)
        for name, value in told.items():
            setattr(place, name, value)
        return Row(line, cells, "changed", place.called, place=place)

    def _told_of_place(self, cells: tuple[str, ...]) -> dict[str, object]:
        """What a row says about the place itself; empty cells leave things as they are."""
        told: dict[str, object] = {}
        for column, most in (("place", 120), ("phone", 40), ("address", 1_000), ("what_it_is_like", 4_000), ("the_way", 4_000)):
            text = self._cell(cells, column)
            if len(text) > most:
                raise _wrong(column, _("This is too long. Use %(most)d letters or fewer.") % {"most": most})
            if text and column != "place":
                told[column] = text
        if text := self._cell(cells, "informal"):
            told["is_informal"] = _yes_or_no("informal", text)
        if text := self._cell(cells, "seats"):
            if not (text.isascii() and text.isdigit() and int(text[:6]) <= 30_000 and len(text) < 6):
                raise _wrong("seats", _("“%(text)s” is no number of seats. Write one like 24.") % {"text": text[:40]})
            told["seats"] = int(text)
        return told

    def _fact(self, line: int, cells: tuple[str, ...]) -> Row:
        place = self._known_place(cells)
        called, code = self._cell(cells, "place"), self._cell(cells, "code").upper()
        if place is None:
            raise _wrong(
                "place", _("There is no place called “%(name)s”. Put a row with its address into the file.") % {"name": called[:80]}
            )
        if code not in items():
            raise _wrong(
                "code", _("There is no fact “%(code)s”. Facts go from V01 to V90, then S01 and S02.") % {"code": code[:20]}
            )
        if code not in place_items():
            raise _wrong("code", _("%(code)s is about the day, not about the place. Leave this row out.") % {"code": code})
        self._once(place, code, line)
        answer, number = self._answer(cells), self._number(cells, code)
        if number is not None and (code in self.bounds or answer):
            answer = answer_for(self.bounds.get(code), answer, number)
        if not answer:
            if number is not None:
                raise _wrong("answer", _("Write yes or no beside the number."))
            return Row(line, cells, "known", place.called, place=place)
        new = Fact(
            place=place, code=code, answer=answer, number=number, note=self._text(cells, "note", 400),
            checked_by=self._text(cells, "looked_by", 200), checked_on=_day(self._cell(cells, "looked_on")),
            with_disabled_people=_maybe("with_disabled_people", self._cell(cells, "with_disabled_people")),
        )  # fmt: skip
        if not new.checked_by:
            raise _wrong("looked_by", _("Write who went and looked."))
        had = self.held.get((place.pk, code)) if place.pk else None
        if had is None:
            return Row(line, cells, "new", place.called, place=place, fact=new)
        if _says(had) == _says(new):
            return Row(line, cells, "known", place.called, place=place)
        if had.checked_on > new.checked_on:
            raise _wrong(
                "looked_on", _("We hold a newer look, of %(day)s. We keep that one.") % {"day": day_in_words(had.checked_on)}
            )
        return Row(line, cells, "changed", place.called, place=place, fact=new)

    def _answer(self, cells: tuple[str, ...]) -> str:
        text = self._cell(cells, "answer")
        if text.casefold() in NOBODY:
            return ""
        return "yes" if _yes_or_no("answer", text) else "no"

    def _number(self, cells: tuple[str, ...], code: str) -> Decimal | None:
        text = self._cell(cells, "number")
        if not text:
            return None
        if not place_items()[code].unit_name:
            raise _wrong("number", _("There is nothing to count for %(code)s. Write it as a note.") % {"code": code})
        try:
            found = Decimal(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite() or not 0 <= found <= MOST_NUMBER:
            raise _wrong("number", _("“%(text)s” is no number that we can keep. Write one like 80 or 1.5.") % {"text": text[:40]})
        return round(found, 2)

    def _text(self, cells: tuple[str, ...], column: str, most: int) -> str:
        text = self._cell(cells, column)
        if len(text) > most:
            raise _wrong(column, _("This is too long. Use %(most)d letters or fewer.") % {"most": most})
        return text


def _says(fact: Fact) -> tuple[object, ...]:
    return (fact.answer, fact.number, fact.note, fact.checked_by, fact.checked_on, fact.with_disabled_people)


def _wrong(column: str, words: str) -> _Refused:
    return _Refused(_("Column “%(column)s”: %(words)s") % {"column": column, "words": words})


def _yes_or_no(column: str, text: str) -> bool:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise _wrong(column, _("“%(text)s” is neither yes nor no.") % {"text": text[:40]})


def _maybe(column: str, text: str) -> bool | None:
    return _yes_or_no(column, text) if text else None


def _day(text: str) -> date:
    if not text:
        raise _wrong("looked_on", _("Write the day when somebody looked, like 2026-05-20."))
    if found := DAY.fullmatch(text):
        year, month, day = (int(part) for part in (found["y"] or found["y2"], found["m"] or found["m2"], found["d"] or found["d2"]))
        try:
            looked = date(year, month, day)
            must_be_a_day_to_look(looked)
        except DayNotAllowed as problem:
            raise _wrong("looked_on", str(problem)) from problem
        except ValueError as problem:
            raise _wrong("looked_on", _("There is no such day. Please look at the day and the month again.")) from problem
        return looked
    raise _wrong("looked_on", _("“%(text)s” is no day that we can read. Write it like 2026-05-20.") % {"text": text[:40]})
