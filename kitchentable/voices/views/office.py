"""The office: the list of what people said, one of them with everything about it, and what staff do with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, Left
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people.models import Outgoing, Person
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.forms import KitchenForm
from kitchentable.ui.shortcuts import done, page
from kitchentable.voices import acts
from kitchentable.voices.acts.saying import BY_HAND
from kitchentable.voices.forms import office as forms
from kitchentable.voices.forms.saying import show as show_problem
from kitchentable.voices.models import (
    Answer,
    AnswerTo,
    Contribution,
    Kept,
    Reuse,
    Status,
    Theme,
    ThemeMark,
    Transcript,
    Understanding,
)
from kitchentable.voices.models.contributions import PUBLIC_CHOICES, WITH_WORDS
from kitchentable.voices.standing import Days, Standing, days, outcome, standing
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import works_where

PAGE = 25
TOGETHER = 200
CODE_LENGTH = 19
ORDERS = {"all": ("-pk",), "publish": ("pk",)}  # where the due date says nothing: the newest, and what has waited longest
WHOLE = ("work", "work__decider", "owner", "said_by", "typed_by", "question", "published_by", "adds_to")


# ── the list ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    c: Contribution
    first: str
    standing: list[Standing]


@behind("voices.office")
@require_safe
def said_list(request: KTRequest) -> HttpResponse:
    """What people said and what is owed: filtered, searched, a page at a time, by due date."""
    works = _works(request)
    form = forms.FilterForm(request.GET, works=works)
    show, work = form.chosen("show") or "waiting", form.chosen("work")
    at = days()
    found: QuerySet[Contribution] = Contribution.objects.in_office(request.person)
    if work:
        found = found.filter(work=work)
    owed = showing(found, "waiting", at)
    found = showing(found, show, at)
    if form.chosen("theme"):
        found = found.filter(marks__theme=form.chosen("theme"))
    if form.chosen("owner"):
        found = found.filter(owner=form.chosen("owner"))
    if form.chosen("q"):
        found = _with_words(found, form.chosen("q"))
    keys = found.order_by(*ORDERS.get(show, ("due_on", "pk"))).values_list("pk", flat=True)
    pages = Paginator(keys, PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "voices/office/said_list.html",
        form=form,
        show=show,
        shown_as=dict(forms.SHOW)[show],
        links=_links(request, show),
        page_obj=pages,
        rows=_rows(list(pages), at),
        owed=_by_owner(owed, at),
        leads=bool(works_where(request.person, Role.Kind.LEAD)),
        filtered=any(form.chosen(name) for name in ("work", "theme", "owner", "q")),
    )


def _works(request: KTRequest) -> QuerySet[Work]:
    """The pieces of work in which this person has something to do, or owes an answer."""
    kinds = (Role.Kind.LEAD, Role.Kind.CHECKER, Role.Kind.DECIDER, Role.Kind.ANSWERER)
    mine = set(works_where(request.person, *kinds))
    owed = Contribution.objects.filter(owner=request.person, status=Status.WAITING).exclude(work__in=mine)
    return Work.objects.filter(pk__in=mine | set(owed.order_by().values_list("work", flat=True).distinct())).order_by("title")


def showing(found: QuerySet[Contribution], show: str, at: Days) -> QuerySet[Contribution]:
    """Only those that a filter is about."""
    pending = AnswerTo.objects.filter(answer__checked_at__isnull=True, answer__sent_back_at__isnull=True).values("contribution")
    waiting = Q(status=Status.WAITING)
    if show == "all":
        return found
    if show == "late":
        return found.filter(waiting, due_on__lt=at.today)
    if show == "soon":
        return found.filter(waiting, due_on__gte=at.today, due_on__lte=at.soon)
    if show == "unassigned":
        return found.filter(waiting, assigned_at__isnull=True, owner=F("work__answers_first"))
    if show == "again":
        return found.filter(waiting, opens__gt=0)
    if show == "none":
        return found.filter(waiting, answer__isnull=True).exclude(pk__in=pending)
    if show == "check":
        return found.filter(pk__in=pending, status__in=WITH_WORDS)
    if show == "publish":
        return found.filter(status__in=WITH_WORDS, sharing__in=PUBLIC_CHOICES, published_at__isnull=True, held_because="")
    if show == "untold":
        return found.filter(_untold())
    return found.filter(waiting)


def _untold() -> Q:
    """Answered, and the word to its author has not gone out: no machine sent it and nobody said it."""
    not_sent = (Outgoing.State.TODO, Outgoing.State.WAITING, Outgoing.State.FAILED)
    messages = Outgoing.objects.filter(kind="voices.answered", state__in=not_sent)
    same = messages.filter(thing_key=Concat(OuterRef("code"), Value(":"), OuterRef("answer__key")))
    return Q(Exists(same), code__in=messages.values(code=Left("thing_key", CODE_LENGTH)))


def _with_words(found: QuerySet[Contribution], words: str) -> QuerySet[Contribution]:
    typed = Transcript.objects.filter(words__icontains=words).values("contribution")
    wanted = Q(words__icontains=words) | Q(pk__in=typed) | Q(code=words.strip().lower())
    if words.strip().isdecimal() and len(words.strip()) < 10:
        wanted |= Q(number=int(words))
    return found.filter(wanted)


def _rows(keys: list[int], at: Days) -> list[Row]:
    """The lines of one page, in the order of `keys`. The keys come from an index; only these few are read whole."""
    found = Contribution.objects.select_related("work", "owner").in_bulk(keys)
    return [Row(found[key], first_line(found[key]), standing(found[key], at)) for key in keys if key in found]


def first_line(c: Contribution) -> str:
    """The first line of what was said, for a list."""
    if not c.has_words:
        return ""
    line = next((line.strip() for line in c.words.splitlines() if line.strip()), "")
    return line if len(line) <= 140 else line[:140].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True, slots=True)
class Link:
    """A filter as a link."""

    url: str
    label: str
    here: bool


def _links(request: KTRequest, show: str) -> list[Link]:
    kept = request.GET.copy()
    kept.pop("page", None)
    found = []
    for name, label in forms.SHOW:
        kept["show"] = name
        found.append(Link(f"?{kept.urlencode()}", str(label), name == show))
    return found


@dataclass(frozen=True, slots=True)
class Owed:
    """How many answers one person owes, and how many of these are late."""

    person: Person
    waiting: int
    late: int


def _by_owner(owed: QuerySet[Contribution], at: Days) -> list[Owed]:
    """How many each person owes, and how many of these are late; by name."""
    counts = owed.order_by().values_list("owner").annotate(waiting=Count("pk"), late=Count("pk", Q(due_on__lt=at.today)))
    found = {owner: (waiting, late) for owner, waiting, late in counts}
    people = Person.objects.filter(pk__in=found).order_by("called", "pk")
    return [Owed(person, *found[person.pk]) for person in people]


# ── many at once ──────────────────────────────────────────────────────────────────────────────────


@behind("voices.office")
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: KTRequest) -> HttpResponse:
    """Do one thing with several: pass on, put in a theme, publish. First shown, then done."""
    if request.GET.get("do") == "answer":
        codes = urlencode({"said": request.GET.getlist("said")}, doseq=True)
        return redirect(f"{reverse('voices:answer')}?{codes}")
    chosen = chosen_ones(request)
    what = request.GET.get("do", "")
    if not chosen or what not in MANY:
        return page(request, "voices/office/many_none.html", status=422 if request.method == "POST" else 200)
    act, title, button, words = MANY[what]
    if what == "theme" and len({c.work_id for c in chosen}) > 1:
        return page(request, "voices/office/many_none.html", several_works=True)
    for c in chosen:
        require(request.person, act, c.work if what == "theme" else c)
    form = _many_form(request, what, chosen)
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: done(request, _do_many(request, what, chosen, form), reverse("voices:said_list")))
        except Problem as problem:
            show_problem(form, problem)
    return page(
        request,
        "voices/office/many.html",
        status=422 if form.is_bound else 200,
        chosen=chosen,
        form=form,
        title=title,
        button=button,
        lead=words,
    )


MANY = {
    "pass": ("voices.pass_on", lazy("Pass these on"), lazy("Pass them on"), lazy("The date that each one is due stays.")),
    "theme": (
        "voices.theme",
        lazy("Put these in a theme"),
        lazy("Put them in"),
        lazy("One thing that a person said can be in several themes."),
    ),
    "publish": (
        "voices.publish",
        lazy("Show these to everyone"),
        lazy("Show them to everyone"),
        lazy("Read each one. The people chose this, and nobody else may be named."),
    ),
}


def chosen_ones(request: KTRequest) -> list[Contribution]:
    """The contributions named in the address, those this person works on, in the order of their dates."""
    codes = request.GET.getlist("said")[:TOGETHER]
    found = Contribution.objects.in_office(request.person).filter(code__in=codes)
    return list(found.select_related("work", "work__decider", "owner", "said_by").order_by("due_on", "pk"))


def _many_form(request: KTRequest, what: str, chosen: list[Contribution]) -> KitchenForm:
    posted = request.POST if request.method == "POST" else None
    if what == "pass":
        return forms.PassForm(posted)
    if what == "theme":
        return forms.IntoThemeForm(posted, work=chosen[0].work)
    return forms.PublishForm(posted)


def _do_many(request: KTRequest, what: str, chosen: list[Contribution], form: KitchenForm) -> str:
    by, said = request.person, form.cleaned_data
    if what == "pass":
        for c in chosen:
            acts.pass_on(by, c, to=said["to"], because=said["because"])
        return _("Saved. %(name)s has these now. The dates stay.") % {"name": said["to"].called}
    if what == "theme":
        theme = said["theme"] or acts.make_theme(by, chosen[0].work, called=said["called"])
        acts.mark(by, theme, contributions=chosen)
        return _("Saved. They are in “%(theme)s” now.") % {"theme": theme.called}
    for c in chosen:
        acts.publish(by, c)
    return ngettext("Saved. Everyone can read %(count)d of them.", "Saved. Everyone can read %(count)d of them.", len(chosen)) % {
        "count": len(chosen)
    }


# ── one ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened with it: when, what, by whom, and the words there are."""

    at: datetime
    what: str
    by: str = ""
    words: str = ""


