"""Needs met over a year: by kind, by place, by piece of work; with small counts hidden."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.gatherings.models import PLANNERS, HowItWas
from kitchentable.gatherings.small import hide_small
from kitchentable.people.models import Duty, WhatWorks
from kitchentable.people.rules import has_duty
from kitchentable.policy.verdict import Actor
from kitchentable.ui.pieces import Part, Words
from kitchentable.works.rules import works_where

Met = HowItWas.Met
COLUMNS = (Met.MET, Met.PARTLY, Met.NOT)


@dataclass(frozen=True, slots=True)
class MetTable:
    """Rows of (name, counts with how many in all); None is hidden."""

    key: str
    title: Words
    first: Words
    rows: tuple[tuple[str, list[int | None]], ...]
    totals: list[int | None]

    @property
    def parts(self) -> tuple[Part, ...]:
        """All rows together, for a bar; nothing when that is hidden too."""
        if not self.rows or self.totals[-1] is None:
            return ()
        return tuple(
            Part(column.label, count or 0, group) for column, count, group in zip(COLUMNS, self.totals, (1, 4, 5), strict=False)
        )


def of_year(person: Actor, year: int, limit: int) -> list[MetTable]:
    """The three tables of a calendar year, as far as this reader may count: all, or the pieces of work they plan."""
    told = HowItWas.objects.filter(gathering__starts_at__year=year)
    if not (has_duty(person, Duty.Kind.ACCESS) or has_duty(person, Duty.Kind.BOARD)):
        told = told.filter(gathering__work__in=works_where(person, *PLANNERS))
    return [
        _table(told, "kind", "kind", gettext_lazy("By kind of need"), gettext_lazy("Kind of need"), limit),
        _table(told, "place", "gathering__place__called", gettext_lazy("By place"), gettext_lazy("Place"), limit),
        _table(told, "work", "gathering__work__title", gettext_lazy("By piece of work"), gettext_lazy("Piece of work"), limit),
    ]


def years() -> list[int]:
    """The years in which somebody said how it was, the newest first."""
    found = HowItWas.objects.order_by().values_list(ExtractYear("gathering__starts_at"), flat=True).distinct()
    return sorted({year for year in found if year}, reverse=True)


def _table(told: QuerySet[HowItWas], key: str, by: str, title: Words, first: Words, limit: int) -> MetTable:
    counts: dict[str, list[int]] = {}
    people: dict[str, list[int]] = {}
    asked = told.order_by().values_list(by, "met").annotate(n=Count("pk"), who=Count("person", distinct=True))
    for value, met, n, who in asked:
        at = COLUMNS.index(met)
        counts.setdefault(value or "", [0, 0, 0])[at] += n
        people.setdefault(value or "", [0, 0, 0])[at] += who
    names = sorted(counts, key=lambda value: _name(by, value))
    shown = hide_small([counts[one] for one in names], limit, [people[one] for one in names])
    rows = tuple((_name(by, one), row) for one, row in zip(names, shown, strict=False))
    return MetTable(key, title, first, rows, shown[-1])


def _name(by: str, value: str) -> str:
    if by == "kind":
        return str(WhatWorks.Kind(value).label)
    return value or _("Online, or a place that is gone")
