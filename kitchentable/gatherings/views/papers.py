"""Which papers people read before a gathering, chosen on a page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.gatherings.acts import papers as acts
from kitchentable.gatherings.models import Gathering
from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.forms.sending import PapersForm


@behind("gatherings.papers")
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: KTRequest, gathering: str) -> HttpResponse:
    """Choose them."""
    one = get_object_or_404(Gathering.objects.seen_by(request.person).select_related("work"), key=gathering)
    require(request.person, "gatherings.papers", one)
    form = PapersForm(request.POST if request.method == "POST" else None, work=one.work, chosen=list(one.papers.all()))
    if form.is_valid():
        try:
            return once(request, lambda: _chosen(request, one, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "words/sending/choose.html",
        status=422 if form.is_bound else 200,
        work=one.work,
        called=one.title,
        back=one.get_absolute_url(),
        form=form,
    )


def _chosen(request: KTRequest, one: Gathering, form: PapersForm) -> HttpResponse:
    acts.gathering_papers(request.person, one, papers=form.papers_chosen())
    return done(request, _("Saved. People see these papers with their invitation."), one)
