"""What comes by itself around supporters: the question, some days before the last day, whether the help shall go on."""

from __future__ import annotations

from datetime import timedelta

from kitchentable.people import support_acts
from kitchentable.people.models import Outgoing, Supporter
from kitchentable.people.worker import job
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import HOUSE

AT_ONCE = 500


@job("people.support_ends", every=timedelta(hours=1))
def ask_what_ends() -> int:
    """Ask each person whose supporter's last day comes soon, once for each last day. Returns how many were asked now."""
    until = today() + timedelta(days=number("support_ends_days"))
    ending = Supporter.objects.running().filter(until__lte=until, person__erased_at__isnull=True).select_related("person")
    by_key = {support_acts.going_on_key(one): one for one in ending.order_by("until", "pk")}
    asked = set(Outgoing.objects.filter(kind="people.support_ends", thing_key__in=by_key).values_list("thing_key", flat=True))
    due = [one for key, one in by_key.items() if key not in asked][:AT_ONCE]
    for one in due:
        support_acts.ask_to_go_on(HOUSE, one)
    return len(due)
