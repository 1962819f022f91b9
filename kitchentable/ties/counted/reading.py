"""Kept counts, read for a page: sums of parts as they were told. One or two questions to the tables, however much was ever said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet, Sum

from kitchentable.policy.clock import today
from kitchentable.seats.models import AffectedGroup, Seat
from kitchentable.ties.counted.parts import Part, Told, whole
from kitchentable.ties.models import CountedPart, CountedYear
from kitchentable.works.models import Work

LATELY = timedelta(days=400)
"""Twelve months that are over, with the days it takes until the last of them is counted."""
YEARS_OF_ALL = 10
"""Years before this one in the trend of the organisation."""
MOST_PARTS = 12
"""Up to so many parts a trend shows each; more are added up by year."""
OF_ALL = ~Q(work__in=Work.objects.filter(is_public=False))
"""What the organisation is the sum of: public work as it is today, and what is counted for the whole organisation only (no work). Said as
what is not in it, so that a database reads along the index of time and not work by work: five times as fast."""


@dataclass(frozen=True, slots=True)
class Lately:
    """What may be told of one figure for about the last year, from the first to the last day that is in it."""

    told: Told
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Point:
    """One step of a trend: some months, or a year. `told` is None where nothing was counted."""

    since: date
    until: date
    told: Told | None

    @property
    def is_year(self) -> bool:
        """A whole year."""
        return (self.since.month, self.since.day, self.until.month, self.until.day) == (1, 1, 12, 31)


def lately(work: Work | None, side: str = "") -> dict[str, Lately]:
    """For each figure that was counted lately, its sum; of one side of the table, if `side` says so. One question."""
    found = _of(work, side).filter(until__gt=today() - LATELY)
    rows = found.order_by().values_list("figure").annotate(
        of=Sum("of"), low=Sum("low"), high=Sum("high"), since_=Min("since"), until_=Max("until")
    )  # fmt: skip
    return {figure: Lately(Told(of, low, high), since, until) for figure, of, low, high, since, until in rows}


def trends(work: Work | None, side: str = "") -> dict[str, list[Point]]:
    """For each figure, how it went: part by part while there are few of them, else by year. One question; of the organisation, by year."""
    if work is None:
        return _by_year_of_all()
    parts: dict[str, list[Part]] = defaultdict(list)
    rows = _of(work, side).order_by("since", "side").values_list("figure", "since", "until", "of", "low", "high")
    for figure, since, until, of, low, high in rows:
        parts[figure].append(Part(since, until, Told(of, low, high)))
    return {figure: _points(those) for figure, those in parts.items()}


def first_days() -> dict[str, date]:
    """For each figure, the first day that was ever counted in public work. One question."""
    return dict(_years_of_all().order_by().values_list("figure").annotate(first=Min("since")))


def groups_of(work: Work | None, side: str = "") -> list[tuple[AffectedGroup, bool]]:
    """The groups affected most, and if somebody of them sits at the table today; of all public work when `work` is None. One question."""
    there = Seat.objects.at_table().held_on(today()).filter(group=OuterRef("pk"))
    groups = AffectedGroup.objects.affected_most().annotate(sits=Exists(there))
    groups = groups.filter(work=work) if work is not None else groups.filter(work__is_public=True)
    if side:
        groups = groups.filter(side=side)
    return [(group, bool(getattr(group, "sits"))) for group in groups]  # noqa: B009 - annotated


# ── the small steps ───────────────────────────────────────────────────────────────────────────────


def _of(work: Work | None, side: str) -> QuerySet[CountedPart]:
    found = CountedPart.objects.filter(side=side) if side else CountedPart.objects.all()
    if work is not None:
        return found.filter(work=work)
    return found.filter(OF_ALL)


def _years_of_all() -> QuerySet[CountedYear]:
    return CountedYear.objects.filter(OF_ALL)


def _by_year_of_all() -> dict[str, list[Point]]:
    by_year: dict[str, dict[int, Told]] = defaultdict(dict)
    rows = _years_of_all().filter(year__gte=today().year - YEARS_OF_ALL).order_by().values_list("figure", "year")
    for figure, year, of, low, high in rows.annotate(a=Sum("of"), b=Sum("low"), c=Sum("high")):
        by_year[figure][year] = Told(of, low, high)
    return {figure: _years(years) for figure, years in by_year.items()}


def _points(parts: Iterable[Part]) -> list[Point]:
    spans: dict[tuple[date, date], list[Told]] = defaultdict(list)
    for part in parts:
        spans[part.since, part.until].append(part.told)
    if len(spans) <= MOST_PARTS:
        return [Point(since, until, whole(told)) for (since, until), told in spans.items()]
    years: dict[int, Told] = {}
    for (_since, until), told in spans.items():
        years[until.year] = years.get(until.year, Told()) + whole(told)
    return _years(years)


def _years(years: dict[int, Told]) -> list[Point]:
    """Each year from the first to the last; one with nothing in it stands there as such."""
    return [
        Point(date(year, 1, 1), date(year, 12, 31), years.get(year)) for year in range(min(years), max(years) + 1)
    ]  # fmt: skip
