"""Photos and recordings of Easy Read: which files its rows name, and that a voice goes with its person."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from itertools import chain

from django.db import transaction

from kitchentable.people import files
from kitchentable.people.erasures import before_erasing
from kitchentable.people.models import Person
from kitchentable.words.models.easy import EasyComment, EasyLine


@files.names_files
def _named(paths: list[str]) -> Iterable[str]:
    photos = EasyLine.objects.filter(picture__in=paths).values_list("picture", flat=True)
    voices = EasyComment.objects.filter(voice__in=paths).values_list("voice", flat=True)
    return chain(photos, voices)


@before_erasing
def _with_the_person(person: Person) -> None:
    for path in EasyComment.objects.filter(check_of__asked=person).exclude(voice="").values_list("voice", flat=True):
        transaction.on_commit(functools.partial(files.remove, path))
