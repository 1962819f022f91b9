"""A PDF: its text page by page. A scan says that it is one."""

from __future__ import annotations

import re
import shlex
import shutil
from itertools import pairwise
from typing import Any

from kitchentable.words.clarity.finding import BadFile
from kitchentable.words.clarity.plain_text import blocks_of
from kitchentable.words.clarity.source import Block, Source, lf

HYPHEN = re.compile(r"(?<=[a-z])[\u00ad\ufffe\x02]\n?(?=[a-z])")
MOST_PAGES = 3_000
FEWEST_LINES = 6  # in each of two columns
FEWEST_WORDS = 4  # in a line of a column, on average; a table has fewer in a cell
FEWEST = 20  # characters on a page; fewer on most pages: it is a scan


def read_pdf(raw: bytes, name: str) -> Source:
    """The text of a PDF. Raises BadFile for one with a password, or without text."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise BadFile(f"{name} is protected by a password. Save it without one and try again.") from error
        raise BadFile(f"{name} is damaged: it cannot be opened as a PDF.") from error
    parts: list[str] = []
    blocks: list[Block] = []
    at = empty = 0
    try:
        pages = len(document)
        for number in range(min(pages, MOST_PAGES)):
            words = _page(document, number, name)
            empty += len(words.strip()) < FEWEST
            blocks.extend(
                Block(one.kind, one.start + at, one.end + at, one.level, f"page {number + 1}")
                for one in blocks_of(words, 0, len(words))
            )
            parts += (words, "\n\n")
            at += len(words) + 2
    finally:
        document.close()
    if empty == pages or (pages > 4 and empty > 0.8 * pages):
        raise BadFile(
            f"{name} has {pages} {'page' if pages == 1 else 'pages'} and no text: it looks like a scan. A screen reader reads nothing there either. "
            + _ocr(name)
        )
    notes = [f"{empty} of {pages} pages hold no text; they may be pictures."] if empty else []
    if pages > MOST_PAGES:
        notes.append(f"Only the first {MOST_PAGES:,} of {pages:,} pages were read.")
    return Source("".join(parts), tuple(blocks), notes=tuple(notes), name=name)


def _ocr(name: str) -> str:
    if shutil.which("ocrmypdf"):
        return f"Make text of it with a program on this machine, and check that: ocrmypdf {shlex.quote(name)} text.pdf"
    return "Make text of it first, for example with ocrmypdf (it is not on this machine), and check that."


def _page(document: Any, number: int, name: str) -> str:
    import pypdfium2 as pdfium

    try:
        page = document[number]
        on_page = page.get_textpage()
        words: str = on_page.get_text_range()
        if words.count("\n") >= FEWEST_LINES:
            words = _columns(on_page, page.get_width()) or words
    except pdfium.PdfiumError as error:
        raise BadFile(f"{name} is damaged: page {number + 1} cannot be read.") from error
    # Lone halves of surrogate pairs cannot be written as UTF-8.
    words = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return HYPHEN.sub("", lf(words)).replace("\x00", " ")


def _columns(on_page: Any, width: float) -> str:
    """The words column by column, where a file holds two columns line by line across the page. Empty for every other page."""
    most = on_page.count_rects()
    if most < 2 * FEWEST_LINES:
        return ""
    boxes = [on_page.get_rect(number) for number in range(most)]  # left, bottom, right, top
    middle = _gutter(boxes, width)
    if not middle:
        return ""
    sides = ["left" if box[2] <= middle else "right" if box[0] >= middle else "across" for box in boxes]
    switches = sum(1 for one, other in pairwise(sides) if {one, other} == {"left", "right"})
    if switches < FEWEST_LINES:
        return ""
    lines = [on_page.get_text_bounded(*box).strip() for box in boxes]
    for side in ("left", "right"):
        here = [len(line.split()) for line, one in zip(lines, sides, strict=True) if one == side]
        if len(here) < FEWEST_LINES or sum(here) < FEWEST_WORDS * len(here):
            return ""
    parts: list[str] = []
    waiting: dict[str, list[str]] = {"left": [], "right": []}
    for line, side in [*zip(lines, sides, strict=True), ("", "across")]:
        if side == "across":
            parts += (*waiting["left"], *waiting["right"], line)
            waiting = {"left": [], "right": []}
        else:
            waiting[side].append(line)
    return "\n".join(parts)


def _gutter(boxes: list[tuple[float, float, float, float]], width: float) -> float:
    """Where nothing stands, from side to side, between two columns: in the middle third of the page. 0 without one."""
    for step in range(33, 67):
        at = width * step / 100
        left = sum(1 for box in boxes if box[2] <= at)
        right = sum(1 for box in boxes if box[0] >= at)
        if left >= FEWEST_LINES and right >= FEWEST_LINES and len(boxes) - left - right <= len(boxes) // 5:
            return at
    return 0.0
