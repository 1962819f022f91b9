"""The office: what is late before people notice, who owes what, what to check, to publish and to ring; and the organisation's numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.home.forms import NumberForm
from kitchentable.home.points import late_words
from kitchentable.home.points import points as points_of
from kitchentable.people.clock import add_working_days
from kitchentable.people.models import Outgoing, Person
from kitchentable.policy.book import may
from kitchentable.policy.clock import now, today
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.models import Number
from kitchentable.policy.numbers import Rule, Starting, number, rules, set_number, starting
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page
from kitchentable.voices.models import Answer, AnswerTo, Contribution, ImportRun, Sharing, Status
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import works_where

FEW = 8
OWERS = 25
MONTHS_BACK = 6
LOADED = ("work", "owner", "answer__decider", "answer__passed_to")


@dataclass(frozen=True, slots=True)
class Door:
    """One card of the office: how many, of what, and where the list is."""

    url: str
    title: str
    small: str
    icon: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """Answers of one month: how many were due, how many came by their day; and the bar of the chart."""

    name: str
    due: int
    on_time: int
    x: int
    due_y: int
    due_height: int
    on_time_y: int
    on_time_height: int

    @property
    def middle(self) -> int:
        """Where its words stand."""
        return self.x + 30

    @property
    def words_y(self) -> int:
        """Just above the bar."""
        return self.due_y - 8


@behind("voices.office")
@require_safe
def office(request: KTRequest) -> HttpResponse:
    """What needs the lead today."""
    person: Person = request.person
    mine = works_where(person, Role.Kind.LEAD, Role.Kind.CHECKER, Role.Kind.DECIDER, Role.Kind.ANSWERER)
    waiting = Contribution.objects.in_office(person).waiting()
    warn_days = number("warn_days")
    counts = _counts(waiting, warn_days)
    months = _months(mine)
    return page(
        request,
        "home/office.html",
        greeting=_greeting(person),
        lead=_lead(counts),
        doors=_doors(person, mine, counts, warn_days),
        late=points_of(waiting.filter(due_on__lt=today()).select_related(*LOADED).order_by("due_on", "pk")[:FEW]),
        late_count=counts["late"],
        owers=_owers(waiting),
        months=months,
        months_words=_months_words(months),
        imports=list(
            ImportRun.objects.filter(work__in=mine, state__in=(ImportRun.State.WAITING, ImportRun.State.RUNNING)).select_related(
                "work"
            )[:FEW]
        ),
        works=list(Work.objects.seen_by(person).filter(pk__in=mine).order_by("title")[:OWERS]),
        may_start=bool(may(person, "works.start")),
        late_list=said_list(show="late"),
    )


def said_list(**filters: str) -> str:
    """The address of the list of what people said, narrowed."""
    return f"{reverse('voices:said_list')}?{urlencode(filters)}"


def _counts(waiting: QuerySet[Contribution], warn_days: int) -> dict[str, Any]:
    day = today()
    soon = add_working_days(day, warn_days, settings.NATION)
    pending = AnswerTo.objects.filter(
        contribution=OuterRef("pk"), answer__checked_at__isnull=True, answer__sent_back_at__isnull=True
    )
    return waiting.order_by().aggregate(
        all=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=day)),
        due=Count("pk", filter=Q(due_on__gte=day, due_on__lte=soon)),
        unassigned=Count("pk", filter=Q(assigned_at__isnull=True, owner=F("work__answers_first"))),
        no_answer=Count("pk", filter=Q(~Exists(pending), answer__isnull=True)),
        again=Count("pk", filter=Q(opens__gt=0)),
        oldest=Min("due_on"),
    )


def _greeting(person: Person) -> str:
    hour = timezone.localtime(now()).hour
    words = (
        _("Good morning, %(name)s") if hour < 12 else _("Good afternoon, %(name)s") if hour < 18 else _("Good evening, %(name)s")
    )
    return words % {"name": person.called}


def _lead(counts: dict[str, Any]) -> str:
    late, due = counts["late"], counts["due"]
    if late:
        return ngettext(
            "One person waits longer than we promised. Start there.",
            "%(n)d people wait longer than we promised. Start there.",
            late,
        ) % {"n": late}
    if due:
        return ngettext(
            "Nobody waits too long. One answer is due soon.", "Nobody waits too long. %(n)d answers are due soon.", due
        ) % {"n": due}
    return _("Nobody waits longer than we promised.")


def _doors(person: Person, mine: Sequence[int], counts: dict[str, Any], warn_days: int) -> list[Door]:
    """Each thing to do with its number, the most pressing first; what is nothing is left out, but late always stands."""
    day = today()
    oldest = counts["oldest"]
    late = counts["late"]
    small = (
        _("The oldest: %(late)s") % {"late": late_words(Contribution(due_on=oldest), day)}
        if late and oldest
        else _("Nobody waits too long.")
    )
    checks = (
        Answer.objects.filter(work__in=mine, checked_at__isnull=True, sent_back_at__isnull=True).exclude(written_by=person).count()
    )
    publish = _to_publish(person).count()
    by_hand = Outgoing.objects.filter(state=Outgoing.State.TODO).count()
    doors = [
        (1, Door(said_list(show="late"), ngettext("%(n)d late answer", "%(n)d late answers", late) % {"n": late}, small, "late", "tomato")),
        (counts["due"], Door(said_list(show="soon"), _("%(n)d due soon") % {"n": counts["due"]}, _("Within %(n)d working days") % {"n": warn_days}, "clock", "honey")),
        (counts["again"], Door(said_list(show="again"), _("%(n)d open again") % {"n": counts["again"]}, _("Somebody said: no, it is not so."), "again", "plum")),
        (checks, Door(said_list(show="check"), _("%(n)d to check") % {"n": checks}, _("Answers that wait for a second person"), "tick", "")),
        (by_hand, Door(reverse("people:messages"), ngettext("%(n)d call or letter", "%(n)d calls and letters", by_hand) % {"n": by_hand}, _("For people who are not online"), "phone", "blue")),
        (publish, Door(said_list(show="publish"), _("%(n)d to publish") % {"n": publish}, _("They chose to share it. Check that it names nobody else."), "eye", "")),
        (counts["unassigned"], Door(said_list(show="unassigned"), _("%(n)d with nobody chosen") % {"n": counts["unassigned"]}, _("They wait with the person who answers first."), "person", "honey")),
        (counts["no_answer"], Door(said_list(show="none"), _("%(n)d without an answer yet") % {"n": counts["no_answer"]}, _("All that wait for their first answer"), "said", "blue")),
    ]  # fmt: skip
    return [door for count, door in doors if count]


def _to_publish(person: Person) -> QuerySet[Contribution]:
    leads = works_where(person, Role.Kind.LEAD)
    return Contribution.objects.in_office(person).filter(
        work__in=leads,
        sharing__in=(Sharing.PUBLIC, Sharing.NAMED),
        status__in=(Status.WAITING, Status.ANSWERED),
        published_at__isnull=True,
        held_because="",
    )


def _owers(waiting: QuerySet[Contribution]) -> list[dict[str, Any]]:
    """Who owes how many answers, the latest first; each with the way to the list. About those who answer, never about authors."""
    late = Q(due_on__lt=today())
    rows = (
        waiting.order_by()
        .values("owner__key", "owner__called")
        .annotate(n=Count("pk"), late=Count("pk", filter=late), oldest=Min("due_on"))
    )
    found = sorted(rows, key=lambda row: (-row["late"], row["oldest"]))[:OWERS]
    return [{**row, "url": said_list(owner=row["owner__key"])} for row in found]


# ── answers on time ───────────────────────────────────────────────────────────────────────────────


def _months(mine: Sequence[int]) -> list[Month]:
    """The last six months: of the answers due in each, how many came by their day. The chart's bars come with them."""
    day = today()
    first = _first_of(day, MONTHS_BACK - 1)
    found = Contribution.objects.filter(
        work__in=mine, status__in=(Status.WAITING, Status.ANSWERED), due_on__gte=first, due_on__lt=day
    )
    on_time = Q(status=Status.ANSWERED, answer__checked_at__date__lte=F("due_on"))
    rows = (
        found.order_by()
        .annotate(month=TruncMonth("due_on"))
        .values("month")
        .annotate(due=Count("pk"), on_time=Count("pk", filter=on_time))
    )
    by_month = {row["month"]: (row["due"], row["on_time"]) for row in rows}
    months = [_first_of(day, back) for back in range(MONTHS_BACK - 1, -1, -1)]
    most = max((due for due, _on_time in by_month.values()), default=0)
    return [_month(count, month, *by_month.get(month, (0, 0)), most) for count, month in enumerate(months)] if most else []


