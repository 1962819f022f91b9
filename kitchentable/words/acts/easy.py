"""Acts of Easy Read: its lines and pictures. Those of the people who check it are in easy_checks.py.

Each change of a line names the digest that its writer saw, so that two tabs, or two people, never overwrite each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kitchentable.people import files
from kitchentable.people.files import Kind, NotTaken, Upload
from kitchentable.policy.act import act
from kitchentable.policy.clock import now
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.words.easy_paper import pages_now
from kitchentable.words.easy_state import tell_changed
from kitchentable.words.easy_suggest import Draft
from kitchentable.words.models.easy import EasyLine
from kitchentable.words.models.papers import Version
from kitchentable.words.symbols import all_symbols

MOST_LETTERS = 600
"""Of the words of one line, and of what explains it: far more than one idea needs."""


class ChangedMeanwhile(Problem):
    """Somebody, or another tab, changed the line since this page was opened."""

    def __init__(self) -> None:
        super().__init__(
            str(_("This line was changed since you opened it. Nothing of yours is lost, and nothing was overwritten."))
        )


class TooLong(Problem):
    """More pages than an Easy Read may have (R022)."""

    field = "words"


class NoWords(Problem):
    """A line without words, or with far too many."""

    field = "words"


class SayWhatIsOnIt(Problem):
    """A photo of our own needs words for people who cannot see it."""

    field = "picture_words"


@dataclass(frozen=True, slots=True)
class LineWords:
    """What a writer types for one line."""

    words: str
    explains: str = ""
    is_heading: bool = False
    symbol: str = ""


@act("words.easy_start")
def start_easy(by: Actor, version: Version, *, drafts: Sequence[Draft]) -> Version:
    """Put a first draft where nothing stands: lines that were cut from the paper. Raises Problem when lines stand there already."""
    version = _locked(version)
    if version.easy_lines.exists():
        raise Problem(_("There is an Easy Read already. Add to it line by line."))
    if not drafts:
        raise Problem(_("Nothing was found to start from. Write the first line yourself."))
    EasyLine.objects.bulk_create(
        [
            EasyLine(version=version, place=at, words=one.words[:MOST_LETTERS], is_heading=one.is_heading, symbol=one.symbol)
            for at, one in enumerate(drafts)
        ]
    )
    tell_changed(version)
    return version


@act("words.easy_copy")
def copy_easy(by: Actor, version: Version, *, before: Version) -> Version:
    """Start from the Easy Read of the version before. Raises Problem when lines stand there already, or nothing stands there before.

    Nobody checked it as the Easy Read of this version: it is a draft again.
    """
    version = _locked(version)
    lines = list(EasyLine.objects.filter(version=before, version__document=version.document_id))
    if version.easy_lines.exists() or not lines:
        raise Problem(_("There is nothing to start from, or an Easy Read stands here already."))
    kept = ("place", "is_heading", "words", "explains", "symbol", "picture", "picture_words")
    EasyLine.objects.bulk_create([EasyLine(version=version, **{name: getattr(one, name) for name in kept}) for one in lines])
    tell_changed(version)
    return version


@act("words.easy_add")
def add_line(by: Actor, version: Version, *, new: LineWords, after: EasyLine | None = None) -> EasyLine:
    """Add a line at the end, or after another one. Raises NoWords; TooLong above the pages an Easy Read may have."""
    version = _locked(version)
    _must_have_words(new)
    lines = list(version.easy_lines.all())
    at = next((place + 1 for place, one in enumerate(lines) if after is not None and one.pk == after.pk), len(lines))
    made = EasyLine(version=version, place=at, symbol=_known(new.symbol), **_fields(new))
    lines.insert(at, made)
    _must_fit(lines)
    made.save()
    _put_in_order(lines)
    tell_changed(version)
    return made


@act("words.easy_change")
def change_line(by: Actor, line: EasyLine, *, to: LineWords, was: str) -> EasyLine:
    """Change the words of a line. `was`: its digest as the writer saw it. Raises ChangedMeanwhile, NoWords, TooLong."""
    _locked(line.version)
    line = _as_seen(line, was)
    _must_have_words(to)
    for name, value in _fields(to).items():
        setattr(line, name, value)
    _must_fit([line if one.pk == line.pk else one for one in line.version.easy_lines.all()])
    line.changed_at = now()
    line.save()
    tell_changed(line.version)
    return line


@act("words.easy_move")
def move_line(by: Actor, line: EasyLine, *, up: bool) -> EasyLine:
    """One place up or down. At the end of the list nothing moves."""
    _locked(line.version)
    lines = list(line.version.easy_lines.all())
    at = next((place for place, one in enumerate(lines) if one.pk == line.pk), None)
    if at is None:
        raise ChangedMeanwhile
    to = at - 1 if up else at + 1
    if 0 <= to < len(lines):
        lines[at], lines[to] = lines[to], lines[at]
        _put_in_order(lines)
        tell_changed(line.version)
    return line


@act("words.easy_remove")
def remove_line(by: Actor, line: EasyLine, *, was: str) -> Version:
    """Take a line out. What people said of it stays, with the words as they were. Raises ChangedMeanwhile."""
    version = _locked(line.version)
    line = _as_seen(line, was)
    _photo_goes(line)
    line.delete()
    _put_in_order(list(version.easy_lines.all()))
    tell_changed(version)
    return version


@act("words.easy_picture")
def choose_picture(
    by: Actor, line: EasyLine, *, was: str, symbol: str = "", photo: Upload | None = None, picture_words: str = ""
) -> EasyLine:
    """Give a line one of the shipped pictures, a photo of our own, or none. Photos are drawn anew: no place or camera stays in them.

    Raises ChangedMeanwhile; SayWhatIsOnIt for a photo without words; NotTaken for a file that is no picture.
    """
    _locked(line.version)
    line = _as_seen(line, was)
    if photo is not None:
        if not picture_words.strip():
            raise SayWhatIsOnIt(_("Write what is on the photo, for people who cannot see it."))
        if files.look_into(photo.file, photo.file.name or "").kind != Kind.PICTURE:
            raise NotTaken(_("Send a photo: JPEG, PNG or WebP."))
        _photo_goes(line)
        line.picture, line.picture_words, line.symbol = files.write(photo).path, picture_words.strip()[:200], ""
    else:
        _photo_goes(line)
        line.picture, line.picture_words, line.symbol = "", "", _known(symbol)
    line.changed_at = now()
    line.save()
    tell_changed(line.version)
    return line


# ── parts ─────────────────────────────────────────────────────────────────────────────────────────


def _locked(version: Version) -> Version:
    """The version, so that two who move or add at the same time do so one after the other."""
    return Version.objects.select_for_update(of=("self",)).select_related("document").get(pk=version.pk)


def _as_seen(line: EasyLine, was: str) -> EasyLine:
    found = EasyLine.objects.select_related("version__document").filter(pk=line.pk).first()
    if found is None or found.digest != was:
        raise ChangedMeanwhile
    return found


def _fields(new: LineWords) -> dict[str, str | bool]:
    words = " ".join(new.words.split())
    return {"words": words, "explains": "" if new.is_heading else " ".join(new.explains.split()), "is_heading": new.is_heading}


def _must_have_words(new: LineWords) -> None:
    if not new.words.strip():
        raise NoWords(_("Write the words of this line."))
    if max(len(new.words), len(new.explains)) > MOST_LETTERS:
        raise NoWords(_("This is too long for one line. Write one idea, in 15 words or fewer."))


def _must_fit(lines: Sequence[EasyLine]) -> None:
    most = number("easy_stop_pages")
    if pages_now(lines) > most:
        raise TooLong(
            _("With this line it has more than %(most)d pages. Nobody can take in that much. Take something out first.")
            % {"most": most}
        )


def _known(symbol: str) -> str:
    return symbol if symbol in all_symbols() else ""


def _put_in_order(lines: Sequence[EasyLine]) -> None:
    changed = []
    for place, line in enumerate(lines):
        if line.place != place:
            line.place = place
            changed.append(line)
    EasyLine.objects.bulk_update(changed, ["place"])


def _photo_goes(line: EasyLine) -> None:
    """Its file goes too, unless another line (of a version before or after) shows the same."""
    path = line.picture
    if path and not EasyLine.objects.filter(picture=path).exclude(pk=line.pk).exists():
        transaction.on_commit(lambda: files.remove(path))
