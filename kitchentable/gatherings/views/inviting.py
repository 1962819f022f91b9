"""My gatherings, and one invitation: what will happen, whether it fits, and the reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.gatherings import fitting, telling
from kitchentable.gatherings.acts import inviting as acts
from kitchentable.gatherings.calendar import ics_for, method
from kitchentable.gatherings.forms.inviting import GoAheadForForm, GoAheadForm, OneMoreForm, ReplyForm
from kitchentable.gatherings.letters.inviting import invited_words
from kitchentable.gatherings.looking import needs_of
from kitchentable.gatherings.models import UNSENT, Arrangement, Gathering, GoAhead, Invitation, Solved
from kitchentable.gatherings.reply_days import has_papers, reply_day
from kitchentable.gatherings.standing import status_of
from kitchentable.people import mailing
from kitchentable.people.looking import note_looks
from kitchentable.people.models import Look, Person, Scope, WhatWorks
from kitchentable.people.outbox import reach_of
from kitchentable.people.rules import supported, supports
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.clock import now, today
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.pieces import Status
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.models import Document

A_PAGE = 25
METHODS = ["GET", "HEAD", "POST"]
State = Invitation.State
VIEWS = ("standard", "easy", "large", "listen")


@signed_in
@require_safe
def mine(request: KTRequest) -> HttpResponse:
    """What is coming and what was; with `?for=KEY` for a person who lets one read their invitations."""
    whose = _whose(request)
    found = Invitation.objects.seen_by(request.person).filter(person=whose).exclude(state__in=(State.LISTED, State.GONE))
    found = found.select_related("gathering__work", "gathering__place", "person")
    midnight = timezone.make_aware(datetime.combine(today(), time.min))
    coming = found.filter(gathering__starts_at__gte=midnight).order_by("gathering__starts_at", "pk")
    past = found.filter(gathering__starts_at__lt=midnight).order_by("-gathering__starts_at", "-pk")
    note_looks(request.person, [whose.pk], Look.What.INVITATION, Look.Why.SUPPORT)
    return page(
        request,
        "gatherings/inviting/mine.html",
        whose=whose,
        is_mine=whose.pk == request.person.pk,
        helped=Person.objects.filter(pk__in=supported(request.person, Scope.INVITATIONS)),
        coming=_paged(request, coming, "page"),
        past=_paged(request, past, "past"),
    )


def _whose(request: KTRequest) -> Person:
    key = request.GET.get("for", "")
    if not key or key == request.person.key:
        me: Person = request.person
        return me
    return get_object_or_404(Person, key=key, pk__in=supported(request.person, Scope.INVITATIONS))


def _paged(request: KTRequest, found: Any, key: str) -> Any:
    shown = Paginator(found, A_PAGE).get_page(request.GET.get(key))
    for one in shown:
        one.status = status_of(one)
    return shown


@signed_in
@require_http_methods(METHODS)
def invitation(request: KTRequest, invitation: str) -> HttpResponse:
    """The invitation with the whole day, the person's own needs against it, and the reply form."""
    one = read_one(request, invitation)
    if one.person_id != request.person.pk and not supports(request.person, one.person_id, Scope.INVITATIONS):
        return redirect("gatherings:reply_for", one.gathering.key, one.key)
    if one.state == State.ASKING:
        return _one_more(request, one)
    form = ReplyForm(request.POST if request.method == "POST" else None, invitation=one)
    if request.method == "POST":
        require(request.person, "gatherings.reply", one)
        if form.is_valid():
            try:
                return once(request, lambda: _reply(request, one, form))
            except Problem as problem:
                form.add_problem(problem)
    return page(
        request, "gatherings/inviting/invitation.html", status=422 if form.is_bound else 200, form=form, **_day(request, one)
    )


def _reply(request: KTRequest, one: Invitation, form: ReplyForm) -> HttpResponse:
    acts.reply(
        request.person, one, says=form.cleaned_data["says"], details=form.details(), for_person=for_whom(request.person, one)
    )
    return done(request, after(form.cleaned_data["says"]), one)


def after(says: str) -> str:
    """What happens next, once somebody replied."""
    if says == State.NO:
        return _("We have your reply. You keep your seat, and nobody asks you why.")
    if says == State.IF:
        return _("We have your reply. Those who plan the day read what should change, and talk with you.")
    return _("We have your reply: you come. You can change it at any time before it is over.")


def _one_more(request: KTRequest, one: Invitation) -> HttpResponse:
    form = OneMoreForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(request.person, "gatherings.one_more", one)
        if form.is_valid():
            return once(request, lambda: _say_one_more(request, one, form))
    return page(
        request,
        "gatherings/inviting/one_more.html",
        status=422 if form.is_bound else 200,
        invitation=one,
        form=form,
        may_reply=may(request.person, "gatherings.one_more", one),
    )


