"""Easy Read as a file: one idea a row, the picture left, the words right, large letters (R019–R023). Plain Python, no Django.

It says on its first page who checked it and when, or that it is a draft. Pages are counted from the file that was made; before
that, `pages_of` tells nearly how many there will be.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kitchentable.words.formats.made import Made

LEAST_POINTS = 14  # R021
# A4 in millimetres: what is left of a page inside its margins (a gap at its end is not printed), and what a row takes of it.
PAGE_HEIGHT, WORDS_WIDTH, PICTURE, GAP = 259.0, 132.0, 30.0, 9.0
LINE = 1.45  # of the size of the letters
LETTER = 0.45  # the width of a letter, of its size
POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class EasyRow:
    """One idea. `svg` is one of the shipped pictures; or `photo` a picture's bytes with its media type. `alt` empty: it only
    decorates, because the words beside it say the same. `explains` is the sentence after it (R025)."""

    words: str
    explains: str = ""
    is_heading: bool = False
    svg: str = ""
    photo: bytes = b""
    photo_type: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class EasyPaper:
    """An Easy Read as it is printed. `standing` is the sentence that says who checked it and when, or that it is a draft."""

    title: str
    rows: tuple[EasyRow, ...]
    standing: str
    is_checked: bool = False
    organisation: str = ""
    contact: str = ""
    language: str = "en-GB"
    points: int = 16
    most_pages: int = 24

    @property
    def size(self) -> int:
        """The size of the letters in points: never less than 14 (R021)."""
        return max(LEAST_POINTS, self.points)


def pages_of(rows: Sequence[EasyRow], points: int = 16) -> int:
    """Nearly how many A4 pages these rows will have: 0 for none. Rows and headings are not torn apart, so each is fitted in turn."""
    if not rows:
        return 0
    size = max(LEAST_POINTS, points) * POINT
    pages, left = 1, PAGE_HEIGHT - 42  # the title and who checked it stand on the first
    for at, row in enumerate(rows):
        height = _height(row, size)
        keep = height + (_height(rows[at + 1], size) if row.is_heading and at + 1 < len(rows) else 0)
        if keep > left and left < PAGE_HEIGHT:
            pages, left = pages + 1, PAGE_HEIGHT
        while height > left:  # one row longer than a page
            pages, height, left = pages + 1, height - left, PAGE_HEIGHT
        left -= height
    return pages


def _height(row: EasyRow, size: float) -> float:
    if row.is_heading:
        return _lines(row.words, size * 1.35, WORDS_WIDTH + PICTURE + 10) * size * 1.35 * 1.25 + 6.5
    lines = _lines(row.words, size) + (_lines(row.explains, size) if row.explains else 0)
    space = 8 if row.explains else 5
    return max(lines * size * LINE + space + 3, PICTURE if row.svg or row.photo else 0) + GAP


def _lines(words: str, size: float, width: float = WORDS_WIDTH) -> int:
    return sum(max(1, math.ceil(len(line) * size * LETTER / width)) for line in words.splitlines() or [""])


CSS = """
@page { size: A4; margin: 20mm 18mm 26mm; @bottom-left { content: none; } @bottom-right { content: none; }
  @bottom-center { content: counter(page); font: 700 %(size)dpt "Hyperlegible", "DejaVu Sans", sans-serif; } }
