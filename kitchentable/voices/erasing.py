"""What goes when somebody is erased, and what is swept up behind a crash."""

from __future__ import annotations

from datetime import timedelta

from kitchentable.people.erasures import before_erasing
from kitchentable.people.models import Person
from kitchentable.people.worker import job
from kitchentable.policy.verdict import HOUSE
from kitchentable.voices import acts, files
from kitchentable.voices.models import Contribution, Status


@before_erasing
def erase_what_they_said(person: Person) -> None:
    """Each thing they said goes through the same act as ever: words and files go everywhere, the sums still add up."""
    for c in Contribution.objects.filter(said_by=person).exclude(status=Status.ERASED).select_related("work"):
        acts.erase(HOUSE, c)


@job("voices.sweep_files", every=timedelta(hours=6))
def sweep_files() -> None:
    """Files whose row was never saved, because a process was killed in between."""
    files.sweep()
