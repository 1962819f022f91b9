"""Who helps me, and whom I help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.people import acts, scopes, support_acts
from kitchentable.people.models import Person, SupportAsk, Supporter
from kitchentable.people.support_forms import SupporterForm
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.policy.numbers import number
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
    others = Paginator(running.filter(supporter=me), A_PAGE).get_page(request.GET.get("page"))
    mine, before = helped(me)
    return page(
        request,
        "people/supporters.html",
        form=form,
        wrong=wrong,
        helpers=mine,
        before=before,
        helped=others,
        helped_rows=helpers(others),
        asked_by_me=[(ask, scopes.yours(ask.scopes)) for ask in asks.filter(person=me)],
        asked_of_me=[(ask, scopes.for_them(ask.scopes, ask.person.called)) for ask in asks.filter(whom=me)[:A_PAGE]],
        my_key=me.key,
    )


@dataclass(frozen=True, slots=True)
class Helper:
    """One who helps another: what they may do, in the words of each, and whether it ends soon."""

    support: Supporter
    yours: list[str]
    theirs: list[str]
    ends_soon: bool


def helpers(supports: Iterable[Supporter]) -> list[Helper]:
    """From the table's rows, with both people loaded."""
    found = list(supports)
    soon = today() + timedelta(days=number("support_ends_days")) if found else today()
    return [
        Helper(one, scopes.yours(one.scopes), scopes.for_them(one.scopes, one.person.called), one.until <= soon) for one in found
    ]


def helped(person: Person) -> tuple[list[Helper], list[Person]]:
    """Who helps this person now; and who did before, because what they opened can still be read. One query for both."""
    rows = Supporter.objects.filter(person=person, supporter__erased_at__isnull=True).saying_what_runs()
    found = list(rows.select_related("person", "supporter").order_by("until", "pk"))
    running = [one for one in found if one.runs]  # type: ignore[attr-defined]
    now_helping = {one.supporter_id for one in running}
    before = {one.supporter_id: one.supporter for one in reversed(found) if one.supporter_id not in now_helping}
    return helpers(running), list(before.values())[:A_PAGE]


def _ask(request: KTRequest, form: SupporterForm) -> HttpResponse:
    typed = form.cleaned_data
    ask = SupportAsk(person=request.person, asked_as=typed["who"].strip(), until=typed["until"], scopes=typed["scopes"])
    support_acts.ask_support(request.person, ask)
    return done(request, _("If we know this person, we have asked them. They can help you when they say yes."), _here())


def _answer(request: KTRequest, ask: SupportAsk, *, says_yes: bool) -> HttpResponse:
    if says_yes:
        support_acts.agree_support(request.person, ask)
        return done(request, _("You can help %(name)s now.") % {"name": ask.person}, _here())
    support_acts.end_ask(request.person, ask)
    mine = ask.person_id == request.person.pk
    return done(request, _("Taken back. Nobody was given anything.") if mine else _("You said no. Nothing was opened."), _here())


def _stop(request: KTRequest) -> HttpResponse:
    me = request.person
    mine = Supporter.objects.seen_by(me).filter(Q(person=me) | Q(supporter=me)).select_related("person", "supporter")
    support = get_object_or_404(mine, pk=number_typed(request))
    acts.stop_supporter(me, support)
    if support.supporter_id == me.pk:
        return done(request, _("You do not help %(name)s any more.") % {"name": support.person}, _here())
    return done(request, what_stops(support), _here())


def what_stops(support: Supporter) -> str:
    """What a supporter cannot do any more, in the words of the person who stopped it."""
    words = _("Stopped. From this moment %(name)s sees nothing of yours and can write nothing for you. What is over: %(list)s.")
    return words % {"name": support.supporter, "list": "; ".join(scopes.yours(support.scopes))}


def number_typed(request: KTRequest) -> int:
    """Which of the supporters a form is about; 0 for none."""
    typed = request.POST.get("supporter", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0


def _here() -> str:
    return reverse("people:supporters")
