"""Arrangements: each need of those who come is a task with an owner and a day, and follows them, the day and the length."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.acts import booking
from kitchentable.gatherings.fit_ways import Way, ways
from kitchentable.gatherings.models import PLANNERS, Arrangement, Booking, Gathering
from kitchentable.gatherings.rules.arranging import ONLY_LEAD_SEES, owners_of
from kitchentable.people.models import Person, WhatWorks
from kitchentable.people.needs_list import codes
from kitchentable.people.outbox import tell
from kitchentable.policy.act import act
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.works.models import Role

GETS_OUT = frozenset({"N90"})
"""Needs whose task is done only with the name of a helper (R057)."""
READ = _("Read what they wrote, and say how it will be met.")
SHOWN = (WhatWorks.ShownTo.LEAD, WhatWorks.ShownTo.ARRANGERS, WhatWorks.ShownTo.GATHERING)


class NothingDone(Problem):
    """Done is only done with a word of what was done."""

    field = "note"


class NoHelper(Problem):
    """Somebody who needs help to get out has a named helper (R057)."""

    field = "helper"


class NotAnOwner(Problem):
    """They could not see what is to be done."""

    field = "to"


def keep_in_step(gathering: Gathering) -> None:
    """Make, move and drop arrangements and bookings so that they follow who comes, what they need, the time and the place.

    A step inside other acts (planning, inviting, replying), in their transaction; never called by a page. Done twice, nothing changes.
    Leaves a gathering alone that is over or cancelled (`booking.tell_professionals_cancelled` is for that).
    """
    if not gathering.is_open:
        return
    coming = gathering.invitations.coming().values("person")
    needs = list(
        WhatWorks.objects.shown(*SHOWN)
        .filter(person__in=coming, person__erased_at__isnull=True)
        .select_related("person")
        .defer("words", "why")
        .order_by("pk")
    )
    known, found = ways(), codes(needs)
    _arrange(gathering, needs, {need.pk: known.get(found.get(need.pk, "")) for need in needs})
    booking.keep_in_step(gathering, [(need, known[code].professional) for need in needs if (code := found.get(need.pk)) in known])


def _arrange(gathering: Gathering, needs: list[WhatWorks], way_of: dict[int, Way | None]) -> None:
    tasks = {need.pk: need for need in needs if (way := way_of[need.pk]) is None or way.is_arranged}
    stands = Arrangement.objects.filter(gathering=gathering, kind=Arrangement.Kind.ARRANGE, need__isnull=False)
    stands.waiting().exclude(need__in=tasks).delete()
    stands.waiting().exclude(owner__in=_in_the_work(gathering)).exclude(owner=gathering.host_id).update(owner=gathering.host_id)
    to_lead = {pk for pk, need in tasks.items() if need.shown_to == WhatWorks.ShownTo.LEAD}
    leads = _leads_of(gathering) if to_lead else []
    if leads:
        stands.waiting().filter(need__in=to_lead).exclude(owner__in=leads).update(owner=leads[0])
    if gathering.starts_at is None:
        return
    start, day = timezone.localtime(gathering.starts_at).date(), today()
    ideal = {pk: start - timedelta(days=way.lead_days if (way := way_of[pk]) else 0) for pk in tasks}
    there = {one.need_id: one for one in stands.only("need_id", "by_when", "done_at", "is_short")}
    Arrangement.objects.bulk_create(
        [
            Arrangement(
                gathering=gathering,
                person_id=need.person_id,
                need=need,
                what=gettext(way.task) if (way := way_of[pk]) else str(READ),
                owner_id=leads[0] if leads and pk in to_lead else gathering.host_id,
                by_when=max(ideal[pk], day),
                is_short=ideal[pk] < day,
            )
            for pk, need in tasks.items()
            if pk not in there
        ],
        batch_size=400,
    )
    moved = [one for pk, one in there.items() if pk in tasks and one.done_at is None and _moves(one, ideal[pk], day)]
    Arrangement.objects.bulk_update(moved, ["by_when", "is_short"], batch_size=400)


def _moves(one: Arrangement, ideal: date, day: date) -> bool:
    """Put it on its new day, if the gathering moved. A task that is late stays late: time that goes by moves nothing."""
    before = one.by_when
    if ideal > before:
        one.by_when, one.is_short = ideal, False
    elif ideal < before and before > day:
        one.by_when, one.is_short = max(ideal, day), ideal < day
    return one.by_when != before


def _in_the_work(gathering: Gathering) -> QuerySet[Any]:
    """Who may have a task of it (pks): what belonged to a host or helper who left is the new host's."""
    kinds = [*PLANNERS, Role.Kind.ANSWERER]
    return Role.objects.filter(_running(), work=gathering.work_id, kind__in=kinds).values("person")


