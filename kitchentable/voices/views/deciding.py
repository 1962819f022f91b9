"""Themes, decisions and questions: what several people said, how it was weighed, and what we ask."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kitchentable.people.clock import calendar
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.seats.gaps import gaps_now
from kitchentable.ui.shortcuts import done, page
from kitchentable.voices import acts
from kitchentable.voices.forms import office as forms
from kitchentable.voices.forms.saying import show
from kitchentable.voices.models import Contribution, Decision, Question, Theme
from kitchentable.voices.models.contributions import WITH_WORDS
from kitchentable.voices.opening import first_of, look_up
from kitchentable.voices.replying import everyones
from kitchentable.voices.standing import days, standing
from kitchentable.voices.views.office import PAGE, Row, first_line, posted
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import has_role

METHODS = ["GET", "HEAD", "POST"]


def the_work(request: KTRequest, slug: str) -> Work:
    """The piece of work, when this person may see it; 404 otherwise."""
    return get_object_or_404(Work.objects.seen_by(request.person).select_related("decider", "answers_first"), slug=slug)


# ── themes ────────────────────────────────────────────────────────────────────────────────────────


def _seen(request: KTRequest, work: Work) -> QuerySet[Contribution]:
    return Contribution.objects.seen_by(request.person).filter(work=work, status__in=WITH_WORDS)


@signed_in
@require_http_methods(METHODS)
def themes(request: KTRequest, slug: str) -> HttpResponse:
    """The themes of a piece of work; make one. Each shows how many there are that this person may read."""
    work = the_work(request, slug)
    require(request.person, "voices.theme", work)
    form = forms.ThemeForm(posted(request))
    if form.is_valid():
        try:
            return once(request, lambda: _made_theme(request, work, form))
        except Problem as problem:
            show(form, problem)
    counted = Count("marks", Q(marks__contribution__in=_seen(request, work).values("pk")))
    found = Theme.objects.filter(work=work).annotate(count=counted).order_by("called")
    pages = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return page(
        request, "voices/office/themes.html", status=422 if form.is_bound else 200, work=work, form=form, page_obj=pages, works=work
    )


def _made_theme(request: KTRequest, work: Work, form: forms.ThemeForm) -> HttpResponse:
    theme = acts.make_theme(request.person, work, called=form.cleaned_data["called"], what=form.cleaned_data["what"])
    return done(request, _("Saved. Now put in what people said."), f"{reverse('voices:theme', args=[work.slug, theme.pk])}?put=1")


@signed_in
@require_http_methods(METHODS)
def theme(request: KTRequest, slug: str, pk: int) -> HttpResponse:
    """What is in a theme, a page at a time; put in and take out."""
    work = the_work(request, slug)
    found = get_object_or_404(Theme.objects.select_related("work", "by"), work=work, pk=pk)
    require(request.person, "voices.mark", found)
    putting = bool(request.GET.get("put"))
    if request.method == "POST":
        return once(request, lambda: _marked(request, found, putting))
    seen = _seen(request, work)
    inside = seen.filter(marks__theme=found)
    listed = seen.exclude(marks__theme=found) if putting else inside
    find = request.GET.get("q", "").strip()[:200]
    if find:
        listed = listed.filter(words__icontains=find)
    pages = Paginator(listed.select_related("work", "owner").order_by("number"), PAGE).get_page(request.GET.get("page"))
    at = days()
    return page(
        request,
        "voices/office/theme.html",
        work=work,
        theme=found,
        putting=putting,
        find=find,
        page_obj=pages,
        rows=[Row(c, first_line(c), standing(c, at)) for c in pages],
        office=bool(may(request.person, "voices.office")) and has_role(request.person, work.pk, Role.Kind.LEAD, Role.Kind.CHECKER),
    )


def _marked(request: KTRequest, found: Theme, putting: bool) -> HttpResponse:
    chosen = list(_seen(request, found.work).filter(code__in=request.POST.getlist("said")[:200]))
    back = request.get_full_path()
    if not chosen:
        return done(request, _("Nothing was ticked, so nothing changed."), back)
    if putting:
        acts.mark(request.person, found, contributions=chosen)
        return done(request, _("Saved. They are in this theme now."), back)
    acts.unmark(request.person, found, contributions=chosen)
    return done(request, _("Saved. They are not in this theme any more."), back)


# ── decisions ─────────────────────────────────────────────────────────────────────────────────────


def _works_on(request: KTRequest, work: Work) -> None:
    """The office pages of decisions are for its lead, checkers and decider; others read the public page."""
    if not has_role(request.person, work.pk, Role.Kind.LEAD, Role.Kind.CHECKER, Role.Kind.DECIDER):
        raise Http404


def the_decision(request: KTRequest, slug: str, number_: int) -> Decision:
    """A decision, for those who work on it and for the one who decides; 404 otherwise."""
    found = get_object_or_404(
        Decision.objects.select_related("work", "work__decider", "decider", "decided_by", "chosen"), work__slug=slug, number=number_
    )
    if found.decider_id != request.person.pk:
        _works_on(request, found.work)
    return found


@signed_in
@require_http_methods(METHODS)
def decisions(request: KTRequest, slug: str) -> HttpResponse:
    """The decisions of a piece of work; plan one."""
    work = the_work(request, slug)
    _works_on(request, work)
    can = may(request.person, "voices.plan_decision", work)
    form = forms.DecisionForm(posted(request), work=work)
    if request.method == "POST":
        require(request.person, "voices.plan_decision", work)
        if form.is_valid():
            return once(request, lambda: _planned(request, work, form))
    found = Decision.objects.filter(work=work).select_related("decider").order_by("-number")
    pages = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "voices/office/decisions.html",
        status=422 if form.is_bound else 200,
        work=work,
        form=form,
        page_obj=pages,
        can_plan=bool(can),
    )


def _planned(request: KTRequest, work: Work, form: forms.DecisionForm) -> HttpResponse:
    made = acts.plan_decision(request.person, work, **form.cleaned_data)
    return done(request, _("Saved. Now add the choices, with what they cost."), at_decision(made))


def at_decision(found: Decision) -> str:
    """Its address in the office."""
    return reverse("voices:decision", args=[found.work.slug, found.number])


@signed_in
@require_http_methods(METHODS)
def decision(request: KTRequest, slug: str, number: int) -> HttpResponse:
    """One decision: its choices, how each theme was weighed, and deciding."""
    found = the_decision(request, slug, number)
    what = request.POST.get("do", "") if request.method == "POST" else ""
    option = forms.OptionForm(request.POST if what == "option" else None)
    decides = forms.DecideForm(request.POST if what == "decide" else None, decision=found)
    before = forms.MadeBeforeForm(request.POST if what == "before" else None)
    sent = {"option": option, "decide": decides, "before": before}.get(what)
    if sent is not None and sent.is_valid():
        try:
            return once(request, lambda: _did(request, found, what, sent))
        except Problem as problem:
            show(sent, problem)
    rows = _weighing(found)
    return page(
        request,
        "voices/office/decision.html",
        status=422 if request.method == "POST" else 200,
        work=found.work,
        decision=found,
        options=list(found.options.all()),
        rows=rows,
        left=[row for row in rows if not row["notes"]],
        option_form=option,
        decide_form=decides,
        before_form=before,
        can_add=bool(may(request.person, "voices.add_option", found)),
        can_weigh=bool(may(request.person, "voices.weigh", found)),
        can_decide=bool(may(request.person, "voices.decide", found)),
        missing=gaps_now(found.work) if found.is_open else [],
        can_note=found.is_open and bool(may(request.person, "voices.note_decision", found)),
        questions=list(found.questions.all()),
        can_ask=bool(may(request.person, "voices.ask", found.work)),
        read_count=found.read.count(),
    )


def _did(request: KTRequest, found: Decision, what: str, form: Any) -> HttpResponse:
    said = form.cleaned_data
    if what == "option":
        acts.add_option(request.person, found, **said)
        return done(request, _("Saved. The decider sees this choice."), at_decision(found))
    if what == "before":
        acts.note_decision(request.person, found, because=said["because"], decided_on=said["decided_on"])
        return done(
            request,
            _("Saved. Everyone can see that this was decided before. No question about it can be opened."),
            at_decision(found),
        )
    acts.decide(request.person, found, chosen=form.option(), because=said["because"], decided_on=said["decided_on"])
    return done(request, _("Decided. Everyone can read what, why, and how each theme was weighed."), at_decision(found))


def _weighing(found: Decision) -> list[dict[str, Any]]:
    """Each theme with something in it, and the notes of how it was weighed."""
    notes: dict[int, list[Any]] = {}
    for note in found.weighed.select_related("by"):
        notes.setdefault(note.theme_id, []).append(note)
    shown = Theme.objects.filter(work=found.work).annotate(count=Count("marks")).order_by("called")
    return [{"theme": t, "notes": notes.get(t.pk, [])} for t in shown if t.count or t.pk in notes]


@signed_in
@require_http_methods(METHODS)
def weigh(request: KTRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Weigh one theme: what people said, and how it changes the decision."""
    found = the_decision(request, slug, number)
    require(request.person, "voices.weigh", found)
    weighed = get_object_or_404(Theme, work=found.work, pk=pk)
    form = forms.WeighForm(posted(request))
    if form.is_valid():
        try:
            return once(request, lambda: _weighed(request, found, weighed, form))
        except Problem as problem:
            show(form, problem)
    inside = Contribution.objects.in_office(request.person).filter(marks__theme=weighed, status__in=WITH_WORDS)
    pages = Paginator(inside.order_by("number"), PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "voices/office/weigh.html",
        status=422 if form.is_bound else 200,
        decision=found,
        work=found.work,
        theme=weighed,
        form=form,
        page_obj=pages,
        hidden=weighed.marks.count() - pages.paginator.count,
        notes=list(found.weighed.filter(theme=weighed).select_related("by")),
    )


