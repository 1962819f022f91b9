"""Acts of formats: wanting and asking for them, making, ordering, bringing, and saying who checked them. Ready only when every check passed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kitchentable.people import files
from kitchentable.people.clock import add_working_days
from kitchentable.people.models import Person
from kitchentable.people.outbox import tell
from kitchentable.policy.act import act
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.words import uploads
from kitchentable.words.making import PEOPLE_CHECKED, Check, by_machine, people_checked
from kitchentable.words.models import Document, Format, FormatAsk, Version
from kitchentable.words.ready import Need, fits, is_current, is_ready, newest_sent, tell_ready, words_of

Kind, State = Format.Kind, Format.State
MOST_TRIES = 3
MADE_OF = (
    "made_by", "made_with", "made_from", "path", "name", "media_type", "size", "digest", "pages", "seconds", "checks", "why_not",
    "checked_by", "checked_on", "ready_at", "tries",
)  # fmt: skip


class Taken(Problem):
    """Another worker has it, or it is not to be made any more."""


class NotOrdered(Problem):
    """What was typed for an order cannot be."""


class NotChecked(Problem):
    """Who checked it, or when, is missing or cannot be."""

    field = "names"


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made and is on disk: where, what it is, how it was made, and its checks."""

    path: str
    media_type: str
    ending: str
    size: int
    digest: str
    made_with: str
    pages: int
    seconds: int
    checks: tuple[Check, ...]


# ── wanting and asking ────────────────────────────────────────────────────────────────────────────


@act("words.want_formats")
def want(by: Actor, version: Version, kinds: Iterable[str | Need]) -> Version:
    """Have these formats of a version made: kinds, or (kind, language). What is there and fits stays; what does not fit is made again.

    What no machine can make waits until somebody orders or brings it.
    """
    for one in kinds:
        kind, language = (one, "") if isinstance(one, str) else one
        _wanted(version, kind, language)
    return version


def _wanted(version: Version, kind: str, language: str, due_on: date | None = None) -> Format:
    _must_be_a_need(kind, language)
    row, new = Format.objects.get_or_create(version=version, kind=kind, language=language, defaults={"due_on": due_on})
    if not new and due_on is not None and row.state != State.READY and (row.due_on is None or row.due_on > due_on):
        row.due_on, row.changed_at = due_on, now()
        row.save(update_fields=["due_on", "changed_at"])
    over = row.state in (State.READY, State.FAILED, State.CHECKING) and not fits(row, version)
    if not new and over and row.made_by_id is None and by_machine(version, kind):
        _start_again(row)
    return row


def _must_be_a_need(kind: str, language: str) -> None:
    if kind not in Kind.values or (kind == Kind.LANGUAGE and not language):
        raise NotOrdered(_("Choose a format, and a language for “Another language”."))


@act("words.ask_for_format")
def ask_for(
    by: Actor,
    document: Document,
    *,
    kind: str,
    language: str = "",
    way: str = FormatAsk.Way.PAGE,
    for_person: Person | None = None,
) -> FormatAsk:
    """Somebody needs this paper in a format: owed within some working days, the same by page, phone, post or in person (R015).

    They are told when it is ready; at once when it is ready now. Raises Problem when the paper was not sent to them or not at all.
    """
    person = for_person or by
    if not isinstance(person, Person):
        raise Problem(_("Tell us who you are, so that we can tell you when it is ready."))
    version = newest_sent(document)
    if version is None:
        raise Problem(_("This paper has not been sent yet."))
    if not Document.objects.seen_by(person).filter(pk=document.pk).exists():
        raise Problem(_("%(name)s was not sent this paper.") % {"name": person.called})
    _must_be_a_need(kind, language)
    due = add_working_days(today(), number("format_days"), settings.NATION)
    ask, new = FormatAsk.objects.get_or_create(
        document=document, kind=kind, language=language, person=person, told_at=None, defaults={"due_on": due, "way": way}
    )
    if not new:
        return ask
    if is_ready(version, kind, language):
        _tell([ask], version)
    else:
        _wanted(version, kind, language, due)
    return ask


def _tell(asks: Sequence[FormatAsk], version: Version) -> None:
    for ask in asks:
        ask.told_at = now()
        ask.save(update_fields=["told_at"])
        tell(ask.person, "words.format_ready", ask.key, work=version.document.work.slug)


# ── making ────────────────────────────────────────────────────────────────────────────────────────


