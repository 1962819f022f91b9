"""How a draw stands, as its page says it: the way, whether it can be done, and what belongs to each step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from kitchentable.policy.book import may
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Problem
from kitchentable.seats import can_be, pool
from kitchentable.seats.acts import drawn as after
from kitchentable.seats.forms.draws import LimitsForm, PublishForm, SeedForm
from kitchentable.seats.models import Draw, Offer
from kitchentable.seats.pool import Limit
from kitchentable.seats.shown import bands_of, chance_words
from kitchentable.ui.dates import moment_in_words
from kitchentable.ui.pieces import Status, Step, StepState

State = Draw.State


def status_of(draw: Draw) -> Status:
    """How far a draw is."""
    if draw.state in (State.DROPPED, State.IMPOSSIBLE):
        return Status("withdrawn" if draw.state == State.DROPPED else "late", draw.get_state_display())
    if draw.is_drawn:
        return Status("done", draw.get_state_display())
    return Status("waiting", draw.get_state_display())


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


def nothing(_request: KTRequest, _draw: Draw, _limits: list[Limit]) -> dict[str, Any]:
    """Of a draw that was given up."""
    return {}


def _set_up(_request: KTRequest, draw: Draw, limits: list[Limit]) -> dict[str, Any]:
    """How many offered and how; and whether it can be done."""
    ways = list(pool.pool_of(draw).order_by().values_list("way").annotate(n=Count("pk")).order_by("-n"))
    labels = dict(Offer.Way.choices)
    offers = sum(n for _way, n in ways)
    can = can_of(draw, limits, offers)
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


def can_of(draw: Draw, limits: list[Limit], offers: int) -> Can:
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


# What the page of a draw needs at each step.
PARTS: dict[str, Callable[[KTRequest, Draw, list[Limit]], dict[str, Any]]] = {
    State.SET_UP: _set_up,
    State.SEALED: _sealed,
    State.IMPOSSIBLE: _impossible,
    State.LISTED: _listed,
    State.PUBLISHED: _published,
    State.DRAWN: _drawn,
    State.TOLD: _drawn,
}


def can_with(draw: Draw, form: LimitsForm, found: list[Limit]) -> Can:
    """Whether it could be done with what was typed; nothing is saved."""
    typed = {(feature, value): (low, high) for feature, value, low, high in form.changes()}
    as_typed = [
        Limit(one.feature, one.value, one.asks, one.words, *typed[one.feature, one.value], never_alone=one.never_alone)
        for one in found
    ]
    draw.quotas = [[one.feature, one.value, one.low, one.high] for one in as_typed]
    draw.method, draw.alternates, draw.must = form.cleaned_data["method"], form.cleaned_data["alternates"], form.codes()
    return can_of(draw, as_typed, pool.pool_of(draw).count())
