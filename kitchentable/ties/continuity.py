"""How long people and staff have worked together: who of this year's table was there last year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from kitchentable.policy.clock import today
from kitchentable.seats.models import Seat
from kitchentable.ties.evidence import Stayed
from kitchentable.works.models import Group, Role, Work

SIDES = (Group.LIVED, Group.CARER, Group.STAFF)
PARTS_OF_STAFF = (Role.Kind.LEAD, Role.Kind.CHECKER, Role.Kind.ANSWERER, Role.Kind.DECIDER)
STARTING_OVER = timedelta(days=1)
"""Two leads who led together for less than this handed nothing over at the table."""


@dataclass(frozen=True, slots=True)
class _Held:
    """Somebody (a key that only means “the same one”) at a side of the table, from a day to a day, both in it."""

    who: str
    side: str
    since: date
    last: date


def continuity(work: Work | None, years: range) -> list[Stayed]:
    """For each year, those at the table by side, and who of them was there the year before; raw counts, hide them before you show them.

    People and carers by their seats; staff by their seats and by what they do in the work. Each is counted once on a side, however many
    seats they had. A seat of somebody who was erased stays counted. Two queries.
    """
    here: dict[int, dict[str, set[str]]] = {
        year: {side.value: set() for side in SIDES} for year in range(years.start - 1, years.stop)
    }
    now = today()
    for one in _held(work):
        if one.since > now:
            continue
        for year in range(max(one.since.year, years.start - 1), min(one.last, now).year + 1):
            if year in here and one.side in here[year]:
                here[year][one.side].add(one.who)
    return [
        Stayed(
            year,
            {side: len(who) for side, who in here[year].items()},
            {side: len(who & here[year - 1][side]) for side, who in here[year].items()},
        )
        for year in years
    ]


def lead_changes(work: Work) -> list[int]:
    """The years in which a lead left and nobody who leads on had led together with them: somebody started over. One query."""
    leads = list(
        Role.objects.filter(work=work, kind=Role.Kind.LEAD).order_by("since", "pk").values_list("person_id", "since", "until")
    )
    found = []
    for who, since, until in leads:
        if until is None or any(
            other == who and starts <= until and (ends is None or ends > until) for other, starts, ends in leads
        ):
            continue
        together = any(
            other != who and starts <= max(since, until - STARTING_OVER) and (ends is None or ends > until)
            for other, starts, ends in leads
        )
        if not together and any(other != who and starts >= since for other, starts, _ends in leads):
            found.append(timezone.localtime(until).year)
    return sorted(set(found))


def first_year(work: Work) -> int:
    """The year in which the piece of work began."""
    return timezone.localtime(work.started_at).year


def _held(work: Work | None) -> Iterator[_Held]:
    seats = Seat.objects.at_table()
    roles = Role.objects.filter(Q(person__works_here=True), kind__in=PARTS_OF_STAFF)
    if work is not None:
        seats, roles = seats.filter(work=work), roles.filter(work=work)
    far = date.max
    for pk, person, side, begins, ends in seats.values_list("pk", "person_id", "group__side", "since", "until"):
        last = far if ends is None else ends - timedelta(days=1)
        if last >= begins:
            yield _Held(f"p{person}" if person else f"seat{pk}", side, begins, last)
    for person, starts, stops in roles.values_list("person_id", "since", "until"):
        until = far if stops is None else timezone.localtime(stops).date()
        yield _Held(f"p{person}", Group.STAFF, timezone.localtime(starts).date(), until)
