"""What stands in the tables, month by month: read for `parts`. Each reader is given a piece of work and the first and the last day."""

from __future__ import annotations

import functools
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import timezone

from kitchentable.gatherings.balance import LIVED_SIDE, TOLD, Measure, Share
from kitchentable.gatherings.ease_words import GOOD
from kitchentable.gatherings.models import Ease, Gathering, HowItWas, Invitation
from kitchentable.gatherings.rooms import shown
from kitchentable.gatherings.small import in_whole_groups
from kitchentable.policy.numbers import number
from kitchentable.ties.continuity import continuity
from kitchentable.ties.counted.parts import Row
from kitchentable.ties.models import Promise, Quarter
from kitchentable.ties.promise_counts import FIRST_DAY
from kitchentable.ties.side_by_side import PEOPLE, STAFF
from kitchentable.ties.years import shown as shown_years
from kitchentable.voices.acts.saying import due_day
from kitchentable.voices.models import AnswerTo, Contribution, Reply
from kitchentable.words.models import Format, Version
from kitchentable.works.models import LIVED_GROUPS, Work

Rows = list[Row]
QUARTERS = 4


def answered_on_time(work: Work, since: date, until: date) -> Rows:
    """All that came in a month, whatever became of it; good: its first answer was checked by the day it was first due (R006).

    Taken back and erased stay in the base. Without them, base and the sum of law 1 together would tell how many were taken back.
    """
    first = AnswerTo.objects.filter(contribution=OuterRef("pk"), answer__checked_at__isnull=False)
    came = Contribution.objects.filter(work=work, received_at__gte=_start(since), received_at__lt=_end(until))
    dated = came.annotate(
        came_on=TruncDate("received_at"),
        answered_on=TruncDate(Subquery(first.order_by("answer__checked_at").values("answer__checked_at")[:1])),
    )
    # Rows are days, not contributions.
    days = dated.order_by().values_list("came_on", "answered_on", "due_on", "opens").annotate(n=Count("pk"))
    first_due = functools.cache(due_day)
    of: dict[date, int] = defaultdict(int)
    good: dict[date, int] = defaultdict(int)
    for came_on, answered_on, due_on, opens, n in days:
        month = came_on.replace(day=1)
        of[month] += n
        if answered_on is not None and answered_on <= (first_due(came_on) if opens else due_on):
            good[month] += n
    return [Row(month, of[month], good[month], good[month]) for month in sorted(of)]


def said_so(work: Work, since: date, until: date) -> Rows:
    """Replies to answers; good: “yes, that is so”."""
    found = Reply.objects.filter(contribution__work=work, at__gte=_start(since), at__lt=_end(until))
    return _counted(found, "at", Q(is_so=True), "contribution__said_by")


def asked(work: Work, since: date, until: date) -> Rows:
    """People of the table's own side who came to a gathering; good: they said before if what works for them was still right (R045)."""
    came = Invitation.objects.filter(came=True, group__in=LIVED_GROUPS, **_held(work, since, until))
    return _counted(came, "gathering__starts_at", Q(still_right__isnull=False), "person", side=F("group"))


def needs_met(work: Work, since: date, until: date) -> Rows:
    """Needs that people spoke of after a gathering; good: met, by their own word (R046)."""
    group = Invitation.objects.filter(gathering=OuterRef("gathering"), person=OuterRef("person"), group__in=LIVED_GROUPS)
    told = HowItWas.objects.filter(**_held(work, since, until))
    by_side = Subquery(group.values("group")[:1])
    return _counted(told, "gathering__starts_at", Q(met=HowItWas.Met.MET), "person", side=by_side)


def at_ease(work: Work, since: date, until: date) -> Rows:
    """Those who said after a gathering how much at ease they were; good: mostly or fully. As far as its own page tells it, no further."""
    held = Ease.objects.filter(at_ease__isnull=False, **_held(work, since, until)).order_by("at", "pk")
    by_gathering: dict[tuple[date, int], list[int]] = defaultdict(list)
    for moment, gathering, ease in held.values_list("gathering__starts_at", "gathering", "at_ease"):
        if moment is not None and ease is not None:
            by_gathering[_month(moment), gathering].append(ease)
    found = []
    for (month, _gathering), answers in by_gathering.items():
        told = in_whole_groups(answers, number("ease_group"))
        good = sum(answer >= GOOD for answer in told)
        found.append(_at_least_two(month, good, len(told)))
    return found


def agenda(work: Work, since: date, until: date) -> Rows:
    """Points of the agenda; good: brought by people with lived experience and unpaid carers (R065)."""
    return _shares(work, since, until, "agenda")


def talk(work: Work, since: date, until: date) -> Rows:
    """Times that somebody spoke; good: people with lived experience and unpaid carers."""
    return _shares(work, since, until, "talk")


def moved(work: Work, since: date, until: date) -> Rows:
    """Decisions; good: put forward by people with lived experience and unpaid carers."""
    return _shares(work, since, until, "moved")


def formats_ready(work: Work, since: date, until: date) -> Rows:
    """Formats of papers that were sent; good: ready on the day the paper was sent (R014)."""
    found = Format.objects.filter(
        version__document__work=work, version__sent_at__gte=_start(since), version__sent_at__lt=_end(until)
    )
    dated = found.annotate(ready_on=TruncDate("ready_at"), sent_on=TruncDate("version__sent_at"))
    return _counted(dated, "version__sent_at", Q(ready_on__lte=F("sent_on")), None)


