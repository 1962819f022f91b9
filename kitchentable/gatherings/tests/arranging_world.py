"""A gathering six weeks ahead, with people who said what works for them; and ways to stand on another day."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kitchentable.gatherings.acts import arranging, professionals
from kitchentable.gatherings.models import Arrangement, Gathering, Invitation, Place, Professional, Talk
from kitchentable.people.models import Person, WhatWorks
from kitchentable.people.needs_list import mark_of, starting
from kitchentable.policy import clock

NOW = datetime(2027, 5, 3, 9, 0, tzinfo=timezone.get_default_timezone())
START = datetime(2027, 6, 14, 11, 0, tzinfo=timezone.get_default_timezone())


def on(days: int = 0) -> AbstractContextManager[None]:
    """So many days after the workshop was planned, six weeks ahead."""
    return clock.at(NOW + timedelta(days=days))


def workshop(cast: Any, *coming: str, minutes: int = 150, state: str = Invitation.State.YES, **more: Any) -> Gathering:
    """A workshop of two and a half hours in six weeks, planned and hosted by Natalie."""
    place = Place.objects.create(called="The Mill", address="1 Weir Lane\nMillbrook", phone="01632 960 700")
    made = Gathering.objects.create(
        work=cast.work,
        title="How visits are timed",
        purpose="To plan visits together.",
        host=cast.natalie.person,
        starts_at=START,
        minutes=minutes,
        place=place,
        state=Gathering.State.INVITING,
        **more,
    )
    for slug in coming:
        Invitation.objects.create(gathering=made, person=getattr(cast, slug).person, state=state)
    return made


def need(person: Person, code: str = "", words: str = "", **more: Any) -> WhatWorks:
    """One thing that works for this person, shown to those who arrange unless said otherwise."""
    row = starting().get(code)
    more = {"shown_to": WhatWorks.ShownTo.ARRANGERS, "kind": row.kind if row else WhatWorks.Kind.OTHER} | more
    return WhatWorks.objects.create(
        person=person, words=words or (row.words if row else ""), mark=mark_of(person, code) if code else "", **more
    )


def step(gathering: Gathering) -> None:
    """What any act that changes the plan does at its end."""
    gathering.refresh_from_db()
    with transaction.atomic():
        arranging.keep_in_step(gathering)


def arranged_for(gathering: Gathering, person: Person) -> Arrangement:
    """The one arrangement of this person."""
    return Arrangement.objects.get(gathering=gathering, person=person)


def interpreter(cast: Any, called: str, **more: Any) -> Professional:
    """Somebody on the list, reached by e-mail."""
    given = {
        "kind": Professional.Kind.BSL,
        "channel": "email",
        "email": f"{called.lower()}@bsl.example",
        "registered_as": "NRCPD RSLI",
    }
    return professionals.add(cast.natalie.person, called, **{**given, **more})


def point(gathering: Gathering, words: str = "What a good visit is", minutes: int = 40, kind: str = Talk.Kind.POINT) -> Talk:
    """A point, or a break, on the agenda."""
    return Talk.objects.create(gathering=gathering, words=words, minutes=minutes, kind=kind, order=gathering.talks.count())
