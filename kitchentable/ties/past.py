"""Papers of old years: a file or a sheet of many is looked at, line by line, before anything is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.utils.translation import gettext as _

from kitchentable.people import tables
from kitchentable.people.sheets import NotASheet
from kitchentable.people.tables import LINE, MOST_SEALED, WHY, Table
from kitchentable.policy.clock import today
from kitchentable.ties.models import PastPaper
from kitchentable.words.clarity.finding import BadFile
from kitchentable.words.reading import Read
from kitchentable.works.models import Work

COLUMNS = ("title", "on", "team", "text", "place", "theme", "code", "work")
NEEDED = COLUMNS[:4]
MOST = {"title": 200, "on": 40, "team": 160, "text": 400_000, "place": 160, "theme": 160, "code": 80, "work": 60}
FIRST_YEAR = 1945
ENDINGS = (".docx", ".pdf", ".txt", ".md")
PASSAGE = 900
SEAL, A_DAY = "ties.past", 24 * 3600
MONTHS = {
    name: at
    for at, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august", "sep sept september",
         "oct october", "nov november", "dec december"), start=1,
    )
    for name in names.split()
}  # fmt: skip


class NotADay(ValueError):
    """Words that are no day."""


def read_day(words: str) -> tuple[date, bool]:
    """A day from words: “2019-03-14”, “14/3/2019”, “14 March 2019”, “March 2019”, or “2019”. With whether only the year is known.

    Raises NotADay with a sentence: not a day, before 1945, or still to come.
    """
    plain = " ".join(words.split()).rstrip(".").casefold()
    found, only_year = _day(plain)
    if found is None:
        raise NotADay(_("“%(words)s” is no day. Write it like 14 March 2019, or only the year.") % {"words": words[:40]})
    if found.year < FIRST_YEAR:
        raise NotADay(_("%(year)d is too long ago. Look at the year again.") % {"year": found.year})
    if found > today():
        raise NotADay(_("This day is still to come. A paper of old years has a day that has gone by."))
    return found, only_year


def _day(plain: str) -> tuple[date | None, bool]:
    try:
        if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00:00)?", plain):
            return date(int(match[1]), int(match[2]), int(match[3])), False
        if match := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", plain):
            return date(int(match[3]), int(match[2]), int(match[1])), False
        if match := re.fullmatch(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([a-z]+)\.? (\d{4})", plain):
            return date(int(match[3]), MONTHS[match[2]], int(match[1] or 1)), False
        if re.fullmatch(r"[12]\d{3}", plain):
            return date(int(plain), 1, 1), True
    except (ValueError, KeyError):
        pass
    return None, False


def digest_of(team: str, text: str) -> str:
    """Of a team and a text: the same paper of the same team has the same one, however its spaces stand."""
    plain = f"{_one_line(team).casefold()}\n{_one_line(text)}"
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()


def _one_line(words: str) -> str:
    return " ".join(words.split())


def passages(text: str) -> list[str]:
    """A text in pieces of a few sentences, at its paragraphs: what is found and shown. Nothing is left out and nothing comes twice."""
    found: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text):
        rest = paragraph.strip()
        while len(rest) > PASSAGE:
            at = max(rest.rfind(". ", 0, PASSAGE), rest.rfind("\n", 0, PASSAGE)) + 1 or rest.rfind(" ", 0, PASSAGE) + 1 or PASSAGE
            found.append(rest[:at].strip())
            rest = rest[at:].strip()
        if not rest:
            continue
        if found and len(found[-1]) + len(rest) < PASSAGE // 3:
            found[-1] = f"{found[-1]}\n\n{rest}"
        else:
            found.append(rest)
    return found


def names_in(text: str, most: int = 12) -> list[str]:
    """Places in a text where somebody may be named: a help for the one who reads it, never a promise that there are no others."""
    titled = re.findall(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor)\.? [A-Z][\w’'-]+", text)
    two = re.findall(r"(?<=[a-z,;] )[A-Z][a-z’'-]+ [A-Z][a-z’'-]+\b", text)
    numbers = re.findall(r"\b0\d{3,4} ?\d{3} ?\d{3,4}\b|[\w.+-]+@[\w-]+\.[\w.]+|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b", text)
    return list(dict.fromkeys([*numbers, *titled, *two]))[:most]


def must_be_ours(name: str) -> None:
    """Raises BadFile for a file whose ending says that it is no paper."""
    if not name.lower().endswith(ENDINGS):
        raise BadFile(_("Bring a Word document (docx), a PDF, or plain text (txt or md)."))


# ── one file ──────────────────────────────────────────────────────────────────────────────────────


def seal(read: Read) -> str:
    """What was read, signed, to travel in the page until it is kept. Raises BadFile when it is too long."""
    sealed = signing.dumps([read.name, read.title, read.text, list(read.notes)], salt=SEAL, compress=True)
    if len(sealed) > MOST_SEALED or len(read.text) > MOST["text"]:
        raise BadFile(_("This paper is too long to look at in one go. Bring it in two parts."))
    return sealed


def unseal(sealed: str) -> Read:
    """What was read, again. Raises BadFile after a day, or when somebody changed it."""
    try:
        name, title, text, notes = signing.loads(sealed, salt=SEAL, max_age=A_DAY)
    except signing.BadSignature as gone:
        raise BadFile(_("Too much time has gone by. Please choose the file again.")) from gone
    return Read(name, title, text, tuple(notes))


# ── a sheet of many ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Row:
    """One row: new (with its paper, not saved), known, or refused with why."""

    line: int
    cells: tuple[str, ...]
    state: str
    paper: PastPaper | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Every row as it would be today."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def to_save(self) -> list[PastPaper]:
        """The new ones."""
        return [row.paper for row in self.rows if row.paper is not None]

    @property
    def refused(self) -> list[Row]:
        """Those that cannot come in."""
        return [row for row in self.rows if row.state == "refused"]

    @property
    def counts(self) -> dict[str, int]:
        """How many are new, known and refused."""
        return {state: sum(row.state == state for row in self.rows) for state in ("new", "known", "refused")}

    def refused_csv(self) -> bytes:
        """The refused rows as they were, with their line and why."""
        return tables.refused_csv(self.headings, [(row.line, row.cells, row.why) for row in self.refused])


def must_be_our_columns(headings: tuple[str, ...]) -> None:
    """Raises NotASheet for a column that we do not know, one that stands twice, and without those that are needed."""
    ours = ", ".join(COLUMNS)
    for heading in headings:
        if heading not in (*COLUMNS, LINE, WHY):
            raise NotASheet(
                _("We do not know the column “%(column)s”. The columns are: %(ours)s.") % {"column": heading, "ours": ours}
            )
    for name in COLUMNS:
        if headings.count(name) > 1 or (name in NEEDED and name not in headings):
            raise NotASheet(_("There must be one column “%(column)s”. The columns are: %(ours)s.") % {"column": name, "ours": ours})


def look_at(table: Table, works: Sequence[Work]) -> Reading:
    """Every row as it would be today; `works` are those that whoever brings it may name. Safe to do again: a known paper stays."""
    slugs = {work.slug: work for work in works}
    here = PastPaper.objects.filter(gone_at__isnull=True)
    digests = dict.fromkeys(here.values_list("digest", flat=True), 0)
    codes = {(team.casefold(), code): 0 for team, code in here.exclude(code="").values_list("team", "code")}
    return Reading(table.headings, tuple(_rows(table, slugs, digests, codes)))


def _rows(table: Table, works: dict[str, Work], digests: dict[str, int], codes: dict[tuple[str, str], int]) -> Iterator[Row]:
    for line, cells in table.lines:
        told = dict.fromkeys(COLUMNS, "") | {
            name: cell for name, cell in zip(table.headings, cells, strict=True) if name in COLUMNS
        }
        why = _why_not(told, works)
        if why:
            yield Row(line, cells, "refused", why=why)
            continue
        paper = _paper(told, works)
        code = (paper.team.casefold(), paper.code)
        before = digests.get(paper.digest)
        if before is not None:
            yield _again(line, cells, before)
        elif paper.code and code in codes:
            why = _("%(team)s has another paper with the code “%(code)s”. Look at both.") % {"team": paper.team, "code": paper.code}
            yield Row(line, cells, "refused", why=why)
        else:
            digests[paper.digest] = line
            if paper.code:
                codes[code] = line
            yield Row(line, cells, "new", paper)


def _again(line: int, cells: tuple[str, ...], before: int) -> Row:
    return (
        Row(line, cells, "refused", why=_("This stands in row %(line)d already.") % {"line": before})
        if before
        else Row(line, cells, "known")
    )


def _why_not(told: dict[str, str], works: dict[str, Work]) -> str:
    if any("\x00" in words for words in told.values()):
        return _("There is a hidden mark in this row that we cannot keep. Type it again.")
    for name in NEEDED:
        if not told[name].strip():
            return _("The column “%(column)s” is empty.") % {"column": name}
    for name, words in told.items():
        if len(words) > MOST[name]:
            return _("Column “%(column)s”: this is too long. Use %(most)d letters or fewer.") % {"column": name, "most": MOST[name]}
    if told["work"].strip() and told["work"].strip() not in works:
        return _("We do not know the piece of work “%(work)s”. Use the last part of its address, or leave it empty.") % {
            "work": told["work"]
        }
    try:
        read_day(told["on"])
    except NotADay as wrong:
        return str(wrong)
    return ""


def _paper(told: dict[str, str], works: dict[str, Work]) -> PastPaper:
    on, only_year = read_day(told["on"])
    return PastPaper(
        title=_one_line(told["title"]), on=on, only_year=only_year, team=_one_line(told["team"]), place=_one_line(told["place"]),
        theme=_one_line(told["theme"]), code=_one_line(told["code"]), work=works.get(told["work"].strip()), text=told["text"],
        digest=digest_of(told["team"], told["text"]),
    )  # fmt: skip
