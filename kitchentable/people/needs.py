"""Steps about needs for the floors above."""

from __future__ import annotations

from kitchentable.people.models import WhatWorks
from kitchentable.policy.clock import now


def note_met(need: WhatWorks) -> None:
    """The person said that this was met. Call it inside the act that keeps their answer."""
    WhatWorks.objects.filter(pk=need.pk).update(met_at=now())
