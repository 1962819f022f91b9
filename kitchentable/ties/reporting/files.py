"""A making as a paper, and the paper in every format: headings, figures, charts as pictures with their words, and tables."""

from __future__ import annotations

import functools
import io
import logging
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from kitchentable.ties.evidence import Figure
from kitchentable.ties.reporting.facts import Facts, Grid, Item, from_json
from kitchentable.ties.reporting.kinds import Part
from kitchentable.ui.charts import Chart, svg_of
from kitchentable.ui.drawing import has_numbers, in_words, said
from kitchentable.words.formats.building import USUAL, inner
from kitchentable.words.formats.paper import Block, Heading, Inlines, Link, Listing, Paper, Paragraph, Picture, Strong, Table, text
from kitchentable.words.formats.read import read_markdown, to_markdown
from kitchentable.words.formats.safe import as_data

if TYPE_CHECKING:
    from kitchentable.ties.models.reports import Making


def how_counted(code: str) -> str:
    """Where it is said how a number is counted; empty while no such page is there."""
    try:
        return f"{reverse('ties:how_counted')}#{code}"
    except NoReverseMatch:
        return ""


def figure_words(figure: Figure) -> str:
    """“9 of 12”, “9”, that we do not know, or that it is not shown."""
    if figure.n is None:
        return _("We do not know") if figure.unknown else _("Not shown, because it is small")
    return _("%(n)s of %(whole)s") % {"n": figure.n, "whole": figure.of} if figure.of is not None else str(figure.n)


def parts_of(making: Making) -> list[tuple[Part, list[Item], str, date | None]]:
    """Each part with the items that say something, and the words that people wrote there. Parts with neither are in it, empty."""
    facts = from_json(making.facts)
    words = {part: (said_, date.fromisoformat(day)) for part, said_, day in making.words}
    found = []
    for part in making.report.what.parts:
        items = [item for code in part.shows if (item := facts.item(code)) is not None and not item.empty]
        wrote, on = words.get(part.code, ("", None))
        found.append((part, items, wrote, on))
    return found


def document_text(making: Making) -> str:
    """The making as Markdown, for a paper of the words floor."""
    return to_markdown(paper_of(making))


def paper_of(making: Making) -> Paper:
    """The making as a paper: everything that its page says."""
    report = making.report
    facts = from_json(making.facts)
    return Paper(str(report), tuple(_blocks(making, facts, short=report.what.short)), language=_language())


def _language() -> str:
    """The language it is made in, as formats write it: “en-GB”."""
    name, _dash, place = (get_language() or USUAL).partition("-")
    return f"{name}-{place.upper()}" if len(place) == 2 else name


def _blocks(making: Making, facts: Facts, *, short: bool) -> Iterator[Block]:
    when = _("Counted on %(day)s.") % {"day": date_format(facts.as_of, "j F Y")}
    source = str(making.report.what.source)
    yield Paragraph(text(" ".join(one for one in (source and f"{source}.", when, *facts.notes) if one)))
    if facts.nothing:
        yield Paragraph(text(nothing_words()))
    left_out = 0
    for part, items, words, on in parts_of(making):
        if not items and not words:
            left_out += 1
            continue
        yield Heading(2, text(str(part.title)))
        for item in items:
            yield from _item(item, alone=len(items) == 1, short=short)
        if words and on:
            yield from _wrote(str(part.asks), words, on, short=short)
        elif not words:
            left_out += 1
    if left_out:
        yield Paragraph(text(left_out_words(left_out)))


def nothing_words() -> str:
    """The honest sentence of an empty time."""
    return _("Nothing was noted in this time: nothing came in, nothing was decided, and no promise was due.")


def left_out_words(count: int) -> str:
    """How many parts nobody wrote in."""
    return ngettext(
        "%(n)d part is left out, because nobody has written it.",
        "%(n)d parts are left out, because nobody has written them.",
        count,
    ) % {"n": count}


def _wrote(asks: str, words: str, on: date, *, short: bool) -> Iterator[Block]:
    if not short:
        yield Heading(3, text(asks))
    blocks = read_markdown(words, "–").blocks
    yield from inner(one for one in blocks if not isinstance(one, Picture))
    if not short:
        yield Paragraph(text(_("Written by people, on %(day)s.") % {"day": date_format(on, "j F Y")}))


