"""A Word file: its paragraphs as they will stand when all changes are accepted, its tables, text boxes, notes, and its form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kitchentable.words.clarity.finding import Finding
from kitchentable.words.clarity.office import Package
from kitchentable.words.clarity.source import Block, BlockKind, Builder, Source
from kitchentable.words.clarity.structure import (
    SHORTEST_SHOUT,
    Heading,
    drawn,
    found,
    moved,
    no_headers,
    skipped,
    vague_link,
    without_alt,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Words that were taken out, and other copies of what is there.
GONE = {f"{W}del", f"{W}moveFrom", FALLBACK, f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr"}
HEADING = re.compile(r"heading ?([1-9])|title", re.I)


@dataclass(slots=True)
class _Run:
    words: str
    italic: bool = False
    underlined: bool = False
    capitals: bool = False
    link: int = 0


DRAWN: tuple[tuple[Callable[[_Run], bool], str, int], ...] = (
    (lambda run: run.italic and not run.link, "Italics", SHORTEST_SHOUT),
    (lambda run: run.underlined and not run.link, "Underlined words that are no link", 1),
    (lambda run: run.capitals and not run.link, "Words in capitals", SHORTEST_SHOUT),
)


@dataclass(slots=True)
class _State:
    out: Builder
    names: dict[str, str]
    found: list[Finding] = field(default_factory=list)
    late: list[int] = field(default_factory=list)
    paragraphs: int = 0
    links: int = 0
    boxes: int = 0
    floating: list[int] = field(default_factory=list)


def read_docx(package: Package, name: str) -> Source:
    """The text and the form of a Word file. Raises BadFile."""
    state = _State(Builder(), _style_names(package))
    root = package.part("word/document.xml")
    body = root.find(f"{W}body")
    if body is not None:
        _blocks(body, state, "")
    for part, place in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
        if part in package:
            _blocks(package.part(part), state, place)
    text, blocks = state.out.text, tuple(state.out.blocks)
    seen = [
        *state.found,
        *skipped(text, [Heading(one.level, one.start, one.end) for one in blocks if one.kind == "heading" and one.level]),
    ]
    for number in state.late:
        if blocks:
            beside = blocks[min(number, len(blocks) - 1)]
            seen.append(without_alt(beside.start, beside.end, text[beside.start : beside.end]))
    for number in dict.fromkeys(state.floating):
        if blocks:
            beside = blocks[min(number, len(blocks) - 1)]
            why = "A picture floats beside these words, so nobody can say when a screen reader comes to it. Place it “in line with text”."
            seen.append(found(beside.start, beside.end, text[beside.start : beside.end], why))
    return Source(text, blocks, (), tuple(seen), tuple(_notes(package, root, state.boxes)), name=name)


def _notes(package: Package, root: Element, boxes: int) -> Iterator[str]:
    if "word/vbaProject.bin" in package:
        yield "This file holds macros. They were not run, and people may not be able to open it: save it as .docx."
    changes = sum(1 for one in root.iter() if one.tag in (f"{W}ins", f"{W}del", f"{W}moveTo"))
    if changes:
        yield f"{changes} tracked changes are in this file. It was read as if all of them were accepted; accept them before it goes out."
    if "word/comments.xml" in package:
        comments = sum(1 for _ in package.part("word/comments.xml").iter(f"{W}comment"))
        many = f"{comments} comments" if comments > 1 else "a comment" if comments else "a part for comments"
        yield f"This file holds {many}. Comments were not checked; take them out before it goes out."
    if boxes:
        many = f"{boxes} text boxes or frames" if boxes > 1 else "a text box or frame"
        yield f"This file holds {many}. Their words were checked; a screen reader may come to them late, or not at all."


def _style_names(package: Package) -> dict[str, str]:
    if "word/styles.xml" not in package:
        return {}
    found = {}
    for style in package.part("word/styles.xml").iter(f"{W}style"):
        named = style.find(f"{W}name")
        found[style.get(f"{W}styleId", "")] = named.get(f"{W}val", "") if named is not None else ""
    return found


def _blocks(parent: Element, state: _State, place: str, *, cell: bool = False) -> None:
    # A list of what is still to do, not a call within a call: tables in tables in tables must not break anything.
    todo: list[tuple[Element, bool]] = [(one, cell) for one in reversed(parent)]
    while todo:
        element, in_cell = todo.pop()
        if element.tag == f"{W}p":
            _paragraph(element, state, place, in_cell)
        elif element.tag == f"{W}tbl":
            _headers(element, state)
            todo.extend((one, True) for one in reversed(element))
        elif element.tag not in GONE:
            todo.extend((one, in_cell) for one in reversed(element))


def _headers(table: Element, state: _State) -> None:
    rows = table.findall(f"{W}tr")
    if len(rows) < 2 or rows[0].find(f"{W}trPr/{W}tblHeader") is not None:
        return
    words = " ".join(one.text or "" for one in rows[0].iter(f"{W}t")).strip()
    if words:
        state.late.append(-1 - len(state.out.blocks))


def _paragraph(element: Element, state: _State, place: str, in_cell: bool) -> None:
    state.paragraphs += 1
    runs: list[_Run] = []
    boxes: list[Element] = []
    pictures = 0
    todo: list[tuple[Element, int]] = [(one, 0) for one in reversed(element)]
    while todo:
        one, link = todo.pop()
        if one.tag in GONE:
            continue
        if one.tag == f"{W}hyperlink":
            state.links += 1
            link = state.links
        if one.tag == f"{W}txbxContent":
            boxes.append(one)
            continue
        if one.tag == ANCHOR and next(one.iter(f"{W}txbxContent"), None) is None:
            state.floating.append(len(state.out.blocks))
        if one.tag == DRAWING and not (one.get("descr") or one.get("title")):
            pictures += 1
        if one.tag == f"{W}r":
            runs.append(_run(one, link))
        todo.extend((child, link) for child in reversed(one))
    number = len(state.out.blocks)
    kind, level = _kind(element, state, in_cell)
    words = "".join(run.words for run in runs)
    block = state.out.add(kind, words, level=level, place=place or f"paragraph {state.paragraphs}")
    if block is not None:
        _formed(runs, words, block, state)
        if element.find(f"{W}pPr/{W}framePr") is not None:
            _boxed(number, "These words stand in a frame.", state)
    state.late.extend([number] * pictures)
    _flush_tables(state)
    for box in boxes:
        number = len(state.out.blocks)
        _blocks(box, state, place)
        _boxed(number, "These words stand in a text box.", state)


def _boxed(number: int, how: str, state: _State) -> None:
    if number < len(state.out.blocks):
        block = state.out.blocks[number]
        state.boxes += 1
        state.found.append(moved(block.start, block.end, state.out.parts[2 * number], how))


def _flush_tables(state: _State) -> None:
    """Tables without headings are shown at the first block that stands in them."""
    for one in [late for late in state.late if late < 0]:
        number = -1 - one
        if number < len(state.out.blocks):
            block = state.out.blocks[number]
            state.found.append(no_headers(block.start, block.end, state.out.parts[2 * number]))
            state.late.remove(one)


def _run(element: Element, link: int) -> _Run:
    parts = []
    for one in element:
        if one.tag == f"{W}t":
            parts.append(one.text or "")
        elif one.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            parts.append(" ")
        elif one.tag == f"{W}noBreakHyphen":
            parts.append("-")
    look = element.find(f"{W}rPr")
    if look is None:
        return _Run("".join(parts), link=link)
    under = look.find(f"{W}u")
    return _Run(
        "".join(parts), _on(look, "i"), under is not None and under.get(f"{W}val", "single") != "none", _on(look, "caps"), link
    )


def _on(look: Element, name: str) -> bool:
    one = look.find(f"{W}{name}")
    return one is not None and one.get(f"{W}val", "1") not in ("0", "false", "off")


def _kind(element: Element, state: _State, in_cell: bool) -> tuple[BlockKind, int]:
    look = element.find(f"{W}pPr")
    style = look.find(f"{W}pStyle") if look is not None else None
    named = state.names.get(style.get(f"{W}val", ""), style.get(f"{W}val", "")) if style is not None else ""
    heading = HEADING.match(named)
    if heading:
        return "heading", int(heading[1]) if heading[1] else 0
    if "quote" in named.lower():
        return "quote", 0
    if in_cell:
        return "cell", 0
    if (look is not None and look.find(f"{W}numPr") is not None) or named.lower().startswith("list"):
        return "item", 0
    return "paragraph", 0


def _formed(runs: list[_Run], words: str, block: Block, state: _State) -> None:
    """Links, italics, underlining, capitals. Runs that look the same stand together."""
    lead = len(words) - len(words.lstrip())
    for start, end, run in _together(runs, lambda run: run.link):
        if run.link:
            state.found.extend(vague_link(*_cut(block, words, start - lead, end - lead, lead)))
    for shaped, how, fewest in DRAWN:
        for start, end, run in _together(runs, shaped):
            if shaped(run) and len(words[start:end].split()) >= fewest:
                state.found.append(drawn(*_cut(block, words, start - lead, end - lead, lead), how))


def _cut(block: Block, words: str, start: int, end: int, lead: int) -> tuple[int, int, str]:
    start, end = max(0, start), min(end, block.end - block.start)
    said = words[lead + start : lead + end]
    start += len(said) - len(said.lstrip())
    said = said.strip()
    return block.start + start, block.start + start + len(said), said


def _together(runs: list[_Run], key: Callable[[_Run], object]) -> Iterator[tuple[int, int, _Run]]:
    at = start = 0
    last: _Run | None = None
    for run in runs:
        if last is not None and key(run) != key(last):
            yield start, at, last
            start = at
        last, at = run, at + len(run.words)
    if last is not None:
        yield start, at, last
