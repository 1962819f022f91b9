"""What I must answer: in the order it is due, with what was sent back and the decisions that wait for me."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kitchentable.home.points import Point
from kitchentable.home.points import points as points_of
from kitchentable.people.clock import working_days_between
from kitchentable.people.models import Person
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.ui.pieces import Status as Shown
from kitchentable.ui.shortcuts import page
from kitchentable.voices.models import Answer, AnswerTo, Contribution, Decision, Status, Theme, ThemeMark, Weighed
from kitchentable.works.models import Work

PER_PAGE = 25
FEW = 10
LOADED = ("work", "owner", "answer__decider", "answer__passed_to")


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A decision that waits, and the themes that have no note of how they were weighed (R012)."""

    decision: Decision
    not_weighed: Sequence[Theme]


@signed_in
@require_safe
def owed(request: KTRequest) -> HttpResponse:
    """What waits for an answer from me."""
    person: Person = request.person
    mine = to_answer(person)
    by_work = {
        row[0]: row[1:]
        for row in mine.order_by().values_list("work").annotate(n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today())))
    }
    works = list(Work.objects.filter(pk__in=by_work).order_by("title"))
    slug = request.GET.get("work", "")
    chosen = next((work for work in works if work.slug == slug), None)
    asked = mine.filter(work=chosen) if chosen else mine
    listed = Paginator(asked.select_related(*LOADED).order_by("due_on", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    waiting, late = (sum(row[at] for row in by_work.values()) for at in (0, 1))
    return page(
        request,
        "home/owed.html",
        listed=listed,
        rows=[_with_due(one) for one in points_of(listed.object_list)],
        works=works,
        chosen=chosen,
        lead=_lead(late, waiting),
        sent_back=_sent_back(person),
        checking=_being_checked(person),
        decisions=to_decide(person),
    )


def to_answer(person: Person) -> QuerySet[Contribution]:
    """What this person must answer, without what they answered already and a second person is checking."""
    checking = AnswerTo.objects.filter(
        contribution=OuterRef("pk"), answer__checked_at__isnull=True, answer__sent_back_at__isnull=True
    )
    return Contribution.objects.waiting().filter(~Exists(checking), owner=person)


def _with_due(one: Point) -> tuple[Point, Shown]:
    """How soon it is due, for the one who owes it."""
    day = today()
    if one.c.due_on < day:
        return one, one.status
    days = working_days_between(day, one.c.due_on, settings.NATION)
    if one.c.due_on == day:
        return one, Shown("partly", _("Due today"))
    words = ngettext("Due in %(n)d working day", "Due in %(n)d working days", days) % {"n": days}
    return one, Shown("waiting", words)


def _lead(late: int, waiting: int) -> str:
    if not waiting:
        return _("Nobody waits for an answer from you.")
    if late:
        return ngettext(
            "One person waits longer than we promised. Start there.",
            "%(n)d people wait longer than we promised. Start there.",
            late,
        ) % {"n": late}
    return ngettext("One point waits. It is on time.", "%(n)d points wait. All are on time.", waiting) % {"n": waiting}


def _sent_back(person: Person) -> list[Answer]:
    """What came back from the second person, while it still waits for a better answer."""
    newer = AnswerTo.objects.filter(contribution=OuterRef("contribution"), answer__pk__gt=OuterRef("answer__pk"))
    still = AnswerTo.objects.filter(~Exists(newer), answer=OuterRef("pk"), contribution__status=Status.WAITING)
    found = Answer.objects.filter(Exists(still), written_by=person, sent_back_at__isnull=False, checked_at__isnull=True)
    return list(found.select_related("work").prefetch_related("contributions").order_by("sent_back_at")[:FEW])


def _being_checked(person: Person) -> int:
    return Answer.objects.filter(written_by=person, checked_at__isnull=True, sent_back_at__isnull=True).count()


def to_decide(person: Person) -> list[ToDecide]:
    """Decisions this person takes, that are still open."""
    found = list(
        Decision.objects.seen_by(person)
        .filter(decider=person, decided_on__isnull=True)
        .select_related("work")
        .order_by("expected_on", "pk")[:FEW]
    )
    if not found:
        return []
    marked = ThemeMark.objects.filter(theme=OuterRef("pk"))
    themes = list(Theme.objects.filter(Exists(marked), work__in={d.work_id for d in found}).order_by("called"))
    done = set(Weighed.objects.filter(decision__in=found).values_list("decision", "theme"))
    return [ToDecide(d, [t for t in themes if t.work_id == d.work_id and (d.pk, t.pk) not in done]) for d in found]
