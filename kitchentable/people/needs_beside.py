"""The way from the staff's page about a person to writing down what works for them, at their word."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.people.beside import Link, gives
from kitchentable.people.models import Person
from kitchentable.policy.book import fact
from kitchentable.policy.verdict import Actor


@gives
def what_works(looker: Actor, person: Person) -> Iterator[Link]:
    """Ask them, and write down what they say."""
    if fact(looker, "people.works_here"):
        yield Link(_("Ask what works for them"), reverse("people:needs_for", args=[person.key]), "works")
