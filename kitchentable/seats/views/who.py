"""The public page: who this affects, and who is at the table."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, public
from kitchentable.seats.leaning import chosen_in, leans, quorum
from kitchentable.seats.leaning_words import chosen_in_words, lacks_in_words, parts, quorum_in_words
from kitchentable.seats.map_picture import draw_map
from kitchentable.seats.models import AffectedGroup, SeatPlan
from kitchentable.seats.picture import for_stage
from kitchentable.seats.prompts import asked
from kitchentable.seats.views.leaning import duties_of
from kitchentable.seats.views.mapping import the_work
from kitchentable.ui.shortcuts import page
from kitchentable.works.models import Work

MOST_OWN = 10
A_PAGE = 20


@public("Everyone may read who a piece of work affects, who is missing, and how the seats lean.")
@require_safe
def who(request: KTRequest, slug: str) -> HttpResponse:
    """The map as a picture and a table, what is done about who is missing, how the seats lean and why, the duties."""
    work = the_work(request, slug)
    mine = AffectedGroup.objects.filter(work=work)
    groups = list(mine.on_map())
    plan = SeatPlan.objects.filter(work=work).select_related("set_by").first()
    chosen = chosen_in(plan)
    found = leans(work, chosen, groups)
    questions = asked(work, groups)
    return page(
        request,
        "seats/mapping/who.html",
        work=work,
        drawn=draw_map(groups),
        picture=for_stage(work, request.GET.get("stage", "")),
        missing=[group for group in groups if group.who_is_missing or group.how_to_reach or group.reaching],
        taken_off=Paginator(mine.taken_off().order_by("-at", "-pk"), A_PAGE).get_page(request.GET.get("off")),
        plan=plan,
        chosen=chosen_in_words(chosen),
        quorum=quorum_in_words(quorum(found.held.total, chosen)),
        wanted=found.wanted,
        wanted_parts=parts(found.wanted),
        held_lacks=lacks_in_words(found.held) if found.held.total else [],
        held=found.held,
        questions=questions,
        open_questions=sum(one.is_open for one in questions),
        duties=duties_of(work),
        own=own_suggestions(request, work),
        may_open_map=bool(may(request.person, "seats.map", work)),
    )


def own_suggestions(request: KTRequest, work: Work) -> list[AffectedGroup]:
    """What the reader suggested here, newest first."""
    if not request.person.is_someone:
        return []
    return list(AffectedGroup.objects.filter(work=work, suggested_by=request.person).order_by("-at", "-pk")[:MOST_OWN])
