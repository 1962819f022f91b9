"""Reports in the office: making one, how far its files are, writing in its parts, publishing. And the pages that everyone may read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people import files
from kitchentable.people.serving import hand_over
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind, public
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ties.acts import reports as acts
from kitchentable.ties.evidence import Figure
from kitchentable.ties.forms.reports import ALL, NewReportForm, PartForm
from kitchentable.ties.models.reports import MAKES_REPORTS, Making, Report, ReportFile, ReportWords
from kitchentable.ties.reporting.facts import Facts, Item, from_json
from kitchentable.ties.reporting.files import figure_words, how_counted, left_out_words, nothing_words, parts_of
from kitchentable.ties.reporting.kinds import Part
from kitchentable.ui.pieces import Kind as Shape
from kitchentable.ui.pieces import Status
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.models import Format
from kitchentable.works.models import Work
from kitchentable.works.rules import works_where

METHODS = ["GET", "HEAD", "POST"]
A_PAGE = 25
MOST_WORKS, MOST_MAKINGS = 100, 20
State = ReportFile.State
STANDS: dict[str, Shape] = {
    State.WAITING: "waiting",
    State.MAKING: "soon",
    State.READY: "done",
    State.STOPPED: "withdrawn",
    State.FAILED: "late",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure on the page: its words, its number in words, and where it is said how it is counted."""

    words: str
    number: str
    how: str


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item of the facts, ready for the page."""

    item: Item
    figures: list[Shown]
    heading: bool
    chart_level: int


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part: what was counted, the words in this version, and who wrote last in the office."""

    part: Part
    items: list[ShownItem]
    words: str
    on: date | None
    newer: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One format, how it stands."""

    file: ReportFile
    title: str
    stands: Status


# ── the office ────────────────────────────────────────────────────────────────────────────────────


@behind("ties.reports_office")
@require_http_methods(METHODS)
def reports(request: KTRequest) -> HttpResponse:
    """All reports one may open, and the form that makes one."""
    require(request.person, "ties.reports_office")
    works = Work.objects.filter(pk__in=works_where(request.person, *MAKES_REPORTS)).order_by("title", "pk")[:MOST_WORKS]
    first = {"about": request.GET.get("work", "")}
    form = NewReportForm(request.POST if request.method == "POST" else None, works=works, initial=first)
    if form.is_bound and form.is_valid():
        try:
            return once(request, lambda: _make(request, form))
        except Problem as problem:
            form.add_problem(problem)
    found = Report.objects.in_office(request.person).select_related("work").order_by("-made_at", "-pk")
    shown = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return page(request, "ties/reports/reports.html", status=422 if form.is_bound else 200, form=form, page_obj=shown)


def _make(request: KTRequest, form: NewReportForm) -> HttpResponse:
    typed = form.cleaned_data
    work = None if typed["about"] == ALL else get_object_or_404(Work.objects.seen_by(request.person), slug=typed["about"])
    made = acts.make_report(request.person, work, kind=typed["kind"], since=typed["since"], until=typed["until"])
    return done(request, _("Counted. Each format is being made now."), _here(made))


@behind("ties.reports_office")
@never_cache
@require_http_methods(METHODS)
def report(request: KTRequest, report: str) -> HttpResponse:
    """One report: what it says, how far its files are, and what can be done with it."""
    found = _mine(request, report)
    makings = list(found.makings.select_related("made_by").defer("facts", "words").order_by("-number")[:MOST_MAKINGS])
    key = request.GET.get("version", "")
    chosen = next((one for one in makings if one.key == key), None) if key else next(iter(makings), None)
    if chosen is None:
        raise Http404
    making = Making.objects.select_related("made_by").get(pk=chosen.pk)
    making.report = found
    problem = ""
    if request.method == "POST":
        try:
            return once(request, lambda: _do(request, found, making))
        except Problem as why:
            problem = str(why)
    rows = _files(making)
    ready = sum(row.file.state == State.READY for row in rows)
    moving = any(row.file.state in (State.WAITING, State.MAKING) for row in rows)
    newest = acts.newest_words(found)
    return page(
        request,
        "ties/reports/report.html",
        report=found,
        making=making,
        makings=makings,
        is_newest=making.pk == makings[0].pk,
        files=rows,
        ready=ready,
        moving=moving,
        again=any(row.file.state in (State.STOPPED, State.FAILED) for row in rows),
        too_long=_too_long(found, rows),
        problem=problem,
        may_publish=may(request.person, "ties.publish_report", found),
        may_paper=bool(may(request.person, "ties.report_to_paper", making)),
        unused=any(_is_newer(newest.get(part.code), words) for part, _items, words, _on in parts_of(making)),
        **_body(making, newest),
    )


def _do(request: KTRequest, found: Report, making: Making) -> HttpResponse:
    here, what = _here(found), request.POST.get("what", "")
    steps: dict[str, Callable[[], HttpResponse]] = {
        "again": lambda: _again(request, found),
        "stop": lambda: _stopped(request, making),
        "files": lambda: _go_on(request, making),
        "publish": lambda: _publish(request, found, making),
        "back": lambda: _take_back(request, found),
        "paper": lambda: done(request, _("It is a paper now. Check it, then send it."), reverse("words:office_paper", args=[acts.report_to_paper(request.person, making).key])),
    }  # fmt: skip
    if what not in steps:
        return done(request, _("Nothing was changed."), here)
    return steps[what]()


def _again(request: KTRequest, found: Report) -> HttpResponse:
    acts.make_report_again(request.person, found)
    return done(request, _("Counted anew, with the words that stand here now. Each format is being made."), _here(found))


def _stopped(request: KTRequest, making: Making) -> HttpResponse:
    acts.stop_report(request.person, making)
    return done(request, _("Stopped. What is ready stays."), _here(making.report, making))


def _go_on(request: KTRequest, making: Making) -> HttpResponse:
    acts.files_again(request.person, making)
    return done(request, _("It goes on."), _here(making.report, making))


def _publish(request: KTRequest, found: Report, making: Making) -> HttpResponse:
    acts.publish_report(request.person, found, making=making)
    return done(request, _("Everyone can read this version now."), _here(found, making))


def _take_back(request: KTRequest, found: Report) -> HttpResponse:
    acts.take_back_report(request.person, found)
    return done(request, _("It is not public any more. Who has a file keeps it."), _here(found))


@behind("ties.reports_office")
@require_http_methods(METHODS)
def report_part(request: KTRequest, report: str, report_part: str) -> HttpResponse:
    """The box of one part, with what was counted beside it."""
    found = _mine(request, report)
    require(request.person, "ties.write_in_report", found)
    part = next((one for one in found.what.parts if one.code == report_part), None)
    if part is None:
        raise Http404
    making = found.makings.order_by("-number").first()
    stands = acts.newest_words(found).get(part.code)
    form = PartForm(
        request.POST if request.method == "POST" else None,
        asks=part.asks,
        hint=part.hint,
        initial={"words": stands.words if stands else ""},
    )
    if form.is_bound and form.is_valid():
        try:
            return once(request, lambda: _write(request, found, part, form))
        except Problem as problem:
            form.add_problem(problem)
    if making is None:
        raise Http404
    making.report = found
    body = [replace(one, words="") for one in _body(making, {})["parts"] if one.part.code == part.code]
    return page(
        request,
        "ties/reports/part.html",
        status=422 if form.is_bound else 200,
        report=found,
        part=part,
        parts=body,
        form=form,
        stands=stands,
    )


def _write(request: KTRequest, found: Report, part: Part, form: PartForm) -> HttpResponse:
    acts.write_in_report(request.person, found, part=part.code, words=form.cleaned_data["words"])
    return done(
        request, _("Saved. Make the report again, and your words are in it."), _here(found), saved=f"report-{found.key}-{part.code}"
    )


# ── for everyone ──────────────────────────────────────────────────────────────────────────────────


@public("Reports that were published are for everyone.")
@require_safe
def reports_public(request: KTRequest) -> HttpResponse:
    """All published reports, the newest first."""
    found = Report.objects.open_to_all().select_related("work", "published").defer("published__facts", "published__words")
    shown = Paginator(found.order_by("-until", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    return page(request, "ties/reports/public.html", page_obj=shown)


@public("A report that was published is for everyone; others are not found.")
@require_safe
def report_public(request: KTRequest, report: str) -> HttpResponse:
    """One published report, with its files."""
    found = get_object_or_404(Report.objects.open_to_all().select_related("work", "published"), key=report)
    making = found.published
    if making is None:
        raise Http404
    making.report = found
    ready = [row for row in _files(making) if row.file.state == State.READY]
    return page(request, "ties/reports/public_one.html", report=found, making=making, files=ready, **_body(making, {}))


@public("Files of a published report are for everyone; others only for those who make reports there.")
@require_safe
def report_file(request: KTRequest, report: str, report_file: str) -> HttpResponseBase:
    """One file of a report."""
    found = get_object_or_404(Report.objects.seen_by(request.person), key=report)
    one = get_object_or_404(ReportFile.objects.filter(making__report=found, state=State.READY), key=report_file)
    is_open = one.making_id == found.published_id and Report.objects.open_to_all().filter(pk=found.pk).exists()
    if not is_open and not Report.objects.in_office(request.person).filter(pk=found.pk).exists():
        raise Http404
    try:
        path = files.where(one.path)
    except FileNotFoundError as gone:
        raise Http404 from gone
    name = f"{str(found)[:100]}.{one.ending}"
    return hand_over(request, path, name=name, media_type=one.media_type, shown=one.kind == Format.Kind.AUDIO)


# ── the small steps ───────────────────────────────────────────────────────────────────────────────


def _mine(request: KTRequest, key: str) -> Report:
    found = (
        Report.objects.in_office(request.person).select_related("work", "published").defer("published__facts", "published__words")
    )
    return get_object_or_404(found, key=key)


def _here(found: Report, making: Making | None = None) -> str:
    return reverse("ties:report", args=[found.key]) + (f"?version={making.key}" if making else "")


def _files(making: Making) -> list[FileRow]:
    order = list(Format.Kind.values)
    rows = sorted(making.files.all(), key=lambda one: order.index(one.kind))
    return [FileRow(one, str(Format.Kind(one.kind).label), Status(STANDS[one.state], one.get_state_display())) for one in rows]


def _too_long(found: Report, rows: list[FileRow]) -> int:
    """How many pages a report of one page has, when it has more."""
    pages = next((row.file.pages for row in rows if row.file.kind == Format.Kind.PDF), 0)
    return pages if found.what.short and pages > 1 else 0


def _body(making: Making, newest: dict[str, ReportWords]) -> dict[str, Any]:
    facts: Facts = from_json(making.facts)
    parts = []
    for part, items, words, on in parts_of(making):
        last = newest.get(part.code)
        by = str(last.by) if last and last.by else ""
        parts.append(
            ShownPart(part, [_shown(item, alone=len(items) == 1) for item in items], words, on, _is_newer(last, words), by)
        )
    empty = sum(1 for one in parts if not one.words)
    return {
        "parts": parts,
        "facts": facts,
        "nothing": nothing_words() if facts.nothing else "",
        "left_out": left_out_words(empty) if empty else "",
    }


def _shown(item: Item, *, alone: bool) -> ShownItem:
    def one(figure: Figure) -> Shown:
        return Shown(figure.words, figure_words(figure), how_counted(figure.code))

    heading = not alone and item.needs_heading
    return ShownItem(item, [one(figure) for figure in item.figures], heading, 4 if heading else 3)


def _is_newer(last: ReportWords | None, words: str) -> bool:
    return last is not None and last.words.strip() != words.strip()
