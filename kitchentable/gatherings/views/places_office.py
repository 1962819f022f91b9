"""Places, for people who work here: add one, change its words, go through its facts, its photos, and take it off the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kitchentable.gatherings.acts import places as acts
from kitchentable.gatherings.checklist import AREAS, areas, bounds_in_force
from kitchentable.gatherings.facts_shown import Area, by_area
from kitchentable.gatherings.forms.places import OF_PLACE, FactsForm, PhotoForm, PhotoWordsForm, PlaceForm
from kitchentable.gatherings.found import facts_of
from kitchentable.gatherings.models import Gathering, Place, PlacePhoto
from kitchentable.people import files
from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page

METHODS = ["GET", "HEAD", "POST"]
YES_NO = {"yes": True, "no": False}


@behind("gatherings.place_add")
@require_http_methods(METHODS)
def new(request: KTRequest) -> HttpResponse:
    """Put a place on the list."""
    form = PlaceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return once(request, lambda: _added(request, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(request, "gatherings/places/new.html", status=422 if form.is_bound else 200, form=form)


def _added(request: KTRequest, form: PlaceForm) -> HttpResponse:
    made = acts.add_place(request.person, form.fill(Place()))
    to = reverse("gatherings:place_facts", args=[made.key])
    return done(request, _("Saved. Now write down what somebody found there."), to, saved="place-new")


@behind("gatherings.place_change")
@require_http_methods(METHODS)
def change(request: KTRequest, place: str) -> HttpResponse:
    """Change what people read about a place."""
    found = _the_place(request, place)
    require(request.person, "gatherings.place_change", found)
    called = found.called
    form = PlaceForm(request.POST if request.method == "POST" else None, initial={name: getattr(found, name) for name in OF_PLACE})
    if form.is_valid():
        try:
            return once(request, lambda: _changed(request, found, form))
        except Problem as problem:
            form.add_problem(problem)
    context = {"place": found, "form": form, "called": called}
    return page(request, "gatherings/places/change.html", status=422 if form.is_bound else 200, **context)


def _changed(request: KTRequest, place: Place, form: PlaceForm) -> HttpResponse:
    acts.change_place(request.person, form.fill(place))
    return done(request, _("Saved. People read the new words from now on."), place, saved=f"place-{place.key}")


# ── facts ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Done:
    """How far somebody is with one area."""

    area: Area
    looked: int
    all: int


@behind("gatherings.place_look")
@require_http_methods(METHODS)
def facts(request: KTRequest, place: str) -> HttpResponse:
    """How far we are, area by area; with `?area=`, the facts of one area."""
    found = _the_place(request, place)
    require(request.person, "gatherings.place_look", found)
    area = request.GET.get("area", "")
    if area in areas():
        return _one_area(request, found, area)
    far = [
        Done(one, sum(1 for fact in one.facts if fact.status.kind != "unknown"), len(one.facts))
        for one in by_area(facts_of([found])[found.pk], bounds_in_force())
    ]
    go_on = next((one for one in far if one.looked < one.all), None)
    return page(
        request,
        "gatherings/places/facts.html",
        place=found,
        far=far,
        go_on=go_on,
        looked=sum(one.looked for one in far),
        all=sum(one.all for one in far),
    )


def _one_area(request: KTRequest, place: Place, area: str) -> HttpResponse:
    codes = [item.code for item in areas()[area]]
    known, bounds = facts_of([place])[place.pk], bounds_in_force()
    by, on = request.session.get("places_looked", ("", ""))
    kept = {"checked_by": by, "checked_on": date.fromisoformat(on) if on else None, "seen": acts.stamp(place, codes)}
    sent = request.POST if request.method == "POST" else None
    form = FactsForm(sent, items=areas()[area], known=known, bounds=bounds, initial=kept)
    meanwhile = False
    if form.is_valid():
        try:
            return once(request, lambda: _looked(request, place, area, form))
        except acts.ChangedMeanwhile as problem:
            meanwhile = True
            form.add_problem(problem)
            form.data = _with(form.data, "seen", kept["seen"])
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "gatherings/places/area.html",
        status=422 if form.is_bound else 200,
        place=place,
        form=form,
        called=AREAS[area],
        number=list(areas()).index(area) + 1,
        all=len(areas()),
        meanwhile=next(one for one in by_area(known, bounds) if one.key == area).facts if meanwhile else [],
    )


def _looked(request: KTRequest, place: Place, area: str, form: FactsForm) -> HttpResponse:
    said = form.cleaned_data
    acts.write_look(
        request.person,
        place,
        given=form.given(),
        checked_by=said["checked_by"],
        checked_on=said["checked_on"],
        with_disabled_people=YES_NO.get(said["with_disabled_people"]),
        again=said["again"],
        seen=said["seen"],
    )
    # The same people go on with the next area: they need not type their names and the day again.
    request.session["places_looked"] = (said["checked_by"], said["checked_on"].isoformat())
    order = list(areas())
    after = order[order.index(area) + 1 :]
    here = reverse("gatherings:place_facts", args=[place.key])
    if not after:
        return done(request, _("Saved. That was the last part."), here)
    return done(request, _("Saved. Next: %(area)s.") % {"area": AREAS[after[0]]}, f"{here}?area={after[0].replace(' ', '+')}")


def _with(typed: Any, name: str, value: str) -> Any:
    """What was typed, with one answer put in its place."""
    changed = typed.copy()
    changed[name] = value
    return changed


# ── photos ────────────────────────────────────────────────────────────────────────────────────────


@behind("gatherings.place_change")
@require_http_methods(METHODS)
def photos(request: KTRequest, place: str) -> HttpResponse:
    """Add a photo, say what each shows, bring one to the front, take one away."""
    found = _the_place(request, place)
    require(request.person, "gatherings.place_change", found)
    what = request.POST.get("do", "")
    here = reverse("gatherings:place_photos", args=[found.key])
    ticket = request.POST.get("held", "")
    held = files.held(ticket) if what == "add" and ticket else None
    ticket = ticket if held else ""
    form = PhotoForm(*((request.POST, request.FILES) if what == "add" else ()), has_one=held is not None)
    changing: tuple[PlacePhoto, PhotoWordsForm] | None = None
    leaving: PlacePhoto | None = None
    if what == "add":
        sent = request.FILES.get("photo")
        upload = files.Upload(sent, files.Kind.PICTURE) if sent is not None else held
        if form.is_valid() and upload is not None:
            try:
                return once(request, lambda: _photo_added(request, found, form, upload, ticket))
            except Problem as problem:
                form.add_error("photo" if problem.field == "files" else problem.field, str(problem))
        if sent is not None and "photo" not in form.errors:
            ticket = files.hold(files.Upload(sent, files.Kind.PICTURE))
    elif what in ("save", "earlier", "away", "gone"):
        one = get_object_or_404(found.photos, key=request.POST.get("photo", ""))
        words = PhotoWordsForm(request.POST, prefix=one.key)
        leaving = one if what == "away" else None
        if what == "gone":
            return once(request, lambda: _photo_gone(request, one, here))
        if leaving is None and words.is_valid():
            return once(request, lambda: _photo_changed(request, one, words, what == "earlier", here))
        changing = (one, words) if leaving is None else None
    rows = [
        (
            one,
            changing[1]
            if changing and changing[0].pk == one.pk
            else PhotoWordsForm(initial={"of": one.of, "alt": one.alt}, prefix=one.key),
        )
        for one in found.photos.all()
    ]
    status = 422 if request.method == "POST" and leaving is None else 200
    context = {"place": found, "form": form, "rows": rows, "leaving": leaving, "changing": changing[1] if changing else None}
    return page(request, "gatherings/places/photos.html", status=status, held=ticket, **context)


def _photo_added(request: KTRequest, place: Place, form: PhotoForm, upload: files.Upload, ticket: str) -> HttpResponse:
    said = form.cleaned_data
    with files.tidy():
        acts.add_photo(request.person, PlacePhoto(place=place, of=said["of"], alt=said["alt"]), upload=upload)
    if ticket:
        files.let_go(ticket)
    return done(request, _("The photo is there now."), reverse("gatherings:place_photos", args=[place.key]))


def _photo_changed(request: KTRequest, photo: PlacePhoto, form: PhotoWordsForm, earlier: bool, here: str) -> HttpResponse:
    photo.of, photo.alt = form.cleaned_data["of"], form.cleaned_data["alt"]
    acts.change_photo(request.person, photo, earlier=earlier)
    return done(request, _("Saved. It comes earlier now.") if earlier else _("Saved."), here)


def _photo_gone(request: KTRequest, photo: PlacePhoto, here: str) -> HttpResponse:
    acts.remove_photo(request.person, photo)
    return done(request, _("The photo is gone for good."), here)


# ── off the list, and back ────────────────────────────────────────────────────────────────────────


@behind("gatherings.place_remove")
@require_http_methods(METHODS)
def remove(request: KTRequest, place: str) -> HttpResponse:
    """See what is planned there, then take the place off the list; or put it back."""
    found = _the_place(request, place)
    is_off = found.removed_at is not None
    problem = ""
    if request.method == "POST":
        try:
            return once(request, lambda: _back(request, found) if is_off else _gone(request, found))
        except Problem as wrong:
            problem = str(wrong)
    to_come = acts.booked(found)
    mine = set(Gathering.objects.seen_by(request.person).filter(place=found).values_list("pk", flat=True))
    return page(
        request,
        "gatherings/places/remove.html",
        status=422 if problem else 200,
        place=found,
        is_off=is_off,
        problem=problem,
        booked=[one for one in to_come if one.pk in mine],
        others=sum(1 for one in to_come if one.pk not in mine),
    )


def _gone(request: KTRequest, place: Place) -> HttpResponse:
    told = len(acts.booked(place))
    acts.remove_place(request.person, place)
    words = _("%(place)s is off the list. Nothing was planned there.") % {"place": place.called}
    if told:
        words = ngettext(
            "%(place)s is off the list. Those who plan the gathering there are told.",
            "%(place)s is off the list. Those who plan the %(n)d gatherings there are told.",
            told,
        ) % {"place": place.called, "n": told}
    return done(request, words, place)


def _back(request: KTRequest, place: Place) -> HttpResponse:
    acts.bring_place_back(request.person, place)
    return done(request, _("%(place)s is on the list again.") % {"place": place.called}, place)


def _the_place(request: KTRequest, key: str) -> Place:
    return get_object_or_404(Place.objects.seen_by(request.person), key=key)
