"""What the last time taught: counts only, and no small count to those who may not know it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.gatherings.models import Gathering, HowItWas
from kitchentable.policy.verdict import Actor
from kitchentable.works.models import Role
from kitchentable.works.rules import has_role


def lesson(by: Actor, gathering: Gathering, last: int | None, hide_below: int) -> str:
    """ "Last time two needs were not met here", of the gathering before (a pk).

    The lead reads the number; others only that there were some, while it is small.
    """
    if last is None:
        return ""
    wrong = HowItWas.objects.filter(gathering=last).exclude(met=HowItWas.Met.MET).count()
    if not wrong:
        return ""
    if wrong < hide_below and not has_role(by, gathering.work_id, Role.Kind.LEAD):
        return _("Last time some needs were not met, or only partly. Ask before you plan it the same way.")
    words = ngettext(
        "Last time %(n)d need was not met, or only partly. Look at why before you plan it the same way.",
        "Last time %(n)d needs were not met, or only partly. Look at why before you plan it the same way.",
        wrong,
    )
    return words % {"n": wrong}
