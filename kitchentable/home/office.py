"""The office: what is late before people notice, who owes what, what to check, to publish and to ring; and the organisation's numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, DateField, F, Min, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.db.models.lookups import LessThanOrEqual
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.gatherings.models import Arrangement
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
from kitchentable.seats.gaps import gaps_of
from kitchentable.seats.models import AffectedGroup
from kitchentable.ui.shortcuts import done, page
from kitchentable.voices.models import AnswerTo, Contribution, ImportRun, Status
from kitchentable.voices.models.contributions import PUBLIC_CHOICES, WITH_WORDS
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import works_where

FEW = 8
OWERS = 25
MONTHS_BACK = 6
UNDER_WAY = (ImportRun.State.WAITING, ImportRun.State.RUNNING)
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
    led = works_where(person, Role.Kind.LEAD, Role.Kind.CHECKER)
    works = list(Work.objects.filter(pk__in=led).order_by("title"))
    waiting = _waiting(person, led)
    warn_days = number("warn_days")
    owed = _owed(waiting, warn_days)
    months = _months(led)
    checks, being_checked = _pending(person, led)
    counts = _counts(owed, {work.pk: work.answers_first_id for work in works}, being_checked)
    return page(
        request,
        "home/office.html",
        greeting=_greeting(person),
        lead=_lead(counts),
        doors=_doors(person, led, counts, checks, warn_days),
        late=points_of(waiting.filter(due_on__lt=today()).select_related(*LOADED).order_by("due_on", "pk")[:FEW]),
        late_count=counts.late,
        owers=_owers(owed),
        months=months,
        months_words=_months_words(months),
        imports=list(ImportRun.objects.filter(work__in=led, state__in=UNDER_WAY).select_related("work")[:FEW]),
        works=_with_gaps(works[:OWERS]),
        may_start=bool(may(person, "works.start")),
        late_list=_list(person, led, show="late"),
    )


def _with_gaps(works: Sequence[Work]) -> list[Work]:
    """The same, each with `missing`: the groups affected most with nobody at the table today (R072)."""
    gaps = gaps_of(works)
    for work in works:
        work.missing = gaps[work.pk]  # type: ignore[attr-defined]
    return list(works)


def _waiting(person: Person, led: Sequence[int]) -> QuerySet[Contribution]:
    """All that waits in the work one leads or checks; for somebody without such a part, what they owe themselves."""
    found = Contribution.objects.waiting()
    return found.filter(work__in=led) if led else found.filter(owner=person)


def said_list(**filters: str) -> str:
    """The address of the list of what people said, narrowed."""
    return f"{reverse('voices:said_list')}?{urlencode(filters)}"


def _list(person: Person, led: Sequence[int], **filters: str) -> str:
    """The list that a number of this page counts."""
    return said_list(**filters) if led else said_list(**filters, owner=person.key)


@dataclass(frozen=True, slots=True)
class Owed:
    """What one person owes in one piece of work."""

    work: int
    owner: int
    n: int
    late: int
    soon: int
    again: int
    first: int
    not_given: int
    oldest: date


def _owed(waiting: QuerySet[Contribution], warn_days: int) -> list[Owed]:
    """All that waits, by piece of work and by who must answer: every number of this page comes from this one query."""
    day = today()
    rows = (
        waiting.order_by()
        .values_list("work", "owner")
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=Q(due_on__lt=day)),
            soon=Count("pk", filter=Q(due_on__gte=day, due_on__lte=add_working_days(day, warn_days, settings.NATION))),
            again=Count("pk", filter=Q(opens__gt=0)),
            first=Count("pk", filter=Q(answer__isnull=True)),
            not_given=Count("pk", filter=Q(assigned_at__isnull=True)),
            oldest=Min("due_on"),
        )
    )
    return [Owed(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers on the cards."""

    late: int
    soon: int
    again: int
    no_answer: int
    unassigned: int
    oldest: date | None


def _counts(owed: Sequence[Owed], answers_first: Mapping[int, int], being_checked: int) -> Counts:
    return Counts(
        late=sum(one.late for one in owed),
        soon=sum(one.soon for one in owed),
        again=sum(one.again for one in owed),
        no_answer=max(sum(one.first for one in owed) - being_checked, 0),
        unassigned=sum(one.not_given for one in owed if answers_first.get(one.work) == one.owner),
        oldest=min((one.oldest for one in owed), default=None),
    )


def _pending(person: Person, led: Sequence[int]) -> tuple[int, int]:
    """Answers that wait for a second person: how many this person may check, and how many points they would answer for the first time."""
    found = AnswerTo.objects.filter(answer__work__in=led, answer__checked_at__isnull=True, answer__sent_back_at__isnull=True)
    first = Q(contribution__answer__isnull=True, contribution__status=Status.WAITING)
    row = found.aggregate(
        checks=Count("answer", distinct=True, filter=~Q(answer__written_by=person)),
        first=Count("contribution", distinct=True, filter=first),
    )
    return row["checks"], row["first"]


def _greeting(person: Person) -> str:
    hour = timezone.localtime(now()).hour
    words = (
        _("Good morning, %(name)s") if hour < 12 else _("Good afternoon, %(name)s") if hour < 18 else _("Good evening, %(name)s")
    )
    return words % {"name": person.called}


def _lead(counts: Counts) -> str:
    late, due = counts.late, counts.soon
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


