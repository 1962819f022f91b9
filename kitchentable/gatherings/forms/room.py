"""In the room: taps and choices by group, and the shares."""

from __future__ import annotations
