"""Asking what a word means, from any page, with or without an account; and reading the answer."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people.models import ALPHABET, Person
from kitchentable.people.outbox import reach_of
from kitchentable.people.visits import visitor
from kitchentable.policy.book import may
from kitchentable.policy.limits import too_many, tried
from kitchentable.policy.marks import KTRequest, public
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.errors import error_page
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.acts import asks
from kitchentable.words.forms.glossary import AskForm
from kitchentable.words.models import TermAsk
from kitchentable.words.terms import book
from kitchentable.words.where import page_of, work_of

LIMIT, TRIES = "words.ask", "words.ask_code"
HOUR, A_PAGE, NEAR = 60, 20, 3
CODE_TRIES, CODE_MINUTES = 20, 15


@public("Anyone may ask what a word means. No account is needed.")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: KTRequest) -> HttpResponse:
    """First what we know already; then somebody is asked, and owes an answer."""
    told = request.POST if request.method == "POST" else request.GET
    word, where = " ".join(told.get("word", "").replace("\x00", "").split())[: asks.MOST_WORD], page_of(told.get("page", ""))
    form = AskForm(request.POST if request.method == "POST" else None, initial={"word": word})
    if request.method == "POST":
        why_not = _why_not_yet(request)
        if why_not:
            form.add_error(None, why_not)
        elif form.is_valid():
            try:
                return once(request, lambda: _keep(request, form, where))
            except Problem as problem:
                form.add_problem(problem)
    known = book()
    entry = known.exact(word) if word else None
    return page(
        request,
        "words/glossary/ask.html",
        status=422 if form.is_bound else 200,
        form=form,
        word=word,
        where=where,
        entry=entry,
        near=[] if entry or not word else known.search(word)[:NEAR],
        days=number("word_days"),
        is_staff=bool(may(request.person, "words.glossary_office")),
    )


def _why_not_yet(request: KTRequest) -> str:
    if request.POST.get("website"):
        return _("Press the button once more, so that we know you are a person.")
    if not request.person.is_someone and too_many(LIMIT, visitor(request), limit=number("say_an_hour"), minutes=HOUR):
        return _("Many questions were sent from this connection in the last hour. Sign in, ring us, or send it later.")
    return ""


def _keep(request: KTRequest, form: AskForm, where: str) -> HttpResponse:
    if not request.person.is_someone:
        tried(LIMIT, visitor(request))
    found = asks.ask(
        request.person,
        form.cleaned_data["word"],
        around=form.cleaned_data["around"],
        page=where,
        work=work_of(request.person, where),
    )
    return done(request, _("We have your question. Somebody owes you an answer."), found, saved="ask-word")


@public("The asker's own, by sign-in or by a code that nobody can guess: the rule is asked.")
@require_safe
def asked(request: KTRequest, ask: str) -> HttpResponse:
    """What was asked, who answers by when, and the answer."""
    found = get_object_or_404(TermAsk.objects.select_related("owed_by", "answered_by", "term", "asked_by"), key=ask)
    if not may(request.person, "words.see_ask", found):
        raise Http404
    return page(
        request,
        "words/glossary/asked.html",
        ask=found,
        code=code_of(found),
        reach=reach_of(request.person) if isinstance(request.person, Person) and found.asked_by_id == request.person.pk else None,
        shown=found.term if found.term and found.term.confirmed_at and not found.term.ended_at else None,
    )


@public("Whoever has a code finds their question; a signed-in person sees their own.")
@require_safe
def asked_find(request: KTRequest) -> HttpResponse:
    """What I asked; or, with a code, what was asked by a visitor."""
    typed = request.GET.get("code", "")[:60]
    key = "".join(sign for sign in typed.casefold() if sign.isalnum())
    wrong = ""
    if typed:
        if too_many(TRIES, visitor(request), limit=CODE_TRIES, minutes=CODE_MINUTES):
            return error_page(request, 429, because=_("Many codes were tried from this connection. Wait a while, or ring us."))
        found = TermAsk.objects.filter(key=key).first() if not set(key) - set(ALPHABET) else None
        if found is not None and may(request.person, "words.see_ask", found):
            return redirect(found)
        tried(TRIES, visitor(request))
        wrong = _("We do not know this code. Look at each letter again, or ring us.")
    mine = TermAsk.objects.none()
    if isinstance(request.person, Person):
        mine = TermAsk.objects.filter(asked_by=request.person).select_related("owed_by").order_by("-asked_at", "-pk")
    return page(
        request,
        "words/glossary/asked_find.html",
        status=422 if wrong else 200,
        typed=typed,
        wrong=wrong,
        listed=Paginator(mine, A_PAGE).get_page(request.GET.get("page")),
    )


def code_of(found: TermAsk) -> str:
    """The key as it is read out: four letters at a time."""
    return "-".join(found.key[at : at + 4] for at in range(0, len(found.key), 4))
