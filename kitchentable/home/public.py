"""What everyone may read: the front page, pieces of work, what was said and what came of it, decisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kitchentable.home.forms import PublicFilter
from kitchentable.home.points import point as point_of
from kitchentable.home.points import points as points_of
from kitchentable.policy.book import may
from kitchentable.policy.clock import now, today
from kitchentable.policy.marks import KTRequest, public
from kitchentable.policy.numbers import number as number_in_force
from kitchentable.seats.models import Call
from kitchentable.seats.picture import for_stage
from kitchentable.seats.told import gap_note_for
from kitchentable.ties.spot_picture import picture_of
from kitchentable.ui.dates import day_in_words
from kitchentable.ui.pieces import Part, Step
from kitchentable.ui.shortcuts import page
from kitchentable.voices.models import (
    Answer,
    AnswerTo,
    Contribution,
    Decision,
    Option,
    Question,
    Sharing,
    Status,
    Theme,
    Transcript,
    Weighed,
)
from kitchentable.voices.replying import asked_now
from kitchentable.voices.sums import ANSWERED, GONE, WAITING, Sum, how_late, public_sum
from kitchentable.words.explaining import explained_of
from kitchentable.words.terms import stand
from kitchentable.works.ladder import MEANINGS
from kitchentable.works.models import Role, Work
from kitchentable.works.models import Step as Rung

PER_PAGE = 25
FEW = 5
LOADED = ("work", "owner", "answer__decider", "answer__passed_to")
STAGE_ICONS = {
    Work.Stage.THINKING: "understood",
    Work.Stage.ASKING: "said",
    Work.Stage.MAKING: "pencil",
    Work.Stage.DECIDING: "tick",
    Work.Stage.DOING: "way",
    Work.Stage.LOOKING_BACK: "back",
}


# ── the front page ────────────────────────────────────────────────────────────────────────────────


@public("The front page is for everyone.")
@require_safe
def front(request: KTRequest) -> HttpResponse:
    """What this is, what is asked now, what came of it."""
    found = Work.objects.seen_by(request.person).filter(is_public=True)
    return page(
        request,
        "home/front.html",
        questions=list(open_questions().filter(work__is_public=True).select_related("work")[:FEW]),
        works=list(found[: FEW + 1]),
        lately=points_of(_lately()),
        promises=promises(),
    )


def promises() -> list[tuple[str, str, str]]:
    """The six promises: name, what it means, icon."""
    return [
        (
            _("Listen, believe and act"),
            _("You are never asked and then ignored. A named person must answer you, by a day."),
            "said",
        ),
        (_("Do not assume: ask"), _("You say what works for you, and why. You are asked again each time."), "question"),
        (_("Put people at ease, and share power"), _("The room works for everyone, and you can see who decides."), "cup"),
        (_("Those affected most are at the table"), _("From the start to the end, not for one meeting."), "seat"),
        (_("Make it really clear"), _("Plain words, in your format, on the same day."), "paper"),
        (_("Think long term"), _("You do not have to start over when somebody leaves."), "promise"),
    ]


def open_questions() -> QuerySet[Question]:
    """Questions that take replies today."""
    still = Q(closes_on__isnull=True) | Q(closes_on__gte=today())
    return Question.objects.filter(still, opened_at__isnull=False, closed_at__isnull=True).exclude(kind=Question.Kind.TELL)


def _lately() -> list[Contribution]:
    """The newest answers that everyone may read, one point for each answer."""
    newest = list(
        Answer.objects.filter(checked_at__isnull=False, work__is_public=True).order_by("-pk").values_list("pk", flat=True)[:60]
    )
    found = Contribution.objects.published().filter(answer__in=newest, status=Status.ANSWERED).select_related(*LOADED)
    by_answer: dict[int | None, Contribution] = {}
    for c in found.order_by("-answer_id", "pk")[:100]:
        by_answer.setdefault(c.answer_id, c)
    return list(by_answer.values())[: FEW - 1]


# ── pieces of work ────────────────────────────────────────────────────────────────────────────────


@public("Everyone may see what we work on together.")
@require_safe
def works(request: KTRequest) -> HttpResponse:
    """All pieces of work, the newest first."""
    asks = open_questions().filter(work=OuterRef("pk"))
    found = Work.objects.seen_by(request.person).annotate(asks=Exists(asks)).order_by("-started_at", "pk")
    return page(request, "home/works.html", found=Paginator(found, PER_PAGE).get_page(request.GET.get("page")))


@public("Everyone may see a public piece of work; the rules hide the others.")
@require_safe
def work(request: KTRequest, slug: str) -> HttpResponse:
    """A piece of work: what can change, who decides, what was said and what came of it."""
    found = _work(request, slug)
    # Asked together with the work: the page explains its words without one more question to the tables.
    explained_of(request).stands = found.words_stand  # type: ignore[attr-defined]
    hide_below = number_in_force("hide_below")
    shown = Contribution.objects.published().filter(work=found).select_related(*LOADED)
    return page(
        request,
        "home/work.html",
        work=found,
        stages=_stages(found),
        picture=for_stage(found, request.GET.get("stage", "")),
        sweet_spot=picture_of(found, request.person),
        people=_who(found),
        calls=list(
            Call.objects.seen_by(request.person).filter(work=found, opened_at__isnull=False).order_by("-closes_on", "-pk")[:FEW]
        ),
        questions=asked_now(found, request.person),
        decisions=list(Decision.objects.seen_by(request.person).filter(work=found).select_related("work", "decider", "chosen")),
        step=Rung(found.ladder_planned),
        step_means=MEANINGS[found.ladder_planned],
        may_feel=bool(may(request.person, "works.felt", found)),
        latest=points_of(shown.order_by("-published_at")[:FEW]),
        **_where_all_stand(found, hide_below),
    )


def _work(request: KTRequest, slug: str) -> Work:
    found = Work.objects.seen_by(request.person).select_related("decider", "answers_first")
    return get_object_or_404(found.annotate(words_stand=Subquery(stand())), slug=slug)


def _stages(found: Work) -> list[Step]:
    here = list(Work.Stage).index(Work.Stage(found.stage))
    words = {0: _("Now"), 1: _("Next")}
    return [
        Step(
            str(stage.label),
            "done" if count < here else "now" if count == here else "next",
            when=_("Done") if count < here else words.get(count - here, _("Still to come")),
            icon=STAGE_ICONS[stage],
        )
        for count, stage in enumerate(Work.Stage)
    ]


def _who(found: Work) -> dict[str, list[Any]]:
    """Leads and those who check, by name: they act for the organisation. People at the table are never listed."""
    running = Q(until__isnull=True) | Q(until__gt=now())
    roles = (
        Role.objects.filter(running, work=found, kind__in=(Role.Kind.LEAD, Role.Kind.CHECKER))
        .select_related("person")
        .order_by("pk")
    )
    people: dict[str, list[Any]] = {"leads": [], "checkers": []}
    for role in roles:
        people["leads" if role.kind == Role.Kind.LEAD else "checkers"].append(role.person)
    return people


def _where_all_stand(found: Work, hide_below: int) -> dict[str, Any]:
    """The sum of law 1, and how long things wait."""
    late = Q(due_on__lt=today())
    rows = Contribution.objects.filter(work=found).order_by().values_list("status")
    by_place = {row[0]: row[1:] for row in rows.annotate(n=Count("pk"), late=Count("pk", filter=late), oldest=Min("due_on"))}
    counts = {place.value: by_place.get(place.value, (0, 0, None))[0] for place in Status}
    waiting, is_late, oldest = by_place.get(Status.WAITING.value, (0, 0, None))
    total = public_sum(counts, hide_below)
    return {
        "total": total,
        "parts": sum_parts(total),
        "anything": bool(sum(counts.values())),
        "waits": _waits(total, waiting, is_late, oldest, hide_below),
    }


def sum_parts(total: Sum) -> list[Part]:
    """The cells of the sum with their words."""
    words = {
        (ANSWERED,): _("Answered"),
        (WAITING,): _("Waiting"),
        (GONE,): _("Taken back or erased by the person"),
        (ANSWERED, GONE): _("Answered, or taken back or erased by the person"),
        (WAITING, GONE): _("Waiting, or taken back or erased by the person"),
        (ANSWERED, WAITING): _("Answered or waiting"),
        (ANSWERED, WAITING, GONE): _("Answered, waiting, or taken back or erased by the person"),
    }
    groups = {ANSWERED: 1, WAITING: 3, GONE: 4}
    return [Part(words[cell.places], cell.value, group=groups[cell.places[0]]) for cell in total.cells]


def _waits(total: Sum, waiting: int, late: int, oldest: date | None, hide_below: int) -> list[str]:
    """How long things wait, plainly; numbers only when none of them is small."""
    if not waiting or oldest is None:
        return [_("Nothing waits for an answer now.")]
    lines = []
    kind = how_late(late, waiting, hide_below)
    if total.waiting is None and kind in ("number", "most", "all"):
        kind = "some"
    if total.waiting is not None:
        lines.append(_("%(n)d wait for an answer.") % {"n": total.waiting})
    lines.append(
        {
            "none": _("None of those that wait is late."),
            "some": _("Some of those that wait are late."),
            "most": _("Most of those that wait are late."),
            "all": _("All of those that wait are late."),
            "number": _("%(n)d of them are late.") % {"n": late},
        }[kind]
    )
    when = {"day": day_in_words(oldest, today())}
    lines.append(
        _("The one that waits longest was due on %(day)s.") % when if late else _("The next answer is due on %(day)s.") % when
    )
    return lines


# ── what was said, and what came of it ────────────────────────────────────────────────────────────


@public("Points are public by their authors' choice, after the lead's check.")
@require_safe
def points(request: KTRequest, slug: str) -> HttpResponse:
    """All published points of a piece of work: filter, search, page."""
    found = _work(request, slug)
    shown = Contribution.objects.published().filter(work=found)
    themes = Theme.objects.filter(Exists(shown.filter(marks__theme=OuterRef("pk"))), work=found)
    asked = PublicFilter(request.GET, themes=list(themes))
    chosen = asked.narrow(shown).order_by("-published_at", "-pk").values_list("pk", flat=True)
    listed = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "home/points.html",
        work=found,
        form=asked,
        listed=listed,
        rows=points_of(_in_order(listed.object_list)),
        narrowed=asked.is_used,
        named=Sharing.NAMED,
    )


def _in_order(pks: Iterable[int]) -> list[Contribution]:
    """Loaded as listed. Paging goes over keys alone: the table's index holds all it needs, however far back the page is."""
    wanted = list(pks)
    found = Contribution.objects.published().filter(pk__in=wanted).select_related(*LOADED, "said_by")
    return sorted(found, key=lambda c: wanted.index(c.pk))


