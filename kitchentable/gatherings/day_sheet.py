"""What the host holds in their hand on the day: first names, seats, and only what must be there or happen on that day."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from kitchentable.gatherings.acts.arranging import GETS_OUT
from kitchentable.gatherings.fit_ways import ways
from kitchentable.gatherings.looking import needs_of
from kitchentable.gatherings.models import Arrangement, Gathering, Invitation
from kitchentable.people.models import Look, WhatWorks
from kitchentable.people.needs_list import codes
from kitchentable.policy.verdict import Actor

Kind = WhatWorks.Kind
BEFORE_THE_DAY = frozenset({Kind.CONTACT, Kind.FORMAT, Kind.MONEY})
"""Met in letters, papers and payments: nothing that a host does on the day. Who interprets stands on the sheet once, without for whom."""
ON_PAPER = frozenset({WhatWorks.ShownTo.ARRANGERS, WhatWorks.ShownTo.GATHERING})
"""Shown to those who arrange. What a person shows to their lead alone is never on paper."""
State = Invitation.State


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing for one person on the day, and whether it is done."""

    what: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Guest:
    """One who comes: first name, seats with those they bring, online or not, and what is needed."""

    name: str
    seats: int
    is_online: bool
    things: list[Thing]


@dataclass(frozen=True, slots=True)
class Out:
    """Who needs help to get out, who helps, and how (R057). Without a helper: the plan is missing."""

    name: str
    helper: str
    how: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page."""

    guests: list[Guest]
    outs: list[Out]
    seats: int
    open_replies: int
    kept_from_paper: int


def sheet(by: Actor, gathering: Gathering) -> Sheet:
    """The sheet as `by` may read it; each look is noted (why: to run the day)."""
    invitations = list(gathering.invitations.filter(state__in=(State.YES, State.IF)).select_related("person"))
    invitations.sort(key=lambda one: one.person.called.casefold())
    needs = needs_of(by, gathering, [one.person_id for one in invitations], Look.Why.HOST)
    on_paper = [need for need in needs if need.shown_to in ON_PAPER]
    found, known = codes(on_paper), ways()
    tasks = {one.need_id: one for one in Arrangement.objects.filter(gathering=gathering, need__in=[need.pk for need in on_paper])}
    names = {one.person_id: first_name(one) for one in invitations}
    things: dict[int, list[Thing]] = {}
    outs = []
    for need in on_paper:
        task = tasks.get(need.pk)
        code = found.get(need.pk, "")
        if code in GETS_OUT:
            outs.append(Out(names[need.person_id], task.helper if task else "", task.done_note if task else ""))
        elif need.kind not in BEFORE_THE_DAY and not ((way := known.get(code)) and way.professional):
            what = gettext(way.task) if way else need.words
            detail = f" ({need.detail})" if way and need.detail else ""
            things.setdefault(need.person_id, []).append(Thing(what + detail, bool(task and task.done_at)))
    guests = [
        Guest(names[one.person_id], 1 + one.brings, bool(one.comes_online), things.get(one.person_id, [])) for one in invitations
    ]
    return Sheet(
        guests,
        outs,
        sum(guest.seats for guest in guests if not guest.is_online),
        gathering.invitations.filter(state=State.SENT).count(),
        len(needs) - len(on_paper),
    )


def first_name(one: Invitation) -> str:
    """The first name, and for who works here the whole one; only its first letter for who does not want their name shown."""
    called = one.person.called
    first = called if one.person.works_here else (called.split() or [""])[0]
    return f"{first[:1]}." if one.shows_name is False else first
