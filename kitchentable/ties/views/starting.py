"""The first page of somebody who starts where another left off."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kitchentable.gatherings.models import Gathering
from kitchentable.policy.act import require
from kitchentable.policy.clock import now, today
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.ties.inductions import induction_of
from kitchentable.ties.models import GroupLine, Leaving, Promise
from kitchentable.ties.passed_on import passed_on
from kitchentable.ties.timeline import GROUP_NAMES, history
from kitchentable.ui.shortcuts import page
from kitchentable.voices.models import Contribution
from kitchentable.works.models import Work

FIRST = 5
A_PAGE = 25


@behind("ties.start")
@require_safe
def start(request: KTRequest, slug: str) -> HttpResponse:
    """Promises open, who waits, what people let you know, the group's own note, what happened, and what comes next."""
    work = get_object_or_404(Work.objects.seen_by(request.person).select_related("decider", "answers_first"), slug=slug)
    require(request.person, "ties.start", work)
    asked = request.GET.get("year", "")
    past = history(work, int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None)
    promises = Promise.objects.open().filter(work=work).select_related("owner", "work").order_by("by_when", "pk")
    waiting = (
        Contribution.objects.waiting()
        .filter(work=work)
        .select_related("owner")
        .only("code", "number", "due_on", "owner__called", "owner__key")
    )
    coming = Gathering.objects.filter(work=work, state__in=("planning", "inviting", "confirmed"), starts_at__gte=now())
    last = (
        Leaving.objects.filter(state=Leaving.State.DONE, to=request.person.pk)
        .select_related("person", "work")
        .order_by("-done_at", "-pk")
    )
    return page(
        request,
        "ties/leaving/start.html",
        work=work,
        today=today(),
        before=next((one for one in last if one.work_id in (None, work.pk)), None),
        promises=Paginator(promises, FIRST).get_page(request.GET.get("promises")),
        waiting=Paginator(waiting.order_by("due_on", "pk"), FIRST).get_page(request.GET.get("waiting")),
        passed=passed_on(request.person, work, request.GET.get("people")),
        lines=list(GroupLine.objects.seen_by(request.person).standing().filter(work=work).agreed()[:A_PAGE]),
        induction=induction_of(work, request.person)[:FIRST],
        next_one=coming.select_related("place").order_by("starts_at", "pk").first(),
        past=past,
        events=Paginator(past.events, A_PAGE).get_page(request.GET.get("page")),
        group_names=list(enumerate(GROUP_NAMES, 1)),
        picture_words=_("What happened in this piece of work, year by year"),
    )
