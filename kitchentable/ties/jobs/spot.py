"""What the worker does: the sweet spot."""

from __future__ import annotations

from datetime import timedelta

from kitchentable.people.worker import job
from kitchentable.policy.verdict import HOUSE
from kitchentable.ties.acts.counting import count
from kitchentable.works.models import Work


@job("ties.count_months", every=timedelta(hours=6))
def count_months() -> int:
    """Count the months that are over, each piece of work by itself; returns how many parts are new."""
    found = len(count(HOUSE, None))
    for work in Work.objects.order_by("pk").iterator(chunk_size=100):
        found += len(count(HOUSE, work))
    return found
