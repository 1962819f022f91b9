"""Promises for everyone: of a piece of work, of the organisation, one with its history; and those that were made to me."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, public, signed_in
from kitchentable.policy.verdict import Actor
from kitchentable.ties.models import Anew, AnewSaid, Promise
from kitchentable.ties.promise_lists import SHOWS, narrowed, paged, shown, summary
from kitchentable.ties.rules.promises import may_type_what_they_say
from kitchentable.ui.shortcuts import page
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import has_role

LONGEST_HISTORY = 50


@public("Everyone may see what was promised, and what came of it.")
@require_safe
def all_promises(request: KTRequest) -> HttpResponse:
    """Every promise that one may read."""
    return _listed(request, Promise.objects.seen_by(request.person), None)


@public("Everyone may see what was promised in public work; who has a part in it, before it is public too.")
@require_safe
def of_work(request: KTRequest, slug: str) -> HttpResponse:
    """The promises of one piece of work."""
    work = get_object_or_404(Work.objects.seen_by(request.person), slug=slug)
    return _listed(request, Promise.objects.seen_by(request.person).filter(work=work), work)


@public("Everyone may see what was promised; what is not for everyone is found by nobody else.")
@require_safe
def one(request: KTRequest, promise: str) -> HttpResponse:
    """One promise: what counts now, and all that was promised before; each as it was said."""
    person = request.person
    loaded = ("work", "owner", "first", "made_by", "ended_by")
    found = get_object_or_404(Promise.objects.seen_by(person).select_related(*loaded), key=promise)
    root = found.first_id or found.pk
    rows = Promise.objects.seen_by(person).filter(Q(pk=root) | Q(first=root)).select_related(*loaded).order_by("pk")
    history = list(rows[:LONGEST_HISTORY])
    now = history[-1] if history else found
    keeps = bool(may(person, "ties.keep_promise", now)) and now.is_open
    asked = Anew.objects.filter(promise=now, state=Anew.State.ASKED).first() if now.is_open else None
    is_asked = asked is not None and is_made_to(person, now)
    knows = keeps or is_asked or may_type_what_they_say(person, now)
    return page(
        request,
        "ties/promises/one.html",
        now=shown([now])[0],
        history=[one for one in shown(history) if one.promise.pk != now.pk],
        keeps=keeps,
        asked=asked if knows else None,
        asked_openly=asked is not None and not knows,
        is_asked=is_asked,
        types=asked is not None and may_type_what_they_say(person, now),
        said=_what_was_said(person, asked) if asked and knows and not (is_asked and not keeps) else None,
    )


@signed_in
@require_safe
def to_me(request: KTRequest) -> HttpResponse:
    """What was promised to me: what I am asked first, then what is open, then what came of the rest."""
    mine = Promise.objects.made_to(request.person)
    listed = paged(narrowed(mine, ""), request.GET.get("page"))
    said = AnewSaid.objects.filter(person=request.person).values("anew")
    asked = Anew.objects.filter(promise__in=mine, state=Anew.State.ASKED).exclude(pk__in=said)
    return page(
        request,
        "ties/promises/to_me.html",
        found=listed,
        rows=shown(listed.object_list),
        asked=list(asked.select_related("promise__work", "promise__owner").order_by("answer_by", "pk")[:25]),
        sums=summary(mine),
    )


def is_made_to(person: Actor, promise: Promise) -> bool:
    """Was it made to this person, by name or with everyone who said something in this work?"""
    return Promise.objects.made_to(person).filter(pk=promise.pk).exists()


def _listed(request: KTRequest, seen: QuerySet[Promise], work: Work | None) -> HttpResponse:
    show = request.GET.get("show", "")
    show = show if show in dict(SHOWS) else ""
    listed = paged(narrowed(seen, show), request.GET.get("page"))
    return page(
        request,
        "ties/promises/list.html",
        work=work,
        found=listed,
        rows=shown(listed.object_list),
        sums=summary(seen),
        shows=SHOWS,
        show=show,
        show_words=dict(SHOWS)[show],
    )


def _what_was_said(person: Actor, asked: Anew) -> dict[str, object]:
    """How many said what, for whoever asked; the words, with names only for the lead."""
    counted = asked.said.aggregate(yes=Count("pk", Q(says="yes")), no=Count("pk", Q(says="no")), more=Count("pk", Q(says="more")))
    rows = asked.said.order_by("at", "pk").select_related("person")[:LONGEST_HISTORY]
    names = has_role(person, asked.promise.work_id, Role.Kind.LEAD, Role.Kind.CHECKER)
    words = [(AnewSaid.Says(row.says).label, row.words, row.person if names else None) for row in rows if row.words]
    return {**counted, "words": words, "to": asked.promise.to.count(), "everyone": asked.promise.to_everyone}
