"""What is said of a paper when it is read aloud: short forms letter by letter, tables row by row, pictures by their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from kitchentable.words.formats.paper import (  # fmt: skip
    Abbr,
    Block,
    Blocks,
    Break,
    Heading,
    Inlines,
    Lang,
    Listing,
    Paper,
    Paragraph,
    Picture,
    Quote,
    Table,
    Text,
    said,
)

SHORT_FORM = re.compile(r"\b(?!(?:[IVX]+)\b)([A-Z]{2,6})(s?)\b")
ADDRESS = re.compile(r"https?://\S+")
MACHINE = "This was read out by a machine. A person did not speak it."
# Words in other letters are spoken by the voice that most often goes with these letters: an English voice would say
# “Arabic letter sheen” for each of them.
LETTERS = {
    "\u0370-\u03ff": "el", "\u0400-\u04ff": "ru", "\u0590-\u05ff": "he", "\u0600-\u06ff": "ar", "\u0900-\u097f": "hi", "\u0980-\u09ff": "bn",
    "\u0a00-\u0a7f": "pa", "\u0a80-\u0aff": "gu", "\u0b80-\u0bff": "ta", "\u3040-\u30ff": "ja", "\u4e00-\u9fff": "cmn", "\uac00-\ud7af": "ko",
}  # fmt: skip
UNSPEAKABLE = re.compile("[\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")
OTHER_LETTERS = re.compile("|".join(f"([{span}](?:[^A-Za-z<>]*[{span}])?)" for span in LETTERS))
LONGEST_PIECE = 3_000  # characters that are spoken in one go: short enough to show progress, long enough to be quick


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part under one heading: its name, and what is said, piece by piece, as SSML without its outer element."""

    name: str
    pieces: tuple[str, ...]
    words: int


def chapters(paper: Paper) -> list[Chapter]:
    """The chapters of a paper. The first says what it is and that a machine speaks; the last says that it ends."""
    found: list[tuple[str, list[tuple[str, int]]]] = [(paper.title, [_line(f"{paper.title}."), _line(MACHINE)])]
    for one in paper.blocks:
        if isinstance(one, Heading):
            name = said(one.inside).replace("\n", " ")
            found.append((name, [_inline_line(one.inside, long_pause=True)]))
        else:
            found[-1][1].extend(_block(one))
    found[-1][1].append(_line(f"That was: {paper.title}."))
    return [Chapter(name, tuple(_pieces(lines)), sum(count for _, count in lines)) for name, lines in found]


def _pieces(lines: list[tuple[str, int]]) -> Iterator[str]:
    piece: list[str] = []
    size = 0
    for line, _ in lines:
        if piece and size + len(line) > LONGEST_PIECE:
            yield "".join(piece)
            piece, size = [], 0
        piece.append(line)
        size += len(line)
    if piece:
        yield "".join(piece)


def _blocks(blocks: Blocks) -> Iterator[tuple[str, int]]:
    for one in blocks:
        yield from _block(one)


def _block(one: Block) -> Iterator[tuple[str, int]]:
    if isinstance(one, Heading | Paragraph):
        yield _inline_line(one.inside)
    elif isinstance(one, Listing):
        for number, item in enumerate(one.items, one.start):
            if one.ordered:
                yield _line(f"{number}.")
            yield from _blocks(item)
    elif isinstance(one, Table):
        yield from _table(one)
    elif isinstance(one, Picture):
        if one.alt:
            yield _line(f"Picture: {one.alt}.")
    elif isinstance(one, Quote):
        yield from _blocks(one.blocks)


def _table(one: Table) -> Iterator[tuple[str, int]]:
    yield _line(f"Table: {said(one.caption)}." if one.caption else "Table.")
    for row in one.rows or (one.head,):
        for number, cell in enumerate(row):
            if cell:
                named = (*one.head[number], Text(": ")) if one.rows and one.head and one.head[number] else ()
                yield _inline_line((*named, *cell))
    yield _line("That was the table.")


def _inline_line(inside: Inlines, *, long_pause: bool = False) -> tuple[str, int]:
    words = said(inside)
    return _paragraph(_spoken(inside, capitals=words.isupper()), words, long_pause)


def _line(words: str) -> tuple[str, int]:
    return _paragraph(spelled(words), words, False)


def _paragraph(ssml: str, words: str, long_pause: bool) -> tuple[str, int]:
    end = "" if words.rstrip()[-1:] in ".!?:;" else "."
    pause = 700 if long_pause else 350  # milliseconds; own numbers
    return f'<p>{ssml}{end}</p><break time="{pause}ms"/>\n', len(words.split())


def _spoken(inside: Inlines, *, capitals: bool) -> str:
    out = []
    for one in inside:
        if isinstance(one, Text):
            out.append(escape(one.words.lower()) if capitals and len(one.words.split()) > 1 else spelled(one.words))
        elif isinstance(one, Abbr):
            out.append(spelled(one.short))
        elif isinstance(one, Break):
            out.append(", ")
        elif isinstance(one, Lang):
            out.append(f'<voice xml:lang="{escape(one.language)}">{_spoken(one.inside, capitals=capitals)}</voice>')
        else:
            out.append(_spoken(one.inside, capitals=capitals))
    return "".join(out)


def spelled(words: str) -> str:
    """Words for a voice: short forms in capitals letter by letter, web addresses without what nobody says."""
    if not words.isascii():
        words = UNSPEAKABLE.sub("", words)
    words = ADDRESS.sub(lambda found: re.sub(r"^https?://(?:www\.)?|/$", "", found.group()), words)
    words = SHORT_FORM.sub(lambda found: " ".join(found[1]) + ("’s" if found[2] else ""), escape(words, quote=False))
    return words if words.isascii() else OTHER_LETTERS.sub(_voiced, words)


def _voiced(found: re.Match[str]) -> str:
    language = list(LETTERS.values())[(found.lastindex or 1) - 1]
    return f'<voice xml:lang="{language}">{found.group()}</voice>'
