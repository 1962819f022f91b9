"""Who may plan a gathering: leads and checkers of its work, and its host."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.models import PLANNERS, Gathering
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.works.rules import has_role

ONLY_PLANNERS = _("Only those who plan this gathering may do this.")
OVER = _("This gathering is over, or will not happen. It stays as it was.")


def plans(person: Actor, gathering: Gathering | None) -> Verdict:
    """Does this person plan the gathering? Without one: any."""
    if gathering is None:
        return yes() if has_role(person, None, *PLANNERS) else no(ONLY_PLANNERS)
    if has_role(person, gathering.work_id, *PLANNERS) or gathering.host_id == getattr(person, "pk", None):
        return yes()
    return no(ONLY_PLANNERS)


def plans_open(person: Actor, gathering: Gathering | None) -> Verdict:
    """Does this person plan it, and can it still be changed?"""
    verdict = plans(person, gathering)
    if verdict and gathering is not None and not gathering.is_open:
        return no(OVER)
    return verdict
