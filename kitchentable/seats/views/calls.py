"""Calls in the office: the list of a piece of work, writing one, how far it is, opening it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.seats.acts import calls as acts
from kitchentable.seats.forms.calls import CallForm
from kitchentable.seats.models import Call
from kitchentable.seats.own_days import everyones
from kitchentable.ui.pieces import Status, Step
from kitchentable.ui.shortcuts import done, page
from kitchentable.works.models import Work

METHODS = ["GET", "HEAD", "POST"]
A_PAGE = 25


def the_call(request: KTRequest, key: str) -> Call:
    """The call for those who run it; 404 for who may not see it, a because for everyone else."""
    found = get_object_or_404(Call.objects.seen_by(request.person).select_related("work"), key=key)
    require(request.person, "seats.calls_office", found)
    return found


def status_of(call: Call) -> Status:
    """How far a call is."""
    if call.opened_at is None:
        return Status("unknown", _("Not open yet"))
    if call.is_open:
        return Status("waiting", _("Open until %(day)s") % {"day": date_format(call.closes_on, "l j F")})
    return Status("done", _("Closed"))


@behind("seats.calls_office")
@require_safe
def office_calls(request: KTRequest, slug: str) -> HttpResponse:
    """The calls of a piece of work."""
    work = get_object_or_404(Work.objects.seen_by(request.person), slug=slug)
    require(request.person, "seats.new_call", work)
    calls = work.calls.annotate(in_pool=Count("offers", filter=Q(offers__taken_back_at__isnull=True, offers__person__isnull=False)))
    shown = Paginator(calls.order_by("-made_at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    rows = [(call, status_of(call)) for call in shown]
    return page(request, "seats/calls/office.html", work=work, rows=rows, page_obj=shown)


@behind("seats.calls_office")
@require_http_methods(METHODS)
def call_new(request: KTRequest, slug: str) -> HttpResponse:
    """Write a call."""
    work = get_object_or_404(Work.objects.seen_by(request.person), slug=slug)
    require(request.person, "seats.new_call", work)
    form = CallForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return once(request, lambda: _made(request, work, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(request, "seats/calls/write.html", status=422 if form.is_bound else 200, work=work, form=form, keep=f"call-{slug}")


def _made(request: KTRequest, work: Work, form: CallForm) -> HttpResponse:
    call = acts.new_call(request.person, work, call=form.call())
    words = _("Saved. Nobody sees it yet. Next: what do you ask, so that the draw is fair?")
    return done(request, words, reverse("seats:fairness_edit", args=[call.key]), saved=f"call-{work.slug}")


@behind("seats.calls_office")
@require_http_methods(METHODS)
def call_edit(request: KTRequest, call: str) -> HttpResponse:
    """Change a call."""
    one = the_call(request, call)
    require(request.person, "seats.change_call", one)
    form = CallForm(request.POST if request.method == "POST" else None, call=one)
    if form.is_valid():
        try:
            return once(request, lambda: _changed(request, one, form))
        except Problem as problem:
            form.add_problem(problem)
            one.refresh_from_db()
    return page(
        request,
        "seats/calls/write.html",
        status=422 if form.is_bound else 200,
        work=one.work,
        call=one,
        form=form,
        keep=f"call-{one.key}",
    )


def _changed(request: KTRequest, one: Call, form: CallForm) -> HttpResponse:
    acts.change_call(request.person, one, to=form.cleaned_data)
    return done(request, _("Saved."), reverse("seats:office_call", args=[one.key]), saved=f"call-{one.key}")


@behind("seats.calls_office")
@require_http_methods(METHODS)
def office_call(request: KTRequest, call: str) -> HttpResponse:
    """One call as a path: what is done, what is next."""
    one = the_call(request, call)
    problem = ""
    if request.method == "POST":
        try:
            return once(request, lambda: _step(request, one))
        except Problem as why:
            problem = str(why)
            one.refresh_from_db()
    questions = one.fairness.aggregate(all=Count("pk"), drawn=Count("pk", filter=Q(in_draw=True)))
    offers = one.offers.aggregate(
        all=Count("pk"),
        in_pool=Count("pk", filter=Q(taken_back_at__isnull=True, person__isnull=False)),
        gone=Count("pk", filter=Q(taken_back_at__isnull=False) | Q(person__isnull=True)),
    )
    return page(
        request,
        "seats/calls/one.html",
        status=422 if problem else 200,
        call=one,
        problem=problem,
        stands=status_of(one),
        steps=_steps(one, questions["all"]),
        questions=questions,
        offers=offers,
        may_open=may(request.person, "seats.open_call", one),
        may_count=one.counted_at is None and bool(may(request.person, "seats.count_answers", one)),
        count_days=number("count_days"),
        papers=list(one.papers.order_by("title", "pk")),
        when=everyones(one),
    )


def _steps(call: Call, questions: int) -> list[Step]:
    stages = [
        (_("Write it"), True),
        (_("Say what makes it fair"), bool(questions)),
        (_("Open it"), call.opened_at is not None),
        (_("People offer"), call.is_over),
        (_("Answers are counted"), call.counted_at is not None),
        (_("Seats are drawn"), False),
    ]
    here = next(at for at, (_words, is_done) in enumerate(stages) if not is_done)
    return [Step(words, "done" if at < here else "now" if at == here else "next") for at, (words, _done) in enumerate(stages)]


def _step(request: KTRequest, one: Call) -> HttpResponse:
    here = reverse("seats:office_call", args=[one.key])
    if request.POST.get("what") == "count":
        acts.count_answers(request.person, one)
        return done(request, _("Counted. These numbers stay as they are."), reverse("seats:fairness", args=[one.key]))
    acts.open_call(request.person, one)
    words = _("It is open. People can offer until %(day)s. It closes by itself.") % {"day": date_format(one.closes_on, "l j F")}
    return done(request, words, here)
