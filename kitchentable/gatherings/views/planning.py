"""Planning: the list, the plan as a path, and the words, day and place of a gathering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.gatherings.acts import planning as acts
from kitchentable.gatherings.fitting import Around, around_of, to_solve
from kitchentable.gatherings.forms.planning import BecauseForm, ChangeForm, NewForm, typed
from kitchentable.gatherings.lessons import lesson, lesson_of_place
from kitchentable.gatherings.models import PLANNERS, Gathering, Invitation, Place, Talk
from kitchentable.gatherings.warned import warnings_of
from kitchentable.people.models import Person, Reach
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.clock import now
from kitchentable.policy.marks import KTRequest, behind, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.pieces import Status, Step, StepState
from kitchentable.ui.shortcuts import done, page
from kitchentable.works.rules import works_where

METHODS = ["GET", "HEAD", "POST"]
A_PAGE = 25
LOADED = ("work", "place", "host", "chair_lived", "chair_staff")
State = Gathering.State
BY_HAND = (Reach.Channel.PHONE, Reach.Channel.LETTER, Reach.Channel.IN_PERSON)


def the_plan(request: KTRequest, key: str) -> Gathering:
    """The gathering for somebody who plans it; 404 for who may not see it, and a because for who is only invited."""
    found = get_object_or_404(Gathering.objects.seen_by(request.person).select_related(*LOADED), key=key)
    require(request.person, "gatherings.office", found)
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """One gathering in the list. `care`: things to solve before it can be confirmed, as a flag without a name."""

    gathering: Gathering
    status: Status
    care: Status | None


@signed_in
@require_safe
def office(request: KTRequest) -> HttpResponse:
    """The gatherings one plans or hosts: to come, or past."""
    me: Person = request.person
    mine = Gathering.objects.filter(Q(work__in=works_where(me, *PLANNERS)) | Q(host=me)).select_related("work", "place")
    past = request.GET.get("show") == "past"
    over = Q(state__in=(State.HELD, State.CANCELLED)) | Q(starts_at__lt=now())
    rows = mine.filter(over).order_by("-starts_at", "-pk") if past else mine.exclude(over).order_by("starts_at", "pk")
    shown = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    if not shown.paginator.count and not mine.exists():
        require(me, "gatherings.office")
    return page(
        request,
        "gatherings/planning/office.html",
        rows=_rows(list(shown), past=past),
        page_obj=shown,
        past=past,
        may_plan=bool(may(me, "gatherings.plan")),
    )


def _rows(found: list[Gathering], *, past: bool) -> list[Row]:
    counts = {} if past or not found else to_solve(found)
    rows = []
    for one in found:
        n = counts.get(one.pk, 0)
        care = Status("again", ngettext("%(n)d thing to solve", "%(n)d things to solve", n) % {"n": n}) if n else None
        rows.append(Row(one, status_of(one), care))
    return rows


def status_of(gathering: Gathering) -> Status:
    """How far a gathering is."""
    if gathering.state == State.CANCELLED:
        return Status("withdrawn", gathering.get_state_display())
    if gathering.state in (State.CONFIRMED, State.HELD):
        return Status("done", gathering.get_state_display())
    return Status("waiting" if gathering.state == State.INVITING else "unknown", gathering.get_state_display())


@behind("gatherings.plan")
@require_http_methods(METHODS)
def new(request: KTRequest) -> HttpResponse:
    """Begin to plan: what for, for which work, and where people meet."""
    first = {"kind": Gathering.Kind.PLACE.value, "work": request.GET.get("work", "")}
    form = NewForm(request.POST if request.method == "POST" else None, by=request.person, initial=first)
    if form.is_valid():
        return once(request, lambda: _made(request, form))
    return page(request, "gatherings/planning/new.html", status=422 if form.is_bound else 200, form=form)


def _made(request: KTRequest, form: NewForm) -> HttpResponse:
    made = acts.plan(request.person, form.cleaned_data["work"], gathering=form.gathering(request.person))
    return done(
        request,
        _("Saved. Nobody has been asked yet. Next: who should be there?"),
        reverse("gatherings:who", args=[made.key]),
        saved="gathering-new",
    )


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop on the way: what it is, how it stands in a sentence, and where it is done. `verb` is on its button."""

    words: str
    says: str
    url: str
    verb: str
    icon: str
    is_done: bool


