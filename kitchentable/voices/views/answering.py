"""Answering, and the second person's check before it goes."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kitchentable.people.models import Person
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page
from kitchentable.voices import acts
from kitchentable.voices.empty import empty_phrases_in
from kitchentable.voices.forms.office import AnswerForm, CheckForm, SendBackForm
from kitchentable.voices.forms.saying import show
from kitchentable.voices.models import Answer, Contribution, Status
from kitchentable.voices.standing import outcome
from kitchentable.voices.views.office import PAGE, at_one, chosen_ones, posted
from kitchentable.works.models import Role, Work

KEEP = "office-answer"


@behind("voices.answer")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: KTRequest) -> HttpResponse:
    """Answer one, or several together. Somebody else's answer is shown beside what was typed, and nothing is overwritten."""
    chosen = chosen_ones(request)
    if len(chosen) != len(set(request.GET.getlist("said"))):
        raise Http404
    if not chosen:
        return page(request, "voices/office/answer_none.html")
    if len({c.work_id for c in chosen}) > 1:
        return page(request, "voices/office/answer_none.html", several_works=True)
    work = chosen[0].work
    require(request.person, "voices.answer", chosen)
    form = AnswerForm(posted(request), work=work, by=request.person)
    theirs = _already(chosen) if request.method != "POST" else None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return once(request, lambda: _saved(request, work, chosen, form))
            except acts.AlreadyAnswered as problem:
                form.add_error(None, str(problem))
                theirs, status = problem.answer, 409
            except Problem as problem:
                show(form, problem)
    return page(
        request,
        "voices/office/answer.html",
        status=status,
        work=work,
        chosen=chosen,
        one=chosen[0] if len(chosen) == 1 else None,
        form=form,
        theirs=theirs,
        theirs_stands=outcome(theirs.outcome) if theirs else None,
        empty=_empty(form) if form.errors else [],
        sent_back=_sent_back(chosen, request.person),
        keep=KEEP,
    )


def _saved(request: KTRequest, work: Work, chosen: list[Contribution], form: AnswerForm) -> HttpResponse:
    made = acts.answer(request.person, chosen, **form.cleaned_data)
    to = at_one(chosen[0]) if len(chosen) == 1 else reverse("voices:check", args=[made.key])
    return done(request, _what_comes_next(work, chosen, request.person), to, saved=KEEP)


def _what_comes_next(work: Work, chosen: list[Contribution], by: Person) -> str:
    checkers = Person.objects.filter(
        roles__work=work, roles__kind__in=(Role.Kind.LEAD, Role.Kind.CHECKER), roles__until__isnull=True
    ).exclude(pk=by.pk)
    names = list(checkers.distinct().order_by("called").values_list("called", flat=True))
    first = (
        _("Saved. %(names)s will check it.") % {"names": _(" or ").join(names)}
        if names
        else _("Saved. A second person must check it.")
    )
    if len(chosen) > 1:
        told = ngettext("Then %(count)d person is told.", "Then %(count)d people are told.", len(chosen)) % {"count": len(chosen)}
    elif chosen[0].said_by is None:
        told = _("Then it can be read with its code.")
    else:
        told = _("Then %(name)s is told.") % {"name": chosen[0].said_by.called}
    return f"{first} {told}"


def _already(chosen: list[Contribution]) -> Answer | None:
    """An answer that one of them has, or that waits for its check."""
    told = [c.answer_id for c in chosen if c.status == Status.ANSWERED]
    whole = Answer.objects.select_related("decider", "written_by", "checked_by", "passed_to")
    if told:
        return whole.filter(pk__in=told).first()
    return whole.filter(to__contribution__in=chosen, checked_at__isnull=True, sent_back_at__isnull=True).first()


def _empty(form: AnswerForm) -> list[dict[str, Any]]:
    """The empty phrases that were typed, and what to say in their place."""
    typed = " ".join(str(form.data.get(name, "")) for name in ("words", "because"))
    return [{"phrase": p.phrase, "why": p.why, "ask_for": p.ask_for} for p in empty_phrases_in(typed)]


def _sent_back(chosen: list[Contribution], by: Person) -> Answer | None:
    """The newest answer of this writer that came back, to write it anew."""
    mine = Answer.objects.filter(to__contribution__in=chosen, written_by=by).order_by("-written_at", "-pk").first()
    return mine if mine is not None and mine.sent_back_at else None


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: KTRequest, key: str) -> HttpResponse:
    """The second person: words and answer side by side; send it, or send it back. Its writer sees what became of it."""
    whole = Answer.objects.in_office(request.person).select_related("work", "decider", "passed_to", "written_by", "checked_by")
    made = get_object_or_404(whole, key=key)
    verdict = may(request.person, "voices.check", made)
    sends_back = request.method == "POST" and request.POST.get("do") == "back"
    checking = CheckForm(posted(request) if not sends_back else None)
    back = SendBackForm(posted(request) if sends_back else None)
    if request.method == "POST":
        require(request.person, "voices.check", made)
        form = back if sends_back else checking
        if form.is_valid():
            try:
                return once(request, lambda: _back(request, made, back) if sends_back else _sent(request, made))
            except Problem as problem:
                show(form, problem)
    seen = Contribution.objects.in_office(request.person).filter(answers=made)
    to = list(seen.select_related("said_by", "work").prefetch_related("files", "transcripts").order_by("number")[:PAGE])
    count = made.to.count()
    return page(
        request,
        "voices/office/check.html",
        status=422 if request.method == "POST" else 200,
        answer=made,
        stands=outcome(made.outcome),
        to=to,
        one=to[0] if count == 1 and to else None,
        count=count,
        hidden=count - len(to),
        verdict=verdict,
        checking=checking,
        back=back,
        empty=empty_phrases_in(f"{made.words} {made.because}"),
        again=_again(made) if made.sent_back_at and made.written_by == request.person else "",
    )


def _sent(request: KTRequest, made: Answer) -> HttpResponse:
    acts.check(request.person, made)
    people = made.to.filter(contribution__said_by__isnull=False).count()
    told = ngettext("Sent. %(count)d person is told.", "Sent. %(count)d people are told.", people) % {"count": people}
    return done(request, told if people else _("Sent. It can be read with its code now."), reverse("voices:check", args=[made.key]))


def _back(request: KTRequest, made: Answer, form: SendBackForm) -> HttpResponse:
    acts.send_back(request.person, made, because=form.cleaned_data["because"])
    words = _("Sent back. %(name)s writes it once more. Nobody was told anything.") % {"name": made.written_by.called}
    return done(request, words, reverse("voices:check", args=[made.key]))


def _again(made: Answer) -> str:
    """Where its writer answers anew."""
    codes = list(made.to.filter(contribution__status=Status.WAITING).values_list("contribution__code", flat=True))
    return f"{reverse('voices:answer')}?{urlencode({'said': codes}, doseq=True)}" if codes else ""
