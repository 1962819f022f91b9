"""Who took part in a piece of work, and on which of its two sides: those who are asked to look back, and those who may say something too."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from kitchentable.people.models import Person
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.ties.models import LookSaid
from kitchentable.voices.models import Contribution
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import has_role


def asked(work: Work) -> QuerySet[Person]:
    """Those who are asked: at the table, and staff with a part in it, as it stands now."""
    running = Q(until__isnull=True) | Q(until__gt=now())
    roles = Role.objects.filter(running, work=work, person=OuterRef("pk"))
    found: QuerySet[Person] = Person.objects.filter(Exists(roles) | Q(pk__in=(work.decider_id, work.answers_first_id)))
    return found.filter(erased_at__isnull=True).order_by("called", "pk")


def took_part(person: Actor, work: Work) -> bool:
    """Whether somebody may say something: who has or had a part in it, and who told it something."""
    pk = getattr(person, "pk", None)
    if pk is None:
        return False
    if pk in (work.decider_id, work.answers_first_id) or has_role(person, work.pk, *Role.Kind):
        return True
    return Role.objects.filter(work=work, person=pk).exists() or Contribution.objects.filter(work=work, said_by=pk).exists()


def side_of(person: Person) -> str:
    """People who work here are on one side, all others on the other."""
    return LookSaid.Side.STAFF if person.works_here else LookSaid.Side.PEOPLE
