"""Questions about words in the office: answering, passing on, and typing one for somebody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.people.models import Person
from kitchentable.policy.act import TYPE_FOR, require
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.numbers import number
from kitchentable.ui.pieces import Pick
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.acts import asks
from kitchentable.words.checking import check_text
from kitchentable.words.clarity.finding import Finding
from kitchentable.words.forms.glossary import AnswerForm, AskForForm, PassForm
from kitchentable.words.models import Term, TermAsk, slug_of
from kitchentable.words.terms import book
from kitchentable.words.views.asking import code_of
from kitchentable.words.views.glossary_office import METHODS, asked_of

NOBODY = "nobody"
MOST_FOUND, MOST_ADVICE = 20, 5
QUIET = frozenset({"overload", "structure"})
"""What the check finds in whole papers, not in two sentences."""


@behind("words.answer_ask")
@require_http_methods(METHODS)
def answer(request: KTRequest, ask: str) -> HttpResponse:
    """Say what it means. Once, before it goes, the check says what may be hard to read; then it goes as it stands."""
    found = _the(request, ask)
    require(request.person, "words.answer_ask", found)
    entry = book().exact(found.word)
    terms = list(Term.objects.confirmed().filter(slug=entry.slug if entry else slug_of(found.word)))
    form = AnswerForm(request.POST if request.method == "POST" else None, terms=terms)
    advice: list[Finding] = []

    def keep() -> HttpResponse:
        done_with = asks.answer_ask(request.person, found, answer=form.cleaned_data["answer"], term=form.term(found.word))
        if done_with.asked_by:
            words = _("Saved. %(name)s is told now, in their own way.") % {"name": done_with.asked_by.called}
        else:
            words = _("Saved. Whoever asked finds it with their code.")
        return done(request, words, reverse("words:glossary_office"), saved=f"answer-word-{ask}")

    if request.method == "POST":
        said = request.POST.get("answer", "")
        if not request.POST.get("seen_advice"):
            advice = [one for one in check_text(said[:5_000], plain=True).findings if one.kind not in QUIET][:MOST_ADVICE]
        if not advice and (kept := asked_of(form, keep, request)) is not None:
            return kept
    return page(
        request,
        "words/glossary/answer.html",
        status=422 if form.is_bound else 200,
        ask=found,
        form=form,
        advice=advice if form.is_bound and form.is_valid() else [],
        entry=entry,
        keep=f"answer-word-{ask}",
    )


@behind("words.pass_ask")
@require_http_methods(METHODS)
def pass_on(request: KTRequest, ask: str) -> HttpResponse:
    """Choose who answers."""
    found = _the(request, ask)
    require(request.person, "words.pass_ask", found)
    staff = list(Person.objects.filter(works_here=True, is_active=True, erased_at__isnull=True).order_by("called", "pk")[:200])
    form = PassForm(request.POST if request.method == "POST" else None)
    form.fields["to"].offer([Pick(one.key, one.called) for one in staff])  # type: ignore[attr-defined]

    def keep() -> HttpResponse:
        to = next(one for one in staff if one.key == form.cleaned_data["to"])
        asks.pass_ask(request.person, found, to=to)
        return done(request, _("Saved. %(name)s is told. The day stays.") % {"name": to.called}, reverse("words:glossary_office"))

    kept = asked_of(form, keep, request) if request.method == "POST" else None
    return kept or page(request, "words/glossary/pass_on.html", status=422 if form.is_bound else 200, ask=found, form=form)


@behind("words.glossary_office")
@require_http_methods(METHODS)
def ask_for(request: KTRequest) -> HttpResponse:
    """First: who asks? Then: which word. For people who ring, write or come in: the same clock."""
    who = request.GET.get("for", "")
    if not who:
        return _choose(request)
    person = None if who == NOBODY else get_object_or_404(Person.objects.seen_by(request.person), key=who)
    require(request.person, TYPE_FOR, person)
    form = AskForForm(request.POST if request.method == "POST" else None)

    def keep() -> HttpResponse:
        said = form.cleaned_data
        found = asks.ask(request.person, said["word"], around=said["around"], way=said["way"], for_person=person)
        words = _("Saved. They hear from us in their own way.")
        if person is None:
            words = _("Saved. Read this out to them, so that they can ask for the answer: the code is %(code)s.") % {
                "code": code_of(found)
            }
        return done(request, words, reverse("words:glossary_office"), saved=f"ask-for-{who}")

    kept = asked_of(form, keep, request) if request.method == "POST" else None
    return kept or page(
        request, "words/glossary/ask_for.html", status=422 if form.is_bound else 200, form=form, whose=person, days=number("word_days"),
        keep=f"ask-for-{who}",
    )  # fmt: skip


def _choose(request: KTRequest) -> HttpResponse:
    find = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    people = (
        list(Person.objects.seen_by(request.person).filter(called__icontains=find).order_by("called", "pk")[: MOST_FOUND + 1])
        if find
        else []
    )
    return page(
        request,
        "words/glossary/ask_for_whom.html",
        find=find,
        people=people[:MOST_FOUND],
        too_many=len(people) > MOST_FOUND,
        nobody=NOBODY,
    )


def _the(request: KTRequest, key: str) -> TermAsk:
    return get_object_or_404(TermAsk.objects.seen_by(request.person).select_related("asked_by", "owed_by", "work"), key=key)