def the_one(request: KTRequest, code: str) -> Contribution:
    """The contribution with this code, when this person works on it; 404 otherwise."""
    found = Contribution.objects.in_office(request.person).select_related(*WHOLE)
    return get_object_or_404(found, code=code)


def at_one(c: Contribution) -> str:
    """Its address in the office."""
    return reverse("voices:one", args=[c.code])


@behind("voices.office")
@require_safe
def one(request: KTRequest, code: str) -> HttpResponse:
    """Everything about one: the words, the files, what we heard, the answers, and what can be done now."""
    c = the_one(request, code)
    there = _what_there_is(c)
    answers = list(
        Answer.objects.filter(to__contribution=c)
        .select_related("decider", "passed_to", "written_by", "checked_by")
        .order_by("written_at", "pk")
    )
    c.answer = next((a for a in answers if a.pk == c.answer_id), None)
    heard = list(c.understandings.select_related("by", "agreed_typed_by")) if there.heard else []
    replies = list(c.replies.select_related("typed_by")) if c.answer else []
    files = list(c.files.filter(gone_at__isnull=True)) if there.files and c.has_words else []
    return page(
        request,
        "voices/office/one.html",
        c=c,
        standing=standing(c, days()),
        files=files,
        transcripts=list(c.transcripts.select_related("by")) if files else [],
        heard=heard,
        heard_last=heard[-1] if heard else None,
        answers=answers,
        outcome=outcome(c.answer.outcome) if c.answer else None,
        told=_told(c),
        pending=next((a for a in answers if a.waits_for_check), None),
        sent_back=answers[-1] if answers and answers[-1].sent_back_at else None,
        replies=replies,
        replied=any(r.answer_id == c.answer_id for r in replies),
        reuses=list(c.reuses.select_related("by")) if there.reuses else [],
        themes=list(c.themes.all()) if there.themes else [],
        additions=list(c.additions.filter(status__in=WITH_WORDS)) if there.additions else [],
        events=_story(c, answers, heard, replies),
        by_hand=c.way in BY_HAND or c.typed_by_id is not None,
        can=_can(request, c),
        shares=c.sharing in PUBLIC_CHOICES,
    )


