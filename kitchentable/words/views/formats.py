"""Formats in the office: what is ready, what waits and why; making, ordering, bringing, and who checked; asks typed for somebody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kitchentable.people.models import Person
from kitchentable.policy.act import TYPE_FOR, require
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.forms import KitchenForm
from kitchentable.ui.pieces import Status
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.acts import formats as acts
from kitchentable.words.forms.formats import AskForForm, BringForm, CheckedForm, OrderForm
from kitchentable.words.languages import called
from kitchentable.words.making import BY_MACHINE, by_machine, missing
from kitchentable.words.models import Document, Format, FormatAsk, Version
from kitchentable.words.readable import papers_for
from kitchentable.words.ready import fits, is_current
from kitchentable.words.shown import by_whom, dated, how_long, stands

METHODS = ["GET", "HEAD", "POST"]
A_PAGE = 40
MOST_ASKS, MOST_PAPERS, MOST_VERSIONS = 25, 200, 10
Kind, State = Format.Kind, Format.State
ON_THE_WAY = (State.WAITING, State.MAKING)


@dataclass(frozen=True, slots=True)
class Row:
    """One format in the table."""

    one: Format
    title: str
    stands: Status
    by: str
    long: str
    can_again: bool
    failed: tuple[tuple[str, str], ...]


@behind("words.formats_office")
@never_cache
@require_http_methods(METHODS)
def formats(request: KTRequest, document: str) -> HttpResponse:
    """The formats of one version of a paper."""
    paper = get_object_or_404(Document.objects.seen_by(request.person).select_related("work"), key=document)
    require(request.person, "words.formats_office", paper)
    version, versions = _version(request, paper)
    made = sorted(version.formats.select_related("made_by"), key=lambda one: (list(Kind.values).index(one.kind), one.language))
    for one in made:
        one.version = version
    what = request.POST.get("what", "") if request.method == "POST" else ""
    forms = _forms(request, what, made)
    problem = ""
    if what:
        form = forms.get(what)
        if form is None or form.is_valid():
            try:
                return once(request, lambda: _do(request, version, what, form))
            except Problem as why:
                if form is None:
                    problem = str(why)
                else:
                    form.add_problem(why)
        version.refresh_from_db()
    return _shown(request, paper, version, versions, made, forms, what, problem)


def _version(request: KTRequest, paper: Document) -> tuple[Version, list[Version]]:
    versions = list(paper.versions.defer("text", "short_text", "notes").order_by("-number")[:MOST_VERSIONS])
    key = request.GET.get("version", "")
    chosen = next((one for one in versions if one.key == key), None) if key else next(iter(versions), None)
    if chosen is None:
        raise Http404
    return Version.objects.select_related("document__work").get(pk=chosen.pk), versions


def _forms(request: KTRequest, what: str, made: Sequence[Format]) -> dict[str, KitchenForm]:
    def sent(name: str) -> tuple[object, object] | tuple[None, None]:
        return (request.POST, request.FILES) if what == name else (None, None)

    own_page = [one for one in made if one.kind == Kind.EASY and one.made_by_id is None]
    to_check = [one for one in made if one.path and one.state in (State.CHECKING, State.READY) and one not in own_page]
    return {
        "order": OrderForm(*sent("order"), prefix="order"),
        "bring": BringForm(*sent("bring"), prefix="bring"),
        "checked": CheckedForm(*sent("checked"), prefix="checked", formats=to_check),
    }


def _do(request: KTRequest, version: Version, what: str, form: KitchenForm | None) -> HttpResponse:
    here = f"{reverse('words:formats', args=[version.document.key])}?version={version.key}"
    steps: dict[str, Callable[[], str]] = {
        "make": lambda: _make(request, version),
        "again": lambda: _again(request, version),
        "order": lambda: _order(request, version, form),
        "bring": lambda: _bring(request, version, form),
        "checked": lambda: _checked(request, version, form),
    }
    if what not in steps:
        raise Http404
    return done(request, steps[what](), here)


def _make(request: KTRequest, version: Version) -> str:
    kinds = [kind for kind in BY_MACHINE if not missing(kind)]
    if by_machine(version, Kind.EASY):
        kinds.append(Kind.EASY)
    acts.want(request.person, version, kinds)
    return ngettext(
        "%(n)d format is made now, one after another.", "%(n)d formats are made now, one after another.", len(kinds)
    ) % {"n": len(kinds)}


def _again(request: KTRequest, version: Version) -> str:
    one = _one(version, request.POST.get("format", ""))
    acts.take_again(request.person, one)
    return _("It is made anew: %(format)s.") % {"format": called(one.kind, one.language)}


def _order(request: KTRequest, version: Version, form: KitchenForm | None) -> str:
    assert isinstance(form, OrderForm)
    kind, language = form.need()
    one = acts.order(
        request.person,
        version,
        kind=kind,
        language=language,
        ordered_from=form.cleaned_data["ordered_from"],
        due_on=form.cleaned_data["due_on"],
    )
    return _("Noted: %(format)s comes by %(day)s.") % {
        "format": called(kind, language),
        "day": date_format(one.due_on, "l j F") if one.due_on else "",
    }


def _bring(request: KTRequest, version: Version, form: KitchenForm | None) -> str:
    assert isinstance(form, BringForm)
    kind, language = form.need()
    one = acts.upload(
        request.person,
        version,
        kind=kind,
        language=language,
        file=form.upload(),
        checked_by=form.cleaned_data["names"],
        checked_on=form.cleaned_data["checked_on"],
    )
    format_ = called(kind, language)
    if one.state == State.READY:
        return _("Saved. It is ready: %(format)s.") % {"format": format_}
    if one.state == State.CHECKING:
        return _("Saved. People must check it before it is ready: %(format)s.") % {"format": format_}
    return _("Saved, but it is not ready: %(format)s. %(why)s") % {"format": format_, "why": one.why_not}


def _checked(request: KTRequest, version: Version, form: KitchenForm | None) -> str:
    assert form is not None
    one = _one(version, form.cleaned_data["format"])
    acts.say_checked(request.person, one, names=form.cleaned_data["names"], on=form.cleaned_data["checked_on"])
    return _("Noted who checked it: %(format)s.") % {"format": called(one.kind, one.language)}


def _one(version: Version, key: str) -> Format:
    return get_object_or_404(Format.objects.select_related("version__document__work"), key=key, version=version)


def _shown(
    request: KTRequest,
    paper: Document,
    version: Version,
    versions: list[Version],
    made: list[Format],
    forms: dict[str, KitchenForm],
    what: str,
    problem: str,
) -> HttpResponse:
    current = is_current(version)
    rows = [_row(one, current) for one in made]
    machine = [one for one in made if one.made_by_id is None and by_machine(version, one.kind) and one.state != State.ORDERED]
    moving = [one for one in machine if one.state in ON_THE_WAY]
    there = {(one.kind, one.language) for one in made if one.state != State.FAILED and fits(one, version)}
    asks = FormatAsk.objects.seen_by(request.person).waiting().filter(document=paper).select_related("person")[:MOST_ASKS]
    return page(
        request,
        "words/formats/office.html",
        status=422 if what else 200,
        document=paper,
        version=version,
        versions=[(one, dated(one)) for one in versions],
        dated=dated(version),
        current=current,
        page_obj=Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        is_draft=version.sent_at is None,
        moving=moving,
        now_making=[called(one.kind, one.language) for one in machine if one.state == State.MAKING],
        done_of=(len(machine) - len(moving), len(machine)),
        to_make=[kind for kind in BY_MACHINE if (kind, "") not in there and not missing(kind)],
        missing=[(called(kind), missing(kind)) for kind in BY_MACHINE if missing(kind)],
        asks=[(called(ask.kind, ask.language), ask) for ask in asks],
        order=forms["order"],
        bring=forms["bring"],
        checked=forms["checked"] if forms["checked"].fields["format"].choices else None,  # type: ignore[attr-defined]
        opened=what,
        problem=problem,
    )


def _row(one: Format, current: bool) -> Row:
    return Row(
        one,
        called(one.kind, one.language),
        stands(one, current=current),
        by_whom(one) if one.path else "",
        how_long(one),
        by_machine(one.version, one.kind) and one.state not in ON_THE_WAY and not (one.kind in BY_MACHINE and missing(one.kind)),
        tuple((what, because) for what, passed, because in one.checks if not passed),
    )


@behind("people.type_for")
@never_cache
@require_http_methods(METHODS)
def format_for(request: KTRequest, key: str) -> HttpResponse:
    """Somebody rang, wrote or came: they need a paper in another format. The same day by which they get it (R015)."""
    whom = get_object_or_404(Person.objects.seen_by(request.person).filter(erased_at__isnull=True), key=key)
    require(request.person, TYPE_FOR, whom)
    theirs = Document.objects.seen_by(request.person).filter(pk__in=papers_for(whom).values("pk"), versions__sent_at__isnull=False)
    documents = list(theirs.distinct().order_by("-made_at", "-pk")[:MOST_PAPERS])
    form = AskForForm(request.POST if request.method == "POST" else None, documents=documents)
    if form.is_valid():
        try:
            return once(request, lambda: _ask_for(request, whom, documents, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(request, "words/formats/for.html", status=422 if form.is_bound else 200, whom=whom, documents=documents, form=form)


def _ask_for(request: KTRequest, whom: Person, documents: list[Document], form: AskForForm) -> HttpResponse:
    document = next(one for one in documents if one.key == form.cleaned_data["document"])
    kind, language = form.need()
    ask = acts.ask_for(request.person, document, kind=kind, language=language, way=form.cleaned_data["way"], for_person=whom)
    to = reverse("people:person", args=[whom.key])
    if ask.told_at is not None:
        return done(request, _("This format is ready now. It stands in the list of what to tell them."), to)
    words = _("Noted. %(name)s gets it by %(day)s, and is told when it is ready.")
    return done(request, words % {"name": whom.called, "day": date_format(ask.due_on, "l j F")}, to)
