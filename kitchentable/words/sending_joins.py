"""What sending hears from formats, and the door of a supporter who reads somebody's papers."""

from __future__ import annotations

from django.urls import reverse

from kitchentable.people.doors import leads
from kitchentable.people.models import Person, Scope
from kitchentable.policy.verdict import HOUSE
from kitchentable.words.acts import sending as acts
from kitchentable.words.models import Format
from kitchentable.words.ready import on_ready


@on_ready
def whoever_waits_has_it(made: Format) -> None:
    """In the transaction in which the format becomes ready: the clock and the format cannot disagree."""
    acts.copies_ready(HOUSE, made.version, need=(made.kind, made.language))


@leads(Scope.PAPERS)
def their_papers(person: Person) -> str:
    """Where a supporter reads what somebody was sent."""
    return f"{reverse('words:my_papers')}?for={person.key}"
