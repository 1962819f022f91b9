"""Reminders as each person likes them, and one word to the host when the day to reply by is over."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from kitchentable.gatherings.acts import inviting as acts
from kitchentable.gatherings.models import Gathering, Invitation
from kitchentable.gatherings.reply_days import somebody_has_time
from kitchentable.people.models import Outgoing
from kitchentable.people.worker import job
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import HOUSE

LONGEST = 31
FROM, UNTIL = 9, 19
OPEN = (Gathering.State.INVITING, Gathering.State.CONFIRMED)
State = Invitation.State


@job("gatherings.remind", every=timedelta(hours=1))
def remind() -> int:
    """Those who said yes, the number of days before that they chose; by day only, because phones ring at night."""
    if not FROM <= timezone.localtime(now()).hour < UNTIL:
        return 0
    soon = Gathering.objects.filter(state__in=OPEN, starts_at__gt=now(), starts_at__lt=now() + timedelta(days=LONGEST + 1))
    count, usual = 0, number("reminder_days")
    for gathering in soon.select_related("work").order_by("starts_at"):
        assert gathering.starts_at is not None
        day = timezone.localtime(gathering.starts_at).date()
        told = Outgoing.objects.filter(kind="gatherings.reminder", thing_key=OuterRef("key"), same__endswith=f":{day.isoformat()}")
        said_yes = gathering.invitations.filter(~Exists(told), state__in=(State.YES, State.IF)).select_related("person")
        due = [one for one in said_yes if _is_due(one, day, usual)]
        if due:
            acts.remind(HOUSE, gathering, coming=due, day=day)
            count += len(due)
    return count


def _is_due(invitation: Invitation, day: date, usual: int) -> bool:
    """Has the day come? Not for somebody who wants no reminder, and not for somebody who replied after it: they just read it."""
    days = usual if invitation.reminder_days is None else invitation.reminder_days
    remind_on = day - timedelta(days=days)
    replied = timezone.localtime(invitation.replied_at).date() if invitation.replied_at else None
    return bool(days) and remind_on <= today() and (replied is None or replied < remind_on)


@job("gatherings.no_reply", every=timedelta(hours=1))
def note_no_reply() -> int:
    """The host, once: some have not replied, and the day to reply by is over; not while somebody whose copy came late has time (R013)."""
    told = Outgoing.objects.filter(kind="gatherings.no_reply", thing_key=OuterRef("key"))
    waiting = Invitation.objects.filter(gathering=OuterRef("pk"), state=State.SENT)
    late = Gathering.objects.filter(~Exists(told), Exists(waiting), state__in=OPEN, reply_by__lt=today(), starts_at__gt=now())
    found = [one for one in late.select_related("work", "host")[:100] if not somebody_has_time(one)]
    for gathering in found:
        acts.note_no_reply(HOUSE, gathering)
    return len(found)
