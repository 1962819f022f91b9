"""Bringing in a file of offers: send it, look at the first rows, start; later, how far it is."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.seats.acts import imports as acts
from kitchentable.seats.forms.offers import ColumnsForm, FileForm
from kitchentable.seats.models import OfferImport
from kitchentable.seats.views.calls import METHODS, the_call
from kitchentable.ui.shortcuts import done, page

LOOK_AT = 1_000
State = OfferImport.State


@behind("seats.calls_office")
@never_cache
@require_http_methods(METHODS)
def offers_import(request: KTRequest, call: str) -> HttpResponse:
    """Send a file; and the files that were sent before."""
    one = the_call(request, call)
    require(request.person, "seats.keep_offers", one)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def keep() -> HttpResponse:
            run = acts.keep_file(
                request.person, one, file=said["upload"], name=said["upload"].name, way=said["way"], partner=said["partner"]
            )
            return done(request, _("We looked into the file. Nothing has come in yet."), _at(run))

        try:
            return once(request, keep)
        except Problem as problem:
            form.add_problem(problem)
    runs = one.imports.select_related("by")[:25]
    return page(
        request,
        "seats/calls/import.html",
        status=422 if form.errors else 200,
        call=one,
        form=form,
        runs=runs,
        questions=list(one.fairness.all()),
    )


@behind("seats.calls_office")
@never_cache
@require_http_methods(METHODS)
def offers_file(request: KTRequest, file: str) -> HttpResponse:
    """One file: which column is what, and the first rows as they will be; later, how far it is."""
    run = _run(request, file)
    if run.state != State.LOOKED_AT:
        return _how_far(request, run)
    if request.POST.get("what") == "drop":
        return once(request, lambda: _dropped(request, run))
    try:
        with acts.sheet_of(run) as sheet:
            headings = sheet.headings
    except Problem as problem:
        return page(request, "seats/calls/import_far.html", run=run, call=run.call, gone=str(problem))
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        headings=headings,
        questions=list(run.call.fairness.all()),
        initial={f"column_{what}": heading for what, heading in run.columns.items()},
    )
    seen = None
    try:
        if form.is_bound and form.is_valid() and request.POST.get("what") == "start":
            return once(request, lambda: _start(request, run, form))
        columns = form.columns() if form.is_bound and form.is_valid() else run.columns
        seen = acts.preview(run, columns, most=LOOK_AT)
    except Problem as problem:
        if form.is_bound and form.is_valid():
            form.add_error(None, str(problem))
        elif not form.is_bound:
            return page(request, "seats/calls/import_columns.html", run=run, call=run.call, form=form, problem=str(problem))
    return page(
        request,
        "seats/calls/import_columns.html",
        status=422 if form.is_bound and form.errors else 200,
        run=run,
        call=run.call,
        form=form,
        seen=seen,
    )


def _start(request: KTRequest, run: OfferImport, form: ColumnsForm) -> HttpResponse:
    acts.start(request.person, run, columns=form.columns())
    return done(request, _("Started. You can close this page: it goes on by itself."), _at(run))


def _dropped(request: KTRequest, run: OfferImport) -> HttpResponse:
    acts.drop(request.person, run)
    return done(request, _("The file is thrown away."), reverse("seats:offers_import", args=[run.call.key]))


def _how_far(request: KTRequest, run: OfferImport) -> HttpResponse:
    moving = run.state in (State.WAITING, State.RUNNING)
    watch = moving and "watch" in request.GET
    shown = page(request, "seats/calls/import_far.html", run=run, call=run.call, moving=moving, watch=watch)
    if watch:
        shown.headers["Refresh"] = "5"
    return shown


@behind("seats.calls_office")
@never_cache
@require_safe
def offers_refused(request: KTRequest, file: str) -> HttpResponse:
    """The refused rows, each with its line and why."""
    run = _run(request, file)
    rows = acts.refused_rows(run)
    if not rows:
        raise Http404
    answer = HttpResponse(rows, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="refused-{run.key}.csv"'
    return answer


def _run(request: KTRequest, key: str) -> OfferImport:
    run = get_object_or_404(OfferImport.objects.seen_by(request.person).select_related("call__work", "by"), key=key)
    require(request.person, "seats.calls_office", run.call)
    return run


def _at(run: OfferImport) -> str:
    return reverse("seats:offers_file", args=[run.key])
