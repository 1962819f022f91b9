"""The worker's part of sending: copies that became ready, formats that somebody changed while they waited, and what was handed over."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from kitchentable.people.models import Outgoing, Reach
from kitchentable.people.worker import job
from kitchentable.policy.verdict import HOUSE
from kitchentable.words.acts import sending as acts
from kitchentable.words.models import Sent
from kitchentable.words.ready import own_need, ready_needs

AT_ONCE = 500


@job("words.follow_formats", every=timedelta(minutes=10))
def follow_formats() -> int:
    """Whoever waits and wants another format now; and whose copy was ready all the same. At most AT_ONCE in a round, the oldest first."""
    waiting = Sent.objects.waiting().select_related("version__document__work", "person").order_by("asked_at", "pk")
    rows = list(waiting[:AT_ONCE])
    reaches = Reach.objects.in_bulk([one.person_id for one in rows])
    ready = {version.pk: ready_needs(version) for version in {one.version for one in rows}}
    count = 0
    for one in rows:
        reach = reaches.get(one.person_id)
        need = own_need(reach) if reach else (one.kind, one.language)
        if need != (one.kind, one.language) or need in ready[one.version_id]:
            acts.follow_format(HOUSE, one)
            count += 1
    return count


@job("words.handed", every=timedelta(minutes=10))
def note_handed() -> int:
    """Copies that somebody told or handed over, as the list of people to tell says: their clock starts on that day."""
    told = Outgoing.objects.filter(kind="words.sent", thing_key=OuterRef("key"), state=Outgoing.State.SENT)
    rows = Sent.objects.counting().filter(Exists(told), by_hand=True, handed_on__isnull=True, ready_at__isnull=False)
    found = list(rows.select_related("version__document")[:AT_ONCE])
    days = dict(
        Outgoing.objects.filter(kind="words.sent", thing_key__in=[one.key for one in found], state=Outgoing.State.SENT)
        .order_by("sent_at")
        .values_list("thing_key", "sent_at")
    )
    for one in found:
        if days[one.key] is not None:
            acts.handed(HOUSE, one, day=timezone.localtime(days[one.key]).date())
    return len(found)
