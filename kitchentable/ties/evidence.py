"""What the parts of ties count for the sweet spot and for reports: one place that says what each function gives. Pure shapes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Standing = Literal["well", "nearly", "care", "unknown"]
"""Holding well · getting there · needs care now · we do not know. Of a piece of work, never of a person (R106)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was counted: “9 of 12 answers came on time”. `n` None: hidden because it is small, or not known (`unknown`).

    `code` names how it is counted (`ties:how_counted`). `of` None: it has no base.
    """

    code: str
    words: str
    n: int | None
    of: int | None = None
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Tip:
    """One of the six tips with its evidence, for a piece of work, a group or the whole organisation."""

    number: int
    name: str
    standing: Standing
    words: str
    figures: tuple[Figure, ...] = ()
    helps_most: str = ""
    """The one thing that would help most next."""


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to a day, both in it."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class PromiseCounts:
    """Promises of a time: those whose day lay in it, and those open at its end."""

    made: int = 0
    kept_on_time: int = 0
    kept_late: int = 0
    not_kept: int = 0
    agreed_anew: int = 0
    open: int = 0
    overdue: int = 0
    oldest_open: date | None = None


@dataclass(frozen=True, slots=True)
class Learned:
    """Learning of a time, staff and people side by side (R108). People are those of the sides “lived” and “carer”."""

    offered: int = 0
    staff_took: int = 0
    people_took: int = 0
    staff_said: int = 0
    people_said: int = 0
    """How many said afterwards what they can do now."""


@dataclass(frozen=True, slots=True)
class Stayed:
    """Of those at the table in a year, how many were there the year before; by side of the table."""

    year: int
    here: dict[str, int] = field(default_factory=dict)
    stayed: dict[str, int] = field(default_factory=dict)
