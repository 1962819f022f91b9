"""The wizard for the lead: draws of a call, and one draw with where it stands and the one thing to do now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.seats import can_be, pool
from kitchentable.seats.acts import drawn as after
from kitchentable.seats.acts import draws as acts
from kitchentable.seats.forms.draws import METHODS, BecauseForm, LimitsForm, PublishForm, SeedForm
from kitchentable.seats.models import Call, Draw, Offer
from kitchentable.seats.pool import Limit
from kitchentable.seats.shown import bands_of, chance_words
from kitchentable.ui.dates import moment_in_words
from kitchentable.ui.pieces import Status, Step, StepState
from kitchentable.ui.shortcuts import done, page

GET_AND_POST = ["GET", "HEAD", "POST"]
State = Draw.State
BLOBS = ("lottery", "sealed_input")


def the_draw(request: KTRequest, key: str) -> Draw:
    """The draw, for somebody who runs its call; 404 for who may not see it."""
    found = Draw.objects.seen_by(request.person).select_related("call__work", "run_by", "follows").defer(*BLOBS)
    draw = get_object_or_404(found, key=key)
    require(request.person, "seats.see_draws", draw.call)
    return draw


def status_of(draw: Draw) -> Status:
    """How far a draw is."""
    if draw.state in (State.DROPPED, State.IMPOSSIBLE):
        return Status("withdrawn" if draw.state == State.DROPPED else "late", draw.get_state_display())
    if draw.is_drawn:
        return Status("done", draw.get_state_display())
    return Status("waiting", draw.get_state_display())


@behind("seats.see_draws")
@require_http_methods(GET_AND_POST)
def draws(request: KTRequest, call: str) -> HttpResponse:
    """The draws of a call; start one."""
    one = get_object_or_404(Call.objects.seen_by(request.person).select_related("work"), key=call)
    require(request.person, "seats.see_draws", one)
    before = list(one.draws.select_related("call").defer(*BLOBS).order_by("number"))
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

STOPS = ((State.SET_UP, "made_at"), (State.SEALED, "sealed_at"), (State.LISTED, "listed_at"), (State.PUBLISHED, "published_at"),
         (State.DRAWN, "drawn_at"), (State.TOLD, "told_at"))  # fmt: skip


def steps_of(draw: Draw) -> list[Step]:
    """The way from setting up to telling people: what is done, and which is now."""
    words = {
        State.SET_UP: _("Check"), State.SEALED: _("Seal the list"), State.LISTED: _("Make the panels"),
        State.PUBLISHED: _("Publish"), State.DRAWN: _("Draw"), State.TOLD: _("Tell everyone"),
    }  # fmt: skip
    found: list[Step] = []
    is_now = False
    for place, (state, field) in enumerate(STOPS):
        # Checking is done when the list is sealed; each of the others when its own moment has come.
        moment = getattr(draw, "sealed_at" if place == 0 else field)
        is_now_here = moment is None and not is_now and draw.state not in (State.DROPPED, State.IMPOSSIBLE)
        is_now = is_now or is_now_here
        how: StepState = "done" if moment else "now" if is_now_here else "next"
        when = moment_in_words(moment, today()) if moment and place else ""
        found.append(Step(words[state], how, when=when, icon=""))
    return found


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
    shown |= _PARTS.get(one.state, _nothing)(request, one, shown["limits"])
    answer = page(request, "seats/draws/run.html", **shown)
    if shown.get("watch"):
        answer.headers["Refresh"] = "5"
    return answer


def _nothing(_request: KTRequest, _draw: Draw, _limits: list[Limit]) -> dict[str, Any]:
    return {}


def _set_up(_request: KTRequest, draw: Draw, limits: list[Limit]) -> dict[str, Any]:
    """How many offered and how; and whether it can be done."""
    ways = list(pool.pool_of(draw).order_by().values_list("way").annotate(n=Count("pk")).order_by("-n"))
    labels = dict(Offer.Way.choices)
    offers = sum(n for _way, n in ways)
    can = _can(draw, limits, offers)
    return {
        "offers": offers,
        "by_way": [(labels[way], n) for way, n in ways],
        "can": can,
        "may_seal": can.answer is not False and bool(offers),
    }


@dataclass(frozen=True, slots=True)
class Can:
    """Can this be done? `answer` None: not known (yet). `asked`: the worker is at it. `problem`: what must be put right first."""

    answer: bool | None
    why: str = ""
    ways: tuple[can_be.Way, ...] = ()
    asked: bool = False
    problem: str = ""


def _can(draw: Draw, limits: list[Limit], offers: int) -> Can:
    """Small pools at once; for big ones what the worker found."""
    try:
        task = pool.unsealed_task(draw)
    except Problem as problem:
        return Can(False, problem=str(problem))
    found = can_be.look(task) if offers <= number("draw_at_once") else None
    if found is None and draw.checked and draw.checked["for"] == task.input_sha256:
        found = draw.checked
    if found is None:
        return Can(None, asked=draw.check_asked_at is not None)
    if found["can"]:
        return Can(True)
    return Can(False, can_be.why_words(found, limits, draw.seats), tuple(can_be.ways_of(found, limits)))


def _sealed(request: KTRequest, draw: Draw, _limits: list[Limit]) -> dict[str, Any]:
    words = {
        "first": _("Looking for a first panel."), "chances": _("Finding the fairest chances."),
        "panels": _("Making 1,000 panels that give these chances."), "proof": _("Proving that nothing fairer exists."),
    }  # fmt: skip
    return {"far": words.get(draw.progress, _("It waits for its turn. That takes a few seconds.")), "watch": "watch" in request.GET}


def _impossible(_request: KTRequest, draw: Draw, limits: list[Limit]) -> dict[str, Any]:
    assert draw.why_not is not None
    why = can_be.why_words(draw.why_not, limits, draw.seats)
    later = draw.call.draws.filter(number__gt=draw.number).exists()
    return {"can": Can(False, why, tuple(can_be.ways_of(draw.why_not, limits))), "later": later}


def _listed(_request: KTRequest, draw: Draw, _limits: list[Limit]) -> dict[str, Any]:
    counts = list(draw.tickets.values_list("in_panels", flat=True))
    known = [count for count in counts if count is not None]
    return {
        "form": PublishForm(),
        "bands": bands_of(known, number("hide_below")),
        "lowest": min(known, default=0),
        "lowest_words": chance_words(min(known, default=0)),
    }


def _published(request: KTRequest, draw: Draw, _limits: list[Limit]) -> dict[str, Any]:
    return {"form": SeedForm(), "verdict": may(request.person, "seats.draw_panel", draw)}


def _drawn(_request: KTRequest, draw: Draw, _limits: list[Limit]) -> dict[str, Any]:
    plan = after.plan_replacement(draw)
    return {"left": len(plan.out) if plan else 0}


_PARTS: dict[str, Callable[[KTRequest, Draw, list[Limit]], dict[str, Any]]] = {
    State.SET_UP: _set_up,
    State.SEALED: _sealed,
    State.IMPOSSIBLE: _impossible,
    State.LISTED: _listed,
    State.PUBLISHED: _published,
    State.DRAWN: _drawn,
    State.TOLD: _drawn,
}


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
            can = _can_with(one, form, found)
        else:
            try:
                return once(request, lambda: _saved_limits(request, one, form))
            except Problem as problem:
                form.add_problem(problem)
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "seats/draws/limits.html", status=status, draw=one, call=one.call, form=form, can=can)


def _can_with(draw: Draw, form: LimitsForm, found: list[Limit]) -> Can:
    """Whether it could be done with what was typed; nothing is saved."""
    typed = {(feature, value): (low, high) for feature, value, low, high in form.changes()}
    as_typed = [
        Limit(one.feature, one.value, one.asks, one.words, *typed[one.feature, one.value], never_alone=one.never_alone)
        for one in found
    ]
    draw.quotas = [[one.feature, one.value, one.low, one.high] for one in as_typed]
    draw.method, draw.alternates, draw.must = form.cleaned_data["method"], form.cleaned_data["alternates"], form.codes()
    return _can(draw, as_typed, pool.pool_of(draw).count())


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
        ways = list(_can(one, found, pool.pool_of(one).count()).ways)
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
    shown = _PARTS[one.state](request, one, [])
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
