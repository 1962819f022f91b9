"""What comes by itself: asking for interpreters in time, the truth when one is missing, their papers, and all in step once an hour."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from kitchentable.gatherings.acts import arranging, booking
from kitchentable.gatherings.models import Booking, Gathering
from kitchentable.people.clock import working_days_between
from kitchentable.people.worker import job
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import HOUSE

AT_ONCE = 500
STATE = Gathering.State
OPEN = (STATE.PLANNING, STATE.INVITING, STATE.CONFIRMED)


def _coming_up(days: int) -> QuerySet[Gathering]:
    """Those that still can be changed and start within so many days."""
    until = now() + timedelta(days=days + 1)
    found = Gathering.objects.filter(state__in=OPEN, starts_at__gt=now(), starts_at__lt=until)
    return found.select_related("work", "host").order_by("starts_at", "pk")


def _within(days: int, among: Any) -> list[Gathering]:
    """Those of `among` (a query of pks) that are so many days away, or fewer."""
    return [g for g in _coming_up(days).filter(pk__in=among) if (left := booking.days_to(g)) is not None and left <= days]


@job("gatherings.step", every=timedelta(hours=1))
def keep_in_step() -> int:
    """A need that was hidden or taken back leaves the plans within the hour."""
    found = list(_coming_up(400)[:AT_ONCE])
    for gathering in found:
        arranging.step(HOUSE, gathering)
    return len(found)


@job("gatherings.remind_to_ask", every=timedelta(hours=1))
def remind_to_ask() -> int:
    """Six weeks before (R058): the host hears that nobody was asked yet, once."""
    missing = Booking.objects.filter(state=Booking.State.MISSING).values("gathering")
    due = [g for g in _within(number("interpreter_ask_days"), missing) if not booking.has_heard("gatherings.interpreter_ask", g)]
    for gathering in due[:AT_ONCE]:
        booking.remind_to_ask(HOUSE, gathering)
    return len(due)


@job("gatherings.warn_missing", every=timedelta(hours=1))
def warn_missing() -> int:
    """Four weeks before (R058): the host is warned, and each person who needs them hears the truth and is asked what to do."""
    near = [g.pk for g in _within(number("interpreter_warn_days"), Booking.objects.open().values("gathering"))]
    count = 0
    places = Booking.objects.open().filter(gathering__in=near).select_related("gathering__work", "gathering__host").order_by("pk")
    for place in places[:AT_ONCE]:
        if place.warned_at is None or booking.untold(place):
            booking.warn_missing(HOUSE, place)
            count += 1
    return count


@job("gatherings.send_papers", every=timedelta(hours=1))
def send_papers() -> int:
    """Five working days before (R060): who is booked gets the agenda; who is booked later, at once."""
    days = number("interpreter_papers_days")
    due = [g for g in _coming_up(3 * days + 14) if g.starts_at and _working_days_to(g) <= days]
    places = Booking.objects.filter(state=Booking.State.BOOKED, papers_sent_at__isnull=True, gathering__in=[g.pk for g in due])
    count = 0
    for place in places.select_related("gathering__work", "gathering__host", "professional__person").order_by("pk")[:AT_ONCE]:
        if booking.has_agenda(place.gathering) or not booking.has_heard("gatherings.no_papers_yet", place.gathering):
            booking.send_papers(HOUSE, place)
            count += 1
    return count


def _working_days_to(gathering: Gathering) -> int:
    assert gathering.starts_at is not None
    return working_days_between(today(), timezone.localtime(gathering.starts_at).date(), settings.NATION)