def _month(count: int, month: date, due: int, on_time: int, most: int) -> Month:
    tall, base = 170, 210
    due_height, on_time_height = round(tall * due / most), round(tall * on_time / most)
    return Month(
        str(MONTHS[month.month]),
        due,
        on_time,
        20 + 92 * count,
        base - due_height,
        due_height,
        base - on_time_height,
        on_time_height,
    )


def _first_of(day: date, months_back: int) -> date:
    found = day.replace(day=1)
    for _month_back in range(months_back):
        found = (found - timedelta(days=1)).replace(day=1)
    return found


def _months_words(months: Sequence[Month]) -> str:
    if not months:
        return ""
    last = months[-1]
    if not last.due:
        return _("No answer was due in %(month)s yet.") % {"month": last.name}
    return _("%(n)d of %(due)d in %(month)s so far.") % {"n": last.on_time, "due": last.due, "month": last.name}


# ── the organisation's numbers ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class InForce:
    """A number in force, the rule it comes from, and what the organisation set instead."""

    shipped: Starting
    rule: Rule
    own: Number | None

    @property
    def value(self) -> int:
        """The number that holds."""
        return self.own.value if self.own else self.shipped.value

    @property
    def is_ours(self) -> bool:
        """Our own default: no law and no guidance sets it."""
        return self.shipped.strength == "own"


@behind("policy.set_number")
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: KTRequest) -> HttpResponse:
    """Every number with its source; the administrator may set another, and says why (law 9)."""
    own = {one.name: one for one in Number.objects.all()}
    shown = [InForce(one, rules()[one.rule], own.get(one.name)) for one in starting().values()]
    name = request.GET.get("change", "")
    changing = next((one for one in shown if one.shipped.name == name), None)
    if name and changing is None:
        raise Http404
    form = NumberForm(request.POST if request.method == "POST" else None, initial={"value": changing.value} if changing else None)
    if changing is not None and request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: _set(request, name, form))
        except Problem as problem:
            form.add_problem(problem)
    status = 422 if form.is_bound else 200
    return page(request, "home/numbers.html", status=status, shown=shown, changing=changing, form=form)


def _set(request: KTRequest, name: str, form: NumberForm) -> HttpResponse:
    made = set_number(request.person, name, value=form.cleaned_data["value"], because=form.cleaned_data["because"])
    words = _("Saved. It is %(value)d now, and the reason stands beside it.") % {"value": made.value}
    return done(request, words, reverse("home:numbers"))
