"""The office's pages of the map: who is affected, adding, changing, taking off, the questions, and starting from an earlier map."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.seats.acts import mapping as acts
from kitchentable.seats.forms.mapping import CopyForm, GroupForm, WhyForm, typed
from kitchentable.seats.leaning import chosen_of, lean, wanted_in
from kitchentable.seats.leaning_words import lacks_in_words
from kitchentable.seats.map_picture import draw_map
from kitchentable.seats.models import AffectedGroup, PromptAnswer, Seat
from kitchentable.seats.prompts import BY_CODE, asked
from kitchentable.ui.forms import KitchenForm
from kitchentable.ui.shortcuts import done, page
from kitchentable.works.models import Work

METHODS = ["GET", "HEAD", "POST"]
A_PAGE = 20
State = AffectedGroup.State


def the_work(request: KTRequest, slug: str) -> Work:
    """The piece of work, for who may see it."""
    return get_object_or_404(Work.objects.seen_by(request.person), slug=slug)


def with_held(groups: QuerySet[AffectedGroup]) -> list[AffectedGroup]:
    """Groups with `held`: how many of their seats somebody holds today."""
    day = today()
    running = Q(seats__until__isnull=True) | Q(seats__until__gt=day)
    held = Q(seats__kind=Seat.Kind.SEAT, seats__person__isnull=False, seats__since__lte=day) & running
    return list(groups.annotate(held=Count("seats", filter=held)))


def asked_of(form: KitchenForm, act: Callable[[], HttpResponse], request: KTRequest) -> HttpResponse | None:
    """Do what a form asks, once; None when it cannot be done yet, and the form says why."""
    if not form.is_valid():
        return None
    try:
        return once(request, act)
    except Problem as problem:
        form.add_problem(problem)
    return None


@behind("seats.map")
@require_safe
def who(request: KTRequest, slug: str) -> HttpResponse:
    """Who is affected: the groups on the map, what people suggested, and what nobody has thought of yet."""
    work = the_work(request, slug)
    require(request.person, "seats.map", work)
    mine = AffectedGroup.objects.filter(work=work)
    groups = with_held(mine.on_map())
    questions = asked(work, groups)
    return page(
        request,
        "seats/mapping/map.html",
        work=work,
        may_change=bool(may(request.person, "seats.add_group", work)),
        drawn=draw_map(groups),
        suggested=Paginator(mine.suggested().order_by("at", "pk"), A_PAGE).get_page(request.GET.get("suggested")),
        not_taken=Paginator(mine.not_taken().order_by("-at", "-pk"), A_PAGE).get_page(request.GET.get("off")),
        open_questions=[one for one in questions if one.is_open],
        looked_at=[one for one in questions if one.answer],
        lacks=lacks_in_words(lean(wanted_in(groups), chosen_of(work))) if groups else [],
    )


@behind("seats.add_group")
@require_http_methods(METHODS)
def add(request: KTRequest, slug: str) -> HttpResponse:
    """Put a group on the map."""
    work = the_work(request, slug)
    require(request.person, "seats.add_group", work)
    prompt = BY_CODE.get(request.GET.get("prompt", ""))
    form = GroupForm(
        request.POST if request.method == "POST" else None,
        initial={"seats_wanted": 0, "prompt": prompt.code if prompt else "", "reaching": ""},
    )

    def keep() -> HttpResponse:
        group = acts.add(request.person, work, group=form.fill(AffectedGroup(work=work)))
        return done(request, _("Saved. “%(name)s” is on the map.") % {"name": group.name}, _map(work), saved=_keep(work))

    return asked_of(form, keep, request) or page(
        request,
        "seats/mapping/group.html",
        status=422 if form.is_bound else 200,
        work=work,
        form=form,
        prompt=prompt,
        keep=_keep(work),
    )


@behind("seats.add_group")
@require_http_methods(METHODS)
def change(request: KTRequest, slug: str, group: str) -> HttpResponse:
    """Change a group; or take one onto the map that somebody suggested, or that was not taken before."""
    one = _the_group(request, slug, group)
    taking = one.state != State.ON_MAP
    require(request.person, "seats.take_suggestion" if taking else "seats.change_group", one)
    form = GroupForm(request.POST if request.method == "POST" else None, initial=typed(one))
    differs: list[tuple[str, str]] = []
    if form.is_valid():
        try:
            return once(request, lambda: _changed(request, form, one, taking=taking))
        except acts.ChangedMeanwhile as problem:
            stands = _the_group(request, slug, group)
            differs = form.differs(stands)
            form = GroupForm(_seen_now(request, stands), initial=typed(one))
            form.add_problem(problem)
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "seats/mapping/group.html",
        status=422 if form.is_bound else 200,
        work=one.work,
        group=_the_group(request, slug, group),
        taking=taking,
        differs=differs,
        form=form,
        keep=_keep(one.work, one.key),
    )


def _changed(request: KTRequest, form: GroupForm, one: AffectedGroup, *, taking: bool) -> HttpResponse:
    filled = form.fill(one)
    filled.changed_at = _moment(form.cleaned_data["seen"])
    if taking:
        acts.take_suggestion(request.person, filled)
    else:
        acts.change_group(request.person, filled)
    words = _("Saved. “%(name)s” is on the map.") if taking else _("Saved. People read it like this from now on.")
    return done(request, words % {"name": filled.name}, _map(one.work), saved=_keep(one.work, one.key))


def _moment(seen: str) -> datetime:
    """When what the page showed had been saved; what cannot be read is never what stands."""
    try:
        found = datetime.fromisoformat(seen)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _seen_now(request: KTRequest, one: AffectedGroup) -> QueryDict:
    """What was typed, now that what stands has been seen."""
    data = request.POST.copy()
    data["seen"] = one.changed_at.isoformat()
    return data


@behind("seats.add_group")
@require_http_methods(METHODS)
def off(request: KTRequest, slug: str, group: str) -> HttpResponse:
    """Take a group off the map, or do not take a suggestion: with the reason."""
    one = _the_group(request, slug, group)
    refusing = one.state == State.SUGGESTED
    require(request.person, "seats.refuse_suggestion" if refusing else "seats.take_off", one)
    form = WhyForm(request.POST if request.method == "POST" else None)

    def keep() -> HttpResponse:
        run = acts.refuse_suggestion if refusing else acts.take_off
        run(request.person, one, because=form.cleaned_data["because"])
        told = _("Saved. Whoever suggested it is told why.") if one.suggested_by_id else _("Saved, with your reason.")
        return done(request, told, _map(one.work), saved=_keep(one.work, f"off-{one.key}"))

    return asked_of(form, keep, request) or page(
        request,
        "seats/mapping/off.html",
        status=422 if form.is_bound else 200,
        work=one.work,
        group=one,
        refusing=refusing,
        form=form,
        keep=_keep(one.work, f"off-{one.key}"),
    )


@behind("seats.add_group")
@require_http_methods(METHODS)
def prompt(request: KTRequest, slug: str, prompt: str) -> HttpResponse:
    """A question was looked at, and these people are not affected here, because."""
    work = the_work(request, slug)
    require(request.person, "seats.answer_prompt", work)
    one = BY_CODE.get(prompt)
    if one is None:
        raise Http404
    before = PromptAnswer.objects.filter(work=work, prompt=prompt).first()
    form = WhyForm(request.POST if request.method == "POST" else None, initial={"because": before.because if before else ""})

    def keep() -> HttpResponse:
        acts.answer_prompt(request.person, work, prompt=one.code, because=form.cleaned_data["because"])
        return done(request, _("Saved. Everyone can read your reason."), _map(work), saved=_keep(work, f"ask-{one.code}"))

    return asked_of(form, keep, request) or page(
        request,
        "seats/mapping/prompt.html",
        status=422 if form.is_bound else 200,
        work=work,
        one=one,
        form=form,
        keep=_keep(work, f"ask-{one.code}"),
    )


@behind("seats.add_group")
@require_http_methods(METHODS)
def copy(request: KTRequest, slug: str) -> HttpResponse:
    """Start from an earlier map: choose the piece of work, look at its groups, tick those that hold here too."""
    work = the_work(request, slug)
    require(request.person, "seats.copy_map", work)
    find = request.GET.get("q", "").strip()[:100]
    others = Work.objects.seen_by(request.person).exclude(pk=work.pk)
    source, form = None, None
    if key := request.GET.get("from", ""):
        source = get_object_or_404(others, slug=key)
        found = list(AffectedGroup.objects.on_map().filter(work=source))
        form = CopyForm(request.POST if request.method == "POST" else None, found=found)

        def keep() -> HttpResponse:
            assert form is not None
            made = acts.copy_map(request.person, work, groups=form.chosen())
            words = ngettext("%(n)d group was copied.", "%(n)d groups were copied.", len(made)) % {"n": len(made)}
            more = _("Now look at each: how many, who is missing, how many seats?")
            return done(request, f"{words} {more}", _map(work))

        if answer := asked_of(form, keep, request):
            return answer
    listed = others.annotate(groups=Count("affected_groups", filter=Q(affected_groups__state=State.ON_MAP))).filter(groups__gt=0)
    for part in find.split():
        listed = listed.filter(title__icontains=part)
    return page(
        request,
        "seats/mapping/copy.html",
        status=422 if form is not None and form.is_bound else 200,
        work=work,
        source=source,
        form=form,
        find=find,
        page_obj=None if source else Paginator(listed.order_by("-started_at", "-pk"), A_PAGE).get_page(request.GET.get("page")),
    )


def _the_group(request: KTRequest, slug: str, key: str) -> AffectedGroup:
    """Fresh from the tables, with its work."""
    found = AffectedGroup.objects.filter(work__in=Work.objects.seen_by(request.person), work__slug=slug)
    return get_object_or_404(found.select_related("work", "suggested_by"), key=key)


def _map(work: Work) -> str:
    return reverse("seats:map", args=[work.slug])


def _keep(work: Work, what: str = "group") -> str:
    return f"seats-{work.slug}-{what}"
