"""The office of the glossary: what people ask, what waits to be confirmed, the shipped lists, and files of terms."""

from __future__ import annotations

from collections.abc import Callable

from django.core.paginator import Paginator
from django.db.models import Case, Q, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kitchentable.people import tables
from kitchentable.people.tables import Table
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.forms import KitchenForm
from kitchentable.ui.shortcuts import done, page
from kitchentable.words import terms_csv
from kitchentable.words.acts import glossary as acts
from kitchentable.words.forms.glossary import HereForm, TermForm, TermsFileForm
from kitchentable.words.models import Term, TermAsk
from kitchentable.words.terms import Listed, listed, to_confirm

METHODS = ["GET", "HEAD", "POST"]
A_PAGE, SHOWN = 25, 50
SEAL = "kitchentable.words.rows"


def asked_of(form: KitchenForm, act: Callable[[], HttpResponse], request: KTRequest) -> HttpResponse | None:
    """Do what a form asks, once; None when it cannot be done yet, and the form says why."""
    if not form.is_valid():
        return None
    try:
        return once(request, act)
    except Problem as problem:
        form.add_problem(problem)
    return None


@behind("words.glossary_office")
@require_safe
def office(request: KTRequest) -> HttpResponse:
    """What people ask about words, mine first; and what waits for a second person."""
    mine = Case(When(owed_by=request.person.pk, then=Value(0)), default=Value(1))
    owed = TermAsk.objects.filter(answered_at__isnull=True).select_related("owed_by", "work").order_by(mine, "due_on", "pk")
    waiting = Term.objects.to_confirm().select_related("by", "replaces").order_by("term", "pk")
    listed_terms = Paginator(waiting, A_PAGE).get_page(request.GET.get("terms"))
    terms = [(one, may(request.person, "words.confirm_term", one)) for one in listed_terms]
    return page(
        request,
        "words/glossary/office.html",
        asks=Paginator(owed, A_PAGE).get_page(request.GET.get("page")),
        late=owed.filter(due_on__lt=today()).count(),
        waiting=listed_terms,
        terms=terms,
        may_confirm=any(verdict for _term, verdict in terms),
    )


@behind("words.add_term")
@require_http_methods(METHODS)
def term_add(request: KTRequest) -> HttpResponse:
    """Explain a word."""
    form = TermForm(request.POST if request.method == "POST" else None, initial={"term": request.GET.get("term", "")[:120]})

    def keep() -> HttpResponse:
        term = acts.add_term(request.person, form.as_term())
        words = _("Saved. When somebody else who works here confirms it, everyone sees it.")
        return done(request, words, reverse("words:term", args=[term.slug]), saved="term-add")

    answer = asked_of(form, keep, request) if request.method == "POST" else None
    return answer or page(
        request, "words/glossary/term_form.html", status=422 if form.is_bound else 200, form=form, keep="term-add"
    )


@behind("words.change_term")
@require_http_methods(METHODS)
def term_change(request: KTRequest, term: str) -> HttpResponse:
    """Write a meaning anew: the old one stands until the new one is confirmed."""
    found = _the(request, term)
    require(request.person, "words.change_term", found)
    stood = {name: getattr(found, name) for name in ("term", "spelled_out", "meaning", "here", "also")}
    form = TermForm(request.POST if request.method == "POST" else None, initial=stood)

    def keep() -> HttpResponse:
        new = acts.change_term(request.person, found, to=_with_source(form.as_term(), found))
        words = _(
            "Saved. When somebody else who works here confirms it, everyone sees the new words. Until then the old ones stand."
        )
        return done(request, words, reverse("words:term", args=[new.slug]), saved=f"term-{term}")

    answer = asked_of(form, keep, request) if request.method == "POST" else None
    return answer or page(
        request, "words/glossary/term_form.html", status=422 if form.is_bound else 200, form=form, term=found, keep=f"term-{term}"
    )


def _with_source(term: Term, before: Term) -> Term:
    term.source = before.source
    return term


@behind("words.end_term")
@require_http_methods(METHODS)
def term_end(request: KTRequest, term: str) -> HttpResponse:
    """Take a meaning out."""
    found = _the(request, term)
    require(request.person, "words.end_term", found)

    def end() -> HttpResponse:
        acts.end_term(request.person, found)
        return done(
            request,
            _("“%(term)s” is taken out. The record keeps what stood there.") % {"term": found.term},
            reverse("words:glossary_office"),
        )

    if request.method == "POST":
        return once(request, end)
    return page(request, "words/glossary/term_end.html", term=found)


