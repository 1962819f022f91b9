"""Who says which papers people read before a gathering."""

from __future__ import annotations

from kitchentable.gatherings.models import Gathering
from kitchentable.gatherings.rules.planning import plans_open
from kitchentable.policy.book import rule
from kitchentable.policy.verdict import Actor, Verdict


@rule("gatherings.papers")
def may_choose_papers(person: Actor, gathering: Gathering | None) -> Verdict:
    """Those who plan it, while it is open."""
    return plans_open(person, gathering)
