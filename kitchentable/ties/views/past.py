"""Papers of old years: the list, one file or a sheet of many with a look before anything is kept, one paper to read."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people import tables
from kitchentable.people.tables import Table
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind, public
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ties import past
from kitchentable.ties.acts import past as acts
from kitchentable.ties.forms.past import DropPastForm, PastFileForm, PastForm, PastSheetForm, ShowPastForm
from kitchentable.ties.models import PastPaper
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.clarity.finding import BadFile
from kitchentable.words.reading import Read, read_upload
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import works_where

METHODS = ["GET", "HEAD", "POST"]
A_PAGE, SHOWN, PREVIEW = 25, 20, 3_000
SHEET_SEAL = "ties.past_sheet"
EVERYONE = "A paper of old years that a lead read and found to name nobody is for everyone; others are found only by staff."


@behind("ties.past_office")
@require_safe
def papers(request: KTRequest) -> HttpResponse:
    """All papers of old years, the newest first."""
    q = " ".join(request.GET.get("q", "").split())[:120]
    listed = PastPaper.objects.seen_by(request.person).defer("text").select_related("work")
    if q:
        listed = listed.filter(Q(title__icontains=q) | Q(theme__icontains=q) | Q(place__icontains=q) | Q(team__icontains=q))
    page_obj = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    return page(request, "ties/told/pasts.html", page_obj=page_obj, q=q, verdict=may(request.person, "ties.bring_past"))


@behind("ties.bring_past")
@require_http_methods(METHODS)
def bring(request: KTRequest) -> HttpResponse:
    """One file: choose it, see its words, say when and where; then it is kept. Between the steps the words travel sealed in the page."""
    looks = request.POST.get("do") == "look"
    chooser = PastFileForm(*((request.POST, request.FILES) if looks else ()))
    read, form, problem = None, None, ""
    try:
        if looks and chooser.is_valid():
            upload = chooser.cleaned_data["upload"]
            past.must_be_ours(upload.name or "")
            read = read_upload(upload.read(), upload.name or "")
            form, sealed = (
                PastForm(works=_works(request), initial={"title": read.title.lstrip("# ").strip() or read.name}),
                past.seal(read),
            )
            return _preview(request, form, read, sealed)
        if request.method == "POST" and not looks:
            sealed = request.POST.get("sealed", "")
            read = past.unseal(sealed)
            form = PastForm(request.POST, works=_works(request))
            if form.is_valid():
                return once(request, lambda: _kept(request, form, read))
            return _preview(request, form, read, sealed)
    except (BadFile, Problem) as wrong:
        if form is not None and read is not None and form.is_bound:
            form.add_problem(wrong)
            return _preview(request, form, read, request.POST.get("sealed", ""))
        if looks:
            chooser.add_error("upload", str(wrong))
        else:
            problem = str(wrong)
    return page(
        request,
        "ties/told/past_new.html",
        status=422 if problem or chooser.errors else 200,
        form=chooser,
        problem=problem,
        read=None,
    )


def _preview(request: KTRequest, form: PastForm, read: Read, sealed: str) -> HttpResponse:
    return page(
        request,
        "ties/told/past_new.html",
        status=422 if form.is_bound else 200,
        form=form,
        read=read,
        sealed=sealed,
        begins=read.text[:PREVIEW],
        is_longer=len(read.text) > PREVIEW,
        words=len(read.text.split()),
        names=past.names_in(read.text),
    )


def _works(request: KTRequest) -> QuerySet[Work]:
    return Work.objects.filter(pk__in=works_where(request.person, Role.Kind.LEAD)).order_by("title")


def _kept(request: KTRequest, form: PastForm, read: Read) -> HttpResponse:
    typed = dict(form.cleaned_data)
    work, (on, only_year) = typed.pop("work"), typed.pop("on")
    made = acts.keep_past(request.person, work, **typed, on=on, only_year=only_year, text=read.text)
    return done(request, _("Kept. It can be found now by people who work here."), made)


@behind("ties.bring_past")
@require_http_methods(METHODS)
def sheet(request: KTRequest) -> HttpResponse:
    """A sheet of many: send it, see every row as it would be, then bring it in."""
    looks = request.POST.get("do") == "look"
    form = PastSheetForm(*((request.POST, request.FILES) if looks else ()))
    works = list(_works(request))
    reading, sealed, problem = None, "", ""
    try:
        if looks and form.is_valid():
            table = tables.from_upload(form.cleaned_data["upload"], past.must_be_our_columns)
            reading, sealed = past.look_at(table, works), tables.seal(table, SHEET_SEAL)
        elif request.method == "POST" and not looks:
            table = tables.unseal(request.POST.get("rows", ""), SHEET_SEAL)
            if request.POST.get("do") == "refused":
                return tables.csv_answer(past.look_at(table, works).refused_csv(), "past-papers-refused")
            return once(request, lambda: _brought_in(request, table, works))
    except Problem as wrong:
        problem = str(wrong)
        if looks:
            form.add_problem(wrong)
    return page(
        request,
        "ties/told/past_sheet.html",
        status=422 if problem or form.errors else 200,
        form=form,
        reading=reading,
        sealed=sealed,
        problem="" if looks else problem,
        new=[] if reading is None else reading.to_save[:SHOWN],
        shown=SHOWN,
        columns=past.COLUMNS,
    )


def _brought_in(request: KTRequest, table: Table, works: list[Work]) -> HttpResponse:
    reading = past.look_at(table, works)
    acts.bring_past(request.person, None, papers=reading.to_save)
    words = _("Saved. %(new)d papers are new, %(known)d were here already, %(refused)d could not come in.")
    return done(request, words % reading.counts, reverse("ties:pasts"))


# ── one paper ─────────────────────────────────────────────────────────────────────────────────────


def _paper(request: KTRequest, key: str) -> PastPaper:
    return get_object_or_404(PastPaper.objects.seen_by(request.person).select_related("work", "by", "public_by"), key=key)


@public(EVERYONE)
@require_safe
def paper(request: KTRequest, past: str) -> HttpResponse:
    """One paper, passage by passage, so that what was found can be pointed at."""
    return _shown(request, _paper(request, past))


def _shown(request: KTRequest, one: PastPaper, form: ShowPastForm | None = None, out: DropPastForm | None = None) -> HttpResponse:
    may_show = bool(request.person.is_someone and may(request.person, "ties.show_past", one))
    bound = any(some is not None and some.is_bound for some in (form, out))
    return page(
        request,
        "ties/told/past.html",
        status=422 if bound else 200,
        paper=one,
        passages=passages_of(one),
        may_show=may_show,
        in_office=bool(request.person.is_someone and may(request.person, "ties.past_office")),
        names=past.names_in(one.text) if may_show and one.public_at is None else [],
        form=form or ShowPastForm(),
        out=out or DropPastForm(),
        our_work=one.work
        if one.work is not None and Work.objects.seen_by(request.person).filter(pk=one.work.pk).exists()
        else None,
    )


def passages_of(one: PastPaper) -> list[str]:
    """The passages of a paper."""
    return past.passages(one.text)


@behind("ties.show_past")
@require_http_methods(["POST"])
def show(request: KTRequest, past: str) -> HttpResponse:
    """Let everyone read it, or not any more."""
    one = _paper(request, past)
    require(request.person, "ties.show_past", one)
    if request.POST.get("do") == "hide":
        acts.hide_past(request.person, one)
        return done(request, _("Saved. Only people who work here read it now."), one)
    form = ShowPastForm(request.POST)
    if not form.is_valid():
        return _shown(request, one, form=form)
    acts.show_past(request.person, one, names_nobody=True)
    return done(request, _("Saved. Everyone can read it and find it now."), one)


@behind("ties.drop_past")
@require_http_methods(["POST"])
def drop(request: KTRequest, past: str) -> HttpResponse:
    """Take it out."""
    one = _paper(request, past)
    require(request.person, "ties.drop_past", one)
    form = DropPastForm(request.POST)
    if not form.is_valid():
        return _shown(request, one, out=form)
    acts.drop_past(request.person, one, because=form.cleaned_data["because"])
    return done(request, _("It is out. Its words are gone."), reverse("ties:pasts"))
