"""Handover notes: proposing them, a person's own choice, and the note of a group."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kitchentable.people.models import Person
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ties.acts import handing_over as acts
from kitchentable.ties.acts.leaving import works_of
from kitchentable.ties.forms.leaving import ChooseForm, LineForm, ProposeForm
from kitchentable.ties.models import GroupLine, GroupYes, Leaving, Together
from kitchentable.ties.passed_on import lines_to_choose
from kitchentable.ui.shortcuts import done, page
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import has_role

A_PAGE = 25
METHODS = ["GET", "HEAD", "POST"]


@behind("ties.propose_together")
@require_http_methods(METHODS)
def notes(request: KTRequest, leaving: str) -> HttpResponse:
    """Whoever leaves writes what works with each of the people; and sees who has answered, never what they chose."""
    seen = Leaving.objects.seen_by(request.person).filter(key=leaving).values("pk")
    found = get_object_or_404(Leaving.objects.select_related("person", "work", "to"), pk__in=seen)
    require(request.person, "ties.propose_together", found)
    works = works_of(found)
    work = next((one for one in works if one.slug == request.GET.get("work")), works[0] if works else None)
    people = acts.worked_with(found, work) if work else []
    answered = set(
        Together.objects.filter(leaving=found, work=work).exclude(state=Together.State.PROPOSED).values_list("person_id", flat=True)
    )
    form = ProposeForm(request.POST if request.method == "POST" else None, people=[one for one in people if one.pk not in answered])
    if form.is_valid() and work is not None:
        try:
            return once(request, lambda: _proposed(request, found, work, form))
        except Problem as problem:
            form.add_problem(problem)
    rows = Together.objects.filter(leaving=found, work=work).select_related("person").order_by("person__called", "pk")
    return page(
        request, "ties/leaving/notes.html", status=422 if form.is_bound else 200, form=form, leaving=found, work=work, works=works,
        people=people, notes=Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
    )  # fmt: skip


def _proposed(request: KTRequest, leaving: Leaving, work: Work, form: ProposeForm) -> HttpResponse:
    person = form.cleaned_data["person"]
    note = acts.propose(request.person, leaving, work=work, person=person, words=form.cleaned_data["words"])
    where = f"{reverse('ties:leaving_notes', args=[leaving.key])}?work={work.slug}"
    if note.asked_at is None:
        return done(
            request, _("Saved. %(name)s wants to be asked less often this month. We ask later.") % {"name": person.called}, where
        )
    return done(
        request, _("Saved. %(name)s is asked now. Nothing is passed on without their yes.") % {"name": person.called}, where
    )


@signed_in
@require_safe
def mine(request: KTRequest) -> HttpResponse:
    """What is passed on about me, and what I am asked."""
    asked = Together.objects.seen_by(request.person).filter(person=request.person.pk)
    rows = asked.select_related("leaving__person", "leaving__to", "work", "person").order_by("-made_at", "-pk")
    return page(request, "ties/leaving/mine.html", notes=Paginator(rows, A_PAGE).get_page(request.GET.get("page")))


@behind("ties.choose_together")
@require_http_methods(METHODS)
def choose(request: KTRequest, together: str) -> HttpResponse:
    """The person chooses what is passed on; or whoever wrote it, at their word."""
    note = _note(request, together)
    require(request.person, "ties.choose_together", note)
    is_mine = note.person_id == request.person.pk
    lines = lines_to_choose(request.person, note)
    first = {
        "words": note.words if is_mine and note.said_at else note.proposed,
        "needs": list(note.needs.values_list("key", flat=True)),
        "what": "" if not note.said_at else ("some" if note.state == Together.State.AGREED else "nothing"),
    }
    form = ChooseForm(request.POST if request.method == "POST" else None, lines=lines, for_them=not is_mine, initial=first)
    if form.is_valid():
        try:
            return once(request, lambda: _chosen(request, note, form, is_mine))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request, "ties/leaving/choose.html", status=422 if form.is_bound else 200, form=form, note=note, is_mine=is_mine,
        keep=f"together-{note.key}",
    )  # fmt: skip


def _chosen(request: KTRequest, note: Together, form: ChooseForm, is_mine: bool) -> HttpResponse:
    kept = acts.choose(
        request.person, note, **form.chosen(), way=form.cleaned_data.get("way", "page"), for_person=None if is_mine else note.person
    )
    said = (
        _("Saved. Only what you chose is passed on.") if kept.state == Together.State.AGREED else _("Saved. Nothing is passed on.")
    )
    where = reverse("ties:handovers") if is_mine else reverse("ties:leaving_notes", args=[note.leaving.key])
    return done(request, said, where, saved=f"together-{note.key}")


@behind("ties.take_back_together")
@require_POST
def take_back(request: KTRequest, together: str) -> HttpResponse:
    """From now on nothing of it is shown."""
    note = _note(request, together)

    def run() -> HttpResponse:
        is_mine = note.person_id == request.person.pk
        acts.take_back(request.person, note, for_person=None if is_mine else note.person)
        return done(request, _("Taken back. Nothing is passed on any more."), reverse("ties:handovers"))

    return once(request, run)


def _note(request: KTRequest, key: str) -> Together:
    rows = Together.objects.seen_by(request.person).select_related("leaving__person", "leaving__to", "work", "person", "by")
    return get_object_or_404(rows, key=key)


# ── the group ─────────────────────────────────────────────────────────────────────────────────────


@behind("ties.group_note")
@require_http_methods(METHODS)
def group_note(request: KTRequest, slug: str) -> HttpResponse:
    """The group's own note: each adds a line, and says yes to the lines of others."""
    work = get_object_or_404(Work.objects.seen_by(request.person), slug=slug)
    require(request.person, "ties.group_note", work)
    writes_for = has_role(request.person, work.pk, Role.Kind.LEAD, Role.Kind.CHECKER)
    people = _group(work) if writes_for else None
    form = LineForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        try:
            return once(request, lambda: _written(request, work, form))
        except Problem as problem:
            form.add_problem(problem)
    mine = GroupYes.objects.filter(line=OuterRef("pk"), person=request.person.pk)
    lines = GroupLine.objects.seen_by(request.person).standing().filter(work=work).with_yes().annotate(my_yes=Exists(mine))
    shown = Paginator(lines.select_related("by", "work").order_by("at", "pk"), A_PAGE).get_page(request.GET.get("page"))
    return page(
        request, "ties/leaving/group.html", status=422 if form.is_bound else 200, work=work, form=form, lines=shown,
        rows=[(line, bool(may(request.person, "ties.group_line_away", line))) for line in shown],
        may_start=bool(may(request.person, "ties.start", work)), keep=f"group-note-{work.slug}",
    )  # fmt: skip


