"""“I am worried about someone” (R119): anyone may say it, the safeguarding lead alone may read it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people import acts
from kitchentable.people.forms import WorryDoneForm, WorryForm
from kitchentable.people.models import Duty, Person, Worry
from kitchentable.people.visits import visitor
from kitchentable.policy import limits
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind, public
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import ANYONE, Actor, Problem
from kitchentable.ui.shortcuts import done, page

A_PAGE = 25
HOUR = 60
WORRY_PAGES = require_http_methods(["GET", "HEAD", "POST"])


@public("Anyone may be worried about someone.")
@WORRY_PAGES
@never_cache
@sensitive_post_parameters()
def worried(request: KTRequest) -> HttpResponse:
    """Say what worries you. The words go to one place only: not to the address bar, the session or the record."""
    lou = _for_whom(request)
    called = str(request.person) if request.person.is_someone and lou is None else ""
    form = WorryForm(request.POST or None, called=called)
    if request.method == "POST" and form.is_valid():
        who = visitor(request)
        if limits.too_many("worry", who, limit=number("say_an_hour"), minutes=HOUR):
            form.add_error(None, _("Many worries came from here in the last hour. Ring us, so that we hear you now."))
            return page(request, "people/worried.html", status=429, form=form, lou=lou, **_leads())
        limits.tried("worry", who)
        try:
            return once(request, lambda: _send(request, form, lou))
        except Problem as problem:
            form.add_problem(problem)
    return page(request, "people/worried.html", form=form, lou=lou, **_leads())


def _send(request: KTRequest, form: WorryForm, lou: Person | None) -> HttpResponse:
    typed = form.cleaned_data
    # Who does not want to be named is not named in the record either.
    by: Actor = request.person if lou is not None or typed.get("with_name") else ANYONE
    said_by = lou or (request.person if by is not ANYONE else None)
    worry = Worry(
        words=typed["words"], how_to_reach=typed["how_to_reach"], said_by=said_by, typed_by=request.person if lou else None
    )
    sent = acts.worry(by, worry, for_person=lou)
    response = HttpResponseRedirect(reverse("people:worry_sent", args=[sent.code]))
    response.status_code = 303
    return response


@public("Whoever holds the code of a worry. It shows that it was sent and read, never a word of it.")
@require_safe
@never_cache
def worry_sent(request: KTRequest, code: str) -> HttpResponse:
    """The receipt: the code, and whether somebody has read it."""
    worry = get_object_or_404(Worry, code=code)
    return page(request, "people/worry_sent.html", worry=worry, **_leads())


@behind("people.read_worry")
@require_safe
@never_cache
def worries(request: KTRequest) -> HttpResponse:
    """All worries, newest first; no words in the list."""
    found = Worry.objects.seen_by(request.person).defer("words", "how_to_reach", "what_was_done")
    shown = Paginator(found.order_by("-at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    return page(request, "people/worries.html", worries=shown)


@behind("people.read_worry")
@WORRY_PAGES
@never_cache
@sensitive_post_parameters()
def worry(request: KTRequest, code: str) -> HttpResponse:
    """Read one, and note what was done."""
    one = get_object_or_404(Worry.objects.seen_by(request.person).select_related("said_by", "typed_by", "seen_by"), code=code)
    form = WorryDoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: _close(request, one, form))
        except Problem as problem:
            form.add_problem(problem)
    if request.method == "GET" and one.seen_at is None:
        acts.read_worry(request.person, one)
    return page(request, "people/worry.html", worry=one, form=form)


def _close(request: KTRequest, one: Worry, form: WorryDoneForm) -> HttpResponse:
    acts.close_worry(request.person, one, what_was_done=form.cleaned_data["what_was_done"])
    return done(request, _("Saved. What was done is kept with the worry."), reverse("people:worry", args=[one.code]))


def _for_whom(request: KTRequest) -> Person | None:
    """Staff write down a worry for somebody who rings or writes: `?for=` with that person's key."""
    key = request.GET.get("for", "")
    if not key:
        return None
    found: Person | None = Person.objects.seen_by(request.person).filter(key=key).first()
    if found is None or found == request.person or not may(request.person, "people.type_for", found):
        raise Http404
    return found


def _leads() -> dict[str, Any]:
    return {"leads": [str(person) for person in acts.who_has(Duty.Kind.SAFEGUARDING)]}
