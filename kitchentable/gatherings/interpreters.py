"""How many interpreters a gathering needs, and whom somebody named. Pure: no database, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

TAKE_TURNS = frozenset({"bsl", "relay", "sse", "lipspeaker", "captions", "deafblind", "hands_on", "language"})
"""Kinds of work that tire so much that two take turns; one notetaker or advocate is enough for any length."""
NAY = re.compile(r"\b(not|no|never|nobody|without|except|avoid|instead|rather than|don.?t|cannot|can.?t|won.?t)\b", re.IGNORECASE)
SENTENCE_ENDS = re.compile(r"[.;!?\n,]|\bbut\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of R059 in force, in minutes. `is_strict`: the organisation follows the strict source too."""

    whole: int
    nonstop: int
    is_strict: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many for one kind, and what each source says of this gathering."""

    places: int
    minutes: int
    longest: int
    most_say_two: bool
    strict_says_two: bool


def how_many(kind: str, minutes: int, talks: Iterable[tuple[bool, int]], limits: Limits) -> Count:
    """Places for one kind (R059). `talks`: (is it a break?, minutes) in their order; without any, it is all one talk."""
    longest = longest_talk(minutes, talks)
    most, strict = minutes > limits.whole, longest > limits.nonstop
    two = kind in TAKE_TURNS and (most or (strict and limits.is_strict))
    return Count(2 if two else 1, minutes, longest, most, strict)


def longest_talk(minutes: int, talks: Iterable[tuple[bool, int]]) -> int:
    """The longest time without a break, in minutes."""
    longest = running = planned = 0
    for is_break, length in talks:
        planned += length
        running = 0 if is_break else running + length
        longest = max(longest, running)
    return max(longest, running + minutes - planned)


Named = Literal["", "named", "doubted"]


def named_in(called: str, words: str) -> Named:
    """Did somebody name this professional? `doubted`: in a sentence with a "not"; a person reads it before anyone is asked."""
    if not called.strip() or not words:
        return ""
    name = re.compile(rf"(?<!\w){re.escape(called.strip())}(?!\w)", re.IGNORECASE)
    found: Named = ""
    for sentence in SENTENCE_ENDS.split(words):
        if name.search(sentence):
            if NAY.search(sentence):
                return "doubted"
            found = "named"
    return found
