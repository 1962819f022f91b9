"""Quiet advice under a box in which the organisation writes. The floor that can look at words registers itself; without it there is none.

A field asks for it with `Words(advice=True)`. Never where a person speaks: a test names every box that has it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

LONGEST_LOOKED_AT = 20_000
"""Letters of a box that are looked at."""
CHECK = "check-words"
"""The name of the button that asks for advice without JavaScript."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that could be clearer: its kind, the words, better ones, and why."""

    kind: str
    said: str
    better: Sequence[str]
    why: str


@dataclass(frozen=True, slots=True)
class Advice:
    """How many things could be clearer, and the first of them."""

    count: int = 0
    lines: Sequence[Line] = ()


Look = Callable[[str], Advice]
_LOOKS: list[Look] = []


def advises(look: Look) -> Look:
    """Register what looks at words."""
    _LOOKS[:] = [look]
    return look


def advice_on(words: str) -> Advice | None:
    """What could be clearer in some words; None when nothing here looks at words."""
    return _LOOKS[0](words[:LONGEST_LOOKED_AT]) if _LOOKS else None
