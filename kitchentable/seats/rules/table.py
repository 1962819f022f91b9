"""Rules of the table and its seats."""

from __future__ import annotations

from kitchentable.policy.book import rule
from kitchentable.policy.verdict import Actor, Verdict, yes
from kitchentable.seats.models import Seat
from kitchentable.works.models import Work
from kitchentable.works.rules import may_change


@rule("seats.take")
def may_give_seat(person: Actor, work: Work | None) -> Verdict:
    """Its lead: how each seat came about is shown to everyone."""
    return may_change(person, work)


@rule("seats.end")
def may_end_seat(person: Actor, seat: Seat) -> Verdict:
    """Everyone their own; and the lead."""
    if person.is_someone and seat.person_id == getattr(person, "pk", None):
        return yes()
    return may_change(person, seat.work)
