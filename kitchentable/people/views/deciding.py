"""Help with one decision on one day (R048–R051): the person reads all of theirs, staff write it and see what they wrote."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people import alone_acts
from kitchentable.people.models import DecidingHelp, Person
from kitchentable.people.support_forms import DecidingForm
from kitchentable.policy.act import require
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, behind, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page

A_PAGE = 25


@signed_in
@require_safe
@never_cache
def deciding(request: KTRequest) -> HttpResponse:
    """All that was written about help with my decisions."""
    notes = DecidingHelp.objects.seen_by(request.person).filter(person=request.person).select_related("by")
    return page(request, "people/deciding.html", notes=Paginator(notes, A_PAGE).get_page(request.GET.get("page")))


@behind("people.help_to_decide")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def deciding_for(request: KTRequest, key: str) -> HttpResponse:
    """Write down help with one decision: the help first."""
    whom = get_object_or_404(Person.objects.seen_by(request.person), key=key)
    require(request.person, "people.help_to_decide", DecidingHelp(person=whom))
    form = DecidingForm(request.POST if request.method == "POST" else None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: _keep(request, whom, form))
        except Problem as problem:
            form.add_problem(problem)
    notes = DecidingHelp.objects.seen_by(request.person).filter(person=whom, by=request.person)
    found = Paginator(notes, A_PAGE).get_page(request.GET.get("page"))
    return page(request, "people/deciding_for.html", whom=whom, form=form, notes=found)


def _keep(request: KTRequest, whom: Person, form: DecidingForm) -> HttpResponse:
    alone_acts.help_to_decide(request.person, DecidingHelp(person=whom, **form.cleaned_data))
    return done(request, _("Saved. %(name)s can read all of it.") % {"name": whom}, reverse("people:deciding_for", args=[whom.key]))
