"""A point that somebody made at a gathering becomes a contribution, with their yes: so nothing said in the room is lost to the loop of tip 1."""

from __future__ import annotations

from kitchentable.gatherings.carrying import Carrier, carries
from kitchentable.gatherings.models import Minute
from kitchentable.people.models import Person
from kitchentable.policy.verdict import Actor
from kitchentable.ui.pieces import Pick
from kitchentable.voices import acts
from kitchentable.voices.models import Sharing, Way


def carry(by: Actor, line: Minute, sharing: str, for_person: Person | None) -> str:
    """Keep it as said in person on the day of the gathering, from which day it is owed an answer. Returns its code."""
    c = acts.say(
        by,
        line.gathering.work,
        words=line.words,
        way=Way.IN_PERSON,
        sharing=sharing or Sharing.GROUP,
        said_at=line.gathering.starts_at,
        for_person=for_person,
    )
    return c.code


carries(Carrier(carry, "voices:said", [Pick(value, label) for value, label in Sharing.choices], Sharing.GROUP))
