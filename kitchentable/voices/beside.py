"""What stands beside a person on the staff's page: what they said in pieces of work one leads or checks, and writing down more."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.people.beside import Link, gives
from kitchentable.people.models import Person
from kitchentable.policy.verdict import Actor
from kitchentable.voices.models import Contribution
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import works_where

MOST = 10


@gives
def what_they_said(looker: Actor, person: Person) -> Iterator[Link]:
    """Write it down for them, for each piece of work; then the newest things they said."""
    mine = works_where(looker, Role.Kind.LEAD, Role.Kind.CHECKER)
    for work in Work.objects.filter(pk__in=mine).order_by("-started_at")[:MOST]:
        words = _("Write down what they say about “%(work)s”") % {"work": work}
        yield Link(words, f"{reverse('voices:write_for', args=[work.slug])}?for={person.key}", "pencil")
    said = (
        Contribution.objects.seen_by(looker)
        .filter(said_by=person, work__in=mine)
        .select_related("work")
        .order_by("-received_at", "-pk")
    )
    for one in said[:MOST]:
        words = _("What they said: number %(number)d in “%(work)s”") % {"number": one.number, "work": one.work}
        yield Link(words, reverse("voices:one", args=[one.code]), "said")
