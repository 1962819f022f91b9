"""Starting a piece of work and changing it, who does what in it, and which step of the ladder it felt like."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.people.models import Person, new_key
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind, public, to_sign_in
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.forms import KitchenForm
from kitchentable.ui.shortcuts import done, page
from kitchentable.works import acts
from kitchentable.works.forms import FeltForForm, FeltForm, RoleForm, StageForm, WorkForm, typed
from kitchentable.works.ladder import MEANINGS, hidden_counts
from kitchentable.works.models import Felt, Role, Step, Work
from kitchentable.works.rules import has_role

METHODS = ["GET", "HEAD", "POST"]
MOST_FOUND = 20


@behind("works.start")
@require_http_methods(METHODS)
def start(request: KTRequest) -> HttpResponse:
    """Start a piece of work. Whoever starts it leads it."""
    form = WorkForm(_sent(request), initial={"ladder_planned": str(Step.ENGAGING.value)})
    if form.is_valid():
        try:
            return once(request, lambda: _started(request, form))
        except Problem as problem:
            _show(form, problem)
    return page(request, "works/start.html", status=422 if form.is_bound else 200, form=form)


def _started(request: KTRequest, form: WorkForm) -> HttpResponse:
    made = acts.start(request.person, form.fill(Work(slug=_free_slug(form.cleaned_data["title"]))))
    words = _("Saved. You lead it. Now say who else has a part in it.")
    return done(request, words, reverse("works:roles", args=[made.slug]), saved="works-start")


def _free_slug(title: str) -> str:
    """An address from the title; with a random end when it is taken, or when the title has no letters that addresses can hold."""
    short = slugify(title)[:48].strip("-")
    if short and not Work.objects.filter(slug=short).exists():
        return short
    return f"{short or 'work'}-{new_key()[:8]}"


@behind("works.change")
@require_http_methods(METHODS)
def change(request: KTRequest, slug: str) -> HttpResponse:
    """Change the words about a piece of work, or move it to another stage."""
    work = _the_work(request, slug)
    require(request.person, "works.change", work)
    moving = request.method == "POST" and request.POST.get("do") == "stage"
    form = WorkForm(_sent(request) if not moving else None, work=work, initial=typed(work))
    stage = StageForm(_sent(request) if moving else None, initial={"stage": work.stage})
    sent: KitchenForm = stage if moving else form
    if sent.is_valid():
        try:
            return once(request, lambda: _moved(request, work, stage) if moving else _changed(request, work, form))
        except Problem as problem:
            _show(sent, problem)
            work.refresh_from_db()
    return page(
        request, "works/change.html", status=422 if request.method == "POST" else 200, work=work, form=form, stage_form=stage
    )


def _changed(request: KTRequest, work: Work, form: WorkForm) -> HttpResponse:
    acts.change(request.person, form.fill(work))
    return done(request, _("Saved. People read the new words from now on."), _here(work), saved=f"works-{work.slug}")


def _moved(request: KTRequest, work: Work, form: StageForm) -> HttpResponse:
    acts.move(request.person, work, stage=Work.Stage(form.cleaned_data["stage"]))
    return done(request, _("Saved. It stands at “%(stage)s” now.") % {"stage": work.get_stage_display()}, _here(work))


@behind("works.change")
@require_http_methods(METHODS)
def roles(request: KTRequest, slug: str) -> HttpResponse:
    """Who does what in it: give somebody a part, or end one."""
    work = _the_work(request, slug)
    require(request.person, "works.role", work)
    problem, form, person = "", RoleForm(None), None
    if request.method == "POST" and "end" in request.POST:
        role = get_object_or_404(
            Role.objects.select_related("person", "work"), work=work, pk=_pk(request.POST["end"]), until__isnull=True
        )
        try:
            return once(request, lambda: _ended(request, work, role))
        except Problem as said:
            problem = str(said)
    if key := request.GET.get("who", ""):
        person = get_object_or_404(Person.objects.seen_by(request.person), key=key)
        form = RoleForm(_sent(request) if not problem else None, initial={"kind": Role.Kind.MEMBER.value})
        if form.is_valid():
            return once(request, lambda: _given(request, work, person, form))
    find = request.GET.get("q", "").strip()[:100]
    return page(
        request,
        "works/roles.html",
        status=422 if request.method == "POST" else 200,
        work=work,
        problem=problem,
        form=form,
        who=person,
        find=find,
        people=_called(request, find),
        groups=_groups(work),
    )


def _given(request: KTRequest, work: Work, person: Person, form: RoleForm) -> HttpResponse:
    acts.give_role(request.person, work, person=person, kind=Role.Kind(form.cleaned_data["kind"]))
    return done(
        request, _("Saved. %(name)s has a part in this now.") % {"name": person.called}, reverse("works:roles", args=[work.slug])
    )


def _ended(request: KTRequest, work: Work, role: Role) -> HttpResponse:
    acts.end_role(request.person, role)
    still = may(request.person, "works.change", work)
    to = reverse("works:roles", args=[work.slug]) if still else work.get_absolute_url()
    return done(request, _("Saved. That part of %(name)s has ended.") % {"name": role.person.called}, to)


def _groups(work: Work) -> list[tuple[str, list[Role]]]:
    """The parts that run now, by kind."""
    running = list(work.roles.filter(until__isnull=True).select_related("person").order_by("person__called", "pk"))
    return [(str(kind.label), [role for role in running if role.kind == kind]) for kind in Role.Kind]


def _called(request: KTRequest, find: str) -> list[Person]:
    if not find:
        return []
    found = Person.objects.seen_by(request.person)
    for part in find.split():
        found = found.filter(called__icontains=part)
    return list(found.order_by("called", "pk")[:MOST_FOUND])


@public("Everyone may read how a piece of work felt, in counts. Only those at the table can say it.")
@require_http_methods(METHODS)
def felt(request: KTRequest, slug: str) -> HttpResponse:
    """Say which step of the ladder it felt like; and what people said so far, in counts that give nobody away."""
    work = _the_work(request, slug)
    is_lead = has_role(request.person, work.pk, Role.Kind.LEAD)
    is_member = has_role(request.person, work.pk, Role.Kind.MEMBER)
    own = Felt.objects.filter(work=work, person=request.person).first() if is_member else None
    for_them = request.method == "POST" and request.POST.get("do") == "for"
    form = FeltForm(_sent(request) if not for_them else None, initial={"step": str(own.step)} if own else None)
    form_for = FeltForForm(_sent(request) if for_them else None, work=work, prefix="for")
    if request.method == "POST":
        if not request.person.is_someone:
            return to_sign_in(request)
        require(request.person, "works.felt", work)
        sent: KitchenForm = form_for if for_them else form
        if sent.is_valid():
            try:
                return once(request, lambda: _felt(request, work, sent))
            except Problem as problem:
                _show(sent, problem)
    said, rows = _felt_counts(work)
    return page(
        request,
        "works/felt.html",
        status=422 if request.method == "POST" else 200,
        work=work,
        form=form if is_member else None,
        form_for=form_for if is_lead and may(request.person, "people.type_for") else None,
        said=said,
        rows=rows,
        below=number("hide_below"),
        planned=MEANINGS[work.ladder_planned],
    )


def _felt(request: KTRequest, work: Work, form: KitchenForm) -> HttpResponse:
    acts.feel(request.person, work, step=int(form.cleaned_data["step"]), for_person=form.cleaned_data.get("whose"))
    return done(request, _("Saved. It is counted, without a name."), reverse("works:felt", args=[work.slug]))


def _felt_counts(work: Work) -> tuple[int | None, list[dict[str, Any]]]:
    """How many said (None below the limit), and each step with its count or None for hidden."""
    found = dict(Felt.objects.filter(work=work).values_list("step").annotate(count=Count("pk")))
    below, total = number("hide_below"), sum(found.values())
    counts = hidden_counts({step.value: found.get(step.value, 0) for step in Step}, below)
    rows = [
        {
            "step": step.label,
            "meaning": MEANINGS[step.value],
            "count": counts[step.value],
            "planned": step.value == work.ladder_planned,
        }
        for step in reversed(Step)
    ]
    return (total if total >= below else None), rows


def _the_work(request: KTRequest, slug: str) -> Work:
    return get_object_or_404(Work.objects.seen_by(request.person).select_related("decider", "answers_first"), slug=slug)


def _here(work: Work) -> str:
    return reverse("works:change", args=[work.slug])


def _sent(request: KTRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _pk(digits: str) -> int:
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 18 else 0


def _show(form: KitchenForm, problem: Problem) -> None:
    form.add_error(problem.field if problem.field in form.fields else None, str(problem))
