"""Saying something: one page, with or without an account, by words, voice, sign, photo or paper."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.people.models import Person, Scope
from kitchentable.people.rules import supported
from kitchentable.people.visits import visitor
from kitchentable.policy.act import require
from kitchentable.policy.clock import today
from kitchentable.policy.limits import too_many, tried
from kitchentable.policy.marks import KTRequest, public
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import ANYONE, Problem
from kitchentable.ui.shortcuts import done, page
from kitchentable.voices import acts, files
from kitchentable.voices.forms.saying import SayForm, show, way_of
from kitchentable.voices.models import Question
from kitchentable.voices.opened import open_for, where_code
from kitchentable.voices.replying import asked_now, with_papers
from kitchentable.works.models import Role, Work

LIMIT, ASIDE = "voices.say", "voices.aside"
HOUR = 60


@public("Anyone may say something in a piece of work that they may see. No account is needed.")
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: KTRequest, slug: str) -> HttpResponse:
    """The page on which something is said; what was typed stays whatever happens."""
    works = Work.objects.seen_by(request.person).select_related("decider", "answers_first")
    work = get_object_or_404(works, slug=slug)
    require(request.person, "voices.say", work)
    aside = {ticket: upload for ticket in request.POST.getlist("held")[: files.MOST_FILES] if (upload := files.held(ticket))}
    supports = list(Person.objects.filter(pk__in=supported(request.person, Scope.WRITE)))
    asked = asked_now(work, request.person, supports)
    form = _form(request, [one.question for one in asked], supports, list(aside.values()))
    if request.method == "POST":
        why_not = _why_not_yet(request, form)
        if why_not:
            form.add_error(None, why_not)
        elif form.is_valid():
            try:
                return _keep(request, work, form, list(aside))
            except Problem as problem:
                show(form, problem)
        aside |= _put_aside(request, form)
    status = 200 if not form.is_bound else 422
    return page(
        request,
        "voices/mine/say.html",
        status=status,
        work=work,
        form=form,
        leads=_leads(work),
        aside=aside,
        asked=with_papers(asked, request.person),
        **_shown(request, form, work),
    )


def _put_aside(request: KTRequest, form: SayForm) -> dict[str, files.Upload]:
    """Files that came with a form that could not be taken: a browser cannot send them again by itself, so we hold them for a day."""
    if not request.person.is_someone:
        if too_many(ASIDE, visitor(request), limit=number("say_an_hour"), minutes=HOUR):
            return {}
        tried(ASIDE, visitor(request))
    return {ticket: upload for upload in form.new_uploads() if (ticket := files.hold(upload))}


def _form(request: KTRequest, questions: list[Question], supports: list[Person], held: list[files.Upload]) -> SayForm:
    return SayForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        questions=questions,
        supports=supports,
        known_as=request.person.key if request.person.is_someone else "",
        held=held,
        initial={"question": request.GET.get("question", ""), "whose": request.GET.get("for", "")},
    )


def _why_not_yet(request: KTRequest, form: SayForm) -> str:
    """What stands between this form and its being kept, apart from what is in it; the page shows it and keeps every word."""
    known_as = form.data.get("known_as", "")
    if known_as and known_as != getattr(request.person, "key", "") and not form.data.get("without_account"):
        if request.person.is_someone:
            return _("Somebody else is signed in now. Sign in as yourself in another window, then press the button again.")
        return _(
            "You were signed out meanwhile. Your words are still here. Sign in in another window and press the button again, "
            "or tick “Send it without signing in”."
        )
    if form.data.get("website"):
        return _("Press the button once more, so that we know you are a person.")
    if not request.person.is_someone and too_many(LIMIT, visitor(request), limit=number("say_an_hour"), minutes=HOUR):
        return _(
            "Many things were sent from this connection in the last hour. Sign in, ring us, or send it later. Your words are still here."
        )
    return ""


def _keep(request: KTRequest, work: Work, form: SayForm, tickets: list[str]) -> HttpResponse:
    by = ANYONE if form.cleaned_data["without_account"] else request.person
    uploads = form.uploads()

    def keep() -> HttpResponse:
        if not by.is_someone:
            tried(LIMIT, visitor(request))
        c = acts.say(
            by,
            work,
            words=form.cleaned_data["words"],
            question=form.cleaned_data["question"],
            way=way_of(form.cleaned_data["words"], uploads),
            sharing=form.cleaned_data["sharing"],
            content_note=form.cleaned_data["content_note"],
            read_back=form.read_back_said(),
            uploads=uploads,
            for_person=form.cleaned_data["whose"] if by.is_someone else None,
        )
        return done(
            request, _("We have it. Nothing was changed."), reverse("voices:receipt", args=[c.code]), saved=f"say-{work.slug}"
        )

    with files.tidy():
        response = once(request, keep)
    open_for(request, where_code(response))
    for ticket in tickets:
        files.let_go(ticket)
    return response


def _leads(work: Work) -> list[Person]:
    return list(Person.objects.filter(roles__work=work, roles__kind=Role.Kind.LEAD, roles__until__isnull=True).distinct())


def _shown(request: KTRequest, form: SayForm, work: Work) -> dict[str, object]:
    due = acts.due_day(today())
    chosen = form["question"].value()
    question = next((q for q in form.questions if str(q.pk) == str(chosen)), None)
    return {
        "due_on": due,
        "owner": question.answered_by if question and question.answered_by else work.answers_first,
        "questions": form.questions,
        "signed_out": bool(form.is_bound and form.data.get("known_as") and not request.person.is_someone),
    }
