"""Acts of the people who check an Easy Read, and of those who ask them (R026).

A person is asked; says of single lines what they think, with a face, in words or by voice; and says “it is clear” or “not yet” of what
they saw. A group that met offline is typed with the day it met. What changed after that is a draft again.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kitchentable.people import files
from kitchentable.people.asks import asked_not_to_be, goes_over
from kitchentable.people.files import Kind, NotTaken, Upload
from kitchentable.people.models import Person
from kitchentable.people.outbox import tell
from kitchentable.policy.act import act, note
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.words.easy_state import seen as seen_word
from kitchentable.words.easy_state import snapshot, tell_changed
from kitchentable.words.models.easy import EasyCheck, EasyComment, EasyLine
from kitchentable.words.models.papers import Version

MOST_LETTERS = 4_000


class ChangedWhileReading(Problem):
    """Somebody changed a line while this person read it."""

    def __init__(self) -> None:
        super().__init__(str(_("Something was changed while you looked. Please look at it again. Then say what you think.")))


class AnsweredAlready(Problem):
    """They said what they think, or that they would rather not, while this page was open."""

    def __init__(self) -> None:
        super().__init__(str(_("This was answered already. Look at the page again.")))


class NotOneMore(Problem):
    """They wanted to be asked less often (R100)."""


class NobodyNamed(Problem):
    """Who checked it? (R026)"""

    field = "names"


class NotYetThen(Problem):
    """A day that has not come."""

    field = "said_on"


class NotAVoice(NotTaken):
    """A file that is no recording."""

    field = "voice"


@act("words.easy_ask")
def ask_to_check(by: Actor, version: Version, *, person: Person) -> EasyCheck:
    """Ask somebody to check it: a message goes to them in their own way. Asked once as long as they did not answer.

    Raises Problem when nothing is written; NotOneMore when one more ask is more than they want in this month.
    """
    Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if not version.easy_lines.exists():
        raise Problem(_("Nothing is written yet. Write the lines first, then ask people."))
    open_one = version.easy_checks.open().filter(asked=person).first()
    if open_one is not None:
        return open_one
    if asked_not_to_be([person.pk], work=version.document.work.slug, about=version.document.title):
        raise NotOneMore(_("We do not ask %(name)s now. Ask somebody else.") % {"name": person.called})
    if goes_over([person.pk]):
        raise NotOneMore(
            _("%(name)s told us how often we may ask in a month. It is that often now. Ask somebody else, or wait for next month.")
            % {"name": person.called}
        )
    made = EasyCheck.objects.create(version=version, asked=person, asked_by=by if isinstance(by, Person) else None)
    tell(person, "words.easy_asked", made.key, work=version.document.work.slug)
    return made


@act("words.easy_comment")
def comment(
    by: Actor,
    check: EasyCheck,
    *,
    line: EasyLine,
    face: str,
    words: str = "",
    voice: Upload | None = None,
    for_person: Person | None = None,
) -> EasyComment:
    """What the person thinks of one line: a face; and why, in words or by voice, if they want. Said again, the new one stands.

    Raises NotAVoice for a file that is no recording; Problem for a line of another paper; AnsweredAlready.
    """
    if line.version_id != check.version_id:
        raise Problem(_("This line is not part of what you check."))
    _still_open(check)
    found = check.comments.filter(line=line).first() or EasyComment(check_of=check, line=line)
    found.check_of, found.line_said, found.face = check, f"{line.words} {line.explains}".strip(), face
    found.words, found.at, found.done_at = words[:MOST_LETTERS], now(), None
    if voice is not None:
        _forget_voice(found.voice)
        found.voice, found.voice_type = _keep_voice(voice)
    found.save()
    return found


@act("words.easy_say")
def say(
    by: Actor,
    check: EasyCheck,
    *,
    is_clear: bool,
    seen: str,
    names: str = "",
    said_on: date | None = None,
    for_person: Person | None = None,
) -> EasyCheck:
    """Say “it is clear” or “not yet” of what was seen. `seen` is what `easy_state.seen` gave for the page that was read.

    `names`: as they want to be named; empty is named nowhere. Raises ChangedWhileReading, AnsweredAlready; NotYetThen for a day to come.
    """
    version = Version.objects.select_for_update(of=("self",)).get(pk=check.version_id)
    snap = snapshot(version.easy_lines.all())
    _still_open(check)
    if seen_word(snap) != seen or not snap:
        raise ChangedWhileReading
    if said_on is not None and said_on > today():
        raise NotYetThen(_("This day has not come yet. On which day did they say it?"))
    check.is_clear, check.lines, check.names = is_clear, snap, names.strip()[:200]
    check.checked_at, check.said_on = now(), said_on
    check.save()
    if check.asked_by is not None and check.asked_by != by:
        tell(check.asked_by, "words.easy_said", check.key, work=check.version.document.work.slug)
    tell_changed(version)
    return check


@act("words.easy_decline")
def decline(by: Actor, check: EasyCheck, *, for_person: Person | None = None) -> EasyCheck:
    """They would rather not. No reason is asked, and who asked them is told. Raises AnsweredAlready."""
    _still_open(check)
    check.declined_at = now()
    check.save(update_fields=["declined_at"])
    if check.asked_by is not None and check.asked_by != by:
        tell(check.asked_by, "words.easy_declined", check.key, work=check.version.document.work.slug)
    return check


@act("words.easy_group")
def type_group(by: Actor, version: Version, *, names: str, is_clear: bool, said_on: date, seen: str, words: str = "") -> EasyCheck:
    """Write down what a group of people said when they read it together, and when.

    Raises NobodyNamed, NotYetThen; ChangedWhileReading when what stands there now is not what `seen` says.
    """
    version = Version.objects.select_for_update(of=("self",)).select_related("document").get(pk=version.pk)
    snap = snapshot(version.easy_lines.all())
    if seen_word(snap) != seen or not snap:
        raise ChangedWhileReading
    if not names.strip():
        raise NobodyNamed(_("Write who checked it: their names, or the name of their group, as they want to be named."))
    if said_on > today():
        raise NotYetThen(_("This day has not come yet. On which day did they say it?"))
    made = EasyCheck.objects.create(
        version=version,
        names=names.strip()[:200],
        asked_by=by if isinstance(by, Person) else None,
        is_clear=is_clear,
        lines=snap,
        checked_at=now(),
        said_on=said_on,
    )
    if words.strip():
        face = EasyComment.Face.CLEAR if is_clear else EasyComment.Face.NOT_SURE
        said = EasyComment.objects.create(check_of=made, face=face, words=words.strip()[:MOST_LETTERS], line_said="")
        note(by, "words.easy_comment", said)
    tell_changed(version)
    return made


@act("words.easy_done")
def tick_off(by: Actor, one: EasyComment) -> EasyComment:
    """Something was done about what they said."""
    one.done_at = now()
    one.save(update_fields=["done_at"])
    return one


def _still_open(check: EasyCheck) -> None:
    stands = EasyCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    if stands.checked_at is not None or stands.declined_at is not None:
        raise AnsweredAlready


def _keep_voice(upload: Upload) -> tuple[str, str]:
    try:
        if files.look_into(upload.file, upload.file.name or "").kind not in (Kind.AUDIO, Kind.VIDEO):
            raise NotAVoice(_("Send a recording of your voice. Or ring us, and we write it down."))
        written = files.write(upload, locked=True)
    except NotTaken as problem:
        raise NotAVoice(str(problem)) from problem
    return written.path, written.media_type


def _forget_voice(path: str) -> None:
    if path:
        transaction.on_commit(lambda: files.remove(path))
