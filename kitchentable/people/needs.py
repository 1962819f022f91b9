"""Reading what works for people: a person's own, what staff need before they ring or write, and how far the standard is kept (AIS)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.people.forms import months_on
from kitchentable.people.looking import note_looks
from kitchentable.people.models import Asked, Look, Person, WhatWorks
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor
from kitchentable.ui.dates import day_in_words
from kitchentable.ui.pieces import Step, Words

ShownTo = WhatWorks.ShownTo
BEFORE_CONTACT = (WhatWorks.Kind.CONTACT, WhatWorks.Kind.FORMAT)
A_DAY = timedelta(days=1)  # what is filled in while it is being said is no look at it again
FOR_ARRANGERS = (ShownTo.ARRANGERS, ShownTo.GATHERING)


@dataclass(frozen=True, slots=True)
class WhoSees:
    """Who may see a need: a word, a shape, and the look of a status."""

    kind: str
    words: Words
    icon: str


WHO_SEES = {
    ShownTo.NOBODY: WhoSees("unknown", gettext_lazy("Nobody but me sees it yet"), "lock"),
    ShownTo.LEAD: WhoSees("done", gettext_lazy("My lead may see it"), "eye"),
    ShownTo.ARRANGERS: WhoSees("done", gettext_lazy("My lead and those who arrange things may see it"), "eye"),
    ShownTo.GATHERING: WhoSees("done", gettext_lazy("Everyone at the gathering may see it"), "eye"),
}
HIDDEN = WhoSees("withdrawn", gettext_lazy("Hidden: nobody but me sees it"), "hide")


def old_since() -> datetime:
    """What was last looked at before this moment is asked about again (R044)."""
    day = months_on(today(), -number("needs_again_months"))
    return timezone.make_aware(datetime.combine(day, time()))


def again_on(need: WhatWorks, months: int) -> date:
    """The day from which we ask again whether it still holds, so many `months` after it was looked at (R044)."""
    return months_on(timezone.localtime(need.reviewed_at).date(), months)


def note_met(need: WhatWorks) -> None:
    """The person said that this was met. Call it inside the act that keeps their answer."""
    WhatWorks.objects.filter(pk=need.pk).update(met_at=now())


def to_reach(by: Actor, person: Person) -> list[WhatWorks]:
    """What a person wants known by whoever rings or writes to them, as far as they show it to those who arrange things. Notes the look.

    Call it behind a rule that lets `by` reach this person.
    """
    found = list(WhatWorks.objects.shown(*FOR_ARRANGERS).filter(person=person, kind__in=BEFORE_CONTACT))
    if found:
        note_looks(by, [person.pk], Look.What.NEEDS, Look.Why.ARRANGE, about=_("a call or a letter to you"), needs=found)
    return found


def who_sees(need: WhatWorks) -> WhoSees:
    """Who may see it now."""
    return HIDDEN if need.hidden_at else WHO_SEES[ShownTo(need.shown_to)]


def path_of(need: WhatWorks) -> list[Step]:
    """The six steps of the standard (R037) for one need, each with its day."""
    first = Asked.objects.filter(person=need.person_id, at__lte=need.recorded_at).order_by("at", "pk").first()
    looked_again = need.reviewed_at if need.reviewed_at - need.recorded_at > A_DAY else None
    steps = [
        (_("You were asked"), first.at if first else need.recorded_at, "question"),
        (_("You told us"), need.recorded_at, "pencil"),
        (_("You let somebody see it"), need.flagged_at, "eye"),
        (_("Somebody looked, to plan with it"), need.shared_at, "people"),
        (_("You said it was met"), need.met_at, "done"),
        (_("You looked at it again"), looked_again, "again"),
    ]
    return [
        Step(words, "done", when=day_in_words(at, today()), icon=icon) if at else Step(words, "next", icon=icon)
        for words, at, icon in steps
    ]
