"""The ways to what works for somebody: for staff, to write it down at their word; for a supporter, to read what they let them read."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.people import doors
from kitchentable.people.beside import Link, gives
from kitchentable.people.models import Person, Scope
from kitchentable.policy.book import fact
from kitchentable.policy.verdict import Actor


@gives
def what_works(looker: Actor, person: Person) -> Iterator[Link]:
    """Ask them, and write down what they say."""
    if fact(looker, "people.works_here"):
        yield Link(_("Ask what works for them"), reverse("people:needs_for", args=[person.key]), "works")


@doors.leads(Scope.NEEDS)
def what_they_let_me_read(person: Person) -> str:
    """Where a supporter reads it; each look is noted there."""
    return f"{reverse('people:works_for_me')}?whose={person.key}"
