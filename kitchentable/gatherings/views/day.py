"""The sheet for the day."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kitchentable.gatherings.arranged import how_booked
from kitchentable.gatherings.booking_words import kind_in_words, when, where
from kitchentable.gatherings.day_sheet import sheet
from kitchentable.gatherings.looking import also_known_only_to_the_lead
from kitchentable.gatherings.models import Fact, Gathering
from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.ui.shortcuts import page

FIRST_AIDER, REFUGE = "V76", "V75"


@behind("gatherings.arrange")
@require_safe
def day_sheet(request: KTRequest, gathering: str) -> HttpResponse:
    """One page to print: times, place, who arrives, only what is needed on the day, the way out, and whom to ring."""
    g = get_object_or_404(Gathering.objects.seen_by(request.person).select_related("work", "host", "place"), key=gathering)
    require(request.person, "gatherings.arrange", g)
    found = sheet(request.person, g)
    coming = g.invitations.coming().values_list("person", flat=True)
    facts = {fact.code: fact.note for fact in Fact.objects.filter(place=g.place_id, code__in=(FIRST_AIDER, REFUGE)) if fact.note}
    places = g.bookings.wanted().select_related("professional")
    return page(
        request,
        "gatherings/arranging/day.html",
        g=g,
        sheet=found,
        when=when(g),
        where=where(g),
        places=[(kind_in_words(one), one, how_booked(one)) for one in places],
        first_aider=facts.get(FIRST_AIDER, ""),
        refuge=facts.get(REFUGE, ""),
        kept=found.kept_from_paper + also_known_only_to_the_lead(request.person, g, coming),
    )
