"""What other teams would tell a piece of work: its lead sees it first, and says what they take up."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ties.acts import lessons as acts
from kitchentable.ties.forms.looking_back import LessonForm, PointForm
from kitchentable.ties.look_dates import called
from kitchentable.ties.models import Lesson, LookBack, LookLine
from kitchentable.ui.shortcuts import done, page
from kitchentable.works.models import Work

METHODS = ["GET", "HEAD", "POST"]
A_PAGE = 25
MOST_TO_POINT = 100


@behind("ties.lesson_point")
@require_http_methods(METHODS)
def lessons(request: KTRequest, slug: str) -> HttpResponse:
    """Each line of another team with what we do with it; and pointing to one more team."""
    work = get_object_or_404(Work.objects.seen_by(request.person), slug=slug)
    require(request.person, "ties.lesson_point", work)
    asked = request.POST.get("lesson", "") if request.method == "POST" else request.GET.get("lesson", "")
    mine = Lesson.objects.filter(work=work).select_related("line__look_back__work", "said_by")
    chosen = get_object_or_404(mine, key=asked) if asked else None
    pointing = request.method == "POST" and chosen is None
    kept = {"takes": chosen.takes, "because": chosen.because} if chosen else {}
    form = LessonForm(request.POST if request.method == "POST" and chosen else None, initial=kept)
    found = _to_point(request, work)
    point = PointForm(request.POST if pointing else None, found=[(one, f"{one.work.title}: {called(one)}") for one in found])
    if chosen is not None and form.is_valid():
        return once(request, lambda: _said(request, work, chosen, form))
    if pointing and point.is_valid():
        try:
            return once(request, lambda: _pointed(request, work, found, point))
        except Problem as problem:
            point.add_problem(problem)
    return page(
        request,
        "ties/looking_back/lessons.html",
        status=422 if request.method == "POST" else 200,
        work=work,
        listed=Paginator(mine.order_by("takes", "at", "pk"), A_PAGE).get_page(request.GET.get("page")),
        waiting=mine.filter(takes=Lesson.Takes.NOT_SAID).count(),
        chosen=chosen,
        form=form,
        point=point if found else None,
    )


def _to_point(request: KTRequest, work: Work) -> list[LookBack]:
    """Times of looking back of other work that left something for the next team, the newest first."""
    lines = LookLine.objects.seen_by(request.person).filter(kind=LookLine.Kind.NEXT_TEAM, look_back__closed_at__isnull=False)
    fresh = lines.exclude(pk__in=Lesson.objects.filter(work=work).values("line")).exclude(look_back__work=work)
    return list(
        LookBack.objects.filter(pk__in=fresh.values("look_back")).select_related("work").order_by("-closed_at")[:MOST_TO_POINT]
    )


def _said(request: KTRequest, work: Work, lesson: Lesson, form: LessonForm) -> HttpResponse:
    acts.say_lesson(request.person, lesson, **form.cleaned_data)
    return done(request, _("Saved, with your name and the day."), _here(work), saved=f"lesson-{lesson.key}")


def _pointed(request: KTRequest, work: Work, found: list[LookBack], form: PointForm) -> HttpResponse:
    chosen = next(one for one in found if one.key == form.cleaned_data["look_back"])
    acts.point(request.person, work, look_back=chosen)
    return done(request, _("It stands here now. Say what you take up."), _here(work))


def _here(work: Work) -> str:
    return reverse("ties:lessons", args=[work.slug])
