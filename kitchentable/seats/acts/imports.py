"""Acts of files of offers: each row is new, known or refused with a reason; run again, nothing comes in twice."""

from __future__ import annotations

import csv
import io
import itertools
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person, Reach, new_key
from kitchentable.people.secret import index, lock_bytes, unlock_bytes
from kitchentable.people.sheets import NotASheet, Sheet, guard, open_sheet
from kitchentable.policy.act import act, note_many
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.seats.acts.offers import NewPerson, offer
from kitchentable.seats.models import Call, FairnessAnswer, Offer, OfferImport
from kitchentable.seats.offer_rows import Reader, Row, guess

BATCH = 100
AN_HOUR = 3_600  # seconds
MOST_BYTES = 10_000_000
State = OfferImport.State
WAYS = (Offer.Way.PARTNER, Offer.Way.POST, Offer.Way.PHONE, Offer.Way.IN_PERSON, Offer.Way.PAGE)


@dataclass(slots=True)
class Preview:
    """What the first rows will be."""

    first: list[Row] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "known": 0, "refused": 0})

    @property
    def rows(self) -> int:
        """How many were looked at."""
        return sum(self.counts.values())


# ── the file ──────────────────────────────────────────────────────────────────────────────────────


@act("seats.keep_offers")
def keep_file(by: Actor, call: Call, *, file: IO[bytes], name: str, way: str, partner: str = "") -> OfferImport:
    """Keep a file to look at, encrypted. Raises NotASheet, with a sentence; then nothing is kept."""
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise NotASheet(_("This file is too big. Send at most %(most)d MB, or in parts.") % {"most": MOST_BYTES // 1_000_000})
    run = OfferImport(
        call=call, key=new_key(), name=_file_name(name), way=way, partner=partner, by=by if isinstance(by, Person) else None
    )
    with _as_sheet(content) as sheet:
        if next(sheet.lines(), None) is None:
            raise NotASheet(_("There are no rows under the names of the columns."))
        run.columns = guess(sheet.headings, list(call.fairness.all()))
    _write(_path(run), content)
    run.save()
    return run


@act("seats.start_offers")
def start(by: Actor, run: OfferImport, *, columns: Mapping[str, str]) -> OfferImport:
    """Say which column is what and let the worker begin."""
    if run.state != State.LOOKED_AT:
        raise Problem(_("This file is on its way in already."))
    with sheet_of(run) as sheet:
        run.columns = Reader(run.call, sheet, columns).columns
        run.rows = sum(1 for _line in sheet.lines())
    run.state = State.WAITING
    run.save(update_fields=["columns", "rows", "state"])
    return run


@act("seats.drop_offers")
def drop(by: Actor, run: OfferImport) -> None:
    """Throw away a file that was only looked at."""
    if run.state != State.LOOKED_AT:
        raise Problem(_("This file is on its way in already."))
    throw_away(run)
    OfferImport.objects.filter(pk=run.pk).delete()


def throw_away(run: OfferImport) -> None:
    """The file and its list of refused rows go from the disk."""
    _path(run).unlink(missing_ok=True)
    _refused_path(run).unlink(missing_ok=True)


def sweep() -> None:
    """Take away what a crash left: an open copy of a file, half a file, and files whose row was never saved."""
    known = {name for key in OfferImport.objects.values_list("key", flat=True) for name in (key, f"{key}-refused")}
    for path in _folder().iterdir():
        if path.name not in known and now().timestamp() - path.stat().st_mtime > AN_HOUR:
            path.unlink(missing_ok=True)


@contextmanager
def sheet_of(run: OfferImport) -> Iterator[Sheet]:
    """The rows of a file. Raises NotASheet when it is gone."""
    path = _path(run)
    if not path.is_file():
        raise NotASheet(_("The file is not here any more. Send it again."))
    with _as_sheet(unlock_bytes(path.read_bytes())) as sheet:
        yield sheet


@contextmanager
def _as_sheet(content: bytes) -> Iterator[Sheet]:
    """A sheet is read from a path: a file that nobody else can open, and that is gone afterwards."""
    with tempfile.NamedTemporaryFile(dir=_folder(), prefix="open-", suffix=".xlsx") as file:  # openpyxl goes by the name
        file.write(content)
        file.flush()
        yield open_sheet(Path(file.name))


def _folder() -> Path:
    folder = Path(settings.FILES) / "offers"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _path(run: OfferImport) -> Path:
    return _folder() / run.key


def _refused_path(run: OfferImport) -> Path:
    return _folder() / f"{run.key}-refused"


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(lock_bytes(content))
    os.replace(beside, path)


def _file_name(name: str) -> str:
    return Path(name.replace("\\", "/").replace("\x00", "")).name[:200] or "file"


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────


def preview(run: OfferImport, columns: Mapping[str, str], *, most: int, show: int = 10) -> Preview:
    """Look at the first rows without keeping anything. Raises NotASheet."""
    found = Preview()
    with sheet_of(run) as sheet:
        rows = list(itertools.islice(Reader(run.call, sheet, columns).rows(), most))
    known = _known(run.call, rows)
    for row in rows:
        what = "refused" if row.why else "known" if row.source_key in known else "new"
        found.counts[what] += 1
        kept = found.refused if row.why else found.first
        if len(kept) < show:
            kept.append(row)
    return found


def _known(call: Call, rows: Sequence[Row]) -> set[str]:
    """The keys of those rows whose offer is here already, from a file that came before; also one that was taken back since."""
    keys, found = [row.source_key for row in rows if not row.why], set[str]()
    for first in range(0, len(keys), 500):
        found |= set(call.offers.filter(source_key__in=keys[first : first + 500]).values_list("source_key", flat=True))
    return found


def bring_in(run: OfferImport, *, go_on: Callable[[], bool] = lambda: True) -> OfferImport:
    """Bring in what is left of a file, some rows in each transaction. Rests when `go_on` says no; killed and run again, it goes on.

    Raises NotASheet when the file cannot be read on, and Problem when whoever sent it is not here any more.
    """
    if run.by is None:
        raise Problem(_("Whoever sent this file is not here any more. Send it again."))
    with sheet_of(run) as sheet:
        reader = Reader(run.call, sheet, run.columns)
        rows = list(reader.rows())
    while run.done < len(rows):
        if not go_on() or not bring_batch(run.by, run, rows=rows[run.done : run.done + BATCH], headings=reader.headings):
            return run
    return finish(run.by, run)


@act("seats.bring_offers", record=False)
def bring_batch(by: Actor, run: OfferImport, *, rows: Sequence[Row], headings: Sequence[str]) -> bool:
    """Keep the new ones of these rows, each by the act of offering. False: another worker is at it, and nothing was kept."""
    stands = OfferImport.objects.select_for_update().get(pk=run.pk)
    if stands.done != run.done or stands.state != State.RUNNING:
        return False
    known, there = _known(run.call, rows), _people_at(rows)
    refused: list[list[str]] = []
    made: list[tuple[Offer, Row]] = []
    for row in rows:
        why = row.why
        if not why and row.source_key not in known:
            try:
                made += [(one, row)] if (one := _bring(by, run, row, there)) else []
            except Problem as problem:
                why = _("Line %(line)d: %(says)s") % {"line": row.line, "says": problem}
        if why:
            refused.append([*(guard(cell) for cell in row.cells), str(row.line), str(why)])
    _keep_answers(by, run, made)
    new = len(made)
    _keep_refused(run, refused, headings)
    run.done += len(rows)
    run.new, run.refused = run.new + new, run.refused + len(refused)
    run.known, run.beat_at = run.known + len(rows) - new - len(refused), now()
    run.save(update_fields=["done", "new", "known", "refused", "beat_at"])
    return True


def _bring(by: Actor, run: OfferImport, row: Row, there: Mapping[tuple[str, str], Person | None]) -> Offer | None:
    """A new offer; None when this person has offered already."""
    person = there.get((index(row.email), row.called.casefold())) if row.email else None
    if person is not None and run.call.offers.filter(person=person, taken_back_at__isnull=True).exists():
        return None
    new = None if person else NewPerson(row.called, channel=row.channel, email=row.email, phone=row.phone, post=row.post)
    return offer(
        by,
        run.call,
        new=new,
        for_person=person,
        group=row.group,
        home=row.home,
        way=run.way,
        partner=run.partner,
        offered_on=row.day,
        source_key=row.source_key,
    )


def _people_at(rows: Sequence[Row]) -> dict[tuple[str, str], Person | None]:
    """Those we know with the same e-mail address and the same name, by both; None where two have them."""
    indexes = {index(row.email) for row in rows if row.email}
    found: dict[tuple[str, str], Person | None] = {}
    for reach in Reach.objects.filter(email_index__in=indexes, person__erased_at__isnull=True).select_related("person"):
        key = reach.email_index, reach.person.called.casefold()
        found[key] = None if key in found else reach.person
    return found


def _keep_answers(by: Actor, run: OfferImport, made: Sequence[tuple[Offer, Row]]) -> None:
    """What makes it fair, of all new ones at once; the record says that each answered, never what."""
    questions = {one.code: (one, {c.code: c for c in one.choices.all()}) for one in run.call.fairness.prefetch_related("choices")}
    rows = []
    for one, row in made:
        for code, chosen in row.answers.items():
            question, choices = questions[code]
            rows.append(FairnessAnswer(offer=one, question=question, choice=choices[chosen]))
    FairnessAnswer.objects.bulk_create(rows)
    note_many(by, "seats.answer_fairness", [one for one, row in made if row.answers])


@act("seats.end_offers")
def finish(by: Actor, run: OfferImport) -> OfferImport:
    """Every row is accounted for; the file goes from the disk."""
    run.state, run.ended_at = State.DONE, now()
    run.save(update_fields=["state", "ended_at"])
    _path(run).unlink(missing_ok=True)
    return run


# ── refused rows ──────────────────────────────────────────────────────────────────────────────────


def _keep_refused(run: OfferImport, rows: Sequence[Sequence[str]], headings: Sequence[str]) -> None:
    """Add to the list. What a batch wrote that did not come in is dropped: `run.refused` rows count."""
    if not rows:
        return
    before = list(csv.reader(io.StringIO(refused_rows(run).decode("utf-8-sig"), newline="")))[1 : run.refused + 1]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[*(guard(heading) for heading in headings), "line", "why_refused"], *before, *rows])
    _write(_refused_path(run), b"\xef\xbb\xbf" + out.getvalue().encode())


def refused_rows(run: OfferImport) -> bytes:
    """The refused rows as CSV, each with its line and why; empty when there are none. Never what was answered for fairness."""
    path = _refused_path(run)
    return unlock_bytes(path.read_bytes()) if path.is_file() else b""
