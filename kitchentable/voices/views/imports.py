"""The lead brings in a file, sees how far it is, and takes out what was said and what came of it."""

from __future__ import annotations

from typing import Any, TypeVar

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.people.sheets import Sheet
from kitchentable.policy.act import require
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page
from kitchentable.voices import imports
from kitchentable.voices.exports import KINDS
from kitchentable.voices.forms.imports import ColumnsForm, FileForm
from kitchentable.voices.models import ImportRun, Question
from kitchentable.works.models import Work

State = ImportRun.State
LOOK_AT = 1_000
ON_ITS_WAY = (State.WAITING, State.RUNNING)


@behind("voices.import")
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: KTRequest, slug: str) -> HttpResponse:
    """Send a file; the files that were sent before; and the ways out."""
    work = _work(request, slug, "voices.import")
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["upload"]

        def keep() -> HttpResponse:
            run = imports.keep_file(request.person, work, file=upload, name=upload.name)
            return done(request, _("We looked into the file. Nothing has come in yet."), _at(run))

        try:
            return once(request, keep)
        except Problem as problem:
            _show(form, problem)
    runs = ImportRun.objects.filter(work=work).select_related("by").order_by("-at")[:25]
    return page(
        request, "voices/imports/file.html", status=422 if form.errors else 200, work=work, form=form, runs=runs, kinds=list(KINDS)
    )


@behind("voices.import")
@require_http_methods(["GET", "HEAD", "POST"])
def import_run(request: KTRequest, slug: str, key: str) -> HttpResponse:
    """One file: say which column is what and see the first rows as they will be; later, how far it is."""
    run = _run(request, slug, key)
    if run.state != State.LOOKED_AT:
        return _how_far(request, run)
    try:
        sheet = imports.sheet_of(run)
    except Problem as problem:
        return page(request, "voices/imports/how_far.html", run=run, work=run.work, gone=str(problem))
    form = _columns_form(request, run, sheet)
    columns, sharing = imports.guess(sheet.headings), "lead"
    if form.is_bound and form.is_valid():
        columns, sharing = form.columns, form.cleaned_data["sharing"]
        if "start" in request.POST:
            try:
                return once(request, lambda: _start(request, run, form))
            except Problem as problem:
                _show(form, problem)
    return _ask(request, run, form, sheet, columns, sharing)


def _ask(
    request: KTRequest, run: ImportRun, form: ColumnsForm, sheet: Sheet, columns: dict[str, str], sharing: str
) -> HttpResponse:
    seen = None
    try:
        seen = imports.preview(sheet, imports.settle(sheet.headings, columns), run.work, sharing, most=LOOK_AT)
    except Problem as problem:
        if form.is_bound:
            _show(form, problem)
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "voices/imports/columns.html", status=status, run=run, work=run.work, form=form, seen=seen, most=LOOK_AT)


def _columns_form(request: KTRequest, run: ImportRun, sheet: Sheet) -> ColumnsForm:
    return ColumnsForm(
        request.POST if request.method == "POST" else None,
        headings=sheet.headings,
        questions=_questions(run.work),
        initial={"sharing": "lead", **{f"column_{what}": heading for what, heading in run.columns.items()}},
    )


def _start(request: KTRequest, run: ImportRun, form: ColumnsForm) -> HttpResponse:
    pk = form.cleaned_data.get("question")
    question = _questions(run.work).get(pk=pk) if pk else None
    imports.start(request.person, run, columns=form.columns, sharing=form.cleaned_data["sharing"], question=question)
    return done(request, _("Started. You can close this page: it goes on by itself."), _at(run))


def _how_far(request: KTRequest, run: ImportRun) -> HttpResponse:
    """How far it is. It looks again by itself only for who asks for that."""
    moving = run.state in ON_ITS_WAY
    watch = moving and "watch" in request.GET
    shown = page(
        request,
        "voices/imports/how_far.html",
        run=run,
        work=run.work,
        moving=moving,
        watch=watch,
        can_go_on=run.path and run.state in (State.STOPPED, State.FAILED),
        can_stop=moving,
        has_refused=bool(run.refused_path),
    )
    if watch:
        shown.headers["Refresh"] = "5"
    return shown


@behind("voices.import")
@require_http_methods(["POST"])
def import_stop(request: KTRequest, slug: str, key: str) -> HttpResponse:
    """Stop after the rows that are on their way now."""
    run = _run(request, slug, key)

    def stop() -> HttpResponse:
        imports.stop(request.person, run)
        return done(request, _("Stopped. What came in stays. You can go on later."), _at(run))

    return once(request, stop)


@behind("voices.import")
@require_http_methods(["POST"])
def import_start(request: KTRequest, slug: str, key: str) -> HttpResponse:
    """Go on where it stopped."""
    run = _run(request, slug, key)

    def start() -> HttpResponse:
        imports.start(request.person, run, columns=run.columns, sharing=run.sharing, question=run.question)
        return done(request, _("It goes on where it stopped."), _at(run))

    return once(request, start)


@behind("voices.import")
@require_http_methods(["GET", "HEAD"])
def import_refused(request: KTRequest, slug: str, key: str) -> HttpResponse | FileResponse:
    """The refused rows, each with its reason, to mend and send again."""
    run = _run(request, slug, key)
    path = settings.FILES / run.refused_path
    if not run.refused_path or not path.is_file():
        raise Http404
    return _private(
        FileResponse(
            path.open("rb"), as_attachment=True, filename=f"{run.name}-refused.csv", content_type="text/csv; charset=utf-8"
        )
    )


@behind("voices.export")
@require_http_methods(["GET"])
def export(request: KTRequest, slug: str, kind: str) -> HttpResponse | StreamingHttpResponse:
    """All that was said and what came of it, as a file."""
    work = _work(request, slug, "voices.export")
    if kind not in KINDS:
        raise Http404
    out, media_type = KINDS[kind]
    answer = StreamingHttpResponse(out(request.person, work), content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{work.slug}-{today().isoformat()}.{kind}"'
    return _private(answer)


Sent = TypeVar("Sent", bound=HttpResponseBase)


def _private(answer: Sent) -> Sent:
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _work(request: KTRequest, slug: str, act: str) -> Work:
    work = get_object_or_404(Work.objects.seen_by(request.person), slug=slug)
    require(request.person, act, work)
    return work


def _run(request: KTRequest, slug: str, key: str) -> ImportRun:
    found = ImportRun.objects.filter(work__in=Work.objects.seen_by(request.person)).select_related("work", "question", "by")
    run = get_object_or_404(found, work__slug=slug, key=key)
    require(request.person, "voices.import", run)
    return run


def _questions(work: Work) -> Any:
    return Question.objects.filter(work=work, opened_at__isnull=False).exclude(kind=Question.Kind.TELL)


def _at(run: ImportRun) -> str:
    return reverse("voices:import_run", args=[run.work.slug, run.key])


def _show(form: FileForm | ColumnsForm, problem: Problem) -> None:
    form.add_error(problem.field if problem.field in form.fields else None, str(problem))
