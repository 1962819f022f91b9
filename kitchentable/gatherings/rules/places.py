"""Places: facts, photos, the way there."""

from __future__ import annotations
