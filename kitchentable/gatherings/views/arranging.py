"""What is to be arranged: the list of a gathering, one's own list, one thing, and what a person sees of their own."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.gatherings.acts import arranging as acts
from kitchentable.gatherings.arranged import as_mine, of_person, standing
from kitchentable.gatherings.forms.arranging import BreaksForm, DoneForm, HandOverForm
from kitchentable.gatherings.looking import needs_of
from kitchentable.gatherings.models import Arrangement, Booking, Gathering
from kitchentable.gatherings.rules.arranging import for_lead_alone, owners_of
from kitchentable.people.models import Look, Way, WhatWorks
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, behind, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page
from kitchentable.works.models import Role
from kitchentable.works.rules import has_role

A_PAGE = 25
UNREAD = ("what", "done_note", "helper", "need__words", "need__why", "need__detail")
"""What no list holds."""


@behind("gatherings.arrange")
@require_safe
def arrangements(request: KTRequest, gathering: str) -> HttpResponse:
    """That there is something to arrange, by when and whose task it is; never the need, never the name."""
    g = get_object_or_404(Gathering.objects.seen_by(request.person).select_related("host"), key=gathering)
    require(request.person, "gatherings.arrange", g)
    found = Arrangement.objects.seen_by(request.person).filter(gathering=g).select_related("owner", "need").defer(*UNREAD)
    ordered = found.order_by(F("done_at").asc(nulls_first=True), "by_when", "pk")
    listed = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    leads = has_role(request.person, g.work_id, Role.Kind.LEAD)
    day = today()
    rows = [(one, standing(one, day), leads or not for_lead_alone(one) or one.owner_id == request.person.pk) for one in listed]
    waiting = found.waiting().count()
    return page(request, "gatherings/arranging/arrangements.html", g=g, rows=rows, listed=listed, waiting=waiting)


@behind("gatherings.arrange")
@require_safe
def my_arrangements(request: KTRequest) -> HttpResponse:
    """What is mine to arrange, over all gatherings, the most urgent first."""
    mine = Arrangement.objects.seen_by(request.person).filter(owner=request.person).waiting()
    found = mine.exclude(gathering__state=Gathering.State.CANCELLED)
    ordered = found.select_related("gathering", "need").defer(*UNREAD).order_by("by_when", "pk")
    listed = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    day = today()
    return page(request, "gatherings/arranging/mine.html", rows=[(one, standing(one, day)) for one in listed], listed=listed)


@behind("gatherings.arrange")
@require_http_methods(["GET", "HEAD", "POST"])
def arrangement(request: KTRequest, arrangement: str) -> HttpResponse:
    """One thing to arrange: what, for whom, in their words as far as they show them; done with a note, or given to another."""
    people = ("gathering__work", "gathering__host", "person", "owner", "done_by", "need")
    one = get_object_or_404(Arrangement.objects.seen_by(request.person).select_related(*people), key=arrangement)
    if not may(request.person, "gatherings.arranged", one):
        raise Http404
    need = _need_of(request, one)
    places = Booking.objects.wanted().filter(gathering=one.gathering, needs=one.need_id) if one.need_id else Booking.objects.none()
    place = places.first()
    owners = [person for person in owners_of(one) if person.pk != one.owner_id]
    what = request.POST.get("what", "")
    done_form = DoneForm(request.POST if what == "done" else None, with_helper=acts.needs_helper(one))
    hand_form = HandOverForm(request.POST if what == "hand" else None, owners=owners, prefix="hand")
    breaks_form = BreaksForm(request.POST if what == "breaks" else None, prefix="breaks", initial={"wants": _said(place)})
    form = {"done": done_form, "hand": hand_form, "breaks": breaks_form}.get(what)
    if form is not None and form.is_valid():
        try:
            return once(request, lambda: _do(request, one, what, form.cleaned_data))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "gatherings/arranging/arrangement.html",
        status=422 if form is not None else 200,
        one=one,
        need=need,
        status_now=standing(one),
        place=place,
        done_form=done_form,
        hand_form=hand_form,
        breaks_form=breaks_form,
    )


def _need_of(request: KTRequest, one: Arrangement) -> WhatWorks | None:
    """The need, noted as a look; nothing of it, nor of the task, for who may not see it."""
    if one.need_id is None:
        return None
    found = needs_of(request.person, one.gathering, [one.person_id], Look.Why.ARRANGE)
    need = next((need for need in found if need.pk == one.need_id), None)
    if need is None:
        raise Http404
    return need


def _said(place: Booking | None) -> str:
    return {True: "yes", False: "no"}.get(place.covers_breaks, "") if place and place.covers_breaks is not None else ""


def _do(request: KTRequest, one: Arrangement, what: str, typed: dict[str, object]) -> HttpResponse:
    here = reverse("gatherings:arrangement", args=[one.key])
    if what == "done":
        acts.arranged(request.person, one, note=str(typed["note"]), helper=str(typed.get("helper", "")))
        return done(request, _("Saved. %(name)s can read what was done.") % {"name": one.person}, here)
    if what == "hand":
        acts.hand_over(request.person, one, to=typed["to"])  # type: ignore[arg-type]
        return done(request, _("It is %(name)s’s to do now. We have told them.") % {"name": one.owner}, here)
    acts.say_breaks(request.person, one, wants=typed["wants"] == "yes", way=str(typed["way"]), for_person=one.person)
    return done(request, _("Saved at their word. Those who are booked are told."), here)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def arranged(request: KTRequest) -> HttpResponse:
    """What is being arranged for me: who does it, by when, and what was done."""
    mine = of_person(request.person)
    form = BreaksForm(request.POST if request.method == "POST" else None, for_oneself=True)
    if form.is_valid():
        one = get_object_or_404(mine, key=request.POST.get("arrangement", ""))
        return once(request, lambda: _breaks(request, one, wants=form.cleaned_data["wants"] == "yes"))
    listed = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    return page(request, "gatherings/arranging/arranged.html", rows=as_mine(listed), listed=listed, form=form)


def _breaks(request: KTRequest, one: Arrangement, *, wants: bool) -> HttpResponse:
    acts.say_breaks(request.person, one, wants=wants, way=Way.PAGE)
    words = _("Saved. They are there in the breaks too.") if wants else _("Saved. They have the breaks for themselves.")
    return done(request, words, reverse("gatherings:arranged"))
