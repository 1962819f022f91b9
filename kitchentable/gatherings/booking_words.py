"""A place for a professional in words, for pages and letters: what, when, how long, where, the breaks; and the truth about who is missing."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.gatherings.models import Booking, Gathering, Talk
from kitchentable.ui.dates import time_in_words


def the_truth(place: Booking) -> str:
    """ "BSL interpreter: one is booked for Friday 12 June 2026. We still look for one more." Empty when nobody is missing."""
    here = place.gathering.bookings.wanted().filter(kind=place.kind, language=place.language)
    states = list(here.values_list("state", flat=True))
    booked = states.count(Booking.State.BOOKED)
    missing = len(states) - booked
    if not missing:
        return ""
    names = {"kind": kind_in_words(place), "day": day_in_full(place.gathering)}
    if not booked:
        return ngettext(
            "%(kind)s: we have nobody yet for %(day)s. We still look for one.",
            "%(kind)s: we have nobody yet for %(day)s. We still look for %(n)d.",
            missing,
        ) % {**names, "n": missing}
    return ngettext(
        "%(kind)s: one is booked for %(day)s. We still look for one more.",
        "%(kind)s: one is booked for %(day)s. We still look for %(n)d more.",
        missing,
    ) % {**names, "n": missing}


def facts(place: Booking) -> str:
    """When, how long, where and what kind of work: all that a professional must know to say yes."""
    g = place.gathering
    lines = [
        _("What: %(kind)s") % {"kind": kind_in_words(place)},
        _("When: %(when)s") % {"when": when(g)},
        _("How long: %(length)s") % {"length": length_in_words(g.minutes)},
        _("Where: %(where)s") % {"where": where(g)},
        breaks(place),
    ]
    return "\n".join(lines)


def kind_in_words(place: Booking) -> str:
    """ "BSL interpreter", "Interpreter of another language: Urdu"."""
    kind = str(place.get_kind_display())
    return f"{kind}: {place.language}" if place.language else kind


def when(g: Gathering) -> str:
    """ "Tuesday 4 May 2026, 11am to 1.30pm"."""
    if g.starts_at is None or g.ends_at is None:
        return _("Not known yet")
    times = {"day": day_in_full(g), "start": time_in_words(g.starts_at), "end": time_in_words(g.ends_at)}
    return _("%(day)s, %(start)s to %(end)s") % times


def where(g: Gathering) -> str:
    """The place with its address, or online."""
    parts = []
    if g.kind != Gathering.Kind.ONLINE:
        parts.append(", ".join([g.place.called, *g.place.address.split("\n")]) if g.place else _("a place we still choose"))
    if g.kind != Gathering.Kind.PLACE:
        parts.append(_("online"))
    return _(" and ").join(parts)


def length_in_words(minutes: int) -> str:
    """ "2 hours and 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    found = [ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}] if hours else []
    if rest or not hours:
        found.append(ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest})
    return _(" and ").join(found)


def breaks(place: Booking) -> str:
    """Whether they are wanted in the breaks too (R062)."""
    if place.covers_breaks is None:
        return _("Breaks: we ask whether you are wanted in the breaks too, and tell you.")
    if place.covers_breaks:
        return _("Breaks: please be there in the breaks and at food times too.")
    return _("Breaks: you have the breaks for yourself.")


def agenda(g: Gathering) -> str:
    """The points and breaks in their order, each with its time."""
    lines, at = [], g.starts_at
    for talk in g.talks.filter(state=Talk.State.TAKEN):
        words = talk.words if talk.kind == Talk.Kind.POINT else str(talk.get_kind_display())
        lines.append(f"{time_in_words(at)}: {words}" if at else words)
        if talk.content_note:
            lines.append(_("Take care: %(note)s") % {"note": talk.content_note})
        at = at + timedelta(minutes=talk.minutes) if at else None
    return _("What we talk about:") + "\n" + "\n".join(lines)


def day_in_full(g: Gathering) -> str:
    """ "Friday 12 June 2026"."""
    return date_format(timezone.localtime(g.starts_at).date(), "l j F Y") if g.starts_at else _("a day we still choose")
