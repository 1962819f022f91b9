"""From a version to its formats: what a machine can make, what is missing for that here, and the making itself. Nothing here touches a table."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kitchentable.words.formats import make as formats
from kitchentable.words.formats.make import Check
from kitchentable.words.formats.paper import Paper
from kitchentable.words.formats.read import read_markdown
from kitchentable.words.models import Format, Version

__all__ = [
    "BY_MACHINE",
    "PEOPLE_CHECKED",
    "Check",
    "Maker",
    "NotMade",
    "Result",
    "by_machine",
    "in_short",
    "make",
    "makes",
    "missing",
    "paper_of",
    "people_checked",
    "source_of",
]

Kind = Format.Kind
BY_MACHINE = (
    Kind.HTML, Kind.WORD, Kind.PDF, Kind.LARGE16, Kind.LARGE18, Kind.LARGE24, Kind.AUDIO, Kind.PLAIN, Kind.BRAILLE,
)  # fmt: skip
"""What a machine makes from the words alone, in the order in which they are made."""


class NotMade(Exception):
    """It could not be made; the message is one plain sentence. `for_good`: trying again is no use."""

    def __init__(self, because: str, *, for_good: bool = False) -> None:
        super().__init__(because)
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class Result:
    """A file that was made, before it is kept."""

    path: Path
    media_type: str
    made_with: str
    pages: int = 0
    seconds: int = 0
    checks: tuple[Check, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Maker:
    """How another part makes a kind from something else than the text: whether it can for a version, how, and did people check it (R026)?"""

    can: Callable[[Version], bool]
    make: Callable[[Version, Path], Result]
    is_checked: Callable[[Version], bool]


PEOPLE_CHECKED = "People checked it"
"""The check of a file on which “draft” is printed until people have checked it."""
_MAKERS: dict[str, Maker] = {}


def makes(kind: str, maker: Maker) -> None:
    """Another part registers how a kind is made, such as Easy Read from its lines."""
    _MAKERS[kind] = maker


def by_machine(version: Version, kind: str) -> bool:
    """Can a machine make this kind of this version (whatever is missing on this server)?"""
    return _MAKERS[kind].can(version) if kind in _MAKERS else kind in BY_MACHINE


def people_checked(version: Version, kind: str) -> bool:
    """Did people check what a machine makes this kind from? True where that is not asked."""
    return _MAKERS[kind].is_checked(version) if kind in _MAKERS else True


def missing(kind: str) -> str:
    """What is missing on this server to make this kind, and what that costs; empty when nothing is."""
    return formats.can_make(kind)


def source_of(version: Version) -> str:
    """All words of a version as one Markdown text: in short, the short version, then the paper."""
    parts = [f"## {_('In short')}", *(f"**{label}**\n\n{words}" for label, words in in_short(version))]
    if len(parts) == 1:
        parts = []
    if version.short_text:
        parts += [f"## {_('The short version')}", version.short_text]
    return "\n\n".join([*parts, version.text])


def in_short(version: Version) -> list[tuple[str, str]]:
    """The four lines that stand before every paper, those that say something."""
    by_when = version.by_when
    if version.by_when_on:
        day = date_format(version.by_when_on, "l j F Y")
        by_when = f"{by_when} {_('The last day is %(day)s.') % {'day': day}}".strip() if day not in by_when else by_when
    rows = [
        (_("What this is"), version.what_this_is),
        (_("What we ask of you"), version.what_we_ask),
        (_("By when"), by_when),
        (_("What happens next"), version.what_happens_next),
    ]
    return [(label, words) for label, words in rows if words.strip()]


@functools.lru_cache(maxsize=64)
def paper_of(text: str, title: str = "", language: str = "") -> Paper:
    """The Markdown of a version, or of a translation, as a paper. Without a title, one in its own script stands in for it."""
    paper = read_markdown(text, title)
    return replace(paper, title=paper.title or title or text.strip()[:200], language=language or paper.language)


def make(version: Version, kind: str, folder: Path, *, text: str = "", language: str = "") -> Result:
    """Make one kind into `folder`, and check it. `text`: a translation to make it from. Raises NotMade, OSError."""
    if kind in _MAKERS and not text:
        return _MAKERS[kind].make(version, folder)
    paper = paper_of(text, "", language) if text else paper_of(source_of(version), version.document.title)
    try:
        made = formats.make(kind, paper, folder)
    except formats.CannotMake as problem:
        raise NotMade(str(problem), for_good=True) from problem
    return Result(made.path, made.media_type, made.made_with, made.pages, made.seconds, made.checks)
