"""Acts of the map: who is affected, and how the seats lean."""

from __future__ import annotations

from kitchentable.people.models import Person
from kitchentable.policy.act import act
from kitchentable.seats.models import AffectedGroup, SeatPlan
from kitchentable.works.models import Work


@act("seats.add_group")
def add(by: Person, work: Work, *, group: AffectedGroup) -> AffectedGroup:
    """Put a group on the map (R071)."""
    group.work, group.state = work, AffectedGroup.State.ON_MAP
    group.save()
    return group


@act("seats.plan")
def plan(by: Person, work: Work, *, plan: SeatPlan) -> SeatPlan:
    """Say how the seats lean, and why (R073, R074)."""
    plan.work, plan.set_by = work, by
    plan.save()
    return plan
