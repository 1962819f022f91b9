"""Fit: what of a plan does not fit those who are coming. Pure: no database, no clock, no words."""

from __future__ import annotations

import functools
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """How one need is answered. `task` says what to arrange and never names a person."""

    ways: tuple[str, ...]
    facts: tuple[str, ...]
    professional: str
    task: str
    lead_days: int


@functools.cache
def ways() -> dict[str, Way]:
    """How each need is answered, by the code it started from."""
    return {
        "N02": Way(("place", "task"), (), "", "Keep a space at the table for a large wheelchair, close to a power point.", 7),
        "N07": Way(("place",), (), "", "Check the Changing Places toilet and its hoist on the day, and ask about the sling.", 21),
        "N08": Way(
            ("place", "task"), (), "", "Keep seats next to the person for whoever comes with them, with food and travel.", 7
        ),
        "N14": Way(("place", "professional"), (), "bsl", "Book British Sign Language interpreters, the preferred ones first.", 42),
        "N17": Way(("place", "professional"), (), "captions", "Book a speech-to-text reporter, and ask on which screen.", 28),
        "N18": Way(("professional",), (), "notetaker", "Book a notetaker, and ask whether on paper or on a screen.", 28),
        "N26": Way(("format",), (), "", "Send papers as a page or a Word file with headings. No scans.", 5),
        "N42": Way(
            ("format", "professional"), (), "language", "Book an interpreter of their language, or have papers translated.", 14
        ),
        "N55": Way(("place", "task"), (), "", "Keep a quiet room free, and say where it is.", 7),
        "N66": Way(("time",), (), "", "", 7),
        "N85": Way(("task",), (), "", "Order food that is right for them.", 7),
        "N90": Way(("place", "task"), (), "", "Write down the way out in a fire, and name one helper.", 7),
    }
