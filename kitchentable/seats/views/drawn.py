"""After the draw: the people who were drawn, who leaves, who comes in; and what everyone can see, take home and check."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kitchentable.people.models import Person
from kitchentable.people.secret import mark
from kitchentable.people.visits import visitor
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.limits import too_many, tried
from kitchentable.policy.marks import KTRequest, behind, public, signed_in
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.seats import can_be, pool, shown
from kitchentable.seats.acts import drawn as acts
from kitchentable.seats.checking import look_again, stored_lottery
from kitchentable.seats.draw.open_file import open_file
from kitchentable.seats.forms.draws import METHODS, GroupForm
from kitchentable.seats.models import Draw, Seat, Ticket
from kitchentable.seats.views.draws import GET_AND_POST, the_draw
from kitchentable.ui.shortcuts import done, page

State, Result = Draw.State, Ticket.Result
A_PAGE = 25
CHECKS, HOUR = "seats.draw_check", 60
SEALED_ON = (State.SEALED, State.LISTED, State.PUBLISHED, State.DRAWN, State.TOLD)


# ── for those who run it ──────────────────────────────────────────────────────────────────────────


@behind("seats.see_draws")
@require_http_methods(GET_AND_POST)
def people(request: KTRequest, draw: str) -> HttpResponse:
    """The people of a sealed draw by name, never beside their number: seats and groups once drawn; note that somebody leaves."""
    one = the_draw(request, draw)
    if one.state not in SEALED_ON:
        raise Http404
    if request.method == "POST":
        require(request.person, "seats.draw_group", one)
        return _group(request, one)
    # By name: in the order of their numbers, the list would tell whose number is whose.
    tickets = one.tickets.here().select_related("offer__person", "offer__group").order_by("offer__person__called", "pk")
    if one.is_drawn:
        tickets = tickets.exclude(result=Result.NOT)
    listed = Paginator(tickets, A_PAGE).get_page(request.GET.get("page"))
    seats = {seat.person_id: seat for seat in Seat.objects.filter(draw=one, until__isnull=True).select_related("group")}
    can_choose = bool(may(request.person, "seats.draw_group", one))
    rows = []
    for ticket in listed:
        seat = seats.get(ticket.offer.person_id)
        chooses = can_choose and seat is not None and ticket.offer.group_id is None
        form = GroupForm(draw=one, prefix=seat.key, initial={"group": seat.group.key}) if chooses and seat else None
        rows.append((ticket, seat, form))
    leads = bool(may(request.person, "works.change", one.call.work))
    return page(request, "seats/draws/people.html", draw=one, call=one.call, rows=rows, page_obj=listed, leads=leads)


def _group(request: KTRequest, one: Draw) -> HttpResponse:
    seat = get_object_or_404(Seat, draw=one, key=request.POST.get("seat", ""))
    form = GroupForm(request.POST, draw=one, prefix=seat.key)
    here = reverse("seats:draw_people", args=[one.key])
    if not form.is_valid():
        return done(request, _("Choose a group that is on the map."), here)

    def save() -> HttpResponse:
        acts.set_group(request.person, one, seat=seat, group=form.cleaned_data["group"])
        return done(request, _("Saved."), here)

    return once(request, save)


@behind("seats.drop_out")
@require_http_methods(GET_AND_POST)
def left(request: KTRequest, draw: str, offer: str) -> HttpResponse:
    """Type for somebody that they leave."""
    one = the_draw(request, draw)
    ticket = get_object_or_404(one.tickets.here().select_related("offer__person", "draw__call__work"), offer__key=offer)
    require(request.person, "seats.drop_out", ticket)
    if request.method == "POST":

        def leave() -> HttpResponse:
            acts.drop_out(request.person, ticket, for_person=ticket.offer.person)
            to = "seats:draw_replace" if one.is_drawn else "seats:draw_run"
            return done(request, _("Noted: %(name)s leaves.") % {"name": ticket.offer.person}, reverse(to, args=[one.key]))

        return once(request, leave)
    return page(request, "seats/draws/left.html", draw=one, call=one.call, who=ticket.offer.person, ticket=ticket)


@behind("seats.replace")
@require_http_methods(GET_AND_POST)
def replace(request: KTRequest, draw: str) -> HttpResponse:
    """Who comes in for those who left, and whether the limits still hold; then do it."""
    one = the_draw(request, draw)
    require(request.person, "seats.replace", one)
    if request.method == "POST":

        def come_in() -> HttpResponse:
            acts.replace(request.person, one, seen=request.POST.getlist("seen"))
            return done(request, _("Done. Whoever comes in has their seat now."), reverse("seats:draw_run", args=[one.key]))

        try:
            return once(request, come_in)
        except Problem as problem:
            return done(request, str(problem), reverse("seats:draw_replace", args=[one.key]))
    plan = acts.plan_replacement(one)
    missed = shown.missed_words(plan.missed, pool.limits_of(one)) if plan else []
    return page(request, "seats/draws/replace.html", draw=one, call=one.call, plan=plan, missed=missed)


# ── for everyone ──────────────────────────────────────────────────────────────────────────────────


def _published(request: KTRequest, key: str) -> Draw:
    """A draw whose list was published, with its list; 404 for others."""
    found = (
        Draw.objects.seen_by(request.person).filter(published_at__isnull=False).select_related("call__work", "follows", "run_by")
    )
    return get_object_or_404(found, key=key)


@public("Anyone can see how seats are drawn, and check it.")
@require_safe
def draw(request: KTRequest, draw: str) -> HttpResponse:
    """What happened and when, the chances as a picture, the limits and what was reached, and how to check it."""
    one = _published(request, draw)
    return page(request, "seats/draws/draw.html", **_public_words(request, one))


def _public_words(request: KTRequest, one: Draw) -> dict[str, Any]:
    lottery, least, limits = stored_lottery(one), number("hide_below"), pool.limits_of(one)
    counts = lottery.counts
    mine = Ticket.objects.seen_by(request.person).filter(draw=one).select_related("offer").first()
    first = _first_limits(one)
    changed = Ticket.objects.filter(draw=one, result=Result.SEAT) if one.is_drawn else Ticket.objects.none()
    return {
        "draw": one,
        "call": one.call,
        "pool": len(counts),
        "method": METHODS[one.method],
        "bands": shown.bands_of(counts, least),
        "lowest": min(counts),
        "lowest_percent": shown.percent(min(counts)),
        "lowest_words": shown.chance_words(min(counts)),
        "questions": shown.questions_of(
            lottery, limits, one.picked, least, (one.call.counts or {}).get("questions", {}), mark(one.key, "drawn")
        ),
        "least": least,
        "changed": [words for limit, *change in first for words in can_be.change_words(limit, *change)],
        "drawn_numbers": [lottery.task.people[place].id for place in lottery.panels[one.picked]] if one.picked is not None else [],
        "stand_in": [] if not one.is_drawn else list(
            one.tickets.filter(result=Result.ALTERNATE).order_by("order").values_list("number", flat=True)
        ),
        "came": changed.filter(took_over_from__isnull=False).exists(),
        "gone": changed.exclude(pk__in=changed.here().values("pk")).exists(),
        "bound": f"{100 * (one.bound or 0):.2f}",
        "mine": mine,
        "my_chance": shown.chance_words(mine.in_panels or 0) if mine else "",
        "may_leave": bool(mine and mine.is_here and may(request.person, "seats.drop_out", mine)),
        "runs": bool(may(request.person, "seats.see_draws", one.call)),
    }  # fmt: skip


def _first_limits(one: Draw) -> list[tuple[pool.Limit, int, int, int, int]]:
    """Each limit that was changed: as it was at first, and as it was sealed."""
    known = {(limit.feature, limit.value): limit for limit in pool.limits_of(one)}
    first: dict[tuple[str, str], tuple[int, int]] = {}
    for feature, value, low, high, *_new in one.changed:
        first.setdefault((feature, value), (low, high))
    return [(known[key], *was, known[key].low, known[key].high) for key, was in first.items() if key in known]


@public("The list is open: numbers, panels and digests, and nobody's answers.")
@require_safe
def draw_file(request: KTRequest, draw: str) -> HttpResponse:
    """The open file, to check the draw at home."""
    one = _published(request, draw)
    data: dict[str, Any] = open_file(stored_lottery(one))
    data |= {"seed_from": one.seed_from, "seed_on": one.seed_on.isoformat() if one.seed_on else ""}
    if one.picked is not None:
        data |= {"seed": one.seed, "picked": one.picked, "panel": data["panels"][one.picked]}
    answer = JsonResponse(data, json_dumps_params={"separators": (",", ":")})
    answer.headers["Content-Disposition"] = f'attachment; filename="draw-{one.key}.json"'
    return answer


@public("Anyone can have a draw checked.")
@require_POST
def draw_check(request: KTRequest, draw: str) -> HttpResponse:
    """Look at the whole list again, and say what was looked at."""
    one = _published(request, draw)
    if too_many(CHECKS, visitor(request), limit=number("draw_checks_an_hour"), minutes=HOUR):
        words = _("Many checks came from here in the last hour. Try again later, or check it yourself: below it says how.")
        return page(request, "seats/draws/check.html", status=429, draw=one, call=one.call, steps=[], busy=words)
    tried(CHECKS, visitor(request))
    steps = look_again(one)
    right = all(step.status.kind == "done" for step in steps)
    return page(request, "seats/draws/check.html", draw=one, call=one.call, steps=steps, right=right)


@signed_in
@require_http_methods(GET_AND_POST)
def leave(request: KTRequest, draw: str) -> HttpResponse:
    """Leave a draw, or the seat it gave."""
    me: Person = request.person
    mine = Ticket.objects.seen_by(me).select_related("offer__person", "draw__call__work")
    ticket = get_object_or_404(mine, draw__key=draw)
    if ticket.is_here:
        require(me, "seats.drop_out", ticket)
    if request.method == "POST" and ticket.is_here:

        def go() -> HttpResponse:
            acts.drop_out(me, ticket)
            return done(request, _("You have left. Thank you for your offer."), reverse("seats:draw_leave", args=[draw]))

        return once(request, go)
    chance = shown.chance_words(ticket.in_panels) if ticket.in_panels is not None else ""
    return page(request, "seats/draws/leave.html", draw=ticket.draw, call=ticket.draw.call, ticket=ticket, chance=chance)


__all__ = ["draw", "draw_check", "draw_file", "leave", "left", "people", "replace"]
