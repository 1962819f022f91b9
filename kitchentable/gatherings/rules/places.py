"""Places: facts, photos, the way there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.models import Place, PlacePhoto
from kitchentable.people.rules import ONLY_STAFF
from kitchentable.policy.book import fact, rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes

OFF_THE_LIST = _("This place is off our list. Put it back first.")


@rule("gatherings.place_add", house=True)
def may_add_place(person: Actor, _place: object) -> Verdict:
    """People who work here."""
    return yes() if fact(person, "people.works_here") else no(ONLY_STAFF)


@rule("gatherings.place_change", house=True)
def may_change_place(person: Actor, place: Place | None) -> Verdict:
    """People who work here, while it is on the list."""
    if not fact(person, "people.works_here"):
        return no(ONLY_STAFF)
    return no(OFF_THE_LIST) if place is not None and place.removed_at is not None else yes()


@rule("gatherings.place_look", house=True)
def may_write_look(person: Actor, place: Place | None) -> Verdict:
    """Whoever may change the place writes down what somebody found there."""
    return may_change_place(person, place)


@rule("gatherings.place_remove")
def may_remove_place(person: Actor, place: Place | None) -> Verdict:
    """Whoever may change it."""
    return may_change_place(person, place)


@rule("gatherings.place_back")
def may_bring_place_back(person: Actor, place: Place) -> Verdict:
    """People who work here, when it is off the list."""
    if not fact(person, "people.works_here"):
        return no(ONLY_STAFF)
    return yes() if place.removed_at is not None else no(_("This place is on our list already."))


@rule("gatherings.photo_add")
def may_add_photo(person: Actor, photo: PlacePhoto) -> Verdict:
    """Whoever may change its place."""
    return may_change_place(person, photo.place)


@rule("gatherings.photo_change")
def may_change_photo(person: Actor, photo: PlacePhoto) -> Verdict:
    """Whoever may change its place."""
    return may_change_place(person, photo.place)


@rule("gatherings.photo_remove")
def may_remove_photo(person: Actor, photo: PlacePhoto) -> Verdict:
    """Whoever may change its place."""
    return may_change_place(person, photo.place)


@rule("gatherings.places_import", house=True)
def may_bring_places_in(person: Actor, _reading: object) -> Verdict:
    """People who work here; the house on the command line."""
    return may_add_place(person, None)
