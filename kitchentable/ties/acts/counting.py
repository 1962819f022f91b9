"""Counting the months that are over for the sweet spot. What was counted once is never changed (law 5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Max, Min, Sum
from django.db.models.functions import ExtractYear

from kitchentable.people.clock import add_working_days
from kitchentable.policy.act import act
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor
from kitchentable.ties.counted.figures import KINDS, Kind
from kitchentable.ties.counted.parts import alone, last_day, parts
from kitchentable.ties.models import CountedPart, CountedYear
from kitchentable.works.models import Work

FIRST = date(2000, 1, 1)


@act("ties.count", record=False)
def count(by: Actor, work: Work | None) -> list[CountedPart]:
    """Count what is over and was not counted yet, for a piece of work, or what is counted for the whole organisation only (None).

    Reads the tables from the last part on, so nothing can be missed: a night without a worker is made up for in the next one. Does
    nothing for what is counted already, also when the clock was set back. Returns the new parts.
    """
    ends = dict(CountedPart.objects.filter(work=work).order_by().values_list("figure").annotate(last=Max("until")))
    limit = number("hide_below")
    least = {"most": max(number("spot_least"), 2 * limit), "share": 2 * limit}
    made: list[CountedPart] = []
    for kind in KINDS:
        since, until = _from(ends.get(kind.code), kind), _over(kind)
        if kind.everyone != (work is None) or since > until:
            continue
        found = kind.read(work, since, until)
        cut = alone(found, limit=limit, months=12) if kind.yearly else parts(found, least=least[kind.aim], limit=limit)
        made += [
            CountedPart(
                work=work, figure=kind.code, side=one.side, since=one.since, until=one.until, of=one.told.of, low=one.told.low,
                high=one.told.high,
            )
            for one in cut
        ]  # fmt: skip
    CountedPart.objects.bulk_create(made, ignore_conflicts=True)
    add_up(work, made)
    return made


def add_up(work: Work | None, made: Sequence[CountedPart]) -> None:
    """Write anew the yearly sums of the years and figures in which these parts are, from all parts that stand there.

    First what stood goes, then the parts are read: of two at once, the later one waits and sees the other's parts, or fails as a whole.
    """
    if not made:
        return
    figures = {part.figure for part in made}
    first, last = min(part.until.year for part in made), max(part.until.year for part in made)
    CountedYear.objects.filter(work=work, figure__in=figures, year__range=(first, last)).delete()
    stand = CountedPart.objects.filter(work=work, figure__in=figures, until__range=(date(first, 1, 1), date(last, 12, 31)))
    sums = stand.annotate(year=ExtractYear("until")).order_by().values_list("figure", "year").annotate(
        since_=Min("since"), of_=Sum("of"), low_=Sum("low"), high_=Sum("high")
    )  # fmt: skip
    CountedYear.objects.bulk_create(
        CountedYear(work=work, figure=figure, year=year, since=since, of=of, low=low, high=high)
        for figure, year, since, of, low, high in sums
    )


def _from(last: date | None, kind: Kind) -> date:
    if last is not None:
        return last + timedelta(days=1)
    return date(today().year - 1, 1, 1) if kind.yearly else FIRST


def _over(kind: Kind) -> date:
    """The last day of the last month (or year) that may be counted today; the day before FIRST when there is none."""
    day = today() - timedelta(days=number("spot_wait_days"))
    if kind.yearly:
        return date(day.year - 1, 12, 31)
    last = day.replace(day=1) - timedelta(days=1)
    if kind.waits:
        while add_working_days(last, number("answer_days"), settings.NATION) > day:
            last = last.replace(day=1) - timedelta(days=1)
    return last_day(last.replace(day=1))