@signed_in
@require_safe
def plan(request: KTRequest, gathering: str) -> HttpResponse:
    """The plan as a path: what is done, what is next, and what to look at."""
    one = the_plan(request, gathering)
    around = around_of([one])
    care = to_solve([one], around)[one.pk] if one.is_open else 0
    stops = _stops(one, around, care)
    current = next((stop for stop in stops if not stop.is_done), None) if one.is_open else None
    return page(
        request,
        "gatherings/planning/plan.html",
        gathering=one,
        stands=status_of(one),
        stops=stops,
        steps=[Step(stop.words, _state(stop, current)) for stop in stops],
        current=current,
        care=care,
        warnings=warnings_of(one, around) if one.is_open else [],
        lesson=_lesson(request, one, around.numbers["hide_below"]) if one.is_open else "",
        can_change=one.is_open,
        may_copy=bool(may(request.person, "gatherings.copy", one)),
        hosts=[("host", one.host), ("lived", one.chair_lived), ("staff", one.chair_staff)],
    )


def _lesson(request: KTRequest, one: Gathering, hide_below: int) -> str:
    """Of the gathering it is a copy of; else of its place."""
    if one.copied_from_id is not None:
        return lesson(request.person, one, one.copied_from_id, hide_below)
    return lesson_of_place(one, hide_below)


def _state(stop: Stop, current: Stop | None) -> StepState:
    return "done" if stop.is_done else "now" if stop is current else "next"


def _stops(one: Gathering, around: Around, care: int) -> list[Stop]:
    coming, talks = around.coming[one.pk], around.talks[one.pk]
    chairs = sum(1 + who.brings for who in coming)
    sent = [who for who in coming if who.state not in (Invitation.State.LISTED, Invitation.State.ASKING)]
    yes = sum(who.state == Invitation.State.YES for who in sent)
    points = [talk for talk in talks if talk.kind == Talk.Kind.POINT and talk.state == Talk.State.TAKEN]
    offered = sum(talk.state == Talk.State.OFFERED for talk in talks)
    where = one.kind == Gathering.Kind.ONLINE or one.place_id is not None
    online = one.kind == Gathering.Kind.PLACE or bool(one.online_link or one.online_phone)
    confirmed = one.state in (State.CONFIRMED, State.HELD)

    def stop(words: str, says: str, name: str, verb: str, icon: str, is_done: bool) -> Stop:
        return Stop(words, says, reverse(f"gatherings:{name}", args=[one.key]) if name else "", verb, icon, is_done)

    who_says = ngettext("%(n)d person is on the list.", "%(n)d people are on the list.", len(coming)) % {"n": len(coming)}
    if chairs > len(coming):
        who_says += " " + _("%(n)d chairs with those who come along.") % {"n": chairs}
    agenda_says = ngettext("%(n)d point is on the agenda.", "%(n)d points are on the agenda.", len(points)) % {"n": len(points)}
    if offered:
        agenda_says += " " + ngettext("%(n)d waits for you.", "%(n)d wait for you.", offered) % {"n": offered}
    care_says = ngettext("%(n)d thing does not fit yet.", "%(n)d things do not fit yet.", care) % {"n": care}
    sent_says = ngettext("%(n)d invitation has gone.", "%(n)d invitations have gone.", len(sent)) % {"n": len(sent)}
    if sent:
        said_yes = ngettext("%(n)d person comes.", "%(n)d people come.", yes) % {"n": yes}
        sent_says += " " + (said_yes if yes else _("Nobody has said yes yet."))
    ready = bool(coming and one.starts_at and where)
    return [
        stop(_("Who"), who_says if coming else _("Nobody is on the list yet."), "who", _("Choose who should be there"), "people", bool(coming)),
        stop(_("When and where"), _when_words(one), "change", _("Choose the day and the place"), "calendar", bool(one.starts_at and where and online)),
        stop(_("What fits"), care_says if care else _fits(ready=ready), "fit", _("See what fits"), "seat", ready and not care),
        stop(_("Agenda"), agenda_says, "agenda", _("Make the agenda"), "paper", bool(points)),
        stop(_("Invitations"), sent_says if sent else _("No invitation has gone yet."), "", _("Send the invitations"), "letter", bool(sent)),
        stop(_("Confirm"), one.get_state_display() if confirmed else _("Not confirmed yet."), "confirm", _("Say that it will happen"), "tick", confirmed),
    ]  # fmt: skip


def _fits(*, ready: bool) -> str:
    return (
        _("Nothing that we know of stands in the way.")
        if ready
        else _("We can check this when there are people, a time and a place.")
    )


def _when_words(one: Gathering) -> str:
    if one.starts_at is None:
        return _("No day yet.") if one.place is None else _("No day yet. The place is %(place)s.") % {"place": one.place.called}
    if one.kind == Gathering.Kind.ONLINE:
        return _("Online, for %(n)d minutes.") % {"n": one.minutes}
    if one.place is None:
        return _("No place yet.")
    return _("%(place)s, for %(n)d minutes.") % {"place": one.place.called, "n": one.minutes}


