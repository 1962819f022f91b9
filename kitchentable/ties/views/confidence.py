"""How sure I feel: a page for the person alone; and for staff, typing it at somebody's word without reading it again."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kitchentable.people.models import Person
from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, behind, signed_in
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.ties.acts import confidence as acts
from kitchentable.ties.forms.confidence import SureForm
from kitchentable.ties.models import Sure, SureStop
from kitchentable.ties.side_by_side import quarters, sure_charts, until_when
from kitchentable.ties.views.learning import A_PAGE, METHODS, asked_of
from kitchentable.ties.views.learning_office import MOST_FOUND
from kitchentable.ui.shortcuts import done, page


@signed_in
@require_http_methods(METHODS)
def confidence(request: KTRequest) -> HttpResponse:
    """Note how sure I feel, see what I noted before, and how it goes for all of us together."""
    me: Person = request.person
    form = SureForm(request.POST if request.method == "POST" else None)

    def keep() -> HttpResponse:
        acts.note_sure(me, me, steps=form.steps, words=form.cleaned_data["words"])
        return done(request, _("Saved, for you alone."), reverse("ties:confidence"), saved="confidence")

    answer = asked_of(form, keep, request) if request.method == "POST" else None
    kept = quarters()
    listed = Paginator(Sure.objects.seen_by(me), A_PAGE).get_page(request.GET.get("page"))
    return answer or page(
        request,
        "ties/learning/confidence.html",
        status=422 if form.is_bound else 200,
        form=form,
        listed=listed,
        notes=[(note, note.in_words()) for note in listed],
        stopped=SureStop.objects.filter(person=me).exists(),
        charts=sure_charts(kept),
        until=until_when(kept),
        group=number("confidence_group"),
        months=[number(f"confidence_{name}") for name in ("first", "second", "third")],
    )


@signed_in
@require_POST
def stop(request: KTRequest) -> HttpResponse:
    """Do not ask me any more; or do, again."""
    stops = request.POST.get("do") != "again"

    def keep() -> HttpResponse:
        acts.stop_asking(request.person, request.person, stop=stops)
        words = _("Saved. We do not ask you any more.") if stops else _("Saved. We ask you from time to time.")
        return done(request, words, reverse("ties:confidence"))

    return once(request, keep)


@behind("ties.sure_for")
@require_http_methods(METHODS)
def confidence_for(request: KTRequest) -> HttpResponse:
    """Staff type at somebody's word. What was noted before does not stand here, and what is typed is not shown again."""
    key = request.GET.get("for", "")
    if not key:
        return _choose(request)
    whom = get_object_or_404(Person.objects.seen_by(request.person), key=key)
    require(request.person, "ties.sure_for", whom)
    stops = request.POST.get("do") == "stop"
    form = SureForm(request.POST if request.method == "POST" and not stops else None)

    def keep() -> HttpResponse:
        if stops:
            acts.stop_asking(request.person, whom, stop=True, for_person=whom)
            return done(request, _("Saved. We do not ask them any more."), reverse("ties:confidence_for"))
        acts.note_sure(request.person, whom, steps=form.steps, words=form.cleaned_data["words"], for_person=whom)
        return done(
            request, _("Saved, for them alone. You do not see it again."), reverse("ties:confidence_for"), saved=f"sure-{whom.key}"
        )

    if stops:
        return once(request, keep)
    answer = asked_of(form, keep, request) if request.method == "POST" else None
    return answer or page(
        request,
        "ties/learning/confidence_for.html",
        status=422 if form.is_bound else 200,
        form=form,
        whose=whom,
        keep=f"sure-{whom.key}",
    )


def _choose(request: KTRequest) -> HttpResponse:
    find = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = (
        Person.objects.seen_by(request.person).filter(called__icontains=find).order_by("called", "pk")
        if find
        else Person.objects.none()
    )
    some = list(found[: MOST_FOUND + 1])
    return page(request, "ties/learning/confidence_whom.html", find=find, people=some[:MOST_FOUND], too_many=len(some) > MOST_FOUND)
