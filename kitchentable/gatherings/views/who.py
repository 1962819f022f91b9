"""Whom to invite: those at the table of the work, many at once; nobody is told anything here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kitchentable.gatherings.acts import planning as acts
from kitchentable.gatherings.models import UNSENT, Gathering, Invitation
from kitchentable.gatherings.views.planning import A_PAGE, METHODS, the_plan
from kitchentable.people.asks import asked_not_to_be, goes_over
from kitchentable.people.models import Person
from kitchentable.policy.act import require
from kitchentable.policy.book import fact
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page
from kitchentable.works.models import Group

MOST = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who could be asked; `over`: they would be asked more often than they want this month."""

    person: Person
    over: bool


@signed_in
@require_http_methods(METHODS)
def who(request: KTRequest, gathering: str) -> HttpResponse:
    """The list of whom to invite, and who could be put on it."""
    one = the_plan(request, gathering)
    require(request.person, "gatherings.list", one)
    find, everyone = request.GET.get("q", "").strip()[:100], request.GET.get("from") == "everyone"
    could = _could_come(request, one, find, everyone=everyone)
    wrong = ""
    if request.method == "POST":
        try:
            if "off" in request.POST:
                return once(request, lambda: _taken_off(request, one))
            return once(request, lambda: _put_on(request, one, could))
        except Problem as problem:
            wrong = str(problem)
    listed = one.invitations.exclude(state=Invitation.State.GONE).select_related("person").order_by("person__called", "pk")
    page_obj = Paginator(could, A_PAGE).get_page(request.GET.get("page"))
    shown_listed = Paginator(listed, A_PAGE).get_page(request.GET.get("list"))
    over = goes_over([person.pk for person in page_obj])
    return page(
        request,
        "gatherings/planning/who.html",
        status=422 if request.method == "POST" else 200,
        gathering=one,
        found=[Found(person, person.pk in over) for person in page_obj],
        page_obj=page_obj,
        listed=shown_listed,
        find=find,
        everyone=everyone,
        may_see_everyone=fact(request.person, "people.works_here"),
        groups=Group.choices,
        unsent=UNSENT,
        wrong=wrong,
    )


def _could_come(request: KTRequest, one: Gathering, find: str, *, everyone: bool) -> QuerySet[Person]:
    """Those with a part in the work, or for staff everyone they may see; without those on the list and those who do not want to be asked again."""
    table = Q(roles__work=one.work_id, roles__until__isnull=True)
    found: QuerySet[Person] = Person.objects.filter(is_active=True, erased_at__isnull=True)
    found = found & Person.objects.seen_by(request.person) if everyone else found.filter(table)
    for part in find.split():
        found = found.filter(called__icontains=part)
    listed = one.invitations.exclude(state=Invitation.State.GONE).values("person")
    alone = asked_not_to_be(None, work=one.work.slug, about=one.title)
    return found.exclude(pk__in=listed).exclude(pk__in=alone).distinct().order_by("called", "pk")


def _put_on(request: KTRequest, one: Gathering, could: QuerySet[Person]) -> HttpResponse:
    ticked = request.POST.getlist("person")
    people = list(could[:MOST] if "all" in request.POST else could.filter(key__in=ticked[:MOST]))
    if not people:
        raise Problem(_("Tick the people first."))
    acts.choose(request.person, one, people=people, group=request.POST.get("group", ""))
    words = ngettext("Saved. %(n)d person more is on the list.", "Saved. %(n)d people more are on the list.", len(people))
    return done(request, f"{words % {'n': len(people)}} {_('Nobody has been asked yet.')}", _here(request, one))


def _taken_off(request: KTRequest, one: Gathering) -> HttpResponse:
    found = get_object_or_404(one.invitations.select_related("person", "gathering"), key=request.POST["off"])
    acts.unchoose(request.person, found)
    return done(
        request, _("%(name)s is off the list. Nobody was told anything.") % {"name": found.person.called}, _here(request, one)
    )


def _here(request: KTRequest, one: Gathering) -> str:
    kept: Sequence[tuple[str, str]] = [(name, request.GET[name]) for name in ("q", "from") if request.GET.get(name)]
    return reverse("gatherings:who", args=[one.key]) + (f"?{urlencode(kept)}" if kept else "")
