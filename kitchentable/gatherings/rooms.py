"""What was noted of gatherings, read from the tables for `balance`."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count

from kitchentable.gatherings.balance import Room, Shares, shares
from kitchentable.gatherings.models import Choice, Gathering, Invitation, Talk, Tap
from kitchentable.policy.numbers import number

Rows = dict[int, dict[str, int]]


def rooms_of(gatherings: Sequence[Gathering]) -> dict[int, Room]:
    """By gathering (pk). Four questions to the tables, however many gatherings."""
    here = [one.pk for one in gatherings]
    came = _by_group(Invitation.objects.filter(gathering__in=here, came=True))
    points = Talk.objects.filter(gathering__in=here, kind=Talk.Kind.POINT, state=Talk.State.TAKEN)
    agenda = _by_group(points.order_by())
    talk = _by_group(Tap.objects.filter(gathering__in=here, taken_back_at__isnull=True))
    moved: Rows = {}
    votes: Rows = {}
    for gathering, group, by_group in Choice.objects.filter(gathering__in=here).values_list("gathering", "moved_by", "votes"):
        _add(moved, gathering, group, 1)
        for voter, count in by_group.items():
            _add(votes, gathering, voter, count)
    return {pk: Room(*(rows.get(pk, {}) for rows in (came, agenda, talk, moved, votes))) for pk in here}


def shown(gatherings: Sequence[Gathering]) -> dict[int, Shares | None]:
    """What may be shown of each gathering (pk) to those who were asked to come; None where too few came on one side."""
    least = number("share_group")
    return {pk: shares(room, least) for pk, room in rooms_of(gatherings).items()}


def _by_group(rows: object) -> Rows:
    found: Rows = {}
    counted = rows.order_by().values_list("gathering", "group").annotate(n=Count("pk"))  # type: ignore[attr-defined]
    for gathering, group, count in counted:
        _add(found, gathering, group, count)
    return found


def _add(rows: Rows, gathering: int, group: str, count: int) -> None:
    of = rows.setdefault(gathering, {})
    of[group] = of.get(group, 0) + count
