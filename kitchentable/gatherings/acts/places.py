"""Places: facts, photos, the way there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings import photos
from kitchentable.gatherings.checklist import bounds_in_force
from kitchentable.gatherings.found import answer_for
from kitchentable.gatherings.models import PLANNERS, Fact, Gathering, Place, PlacePhoto
from kitchentable.people import files
from kitchentable.people.models import Person
from kitchentable.people.outbox import tell
from kitchentable.policy.act import act, note
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.record import lines
from kitchentable.record.models import Line
from kitchentable.works.models import Role

FIRST_DAY = date(2000, 1, 1)
MOST_PHOTOS = 20
MOST_NUMBER = Decimal(100_000)
OPEN = (Gathering.State.PLANNING, Gathering.State.INVITING, Gathering.State.CONFIRMED)


class NameTaken(Problem):
    """Two places of one name could not be told apart."""

    field = "called"


class DayNotAllowed(Problem):
    """Nobody can have looked on this day."""

    field = "checked_on"


class NothingNew(Problem):
    """What was sent is what we hold already."""

    field = "again"


class ChangedMeanwhile(Problem):
    """Somebody else wrote something down since the page was opened."""


class NoAltWords(Problem):
    """A photo needs words for those who do not see it."""

    field = "alt"


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody found for one fact. `answer` empty: nobody has looked (any more)."""

    answer: str
    number: Decimal | None = None
    note: str = ""


# ── the place ─────────────────────────────────────────────────────────────────────────────────────


@act("gatherings.place_add")
def add_place(by: Actor, place: Place) -> Place:
    """Put a place on the list. Raises NameTaken."""
    _must_be_the_only_one(place)
    place.made_at = now()
    place.save(force_insert=True)
    return place


@act("gatherings.place_change")
def change_place(by: Actor, place: Place) -> Place:
    """Save new words about a place. Raises NameTaken."""
    _must_be_the_only_one(place)
    place.save(update_fields=["called", "address", "what_it_is_like", "the_way", "seats", "is_informal", "phone"])
    return place


@act("gatherings.place_remove")
def remove_place(by: Actor, place: Place) -> Place:
    """Take a place off the list. It stays linked where it was used; those who plan something there are told."""
    place.removed_at = now()
    place.save(update_fields=["removed_at"])
    for gathering in booked(place):
        for person in _planners(gathering):
            tell(
                person,
                "gatherings.place_gone",
                gathering.key,
                work=gathering.work.slug,
                same=f"{place.key}:{place.removed_at:%Y%m%d%H%M%S}",
            )
    return place


@act("gatherings.place_back")
def bring_place_back(by: Actor, place: Place) -> Place:
    """Put a place on the list again, with all that was known. Raises NameTaken."""
    _must_be_the_only_one(place)
    place.removed_at = None
    place.save(update_fields=["removed_at"])
    return place


def booked(place: Place) -> list[Gathering]:
    """The gatherings that are still to come and planned here, soonest first."""
    to_come = Q(starts_at__isnull=True) | Q(starts_at__gte=now())
    found = Gathering.objects.filter(to_come, place=place, state__in=OPEN).select_related("work", "host")
    return list(found.order_by("starts_at", "pk"))


def _planners(gathering: Gathering) -> list[Person]:
    """Who plans it: its host, and the leads and checkers of its work."""
    running = Q(until__isnull=True) | Q(until__gt=now())
    roles = Role.objects.filter(running, work=gathering.work_id, kind__in=PLANNERS).values("person")
    return list(Person.objects.filter(Q(pk__in=roles) | Q(pk=gathering.host_id)).order_by("pk"))


def _must_be_the_only_one(place: Place) -> None:
    if Place.objects.in_use().filter(called__iexact=place.called).exclude(pk=place.pk).exists():
        raise NameTaken(_("There is a place of this name on our list. Give this one another name, such as its street."))


# ── what somebody found there ─────────────────────────────────────────────────────────────────────


def stamp(place: Place, codes: Sequence[str]) -> str:
    """How these facts stand now, in a few signs: two people at once see it when it is not the same any more."""
    rows = Fact.objects.filter(place=place, code__in=codes).order_by("code")
    told = [tuple(map(str, row)) for row in rows.values_list("code", "answer", "number", "note", "checked_by", "checked_on")]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:20]