def made_clear(work: Work, since: date, until: date) -> Rows:
    """Hard places that the check found in papers that were sent; good: made plainer, or kept with a reason."""
    sent = Version.objects.filter(document__work=work, sent_at__gte=_start(since), sent_at__lt=_end(until), found__gt=0)
    rows = sent.annotate(month=TruncMonth("sent_at")).order_by().values_list("month").annotate(of=Sum("found"), left_=Sum("left"))
    return [Row(_month(month), of, good := max(0, of - left), good) for month, of, left in rows]


def promises_kept(work: Work, since: date, until: date) -> Rows:
    """Promises that everyone may read, by the first day that was promised; good: kept by that day, whatever was agreed since."""
    found = Promise.objects.filter(work=work, is_public=True).as_they_stand().annotate(day=FIRST_DAY)
    kept = Q(state=Promise.State.KEPT, ended_on__lte=F("day"))
    rows = found.filter(day__range=(since, until)).annotate(month=TruncMonth("day")).order_by().values_list("month")
    return [Row(_month(month), of, good, good) for month, of, good in rows.annotate(of=Count("pk"), good=Count("pk", filter=kept))]


def stayed(work: Work, since: date, until: date) -> Rows:
    """Years that are over: who was at the table; good: they were there the year before too.

    Only years of which the page of the years of a table shows both sums: another number here could give back one that is hidden there.
    """
    found = [one for one in continuity(work, range(since.year, until.year + 1)) if sum(one.here.values())]
    tables = shown_years(found, number("hide_below"), work)
    return [
        Row(date(year, 1, 1), table.all, table.down[0], table.down[0])
        for year, table in tables
        if table.all is not None and table.down[0] is not None
    ]


def learned(_nothing: None, since: date, until: date) -> Rows:
    """Years that are over: who took up learning, in the whole organisation; good: people with lived experience and unpaid carers (R108).

    Only years of which the page of learning shows each three months.
    """
    by_year: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for kept in Quarter.objects.filter(first_day__year__range=(since.year, until.year)).order_by("first_day"):
        sides = kept.shown.get("learned", {})
        people, staff = sides.get(PEOPLE), sides.get(STAFF)
        if people is not None and staff is not None:
            by_year[kept.first_day.year].append((people, staff))
    return [
        Row(date(year, 1, 1), of, good := sum(people for people, _staff in told), good)
        for year, told in by_year.items()
        if len(told) == QUARTERS and (of := sum(sum(one) for one in told))
    ]


# ── the small steps ───────────────────────────────────────────────────────────────────────────────


def _counted(found: QuerySet[Any], moment: str, good: Q, person: str | None, *, side: Any = None) -> Rows:
    """By month, and by side where there is one; with how many different people stand behind the good ones and the rest."""
    by = {"in_month": TruncMonth(moment)} | ({"of_side": side} if side is not None else {})
    counts: dict[str, Any] = {"of": Count("pk"), "good": Count("pk", filter=good)}
    if person is not None:
        counts |= {"some": Count(person, filter=good, distinct=True), "others": Count(person, filter=~good, distinct=True)}
    rows = found.annotate(**by).order_by().values(*by).annotate(**counts)
    return [
        Row(_month(row["in_month"]), row["of"], row["good"], row["good"], row.get("of_side") or "", row.get("some"), row.get("others"))
        for row in rows
    ]  # fmt: skip


def _shares(work: Work, since: date, until: date, measure: Measure) -> Rows:
    held = list(_gatherings(work, since, until).order_by("starts_at", "pk"))
    told = shown(held)
    found = []
    for one in held:
        shares = told[one.pk]
        share = shares[measure] if shares else None
        if share is not None and one.starts_at is not None:
            found.append(_share(_month(one.starts_at), share))
    return found


def _share(month: date, share: Share) -> Row:
    """As its own page tells it: a side with none or one is not told in numbers there, and no nearer here."""
    if share.few:
        low, high = (0, TOLD - 1) if set(share.few) <= set(LIVED_SIDE) else (share.whole - TOLD + 1, share.whole)
        return Row(month, share.whole, low, high)
    lived = sum(part.count for part in share.parts if set(part.groups) <= set(LIVED_SIDE))
    return Row(month, share.whole, lived, lived)


def _at_least_two(month: date, good: int, of: int) -> Row:
    if of and good < TOLD:
        return Row(month, of, 0, TOLD - 1)
    if of and of - good < TOLD:
        return Row(month, of, of - TOLD + 1, of)
    return Row(month, of, good, good)


def _gatherings(work: Work, since: date, until: date) -> QuerySet[Gathering]:
    return Gathering.objects.filter(
        work=work, state=Gathering.State.HELD, starts_at__gte=_start(since), starts_at__lt=_end(until)
    )  # fmt: skip


def _held(work: Work, since: date, until: date) -> dict[str, Any]:
    return {"gathering__in": _gatherings(work, since, until)}


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _end(day: date) -> datetime:
    return _start(day + timedelta(days=1))


def _month(moment: datetime | date) -> date:
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return day.replace(day=1)


def _last(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