@dataclass(frozen=True, slots=True)
class There:
    """Which kinds of things there are beside a contribution, so that only these are asked for."""

    heard: bool
    files: bool
    reuses: bool
    themes: bool
    additions: bool


def _what_there_is(c: Contribution) -> There:
    beside = (Understanding, Kept, Reuse, ThemeMark)
    asked = [Exists(kind.objects.filter(contribution=OuterRef("pk"))) for kind in beside]
    more = Exists(Contribution.objects.filter(adds_to=OuterRef("pk")))
    return There(*Contribution.objects.filter(pk=c.pk).values_list(*asked, more).get())


def _told(c: Contribution) -> Outgoing | None:
    """The message that tells the author of the answer."""
    if c.answer is None or c.said_by_id is None:
        return None
    return Outgoing.objects.filter(kind="voices.answered", thing_key=f"{c.code}:{c.answer.key}").select_related("told_by").first()


def _can(request: KTRequest, c: Contribution) -> dict[str, bool]:
    """What this person may do with it now."""
    names = ("pass_on", "answer", "hear", "publish", "hold", "reuse", "transcribe", "share", "withdraw", "add", "come_back")
    found = {name: bool(may(request.person, f"voices.{name}", c)) for name in names}
    return {**found, "theme": bool(may(request.person, "voices.theme", c.work)), "speaks": found["share"]}


