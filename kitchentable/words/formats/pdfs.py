"""A tagged PDF (PDF/UA-1): set anew at the size that is asked for, mended where the typesetter forgets, and read back."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

from kitchentable.words.formats.made import CannotMake, Check, Progress, put
from kitchentable.words.formats.paper import Paper, direction, lines
from kitchentable.words.formats.safe import href, is_whole
from kitchentable.words.formats.safe import language as language_tag
from kitchentable.words.formats.web import file_body

USUAL_POINTS = 14  # R027: 12 at least, 14 is better
# Millimetres at the sides, so that a line holds 60 to 70 characters (R030). At 24 point a sheet holds fewer: that harms nobody.
SIDES = {14: 25, 16: 17, 18: 12, 24: 12}
LONGEST_IN_CELL = 20  # letters
LARGEST = 400_000  # words; more would take the typesetter longer than anybody waits
FONTS = Path(__file__).resolve().parents[2] / "ui" / "static" / "ui" / "fonts"
FONT_FACES = (
    ("atkinson-hyperlegible-next-latin-wght-normal.woff2", "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, "
     "U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212"),
    ("atkinson-hyperlegible-next-latin-ext-wght-normal.woff2", "U+0100-0130, U+0132-0151, U+0154-02BA, U+02BD-02C5, U+02C7-02CC, U+1E00-1EFF"),
)  # fmt: skip
NO_SHAPE = re.compile(r"U\+([0-9A-Fa-f]{4,6})")
STYLE = """
@page { size: A4; margin: 20mm %(sides)dmm 24mm;
  @bottom-right { content: counter(page) " of " counter(pages); font: %(small)spt "Hyperlegible", sans-serif; }
  @bottom-left { content: %(running)s; font: %(small)spt "Hyperlegible", sans-serif; width: 75%%; } }
