"""Planning: purpose, day, place, who comes, what fits, the agenda from both sides."""

from __future__ import annotations