def _story(c: Contribution, answers: list[Answer], heard: list[Any], replies: list[Any]) -> list[Event]:
    """What happened, in order."""
    found = [Event(c.said_at, _("Said"), c.typed_by.called if c.typed_by else "")]
    passes = c.passes.select_related("from_person", "to_person") if c.assigned_at else []
    found += [
        Event(p.at, _("Passed from %(old)s to %(new)s") % {"old": p.from_person.called, "new": p.to_person.called}, words=p.because)
        for p in passes
    ]
    for u in heard:
        found.append(Event(u.at, _("Written down what we heard"), u.by.called))
        if u.agreed_at:
            found.append(
                Event(u.agreed_at, _("“Yes, that is what I meant”") if u.agreed else _("“Not quite”"), words=u.in_what_way)
            )
    for a in answers:
        found.append(Event(a.written_at, _("Answer written"), a.written_by.called))
        if a.checked_at and a.checked_by:
            found.append(Event(a.checked_at, _("Answer checked and sent"), a.checked_by.called))
        if a.sent_back_at:
            found.append(Event(a.sent_back_at, _("Answer sent back to its writer"), words=a.sent_back_because))
    found += [Event(r.at, _("“Yes, that is so”") if r.is_so else _("“No, it is not”"), words=r.what_is_wrong) for r in replies]
    if c.published_at:
        found.append(Event(c.published_at, _("Shown to everyone"), c.published_by.called if c.published_by else ""))
    if c.withdrawn_at:
        found.append(Event(c.withdrawn_at, _("Taken back by the person")))
    if c.erased_at:
        found.append(Event(c.erased_at, _("Erased")))
    return sorted(found, key=lambda event: event.at)


# ── one thing with one of them ────────────────────────────────────────────────────────────────────


def ask_one(
    request: KTRequest,
    c: Contribution,
    form: KitchenForm,
    do: Callable[[dict[str, Any]], str],
    *,
    title: str,
    button: str,
    lead: str = "",
    beside: str = "",
    to: Callable[[], str] | None = None,
) -> HttpResponse:
    """A page with the person's words and one form. `do` acts and gives the words to say; what was typed stays when it cannot be done."""
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: done(request, do(form.cleaned_data), to() if to else at_one(c), saved=f"office-{c.code}"))
        except Problem as problem:
            show_problem(form, problem)
    return page(
        request,
        "voices/office/ask_one.html",
        status=422 if form.is_bound else 200,
        c=c,
        form=form,
        title=title,
        button=button,
        lead=lead,
        beside=beside,
    )


