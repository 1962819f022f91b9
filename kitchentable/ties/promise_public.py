"""Which promises everyone may read: never one that names somebody who does not work here, and never the answer to what is not public (law 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kitchentable.people.models import Person
from kitchentable.ties.models import Promise
from kitchentable.voices.models import Contribution
from kitchentable.works.models import Role, Work

LONGEST_NAME = 4  # words
MOST_PEOPLE = 500
LEAST_LETTERS = 3


def may_be_public(promise: Promise) -> bool:
    """May everyone read this promise?

    Its keeper works here, or decides in the work and so is named there anyway; its words name nobody who does not work here; and when it
    comes from an answer, at least one contribution that was answered is published now.
    """
    if not promise.for_all or not is_known_to_all(promise.owner, promise.work):
        return False
    first = promise.first or promise
    if first.source == Promise.Source.ANSWER and not _answers_something_public(first):
        return False
    return not names_somebody(f"{promise.what}\n{promise.who_does_it}\n{promise.how_it_ended}", promise)


def is_known_to_all(person: Person, work: Work) -> bool:
    """Does everyone read this person's name here anyway: staff, and the decider of the work?"""
    return person.works_here or person.pk == work.decider_id


def names_somebody(words: str, promise: Promise) -> bool:
    """Do these words hold the name of somebody who does not work here? The keeper may stand in it. Rather once too often than once too few."""
    names = set(_names_in(words))
    if not names:
        return False
    others = Person.objects.filter(works_here=False, erased_at__isnull=True).exclude(
        pk__in=[promise.owner_id, promise.work.decider_id]
    )
    if others.filter(called__in=names).exists():
        return True
    here = Role.objects.filter(work=promise.work_id).values("person")
    to = promise.to.values("person") if promise.pk else Person.objects.none().values("pk")
    near = others.filter(pk__in=here.union(to)) if promise.pk else others.filter(pk__in=here)
    return any(
        part in names
        for called in near.values_list("called", flat=True)[:MOST_PEOPLE]
        for part in _words(called)
        if len(part) >= LEAST_LETTERS
    )


def _answers_something_public(first: Promise) -> bool:
    return Contribution.objects.published().filter(answered_by__answer__key=first.source_key).exists()


def _names_in(words: str) -> Iterator[str]:
    """Every run of up to four words that could be a name: none of its words is written small, in a script that knows small letters."""
    run: list[str] = []
    for word in _words(words):
        if word == word.lower() and word != word.upper():
            run = []
            continue
        run = [*run, word][-LONGEST_NAME:]
        for at in range(len(run)):
            yield " ".join(run[at:])


def _words(text: str) -> list[str]:
    return [word.removesuffix("’s").removesuffix("'s") for word in re.findall(r"[\w.’'-]*\w", text)]
