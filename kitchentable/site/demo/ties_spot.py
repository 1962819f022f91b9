"""The demo: spot of ties."""

from __future__ import annotations

from typing import Any


def lay(year: Any) -> None:
    """Nothing yet."""
