"""Looking back together, for those who lead it: hopes, whom to ring, the room, short lines, promises, and closing."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.people.models import Person, new_key
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, behind, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ties import look_shown
from kitchentable.ties.acts import look_lines
from kitchentable.ties.acts import looking_back as acts
from kitchentable.ties.acts.promising import promise
from kitchentable.ties.forms.looking_back import ActionForm, HopeForm, LineForm, RoomForm, StageForm
from kitchentable.ties.look_dates import Occasion, called
from kitchentable.ties.look_prompts import PROMPTS
from kitchentable.ties.models import Hope, LookBack, LookLine, LookSaid, Promise
from kitchentable.ties.taking_part import asked
from kitchentable.ties.views.looking_back import promises_of, the_look_back
from kitchentable.ui.shortcuts import done, page
from kitchentable.works.models import Work

METHODS = ["GET", "HEAD", "POST"]
A_PAGE = 25
MOST_TICKS = 100


@behind("ties.hope")
@require_http_methods(METHODS)
def office(request: KTRequest, slug: str) -> HttpResponse:
    """Write down what we hope for; and look back at the end of a stage."""
    work = get_object_or_404(Work.objects.seen_by(request.person), slug=slug)
    require(request.person, "ties.hope", work)
    by_stage = request.method == "POST" and request.POST.get("do") == "stage"
    newest = Hope.objects.filter(work=work).first()
    typed = {"aim": newest.aim, "mood_aim": newest.mood_aim, "good": newest.good, "bad": newest.bad} if newest else {}
    form = HopeForm(request.POST if request.method == "POST" and not by_stage else None, initial=typed)
    stage = StageForm(request.POST if by_stage else None, initial={"stage": work.stage})
    if by_stage and stage.is_valid():
        return once(request, lambda: _open_stage(request, work, stage.cleaned_data["stage"]))
    if not by_stage and form.is_valid():
        try:
            return once(request, lambda: _hoped(request, work, form))
        except Problem as problem:
            form.add_problem(problem)
    rows = [(one, called(one), look_shown.status_of(one)) for one in LookBack.objects.filter(work=work).order_by("due_on", "pk")]
    return page(
        request, "ties/looking_back/office.html", status=422 if request.method == "POST" else 200, work=work, form=form, stage_form=stage,
        hope=newest, rows=rows,
    )  # fmt: skip


def _hoped(request: KTRequest, work: Work, form: HopeForm) -> HttpResponse:
    acts.hope(request.person, work, **form.cleaned_data)
    words = _("Saved. It stays as it is. When you write it anew, both are shown.")
    return done(request, words, reverse("ties:looking_back", args=[work.slug]), saved=f"hope-{work.slug}")


def _open_stage(request: KTRequest, work: Work, stage: str) -> HttpResponse:
    found = acts.open_look_back(request.person, work, occasion=Occasion(f"stage-{stage}", str(LookBack.Kind.STAGE), 0, today()))
    return done(request, _("It is open. The group is asked today, each in their own way."), _lead(found))


@signed_in
@require_http_methods(METHODS)
def lead(request: KTRequest, slug: str, lookback: str) -> HttpResponse:
    """For the lead: who has not said anything yet, what to do next, promises, and closing."""
    found = the_look_back(request, slug, lookback)
    require(request.person, "ties.look_office", found.work)
    wrong, form = "", ActionForm(request.POST if request.POST.get("do") == "promise" else None, keepers=_keepers(found))
    if form.is_valid():
        try:
            return once(request, lambda: _promised(request, found, form))
        except Problem as problem:
            form.add_problem(problem)
    if request.POST.get("do") in ("show", "close"):
        try:
            return once(request, lambda: _step(request, found))
        except Problem as problem:
            wrong = str(problem)
    said = found.said.filter(sent_at__isnull=False)
    silent = asked(found.work).exclude(pk__in=said.filter(person__isnull=False).values("person")).select_related("reach")
    spoke = asked(found.work).filter(pk__in=said.filter(taken_back_at__isnull=True).values("person"))
    return page(
        request,
        "ties/looking_back/lead.html",
        status=422 if request.method == "POST" else 200,
        look_back=found,
        work=found.work,
        called=called(found),
        stands=look_shown.status_of(found),
        silent=Paginator(silent, A_PAGE).get_page(request.GET.get("page")),
        spoke=Paginator(spoke, A_PAGE).get_page(request.GET.get("said")),
        sums=sums(found),
        lines=look_shown.lines_of(request.person, found),
        promises=promises_of(request.person, found),
        form=form,
        wrong=wrong,
    )


def sums(found: LookBack) -> dict[str, int]:
    """Said = there + taken back, and how many of those there are of people who were erased; rooms beside (law 1). One query."""
    rows = found.said.filter(sent_at__isnull=False).values_list("there", "taken_back_at", "person_id")
    rooms = [row for row in rows if row[0]]
    each = [(gone, person) for there, gone, person in rows if not there]
    there = [person for gone, person in each if gone is None]
    return {
        "said": len(each),
        "there": len(there),
        "taken_back": len(each) - len(there),
        "erased": sum(person is None for person in there),
        "rooms": len(rooms),
    }


def _keepers(found: LookBack) -> list[Person]:
    return [one for one in asked(found.work) if one.works_here]


def _promised(request: KTRequest, found: LookBack, form: ActionForm) -> HttpResponse:
    typed = form.cleaned_data
    people = list(asked(found.work))
    owner = next(one for one in people if one.key == typed["owner"])
    if typed["by_when"] < today():
        raise Problem(_("That day is over. Choose a day to come."))
    promise(
        request.person,
        found.work,
        what=typed["what"],
        owner=owner,
        by_when=typed["by_when"],
        to=[one for one in people if not one.works_here],
        source=Promise.Source.LOOKING_BACK,
        source_key=f"{found.key}:{new_key()}",
        is_public=found.work.is_public,
    )
    words = _("Saved. It is a promise now: %(name)s sees to it.") % {"name": owner.called}
    return done(request, words, _lead(found), saved=f"action-{found.key}")


def _step(request: KTRequest, found: LookBack) -> HttpResponse:
    if request.POST["do"] == "show":
        look_lines.show_lines(request.person, found)
        return done(request, _("The group is told, each in their own way. Wait some days, then finish."), _lead(found))
    look_lines.close(request.person, found)
    words = _("Finished. Numbers and lines stay as they are, for good.")
    return done(request, words, reverse("ties:look_back", args=[found.work.slug, found.key]))


@signed_in
@require_http_methods(METHODS)
def room(request: KTRequest, slug: str, lookback: str) -> HttpResponse:
    """The group looked back in a room: type in what was said, and how many were there by side."""
    found = the_look_back(request, slug, lookback)
    require(request.person, "ties.look_room", found)
    form = RoomForm(request.POST if request.method == "POST" else None, initial={"there_on": today()})
    if form.is_valid():
        try:
            return once(request, lambda: _wrote_room(request, found, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request, "ties/looking_back/room.html", status=422 if form.is_bound else 200, look_back=found, work=found.work,
        called=called(found), form=form,
    )  # fmt: skip


def _wrote_room(request: KTRequest, found: LookBack, form: RoomForm) -> HttpResponse:
    typed = form.cleaned_data
    acts.write_room(request.person, found, words=form.words(), there=form.there(), there_on=typed["there_on"], reads=typed["reads"])
    return done(request, _("Saved. It is marked as said in the room."), _lead(found), saved=f"room-{found.key}")


@signed_in
@require_http_methods(METHODS)
def lines(request: KTRequest, slug: str, lookback: str) -> HttpResponse:
    """Put what was said into short lines, one kind at a time: the answers stand beside, as far as the reader may read them."""
    found = the_look_back(request, slug, lookback)
    require(request.person, "ties.look_line", found)
    kind = request.GET.get("kind", "")
    if kind not in LookLine.Kind.values:
        kind = LookLine.Kind.HELPED.value
    if request.method == "POST" and "drop" in request.POST:
        line = get_object_or_404(LookLine.objects.select_related("look_back"), look_back=found, key=request.POST["drop"])
        require(request.person, "ties.look_line_drop", line)
        return once(request, lambda: _dropped(request, line))
    answers = _answers(request, found, kind)
    form = LineForm(request.POST if request.method == "POST" else None, said=[(one.key, words) for one, words in answers])
    if form.is_valid():
        try:
            return once(request, lambda: _wrote_line(request, found, kind, form, answers))
        except Problem as problem:
            form.add_problem(problem)
    shown = look_shown.lines_of(request.person, found)
    return page(
        request,
        "ties/looking_back/lines.html",
        status=422 if form.is_bound else 200,
        look_back=found,
        work=found.work,
        called=called(found),
        form=form,
        kind=kind,
        kinds=LookLine.Kind.choices,
        answers=answers,
        lines=next((one.lines for one in shown if one.kind == kind), []),
        droppable={one.line.pk for group in shown for one in group.lines if may(request.person, "ties.look_line_drop", one.line)},
        is_lead=bool(may(request.person, "ties.look_show", found)),
    )


def _answers(request: KTRequest, found: LookBack, kind: str) -> list[tuple[LookSaid, str]]:
    """What people said to the questions of this kind, as far as the reader may read it."""
    codes = {prompt.code for prompt in PROMPTS.values() if prompt.kind == kind}
    seen = LookSaid.objects.sent().seen_by(request.person).filter(look_back=found, answers__prompt__in=codes).distinct()
    rows = []
    for said in seen.prefetch_related("answers").order_by("key")[:MOST_TICKS]:
        words = " / ".join(one.words for one in said.answers.all() if one.prompt in codes and one.words)
        if words:
            rows.append((said, _("In the room: %(words)s") % {"words": words} if said.is_room else words))
    return rows


def _wrote_line(
    request: KTRequest, found: LookBack, kind: str, form: LineForm, answers: list[tuple[LookSaid, str]]
) -> HttpResponse:
    chosen = set(form.cleaned_data.get("froms") or ())
    froms = [one for one, _words in answers if one.key in chosen]
    look_lines.write_line(request.person, found, kind=kind, words=form.cleaned_data["words"], froms=froms)
    return done(request, _("Saved."), f"{request.path}?kind={kind}", saved=f"line-{found.key}-{kind}")


def _dropped(request: KTRequest, line: LookLine) -> HttpResponse:
    look_lines.drop_line(request.person, line)
    return done(request, _("The line is gone."), f"{request.path}?kind={line.kind}")


def _lead(found: LookBack) -> Any:
    return reverse("ties:look_lead", args=[found.work.slug, found.key])
