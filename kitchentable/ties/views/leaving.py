"""Leaving in the office: who leaves, what they have in hand, who takes it, and the day."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kitchentable.people.models import Duty, Person
from kitchentable.people.owing import InHand, keepings
from kitchentable.people.rules import has_duty
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ties.acts import leaving as acts
from kitchentable.ties.forms.leaving import WHOLE, GiveForm, PlanForm, staff
from kitchentable.ties.handing import Kind, kinds_of
from kitchentable.ties.models import Leaving
from kitchentable.ties.models.leaving import STAFF_PARTS
from kitchentable.ui.shortcuts import done, page
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import works_where

A_PAGE = 25
METHODS = ["GET", "HEAD", "POST"]


@behind("ties.plan_leaving")
@require_safe
def leavings(request: KTRequest) -> HttpResponse:
    """Who leaves, planned ones first."""
    found = Leaving.objects.seen_by(request.person).select_related("person", "work", "to").order_by("-state", "on", "pk").distinct()
    return page(request, "ties/leaving/list.html", leavings=Paginator(found, A_PAGE).get_page(request.GET.get("page")))


@behind("ties.plan_leaving")
@require_http_methods(METHODS)
def new(request: KTRequest) -> HttpResponse:
    """Plan that somebody leaves: oneself, or somebody of one's work."""
    by = request.person
    form = PlanForm(
        request.POST if request.method == "POST" else None, by=by, whom=_whom(by), works=_works(by), mine=True,
        initial={"person": by.key, "work": request.GET.get("work", "")},
    )  # fmt: skip

    def keep() -> HttpResponse:
        said = form.cleaned_data
        made = acts.plan(by, said["person"], on=said["on"], work=said["work"], to=said["to"], why=said["why"])
        return done(request, _("Saved. Next: look at what is in hand, and who takes it."), made, saved="leaving-new")

    return _asked(request, form, keep) or page(request, "ties/leaving/new.html", status=422 if form.is_bound else 200, form=form)


def _whom(by: Person) -> QuerySet[Person]:
    """Oneself; for a lead those with a part in their work; for the administrator everyone who works here."""
    if has_duty(by, Duty.Kind.ADMINISTRATOR):
        return staff()
    parts = Role.objects.filter(work__in=works_where(by, Role.Kind.LEAD), kind__in=STAFF_PARTS, until__isnull=True)
    return staff().filter(Q(pk=by.pk) | Q(pk__in=parts.values("person")))


def _works(by: Person) -> QuerySet[Work]:
    return Work.objects.seen_by(by).order_by("title", "pk")


@behind("ties.plan_leaving")
@require_safe
def one(request: KTRequest, leaving: str) -> HttpResponse:
    """What is in hand now, kind by kind, and who takes it."""
    found = _the(request, leaving)
    kinds = kinds_of(found) if found.state == Leaving.State.PLANNED else []
    return page(
        request,
        "ties/leaving/one.html",
        leaving=found,
        is_mine=found.person_id == request.person.pk,
        kinds=kinds,
        left=sum(len(kind.left) for kind in kinds),
        all=sum(len(kind.things) for kind in kinds),
        may_change=may(request.person, "ties.change_leaving", found),
        may_leave=may(request.person, "ties.leave", found),
        works=acts.works_of(found),
    )


@behind("ties.plan_leaving")
@require_http_methods(METHODS)
def change(request: KTRequest, leaving: str) -> HttpResponse:
    """Another day, another name, other words for the group."""
    found = _the(request, leaving)
    require(request.person, "ties.change_leaving", found)
    first = {"on": found.on, "to": found.to.key if found.to else "", "why": found.why}
    form = PlanForm(
        request.POST if request.method == "POST" else None, by=request.person, whom=None, works=None,
        mine=found.person_id == request.person.pk, initial=first,
    )  # fmt: skip

    def keep() -> HttpResponse:
        said = form.cleaned_data
        acts.change(request.person, found, on=said["on"], to=said["to"], why=said.get("why", ""))
        return done(request, _("Saved."), found)

    return _asked(request, form, keep) or page(
        request, "ties/leaving/change.html", status=422 if form.is_bound else 200, form=form, leaving=found
    )


