"""The office of learning: what was suggested, what is offered, changing and ending it, who comes, and typing for somebody."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people.models import Person
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind, signed_in
from kitchentable.policy.once import once
from kitchentable.ties.acts import learning as acts
from kitchentable.ties.acts import taking
from kitchentable.ties.forms.learning import BecauseForm, LearningForm, ThereForm, as_typed
from kitchentable.ties.models import Learning, Taking
from kitchentable.ties.views.learning import A_PAGE, METHODS, asked_of, the_learning
from kitchentable.ui.shortcuts import done, page

MOST_FOUND = 20


@behind("ties.learning_office")
@require_safe
def office(request: KTRequest) -> HttpResponse:
    """What waits for an answer, what is to come, and what is over or ended."""
    seen = Learning.objects.seen_by(request.person).select_related("work", "led_by")
    shown = request.GET.get("show", "")
    found = {"over": seen.over().order_by("-starts_at", "-pk"), "ended": seen.filter(state=Learning.State.ENDED)}.get(
        shown, seen.to_come()
    )
    waits = seen.filter(state=Learning.State.SUGGESTED).order_by("at", "pk")
    return page(
        request,
        "ties/learning/office.html",
        listed=Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        waits=Paginator(waits, A_PAGE).get_page(request.GET.get("waits")),
        shown=shown,
    )


@behind("ties.learning_offer")
@require_http_methods(METHODS)
def new(request: KTRequest) -> HttpResponse:
    """Offer something to learn."""
    form = LearningForm(
        request.POST if request.method == "POST" else None, person=request.person,
        initial={"for_whom": Learning.ForWhom.BOTH, "way": Learning.Way.PLACE, "kind": Learning.Kind.COURSE},
    )  # fmt: skip

    def keep() -> HttpResponse:
        made = form.fill()
        return done(request, _("Saved. Everyone it is for can see it now."), acts.offer(request.person, made), saved="learning-new")

    answer = asked_of(form, keep, request) if request.method == "POST" else None
    return answer or page(request, "ties/learning/form.html", status=422 if form.is_bound else 200, form=form, keep="learning-new")


@behind("ties.learning_change")
@require_http_methods(METHODS)
def change(request: KTRequest, learning: str) -> HttpResponse:
    """Change what is offered; or offer what somebody suggested."""
    one = the_learning(request, learning)
    require(request.person, "ties.learning_change", one)
    offers = one.state == Learning.State.SUGGESTED
    form = LearningForm(
        request.POST if request.method == "POST" else None, person=request.person, learning=one, initial=as_typed(one)
    )

    def keep() -> HttpResponse:
        filled = form.fill()
        if offers:
            acts.offer(request.person, filled)
            return done(
                request,
                _("Saved. Everyone it is for can see it now, and whoever suggested it is told."),
                one,
                saved=f"learning-{one.key}",
            )
        acts.change(request.person, filled)
        return done(
            request, _("Saved. When the day or the place changed, those who come are told."), one, saved=f"learning-{one.key}"
        )

    answer = asked_of(form, keep, request) if request.method == "POST" else None
    return answer or page(
        request, "ties/learning/form.html", status=422 if form.is_bound else 200, form=form, one=one, offers=offers,
        keep=f"learning-{one.key}",
    )  # fmt: skip


@behind("ties.learning_end")
@require_http_methods(METHODS)
def end(request: KTRequest, learning: str) -> HttpResponse:
    """It will not happen; or what was suggested is not taken up: why."""
    one = the_learning(request, learning)
    require(request.person, "ties.learning_end", one)
    form = BecauseForm(request.POST if request.method == "POST" else None)

    def keep() -> HttpResponse:
        acts.end(request.person, one, because=form.cleaned_data["because"])
        return done(
            request, _("Saved. Everyone who waits for it is told why."), reverse("ties:learning_office"), saved=f"end-{one.key}"
        )

    answer = asked_of(form, keep, request) if request.method == "POST" else None
    return answer or page(
        request, "ties/learning/end.html", status=422 if form.is_bound else 200, form=form, one=one,
        suggested=one.state == Learning.State.SUGGESTED, keep=f"end-{one.key}",
    )  # fmt: skip


@signed_in
@require_http_methods(METHODS)
def people(request: KTRequest, learning: str) -> HttpResponse:
    """For who leads it and for those who plan it: who comes, who waits in which order, who was there, and words that are for them."""
    one = the_learning(request, learning)
    if not may(request.person, "ties.learning_people", one):
        raise Http404
    if request.method == "POST":
        form = ThereForm(request.POST)
        if not form.is_valid():
            raise Http404
        taken = get_object_or_404(one.takings.select_related("learning", "person"), key=form.cleaned_data["taking"])
        require(request.person, "ties.learning_there", taken)

        def keep() -> HttpResponse:
            taking.say_there(request.person, taken, was_there=form.cleaned_data["was"] == "yes")
            return done(request, _("Saved."), request.get_full_path())

        return once(request, keep)
    reads = [Taking.Reads.LEADS] + ([Taking.Reads.LEADER] if one.led_by_id == request.person.pk else [])
    said = one.takings.filter(like_reads__in=reads).exclude(like="")
    return page(
        request,
        "ties/learning/people.html",
        one=one,
        coming=Paginator(one.takings.filter(state=Taking.State.PLACE).select_related("person"), A_PAGE).get_page(
            request.GET.get("page")
        ),
        waiting=Paginator(one.takings.in_line().select_related("person"), A_PAGE).get_page(request.GET.get("waiting")),
        said=sorted(taken.like for taken in said[:A_PAGE]),
    )


@behind("ties.learning_office")
@require_safe
def for_somebody(request: KTRequest, learning: str) -> HttpResponse:
    """Somebody rings, writes or comes in: who is it, and what do they want? The forms are the same as for everyone."""
    one = the_learning(request, learning)
    find = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = (
        Person.objects.seen_by(request.person).filter(called__icontains=find).order_by("called", "pk")
        if find
        else Person.objects.none()
    )
    some = list(found[: MOST_FOUND + 1])
    theirs = {
        taken.person_id: taken for taken in one.takings.running().filter(person__in=some).select_related("learning", "person")
    }
    rows = [(person, theirs.get(person.pk)) for person in some[:MOST_FOUND]]
    return page(
        request, "ties/learning/for_somebody.html", one=one, find=find, rows=rows, too_many=len(some) > MOST_FOUND,
        may_take=may(request.person, "ties.learning_take", one),
    )  # fmt: skip
