"""Solving what does not fit without changing the plan: the person says “go ahead”, or it is arranged."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kitchentable.gatherings.models import Gathering, Solved
from kitchentable.people.models import Person, WhatWorks
from kitchentable.policy.act import act
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Problem


class NoBecause(Problem):
    """Said without a why."""

    field = "because"


@act("gatherings.settle")
def settle(by: Person, gathering: Gathering, *, need: WhatWorks, what_was_done: str) -> Solved:
    """Say what was done so that this need is met, though the plan by itself does not fit it. A promise is not enough (R063).

    Raises NoBecause without words.
    """
    if not what_was_done.strip():
        raise NoBecause(_("Say what was done."))
    found, _new = Solved.objects.update_or_create(
        gathering=gathering, need=need, defaults={"how": what_was_done, "by": by, "at": now()}
    )
    return found