def _doors(person: Person, led: Sequence[int], counts: Counts, checks: int, warn_days: int) -> list[Door]:
    """Each thing to do with its number, the most pressing first; what is nothing is left out, but late always stands."""
    small = _("Nobody waits too long.")
    if counts.late and counts.oldest:
        small = _("The oldest: %(late)s") % {"late": late_words(Contribution(due_on=counts.oldest), today())}
    publish = _to_publish(person).count()
    by_hand, to_arrange, suggested = _small_counts(person, led)

    def door(n: int, show: str, one: str, many: str, small: str, icon: str, tone: str = "") -> tuple[int, Door]:
        url = _list(person, led, show=show) if show else reverse("people:messages")
        return n, Door(url, (one if n == 1 else many) % {"n": n}, small, icon, tone)

    late_title = ngettext("%(n)d late answer", "%(n)d late answers", counts.late)
    hand_title = ngettext("%(n)d call or letter", "%(n)d calls and letters", by_hand)
    doors = [
        (1, Door(_list(person, led, show="late"), late_title % {"n": counts.late}, small, "late", "tomato")),
        door(counts.soon, "soon", _("%(n)d due soon"), _("%(n)d due soon"), _("Within %(n)d working days") % {"n": warn_days}, "clock", "honey"),
        door(counts.again, "again", _("%(n)d open again"), _("%(n)d open again"), _("Somebody said: no, it is not so."), "again", "plum"),
        door(checks, "check", _("%(n)d to check"), _("%(n)d to check"), _("Answers that wait for a second person"), "tick"),
        door(by_hand, "", hand_title, hand_title, _("For people who are not online"), "phone", "blue"),
        door(publish, "publish", _("%(n)d to publish"), _("%(n)d to publish"), _("They chose to share it. Check that it names nobody else."), "eye"),
        door(counts.unassigned, "unassigned", _("%(n)d with nobody chosen"), _("%(n)d with nobody chosen"), _("They wait with the person who answers first."), "person", "honey"),
        door(counts.no_answer, "none", _("%(n)d without an answer yet"), _("%(n)d without an answer yet"), _("All that wait for their first answer"), "said", "blue"),
    ]  # fmt: skip
    arrange = Door(
        reverse("gatherings:my_arrangements"),
        _("%(n)d to arrange") % {"n": to_arrange},
        _("What somebody needs on a day"),
        "hands",
        "honey",
    )
    doors.append((to_arrange, arrange))
    doors += [
        (n, Door(reverse("seats:map", args=[slug]), _("%(n)d suggested for the map") % {"n": n}, title, "people", "plum"))
        for slug, title, n in suggested
    ]
    return [one for count, one in doors if count]


def _small_counts(person: Person, led: Sequence[int]) -> tuple[int, int, list[tuple[str, str, int]]]:
    """In one query: calls and letters to make, what is mine to arrange for a day, and what was suggested for the maps one leads."""
    by_hand = Outgoing.objects.filter(state=Outgoing.State.TODO).order_by()
    arrange = Arrangement.objects.waiting().filter(owner=person).order_by()
    suggested = AffectedGroup.objects.suggested().filter(work__in=led).order_by()
    found = by_hand.values(a=Value("hand"), b=Value("")).annotate(n=Count("pk")).union(
        arrange.values(a=Value("arrange"), b=Value("")).annotate(n=Count("pk")),
        suggested.values(a=F("work__slug"), b=F("work__title")).annotate(n=Count("pk")),
        all=True,
    )  # fmt: skip
    rows = [(row["a"], row["b"], row["n"]) for row in found]
    counts = {a: n for a, b, n in rows if not b}
    return counts.get("hand", 0), counts.get("arrange", 0), [row for row in rows if row[1]]


def _to_publish(person: Person) -> QuerySet[Contribution]:
    return Contribution.objects.filter(
        work__in=works_where(person, Role.Kind.LEAD),
        sharing__in=PUBLIC_CHOICES,
        status__in=WITH_WORDS,
        published_at__isnull=True,
        held_because="",
    )


@dataclass(frozen=True, slots=True)
class Ower:
    """Somebody who owes answers, and the way to the list of them. About those who answer, never about authors."""

    who: Person
    url: str
    n: int
    late: int
    oldest: date


def _owers(owed: Sequence[Owed]) -> list[Ower]:
    """By person, whoever has most that is late first."""
    by_owner: dict[int, list[Owed]] = {}
    for one in owed:
        by_owner.setdefault(one.owner, []).append(one)
    first = sorted(by_owner.items(), key=lambda item: (-sum(o.late for o in item[1]), min(o.oldest for o in item[1])))[:OWERS]
    people = Person.objects.in_bulk([owner for owner, _rows in first])
    return [
        Ower(
            people[owner],
            said_list(owner=people[owner].key),
            sum(o.n for o in rows),
            sum(o.late for o in rows),
            min(o.oldest for o in rows),
        )
        for owner, rows in first
    ]


# ── answers on time ───────────────────────────────────────────────────────────────────────────────


def _months(led: Sequence[int]) -> list[Month]:
    """The last six months: of the answers due in each, how many came by their day. The chart's bars come with them."""
    day = today()
    first = _first_of(day, MONTHS_BACK - 1)
    found = Contribution.objects.filter(work__in=led, status__in=WITH_WORDS, due_on__gte=first, due_on__lt=day)
    # The date in UTC, which both databases give without a function for each row: in summer it allows an hour after midnight.
    answered_on = Cast("answer__checked_at", DateField())
    on_time = Count("pk", filter=Q(status=Status.ANSWERED) & LessThanOrEqual(answered_on, F("due_on")))
    by_month: dict[date, tuple[int, int]] = {}
    for due_on, due, came in found.order_by().values_list("due_on").annotate(due=Count("pk"), on_time=on_time):
        before = by_month.get(due_on.replace(day=1), (0, 0))
        by_month[due_on.replace(day=1)] = (before[0] + due, before[1] + came)
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
