"""A paper as plain text: 72 columns, no marks but those a person would type."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from kitchentable.words.formats import safe
from kitchentable.words.formats.paper import (  # fmt: skip
    Abbr,
    Block,
    Blocks,
    Break,
    Heading,
    Inlines,
    Link,
    Listing,
    Paper,
    Paragraph,
    Picture,
    Table,
    Text,
    said,
)

WIDTH = 72  # columns; own number: fits a mail and a braille display's scrolling


def plain(paper: Paper) -> str:
    """The text. Links show their address once, beside their words."""
    parts = [_underlined(paper.title, "="), *_blocks(paper.blocks, WIDTH)]
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def _blocks(blocks: Blocks, width: int) -> Iterator[str]:
    for one in blocks:
        yield _block(one, max(20, width))


def _block(one: Block, width: int) -> str:
    if isinstance(one, Heading):
        words = said(one.inside).replace("\n", " ")
        return _underlined(words, "-") if one.level == 2 else words
    if isinstance(one, Paragraph):
        return wrapped(_words(one.inside), width)
    if isinstance(one, Listing):
        return "\n".join(_items(one, width))
    if isinstance(one, Table):
        return "\n\n".join(_table(one, width))
    if isinstance(one, Picture):
        return wrapped(f"[Picture: {one.alt}]", width) if one.alt else ""
    return textwrap.indent("\n\n".join(_blocks(one.blocks, width - 2)), "> ", lambda line: True)


def _items(one: Listing, width: int) -> Iterator[str]:
    for number, item in enumerate(one.items, one.start):
        mark = f"{number}. " if one.ordered else "- "
        inside = "\n".join(part for part in _blocks(item, width - len(mark)) if part.strip())
        yield mark + textwrap.indent(inside, " " * len(mark))[len(mark) :] if inside else mark.rstrip()


def _table(one: Table, width: int) -> Iterator[str]:
    """Row by row, each cell with the name of its column: a grid of spaces cannot be listened to."""
    if one.caption:
        yield wrapped(_words(one.caption), width)
    if one.head and not one.rows:
        yield "\n".join(wrapped(_words(cell), width) for cell in one.head if cell)
    for row in one.rows:
        lines = []
        for number, cell in enumerate(row):
            named = said(one.head[number]).replace("\n", " ") if one.head and one.head[number] else ""
            if cell:
                lines.append(wrapped(f"{named}: {_words(cell)}" if named else _words(cell), width))
        yield "\n".join(lines)


def _words(parts: Inlines) -> str:
    out = []
    for one in parts:
        if isinstance(one, Text):
            out.append(one.words)
        elif isinstance(one, Break):
            out.append("\n")
        elif isinstance(one, Abbr):
            out.append(one.short)
        elif isinstance(one, Link):
            words = _words(one.inside)
            leads = one.href.removeprefix("mailto:").removeprefix("tel:")
            shown = safe.is_whole(one.href) and leads not in words
            out.append(f"{words} ({leads})" if shown else words)
        else:
            out.append(_words(one.inside))
    return "".join(out)


def wrapped(words: str, width: int) -> str:
    """Lines of at most `width` columns; a word that is longer stays whole."""
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) if line else "" for line in words.split("\n")
    )


def _underlined(words: str, sign: str) -> str:
    words = wrapped(words, WIDTH)
    return f"{words}\n{sign * max(map(len, words.split(chr(10))), default=0)}" if words else ""