def _running() -> Q:
    return Q(until__isnull=True) | Q(until__gt=now())


def _leads_of(gathering: Gathering) -> list[int]:
    """Whose task it is when a person shows a need to their lead alone (pks): the host first, if they lead."""
    found = Role.objects.filter(_running(), work=gathering.work_id, kind=Role.Kind.LEAD).order_by("pk")
    return sorted(found.values_list("person_id", flat=True), key=lambda pk: pk != gathering.host_id)


@act("gatherings.step", record=False)
def step(by: Actor, gathering: Gathering) -> None:
    """The house brings everything in step once an hour: a need may have been hidden, or taken back, where no gathering was in sight."""
    keep_in_step(gathering)


@act("gatherings.arranged")
def arranged(by: Person, one: Arrangement, *, note: str, helper: str = "") -> Arrangement:
    """It is done, and this is what was done; the person reads it. Done twice, the first stays.

    Raises NothingDone without a word, and NoHelper when somebody needs help to get out and nobody is named.
    """
    if one.done_at is not None:
        return one
    if not note.strip():
        raise NothingDone(_("Write what was done, in a few words. The person reads it."))
    if needs_helper(one) and not helper.strip():
        raise NoHelper(_("Name one person who helps them to get out."))
    one.done_at, one.done_by, one.done_note, one.helper = now(), by, note.strip(), helper.strip()
    one.save(update_fields=["done_at", "done_by", "done_note", "helper"])
    return one


def needs_helper(one: Arrangement) -> bool:
    """Is it about getting out, so that it needs one name (R057)?"""
    return one.need is not None and codes([one.need]).get(one.need.pk, "") in GETS_OUT


@act("gatherings.hand_over")
def hand_over(by: Person, one: Arrangement, *, to: Person) -> Arrangement:
    """It is somebody else's to do from now on, and they are told. Raises NotAnOwner for who may not see what is to be done."""
    if one.done_at is not None:
        raise NotAnOwner(_("It is done already."))
    if to not in owners_of(one):
        raise NotAnOwner(ONLY_LEAD_SEES)
    if one.owner_id != to.pk:
        one.owner = to
        one.save(update_fields=["owner"])
        tell(to, "gatherings.handed_over", one.key, work=one.gathering.work.slug, same=now().isoformat())
    return one


@act("gatherings.breaks")
def say_breaks(by: Actor, one: Arrangement, *, wants: bool, way: str, for_person: Person | None = None) -> Arrangement:
    """Shall those who interpret be there in breaks and at food times too? Asked, never assumed (R062).

    Who shares them may want it when another does not: one yes is enough, and a no takes away nobody else's yes.
    """
    for place in Booking.objects.wanted().filter(gathering=one.gathering_id, needs=one.need_id):
        alone = not place.needs.exclude(person=one.person_id).exists()
        if wants or alone or place.covers_breaks is None:
            place.covers_breaks = wants
            place.save(update_fields=["covers_breaks"])
            booking.tell_breaks(place)
    return one
