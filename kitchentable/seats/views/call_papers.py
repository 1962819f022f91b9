"""Which papers people read before they offer, chosen on a page."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.seats.acts import calls as acts
from kitchentable.seats.models import Call
from kitchentable.seats.views.calls import the_call
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.forms.sending import PapersForm


@behind("seats.call_papers")
@require_http_methods(["GET", "HEAD", "POST"])
def call_papers(request: KTRequest, call: str) -> HttpResponse:
    """Choose them."""
    one = the_call(request, call)
    require(request.person, "seats.call_papers", one)
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
        back=reverse("seats:office_call", args=[one.key]),
        form=form,
    )


def _chosen(request: KTRequest, one: Call, form: PapersForm) -> HttpResponse:
    acts.call_papers(request.person, one, papers=form.papers_chosen())
    return done(request, _("Saved. People see these papers beside the call."), reverse("seats:office_call", args=[one.key]))
