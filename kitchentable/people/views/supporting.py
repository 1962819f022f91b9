"""What one supporter may do: the person changes it and reads what was opened; the supporter finds each door, open or shut."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people import doors, scopes, support_acts
from kitchentable.people.looking import note_looks
from kitchentable.people.models import Look, Person, Scope, Supporter
from kitchentable.people.support_forms import ChangeSupportForm
from kitchentable.people.support_rules import Door
from kitchentable.policy.act import require
from kitchentable.policy.book import fact
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page

A_PAGE = 25


# ── the person's side ─────────────────────────────────────────────────────────────────────────────


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def support(request: KTRequest, key: str) -> HttpResponse:
    """Change what one supporter may do, and their last day."""
    running = Supporter.objects.seen_by(request.person).running().filter(person=request.person, supporter__key=key)
    one = get_object_or_404(running.select_related("person", "supporter"))
    form = ChangeSupportForm(request.POST if request.method == "POST" else None, support=one)
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: _change(request, one, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(request, "people/support.html", one=one, form=form)


def _change(request: KTRequest, one: Supporter, form: ChangeSupportForm) -> HttpResponse:
    support_acts.change_support(request.person, one, **form.cleaned_data)
    words = _("Saved. %(name)s may do this from now on, and nothing else: %(list)s.")
    said = words % {"name": one.supporter, "list": "; ".join(scopes.yours(one.scopes))}
    return done(request, said, reverse("people:supporters"))


@signed_in
@require_safe
@never_cache
def opened(request: KTRequest, key: str) -> HttpResponse:
    """All that one supporter opened of mine, now or before."""
    helper = get_object_or_404(Person.objects.filter(supports__person=request.person, erased_at__isnull=True).distinct(), key=key)
    looks = Look.objects.seen_by(request.person).filter(by=helper, why=Look.Why.SUPPORT)
    found = Paginator(looks.order_by("-at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    return page(request, "people/opened.html", helper=helper, looks=found)


# ── the supporter's side ──────────────────────────────────────────────────────────────────────────


@signed_in
@require_safe
@never_cache
def for_them(request: KTRequest, key: str) -> HttpResponse:
    """What I may do for somebody: each thing, open or not shared."""
    whom = _whom(request, key)
    if whom.pk not in fact(request.person, "people.supports"):
        require(request.person, "people.supporter_opens", Door(whom, Scope.WRITE))
    shared = fact(request.person, "people.supports")[whom.pk]
    rows = [(scope, scopes.one(scope, whom.called), scope in shared) for scope in Scope]
    last = Supporter.objects.running().filter(person=whom, supporter=request.person).order_by("-until").first()
    return page(request, "people/for_them.html", whom=whom, rows=rows, last=last)


@signed_in
@require_safe
@never_cache
def door(request: KTRequest, key: str, scope: str) -> HttpResponse:
    """One door: it leads to what was shared, or says that it was not. What is opened is noted for the person."""
    whom = _whom(request, key)
    if scope not in Scope.values:
        raise Http404
    what = Scope(scope)
    require(request.person, "people.supporter_opens", Door(whom, what))
    where = doors.behind(what, whom)
    if where:
        note_looks(request.person, [whom.pk], scopes.LOOKS[what], Look.Why.SUPPORT, thing_key=f"door:{what.value}")
        return HttpResponseRedirect(where)
    return page(request, "people/for_door.html", whom=whom, title=scopes.one(what, whom.called))


def _whom(request: KTRequest, key: str) -> Person:
    """Somebody whom I help, or helped once. Whom I never helped is not here."""
    known = Person.objects.filter(supporters__supporter=request.person, erased_at__isnull=True).distinct()
    found: Person = get_object_or_404(known, key=key)
    return found
