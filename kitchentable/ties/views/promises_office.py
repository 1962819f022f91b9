"""Promises for whoever keeps them: what is next, kept, not kept, agreed anew, handed on; and what is promised with a decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, behind, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ties.acts import agreeing_anew, keeping, promising
from kitchentable.ties.forms.promises import AnewForm, DecidedForm, HandForm, KeptForm, NotKeptForm
from kitchentable.ties.models import Anew, Promise
from kitchentable.ties.promise_lists import narrowed, paged, shown, summary
from kitchentable.ui.forms import KitchenForm
from kitchentable.ui.shortcuts import done, page
from kitchentable.voices.models import Decision

Save = Callable[[dict[str, Any]], str]


@signed_in
@require_safe
def mine(request: KTRequest) -> HttpResponse:
    """My promises: what is next."""
    kept = Promise.objects.filter(owner=request.person)
    ended = request.GET.get("show") == "ended"
    found = kept.exclude(state=Promise.State.OPEN).as_they_stand().order_by("-ended_on", "-pk") if ended else narrowed(kept, "open")
    listed = paged(found, request.GET.get("page"))
    asked = Anew.objects.filter(promise__in=[one.pk for one in listed.object_list], state=Anew.State.ASKED)
    return page(
        request,
        "ties/promises/mine.html",
        found=listed,
        rows=shown(listed.object_list),
        sums=summary(kept),
        ended=ended,
        asked=set(asked.values_list("promise_id", flat=True)),
    )


@behind("ties.keep_promise")
@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: KTRequest, promise: str) -> HttpResponse:
    """It is kept: how."""
    found = _the_promise(request, promise, "ties.keep_promise")

    def save(typed: dict[str, Any]) -> str:
        keeping.keep_promise(request.person, found, **typed)
        return _("Saved: this promise is kept. Those it was made to are told.")

    return _asked(request, found, "ties/promises/kept.html", KeptForm(request.POST or None), save)


@behind("ties.break_promise")
@require_http_methods(["GET", "HEAD", "POST"])
def not_kept(request: KTRequest, promise: str) -> HttpResponse:
    """It will not be kept: because."""
    found = _the_promise(request, promise, "ties.break_promise")
    form = NotKeptForm(request.POST or None, promise=found, initial={"decider": found.owner.key})

    def save(typed: dict[str, Any]) -> str:
        keeping.break_promise(request.person, found, **typed)
        return _("Saved: this promise is not kept. Those it was made to are told, with the reason.")

    return _asked(request, found, "ties/promises/not_kept.html", form, save)


@behind("ties.propose_anew")
@require_http_methods(["GET", "HEAD", "POST"])
def anew(request: KTRequest, promise: str) -> HttpResponse:
    """Ask those it was made to for other words or another day; or take the question back."""
    found = _the_promise(request, promise, "ties.propose_anew")
    asked = found.anews.filter(state=Anew.State.ASKED).first()
    drops = request.method == "POST" and request.POST.get("what_to_do") == "drop"
    if drops and asked is not None:
        return once(request, lambda: _dropped(request, asked))
    form = AnewForm(None if drops else request.POST or None, initial={"what": found.what})

    def save(typed: dict[str, Any]) -> str:
        agreeing_anew.propose_anew(request.person, found, **typed)
        return _("Those it was made to are asked. Until they agree, the old day counts.")

    return _asked(
        request, found, "ties/promises/anew.html", form, save, asked=asked, has_anyone=found.to_everyone or found.to.exists()
    )


@behind("ties.hand_promise")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_on(request: KTRequest, promise: str) -> HttpResponse:
    """Give it to another named person."""
    found = _the_promise(request, promise, "ties.hand_promise")

    def save(typed: dict[str, Any]) -> str:
        keeping.hand_promise(request.person, found, typed["to"])
        return _("%(name)s keeps this promise now, and is told.") % {"name": typed["to"]}

    return _asked(
        request,
        found,
        "ties/promises/hand_on.html",
        HandForm(request.POST or None, promise=found),
        save,
        to=reverse("ties:my_promises"),
    )


@behind("ties.promise_decided")
@require_http_methods(["GET", "HEAD", "POST"])
def decided(request: KTRequest, slug: str, number: int) -> HttpResponse:
    """After it is decided: what will be done, by whom, by when."""
    decisions = Decision.objects.seen_by(request.person).select_related("work", "decider", "decided_by", "chosen")
    decision = get_object_or_404(decisions, work__slug=slug, number=number)
    require(request.person, "ties.promise_decided", decision)
    form = DecidedForm(request.POST or None)

    def save() -> HttpResponse:
        promising.promise_decided(request.person, decision, **form.cleaned_data)
        return done(
            request, _("Saved. Everyone can see this promise, and what comes of it."), request.path, saved=f"decided-{decision.pk}"
        )

    if form.is_valid():
        try:
            return once(request, save)
        except Problem as problem:
            form.add_problem(problem)
    made = Promise.objects.filter(source=Promise.Source.DECISION, source_key__startswith=f"{decision.pk}:").select_related(
        "work", "owner", "first"
    )
    status = 422 if form.is_bound and not form.only_looks else 200
    return page(
        request,
        "ties/promises/decided.html",
        status=status,
        decision=decision,
        form=form,
        rows=shown(made.order_by("by_when", "pk")[:50]),
    )


# ── the small steps ───────────────────────────────────────────────────────────────────────────────


def _the_promise(request: KTRequest, key: str, act: str) -> Promise:
    seen = Promise.objects.seen_by(request.person).select_related("work", "owner", "first")
    found = get_object_or_404(seen, key=key)
    require(request.person, act, found)
    return found


def _asked(
    request: KTRequest, promise: Promise, template: str, form: KitchenForm, save: Save, *, to: str = "", **more: Any
) -> HttpResponse:
    """Ask, act once, and say what happened; a problem stands beside its question, with nothing lost."""

    def act() -> HttpResponse:
        words = save(form.cleaned_data)
        return done(request, words, to or promise, saved=f"promise-{promise.key}")

    if promise.is_open and form.is_valid():
        try:
            return once(request, act)
        except Problem as problem:
            form.add_problem(problem)
            promise.refresh_from_db()
    if not request.person.works_here:
        for field in form.fields.values():
            field.advice = False  # type: ignore[attr-defined]  # the check never runs on what people say
    status = 422 if form.is_bound and not form.only_looks else 200
    return page(request, template, status=status, one=shown([promise])[0], promise=promise, form=form, **more)


def _dropped(request: KTRequest, asked: Anew) -> HttpResponse:
    agreeing_anew.drop_anew(request.person, asked)
    return done(request, _("The question is taken back. The promise stays as it was."), asked.promise)
