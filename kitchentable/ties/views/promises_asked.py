"""May a promise to me be agreed anew? Asked on one's own page, through a link in a message, and by staff who write down what somebody says."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.people.models import Person, Way
from kitchentable.policy.marks import KTRequest, behind, public, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ties import promise_links
from kitchentable.ties.acts import agreeing_anew
from kitchentable.ties.forms.promises import SaidForForm, SaidForm
from kitchentable.ties.models import Anew, AnewSaid, Promise
from kitchentable.ties.rules.promises import may_type_what_they_say
from kitchentable.ties.views.promises import is_made_to
from kitchentable.ui.shortcuts import done, page

MOST_ASKED = 500
LOADED = ("promise__work", "promise__owner", "promise__first")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: KTRequest, promise: str) -> HttpResponse:
    """Yes, no, or something else, by somebody it was made to."""
    found = get_object_or_404(Promise.objects.seen_by(request.person), key=promise)
    if not is_made_to(request.person, found):
        raise Http404
    asked = found.anews.select_related(*LOADED).order_by("-pk").first()
    if asked is None:
        return redirect(found)
    said = AnewSaid.objects.filter(anew=asked, person=request.person).first()
    form = SaidForm(request.POST or None, initial={"says": said.says, "words": said.words} if said else None)

    def save() -> HttpResponse:
        agreeing_anew.say_anew(request.person, asked, person=request.person, **form.cleaned_data)
        return done(request, _("Thank you. We have what you said."), "ties:promises_to_me", saved=f"anew-{asked.key}")

    return _asked(request, "ties/promises/answer.html", asked, form, save, said=said)


@public("A link from a message: it shows one person the question they were sent, and takes a yes or a no.")
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: KTRequest, anew: str, token: str) -> HttpResponse:
    """Opening changes nothing. Somebody else who is signed in is told that it is not theirs."""
    opened = promise_links.opened(anew, token)
    if opened is None or not opened.anew.is_open:
        return page(request, "ties/promises/link_over.html", status=410)
    asked, person = opened.anew, opened.bearer.person
    if request.person.is_someone:
        if request.person.pk == person.pk:
            return redirect("ties:anew_answer", asked.promise.key)
        return page(request, "ties/promises/link_of_another.html", status=403)
    said = AnewSaid.objects.filter(anew=asked, person=person).first()
    form = SaidForm(request.POST if said is None and request.method == "POST" else None)

    def save() -> HttpResponse:
        agreeing_anew.say_anew(opened.bearer, asked, person=person, way=Way.LINK, **form.cleaned_data)
        return done(request, _("Thank you. We have what you said."), request.path)

    return _asked(request, "ties/promises/link.html", asked, form, save, said=said)


@behind("ties.promise")
@require_http_methods(["GET", "HEAD", "POST"])
def said_for(request: KTRequest, promise: str) -> HttpResponse:
    """Staff write down what somebody says by phone, on paper or in person."""
    found = get_object_or_404(Promise.objects.seen_by(request.person).select_related("work"), key=promise)
    asked = found.anews.filter(state=Anew.State.ASKED).select_related(*LOADED).first()
    if asked is None or not may_type_what_they_say(request.person, found):
        raise Http404
    if found.to_everyone:
        people = Person.objects.filter(said__work=found.work_id)
    else:
        people = Person.objects.filter(promised__promise=found)
    choice = people.filter(erased_at__isnull=True).distinct().order_by("called", "pk")
    form = SaidForForm(request.POST or None, asked=choice)

    def save() -> HttpResponse:
        typed = dict(form.cleaned_data)
        whom = typed.pop("whom")
        agreeing_anew.say_anew(request.person, asked, person=whom, for_person=None if whom == request.person else whom, **typed)
        return done(request, _("Saved: what %(name)s said.") % {"name": whom}, reverse("ties:one_promise", args=[found.key]))

    return _asked(request, "ties/promises/said_for.html", asked, form, save)


def _asked(request: KTRequest, template: str, asked: Anew, form: SaidForm, save: Any, **more: Any) -> HttpResponse:
    if asked.is_open and form.is_valid():
        try:
            return once(request, save)
        except Problem as problem:
            form.add_problem(problem)
    status = 422 if form.is_bound else 200
    return page(request, template, status=status, asked=asked, promise=asked.promise, form=form, **more)
