"""Bringing in a file of what people said: every row is new, known or refused with a reason, and it can be run again without doubles."""

from __future__ import annotations

import csv
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kitchentable.people.models import Person, new_key
from kitchentable.people.secret import index
from kitchentable.people.sheets import Line, NotASheet, Sheet, guard, open_sheet, unguard
from kitchentable.policy.act import act, note
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.record import lines
from kitchentable.record.models import Line as RecordLine
from kitchentable.voices.acts.saying import MOST, due_day, next_number
from kitchentable.voices.models import Contribution, ImportRun, Question, Sharing, Theme, ThemeMark, Way
from kitchentable.works.models import Work

BATCH = 1_000
MOST_ROWS = 1_000_000
MOST_BYTES = 100_000_000
FIRST_DAY = date(1990, 1, 1)
LINE_HEADING, WHY_HEADING = "line", "why_refused"

# What a column may be called, best name first. A heading is compared in small letters, with _ for anything else.
NAMES: dict[str, tuple[str, ...]] = {
    "words": (
        "words", "comment", "comments", "comment_body", "feedback", "what_people_said", "what_was_said", "what_you_said", "your_comment",
        "your_comments", "response", "responses", "contribution", "text", "body", "statement", "message", "views", "answer_text",
    ),
    "said_at": (
        "said_at", "said_on", "said", "date", "datetime", "date_time", "timestamp", "submitted_at", "submitted", "date_submitted",
        "date_received", "received", "created_at", "created", "when", "time",
    ),
    "id": ("source_id", "comment_id", "response_id", "contribution_id", "submission_id", "id", "code", "reference", "ref", "key", "number"),
    "author": ("author_id", "author", "respondent_id", "respondent", "participant_id", "participant", "name", "called", "person"),
    "theme": ("theme", "themes", "topic", "category", "tag", "tags"),
    "sharing": ("sharing", "share", "who_may_see_it", "may_share", "consent"),
}  # fmt: skip
FIELDS = tuple(NAMES)


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it will be. `why` says why it is refused; empty when it is not."""

    line: int
    words: str = ""
    said_at: datetime | None = None
    source_key: str = ""
    theme: str = ""
    sharing: str = ""
    why: str = ""
    cells: tuple[str, ...] = ()


@dataclass(slots=True)
class Counts:
    """How many rows are new, known (already here) and refused."""

    new: int = 0
    known: int = 0
    refused: int = 0

    @property
    def rows(self) -> int:
        """All rows that were looked at."""
        return self.new + self.known + self.refused


# ── columns ───────────────────────────────────────────────────────────────────────────────────────


def guess(headings: Sequence[str]) -> dict[str, str]:
    """Which column holds what, by its name: {field: heading}. A column serves once."""
    found: dict[str, str] = {}
    plain = {_plain(heading): heading for heading in reversed(headings)}
    for what, names in NAMES.items():
        heading = next((plain[name] for name in names if name in plain and plain[name] not in found.values()), None)
        if heading is not None:
            found[what] = heading
    return found


def settle(headings: Sequence[str], wanted: Mapping[str, str]) -> dict[str, str]:
    """The columns to use: what was asked for, guesses for the rest. Raises NotASheet when a column is not there, or no words are."""
    columns = guess(headings)
    for what, heading in wanted.items():
        if what not in FIELDS:
            raise NotASheet(_("There is no “%(what)s”. A column can be: %(fields)s.") % {"what": what, "fields": ", ".join(FIELDS)})
        columns = {other: used for other, used in columns.items() if used != heading or other == what}
        if not heading:
            columns.pop(what, None)
        elif heading in headings:
            columns[what] = heading
        else:
            raise NotASheet(
                _("There is no column “%(column)s”. The columns are: %(columns)s.")
                % {"column": heading, "columns": ", ".join(headings)}
            )
    if "words" not in columns:
        raise NotASheet(
            _("We do not see which column holds what people said. The columns are: %(columns)s. Choose one.")
            % {"columns": ", ".join(headings)}
        )
    return columns


def _plain(heading: str) -> str:
    return re.sub(r"\W+", "_", heading.strip().lower()).strip("_")


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────


def read_rows(sheet: Sheet, columns: Mapping[str, str], sharing: str = Sharing.LEAD) -> Iterator[Row]:
    """Every row as it will be, or with why not. Twice the same words in one file are two people, unless an id says otherwise.

    Raises NotASheet when the file cannot be read on.
    """
    places = {what: sheet.headings.index(heading) for what, heading in columns.items()}
    is_our_own_refused_file = WHY_HEADING in sheet.headings
    seen: Counter[str] = Counter()
    for count, line in enumerate(sheet.lines(), start=1):
        if count > MOST_ROWS:
            raise NotASheet(_("This file has more than %(most)d rows. Send it in parts.") % {"most": MOST_ROWS})
        cells = [unguard(cell) for cell in line.cells] if is_our_own_refused_file else line.cells
        yield _row(Line(line.number, cells), len(sheet.headings), places, columns.get("id", ""), sharing, seen)


def _row(line: Line, width: int, places: Mapping[str, int], id_heading: str, sharing: str, seen: Counter[str]) -> Row:
    cells = tuple(line.cells)

    def refused(why: str) -> Row:
        return Row(line.number, why=why, cells=cells)

    if any(cell.strip() for cell in cells[width:]):
        return refused(
            _('There are %(cells)d cells for %(headings)d columns. Is a quote mark (") missing?')
            % {"cells": len(cells), "headings": width}
        )
    value = {what: cells[place] for what, place in places.items()}
    words = value["words"]
    if not words.strip():
        return refused(_("There are no words."))
    if "\x00" in words:
        return refused(_("The words hold a character that cannot be kept (NUL). Take it out."))
    if len(words) > MOST:
        return refused(
            _('The words are %(over)d characters too long. Is a quote mark (") missing? If not, make two rows of them.')
            % {"over": len(words) - MOST}
        )
    try:
        said_at = read_moment(value.get("said_at", ""))
        shared = _sharing(value.get("sharing", "")) or sharing
    except Problem as problem:
        return refused(str(problem))
    theme = " ".join(value.get("theme", "").replace("\x00", "").split())[:120]
    key = _source_key(id_heading, value, seen)
    return Row(line.number, words, said_at, key, theme, shared, "", cells)


def _source_key(id_heading: str, value: Mapping[str, str], seen: Counter[str]) -> str:
    """The same row gives the same key in every run. Keyed, so that nobody can test words against it after they were erased."""
    given = value.get("id", "").strip()
    if given:
        return f"{_plain(id_heading)[:40]}:{given}" if len(given) <= 60 and "@" not in given else f"id:{_digest(given)}"
    same = _digest("\x1f".join((value["words"], value.get("said_at", ""), value.get("author", ""))))
    seen[same] += 1
    return f"words:{same}:{seen[same]}"


def _digest(words: str) -> str:
    return index(hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest())


def _sharing(given: str) -> str:
    """What a cell says about who may see it; "" when it says nothing. No name comes in, so "with my name" is "without"."""
    plain = given.strip().lower()
    if not plain:
        return ""
    for choice in Sharing:
        if plain in (choice.value, str(choice.label).lower()):
            return Sharing.PUBLIC if choice == Sharing.NAMED else choice.value
    raise Problem(_("“%(given)s” does not say who may see it. Write lead, group or public.") % {"given": given[:40]})


MONTHS = {
    name: n for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)
}
DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?:[ ,T]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?")
IN_WORDS = re.compile(
    r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3})[a-z]*\.? (\d{4})(?:[ ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)
YEAR_FIRST = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")


def read_moment(given: str) -> datetime | None:
    """A day or moment as people write it: 2024-05-31, 31/05/2024, 31 May 2024, with or without a time, or (milli)seconds since 1970.

    None for nothing. Raises Problem with a sentence when it cannot be read, is to come, or is before 1990.
    """
    text = given.strip()
    if not text:
        return None
    try:
        moment = _moment(text)
    except (ValueError, OverflowError, OSError) as error:
        raise Problem(
            _("We cannot read the date “%(given)s”. Write it like 31/05/2024 or 2024-05-31.") % {"given": text[:40]}
        ) from error
    if moment > now():
        raise Problem(_("The date “%(given)s” is still to come.") % {"given": text[:40]})
    if timezone.localtime(moment).date() < FIRST_DAY:
        raise Problem(_("The date “%(given)s” is before 1990. Check it.") % {"given": text[:40]})
    return moment


def _moment(text: str) -> datetime:
    if text.isascii() and text.isdigit() and len(text) in (9, 10, 12, 13):
        return datetime.fromtimestamp(int(text) / (1000 if len(text) > 10 else 1), UTC)
    if found := DAY_FIRST.fullmatch(text):
        day, month, year, *clock = found.groups()
        return _here(int(year), int(month), int(day), clock)
    if found := YEAR_FIRST.fullmatch(text):
        return _here(int(found[1]), int(found[2]), int(found[3]), ())
    if found := IN_WORDS.fullmatch(text.lower()):
        day, month, year, *clock = found.groups()
        if month not in MONTHS:
            raise ValueError(month)
        return _here(int(year), MONTHS[month], int(day), clock)
    if not re.match(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _here(year: int, month: int, day: int, clock: Iterable[str | None]) -> datetime:
    """A moment in the organisation's zone."""
    hour, minute, second, *_rest = [*(int(part or 0) for part in clock), 0, 0, 0]
    return datetime(year, month, day, hour, minute, second, tzinfo=timezone.get_current_timezone())


