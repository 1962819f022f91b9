"""What a call asks to be fair: choosing questions, setting limits; and what was answered, as counts."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.seats.acts import calls as acts
from kitchentable.seats.counts_shown import counts_of
from kitchentable.seats.fairness import ready_made
from kitchentable.seats.forms.calls import LimitsForm, OwnQuestionForm, ReadyForm
from kitchentable.seats.models import Call
from kitchentable.seats.views.calls import METHODS, the_call
from kitchentable.ui.shortcuts import done, page


@behind("seats.calls_office")
@require_http_methods(METHODS)
def fairness_edit(request: KTRequest, call: str) -> HttpResponse:
    """Choose questions while the call is not open; set limits until a list is sealed."""
    one = the_call(request, call)
    what = request.POST.get("what", "") if request.method == "POST" else ""
    questions = list(one.fairness.prefetch_related("choices"))
    taken = {question.code for question in questions}
    ready = ReadyForm(request.POST if what == "ready" else None, taken=taken)
    own = OwnQuestionForm(request.POST if what == "own" else None, prefix="own")
    limits = LimitsForm(request.POST if what == "limits" else None, call=one, questions=questions)
    form = {"ready": ready, "own": own, "limits": limits}.get(what)
    try:
        if what == "ready" and ready.is_valid():
            return once(request, lambda: _ask(request, one, ready.cleaned_data["codes"]))
        if what == "own" and own.is_valid():
            return once(request, lambda: _ask_own(request, one, own))
        if what == "limits" and limits.is_valid():
            return once(request, lambda: _limits(request, one, limits))
        if what.startswith("drop:") and what.removeprefix("drop:") in taken:
            return once(request, lambda: _drop(request, one, what.removeprefix("drop:")))
    except Problem as problem:
        if form is None:
            raise
        form.add_error("choices" if what == "own" else None, str(problem))
    may_ask = may(request.person, "seats.ask_fairness", one)
    return page(
        request,
        "seats/calls/fairness_edit.html",
        status=422 if what else 200,
        call=one,
        questions=questions,
        ready=ready,
        own=own,
        limits=limits,
        wrong=form,
        may_ask=may_ask,
        may_limit=may(request.person, "seats.limits", one),
        left=len(ready_made()) > len(taken & ready_made().keys()),
        not_alone=number("not_alone"),
    )


def _here(one: Call, at: str = "") -> str:
    return reverse("seats:fairness_edit", args=[one.key]) + at


def _ask(request: KTRequest, one: Call, codes: list[str]) -> HttpResponse:
    for code in codes:
        asks, choices = ready_made()[code].in_words()
        acts.ask_fairness(request.person, one, asks=asks, choices=choices, code=code)
    words = ngettext("%(n)d question is added.", "%(n)d questions are added.", len(codes)) % {"n": len(codes)}
    return done(request, words, _here(one))


def _ask_own(request: KTRequest, one: Call, own: OwnQuestionForm) -> HttpResponse:
    acts.ask_fairness(request.person, one, asks=own.cleaned_data["asks"], choices=own.lines())
    return done(request, _("Your question is added."), _here(one), saved=f"fair-own-{one.key}")


def _drop(request: KTRequest, one: Call, code: str) -> HttpResponse:
    acts.drop_fairness(request.person, one, question=one.fairness.get(code=code))
    return done(request, _("We do not ask it."), _here(one))


def _limits(request: KTRequest, one: Call, limits: LimitsForm) -> HttpResponse:
    acts.set_limits(request.person, one, in_draw=limits.limits())
    return done(request, _("Saved. The draw keeps to these limits."), _here(one), saved=f"fair-limits-{one.key}")


@behind("seats.calls_office")
@require_safe
def fairness(request: KTRequest, call: str) -> HttpResponse:
    """What was answered, as counts only; made once, when the call has closed."""
    one = the_call(request, call)
    may_count = one.counted_at is None and bool(may(request.person, "seats.count_answers", one))
    return page(
        request, "seats/calls/fairness.html", call=one, counts=counts_of(one), may_count=may_count, count_days=number("count_days")
    )
