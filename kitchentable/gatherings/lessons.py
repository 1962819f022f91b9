"""What the last time taught: counts only, and no small count to those who may not know it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.gatherings.models import Gathering, HowItWas
from kitchentable.people.models import WhatWorks
from kitchentable.policy.verdict import Actor
from kitchentable.works.models import Role
from kitchentable.works.rules import has_role

ABOUT_PLACES = (WhatWorks.Kind.PLACE, WhatWorks.Kind.WAY_THERE)


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


def lesson_of_place(gathering: Gathering, hide_below: int) -> str:
    """What did not work at this place before, whoever planned it: a number only when it gives nobody away."""
    wrong = (
        HowItWas.objects.filter(gathering__place=gathering.place_id, kind__in=ABOUT_PLACES)
        .exclude(met=HowItWas.Met.MET)
        .exclude(gathering=gathering)
        .count()
    )
    if gathering.place_id is None or not wrong:
        return ""
    if wrong < hide_below:
        return _("Before, some needs about the place were not met here, or only partly. Ask what was wrong.")
    words = ngettext(
        "Before, %(n)d need about the place was not met here, or only partly.",
        "Before, %(n)d needs about the place were not met here, or only partly.",
        wrong,
    )
    return words % {"n": wrong}
