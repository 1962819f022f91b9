"""Offers in the office: the list, one with what the person wrote, and typing one that came by phone, by post or through a partner."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people.models import Person, Reach
from kitchentable.policy.act import TYPE_FOR, require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.seats.acts import offers as acts
from kitchentable.seats.forms.offers import OfferForForm
from kitchentable.seats.models import Call, Offer
from kitchentable.seats.views.calls import METHODS, status_of, the_call
from kitchentable.seats.views.offering import answer_page
from kitchentable.ui.shortcuts import done, page

A_PAGE = 50
NEW = "new"
MOST_FOUND = 20
MOST_ALIKE = 50


@dataclass(frozen=True, slots=True)
class Alike:
    """Two or more offers that look like one person’s, and by what."""

    offers: tuple[Offer, ...]
    by: str


@behind("seats.calls_office")
@never_cache
@require_safe
def offers(request: KTRequest, call: str) -> HttpResponse:
    """Who offered, how and when. Never what they answered."""
    one = the_call(request, call)
    find = request.GET.get("q", "").strip()[:100]
    found = one.offers.select_related("person").defer("words", "home")
    if find:
        found = found.filter(Q(person__called__icontains=find) | Q(code__icontains=find))
    shown = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "seats/calls/offers.html",
        call=one,
        stands=status_of(one),
        find=find,
        page_obj=shown,
        alike=[] if find else alike(one),
        may_type=bool(may(request.person, "seats.keep_offers", one)),
    )


def alike(call: Call) -> list[Alike]:
    """Offers with the same e-mail address, or the same name and home. A hint: only people can say whether they are one."""
    pool = call.offers.in_pool().defer("words", "home").select_related("person__reach")
    emails = (
        pool.exclude(person__reach__email_index="")
        .order_by()
        .values("person__reach__email_index")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    by_email = pool.filter(person__reach__email_index__in=emails.values("person__reach__email_index"))
    homes = pool.exclude(home_index="").order_by().values("home_index", "person__called").annotate(n=Count("pk")).filter(n__gt=1)
    by_home = pool.filter(home_index__in=homes.values("home_index"))
    found: dict[tuple[str, ...], list[Offer]] = defaultdict(list)
    for one in by_email[: MOST_ALIKE * 2]:
        assert one.person is not None
        found["email", one.person.reach.email_index].append(one)
    for one in by_home[: MOST_ALIKE * 2]:
        assert one.person is not None
        found["home", one.home_index, one.person.called.casefold()].append(one)
    words = {"email": _("the same e-mail address"), "home": _("the same name and the same home")}
    groups: dict[tuple[int, ...], Alike] = {}
    for (by, *_rest), same in found.items():
        if len(same) > 1:
            groups.setdefault(tuple(sorted(one.pk for one in same)), Alike(tuple(same), words[by]))
    return list(groups.values())[:MOST_ALIKE]


def office_one(request: KTRequest, key: str) -> Offer:
    """An offer for those who run its call."""
    loaded = Offer.objects.select_related("call__work", "person", "group", "typed_by")
    one = get_object_or_404(loaded.seen_by(request.person), key=key)
    require(request.person, "seats.calls_office", one.call)
    return one


@behind("seats.calls_office")
@never_cache
@require_http_methods(METHODS)
def office_offer(request: KTRequest, offer: str) -> HttpResponse:
    """One offer: the receipt to read out, what they wrote, and what staff do at their word."""
    one = office_one(request, offer)
    if request.method == "POST":

        def back() -> HttpResponse:
            acts.take_back(request.person, one, for_person=one.person)
            return done(request, _("The offer is taken back at their word."), reverse("seats:offers", args=[one.call.key]))

        return once(request, back)
    reach = Reach.objects.filter(person=one.person_id).first() if one.person_id else None
    return page(
        request,
        "seats/calls/office_offer.html",
        offer=one,
        call=one.call,
        reach=reach,
        can_answer=one.person is not None
        and bool(may(request.person, "seats.answer_fairness", one))
        and one.call.fairness.exists(),
        can_take_back=one.person is not None and one.taken_back_at is None,
    )


@behind("seats.calls_office")
@never_cache
@require_http_methods(METHODS)
def office_answers(request: KTRequest, offer: str) -> HttpResponse:
    """Type what they answer, at their word. What they answered before is not shown."""
    one = office_one(request, offer)
    return answer_page(
        request, request.person, one, to=reverse("seats:office_offer", args=[one.key]), for_person=one.person or request.person
    )


@behind("seats.calls_office")
@never_cache
@require_http_methods(METHODS)
def offer_for(request: KTRequest, call: str) -> HttpResponse:
    """First: who offers? Then the same form as everyone’s, with how and when it came."""
    one = the_call(request, call)
    require(request.person, "seats.keep_offers", one)
    who = request.GET.get("for", "")
    if not who:
        return _choose(request, one)
    person = None if who == NEW else get_object_or_404(Person.objects.seen_by(request.person), key=who)
    require(request.person, TYPE_FOR, person)
    groups = one.work.affected_groups.on_map()
    form = OfferForForm(request.POST if request.method == "POST" else None, groups=groups, asks_who=person is None)
    if form.is_valid():
        try:
            return once(request, lambda: _typed(request, one, person, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request, "seats/calls/offer_for.html", status=422 if form.is_bound else 200, call=one, whose=person, form=form, who=who
    )


def _typed(request: KTRequest, one: Call, person: Person | None, form: OfferForForm) -> HttpResponse:
    made = acts.offer(request.person, one, new=form.new(), for_person=person, **form.offered())
    words = _("Saved. Read this out to them: the code is %(code)s.") % {"code": made.code}
    to = "seats:office_answers" if one.fairness.exists() else "seats:office_offer"
    return done(request, words, reverse(to, args=[made.key]), saved=f"offer-for-{one.key}")


def _choose(request: KTRequest, one: Call) -> HttpResponse:
    find = request.GET.get("q", "").strip()[:100]
    wanted = Q()
    for part in find.split():
        wanted &= Q(called__icontains=part)
    people = list(Person.objects.seen_by(request.person).filter(wanted).select_related("reach")[: MOST_FOUND + 1]) if find else []
    return page(
        request,
        "seats/calls/offer_for_whom.html",
        call=one,
        find=find,
        people=people[:MOST_FOUND],
        too_many=len(people) > MOST_FOUND,
        most=MOST_FOUND,
    )
