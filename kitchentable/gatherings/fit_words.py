"""What does not fit, in sentences. Where nobody has looked, the sentence says that, and never “no”."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils.functional import Promise
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kitchentable.gatherings import fit
from kitchentable.gatherings.models import Professional
from kitchentable.ui.dates import time_in_words

Words = str | Promise

FACTS: dict[str, tuple[Words, Words]] = {
    "V10": (_("The parking and the drop-off are too far from the door."), _("Nobody has looked how far it is from the car to the door.")),
    "V15": (_("The path is not firm and level."), _("Nobody has looked whether the path is firm and level.")),
    "V19": (_("There are steps at the way in."), _("Nobody has looked whether there are steps at the way in.")),
    "V20": (_("The doors are too narrow."), _("Nobody has measured the doors.")),
    "V24": (_("The room is upstairs and there is no lift."), _("Nobody has looked whether the room is reached without stairs.")),
    "V25": (_("The lift does not take a large power chair."), _("Nobody has looked whether the lift takes a large power chair.")),
    "V26": (_("There is no space in the room to turn a wheelchair."), _("Nobody has measured whether a wheelchair can turn in the room.")),
    "V29": (
        _("A wheelchair cannot go where it likes at the table."),
        _("Nobody has looked whether a wheelchair can go where it likes at the table."),
    ),
    "V30": (
        _("There are no seats next to the person for those who come with them."),
        _("Nobody has looked whether there are seats next to the person for those who come with them."),
    ),
    "V31": (_("There are no chairs of different kinds."), _("Nobody has looked whether there are chairs of different kinds.")),
    "V34": (_("There is no accessible toilet near the room."), _("Nobody has looked whether there is an accessible toilet near the room.")),
    "V36": (_("There is no Changing Places toilet."), _("Nobody has looked whether there is a Changing Places toilet.")),
    "V37": (_("There is no hoist on the ceiling of the toilet."), _("Nobody has looked whether the toilet has a hoist on its ceiling.")),
    "V38": (_("There is no bench for adults in the toilet."), _("Nobody has looked whether the toilet has a bench for adults.")),
    "V44": (_("There is no hearing loop that works."), _("Nobody has tested whether the hearing loop works.")),
    "V46": (_("The room is not quiet."), _("Nobody has listened whether the room is quiet.")),
    "V47": (
        _("There is no space and light at the front for interpreters."),
        _("Nobody has looked whether there is space and light at the front for interpreters."),
    ),
    "V48": (_("The interpreter would stand in front of a window."), _("Nobody has looked whether the interpreter would stand in front of a window.")),
    "V49": (_("There is no screen with internet for captions."), _("Nobody has looked whether there is a screen with internet for captions.")),
    "V50": (_("Not all faces can be seen."), _("Nobody has looked whether all faces can be seen.")),
    "V51": (_("The light is not even: it flickers or glares."), _("Nobody has looked whether the light flickers or glares.")),
    "V53": (_("There is no place for a dog to rest and drink."), _("Nobody has looked whether there is a place for a dog to rest and drink.")),
    "V55": (_("There is no quiet room that stays free."), _("Nobody has looked whether there is a quiet room that stays free.")),
    "V56": (_("The lights cannot be dimmed."), _("Nobody has looked whether the lights can be dimmed.")),
    "V57": (_("Nobody is asked not to wear scent."), _("Nobody has looked whether people are asked not to wear scent.")),
    "V59": (_("People may not stand up, leave and come back."), _("Nobody has asked whether people may stand up, leave and come back.")),
    "V71": (_("There is no power point that can be used."), _("Nobody has looked whether there is a power point that can be used.")),
    "V75": (
        _("There is no safe place to wait if there is a fire."),
        _("Nobody has looked where people can wait in safety if there is a fire."),
    ),
}  # fmt: skip

OTHERWISE: dict[str, Words] = {
    "breaks": _("There is an hour without a long enough break."),
    "long": _("It is long."),
    "phone": _("It is only online, and there is no number to ring."),
    "papers": _("There is not enough time to send the papers early."),
    "notice": _("There is less than a week to say what will happen."),
}
COUNTS: tuple[Words, ...] = (
    _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight"), _("Nine"), _("Ten"),
)  # fmt: skip


def sentence(why: fit.Why, start: datetime | None) -> str:
    """What does not fit, without a name and without what it is needed for."""
    if why.kind == "place":
        return " ".join(str(FACTS[lack.code][lack.answer == "unknown"]) for lack in why.lacks)
    if why.kind == "time" and start is not None and why.not_before is not None:
        words = now_("It starts at %(start)s. What fits is %(asked)s or later.")
        return words % {"start": time_in_words(start), "asked": clock_words(why.not_before)}
    lack = why.lacks[0].code
    if why.kind == "professional":
        return now_("Nobody is booked yet: %(who)s.") % {"who": Professional.Kind(lack).label}
    return str(OTHERWISE[lack])


def clock_words(at: time) -> str:
    """ "11am", "2.30pm"."""
    return time_in_words(datetime.combine(date.min, at))  # a clock on the wall, in no zone


def headline(count: int, name: str) -> str:
    """ "Three things do not fit Chloe"."""
    words = ngettext("One thing does not fit %(name)s", "%(n)s things do not fit %(name)s", count)
    return words % {"n": str(COUNTS[count - 2]) if 2 <= count <= len(COUNTS) + 1 else count, "name": name}
