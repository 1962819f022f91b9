"""What tests of learning start from. Rows, not acts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from kitchentable.people.models import Person
from kitchentable.policy.clock import now, today
from kitchentable.seats.models import AffectedGroup, Seat
from kitchentable.ties.models import Learning, Sure, Taking
from kitchentable.works.models import Work


def make_learning(**more: Any) -> Learning:
    """Something that is offered, in a week, for everyone."""
    values = {"title": "How the budget works", "what": "Gill shows where each pound goes.", "starts_at": now() + timedelta(days=7)}
    return Learning.objects.create(**{**values, "offered_on": today(), **more})


def make_taking(learning: Learning, person: Person | None, *, side: str = "lived", **more: Any) -> Taking:
    """A place."""
    return Taking.objects.create(**{"learning": learning, "person": person, "side": side, "got_at": now(), **more})


def make_person(name: str = "Somebody", **more: Any) -> Person:
    return Person.objects.create(called=name, **more)


def make_sure(person: Person, *steps: int | None, at: datetime | None = None, words: str = "") -> Sure:
    """A note with these steps."""
    said = ",".join("-" if one is None else str(one) for one in (*steps, None, None, None)[:3])
    return Sure.objects.create(person=person, steps=said, words=words, said_at=at or now())


def make_seat(work: Work, person: Person | None, since: date, until: date | None = None, side: str = "lived") -> Seat:
    """A seat of a side of the table, from a day to a day."""
    group, _new = AffectedGroup.objects.get_or_create(work=work, name=f"Group {side}", defaults={"side": side, "state": "on_map"})
    return Seat.objects.create(work=work, group=group, person=person, way="asked", since=since, until=until)


def noon(day: date) -> datetime:
    """Twelve o'clock, where people are."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def text_of(response: Any) -> str:
    return str(response.content.decode())