@act("words.make_format")
def making(by: Actor, one: Format) -> Format:
    """Take a format to make it: one worker wins, by one UPDATE. Raises Taken for all others."""
    version = Version.objects.select_related("document__work").get(pk=one.version_id)
    waits = Format.objects.filter(pk=one.pk, state=State.WAITING, tries=one.tries)
    if not waits.update(state=State.MAKING, tries=F("tries") + 1, changed_at=now(), made_from=_source(version, one.kind)):
        raise Taken(_("Another worker makes it."))
    return Format.objects.select_related("version__document__work").get(pk=one.pk)


def _source(version: Version, kind: str) -> str:
    return words_of(version, with_easy=kind == Kind.EASY)


@act("words.format_made")
def made(by: Actor, one: Format, *, result: Made) -> Format:
    """Keep what was made. Ready when each check passed; else not made, and why. When the words changed meanwhile: made again.

    Raises Taken when this worker was too slow and another took over.
    """
    row = _mine(one)
    if row.made_from != _source(row.version, row.kind):
        transaction.on_commit(lambda: files.remove(result.path))
        row.tries = max(row.tries - 1, 0)
        return _saved(row, State.WAITING)
    was = row.path
    _keep(row, result)
    _let_go(was)
    return _finish(row)


def _mine(one: Format) -> Format:
    row = Format.objects.select_for_update(of=("self",)).select_related("version__document__work").get(pk=one.pk)
    if row.state != State.MAKING or row.tries != one.tries:
        raise Taken(_("Another worker makes it."))
    return row


def _keep(row: Format, result: Made, by: Person | None = None) -> None:
    row.path, row.media_type, row.size, row.digest = result.path, result.media_type, result.size, result.digest
    row.pages, row.seconds, row.made_with, row.made_by = result.pages, result.seconds, result.made_with[:200], by
    row.name = _name(row, result.ending)
    row.checks = [[one.what, one.passed, one.because] for one in result.checks]
    row.checked_by, row.checked_on = "", None


def _name(row: Format, ending: str) -> str:
    what = row.language if row.kind == Kind.LANGUAGE else "-".join(filter(None, (row.kind, row.language)))
    return f"{files.tidy_name(row.version.document.title)[:110]} - {row.version.number} - {what}.{ending}"


def _finish(row: Format) -> Format:
    """From its checks to its state. The only place where a format becomes ready."""
    failed = [(what, because) for what, passed, because in row.checks if not passed and what != PEOPLE_CHECKED]
    if failed or not row.checks:
        row.why_not = " ".join(f"{what}: {_('no.')} {because}".strip() for what, because in failed) or _("Nothing was checked.")
        return _saved(row, State.FAILED)
    row.why_not = ""
    if row.kind == Kind.EASY and not _people_checked(row):
        return _saved(row, State.CHECKING)
    if [PEOPLE_CHECKED, False] in [one[:2] for one in row.checks]:
        return _start_again(row)  # they checked it while it was made, and “draft” is printed on it
    row.ready_at, row.tries = now(), 0
    _saved(row, State.READY)
    tell_ready(row)
    if row.version.sent_at is not None and is_current(row.version):
        asks = FormatAsk.objects.waiting().filter(document=row.version.document_id, kind=row.kind, language=row.language)
        _tell(list(asks.select_related("person", "document__work")), row.version)
    return row


def _people_checked(row: Format) -> bool:
    """People with a learning disability, or their group, checked this Easy Read (R026)."""
    return bool(row.checked_by) if row.made_by_id is not None else people_checked(row.version, row.kind)


def _saved(row: Format, state: str) -> Format:
    row.state, row.changed_at = state, now()
    if state != State.READY:
        row.ready_at = None
    row.save(update_fields=[*MADE_OF, "state", "changed_at"])
    return row


def _let_go(path: str) -> None:
    if path:
        transaction.on_commit(lambda: files.remove(path))


@act("words.format_not_made")
def not_made(by: Actor, one: Format, *, because: str, for_good: bool = False) -> Format:
    """It could not be made: tried again some times, then it stays so, with because. Raises Taken."""
    row = _mine(one)
    row.why_not = because
    return _saved(row, State.FAILED if for_good or row.tries >= MOST_TRIES else State.WAITING)


@act("words.make_again")
def take_again(by: Actor, one: Format) -> Format:
    """Make it anew, from the words as they are now. Raises Problem for what no machine can make."""
    row = Format.objects.select_for_update(of=("self",)).select_related("version__document__work").get(pk=one.pk)
    if not by_machine(row.version, row.kind):
        raise Problem(_("No machine can make this. Order it, or bring the file."))
    return _start_again(row)


