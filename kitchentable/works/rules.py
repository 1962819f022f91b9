"""Who may do what with a piece of work; and the roles fact."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import may_tell_for
from kitchentable.policy.book import fact, loads_fact, rule
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.works.models import Felt, Role, Step, Work

Roles = dict[int, frozenset[str]]


@loads_fact("works.roles")
def _roles(person: Any) -> Roles:
    """What this person is in each piece of work now: {work pk: kinds}. The decider's seat counts as a role."""
    if not person.is_someone:
        return {}
    found: dict[int, set[str]] = {}
    running = Q(until__isnull=True) | Q(until__gt=now())
    given = Role.objects.filter(running, person=person).order_by().values_list("work_id", "kind")
    decides = Work.objects.filter(decider=person).order_by().values_list("pk", Value(Role.Kind.DECIDER.value))
    for work, kind in given.union(decides):
        found.setdefault(work, set()).add(kind)
    return {work: frozenset(kinds) for work, kinds in found.items()}


def has_role(person: Actor, work_id: int | None, *kinds: Role.Kind) -> bool:
    """Has this person one of `kinds` in this piece of work? With `work_id` None: in any."""
    roles: Roles = fact(person, "works.roles")
    if work_id is None:
        return any(roles[work] & set(kinds) for work in roles)
    return bool(roles.get(work_id, frozenset()) & set(kinds))


def works_where(person: Actor, *kinds: Role.Kind) -> list[int]:
    """The pieces of work (pks) where this person has one of `kinds`."""
    roles: Roles = fact(person, "works.roles")
    return [work for work, mine in roles.items() if mine & set(kinds)]


@may_tell_for
def _works_to_tell_for(person: Actor) -> list[str]:
    """Its lead and its checkers may read what the messages of a piece of work say, and tell people by hand."""
    return list(Work.objects.filter(pk__in=works_where(person, Role.Kind.LEAD, Role.Kind.CHECKER)).values_list("slug", flat=True))


ONLY_LEAD = _("Only the lead of this piece of work may do this.")


@rule("works.start")
def may_start(person: Actor, _work: object) -> Verdict:
    """Staff start pieces of work."""
    return yes() if fact(person, "people.works_here") else no(_("Only people who work here may start a piece of work."))


@rule("works.change")
def may_change(person: Actor, work: Work | None) -> Verdict:
    """Its lead."""
    return yes() if has_role(person, work.pk if work else None, Role.Kind.LEAD) else no(ONLY_LEAD)


@rule("works.role")
def may_give_role(person: Actor, role: Role | Work) -> Verdict:
    """Its lead."""
    return may_change(person, role if isinstance(role, Work) else role.work)


@rule("works.stage")
def may_move(person: Actor, work: Work) -> Verdict:
    """Its lead; a ladder step that cannot be planned stops it."""
    if work.ladder_planned == Step.COERCION:
        return no(_("“Coercion” can never be the plan."))
    return may_change(person, work)


@rule("works.felt")
def may_feel(person: Actor, felt: Felt | Work) -> Verdict:
    """Those who took part; the lead may type it for them."""
    work = felt if isinstance(felt, Work) else felt.work
    if has_role(person, work.pk, Role.Kind.MEMBER, Role.Kind.LEAD):
        return yes()
    return no(_("Only people who took part can say how it felt."))


@rule("works.end_role")
def may_end_role(person: Actor, role: Role) -> Verdict:
    """Its lead; and everyone their own part."""
    if role.person_id == getattr(person, "pk", None):
        return yes()
    return may_change(person, role.work)
