"""Invitations: what is sent, what is replied, the calendar, the sheet of what will happen."""

from __future__ import annotations

from kitchentable.gatherings.models import Gathering


def tell_changed(gathering: Gathering) -> None:
    """Tell everyone who was invited that the time or the place changed. A step inside the act that changed it; `sequence` has gone up."""


def tell_cancelled(gathering: Gathering) -> None:
    """Tell everyone who was invited that it will not happen. A step inside the act that cancels it."""
