"""Papers in the office: the list of a piece of work, a new one, its page as a path, its text, its summary, its next version."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.paginator import Paginator
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
from kitchentable.ui.forms import KitchenForm
from kitchentable.ui.pieces import Status, Step
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.acts import papers as acts
from kitchentable.words.clarity.finding import BadFile
from kitchentable.words.forms.papers import FileForm, NewPaperForm, NextForm, PaperForm, ShortForm, SummaryForm, WriteForm
from kitchentable.words.models.papers import Document, Version
from kitchentable.words.readiness import has_summary, is_checked, needs_short, why_not_ready
from kitchentable.words.reading import Read, notes_of, read_upload
from kitchentable.works.models import Work

METHODS = ["GET", "HEAD", "POST"]
A_PAGE = 25
LIGHT = ("text", "short_text", "notes")


def the_paper(request: KTRequest, key: str) -> Document:
    """The paper for those who write it; 404 for who may not see it, a because for everyone else."""
    found = get_object_or_404(Document.objects.seen_by(request.person).select_related("work"), key=key)
    require(request.person, "words.papers_office", found)
    return found


def newest(paper: Document) -> Version:
    """Its newest version, knowing its paper."""
    version = paper.newest()
    version.document = paper
    return version


def status_of(version: Version) -> Status:
    """How far a version is."""
    if version.sent_at is not None:
        return Status("done", _("Sent on %(day)s") % {"day": date_format(version.sent_at, "l j F")})
    if is_checked(version):
        return Status("waiting", _("Checked, not sent yet"))
    return Status("unknown", _("Being written"))


def try_to(request: KTRequest, form: KitchenForm, act: Callable[[], HttpResponse]) -> HttpResponse | None:
    """Do what a form asks, once; None when it cannot be done yet, and the form says why. A stale text is for the view."""
    if not form.is_valid():
        return None
    try:
        return once(request, act)
    except acts.Stale:
        raise
    except Problem as problem:
        form.add_problem(problem)
    return None


@behind("words.papers_office")
@require_safe
def office_papers(request: KTRequest, slug: str) -> HttpResponse:
    """The papers of a piece of work."""
    work = get_object_or_404(Work.objects.seen_by(request.person), slug=slug)
    require(request.person, "words.new_document", work)
    shown = Paginator(work.documents.order_by("-made_at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    last: dict[int, Version] = {}
    for version in Version.objects.filter(document__in=list(shown)).defer(*LIGHT).order_by("number"):
        last[version.document_id] = version
    rows = [(paper, last[paper.pk], status_of(last[paper.pk])) for paper in shown]
    return page(request, "words/papers/office.html", work=work, rows=rows, page_obj=shown)


@behind("words.papers_office")
@require_http_methods(METHODS)
def paper_new(request: KTRequest, slug: str) -> HttpResponse:
    """A new paper: write it, or read it from a file and look at it before it is saved."""
    work = get_object_or_404(Work.objects.seen_by(request.person), slug=slug)
    require(request.person, "words.new_document", work)
    read: Read | None = None
    is_file = request.method == "POST" and request.POST.get("what") == "read"
    form = NewPaperForm(request.POST if request.method == "POST" and not is_file else None)
    file_form = FileForm(request.POST, request.FILES) if is_file else FileForm()
    if is_file and (read := _read(request, file_form)):
        form = NewPaperForm(initial={"title": read.title, "text": read.text, "came_as": read.name, "notes": "\n".join(read.notes)})
    answer = try_to(request, form, lambda: _made(request, work, form)) if form.is_bound else None
    return answer or page(
        request,
        "words/papers/new.html",
        status=422 if form.is_bound or file_form.errors else 200,
        work=work,
        form=form,
        file_form=file_form,
        read=read,
        keep=_keep_name(f"paper-{slug}", read),
    )


def _made(request: KTRequest, work: Work, form: NewPaperForm) -> HttpResponse:
    said = form.cleaned_data
    document = acts.new_document(
        request.person,
        work,
        title=said["title"],
        kind=said["kind"],
        is_public=said["is_public"],
        text=said["text"],
        came_as=said["came_as"],
        notes=notes_of(said["notes"]),
    )
    if said["text"].strip():
        return done(
            request,
            _("Saved. Next: look at what the check found."),
            reverse("words:check", args=[document.key]),
            saved=f"paper-{work.slug}",
        )
    return done(
        request, _("Saved. Next: write the paper."), reverse("words:write", args=[document.key]), saved=f"paper-{work.slug}"
    )


def _read(request: KTRequest, form: FileForm) -> Read | None:
    """What is in the file that was chosen; None when the form says why not."""
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        found = read_upload(file.read(), file.name)
    except BadFile as problem:
        form.add_error("file", str(problem))
        return None
    if len(found.text) > acts.LONGEST:
        form.add_error(
            "file", _("This paper is too long: it has %(n)s letters. Make two papers of it.") % {"n": f"{len(found.text):,}"}
        )
        return None
    return found


def _keep_name(name: str, read: Read | None) -> str:
    """Under which name the browser keeps what is typed: words of another text never come back over the text of a file."""
    return f"{name}-{hashlib.sha256(read.text.encode()).hexdigest()[:8]}" if read else name


@behind("words.papers_office")
@require_http_methods(METHODS)
def office_paper(request: KTRequest, document: str) -> HttpResponse:
    """One paper as a path: write, check, sum up, make the formats, send."""
    paper = the_paper(request, document)
    version = newest(paper)
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        initial={"title": paper.title, "kind": paper.kind, "is_public": paper.is_public},
    )
    answer = try_to(request, form, lambda: _named(request, paper, form)) if form.is_bound else None
    older = paper.versions.filter(number__lt=version.number).defer(*LIGHT).order_by("-number")
    shown = Paginator(older, A_PAGE).get_page(request.GET.get("page"))
    return answer or page(
        request,
        "words/papers/one.html",
        status=422 if form.is_bound else 200,
        paper=paper,
        version=version,
        stands=status_of(version),
        steps=_steps(version),
        missing=why_not_ready(version) if version.sent_at is None else [],
        form=form if may(request.person, "words.change_document", paper) else None,
        may_write=may(request.person, "words.write_version", version),
        may_go_on=may(request.person, "words.next_version", paper),
        is_long=needs_short(version),
        has_summary=has_summary(version),
        is_checked=is_checked(version),
        next_step=_next_step(version),
        older=[(one, status_of(one)) for one in shown],
        page_obj=shown,
    )


def _named(request: KTRequest, paper: Document, form: PaperForm) -> HttpResponse:
    said = form.cleaned_data
    acts.change_document(request.person, paper, title=said["title"], kind=said["kind"], is_public=said["is_public"])
    return done(request, _("Saved."), reverse("words:office_paper", args=[paper.key]))


def _next_step(version: Version) -> str:
    if not version.text.strip():
        return "write"
    if not is_checked(version):
        return "check"
    if not has_summary(version):
        return "summary"
    return "short" if needs_short(version) and not version.short_text.strip() else "send"


def _steps(version: Version) -> list[Step]:
    short = [(_("Write the two-page summary"), bool(version.short_text.strip()))] if needs_short(version) else []
    stages = [
        (_("Write it"), bool(version.text.strip())),
        (_("Check the words"), is_checked(version)),
        (_("Say what you ask"), has_summary(version)),
        *short,
        (_("Make the formats and send it"), version.sent_at is not None),
    ]
    here = next((at for at, (_words, is_done) in enumerate(stages) if not is_done), len(stages))
    return [Step(words, "done" if is_done else "now" if at == here else "next") for at, (words, is_done) in enumerate(stages)]


@behind("words.papers_office")
@require_http_methods(METHODS)
def write(request: KTRequest, document: str) -> HttpResponse:
    """The text in a big box. When somebody changed it in the meantime, both texts are shown and nothing is overwritten."""
    paper = the_paper(request, document)
    version = newest(paper)
    require(request.person, "words.write_version", version)
    is_file = request.method == "POST" and request.POST.get("what") == "read"
    file_form = FileForm(request.POST, request.FILES) if is_file else FileForm()
    form = WriteForm(
        request.POST if request.method == "POST" and not is_file else None,
        initial={"text": version.text, "changes": version.changes},
    )
    stands: Version | None = None
    read = _read(request, file_form) if is_file else None
    if read:
        form = WriteForm(
            initial={"text": read.text, "changes": version.changes, "came_as": read.name, "notes": "\n".join(read.notes)}
        )
    answer = None
    try:
        answer = try_to(request, form, lambda: _written(request, version, form)) if form.is_bound else None
    except acts.Stale as problem:
        stands = problem.stands
        form = WriteForm({**request.POST.dict(), "changes": stands.changes})
        form.add_problem(problem)
    return answer or page(
        request,
        "words/papers/write.html",
        status=422 if form.is_bound or file_form.errors else 200,
        paper=paper,
        version=version,
        form=form,
        file_form=file_form,
        read=read,
        stands=stands,
        keep=_keep_name(f"paper-text-{version.key}-{version.changes}", read),
    )


def _written(request: KTRequest, version: Version, form: WriteForm) -> HttpResponse:
    said = form.cleaned_data
    came_as = said["came_as"] or None
    saved = acts.write_version(
        request.person, version, text=said["text"], changes=said["changes"], came_as=came_as, notes=notes_of(said["notes"])
    )
    words = _("Saved. The check finds nothing to mend.") if saved.left == 0 else _("Saved. Next: look at what the check found.")
    return done(
        request, words, reverse("words:check", args=[version.document.key]), saved=f"paper-text-{version.key}-{said['changes']}"
    )


@behind("words.papers_office")
@require_http_methods(METHODS)
def summary(request: KTRequest, document: str) -> HttpResponse:
    """What this is, what we ask of you, by when, what happens next: first thing in every format."""
    paper = the_paper(request, document)
    version = newest(paper)
    require(request.person, "words.set_summary", version)
    form = SummaryForm(request.POST if request.method == "POST" else None, version=version)
    keep = f"paper-summary-{version.key}"

    def save() -> HttpResponse:
        acts.set_summary(request.person, version, **form.cleaned_data)
        return done(
            request, _("Saved. It stands first in every format."), reverse("words:office_paper", args=[paper.key]), saved=keep
        )

    stands: Version | None = None
    answer = None
    try:
        answer = try_to(request, form, save) if form.is_bound else None
    except acts.Stale as problem:
        stands = problem.stands
        form = SummaryForm(_with_changes(request, stands), version=stands)
        form.add_problem(problem)
    return answer or page(
        request,
        "words/papers/summary.html",
        status=422 if form.is_bound else 200,
        paper=paper,
        version=version,
        form=form,
        keep=keep,
        stands=stands,
    )


@behind("words.papers_office")
@require_http_methods(METHODS)
def short(request: KTRequest, document: str) -> HttpResponse:
    """The two-page summary of a long paper."""
    paper = the_paper(request, document)
    version = newest(paper)
    require(request.person, "words.set_short", version)
    form = ShortForm(request.POST if request.method == "POST" else None, version=version)
    keep = f"paper-short-{version.key}"

    def save() -> HttpResponse:
        said = form.cleaned_data
        acts.set_short(request.person, version, short_text=said["short_text"], changes=said["changes"])
        return done(request, _("Saved."), reverse("words:office_paper", args=[paper.key]), saved=keep)

    stands: Version | None = None
    answer = None
    try:
        answer = try_to(request, form, save) if form.is_bound else None
    except acts.Stale as problem:
        stands = problem.stands
        form = ShortForm(_with_changes(request, stands), version=stands)
        form.add_problem(problem)
    return answer or page(
        request,
        "words/papers/short.html",
        status=422 if form.is_bound else 200,
        paper=paper,
        version=version,
        form=form,
        keep=keep,
        stands=stands,
        most=number("short_from_words"),
    )


def _with_changes(request: KTRequest, stands: Version) -> dict[str, object]:
    """What was typed, with the count of changes as it is now: sending it again is then meant."""
    return {**request.POST.dict(), "changes": stands.changes}


@behind("words.papers_office")
@require_http_methods(METHODS)
def next_version(request: KTRequest, document: str) -> HttpResponse:
    """Begin the next version of a paper that was sent."""
    paper = the_paper(request, document)
    require(request.person, "words.next_version", paper)
    form = NextForm(request.POST if request.method == "POST" else None)

    def begin() -> HttpResponse:
        version = acts.next_version(request.person, paper, what_changed=form.cleaned_data["what_changed"])
        words = _("Version %(number)d has begun. It starts with the words of the one before.") % {"number": version.number}
        return done(request, words, reverse("words:write", args=[paper.key]), saved=f"paper-next-{paper.key}")

    return try_to(request, form, begin) or page(
        request,
        "words/papers/next.html",
        status=422 if form.is_bound else 200,
        paper=paper,
        version=newest(paper),
        form=form,
        keep=f"paper-next-{paper.key}",
    )
