"""After: a gathering that is over has happened; the day after, each person who was there is asked how it was, once."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kitchentable.gatherings.acts import after, room
from kitchentable.gatherings.models import Gathering, Invitation
from kitchentable.people.models import Outgoing
from kitchentable.people.worker import job
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import HOUSE

AT_ONCE = 500
ASKED_WITHIN = timedelta(days=30)  # who is noted as there later than this is not asked: they would not remember
State = Invitation.State


@job("gatherings.hold", every=timedelta(minutes=15))
def hold_what_is_over() -> int:
    """What was confirmed and is over has happened."""
    begun = Gathering.objects.filter(state=Gathering.State.CONFIRMED, starts_at__lte=now()).order_by("starts_at")[:AT_ONCE]
    over = [one for one in begun if one.ends_at is not None and one.ends_at <= now()]
    for gathering in over:
        room.hold(HOUSE, gathering)
    return len(over)


@job("gatherings.ask_how", every=timedelta(minutes=30))
def ask_how_it_was() -> int:
    """From the day after: everyone who came, and while nobody has noted who came, everyone who said yes. Each once."""
    midnight = timezone.make_aware(datetime.combine(today(), time()))
    held = Q(
        gathering__state=Gathering.State.HELD, gathering__starts_at__lt=midnight, gathering__starts_at__gte=now() - ASKED_WITHIN
    )
    there = Q(came=True) | Q(came__isnull=True, state__in=(State.YES, State.IF))
    asked = Outgoing.objects.filter(kind="gatherings.how", thing_key=OuterRef("key"))
    found = Invitation.objects.filter(held, there, ~Exists(asked), person__erased_at__isnull=True)
    waiting = list(found.select_related("person", "gathering__work").order_by("pk")[:AT_ONCE])
    for invitation in waiting:
        after.ask_how(HOUSE, invitation)
    return len(waiting)
