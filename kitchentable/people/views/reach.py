"""How to reach me: the way, the format, the language, the times, and how often we may ask."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.people import acts
from kitchentable.people.forms import ReachForm
from kitchentable.people.models import Reach
from kitchentable.people.outbox import reach_of
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page

FIELDS = ("channel", "email", "phone", "post", "good_times", "format", "language", "asks_a_month")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: KTRequest) -> HttpResponse:
    """One's own."""
    mine = reach_of(request.person)
    form = ReachForm(request.POST or None, initial=as_typed(mine))
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: _save(request, mine, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(request, "people/reach.html", form=form)


def _save(request: KTRequest, mine: Reach, form: ReachForm) -> HttpResponse:
    acts.change_reach(request.person, mine, **form.cleaned_data)
    return done(request, _("Saved. From now on we reach you this way."), reverse("people:reach"))


def as_typed(found: Reach) -> dict[str, Any]:
    """What a form starts with."""
    return {name: getattr(found, name) for name in FIELDS}
