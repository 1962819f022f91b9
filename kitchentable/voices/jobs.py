"""What comes back by itself: points on their day, questions that close, and a word to the leads about what is due."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from kitchentable.people.clock import add_working_days, is_working_day
from kitchentable.people.models import Outgoing
from kitchentable.people.worker import job
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import HOUSE, Problem
from kitchentable.voices import acts
from kitchentable.voices.models import Contribution, Question, Status
from kitchentable.voices.replying import everyones
from kitchentable.works.models import Work

AT_ONCE = 500


@job("voices.come_back", every=timedelta(minutes=15))
def bring_back_what_is_due() -> int:
    """What was to be looked at again by today waits for an answer once more. At most AT_ONCE in a round; the rest come next time."""
    count = 0
    due = Contribution.objects.filter(status=Status.ANSWERED, look_again_on__lte=today()).order_by("look_again_on", "pk")
    for c in due[:AT_ONCE]:
        try:
            acts.bring_back(HOUSE, c)
        except Problem:  # taken back, or brought back by its lead, since the list was read
            continue
        count += 1
    return count


@job("voices.close_questions", every=timedelta(minutes=15))
def close_questions() -> int:
    """Questions whose last day is over for everybody: whoever’s copy of a paper came late has their own, and who has none yet is waited for (R013)."""
    over = Question.objects.filter(opened_at__isnull=False, closed_at__isnull=True, closes_on__lt=today()).order_by("pk")
    found = [one for one in over.prefetch_related("papers")[:AT_ONCE] if (when := everyones(one)) is None or when.is_over]
    for question in found:
        acts.close_question(HOUSE, question)
    return len(found)


@job("voices.warn", every=timedelta(hours=1))
def warn_leads() -> int:
    """The leads of each piece of work where something is late, due today or due soon: once on each working day (R006)."""
    day = today()
    if not is_working_day(day, settings.NATION):
        return 0
    until = add_working_days(day, number("warn_days"), settings.NATION)
    due = Contribution.objects.filter(work=OuterRef("pk"), status=Status.WAITING, due_on__lte=until)
    told = Outgoing.objects.filter(kind="voices.due", thing_key=OuterRef("slug"), same__endswith=f":{day.isoformat()}")
    works = list(Work.objects.filter(Exists(due), ~Exists(told)).order_by("pk")[:AT_ONCE])
    for work in works:
        acts.warn(HOUSE, work, day=day)
    return len(works)
