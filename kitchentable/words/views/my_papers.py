"""What I have to read: this month and earlier, until when, how long it takes; and whether we may send one more."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kitchentable.people.looking import note_looks
from kitchentable.people.models import Look, Person, Scope
from kitchentable.people.rules import supported
from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.policy.once import once
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.acts import sending as acts
from kitchentable.words.forms.sending import YES, OneMoreForm
from kitchentable.words.load import loads_of
from kitchentable.words.models import Sent
from kitchentable.words.to_read import earlier_of, now_of, readings

A_PAGE = 20


@signed_in
@require_safe
def my_papers(request: KTRequest) -> HttpResponse:
    """My papers; with `?for=KEY` those of a person who lets one read their papers."""
    whose = _whose(request)
    note_looks(request.person, [whose.pk], Look.What.PAPER, Look.Why.SUPPORT)
    return page(
        request,
        "words/sending/my_papers.html",
        whose=whose,
        is_mine=whose.pk == request.person.pk,
        helped=Person.objects.filter(pk__in=supported(request.person, Scope.PAPERS)).order_by("called", "pk"),
        now=_shown(request, whose, now_of(whose), "page"),
        earlier=_shown(request, whose, earlier_of(whose), "earlier"),
        load=loads_of([whose.pk])[whose.pk],
    )


def _whose(request: KTRequest) -> Person:
    key = request.GET.get("for", "")
    if not key or key == request.person.key:
        me: Person = request.person
        return me
    return get_object_or_404(Person, key=key, pk__in=supported(request.person, Scope.PAPERS))


def _shown(request: KTRequest, whose: Person, rows: QuerySet[Sent], key: str) -> Page[Any]:
    shown: Page[Any] = Paginator(rows, A_PAGE).get_page(request.GET.get(key))
    shown.object_list = readings(whose, shown.object_list)
    return shown


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def one_more(request: KTRequest, sent: str) -> HttpResponse:
    """“May we send you one more paper?” A no can become a yes."""
    one = get_object_or_404(Sent.objects.select_related("version__document__work"), key=sent, person=request.person)
    require(request.person, "words.one_more_paper", one)
    if one.said_yes_at is not None:
        return redirect("words:my_papers")
    form = OneMoreForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return once(request, lambda: _say(request, one, form.cleaned_data["may_send"] == YES))
    return page(request, "words/sending/one_more.html", status=422 if form.is_bound else 200, sent=one, form=form)


def _say(request: KTRequest, one: Sent, may_send: bool) -> HttpResponse:
    acts.answer_one_more(request.person, one, may_send=may_send)
    words = _("Thank you. It is in your list.") if may_send else _("We do not send it. You keep your seat.")
    return done(request, words, "words:my_papers")


@signed_in
@require_POST
def have_read(request: KTRequest, sent: str) -> HttpResponse:
    """Tick a paper as read, or take the tick away."""
    one = get_object_or_404(Sent, key=sent, person=request.person)
    read = request.POST.get("read") != "no"
    return once(request, lambda: _tick(request, one, read))


def _tick(request: KTRequest, one: Sent, read: bool) -> HttpResponse:
    acts.have_read(request.person, one, read=read)
    return done(request, _("Ticked. Only you see this.") if read else _("The tick is gone."), "words:my_papers")
