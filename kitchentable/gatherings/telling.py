"""What an invitation tells, for the page, the sheet and the letter alike: hour by hour, who will be there, how the place was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kitchentable.gatherings.models import Booking, Fact, Gathering, Invitation, Talk

NAMES = 24
FACES = ("leaf", "plum", "blue", "honey")
ICONS = {Talk.Kind.POINT: "said", Talk.Kind.BREAK: "cup", Talk.Kind.WELCOME: "people", Talk.Kind.CLOSE: "promise"}
State = Invitation.State


@dataclass(frozen=True, slots=True)
class Hour:
    """One line of the day: from when, what, and whether it is a break."""

    at: datetime
    words: str
    icon: str
    is_break: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody who will be there, and their part."""

    called: str
    part: str
    tone: str

    @property
    def letter(self) -> str:
        """What stands in the round plate."""
        return self.called[:1]


@dataclass(frozen=True, slots=True)
class Comes:
    """Who will be there: those whose names may be said, and how many more."""

    faces: tuple[Face, ...]
    others: int
    waiting: int


def hours(gathering: Gathering) -> list[Hour]:
    """The day from doors open to the end; without an agenda, doors, start and end."""
    if gathering.starts_at is None or gathering.ends_at is None:
        return []
    found: list[Hour] = []
    if gathering.early_minutes and gathering.kind != Gathering.Kind.ONLINE:
        opens = gathering.starts_at - timedelta(minutes=gathering.early_minutes)
        found.append(Hour(opens, _("Doors open. You can come now and settle in."), "place"))
    talks = list(gathering.talks.filter(state=Talk.State.TAKEN).order_by("order", "pk"))
    if not any(talk.kind == Talk.Kind.POINT for talk in talks):
        talks = []  # a hello, breaks and an end without points say nothing true of any hour
    at = gathering.starts_at
    if not talks:
        found.append(Hour(at, _("We start"), "people"))
    for talk in talks:
        if talk.kind == Talk.Kind.CLOSE:  # whatever the agenda leaves open, it ends when it was said to end
            at = max(at, gathering.ends_at - timedelta(minutes=talk.minutes))
        found.append(Hour(at, talk.words, ICONS[Talk.Kind(talk.kind)], talk.kind == Talk.Kind.BREAK, talk.content_note))
        at += timedelta(minutes=talk.minutes)
    if not any(talk.kind == Talk.Kind.CLOSE for talk in talks):
        found.append(Hour(max(at, gathering.ends_at) if talks else gathering.ends_at, _("The end"), "promise"))
    return found


def who_comes(gathering: Gathering, but: Invitation) -> Comes:
    """Who will be there besides the one who reads: those who run it, those who said yes to showing their name, and counts."""
    named: list[tuple[str, str]] = []
    seen: set[int] = set()
    for person, part in (
        (gathering.chair_lived, _("Chairs")),
        (gathering.chair_staff, _("Chairs")),
        (gathering.host, _("Runs the day")),
    ):
        if person is not None and person.pk not in seen and person.pk != but.person_id:
            seen.add(person.pk)
            named.append((person.called, part))
    booked = Booking.objects.filter(gathering=gathering, state=Booking.State.BOOKED, professional__isnull=False)
    named += [
        (one.professional.called, one.get_kind_display()) for one in booked.select_related("professional") if one.professional
    ]
    rest = gathering.invitations.exclude(pk=but.pk).exclude(person__in=seen).exclude(person__erased_at__isnull=False)
    replies = list(rest.order_by("person__called").values_list("state", "shows_name", "person__called"))
    shown = [called for state, shows_name, called in replies if state == State.YES and shows_name][:NAMES]
    named += [(called, "") for called in shown]
    come = sum(state in (State.YES, State.IF) for state, _shows, _called in replies)
    waiting = sum(state == State.SENT for state, _shows, _called in replies)
    faces = tuple(Face(called, str(part), FACES[at % len(FACES)]) for at, (called, part) in enumerate(named))
    return Comes(faces, come - len(shown), waiting)


def looked_at(gathering: Gathering) -> Fact | None:
    """The newest look at the place: who, when, and whether disabled people took part. None: nobody has looked."""
    return Fact.objects.filter(place=gathering.place_id).order_by("-checked_on", "-pk").first() if gathering.place_id else None


def lines(words: str) -> list[str]:
    """Text that holds one thing a line."""
    return [line.strip() for line in words.splitlines() if line.strip()]


def to_stop(gathering: Gathering) -> list[str]:
    """If you want to stop: the way out, a quiet room, somebody to talk to."""
    found: Sequence[str] = [*lines(gathering.way_out)]
    if gathering.quiet_room.strip():
        found = [*found, _("There is a quiet room: %(where)s") % {"where": gathering.quiet_room.strip()}]
    if gathering.talk_after.strip():
        found = [*found, _("You can talk with somebody afterwards: %(who)s") % {"who": gathering.talk_after.strip()}]
    return list(found)
