"""Canaries for the walk in all that gatherings hold: what works for people, invitations, arrangements, the room and how it was.

Rows are made by hand, not by acts: the walk asks who can read a word, however it came to stand there.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kitchentable.gatherings.models import (
    Arrangement,
    Booking,
    Ease,
    Fact,
    Gathering,
    GoAhead,
    HowItWas,
    Invitation,
    Minute,
    Place,
    Professional,
    Talk,
    WhatToDo,
)
from kitchentable.people.models import Alone, Asked, DecidingHelp, Look, Person, WhatWorks
from kitchentable.people.needs_list import mark_of
from kitchentable.policy.clock import now, today
from kitchentable.works.models import Group

INVITED = {"chloe", "lou", "mina", "reg", "rao"}
PLAN = {"natalie", "dee"}
ShownTo = WhatWorks.ShownTo
State = Invitation.State


def put(world: Any) -> None:
    """Two gatherings of the cast's work (one to come, one that was held), with a canary in every text that somebody wrote."""
    place = Place.objects.create(called="St Anne’s Hall", address="St Anne’s Road", the_way="Out of bus 12\nLeft", is_informal=True)
    Fact.objects.create(place=place, code="V36", answer="yes", number=14, checked_by="Pat", checked_on=today())
    for slug in ("chloe", "lou", "mina"):
        _needs(world, slug)
    coming = _gathering(world, "canarytocome", state=Gathering.State.INVITING, days=20, place=place)
    was = _gathering(world, "canarywasheld", state=Gathering.State.HELD, days=-9, place=place)
    _gathering(world, "canaryplanned", state=Gathering.State.PLANNING, days=40, place=place, sent=False)
    _around(world, coming)
    _after(world, was)
    _alone(world)


def _needs(world: Any, slug: str) -> None:
    person = getattr(world.cast, slug).person
    sees = {
        ShownTo.NOBODY: {slug},
        ShownTo.LEAD: {slug, "natalie"},
        ShownTo.ARRANGERS: {slug, *PLAN},
        ShownTo.GATHERING: {slug, *PLAN, *INVITED},
    }
    for shown, who in sees.items():
        WhatWorks.objects.create(
            person=person,
            words=world.canary(f"need{slug}{shown}", set(who)),
            why=world.canary(f"why{slug}{shown}", set(who)),
            detail=world.canary(f"detail{slug}{shown}", set(who)),
            shown_to=shown,
            kind=WhatWorks.Kind.PROFESSIONAL if slug == "mina" else WhatWorks.Kind.PLACE,
            mark=mark_of(person, "N14" if slug == "mina" else "N07"),
            weight=WhatWorks.Weight.MUST,
        )
    WhatWorks.objects.create(
        person=person, words=world.canary(f"hidden{slug}", {slug}), shown_to=ShownTo.GATHERING, hidden_at=now()
    )
    Asked.objects.create(person=person, came=Asked.Came.NEEDS, by=world.cast.natalie.person)
    Look.objects.create(
        person=person, by=world.cast.dee.person, what=Look.What.NEEDS, why=Look.Why.PLAN,
        for_what=world.canary(f"look{slug}", {slug, *PLAN}), on=today(),
    )  # fmt: skip


def _gathering(world: Any, title: str, *, state: str, days: int, place: Place, sent: bool = True) -> Gathering:
    cast = world.cast
    world.may[title] = {*PLAN, *(INVITED if sent else ())}
    gathering = Gathering.objects.create(
        work=cast.work, title=title, purpose="To talk", host=cast.natalie.person, state=state, place=place, minutes=150,
        starts_at=now() + timedelta(days=days), chair_lived=cast.chloe.person, chair_staff=cast.rao.person,
        online_link="https://example.org/room", ground_rules="One at a time",
    )  # fmt: skip
    for slug in INVITED:
        Invitation.objects.create(
            gathering=gathering,
            person=getattr(cast, slug).person,
            group=Group.STAFF if slug == "rao" else Group.LIVED,
            state=(State.SENT if slug == "reg" else State.YES) if sent else State.LISTED,
            this_time=world.canary(f"thistime{slug}{title}", {slug, *PLAN}) if sent else "",
            sent_at=now() if sent else None,
            came=True if state == Gathering.State.HELD else None,
        )
    return gathering


