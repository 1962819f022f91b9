"""What the worker does: promises that come due, that are late, questions whose time is over, and promises from before this was here."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from kitchentable.people.clock import add_working_days, is_working_day
from kitchentable.people.models import Outgoing, Person
from kitchentable.people.worker import job
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import HOUSE, Problem
from kitchentable.ties.acts import agreeing_anew, keeping
from kitchentable.ties.joins.promises import remember_answer, remember_minute
from kitchentable.ties.models import Anew, Promise
from kitchentable.ties.promise_sources import answers_to_look_at, minutes_to_look_at
from kitchentable.works.models import Work

AT_ONCE = 200
State = Outgoing.State
NOT_TOLD = (State.WAITING, State.TODO)


@job("ties.catch_up_promises", every=timedelta(minutes=15))
def catch_up() -> int:
    """Promises in answers and minutes that were told before promises were kept here: some at a time, each once.

    Nobody is written to, but those who are asked because minutes were corrected.
    """
    count = 0
    for answer in answers_to_look_at()[:AT_ONCE]:
        with transaction.atomic():
            remember_answer(answer)
        count += 1
    for line in minutes_to_look_at()[:AT_ONCE]:
        with transaction.atomic():
            remember_minute(line)
        count += 1
    return count


@job("ties.promises_due", every=timedelta(hours=1))
def warn() -> int:
    """Whoever keeps promises hears some working days before the day (`promise_warn_days`), on a working day."""
    day = today()
    if not is_working_day(day, settings.NATION):
        return 0
    until = add_working_days(day, number("promise_warn_days"), settings.NATION)
    due = Promise.objects.open().filter(owner=OuterRef("pk"), by_when__gte=day, by_when__lte=until, warned_on__isnull=True)
    people = list(Person.objects.filter(Exists(due), erased_at__isnull=True).order_by("pk")[:AT_ONCE])
    for one in people:
        keeping.warn_promises(HOUSE, one, until=until)
    return len(people)


@job("ties.promises_late", every=timedelta(hours=1))
def note_late() -> int:
    """What is late is noted for good; whoever keeps it hears, and the lead too, on a working day."""
    late = Promise.objects.open().filter(work=OuterRef("pk"), by_when__lt=today(), late_noted_on__isnull=True)
    works = list(Work.objects.filter(Exists(late)).order_by("pk")[:AT_ONCE])
    for work in works:
        keeping.note_late(HOUSE, work)
    return len(works)


@job("ties.end_anew", every=timedelta(minutes=30))
def end_anew() -> int:
    """Questions whose time is over for everyone. Whoever was told late, by letter or by phone, has as many days (R117)."""
    count = 0
    for anew in (
        Anew.objects.filter(state=Anew.State.ASKED, answer_by__lt=today())
        .select_related("promise")
        .order_by("answer_by", "pk")[:AT_ONCE]
    ):
        if anew.promise.news or not _is_over(anew):
            continue
        try:
            agreeing_anew.end_anew(HOUSE, anew)
        except Problem:  # the promise ended since the list was read
            continue
        count += 1
    return count


@job("ties.tell_everyone", every=timedelta(minutes=2))
def tell_everyone() -> int:
    """What came of promises that were made to everyone in a piece of work: told to some at a time."""
    waiting = list(Promise.objects.exclude(news="").select_related("work").order_by("pk")[:10])
    return sum(keeping.tell_everyone(HOUSE, promise) for promise in waiting)


def _is_over(anew: Anew) -> bool:
    """Has everyone been told, and had their days since?"""
    asked = Outgoing.objects.filter(kind="ties.anew_ask", thing_key=anew.key)
    if asked.filter(state__in=NOT_TOLD, made_at__gt=now() - _longest()).exists():
        return False
    last: datetime | None = asked.filter(sent_at__isnull=False).order_by("-sent_at").values_list("sent_at", flat=True).first()
    if last is None:
        return True
    told_on = timezone.localtime(last).date()
    return add_working_days(told_on, number("promise_answer_days"), settings.NATION) < today()


def _longest() -> timedelta:
    """Nobody waits for ever for one message that could not be told."""
    return timedelta(weeks=number("promise_told_weeks"))
