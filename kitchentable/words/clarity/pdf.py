"""A PDF: its text page by page. A scan says that it is one."""

from __future__ import annotations

import re
from typing import Any

from kitchentable.words.clarity.finding import BadFile
from kitchentable.words.clarity.plain_text import blocks_of
from kitchentable.words.clarity.source import Block, Source, lf

HYPHEN = re.compile(r"(?<=[a-z])[\u00ad\ufffe\x02]\n?(?=[a-z])")
MOST_PAGES = 3_000
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
            "Make text of it first, for example with ocrmypdf, and check that."
        )
    notes = [f"{empty} of {pages} pages hold no text; they may be pictures."] if empty else []
    if pages > MOST_PAGES:
        notes.append(f"Only the first {MOST_PAGES:,} of {pages:,} pages were read.")
    return Source("".join(parts), tuple(blocks), notes=tuple(notes), name=name)


def _page(document: Any, number: int, name: str) -> str:
    import pypdfium2 as pdfium

    try:
        page = document[number]
        words: str = page.get_textpage().get_text_range()
    except pdfium.PdfiumError as error:
        raise BadFile(f"{name} is damaged: page {number + 1} cannot be read.") from error
    # Lone halves of surrogate pairs cannot be written as UTF-8.
    words = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return HYPHEN.sub("", lf(words)).replace("\x00", " ")
