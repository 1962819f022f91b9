"""What several people said nearly the same: the lead joins it into one point; its authors may say that it is not the same."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, behind, signed_in
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ties.acts import near as acts
from kitchentable.ties.forms.told import JoinForm
from kitchentable.ties.models import NearGroup, NearIn
from kitchentable.ui.shortcuts import done, page
from kitchentable.voices.models.contributions import WITH_WORDS
from kitchentable.works.models import Work

METHODS = ["GET", "HEAD", "POST"]
A_PAGE, SHOWN, MOST = 25, 3, 100
State = NearGroup.State


@dataclass(frozen=True, slots=True)
class Row:
    """A group in the list, with the words of its first few."""

    group: NearGroup
    first: list[NearIn]


@behind("ties.join_near")
@require_safe
def groups(request: KTRequest, slug: str) -> HttpResponse:
    """The groups of a piece of work: those to look at, the biggest first; and those that are one point."""
    work = _work(request, slug)
    shows = State.JOINED if request.GET.get("show") == "joined" else State.OPEN
    listed = NearGroup.objects.filter(work=work, state=shows, size__gt=1).select_related("theme").order_by("-size", "-pk")
    page_obj = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    of: dict[int, list[NearIn]] = {group.pk: [] for group in page_obj}
    members = NearIn.objects.filter(group__in=of, apart=False, contribution__status__in=WITH_WORDS)
    for one in members.select_related("contribution").order_by("pk")[: A_PAGE * MOST]:
        of[one.group_id].append(one)
    rows = [Row(group, of[group.pk][:SHOWN]) for group in page_obj]
    return page(request, "ties/told/near.html", work=work, rows=rows, page_obj=page_obj, joined=shows == State.JOINED)


@behind("ties.join_near")
@require_http_methods(METHODS)
def group(request: KTRequest, slug: str, near: str) -> HttpResponse:
    """One group: tick those that say the same, and name the point; or keep them apart."""
    work = _work(request, slug)
    one = get_object_or_404(NearGroup.objects.select_related("work", "theme"), work=work, key=near)
    found = one.members.filter(apart=False, contribution__status__in=WITH_WORDS).select_related(
        "contribution__said_by", "contribution__work"
    )
    members = list(found.order_by("pk")[:MOST])
    joins = request.POST.get("do") == "join"
    form = JoinForm(request.POST if joins else None)
    if request.POST.get("do") == "apart":
        return once(request, lambda: _kept_apart(request, one))
    ticked = set(request.POST.getlist("said")) if joins else {member.key for member in members}
    if joins and form.is_valid():
        try:
            return once(request, lambda: _joined(request, one, [member for member in members if member.key in ticked], form))
        except Problem as problem:
            form.add_problem(problem)
    waiting = acts.waiting_of(members)
    return page(
        request,
        "ties/told/near_group.html",
        status=422 if form.is_bound else 200,
        work=work,
        group=one,
        members=members,
        ticked=ticked,
        form=form,
        answer=f"{reverse('voices:answer')}?{urlencode({'said': waiting}, doseq=True)}" if waiting else "",
        more=one.size - len(members),
    )


def _work(request: KTRequest, slug: str) -> Work:
    work = get_object_or_404(Work.objects.seen_by(request.person), slug=slug)
    require(request.person, "voices.ask", work)
    return work


def _joined(request: KTRequest, one: NearGroup, said: list[NearIn], form: JoinForm) -> HttpResponse:
    acts.join_near(request.person, one, said=said, called=form.cleaned_data["called"])
    words = ngettext(
        "Joined. %(n)d thing is one point now. Each keeps its words and is owed an answer.",
        "Joined. %(n)d things are one point now. Each keeps its words and is owed an answer.",
        len(said),
    )
    return done(request, words % {"n": len(said)}, reverse("ties:near_group", args=[one.work.slug, one.key]))


def _kept_apart(request: KTRequest, one: NearGroup) -> HttpResponse:
    acts.keep_apart(request.person, one)
    return done(request, _("Saved. They are kept apart."), reverse("ties:near", args=[one.work.slug]))


@signed_in
@require_http_methods(METHODS)
def mine(request: KTRequest) -> HttpResponse:
    """What I said that was joined with what others said, where they are many enough; I may say that it is not the same."""
    others = Count("group__members", filter=Q(group__members__joined=True, group__members__apart=False))
    found = NearIn.objects.filter(contribution__said_by=request.person, joined=True, apart=False, group__state=State.JOINED)
    found = found.annotate(size=others).filter(size__gt=number("hide_below"), contribution__status__in=WITH_WORDS)
    if request.method == "POST":
        one = get_object_or_404(found.select_related("contribution", "group__theme"), key=request.POST.get("not_same", ""))
        return once(request, lambda: _not_the_same(request, one))
    listed = found.select_related("contribution__work", "group__theme").order_by("-contribution__received_at", "-pk")
    page_obj = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    return page(request, "ties/told/same.html", page_obj=page_obj, rows=[(one, one.size - 1) for one in page_obj])


def _not_the_same(request: KTRequest, one: NearIn) -> HttpResponse:
    acts.not_the_same(request.person, one)
    return done(request, _("Saved. Yours stands by itself now. You get your own answer."), reverse("ties:same"))
