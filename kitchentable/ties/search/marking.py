"""The words that were found, marked in what is shown; long texts begin near the first of them. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kitchentable.ties.search.stems import stem
from kitchentable.ties.search.tokens import SMALL, WORD, words

MOST = 420
BEFORE = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `found`: it is one of the words that were looked for."""

    words: str
    found: bool = False


def marked(text: str, roots: Collection[str]) -> list[Piece]:
    """The text in pieces. All pieces together are the text, to the letter, or a stretch of it with dots where it was cut."""
    places = [(one.start(), one.end()) for one in WORD.finditer(text) if _is_sought(one.group(), roots)]
    start, end = _stretch(text, places[0][0] if places else 0)
    pieces, at = [Piece("… ")] if start else [], start
    for first, last in places:
        if first < at or last > end:
            continue
        if first > at:
            pieces.append(Piece(text[at:first]))
        pieces.append(Piece(text[first:last], found=True))
        at = last
    if at < end:
        pieces.append(Piece(text[at:end]))
    return [*pieces, Piece(" …")] if end < len(text) else pieces


def _is_sought(word: str, roots: Collection[str]) -> bool:
    if word.casefold() in SMALL:
        return False
    return any(stem(one) in roots for one in words(word))


def _stretch(text: str, first: int) -> tuple[int, int]:
    if len(text) <= MOST:
        return 0, len(text)
    start = text.rfind(" ", 0, max(first - BEFORE, 0)) + 1 if first > BEFORE else 0
    end = start + MOST
    if end >= len(text):
        return start, len(text)
    cut = text.rfind(" ", start + MOST // 2, end)
    return start, cut if cut > 0 else end
