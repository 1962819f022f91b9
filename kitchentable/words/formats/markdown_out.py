"""A paper becomes Markdown that reads back as the same paper: what an editor opens, and what a person can mend by hand."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from kitchentable.words.formats.building import USUAL
from kitchentable.words.formats.paper import (  # fmt: skip
    Abbr,
    Block,
    Blocks,
    Break,
    Heading,
    Inlines,
    Lang,
    Listing,
    Paper,
    Paragraph,
    Picture,
    Quote,
    Strong,
    Table,
    Text,
)

SIGNS = re.compile(r"[\\`*_\[\]<>]")
ENTITY = re.compile(r"&(?=[#\w])")
LINE_START = re.compile(r"^([#+=~|:-]|\d{1,9}(?=[.)]))", re.M)


def to_markdown(paper: Paper) -> str:
    """Markdown for a paper. `read_markdown(to_markdown(paper)) == paper` for every paper that was read from a file."""
    parts = []
    if paper.language != USUAL:
        parts.append(f"---\nlang: {paper.language}\n---")
    if paper.title:
        parts.append(f"# {_line_start(_escaped(paper.title))}")
    parts.extend(_blocks(paper.blocks))
    return "\n\n".join(parts) + "\n"


def _blocks(blocks: Blocks) -> Iterator[str]:
    before: Block | None = None
    other = False
    for one in blocks:
        if isinstance(one, Listing):
            # Two lists beside each other are kept apart by their marks.
            other = not other if isinstance(before, Listing) and before.ordered == one.ordered else False
            yield _list(one, other)
        else:
            yield _block(one)
        before = one


def _block(one: Block) -> str:
    if isinstance(one, Heading):
        return f"{'#' * one.level} {_line_start(_inline(one.inside, '<br>'))}"
    if isinstance(one, Paragraph):
        words = LINE_START.sub(_start, _inline(one.inside, "\\\n"))
        # A paragraph that only looks like the caption of a table.
        return words.replace("Table:", "Table\\:", 1) if words.startswith("Table:") else words
    if isinstance(one, Picture):
        return f"![{_escaped(one.alt)}](<{one.src}>)"
    if isinstance(one, Quote):
        return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(_blocks(one.blocks)).split("\n"))
    assert isinstance(one, Table)
    return _table(one)


def _list(one: Listing, other: bool) -> str:
    items = []
    for number, item in enumerate(one.items):
        dot, bullet = (")", "*") if other else (".", "-")
        mark = f"{min(one.start + number, 999_999_999)}{dot}" if one.ordered else bullet
        lines = "\n\n".join(_blocks(item)).split("\n")
        indent = " " * (len(mark) + 1)
        items.append(f"{mark} {lines[0]}".rstrip() + "".join(f"\n{indent}{line}".rstrip(" ") for line in lines[1:]))
    return "\n\n".join(items)


def _table(one: Table) -> str:
    width = len(one.head) or len(one.rows[0])
    rows = [one.head or ((),) * width, *one.rows]
    lines = ["| " + " | ".join(_inline(cell, "<br>").replace("|", "&#124;") for cell in row) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join(["---"] * width) + " |")
    caption = f"Table: {_inline(one.caption, '<br>')}\n\n" if one.caption else ""
    return caption + "\n".join(lines)


def _inline(parts: Inlines, new_line: str) -> str:
    out = []
    for one in parts:
        if isinstance(one, Text):
            out.append(_escaped(one.words))
        elif isinstance(one, Break):
            out.append(new_line)
        elif isinstance(one, Abbr):
            out.append(f'<abbr title="{html.escape(one.long)}">{_escaped(one.short)}</abbr>')
        elif isinstance(one, Strong):
            out.append(_strong(_inline(one.inside, new_line), one.inside, alone=len(parts) == 1))
        elif isinstance(one, Lang):
            out.append(f'<span lang="{one.language}">{_inline(one.inside, new_line)}</span>')
        else:
            if out and out[-1].endswith("!"):
                out[-1] = out[-1][:-1] + "\\!"
            out.append(f"[{_inline(one.inside, new_line)}](<{_address(one.href)}>)")
    return _opened("".join(out))


def _strong(words: str, inside: Inlines, *, alone: bool) -> str:
    """Stars where they are sure to be read as such, a tag where they may not be."""
    plain = all(isinstance(one, Text) for one in inside) and words[:1].isalnum() and words[-1:].isalnum()
    return f"\0{words}\0" if plain else f"<strong>{words}</strong>"


def _opened(words: str) -> str:
    """Marks for bold words become stars between spaces, and tags between letters and signs."""

    def one(found: re.Match[str]) -> str:
        before, after = words[found.start() - 1 : found.start()], words[found.end() : found.end() + 1]
        free = (not before or before == " ") and (not after or after in " .,;:!?")
        return f"**{found[1]}**" if free else f"<strong>{found[1]}</strong>"

    return re.sub("\0([^\0]*)\0", one, words) if "\0" in words else words


def _escaped(words: str) -> str:
    return ENTITY.sub(r"\\&", SIGNS.sub(r"\\\g<0>", words)).replace("![", "\\![")


def _start(found: re.Match[str]) -> str:
    return found[1] + "\\" if found[1].isdecimal() else "\\" + found[1]


def _line_start(words: str) -> str:
    """A heading that is only signs (“#”) would close itself."""
    return re.sub(r"#+$", lambda found: "\\#" * len(found.group()), words) if words.endswith("#") else words


def _address(href: str) -> str:
    return ENTITY.sub(r"\\&", re.sub(r"[\\<>]", r"\\\g<0>", href))