@dataclass(frozen=True, slots=True)
class Differs:
    """What stands now where another organiser changed it, beside what was typed here."""

    question: str
    stands: str


@signed_in
@require_http_methods(METHODS)
def change(request: KTRequest, gathering: str) -> HttpResponse:
    """Change the day, the place, who runs it and what people read. Two organisers at once never overwrite each other."""
    one = the_plan(request, gathering)
    require(request.person, "gatherings.change", one)
    form = ChangeForm(request.POST if request.method == "POST" else None, gathering=one, initial=typed(one))
    differs: list[Differs] = []
    if form.is_valid():
        try:
            return once(request, lambda: _changed(request, one, form))
        except acts.ChangedMeanwhile as problem:
            one = get_object_or_404(Gathering.objects.select_related(*LOADED), pk=one.pk)
            differs = _differing(form, one)
            form = ChangeForm(_seen_now(request, one), gathering=one)
            form.add_problem(problem)
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "gatherings/planning/change.html",
        status=422 if request.method == "POST" else 200,
        gathering=one,
        form=form,
        differs=differs,
    )


def _changed(request: KTRequest, one: Gathering, form: ChangeForm) -> HttpResponse:
    was, sequence = one.state, one.sequence
    saved = acts.change(request.person, one, to=form.changes(), seen=_moment(form.cleaned_data["seen"]))
    words = _("Saved.")
    if saved.sequence > sequence:
        words = _("Saved. Everyone who is invited is told of the change.")
    if was == State.CONFIRMED != saved.state:
        words += " " + _("Something does not fit any more, so it is not confirmed now.")
    still = may(request.person, "gatherings.office", saved)
    return done(request, words, saved if still else reverse("home:office"), saved=f"gathering-{one.key}")


def _moment(typed_in: str) -> datetime:
    """When the page that was filled in had been read; something unreadable is older than any change."""
    try:
        return datetime.fromisoformat(typed_in)
    except ValueError:
        return datetime.fromtimestamp(0, tz=now().tzinfo)


def _seen_now(request: KTRequest, one: Gathering) -> QueryDict:
    """What was typed, now that what stands has been seen."""
    data = request.POST.copy()
    data["seen"] = one.changed_at.isoformat()
    return data


def _differing(form: ChangeForm, one: Gathering) -> list[Differs]:
    """Each question where what stands now is not what was typed here."""
    stands, found = typed(one), []
    for name, bound in form.fields.items():
        said = form.cleaned_data.get(name)
        said = said.key if isinstance(said, (Person, Place)) else said
        if name == "seen" or (said or "") == (stands[name] or ""):
            continue
        chosen = getattr(one, name, None)
        display = getattr(one, f"get_{name}_display", None)
        shown: Any = display() if display else chosen if isinstance(chosen, (Person, Place)) else stands[name]
        found.append(Differs(str(bound.label), str(shown) if shown not in (None, "") else _("Nothing")))
    return found


@signed_in
@require_http_methods(METHODS)
def confirm(request: KTRequest, gathering: str) -> HttpResponse:
    """Say that it will happen; or see what stands in the way (R063)."""
    one = the_plan(request, gathering)
    verdict = may(request.person, "gatherings.confirm", one)
    if request.method == "POST":
        require(request.person, "gatherings.confirm", one)
        return once(request, lambda: _confirmed(request, one))
    return page(request, "gatherings/planning/confirm.html", gathering=one, verdict=verdict, already=one.state == State.CONFIRMED)


def _confirmed(request: KTRequest, one: Gathering) -> HttpResponse:
    acts.confirm(request.person, one)
    return done(request, _("Saved. It will happen."), one)


@signed_in
@require_http_methods(METHODS)
def cancel(request: KTRequest, gathering: str) -> HttpResponse:
    """Say that it will not happen, and why. Afterwards: who must be rung today."""
    one = the_plan(request, gathering)
    if one.state == State.CANCELLED:
        hand = one.invitations.sent().coming().filter(person__reach__channel__in=BY_HAND)
        to_ring = hand.select_related("person__reach").order_by("person__called", "pk")
        shown = Paginator(to_ring, A_PAGE).get_page(request.GET.get("page"))
        return page(request, "gatherings/planning/cancelled.html", gathering=one, page_obj=shown)
    require(request.person, "gatherings.cancel", one)
    form = BecauseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return once(request, lambda: _cancelled(request, one, form))
    return page(request, "gatherings/planning/cancel.html", status=422 if form.is_bound else 200, gathering=one, form=form)


def _cancelled(request: KTRequest, one: Gathering, form: BecauseForm) -> HttpResponse:
    acts.cancel(request.person, one, because=form.cleaned_data["because"])
    return done(request, _("It will not happen. Ring those below today."), reverse("gatherings:cancel", args=[one.key]))