@act("gatherings.place_look")
def write_look(
    by: Actor,
    place: Place,
    *,
    given: Mapping[str, Given],
    checked_by: str,
    checked_on: date,
    with_disabled_people: bool | None,
    again: bool = False,
    seen: str = "",
) -> Place:
    """Write down what somebody found. What is as it was keeps who looked and when, unless `again` says they looked at all of it.

    `seen` is the `stamp` of the page it was typed on. Raises ChangedMeanwhile, DayNotAllowed, NothingNew.
    """
    must_be_a_day_to_look(checked_on)
    Place.objects.select_for_update().get(pk=place.pk)
    if seen and seen != stamp(place, list(given)):
        raise ChangedMeanwhile(
            _("Somebody else wrote something down here while you typed. What they wrote is shown below. Save again to put yours.")
        )
    before = {one.code: one for one in Fact.objects.filter(place=place, code__in=given).select_related("place")}
    bounds = bounds_in_force()
    found: list[Fact] = []
    gone: list[Fact] = []
    for code, one in given.items():
        had = before.get(code)
        if not one.answer and one.number is None:
            gone += [had] if had is not None else []
            continue
        answer = answer_for(bounds.get(code), one.answer, one.number)
        if had is not None and not again and (had.answer, had.number, had.note) == (answer, one.number, one.note):
            continue
        found.append(
            Fact(
                place=place,
                code=code,
                answer=answer,
                number=one.number,
                note=one.note,
                checked_by=checked_by,
                checked_on=checked_on,
                with_disabled_people=with_disabled_people,
            )
        )
    if not found and not gone:
        raise NothingNew(_("Nothing is different from what we hold. If you looked at it again, say so here."))
    lines.write_many([(_line(by, fact), fact.in_record()) for fact in gone])
    Fact.objects.filter(pk__in=[fact.pk for fact in gone]).delete()
    _keep(by, found)
    return place


def must_be_a_day_to_look(day: date) -> None:
    """Raises DayNotAllowed for a day to come, or from before anybody kept such a list."""
    if day > today():
        raise DayNotAllowed(_("This day is still to come. Write the day when somebody looked."))
    if day < FIRST_DAY:
        raise DayNotAllowed(_("This day is too long ago. Please look at the year again."))


# ── photos ────────────────────────────────────────────────────────────────────────────────────────


@act("gatherings.photo_add")
def add_photo(by: Actor, photo: PlacePhoto, *, upload: files.Upload) -> PlacePhoto:
    """Add a photo, after those that are there. Raises NotTaken, NoAltWords, and Problem when there are too many."""
    _must_have_words(photo)
    there = photo.place.photos.aggregate(last=Max("order"))
    if photo.place.photos.count() >= MOST_PHOTOS:
        raise Problem(_("This place has many photos already. Take one away first."))
    photo.order = (there["last"] or 0) + 1
    photos.keep(upload, photo).save(force_insert=True)
    return photo


@act("gatherings.photo_change")
def change_photo(by: Actor, photo: PlacePhoto, *, earlier: bool = False) -> PlacePhoto:
    """Save what a photo shows and its words; `earlier` also moves it one place to the front. Raises NoAltWords."""
    _must_have_words(photo)
    photo.save(update_fields=["of", "alt"])
    if earlier:
        order = list(photo.place.photos.all())
        at = next((number for number, one in enumerate(order) if one.pk == photo.pk), 0)
        order.insert(max(at - 1, 0), order.pop(at))
        for number, one in enumerate(order, start=1):
            one.order = number
        PlacePhoto.objects.bulk_update(order, ["order"])
    return photo


@act("gatherings.photo_remove")
def remove_photo(by: Actor, photo: PlacePhoto) -> Place:
    """Take a photo away for good, with its file."""
    place, path = photo.place, photo.path
    photo.delete()
    transaction.on_commit(lambda: files.remove(path))
    return place


def _must_have_words(photo: PlacePhoto) -> None:
    if not photo.alt.strip():
        raise NoAltWords(_("Say in words what the photo shows, for people who cannot see it."))


# ── from a sheet of rows ──────────────────────────────────────────────────────────────────────────


@act("gatherings.places_import", record=False)
def bring_in(by: Actor, found: Sequence[tuple[Place, Fact | None]]) -> int:
    """Save places and facts that were read from a file (`places_csv.look_at`), places first; returns how many. Each stands in the record."""
    places = 0
    for place, fact in found:
        if fact is None:
            new = place.pk is None
            place.save()
            places += 1
            note(by, "gatherings.place_add" if new else "gatherings.place_change", place)
    facts = [fact for _place, fact in found if fact is not None]
    for fact in facts:
        fact.place_id = fact.place.pk  # a place that came in with this file has its number only now
    _keep(by, facts)
    return places + len(facts)


def _keep(by: Actor, facts: Sequence[Fact]) -> None:
    """Save facts, over those of the same place and code, each with its line in the record: few questions to the tables, however many."""
    for fact in facts:
        fact.typed_by = by if isinstance(by, Person) else None
    told = ("answer", "number", "note", "checked_by", "checked_on", "with_disabled_people", "typed_by")
    Fact.objects.bulk_create(facts, batch_size=500, update_conflicts=True, unique_fields=["place", "code"], update_fields=told)
    lines.write_many([(_line(by, fact), fact.in_record()) for fact in facts])


def _line(by: Actor, fact: Fact) -> Line:
    return Line(act="gatherings.place_look", thing_kind="Fact", thing_key=fact.record_key, by_key=by.key, for_key="", at=now())
