"""How much we ask of a person (R100): which messages ask something, how many came this month, for whom one more is too many, and who said
that they do not want to be asked again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kitchentable.people.models import Outgoing, Reach
from kitchentable.policy.clock import now

_ASKS: set[str] = set()
_STILL: dict[str, str] = {}
NotToAsk = Callable[["Sequence[int] | None", str, str], set[int]]
_NOT_TO_ASK: list[NotToAsk] = []


def is_an_ask(kind: str, *, still_because: str = "") -> None:
    """Say that messages of this kind ask something of a person; said beside the writer of each.

    `still_because`: why it goes even to somebody who does not want to be asked again, such as an answer to what they said themselves.
    """
    _ASKS.add(kind)
    if still_because:
        _STILL[kind] = still_because


def not_to_ask(found: NotToAsk) -> NotToAsk:
    """Register who does not want to be asked again: `(people, work, about)` gives the pks of those among `people` (None: all), for a
    piece of work (its slug, or empty) and what it is about, in words."""
    _NOT_TO_ASK.append(found)
    return found


def asked_not_to_be(people: Iterable[int] | None, *, work: str = "", about: str = "") -> set[int]:
    """Who of these people (pks; None: of all) does not want to be asked about this. One query or none."""
    wanted = None if people is None else list(people)
    return {pk for found in _NOT_TO_ASK for pk in found(wanted, work, about)}


def left_alone(kind: str, people: Sequence[int], work: str) -> set[int]:
    """To whom of these people (pks) a message of this kind must not go: it asks, and they do not want to be asked about this."""
    if kind not in _ASKS or kind in _STILL:
        return set()
    return asked_not_to_be(people, work=work)


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
