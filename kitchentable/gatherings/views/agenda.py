"""The agenda from both sides: what people brought, what is on it, breaks and shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.gatherings.acts import agenda as acts
from kitchentable.gatherings.fitting import numbers
from kitchentable.gatherings.forms.agenda import BringForm, PutForm
from kitchentable.gatherings.models import Gathering, Invitation, Talk
from kitchentable.gatherings.rules.planning import plans
from kitchentable.gatherings.views.planning import METHODS, the_plan
from kitchentable.gatherings.warned import agenda_warnings
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.pieces import Part
from kitchentable.ui.shortcuts import done, page
from kitchentable.works.models import Group

MOST_OFFERED = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on the agenda, where it stands, and when it begins (None while there is no day)."""

    talk: Talk
    place: int
    starts: datetime | None


@signed_in
@require_http_methods(METHODS)
def agenda(request: KTRequest, gathering: str) -> HttpResponse:
    """Take what people brought, put things in order, and see whether both sides are on it."""
    one = the_plan(request, gathering)
    form, wrong, wrong_talk = PutForm(None), "", ""
    if request.method == "POST":
        require(request.person, "gatherings.agenda_put", one)
        what = request.POST.get("do", "")
        form = PutForm(request.POST if what == "put" else None)
        try:
            if what != "put" or form.is_valid():
                return once(request, lambda: _did(request, one, what, form))
        except Problem as problem:
            wrong, wrong_talk = str(problem), request.POST.get("talk", "")
    talks = list(one.talks.select_related("brought_by").order_by("order", "pk"))
    measure = numbers("break_minutes", "agenda_lived_percent")
    return page(
        request,
        "gatherings/planning/agenda.html",
        status=422 if request.method == "POST" else 200,
        gathering=one,
        lines=_lines(one, talks),
        offered=[talk for talk in talks if talk.state == Talk.State.OFFERED][:MOST_OFFERED],
        later=[talk for talk in talks if talk.state == Talk.State.LATER][:MOST_OFFERED],
        parts=_parts(talks),
        warnings=agenda_warnings(one, talks, measure["break_minutes"], measure["agenda_lived_percent"]),
        form=form,
        wrong=wrong,
        wrong_talk=wrong_talk,
        can_change=one.is_open,
    )


def _did(request: KTRequest, one: Gathering, what: str, form: PutForm) -> HttpResponse:
    here = reverse("gatherings:agenda", args=[one.key])
    if what == "put":
        acts.put(request.person, one, talk=Talk(**form.cleaned_data))
        return done(request, _("Saved. It is on the agenda."), here, saved="agenda-put")
    if what == "order":
        acts.order(request.person, one, places=_numbers(request, "place-"), minutes=_numbers(request, "minutes-"))
        return done(request, _("Saved. This is the order now."), here)
    if what == "breaks":
        acts.put_breaks(request.person, one)
        return done(request, _("Saved. There is a break in each hour."), here)
    talk = get_object_or_404(one.talks.select_related("gathering", "brought_by"), key=request.POST.get("talk", ""))
    talk.gathering = one
    if what == "away":
        acts.take_away(request.person, talk)
        return done(request, _("Taken away."), here)
    state = Talk.State.TAKEN if what == "take" else Talk.State.LATER
    acts.take(request.person, talk, state=state, because=request.POST.get("because", ""))
    return done(request, _("Saved. It is on the agenda.") if what == "take" else _("Saved. It is kept for another time."), here)


def _numbers(request: KTRequest, start: str) -> dict[str, int]:
    """The numbers that were typed, by the key of what they stand beside; what is no number is left as it was."""
    found = {}
    for name, typed in request.POST.items():
        if name.startswith(start) and str(typed).isascii() and str(typed).isdigit() and len(str(typed)) < 5:
            found[name.removeprefix(start)] = int(str(typed))
    return found


def _lines(one: Gathering, talks: Iterable[Talk]) -> list[Line]:
    at = 0
    found: list[Line] = []
    for talk in talks:
        if talk.state == Talk.State.TAKEN:
            starts = one.starts_at + timedelta(minutes=at) if one.starts_at else None
            found.append(Line(talk, len(found) + 1, starts))
            at += talk.minutes
    return found


def _parts(talks: Iterable[Talk]) -> list[Part]:
    """How many points came from each side (R065)."""
    groups = [talk.group for talk in talks if talk.kind == Talk.Kind.POINT and talk.state == Talk.State.TAKEN]
    return [Part(group.label, groups.count(group), at) for at, group in enumerate(Group, start=1) if groups]


@signed_in
@require_http_methods(METHODS)
def bring(request: KTRequest, invitation: str) -> HttpResponse:
    """Put a point to the agenda: whoever comes, a supporter, or staff at the person's word. What came of them is read here later too."""
    mine = get_object_or_404(Invitation.objects.seen_by(request.person).select_related("gathering__work", "person"), key=invitation)
    verdict = may(request.person, "gatherings.bring", mine)
    points = mine.gathering.talks.filter(brought_by=mine.person_id).order_by("-at", "-pk")[:MOST_OFFERED]
    for_other = mine.person_id != request.person.pk
    if request.method == "POST" or for_other or not points:
        require(request.person, "gatherings.bring", mine)
    form = BringForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return once(request, lambda: _brought(request, mine, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "gatherings/planning/bring.html",
        status=422 if form.is_bound else 200,
        invitation=mine,
        gathering=mine.gathering,
        form=form,
        verdict=verdict,
        for_other=for_other,
        plans_it=bool(plans(request.person, mine.gathering)),
        points=points,
    )


def _brought(request: KTRequest, mine: Invitation, form: BringForm) -> HttpResponse:
    other = mine.person if mine.person_id != request.person.pk else None
    acts.bring(request.person, mine, **form.cleaned_data, for_person=other)
    words = _("We have your point. We tell you whether it is on the agenda, or why it is kept for another time.")
    return done(request, words, reverse("gatherings:bring", args=[mine.key]), saved=f"bring-{mine.key}")
