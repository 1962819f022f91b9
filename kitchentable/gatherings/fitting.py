"""Fit, as the invitation asks for it. The planning part brings the real one."""

from __future__ import annotations

from typing import Literal

from kitchentable.gatherings.models import Gathering, Invitation
from kitchentable.people.models import WhatWorks
from kitchentable.policy.verdict import Actor

Fits = Literal["fits", "not", "unknown", "task"]


def unsolved(by: Actor, gathering: Gathering) -> list[object]:
    """What must be solved before invitations go."""
    return []


def for_person(invitation: Invitation) -> list[tuple[WhatWorks, Fits, str]]:
    """Each need of the person who is invited (all that are not hidden), whether it fits, and in which words."""
    return [(need, "unknown", "") for need in WhatWorks.objects.filter(person=invitation.person_id, hidden_at__isnull=True)]
