"""An Easy Read to test with. Rows, not acts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kitchentable.words.acts import easy_checks
from kitchentable.words.easy_state import seen, snapshot
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


WAV = b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x00\x00\x00\x00"
"""The shortest recording there is."""


def here(name: str, version: Version) -> str:
    """An address of the Easy Read of this version's paper."""
    return reverse(f"words:{name}", args=[version.document.key])


def say(cast: Any, check: EasyCheck, clear: bool = True, **more: Any) -> EasyCheck:
    """Lou says what they think of the lines as they stand."""
    return easy_checks.say(cast.lou.person, check, is_clear=clear, seen=seen(saw(check.version)), names="Lou", **more)
