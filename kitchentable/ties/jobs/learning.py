"""What the worker does for learning and confidence: asking gently afterwards, asking how sure people feel, and counting what is over."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, Min, OuterRef, Q
from django.utils import timezone

from kitchentable.people.asks import goes_over
from kitchentable.people.forms import months_on
from kitchentable.people.models import Outgoing, Person
from kitchentable.people.worker import job
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import HOUSE
from kitchentable.ties.acts import confidence, taking
from kitchentable.ties.models import Learning, Quarter, Sure, SureStop, Taking
from kitchentable.ties.quarters import closed
from kitchentable.works.models import Role

AT_ONCE = 500
STILL_ASKED = timedelta(days=30)
"""How long after the day it makes sense to ask: a worker that stood still asks nobody about last year."""


@job("ties.learning_ask_after", every=timedelta(hours=6))
def ask_after() -> int:
    """Who was at something that is over: what was it like? Once; and not over what somebody wants to be asked in a month (R100)."""
    day = today()
    told = Outgoing.objects.filter(kind="ties.learning_how", thing_key=OuterRef("key"))
    recent = Q(learning__until__gte=day - STILL_ASKED) | Q(
        learning__until__isnull=True, learning__starts_at__gte=now() - STILL_ASKED
    )
    rows = list(
        Taking.objects.taken()
        .filter(recent, ~Exists(told), learning__in=Learning.objects.over(), person__isnull=False, said_on__isnull=True)
        .select_related("learning__work", "person")
        .order_by("pk")[:AT_ONCE]
    )
    full = goes_over({one.person_id for one in rows if one.person_id})
    rows = [one for one in rows if one.person_id not in full and not one.like]
    for one in rows:
        taking.ask_after(HOUSE, one)
    return len(rows)


@job("ties.sure_ask", every=timedelta(hours=12))
def ask_sure() -> int:
    """At the start and after 3, 6 and 12 months (R101): once each, not who said it meanwhile, nor who does not want to be asked."""
    due = _due(today())
    told = set(
        Outgoing.objects.filter(kind="ties.sure_ask", thing_key__in=[person.key for person, _months in due]).values_list(
            "same", flat=True
        )
    )
    due = [(person, months) for person, months in due if f"ties.sure_ask:{person.key}:{person.key}:{months}" not in told][:AT_ONCE]
    full = goes_over(person.pk for person, _months in due)
    asked = [(person, months) for person, months in due if person.pk not in full]
    for person, months in asked:
        confidence.ask_sure(HOUSE, person, months=months)
    return len(asked)


def _due(day: date) -> list[tuple[Person, int]]:
    """Whom to ask now, and which time it is: by the day they began, or first noted it."""
    running = Q(until__isnull=True) | Q(until__gt=now())
    began = dict(Role.objects.filter(running).order_by().values_list("person_id").annotate(at=Min("since")))
    for person, at in Sure.objects.order_by().values_list("person_id").annotate(at=Min("said_at")):
        began.setdefault(person, at)
    times = (0, *(number(f"confidence_{name}") for name in ("first", "second", "third")))
    wanted: dict[int, tuple[int, date]] = {}
    for person, at in began.items():
        for months in times:
            since = months_on(timezone.localtime(at).date(), months)
            if since <= day < since + STILL_ASKED:
                wanted[person] = (months, since)
    said = dict(Sure.objects.filter(person__in=wanted).order_by("said_at").values_list("person_id", "said_at"))
    stopped = set(SureStop.objects.filter(person__in=wanted).values_list("person_id", flat=True))
    people = Person.objects.filter(pk__in=wanted.keys() - stopped, erased_at__isnull=True, is_active=True).order_by("pk")
    return [
        (one, wanted[one.pk][0])
        for one in people
        if one.pk not in said or timezone.localtime(said[one.pk]).date() < wanted[one.pk][1]
    ]


@job("ties.close_quarters", every=timedelta(hours=6))
def close_quarters() -> int:
    """Count each three months that are over, once, the oldest first."""
    first = Quarter.objects.order_by("first_day").values_list("first_day", flat=True).first() or _first_day()
    if first is None:
        return 0
    kept = set(Quarter.objects.values_list("first_day", flat=True))
    left = [quarter for quarter in closed(first, today()) if quarter not in kept]
    for quarter in left:
        confidence.close_quarter(HOUSE, quarter)
    return len(left)


def _first_day() -> date | None:
    """The day of the first note or place."""
    found = [
        *Sure.objects.order_by("said_at").values_list("said_at", flat=True)[:1],
        *Taking.objects.order_by("asked_at").values_list("asked_at", flat=True)[:1],
    ]
    return min(timezone.localtime(at).date() for at in found) if found else None
