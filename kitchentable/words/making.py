"""From a version to its formats: what a machine can make, what is missing for that here, and the making itself. Nothing here touches a table."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kitchentable.words.models import Format, Version

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
class Check:
    """One thing that was looked at in a file, in plain words, and why it did not pass."""

    what: str
    passed: bool
    because: str = ""


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
    """How another part makes a kind from something else than the text: whether it can for a version, and how."""

    can: Callable[[Version], bool]
    make: Callable[[Version, Path], Result]


_MAKERS: dict[str, Maker] = {}


def makes(kind: str, maker: Maker) -> None:
    """Another part registers how a kind is made, such as Easy Read from its lines."""
    _MAKERS[kind] = maker


def by_machine(version: Version, kind: str) -> bool:
    """Can a machine make this kind of this version (whatever is missing on this server)?"""
    return _MAKERS[kind].can(version) if kind in _MAKERS else kind in BY_MACHINE


def missing(kind: str) -> str:
    """What is missing on this server to make this kind, and what that costs; empty when nothing is."""
    return "" if kind in (Kind.HTML, Kind.PLAIN) else _("The programs for this are not installed yet.")


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
def body(text: str) -> str:
    """The Markdown of a paper as safe HTML, headings from level 2."""
    from markdown_it import MarkdownIt

    return (
        str(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))
        .replace("<h1>", "<h2>")
        .replace("</h1>", "</h2>")
    )


def make(version: Version, kind: str, folder: Path, *, text: str = "", language: str = "") -> Result:
    """Make one kind into `folder`. `text`: a translation to make it from. Raises NotMade, OSError."""
    if kind in _MAKERS and not text:
        return _MAKERS[kind].make(version, folder)
    if because := missing(kind):
        raise NotMade(because, for_good=True)
    return _made(kind, text or source_of(version), version.document.title, folder)


def _made(kind: str, text: str, title: str, folder: Path) -> Result:
    path = folder / f"paper.{'html' if kind == Kind.HTML else 'txt'}"
    path.write_text(body(text) if kind == Kind.HTML else text, encoding="utf-8")
    media = "text/html; charset=utf-8" if kind == Kind.HTML else "text/plain; charset=utf-8"
    return Result(path, media, "Kitchen Table", checks=(Check(_("It has words in it"), bool(text.strip())),))


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
