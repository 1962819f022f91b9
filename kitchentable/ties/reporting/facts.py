"""What a report keeps: numbers as they stood, as figures, charts and tables. Pure, and the same after it was kept as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from kitchentable.ties.evidence import Figure, Span
from kitchentable.ui.charts import Chart, Series


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: words in each cell, already as anyone may read them. The first cell of a row names it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a report can show, under its own name. `empty` says that nothing of it happened in this time."""

    code: str
    title: str
    says: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    grids: tuple[Grid, ...] = ()
    empty: bool = False

    @property
    def needs_heading(self) -> bool:
        """Does nothing in it carry its title already? A table of figures does, and a chart or a table of the same name."""
        if self.says:
            return True
        if self.figures:
            return bool(self.charts or self.grids)
        return self.title not in {*(str(one.title) for one in self.charts), *(one.caption for one in self.grids)}


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was counted for one report. `as_of` is the day on which it was."""

    span: Span
    about: str
    as_of: date
    items: tuple[Item, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def item(self, code: str) -> Item | None:
        """One by its name."""
        return next((one for one in self.items if one.code == code), None)

    @property
    def nothing(self) -> bool:
        """Did nothing happen that we know of?"""
        return all(one.empty for one in self.items if one.code not in STANDING)

    def cells(self) -> Iterator[tuple[str, int | float]]:
        """Every number that is shown, with what it is a number of: what an attack starts from."""
        for one in self.items:
            for figure in one.figures:
                if figure.n is not None:
                    yield f"{one.code}:{figure.code}", figure.n
            for chart in one.charts:
                for row in chart.series:
                    for label, value in zip(chart.labels, row.values, strict=True):
                        if value is not None:
                            yield f"{one.code}:{row.name}:{label}", value


STANDING = frozenset(
    {
        "tip1",
        "tip2",
        "tip3",
        "tip4",
        "tip5",
        "tip6",
        "who_answers",
        "asked",
        "steps",
        "review",
        "met",
        "ladder",
        "aim",
        "outcomes",
        "seats",
    }
)
"""What stands as it is on the day of the count, whatever the span."""


def to_json(facts: Facts) -> dict[str, Any]:
    """As it is kept."""
    found: dict[str, Any] = _plain(asdict(facts))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def from_json(kept: dict[str, Any]) -> Facts:
    """As it was kept."""
    span = Span(date.fromisoformat(kept["span"]["since"]), date.fromisoformat(kept["span"]["until"]))
    items = tuple(_item(one) for one in kept["items"])
    return Facts(span, kept["about"], date.fromisoformat(kept["as_of"]), items, tuple(kept["notes"]))


def _item(kept: dict[str, Any]) -> Item:
    return Item(
        code=kept["code"],
        title=kept["title"],
        says=tuple(kept["says"]),
        figures=tuple(Figure(**one) for one in kept["figures"]),
        charts=tuple(_chart(one) for one in kept["charts"]),
        grids=tuple(Grid(one["caption"], tuple(one["heads"]), tuple(map(tuple, one["rows"]))) for one in kept["grids"]),
        empty=kept["empty"],
    )


def _chart(kept: dict[str, Any]) -> Chart:
    rows = tuple(Series(one["name"], tuple(one["values"]), one["group"], tuple(one["bases"])) for one in kept["series"])
    return Chart(**{**kept, "labels": tuple(kept["labels"]), "series": rows})
