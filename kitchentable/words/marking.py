"""The part of a paper around some findings, as safe HTML with numbered marks. Pure but for Django's escaping."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kitchentable.words.clarity.finding import Finding
from kitchentable.words.clarity.source import Block, Source
from kitchentable.words.kinds import KINDS

SHOWN_WHOLE = 9_000
"""Letters up to which a text is shown whole."""
LONG_BLOCK = 3_000
AROUND = 300


@dataclass(frozen=True, slots=True)
class Piece:
    """One block as it is drawn: a heading, words, an item of a list, a row of a table, or a gap where text is left out."""

    kind: str
    html: str = ""


@dataclass(slots=True)
class Node:
    """A mark and what is in it: marks inside marks."""

    start: int
    end: int
    number: int = 0
    css: str = ""
    inside: list[Node] = field(default_factory=list)


def pieces(source: Source, findings: Sequence[tuple[int, Finding]]) -> list[Piece]:
    """The blocks in which numbered findings stand, each under its heading; all blocks of a short text.

    A finding gets its mark in the block where it begins. One about the whole text gets none.
    """
    blocks = sorted(source.blocks, key=lambda one: (one.start, one.end))
    starts = [one.start for one in blocks]
    at: dict[int, list[tuple[int, Finding]]] = {}
    for number, one in findings:
        block = bisect_right(starts, one.start) - 1
        if block >= 0:
            marks = at.setdefault(block, [])
            if one.kind != "overload":
                marks.append((number, one))
    wanted = set(range(len(blocks))) if len(source.text) <= SHOWN_WHOLE else _with_headings(blocks, at)
    found: list[Piece] = []
    before = -1
    for number in sorted(wanted):
        if number != before + 1:
            found.append(Piece("gap"))
        before = number
        found.append(_piece(source.text, blocks[number], at.get(number, ()), joins=_same_row(source.text, blocks, number, wanted)))
    if wanted and before < len(blocks) - 1:
        found.append(Piece("gap"))
    return _rows_joined(found)


def _with_headings(blocks: Sequence[Block], at: dict[int, list[tuple[int, Finding]]]) -> set[int]:
    wanted = set(at)
    heading = -1
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            heading = number
        if number in at and heading >= 0:
            wanted.add(heading)
    return wanted


def _same_row(text: str, blocks: Sequence[Block], number: int, wanted: set[int]) -> bool:
    one = blocks[number]
    return (
        one.kind == "cell"
        and number - 1 in wanted
        and blocks[number - 1].kind == "cell"
        and "\n" not in text[blocks[number - 1].end : one.start]
    )


def _rows_joined(found: Sequence[Piece]) -> list[Piece]:
    """Cells of one line become one row."""
    rows: list[Piece] = []
    for one in found:
        if one.kind == "cell+" and rows:
            rows[-1] = Piece("row", format_html('{} <span aria-hidden="true">|</span> {}', rows[-1].html, one.html))
        else:
            rows.append(Piece("row", one.html) if one.kind in ("cell", "cell+") else one)
    return rows


def _piece(text: str, block: Block, marks: Sequence[tuple[int, Finding]], *, joins: bool) -> Piece:
    kind = "cell+" if joins else block.kind
    spans = _windows(block, [one for _number, one in marks]) if block.end - block.start > LONG_BLOCK else [(block.start, block.end)]
    parts = []
    for start, end in spans:
        tree = _tree(start, end, marks)
        parts.append("".join(_drawn(text, tree)))
    html = " … ".join(parts)
    if spans[0][0] > block.start:
        html = "… " + html
    if spans[-1][1] < block.end:
        html += " …"
    return Piece(kind, mark_safe(html))  # noqa: S308 - every part was escaped


def _windows(block: Block, findings: Sequence[Finding]) -> list[tuple[int, int]]:
    """Of a very long block, what stands around the findings."""
    found: list[tuple[int, int]] = []
    for one in sorted(findings, key=lambda each: each.start):
        start, end = max(block.start, one.start - AROUND), min(block.end, one.end + AROUND)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found or [(block.start, min(block.end, block.start + LONG_BLOCK))]


def _tree(start: int, end: int, marks: Sequence[tuple[int, Finding]]) -> Node:
    """Marks nest: a hard word in a long sentence. One that would cross the end of another is drawn up to it."""
    root = Node(start, end)
    path = [root]
    for number, one in sorted(marks, key=lambda each: (each[1].start, -each[1].end, each[0])):
        if not start <= one.start < end:
            continue
        while path[-1] is not root and path[-1].end <= one.start:
            path.pop()
        node = Node(one.start, min(one.end, path[-1].end), number, KINDS[one.kind].mark)
        path[-1].inside.append(node)
        path.append(node)
    return root


def _drawn(text: str, node: Node) -> Iterator[str]:
    at = node.start
    if node.number:
        yield format_html('<mark class="{}">', node.css)
    for one in node.inside:
        yield escape(text[at : one.start])
        yield from _drawn(text, one)
        at = one.end
    yield escape(text[at : node.end])
    if node.number:
        label = _("Note %(number)d") % {"number": node.number}
        yield format_html('<a class="mark-number" href="#f{0}" id="m{0}" aria-label="{1}">{0}</a></mark>', node.number, label)
