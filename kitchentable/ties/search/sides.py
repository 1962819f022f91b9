"""“What have carers said?” must not tell who is a carer: the side of whoever said it is asked for only where enough people stand on it.

Outsiders see points without names. Where one or two carers sit at a table, a list of “what carers said there” would be a name. So a
point is found by its side only in pieces of work where at least `side_at_least` people of that side have said something, or by those
who work on it and read names anyway.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count

from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor
from kitchentable.seats.models import Seat
from kitchentable.ties.search.sources import Shown
from kitchentable.voices.models import Contribution
from kitchentable.voices.models.contributions import WITH_WORDS
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import works_where

SAID = "contribution"


def sides_of(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """On whose side each (work, person) sits, or sat last, in that piece of work (works.Group), in one query; those without a seat are left out."""
    rows = Seat.objects.filter(work__in={w for w, _p in pairs}, person__in={p for _w, p in pairs}).order_by("since", "pk")
    found = {(work, person): side for work, person, side in rows.values_list("work", "person", "group__side") if person is not None}
    return {pair: found[pair] for pair in pairs if pair in found}


def not_telling(person: Actor, side: str, found: Sequence[Shown]) -> list[Shown]:
    """Those of these whose side may be told to this person."""
    slugs = {one.work_slug for one in found if one.kind == SAID}
    if not slugs:
        return list(found)
    works = {work.slug: work.pk for work in Work.objects.filter(slug__in=slugs)}
    inside = set(works_where(person, Role.Kind.LEAD, Role.Kind.CHECKER))
    ask = [pk for pk in works.values() if pk not in inside]
    many = set(inside)
    if ask:
        who = Seat.objects.filter(
            work__in=ask, group__side=side, person__said__in=Contribution.objects.filter(status__in=WITH_WORDS, work__in=ask)
        )
        counts = who.order_by().values("work").annotate(n=Count("person", distinct=True)).values_list("work", "n")
        many |= {work for work, n in counts if n >= number("side_at_least")}
    return [one for one in found if one.kind != SAID or works.get(one.work_slug) in many]