@behind("words.confirm_term")
@require_POST
def confirm(request: KTRequest) -> HttpResponse:
    """Confirm what is ticked, or one meaning."""
    keys = [key for key in request.POST.getlist("terms")[:A_PAGE] if key.isalnum()]
    found = list(Term.objects.to_confirm().filter(key__in=keys).select_related("replaces"))
    if not found:
        return done(request, _("Nothing was ticked, or it was confirmed meanwhile."), reverse("words:glossary_office"))

    def keep() -> HttpResponse:
        for term in found:
            acts.confirm_term(request.person, term)
        words = ngettext(
            "%(n)d meaning is confirmed. Everyone sees it now.", "%(n)d meanings are confirmed. Everyone sees them now.", len(found)
        )
        return done(request, words % {"n": len(found)}, reverse("words:glossary_office"))

    return once(request, keep)


@behind("words.confirm_listed")
@require_safe
def lists(request: KTRequest) -> HttpResponse:
    """Our shipped lists: is this right here?"""
    only = request.GET.get("show", "")
    rows = [row for row in to_confirm() if only != "suggested" or not row.sure]
    return page(
        request,
        "words/glossary/lists.html",
        listed=Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        only=only,
        all=len(rows),
    )


@behind("words.confirm_listed")
@require_http_methods(METHODS)
def list_row(request: KTRequest, word: str) -> HttpResponse:
    """One row of a shipped list: say that it is right here, with what it means here; or that we do not use it."""
    row = _row(word)
    form = HereForm(request.POST if request.method == "POST" else None)
    form.fields["which"].choices = [(str(at), one.spelled_out) for at, one in enumerate(row.meanings)]  # type: ignore[attr-defined]

    def keep() -> HttpResponse:
        if request.POST.get("do") == "not_here":
            acts.not_here(request.person, row)
            return done(request, _("“%(term)s” is not shown any more.") % {"term": row.term}, reverse("words:lists"))
        which = [int(at) for at in form.cleaned_data["which"]]
        term = acts.confirm_listed(request.person, row, here=form.cleaned_data["here"], which=which)
        return done(request, _("“%(term)s” is in our glossary now.") % {"term": row.term}, _after(request, term))

    answer = asked_of(form, keep, request) if request.method == "POST" else None
    return answer or page(request, "words/glossary/list_row.html", status=422 if form.is_bound else 200, form=form, row=row)


def _after(request: KTRequest, term: Term) -> str:
    return reverse("words:lists") if request.POST.get("do") == "quick" else reverse("words:term", args=[term.slug])


def _row(word: str) -> Listed:
    row = listed().get(word)
    if row is None:
        raise Http404
    return row


def _the(request: KTRequest, key: str) -> Term:
    return get_object_or_404(Term.objects.seen_by(request.person), Q(key=key))


# ── files ─────────────────────────────────────────────────────────────────────────────────────────


@behind("words.bring_terms")
@require_http_methods(METHODS)
def bring_in(request: KTRequest) -> HttpResponse:
    """Send a file, see every row as it would be, then bring it in. Between the two steps the rows travel sealed in the page: nothing is kept."""
    looks = request.POST.get("do") == "look"
    form = TermsFileForm(*((request.POST, request.FILES) if looks else ()))
    reading, sealed, problem = None, "", ""
    try:
        if looks and form.is_valid():
            table = tables.from_upload(form.cleaned_data["upload"], terms_csv.must_be_our_columns)
            reading, sealed = terms_csv.look_at(table), tables.seal(table, SEAL)
        elif request.method == "POST" and not looks:
            table = tables.unseal(request.POST.get("rows", ""), SEAL)
            if request.POST.get("do") == "refused":
                return tables.csv_answer(terms_csv.refused_csv(terms_csv.look_at(table)), "terms-refused")
            return once(request, lambda: _brought_in(request, table))
    except Problem as wrong:
        problem = str(wrong)
        if looks:
            form.add_problem(wrong)
    return page(
        request,
        "words/glossary/import.html",
        status=422 if problem or form.errors else 200,
        form=form,
        reading=reading,
        sealed=sealed,
        problem="" if looks else problem,
        new=[] if reading is None else reading.to_save[:SHOWN],
        shown=SHOWN,
    )


def _brought_in(request: KTRequest, table: Table) -> HttpResponse:
    """Read against what we hold at this moment: somebody may have written something down since the page was shown."""
    reading = terms_csv.look_at(table)
    acts.bring_terms(request.person, reading.to_save)
    words = _(
        "Saved. %(new)d rows are new, %(known)d were here already, %(refused)d could not come in. Somebody else confirms them."
    )
    return done(request, words % reading.counts, reverse("words:glossary_office"))
