"""The word lists: each row is checked, and a wrong one is named with its line. They ship in `words/data/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
# What may stand before a word that is used as a verb.
VERB = (
    r"(?:\b(?:to|will|can|must|should|may|could|would|shall|we|they|you|not|who|it|he|she|which|has|have|had|was|were|is|are|be|been|being|by|of"
    r"|council|board|trust|team|and) (?:\w+ly )?)$"
)


@dataclass(frozen=True, slots=True)
class When:
    """Whether a word is meant in the sense of its list. A pattern that starts with “!” must not be there."""

    before: re.Pattern[str] | None = None
    not_before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    not_after: re.Pattern[str] | None = None
    never: bool = False
    easy_only: bool = False
    verb: bool = False

    def holds(self, low: str, start: int, end: int) -> bool:
        """Whether the words around a place in the text (lower case) fit."""
        if self.before or self.not_before:
            left = " ".join(low[max(0, start - 60) : start].split(" ")).replace("\n", " ")
            if (self.before and not self.before.search(left)) or (self.not_before and self.not_before.search(left)):
                return False
        if self.after and not self.after.match(low, end, end + 80):
            return False
        return not (self.not_after and self.not_after.match(low, end, end + 80))


@dataclass(frozen=True, slots=True)
class Acronym:
    """A row of acronyms.tsv. `sure` is False for rows that nobody confirmed yet (evidence K): they are suggested, not said."""

    short: str
    long: str
    meaning: str
    also: tuple[str, ...] = ()
    status: str = "current"
    sure: bool = True

    @property
    def known(self) -> bool:
        """Whether it needs no explanation."""
        return self.status == "common"


def rows(name: str, columns: int, folder: Path = DATA) -> list[list[str]]:
    """The rows of a list, without its header, each as wide as wanted. Raises ValueError with the line that is wrong."""
    found: list[list[str]] = []
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) > columns or not cells[0].strip():
            raise ValueError(f"{name}, line {number}: {columns} columns wanted, the first not empty")
        found.append([*(cell.strip() for cell in cells), *[""] * (columns - len(cells))])
    if not found:
        raise ValueError(f"{name} holds no rows")
    return found


def split(cell: str) -> tuple[str, ...]:
    """“one; two” as a tuple."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


@cache
def acronyms() -> dict[str, Acronym]:
    """By their letters. Those in known.tsv need no explanation."""
    found = {}
    for short, long, meaning, _seen, also, ambiguous, status, evidence in rows("acronyms.tsv", 8):
        found[short] = Acronym(short, long, meaning, split(also) if ambiguous == "yes" else (), status, evidence != "K")
    for short, _why in rows("known.tsv", 2):
        before = found.get(short)
        found[short] = Acronym(short, before.long if before else "", before.meaning if before else "", (), "common")
    return found


@cache
def not_acronyms() -> frozenset[str]:
    """Units, and plain words that people set in capitals."""
    return frozenset(row[0] for row in rows("not_acronyms.tsv", 2))


@cache
def limits() -> dict[str, float]:
    """Numbers with unit, rule and source; an organisation changes them in its settings."""
    found = {}
    for number, (name, value, unit, _rule, source) in enumerate(rows("limits.tsv", 5), start=2):
        if not unit or not source:
            raise ValueError(f"limits.tsv, line {number}: a number needs a unit and a source")
        found[name] = float(value)
    return found


@cache
def parts_of_speech() -> dict[str, str]:
    """verb or noun, for words whose endings change."""
    return dict(rows("parts_of_speech.tsv", 2))


@cache
def conditions() -> dict[tuple[str, str], When]:
    """By list and term."""
    found = {}
    for number, (name, term, before, after, _note) in enumerate(rows("when.tsv", 5), start=2):
        try:
            found[name, term] = when_of(before, after)
        except re.error as error:
            raise ValueError(f"when.tsv, line {number}: {error}") from error
    return found


def when_of(before: str, after: str) -> When:
    """What two cells say: patterns for the words around, “never”, “easy” (in Easy Read only), “verb”. Raises re.error."""
    if after in ("never", "easy"):
        return When(never=after == "never", easy_only=after == "easy")
    verb = before == "verb"
    left = re.compile(VERB if verb else rf"\b(?:{before.removeprefix('!')})") if before else None
    right = re.compile(after.removeprefix("!")) if after else None
    return When(
        before=left if left and not before.startswith("!") else None,
        not_before=left if before.startswith("!") else None,
        after=right if right and not after.startswith("!") else None,
        not_after=right if after.startswith("!") else None,
        verb=verb,
    )
