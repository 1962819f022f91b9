"""How an Easy Read stands: a draft, or checked by people as it is now; and what changed since somebody checked it (R026)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from kitchentable.ui.dates import day_in_words
from kitchentable.words.models.easy import EasyCheck, EasyLine
from kitchentable.words.models.formats import Format
from kitchentable.words.models.papers import Version


@dataclass(frozen=True, slots=True)
class Standing:
    """`is_checked`: people said that exactly these lines are clear. `names` as they want to be named (empty: not said), `on` the day.

    `changed`: people checked it, and lines changed after that. `words` says it all in a sentence.
    """

    is_checked: bool
    names: str = ""
    on: date | None = None
    changed: bool = False

    @property
    def words(self) -> str:
        """What stands on every page and print of it."""
        if not self.is_checked:
            return str(_("Draft: changed since people checked it")) if self.changed else str(_("Draft: not yet checked by people"))
        day = day_in_words(self.on) if self.on else ""
        if not self.names:
            return str(_("Checked by people with a learning disability on %(day)s") % {"day": day})
        return str(_("Checked by %(names)s on %(day)s") % {"names": self.names, "day": day})

    @property
    def kind(self) -> str:
        """Which status is drawn."""
        return "done" if self.is_checked else "unknown"


def snapshot(lines: Iterable[EasyLine]) -> list[list[str]]:
    """What somebody who checks it sees: [key, digest, words] of each line, in order."""
    return [[line.key, line.digest, f"{line.words} {line.explains}".strip()] for line in lines]


def seen(snap: Iterable[Sequence[str]]) -> str:
    """One short word for all that was seen: a form carries it, so that nobody says “clear” to what changed while they read."""
    return "-".join(["s", *(f"{one[0]}.{one[1]}" for one in snap)])


def draft_or_checked(version: Version, lines: Sequence[EasyLine] | None = None) -> Standing:
    """How the Easy Read of this version stands. One query, and one for the lines unless they are given.

    It is checked when somebody found exactly these lines clear, and nobody found exactly these lines not clear yet.
    """
    lines = list(version.easy_lines.all()) if lines is None else lines
    finished = list(version.easy_checks.filter(checked_at__isnull=False).order_by("checked_at", "pk"))
    now = pairs(snapshot(lines))
    covering = [one for one in finished if pairs(one.lines) == now]
    if lines and covering and all(one.is_clear for one in covering):
        names = ", ".join(dict.fromkeys(one.names for one in covering if one.names))
        return Standing(True, names, day_of(covering[-1]))
    return Standing(False, changed=any(one.is_clear for one in finished) and not covering)


def is_given(version: Version, lines: Sequence[EasyLine] | None = None) -> bool:
    """Do people who got this version get its Easy Read: sent, and checked by people or made and ready as a file?"""
    if version.sent_at is None:
        return False
    ready = version.formats.filter(kind=Format.Kind.EASY, state=Format.State.READY).exists()
    return ready or draft_or_checked(version, lines).is_checked


def pairs(snap: Iterable[Sequence[str]]) -> list[tuple[str, str]]:
    """Key and digest of each line."""
    return [(one[0], one[1]) for one in snap]


def day_of(check: EasyCheck) -> date | None:
    """The day on which they said what they think."""
    if check.said_on:
        return check.said_on
    return timezone.localtime(check.checked_at).date() if check.checked_at else None


@dataclass(frozen=True, slots=True)
class Change:
    """One line that is other than it was: `line` None when it was taken away; `before` empty when it is new or only its picture is other."""

    line: EasyLine | None
    before: str
    kind: str  # "new", "words", "picture", "gone"


def changed_since(check: EasyCheck, lines: Sequence[EasyLine]) -> list[Change]:
    """What changed since these people said what they think, in the order of the lines; what was taken away comes last."""
    before = {one[0]: one for one in check.lines}
    found = []
    for line in lines:
        was = before.pop(line.key, None)
        if was is None:
            found.append(Change(line, "", "new"))
        elif was[1] != line.digest:
            other_words = was[2] != f"{line.words} {line.explains}".strip()
            found.append(Change(line, was[2] if other_words else "", "words" if other_words else "picture"))
    return found + [Change(None, one[2], "gone") for one in before.values()]


def check_before(check: EasyCheck) -> EasyCheck | None:
    """The last time the same person said what they think of this version, before this check was asked."""
    if check.asked_id is None:
        return None
    earlier = EasyCheck.objects.filter(version=check.version_id, asked=check.asked_id, checked_at__isnull=False)
    return earlier.exclude(pk=check.pk).filter(pk__lt=check.pk).order_by("-pk").first()


Heard = Callable[[Version], None]
_HEARD: list[Heard] = []


def on_easy_changed(fn: Heard) -> Heard:
    """Register what happens when the Easy Read of a version is other than it was, or is checked: called inside the transaction.

    Formats that were made of it can then be made anew.
    """
    _HEARD.append(fn)
    return fn


def tell_changed(version: Version) -> None:
    """Call all that registered. For the acts of Easy Read only."""
    for fn in _HEARD:
        fn(version)
