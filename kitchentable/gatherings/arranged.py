"""Reading what is arranged: how it stands in a word, what a person sees of their own, and whom to ask first for a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.gatherings.interpreters import named_in
from kitchentable.gatherings.models import UNSENT, Arrangement, Booking, Gathering, Professional
from kitchentable.people.models import Person, WhatWorks
from kitchentable.policy.clock import today
from kitchentable.ui.pieces import Status

SOON = timedelta(days=7)


def standing(one: Arrangement, day: date | None = None) -> Status:
    """Done, late, soon, or there is time. What takes longer than was left is late from its first day."""
    day = day or today()
    if one.done_at is not None:
        return Status("done", _("Done"))
    if one.by_when < day:
        late = (day - one.by_when).days
        return Status("late", ngettext("%(n)d day late", "%(n)d days late", late) % {"n": late})
    if one.is_short:
        return Status("late", _("Short notice"))
    if one.by_when - day <= SOON:
        return Status("soon", _("Today") if one.by_when == day else _("Soon"))
    return Status("waiting", _("There is time"))


def how_booked(place: Booking) -> Status:
    """How a place for a professional stands."""
    if place.state == Booking.State.BOOKED:
        return Status("done", _("Booked"))
    if place.state == Booking.State.ASKED:
        return Status("waiting", _("Asked, no answer yet"))
    if place.state == Booking.State.DECLINED:
        return Status("no", _("Said no"))
    if place.state == Booking.State.NOT_NEEDED:
        return Status("withdrawn", _("Not needed any more"))
    return Status("unknown", _("Nobody asked yet"))


@dataclass(frozen=True, slots=True)
class Mine:
    """One thing that is arranged for a person, as they see it. `breaks`: is the question of breaks theirs to answer, and what they said."""

    one: Arrangement
    status: Status
    asks_breaks: bool
    breaks: bool | None


def of_person(person: Person, gathering: Gathering | None = None) -> QuerySet[Arrangement]:
    """What is arranged for this person, at one gathering or at all they were invited to: to be read by them (or shown at their word)."""
    invited = person.invitations.coming().exclude(state__in=UNSENT).values("gathering")
    found = Arrangement.objects.filter(person=person, gathering__in=invited).select_related("gathering", "owner", "done_by", "need")
    return found.filter(gathering=gathering) if gathering is not None else found.order_by("-gathering__starts_at", "by_when", "pk")


def as_mine(found: Iterable[Arrangement]) -> list[Mine]:
    """How each stands, with the question of breaks where somebody interprets for it (R062)."""
    rows, day = list(found), today()
    places: dict[int, list[bool | None]] = {}
    pairs = (
        Booking.objects.wanted()
        .filter(needs__in=[one.need_id for one in rows if one.need_id])
        .values_list("needs", "covers_breaks")
    )
    for need, covers in pairs:
        places.setdefault(need, []).append(covers)
    return [
        Mine(
            one,
            standing(one, day),
            one.need_id in places and one.gathering.is_open,
            next(iter(places.get(one.need_id or 0, [None])), None),
        )
        for one in rows
    ]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be asked for a place: named by a person who comes, named with a "not", or simply on the list."""

    professional: Professional
    named: str
    said_no: bool
    is_taken: bool

    @property
    def can_be_asked(self) -> bool:
        """Did not say no to this day, and is not asked or booked for this gathering."""
        return not self.said_no and not self.is_taken

    @property
    def status(self) -> Status | None:
        """What to know before asking them."""
        if self.said_no:
            return Status("no", _("Said no to this day"))
        if self.is_taken:
            return Status("waiting", _("Asked or booked for this gathering"))
        if self.named == "named":
            return Status("done", _("Named by somebody who comes"))
        if self.named == "doubted":
            return Status("partly", _("Named with a “not”: read it first"))
        return None


def candidates(
    place: Booking, listed: Iterable[Professional], needs: Iterable[WhatWorks], taken: set[int], said_no: set[int]
) -> list[Candidate]:
    """Whom to ask, the named ones first, then the registered. `needs`: those of this place that the reader may see; sets hold pks."""
    said = [f"{need.words}\n{need.detail}" for need in needs]
    found = []
    for one in listed:
        if one.kind != place.kind or (place.language and one.language != place.language):
            continue
        heard = {named_in(one.called, words) for words in said}
        named = "doubted" if "doubted" in heard else "named" if "named" in heard else ""
        found.append(Candidate(one, named, one.pk in said_no, one.pk in taken))
    order = {"named": 0, "": 1, "doubted": 2}
    return sorted(
        found, key=lambda c: (not c.can_be_asked, order[c.named], not c.professional.registered_as, c.professional.called)
    )
