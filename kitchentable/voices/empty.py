"""Answers that say nothing: what is left when courtesy and empty phrases are taken away? (R001, `data/empty_answers.tsv`)"""

from __future__ import annotations

import csv
import functools
import re
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data" / "empty_answers.tsv"
LEFT_AFTER_EMPTY = 4
LEFT_AT_ALL = 2
COURTESY = re.compile(
    r"\b(thank you( very much)?( for [^.;]*)?|thanks( for [^.;]*)?|many thanks|we (really |very much )?(value|appreciate)[^.;]*"
    r"|(we are )?sorry( to hear( that| this)?)?|dear \w+|kind regards|best wishes|yours sincerely|please|very much|all)\b",
    re.IGNORECASE,
)
SMALL = frozenset(
    re.findall(
        r"\w+",
        """a an and the this that these those it its is are was were be been being to of in on at by for with from as or but so we you our
    your us they their will would can could may might shall should has have had do does did not very also all any some more most
    next soon then there here what which who when how possible time""",
    )
)


@dataclass(frozen=True, slots=True)
class EmptyPhrase:
    """A phrase that answers nothing, why, and what to ask the writer for."""

    phrase: str
    why: str
    ask_for: str


@functools.cache
def phrases() -> tuple[EmptyPhrase, ...]:
    """The shipped list, longest first. Raises ValueError that names the line when a row is not right."""
    with DATA.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    for count, row in enumerate(rows, start=2):
        if len(row) != 3 or not all(row):
            raise ValueError(f"empty_answers.tsv, line {count}: three filled columns are wanted")
    return tuple(sorted((EmptyPhrase(*row) for row in rows), key=lambda p: -len(p.phrase)))


def empty_phrases_in(words: str) -> list[EmptyPhrase]:
    """The empty phrases in an answer, in the order of the list."""
    plain = _plain(words)
    return [p for p in phrases() if re.search(rf"\b{re.escape(p.phrase)}\b", plain)]


def says_nothing(words: str) -> bool:
    """True when nothing that carries meaning is left after empty phrases and courtesy are taken out.

    An answer with an empty phrase or thanks needs four more words that say something; a short plain one needs two.
    """
    plain = _plain(words)
    rest = plain
    for p in phrases():
        rest = re.sub(rf"\b{re.escape(p.phrase)}\b", " . ", rest)
    rest = COURTESY.sub(" . ", rest)
    left = {w for w in re.findall(r"[^\W_]+", rest) if w not in SMALL}
    return len(left) < (LEFT_AT_ALL if rest == plain else LEFT_AFTER_EMPTY)


def _plain(words: str) -> str:
    return " ".join(words.lower().replace("’", "'").split())
