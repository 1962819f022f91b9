"""Canaries for the walk in search of ties. Rows are made by hand, not by acts; then they are put into the index.

The walk opens the page without words. What search finds for whom is tried by `kitchentable/ties/tests/test_search_law.py`.
"""

from __future__ import annotations

from typing import Any

from kitchentable.ties.search import keeping


def put(world: Any) -> None:
    """All that stands in the house until now is in the index."""
    keeping.build(anew=True)


THINGS: dict[str, Any] = {}
VALUES: dict[str, Any] = {}
