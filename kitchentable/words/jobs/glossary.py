"""What the worker does for the glossary: warning who owes an answer about a word, and counting what was sent."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from kitchentable.people.clock import add_working_days, is_working_day
from kitchentable.people.models import Outgoing, Person
from kitchentable.people.worker import job
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import HOUSE
from kitchentable.words.acts import asks
from kitchentable.words.acts.clear import count_version
from kitchentable.words.models import TermAsk, Version

AT_ONCE = 50


@job("words.warn_asks", every=timedelta(hours=1))
def warn_asks() -> int:
    """Whoever owes answers about words that are late, due today or due on the next working day: once on each working day."""
    day = today()
    if not is_working_day(day, settings.NATION):
        return 0
    until = add_working_days(day, number("word_warn_days"), settings.NATION)
    due = TermAsk.objects.filter(owed_by=OuterRef("pk"), answered_at__isnull=True, due_on__lte=until)
    told = Outgoing.objects.filter(kind="words.asks_due", thing_key=OuterRef("key"), same__endswith=f":{day.isoformat()}")
    owners = list(Person.objects.filter(Exists(due), ~Exists(told)).order_by("pk")[:AT_ONCE])
    for owner in owners:
        asks.warn_asks(HOUSE, owner, day=day)
    return len(owners)


@job("words.count_versions", every=timedelta(minutes=10))
def count_versions() -> int:
    """Count the sentences of each version that was sent, once."""
    versions = list(Version.objects.filter(sent_at__isnull=False, counted__isnull=True).order_by("sent_at")[:AT_ONCE])
    for version in versions:
        count_version(HOUSE, version)
    return len(versions)
