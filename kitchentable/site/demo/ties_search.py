"""The demo: search. Each step of the demo is an act, and each act keeps the index in step; here its words are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitchentable.ties.search import keeping

if TYPE_CHECKING:
    from kitchentable.site.demo import Year


def lay(year: Year) -> None:
    """At the end of the story so far, the index is built as the worker builds it on a new machine."""
    year.on(-1, keeping.build, hour=23)
