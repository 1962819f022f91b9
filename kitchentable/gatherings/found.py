"""What somebody found at places: each fact as yes, no or unknown, with who looked and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from kitchentable.gatherings.models import Fact, Place
from kitchentable.policy.clock import today

OLD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Found:
    """One fact about one place."""

    answer: Literal["yes", "no", "unknown"]
    number: Decimal | None = None
    note: str = ""
    checked_by: str = ""
    checked_on: date | None = None
    is_old: bool = False
    with_disabled_people: bool | None = None


def facts_of(places: Iterable[Place]) -> dict[int, dict[str, Found]]:
    """What is known of each place (by pk), by the code of the fact. What nobody has looked at is not in it."""
    found: dict[int, dict[str, Found]] = {place.pk: {} for place in places}
    before = today() - OLD
    for fact in Fact.objects.filter(place__in=list(found)):
        found[fact.place_id][fact.code] = Found(
            "yes" if fact.answer == Fact.Answer.YES else "no",
            fact.number,
            fact.note,
            fact.checked_by,
            fact.checked_on,
            fact.checked_on < before,
            fact.with_disabled_people,
        )
    return found
