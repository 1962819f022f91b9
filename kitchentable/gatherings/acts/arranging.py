"""Arrangements, communication professionals and the day sheet."""

from __future__ import annotations

from kitchentable.gatherings.models import Gathering


def keep_in_step(gathering: Gathering) -> None:
    """Make, move and drop arrangements and bookings so that they follow who comes, what they need, the time and the place.

    A step inside other acts (planning, inviting, replying), in their transaction; never called by a page.
    """
