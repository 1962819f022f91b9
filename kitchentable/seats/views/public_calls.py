"""Calls as everyone reads them: the list, one in plain words, and the paper form."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, public
from kitchentable.seats.counts_shown import counts_of
from kitchentable.seats.models import Call, Draw, Offer
from kitchentable.seats.own_days import is_open_for, own_day
from kitchentable.ui.shortcuts import page
from kitchentable.words.models import Document
from kitchentable.works.models import Work

A_PAGE = 20


def seen_call(request: KTRequest, key: str) -> Call:
    """A call that this reader may see."""
    return get_object_or_404(Call.objects.seen_by(request.person).select_related("work"), key=key)


@public("Calls of public work are for everyone.")
@require_safe
def calls(request: KTRequest) -> HttpResponse:
    """Where people can offer now."""
    seen = Work.objects.seen_by(request.person)
    found = Call.objects.seen_by(request.person).open_now().filter(work__in=seen).select_related("work").order_by("closes_on", "pk")
    return page(request, "seats/calls/list.html", page_obj=Paginator(found, A_PAGE).get_page(request.GET.get("page")))


@public("Calls of public work are for everyone.")
@require_safe
def call(request: KTRequest, call: str) -> HttpResponse:
    """One call: what, how much time, what we pay, what support, how seats are given, until when, and the ways to offer."""
    one = seen_call(request, call)
    mine = None
    if request.person.is_someone:
        mine = Offer.objects.filter(call=one, person=request.person.pk, taken_back_at__isnull=True).first()
    return page(
        request,
        "seats/calls/call.html",
        call=one,
        mine=mine,
        own=own_day(one, request.person),
        is_open=is_open_for(one, request.person),
        papers=list(Document.objects.seen_by(request.person).filter(calls=one).order_by("title", "pk")),
        in_draw=list(one.fairness.filter(in_draw=True)),
        draws=list(Draw.objects.seen_by(request.person).filter(call=one).order_by("number")),
        counts=counts_of(one),
        runs=bool(may(request.person, "seats.calls_office", one)),
    )


@public("The paper form of a public call, to print.")
@require_safe
def call_paper(request: KTRequest, call: str) -> HttpResponse:
    """The same questions to fill in with a pen; each of them can be skipped but the name and how to reach somebody."""
    one = seen_call(request, call)
    return page(
        request,
        "seats/calls/paper.html",
        call=one,
        groups=list(one.work.affected_groups.on_map()),
        questions=list(one.fairness.prefetch_related("choices")),
    )
