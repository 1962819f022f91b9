"""The wizard for the lead: draws of a call, and one draw with where it stands and the one thing to do now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.seats import can_be, pool
from kitchentable.seats.acts import drawn as after
from kitchentable.seats.acts import draws as acts
from kitchentable.seats.forms.draws import METHODS, BecauseForm, LimitsForm, PublishForm, SeedForm
from kitchentable.seats.models import Call, Draw
from kitchentable.seats.views.draw_parts import PARTS, can_of, can_with, nothing, status_of, steps_of
from kitchentable.ui.shortcuts import done, page

GET_AND_POST = ["GET", "HEAD", "POST"]
State = Draw.State


def the_draw(request: KTRequest, key: str) -> Draw:
    """The draw, for somebody who runs its call; 404 for who may not see it."""
    found = Draw.objects.seen_by(request.person).select_related("call__work", "run_by", "follows").light()
    draw = get_object_or_404(found, key=key)
    require(request.person, "seats.see_draws", draw.call)
    return draw


@behind("seats.see_draws")
@require_http_methods(GET_AND_POST)
def draws(request: KTRequest, call: str) -> HttpResponse:
    """The draws of a call; start one."""
    one = get_object_or_404(Call.objects.seen_by(request.person).select_related("work"), key=call)
    require(request.person, "seats.see_draws", one)
    before = list(Draw.objects.filter(call=one).light().select_related("call").order_by("number"))
    form = BecauseForm(request.POST if request.method == "POST" and before else None)
    if request.method == "POST" and (not before or form.is_valid()):
        because = form.cleaned_data["because"] if before else ""

        def start() -> HttpResponse:
            draw = acts.start_draw(request.person, one, because=because)
            return done(request, _("Begun. Nothing is drawn yet."), _at(draw), saved=f"draws-{one.key}")

        try:
            return once(request, start)
        except Problem as problem:
            form = BecauseForm(request.POST)
            form.is_valid()
            form.errors.clear()
            form.add_problem(problem)
    return page(
        request,
        "seats/draws/draws.html",
        status=422 if form.errors else 200,
        call=one,
        rows=[(draw, status_of(draw)) for draw in before],
        form=form,
        verdict=may(request.person, "seats.start_draw", one),
    )


def _at(draw: Draw) -> str:
    return reverse("seats:draw_run", args=[draw.key])


# ── one draw ──────────────────────────────────────────────────────────────────────────────────────


@behind("seats.see_draws")
@require_safe
def run(request: KTRequest, draw: str) -> HttpResponse:
    """Where a draw stands, and the one thing to do now."""
    one = the_draw(request, draw)
    shown: dict[str, Any] = {
        "draw": one,
        "call": one.call,
        "stands": status_of(one),
        "steps": steps_of(one),
        "method": METHODS[one.method],
        "leads": bool(may(request.person, "works.change", one.call.work)),
        "may_give_up": bool(may(request.person, "seats.give_up", one)),
        "limits": pool.limits_of(one),
        "form": None,
    }
    shown |= PARTS.get(one.state, nothing)(request, one, shown["limits"])
    answer = page(request, "seats/draws/run.html", **shown)
    if shown.get("watch"):
        answer.headers["Refresh"] = "5"
    return answer


# ── the steps ─────────────────────────────────────────────────────────────────────────────────────


@behind("seats.draw_limits")
@require_http_methods(GET_AND_POST)
def limits(request: KTRequest, draw: str) -> HttpResponse:
    """Change the limits; see whether it can be done before anything is saved."""
    one = the_draw(request, draw)
    require(request.person, "seats.draw_limits", one)
    found = pool.limits_of(one)
    form = LimitsForm(request.POST if request.method == "POST" else None, draw=one, limits=found)
    can = None
    if form.is_valid():
        if "look" in request.POST:
            can = can_with(one, form, found)
        else:
            try:
                return once(request, lambda: _saved_limits(request, one, form))
            except Problem as problem:
                form.add_problem(problem)
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "seats/draws/limits.html", status=status, draw=one, call=one.call, form=form, can=can)


def _saved_limits(request: KTRequest, draw: Draw, form: LimitsForm) -> HttpResponse:
    typed = form.cleaned_data
    acts.set_limits(
        request.person, draw, limits=form.changes(), method=typed["method"], alternates=typed["alternates"], must=form.codes(),
        must_because=typed["must_because"],
    )  # fmt: skip
    return done(request, _("Saved. What you changed is kept, and everyone can read it."), _at(draw), saved=f"limits-{draw.key}")


def _one_step(request: KTRequest, draw: Draw, step: Callable[[], Draw], words: str) -> HttpResponse:
    """Take a step once; what stands in the way is said on the page of the draw."""

    def take() -> HttpResponse:
        return done(request, words, _at(step()))

    try:
        return once(request, take)
    except Problem as problem:
        return done(request, str(problem), _at(draw))


@behind("seats.take_way")
@require_POST
def take_way(request: KTRequest, draw: str) -> HttpResponse:
    """Take one of the ways that make it possible."""
    one = the_draw(request, draw)
    require(request.person, "seats.take_way", one)
    found = pool.limits_of(one)
    if one.state == State.IMPOSSIBLE:
        assert one.why_not is not None
        ways = can_be.ways_of(one.why_not, found)
    else:
        ways = list(can_of(one, found, pool.pool_of(one).count()).ways)
    way = next((way for way in ways if way.token == request.POST.get("way")), None)
    if way is None:
        return done(request, str(acts.WentOn()), _at(one))
    words = " ".join(way.sentences)
    return _one_step(
        request,
        one,
        lambda: acts.take_way(request.person, one, changes=way.changes, words=words),
        _("Changed, and kept for everyone to read: %(words)s") % {"words": words},
    )


@behind("seats.ask_check")
@require_POST
def ask_check(request: KTRequest, draw: str) -> HttpResponse:
    """Have it looked at, for big pools."""
    one = the_draw(request, draw)
    require(request.person, "seats.ask_check", one)
    return _one_step(
        request, one, lambda: acts.ask_check(request.person, one), _("We are looking. Open this page again in a minute.")
    )


@behind("seats.seal")
@require_POST
def seal(request: KTRequest, draw: str) -> HttpResponse:
    """Close the list of people."""
    one = the_draw(request, draw)
    require(request.person, "seats.seal", one)
    return _one_step(
        request,
        one,
        lambda: acts.seal(request.person, one),
        _("The list is sealed. Now we make the panels. You can close this page."),
    )


@behind("seats.publish_draw")
@require_POST
def publish(request: KTRequest, draw: str) -> HttpResponse:
    """Publish the digests and say what the seed will be."""
    one = the_draw(request, draw)
    require(request.person, "seats.publish_draw", one)
    form = PublishForm(request.POST)
    return _form_step(request, one, form, lambda: acts.publish(request.person, one, **form.cleaned_data), _("Published."))


@behind("seats.draw_panel")
@require_POST
def draw_panel(request: KTRequest, draw: str) -> HttpResponse:
    """Draw."""
    one = the_draw(request, draw)
    require(request.person, "seats.draw_panel", one)
    form = SeedForm(request.POST)
    words = _("Drawn. Nobody is told yet.")
    return _form_step(request, one, form, lambda: acts.draw_panel(request.person, one, **form.cleaned_data), words)


def _form_step(request: KTRequest, one: Draw, form: Form, step: Callable[[], Draw], words: str) -> HttpResponse:
    """A step with something to type. What is wrong comes back on the same page, with what was typed."""
    if form.is_valid():
        try:
            return once(request, lambda: done(request, words, _at(step()), saved=f"{one.state}-{one.key}"))
        except acts.WentOn as problem:
            return done(request, str(problem), _at(one))
        except Problem as problem:
            form.add_problem(problem)  # type: ignore[attr-defined]
    shown = PARTS[one.state](request, one, [])
    return page(
        request, "seats/draws/run.html", status=422, draw=one, call=one.call, stands=status_of(one), steps=steps_of(one),
        method=METHODS[one.method], leads=True, may_give_up=bool(may(request.person, "seats.give_up", one)),
        limits=pool.limits_of(one), **(shown | {"form": form}),
    )  # fmt: skip


@behind("seats.tell_people")
@require_POST
def tell(request: KTRequest, draw: str) -> HttpResponse:
    """Tell everyone."""
    one = the_draw(request, draw)
    require(request.person, "seats.tell_people", one)
    words = _("Everyone is told, in the way they chose. Calls and letters wait in the office.")
    return _one_step(request, one, lambda: after.tell_people(request.person, one), words)


@behind("seats.give_up")
@require_http_methods(GET_AND_POST)
def give_up(request: KTRequest, draw: str) -> HttpResponse:
    """End a draw before its seed is known, and say why."""
    one = the_draw(request, draw)
    if one.state in (State.DRAWN, State.TOLD) and request.method != "POST":
        raise Http404
    require(request.person, "seats.give_up", one)
    form = BecauseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        because = form.cleaned_data["because"]
        return _one_step(
            request,
            one,
            lambda: acts.give_up(request.person, one, because=because),
            _("Given up. It stays in sight, with your reason."),
        )
    return page(request, "seats/draws/give_up.html", status=422 if form.is_bound else 200, draw=one, call=one.call, form=form)
