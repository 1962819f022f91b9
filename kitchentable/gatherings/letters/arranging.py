"""What is written to professionals, to hosts, and to a person when somebody who interprets for them is missing.

To a professional: a day, a time, a place and the kind of work; never who it is for. To a host: that something waits, and where.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.gatherings import booking_links, calendar
from kitchentable.gatherings.acts.booking import has_agenda
from kitchentable.gatherings.booking_words import agenda, breaks, day_in_full, facts, the_truth, when
from kitchentable.gatherings.models import Arrangement, Booking, Gathering, WhatToDo
from kitchentable.people.models import Outgoing, Reach
from kitchentable.people.outbox import Attached, Message, writes

State = Booking.State


# ── to the professional ───────────────────────────────────────────────────────────────────────────


@writes("gatherings.ask_professional")
def ask_professional(message: Outgoing) -> Message | None:
    """Can you come? With a link for yes or no."""
    place = _theirs(message, State.ASKED)
    return _ask(place, message, _("We would like to book you.")) if place else None


@writes("gatherings.ask_professional_again")
def ask_professional_again(message: Outgoing) -> Message | None:
    """The time or the place changed: can you still come?"""
    place = _theirs(message, State.ASKED)
    return _ask(place, message, _("The time or the place has changed. Can you still come?")) if place else None


def _ask(place: Booking, message: Outgoing, first: str) -> Message:
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        first,
        facts(place),
        _("Please say yes or no with the link, or ring us. The papers come to you before the day."),
    ]
    return _message(
        _("Can you work on %(day)s?") % {"day": day_in_full(place.gathering)}, parts, booking_links.path(place), _("Say yes or no")
    )


@writes("gatherings.professional_booked")
def professional_booked(message: Outgoing) -> Message | None:
    """You are booked, with the calendar entry."""
    place = _theirs(message, State.BOOKED)
    if place is None:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("You are booked. We have your yes."),
        facts(place),
        _("If you cannot come any more, tell us with the link or ring us, as early as you can."),
    ]
    subject = _("You are booked for %(day)s") % {"day": day_in_full(place.gathering)}
    return _message(subject, parts, booking_links.path(place), _("I cannot come any more"), (_entry(place),))


@writes("gatherings.professional_breaks")
def professional_breaks(message: Outgoing) -> Message | None:
    """We know now whether you are wanted in the breaks."""
    place = _theirs(message, State.BOOKED)
    if place is None or place.covers_breaks is None:
        return None
    parts = [_("Hello %(name)s,") % {"name": message.person.called}, breaks(place), facts(place)]
    return _message(_("About your booking for %(day)s") % {"day": day_in_full(place.gathering)}, parts)


@writes("gatherings.professional_not_needed")
def professional_not_needed(message: Outgoing) -> Message | None:
    """Not needed any more, with the entry that takes it out of the calendar. None when they were asked again meanwhile."""
    place = _place(message.thing_key)
    if place is None or (place.state in booking_links.TAKEN and _is_for(place, message)):
        return None
    g = place.gathering
    why = _("It will not happen.") if not g.is_open else _("We do not need you on this day any more.")
    parts = [_("Hello %(name)s,") % {"name": message.person.called}, why, f"{g.title}\n{when(g)}"]
    files = (_entry(place),) if _is_for(place, message) else ()
    return _message(_("Please take %(day)s out of your calendar") % {"day": day_in_full(g)}, parts, files=files)


@writes("gatherings.papers_professional")
def papers_professional(message: Outgoing) -> Message | None:
    """What will be talked about, in order: times and words, and who brought nothing of it (R060)."""
    place = _theirs(message, State.BOOKED)
    if place is None:
        return None
    g = place.gathering
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("Here are the papers, so that you can get ready."),
        facts(place),
        _("What it is for:") + "\n" + g.purpose,
        agenda(g),
        _("Take care:") + "\n" + g.content_note if g.content_note else "",
        _("How we want to be with each other:") + "\n" + g.ground_rules if g.ground_rules else "",
        _("Ring us if a word or a name is not clear."),
    ]
    return _message(_("Papers for %(day)s") % {"day": day_in_full(g)}, parts)


# ── to the host ───────────────────────────────────────────────────────────────────────────────────


@writes("gatherings.professional_said")
def professional_said(message: Outgoing) -> Message | None:
    """Yes or no."""
    place = _place(message.thing_key)
    if place is None or place.professional is None or place.state not in (State.BOOKED, State.DECLINED):
        return None
    said = _("%(name)s said yes.") if place.state == State.BOOKED else _("%(name)s said no. Ask somebody else.")
    return _to_host(place.gathering, said % {"name": place.professional.called})


@writes("gatherings.interpreter_ask")
def interpreter_ask(message: Outgoing) -> Message | None:
    """Six weeks before: nobody was asked."""
    g = _open(message.thing_key)
    if g is None or not g.bookings.filter(state=State.MISSING).exists():
        return None
    return _to_host(
        g, _("It is time to ask the interpreters and others who are needed. Nobody has been asked for some of the places.")
    )


@writes("gatherings.interpreter_missing")
def interpreter_missing(message: Outgoing) -> Message | None:
    """Four weeks before, or less: nobody has said yes."""
    g = _open(message.thing_key)
    missing = g.bookings.open().count() if g else 0
    if g is None or not missing:
        return None
    words = ngettext(
        "%(n)d place for an interpreter or somebody like them is still not filled. Those who need it are told, and asked what to do.",
        "%(n)d places for interpreters or people like them are still not filled. Those who need them are told, and asked what to do.",
        missing,
    )
    return _to_host(g, words % {"n": missing})


@writes("gatherings.no_papers_yet")
def no_papers_yet(message: Outgoing) -> Message | None:
    """The papers are late: there is no agenda."""
    g = _open(message.thing_key)
    if g is None or has_agenda(g):
        return None
    return _to_host(
        g, _("Interpreters should have the papers now, and there is no agenda yet. Write it, and it goes to them by itself.")
    )


@writes("gatherings.said_what_to_do")
def said_what_to_do(message: Outgoing) -> Message | None:
    """A person who was asked what to do has said it. Who, and what, stands behind signing in."""
    asked = WhatToDo.objects.filter(key=message.thing_key).exclude(says="").select_related("booking__gathering").first()
    if asked is None:
        return None
    g = asked.booking.gathering
    return Message(
        subject=_("Somebody told you what to do: %(day)s") % {"day": day_in_full(g)},
        words=_("A person you asked has told you what should be done. Read it, and do it."),
        link=reverse("gatherings:what_to_do", args=[asked.key]),
        link_words=_("Read it"),
    )


@writes("gatherings.handed_over")
def handed_over(message: Outgoing) -> Message | None:
    """Something is theirs to arrange now."""
    one = Arrangement.objects.waiting().filter(key=message.thing_key, owner=message.person).select_related("gathering").first()
    if one is None:
        return None
    return Message(
        subject=_("Something is yours to arrange"),
        words=_("For “%(title)s” something is yours to arrange now. It should be done by %(day)s.")
        % {"title": one.gathering.title, "day": date_format(one.by_when, "l j F Y")},
        link=reverse("gatherings:arrangement", args=[one.key]),
        link_words=_("Open it"),
    )


# ── to the person ─────────────────────────────────────────────────────────────────────────────────


@writes("gatherings.what_to_do")
def what_to_do(message: Outgoing) -> Message | None:
    """The truth, and the question. In a text message, which shows on a locked screen, only that there is a question."""
    asked = (
        WhatToDo.objects.filter(key=message.thing_key, person=message.person, says="").select_related("booking__gathering").first()
    )
    if asked is None or not asked.booking.gathering.is_open:
        return None
    g = asked.booking.gathering
    truth = the_truth(asked.booking)
    if not truth:
        return None
    link = reverse("gatherings:what_to_do", args=[asked.key])
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("This is about “%(title)s”, on %(day)s.") % {"title": g.title, "day": day_in_full(g)},
    ]
    if message.channel != Reach.Channel.SMS:
        parts += [
            truth,
            _("What should we do? You decide. You can tell us on the page, by phone, by post, or have somebody tell us."),
        ]
    return _message(_("A question about %(day)s") % {"day": day_in_full(g)}, parts, link, _("Tell us what to do"))


@writes("gatherings.interpreter_found")
def interpreter_found(message: Outgoing) -> Message | None:
    """Nobody is missing any more. None when somebody is again."""
    asked = WhatToDo.objects.filter(key=message.thing_key, person=message.person).select_related("booking__gathering").first()
    if asked is None or not asked.booking.gathering.is_open or the_truth(asked.booking):
        return None
    g = asked.booking.gathering
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("This is about “%(title)s”, on %(day)s.") % {"title": g.title, "day": day_in_full(g)},
    ]
    if message.channel != Reach.Channel.SMS:
        parts.append(_("Everyone you need to take part is booked now. Nobody is missing any more."))
    return _message(
        _("Good news about %(day)s") % {"day": day_in_full(g)},
        parts,
        reverse("gatherings:arranged"),
        _("See what is arranged for you"),
    )


# ── pieces ────────────────────────────────────────────────────────────────────────────────────────


def _place(key: str) -> Booking | None:
    people = ("gathering__work", "gathering__place", "professional__person")
    return Booking.objects.select_related(*people).filter(key=key).first()


def _theirs(message: Outgoing, state: State) -> Booking | None:
    """The place, while it stands so and is this professional's."""
    place = _place(message.thing_key)
    return place if place is not None and place.state == state and _is_for(place, message) and place.gathering.is_open else None


def _is_for(place: Booking, message: Outgoing) -> bool:
    return place.professional is not None and place.professional.person_id == message.person_id


def _open(key: str) -> Gathering | None:
    found = Gathering.objects.filter(key=key).first()
    return found if found is not None and found.is_open else None


def _to_host(g: Gathering, words: str) -> Message:
    return Message(
        subject=_("To arrange for %(day)s") % {"day": day_in_full(g)},
        words=f"{g.title}\n\n{words}",
        link=reverse("gatherings:bookings", args=[g.key]),
        link_words=_("Open the list"),
    )


def _entry(place: Booking) -> Attached:
    return Attached("gathering.ics", "text/calendar; charset=utf-8", calendar.for_professional(place))


def _message(subject: str, parts: list[str], link: str = "", link_words: str = "", files: tuple[Attached, ...] = ()) -> Message:
    return Message(subject, "\n\n".join(part for part in parts if part), link, link_words, files)