@public("A point is public by its author's choice, after the lead's check.")
@require_safe
def point(request: KTRequest, slug: str, number: int) -> HttpResponse:
    """One point: the words, and what came of them. To share and to print."""
    found = _work(request, slug)
    shown = Contribution.objects.published().filter(work=found)
    c = get_object_or_404(
        shown.select_related(*LOADED, "question", "said_by", "answer__checked_by", "answer__written_by"), number=number
    )
    return page(
        request,
        "home/point.html",
        work=found,
        one=point_of(c, today()),
        c=c,
        by=c.said_by if c.sharing == Sharing.NAMED else None,
        typed_later=list(Transcript.objects.filter(contribution=c, at__lte=c.published_at)),
        earlier=list(_earlier_answers(c)),
        added=list(shown.filter(adds_to=c).order_by("number")),
        adds_to=shown.filter(pk=c.adds_to_id).first() if c.adds_to_id else None,
        decisions=list(Decision.objects.seen_by(request.person).filter(read__contribution=c)),
    )


def _earlier_answers(c: Contribution) -> QuerySet[AnswerTo]:
    told = AnswerTo.objects.filter(contribution=c, told_at__isnull=False).exclude(answer=c.answer_id)
    return told.select_related("answer__decider").order_by("-told_at")


# ── decisions ─────────────────────────────────────────────────────────────────────────────────────


@public("Everyone may see what was decided, from what, and why.")
@require_safe
def decision(request: KTRequest, slug: str, number: int) -> HttpResponse:
    """A decision: the choices as the decider saw them, how each theme was weighed, and every contribution read."""
    found = _work(request, slug)
    wanted = (
        Decision.objects.seen_by(request.person)
        .select_related("work", "decider", "decided_by", "chosen")
        .prefetch_related(
            Prefetch("options", Option.objects.order_by("pk")),
            Prefetch("weighed", Weighed.objects.select_related("theme", "by").order_by("theme__called", "at", "pk")),
        )
    )
    d = get_object_or_404(wanted, work=found, number=number)
    shown = Contribution.objects.published().filter(work=found, read_in__decision=d)
    listed = Paginator(shown.select_related(*LOADED).order_by("number"), PER_PAGE).get_page(request.GET.get("page"))
    others = d.read.count() - listed.paginator.count
    few = 0 < others < number_in_force("hide_below")
    return page(
        request,
        "home/decision.html",
        work=found,
        d=d,
        gap=None if d.is_open else gap_note_for(d.record_key),
        weighed=list(d.weighed.all()),
        listed=listed,
        rows=points_of(listed.object_list),
        others=0 if few else others,
        few_others=few,
    )
