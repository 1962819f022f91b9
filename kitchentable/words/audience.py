"""Who can be sent a paper: groups with a name. Floors above say whom they know; this floor knows the roles of a piece of work."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kitchentable.people.asks import asked_not_to_be
from kitchentable.people.models import Person, Reach
from kitchentable.policy.clock import now
from kitchentable.works.models import Role, Work


@dataclass(frozen=True, slots=True)
class Group:
    """Some people of a piece of work: `code` stands in a form and never changes, `people` is a query of them."""

    code: str
    name: str
    people: QuerySet[Person]


Finder = Callable[[Work], Iterable[Group]]
_FINDERS: list[Finder] = []


def audience(found: Finder) -> Finder:
    """Register who can be sent papers of a piece of work."""
    _FINDERS.append(found)
    return found


def groups_of(work: Work) -> list[Group]:
    """Every group of a piece of work, without those who do not want to be asked again. Counting them is up to the reader: the queries are not run here."""
    alone, groups = asked_not_to_be(None, work=work.slug), _groups(work)
    return [replace(group, people=group.people.exclude(pk__in=alone)) for group in groups] if alone else groups


def _groups(work: Work) -> list[Group]:
    return [group for find in _FINDERS for group in find(work)]


def people_in(work: Work, codes: Iterable[str], others: QuerySet[Person]) -> QuerySet[Person]:
    """Everyone in the groups with these codes, and `others`; each person once; nobody who was erased or does not want to be asked again."""
    wanted = set(codes)
    found = Person.objects.filter(pk__in=others.order_by().values("pk"))
    for group in _groups(work):
        if group.code in wanted:
            found = found | Person.objects.filter(pk__in=group.people.order_by().values("pk"))
    alive: QuerySet[Person] = found.filter(erased_at__isnull=True)
    return alive.exclude(pk__in=asked_not_to_be(None, work=work.slug))


def reaches_of(people: Iterable[Person]) -> dict[int, Reach]:
    """How each is reached, by pk; in person when nothing is known. One query for any number."""
    everyone = list(people)
    known = Reach.objects.in_bulk([one.pk for one in everyone])
    return {one.pk: known.get(one.pk) or Reach(person=one, channel=Reach.Channel.IN_PERSON) for one in everyone}


@audience
def with_a_role(work: Work) -> list[Group]:
    """Everyone who has a part in the piece of work now."""
    running = Role.objects.filter(Q(until__isnull=True) | Q(until__gt=now()), work=work)
    return [Group("roles", _("Everyone with a part in this work"), Person.objects.filter(pk__in=running.values("person")))]
