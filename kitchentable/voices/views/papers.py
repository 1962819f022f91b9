"""Which papers people read before they reply to a question."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page
from kitchentable.voices import acts
from kitchentable.voices.models import Question
from kitchentable.voices.views.deciding import at_question
from kitchentable.words.forms.sending import PapersForm
from kitchentable.works.models import Work


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def question_papers(request: KTRequest, slug: str, pk: int) -> HttpResponse:
    """Choose them."""
    work = get_object_or_404(Work.objects.seen_by(request.person), slug=slug)
    require(request.person, "voices.ask", work)
    found = get_object_or_404(Question.objects.select_related("work"), work=work, pk=pk)
    require(request.person, "voices.question_papers", found)
    form = PapersForm(request.POST if request.method == "POST" else None, work=work, chosen=list(found.papers.all()))
    if form.is_valid():
        try:
            return once(request, lambda: _chosen(request, found, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "words/sending/choose.html",
        status=422 if form.is_bound else 200,
        work=work,
        called=found.asks,
        back=at_question(found),
        form=form,
    )


def _chosen(request: KTRequest, found: Question, form: PapersForm) -> HttpResponse:
    acts.question_papers(request.person, found, papers=form.papers_chosen())
    return done(request, _("Saved. People see these papers beside the question."), at_question(found))
