"""Planning it again, with the lessons of last time first; and the days that are hard for some."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kitchentable.gatherings.acts import planning as acts
from kitchentable.gatherings.forms.planning import AgainForm, HardDayForm
from kitchentable.gatherings.lessons import lesson
from kitchentable.gatherings.models import Gathering, HardDay
from kitchentable.gatherings.views.planning import A_PAGE, METHODS, the_plan
from kitchentable.gatherings.when import moment_of, same_time_later
from kitchentable.policy.act import require
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, behind, signed_in
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page


@signed_in
@require_http_methods(METHODS)
def copy(request: KTRequest, gathering: str) -> HttpResponse:
    """Plan it again, once or every few weeks; what was not met last time stands first."""
    one = the_plan(request, gathering)
    require(request.person, "gatherings.copy", one)
    form = AgainForm(request.POST if request.method == "POST" else None, initial=_first(one))
    if form.is_valid():
        try:
            return once(request, lambda: _planned_again(request, one, form.cleaned_data))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "gatherings/planning/copy.html",
        status=422 if form.is_bound else 200,
        gathering=one,
        form=form,
        lesson=lesson(request.person, one, one.pk, number("hide_below")),
    )


def _first(one: Gathering) -> dict[str, Any]:
    return {"at": timezone.localtime(one.starts_at).time()} if one.starts_at else {}


def _planned_again(request: KTRequest, one: Gathering, typed: dict[str, Any]) -> HttpResponse:
    made = acts.copy(request.person, one, starts=_starts(typed), with_people=typed["with_people"])
    if len(made) == 1:
        return done(request, _("Saved. It is planned again. Look at each step: nothing is taken for granted."), made[0])
    words = ngettext("Saved. It is planned %(n)d time more.", "Saved. It is planned %(n)d times more.", len(made))
    return done(request, words % {"n": len(made)}, reverse("gatherings:office"))


def _starts(typed: dict[str, Any]) -> list[datetime]:
    """The same time on the wall each time. More than is allowed is cut short by one too many, so that the act says so."""
    first, weeks = moment_of(typed["day"], typed["at"]), int(typed["weeks"])
    times = min(typed["times"] or 1, 100) if weeks else 1
    return [same_time_later(first, weeks * count) for count in range(times)]


@behind("gatherings.hard_day")
@require_http_methods(METHODS)
def hard_days(request: KTRequest) -> HttpResponse:
    """The organisation's own list of days that are hard for some: school holidays, local days."""
    adding = request.method == "POST" and "away" not in request.POST
    form = HardDayForm(request.POST if adding else None)
    if request.method == "POST" and not adding:
        digits = request.POST["away"]
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 18 else 0
        day = get_object_or_404(HardDay, pk=number)
        return once(request, lambda: _dropped(request, day))
    if form.is_valid():
        try:
            return once(request, lambda: _added(request, form))
        except Problem as problem:
            form.add_problem(problem)
    rows = HardDay.objects.filter(last__gte=today())
    return page(
        request,
        "gatherings/planning/hard_days.html",
        status=422 if form.is_bound else 200,
        form=form,
        page_obj=Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
    )


def _added(request: KTRequest, form: HardDayForm) -> HttpResponse:
    acts.add_hard_day(request.person, HardDay(**form.cleaned_data))
    return done(request, _("Saved. Whoever plans a gathering on these days is told."), reverse("gatherings:hard_days"))


def _dropped(request: KTRequest, day: HardDay) -> HttpResponse:
    acts.drop_hard_day(request.person, day)
    return done(request, _("Taken off the list."), reverse("gatherings:hard_days"))
