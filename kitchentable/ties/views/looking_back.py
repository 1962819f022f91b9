"""Looking back together, for everyone: what was hoped, what came of it, and saying how it was."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people.models import Person, Scope
from kitchentable.people.rules import supports
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, public, signed_in
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ties import look_prompts, look_shown
from kitchentable.ties.acts import look_lines
from kitchentable.ties.acts import looking_back as acts
from kitchentable.ties.forms.looking_back import FELT_WORDS, DoubtForm, LookSayForm
from kitchentable.ties.look_counts import there_by_side
from kitchentable.ties.look_dates import called, occasions_of
from kitchentable.ties.models import Hope, LookBack, LookLine, LookSaid, Promise
from kitchentable.ties.rules.looking_back import leads
from kitchentable.ties.taking_part import took_part
from kitchentable.ui.shortcuts import done, page
from kitchentable.works.models import Group, Work

METHODS = ["GET", "HEAD", "POST"]
A_PAGE = 25
ALL = "all"


@public("Everyone may read what we hoped for and what came of it; words go to those whom each person chose.")
@require_safe
def looking_back(request: KTRequest, slug: str) -> HttpResponse:
    """What we hoped for, each time of looking back, how it felt time after time, and what the next team should know."""
    work = get_object_or_404(Work.objects.seen_by(request.person), slug=slug)
    hopes = list(Hope.objects.filter(work=work).select_related("written_by")[:A_PAGE])
    all_of = list(LookBack.objects.filter(work=work).select_related("work").order_by("due_on", "pk"))
    opened = {one.occasion for one in all_of}
    agreed = LookLine.objects.seen_by(request.person).filter(look_back__work=work, look_back__closed_at__isnull=False)
    return page(
        request,
        "ties/looking_back/looking_back.html",
        work=work,
        hope=hopes[0] if hopes else None,
        hopes_before=hopes[1:],
        rows=[(one, called(one), look_shown.status_of(one)) for one in all_of],
        to_come=_to_come(work, opened),
        chart=look_shown.felt_chart(request.person, all_of),
        next_team=agreed.filter(kind=LookLine.Kind.NEXT_TEAM).order_by("-look_back__closed_at", "pk")[:A_PAGE],
        is_lead=leads(request.person, work.pk),
    )


def _to_come(work: Work, opened: set[str]) -> list[tuple[str, Any]]:
    """The times of looking back that are still to come, in words, with their days."""
    to_come = [one for one in occasions_of(work) if one.code not in opened and one.due_on >= today()]
    return [(called(LookBack(work=work, kind=one.kind, months=one.months, occasion=one.code)), one.due_on) for one in to_come]


@public("Everyone may read what was agreed and counts that give nobody away; words go to those whom each person chose.")
@require_safe
def look_back(request: KTRequest, slug: str, lookback: str) -> HttpResponse:
    """One time of looking back: the numbers, the lines we agreed on, promises, and what people said."""
    found = the_look_back(request, slug, lookback)
    me, work = request.person, found.work
    shown = look_shown.counts_for(me, found)
    part = took_part(me, work)
    own = LookSaid.objects.filter(look_back=found, person=me, taken_back_at__isnull=True).first() if part else None
    said = LookSaid.objects.sent().seen_by(me).filter(look_back=found).exclude(person=None, there={})
    # By a random key: in the order in which it came, one could tell who said what.
    said_page = Paginator(said.select_related("person").prefetch_related("answers").order_by("key"), A_PAGE).get_page(
        request.GET.get("page")
    )
    return page(
        request,
        "ties/looking_back/look_back.html",
        look_back=found,
        work=work,
        called=called(found),
        stands=look_shown.status_of(found),
        hope=Hope.objects.filter(work=work).select_related("written_by").first(),
        shown=shown,
        felt=look_shown.felt_rows(shown),
        aim=look_shown.aim_rows(shown),
        ladder=look_shown.ladder_rows(shown, work.ladder_planned),
        lines=look_shown.lines_of(me, found),
        said=said_page,
        who_was_there={one.pk: _there(me, found, one) for one in said_page if one.is_room},
        promises=promises_of(me, found),
        part=part,
        own=own,
        has_part=look_shown.has_part(me, work),
        may_line=bool(may(me, "ties.look_line", found)),
        is_lead=leads(me, work.pk),
        below=number("group_least" if look_shown.has_part(me, work) else "hide_below"),
    )


def promises_of(person: Any, found: LookBack) -> Any:
    """The promises that came of one time of looking back, as far as `person` may see them."""
    of = Promise.objects.seen_by(person).filter(source=Promise.Source.LOOKING_BACK, source_key__startswith=f"{found.key}:")
    return of.select_related("owner").order_by("by_when", "pk")


def _there(person: Any, found: LookBack, room: LookSaid) -> list[tuple[str, int | None]]:
    """How many of each side were in the room: all of it for the group, without small numbers for everyone."""
    names = dict(Group.choices)
    if look_shown.has_part(person, found.work):
        return [(str(names[side]), n) for side, n in room.there.items() if side in names]
    hidden = there_by_side(room.there, number("hide_below"), room.key)
    return [(str(names[side]), n) for side, n in hidden.items() if side in names]


@signed_in
@require_http_methods(METHODS)
def say(request: KTRequest, slug: str, lookback: str) -> HttpResponse:
    """Say how it was, one thing a page; or all on one page. With `for`, what somebody says by phone, on paper or in person."""
    found = the_look_back(request, slug, lookback)
    whose = _whose(request, found)
    require(request.person, "ties.look_say", found)
    if whose is None and not took_part(request.person, found.work):
        raise Http404
    mine = LookSaid.objects.filter(look_back=found, person=whose or request.person, taken_back_at__isnull=True).first()
    if mine is not None and mine.sent_at is not None:
        return page(request, "ties/looking_back/said.html", look_back=found, work=found.work, whose=whose, said=mine)
    # What somebody began to write themselves is theirs alone: whoever types for them begins with an empty page.
    everything = whose is not None or request.GET.get("page") == ALL
    here = look_prompts.leaf(request.GET.get("page", ""))
    asks = [name for leaf in look_prompts.LEAVES for name in leaf.fields] if everything else list(here.fields)
    form = LookSayForm(
        request.POST if request.method == "POST" else None,
        asks=asks,
        for_them=whose is not None and not supports(request.person, whose.pk, Scope.WRITE),
        initial=_typed(mine) if whose is None else {},
    )
    if form.is_valid():
        try:
            return once(request, lambda: _keep(request, found, form, here, whose, everything))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "ties/looking_back/say.html",
        status=422 if form.is_bound else 200,
        look_back=found,
        work=found.work,
        called=called(found),
        hope=Hope.objects.filter(work=found.work).first(),
        form=form,
        leaf=None if everything else here,
        number=look_prompts.LEAVES.index(here) + 1,
        of=len(look_prompts.LEAVES),
        last=everything or here is look_prompts.LAST,
        before=look_prompts.before(here),
        end=look_prompts.LAST.code,
        whose=whose,
    )


def _keep(
    request: KTRequest, found: LookBack, form: LookSayForm, here: look_prompts.Leaf, whose: Person | None, everything: bool
) -> HttpResponse:
    saved = f"look-{found.key}-{ALL if everything else here.code}"
    if everything or here is look_prompts.LAST:
        typed = form.cleaned_data
        acts.say(
            request.person,
            found,
            answers=form.answers(),
            reads=typed["reads"],
            way=typed.get("way") or "page",
            for_person=whose,
        )
        to = reverse(
            "ties:look_lead" if whose and leads(request.person, found.work_id) else "ties:look_back",
            args=[found.work.slug, found.key],
        )
        return done(request, _("Sent. It stays as it was said."), to, saved=saved)
    acts.keep(request.person, found, answers=form.answers())
    there = look_prompts.LAST if "end" in request.POST else look_prompts.after(here)
    to = f"{request.path}?{urlencode({'page': there.code})}"
    return done(request, _("Saved. Only you can read it until you send it."), to, saved=saved)


def _typed(mine: LookSaid | None) -> dict[str, Any]:
    """What was typed so far."""
    if mine is None:
        return {}
    numbers = {"aim_met": mine.aim_met, "felt": str(mine.felt or ""), "step": str(mine.step or "")}
    return numbers | {one.prompt: one.words for one in mine.answers.all()}


@signed_in
@require_http_methods(METHODS)
def mine(request: KTRequest, slug: str, lookback: str) -> HttpResponse:
    """What I said, word for word; and taking it back. With `for`, at somebody's word; their words are not shown."""
    found = the_look_back(request, slug, lookback)
    whose = _whose(request, found)
    said = get_object_or_404(
        LookSaid.objects.select_related("look_back__work").filter(sent_at__isnull=False, taken_back_at__isnull=True),
        look_back=found,
        person=whose or request.person,
    )
    if request.method == "POST":
        return once(request, lambda: _taken_back(request, said, whose))
    answers = list(said.answers.all()) if whose is None else []
    return page(
        request,
        "ties/looking_back/mine.html",
        look_back=found,
        work=found.work,
        called=called(found),
        said=said,
        answers=answers,
        whose=whose,
        felt=FELT_WORDS.get(said.felt or 0, ""),
    )