def _item(item: Item, *, alone: bool, short: bool) -> Iterator[Block]:
    heading = not alone and not short and item.needs_heading
    if heading:
        yield Heading(3, text(item.title))
    if item.says and not short:
        if len(item.says) > 1:
            yield Listing(tuple((Paragraph(text(one)),) for one in item.says))
        else:
            yield Paragraph(text(item.says[0]))
    figures = [] if short and item.charts else list(item.figures)
    if figures:
        rows = tuple((_linked(one), text(figure_words(one))) for one in figures)
        yield Table(
            (text(_("What was counted")), text(_("How many"))),
            rows,
            () if short else text(_("In numbers") if heading or alone else item.title),
        )
    for chart in item.charts:
        yield from _chart(chart, short=short, named=heading and str(chart.title) == item.title and not figures and not item.says)
    for grid in item.grids:
        yield _grid(grid)


def _linked(figure: Figure) -> Inlines:
    to = how_counted(figure.code)
    return (Link(text(figure.words), f"{settings.URL.rstrip('/')}{to}"),) if to else text(figure.words)


def _chart(chart: Chart, *, short: bool, named: bool) -> Iterator[Block]:
    """Its name, the picture with its words, and the numbers. `named`: a heading has said its name just before."""
    if short and has_numbers(chart):
        yield Paragraph(text(str(chart.description)))
    elif not named:
        yield Paragraph((Strong(text(str(chart.title))),))
    if has_numbers(chart):
        yield Picture(f"{chart.title}. {said(chart)}", picture_of(svg_of(chart, rtl=get_language_bidi())))
        if short:
            return
    heads = (text(""), *(text(str(row.name)) for row in chart.series))
    rows = tuple(
        (text(str(label)), *(text(in_words(chart, row, at)) for row in chart.series)) for at, label in enumerate(chart.labels)
    )
    yield Table((text("–"), *heads[1:]), rows, text(_("The numbers: %(title)s") % {"title": chart.title}))
    if chart.why_gaps and any(None in row.values for row in chart.series):
        yield Paragraph(text(str(chart.why_gaps)))


def _grid(grid: Grid) -> Table:
    return Table(
        tuple(text(one) for one in grid.heads), tuple(tuple(text(cell) for cell in row) for row in grid.rows), text(grid.caption)
    )


@functools.lru_cache(maxsize=64)
def picture_of(svg: str) -> str:
    """The SVG as a PNG in a data: address, or nothing when this house has no typesetter: its words and its table stand anyway."""
    from kitchentable.words.formats.pdfs import missing

    if missing():
        return ""
    return as_data(_png(svg))


def _png(svg: str) -> bytes:
    import pypdfium2
    from lxml import etree
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from kitchentable.words.formats.pdfs import FONT_FACES, FONTS

    class OnlyFonts(URLFetcher):  # type: ignore[misc]
        """The fonts of the house. Everything else is refused."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("font:") and url[5:] in dict(FONT_FACES):
                return URLFetcherResponse(url, (FONTS / url[5:]).read_bytes())
            raise ValueError("nothing is fetched")

    logging.getLogger("weasyprint").propagate = False
    root = etree.fromstring(svg.encode())
    wide, tall = float(root.get("width", "656")), float(root.get("height", "48"))
    faces = "".join(
        f'@font-face {{ font-family: "Hyperlegible"; src: url("font:{file}"); font-weight: 200 800; unicode-range: {span}; }}'
        for file, span in FONT_FACES
    )
    fonts, fetcher = FontConfiguration(), OnlyFonts()
    style = (
        f"{faces} @page {{ size: {wide}px {tall}px; margin: 0; }} body {{ margin: 0; background: #fff; }} svg {{ display: block; }}"
    )
    sheet = CSS(string=style, url_fetcher=fetcher, font_config=fonts, base_url="house:")
    page = HTML(string=f"<body>{svg}</body>", url_fetcher=fetcher, base_url="house:")
    pdf = pypdfium2.PdfDocument(page.write_pdf(stylesheets=[sheet], font_config=fonts))
    out = io.BytesIO()
    pdf[0].render(scale=2 * 96 / 72).to_pil().convert("P", palette=1, colors=64).save(out, "PNG", optimize=True, dpi=(192, 192))
    return out.getvalue()
