"""The days before which a paper must be read: floors above say when people meet about it (R034)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.words.models import Document


@dataclass(frozen=True, slots=True)
class Meeting:
    """A day on which people talk about a paper, and what it is called."""

    day: date
    called: str


Finder = Callable[[Document], Iterable[Meeting]]
_FINDERS: list[Finder] = []


def read_before(found: Finder) -> Finder:
    """Register who knows of days to come on which people talk about a paper."""
    _FINDERS.append(found)
    return found


def meetings_of(document: Document) -> list[Meeting]:
    """All days to come on which people talk about it, the nearest first."""
    found = [one for find in _FINDERS for one in find(document) if one.day >= today()]
    return sorted(found, key=lambda one: one.day)


def too_late_for(document: Document) -> Meeting | None:
    """The nearest day that is too near for a paper that goes today (R034, R035)."""
    least = today() + timedelta(days=number("papers_least_days"))
    return next((one for one in meetings_of(document) if one.day < least), None)