def _taken_back(request: KTRequest, said: LookSaid, whose: Person | None) -> HttpResponse:
    acts.take_back(request.person, said, for_person=whose)
    to = reverse("ties:look_back", args=[said.look_back.work.slug, said.look_back.key])
    return done(request, _("It is taken back. The words are gone."), to)


@signed_in
@require_http_methods(METHODS)
def otherwise(request: KTRequest, slug: str, lookback: str, lookline: str) -> HttpResponse:
    """Say that one does not see a line so; or take that back."""
    found = the_look_back(request, slug, lookback)
    whose = _whose(request, found)
    line = get_object_or_404(
        LookLine.objects.seen_by(request.person).select_related("look_back__work"), look_back=found, key=lookline
    )
    require(request.person, "ties.look_doubt", line)
    if whose is None and not took_part(request.person, found.work):
        raise Http404
    doubt = line.doubts.filter(person=whose or request.person, taken_back_at__isnull=True).first()
    form = DoubtForm(request.POST if request.method == "POST" and "back" not in request.POST else None)
    here = reverse("ties:look_back", args=[slug, found.key])
    if doubt is not None and "back" in request.POST:
        return once(request, lambda: _doubt_back(request, doubt, whose, here))
    if doubt is None and form.is_valid():
        return once(request, lambda: _doubted(request, line, form, whose, here))
    return page(
        request, "ties/looking_back/otherwise.html", status=422 if form.is_bound else 200, look_back=found, work=found.work, line=line,
        form=form, doubt=doubt, whose=whose,
    )  # fmt: skip


