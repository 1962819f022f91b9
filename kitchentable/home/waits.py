"""What waits for a person from gatherings and papers: to say whether they come, how it was, and what may be done with their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.gatherings.models import Ease, Gathering, HowItWas, Invitation, Minute, WhatToDo
from kitchentable.gatherings.reply_days import has_papers, reply_day
from kitchentable.people.models import Person, WhatWorks
from kitchentable.people.needs import old_since
from kitchentable.policy.clock import now, today
from kitchentable.ui.dates import day_in_words, moment_in_words
from kitchentable.words.models import EasyCheck
from kitchentable.words.to_read import to_read

MOST = 12
FEW_PAPERS = 3
STILL_ASKED = timedelta(days=60)
SOON = timedelta(days=14)
COMES = (Invitation.State.YES, Invitation.State.IF)
OPEN = (Gathering.State.INVITING, Gathering.State.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits for a person: what, about what, how long it takes."""

    url: str
    title: str
    words: str
    small: str = ""
    icon: str = "answered"
    tone: str = "plum"


def from_gatherings(person: Person) -> Iterator[Waits]:
    """All of it, what is soonest first in each kind."""
    yield from _what_to_do(person)
    yield from _invitations(person)
    yield from _how_it_was(person)
    yield from _points(person)
    yield from _ask_again(person)


def papers_to_read(person: Person) -> Iterator[Waits]:
    """Papers that this person has and has not ticked as read, the nearest day first."""
    for one in to_read(person).papers[:FEW_PAPERS]:
        if not one.has_it:
            continue
        yield Waits(
            url=one.version.document.get_absolute_url(),
            title=_("A paper to read"),
            words=_("%(title)s: %(how_long)s") % {"title": one.version.document.title, "how_long": one.how_long},
            small=_("You have until %(day)s.") % {"day": day_in_words(one.own.day, today())} if one.own and one.own.day else "",
            icon="paper",
            tone="leaf",
        )


def easy_reads(person: Person) -> Iterator[Waits]:
    """Easy Reads that somebody was asked to check, the oldest first."""
    found = EasyCheck.objects.open().filter(asked=person).select_related("version__document")
    for one in found.order_by("asked_at")[:MOST]:
        yield Waits(
            url=reverse("words:easy_check", args=[one.key]),
            title=_("Is this Easy Read clear?"),
            words=_("Will you look at “%(title)s”?") % {"title": one.version.document.title},
            small=_("You can say no."),
            icon="picture",
            tone="plum",
        )


def _invitations(person: Person) -> Iterator[Waits]:
    """What to reply to, and what one goes to soon."""
    asked = Q(state=Invitation.State.SENT, gathering__state__in=OPEN) | Q(state=Invitation.State.ASKING)
    soon = Q(state__in=COMES, gathering__state__in=OPEN, gathering__starts_at__lt=now() + SOON)
    found = Invitation.objects.filter(asked | soon, person=person, gathering__starts_at__gt=now())
    found = found.select_related("gathering", "person").annotate(has_papers=has_papers())
    for one in found.order_by("gathering__starts_at")[:MOST]:
        yield _invitation(one)


def _invitation(one: Invitation) -> Waits:
    url, gathering = one.get_absolute_url(), one.gathering
    if one.state == Invitation.State.ASKING:  # before a yes to being asked, nothing more is said about it
        words = _("We would like to invite you to a gathering.")
        title, small = _("May we ask you once more this month?"), _("You said how often we may ask. You can say no.")
        return Waits(url, title, words, small, icon="calendar", tone="leaf")
    when = moment_in_words(gathering.starts_at, today()) if gathering.starts_at else ""
    words = _("%(title)s, on %(when)s") % {"title": gathering.title, "when": when}
    if one.state in COMES:
        return Waits(url, _("You go to this soon"), words, _("See what will happen, hour by hour."), icon="calendar", tone="leaf")
    own = reply_day(one)
    reply = _("Please reply before %(day)s.") % {"day": day_in_words(own.day, today())} if own and own.day else ""
    return Waits(url, _("Will you come?"), words, reply, icon="calendar", tone="leaf")


def _how_it_was(person: Person) -> Iterator[Waits]:
    said = Exists(Ease.objects.filter(gathering=OuterRef("gathering"), person=person))
    need_by_need = Exists(HowItWas.objects.filter(gathering=OuterRef("gathering"), person=person))
    was_there = Q(came=True) | Q(came__isnull=True, state__in=COMES)
    found = Invitation.objects.filter(
        was_there, ~said, ~need_by_need, person=person, gathering__state=Gathering.State.HELD,
        gathering__starts_at__gt=now() - STILL_ASKED,
    )  # fmt: skip
    for one in found.select_related("gathering").order_by("-gathering__starts_at")[:MOST]:
        yield Waits(
            url=reverse("gatherings:how", args=[one.key]),
            title=_("How was it for you?"),
            words=one.gathering.title,
            small=_("About 3 minutes. Only you can say whether it worked."),
            icon="heard",
            tone="honey",
        )


def _points(person: Person) -> Iterator[Waits]:
    found = Minute.objects.filter(made_by=person, kind=Minute.Kind.POINT, carry=Minute.Carry.ASKED).select_related("gathering")
    for one in found.order_by("at")[:MOST]:
        yield Waits(
            url=reverse("gatherings:carry", args=[one.key]),
            title=_("May we answer what you said?"),
            words=_("You made a point at “%(title)s”.") % {"title": one.gathering.title},
            small=_("With your yes it is answered like all that people say."),
            icon="said",
            tone="blue",
        )


def _what_to_do(person: Person) -> Iterator[Waits]:
    found = WhatToDo.objects.filter(person=person, said_at__isnull=True, booking__gathering__state__in=OPEN)
    found = found.filter(booking__gathering__starts_at__gt=now()).select_related("booking__gathering")
    for one in found.order_by("asked_at")[:MOST]:
        yield Waits(
            url=reverse("gatherings:what_to_do", args=[one.key]),
            title=_("What should we do?"),
            words=_("We have not found everyone we need for “%(title)s”.") % {"title": one.booking.gathering.title},
            icon="question",
            tone="plum",
        )


def _ask_again(person: Person) -> Iterator[Waits]:
    """What works for somebody changes: looked at together once a year (R044)."""
    if WhatWorks.objects.filter(person=person, reviewed_at__lt=old_since()).exists():
        yield Waits(
            url=reverse("people:works_for_me"),
            title=_("Is what works for you still the same?"),
            words=_("It is a year since you told us."),
            small=_("About 2 minutes. There is no rush."),
            icon="heard",
            tone="blue",
        )
