"""A gathering for tests of the room: people of the cast on both sides of the table, two chairs, ten points of which six are from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from kitchentable.gatherings.models import Gathering, Invitation, Talk
from kitchentable.people.models import WhatWorks
from kitchentable.policy.clock import now

LIVED = {"chloe": "lived", "lou": "lived", "mina": "lived", "raj": "carer"}
STAFF = {"natalie": "staff", "rao": "staff", "ben": "staff"}
AT_TABLE = LIVED | STAFF


def gathering(cast: Any, *, at: datetime | None = None, state: str = "confirmed", who: Mapping[str, str] = AT_TABLE) -> Gathering:
    """“Visits and times”, hosted by Natalie; it begins at `at` (without one: an hour ago) and lasts two hours."""
    made = Gathering.objects.create(
        work=cast.work,
        title="Visits and times",
        purpose="How visits are timed",
        starts_at=at or now() - timedelta(hours=1),
        minutes=120,
        host=cast.natalie.person,
        chair_lived=cast.chloe.person,
        chair_staff=cast.rao.person,
        state=state,
    )
    for slug, group in who.items():
        Invitation.objects.create(
            gathering=made, person=getattr(cast, slug).person, group=group, state="yes", sent_at=made.starts_at - timedelta(days=20)
        )
    for number, group in enumerate(["lived"] * 5 + ["carer"] + ["staff"] * 4):
        Talk.objects.create(gathering=made, words=f"Point {number}", group=group, order=number)
    return made


def everyone_came(made: Gathering) -> Gathering:
    """It happened, and all who were invited came."""
    made.invitations.update(came=True)
    made.state = Gathering.State.HELD
    made.save()
    return made


def invitation(made: Gathering, slug: str) -> Invitation:
    """The invitation of one of the cast."""
    return made.invitations.get(person__key=f"demo{slug}")


def need(cast: Any, slug: str, words: str, *, shown_to: str = "arrangers", kind: str = "place") -> WhatWorks:
    """Something that works for one of the cast, said a month ago."""
    month_ago = now() - timedelta(days=30)
    return WhatWorks.objects.create(
        person=getattr(cast, slug).person, words=words, shown_to=shown_to, kind=kind, weight="must", recorded_at=month_ago
    )
