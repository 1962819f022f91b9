"""How promises stand, for a piece of work or the whole organisation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from kitchentable.policy.clock import today
from kitchentable.ties.evidence import PromiseCounts, Span
from kitchentable.ties.models import Promise
from kitchentable.works.models import Work

State = Promise.State
FIRST_DAY = Coalesce("first__by_when", "by_when")
FIRST_MADE = Coalesce("first__made_on", "made_on")


def promise_counts(work: Work | None, span: Span) -> PromiseCounts:
    """Promises of a time, each counted once, as it stands now, by the day that was promised first. Two queries.

    `made`: first promised in that time. `kept_on_time`, `kept_late`, `not_kept`: their first day lay in that time (for a promise with no day:
    the day it ended), and on time means by that first day, whatever was agreed since. `agreed_anew`: how many of the promises whose first day
    lay in it were agreed anew at least once; they stand in the other counts too. `open`, `overdue`, `oldest_open`: at the end of that time, or
    today when that is sooner; overdue by the day that counted then. Never by person (note 27).
    """
    rows = Promise.objects.filter(work=work) if work is not None else Promise.objects.all()
    return PromiseCounts(**_ended(rows, span), **_open_at(rows, min(span.until, today())))


def _ended(rows: QuerySet[Promise], span: Span) -> dict[str, Any]:
    day = Coalesce(FIRST_DAY, "ended_on")
    found = rows.as_they_stand().annotate(promised_for=FIRST_DAY, promised_on=FIRST_MADE, counts_on=day)  # type: ignore[attr-defined]
    in_span = Q(counts_on__gte=span.since, counts_on__lte=span.until)
    on_time = Q(promised_for__isnull=True) | Q(ended_on__lte=F("promised_for"))
    kept = in_span & Q(state=State.KEPT)
    counted: dict[str, Any] = found.order_by().aggregate(
        made=Count("pk", Q(promised_on__gte=span.since, promised_on__lte=span.until)),
        kept_on_time=Count("pk", kept & on_time),
        kept_late=Count("pk", kept & Q(ended_on__gt=F("promised_for"))),
        not_kept=Count("pk", in_span & Q(state=State.BROKEN)),
        agreed_anew=Count("pk", in_span & Q(times_anew__gt=0)),
    )
    return counted


def _open_at(rows: QuerySet[Promise], day: date) -> dict[str, Any]:
    """Open at the end of a day: made by then, and not ended by then. Of a promise that was agreed anew, one row was open on any day."""
    open_then = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), made_on__lte=day)
    late = Q(by_when__lt=day) | Q(late_noted_on__lte=day)
    counted: dict[str, Any] = (
        open_then.annotate(promised_on=FIRST_MADE)
        .order_by()
        .aggregate(open=Count("pk"), overdue=Count("pk", late), oldest_open=Min("promised_on"))
    )
    return counted
