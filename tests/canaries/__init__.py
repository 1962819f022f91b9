"""Canaries of single parts of words, joined: who may read what stands in papers, formats, Easy Read and the glossary."""

from __future__ import annotations

from typing import Any

from tests.canaries import words_easy, words_fsys, words_glossary, words_papers, words_sending

PARTS: tuple[Any, ...] = (words_papers, words_fsys, words_sending, words_easy, words_glossary)
THINGS: dict[str, Any] = {place: kind for part in PARTS for place, kind in part.THINGS.items()}
VALUES: dict[str, list[str]] = {place: values for part in PARTS for place, values in part.VALUES.items()}


def put(world: Any) -> None:
    """The canaries of each part."""
    for part in PARTS:
        part.put(world)


def keys_of(place: str) -> list[str]:
    """Every key that may stand at a place in an address of words."""
    return VALUES[place] if place in VALUES else list(THINGS[place].objects.order_by("-pk").values_list("key", flat=True))
