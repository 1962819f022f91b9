"""A chart as the rows of its table, for pages. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from kitchentable.ui.charts import Chart
from kitchentable.ui.pieces import Words


@dataclass(frozen=True, slots=True)
class Cell:
    """One number with its base; `n` None: hidden or not known."""

    head: Words
    n: int | float | None
    of: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its label and its cells."""

    label: Words
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart and its table."""

    chart: Chart
    lines: tuple[Line, ...]


def drawn(chart: Chart) -> Drawn:
    """The chart with the rows of its table, one for each label, one cell for each series."""
    return Drawn(
        chart,
        tuple(
            Line(label, tuple(Cell(one.name, one.values[at], one.bases[at] if one.bases else None) for one in chart.series))
            for at, label in enumerate(chart.labels)
        ),
    )
