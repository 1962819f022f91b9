"""A first draft of Easy Read from a paper: its headings and sentences, one idea a line where a sentence can be cut. People write it anew.

Machine-made: it is never called Easy Read before people checked it (danger 7).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kitchentable.words.clarity.check import House, check
from kitchentable.words.clarity.markdown import read_markdown
from kitchentable.words.symbols import suggest

MOST_WORDS = 15  # R019
MOST_LINES = 120  # about 20 pages: more than anybody reads
CUT = re.compile(r"\s*(?:;|:|\s[–—-]\s|,?\s+(?:and|but|so|because|which|who|then)\s+(?=\S+\s+\S+)|,\s+)\s*", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Draft:
    """One line that was cut out of a paper, with the picture that fits best ("" for none)."""

    words: str
    is_heading: bool = False
    symbol: str = ""


def from_text(text: str) -> list[Draft]:
    """Lines for a text in Markdown, at most 120."""
    found: list[Draft] = []
    source = read_markdown(text)
    spans = check(source, House(easy_read=True)).sentences
    headings = [(block.start, block.end) for block in source.blocks if block.kind == "heading"]
    at = [(start, end, True) for start, end in headings]
    at += [(start, end, False) for start, end in spans if not any(a < end and start < b for a, b in headings)]
    for start, end, is_heading in sorted(at):
        words = " ".join(source.text[start:end].split())
        found += [Draft(words, True)] if is_heading else [line(one) for one in cut(words)]
    return found[:MOST_LINES]


def from_summary(parts: Iterable[tuple[str, str]]) -> list[Draft]:
    """Lines for the parts of a summary: [(heading, words)], those without words left out."""
    found: list[Draft] = []
    for heading, words in parts:
        if words.strip():
            found += [Draft(heading, True), *from_text(words)]
    return found[:MOST_LINES]


def line(words: str) -> Draft:
    """A line with its picture."""
    best = suggest(words, 1)
    return Draft(words, symbol=best[0].name if best else "")


def cut(sentence: str) -> list[str]:
    """A sentence in pieces of at most 15 words, where it can be cut between ideas; what cannot be cut stays whole."""
    if len(WORD.findall(sentence)) <= MOST_WORDS:
        return [sentence] if WORD.search(sentence) else []
    pieces, begin = [], 0
    for found in CUT.finditer(sentence):
        before, after = sentence[begin : found.start()], sentence[found.end() :]
        if len(WORD.findall(before)) >= 4 and len(WORD.findall(after)) >= 3:
            pieces.append(before)
            begin = found.end()
    pieces.append(sentence[begin:])
    return [_whole(piece) for piece in pieces if WORD.search(piece)]


def _whole(piece: str) -> str:
    """With a capital at the start and a stop at the end."""
    piece = piece.strip()
    piece = piece[:1].upper() + piece[1:]
    return piece if piece[-1:] in ".!?:" else piece + "."
