"""How much we ask of a person (R100): which messages ask something, how many came this month, and for whom one more is too many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kitchentable.people.models import Outgoing, Reach
from kitchentable.policy.clock import now

_ASKS: set[str] = set()


def is_an_ask(kind: str) -> None:
    """Say that messages of this kind ask something of a person; said beside the writer of each."""
    _ASKS.add(kind)


def asks_this_month(people: Iterable[int]) -> dict[int, int]:
    """How many things each of these people (pks) was asked for since the first of this month; 0 for nobody left out. One query."""
    wanted = list(people)
    counted = dict(_asks().filter(person__in=wanted).values_list("person").annotate(n=Count("pk")))
    return {pk: counted.get(pk, 0) for pk in wanted}


def goes_over(people: Iterable[int]) -> set[int]:
    """For whom of these people (pks) one more ask is more than they want this month. One query."""
    counted = _asks().filter(person=OuterRef("pk")).order_by().values("person").annotate(n=Count("pk")).values("n")
    asked = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    limited = Reach.objects.filter(person__in=list(people), asks_a_month__isnull=False)
    return set(limited.annotate(asked=asked).filter(asked__gte=F("asks_a_month")).values_list("pk", flat=True))


def _asks() -> QuerySet[Outgoing]:
    """What was asked this month and not taken back. What a person must tell again by hand is no second ask."""
    found = Outgoing.objects.filter(kind__in=_ASKS, made_at__gte=_month()).exclude(state=Outgoing.State.DROPPED)
    return found.exclude(same__startswith="by-hand:")


def _month() -> datetime:
    return timezone.localtime(now()).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
