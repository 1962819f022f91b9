"""Places and facts as a sheet of rows: look into a file, bring it in, get the rows that cannot come in, take everything out."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.gatherings import places_csv
from kitchentable.gatherings.acts import places as acts
from kitchentable.gatherings.checklist import place_items
from kitchentable.gatherings.forms.places import RowsForm
from kitchentable.gatherings.models import Fact, Place
from kitchentable.people import tables
from kitchentable.people.tables import Table
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page

SEAL = "kitchentable.gatherings.rows"
SHOWN = 50


@behind("gatherings.places_import")
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: KTRequest) -> HttpResponse:
    """Send a file, see every row as it would be, then bring it in. Between the two steps the rows travel sealed in the page: nothing is kept."""
    looks = request.POST.get("do") == "look"
    form = RowsForm(*((request.POST, request.FILES) if looks else ()))
    reading, sealed, problem = None, "", ""
    try:
        if looks and form.is_valid():
            table = tables.from_upload(form.cleaned_data["upload"], places_csv.must_be_our_columns)
            reading, sealed = places_csv.look_at(table), tables.seal(table, SEAL)
        elif request.method == "POST" and not looks:
            table = tables.unseal(request.POST.get("rows", ""), SEAL)
            if request.POST.get("do") == "refused":
                return tables.csv_answer(places_csv.refused_csv(places_csv.look_at(table)), "places-refused")
            return once(request, lambda: _brought_in(request, table))
    except Problem as wrong:
        problem = str(wrong)
        if looks:
            form.add_problem(wrong)
    return page(
        request,
        "gatherings/places/import.html",
        status=422 if problem or form.errors else 200,
        form=form,
        reading=reading,
        sealed=sealed,
        problem="" if looks else problem,
        changes=[] if reading is None else [_change(place, fact) for place, fact in reading.to_save[:SHOWN]],
        shown=SHOWN,
    )


def _change(place: Place, fact: Fact | None) -> dict[str, Any]:
    """One change as the page says it: the place, the fact in words, yes or no with its number, who looked and when."""
    if fact is None:
        return {"place": place.called, "what": _("The place itself")}
    item = place_items()[fact.code]
    answer = str(fact.get_answer_display())
    counted = f", {item.counted(fact.number)}" if fact.number is not None else ""
    return {"place": place.called, "what": item.called, "answer": answer + counted, "by": fact.checked_by, "on": fact.checked_on}


def _brought_in(request: KTRequest, table: Table) -> HttpResponse:
    """Read against what we hold at this moment: somebody may have written something down since the page was shown."""
    reading = places_csv.look_at(table)
    acts.bring_in(request.person, reading.to_save)
    counts = reading.counts
    words = (
        _("Saved. %(new)d rows are new, %(changed)d are changed, %(known)d were here already, %(refused)d could not come in.")
        % counts
    )
    return done(request, words, reverse("gatherings:places"))


@behind("gatherings.place_change")
@require_safe
def take_out(request: KTRequest) -> StreamingHttpResponse:
    """Every place on the list, with one row for each fact: to keep, or to fill in on the way and send back."""
    answer = StreamingHttpResponse(
        places_csv.as_csv(Place.objects.seen_by(request.person).in_use()), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="places-{today().isoformat()}.csv"'
    return answer
