"""The 92 needs of access_needs.tsv and how each is answered: `data/fit.tsv`, row by row. Pure.

A need changes the fit (a place, a time, a length), or it is a task with a number of days, or both.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal, Protocol, get_args

DATA = Path(__file__).parent / "data"

By = Literal["place", "time", "length", "notice", "papers", "format", "contact", "professional", "online", "task"]
"""How a need is answered."""
PROFESSIONALS = frozenset(
    ["bsl", "relay", "sse", "lipspeaker", "captions", "notetaker", "deafblind", "hands_on", "language", "advocate"]
)  # `Professional.Kind`, which needs a database
ATOM = re.compile(r"(V\d\d)(?:(<=|>=)(\d+(?:\.\d+)?))?")


class Known(Protocol):
    """What somebody found about one fact of a place. `answer`: yes, no or unknown."""

    @property
    def answer(self) -> str: ...
    @property
    def number(self) -> Decimal | None: ...


Facts = Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class Atom:
    """One fact, and what counts as met: “yes”; or, when a number was measured, the number."""

    code: str
    sign: str = ""
    number: Decimal = Decimal(0)

    def answer(self, facts: Facts) -> str:
        """Yes, no or unknown."""
        known = facts.get(self.code)
        if known is None:
            return "unknown"
        if self.sign and known.number is not None:
            return "yes" if (known.number <= self.number if self.sign == "<=" else known.number >= self.number) else "no"
        return known.answer


Group = tuple[Atom, ...]
"""Facts of which one is enough."""


@dataclass(frozen=True, slots=True)
class Way:
    """How one of the 92 needs is answered. All `facts` must hold; `task` says what to arrange and never names a person."""

    id: str
    by: tuple[By, ...]
    facts: tuple[Group, ...]
    professional: str
    task: str
    lead_days: int

    @property
    def is_arranged(self) -> bool:
        """Is there something to do for it, beside choosing a time and a length?"""
        return not set(self.by) <= {"time", "length", "notice"}


@functools.cache
def ways() -> dict[str, Way]:
    """All 92 by id. Raises ValueError that names the line when a row is not right."""
    with (DATA / "fit.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {row[0]: _way(row, count) for count, row in enumerate(rows[1:], start=2)}


def _way(row: list[str], count: int) -> Way:
    if len(row) != 6 or not row[5].isdigit() or not row[4]:
        raise ValueError(f"fit.tsv, line {count}: 6 columns wanted, with a task and a number of days")
    by = tuple(row[1].split(","))
    if not set(by) <= set(get_args(By)):
        raise ValueError(f"fit.tsv, line {count}: {row[1]} is not a way we know")
    if ("place" in by) != bool(row[2]) or ("professional" in by) != bool(row[3]) or (row[3] and row[3] not in PROFESSIONALS):
        raise ValueError(f"fit.tsv, line {count}: a place needs facts, and a professional needs a kind that we know")
    facts = tuple(_group(group, count) for group in row[2].split("+")) if row[2] else ()
    return Way(row[0], by, facts, row[3], row[4], int(row[5]))  # type: ignore[arg-type]


def _group(words: str, count: int) -> Group:
    found = [ATOM.fullmatch(atom) for atom in words.split("|")]
    if not all(found):
        raise ValueError(f"fit.tsv, line {count}: {words} is not a fact like V36 or V20>=80")
    return tuple(Atom(one[1], one[2] or "", Decimal(one[3] or 0)) for one in found if one)


@dataclass(frozen=True, slots=True)
class Lack:
    """Why not: a fact of the place that is “no” or that nobody has looked at (`unknown`); else the thing that is missing."""

    code: str
    answer: str = "no"


def lacking(groups: Sequence[Group], facts: Facts) -> tuple[Lack, ...]:
    """Which of the facts are not met. What nobody has looked at is said so, and is not met either."""
    lacks = []
    for group in groups:
        answers = [atom.answer(facts) for atom in group]
        if "yes" not in answers:
            lacks.append(Lack(group[0].code, "unknown" if "unknown" in answers else "no"))
    return tuple(lacks)