# ── a run ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Preview:
    """What would happen: the columns, the first rows as they will be, and how many are new, known and refused."""

    columns: dict[str, str]
    first: list[Row]
    counts: Counts = field(default_factory=Counts)
    why: list[Row] = field(default_factory=list)


def preview(
    sheet: Sheet,
    columns: Mapping[str, str],
    work: Work,
    sharing: str,
    *,
    most: int = MOST_ROWS,
    show: int = 10,
    tick: Callable[[int], None] = lambda _n: None,
) -> Preview:
    """Look at every row, or at the first `most`, without keeping anything. Raises NotASheet."""
    found = Preview(dict(columns), [])
    seen: dict[str, int] = {}
    for batch in _batches(itertools.islice(read_rows(sheet, columns, sharing), most)):
        judged = _judge(work, batch, seen)
        for row, is_known in judged:
            _count(found.counts, row, is_known)
            if row.why and len(found.why) < show:
                found.why.append(row)
            if len(found.first) < show and not row.why:
                found.first.append(row)
        tick(len(batch))
    if found.counts.rows == 0:
        raise NotASheet(_("There are no rows under the names of the columns."))
    return found


@act("voices.import_file")
def keep_file(by: Actor, work: Work, *, file: IO[bytes], name: str) -> ImportRun:
    """Keep a file to be brought in, once it can be read. Raises NotASheet; then nothing is kept."""
    run = ImportRun(work=work, name=_file_name(name), at=now(), key=new_key(), by=by if isinstance(by, Person) else None)
    path = _folder() / run.key
    _copy(file, path)
    try:
        sheet = open_sheet(path)
        if next(sheet.lines(), None) is None:
            raise NotASheet(_("There are no rows under the names of the columns."))
    except NotASheet:
        path.unlink()
        raise
    run.path, run.columns = f"imports/{run.key}", guess(sheet.headings)
    run.save()
    return run


