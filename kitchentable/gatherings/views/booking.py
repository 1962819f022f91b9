"""Communication professionals for one gathering, the link with which they say yes or no, and what a person says should be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.gatherings import booking_links
from kitchentable.gatherings.acts import booking as acts
from kitchentable.gatherings.arranged import Candidate, candidates, how_booked
from kitchentable.gatherings.booking_links import AskedByLink
from kitchentable.gatherings.booking_words import facts, kind_in_words, length_in_words, the_truth, when, where
from kitchentable.gatherings.forms.arranging import AskForm, SaidForm, WhatToDoForm
from kitchentable.gatherings.interpreters import TAKE_TURNS, Count, how_many
from kitchentable.gatherings.looking import needs_of
from kitchentable.gatherings.models import Booking, Gathering, Professional, WhatToDo
from kitchentable.people.looking import note_looks
from kitchentable.people.models import Look, Way, WhatWorks
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind, public, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.pieces import Status
from kitchentable.ui.shortcuts import done, page

State = Booking.State


@dataclass(frozen=True, slots=True)
class Place:
    """One place as the planner sees it. Forms are there for what can be done now; `is_first` has the one green button."""

    one: Booking
    title: str
    status: Status
    ask: AskForm | None
    said: SaidForm | None
    others: list[Candidate]
    is_first: bool


@dataclass(frozen=True, slots=True)
class Set:
    """Those who share a kind and a language: how many places, why in words, and each place."""

    title: str
    count: Count
    why: list[str]
    places: list[Place]
    asks_breaks: bool


@behind("gatherings.arrange")
@require_http_methods(["GET", "HEAD", "POST"])
def bookings(request: KTRequest, gathering: str) -> HttpResponse:
    """How many are needed and why, whom to ask first, and what they said."""
    g = get_object_or_404(Gathering.objects.seen_by(request.person).select_related("work", "host", "place"), key=gathering)
    require(request.person, "gatherings.arrange", g)
    key, what = request.POST.get("place", ""), request.POST.get("what", "")
    sets = _sets(request, g, key, what)
    if request.method == "POST":
        place = next((place for one in sets for place in one.places if place.one.key == key), None)
        if place is None:
            raise Http404
        form = place.ask if what == "ask" else place.said
        if form is None:
            raise Http404
        if form.is_valid():
            try:
                return once(request, lambda: _do(request, place.one, form))
            except Problem as problem:
                form.add_problem(problem)
    warned = any(place.one.warned_at for one in sets for place in one.places)
    asked = WhatToDo.objects.filter(booking__gathering=g).order_by("pk").defer("words") if warned else ()
    return page(
        request,
        "gatherings/arranging/bookings.html",
        status=422 if request.method == "POST" else 200,
        g=g,
        when=when(g),
        where=where(g),
        length=length_in_words(g.minutes),
        sets=sets,
        asked=asked,
    )


def _do(request: KTRequest, place: Booking, form: AskForm | SaidForm) -> HttpResponse:
    here = f"{reverse('gatherings:bookings', args=[place.gathering.key])}#place-{place.key}"
    if isinstance(form, AskForm):
        who = form.chosen()
        acts.ask(request.person, place, who=who, because=form.cleaned_data.get("because", ""))
        return done(request, _("%(name)s is asked, by their own channel. The answer comes here.") % {"name": who.called}, here)
    yes = form.cleaned_data["said"] == "yes"
    whom = place.professional.person if place.professional else None
    acts.says(request.person, place, yes=yes, way=form.cleaned_data["way"], for_person=whom)
    return done(request, _("Saved. They are booked.") if yes else _("Saved. Now ask somebody else."), here)


def _sets(request: KTRequest, g: Gathering, key: str, what: str) -> list[Set]:
    people = ("professional__person", "gathering__work", "gathering__host")
    places = list(g.bookings.wanted().select_related(*people).prefetch_related("needs"))
    if not places:
        return []
    no = Exists(acts.said_no(g).filter(professional=OuterRef("pk")))
    listed = list(
        Professional.objects.listed().filter(kind__in={one.kind for one in places}, person__isnull=False).annotate(said_no=no)
    )
    said_no = {one.pk for one in listed if vars(one)["said_no"]}
    seen = {need.pk: need for need in _needs(request, g, places)}
    taken = {one.professional_id for one in places if one.state in acts.TAKEN and one.professional_id}
    limits, talks = acts.limits(), acts.talks_of(g)
    first = next((one.pk for one in places if one.state not in acts.TAKEN), None)
    found: dict[tuple[str, str], list[Place]] = {}
    for one in places:
        could = candidates(one, listed, [seen[n.pk] for n in one.needs.all() if n.pk in seen], taken, said_no)
        found.setdefault((one.kind, one.language), []).append(_place(request, g, one, could, first, key, what))
    return [
        Set(
            kind_in_words(some[0].one),
            count := how_many(kind, g.minutes, talks, limits),
            _why(kind, count, limits.whole, limits.nonstop, limits.is_strict),
            some,
            any(place.one.covers_breaks is None for place in some),
        )
        for (kind, _language), some in found.items()
    ]


def _needs(request: KTRequest, g: Gathering, places: Iterable[Booking]) -> list[WhatWorks]:
    """What the people of the open places wrote, to find whom they named; each look is noted."""
    whom = {need.person_id for one in places if one.state not in acts.TAKEN for need in one.needs.all()}
    return needs_of(request.person, g, whom, Look.Why.ARRANGE) if whom else []


def _place(request: KTRequest, g: Gathering, one: Booking, could: list[Candidate], first: int | None, key: str, what: str) -> Place:
    mine = request.POST if request.method == "POST" and one.key == key else None
    can = bool(may(request.person, "gatherings.ask_professional", one))
    ask = said = None
    if can and one.state not in acts.TAKEN and any(c.can_be_asked for c in could) and g.starts_at:
        best = next(c.professional.key for c in could if c.can_be_asked)
        ask = AskForm(mine if what == "ask" else None, found=could, prefix=one.key, initial={"who": best})
    if can and one.state in acts.TAKEN:
        said = SaidForm(mine if what == "said" else None, prefix=one.key)
    return Place(
        one,
        _("Place %(n)d") % {"n": one.number},
        how_booked(one),
        ask,
        said,
        [c for c in could if not c.can_be_asked],
        one.pk == first,
    )


def _why(kind: str, count: Count, whole: int, nonstop: int, is_strict: bool) -> list[str]:
    """Both sources, what each says here, and which one this organisation follows (R059)."""
    if kind not in TAKE_TURNS:
        return [_("One is enough for any length.")]
    most = _("Most sources: two when it is longer than %(limit)s. This one is %(length)s.") % {
        "limit": length_in_words(whole),
        "length": length_in_words(count.minutes),
    }
    strict = _("A strict source: two when anybody talks for more than %(limit)s without a break. Here it is %(length)s.") % {
        "limit": length_in_words(nonstop),
        "length": length_in_words(count.longest),
    }
    if is_strict:
        follows = _("We follow the stricter of the two.")
    elif count.strict_says_two and not count.most_say_two:
        follows = _("We follow most sources. The strict one would have two here: a break more would help.")
    else:
        follows = _("We follow most sources.")
    return [most, strict, follows]


@public("The link that was sent to a professional: it opens one place at one gathering, for yes or no.")
@require_http_methods(["GET", "HEAD", "POST"])
def booking_link(request: KTRequest, booking: str, token: str) -> HttpResponse:
    """Can you come? A day, a time and a place; no name and no need. Opening it changes nothing."""
    place = booking_links.opened(booking, token)
    if place is None:
        return page(request, "gatherings/arranging/link_over.html")
    said = request.POST.get("said", "")
    if request.method == "POST" and said in ("yes", "no"):
        return once(request, lambda: _says(request, place, yes=said == "yes"))
    return page(
        request,
        "gatherings/arranging/link.html",
        place=place,
        is_booked=place.state == State.BOOKED,
        lines=facts(place).split("\n"),
    )


def _says(request: KTRequest, place: Booking, *, yes: bool) -> HttpResponse:
    acts.says(AskedByLink(place), place, yes=yes, way=Way.LINK)
    words = _("You are booked. Your calendar entry comes to you.") if yes else _("You said no. We ask somebody else.")
    return done(request, words, request.path)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def what_to_do(request: KTRequest, ask: str) -> HttpResponse:
    """The truth about who is missing, and what the person wants done: they say it, or somebody writes it down at their word."""
    people = ("booking__gathering__work", "booking__gathering__host", "person")
    asked = get_object_or_404(WhatToDo.objects.seen_by(request.person).select_related(*people), key=ask)
    g, is_mine = asked.booking.gathering, asked.person_id == request.person.pk
    is_planner = not is_mine and _plans(request, asked)
    truth = the_truth(asked.booking)
    booked = g.bookings.filter(kind=asked.booking.kind, language=asked.booking.language, state=State.BOOKED).exists()
    form = WhatToDoForm(
        request.POST if request.method == "POST" else None,
        is_typed=is_planner,
        one_is_booked=booked,
        initial={"says": asked.says, "words": asked.words},
    )
    if form.is_valid():
        try:
            return once(request, lambda: _say_what(request, asked, form, is_mine=is_mine))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "gatherings/arranging/what_to_do.html",
        status=422 if form.is_bound else 200,
        asked=asked,
        g=g,
        is_mine=is_mine,
        truth=truth,
        when=when(g),
        form=form if may(request.person, "gatherings.say_what_to_do", asked) else None,
    )


def _plans(request: KTRequest, asked: WhatToDo) -> bool:
    """Does this reader plan it, and may they see the need it is about? A supporter's look is noted; nobody else gets in."""
    g = asked.booking.gathering
    if may(request.person, "gatherings.arrange", g):
        about = set(asked.booking.needs.values_list("pk", flat=True))
        if about.isdisjoint(need.pk for need in needs_of(request.person, g, [asked.person_id], Look.Why.ARRANGE)):
            raise Http404
        return True
    note_looks(request.person, [asked.person_id], Look.What.INVITATION, Look.Why.SUPPORT, about=g.title, thing_key=g.key)
    return False


def _say_what(request: KTRequest, asked: WhatToDo, form: WhatToDoForm, *, is_mine: bool) -> HttpResponse:
    typed = form.cleaned_data
    acts.say_what_to_do(
        request.person,
        asked,
        says=typed["says"],
        words=typed["words"],
        way=typed.get("way", Way.PAGE),
        for_person=None if is_mine else asked.person,
    )
    host = asked.booking.gathering.host
    words = _("We have it. %(name)s reads it and does it. You can change it here.") if is_mine else _("Saved. %(name)s is told.")
    return done(request, words % {"name": host}, reverse("gatherings:what_to_do", args=[asked.key]))
