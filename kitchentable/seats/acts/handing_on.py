"""Handing on a seat at the table that somebody holds because they work here: their group keeps its place."""

from __future__ import annotations

from collections.abc import Sequence

from kitchentable.people.models import Person
from kitchentable.people.owing import must_be_here
from kitchentable.policy.act import act, note
from kitchentable.policy.book import forget_facts
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor
from kitchentable.seats.models import Seat
from kitchentable.works.models import Role


@act("seats.hand_on")
def hand_on(by: Actor, holder: Person, *, keys: Sequence[str], to: Person) -> Person:
    """Somebody else from the same side sits here from today. Raises NotHere."""
    must_be_here(to)
    rows = Seat.objects.select_for_update(of=("self",)).filter(person=holder, key__in=keys, until__isnull=True)
    for seat in rows.select_related("work", "group", "person"):
        seat.until = max(today(), seat.since)
        seat.save(update_fields=["until"])
        note(by, "seats.end", seat)
        same = {"work": seat.work, "group": seat.group, "person": to, "kind": seat.kind}
        if not Seat.objects.filter(until__isnull=True, **same).exists():
            made = Seat.objects.create(**same, way=seat.way, way_words=seat.way_words, since=today(), stands_in_for=seat)
            note(by, "seats.take", made)
        _part(by, seat, holder, to)
    for either in (holder, to):
        forget_facts(either)
    return holder


def _part(by: Actor, seat: Seat, holder: Person, to: Person) -> None:
    members = Role.objects.filter(work=seat.work, kind=Role.Kind.MEMBER, until__isnull=True)
    if not members.filter(person=to).exists():
        note(by, "works.role", Role.objects.create(work=seat.work, person=to, kind=Role.Kind.MEMBER))
    if not Seat.objects.filter(work=seat.work, person=holder, until__isnull=True).exists():
        for role in members.filter(person=holder):
            role.until = now()
            role.save(update_fields=["until"])
            note(by, "works.end_role", role)
