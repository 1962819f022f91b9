"""A file that somebody chose becomes a text to look at before anything is saved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.words.clarity.files import MARKDOWN, PAGES, decoded
from kitchentable.words.clarity.finding import BadFile
from kitchentable.words.clarity.source import lf
from kitchentable.words.formats.read import read_bytes, to_markdown

PICTURE = re.compile(r"!\[((?:\\.|[^\]\\])*)\]\(<?data:[^)>]*>?\)")

MOST_NOTES, LONG_NOTE = 8, 200
FRONT = re.compile(r"\A---\nlang: en[\w-]*\n---\n+")


@dataclass(frozen=True, slots=True)
class Read:
    """What was in a file: its name, a title for the paper, its text in Markdown, and what could not be read."""

    name: str
    title: str
    text: str
    notes: tuple[str, ...]


def read_upload(raw: bytes, name: str) -> Read:
    """Read a file. Raises BadFile with a sentence that says why it cannot be read and what to do."""
    name = Path(name).name[:120]
    paper = read_bytes(raw, name)
    notes = list(paper.notes)
    if _is_rich(raw, name):
        text, left_out = PICTURE.subn(lambda one: one[1], FRONT.sub("", to_markdown(paper)))
        if left_out:
            notes.append(
                ngettext(
                    "%(n)d picture is left out; its words stand in its place.",
                    "%(n)d pictures are left out; their words stand in their place.",
                    left_out,
                )
                % {"n": left_out}
            )
    else:
        text = lf(decoded(raw, name))
    text = text.replace("\x00", "")
    if not text.strip():
        raise BadFile(_("%(name)s holds no words that can be read. Is it a picture of a paper?") % {"name": name})
    return Read(name, " ".join(paper.title.split())[:160], text, _first(notes))


def _first(notes: Sequence[str]) -> tuple[str, ...]:
    """The first notes, so that a person reads them; and how many more there are."""
    shown = [one if len(one) <= LONG_NOTE else one[: LONG_NOTE - 1] + "…" for one in (" ".join(each.split()) for each in notes)]
    more = len(shown) - MOST_NOTES
    if more <= 0:
        return tuple(shown)
    return (*shown[:MOST_NOTES], ngettext("And %(n)d more like these.", "And %(n)d more like these.", more) % {"n": more})


def _is_rich(raw: bytes, name: str) -> bool:
    """Whether the text of a file is not the file itself."""
    ending = Path(name).suffix.lower()
    if raw.startswith(b"PK\x03\x04") or b"%PDF-" in raw[:1024]:
        return True
    return ending not in MARKDOWN and (ending in PAGES or raw[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")))


def notes_of(typed: str) -> Sequence[str]:
    """The notes as a form carries them: one on each line."""
    return [one.strip() for one in typed.splitlines() if one.strip()][:20]
