"""An OpenDocument text: paragraphs, headings, lists, tables, and its form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kitchentable.words.clarity.finding import BadFile, Finding
from kitchentable.words.clarity.office import Package
from kitchentable.words.clarity.source import BlockKind, Builder, Source
from kitchentable.words.clarity.structure import Heading, no_headers, skipped, vague_link, without_alt

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
GONE = {f"{TEXT}tracked-changes", f"{TEXT}note-citation", "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation"}
ENCRYPTED = "encryption-data"


def read_odt(package: Package, name: str) -> Source:
    """The text and the form of an OpenDocument text. Raises BadFile."""
    if "META-INF/manifest.xml" in package and any(
        one.tag.endswith(ENCRYPTED) for one in package.part("META-INF/manifest.xml").iter()
    ):
        raise BadFile(f"{name} is protected by a password. Save it without one and try again.")
    root = package.part("content.xml")
    out = Builder()
    found: list[Finding] = []
    pictures: list[int] = []
    for element, kind, level in _paragraphs(root, out, pictures, found):
        words, links = _words(element)
        block = out.add(kind, words, level=level, place=f"paragraph {len(out.blocks) + 1}")
        if block is not None:
            lead = len(words) - len(words.lstrip())
            for start, end in links:
                said = words[start:end].strip()
                at = block.start + start - lead + len(words[start:end]) - len(words[start:end].lstrip())
                found.extend(vague_link(at, at + len(said), said))
    text, blocks = out.text, tuple(out.blocks)
    found += skipped(text, [Heading(one.level, one.start, one.end) for one in blocks if one.kind == "heading"])
    for number in pictures:
        if blocks:
            beside = blocks[min(number, len(blocks) - 1)]
            found.append(without_alt(beside.start, beside.end, text[beside.start : beside.end]))
    changed = root.find(f".//{TEXT}tracked-changes") is not None
    notes = ("Tracked changes are in this file. Accept them before it goes out.",) if changed else ()
    return Source(text, blocks, (), tuple(found), notes, name=name)


def _paragraphs(root: Element, out: Builder, pictures: list[int], found: list[Finding]) -> Iterator[tuple[Element, BlockKind, int]]:
    todo: list[tuple[Element, BlockKind]] = [(root, "paragraph")]
    waiting: list[int] = []
    while todo:
        element, kind = todo.pop()
        if element.tag in GONE:
            continue
        if element.tag in (f"{TEXT}p", f"{TEXT}h"):
            for frame in element.iter(f"{DRAW}frame"):
                if (
                    frame.find(f"{DRAW}image") is not None
                    and frame.find(f"{SVG}desc") is None
                    and frame.find(f"{SVG}title") is None
                ):
                    pictures.append(len(out.blocks))
            heading = element.tag == f"{TEXT}h"
            before = len(out.blocks)
            yield element, "heading" if heading else kind, int(element.get(f"{TEXT}outline-level", "1") or 1) if heading else 0
            if waiting and len(out.blocks) > before:
                block = out.blocks[-1]
                found.extend(no_headers(block.start, block.end, out.parts[-2]) for _ in waiting)
                waiting.clear()
            continue
        if element.tag == f"{TABLE}table":
            rows = len(element.findall(f".//{TABLE}table-row"))
            if rows > 1 and element.find(f"{TABLE}table-header-rows") is None:
                waiting.append(rows)
            kind = "cell"
        elif element.tag == f"{TEXT}list-item" and kind != "cell":
            kind = "item"
        todo.extend((one, kind) for one in reversed(element))


def _words(element: Element) -> tuple[str, list[tuple[int, int]]]:
    """The words of a paragraph, and where its links stand."""
    parts: list[str] = []
    links: list[tuple[int, int]] = []
    at = 0
    todo: list[Element | str | tuple[int]] = [element]
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            parts.append(one)
            at += len(one)
        elif isinstance(one, tuple):
            links.append((one[0], at))
        elif one.tag in GONE:
            continue
        elif one.tag in (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
            todo.append(" ")
        else:
            if one.tag == f"{TEXT}a":
                todo.append((at,))
            for child in reversed(one):
                if child.tail:
                    todo.append(child.tail)
                todo.append(child)
            if one.text:
                todo.append(one.text)
    return "".join(parts), links
