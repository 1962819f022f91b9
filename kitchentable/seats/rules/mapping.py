"""Rules of the map."""

from __future__ import annotations

from kitchentable.policy.book import rule
from kitchentable.policy.verdict import Actor, Verdict
from kitchentable.works.models import Work
from kitchentable.works.rules import may_change


@rule("seats.add_group")
def may_add_group(person: Actor, work: Work | None) -> Verdict:
    """Its lead puts groups on the map; everyone may suggest one."""
    return may_change(person, work)


@rule("seats.plan")
def may_plan(person: Actor, work: Work | None) -> Verdict:
    """Its lead."""
    return may_change(person, work)
