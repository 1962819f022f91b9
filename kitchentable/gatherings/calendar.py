"""A gathering for the calendars of Outlook, Apple and Google (RFC 5545). Titles are neutral: a calendar shows on locked screens and to colleagues.

METHOD is PUBLISH, not REQUEST: a REQUEST must list whom we ask (RFC 5546), and its "accept" button would send a mail that nobody
answers. The reply page is the one place to reply. PUBLISH and CANCEL with the same UID and a higher SEQUENCE change and remove it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur, vText, vUri

from kitchentable.gatherings.models import Booking, Gathering
from kitchentable.people import mailing
from kitchentable.people.outbox import Attached
from kitchentable.policy.clock import now

LONDON = "Europe/London"
# Everything below a space but tab and line feed: no calendar can hold it, and a folded line must not be broken by it.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


def ics_for(gathering: Gathering, *, uid: str, link: str = "", cancelled: bool = False) -> bytes:
    """The calendar file for one reader; `uid` (a key) stays the same for all versions of it, `link` is a path on this site.

    `cancelled` takes it out for this reader alone. The gathering must have a time. Who comes and what anybody needs is never in it.
    """
    if gathering.starts_at is None or gathering.ends_at is None:
        raise ValueError("a gathering without a time has no place in a calendar")
    off = cancelled or gathering.state == Gathering.State.CANCELLED
    found = Calendar()
    found.add("prodid", "-//Kitchen Table//Gatherings//EN")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", method(off))
    found.add_component(_zone(gathering.starts_at))
    event = Event()
    event.add("uid", f"{uid}@{urlsplit(settings.URL).hostname}")
    # Taken out for one reader alone, it must come after the version they have.
    event.add("sequence", gathering.sequence + int(cancelled))
    event.add("dtstamp", now().astimezone(UTC))
    event.add("created", gathering.made_at.astimezone(UTC))
    event.add("last-modified", gathering.changed_at.astimezone(UTC))
    event.add("dtstart", _clock(gathering.starts_at))
    event.add("dtend", _clock(gathering.ends_at))
    event.add("summary", vText(_plain(_("Gathering with %(organisation)s") % {"organisation": mailing.organisation()})))
    event.add("location", vText(_plain(where(gathering))))
    event.add("description", vText(_plain(_words(gathering, link))))
    event.add("status", "CANCELLED" if off else "CONFIRMED" if gathering.state == Gathering.State.CONFIRMED else "TENTATIVE")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if off else "OPAQUE")
    organiser = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    organiser.params["CN"] = vText(_plain(mailing.organisation()))
    event.add("organizer", organiser)
    if link:
        event.add("url", vUri(mailing.full(link)))
    found.add_component(event)
    return bytes(found.to_ical())


def file_for(gathering: Gathering, *, uid: str, link: str = "", cancelled: bool = False) -> Attached:
    """The same, as a file of a mail."""
    off = cancelled or gathering.state == Gathering.State.CANCELLED
    kind = f"text/calendar; method={method(off)}; charset=utf-8"
    return Attached("gathering.ics", kind, ics_for(gathering, uid=uid, link=link, cancelled=cancelled))


def for_professional(booking: Booking) -> bytes:
    """The entry of somebody who interprets or types; it takes itself out when they are not booked any more."""
    return ics_for(booking.gathering, uid=booking.key, cancelled=booking.state != Booking.State.BOOKED)


def method(cancelled: bool) -> str:
    """What a calendar should do with the file."""
    return "CANCEL" if cancelled else "PUBLISH"


def where(gathering: Gathering) -> str:
    """The place and its address in one line; “Online” when there is no place."""
    if gathering.place is None or gathering.kind == Gathering.Kind.ONLINE:
        return _("Online") if gathering.kind != Gathering.Kind.PLACE else gathering.place_was
    return ", ".join([gathering.place.called, *filter(None, (line.strip() for line in gathering.place.address.splitlines()))])


def _words(gathering: Gathering, link: str) -> str:
    parts = []
    if gathering.kind != Gathering.Kind.PLACE and gathering.online_link:
        parts.append(_("Join online: %(link)s") % {"link": gathering.online_link})
    if link:
        parts.append(_("Read the invitation: %(link)s") % {"link": mailing.full(link)})
    phone = mailing.contact("phone")
    if phone:
        parts.append(_("Phone us on %(phone)s.") % {"phone": phone})
    return "\n".join(parts)


def _plain(words: str) -> str:
    return CONTROL.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def _clock(moment: datetime) -> datetime:
    """Where the gathering is; in UTC when that clock time comes twice that night, because a calendar would take the first."""
    here = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    twice = here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()
    return moment.astimezone(UTC) if twice else here


def _zone(moment: datetime) -> Timezone:
    if settings.TIME_ZONE != LONDON:
        year = timedelta(days=366)
        return Timezone.from_tzid(settings.TIME_ZONE, first_date=(moment - year).date(), last_date=(moment + year).date())
    zone = Timezone()
    zone.add("tzid", LONDON)
    # Rules, not dates: Outlook reads a zone that is written as dates wrongly.
    for part, called, first, before, after, month in (
        (TimezoneDaylight(), "BST", datetime(1981, 3, 29, 1), 0, 1, 3),  # noqa: DTZ001 - local by RFC 5545
        (TimezoneStandard(), "GMT", datetime(1996, 10, 27, 2), 1, 0, 10),  # noqa: DTZ001
    ):
        part.add("tzname", called)
        part.add("dtstart", first)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("rrule", vRecur({"freq": "yearly", "bymonth": month, "byday": "-1su"}))
        zone.add_component(part)
    return zone
