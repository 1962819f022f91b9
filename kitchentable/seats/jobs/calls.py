"""The worker's part of calls: closing them, counting the answers once, and bringing in files of offers."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kitchentable.people.worker import job
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import HOUSE, Problem, Refused
from kitchentable.seats.acts import calls as acts
from kitchentable.seats.acts import imports
from kitchentable.seats.models import Call, OfferImport
from kitchentable.seats.own_days import everyones

A_WHILE = 20.0  # seconds, so that mails do not wait
LOST_AFTER = timedelta(minutes=2)
KEPT = timedelta(days=14)
AT_ONCE = 50
State = OfferImport.State


@job("seats.close_calls", every=timedelta(minutes=10))
def close_calls() -> int:
    """Close the calls whose last day is over for everybody: whose copy of a paper came late has their own (R013)."""
    over = Call.objects.filter(opened_at__isnull=False, closed_at__isnull=True, closes_on__lt=today()).select_related("work")
    ended = [call for call in over.prefetch_related("papers")[:AT_ONCE] if everyones(call).is_over]
    return len([acts.close_call(HOUSE, call) for call in ended])


@job("seats.count_answers", every=timedelta(hours=1))
def count_answers() -> int:
    """Count calls that closed some days ago, so that what came by post in time is typed and counted (R118)."""
    last = today() - timedelta(days=number("count_days"))
    waiting = Call.objects.filter(closed_at__isnull=False, counted_at__isnull=True, closes_on__lte=last).select_related("work")
    longer = [call for call in waiting.prefetch_related("papers")[:AT_ONCE] if everyones(call).day <= last]
    return len([acts.count_answers(HOUSE, call) for call in longer])


@job("seats.bring_offers", every=timedelta(seconds=2))
def bring_offers() -> None:
    """Bring in the oldest file that waits, or one whose worker was lost, for a while."""
    run = _claim()
    if run is None:
        return
    until = time.monotonic() + A_WHILE
    try:
        imports.bring_in(run, go_on=lambda: time.monotonic() < until)
    except Problem as problem:
        _fail(run, str(problem))
    except Refused as refused:
        _fail(run, str(refused.verdict.because))
    except OSError:
        _fail(run, _("The disk did not take it. Ask the administrator to look, then send the file again."))
    else:
        OfferImport.objects.filter(pk=run.pk, state=State.RUNNING).update(state=State.WAITING)


@job("seats.sweep_offers", every=timedelta(hours=1))
def sweep_offers() -> None:
    """Files that were looked at and never brought in, lists of refused rows, and what a crash left, do not lie about for good."""
    imports.sweep()
    since = now() - KEPT
    for run in OfferImport.objects.filter(Q(at__lt=since), Q(ended_at__isnull=True) | Q(ended_at__lt=since)):
        if run.state not in (State.WAITING, State.RUNNING):
            imports.throw_away(run)


def _claim() -> OfferImport | None:
    """Only one worker wins a file."""
    waiting = Q(state=State.WAITING) | Q(state=State.RUNNING, held__lt=now() - LOST_AFTER)
    runs = OfferImport.objects.annotate(held=Coalesce(F("beat_at"), F("at"))).filter(waiting)
    for pk, beat in runs.order_by("at").values_list("pk", "beat_at")[:5]:
        mine = OfferImport.objects.filter(pk=pk, beat_at=beat) if beat else OfferImport.objects.filter(pk=pk, beat_at__isnull=True)
        if mine.filter(state__in=(State.WAITING, State.RUNNING)).update(state=State.RUNNING, beat_at=now()):
            return OfferImport.objects.select_related("call__work", "by").get(pk=pk)
    return None


def _fail(run: OfferImport, problem: str) -> None:
    OfferImport.objects.filter(pk=run.pk).update(state=State.FAILED, problem=problem[:300], ended_at=now())
