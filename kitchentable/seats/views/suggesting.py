"""Suggesting a group for the map: anyone, signed in or not; and typed for somebody who is not online."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.people.models import Person
from kitchentable.people.visits import visitor
from kitchentable.policy.act import TYPE_FOR, require
from kitchentable.policy.book import may
from kitchentable.policy.limits import too_many, tried
from kitchentable.policy.marks import KTRequest, behind, public
from kitchentable.policy.numbers import number
from kitchentable.seats.acts import mapping as acts
from kitchentable.seats.forms.mapping import SuggestForm
from kitchentable.seats.views.mapping import asked_of, the_work
from kitchentable.ui.shortcuts import done, page
from kitchentable.works.models import Role, Work

METHODS = ["GET", "HEAD", "POST"]
LIMIT, HOUR = "seats.suggest", 60
NOBODY = "nobody"
MOST_FOUND = 20


@public("Anyone may say who else is affected by a piece of work that they may see. No account is needed.")
@require_http_methods(METHODS)
def suggest(request: KTRequest, slug: str) -> HttpResponse:
    """One question: who else is affected? What was typed stays whatever happens."""
    work = the_work(request, slug)
    require(request.person, "seats.suggest", work)
    form = SuggestForm(request.POST if request.method == "POST" else None)
    if form.is_bound and (because := _why_not_yet(request, form)):
        form.add_error(None, because)

    def keep() -> HttpResponse:
        if not request.person.is_someone:
            tried(LIMIT, visitor(request))
        acts.suggest(request.person, work, name=form.cleaned_data["name"], why=form.cleaned_data["why"])
        if request.person.is_someone:
            words = _("We have it. You are told what comes of it.")
        else:
            words = _("We have it. You gave no name, so look here again to see what came of it.")
        return done(request, words, reverse("seats:who", args=[work.slug]), saved=f"seats-suggest-{work.slug}")

    return asked_of(form, keep, request) or page(
        request,
        "seats/mapping/suggest.html",
        status=422 if form.is_bound else 200,
        work=work,
        form=form,
        leads=_leads(work),
        may_type_for=bool(may(request.person, TYPE_FOR)),
        keep=f"seats-suggest-{work.slug}",
    )


def _why_not_yet(request: KTRequest, form: SuggestForm) -> str:
    """What stands between this form and its being kept, apart from what is in it."""
    if form.data.get("website"):
        return _("Press the button once more, so that we know you are a person.")
    if not request.person.is_someone and too_many(LIMIT, visitor(request), limit=number("say_an_hour"), minutes=HOUR):
        return _(
            "Many things were sent from this connection in the last hour. Sign in, ring us, or send it later. Your words are still here."
        )
    return ""


@behind(TYPE_FOR)
@require_http_methods(METHODS)
def suggest_for(request: KTRequest, slug: str) -> HttpResponse:
    """First: who said it? Then: their words."""
    work = the_work(request, slug)
    require(request.person, "seats.suggest", work)
    key = request.GET.get("for", "")
    if not key:
        return _choose(request, work)
    whose = None if key == NOBODY else get_object_or_404(Person.objects.seen_by(request.person), key=key)
    require(request.person, TYPE_FOR, whose)
    form = SuggestForm(request.POST if request.method == "POST" else None)

    def keep() -> HttpResponse:
        said = form.cleaned_data
        acts.suggest(request.person, work, name=said["name"], why=said["why"], for_person=whose, in_nobodys_name=whose is None)
        words = _("Saved. %(name)s is told what comes of it.") % {"name": whose.called} if whose else _("Saved, without a name.")
        return done(request, words, reverse("seats:who", args=[work.slug]), saved=f"seats-suggest-{work.slug}-{key}")

    return asked_of(form, keep, request) or page(
        request,
        "seats/mapping/suggest.html",
        status=422 if form.is_bound else 200,
        work=work,
        form=form,
        typed_for=True,
        whose=whose,
        leads=_leads(work),
        keep=f"seats-suggest-{work.slug}-{key}",
    )


def _choose(request: KTRequest, work: Work) -> HttpResponse:
    find = request.GET.get("q", "").strip()[:100]
    people = Person.objects.seen_by(request.person).select_related("reach")
    for part in find.split():
        people = people.filter(called__icontains=part)
    found = list(people.order_by("called", "pk")[: MOST_FOUND + 1]) if find else []
    return page(
        request,
        "seats/mapping/whose.html",
        work=work,
        find=find,
        people=found[:MOST_FOUND],
        too_many=len(found) > MOST_FOUND,
        most=MOST_FOUND,
    )


def _leads(work: Work) -> list[Person]:
    return list(Person.objects.filter(roles__work=work, roles__kind=Role.Kind.LEAD, roles__until__isnull=True).distinct())
