"""The minutes: written by those who plan, read by everyone who was asked to come; each point goes on with its maker's yes."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.gatherings.acts import after as acts
from kitchentable.gatherings.carrying import carrier
from kitchentable.gatherings.forms.after import CarryForm, LineForm
from kitchentable.gatherings.models import PLANNERS, Gathering, Invitation, Minute
from kitchentable.gatherings.views.room import the_gathering
from kitchentable.people.models import Person, Way
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: KTRequest, gathering: str) -> HttpResponse:
    """Write lines, change them, and tell people. What has been told stays; a correction stands beside it."""
    found = the_gathering(request, gathering)
    require(request.person, "gatherings.minute", found)
    kept = list(found.minute_lines.select_related("made_by", "owner", "corrects"))
    what, of = request.POST.get("what", ""), request.POST.get("line") or request.GET.get("line", "")
    line = next((one for one in kept if one.key == of), None)
    if of and line is None:
        raise Http404
    form = _form(request, found, line)
    wrong = ""
    try:
        if what == "line" and form.is_valid():
            return once(request, lambda: _write(request, found, line, form))
        if what == "drop" and line is not None:
            return once(request, lambda: _drop(request, found, line))
        if what == "tell":
            return once(request, lambda: _tell(request, found))
        if what == "kept" and line is not None:
            return once(request, lambda: _promise_kept(request, line))
    except Problem as problem:
        if what == "line":
            form.add_problem(problem)
        else:
            wrong = str(problem)
    return page(
        request,
        "gatherings/after/minutes.html",
        status=422 if form.is_bound or wrong else 200,
        gathering=found,
        lines=kept,
        line=line,
        form=form,
        wrong=wrong,
        choices=found.choices.order_by("at", "pk"),
        untold=any(one.told_at is None for one in kept),
        is_held=found.state == Gathering.State.HELD,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_read(request: KTRequest, gathering: str) -> HttpResponse:
    """The minutes as everyone who was asked to come reads them: no name on a point, a name and a day on each promise."""
    found = the_gathering(request, gathering)
    told = list(found.minute_lines.filter(told_at__isnull=False).select_related("owner", "corrects").order_by("order", "pk"))
    if request.method == "POST":
        line = next((one for one in told if one.key == request.POST.get("line", "")), None)
        if line is None:
            raise Http404
        return once(request, lambda: _promise_kept(request, line))
    of_kind = {kind: [one for one in told if one.kind == kind] for kind in Minute.Kind}
    return page(
        request,
        "gatherings/after/minutes_read.html",
        gathering=found,
        told=told,
        points=of_kind[Minute.Kind.POINT],
        decisions=of_kind[Minute.Kind.DECISION],
        promises=of_kind[Minute.Kind.PROMISE],
        choices=found.choices.order_by("at", "pk") if told else [],
        me=request.person.pk,
        writes=bool(may(request.person, "gatherings.minute", found)),
        carried_page=carrier().page,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def carry(request: KTRequest, minute: str) -> HttpResponse:
    """Whoever said it in the room: may we answer it?"""
    line = get_object_or_404(_points().filter(made_by=request.person, told_at__isnull=False), key=minute)
    require(request.person, "gatherings.carry", line)
    return _carry(request, line, None, request.path)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def carry_for(request: KTRequest, gathering: str, minute: str) -> HttpResponse:
    """Staff ask them by phone or in person, and type what they say."""
    found = the_gathering(request, gathering)
    require(request.person, "gatherings.minute", found)
    line = get_object_or_404(_points().filter(gathering=found, told_at__isnull=False, made_by__isnull=False), key=minute)
    require(request.person, "gatherings.carry", line)
    whose = None if line.made_by == request.person else line.made_by
    return _carry(request, line, whose, reverse("gatherings:minutes", args=[found.key]))


# ── the small steps ───────────────────────────────────────────────────────────────────────────────


def _points() -> QuerySet[Minute]:
    return Minute.objects.filter(kind=Minute.Kind.POINT).select_related("gathering__work", "gathering__host", "made_by")


def _form(request: KTRequest, gathering: Gathering, line: Minute | None) -> LineForm:
    invited = list(Invitation.objects.sent().filter(gathering=gathering).select_related("person").order_by("person__called", "pk"))
    plans = Q(roles__work=gathering.work_id, roles__kind__in=PLANNERS, roles__until__isnull=True)
    staff = (
        Person.objects.filter(plans | Q(pk__in=[gathering.host_id, gathering.work.decider_id])).distinct().order_by("called", "pk")
    )
    keepers = {one.pk: one for one in (*staff, *(one.person for one in invited))}
    initial = {}
    if line is not None:
        maker = next((one.key for one in invited if one.person_id == line.made_by_id), "")
        owner = line.owner.key if line.owner else ""
        initial = {"kind": line.kind, "words": line.words, "made_by": maker, "owner": owner, "by_when": line.by_when}
    bound = request.POST if request.POST.get("what") == "line" else None
    return LineForm(bound, invited=invited, keepers=list(keepers.values()), initial=initial)


def _write(request: KTRequest, gathering: Gathering, line: Minute | None, form: LineForm) -> HttpResponse:
    to = reverse("gatherings:minutes", args=[gathering.key])
    if line is not None and line.told_at is None:
        acts.change_line(request.person, line, line=form.line())
    else:
        acts.write_line(request.person, gathering, line=form.line(), corrects=line)
    return done(request, _("The line is saved."), to, saved=f"minutes-{gathering.key}")


def _drop(request: KTRequest, gathering: Gathering, line: Minute) -> HttpResponse:
    acts.drop_line(request.person, line)
    return done(request, _("The line is gone."), reverse("gatherings:minutes", args=[gathering.key]))


def _tell(request: KTRequest, gathering: Gathering) -> HttpResponse:
    acts.tell_minutes(request.person, gathering)
    return done(request, _("Told. Each person who made a point is asked whether we may answer it."), request.path)


def _promise_kept(request: KTRequest, line: Minute) -> HttpResponse:
    acts.promise_kept(request.person, line)
    return done(request, _("Noted: this promise is kept."), request.path)


def _carry(request: KTRequest, line: Minute, whose: Person | None, to: str) -> HttpResponse:
    knows = carrier()
    form = CarryForm(
        request.POST if request.method == "POST" else None, sharings=knows.sharings, usual=knows.usual, for_them=whose is not None
    )
    if form.is_valid():
        try:
            return once(request, lambda: _said(request, line, whose, form, to))
        except Problem as problem:
            form.add_problem(problem)
    status = 422 if form.is_bound else 200
    return page(request, "gatherings/after/carry.html", status=status, line=line, form=form, whose=whose, carried_page=knows.page)


def _said(request: KTRequest, line: Minute, whose: Person | None, form: CarryForm, to: str) -> HttpResponse:
    typed = form.cleaned_data
    agreed = typed["agreed"] == "yes"
    kept = acts.carry(
        request.person, line, agreed=agreed, sharing=typed["sharing"], way=typed.get("way", Way.PAGE), for_person=whose
    )
    if not agreed:
        return done(request, _("It stays in the room. You can still say yes later."), to)
    return done(request, _("We have it. Its code is %(code)s. It will be answered.") % {"code": kept.carried_to}, to)