def _start_again(row: Format) -> Format:
    _let_go(row.path)
    row.path, row.tries, row.why_not, row.checks, row.made_from, row.digest, row.size = "", 0, "", [], "", "", 0
    row.checked_by, row.checked_on, row.made_by = "", None, None
    return _saved(row, State.WAITING)


# ── people make it ────────────────────────────────────────────────────────────────────────────────


@act("words.order_format")
def order(by: Actor, version: Version, *, kind: str, language: str = "", ordered_from: str, due_on: date) -> Format:
    """Note that somebody was asked to make it, such as a translator, and by when. Raises NotOrdered."""
    ordered_from = ordered_from.strip()
    if not ordered_from:
        raise NotOrdered(_("Write from whom you ordered it."))
    if due_on < today():
        raise NotOrdered(_("The day by which it comes has gone by. Choose a later one."))
    row = _wanted(version, kind, language)
    if row.state == State.READY and fits(row, version):
        raise NotOrdered(_("This format is ready already."))
    if row.state == State.MAKING:
        raise NotOrdered(_("It is being made now. Wait a little."))
    row.ordered_from, row.ordered_on, row.due_on = ordered_from[:200], today(), due_on
    row.why_not = ""
    row.save(update_fields=["ordered_from", "ordered_on", "due_on"])
    return _saved(row, State.ORDERED)


@act("words.upload_format")
def upload(
    by: Person,
    version: Version,
    *,
    kind: str,
    language: str = "",
    file: files.Upload,
    checked_by: str = "",
    checked_on: date | None = None,
) -> Format:
    """Keep a file that somebody made: a recording, a BSL video, a translation, an own Word, PDF or braille file.

    What it is, is read from its content. Ready when its checks pass. Raises NotTaken; OSError when the disk is full.
    """
    _must_be_a_need(kind, language)
    found = uploads.look(file, kind)
    _must_be_checked_by_somebody(checked_by, checked_on)
    row = _wanted(version, kind, language)
    row = Format.objects.select_for_update(of=("self",)).select_related("version__document__work").get(pk=row.pk)
    was = row.path
    with files.tidy():
        path, size, digest = files.write_made(file.file.chunks())
        _keep(row, Made(path, found.media_type, found.ending, size, digest, "", 0, 0, found.checks), by)
        row.made_from = words_of(version)
        row.checked_by, row.checked_on = checked_by.strip()[:200], checked_on
        _let_go(was)
        return _finish(row)


@act("words.say_checked")
def say_checked(by: Actor, one: Format, *, names: str, on: date) -> Format:
    """Note which people, or which group, checked it and when, as they want to be named (R026). Raises NotChecked."""
    if not names.strip():
        raise NotChecked(_("Write who checked it: names, or the name of their group."))
    _must_be_checked_by_somebody(names, on)
    row = Format.objects.select_for_update(of=("self",)).select_related("version__document__work").get(pk=one.pk)
    if row.kind == Kind.EASY and row.made_by_id is None:
        raise NotChecked(_("Note it on the page of the Easy Read, beside its lines."))
    if row.state not in (State.CHECKING, State.READY) or not row.path:
        raise NotChecked(_("There is nothing to check yet: it has not been made."))
    row.checked_by, row.checked_on = names.strip()[:200], on
    return _finish(row) if row.state == State.CHECKING else _saved(row, State.READY)


def _must_be_checked_by_somebody(names: str, on: date | None) -> None:
    if bool(names.strip()) != (on is not None):
        raise NotChecked(_("Write both: who checked it, and on which day."))
    if on is not None and on > today():
        raise NotChecked(_("%(day)s is still to come. When did they check it?") % {"day": date_format(on, "l j F")})


def easy_changed(version: Version) -> None:
    """For the Easy Read part, in its own act: its lines changed, or people checked it. What a machine made of it is made anew."""
    rows = version.formats.select_for_update(of=("self",)).select_related("version__document__work")
    for row in rows.filter(kind=Kind.EASY, made_by__isnull=True, state__in=(State.CHECKING, State.FAILED, State.READY)):
        # What people have stays; before that, one “not yet” makes it a draft again.
        doubted = row.version.sent_at is None and not _people_checked(row)
        if row.state != State.READY or doubted or not fits(row, row.version):
            _start_again(row)
