"""Before the invitations go: who gets them how. Afterwards: who replied, and writing down a reply that came by phone or post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.gatherings.acts import inviting as acts
from kitchentable.gatherings.forms.inviting import OneMoreForForm, ReplyForForm
from kitchentable.gatherings.letters.inviting import invited_words
from kitchentable.gatherings.looking import needs_of
from kitchentable.gatherings.models import Gathering, Invitation
from kitchentable.gatherings.rules.planning import plans
from kitchentable.gatherings.standing import status_of
from kitchentable.people.asks import goes_over
from kitchentable.people.looking import note_looks
from kitchentable.people.models import Look, Person, Reach
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem, Refused
from kitchentable.ui.shortcuts import done, page

A_PAGE = 25
METHODS = ["GET", "HEAD", "POST"]
State = Invitation.State
INVITED = (State.ASKING, State.SENT, State.YES, State.IF, State.NO)


@dataclass(frozen=True, slots=True)
class HowMany:
    """How many get it in one way."""

    channel: str
    format: str
    count: int
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to look at the replies."""

    value: str
    words: str
    count: int
    here: bool


@behind("gatherings.send")
@require_http_methods(METHODS)
def send(request: KTRequest, gathering: str) -> HttpResponse:
    """Who will be invited and how, who is asked first, and what one message says; then who replied."""
    one = _planned(request, gathering)
    if "preview" in request.GET:
        return _preview(request, one)
    wrong = ""
    if request.method == "POST":
        try:
            return once(request, lambda: _send(request, one))
        except Problem as problem:
            wrong = str(problem)
    listed = one.invitations.filter(state=State.LISTED).select_related("person")
    who = request.GET.get("who", "")
    counts = dict(one.invitations.filter(state__in=INVITED).order_by().values_list("state").annotate(n=Count("pk")))
    return page(
        request,
        "gatherings/inviting/send.html",
        status=422 if wrong else 200,
        gathering=one,
        wrong=wrong,
        verdict=may(request.person, "gatherings.send", one),
        listed=Paginator(listed.order_by("person__called", "pk"), A_PAGE).get_page(request.GET.get("page")),
        ways=_ways(listed),
        asked_first=_asked_first(listed),
        invited=_replies(request, one, who),
        filters=_filters(counts, who),
        all_invited=sum(counts.values()),
    )


def _planned(request: KTRequest, key: str) -> Gathering:
    seen = Gathering.objects.seen_by(request.person).select_related("work", "place", "host", "chair_lived", "chair_staff")
    one = get_object_or_404(seen, key=key)
    _only_planners(request, one)
    return one


def _only_planners(request: KTRequest, one: Gathering) -> None:
    """Somebody who is only invited sees this gathering, but not who else is asked."""
    verdict = plans(request.person, one)
    if not verdict:
        raise Refused(verdict, "gatherings.send")


def _send(request: KTRequest, one: Gathering) -> HttpResponse:
    acts.send(request.person, one)
    return done(
        request, _("The invitations are on their way. Those who want to be asked less often are asked first."), request.path
    )


def _ways(listed: QuerySet[Invitation]) -> list[HowMany]:
    rows = listed.order_by().values_list("person__reach__channel", "person__reach__format").annotate(n=Count("pk"))
    found = []
    for channel, format, count in rows:
        known = Reach.Channel(channel) if channel else Reach.Channel.IN_PERSON
        by_hand = known in (Reach.Channel.LETTER, Reach.Channel.PHONE, Reach.Channel.IN_PERSON)
        called = Reach.Format(format).label if format else Reach.Format.STANDARD.label
        found.append(HowMany(str(known.label), str(called), count, by_hand))
    return sorted(found, key=lambda way: (way.by_hand, -way.count, way.channel, way.format))


def _asked_first(listed: QuerySet[Invitation]) -> list[Person]:
    over = goes_over(listed.values_list("person_id", flat=True))
    return list(Person.objects.filter(pk__in=over).order_by("called")[:A_PAGE]) if over else []


def _preview(request: KTRequest, one: Gathering) -> HttpResponse:
    """The message as the first person on the list gets it."""
    first = one.invitations.filter(state=State.LISTED).select_related("person").order_by("person__called", "pk").first()
    if first is None or one.starts_at is None:
        raise Http404
    first.gathering = one
    return page(request, "gatherings/inviting/preview.html", gathering=one, invitation=first, message=invited_words(first))


def _replies(request: KTRequest, one: Gathering, who: str) -> Any:
    found = one.invitations.filter(state__in=(who,) if who in INVITED else INVITED).select_related("person")
    shown = Paginator(found.order_by("person__called", "pk"), A_PAGE).get_page(request.GET.get("replies"))
    for invitation in shown:
        invitation.gathering = one
        invitation.status = status_of(invitation)  # type: ignore[attr-defined]
    return shown


def _filters(counts: dict[str, int], who: str) -> list[Filter]:
    words = {
        State.SENT: _("No reply yet"),
        State.YES: _("Coming"),
        State.IF: _("If something changes"),
        State.NO: _("Not this time"),
        State.ASKING: _("Asked first"),
    }
    found = [Filter("", _("All"), sum(counts.values()), who not in INVITED)]
    return found + [Filter(state, said, counts[state], who == state) for state, said in words.items() if counts.get(state)]


@behind("gatherings.send")
@require_http_methods(METHODS)
def reply_for(request: KTRequest, gathering: str, invitation: str) -> HttpResponse:
    """Read a reply, and write down one that came by phone, on paper or in person."""
    one = _planned(request, gathering)
    people = one.invitations.filter(state__in=INVITED).select_related("person", "gathering__work", "gathering__host")
    found = get_object_or_404(people, key=invitation)
    if found.this_time:
        note_looks(request.person, [found.person_id], Look.What.INVITATION, Look.Why.PLAN, about=one.title, thing_key=one.key)
    is_asking = found.state == State.ASKING
    data = request.POST if request.method == "POST" else None
    form: ReplyForForm | OneMoreForForm = OneMoreForForm(data) if is_asking else ReplyForForm(data, invitation=found)
    if form.is_valid():
        try:
            return once(request, lambda: _note(request, found, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "gatherings/inviting/reply_for.html",
        status=422 if form.is_bound else 200,
        gathering=one,
        invitation=found,
        stands=status_of(found),
        form=form,
        is_asking=is_asking,
        verdict=may(request.person, "gatherings.one_more" if is_asking else "gatherings.reply", found),
        needs=needs_of(request.person, one, [found.person_id], Look.Why.TYPE),
    )


def _note(request: KTRequest, one: Invitation, form: ReplyForForm | OneMoreForForm) -> HttpResponse:
    way = form.cleaned_data["way"]
    if isinstance(form, OneMoreForForm):
        may_ask = form.cleaned_data["may_ask"] == "yes"
        acts.answer_one_more(request.person, one, may_ask=may_ask, way=way, for_person=one.person)
        return done(request, _("Saved, as they said it."), request.path)
    says = form.cleaned_data["says"]
    acts.reply(request.person, one, says=says, details=form.details(), way=way, for_person=one.person)
    return done(request, _("Saved, as they said it."), request.path)