def posted(request: KTRequest) -> Any:
    """What was sent; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


@behind("voices.office")
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on(request: KTRequest, code: str) -> HttpResponse:
    """Hand it to somebody named."""
    c = the_one(request, code)
    require(request.person, "voices.pass_on", c)

    def do(said: dict[str, Any]) -> str:
        acts.pass_on(request.person, c, to=said["to"], because=said["because"])
        return _("Saved. %(name)s must answer now. The date stays.") % {"name": said["to"].called}

    def to() -> str:
        still = Contribution.objects.in_office(request.person).filter(pk=c.pk).exists()
        return at_one(c) if still else reverse("voices:said_list")

    return ask_one(request, c, forms.PassForm(posted(request)), do, title=_("Pass it on"), button=_("Pass it on"), to=to)


@behind("voices.office")
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: KTRequest, code: str) -> HttpResponse:
    """Show it to everyone: the author chose it, and the lead read it."""
    c = the_one(request, code)
    require(request.person, "voices.publish", c)

    def do(_said: dict[str, Any]) -> str:
        acts.publish(request.person, c)
        return _("Saved. Everyone can read it now.")

    lead = _("With their name.") if c.sharing == "named" else _("Without their name.")
    return ask_one(
        request,
        c,
        forms.PublishForm(posted(request)),
        do,
        title=_("Show it to everyone"),
        button=_("Show it to everyone"),
        lead=lead,
    )


@behind("voices.office")
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: KTRequest, code: str) -> HttpResponse:
    """Do not show it to everyone, because."""
    c = the_one(request, code)
    require(request.person, "voices.hold", c)

    def do(said: dict[str, Any]) -> str:
        acts.hold(request.person, c, because=said["because"])
        return _("Saved. It is not shown. The person can read why.")

    return ask_one(
        request,
        c,
        forms.HoldForm(posted(request)),
        do,
        title=_("Do not show it to everyone"),
        button=_("Keep it off the public page"),
    )


@behind("voices.office")
@require_http_methods(["GET", "HEAD", "POST"])
def transcribe(request: KTRequest, code: str) -> HttpResponse:
    """Type the words of a recording or a paper."""
    c = the_one(request, code)
    require(request.person, "voices.transcribe", c)

    def do(said: dict[str, Any]) -> str:
        acts.transcribe(request.person, c, words=said["words"])
        return _("Saved. The words stand beside the recording.")

    return ask_one(
        request, c, forms.TranscriptForm(posted(request)), do, title=_("Type the words"), button=_("Save the words"), beside="files"
    )


@behind("voices.office")
@require_http_methods(["GET", "HEAD", "POST"])
def into_themes(request: KTRequest, code: str) -> HttpResponse:
    """The themes it is in."""
    c = the_one(request, code)
    require(request.person, "voices.theme", c.work)
    before = set(c.themes.all())
    form = forms.ThemesForm(posted(request), c=c, initial={"themes": [t.pk for t in before]})

    def do(said: dict[str, Any]) -> str:
        wanted: set[Theme] = set(said["themes"])
        if said["called"].strip():
            wanted.add(acts.make_theme(request.person, c.work, called=said["called"]))
        for theme in wanted - before:
            acts.mark(request.person, theme, contributions=[c])
        for theme in before - wanted:
            acts.unmark(request.person, theme, contributions=[c])
        return _("Saved.")

    return ask_one(request, c, form, do, title=_("What is it about?"), button=_("Save the themes"))


@behind("voices.office")
@require_http_methods(["GET", "HEAD", "POST"])
def bring_back(request: KTRequest, code: str) -> HttpResponse:
    """Look at it again now, before its day."""
    c = the_one(request, code)
    require(request.person, "voices.come_back", c)

    def do(_said: dict[str, Any]) -> str:
        back = acts.bring_back(request.person, c)
        return _("Saved. %(name)s must answer again. The person is told.") % {"name": back.owner.called}

    return ask_one(
        request,
        c,
        KitchenForm(posted(request)),
        do,
        title=_("Look at it again now"),
        button=_("Look at it again now"),
        lead=_("It waits for an answer once more, with a new date. The person is told."),
    )
