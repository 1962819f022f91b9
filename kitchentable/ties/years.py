"""How long people and staff have worked together, as it may be shown: by side of the table and year, never by person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.people.secret import mark
from kitchentable.people.small import Table, published
from kitchentable.ties.continuity import SIDES
from kitchentable.ties.evidence import Stayed
from kitchentable.ui.charts import Chart, Series
from kitchentable.ui.pieces import Words
from kitchentable.works.models import Group, Work

NAMES: dict[str, Words] = {
    Group.LIVED.value: gettext_lazy("People with lived experience"),
    Group.CARER.value: gettext_lazy("Unpaid carers"),
    Group.STAFF.value: gettext_lazy("People who work here"),
}
MOST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Gap:
    """A year in which somebody had to start over, in words."""

    year: int
    words: str


def shown(stayed: Sequence[Stayed], limit: int, work: Work) -> list[tuple[int, Table]]:
    """For each year a table with a row for each side: stayed, new, and all; numbers under `limit` hidden, and others with them (R116)."""
    return [
        (
            one.year,
            published(
                [[one.stayed[side], one.here[side] - one.stayed[side]] for side in SIDES],
                limit,
                key=mark(work.slug, f"years{one.year}"),
            ),
        )
        for one in stayed
    ]


def chart_of(tables: Sequence[tuple[int, Table]], limit: int) -> Chart | None:
    """Who stayed, of those at the table; None when there is no year to look back on."""
    if not tables:
        return None
    series = [
        Series(
            NAMES[side],
            tuple(table.rows[at][0] for _year, table in tables),
            group=at + 1,
            bases=tuple(table.across[at] for _year, table in tables),
        )
        for at, side in enumerate(SIDES)
    ]
    series.append(
        Series(
            _("All together"),
            tuple(table.down[0] for _year, table in tables),
            group=len(SIDES) + 1,
            bases=tuple(table.all for _year, table in tables),
        )
    )
    return Chart(
        title=_("Who was at the table in the year before, too"),
        description=_("For each year and each side of the table: how many of those at the table were there in the year before."),
        labels=tuple(str(year) for year, _table in tables),
        series=tuple(series),
        unit=_("people"),
        why_gaps=_("Numbers under %(limit)d are hidden, and others beside them, so that nobody can be worked out.")
        % {"limit": limit},
    )


def gaps(stayed: Sequence[Stayed], lead_changes: Sequence[int], limit: int) -> list[Gap]:
    """Where somebody had to start over, the newest first. Of a side only when it had `limit` people or more in both years."""
    found = [
        Gap(year, _("In %(year)d the lead changed. The old and the new lead never led together.") % {"year": year})
        for year in lead_changes
    ]
    for before, now in pairwise(stayed):
        if not any(now.here.values()) and any(before.here.values()):
            found.append(Gap(now.year, _("In %(year)d nobody was at the table.") % {"year": now.year}))
        for side in SIDES:
            if min(before.here[side], now.here[side]) >= limit and now.stayed[side] == 0:
                words = _("%(side)s, %(year)d: everyone at the table was new. Nobody was there from the year before.")
                found.append(Gap(now.year, words % {"side": NAMES[side], "year": now.year}))
    return sorted(found, key=lambda gap: (-gap.year, gap.words))
