"""Solving what does not fit without changing the plan: the person says “go ahead”, or it is arranged."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kitchentable.gatherings.models import Gathering, GoAhead, Invitation, Solved
from kitchentable.people.models import Person, Way, WhatWorks
from kitchentable.policy.act import act
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Problem

BY_WORD = (Way.PHONE, Way.PAPER, Way.IN_PERSON)


class NoBecause(Problem):
    """Said without a why."""

    field = "because"


@act("gatherings.go_ahead_said")
def note_go_ahead(
    by: Person, invitation: Invitation, *, need: WhatWorks, because: str, way: str, for_person: Person | None = None
) -> GoAhead:
    """Write down that the person themself says: go ahead without this, and this is why (R063).

    Raises Problem when the need is not theirs, without a why, or when it is not said how they told us.
    """
    if need.person_id != invitation.person_id or for_person is None or for_person.pk != need.person_id:
        raise Problem(_("Only the person themself can say this."))
    if not because.strip():
        raise NoBecause(_("Write down why, in their words."))
    if way not in BY_WORD:
        raise Problem(_("Say how they told you."))
    said, _new = GoAhead.objects.update_or_create(
        invitation=invitation, need=need, defaults={"because": because, "way": way, "typed_by": by, "at": now()}
    )
    return said


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