def _say_one_more(request: KTRequest, one: Invitation, form: OneMoreForm) -> HttpResponse:
    may_ask = form.cleaned_data["may_ask"] == "yes"
    acts.answer_one_more(request.person, one, may_ask=may_ask, for_person=for_whom(request.person, one))
    words = _("Here is your invitation.") if may_ask else _("You were not invited to this one. You keep your seat.")
    return done(request, words, one if may_ask else "gatherings:mine")


@signed_in
@require_safe
def calendar(request: KTRequest, invitation: str) -> HttpResponse:
    """The gathering as a calendar file."""
    one = read_one(request, invitation)
    if one.state in UNSENT or one.gathering.starts_at is None:
        raise Http404
    off = one.gathering.state == Gathering.State.CANCELLED
    content = ics_for(one.gathering, uid=one.key, link=one.get_absolute_url())
    response = HttpResponse(content, content_type=f"text/calendar; method={method(off)}; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="gathering.ics"'
    return response


@signed_in
@require_safe
def sheet(request: KTRequest, invitation: str) -> HttpResponse:
    """What will happen, to print or to hear: as on this page, in large print, as Easy Read, as sound."""
    one = read_one(request, invitation)
    if one.state in UNSENT:
        raise Http404
    wanted = request.GET.get("view", "standard")
    view = wanted if wanted in VIEWS else "standard"
    shown = _day(request, one) | {"view": view, "rules": telling.lines(one.gathering.ground_rules)}
    if view == "listen":
        return _spoken(request, one, shown)
    return page(request, "gatherings/inviting/easy.html" if view == "easy" else "gatherings/inviting/sheet.html", **shown)


def _spoken(request: KTRequest, one: Invitation, shown: dict[str, Any]) -> HttpResponse:
    try:
        sound = mailing.speak(invited_words(one).words, reach_of(one.person).language)
    except mailing.ByHand:
        return page(request, "gatherings/inviting/no_sound.html", **shown)
    return HttpResponse(sound, content_type="audio/wav")


@signed_in
@require_http_methods(METHODS)
def go_ahead(request: KTRequest, invitation: str, need: str) -> HttpResponse:
    """“Go ahead without this, and this is why”: said by the person, or at their word."""
    one = read_one(request, invitation)
    require(request.person, "gatherings.go_ahead", one)
    mine = one.person_id == request.person.pk
    wanted = WhatWorks.objects.filter(person=one.person_id, hidden_at__isnull=True)
    if not mine:
        wanted = _needs_for_others(request, one)
    found = get_object_or_404(wanted, key=need)
    at_word = not mine and not supports(request.person, one.person_id, Scope.REPLY)
    form = (GoAheadForForm if at_word else GoAheadForm)(request.POST if request.method == "POST" else None)
    if request.POST.get("what") == "must-fit":
        return once(request, lambda: _must_fit(request, one, found))
    if form.is_valid():
        try:
            return once(request, lambda: _go(request, one, found, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "gatherings/inviting/go_ahead.html",
        status=422 if form.is_bound else 200,
        invitation=one,
        need=found,
        form=form,
        is_mine=mine,
        said=GoAhead.objects.filter(invitation=one, need=found).first(),
    )


def _needs_for_others(request: KTRequest, one: Invitation) -> Any:
    """What somebody else may see of this person's needs: a supporter what they let them read, staff what was shown for this gathering."""
    if supports(request.person, one.person_id, Scope.REPLY):
        note_looks(request.person, [one.person_id], Look.What.NEEDS, Look.Why.SUPPORT)
        return WhatWorks.objects.seen_by(request.person).filter(person=one.person_id)
    shown = needs_of(request.person, one.gathering, [one.person_id], Look.Why.TYPE)
    return WhatWorks.objects.filter(pk__in=[need.pk for need in shown])


def _go(request: KTRequest, one: Invitation, need: WhatWorks, form: GoAheadForm) -> HttpResponse:
    acts.go_ahead(
        request.person,
        one,
        need=need,
        because=form.cleaned_data["because"],
        way=form.cleaned_data.get("way") or "page",
        for_person=for_whom(request.person, one),
    )
    return done(request, _("Saved. It can go ahead without this, because you said so."), one)


def _must_fit(request: KTRequest, one: Invitation, need: WhatWorks) -> HttpResponse:
    acts.take_back_go_ahead(request.person, one, need=need, for_person=for_whom(request.person, one))
    return done(request, _("Saved. It must fit, and those who plan the day see that."), one)


# ── pieces ────────────────────────────────────────────────────────────────────────────────────────


def read_one(request: KTRequest, key: str) -> Invitation:
    """The invitation this reader may see. A supporter's look is noted, so that the person can read that it was opened."""
    people = (
        "person",
        "gathering__work",
        "gathering__place",
        "gathering__host",
        "gathering__chair_lived",
        "gathering__chair_staff",
    )
    seen = (
        Invitation.objects.seen_by(request.person)
        .exclude(state=State.GONE)
        .select_related(*people)
        .annotate(has_papers=has_papers())
    )
    one = get_object_or_404(seen, key=key)
    if one.person_id != request.person.pk and supports(request.person, one.person_id, Scope.INVITATIONS):
        note_looks(
            request.person,
            [one.person_id],
            Look.What.INVITATION,
            Look.Why.SUPPORT,
            about=one.gathering.title,
            thing_key=one.gathering.key,
        )
    return one


def for_whom(by: Any, one: Invitation) -> Person | None:
    """The person invited, when somebody else types at their word."""
    return one.person if isinstance(by, Person) and by.pk != one.person_id else None


def _papers(request: KTRequest, one: Invitation) -> list[Document]:
    """What to read first, as far as this reader may."""
    if not getattr(one, "has_papers", True):
        return []
    return list(Document.objects.seen_by(request.person).filter(gatherings=one.gathering).order_by("title", "pk"))


@dataclass(frozen=True, slots=True)
class Fit:
    """One need of the person, as it stands for this day: the truth, also when it does not fit."""

    need: WhatWorks
    status: Status
    words: str
    ask_go_ahead: bool = False
    because: str = ""


def _day(request: KTRequest, one: Invitation) -> dict[str, Any]:
    gathering = one.gathering
    comes = telling.who_comes(gathering, one)
    return {
        "invitation": one,
        "gathering": gathering,
        "stands": status_of(one),
        "is_mine": one.person_id == request.person.pk,
        "may_reply": may(request.person, "gatherings.reply", one),
        "is_over": gathering.ends_at is not None and gathering.ends_at <= now(),
        "is_off": gathering.state == Gathering.State.CANCELLED,
        "hours": telling.hours(gathering),
        "comes": comes,
        "to_stop": telling.to_stop(gathering),
        "looked_at": telling.looked_at(gathering),
        "photos": list(gathering.place.photos.all()[:6]) if gathering.place else [],
        "rules": telling.lines(gathering.ground_rules),
        "fits": _fits(request, one),
        "online": gathering.kind != Gathering.Kind.PLACE,
        "at_place": gathering.kind != Gathering.Kind.ONLINE,
        "own": reply_day(one),
        "papers": _papers(request, one),
    }


def _fits(request: KTRequest, one: Invitation) -> list[Fit]:
    """All that the person wrote and does not hide; for a supporter only what they let them read."""
    found = fitting.for_person(one)
    if one.person_id != request.person.pk:
        may_read = set(WhatWorks.objects.seen_by(request.person).filter(person=one.person_id).values_list("pk", flat=True))
        found = [row for row in found if row[0].pk in may_read]
        note_looks(request.person, [one.person_id] if found else [], Look.What.NEEDS, Look.Why.SUPPORT, thing_key=one.gathering.key)
    if not found:
        return []
    said = {row.need_id: row.because for row in GoAhead.objects.filter(invitation=one)}
    solved = dict(Solved.objects.filter(gathering=one.gathering_id, need__person=one.person_id).values_list("need_id", "how"))
    rows = Arrangement.objects.filter(gathering=one.gathering_id, person=one.person_id).select_related("owner")
    arranged = {row.need_id: row for row in rows}
    return [
        _fit(need, fits, words, said.get(need.pk, ""), solved.get(need.pk, ""), arranged.get(need.pk))
        for need, fits, words in found
    ]


def _fit(need: WhatWorks, fits: str, words: str, because: str, solved: str, arrangement: Arrangement | None) -> Fit:
    """The truth first: what does not fit is said, also while somebody is at work on it."""
    if because:
        return Fit(need, Status("partly", _("Goes ahead without it, as you said")), words, because=because)
    if solved:
        return Fit(need, Status("done", _("Arranged")), solved)
    if fits == "not":
        return Fit(need, Status("late", _("Does not fit")), words, ask_go_ahead=True)
    if fits == "unknown":
        return Fit(need, Status("unknown", _("Not known yet")), words, ask_go_ahead=need.weight == WhatWorks.Weight.MUST)
    if arrangement is not None and arrangement.done_at is not None:
        return Fit(need, Status("done", _("Arranged")), arrangement.done_note)
    if fits == "fits":
        return Fit(need, Status("done", _("Fits what you wrote")), words)
    if arrangement is not None:
        told = _("%(name)s arranges this.") % {"name": arrangement.owner.called}
        return Fit(need, Status("waiting", _("Being arranged")), told)
    if need.shown_to == WhatWorks.ShownTo.NOBODY:
        return Fit(need, Status("unknown", _("Only you know this")), _("You show it to nobody yet, so nobody can arrange it."))
    return Fit(need, Status("late", _("Nobody has arranged this yet")), words)