def _group(work: Work) -> Any:
    members = Role.objects.filter(work=work, kind=Role.Kind.MEMBER, until__isnull=True).values("person")
    return Person.objects.filter(pk__in=members, is_active=True, erased_at__isnull=True).order_by("called", "pk")


def _written(request: KTRequest, work: Work, form: LineForm) -> HttpResponse:
    said = form.cleaned_data
    other = said.get("person")
    way = (said.get("way") or "phone") if other else "page"
    acts.write_line(request.person, work, words=said["words"], way=way, for_person=other)
    return done(
        request, _("Saved. It is part of the note when both sides say yes to it."), reverse("ties:group_note", args=[work.slug]),
        saved=f"group-note-{work.slug}",
    )  # fmt: skip


@behind("ties.group_note")
@require_POST
def group_yes(request: KTRequest, slug: str, groupline: str) -> HttpResponse:
    """Say yes to a line, or take a yes back."""
    found = _line(request, slug, groupline)
    agreed = request.POST.get("yes", "1") == "1"
    return once(request, lambda: _yes(request, found, agreed))


def _yes(request: KTRequest, line: GroupLine, agreed: bool) -> HttpResponse:
    where = reverse("ties:group_note", args=[line.work.slug])
    try:
        acts.agree(request.person, line, agreed=agreed)
    except Problem as problem:
        return done(request, str(problem), where)
    return done(request, _("Saved."), where)


@behind("ties.group_note")
@require_POST
def group_away(request: KTRequest, slug: str, groupline: str) -> HttpResponse:
    """Take a line away."""
    found = _line(request, slug, groupline)

    def run() -> HttpResponse:
        acts.take_line_away(request.person, found)
        return done(request, _("The line is gone."), reverse("ties:group_note", args=[found.work.slug]))

    return once(request, run)


def _line(request: KTRequest, slug: str, key: str) -> GroupLine:
    rows = GroupLine.objects.seen_by(request.person).standing().select_related("work")
    return get_object_or_404(rows, key=key, work__slug=slug)
