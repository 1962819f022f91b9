"""Communication professionals for one gathering: how many, who is asked, what they said, their papers, and the truth when one is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.interpreters import Limits, how_many
from kitchentable.gatherings.models import UNSENT, Booking, Gathering, Professional, Talk, WhatToDo
from kitchentable.people.models import Outgoing, Person, WhatWorks
from kitchentable.people.outbox import tell
from kitchentable.policy.act import act, note
from kitchentable.policy.clock import now, today
from kitchentable.policy.models import Number
from kitchentable.policy.numbers import starting
from kitchentable.policy.verdict import Actor, Problem

State = Booking.State
TAKEN = (State.ASKED, State.BOOKED)
BEST_FIRST = {State.BOOKED: 0, State.ASKED: 1, State.DECLINED: 2, State.MISSING: 2, State.NOT_NEEDED: 3}
LIMITS = ("interpreter_two_minutes", "interpreter_nonstop_minutes", "interpreter_strict")
Set = tuple[str, str]
"""A kind and a language: what people share."""


class CannotAsk(Problem):
    """Nobody can be asked for this place now."""

    field = "who"


class NotRegistered(Problem):
    """Only registered interpreters for health, legal and police matters (R061)."""

    field = "because"


class NothingToAnswer(Problem):
    """The ask is over."""


class NothingSaid(Problem):
    """One of the ways on, or words."""

    field = "says"


def limits() -> Limits:
    """The numbers of R059 in force, in one query."""
    own = dict(Number.objects.filter(name__in=LIMITS).values_list("name", "value"))
    whole, nonstop, strict = (own.get(name, starting()[name].value) for name in LIMITS)
    return Limits(whole, nonstop, bool(strict))


def talks_of(gathering: Gathering) -> list[tuple[bool, int]]:
    """(Is it a break?, minutes) of all that stands on the agenda, in order."""
    taken = gathering.talks.filter(state=Talk.State.TAKEN).values_list("kind", "minutes")
    return [(kind == Talk.Kind.BREAK, minutes) for kind, minutes in taken]


# ── in step with who comes, and how long it takes ─────────────────────────────────────────────────


def keep_in_step(gathering: Gathering, needs: Iterable[tuple[WhatWorks, str]]) -> None:
    """Make and drop places so that each set of people who share a kind (and a language) has enough, and no more.

    `needs`: each with its kind of professional, or "" for none. Whom it does not need any more is told.
    """
    sets = _sets(list(needs))
    there: dict[Set, list[Booking]] = {}
    for one in gathering.bookings.select_related("professional__person"):
        there.setdefault((one.kind, one.language), []).append(one)
    if not sets and not there:
        return
    in_force, talks = limits(), talks_of(gathering) if sets else []
    links: dict[int, set[int]] = {}
    for wanted in sets.keys() | there.keys():
        people = sets.get(wanted, set())
        places = how_many(wanted[0], gathering.minutes, talks, in_force).places if people else 0
        kept = _places(gathering, wanted, there.get(wanted, []), places)
        links |= {one.pk: people for one in kept}
    _link(gathering, links)


def _sets(needs: list[tuple[WhatWorks, str]]) -> dict[Set, set[int]]:
    spoken: list[str] = []
    if any(kind == Professional.Kind.LANGUAGE for _need, kind in needs):
        listed = Professional.objects.listed().filter(kind=Professional.Kind.LANGUAGE)
        spoken = sorted({one for one in listed.values_list("language", flat=True) if one})
    found: dict[Set, set[int]] = {}
    for need, kind in needs:
        if kind:
            said = need.detail.casefold() if kind == Professional.Kind.LANGUAGE else ""
            language = next((one for one in spoken if one.casefold() in said), "")
            found.setdefault((kind, language), set()).add(need.pk)
    return found


def _places(gathering: Gathering, wanted: Set, there: list[Booking], places: int) -> list[Booking]:
    """Keep the best `places` of them, make the missing ones, let the others go."""
    ordered = sorted(there, key=lambda one: (BEST_FIRST[State(one.state)], one.number))
    kept, spare = ordered[:places], ordered[places:]
    for one in kept:
        lost = one.state in TAKEN and one.professional_id is None  # they were erased
        if one.state == State.NOT_NEEDED or lost:
            one.state, one.professional, one.asked_at, one.booked_at = State.MISSING, None, None, None
            one.save(update_fields=["state", "professional", "asked_at", "booked_at"])
    for one in spare:
        if one.state != State.NOT_NEEDED:
            _let_go(one, gathering)
    used = {one.number for one in there}
    free = (count for count in range(1, 1000) if count not in used)
    for _place in range(places - len(kept)):
        kept.append(Booking.objects.create(gathering=gathering, kind=wanted[0], language=wanted[1], number=next(free)))
    return kept


def _let_go(one: Booking, gathering: Gathering) -> None:
    taken = one.state in TAKEN
    one.state = State.NOT_NEEDED
    one.save(update_fields=["state"])
    if taken:
        _tell(one, "gatherings.professional_not_needed", gathering, same=now().isoformat())


def _link(gathering: Gathering, links: dict[int, set[int]]) -> None:
    through = Booking.needs.through
    stands = {(row.booking_id, row.whatworks_id): row.pk for row in through.objects.filter(booking__gathering=gathering)}
    right = {(place, need) for place, needs in links.items() for need in needs}
    over = [pk for pair, pk in stands.items() if pair not in right]
    if over:
        through.objects.filter(pk__in=over).delete()
    missing = sorted(right - stands.keys())
    through.objects.bulk_create([through(booking_id=place, whatworks_id=need) for place, need in missing], batch_size=400)


# ── asking them, and what they say ────────────────────────────────────────────────────────────────


@act("gatherings.ask_professional")
def ask(by: Person, place: Booking, *, who: Professional, because: str = "") -> Booking:
    """Ask this professional for this place, by their own channel; nobody's name and no need goes with it.

    Raises CannotAsk when somebody was asked already, or they cannot be; NotRegistered without a word of why (R061).
    """
    place = _locked(place)
    gathering = place.gathering
    if place.state in TAKEN:
        raise CannotAsk(_("%(name)s was asked for this place already.") % {"name": place.professional or _("Somebody")})
    if place.state == State.NOT_NEEDED:
        raise CannotAsk(_("This place is not needed any more."))
    if gathering.starts_at is None:
        raise CannotAsk(_("Give the gathering a day and a time first."))
    if (
        who.person is None
        or who.removed_at is not None
        or (who.kind, who.language if place.language else "")
        != (
            place.kind,
            place.language,
        )
    ):
        raise CannotAsk(_("%(name)s cannot be asked for this.") % {"name": who.called})
    if said_no(gathering).filter(professional=who).exists():
        raise CannotAsk(_("%(name)s said no to this day.") % {"name": who.called})
    if gathering.bookings.filter(professional=who, state__in=TAKEN).exists():
        raise CannotAsk(_("%(name)s was asked for this gathering already.") % {"name": who.called})
    if not who.registered_as and not because.strip():
        raise NotRegistered(
            _("%(name)s is not registered. Say why this is right here. Never for health, legal or police matters.")
            % {"name": who.called}
        )
    place.professional, place.state, place.because = who, State.ASKED, because.strip()
    place.asked_at, place.booked_at, place.papers_sent_at, place.way = now(), None, None, ""
    place.sequence_told = gathering.sequence
    place.save()
    _tell(place, "gatherings.ask_professional", gathering, same=place.asked_at.isoformat())
    return place


def said_no(gathering: Gathering) -> QuerySet[Any]:
    """Who said no to this day, as rows of (place, professional)."""
    return Booking.turned_down.through.objects.filter(booking__gathering=gathering)


@act("gatherings.professional_says")
def says(by: Actor, place: Booking, *, yes: bool, way: str, for_person: Person | None = None) -> Booking:
    """They come, or they do not. Who said yes may still say no, and the place is open again. Raises NothingToAnswer."""
    asked = place.professional_id
    place = _locked(place)
    if place.state not in TAKEN or place.professional_id != asked or asked is None:
        raise NothingToAnswer(_("There is nothing to answer any more. Ring us if you are not sure."))
    gathering = place.gathering
    place.way = way
    if yes:
        if place.state == State.BOOKED:
            return place
        place.state, place.booked_at, place.sequence_told = State.BOOKED, now(), gathering.sequence
        place.save()
        _tell(place, "gatherings.professional_booked", gathering, same=place.booked_at.isoformat())
        _tell_found(place)
    else:
        place.state, place.booked_at, place.papers_sent_at = State.DECLINED, None, None
        place.turned_down.add(asked)
        place.save()
    tell(gathering.host, "gatherings.professional_said", place.key, work=gathering.work.slug, same=now().isoformat())
    return place


def tell_breaks(place: Booking) -> None:
    """Whoever was asked or booked hears whether they are wanted in the breaks. A step inside `arranging.say_breaks`."""
    if place.state == State.BOOKED:
        _tell(place, "gatherings.professional_breaks", place.gathering, same=now().isoformat())


def tell_professionals_changed(gathering: Gathering) -> None:
    """The time or the place changed: who was asked or booked is asked anew, for a yes was a yes to another day.

    A step inside the act that changed it; `sequence` has gone up.
    """
    for place in gathering.bookings.filter(state__in=TAKEN, sequence_told__lt=gathering.sequence).select_related(
        "professional__person"
    ):
        place.state, place.asked_at, place.booked_at, place.papers_sent_at = State.ASKED, now(), None, None
        place.sequence_told = gathering.sequence
        place.save()
        _tell(place, "gatherings.ask_professional_again", gathering, same=place.asked_at.isoformat())
    said_no(gathering).delete()


def tell_professionals_cancelled(gathering: Gathering) -> None:
    """It will not happen: whoever was asked or booked is told. A step inside the act that cancels it."""
    for place in gathering.bookings.wanted().select_related("professional__person"):
        _let_go(place, gathering)


# ── what the house does by itself ─────────────────────────────────────────────────────────────────


@act("gatherings.remind_to_ask")
def remind_to_ask(by: Actor, gathering: Gathering) -> Gathering:
    """Six weeks before (R058): nobody was asked yet for a place, so the host is reminded."""
    tell(gathering.host, "gatherings.interpreter_ask", gathering.key, work=gathering.work.slug)
    return gathering


@act("gatherings.warn_missing")
def warn_missing(by: Actor, place: Booking) -> Booking:
    """Four weeks before (R058): the host is warned, and each person hears the truth and is asked what to do; once each."""
    gathering = place.gathering
    if place.warned_at is None:
        tell(gathering.host, "gatherings.interpreter_missing", gathering.key, work=gathering.work.slug)
        place.warned_at = now()
        place.save(update_fields=["warned_at"])
    for person in untold(place):
        asked = WhatToDo.objects.create(booking=place, person=person)
        note(by, "gatherings.what_to_do", asked)
        tell(person, "gatherings.what_to_do", asked.key, work=gathering.work.slug)
    return place


def untold(place: Booking) -> list[Person]:
    """Who needs this place, was invited, and was not asked yet about this kind here."""
    invited = place.gathering.invitations.coming().exclude(state__in=UNSENT).values("person")
    asked = WhatToDo.objects.filter(
        booking__gathering=place.gathering_id, booking__kind=place.kind, booking__language=place.language
    ).values("person")
    return list(Person.objects.filter(pk__in=invited, what_works__in=place.needs.all()).exclude(pk__in=asked).distinct())


@act("gatherings.send_papers")
def send_papers(by: Actor, place: Booking) -> Booking:
    """Five working days before (R060): who is booked gets the agenda. Without one, the host is told that it is late."""
    gathering = place.gathering
    if not has_agenda(gathering):
        tell(gathering.host, "gatherings.no_papers_yet", gathering.key, work=gathering.work.slug)
        return place
    place.papers_sent_at = now()
    place.save(update_fields=["papers_sent_at"])
    _tell(place, "gatherings.papers_professional", gathering, same=place.booked_at.isoformat() if place.booked_at else "")
    return place


def has_agenda(gathering: Gathering) -> bool:
    """Is there at least one point to talk about?"""
    return gathering.talks.filter(state=Talk.State.TAKEN, kind=Talk.Kind.POINT).exists()


def has_heard(kind: str, gathering: Gathering) -> bool:
    """Was the host told this once already?"""
    return Outgoing.objects.filter(kind=kind, thing_key=gathering.key, person=gathering.host_id).exists()


# ── what the person says should be done ───────────────────────────────────────────────────────────


@act("gatherings.say_what_to_do")
def say_what_to_do(
    by: Actor, asked: WhatToDo, *, says: str, words: str = "", way: str, for_person: Person | None = None
) -> WhatToDo:
    """What the person wants done while somebody who interprets for them is missing. They may change their mind: the last word counts.

    Raises NothingSaid without a choice, or without words for “something else”.
    """
    if says not in WhatToDo.Says.values or (says == WhatToDo.Says.OTHER and not words.strip()):
        raise NothingSaid(_("Choose one, or write what you want."))
    asked.says, asked.words, asked.way, asked.said_at = says, words, way, now()
    asked.typed_by = by if isinstance(by, Person) and by.pk != asked.person_id else None
    asked.save(update_fields=["says", "words", "way", "said_at", "typed_by"])
    gathering = asked.booking.gathering
    tell(gathering.host, "gatherings.said_what_to_do", asked.key, work=gathering.work.slug, same=asked.said_at.isoformat())
    return asked


def _tell_found(place: Booking) -> None:
    """Those who were told that somebody is missing hear that nobody is any more."""
    same_set = {"gathering": place.gathering_id, "kind": place.kind, "language": place.language}
    if Booking.objects.open().filter(**same_set).exists():
        return
    asked: Any = WhatToDo.objects.filter(**{f"booking__{name}": value for name, value in same_set.items()}).select_related("person")
    for one in asked:
        tell(one.person, "gatherings.interpreter_found", one.key, work=place.gathering.work.slug, same=place.key)


def _tell(place: Booking, kind: str, gathering: Gathering, *, same: str) -> None:
    if place.professional is not None:
        tell(place.professional.person, kind, place.key, work=gathering.work.slug, same=same)


def _locked(place: Booking) -> Booking:
    """The row as it stands, held until this act is over: two organisers never fill one place twice."""
    found = Booking.objects.select_for_update(of=("self",)).select_related(
        "gathering__work", "gathering__host", "professional__person"
    )
    return found.get(pk=place.pk)


def days_to(gathering: Gathering) -> int | None:
    """How many days there are until it starts; None while it has no day."""
    return (timezone.localtime(gathering.starts_at).date() - today()).days if gathering.starts_at else None
