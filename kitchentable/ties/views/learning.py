"""Learning, for everyone and for each person: what there is, taking a place, what it was like, and suggesting something."""

from __future__ import annotations

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.gatherings.models import Invitation
from kitchentable.people.models import Person
from kitchentable.policy.act import require
from kitchentable.policy.book import fact, may
from kitchentable.policy.marks import KTRequest, public, signed_in
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.seats.models import Seat
from kitchentable.ties.acts import learning as acts
from kitchentable.ties.acts import taking
from kitchentable.ties.forms.learning import AfterForm, SuggestForm, TakeForm
from kitchentable.ties.models import Learning, Taking
from kitchentable.ties.side_by_side import learned_chart, quarters, until_when
from kitchentable.ui.forms import KitchenForm
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.models import Document
from kitchentable.works.models import Group

METHODS = ["GET", "HEAD", "POST"]
A_PAGE, SHOWN_SAYINGS = 25, 20


def asked_of(form: KitchenForm, act: Callable[[], HttpResponse], request: KTRequest) -> HttpResponse | None:
    """Do what a form asks, once; None when it cannot be done yet, and the form says why."""
    if not form.is_valid():
        return None
    try:
        return once(request, act)
    except Problem as problem:
        form.add_problem(problem)
    return None


@public("Everyone may see what there is to learn, and that staff and people learn alike.")
@require_safe
def learning_all(request: KTRequest) -> HttpResponse:
    """What there is to learn, what there was, and who learned: counts of three months that are over."""
    before = request.GET.get("show") == "before"
    seen = Learning.objects.seen_by(request.person)
    found = seen.over().order_by("-starts_at", "-pk") if before else seen.to_come()
    kept = quarters()
    return page(
        request,
        "ties/learning/all.html",
        listed=Paginator(found.select_related("work", "led_by"), A_PAGE).get_page(request.GET.get("page")),
        before=before,
        drawn=learned_chart(kept),
        until=until_when(kept),
        limit=number("hide_below"),
        is_staff=bool(may(request.person, "ties.learning_office")),
    )


@public("What is offered to everyone, everyone may read.")
@require_safe
def learning(request: KTRequest, learning: str) -> HttpResponse:
    """One thing to learn: what happens there, when, where, who leads it; my place; and what people say they can do now."""
    one = the_learning(request, learning)
    mine = _mine(request, one)
    said = one.takings.filter(can_now_shared=True).exclude(can_now="")
    paper = Document.objects.seen_by(request.person).filter(pk=one.document_id).first() if one.document_id else None
    invitation = None
    if one.gathering_id and isinstance(request.person, Person):
        invitation = Invitation.objects.sent().filter(gathering=one.gathering_id, person=request.person).first()
    return page(
        request,
        "ties/learning/one.html",
        one=one,
        mine=mine,
        is_full=_is_full(one),
        paper=paper,
        invitation=invitation,
        # By their letters, not by when they came: the order would say whose words they are.
        said=sorted(taken.can_now for taken in said[:SHOWN_SAYINGS]),
        may_take=may(request.person, "ties.learning_take", one),
        may_change=bool(may(request.person, "ties.learning_change", one)),
        may_see_people=bool(may(request.person, "ties.learning_people", one)),
        may_say=bool(mine and may(request.person, "ties.learning_after", mine)),
    )


@signed_in
@require_http_methods(METHODS)
def take(request: KTRequest, learning: str) -> HttpResponse:
    """Take a place, or a place in the line; for oneself, or typed for somebody at their word."""
    one = the_learning(request, learning)
    whom = whose(request)
    require(request.person, "ties.learning_take", one)
    is_mine = whom == request.person
    form: KitchenForm = (KitchenForm if whom.works_here else TakeForm)(
        request.POST if request.method == "POST" else None, initial={"side": _guess(whom)}
    )

    def keep() -> HttpResponse:
        side = form.cleaned_data.get("side", Group.STAFF)
        taken = taking.take(request.person, one, side=side, for_person=None if is_mine else whom)
        if taken.state == Taking.State.PLACE:
            words = _("You have a place. We tell you the way you chose, too.") if is_mine else _("They have a place, and are told.")
        else:
            words = _("It is full. You are in the line, and hear from us when a place is free.")
            words = words if is_mine else _("It is full. They are in the line, and hear from us when a place is free.")
        return done(request, words, one)

    answer = asked_of(form, keep, request) if request.method == "POST" else None
    return answer or page(
        request, "ties/learning/take.html", status=422 if form.is_bound else 200, one=one, form=form, whose=whom, is_mine=is_mine,
        is_full=_is_full(one), asks_side=not whom.works_here,
    )  # fmt: skip


@signed_in
@require_http_methods(METHODS)
def give_back(request: KTRequest, learning: str) -> HttpResponse:
    """Give a place back, or leave the line. Nobody is asked why."""
    one = the_learning(request, learning)
    whom = whose(request)
    taken = _the_taking(one, whom)
    require(request.person, "ties.learning_back", taken)

    def give() -> HttpResponse:
        taking.give_back(request.person, taken, for_person=None if whom == request.person else whom)
        return done(request, _("Saved. Whoever waits longest gets the place. Nobody asks why."), one)

    if request.method == "POST":
        return once(request, give)
    return page(request, "ties/learning/give_back.html", one=one, taken=taken, whose=whom, is_mine=whom == request.person)


