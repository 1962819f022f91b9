"""Before a question opens: what people have told us already, and what is new (R099)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ties import already
from kitchentable.ties.acts.telling import say_new
from kitchentable.ties.forms.told import NewForm
from kitchentable.ties.models import AlreadyTold
from kitchentable.ui.shortcuts import done, page
from kitchentable.voices.models import Question
from kitchentable.works.models import Work

METHODS = ["GET", "HEAD", "POST"]
MOST_LETTERS = 300
FEW = 5


@behind("ties.say_new")
@require_http_methods(METHODS)
def told(request: KTRequest, slug: str, pk: int) -> HttpResponse:
    """All that was found for a question: tick away what is about something else, and say what is new."""
    work = _work(request, slug)
    question = get_object_or_404(Question.objects.select_related("work"), work=work, pk=pk)
    if question.opened_at is not None or question.kind == Question.Kind.TELL:
        raise Http404
    more_words = " ".join(request.GET.get("q", "").split())[:MOST_LETTERS]
    before = AlreadyTold.objects.filter(question=question).first()
    form = NewForm(request.POST if request.method == "POST" else None, initial={"new": before.new if before else question.new_here})
    found = already.look(request.person, work, question.asks, more_words=f"{question.more} {more_words}".strip())
    same = set(request.POST.getlist("same")) if form.is_bound else set(found.keys) - set(before.left_out if before else ())

    def keep() -> HttpResponse:
        out = [key for key in found.keys if key not in same]
        say_new(request.person, question, new=form.cleaned_data["new"], left_out=out, more_words=more_words)
        return done(request, _("Saved. Now you can open the question."), reverse("voices:question", args=[work.slug, question.pk]))

    if form.is_valid():
        try:
            return once(request, keep)
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "ties/told/told.html",
        status=422 if form.is_bound and not form.only_looks else 200,
        work=work,
        question=question,
        found=found,
        same=same,
        form=form,
        more_words=more_words,
        sentence=already.sentence([key for key in found.keys if key in same]),
    )


@behind("ties.say_new")
@require_safe
def look_up(request: KTRequest, slug: str) -> HttpResponse:
    """What people have told us about some words: a page to search on; with `part`, what stands under the box while one types."""
    work = _work(request, slug)
    words = " ".join(request.GET.get("q", "").split())[:MOST_LETTERS]
    found = already.look(request.person, work, words) if words else None
    if "part" in request.GET:
        shown = [] if found is None else [*found.here, *found.elsewhere][:FEW]
        return render(request, "ties/told/_part.html", {"shown": shown, "found": found, "work": work, "words": words})
    return page(request, "ties/told/look_up.html", work=work, words=words, found=found)


def _work(request: KTRequest, slug: str) -> Work:
    work = get_object_or_404(Work.objects.seen_by(request.person), slug=slug)
    require(request.person, "ties.say_new", work)
    return work
