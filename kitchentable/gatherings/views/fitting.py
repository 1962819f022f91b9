"""What fits and what does not: sentences by person for those who may know, and what would solve them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.gatherings import fit as core
from kitchentable.gatherings import fitting
from kitchentable.gatherings.acts import fitting as acts
from kitchentable.gatherings.acts.inviting import go_ahead
from kitchentable.gatherings.fit_words import clock_words, headline
from kitchentable.gatherings.forms.agenda import DoneForm, SaidForm
from kitchentable.gatherings.looking import ShownTo, shown_to
from kitchentable.gatherings.models import Gathering, Invitation, Place
from kitchentable.gatherings.views.planning import A_PAGE, METHODS, the_plan
from kitchentable.people.models import Person, WhatWorks
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page

FEW = 8
MOST_PLACES = 200


@dataclass(slots=True)
class Unmet:
    """One need of a person, all that does not fit it, and how it was settled."""

    need: WhatWorks
    sentences: list[str]
    kinds: set[str]
    is_must: bool
    in_hand: bool
    settled: str


@dataclass(slots=True)
class Whose:
    """What does not fit one person."""

    person: Person
    headline: str = ""
    unmet: list[Unmet] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choice:
    """A place or a start one could choose instead, and whom it leaves out."""

    words: str
    is_now: bool
    musts: int
    left_out: list[str]
    others: int


@signed_in
@require_http_methods(METHODS)
def fit(request: KTRequest, gathering: str) -> HttpResponse:
    """What does not fit whom, and what would: another place, another start, a word with the person."""
    one = the_plan(request, gathering)
    places = list(Place.objects.in_use()[:MOST_PLACES]) if one.is_open and one.kind != Gathering.Kind.ONLINE else []
    given = fitting.shown(request.person, one, places)
    found = fitting.all_misfits(one, given)
    whose = _whose(given, found)
    said, arranged = SaidForm(None), DoneForm(None)
    chosen: Unmet | None = None
    if request.method == "POST" or "need" in request.GET:
        who, chosen = _chosen(whose, request.POST.get("need") or request.GET.get("need", ""))
        if request.method == "POST":
            says = request.POST.get("do") == "said"
            said, arranged = SaidForm(request.POST if says else None), DoneForm(None if says else request.POST)
            sent: Any = said if says else arranged
            if sent.is_valid():
                try:
                    return once(request, lambda: _solved(request, one, who, chosen, sent))
                except Problem as problem:
                    sent.add_problem(problem)
    blocking = sum(each.blocks and not each.settled for each in found)
    suggested = fitting.suggestions(given, places, _starts(given.around)) if found and one.is_open else core.Suggestions([], [])
    open_ = [each for each in whose if any(not unmet.settled for unmet in each.unmet)]
    names = {row.person_id: row.person.called for row in given.rows}
    return page(
        request,
        "gatherings/planning/fit.html",
        status=422 if request.method == "POST" else 200,
        gathering=one,
        page_obj=Paginator(open_, A_PAGE).get_page(_page_of(open_, chosen) or request.GET.get("page")),
        settled=[(each, [unmet for unmet in each.unmet if unmet.settled]) for each in whose if any(u.settled for u in each.unmet)],
        more=_more(request, one, given, blocking),
        chosen=chosen,
        said=said,
        arranged=arranged,
        places=_place_choices(one, places, suggested.places, names),
        starts=_start_choices(one, suggested.starts, names),
        invited=bool(given.around.coming[one.pk]),
    )


def _more(request: KTRequest, one: Gathering, given: fitting.Shown, blocking: int) -> int:
    """How many more must-haves do not fit that only the lead may see."""
    if not one.is_open or ShownTo.LEAD in shown_to(request.person, one):
        return 0
    return max(fitting.to_solve([one], given.around)[one.pk] - blocking, 0)


def _whose(given: fitting.Shown, found: Iterable[fitting.Misfit]) -> list[Whose]:
    """By person, in the order of their names; each need once."""
    needs = {row.pk: row for row in given.rows}
    by_person: dict[int, Whose] = {}
    by_need: dict[int, Unmet] = {}
    for row in found:
        need = needs[row.need_pk]
        whose = by_person.setdefault(row.person_pk, Whose(need.person))
        if row.need_pk not in by_need:
            by_need[row.need_pk] = Unmet(need, [], set(), row.weight == WhatWorks.Weight.MUST, row.in_hand, row.settled)
            whose.unmet.append(by_need[row.need_pk])
        by_need[row.need_pk].sentences.append(row.sentence)
        by_need[row.need_pk].kinds.add(row.kind)
    for whose in by_person.values():
        whose.unmet.sort(key=lambda unmet: (bool(unmet.settled), not unmet.is_must))
        whose.headline = headline(sum(not unmet.settled for unmet in whose.unmet), whose.person.called)
    return sorted(by_person.values(), key=lambda whose: (whose.person.called, whose.person.pk))


def _page_of(whose: Sequence[Whose], chosen: Unmet | None) -> int | None:
    """The page on which the need that is being solved stands."""
    if chosen is None:
        return None
    return next((at // A_PAGE + 1 for at, each in enumerate(whose) if chosen in each.unmet), None)


def _chosen(whose: Sequence[Whose], key: str) -> tuple[Whose, Unmet]:
    for who in whose:
        for unmet in who.unmet:
            if unmet.need.key == key and not unmet.settled:
                return who, unmet
    raise Http404


def _solved(request: KTRequest, one: Gathering, who: Whose, unmet: Unmet, form: Any) -> HttpResponse:
    here = reverse("gatherings:fit", args=[one.key])
    if isinstance(form, SaidForm):
        typed = form.cleaned_data
        invitation = Invitation.objects.select_related("gathering").get(gathering=one, person=who.person)
        go_ahead(request.person, invitation, need=unmet.need, because=typed["because"], way=typed["way"], for_person=who.person)
        return done(request, _("Saved, as %(name)s said it.") % {"name": who.person.called}, here)
    acts.settle(request.person, one, need=unmet.need, what_was_done=form.cleaned_data["what"])
    return done(request, _("Saved. It is arranged."), here)


def _starts(around: fitting.Around) -> list[time]:
    return [time(hour) for hour in range(around.numbers["first_start"], around.numbers["last_start"] + 1)]


def _place_choices(one: Gathering, places: Iterable[Place], options: Sequence[core.Option], names: dict[int, str]) -> list[Choice]:
    called = {place.pk: place.called for place in places}
    return [Choice(called[each.thing], each.thing == one.place_id, each.musts, *_named(each, names)) for each in options[:FEW]]


def _start_choices(one: Gathering, options: Sequence[core.Option], names: dict[int, str]) -> list[Choice]:
    """Each start, from morning to evening; none when they are all the same for everyone."""
    if len({option.left_out for option in options}) < 2:
        return []
    here = timezone.localtime(one.starts_at) if one.starts_at else None
    found = []
    for option in sorted(options, key=lambda each: each.thing):
        at = time(option.thing // core.HOUR, option.thing % core.HOUR)
        is_now = here is not None and here.time().replace(second=0, microsecond=0) == at
        found.append(Choice(clock_words(at), is_now, option.musts, *_named(option, names)))
    return found


def _named(option: core.Option, names: dict[int, str]) -> tuple[list[str], int]:
    """Some of the people it leaves out by name, and how many more."""
    found = sorted(names[pk] for pk in option.left_out)
    return found[:FEW], max(len(found) - FEW, 0)
