"""Other words for the same: from `data/same_words.tsv`, the shipped short forms and plain words, and the glossary.

Staff add a pair in the glossary: what stands under “other ways to write it” is looked for too.
"""

from __future__ import annotations

import functools
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kitchentable.ties.search.stems import stem
from kitchentable.ties.search.tokens import words
from kitchentable.words.clarity.lists import DATA as LISTS
from kitchentable.words.clarity.lists import rows
from kitchentable.words.terms import Book, book

DATA = Path(__file__).parent.parent / "data"
LONGEST = 4
Roots = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """Another way to say it: stems in order, as it is written, and how near it is in meaning (1 the same)."""

    roots: Roots
    said: str
    weight: float


class Same:
    """What stands for what."""

    def __init__(self) -> None:
        self._others: dict[Roots, dict[Roots, Other]] = defaultdict(dict)
        self.written = set[str]()

    def pair(self, one: str, other: str, weight: float) -> None:
        """`other` is found when `one` is looked for."""
        mine, theirs = roots_of(one), roots_of(other)
        self.written.update(words(other))
        if mine and theirs and mine != theirs and len(mine) <= LONGEST and len(theirs) <= LONGEST:
            before = self._others[mine].get(theirs)
            if before is None or before.weight < weight:
                self._others[mine][theirs] = Other(theirs, other, weight)

    def group(self, all_of: Iterable[str], weight: float) -> None:
        """Each is found by each."""
        listed = list(all_of)
        for one in listed:
            for other in listed:
                self.pair(one, other, weight)

    def of(self, roots: Roots) -> list[Other]:
        """Other ways to say these words, the nearest first."""
        return sorted(self._others.get(roots, {}).values(), key=lambda other: (-other.weight, other.roots))

    def spells(self, word: str) -> bool:
        """Does one of our lists write this word? Then it is no slip of the pen."""
        return word in self.written or word in well_spelled()

    def knows(self, roots: Roots) -> bool:
        """Are these words in a list?"""
        return roots in self._others


@functools.cache
def well_spelled() -> frozenset[str]:
    """All words that our shipped lists write."""
    found = set[str]()
    for path in [*LISTS.glob("*.tsv"), *DATA.glob("*.tsv")]:
        found.update(words(path.read_text(encoding="utf-8")[:400_000], most=100_000))
    return frozenset(found)


@functools.cache
def roots_of(said: str) -> Roots:
    """The stems of an expression, without small words."""
    return tuple(stem(word) for word in words(said))


_held: tuple[Book, Same] | None = None
_LOCK = threading.Lock()


def same() -> Same:
    """All lists together; made anew when the glossary changed."""
    global _held
    glossary = book()
    with _LOCK:
        if _held is None or _held[0] is not glossary:
            found = Same()
            for way, weight, said in listed():
                if way == "both":
                    found.group(said, weight)
                else:
                    for narrower in said[1:]:
                        found.pair(said[0], narrower, weight)
            for entry in glossary.entries:
                for meaning in entry.meanings:
                    # A short form that stands for several things is joined to each, a little more weakly.
                    ways = [way for way in (meaning.term, meaning.spelled_out, *meaning.also) if way]
                    found.group(ways, 0.7 if entry.many else 1.0)
            for hard, plainer, kind, confidence, *_more in rows("plain_words.tsv", 6):
                if kind != "phrase" and confidence == "always" and " " not in hard:
                    for one in plainer.split(";"):
                        found.pair(hard, one.strip(), 0.6)
            _held = (glossary, found)
        return _held[1]


@functools.cache
def listed() -> tuple[tuple[str, float, tuple[str, ...]], ...]:
    """The shipped list: (both or down, weight, expressions). Raises ValueError that names the line when a row is not right."""
    return tuple(_read((DATA / "same_words.tsv").read_text(encoding="utf-8")))


def _read(text: str) -> Iterator[tuple[str, float, tuple[str, ...]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if number == 1 or not line.strip():
            continue
        cells = line.split("\t")
        said = tuple(one.strip() for one in cells[-1].split(";") if one.strip())
        if len(cells) != 3 or cells[0] not in ("both", "down") or not 0 < float(cells[1]) <= 1 or len(said) < 2:
            raise ValueError(f"same_words.tsv, line {number}: both or down, a weight up to 1, and at least two expressions")
        yield cells[0], float(cells[1]), said
