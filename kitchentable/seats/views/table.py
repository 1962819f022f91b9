"""The table of a piece of work: its picture and seats in the office, giving and ending a seat, and one's own seats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people.models import Person
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.seats.acts import table as acts
from kitchentable.seats.forms.table import EndForm, GiveForm, LeaveForm, StandInForm
from kitchentable.seats.gaps import gaps_now
from kitchentable.seats.leaving import left_of
from kitchentable.seats.models import AffectedGroup, Offer, Seat
from kitchentable.seats.picture import for_stage
from kitchentable.seats.rules.table import reads_why
from kitchentable.ui.shortcuts import done, page
from kitchentable.works.models import Work

METHODS = ["GET", "HEAD", "POST"]
A_PAGE = 25
MOST_FOUND = 20
MOST_ALTERNATES = 50


@behind("seats.office")
@require_safe
def table(request: KTRequest, slug: str) -> HttpResponse:
    """Who is at the table and who is missing, at each stage; and who sits where, for those who may know."""
    work = _the_work(request, slug, "seats.office")
    ended = request.GET.get("show") == "ended"
    seats = Seat.objects.seen_by(request.person).filter(work=work, until__isnull=not ended).select_related("person", "group")
    if ended:
        seats = seats.annotate(is_taken=Exists(Seat.objects.filter(stands_in_for=OuterRef("pk")))).order_by("-until", "-pk")
    else:
        seats = seats.order_by("kind", "group__name", "order", "since", "pk")
    return page(
        request,
        "seats/table/table.html",
        work=work,
        picture=for_stage(work, request.GET.get("stage", "")),
        missing=gaps_now(work),
        page_obj=Paginator(seats, A_PAGE).get_page(request.GET.get("page")),
        ended=ended,
        may_give=bool(may(request.person, "seats.take", work)),
        reads_why=reads_why(request.person, work),
        kinds=Seat.Kind,
    )


@behind("seats.take")
@require_http_methods(METHODS)
def seat_give(request: KTRequest, slug: str) -> HttpResponse:
    """Give somebody a seat: first who, then for which group and how they came to it."""
    work = _the_work(request, slug, "seats.take")
    person, form = None, None
    group = request.GET.get("group", "")[:16]
    if key := request.GET.get("who", ""):
        person = get_object_or_404(Person.objects.seen_by(request.person), key=key)
        first = {"kind": Seat.Kind.SEAT.value, "way": Seat.Way.ASKED.value, "group": group}
        form = GiveForm(request.POST if request.method == "POST" else None, work=work, initial=first)
        if form.is_valid():
            given = form.cleaned_data
            try:
                return once(request, lambda: _given(request, work, person, given))
            except Problem as problem:
                form.add_problem(problem)
    find = request.GET.get("q", "").strip()[:100]
    return page(
        request,
        "seats/table/give.html",
        status=422 if request.method == "POST" else 200,
        work=work,
        form=form,
        who=person,
        find=find,
        group=group,
        people=_called(request, find),
        has_map=AffectedGroup.objects.on_map().filter(work=work).exists(),
    )


def _given(request: KTRequest, work: Work, person: Person, given: dict[str, Any]) -> HttpResponse:
    acts.take(request.person, work, person=person, say=True, **given)
    words = _("Saved. %(name)s is told that they have a place.") % {"name": person.called}
    return done(request, words, reverse("seats:table", args=[work.slug]), saved=f"seat-{work.slug}")


def _called(request: KTRequest, find: str) -> list[Person]:
    if not find:
        return []
    found = Person.objects.seen_by(request.person)
    for part in find.split():
        found = found.filter(called__icontains=part)
    return list(found.order_by("called", "pk")[:MOST_FOUND])


@signed_in
@require_http_methods(METHODS)
def seat_end(request: KTRequest, seat: str) -> HttpResponse:
    """Leave one's own seat; or end somebody's, at their word or with a because."""
    one = get_object_or_404(Seat.objects.select_related("work", "group", "person"), key=seat)
    require(request.person, "seats.end", one)
    is_mine = one.person_id == request.person.pk
    sent = request.POST if request.method == "POST" else None
    may_decide = bool(may(request.person, "works.change", one.work))
    form: Any = LeaveForm(sent) if is_mine else EndForm(sent, seat=one, may_decide=may_decide)
    if form.is_valid():
        try:
            return once(request, lambda: _ended(request, one, form, is_mine=is_mine))
        except Problem as problem:
            form.add_problem(problem)
            one.refresh_from_db()
    back = reverse("seats:mine") if is_mine else reverse("seats:table", args=[one.work.slug])
    return page(
        request, "seats/table/end.html", status=422 if form.is_bound else 200, seat=one, form=form, is_mine=is_mine, back=back
    )


def _ended(request: KTRequest, seat: Seat, form: Any, *, is_mine: bool) -> HttpResponse:
    given = form.cleaned_data
    if is_mine:
        acts.end(request.person, seat, why=given["why"])
        words = _("Saved. You left this seat. You can still say what you think at any time.")
        return done(request, words, reverse("seats:mine"), saved=f"end-{seat.key}")
    acts.end(
        request.person,
        seat,
        why=given["why"],
        until=given["until"],
        because="" if form.at_their_word else given["because"],
        for_person=seat.person if form.at_their_word else None,
    )
    to = reverse("seats:table", args=[seat.work.slug])
    return done(request, _("Saved. This seat has ended, and the person is told."), to, saved=f"end-{seat.key}")


@behind("seats.take")
@require_http_methods(METHODS)
def stand_in(request: KTRequest, seat: str) -> HttpResponse:
    """Somebody from the list of those who stand in takes over a seat that has ended."""
    one = get_object_or_404(Seat.objects.seen_by(request.person).select_related("work", "group"), key=seat)
    require(request.person, "seats.stand_in", one)
    alternates = _alternates(one)
    form = StandInForm(request.POST if request.method == "POST" else None, alternates=alternates)
    if form.is_valid():
        chosen = next(found for found in alternates if found.key == form.cleaned_data["alternate"])
        try:
            return once(request, lambda: _stood_in(request, one, chosen))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request, "seats/table/stand_in.html", status=422 if form.is_bound else 200, seat=one, form=form, alternates=alternates
    )


def _alternates(seat: Seat) -> list[Seat]:
    waiting = Seat.objects.filter(work=seat.work_id, kind=Seat.Kind.ALTERNATE, until__isnull=True, person__isnull=False)
    elsewhere = ExpressionWrapper(~Q(group=seat.group_id), output_field=BooleanField())
    in_order = waiting.select_related("person", "group").annotate(elsewhere=elsewhere).order_by("elsewhere", "order", "pk")
    return list(in_order[:MOST_ALTERNATES])


def _stood_in(request: KTRequest, seat: Seat, chosen: Seat) -> HttpResponse:
    made = acts.stand_in(request.person, seat, alternate=chosen)
    name = made.person.called if made.person else ""
    words = _("Saved. %(name)s has the seat now, and is told.") % {"name": name}
    return done(request, words, reverse("seats:table", args=[seat.work.slug]))


@behind("seats.office")
@require_safe
def left(request: KTRequest, slug: str) -> HttpResponse:
    """How many left, from which groups, at which stage; small counts hidden. Never why."""
    work = _the_work(request, slug, "seats.office")
    return page(request, "seats/table/left.html", work=work, left=left_of(work))


@dataclass(frozen=True, slots=True)
class MySeat:
    """One of my seats; `place` is how far up I am on the list of those who stand in."""

    seat: Seat
    place: int


@signed_in
@require_safe
def mine(request: KTRequest) -> HttpResponse:
    """The seats I hold and held: for which group, since when, how to leave; and those I offered for."""
    me: Person = request.person
    seats = Seat.objects.filter(person=me).select_related("work", "group")
    held = Paginator(seats.filter(until__isnull=True).order_by("-since", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    past = Paginator(seats.filter(until__isnull=False).order_by("-until", "-pk"), A_PAGE).get_page(request.GET.get("past"))
    places = _places(list(held))
    rows = [MySeat(seat, places.get(seat.pk, 0)) for seat in held]
    offers = Offer.objects.filter(person=me, taken_back_at__isnull=True).select_related("call__work").order_by("-pk")
    offered = Paginator(offers, A_PAGE).get_page(request.GET.get("offers"))
    return page(request, "seats/table/mine.html", rows=rows, held=held, past=past, offered=offered, kinds=Seat.Kind)


def _places(held: list[Seat]) -> dict[int, int]:
    """How far up each of my alternates' seats is on the list of its work: 1 is asked first. One query."""
    mine = {seat.pk: seat.work_id for seat in held if seat.kind == Seat.Kind.ALTERNATE}
    if not mine:
        return {}
    waiting = Seat.objects.filter(work__in=set(mine.values()), kind=Seat.Kind.ALTERNATE, until__isnull=True, person__isnull=False)
    found: dict[int, int] = {}
    seen: dict[int, int] = {}
    for pk, work in waiting.order_by("order", "pk").values_list("pk", "work_id"):
        seen[work] = seen.get(work, 0) + 1
        if pk in mine:
            found[pk] = seen[work]
    return found


def _the_work(request: KTRequest, slug: str, act: str) -> Work:
    work = get_object_or_404(Work.objects.seen_by(request.person), slug=slug)
    require(request.person, act, work)
    return work
