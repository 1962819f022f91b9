"""The counts of a call as pages show them: made from what was kept when they were counted, never from the answers (law 5)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kitchentable.seats.models import Call, FairnessChoice, Offer
from kitchentable.ui.pieces import Part


@dataclass(frozen=True, slots=True)
class Counted:
    """One line of a table: what it is, how many (None: hidden), and about how many there are on the map."""

    words: str
    count: int | None
    on_map: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What was asked, and how many gave each answer."""

    asks: str
    rows: list[Counted]
    with_map: bool = False

    @property
    def hides(self) -> bool:
        """Something in it is hidden."""
        return any(row.count is None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Counts:
    """All tables of one call. `all` is None when so few offered that it is hidden; then there are no tables."""

    all: int | None
    limit: int
    tables: list[Table]
    ways: list[Part]

    @property
    def offline(self) -> int | None:
        """How many did not offer on a page."""
        return self.ways[1].value if self.ways else None


def counts_of(call: Call) -> Counts | None:
    """What may be shown of a call; None before it is counted."""
    kept = call.counts
    if kept is None:
        return None
    everyone: int | None = kept["all"]
    if everyone is None:
        return Counts(None, kept["limit"], [], [])
    tables = [_groups(call, kept["groups"])] if call.work.affected_groups.on_map().exists() else []
    labels = dict(Offer.Way.choices)
    tables.append(Table(_("How offers came"), [Counted(str(labels[way]), count) for way, count in kept["ways"].items()]))
    for question in call.fairness.prefetch_related("choices"):
        shown = kept["questions"].get(question.code)
        if shown is None:
            continue
        rows = [
            Counted(
                one.words if one.code != FairnessChoice.UNSAID else _("Would rather not say, or skipped it"), shown.get(one.code)
            )
            for one in question.choices.all()
        ]
        tables.append(Table(question.asks, rows))
    online = kept["ways"]["page"]
    ways = (
        []
        if online is None
        else [Part(_("On our page"), online), Part(_("By phone, by post, in person or through a partner"), everyone - online)]
    )
    return Counts(everyone, kept["limit"], tables, ways)


def _groups(call: Call, counts: dict[str, int | None]) -> Table:
    """Compared with the map of the piece of work."""
    rows = [
        Counted(group.name, counts[group.key], group.about_how_many)
        for group in call.work.affected_groups.on_map()
        if group.key in counts
    ]
    rows.append(Counted(_("No group chosen"), counts.get("")))
    return Table(_("For which group people offered"), rows, with_map=True)
