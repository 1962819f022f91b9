"""An Easy Read to test with. Rows, not acts."""

from __future__ import annotations

from typing import Any

from kitchentable.words.easy_state import snapshot
from kitchentable.words.models import EasyCheck, EasyLine, Version

LINES = (
    ("Help at night", "", ""),
    ("Some people get help at night.", "", "night"),
    ("We want to change how it works.", "", "change"),
    ("A commissioner decides in May.", "A commissioner decides what the council pays for.", "council"),
)


def make_lines(version: Version) -> list[EasyLine]:
    """A heading and three lines, one with a hard word explained."""
    return [
        EasyLine.objects.create(version=version, place=at, words=words, explains=explains, symbol=symbol, is_heading=not symbol)
        for at, (words, explains, symbol) in enumerate(LINES)
    ]


def make_check(cast: Any, version: Version, who: str = "lou", **more: Any) -> EasyCheck:
    """Somebody was asked."""
    person = getattr(cast, who).person
    return EasyCheck.objects.create(**{"version": version, "asked": person, "asked_by": cast.natalie.person, **more})


def lines_of(version: Version) -> list[EasyLine]:
    """As they stand."""
    return list(version.easy_lines.all())


def saw(version: Version) -> list[list[str]]:
    """What somebody sees now."""
    return snapshot(lines_of(version))
