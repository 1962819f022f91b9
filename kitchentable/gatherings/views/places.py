"""Places, for everyone who has signed in: the list, one place with its photos and facts, and a photo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kitchentable.gatherings import facts_shown
from kitchentable.gatherings.acts.places import booked
from kitchentable.gatherings.checklist import Bounds, bounds_in_force
from kitchentable.gatherings.found import Found, Looked, changing_places, facts_of, last_look, yes_to
from kitchentable.gatherings.models import Fact, Gathering, Place, PlacePhoto
from kitchentable.gatherings.models.places import Places
from kitchentable.people import files
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.ui.pieces import Status, Words
from kitchentable.ui.shortcuts import page

A_PAGE = 25
Of = PlacePhoto.Of

# What people choose a place by: which facts must all be a yes.
FILTERS: dict[str, tuple[Words, tuple[str, ...]]] = {
    "step-free": (gettext_lazy("Step-free"), ("V19", "V24")),
    "changing-places": (gettext_lazy("Changing Places toilet"), ("V36", "V37", "V38")),
    "quiet-room": (gettext_lazy("Quiet room"), ("V55",)),
    "hearing-loop": (gettext_lazy("Hearing loop"), ("V44",)),
    "parking": (gettext_lazy("Wide parking"), ("V09",)),
    "bus": (gettext_lazy("Bus close by"), ("V06",)),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One place in the list: its first photo, what people ask about first, and who looked."""

    place: Place
    photo: PlacePhoto | None
    key_facts: list[Status]
    looked: Looked | None


@signed_in
@require_safe
def places(request: KTRequest) -> HttpResponse:
    """The places on our list, the less formal ones first; by name and by what they have."""
    wanted = [name for name in request.GET.getlist("with") if name in FILTERS]
    find = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = Place.objects.seen_by(request.person).in_use()
    if find:
        found = found.filter(called__icontains=find)
    bounds = bounds_in_force()
    listed = Paginator(_having(found, wanted, bounds), A_PAGE).get_page(request.GET.get("page"))
    shown = list(listed)
    known = facts_of(shown)
    first: dict[int, PlacePhoto] = {}
    for photo in PlacePhoto.objects.filter(place__in=shown):
        first.setdefault(photo.place_id, photo)
    return page(
        request,
        "gatherings/places/list.html",
        listed=listed,
        rows=[Listed(one, first.get(one.pk), _key_facts(known[one.pk], bounds), last_look(known[one.pk])) for one in shown],
        filters=[_filter(name, label, wanted, find) for name, (label, _codes) in FILTERS.items()],
        wanted=wanted,
        find=find,
        narrowed=bool(wanted or find),
        may_add=bool(may(request.person, "gatherings.place_add")),
    )


def _filter(name: str, label: Words, wanted: list[str], find: str) -> tuple[str, Words, bool]:
    """A link that puts one filter on or takes it off; the others and what was looked for stay."""
    after = [one for one in wanted if one != name] + ([] if name in wanted else [name])
    return urlencode([("with", one) for one in after] + ([("q", find)] if find else [])), label, name in wanted


def _having(found: Places, wanted: list[str], bounds: Mapping[str, Bounds]) -> Places:
    """Those where somebody found all of it; a Changing Places toilet counts only with its floor measured (R064)."""
    for name in wanted:
        for code in FILTERS[name][1]:
            facts = Fact.objects.filter(yes_to(code, bounds), place=OuterRef("pk"))
            found = found.filter(Exists(facts.filter(number__isnull=False) if code == "V36" else facts))
    return found


def _key_facts(known: Mapping[str, Found], bounds: Mapping[str, Bounds]) -> list[Status]:
    """Step-free, Changing Places, quiet room and loop: said in a few words, each with its shape."""
    way, room = known["V19"].answer, known["V24"].answer
    step_free = "no" if "no" in (way, room) else "unknown" if "unknown" in (way, room) else "yes"
    said = {
        "step": (step_free, _("Step-free"), _("Not step-free"), _("Step-free? Nobody has looked")),
        "toilet": (
            changing_places(known, bounds)[0],
            _("Changing Places toilet"),
            _("No Changing Places toilet"),
            _("Changing Places toilet? Nobody has looked"),
        ),
        "quiet": (known["V55"].answer, _("Quiet room"), _("No quiet room"), _("Quiet room? Nobody has looked")),
        "loop": (known["V44"].answer, _("Hearing loop"), _("No hearing loop"), _("Hearing loop? Nobody has looked")),
    }
    return [facts_shown.status(answer, yes, no, unknown) for answer, yes, no, unknown in said.values()]


@signed_in
@require_safe
def place(request: KTRequest, place: str) -> HttpResponse:
    """One place: photos, what it is like, the way there, the senses first, then every fact by area."""
    found = get_object_or_404(Place.objects.seen_by(request.person), key=place)
    known, bounds = facts_of([found])[found.pk], bounds_in_force()
    photos = list(found.photos.all())
    works_here = bool(may(request.person, "gatherings.place_add"))
    to_come = booked(found) if works_here else []
    mine = set(Gathering.objects.seen_by(request.person).filter(place=found).values_list("pk", flat=True)) if to_come else set()
    return page(
        request,
        "gatherings/places/place.html",
        place=found,
        photos=[one for one in photos if one.of not in (Of.WAY, Of.DOOR)],
        way_photos=[one for one in photos if one.of in (Of.WAY, Of.DOOR)],
        steps=[line.strip() for line in found.the_way.splitlines() if line.strip()],
        senses=facts_shown.senses(known, bounds),
        first=facts_shown.first_asked(known, bounds),
        areas=facts_shown.by_area(known, bounds),
        looked=last_look(known),
        works_here=works_here,
        booked=[one for one in to_come if one.pk in mine],
    )


@signed_in
@require_safe
def photo(request: KTRequest, place: str, photo: str) -> HttpResponseBase:
    """One photo, so that a browser cannot be tricked by it."""
    found = get_object_or_404(PlacePhoto, key=photo, place__in=Place.objects.seen_by(request.person), place__key=place)
    try:
        opened = files.where(found.path).open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    answer = FileResponse(opened, content_type=found.media_type)
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