def _doubted(request: KTRequest, line: LookLine, form: DoubtForm, whose: Person | None, to: str) -> HttpResponse:
    look_lines.doubt(request.person, line, words=form.cleaned_data["words"], for_person=whose)
    return done(request, _("Saved. It stands beside the line, without a name."), to, saved=f"otherwise-{line.key}")


def _doubt_back(request: KTRequest, doubt: Any, whose: Person | None, to: str) -> HttpResponse:
    look_lines.take_doubt_back(request.person, doubt, for_person=whose)
    return done(request, _("It is taken back."), to)


def the_look_back(request: KTRequest, slug: str, key: str) -> LookBack:
    """The time of looking back with this key, of a piece of work that the reader may see. Raises Http404."""
    seen = Work.objects.seen_by(request.person).filter(slug=slug)
    return get_object_or_404(LookBack.objects.select_related("work"), key=key, work__in=seen)


def _whose(request: KTRequest, found: LookBack) -> Person | None:
    """For whom it is typed. Raises Http404 for somebody who took no part, or for whom the reader may not write."""
    key = request.GET.get("for", "")
    if not key:
        return None
    who: Person = get_object_or_404(Person.objects.filter(erased_at__isnull=True), key=key)
    me = request.person
    if who == me:
        return None
    is_theirs = supports(me, who.pk, Scope.WRITE) or leads(me, found.work_id)
    if not is_theirs or not may(me, "people.write_for", who) or not took_part(who, found.work):
        raise Http404
    return who
