"""What words give to the floors below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.people import files
from kitchentable.people.beside import Link, gives
from kitchentable.people.models import Person
from kitchentable.policy.book import fact
from kitchentable.policy.verdict import Actor
from kitchentable.ui.advice import advises
from kitchentable.words import easy_join, sending_joins  # noqa: F401
from kitchentable.words.advising import advice_on
from kitchentable.words.models import Format


@files.names_files
def _files_of_formats(paths: list[str]) -> Iterable[str]:
    return Format.objects.filter(path__in=paths).values_list("path", flat=True)


@gives
def a_format_for_them(looker: Actor, person: Person) -> Iterator[Link]:
    """Staff write down that somebody needs a paper in another format."""
    if fact(looker, "people.works_here"):
        yield Link(_("They need a paper in another format"), reverse("words:format_for", args=[person.key]), "paper")


advises(advice_on)
