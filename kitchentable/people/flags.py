"""“There is something to know first”: that a person shows something one should know before reaching them. Never what (R039)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person, WhatWorks
from kitchentable.people.needs import BEFORE_CONTACT, FOR_ARRANGERS
from kitchentable.policy.book import fact
from kitchentable.policy.verdict import Actor


@dataclass(frozen=True, slots=True)
class Flag:
    """A word and a shape for a list; the need itself stands only where it is read, and there each look is noted."""

    words: str | Promise
    icon: str


FLAG = Flag(_("There is something to know first"), "eye")

Shown = Callable[[Actor, frozenset[int]], Mapping[int, Iterable[str]]]
_SHOWN: list[Shown] = []


def may_see_flag(found: Shown) -> Shown:
    """A floor above says what a reader may see of these people (pks): `{pk: those of ShownTo that reach this reader}`."""
    _SHOWN.append(found)
    return found


def flag_of(looker: Actor, person: Person) -> Flag | None:
    """The flag of one person, for those who may see it."""
    return flags_of(looker, [person.pk]).get(person.pk)


def flags_of(looker: Actor, people: Iterable[int]) -> dict[int, Flag]:
    """The flags of these people (pks), as far as the looker may see them. One query, besides what floors above ask."""
    whose = frozenset(people)
    if not whose or not looker.is_someone:
        return {}
    mine: dict[int, set[str]] = {}
    for found in _SHOWN:
        for pk, shown in found(looker, whose).items():
            mine.setdefault(pk, set()).update(shown)
    asked = Q()
    if fact(looker, "people.works_here"):
        asked |= Q(person__in=whose, kind__in=BEFORE_CONTACT, shown_to__in=FOR_ARRANGERS)
    for to in WhatWorks.ShownTo.values:
        reached = [pk for pk, shown in mine.items() if to in shown and pk in whose]
        if reached and to != WhatWorks.ShownTo.NOBODY:
            asked |= Q(person__in=reached, shown_to=to)
    if not asked:
        return {}
    flagged = WhatWorks.objects.filter(asked, hidden_at__isnull=True).order_by("person").values_list("person", flat=True)
    return dict.fromkeys(flagged.distinct(), FLAG)
