"""Canaries of single parts of words and ties, joined: who may read what stands there."""

from __future__ import annotations

from typing import Any

from tests.canaries import (
    ties_learning,
    ties_leaving,
    ties_looking_back,
    ties_promises,
    ties_reports,
    ties_search,
    ties_spot,
    ties_told,
    words_easy,
    words_fsys,
    words_glossary,
    words_papers,
    words_sending,
)

PARTS: tuple[Any, ...] = (
    words_papers, words_fsys, words_sending, words_easy, words_glossary, ties_search, ties_told, ties_promises, ties_leaving,
    ties_learning, ties_looking_back, ties_spot, ties_reports,
)  # fmt: skip
THINGS: dict[str, Any] = {place: kind for part in PARTS for place, kind in part.THINGS.items()}
VALUES: dict[str, list[str]] = {place: values for part in PARTS for place, values in part.VALUES.items()}


def put(world: Any) -> None:
    """The canaries of each part."""
    for part in PARTS:
        part.put(world)


def keys_of(place: str) -> list[str]:
    """Every key that may stand at a place in an address of words or ties."""
    return VALUES[place] if place in VALUES else list(THINGS[place].objects.order_by("-pk").values_list("key", flat=True))
