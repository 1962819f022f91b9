"""“Do not ask me again about this”: one's own page, and the page on which staff write it down for somebody."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kitchentable.people.asks import asks_this_month
from kitchentable.people.models import Person
from kitchentable.people.outbox import reach_of
from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, behind, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ties.acts import not_again as acts
from kitchentable.ties.forms.told import NotAgainForForm, NotAgainForm
from kitchentable.ties.models import NotAgain
from kitchentable.ui.shortcuts import done, page
from kitchentable.works.models import Work

METHODS = ["GET", "HEAD", "POST"]
MOST = 100


@signed_in
@never_cache
@require_http_methods(METHODS)
def mine(request: KTRequest) -> HttpResponse:
    """What I am not asked about, how often I was asked this month, and my own limit."""
    me: Person = request.person
    own = NotAgain.objects.seen_by(me).running().select_related("work")
    if "again" in request.POST:
        one = get_object_or_404(own, key=request.POST["again"])
        return once(request, lambda: _may_again(request, one))
    form = NotAgainForm(request.POST if request.method == "POST" else None, works=_works(request))
    if form.is_valid():
        try:
            return once(request, lambda: _saved(request, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "ties/told/not_again.html",
        status=422 if form.is_bound else 200,
        form=form,
        own=list(own[:MOST]),
        asked=asks_this_month([me.pk])[me.pk],
        limit=reach_of(me).asks_a_month,
    )


def _works(request: KTRequest) -> QuerySet[Work]:
    return Work.objects.seen_by(request.person).order_by("title")


def _saved(request: KTRequest, form: NotAgainForm) -> HttpResponse:
    acts.not_again(request.person, request.person, **form.cleaned_data)
    return done(request, _("Saved. We do not ask you again about this. You can still tell us things."), reverse("ties:not_again"))


def _may_again(request: KTRequest, one: NotAgain) -> HttpResponse:
    acts.ask_again(request.person, one)
    return done(request, _("Saved. We may ask you again about this."), reverse("ties:not_again"))


@behind("people.add")
@never_cache
@require_http_methods(METHODS)
def for_somebody(request: KTRequest, key: str) -> HttpResponse:
    """Staff write down what somebody says by phone, by post or in person. What they said before is not shown: no asker reads it."""
    whom: Person = get_object_or_404(Person.objects.seen_by(request.person).exclude(pk=request.person.pk), key=key)
    require(request.person, "ties.not_again", whom)
    if "again" in request.POST:
        return once(request, lambda: _all_again_for(request, whom))
    form = NotAgainForForm(request.POST if request.method == "POST" else None, works=_works(request))
    form.fields["what"].label = _("What shall we not ask them about again?")
    form.fields["matter"].label = _("Which thing, in their words?")
    if form.is_valid():
        try:
            return once(request, lambda: _saved_for(request, whom, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(request, "ties/told/not_again_for.html", status=422 if form.is_bound else 200, whom=whom, form=form)


def _saved_for(request: KTRequest, whom: Person, form: NotAgainForForm) -> HttpResponse:
    acts.not_again(request.person, whom, **form.cleaned_data, for_person=whom)
    return done(request, _("Saved. They are told that we wrote it down."), reverse("people:person", args=[whom.key]))


def _all_again_for(request: KTRequest, whom: Person) -> HttpResponse:
    for one in NotAgain.objects.running().filter(person=whom):
        acts.ask_again(request.person, one, for_person=whom)
    return done(request, _("Saved. They may be asked about everything again."), reverse("people:person", args=[whom.key]))
