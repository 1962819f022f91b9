"""Who may do what, and why not: the sweet spot."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.models import Invitation
from kitchentable.people.models import Person
from kitchentable.policy.book import rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.seats.models import Seat
from kitchentable.voices.models import Contribution
from kitchentable.works.models import LIVED_GROUPS, Role, Work
from kitchentable.works.rules import has_role

ONLY_THOSE_WHO_TOOK_PART = _(
    "Only people who took part can say how it feels: at the table, at a gathering, or by telling us something. "
    "You can still tell us anything about this piece of work."
)


def took_part(person: Actor, work: Work) -> bool:
    """At the table now or before, at a gathering, or said something. Not those who lead, check, answer or decide: it is about their work."""
    if not person.is_someone or has_role(person, work.pk, Role.Kind.LEAD, Role.Kind.CHECKER, Role.Kind.ANSWERER, Role.Kind.DECIDER):
        return False
    pk = person.pk  # type: ignore[attr-defined]
    return has_role(person, work.pk, Role.Kind.MEMBER) or who_took_part(Person.objects.filter(pk=pk), work).exists()


def who_took_part(people: QuerySet[Person], work: Work) -> QuerySet[Person]:
    """Those of `people` who sat at the table, came to a gathering, or said something."""
    return people.filter(
        Exists(Role.objects.filter(work=work, person=OuterRef("pk"), kind=Role.Kind.MEMBER))
        | Exists(Contribution.objects.filter(work=work, said_by=OuterRef("pk")))
        | Exists(Invitation.objects.filter(came=True, gathering__work=work, person=OuterRef("pk"), group__in=LIVED_GROUPS))
        | Exists(Seat.objects.at_table().filter(work=work, person=OuterRef("pk")))
    )


@rule("ties.remark")
def may_remark(person: Actor, work: Work | None) -> Verdict:
    """People who took part; and its lead and checkers, who type for them."""
    if work is None:
        return yes() if person.is_someone else no(ONLY_THOSE_WHO_TOOK_PART)
    if has_role(person, work.pk, Role.Kind.LEAD, Role.Kind.CHECKER) or took_part(person, work):
        return yes()
    return no(ONLY_THOSE_WHO_TOOK_PART)


@rule("ties.count", house=True)
def may_count(_person: Actor, _work: Work | None) -> Verdict:
    """Only the clock: a count that anybody could ask for could be asked for before and after one person more."""
    return no(_("Counting is done by the clock, when a month is over."))