@behind("ties.plan_leaving")
@require_http_methods(METHODS)
def give(request: KTRequest, leaving: str) -> HttpResponse:
    """One kind: all of it to one person, or some of it."""
    found = _the(request, leaving)
    require(request.person, "ties.give", found)
    name = request.GET.get("kind", "")
    kind = next(iter(kinds_of(found, [name])), None) if name in keepings() else None
    form = GiveForm(request.POST if request.method == "POST" else None, but=found.person)

    def keep() -> HttpResponse:
        ticked = [key for key in request.POST.getlist("things") if key != WHOLE]
        whole = WHOLE in request.POST.getlist("things")
        if not ticked and not whole:
            raise Problem(_("Tick what you give. Or tick “All of these”."))
        to = form.cleaned_data["to"]
        acts.give(request.person, found, kind=name, things=[] if whole else ticked, to=to)
        words = _("Saved. %(name)s takes it.") % {"name": to.called} if to else _("Saved. It goes to whoever takes the rest.")
        return done(request, words, found)

    kept = _asked(request, form, keep) if kind else None
    if kept is not None:
        return kept
    things = Paginator(kind.things if kind else [], A_PAGE).get_page(request.GET.get("page"))
    return page(
        request, "ties/leaving/give.html", status=422 if form.is_bound else 200, form=form, leaving=found, kind=kind, whole=WHOLE,
        page_obj=things, rows=[(thing, kind.named.get(thing.key), _words(request.person, found, thing)) for thing in things] if kind else [],
    )  # fmt: skip


def _words(reader: Any, leaving: Leaving, thing: InHand) -> str:
    """What it is: for whoever leaves, and for those who may read that piece of work. Others read which kind it is, and no more."""
    if leaving.person_id == reader.pk or thing.kind in ("works.parts", "works.named", "people.duties"):
        return thing.words
    readable = (
        set(Work.objects.filter(pk__in=works_where(reader, Role.Kind.LEAD)).values_list("slug", flat=True)) if thing.work else set()
    )
    return thing.words if thing.work in readable else str(keepings()[thing.kind].name)


@behind("ties.plan_leaving")
@require_POST
def tell(request: KTRequest, leaving: str) -> HttpResponse:
    """Tell the group."""
    return _do(request, leaving, acts.tell_group, _("Everyone at the table is told, each in their own way."))


@behind("ties.plan_leaving")
@require_POST
def stop(request: KTRequest, leaving: str) -> HttpResponse:
    """They stay."""
    return _do(request, leaving, acts.stop, _("Called off. Nothing was handed over."))


@behind("ties.plan_leaving")
@require_POST
def finish(request: KTRequest, leaving: str) -> HttpResponse:
    """Hand everything over now."""
    return _do(request, leaving, acts.leave, _("Done. Everything has a new name, and each of them is told."))


def _do(request: KTRequest, key: str, act: Any, words: str) -> HttpResponse:
    found = _the(request, key)

    def run() -> HttpResponse:
        act(request.person, found)
        gone = act is acts.leave and found.person_id == request.person.pk and found.work_id is None
        return done(request, words, reverse("home:front") if gone else found)

    try:
        return once(request, run)
    except Problem as problem:
        kinds = kinds_of(found)
        return page(
            request, "ties/leaving/one.html", status=422, leaving=found, is_mine=found.person_id == request.person.pk, kinds=kinds,
            left=sum(len(kind.left) for kind in kinds), all=sum(len(kind.things) for kind in kinds), problem=str(problem),
            may_change=may(request.person, "ties.change_leaving", found), may_leave=may(request.person, "ties.leave", found),
            works=acts.works_of(found),
        )  # fmt: skip


def _the(request: KTRequest, key: str) -> Leaving:
    found = Leaving.objects.seen_by(request.person).filter(key=key).values("pk")
    return get_object_or_404(Leaving.objects.select_related("person", "work", "to", "started_by"), pk__in=found)


def _asked(request: KTRequest, form: Any, act: Any) -> HttpResponse | None:
    """Do what a form asks, once; None when it cannot be done yet, and the form says why."""
    if not form.is_valid():
        return None
    try:
        return once(request, act)
    except Problem as problem:
        form.add_problem(problem)
    return None


__all__ = ["Kind", "change", "finish", "give", "leavings", "new", "one", "stop", "tell"]
