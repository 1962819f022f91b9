"""What must be done before a piece of work moves to another stage. Floors above say it here; nothing is said twice."""

from __future__ import annotations

from collections.abc import Callable

from kitchentable.works.models import Work

Gate = Callable[[Work, Work.Stage], str]
_GATES: list[Gate] = []


def gate(found: Gate) -> Gate:
    """Register a gate: given a piece of work and the stage it wants to move to, it says why not yet, or nothing."""
    _GATES.append(found)
    return found


def why_not_yet(work: Work, stage: Work.Stage) -> str:
    """The first reason why a piece of work may not move to a stage yet; empty when it may."""
    return next((because for found in _GATES if (because := found(work, stage))), "")
