"""Who may hand on what somebody has in hand around gatherings."""

from __future__ import annotations

from kitchentable.people.models import Person
from kitchentable.people.owing import may_hand_on
from kitchentable.policy.book import rule
from kitchentable.policy.verdict import Actor, Verdict


@rule("gatherings.hand_on", house=True)
def may_hand_on_here(person: Actor, holder: Person | None) -> Verdict:
    """They themselves, and the administrator; the house on the day that was planned."""
    return may_hand_on(person, holder)
