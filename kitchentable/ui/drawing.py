"""How a chart becomes shapes: pure code. A page gets parts of a width and classes, a file gets numbers and colours; the shapes are the same."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.ui.charts import Chart, Series

SMALLEST = 272.0
"""Pixels of the narrowest page that words must fit (320 px less its edges)."""
SIZE = 17
LINE = 23
WIDE = 640.0
MOST_LINES = 3
MARKS: dict[int, str] = {
    1: "M0-8a8 8 0 1 0 .01 0z",
    2: "M0-10 10 0 0 10-10 0z",
    3: "M-8-8H8V8H-8z",
    4: "M0-10 10 8H-10z",
    5: "M-3-10H3V-3H10V3H3V10H-3V3H-10V-3H-3z",
    6: "M-11-4H11V4H-11z",
}
PATTERNS = {2: "stripes", 3: "dots", 4: "lines", 5: "stripes", 6: "dots"}
COLOURS = {1: "#0e4d3f", 2: "#6a1b57", 3: "#1a4480", 4: "#5f3e00", 5: "#8f1d0c", 6: "#2a1a2e"}
FIXED = """
text { font-family: "Hyperlegible", "Atkinson Hyperlegible Next", "DejaVu Sans", Verdana, sans-serif; font-size: 17px; font-weight: 600; fill: #2a1a2e; }
.chart-name { font-weight: 700; } .chart-soft { font-weight: 400; }
.chart-in { fill: #fff; font-weight: 800; }
.chart-axis { stroke: #8b7787; stroke-width: 2; } .chart-gap { fill: none; stroke: #8b7787; stroke-width: 2; stroke-dasharray: 6 5; }
.chart-pattern { stroke: #fff; stroke-width: 3; stroke-opacity: .3; fill: none; } .chart-dot { fill: #fff; fill-opacity: .4; }
"""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes and how tall they stand, in pixels. `shapes` is safe SVG."""

    shapes: str
    height: float


def known(value: int | float | None) -> int | float | None:
    """A number that can be drawn; what is no number is not known."""
    try:
        return value if value is not None and math.isfinite(float(value)) else None
    except OverflowError:
        return None


def value_at(row: Series, at: int) -> int | float | None:
    """What a row says at a label; a row that is too short says nothing there."""
    return known(row.values[at]) if at < len(row.values) else None


def gap_words(chart: Chart) -> str:
    """What stands for a number that is missing: the chart says why it is hidden, or we do not know it."""
    return _("Not shown") if chart.why_gaps else _("We do not know")


def in_words(chart: Chart, row: Series, at: int, *, bases: bool = True) -> str:
    """“9 of 12”, “75%”, or why there is no number."""
    value = value_at(row, at)
    if value is None:
        return gap_words(chart)
    base = row.bases[at] if at < len(row.bases) else None
    if bases and base is not None:
        return _("%(n)s of %(whole)s") % {"n": figure(value), "whole": figure(base)}
    unit = str(chart.unit)
    if unit == "%":
        return f"{figure(value)}%"
    return f"{figure(value)} {unit}".strip() if bases else figure(value)


def figure(value: int | float) -> str:
    """A number as people of the reader's language write it; a very large one short."""
    if abs(value) >= 10_000_000:
        return f"{float(value):.3g}"
    if isinstance(value, float) and not value.is_integer():
        return number_format(round(value, 1 if abs(value) >= 1 else 2), use_l10n=True)
    return number_format(int(value), use_l10n=True, force_grouping=True)


def width_of(words: str) -> float:
    """About how wide words stand, in pixels at our size. Rather too wide than too narrow."""
    return (
        sum(
            _EM.get(sign, 0.62 if sign.isupper() else 0.56) if ord(sign) < 0x2E80 else 1.02
            for sign in words
            if not unicodedata.combining(sign)
        )
        * SIZE
    )


_EM = {**dict.fromkeys("iljI.,;:'|! ", 0.3), **dict.fromkeys("ftr()[]-/", 0.4), **dict.fromkeys("mwMW%", 0.88)}


def wrapped(words: str, room: float) -> list[str]:
    """Words in lines that fit, three at most; a word that fits no line is cut. The table has them whole."""
    lines, line = [], ""
    for word in " ".join(words.split()).split(" "):
        while width_of(word) > room:
            cut = next((n for n in range(1, len(word) + 1) if width_of(word[:n]) > room), len(word)) - 1 or 1
            lines += [line] if line else []
            lines.append(word[:cut])
            line, word = "", word[cut:]
            if len(lines) > MOST_LINES:
                break
        if len(lines) > MOST_LINES:
            break
        longer = f"{line} {word}".strip()
        if line and width_of(longer) > room:
            lines.append(line)
            longer = word
        line = longer
    lines += [line] if line else []
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][:-2] + "…"]


class _Pen:
    """Writes shapes. `across` turns hundredths of the width into what stands in the file."""

    def __init__(self, chart: Chart, *, name: str, fixed: bool, rtl: bool) -> None:
        self.chart, self.name, self.fixed, self.rtl = chart, name, fixed, rtl
        self.room = WIDE - 16 if fixed else SMALLEST
        self.out: list[str] = []
        self.y = 0.0

    def across(self, part: float) -> str:
        """A place along the chart; from the right when it is read from there."""
        part = min(100.0, max(0.0, 100 - part if self.rtl else part))
        return f"{part * WIDE / 100:.1f}" if self.fixed else f"{part:.2f}%"

    def wide(self, part: float) -> str:
        """A width."""
        part = min(100.0, max(0.0, part))
        return f"{part * WIDE / 100:.1f}" if self.fixed else f"{part:.2f}%"

    def words(self, words: str, at: float, y: float, kind: str = "", anchor: str = "start") -> None:
        """One line of words."""
        turned = ' direction="rtl"' if self.rtl and self.fixed else ""
        self.out.append(
            f'<text class="chart-text {kind}" x="{self.across(at)}" y="{y:.1f}" text-anchor="{anchor}"{turned}>{escape(words)}</text>'
        )

    def paragraph(self, words: str, kind: str = "", mark: int = 0) -> None:
        """Lines of words, each below the other; a mark stands before the first."""
        indent = 24 if mark else 0
        for number, line in enumerate(wrapped(words, self.room - indent)):
            self.y += LINE
            if mark and number == 0:
                self.mark(0, self.y - 6, mark, shift=11)
            at = f'dx="{-indent if self.rtl else indent}"' if indent else ""
            turned = ' direction="rtl"' if self.rtl and self.fixed else ""
            self.out.append(
                f'<text class="chart-text {kind}" x="{self.across(0)}" y="{self.y:.1f}" {at}{turned}>{escape(line)}</text>'
            )

    def mark(self, at: float, y: float, group: int, shift: float = 0) -> None:
        """The mark of a group, with its middle there."""
        shift = -shift if self.rtl else shift
        fill = f' fill="{COLOURS[group]}"' if self.fixed else ""
        shape = f'<path class="chart-mark g{group}" d="{MARKS[group]}" transform="translate({shift:g} 0)"{fill}/>'
        if self.fixed:
            self.out.append(f'<g transform="translate({self.across(at)} {y:.1f})">{shape}</g>')
        else:
            self.out.append(f'<svg class="chart-at" x="{self.across(at)}" y="{y:.1f}">{shape}</svg>')

    def bar(self, start: float, width: float, y: float, tall: float, group: int, *, gap: bool = False, plain: bool = False) -> None:
        """A bar, with the pattern of its group over it unless it is `plain`."""
        left = 100 - start - width if self.rtl else start
        place = f'x="{self.wide(left)}" y="{y:.1f}" width="{self.wide(width)}" height="{tall:g}"'
        if gap:
            self.out.append(f'<rect class="chart-gap" {place}/>')
            return
        fill = f' fill="{COLOURS[group]}"' if self.fixed else ""
        self.out.append(f'<rect class="chart-part g{group}" {place}{fill}/>')
        if not plain and (pattern := PATTERNS.get(group)):
            self.out.append(f'<rect {place} fill="url(#{self.name}-{pattern})"/>')

    def line(self, one: tuple[float, float], other: tuple[float, float], kind: str, group: int = 0) -> None:
        """A straight line."""
        stroke = f' stroke="{COLOURS[group]}" stroke-width="4" stroke-linecap="round"' if self.fixed and group else ""
        self.out.append(
            f'<line class="{kind} g{group}" x1="{self.across(one[0])}" y1="{one[1]:.1f}" x2="{self.across(other[0])}" y2="{other[1]:.1f}"{stroke}/>'
        )


def drawing(chart: Chart, *, name: str, fixed: bool = False, rtl: bool = False) -> Drawing:
    """The shapes of a chart. `name` keeps the patterns of two charts on one page apart. Nothing to draw gives a height of 0."""
    pen = _Pen(chart, name=name, fixed=fixed, rtl=rtl)
    if has_numbers(chart):
        {"lines": _lines, "bars": _bars, "stack": _stack}[chart.kind](pen)
    return Drawing("".join(pen.out), round(pen.y + 8, 1) if pen.out else 0.0)


def has_numbers(chart: Chart) -> bool:
    """Is anything known that could be drawn?"""
    return any(value_at(row, at) is not None for row in chart.series for at in range(len(chart.labels)))


def _group(row: Series, number: int) -> int:
    return row.group if row.group in MARKS else number % len(MARKS) + 1


def _ends(chart: Chart) -> tuple[float, float]:
    """The lowest and the highest number of the scale: it starts at nothing, so that no difference looks larger than it is."""
    found = [float(value) for row in chart.series for at in range(len(chart.labels)) if (value := value_at(row, at)) is not None]
    top = 100.0 if chart.unit == "%" else 0.0
    low, high = min([0.0, *found]), max([top, *found])
    return low, high if high > low else low + 1


def _share(value: float, ends: tuple[float, float]) -> float:
    """Where a number stands between the ends, 0 to 1, also for numbers whose difference is too large to write."""
    low, high = ends
    scale = max(abs(low), abs(high)) or 1.0
    return min(1.0, max(0.0, (value / scale - low / scale) / (high / scale - low / scale)))


def _fits(widths: Sequence[float], room: float) -> int:
    """Every how manieth label stands along a line so that none touches another."""
    return max(1, math.ceil(len(widths) * (max(widths) + 10) / room)) if widths else 1


TALL = 76.0


def _lines(pen: _Pen) -> None:
    """A panel for each row, on one scale: its name, its line with a mark and a number at each point, and the labels below it."""
    chart = pen.chart
    count = len(chart.labels)
    ends = _ends(chart)
    places = [50.0] if count == 1 else [9 + 82 * at / (count - 1) for at in range(count)]
    names = [wrapped(str(label), 110)[0] if str(label).split() else "" for label in chart.labels]
    for number, row in enumerate(chart.series):
        group = _group(row, number)
        pen.y += 14 if number else 0
        pen.paragraph(str(row.name), "chart-name", group)
        numbers = [in_words(chart, row, at, bases=False) if value_at(row, at) is not None else "" for at in range(count)]
        steps = [_steps([width_of(words) for words in column]) for column in (numbers, names)]
        top = pen.y + LINE + 16
        bottom = top + TALL
        spots = [
            (places[at], bottom - TALL * _share(float(value), ends)) if (value := value_at(row, at)) is not None else None
            for at in range(count)
        ]
        pen.line((0, bottom + 12), (100, bottom + 12), "chart-axis")
        for at in range(count - 1):
            if (one := spots[at]) and (other := spots[at + 1]):
                pen.line(one, other, "chart-trend", group)
        for at, spot in enumerate(spots):
            kinds = [_roomy(count - 1 - at, step) for step in steps]
            if spot:
                pen.mark(*spot, group)
                if kinds[0] is not None:
                    pen.words(numbers[at], spot[0], spot[1] - 15, kinds[0], "middle")
            else:
                pen.words("?", places[at], bottom + 4, "chart-soft", "middle")
            if kinds[1] is not None:
                pen.words(names[at], places[at], bottom + 12 + LINE, kinds[1], "middle")
        pen.y = bottom + 12 + LINE


def _steps(widths: Sequence[float]) -> tuple[int, int]:
    """For a wide page and for a narrow one."""
    return _fits(widths, WIDE - 60), _fits(widths, SMALLEST)


def _roomy(from_last: int, steps: tuple[int, int]) -> str | None:
    """No class when it always stands, a class when it stands where there is room, None when it never does. The newest always stands."""
    wide, narrow = steps
    if from_last % narrow == 0:
        return "" if from_last % wide == 0 else "chart-narrow"
    return "chart-roomy" if from_last % wide == 0 else None


def _bars(pen: _Pen) -> None:
    """For each label its bars, each with its name when there are several, and with its number behind it."""
    chart = pen.chart
    ends = _ends(chart)
    several = len(chart.series) > 1
    for at, label in enumerate(chart.labels):
        pen.y += 12 if at else 0
        pen.paragraph(str(label), "chart-name")
        for number, row in enumerate(chart.series):
            group = _group(row, number)
            value, said = value_at(row, at), in_words(chart, row, at)
            if several:
                pen.paragraph(_("%(name)s: %(number)s") % {"name": row.name, "number": said}, "chart-soft", group)
            else:
                pen.paragraph(said, "chart-soft")
            pen.y += 6
            base = row.bases[at] if at < len(row.bases) else None
            if value is None:
                pen.bar(0, 100, pen.y, 18, group, gap=True)
            else:
                share = (
                    _share(float(value), (0.0, float(base)))
                    if base
                    else _share(max(0.0, float(value)), (0.0, max(ends[1], 1e-300)))
                )
                if base:
                    pen.bar(0, 100, pen.y, 18, group, gap=True)
                pen.bar(0, max(100 * share, 0.6), pen.y, 18, group)
            pen.y += 18


def _stack(pen: _Pen) -> None:
    """For each label one bar with its parts; where a part is not known, the bar is empty, or the others would look larger than they are."""
    chart = pen.chart
    groups = [_group(row, number) for number, row in enumerate(chart.series)]
    for at, label in enumerate(chart.labels):
        pen.y += 12 if at else 0
        values = [value_at(row, at) for row in chart.series]
        parts = [max(0.0, float(value)) for value in values if value is not None]
        largest = max(parts, default=0.0)
        whole = sum(part / largest for part in parts) if largest else 0.0
        pen.paragraph(str(label), "chart-name")
        pen.y += 6
        if len(parts) < len(values) or not whole:
            pen.bar(0, 100, pen.y, 44, 1, gap=True)
            said = gap_words(chart) if len(parts) < len(values) else _("None")
            pen.words(said, 50, pen.y + 29, "chart-soft", "middle")
        else:
            _parts(pen, groups, values, [100 * part / largest / whole for part in parts], pen.y)
        pen.y += 44
    pen.y += 8
    _key(pen, groups, [" ".join(str(row.name).split()) for row in chart.series])


def _key(pen: _Pen, groups: list[int], names: list[str]) -> None:
    """What each mark stands for: in one line where a file has the room, else below each other."""
    widths = [width_of(name) + 24 + 28 for name in names]
    if not pen.fixed or sum(widths) > WIDE:
        for group, name in zip(groups, names, strict=True):
            pen.paragraph(name, "chart-soft", group)
        return
    pen.y += LINE
    at = 0.0
    for group, name, width in zip(groups, names, widths, strict=True):
        pen.mark(at / WIDE * 100, pen.y - 6, group, shift=11)
        pen.words(name, (at + 24) / WIDE * 100, pen.y, "chart-soft")
        at += width


def _parts(pen: _Pen, groups: list[int], values: Sequence[int | float | None], widths: list[float], y: float) -> None:
    start = 0.0
    for group, value, width in zip(groups, values, widths, strict=True):
        if width > 0 and value is not None:
            pen.bar(start, width, y, 44, group)
            words = f"{figure(value)}{'%' if pen.chart.unit == '%' else ''}"
            if width_of(words) + 10 <= width * (WIDE if pen.fixed else SMALLEST) / 100:
                if pen.fixed:  # a typesetter draws the edge of letters over them: a plain ground keeps them apart from the pattern
                    room = width_of(words) / WIDE * 100 + 1.5
                    pen.bar(start + width / 2 - room / 2, room, y + 8, 28, group, plain=True)
                pen.words(words, start + width / 2, y + 28, f"chart-in g{group}", "middle")
        start += width


def patterns(name: str) -> str:
    """The patterns that lie over bars, so that nothing hangs on colour."""
    return (
        f'<defs><pattern id="{name}-stripes" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="chart-pattern" d="M0 6h12"/></pattern>'
        f'<pattern id="{name}-dots" width="10" height="10" patternUnits="userSpaceOnUse"><circle class="chart-dot" cx="5" cy="5" r="2"/></pattern>'
        f'<pattern id="{name}-lines" width="9" height="9" patternUnits="userSpaceOnUse"><path class="chart-pattern" d="M4 0v9"/></pattern></defs>'
    )


def standalone(chart: Chart, *, rtl: bool = False) -> str:
    """The chart as a file: see `charts.svg_of`."""
    made = drawing(chart, name="c", fixed=True, rtl=rtl)
    tall = made.height or 48.0
    shapes = made.shapes or f'<text class="chart-text" x="{WIDE - 8 if rtl else 8:g}" y="30">{escape(nothing_words())}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 0 {WIDE + 16:g} {tall:g}" width="{WIDE + 16:g}" height="{tall:g}" role="img" '
        f'aria-labelledby="c-title c-words"><title id="c-title">{escape(_safe(chart.title))}</title><desc id="c-words">{escape(said(chart))}</desc>'
        f"<style>{FIXED}</style>{patterns('c')}{_safe(shapes)}</svg>"
    )


def nothing_words() -> str:
    """What stands where there is nothing to draw."""
    return _("There is nothing to draw yet.")


def has_gaps(chart: Chart) -> int:
    """How many numbers are not known or not shown."""
    return sum(value_at(row, at) is None for row in chart.series for at in range(len(chart.labels)))


def said(chart: Chart) -> str:
    """The chart in words: what it shows, and how many numbers are missing and why."""
    gaps = has_gaps(chart)
    parts = [str(chart.description)]
    if gaps:
        parts.append(
            ngettext("%(n)d number is not known or not shown.", "%(n)d numbers are not known or not shown.", gaps) % {"n": gaps}
        )
        parts.append(str(chart.why_gaps))
    return _safe(" ".join(part for part in parts if part))


def _safe(words: object) -> str:
    """Words that XML can hold."""
    return "".join(
        sign
        for sign in str(words)
        if sign in "\t\n" or (sign >= " " and not 0xD800 <= ord(sign) <= 0xDFFF and sign not in "\ufffe\uffff\x7f")
    )
