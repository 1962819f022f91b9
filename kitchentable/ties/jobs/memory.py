"""What the worker does: search over all that was said and answered."""

from __future__ import annotations

from datetime import timedelta

from kitchentable.people.worker import job
from kitchentable.ties.models import Building
from kitchentable.ties.search import keeping, meaning, vocabulary


@job("ties.search_build", every=timedelta(minutes=5))
def build() -> None:
    """Build the index when it never was, when the key of the house changed, or when building was stopped."""
    found = keeping.current()
    if found is None or found.state != Building.State.DONE:
        keeping.build()


@job("ties.search_mend", every=timedelta(hours=24))
def mend() -> None:
    """Put in what is missing, take out what should not be there, and look at what is new with a model of meaning, when there is one."""
    if keeping.current() is None:
        return
    keeping.mend()
    meaning.fill()


@job("ties.search_count", every=timedelta(hours=1))
def count() -> None:
    """Count words anew, and let the full-text index put its parts together."""
    keeping.count_words()
    vocabulary.forget()
    keeping.tidy()
