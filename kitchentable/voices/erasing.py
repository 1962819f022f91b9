"""What goes when somebody is erased, and what is swept up behind a crash."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from kitchentable.people.erasures import CannotErase, before_erasing
from kitchentable.people.models import Person
from kitchentable.people.worker import job
from kitchentable.policy.verdict import HOUSE
from kitchentable.voices import acts, files
from kitchentable.voices.models import Contribution, Status
from kitchentable.works.models import Role, Work


@before_erasing
def nobody_is_left_without_an_answer(person: Person) -> None:
    """Whoever must still answer, or leads a piece of work alone, hands that on first: a promise outlives the one who made it."""
    owed = Contribution.objects.filter(owner=person, status=Status.WAITING).count()
    if owed:
        raise CannotErase(
            _("%(name)s must still answer %(owed)d things. Pass them to somebody first.") % {"name": person.called, "owed": owed}
        )
    for role in Role.objects.filter(person=person, kind=Role.Kind.LEAD, until__isnull=True).select_related("work"):
        others = Role.objects.filter(work=role.work, kind=Role.Kind.LEAD, until__isnull=True).exclude(person=person)
        if not others.exists():
            raise CannotErase(
                _("%(name)s alone leads “%(work)s”. Name another lead first.") % {"name": person.called, "work": role.work.title}
            )
    if Work.objects.filter(Q(answers_first=person) | Q(decider=person)).exists():
        raise CannotErase(
            _("%(name)s decides or answers in a piece of work. Name somebody else there first.") % {"name": person.called}
        )


@before_erasing
def erase_what_they_said(person: Person) -> None:
    """Each thing they said goes through the same act as ever: words and files go everywhere, the sums still add up."""
    for c in Contribution.objects.filter(said_by=person).exclude(status=Status.ERASED).select_related("work"):
        acts.erase(HOUSE, c)


@job("voices.sweep_files", every=timedelta(hours=6))
def sweep_files() -> None:
    """Files whose row was never saved, because a process was killed in between."""
    files.sweep()
