"""How clear is what we send, by month: counted in the tables, by piece of work and never by who wrote it.

Shown are months that are over. What is about people (days lost, words asked) is hidden where fewer than `hide_below` people are behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import timezone

from kitchentable.people.secret import mark
from kitchentable.people.small import published
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.words.models import Format, Handled, Sent, TermAsk, Version

MOST_TOGETHER = 60
"""Pieces of work with late formats in one month up to which we look for which of them can be shown beside their sum."""


@dataclass(slots=True)
class Month:
    """One month. `people_late`, `days_lost`, `asked`, `asked_in_time` are None where they are hidden."""

    first: date
    papers: int = 0
    found: int = 0
    kept: int = 0
    left: int = 0
    words: int = 0
    sentences: int = 0
    formats: int = 0
    formats_late: int = 0
    people_late: int | None = 0
    days_lost: int | None = 0
    asked: int | None = 0
    asked_in_time: int | None = 0

    @property
    def fixed(self) -> int:
        """What the check found and is no more there."""
        return max(0, self.found - self.kept - self.left)

    @property
    def mean_sentence(self) -> float | None:
        """Words in a sentence on average; None while nothing was counted."""
        return round(self.words / self.sentences, 1) if self.sentences else None

    @property
    def anything(self) -> bool:
        """Was anything sent or asked?"""
        return bool(self.papers or self.asked)


@dataclass(slots=True)
class Year:
    """The months of a year that are over, newest first."""

    year: int
    months: list[Month] = field(default_factory=list)

    def sum(self, name: str) -> int:
        """Over all months; only for what is never hidden."""
        return sum(getattr(one, name) for one in self.months)


def years() -> list[int]:
    """The years in which something was sent or asked, newest first."""
    first = [Version.objects.order_by("sent_at").values_list("sent_at", flat=True).filter(sent_at__isnull=False).first()]
    first.append(TermAsk.objects.order_by("asked_at").values_list("asked_at", flat=True).first())
    moments = [timezone.localtime(one).year for one in first if one]
    return list(range(today().year, min(moments, default=today().year) - 1, -1))


def year_of(year: int, works: Collection[int], *, only: int | None = None, hide: bool = True) -> Year:
    """The months of a year. `works` (pks): those that are shown at all; `only`: the numbers of one of them; `hide=False`: for staff.

    Words that were asked about are counted for the whole organisation only.
    """
    months = _months(year)
    if not months:
        return Year(year)
    since, until = _moment(months[-1].first), _moment(_next(months[0].first))
    by_month = {one.first: one for one in months}
    mine = [only] if only is not None else list(works)
    sent = Version.objects.filter(sent_at__gte=since, sent_at__lt=until, document__work__in=mine)
    counts = sent.annotate(month=TruncMonth("sent_at")).order_by().values("month").annotate(
        papers=Count("pk"), found_=Sum("found"), kept_=Sum("kept"), left_=Sum("left"), n=Sum("counted__words"), s=Sum("counted__sentences")
    )  # fmt: skip
    for row in counts:
        one = by_month[_first(row["month"])]
        one.papers, one.found, one.kept, one.left = row["papers"], row["found_"] or 0, row["kept_"] or 0, row["left_"] or 0
        one.words, one.sentences = row["n"] or 0, row["s"] or 0
    _formats(by_month, since, until, mine)
    _days_lost(by_month, since, until, list(works), only, hide)
    if only is None:
        _asks(by_month, since, until, hide)
    return Year(year, months)


def _formats(by_month: dict[date, Month], since: datetime, until: datetime, works: Sequence[int]) -> None:
    """A format is late when it was not ready on the day on which its version was sent (R014), or is not ready yet."""
    late = Q(ready_at__isnull=True) | Q(ready_on__gt=F("sent_on"))
    found = Format.objects.filter(version__sent_at__gte=since, version__sent_at__lt=until, version__document__work__in=works)
    found = found.annotate(
        month=TruncMonth("version__sent_at"), ready_on=TruncDate("ready_at"), sent_on=TruncDate("version__sent_at")
    )
    for row in found.order_by().values("month").annotate(n=Count("pk"), late=Count("pk", filter=late)):
        one = by_month[_first(row["month"])]
        one.formats, one.formats_late = row["n"], row["late"]


def _days_lost(
    by_month: dict[date, Month], since: datetime, until: datetime, works: Sequence[int], only: int | None, hide: bool
) -> None:
    """For how many people their format came on a later day than it should, and how many days that was together (R013)."""
    found = Sent.objects.filter(asked_at__gte=since, asked_at__lt=until, version__document__work__in=works)
    dated = found.annotate(month=TruncMonth("asked_at"), asked_on=TruncDate("asked_at"), ready_on=TruncDate("ready_at"))
    late = dated.filter(Q(ready_at__isnull=True) | Q(ready_on__gt=F("asked_on"))).order_by()
    # Rows are days, not people: their number does not grow with the number of people.
    rows = late.values_list("month", "version__document__work", "asked_on", "ready_on").annotate(n=Count("pk"))
    people: dict[date, dict[int, int]] = {}
    days: dict[date, dict[int, int]] = {}
    for moment, work, asked_on, ready_on, n in rows:
        month = _first(moment)
        at = people.setdefault(month, {})
        at[work] = at.get(work, 0) + n
        lost = days.setdefault(month, {})
        lost[work] = lost.get(work, 0) + n * ((ready_on or today()) - asked_on).days
    for month, one in by_month.items():
        known, lost = people.get(month, {}), days.get(month, {})
        shown = _shown(month, known) if hide else _all(known)
        one.people_late = shown.get(only, None if hide else 0)
        one.days_lost = (lost.get(only, 0) if only is not None else sum(lost.values())) if one.people_late is not None else None


def _all(known: dict[int, int]) -> dict[int | None, int | None]:
    found: dict[int | None, int | None] = dict(known.items())
    found[None] = sum(known.values())
    return found


def _shown(month: date, known: dict[int, int]) -> dict[int | None, int | None]:
    """Which counts of people may be shown, by work and together (None), so that none can be worked out from the others."""
    if not known:
        return {}
    limit = number("hide_below")
    if len(known) > MOST_TOGETHER:
        return {None: total if (total := sum(known.values())) >= limit else None}
    works = sorted(known)
    table = published([[known[work]] for work in works], limit, key=mark("words.clear", month.isoformat()))
    return {**{work: row[0] for work, row in zip(works, table.rows, strict=True)}, None: table.all}


def _asks(by_month: dict[date, Month], since: datetime, until: datetime, hide: bool) -> None:
    """Words that people asked about in a month; answered in time: by the day that was promised."""
    found = TermAsk.objects.filter(asked_at__gte=since, asked_at__lt=until)
    dated = found.annotate(month=TruncMonth("asked_at"), answered_on=TruncDate("answered_at")).order_by()
    limit = number("hide_below")
    counted = {_first(row["month"]): row for row in dated.values("month").annotate(
        n=Count("pk"), in_time=Count("pk", filter=Q(answered_on__lte=F("due_on")))
    )}  # fmt: skip
    for month, one in by_month.items():
        row = counted.get(month, {"n": 0, "in_time": 0})
        one.asked, one.asked_in_time = row["n"], row["in_time"]
        if hide and one.asked < limit:
            one.asked = one.asked_in_time = None


def kept_reasons(works: Collection[int]) -> QuerySet[Handled]:
    """What was kept, with why, in versions that were sent, newest first: for staff, and without who kept it."""
    found = Handled.objects.filter(what=Handled.What.KEPT, version__document__work__in=works, version__sent_at__isnull=False)
    return found.select_related("version__document__work").order_by("-at", "-pk")


def _months(year: int) -> list[Month]:
    """Those that are over: a count that still grows would show what one more person did."""
    this = timezone.localtime(now()).date().replace(day=1)
    return [Month(date(year, month, 1)) for month in range(12, 0, -1) if date(year, month, 1) < this]


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _first(moment: datetime | date) -> date:
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return day.replace(day=1)
