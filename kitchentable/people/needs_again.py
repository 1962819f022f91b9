"""Asking again: once a year each person is asked whether what works for them is still right (R044)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.people import needs_acts
from kitchentable.people.asks import is_an_ask
from kitchentable.people.models import Outgoing, Person, WhatWorks
from kitchentable.people.needs import old_since
from kitchentable.people.outbox import Message, writes
from kitchentable.people.worker import job
from kitchentable.policy.verdict import HOUSE

AT_ONCE = 500
KIND = "people.needs_again"
is_an_ask(KIND, still_because="What works for somebody must be looked at each year (R044).")


@job("people.needs_again", every=timedelta(hours=6))
def ask_again() -> int:
    """Ask those who told us something a year ago or more and have not looked since, each once a year. At most AT_ONCE in a round."""
    line = old_since()
    old = WhatWorks.objects.filter(person=OuterRef("pk"), reviewed_at__lt=line)
    told = Outgoing.objects.filter(person=OuterRef("pk"), kind=KIND, made_at__gte=line)
    found = list(Person.objects.filter(Exists(old), ~Exists(told), erased_at__isnull=True).order_by("pk")[:AT_ONCE])
    for person in found:
        needs_acts.ask_again(HOUSE, person)
    return len(found)


@writes(KIND)
def write_needs_again(message: Outgoing) -> Message | None:
    """To the person: is it all still right? It says no need. None when nothing stands there any more, or they have looked since."""
    if not WhatWorks.objects.filter(person=message.person, reviewed_at__lt=old_since()).exists():
        return None
    words = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("A while ago you told us what works for you. We ask once a year, because things change."),
        _("Is it all still right? You can say yes with one button, change it, or take it away."),
        _("You can also ring us, write to us or tell us in person, and we note it."),
    ]
    return Message(
        subject=_("Is this still right for you?"),
        words="\n\n".join(words),
        link=reverse("people:works_for_me"),
        link_words=_("Look at what works for me"),
    )
