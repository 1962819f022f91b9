"""The nouns of gatherings: places, gatherings, invitations, arrangements, the room, and how it was."""

from kitchentable.gatherings.models.after import Choice, Ease, HowItWas, Minute, Tap
from kitchentable.gatherings.models.booking import Booking, Professional, WhatToDo
from kitchentable.gatherings.models.gathering import PLANNERS, Gathering, HardDay, Solved, Talk
from kitchentable.gatherings.models.inviting import (
    UNSENT,
    Arrangement,
    GoAhead,
    Invitation,
)
from kitchentable.gatherings.models.places import Fact, Place, PlacePhoto

__all__ = [
    "PLANNERS",
    "UNSENT",
    "Arrangement",
    "Booking",
    "Choice",
    "Ease",
    "Fact",
    "Gathering",
    "GoAhead",
    "HardDay",
    "HowItWas",
    "Invitation",
    "Minute",
    "Place",
    "PlacePhoto",
    "Professional",
    "Solved",
    "Talk",
    "Tap",
    "WhatToDo",
]
