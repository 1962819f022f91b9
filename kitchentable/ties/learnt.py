"""Who learned what, staff and people side by side (R108)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from kitchentable.ties.evidence import Learned, Span
from kitchentable.ties.models import Learning, Taking
from kitchentable.works.models import LIVED_GROUPS, Group, Work


def learnt(work: Work | None, span: Span) -> Learned:
    """Learning of a time, for a piece of work or the whole organisation. Two queries. Raw counts: hide them before you show them.

    Learning belongs to the day it begins; what is for any day, to the day it was offered, or somebody took it. Who gave a place back,
    waited in vain or was away is not counted. Somebody who was erased stays counted.
    """
    since, until = _moment(span, end=False), _moment(span, end=True)
    offers = Learning.objects.filter(state=Learning.State.OFFERED)
    takings = Taking.objects.taken().filter(learning__state=Learning.State.OFFERED)
    if work is not None:
        offers, takings = offers.filter(work=work), takings.filter(learning__work=work)
    for_any_day = Q(starts_at__isnull=True, offered_on__gte=span.since, offered_on__lte=span.until)
    offered = offers.filter(Q(starts_at__gte=since, starts_at__lt=until) | for_any_day).count()
    staff, people, said = Q(side=Group.STAFF), Q(side__in=LIVED_GROUPS), Q(said_on__isnull=False)
    took = (
        takings.annotate(on=Coalesce("learning__starts_at", "got_at"))
        .filter(on__gte=since, on__lt=until)
        .aggregate(
            staff=Count("pk", filter=staff),
            people=Count("pk", filter=people),
            staff_said=Count("pk", filter=staff & said),
            people_said=Count("pk", filter=people & said),
        )
    )
    return Learned(offered, took["staff"], took["people"], took["staff_said"], took["people_said"])


def _moment(span: Span, *, end: bool) -> datetime:
    day = span.until + timedelta(days=1) if end else span.since
    return timezone.make_aware(datetime.combine(day, time()))
