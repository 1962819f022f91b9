"""The numbers of how clear we are: for everyone by month and piece of work; for staff also what was kept, and why."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, behind, public
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import ANYONE
from kitchentable.ui.pieces import Part
from kitchentable.ui.shortcuts import page
from kitchentable.words import clear
from kitchentable.words.clarity.lists import limits
from kitchentable.words.models import WRITES_PAPERS
from kitchentable.words.views.glossary import A_PAGE
from kitchentable.works.models import Work
from kitchentable.works.rules import works_where

MOST_WORKS = 200


@public("Everyone may see how clear we are. It is counted by month and by piece of work, never by who wrote it.")
@require_safe
def clear_numbers(request: KTRequest) -> HttpResponse:
    """How clear was what we sent, month by month: of public pieces of work."""
    works = list(Work.objects.seen_by(ANYONE).order_by("title", "pk")[:MOST_WORKS])
    return page(request, "words/glossary/clear.html", **_numbers(request, works, hide=True))


@behind("words.clear_office")
@require_safe
def clear_office(request: KTRequest) -> HttpResponse:
    """The same for the work that one writes papers for, with what was kept and why."""
    works = list(Work.objects.filter(pk__in=works_where(request.person, *WRITES_PAPERS)).order_by("title", "pk")[:MOST_WORKS])
    shown = _numbers(request, works, hide=False)
    chosen = shown["chosen"]
    reasons = clear.kept_reasons([chosen.pk] if isinstance(chosen, Work) else [work.pk for work in works])
    return page(
        request, "words/glossary/clear.html", **shown, is_office=True,
        reasons=Paginator(reasons, A_PAGE).get_page(request.GET.get("page")),
    )  # fmt: skip


def _numbers(request: KTRequest, works: list[Work], *, hide: bool) -> dict[str, Any]:
    years = clear.years()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 and int(asked) in years else years[0]
    chosen = next((work for work in works if work.slug == request.GET.get("work", "")), None)
    found = clear.year_of(year, [work.pk for work in works], only=chosen.pk if chosen else None, hide=hide)
    parts = [
        Part(_("Made plainer"), found.sum("fixed"), 4),
        Part(_("Kept, with a reason"), found.sum("kept"), 2),
        Part(_("Left as it was"), found.sum("left"), 3),
    ]
    ready = found.sum("formats") - found.sum("formats_late")
    return {
        "works": works,
        "chosen": chosen,
        "year": found,
        "years": years,
        "running": year == today().year,
        "months": [one for one in found.months if one.anything],
        "papers": found.sum("papers"),
        "found_parts": parts if sum(part.value for part in parts) else [],
        "format_parts": [Part(_("Ready on the same day"), ready, 4), Part(_("Late"), found.sum("formats_late"), 3)]
        if found.sum("formats")
        else [],
        "limit": number("hide_below"),
        "hides": hide,
        "aim": int(limits()["mean_sentence"]),
    }
