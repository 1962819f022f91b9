"""The Easy Read of a paper in the office: its lines, one line, its picture, and how people will read it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people import files
from kitchentable.people.files import Upload
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.acts import easy as acts
from kitchentable.words.easy_advice import advised
from kitchentable.words.easy_paper import pages_now
from kitchentable.words.easy_state import draft_or_checked
from kitchentable.words.easy_suggest import from_summary, from_text
from kitchentable.words.forms.easy import LineForm, PhotoForm
from kitchentable.words.models.easy import EasyComment, EasyLine
from kitchentable.words.models.papers import Document, Version
from kitchentable.words.symbols import all_symbols, search, suggest

METHODS = ["GET", "HEAD", "POST"]
A_PAGE = 20
MOST_FOUND = 24


def the_version(request: KTRequest, key: str) -> Version:
    """The newest version of a paper, for those who write it."""
    document = get_object_or_404(Document.objects.seen_by(request.person).select_related("work"), key=key)
    require(request.person, "words.easy_office", document)
    version = document.newest()
    version.document = document
    return version


def the_line(request: KTRequest, key: str) -> EasyLine:
    """A line of a paper that this person may see, for those who write it."""
    found = EasyLine.objects.select_related("version__document__work")
    line = get_object_or_404(found.filter(version__document__in=Document.objects.seen_by(request.person)), key=key)
    require(request.person, "words.easy_office", line.version.document)
    return line


@behind("words.easy_office")
@require_http_methods(METHODS)
def easy(request: KTRequest, document: str) -> HttpResponse:
    """The lines with quiet advice; adding one; starting from the paper."""
    version = the_version(request, document)
    form, wrong = LineForm(), ""
    if request.method == "POST":
        what = request.POST.get("what", "add")
        if what == "add":
            form = LineForm(request.POST)
        if what != "add" or form.is_valid():
            try:
                return once(request, lambda: _change(request, version, what, form))
            except Problem as problem:
                if what == "add":
                    form.add_problem(problem)
                else:
                    wrong = str(problem)
    lines = list(version.easy_lines.all())
    shown = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    pages = pages_now(lines)
    return page(
        request,
        "words/easy/write.html",
        status=422 if wrong or form.is_bound else 200,
        version=version,
        document=version.document,
        rows=advised(list(shown)),
        page_obj=shown,
        count=len(lines),
        form=form,
        wrong=wrong,
        pages=pages,
        warn=pages >= number("easy_warn_pages"),
        most=number("easy_stop_pages"),
        stands=draft_or_checked(version, lines),
        before=None if lines else _before(version),
        to_do=EasyComment.objects.filter(check_of__version=version, done_at__isnull=True).exclude(face="clear").count(),
        verdict=may(request.person, "words.easy_add", version),
    )


def _before(version: Version) -> Version | None:
    """The newest version before this one that has an Easy Read."""
    earlier = Version.objects.filter(document=version.document_id, number__lt=version.number, easy_lines__isnull=False)
    return earlier.order_by("-number").first()


def _change(request: KTRequest, version: Version, what: str, form: LineForm) -> HttpResponse:
    here = reverse("words:easy", args=[version.document.key])
    if what == "add":
        best = suggest(form.cleaned_data["words"], 1) if not form.cleaned_data["is_heading"] else []
        made = acts.add_line(request.person, version, new=form.typed(best[0].name if best else ""))
        return done(request, _("Added, with the picture that fits best. Choose another one if it does not."), _at(made))
    if what in ("paper", "summary"):
        acts.start_easy(
            request.person, version, drafts=from_text(version.text) if what == "paper" else from_summary(_summary(version))
        )
        return done(
            request, _("Here is a first draft, cut out of the paper by a machine. Now write it in easy words, line by line."), here
        )
    if what == "before" and (before := _before(version)) is not None:
        acts.copy_easy(request.person, version, before=before)
        return done(request, _("Copied from the version before. It is a draft again, until people checked it."), here)
    line = get_object_or_404(version.easy_lines, key=request.POST.get("line", ""))
    line.version = version
    if what in ("up", "down"):
        acts.move_line(request.person, line, up=what == "up")
        return done(request, _("Moved."), _at(line))
    raise Http404


def _summary(version: Version) -> list[tuple[str, str]]:
    return [
        (_("What this is"), version.what_this_is),
        (_("What we ask of you"), version.what_we_ask),
        (_("By when"), version.by_when),
        (_("What happens next"), version.what_happens_next),
    ]


def _at(line: EasyLine) -> str:
    """The page of the list on which a line stands, at that line."""
    before = EasyLine.objects.filter(version=line.version_id, place__lt=EasyLine.objects.get(pk=line.pk).place).count()
    where = reverse("words:easy", args=[line.version.document.key])
    return f"{where}?page={before // A_PAGE + 1}#line-{line.key}"


@behind("words.easy_office")
@require_http_methods(METHODS)
def easy_line(request: KTRequest, line: str) -> HttpResponse:
    """Change the words of a line, explain its hard word, or take it out."""
    one = the_line(request, line)
    found = advised([one])[0]
    nth = request.GET.get("explains", "")
    chosen = found.explain[int(nth) - 1] if nth.isascii() and nth.isdigit() and 0 < int(nth[:3]) <= len(found.explain) else ""
    form = LineForm(request.POST if request.method == "POST" else None, line=one, explains=chosen)
    wrong = ""
    if request.method == "POST" and request.POST.get("what") == "remove":
        form = LineForm(line=one)
        try:
            return once(request, lambda: _removed(request, one))
        except Problem as problem:
            wrong = str(problem)
    elif form.is_valid():
        try:
            return once(request, lambda: _changed(request, one, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "words/easy/line.html",
        status=422 if wrong or form.is_bound else 200,
        line=one,
        document=one.version.document,
        found=found,
        as_read=[one],
        form=form,
        wrong=wrong,
        verdict=may(request.person, "words.easy_change", one),
    )


def _changed(request: KTRequest, one: EasyLine, form: LineForm) -> HttpResponse:
    acts.change_line(request.person, one, to=form.typed(), was=form.cleaned_data["was"])
    return done(request, _("Saved."), _at(one), saved=f"easy-{one.key}")


def _removed(request: KTRequest, one: EasyLine) -> HttpResponse:
    acts.remove_line(request.person, one, was=request.POST.get("was", ""))
    return done(request, _("The line is taken out."), reverse("words:easy", args=[one.version.document.key]))


@behind("words.easy_office")
@require_http_methods(METHODS)
def easy_picture(request: KTRequest, line: str) -> HttpResponse:
    """Choose a picture by what it means, or put a photo of our own."""
    one = the_line(request, line)
    is_photo = request.POST.get("what") == "photo"
    sent = (request.POST, request.FILES) if is_photo else (None, None)
    form, wrong = PhotoForm(*sent), ""
    if request.method == "POST" and (not is_photo or form.is_valid()):
        try:
            with files.tidy():
                return once(request, lambda: _pictured(request, one, form if is_photo else None))
        except Problem as problem:
            if is_photo:
                form.add_problem(problem)
            else:
                wrong = str(problem)
    query = request.GET.get("q", "").strip()[:100]
    pictures = search(query, MOST_FOUND) if query else suggest(f"{one.words} {one.explains}", 12)
    return page(
        request,
        "words/easy/picture.html",
        status=422 if request.method == "POST" else 200,
        line=one,
        document=one.version.document,
        query=query,
        pictures=pictures,
        form=form,
        wrong=wrong,
        verdict=may(request.person, "words.easy_picture", one),
    )


def _pictured(request: KTRequest, one: EasyLine, form: PhotoForm | None) -> HttpResponse:
    was = request.POST.get("was", "")
    if form is not None:
        photo = Upload(form.cleaned_data["photo"], "picture")
        acts.choose_picture(request.person, one, was=was, photo=photo, picture_words=form.cleaned_data["picture_words"])
        return done(request, _("The photo is there now."), _at(one))
    acts.choose_picture(request.person, one, was=was, symbol=request.POST.get("symbol", ""))
    return done(
        request, _("The picture is chosen.") if request.POST.get("symbol") else _("This line has no picture now."), _at(one)
    )


@behind("words.easy_office")
@require_safe
def easy_look(request: KTRequest, document: str) -> HttpResponse:
    """Exactly as people will read it."""
    version = the_version(request, document)
    lines = list(version.easy_lines.all())
    return page(
        request,
        "words/easy/look.html",
        document=version.document,
        lines=lines,
        stands=draft_or_checked(version, lines),
        pages=pages_now(lines),
    )


@behind("words.easy_office")
@require_safe
def symbols(request: KTRequest) -> HttpResponse:
    """All pictures, to look around in; or those that fit some words."""
    query = request.GET.get("q", "").strip()[:100]
    found = search(query, MOST_FOUND) if query else list(all_symbols().values())
    shown = Paginator(found, 48).get_page(request.GET.get("page"))
    return page(request, "words/easy/symbols.html", query=query, page_obj=shown, count=len(all_symbols()))
