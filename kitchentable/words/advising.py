"""Advice on the words of one box: a few lines, never a stop. Only for boxes in which the organisation writes (danger 7)."""

from __future__ import annotations

from kitchentable.ui.advice import Advice, Line
from kitchentable.words.better import choices
from kitchentable.words.checking import check_text
from kitchentable.words.kinds import KINDS

MOST_SHOWN = 8
SHORT = 80
NOT_HERE = ("structure", "overload")
"""Kinds that are about a whole paper, not about a few lines in a box."""


def advice_on(words: str) -> Advice:
    """What could be clearer in some words of ours: how many things, and the first of each."""
    if not words.strip():
        return Advice()
    found = [one for one in check_text(words, plain=True).findings if one.kind not in NOT_HERE]
    lines: dict[tuple[str, str], Line] = {}
    for one in found:
        key = (one.kind, one.text.casefold())
        if key not in lines and len(lines) < MOST_SHOWN:
            said = " ".join(one.text.split())
            said = said if len(said) <= SHORT else said[: SHORT - 1] + "…"
            lines[key] = Line(str(KINDS[one.kind].one), said, choices(one), one.why)
    return Advice(len(found), tuple(lines.values()))
