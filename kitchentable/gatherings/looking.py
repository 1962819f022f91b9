"""The one way in which those who plan, arrange or host read what works for those who come: only what each chose to show, and each look is noted."""

from __future__ import annotations

from collections.abc import Iterable

from kitchentable.gatherings.models import PLANNERS, Arrangement, Gathering
from kitchentable.people.looking import note_looks
from kitchentable.people.models import Look, WhatWorks
from kitchentable.policy.verdict import Actor
from kitchentable.works.models import Role
from kitchentable.works.rules import has_role

ShownTo = WhatWorks.ShownTo


def shown_to(by: Actor, gathering: Gathering) -> tuple[str, ...]:
    """Which needs this reader may see for this gathering, by what the person chose: none for who has no part in it."""
    if has_role(by, gathering.work_id, Role.Kind.LEAD):
        return (ShownTo.LEAD, ShownTo.ARRANGERS, ShownTo.GATHERING)
    pk = getattr(by, "pk", None)
    if pk is None:
        return ()
    arranges = has_role(by, gathering.work_id, *PLANNERS) or gathering.host_id == pk
    if arranges or Arrangement.objects.filter(gathering=gathering, owner=pk).exists():
        return (ShownTo.ARRANGERS, ShownTo.GATHERING)
    return (ShownTo.GATHERING,) if gathering.invitations.sent().filter(person=pk).exists() else ()


def needs_of(by: Actor, gathering: Gathering, people: Iterable[int], why: Look.Why) -> list[WhatWorks]:
    """What works for these people (pks), as far as `by` may see it for this gathering. Notes the look of each person who is shown."""
    to = shown_to(by, gathering)
    if not to:
        return []
    found = list(WhatWorks.objects.shown(*to).filter(person__in=list(people)).select_related("person").order_by("person", "pk"))
    whose = {need.person_id for need in found}
    note_looks(by, whose, Look.What.NEEDS, why, about=gathering.title, thing_key=gathering.key, needs=found)
    return found


def also_known_only_to_the_lead(by: Actor, gathering: Gathering, people: Iterable[int]) -> int:
    """How many needs of these people stand for the lead alone; 0 when `by` is the lead. So that nobody plans as if there were none."""
    if ShownTo.LEAD in shown_to(by, gathering):
        return 0
    return WhatWorks.objects.shown(ShownTo.LEAD).filter(person__in=list(people)).count()
