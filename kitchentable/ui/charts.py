"""Charts that are drawn by the server: an SVG with a title and a description, and always the same numbers as a table.

Places along a chart are parts of its width and places down it are pixels, so that words and marks keep their size on a phone. A line over
time has a panel of its own, all on one scale: six lines never cross, and nothing hangs on telling colours apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kitchentable.ui.pieces import Words


@dataclass(frozen=True, slots=True)
class Series:
    """One row of a chart: a name, and for each label a number; None is “we do not know”, or hidden because it is small.

    `bases`: of how many each number is; empty when that has no meaning. `group` (1 to 6) picks its colour and its mark.
    """

    name: Words
    values: tuple[int | float | None, ...]
    group: int = 0
    bases: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn. `kind`: "lines" over time, "bars" side by side, "stack" for parts of a whole. `labels` go along the bottom.

    `why_gaps` says why a number is missing, in one sentence.
    """

    title: Words
    description: Words
    labels: tuple[Words, ...]
    series: tuple[Series, ...]
    kind: Literal["lines", "bars", "stack"] = "bars"
    unit: Words = ""
    why_gaps: Words = ""


def svg_of(chart: Chart, *, rtl: bool = False) -> str:
    """The chart as a file that stands by itself, with colours of its own, for PDF, Word and pictures. Raises nothing, whatever the numbers."""
    from kitchentable.ui.drawing import standalone

    return standalone(chart, rtl=rtl)
