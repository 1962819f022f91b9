"""Charts: what they draw, that nothing leaves the picture, and that every number also stands in words."""

from __future__ import annotations

import itertools
import re

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from kitchentable.ui.charts import Chart, Series, svg_of
from kitchentable.ui.drawing import SMALLEST, WIDE, figure, width_of, wrapped

YEARS = tuple(str(year) for year in range(2017, 2027))
SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: Chart) -> str:
    return Template("{% chart c %}").render(Context({"c": chart}))


def picture(chart: Chart, **more: bool) -> etree._Element:
    return etree.fromstring(svg_of(chart, **more).encode())


def texts(svg: etree._Element) -> list[str]:
    return [one.text or "" for one in svg.iter(f"{SVG}text")]


def lines_of(values: tuple[float | None, ...], **more: object) -> Chart:
    return Chart("Trust", "How it went.", YEARS[: len(values)], (Series("At ease", values, 1),), kind="lines", **more)  # type: ignore[arg-type]


def test_a_chart_has_a_name_a_text_and_the_same_numbers_as_a_table() -> None:
    chart = Chart(
        "On time",
        "Nine of twelve came on time.",
        ("2025", "2026"),
        (Series("Answers", (9, None), 2, (12, None)),),
        why_gaps="Too few to show.",
    )
    html = drawn(chart)
    assert 'role="img"' in html
    assert re.search(r'aria-labelledby="(\w+)-title \1-words"', html)
    assert "Nine of twelve came on time. 1 number is not known or not shown. Too few to show.</desc>" in html
    assert "<summary>The same numbers as a table</summary>" in html
    assert html.count("9 of 12") == 2, "once drawn, once in the table"
    assert html.count("Not shown") == 2, "the chart says why it is hidden"
    assert "style=" not in html, "the policy of our pages forbids it"
    assert "<style" not in html


def test_a_missing_number_is_a_gap_and_never_a_line_across_it() -> None:
    whole, broken = picture(lines_of((4, 5, 6))), picture(lines_of((4, None, 6)))
    assert len([one for one in whole.iter(f"{SVG}line") if "chart-trend" in one.get("class")]) == 2
    assert not [one for one in broken.iter(f"{SVG}line") if "chart-trend" in one.get("class")]
    assert "?" in texts(broken)
    assert "?" not in texts(whole)


def test_a_bar_with_a_part_that_is_not_known_shows_no_parts() -> None:
    chart = Chart("Who", "Sides.", ("All",), (Series("Lived", (5,), 1), Series("Carers", (None,), 2)), kind="stack")
    svg = picture(chart)
    assert not [one for one in svg.iter(f"{SVG}rect") if "chart-part" in (one.get("class") or "")]
    assert "We do not know" in texts(svg)


def test_two_groups_differ_in_more_than_colour() -> None:
    chart = Chart("Who", "Sides.", ("All",), tuple(Series(f"Side {n}", (10,), n) for n in range(1, 7)), kind="stack")
    marks = [one.get("d") for one in picture(chart).iter(f"{SVG}path") if "chart-mark" in (one.get("class") or "")]
    assert len(set(marks)) == 6


def test_ten_years_of_six_rows_stand_apart() -> None:
    rows = tuple(Series(f"Row {n}", tuple(range(n, n + 10)), n) for n in range(1, 7))
    svg = picture(Chart("Ten years", "Six rows.", YEARS, rows, kind="lines"))
    for y in {one.get("y") for one in svg.iter(f"{SVG}text")}:
        row = [
            one
            for one in svg.iter(f"{SVG}text")
            if one.get("y") == y and one.get("text-anchor") == "middle" and "narrow" not in one.get("class")
        ]
        edges = sorted((float(one.get("x")) - width_of(one.text) / 2, float(one.get("x")) + width_of(one.text) / 2) for one in row)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(edges)), [one.text for one in row]


def test_a_phone_gets_fewer_labels_and_always_the_newest() -> None:
    html = drawn(Chart("Ten years", "One row.", YEARS, (Series("Row", tuple(range(10)), 1),), kind="lines"))
    always = re.findall(r'<text class="chart-text ?(?:chart-narrow)? *" x="([\d.]+)%"[^>]*>(20\d\d)</text>', html)
    assert always[-1][1] == "2026"
    gap = min((float(b[0]) - float(a[0])) * SMALLEST / 100 for a, b in itertools.pairwise(always))
    assert gap >= width_of("2026")


def test_read_from_the_right_it_starts_at_the_right() -> None:
    chart = lines_of((1, 2, 3))
    here, there = (
        next(float(one.get("x")) for one in svg.iter(f"{SVG}text") if one.text == "2017")
        for svg in (picture(chart), picture(chart, rtl=True))
    )
    assert there == pytest.approx(WIDE - here)
    with override("ar"):
        assert 'class="chart-at" x="100.00%"' in drawn(chart)


def test_with_nothing_to_draw_it_says_so() -> None:
    for chart in (Chart("A", "B", (), ()), Chart("A", "B", ("x",), (Series("n", (None,)),))):
        assert "There is nothing to draw yet." in drawn(chart)
        assert "There is nothing to draw yet." in texts(picture(chart))


def test_long_names_are_broken_and_whole_in_the_table() -> None:
    name = "Rheinschifffahrtsgesellschaft" * 12
    chart = Chart("A", "B", (name,), (Series(name, (3,)),))
    assert name in drawn(chart)
    for line in texts(picture(chart)):
        assert width_of(line) <= WIDE
    assert all(width_of(line) <= SMALLEST for line in wrapped(name, SMALLEST))
    assert len(wrapped(name, SMALLEST)) == 3


def test_words_of_people_stay_words() -> None:
    html = drawn(Chart("<b>A</b>", "B", ("<script>x</script>",), (Series('"><img>', (1,)),)))
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html


def test_figures_are_short_where_they_are_large() -> None:
    assert [figure(n) for n in (0, 12, 1234, 2.5, 3.0, 10**12, -4)] == ["0", "12", "1,234", "2.5", "3", "1e+12", "-4"]


numbers = st.one_of(st.none(), st.integers(-(10**400), 10**400), st.floats())
rows = st.lists(
    st.builds(Series, st.text(max_size=40), st.lists(numbers, max_size=6).map(tuple), st.integers(-1, 9), st.lists(st.one_of(st.none(), st.integers(0, 99)), max_size=6).map(tuple)),
    max_size=6,
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.builds(Chart, st.text(max_size=30), st.text(max_size=30), st.lists(st.text(max_size=60), max_size=6).map(tuple), rows.map(tuple), st.sampled_from(["lines", "bars", "stack"]), st.sampled_from(["", "%", "days"])))  # fmt: skip
def test_whatever_the_numbers_nothing_is_drawn_outside(chart: Chart) -> None:
    svg = picture(chart)
    tall = float(svg.get("height") or 0)
    for one in svg.iter(f"{SVG}rect"):
        if one.get("x") is not None:
            assert float(one.get("x")) >= -0.1
            assert float(one.get("x")) + float(one.get("width")) <= WIDE + 0.2
            assert float(one.get("y")) >= 0
            assert float(one.get("y")) + float(one.get("height")) <= tall
    for one in svg.iter(f"{SVG}g"):
        x, y = (float(part) for part in re.findall(r"[-\d.]+", one.get("transform")))
        assert 0 <= x <= WIDE
        assert 0 <= y <= tall
    for one in svg.iter(f"{SVG}text"):
        assert 0 <= float(one.get("y")) <= tall
    assert drawn(chart)