@act("voices.import_here")
def start_here(
    by: Actor, work: Work, *, name: str, columns: Mapping[str, str], sharing: str, question: Question | None = None
) -> ImportRun:
    """Begin a run that the caller brings in itself, from a file that stays where it is (the command line)."""
    _must_fit(work, question)
    return ImportRun.objects.create(
        work=work,
        name=_file_name(name),
        columns=dict(columns),
        sharing=sharing,
        question=question,
        state=ImportRun.State.RUNNING,
        by=by if isinstance(by, Person) else None,
        at=now(),
    )


def _must_fit(work: Work, question: Question | None) -> None:
    if question is not None and (question.work_id != work.pk or question.opened_at is None):
        raise Problem(_("Choose a question of this piece of work that has been opened."))


def _file_name(name: str) -> str:
    """The name as it was given, without folders."""
    return Path(name.replace("\\", "/").replace("\x00", "")).name[:200] or "file"


def _folder() -> Path:
    folder = Path(settings.FILES) / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def refused_path(run: ImportRun) -> Path:
    """Where the refused rows of an uploaded file are kept."""
    return _folder() / f"{run.key}-refused.csv"


def _copy(file: IO[bytes], path: Path) -> None:
    size = 0
    with path.open("xb") as kept:
        while block := file.read(1024 * 1024):
            size += len(block)
            if size > MOST_BYTES:
                kept.close()
                path.unlink()
                raise NotASheet(
                    _("This file is too big. Send at most %(most)d MB, or in parts.") % {"most": MOST_BYTES // 1_000_000}
                )
            kept.write(block)


@act("voices.import_start")
def start(by: Actor, run: ImportRun, *, columns: Mapping[str, str], sharing: str, question: Question | None = None) -> ImportRun:
    """Say which column is what and let the worker begin, or go on. Once a row has come in, the choices stay."""
    if run.state in (ImportRun.State.WAITING, ImportRun.State.RUNNING, ImportRun.State.DONE):
        raise Problem(_("This file is on its way in already."))
    _must_fit(run.work, question)
    if run.done == 0:
        run.columns, run.sharing, run.question = settle(sheet_of(run).headings, columns), sharing, question
    run.state, run.problem, run.ended_at = ImportRun.State.WAITING, "", None
    run.save()
    return run


@act("voices.import_stop")
def stop(by: Actor, run: ImportRun) -> ImportRun:
    """Stop after the rows that are on their way now. It can be started again and goes on where it stopped."""
    ImportRun.objects.filter(pk=run.pk, state__in=(ImportRun.State.WAITING, ImportRun.State.RUNNING)).update(
        state=ImportRun.State.STOPPED, ended_at=now()
    )
    run.refresh_from_db()
    return run


def sheet_of(run: ImportRun) -> Sheet:
    """The file of a run. Raises NotASheet when it is gone."""
    path = Path(settings.FILES) / run.path
    if not path.is_file():
        raise NotASheet(_("The file is not here any more. Send it again."))
    return open_sheet(path)


def bring_in(
    by: Actor,
    run: ImportRun,
    sheet: Sheet,
    refused: Path,
    *,
    tick: Callable[[int], None] = lambda _n: None,
    go_on: Callable[[], bool] = lambda: True,
) -> ImportRun:
    """Bring in a whole file, a thousand rows in each transaction, from where the run stands. Refused rows go to `refused`.

    Rests between two batches when `go_on` says no or the run was stopped meanwhile. Each batch is whole or not there; killed and
    run again, it goes on. Raises NotASheet when the file cannot be read on: what came in before stays.
    """
    seen: dict[str, int] = {}
    rows = read_rows(sheet, run.columns, run.sharing)
    with RefusedRows(refused, sheet.headings, keep=run.refused) as kept:
        for batch in _batches(rows):
            if batch.place < run.done:
                _remember(batch, seen)
            elif not go_on() or not bring_in_batch(by, run, rows=batch, seen=seen, kept=kept):
                return run
            tick(len(batch))
    return _finish(by, run)


class Batch(list[Row]):
    """Rows that come in together; `place` is how many stand before them."""

    place = 0


def _batches(rows: Iterator[Row]) -> Iterator[Batch]:
    place = 0
    while batch := Batch(itertools.islice(rows, BATCH)):
        batch.place = place
        yield batch
        place += len(batch)


@act("voices.import", record=False)
def bring_in_batch(by: Actor, run: ImportRun, *, rows: Sequence[Row], seen: dict[str, int], kept: RefusedRows) -> bool:
    """Keep the new ones of these rows, each with a line in the record. False: the run was stopped meanwhile, and nothing was kept."""
    now_standing = ImportRun.objects.select_for_update().get(pk=run.pk)
    if now_standing.state == ImportRun.State.STOPPED or now_standing.done != run.done:  # or another worker is at it
        run.state, run.ended_at = now_standing.state, now_standing.ended_at
        return False
    counts, new = Counts(run.new, run.known, run.refused), []
    for row, is_known in _judge(run.work, rows, seen):
        _count(counts, row, is_known)
        if row.why:
            kept.add(row)
        elif not is_known:
            new.append(row)
    made = _keep(run, new)
    _note_each(by, made)
    _put_in_themes(by, run, new, made)
    kept.flush()
    run.done += len(rows)
    run.new, run.known, run.refused, run.state = counts.new, counts.known, counts.refused, ImportRun.State.RUNNING
    run.save(update_fields=["done", "new", "known", "refused", "state"])
    return True


def _finish(by: Actor, run: ImportRun) -> ImportRun:
    """Every row is accounted for; one line in the record says how many came in."""
    with transaction.atomic():
        run.rows, run.state, run.ended_at = run.done, ImportRun.State.DONE, now()
        run.save(update_fields=["rows", "state", "ended_at"])
        note(by, "voices.import", run)
    return run


def _judge(work: Work, rows: Sequence[Row], seen: dict[str, int]) -> list[tuple[Row, bool]]:
    """Each row, and whether it is known. The same id with other words is refused, so that nobody's words are lost unseen.

    `seen` holds the ids that stood earlier in this file, with a hash of their words.
    """
    keys = [row.source_key for row in rows if not row.why]
    here = dict(Contribution.objects.filter(work=work, source_key__in=keys).values_list("source_key", "words"))
    judged = []
    for row in rows:
        if row.why:
            judged.append((row, False))
            continue
        earlier, before = seen.get(row.source_key), here.get(row.source_key)
        _remember((row,), seen)
        if earlier is None and before is None:
            judged.append((row, False))
        elif before in ("", row.words) or earlier == hash(row.words):  # empty: it was taken back or erased, and stays so
            judged.append((row, True))
        else:
            why = _("This id came in before with other words. Give this row an id of its own.")
            judged.append((Row(row.line, why=why, cells=row.cells), False))
    return judged


def _remember(rows: Iterable[Row], seen: dict[str, int]) -> None:
    """Only ids can come twice; keys made from words count how often they came."""
    for row in rows:
        if not row.why and not row.source_key.startswith("words:"):
            seen.setdefault(row.source_key, hash(row.words))


def _count(counts: Counts, row: Row, is_known: bool) -> None:
    if row.why:
        counts.refused += 1
    elif is_known:
        counts.known += 1
    else:
        counts.new += 1


def _keep(run: ImportRun, rows: Sequence[Row]) -> list[Contribution]:
    if not rows:
        return []
    work, question, moment = run.work, run.question, now()
    owner = question.answered_by if question is not None and question.answered_by else work.answers_first
    first, due = next_number(work), due_day(today())
    return Contribution.objects.bulk_create(
        Contribution(
            work=work,
            question=question,
            number=number,
            words=row.words,
            way=Way.IMPORTED,
            sharing=row.sharing,
            said_at=row.said_at or moment,
            received_at=moment,
            owner=owner,
            due_on=due,
            source_key=row.source_key,
        )
        for number, row in enumerate(rows, start=first)
    )


def _note_each(by: Actor, made: Sequence[Contribution]) -> None:
    moment = now()
    lines.write_many(
        (
            RecordLine(act="voices.import", thing_kind="Contribution", thing_key=c.record_key, by_key=by.key, at=moment),
            c.in_record(),
        )
        for c in made
    )


def _put_in_themes(by: Actor, run: ImportRun, rows: Sequence[Row], made: Sequence[Contribution]) -> None:
    themes: dict[str, Theme] = {}
    person = by if isinstance(by, Person) else run.by
    for called in {row.theme for row in rows if row.theme}:
        themes[called], is_new = Theme.objects.get_or_create(work=run.work, called=called, defaults={"by": person, "at": now()})
        if is_new:
            note(by, "voices.theme", themes[called])
    ThemeMark.objects.bulk_create(
        ThemeMark(theme=themes[row.theme], contribution=c, by=person, at=now())
        for row, c in zip(rows, made, strict=True)
        if row.theme
    )


# ── refused rows ──────────────────────────────────────────────────────────────────────────────────


class RefusedRows:
    """The file of refused rows: their cells as they were, their line, and why. Mend it and bring it in again."""

    def __init__(self, path: Path, headings: Sequence[str], *, keep: int = 0) -> None:
        self.path, self.count = path, 0
        self._places = [place for place, heading in enumerate(headings) if heading not in (LINE_HEADING, WHY_HEADING)]
        self._headings, self._keep = [headings[place] for place in self._places], keep
        self._file: Any = None

    def __enter__(self) -> RefusedRows:
        before = self._before()
        if before:
            self._open()
            for cells in before:
                self._writer.writerow(cells)
        else:
            self.path.unlink(missing_ok=True)
        return self

    def __exit__(self, *_error: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, row: Row) -> None:
        """Add one row. The file is made with the first."""
        if self._file is None:
            self._open()
        self._writer.writerow([*(guard(row.cells[place]) for place in self._places), row.line, row.why])
        self.count += 1

    def flush(self) -> None:
        """On disk before the rows beside them are."""
        if self._file is not None:
            self._file.flush()

    def _before(self) -> list[list[str]]:
        """What an earlier, stopped run wrote and counted; more than that was written by a batch that did not come in."""
        if not self._keep or not self.path.exists():
            return []
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            return list(itertools.islice(csv.reader(file), 1, self._keep + 1))

    def _open(self) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = self.path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([*(guard(heading) for heading in self._headings), LINE_HEADING, WHY_HEADING])