@signed_in
@require_http_methods(METHODS)
def after(request: KTRequest, learning: str) -> HttpResponse:
    """What it was like, and what I can do now. Who types it for somebody sees nothing of what they said before."""
    one = the_learning(request, learning)
    whom = whose(request)
    taken = _the_taking(one, whom)
    require(request.person, "ties.learning_after", taken)
    is_mine = whom == request.person
    names = ("like", "like_reads", "can_now", "can_now_shared")
    stood = {name: getattr(taken, name) for name in names} if is_mine else {"like_reads": Taking.Reads.NOBODY}
    form = AfterForm(request.POST if request.method == "POST" else None, initial=stood)

    def keep() -> HttpResponse:
        taking.say_after(request.person, taken, for_person=None if is_mine else whom, **form.cleaned_data)
        return done(
            request,
            _("Saved. Only those you chose read it."),
            reverse("ties:my_learning") if is_mine else one,
            saved=f"after-{taken.key}",
        )

    answer = asked_of(form, keep, request) if request.method == "POST" else None
    return answer or page(
        request, "ties/learning/after.html", status=422 if form.is_bound else 200, one=one, form=form, whose=whom, is_mine=is_mine,
        keep=f"after-{taken.key}", has_leader=one.led_by_id is not None,
    )  # fmt: skip


@signed_in
@require_safe
def mine(request: KTRequest) -> HttpResponse:
    """My places, what I wait for, what I did and can do now, what I lead, and what I suggested."""
    me: Person = request.person
    takings = Taking.objects.seen_by(me).running().select_related("learning__work", "learning__led_by").order_by("-asked_at", "-pk")
    leads = (
        Learning.objects.filter(led_by=me)
        .exclude(state__in=(Learning.State.SUGGESTED, Learning.State.NOT_TAKEN_UP))
        .select_related("work", "led_by")
    )
    return page(
        request,
        "ties/learning/mine.html",
        listed=Paginator(takings, A_PAGE).get_page(request.GET.get("page")),
        leads=Paginator(leads.order_by("-starts_at", "-pk"), A_PAGE).get_page(request.GET.get("leads")),
        suggested=Learning.objects.filter(suggested_by=me).order_by("-at", "-pk")[:A_PAGE],
    )


@signed_in
@require_http_methods(METHODS)
def suggest(request: KTRequest) -> HttpResponse:
    """Suggest something to learn, or to show others; for oneself, or typed for somebody."""
    whom = whose(request)
    is_mine = whom == request.person
    require(request.person, "ties.learning_suggest")
    form = SuggestForm(request.POST if request.method == "POST" else None)

    def keep() -> HttpResponse:
        said = form.cleaned_data
        made = Learning(title=said["title"].strip(), kind=said["kind"], what=said["what"])
        acts.suggest(request.person, made, for_person=None if is_mine else whom)
        words = (
            _("Thank you. Somebody answers you: it is offered, or not, and why.")
            if is_mine
            else _("Saved. They get an answer in their own way.")
        )
        return done(
            request, words, reverse("ties:my_learning") if is_mine else reverse("ties:learning_all"), saved="suggest-learning"
        )

    answer = asked_of(form, keep, request) if request.method == "POST" else None
    return answer or page(
        request, "ties/learning/suggest.html", status=422 if form.is_bound else 200, form=form, whose=whom, is_mine=is_mine
    )


def the_learning(request: KTRequest, key: str) -> Learning:
    """One that this person may see. Raises Http404."""
    found = Learning.objects.seen_by(request.person).select_related("work", "led_by", "document", "gathering", "suggested_by")
    return get_object_or_404(found, key=key)


def whose(request: KTRequest) -> Person:
    """For whom it is: oneself, or (`?for=`) somebody for whom one may write. Raises Http404."""
    key = request.GET.get("for", "")
    me: Person = request.person
    if not key or key == me.key:
        return me
    found: Person | None = Person.objects.seen_by(me).filter(key=key).first()
    if found is None or not may(me, "people.write_for", found):
        raise Http404
    return found


def _mine(request: KTRequest, one: Learning) -> Taking | None:
    return Taking.objects.seen_by(request.person).running().filter(learning=one).select_related("learning", "person").first()


def _the_taking(one: Learning, whom: Person) -> Taking:
    return get_object_or_404(one.takings.running().select_related("learning__work", "person"), person=whom)


def _is_full(one: Learning) -> bool:
    return one.places is not None and one.takings.running().count() >= one.places


def _guess(whom: Person) -> str:
    """As they sit at a table; somebody with no seat chooses without a guess."""
    seat = Seat.objects.at_table().filter(person=whom, until__isnull=True).select_related("group").first()
    side = seat.group.side if seat else ""
    return side if side in (Group.LIVED, Group.CARER) and not fact(whom, "people.works_here") else ""