html { font: %(points)dpt/1.5 "Hyperlegible", "DejaVu Sans", Verdana, sans-serif; color: #000; hyphens: manual; }
body { margin: 0; text-align: start; overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.4em 0 .5em; break-after: avoid; break-inside: avoid; }
h1 { font-size: 1.8em; margin-top: 0; } h2 { font-size: 1.4em; } h3 { font-size: 1.2em; } h4, h5, h6 { font-size: 1em; }
p, ul, ol, table, figure, blockquote { margin: 0 0 .8em; orphans: 2; widows: 2; }
ul, ol { padding-inline-start: 1.6em; } li { margin-bottom: .3em; }
blockquote { border-inline-start: 2pt solid #555; padding-inline-start: 1em; }
img, svg { max-width: 100%%; max-height: 200mm; } figure { break-inside: avoid; }
table { border-collapse: collapse; width: 100%%; } caption { font-weight: bold; text-align: start; padding-bottom: .3em; }
th, td { border: 1pt solid #555; padding: .3em .5em; text-align: start; vertical-align: top; overflow-wrap: break-word; }
table.even { table-layout: fixed; }
em, i, cite, address, dfn { font-style: normal; } u, ins, abbr { text-decoration: none; }
a { color: #1a4480; font-weight: 600; text-decoration: none; } a.mark { color: inherit; font-weight: inherit; }
"""


@dataclass(frozen=True, slots=True)
class Written:
    """How many pages came of it, and what was found when it was read back."""

    pages: int
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What the typesetter would lose of some words: where they lead, their language, and what they are short for."""

    href: str = ""
    words: str = ""
    language: str = ""
    long: str = ""


@dataclass(slots=True)
class Marked:
    """A page whose links and marks have numbers, and what the numbers stand for."""

    html: str
    words: list[str]
    marks: list[Mark] = field(default_factory=list)


@lru_cache(maxsize=1)
def missing() -> str:
    """Nothing when PDFs can be made here, otherwise what is missing and what that costs."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return (
            "PDF and large print cannot be made here: Pango is missing. On Debian and Ubuntu: sudo apt-get install libpango-1.0-0 "
            "libpangoft2-1.0-0. Until then people who read them get the Word file."
        )
    return ""


def pdf_of(paper: Paper, out: Path, points: int, progress: Progress) -> Written:
    """The PDF of a paper, set at `points`. Raises CannotMake when it is longer than a typesetter can set."""
    if sum(len(line.split()) for line in lines(paper)) > LARGEST:
        raise CannotMake(f"This paper has more than {LARGEST:,} words. Make it in parts: no one reads a PDF of that length.")
    html = f"<h1>{escape(paper.title)}</h1>{file_body(paper)}"
    return write_pdf(
        html, out, title=paper.title, language=paper.language, points=points, words=lines(paper, alts=False), progress=progress
    )


def write_pdf(
    html: str,
    out: Path,
    *,
    title: str,
    language: str,
    points: int = USUAL_POINTS,
    words: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> Written:
    """Set a body of HTML as a tagged PDF. Its own <style> comes after the house's; pictures are data: addresses or SVG, and
    nothing is ever fetched. `words` are those that must be there; without them, those of the HTML. Raises CannotMake."""
    if absent := missing():
        raise CannotMake(absent)
    from kitchentable.words.formats.pdf_checks import check_pdf
    from kitchentable.words.formats.pdf_repair import mend

    said = progress or (lambda part: None)
    marked = numbered(html)
    said(0.05)
    shapeless = _Shapeless()
    raw = _typeset(marked, title, language, points, shapeless)
    said(0.7)
    mended = mend(raw, marked.marks, title=title, language=language)
    put(out, mended)
    said(0.85)
    return check_pdf(
        out, words=list(words) if words is not None else marked.words, title=title, language=language, no_shape=shapeless.said
    )


def numbered(html: str) -> Marked:
    """Every run of words in a link, in another language or in a short form is set in a link of its own with a number: of all
    that can be said in HTML, links alone can be found again in what the typesetter writes."""
    root = lxml_html.document_fromstring(f"<body>{html}</body>" if "<body" not in html[:2000] else html)
    for one in list(root.iter("script", "iframe", "object", "embed", "form", "base", "link", "meta")):
        one.drop_tree()
    found = Marked("", [])
    body = root.find("body")
    todo: list[tuple[Any, Mark]] = [(body, Mark())]
    wraps: list[tuple[Any, str, Mark]] = []
    while todo:
        one, mark = todo.pop()
        if not isinstance(one.tag, str) or one.tag in ("style", "svg", "title"):
            continue  # what is painted, and a tail, which belongs to its parent
        mark = _own(one, mark)
        found.words += [part for part in (one.text, *(child.tail for child in one)) if part and part.strip()]
        if mark != Mark() and (one.text or "").strip():
            wraps.append((one, "text", mark))
        for child in one:
            if mark != Mark() and (child.tail or "").strip():
                wraps.append((child, "tail", mark))
            todo.append((child, mark))
    for one, where, mark in wraps:
        link = lxml_html.Element("a", {"href": f"kt:{len(found.marks)}", "class": "link" if mark.href else "mark"})
        link.text = getattr(one, where)
        found.marks.append(mark)
        if where == "text":
            one.text = None
            one.insert(0, link)
        else:
            one.tail = None
            one.addnext(link)
    for table in root.iter("table"):
        # Columns are as wide as their words, but for words that would push the table off the sheet.
        if any(len(word) > LONGEST_IN_CELL for word in table.text_content().split()):
            table.set("class", f"{table.get('class', '')} even".strip())
    for one in list(root.iter("a", "abbr")):
        if not one.get("href", "").startswith("kt:"):
            one.drop_tag()
    found.html = lxml_html.tostring(root, encoding="unicode")
    return found


def _own(one: Any, mark: Mark) -> Mark:
    if one.tag == "a" and is_whole(leads := href(one.get("href") or "")):
        mark = Mark(leads, " ".join(one.text_content().split()) or leads, mark.language, mark.long)
    if one.tag == "abbr" and (one.get("title") or "").strip():
        mark = Mark(mark.href, mark.words, mark.language, one.get("title").strip())
    if tag := language_tag(one.get("lang") or ""):
        mark = Mark(mark.href, mark.words, tag, mark.long)
    return mark


class _Shapeless(logging.Handler):
    """Hears which letters no font of this house has."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if (number := NO_SHAPE.search(record.getMessage())) and unicodedata.category(sign := chr(int(number[1], 16)))[0] in "LMN":
            self.found.add(sign)

    @property
    def said(self) -> str:
        """Nothing when all have one."""
        if not self.found:
            return ""
        signs = " ".join(sorted(self.found)[:10])
        return f"{len(self.found)} have none, such as {signs}. Install fonts for them, for example fonts-noto."


def _typeset(marked: Marked, title: str, language: str, points: int, shapeless: _Shapeless) -> bytes:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyHere(URLFetcher):  # type: ignore[misc]
        """Fonts of the house and what is in the page itself. Everything else is refused."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            if url.startswith("font:") and url[5:] in dict(FONT_FACES):
                return URLFetcherResponse(url, (FONTS / url[5:]).read_bytes())
            raise ValueError("nothing is fetched")

    logger = logging.getLogger("weasyprint")
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    faces = "".join(
        f'@font-face {{ font-family: "Hyperlegible"; src: url("font:{file}"); font-weight: 200 800; unicode-range: {span}; }}'
        for file, span in FONT_FACES
    )
    running = '"' + title[:70].replace("\\", "").replace('"', "”").replace("\n", " ") + ("…" if len(title) > 70 else "") + '"'
    style = STYLE % {"points": points, "small": max(12, round(points * 0.8)), "sides": SIDES.get(points, 20), "running": running}
    head = f"<title>{escape(title)}</title>"
    where = direction(title)
    page = f'<!doctype html><html lang="{escape(language)}" dir="{where}"><head>{head}</head>{_after_html(marked.html)}</html>'
    fonts = FontConfiguration()
    fetcher = OnlyHere()
    sheet = CSS(string=faces + style, url_fetcher=fetcher, font_config=fonts, base_url="house:")
    written = io.BytesIO()
    document = HTML(string=page, url_fetcher=fetcher, base_url="house:")
    logger.addHandler(shapeless)
    try:
        document.write_pdf(written, stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", full_fonts=False)
    finally:
        logger.removeHandler(shapeless)
    return written.getvalue()


def _after_html(html: str) -> str:
    """The body, with the styles of its head moved into it."""
    root = lxml_html.document_fromstring(html)
    styles = "".join(f"<style>{one.text or ''}</style>" for one in root.iter("style"))
    for one in list(root.iter("style")):
        one.drop_tree()
    body = root.find("body")
    return styles + (lxml_html.tostring(body, encoding="unicode") if body is not None else "<body></body>")
