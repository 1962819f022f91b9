"""The counts of three months as they may be shown: learning (R108) and how sure people feel (R101), staff and people side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.people.secret import mark
from kitchentable.people.small import published
from kitchentable.policy.numbers import number
from kitchentable.ties.learnt import learnt
from kitchentable.ties.models import Quarter, Sure
from kitchentable.ties.models.confidence import ASKED, ASKS
from kitchentable.ties.quarters import Share, after, share, span_of
from kitchentable.ui.charts import Chart, Series
from kitchentable.ui.pieces import Words

PEOPLE, STAFF = "people", "staff"
SIDES: dict[str, Words] = {
    PEOPLE: gettext_lazy("People with lived experience and unpaid carers"),
    STAFF: gettext_lazy("People who work here"),
}
SURE_FROM = Sure.Step.QUITE
SHOWN_QUARTERS = 12


def shown_of(first: date) -> dict[str, Any]:
    """What may be shown of the three months that begin on `first`."""
    return _learned(first) | {"sure": _sure(first)}


def _learned(first: date) -> dict[str, Any]:
    took = learnt(None, span_of(first))
    rows = [
        [took.people_said, took.people_took - took.people_said],
        [took.staff_said, took.staff_took - took.staff_said],
    ]
    table = published(rows, number("hide_below"), key=mark("learning", first.isoformat()))
    return {
        "learned": dict(zip((PEOPLE, STAFF), table.across, strict=True)),
        "said": {PEOPLE: table.rows[0][0], STAFF: table.rows[1][0]},
    }


def _sure(first: date) -> dict[str, Any]:
    """Of each person only the last note of these months."""
    start, stop = (timezone.make_aware(datetime.combine(day, time())) for day in (first, after(first)))
    notes = Sure.objects.filter(said_at__gte=start, said_at__lt=stop, person__erased_at__isnull=True)
    last = {note.person_id: note for note in notes.select_related("person").order_by("said_at", "pk")}
    group = number("confidence_group")
    found: dict[str, Any] = {}
    for side in SIDES:
        mine = [note for note in last.values() if note.person.works_here == (side == STAFF)]
        found[side] = {}
        for name in ASKS:
            told = share([step >= SURE_FROM for note in mine if (step := note.step_of[name]) is not None], group)
            found[side][name] = [told.n, told.of] if told else None
    return found


# ── for the page ──────────────────────────────────────────────────────────────────────────────────


def quarters() -> list[Quarter]:
    """The last years, the oldest first."""
    return list(reversed(Quarter.objects.order_by("-first_day")[:SHOWN_QUARTERS]))


def name_of(first: date) -> str:
    """ "January to March 2026"."""
    names = [_("January to March"), _("April to June"), _("July to September"), _("October to December")]
    return f"{names[(first.month - 1) // 3]} {first.year}"


def sure_charts(kept: Sequence[Quarter]) -> list[Chart]:
    """One chart for each question, people and staff beside one another; only questions of which something is shown."""
    return [chart for name in ASKS if (chart := _sure_chart(kept, name)) is not None]


def _sure_chart(kept: Sequence[Quarter], name: str) -> Chart | None:
    cells = {side: [_share_in(one.shown, side, name) for one in kept] for side in SIDES}
    if not any(cell for row in cells.values() for cell in row):
        return None
    return Chart(
        title=ASKED[name],
        description=_("How many said “quite sure” or “very sure”, in each three months, of how many who said something."),
        labels=tuple(name_of(one.first_day) for one in kept),
        series=tuple(
            Series(
                SIDES[side],
                tuple(cell.n if cell else None for cell in row),
                group=at,
                bases=tuple(cell.of if cell else None for cell in row),
            )
            for at, (side, row) in enumerate(cells.items(), start=1)
        ),
        why_gaps=_(
            "The numbers are a little rounded: of each %(group)d people, none counts as one, and all count as all but one. Fewer are not shown."
        )
        % {"group": number("confidence_group")},
    )


def _share_in(shown: Mapping[str, Any], side: str, name: str) -> Share | None:
    cell = shown.get("sure", {}).get(side, {}).get(name)
    return Share(*cell) if cell else None


def learned_chart(kept: Sequence[Quarter]) -> Chart | None:
    """Who took part in learning, staff and people side by side (R108); None before the first three months are over."""
    if not kept:
        return None
    return Chart(
        title=_("Who learned something"),
        description=_(
            "How many people and how many staff took part in learning, in each three months, and how many of them said afterwards what they can do now."
        ),
        labels=tuple(name_of(one.first_day) for one in kept),
        series=tuple(
            Series(name, tuple(one.shown.get(kind, {}).get(side) for one in kept), group=at)
            for at, (kind, side, name) in enumerate(
                (
                    ("learned", PEOPLE, SIDES[PEOPLE]),
                    ("said", PEOPLE, _("Of them, said what they can do now")),
                    ("learned", STAFF, SIDES[STAFF]),
                    ("said", STAFF, _("Of staff, said what they can do now")),
                ),
                start=1,
            )
        ),
        unit=_("people"),
        why_gaps=_("Numbers under %(limit)d are hidden, and others beside them, so that nobody can be worked out.")
        % {"limit": number("hide_below")},
    )


def until_when(kept: Sequence[Quarter]) -> date | None:
    """The last day that is counted."""
    return after(kept[-1].first_day) - timedelta(days=1) if kept else None
