"""Reading a sheet of offers: which column is what, and each row as it will be, or one sentence that says why not.

What somebody answered for fairness is read here and kept; it is never in a sentence, a preview or a list of refused rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kitchentable.people.models import Reach
from kitchentable.people.secret import index
from kitchentable.people.sheets import Line, NotASheet, Sheet
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import Problem
from kitchentable.seats.models import AffectedGroup, Call, FairnessQuestion

MOST_ROWS = 10_000
FAIR = "fair:"
"""Before the code of a question, in the names of columns."""

# What a column may be called, best name first. A heading is compared in small letters, with _ for anything else.
NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "number", "ref", "reference", "code", "key", "response_id"),
    "name": ("name", "called", "full_name", "your_name", "first_name", "person"),
    "email": ("email", "e_mail", "email_address", "e_mail_address", "mail"),
    "phone": ("phone", "telephone", "phone_number", "mobile", "tel"),
    "post": ("post", "address", "postal_address", "post_address", "letter"),
    "home": ("home", "household", "home_address", "same_home"),
    "group": ("group", "affected_group", "for_which_group"),
    "day": ("day", "date", "offered_on", "received", "date_received"),
}
LONGEST = {"name": 120, "email": 254, "phone": 60, "post": 400, "home": 400}
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")


class Wrong(Problem):
    """One cell cannot be read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it will be. `why` says why it is refused; empty when it is not. `cells`: without the answers for fairness."""

    line: int
    called: str = ""
    channel: str = ""
    email: str = ""
    phone: str = ""
    post: str = ""
    home: str = ""
    group: AffectedGroup | None = None
    day: date | None = None
    source_key: str = ""
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    why: str = ""
    cells: tuple[str, ...] = ()

    @property
    def channel_words(self) -> str:
        """How this person will be reached."""
        return str(Reach.Channel(self.channel).label) if self.channel else ""


class Reader:
    """Reads the rows of one sheet for one call. Loads the groups and the questions once."""

    def __init__(self, call: Call, sheet: Sheet, columns: Mapping[str, str]) -> None:
        self.sheet = sheet
        self.columns = {what: heading for what, heading in columns.items() if heading in sheet.headings}
        if "name" not in self.columns:
            raise NotASheet(
                _("We do not see which column holds the names. The columns are: %(columns)s. Choose one.")
                % {"columns": ", ".join(sheet.headings)}
            )
        self.places = {what: sheet.headings.index(heading) for what, heading in self.columns.items()}
        self.shown = [place for place, heading in enumerate(sheet.headings) if not self._is_fair(heading)]
        on_map = AffectedGroup.objects.on_map().filter(work=call.work_id)
        self.groups = {one.name.strip().casefold(): one for one in on_map}
        self.choices = {one.code: _by_words(one) for one in call.fairness.prefetch_related("choices")}

    def _is_fair(self, heading: str) -> bool:
        return any(what.startswith(FAIR) and used == heading for what, used in self.columns.items())

    @property
    def headings(self) -> list[str]:
        """Those of the cells that a row keeps."""
        return [self.sheet.headings[place] for place in self.shown]

    def rows(self) -> Iterator[Row]:
        """Every row; a person or an id that stands there twice comes in once, and the second says where the first is."""
        seen: dict[str, int] = {}
        for count, line in enumerate(self.sheet.lines(), start=1):
            if count > MOST_ROWS:
                raise NotASheet(_("This file has more than %(most)d rows. Send it in parts.") % {"most": MOST_ROWS})
            row = self._row(line)
            first = seen.get(row.source_key) if not row.why else None
            if first is not None:
                row = self._refused(
                    line,
                    _("Line %(line)d is the same offer as line %(first)d: the same %(what)s. One is enough.")
                    % {"line": line.number, "first": first, "what": self.columns.get("id", _("person"))},
                )
            elif not row.why:
                seen[row.source_key] = line.number
            yield row

    def _row(self, line: Line) -> Row:
        if any(cell.strip() for cell in line.cells[len(self.sheet.headings) :]):
            return self._refused(
                line,
                _('Line %(line)d has %(cells)d cells for %(headings)d columns. Is a quote mark (") missing around a comma?')
                % {"line": line.number, "cells": len(line.cells), "headings": len(self.sheet.headings)},
            )
        try:
            return self._read(line)
        except Wrong as wrong:
            return self._refused(line, str(wrong))

    def _refused(self, line: Line, why: str) -> Row:
        return Row(line.number, why=why, cells=self._kept(line))

    def _kept(self, line: Line) -> tuple[str, ...]:
        return tuple(line.cells[place] for place in self.shown)

    def _read(self, line: Line) -> Row:
        cell = {what: " ".join(line.cells[place].split()) for what, place in self.places.items()}
        for what in ("name", "email", "phone", "post", "home"):
            given = cell.setdefault(what, "")
            if "\x00" in given:
                raise self._wrong(line, what, _("this cell holds a character that cannot be kept. Type it again."))
            if len(given) > LONGEST[what]:
                raise self._wrong(line, what, _('this is too long. Is a quote mark (") missing?'))
        if not cell["name"]:
            raise self._wrong(line, "name", _("this cell is empty. We must know what to call somebody."))
        channel = self._channel(line, cell)
        return Row(
            line.number,
            called=cell["name"],
            channel=channel,
            email=cell["email"],
            phone=cell["phone"],
            post=cell["post"],
            home=cell["home"],
            group=self._group(line, cell.get("group", "")),
            day=self._day(line, cell.get("day", "")),
            source_key=_source_key(cell),
            answers={code: chosen for code in self.choices if (chosen := self._answer(line, code, cell.get(FAIR + code, "")))},
            cells=self._kept(line),
        )

    def _channel(self, line: Line, cell: Mapping[str, str]) -> str:
        if cell["email"]:
            try:
                validate_email(cell["email"])
            except ValidationError:
                raise self._wrong(line, "email", _("this does not look like an e-mail address.")) from None
            return Reach.Channel.EMAIL
        if cell["phone"]:
            return Reach.Channel.PHONE
        if cell["post"]:
            return Reach.Channel.LETTER
        raise Wrong(
            _("Line %(line)d: e-mail, phone and post are all empty. We could not tell this person what comes of it.")
            % {"line": line.number}
        )

    def _group(self, line: Line, given: str) -> AffectedGroup | None:
        if not given:
            return None
        found = self.groups.get(given.casefold())
        if found is None:
            raise self._wrong(
                line,
                "group",
                _("no group on the map is called “%(given)s”. Leave it empty, or write one of: %(groups)s.")
                % {"given": given[:60], "groups": ", ".join(one.name for one in self.groups.values())},
            )
        return found

    def _day(self, line: Line, given: str) -> date | None:
        for way in DAYS if given else ():
            try:
                found = datetime.strptime(given[:10] if way == "%Y-%m-%d" else given, way).date()  # noqa: DTZ007
            except ValueError:
                continue
            if found > today():
                raise self._wrong(line, "day", _("this day is still to come."))
            return found
        if given:
            raise self._wrong(line, "day", _("we cannot read this day. Write it like 31/05/2026 or 2026-05-31."))
        return None

    def _answer(self, line: Line, code: str, given: str) -> str:
        """The code of what was chosen; "" for an empty cell. What stands in the cell is not repeated: the line stands beside a name."""
        if not given:
            return ""
        known = self.choices[code]
        chosen = known.get(given.casefold()) or known.get(slugify(given))
        if chosen is None:
            raise self._wrong(
                line,
                FAIR + code,
                _("this answer is not one of those that people can choose. Leave it empty, or write one of: %(choices)s.")
                % {"choices": ", ".join(dict.fromkeys(known.values()))},
            )
        return chosen

    def _wrong(self, line: Line, what: str, says: str) -> Wrong:
        heading = self.columns.get(what, what)
        return Wrong(_("Line %(line)d, column “%(column)s”: %(says)s") % {"line": line.number, "column": heading, "says": says})


def guess(headings: Sequence[str], questions: Sequence[FairnessQuestion]) -> dict[str, str]:
    """Which column holds what, by its name: {field or "fair:" + question code: heading}. A column serves once."""
    plain = {_plain(heading): heading for heading in reversed(headings)}
    wanted: dict[str, tuple[str, ...]] = {FAIR + one.code: (_plain(one.code), _plain(one.asks)) for one in questions}
    found: dict[str, str] = {}
    for what, names in (wanted | NAMES).items():
        heading = next((plain[name] for name in names if name in plain and plain[name] not in found.values()), None)
        if heading is not None:
            found[what] = heading
    return found


def _plain(heading: str) -> str:
    return re.sub(r"\W+", "_", heading.strip().lower()).strip("_")


def _by_words(question: FairnessQuestion) -> dict[str, str]:
    """{what somebody may write: choice code}, in small letters."""
    found: dict[str, str] = {}
    for choice in question.choices.all():
        for words in (choice.code, choice.words.casefold(), slugify(choice.words)):
            found.setdefault(words, choice.code)
    return found


def _source_key(cell: Mapping[str, str]) -> str:
    """The same row gives the same key in every run. Keyed, so that nobody can test a name against it after it was erased."""
    given = cell.get("id", "")
    if given:
        return f"id:{index(given)[:60]}"
    return f"who:{index(chr(31).join(cell[what].casefold() for what in ('name', 'email', 'phone', 'post')))[:60]}"
