"""Until when each person can offer: the last day of a call, later for whose copy of its papers came late (R013)."""

from __future__ import annotations

from kitchentable.policy.verdict import Actor
from kitchentable.seats.models import Call
from kitchentable.words.clock import OwnDay
from kitchentable.words.own_time import Everyones, everyones_last_day, last_day_for, still_open


def own_day(call: Call, person: Actor) -> OwnDay:
    """This person's last day to offer; the one that stands there for everybody who was sent nothing."""
    return last_day_for(person, call.closes_on, papers_of(call))


def is_open_for(call: Call, person: Actor) -> bool:
    """Can this person offer today?"""
    if call.is_open:
        return True
    if call.opened_at is None or call.closed_at is not None or not person.is_someone:
        return False
    return still_open(own_day(call, person))


def everyones(call: Call) -> Everyones:
    """When everybody has had their time to offer. Prefetch `papers` for many calls."""
    return everyones_last_day(call.closes_on, [one.pk for one in call.papers.all()])


def papers_of(call: Call) -> list[int]:
    """The pks of the papers to read first."""
    return list(call.papers.order_by().values_list("pk", flat=True))
