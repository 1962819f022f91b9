"""Who helps me, and whom I help."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.people import acts, support_acts
from kitchentable.people.forms import SupporterForm
from kitchentable.people.models import Person, SupportAsk, Supporter
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page

A_PAGE = 25


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def supporters(request: KTRequest) -> HttpResponse:
    """Ask somebody to help, stop it with one press; say yes or no to helping, stop helping."""
    me: Person = request.person
    what = request.POST.get("what", "")
    form = SupporterForm(request.POST if what == "ask" else None)
    wrong = ""
    try:
        if what == "ask" and form.is_valid():
            return once(request, lambda: _ask(request, form))
        if what in ("yes", "end"):
            ask = get_object_or_404(
                SupportAsk.objects.seen_by(me).filter(Q(person=me) | Q(whom=me)), key=request.POST.get("ask", "")
            )
            return once(request, lambda: _answer(request, ask, says_yes=what == "yes"))
        if what == "stop":
            return once(request, lambda: _stop(request))
    except Problem as problem:
        if what == "ask":
            form.add_problem(problem)
        else:
            wrong = str(problem)
    running = Supporter.objects.running().select_related("person", "supporter").order_by("until", "pk")
    asks = SupportAsk.objects.waiting().select_related("person").order_by("at")
    return page(
        request,
        "people/supporters.html",
        form=form,
        wrong=wrong,
        helpers=running.filter(person=me),
        helped=Paginator(running.filter(supporter=me), A_PAGE).get_page(request.GET.get("page")),
        asked_by_me=asks.filter(person=me),
        asked_of_me=asks.filter(whom=me)[:A_PAGE],
        my_key=me.key,
    )


def _ask(request: KTRequest, form: SupporterForm) -> HttpResponse:
    typed = form.cleaned_data
    support_acts.ask_support(request.person, SupportAsk(person=request.person, asked_as=typed["who"].strip(), until=typed["until"]))
    return done(request, _("If we know this person, we have asked them. They can help you when they say yes."), _here())


def _answer(request: KTRequest, ask: SupportAsk, *, says_yes: bool) -> HttpResponse:
    if says_yes:
        support_acts.agree_support(request.person, ask)
        return done(request, _("You can help %(name)s now.") % {"name": ask.person}, _here())
    support_acts.end_ask(request.person, ask)
    mine = ask.person_id == request.person.pk
    return done(request, _("Taken back. Nobody was given anything.") if mine else _("You said no. Nothing was opened."), _here())


def _stop(request: KTRequest) -> HttpResponse:
    typed = request.POST.get("supporter", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0
    me = request.person
    support = get_object_or_404(Supporter.objects.seen_by(me).filter(Q(person=me) | Q(supporter=me)), pk=number)
    acts.stop_supporter(request.person, support)
    if support.supporter_id == request.person.pk:
        return done(request, _("You do not help %(name)s any more.") % {"name": support.person}, _here())
    words = _("Stopped. From this moment %(name)s sees nothing of yours and can write nothing for you.")
    return done(request, words % {"name": support.supporter}, _here())


def _here() -> str:
    return reverse("people:supporters")
