"""A file that somebody chose becomes a text to look at before anything is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from kitchentable.words.clarity.files import MARKDOWN, PAGES, decoded, read_bytes
from kitchentable.words.clarity.finding import BadFile
from kitchentable.words.clarity.source import Block, Source, lf


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
    source = read_bytes(raw, name)
    text = to_markdown(source) if _is_rich(raw, name) else lf(decoded(raw, name))
    title = next((source.text[one.start : one.end] for one in source.blocks if one.kind == "heading"), "")
    notes = list(source.notes)
    if not text.strip():
        raise BadFile(_("%(name)s holds no words that can be read. Is it a picture of a paper?") % {"name": name})
    if any(one.kind == "cell" for one in source.blocks) and _is_rich(raw, name):
        notes.append(_("Tables came as lines of text. Look at them once more."))
    return Read(name, " ".join(title.split())[:160], text, tuple(notes))


def to_markdown(source: Source) -> str:
    """The blocks of a source as Markdown: headings, items, quotes and paragraphs."""
    parts: list[str] = []
    before: Block | None = None
    for block in source.blocks:
        words = " ".join(source.text[block.start : block.end].split())
        if not words:
            continue
        apart = "" if before is None else "\n" if before.kind == block.kind and block.kind in ("item", "quote") else "\n\n"
        parts.append(apart + _line(block, words))
        before = block
    return "".join(parts) + ("\n" if parts else "")


def _line(block: Block, words: str) -> str:
    if block.kind == "heading":
        return f"{'#' * min(max(block.level, 1), 6)} {words}"
    if block.kind == "item":
        return f"- {words.lstrip('•–- ')}"
    return f"> {words}" if block.kind == "quote" else words


def _is_rich(raw: bytes, name: str) -> bool:
    """Whether the text of a file is not the file itself."""
    ending = Path(name).suffix.lower()
    if raw.startswith(b"PK\x03\x04") or b"%PDF-" in raw[:1024]:
        return True
    return ending not in MARKDOWN and (ending in PAGES or raw[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")))


def notes_of(typed: str) -> Sequence[str]:
    """The notes as a form carries them: one on each line."""
    return [one.strip() for one in typed.splitlines() if one.strip()][:20]
