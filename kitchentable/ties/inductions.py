"""What somebody new needs to know to have a view of a piece of work: its induction, for the first page of a newcomer."""

from __future__ import annotations

from kitchentable.policy.verdict import Actor
from kitchentable.ties.models import Learning
from kitchentable.works.models import Work

Kind = Learning.Kind


def induction_of(work: Work, person: Actor | None = None) -> list[Learning]:
    """What is offered to come into a piece of work: to its subject first, then to how we work together, then the rest; by day.

    With `person`, only what they may see. How we work together is shown also when it belongs to no piece of work. One query.
    """
    found = Learning.objects.to_come() if person is None else Learning.objects.seen_by(person).to_come()
    order = {Kind.SUBJECT: 0, Kind.CO_PRODUCTION: 1}
    ours = [
        one
        for one in found.select_related("led_by", "document")
        if one.work_id == work.pk or (one.work_id is None and one.kind == Kind.CO_PRODUCTION)
    ]
    return sorted(ours, key=lambda one: (order.get(Kind(one.kind), 2), one.starts_at or one.at, one.pk))
