"""After: each person is asked how it was, need by need; what those who plan see of it; needs met over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.gatherings import met_tables
from kitchentable.gatherings.acts import after as acts
from kitchentable.gatherings.ease_words import ease_in_words
from kitchentable.gatherings.forms.after import HowForm
from kitchentable.gatherings.looking import shown_to
from kitchentable.gatherings.models import Arrangement, Ease, Gathering, HowItWas, Invitation
from kitchentable.gatherings.views.room import the_gathering
from kitchentable.people.looking import note_looks
from kitchentable.people.models import Look, Person, Scope, Way, WhatWorks
from kitchentable.people.rules import supported
from kitchentable.policy.act import require
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, behind, signed_in
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page

A_PAGE = 25
FIRST_YEAR = 2000


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def how(request: KTRequest, invitation: str) -> HttpResponse:
    """The person, or a supporter who may reply for them: how it was, need by need. Everything can be skipped."""
    me: Person = request.person
    mine = Q(person=me) | Q(person__in=supported(me, Scope.REPLY))
    found = get_object_or_404(_invitations().filter(mine), key=invitation)
    require(me, "gatherings.how", found)
    if found.person_id == me.pk:
        needs = _needs(found)
        return _how(request, found, needs, None, reverse("gatherings:shares", args=[found.gathering.key]))
    may_read = WhatWorks.objects.seen_by(me).values("pk")
    needs = _needs(found).filter(pk__in=may_read)
    _looked(request, found, needs, Look.Why.SUPPORT)
    return _how(request, found, needs, found.person, request.path)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def how_for(request: KTRequest, gathering: str, invitation: str) -> HttpResponse:
    """Staff ring somebody, or open their letter, and type what they say. Needs stand here as far as the person shows them."""
    held = the_gathering(request, gathering)
    found = get_object_or_404(_invitations().filter(gathering=held), key=invitation)
    require(request.person, "gatherings.how", found)
    needs = _needs(found).filter(shown_to__in=shown_to(request.person, held))
    _looked(request, found, needs, Look.Why.TYPE)
    return _how(request, found, needs, found.person, reverse("gatherings:how_it_was", args=[held.key]), at_their_word=True)


@signed_in
@require_safe
def how_it_was(request: KTRequest, gathering: str) -> HttpResponse:
    """For those who plan or host it: how it felt as counts of five or more, words that people wanted them to read, and whom to ring."""
    held = the_gathering(request, gathering)
    require(request.person, "gatherings.read_how", held)
    eases = list(Ease.objects.filter(gathering=held).select_related("person").order_by("at", "pk"))
    group = number("ease_group")
    told = HowItWas.objects.filter(gathering=held, person=OuterRef("person"))
    felt = Ease.objects.filter(gathering=held, person=OuterRef("person"))
    silent = _was_there(held).filter(~Exists(told), ~Exists(felt)).select_related("person__reach").order_by("person__called", "pk")
    words = [one for one in eases if one.words and one.reads == Ease.Reads.NAMED]
    if len(eases) >= group:  # with fewer, everyone could tell whose words they are; by their letters, not by when they came
        words += sorted((one for one in eases if one.words and one.reads == Ease.Reads.LEAD), key=lambda one: one.words)
    mends = Arrangement.objects.filter(gathering=held, kind=Arrangement.Kind.MEND)
    return page(
        request,
        "gatherings/after/how_it_was.html",
        gathering=held,
        ease=ease_in_words(eases, group),
        ease_group=group,
        words=words,
        silent=Paginator(silent, A_PAGE).get_page(request.GET.get("page")),
        waiting=mends.waiting().count(),
        mended=mends.filter(done_at__isnull=False).count(),
    )


@behind("gatherings.read_met")
@require_safe
def met(request: KTRequest) -> HttpResponse:
    """Needs met in one year: by kind, by place, by piece of work. Small counts are hidden, so that nobody can subtract (R116).

    One calendar year at a time: years that overlap could be taken from one another.
    """
    typed = request.GET.get("year", "")
    this = today().year
    year = int(typed) if typed.isascii() and typed.isdigit() and FIRST_YEAR < int(typed[:5]) <= this else this
    tables = met_tables.of_year(request.person, year, number("hide_below"))
    return page(
        request,
        "gatherings/after/met.html",
        tables=[(one, Paginator(one.rows, A_PAGE).get_page(request.GET.get(one.key))) for one in tables],
        all_parts=tables[0].parts,
        nothing=not tables[0].rows,
        year=year,
        years=met_tables.years(),
        limit=number("hide_below"),
    )


# ── the small steps ───────────────────────────────────────────────────────────────────────────────


def _invitations() -> Any:
    return Invitation.objects.sent().select_related("person", "gathering__work", "gathering__host", "gathering__place")


def _was_there(gathering: Gathering) -> Any:
    """Who came; and who said that they would, while nobody has noted who came."""
    said_yes = Q(came__isnull=True, state__in=(Invitation.State.YES, Invitation.State.IF))
    return Invitation.objects.sent().filter(Q(came=True) | said_yes, gathering=gathering)


def _needs(invitation: Invitation) -> Any:
    """What was known of this person when they came: not hidden, shown to somebody, and said before it was over."""
    known = WhatWorks.objects.filter(
        person=invitation.person, hidden_at__isnull=True, recorded_at__lte=invitation.gathering.ends_at
    )
    return known.exclude(shown_to=WhatWorks.ShownTo.NOBODY).order_by("recorded_at", "pk")


def _looked(request: KTRequest, invitation: Invitation, needs: Any, why: Look.Why) -> None:
    if needs:
        held = invitation.gathering
        note_looks(request.person, [invitation.person_id], Look.What.NEEDS, why, about=held.title, thing_key=held.key)


def _how(
    request: KTRequest,
    invitation: Invitation,
    needs: Sequence[WhatWorks],
    whose: Person | None,
    to: str,
    *,
    at_their_word: bool = False,
) -> HttpResponse:
    said = {one.need_id: one for one in HowItWas.objects.filter(gathering=invitation.gathering, need__in=list(needs))}
    felt = Ease.objects.filter(gathering=invitation.gathering, person=invitation.person).exists()
    initial: dict[str, str] = {}
    for need in needs:
        if need.pk in said:
            initial |= {f"met_{need.key}": said[need.pk].met, f"why_{need.key}": said[need.pk].why}
    form = HowForm(
        request.POST if request.method == "POST" else None,
        needs=list(needs),
        asks_ease=not felt,
        for_them=at_their_word,
        initial=initial,
    )
    if form.is_valid():
        try:
            return once(request, lambda: _keep(request, invitation, form, whose, to))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "gatherings/after/how.html",
        status=422 if form.is_bound else 200,
        invitation=invitation,
        gathering=invitation.gathering,
        form=form,
        whose=whose,
        felt=felt,
        at_their_word=at_their_word,
    )


def _keep(request: KTRequest, invitation: Invitation, form: HowForm, whose: Person | None, to: str) -> HttpResponse:
    way = form.cleaned_data.get("way", Way.PAGE)
    asked_to_mend = False
    for need in form.needs:
        met_, why = form.said_of(need)
        if met_:
            acts.say_met(request.person, invitation, need=need, met=met_, why=why, way=way, for_person=whose)
            asked_to_mend |= met_ == HowItWas.Met.NOT
    felt = form.ease()
    if felt:
        acts.say_ease(request.person, invitation, way=way, for_person=whose, **felt)
    words = _("Saved. It is as you said it.")
    if asked_to_mend:
        mends = Arrangement.objects.filter(gathering=invitation.gathering, person=invitation.person, kind=Arrangement.Kind.MEND)
        owners = sorted(set(mends.values_list("owner__called", flat=True)))
        words = _("Saved. What was not met is now a task with a day, for %(name)s.") % {"name": ", ".join(owners)}
    return done(request, words, to, saved=f"how-{invitation.key}")
