"""What the worker does: looking back together. Each opens on its day, once; those who lead are told before, and when it is late."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from kitchentable.people.models import Outgoing
from kitchentable.people.worker import job
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import HOUSE
from kitchentable.ties.acts import looking_back as acts
from kitchentable.ties.look_dates import Occasion, add_months, ended_on, months, occasions
from kitchentable.ties.models import LookBack
from kitchentable.works.models import Work


@job("ties.look_backs", every=timedelta(hours=1))
def open_what_is_due() -> int:
    """Open each time of looking back whose day has come, and tell the lead of those to come. Returns how many opened.

    When several are due at once (the worker stood still), all stay open and late, and the group is asked about the newest alone.
    """
    steps, day = months(), today()
    oldest = add_months(day, -number("look_back_too_late"))
    since = now() - timedelta(days=31 * (max(steps) + number("look_back_too_late") + 1))
    works = Work.objects.filter(Q(started_at__gte=since) | Q(stage=Work.Stage.LOOKING_BACK)).order_by("pk")
    opened: dict[int, set[str]] = {}
    for pk, code in LookBack.objects.filter(work__in=works).values_list("work_id", "occasion"):
        opened.setdefault(pk, set()).add(code)
    count = 0
    for work in works:
        waiting = [one for one in occasions(work, ended_on(work), steps) if one.code not in opened.get(work.pk, set())]
        due = [one for one in waiting if oldest <= one.due_on <= day]
        for one in due:
            acts.open_look_back(HOUSE, work, occasion=one)
        count += len(due)
        _tell_of_next(work, [one for one in waiting if one.due_on > day])
    return count


@job("ties.look_back_asks", every=timedelta(hours=1))
def ask_and_warn() -> int:
    """Ask those of each group who were not asked yet, about the newest that is open; tell the lead of what is late. Returns how many groups were asked."""
    count, late = 0, today() - timedelta(days=number("look_back_days"))
    newest: dict[int, LookBack] = {}
    for look_back in LookBack.objects.filter(closed_at__isnull=True).select_related("work").order_by("due_on", "pk"):
        newest[look_back.work_id] = look_back
        if look_back.due_on < late and not _told("ties.look_back_late", look_back.key):
            acts.warn_lead(HOUSE, look_back.work, kind="ties.look_back_late", key=look_back.key)
    for look_back in newest.values():
        if acts.not_asked_yet(look_back):
            acts.ask_group(HOUSE, look_back)
            count += 1
    return count


def _tell_of_next(work: Work, to_come: list[Occasion]) -> None:
    """The lead is told some days before, so that the group can meet for it."""
    until = today() + timedelta(days=number("look_back_warn_days"))
    for one in to_come:
        key = soon_key(work, one)
        if one.due_on <= until and not _told("ties.look_back_soon", key):
            acts.warn_lead(HOUSE, work, kind="ties.look_back_soon", key=key)


def soon_key(work: Work, one: Occasion) -> str:
    """What the message about a time to come is kept under: the work by its pk, and which time."""
    return f"{work.pk}.{one.code}"


def _told(kind: str, key: str) -> bool:
    return Outgoing.objects.filter(kind=kind, thing_key=key).exists()
