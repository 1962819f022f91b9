"""Blocks of plain text: paragraphs, headings without mark-up, lists without full stops, addresses line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kitchentable.words.clarity.source import Block, BlockKind, Source, lf

BULLET = re.compile(
    r"[ \t]*(?:[-*+•‣◦▪●–—·o\uf0b7][ \t]+|[•●▪\uf0b7]|\(?(?:(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,5})[.)]|[A-Z]\))[ \t]+)(?=\S)"
)
PARAGRAPH = re.compile(r"\S[^\n]*(?:\n[ \t]*\S[^\n]*)*")
ENDS = re.compile(r"[.!?…:;,][\"'”’)\]*_]*$")
HEADING_WORDS = 12
ADDRESS_WIDTH = 45  # characters: lines that are all shorter were not broken by a margin


def read_plain(text: str, name: str = "") -> Source:
    """The blocks of a text without mark-up."""
    text = lf(text)
    return Source(text, tuple(blocks_of(text, 0, len(text))), name=name)


def blocks_of(text: str, start: int, end: int, *, place: str = "") -> Iterator[Block]:
    """Blocks between two offsets."""
    for found in PARAGRAPH.finditer(text, start, end):
        if "\n" not in found.group():
            yield _block(text, found.start(), found.end(), place)
        else:
            yield from _lines(text, found.start(), found.group(), place)


def _lines(text: str, at: int, words: str, place: str) -> Iterator[Block]:
    lines = words.split("\n")
    widest = max(map(len, lines))
    start = here = at
    for number, line in enumerate(lines):
        here += len(line) + 1
        last = number + 1 == len(lines)
        if last or _breaks(line, lines[number + 1], widest):
            yield _block(text, start, here - 1, place, alone=start == at and last)
            start = here


def _breaks(line: str, following: str, widest: int) -> bool:
    """Whether the writer, not the margin, ended this line."""
    line, following = line.rstrip(), following.lstrip()
    if BULLET.match(following) or line.endswith(":") or is_capitals(line):
        return True
    starts_anew = following[:1].isupper() or following[:1].isdigit() or following[:1] in "“\"‘'(["
    if not starts_anew or line.endswith((",", ";", "-", "–", "&")):
        return False
    return len(line) < (ADDRESS_WIDTH if widest <= ADDRESS_WIDTH else widest * 0.6)


def _block(text: str, start: int, end: int, place: str, *, alone: bool = True) -> Block:
    while end > start and text[end - 1].isspace():
        end -= 1
    bullet = BULLET.match(text, start, end)
    if bullet:
        return Block("item", bullet.end(), end, place=place)
    while start < end and text[start].isspace():
        start += 1
    words = text[start:end]
    kind: BlockKind = "paragraph"
    if "\n" not in words and not ENDS.search(words) and len(words.split()) <= HEADING_WORDS and len(words) < 100:
        kind = "heading" if alone or is_capitals(words) else "cell"
    elif is_capitals(words):
        kind = "heading"
    return Block(kind, start, end, place=place)


def is_capitals(line: str) -> bool:
    """Whether a line is set in capitals: two words or more, or one long one."""
    if not line.isupper():
        return False
    words = [word for word in line.split() if any(map(str.isalpha, word))]
    return (len(words) > 1 and any(len(word) > 4 for word in words)) or (len(words) == 1 and len(words[0]) > 6)