def _weighed(request: KTRequest, found: Decision, weighed: Theme, form: forms.WeighForm) -> HttpResponse:
    acts.weigh(request.person, found, weighed, how=form.cleaned_data["how"])
    return done(request, _("Saved. Everyone can read how “%(theme)s” was weighed.") % {"theme": weighed.called}, at_decision(found))


# ── questions ─────────────────────────────────────────────────────────────────────────────────────


def _leads(request: KTRequest, slug: str) -> Work:
    work = the_work(request, slug)
    require(request.person, "voices.ask", work)
    return work


@signed_in
@require_http_methods(["GET", "HEAD"])
def questions(request: KTRequest, slug: str) -> HttpResponse:
    """The questions of a piece of work: drafts, open ones, closed ones."""
    work = _leads(request, slug)
    found = Question.objects.filter(work=work).select_related("decision", "answered_by").annotate(count=Count("contributions"))
    pages = Paginator(found.order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    return page(request, "voices/office/questions.html", work=work, page_obj=pages)


@signed_in
@require_http_methods(METHODS)
def ask(request: KTRequest, slug: str) -> HttpResponse:
    """Write a question down."""
    work = _leads(request, slug)
    return _written(request, Question(work=work), new=True)


@signed_in
@require_http_methods(METHODS)
def question(request: KTRequest, slug: str, pk: int) -> HttpResponse:
    """One question: change it while it is a draft."""
    work = _leads(request, slug)
    return _written(request, get_object_or_404(Question.objects.select_related("decision", "work"), work=work, pk=pk), new=False)


def _written(request: KTRequest, found: Question, *, new: bool) -> HttpResponse:
    initial = {"kind": Question.Kind.VIEWS, "decision": request.GET.get("decision")} if new else _as_typed(found)
    if new:
        initial |= {
            "can_change": found.work.can_change,
            "cannot_change": found.work.cannot_change,
            "closes_on": usual_last_day(today())[0],
        }
    form = forms.QuestionForm(posted(request), work=found.work, initial=initial)
    if form.is_valid():
        try:
            return once(request, lambda: _saved_question(request, found, form))
        except Problem as problem:
            show(form, problem)
    return _question_page(request, found, form, new=new, status=422 if form.is_bound else 200)


def _as_typed(found: Question) -> dict[str, Any]:
    names = (
        "kind",
        "asks",
        "more",
        "decision",
        "can_change",
        "cannot_change",
        "costs",
        "bad_effects",
        "closes_on",
        "short_because",
    )
    values = {name: getattr(found, name) for name in names}
    return {**values, "answered_by": found.answered_by.key if found.answered_by else None}


def _saved_question(request: KTRequest, found: Question, form: forms.QuestionForm) -> HttpResponse:
    for name, value in form.cleaned_data.items():
        setattr(found, name, value)
    acts.ask(request.person, found)
    return done(request, _("Saved. It is not open yet."), at_question(found), saved=f"office-question-{found.work.slug}")


def at_question(found: Question) -> str:
    """Its address in the office."""
    return reverse("voices:question", args=[found.work.slug, found.pk])


def _question_page(request: KTRequest, found: Question, form: forms.QuestionForm, *, new: bool, status: int) -> HttpResponse:
    usual, holidays = usual_last_day(today())
    return page(
        request,
        "voices/office/question.html",
        status=status,
        work=found.work,
        question=found,
        form=form,
        new=new,
        draft=found.opened_at is None,
        is_open=found.opened_at is not None and found.closed_at is None,
        verdict=None if new else may(request.person, "voices.open", found),
        first=None if new else first_of(found),
        look_up=look_up(found.work),
        decided=not new and _is_decided(found),
        papers=[] if new else list(found.papers.order_by("title", "pk")),
        when=None if new else everyones(found),
        least=number("ask_weeks"),
        usual_weeks=number("ask_weeks_usual"),
        holiday_weeks=number("holiday_weeks"),
        usual=usual,
        holidays=holidays,
    )


def _is_decided(found: Question) -> bool:
    return found.kind == Question.Kind.VIEWS and found.decision is not None and not found.decision.is_open


def usual_last_day(first: date) -> tuple[date, list[date]]:
    """The usual last day to reply, later when public holidays fall in that time (R010, R011); and these holidays."""
    last = first + timedelta(weeks=number("ask_weeks_usual"))
    off = calendar(settings.NATION)
    free = [day for day in (first + timedelta(days=n) for n in range((last - first).days + 1)) if day in off]
    return (last + timedelta(weeks=number("holiday_weeks")) if free else last), free


@signed_in
@require_POST
def open_question(request: KTRequest, slug: str, pk: int) -> HttpResponse:
    """Open it. When its decision is made, say why not, and offer the two honest ways on (R007)."""
    work = _leads(request, slug)
    found = get_object_or_404(Question.objects.select_related("decision", "work"), work=work, pk=pk)
    form = forms.QuestionForm(None, work=work, initial=_as_typed(found))
    if _is_decided(found):
        return _question_page(request, found, form, new=False, status=409)
    try:
        return once(request, lambda: _opened(request, found))
    except Problem as problem:
        form = forms.QuestionForm(_again(found), work=work)
        form.is_valid()
        show(form, problem)
    return _question_page(request, found, form, new=False, status=422)


def _again(found: Question) -> dict[str, Any]:
    """The draft as if it were typed anew, so that its problem stands beside its field."""
    typed = _as_typed(found)
    typed["decision"] = found.decision_id or ""
    typed["answered_by"] = typed["answered_by"] or ""
    closes: date | None = typed.pop("closes_on")
    if closes:
        typed |= {"closes_on_day": str(closes.day), "closes_on_month": str(closes.month), "closes_on_year": str(closes.year)}
    return typed


def _opened(request: KTRequest, found: Question) -> HttpResponse:
    acts.open_question(request.person, found)
    words = _("It is open. Anyone may reply, here, by phone and on paper.")
    return done(
        request,
        _("It is shown. People can read what was decided.") if found.kind == Question.Kind.TELL else words,
        at_question(found),
    )


@signed_in
@require_POST
def close_question(request: KTRequest, slug: str, pk: int) -> HttpResponse:
    """Close it."""
    work = _leads(request, slug)
    found = get_object_or_404(Question, work=work, pk=pk, opened_at__isnull=False, closed_at__isnull=True)
    return once(request, lambda: _closed(request, found))


def _closed(request: KTRequest, found: Question) -> HttpResponse:
    acts.close_question(request.person, found)
    return done(request, _("It is closed. What people said is still owed an answer."), at_question(found))


@signed_in
@require_POST
def ask_instead(request: KTRequest, slug: str, pk: int) -> HttpResponse:
    """Make a new draft of an honest kind: tell people what was decided, or ask what help they need now."""
    work = _leads(request, slug)
    found = get_object_or_404(Question.objects.select_related("decision", "work"), work=work, pk=pk, decision__isnull=False)
    kind = request.POST.get("kind")
    if kind not in (Question.Kind.TELL, Question.Kind.HELP):
        raise Http404
    return once(request, lambda: _asked_instead(request, found, kind))


def _asked_instead(request: KTRequest, found: Question, kind: str) -> HttpResponse:
    decided = found.decision
    assert decided is not None
    asks = _("What was decided: %(title)s") if kind == Question.Kind.TELL else _("What help do you need now? %(title)s")
    made = acts.ask(
        request.person,
        Question(
            work=found.work,
            decision=decided,
            kind=kind,
            asks=(asks % {"title": decided.title})[:300],
            more=decided.because,
            answered_by=found.answered_by,
        ),
    )
    return done(request, _("Here is a new draft. Look it over, then open it."), at_question(made))
