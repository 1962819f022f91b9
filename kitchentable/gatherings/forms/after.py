"""After: how it was, the minutes, needs met over time."""

from __future__ import annotations
