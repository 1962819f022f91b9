"""Gaps: groups affected most with nobody at the table, today and at each stage (R072).

A group counts for a whole stage, also when it was put on the map later: these people were affected before anybody wrote it down.
A stage lasts from the day it began to the day before the next one; the one that runs, until today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from kitchentable.policy.clock import today
from kitchentable.seats.models import AffectedGroup, Seat
from kitchentable.works.models import StageTime, Work

Days = tuple[date, date]
"""The first and the last day, both of them in."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """From when to when a seat was held; `until` is the first day without them."""

    since: date
    until: date | None

    def on(self, day: date) -> bool:
        """Held on that day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class StageGap:
    """A group affected most that had nobody at the table for `days` of the `of` days of a stage."""

    group: AffectedGroup
    days: int
    of: int

    @property
    def is_whole(self) -> bool:
        """Nobody was there at any time."""
        return self.days == self.of


def gaps_now(work: Work) -> list[AffectedGroup]:
    """The groups affected most with nobody at the table today. One query."""
    return list(_without_anybody().filter(work=work))


def gaps_of(works: Iterable[Work]) -> dict[int, list[AffectedGroup]]:
    """The same for many pieces of work, by their pk; those without a gap have an empty list. One query."""
    found: dict[int, list[AffectedGroup]] = {work.pk: [] for work in works}
    for group in _without_anybody().filter(work__in=found):
        found[group.work_id].append(group)
    return found


def gaps_by_stage(work: Work) -> dict[str, list[StageGap]]:
    """For each stage the work has reached, in order: the groups affected most that had nobody there on some day of it. Three queries."""
    groups = list(AffectedGroup.objects.affected_most().filter(work=work))
    held = held_by_group(Seat.objects.at_table().filter(work=work))
    stages = stage_days(work.stage_times.all(), today())
    return {stage: stage_gaps(groups, held, spans) for stage, spans in stages.items()}


def held_by_group(seats: QuerySet[Seat]) -> dict[int, list[Held]]:
    """From when to when seats were held, by the pk of the group. One query."""
    found: dict[int, list[Held]] = {}
    for group, since, until in seats.order_by().values_list("group_id", "since", "until"):
        found.setdefault(group, []).append(Held(since, until))
    return found


def stage_gaps(groups: Sequence[AffectedGroup], held: Mapping[int, Sequence[Held]], spans: Sequence[Days]) -> list[StageGap]:
    """The gaps of one stage, which lasted these spans of days."""
    of = sum((last - first).days + 1 for first, last in spans)
    missed = ((group, sum(days_without(held.get(group.pk, ()), *span) for span in spans)) for group in groups)
    return [StageGap(group, days, of) for group, days in missed if days]


def days_without(held: Iterable[Held], first: date, last: date) -> int:
    """On how many days from `first` to `last` nobody held one of these seats."""
    missed, reached = 0, first
    for one in sorted(held, key=lambda found: found.since):
        if one.until is not None and one.until <= max(one.since, reached):
            continue
        missed += max(0, (min(one.since, last + A_DAY) - reached).days)
        if one.until is None:
            return missed
        reached = max(reached, one.until)
    return missed + max(0, (last + A_DAY - reached).days)


def stage_days(times: Iterable[StageTime], day: date) -> dict[str, list[Days]]:
    """On which days a work stood at each stage it reached, by stage, from the first to the last; spans of one stage never overlap."""
    found: dict[str, list[Days]] = {}
    for time in sorted(times, key=lambda one: (one.since, one.pk)):
        first = timezone.localtime(time.since).date()
        last = day if time.until is None else timezone.localtime(time.until).date() - A_DAY
        spans = found.setdefault(time.stage, [])
        last = max(first, last)
        if spans and first <= spans[-1][1]:
            first, last = spans[-1][0], max(last, spans[-1][1])
            spans.pop()
        spans.append((first, last))
    return {stage: found[stage] for stage in Work.Stage.values if stage in found}


def _without_anybody() -> QuerySet[AffectedGroup]:
    there = Seat.objects.at_table().held_on(today()).filter(group=OuterRef("pk"))
    return AffectedGroup.objects.affected_most().exclude(Exists(there))