def _around(world: Any, gathering: Gathering) -> None:
    cast = world.cast
    natalie, chloe, mina = cast.natalie.person, cast.chloe.person, cast.mina.person
    Talk.objects.create(
        gathering=gathering, words=world.canary("talk", {*INVITED, *PLAN}), brought_by=chloe, group=Group.LIVED, at=now()
    )
    Talk.objects.create(
        gathering=gathering, words=world.canary("offered", {"mina", *INVITED, *PLAN}), brought_by=mina, group=Group.LIVED,
        state=Talk.State.OFFERED, at=now(),
    )  # fmt: skip
    need = WhatWorks.objects.get(person=chloe, shown_to=ShownTo.ARRANGERS)
    shown = WhatWorks.objects.get(person=chloe, shown_to=ShownTo.GATHERING, hidden_at__isnull=True)
    Arrangement.objects.create(
        gathering=gathering, person=chloe, need=need, what=world.canary("arrange", {"chloe", *PLAN}), owner=natalie,
        by_when=today() + timedelta(days=3),
    )  # fmt: skip
    Arrangement.objects.create(
        gathering=gathering, person=chloe, need=shown, what=world.canary("arrangeddone", {"chloe", *PLAN}), owner=natalie,
        by_when=today(), done_at=now(), done_by=natalie, done_note=world.canary("donenote", {"chloe", *PLAN}),
    )  # fmt: skip
    GoAhead.objects.create(
        invitation=Invitation.objects.get(gathering=gathering, person=chloe),
        need=need,
        because=world.canary("goahead", {"chloe", *PLAN}),
    )
    jo = Professional.objects.create(
        called="Jo Marsh", kind=Professional.Kind.BSL, registered_as="RSLI 1", person=Person.objects.create(called="Jo Marsh")
    )
    booking = Booking.objects.create(gathering=gathering, kind=Professional.Kind.BSL, number=1, professional=jo, state="asked")
    second = Booking.objects.create(gathering=gathering, kind=Professional.Kind.BSL, number=2)
    for one in (booking, second):
        one.needs.add(WhatWorks.objects.get(person=mina, shown_to=ShownTo.ARRANGERS))
    WhatToDo.objects.create(booking=second, person=mina, says="other", words=world.canary("todo", {"mina", *PLAN}), said_at=now())


def _after(world: Any, gathering: Gathering) -> None:
    cast = world.cast
    chloe = cast.chloe.person
    need = WhatWorks.objects.get(person=chloe, shown_to=ShownTo.ARRANGERS)
    HowItWas.objects.create(
        gathering=gathering, person=chloe, need=need, kind=need.kind, met="not", why=world.canary("howwhy", {"chloe", *PLAN})
    )
    Ease.objects.create(gathering=gathering, person=chloe, at_ease=2, words=world.canary("ease", {"chloe", *PLAN}))
    Minute.objects.create(
        gathering=gathering, kind=Minute.Kind.POINT, words=world.canary("point", {*INVITED, *PLAN}), made_by=chloe,
        group=Group.LIVED, typed_by=cast.natalie.person,
    )  # fmt: skip
    Minute.objects.create(
        gathering=gathering, kind=Minute.Kind.PROMISE, words=world.canary("promise", {*INVITED, *PLAN}), owner=cast.rao.person,
        by_when=today(), typed_by=cast.natalie.person,
    )  # fmt: skip


def _alone(world: Any) -> None:
    cast = world.cast
    lou = cast.lou.person
    Alone.objects.create(person=lou, words=world.canary("alone", {"lou", "dee", "natalie"}), from_person=True, by=lou)
    Alone.objects.create(
        person=lou, words=world.canary("aloneback", {"lou", "dee", "natalie"}), from_person=False, by=cast.dee.person
    )
    DecidingHelp.objects.create(
        person=lou, decision=world.canary("decision", {"lou", "natalie"}), help_offered=world.canary("helped", {"lou", "natalie"}),
        what_came=world.canary("came", {"lou", "natalie"}), on=today(), by=cast.natalie.person,
    )  # fmt: skip


THINGS: dict[str, Any] = {
    "gathering": Gathering,
    "invitation": Invitation,
    "place": Place,
    "need": WhatWorks,
    "arrangement": Arrangement,
    "booking": Booking,
    "professional": Professional,
    "talk": Talk,
    "minute": Minute,
    "ask": WhatToDo,
}


def keys_of(place: str) -> list[str]:
    """Every key that may stand at `<slug:place>` in an address of gatherings."""
    return list(THINGS[place].objects.order_by("pk").values_list("key", flat=True))
