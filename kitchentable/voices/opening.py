"""What must be done before a question opens, and what is kept with it then. Floors above say it here; nothing is said twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kitchentable.policy.verdict import Problem
from kitchentable.voices.models import Question
from kitchentable.works.models import Work


@dataclass(frozen=True, slots=True)
class First:
    """Something to do first: why, and the page where it is done."""

    because: str
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What a floor above does with questions.

    `first(question)`: what must be done before this one opens, or None. `prepare(question)`: sets what is kept with it, at the moment
    it opens; it is not saved yet. `look_up(work)`: the page that shows what people have said, while a question is still being written.
    """

    first: Callable[[Question], First | None]
    prepare: Callable[[Question], None]
    look_up: Callable[[Work], str]


class NotYet(Problem):
    """Something must be done first; `first` says where."""

    def __init__(self, first: First) -> None:
        self.first = first
        super().__init__(first.because)


_OPENINGS: list[Opening] = []


def opening(found: Opening) -> Opening:
    """Register what is done before questions open."""
    _OPENINGS.append(found)
    return found


def first_of(question: Question) -> First | None:
    """The first thing that must be done before this question opens; None when it may open. One that tells asks nobody anything."""
    if question.kind == Question.Kind.TELL or question.opened_at is not None:
        return None
    return next((first for one in _OPENINGS if (first := one.first(question)) is not None), None)


def prepare(question: Question) -> None:
    """Put what is kept with a question on it. Raises NotYet when something must be done first."""
    first = first_of(question)
    if first is not None:
        raise NotYet(first)
    if question.kind != Question.Kind.TELL:
        for one in _OPENINGS:
            one.prepare(question)


def look_up(work: Work) -> str:
    """Where one reads what people have said while one writes a question; empty when no floor above offers it."""
    return next((one.look_up(work) for one in _OPENINGS), "")