html { font: %(size)dpt/1.45 "Hyperlegible", "DejaVu Sans", Verdana, sans-serif; color: #000; background: #fff; }
body { margin: 0; }
h1 { font-size: 1.7em; line-height: 1.2; margin: 0 0 4mm; }
h2 { font-size: 1.35em; line-height: 1.25; margin: 6mm 0 6mm; break-after: avoid; }
.standing { border: 2px solid #000; border-radius: 3mm; padding: 3mm 5mm; margin: 0 0 9mm; font-weight: 700; }
.draft { border-style: dashed; }
.row { break-inside: avoid; margin: 0 0 9mm; position: relative; min-height: 30mm; padding-left: 42mm; }
.row .picture { position: absolute; left: 0; top: 0; width: 32mm; height: 30mm; margin: 0; background: no-repeat left top / 30mm 30mm; }
.row .picture img { width: 30mm; height: 30mm; object-fit: contain; }
.row p { margin: 0 0 3mm; } .row > p:first-of-type { margin-top: 5mm; } .bare > p:first-of-type { margin-top: 0; }
.bare { min-height: 0; }
.contact { border-top: 2px solid #000; padding-top: 5mm; break-inside: avoid; }
"""


def easy_html(easy: EasyPaper) -> str:
    """The whole paper as one HTML page for print: no scripts, nothing fetched, every word escaped."""
    head = f'<meta charset="utf-8"><title>{escape(easy.title)}</title>'
    return f'<!doctype html>\n<html lang="{escape(easy.language)}"><head>{head}</head>\n<body>{easy_body(easy)}</body></html>\n'


def easy_body(easy: EasyPaper) -> str:
    """What stands in the body, with its style: for a writer of files that puts its own head around it."""
    rows = "\n".join(_row(row) for row in easy.rows)
    draft = "" if easy.is_checked else " draft"
    contact = f'<p class="contact">{escape(easy.contact)}</p>' if easy.contact else ""
    called = f"<p>{escape(easy.organisation)}</p>" if easy.organisation else ""
    return (
        f"<style>{CSS % {'size': easy.size}}</style>{called}<h1>{escape(easy.title)}</h1>\n"
        f'<p class="standing{draft}">{escape(easy.standing)}</p>\n{rows}\n{contact}'
    )


def _row(row: EasyRow) -> str:
    if row.is_heading:
        return f"<h2>{escape(row.words)}</h2>"
    said = "".join(f"<p>{escape(words)}</p>" for words in (row.words, row.explains) if words)
    picture = _picture(row)
    return f'<div class="row{"" if picture else " bare"}">{picture}{said}</div>'


def _picture(row: EasyRow) -> str:
    """A picture that only decorates is a background, which readers aloud pass over; one with words is an image with these words."""
    if row.photo:
        media, content = row.photo_type, row.photo
    elif row.svg:
        media, content = "image/svg+xml", row.svg.replace("currentColor", "#000").encode()
    else:
        return ""
    data = f"data:{escape(media)};base64,{base64.b64encode(content).decode()}"
    if not row.alt:
        return f'<div class="picture" style="background-image: url({data})"></div>'
    return f'<div class="picture"><img alt="{escape(row.alt)}" src="{data}"></div>'


def make_easy(easy: EasyPaper, folder: Path) -> Made:
    """Write the PDF into `folder`, read it back and say what was found. Raises CannotMake when this house cannot make PDFs.

    It is ready only when each idea has its picture, no page is too much, and people checked it (R022, R023, R026).
    """
    from importlib.metadata import version

    from kitchentable.words.formats.made import Check, Made, digest_of
    from kitchentable.words.formats.pdfs import write_pdf

    folder.mkdir(parents=True, exist_ok=True)
    out = folder / "easy-read.pdf"
    written = write_pdf(easy_body(easy), out, title=easy.title, language=easy.language, points=easy.size, words=_said(easy))
    pictures = sum(1 for row in easy.rows if not row.is_heading and (row.svg or row.photo))
    ideas = sum(1 for row in easy.rows if not row.is_heading)
    checks = (
        *written.checks,
        Check("Each idea has a picture", pictures == ideas, f"{pictures} pictures for {ideas} ideas."),
        Check("It has no more pages than people can take in", written.pages <= easy.most_pages, f"{written.pages} pages."),
        Check("People checked it", easy.is_checked, easy.standing),
    )
    made_with = f"WeasyPrint {version('weasyprint')}, pikepdf {version('pikepdf')}"
    size, digest = out.stat().st_size, digest_of(out)
    return Made("easy", out, "application/pdf", size, digest, written.pages, 0, made_with, checks)


def _said(easy: EasyPaper) -> list[str]:
    words = [easy.organisation, easy.title, easy.standing, easy.contact]
    return [one for one in [*words, *(part for row in easy.rows for part in (row.words, row.explains))] if one]
