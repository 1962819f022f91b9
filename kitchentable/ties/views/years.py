"""How long people and staff have worked together in a piece of work."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, public
from kitchentable.policy.numbers import number
from kitchentable.ties.continuity import continuity, first_year, lead_changes
from kitchentable.ties.years import MOST_YEARS, chart_of, gaps, shown
from kitchentable.ui.shortcuts import page
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import has_role


@public("Everyone may see whether people stay at the table of a piece of work. Counts only, small ones hidden.")
@require_safe
def years(request: KTRequest, slug: str) -> HttpResponse:
    """By year and side: who stayed, and where somebody had to start over. Those with a part in the work see groups of three, all others of five."""
    work = get_object_or_404(Work.objects.seen_by(request.person), slug=slug)
    limit = number("group_least" if has_role(request.person, work.pk, *Role.Kind) else "hide_below")
    this, began = today().year, first_year(work)
    stayed = continuity(work, range(max(began, this - MOST_YEARS), this + 1))
    chart = chart_of(shown(stayed[1:], limit, work), limit)
    return page(
        request,
        "ties/learning/years.html",
        work=work,
        began=began,
        drawn=chart,
        gaps=gaps(stayed, lead_changes(work), limit),
        limit=limit,
    )
