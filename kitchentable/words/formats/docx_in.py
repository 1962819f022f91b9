"""A Word file becomes a paper: its headings, lists, tables, links, languages and pictures, as they stand when all changes are accepted."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kitchentable.words.clarity.docx import GONE, W
from kitchentable.words.clarity.finding import BadFile
from kitchentable.words.clarity.office import Package
from kitchentable.words.formats import safe
from kitchentable.words.formats.building import Build, paper_of, table
from kitchentable.words.formats.paper import (  # fmt: skip
    Block,
    Break,
    Heading,
    Inline,
    Inlines,
    Lang,
    Link,
    Listing,
    Paper,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
    said,
    tidy,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DC = "{http://purl.org/dc/elements/1.1/}"
HEADING = re.compile(r"heading ?([1-9])", re.I)
OFF = ("0", "false", "off", "none")


def read_docx_bytes(raw: bytes, name: str, build: Build) -> Paper | None:
    """The paper in a Word file; None when the file is another packed file. Raises BadFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if "word/document.xml" not in packed.namelist():
                return None
            return _Reader(Package(packed, name), build).paper()
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadFile(
            f"{name} is damaged or protected: it cannot be unpacked. Open it, save it again without a password, and try again."
        ) from error


class _Reader:
    def __init__(self, package: Package, build: Build) -> None:
        self.package, self.build = package, build
        self.styles: dict[str, tuple[str, Element]] = {}
        self.language = ""
        self.leads: dict[str, str] = {}
        self.inside: dict[str, str] = {}
        self.counted: dict[str, list[bool]] = {}
        self._read_styles()
        self._read_leads()
        self._read_numbering()

    def paper(self) -> Paper:
        root = self.package.part("word/document.xml")
        body = root.find(f"{W}body")
        blocks = self._nested(list(self._blocks(body))) if body is not None else []
        if "word/footnotes.xml" in self.package:
            notes = [one for one in self._blocks(self.package.part("word/footnotes.xml")) if isinstance(one, Paragraph)]
            if notes:
                blocks += [Heading(2, (Text("Notes"),)), Listing(tuple((one,) for one in notes), ordered=True)]
        if any(one.tag in (f"{W}ins", f"{W}del", f"{W}moveTo") for one in root.iter()):
            self.build.kept.append("Tracked changes are in this file. It was read as if all of them were accepted.")
        if "word/comments.xml" in self.package:
            self.build.kept.append("This file holds comments. They were left out.")
        if "word/vbaProject.bin" in self.package:
            self.build.kept.append("This file holds macros. They were not run.")
        return paper_of(self._title(blocks), blocks, self.language, self.build.notes)

    def _title(self, blocks: list[Block]) -> str:
        """The title in its properties, when the file does not begin with a heading of its own."""
        if blocks and isinstance(blocks[0], Heading) and blocks[0].level == 1:
            return ""
        if "docProps/core.xml" not in self.package:
            return ""
        return (self.package.part("docProps/core.xml").findtext(f"{DC}title") or "").strip()

    def _read_styles(self) -> None:
        if "word/styles.xml" not in self.package:
            return
        root = self.package.part("word/styles.xml")
        usual = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
        self.language = safe.language(usual.get(f"{W}val", "")) if usual is not None else ""
        for style in root.iter(f"{W}style"):
            named = style.find(f"{W}name")
            self.styles[style.get(f"{W}styleId", "")] = (named.get(f"{W}val", "") if named is not None else "", style)

    def _read_leads(self) -> None:
        part = "word/_rels/document.xml.rels"
        if part not in self.package:
            return
        for one in self.package.part(part).iter(f"{RELS}Relationship"):
            place = self.leads if one.get("TargetMode") == "External" else self.inside
            place[one.get("Id", "")] = one.get("Target", "")

    def _read_numbering(self) -> None:
        """Which lists count, level by level."""
        if "word/numbering.xml" not in self.package:
            return
        root = self.package.part("word/numbering.xml")
        kinds = {}
        for one in root.iter(f"{W}abstractNum"):
            marks = [level.find(f"{W}numFmt") for level in one.iter(f"{W}lvl")]
            kinds[one.get(f"{W}abstractNumId", "")] = [
                mark is not None and mark.get(f"{W}val") not in ("bullet", "none") for mark in marks
            ]
        for one in root.iter(f"{W}num"):
            kind = one.find(f"{W}abstractNumId")
            self.counted[one.get(f"{W}numId", "")] = kinds.get(kind.get(f"{W}val", ""), []) if kind is not None else []

    def _blocks(self, parent: Element) -> Iterator[Block]:
        todo = list(reversed(parent))
        while todo:
            one = todo.pop()
            if one.tag == f"{W}p":
                yield from self._paragraph(one)
            elif one.tag == f"{W}tbl":
                yield from self._table(one)
            elif one.tag not in GONE:
                todo.extend(reversed(one))

    def _nested(self, blocks: list[Block]) -> list[Block]:
        """Items that stand beside each other become lists within lists."""
        out: list[Block] = []
        at = 0
        while at < len(blocks):
            end = at
            while end < len(blocks) and isinstance(blocks[end], _Item):
                end += 1
            if end > at:
                out.extend(_lists([one for one in blocks[at:end] if isinstance(one, _Item)]))
                at = end
                continue
            one, before = blocks[at], out[-1] if out else None
            at += 1
            if isinstance(one, Quote) and isinstance(before, Quote):
                out[-1] = Quote((*before.blocks, *one.blocks))
                continue
            if isinstance(one, Table) and isinstance(before, Paragraph) and one.caption == before.inside:
                out.pop()  # the caption stands above its table, and in its properties
            out.append(one)
        return out

    def _paragraph(self, one: Element) -> Iterator[Block]:
        boxes: list[Element] = []
        pictures: list[Block] = []
        inside = tidy(self._inlines(one, boxes, pictures))
        style = one.find(f"{W}pPr/{W}pStyle")
        name = self.styles.get(style.get(f"{W}val", ""), ("", None))[0] if style is not None else ""
        heading = HEADING.fullmatch(name)
        if inside:
            if heading or name.lower() == "title":
                yield Heading(min(int(heading[1]), 6) if heading else 1, inside)
            elif (place := self._item(one, style)) is not None:
                yield _Item(inside, *place)
            elif "quote" in name.lower():
                yield Quote((Paragraph(inside),))
            else:
                yield Paragraph(inside)
        yield from pictures
        for box in boxes:
            yield from self._blocks(box)

    def _item(self, one: Element, style: Element | None) -> tuple[int, bool] | None:
        """How deep in which kind of list; None when it is none."""
        marks = one.find(f"{W}pPr/{W}numPr")
        if marks is None and style is not None and (about := self.styles.get(style.get(f"{W}val", ""))):
            marks = about[1].find(f"{W}pPr/{W}numPr")
        if marks is None:
            return None
        number, level = marks.find(f"{W}numId"), marks.find(f"{W}ilvl")
        value = number.get(f"{W}val", "0") if number is not None else "0"
        if value == "0":
            return None
        deep = int(level.get(f"{W}val", "0")) if level is not None and level.get(f"{W}val", "0").isdecimal() else 0
        counted = self.counted.get(value, [])
        return min(deep, 8), counted[deep] if deep < len(counted) else False

    def _inlines(self, parent: Element, boxes: list[Element], pictures: list[Block]) -> list[Inline]:
        out: list[Inline] = []
        for one in parent:
            if one.tag in GONE:
                continue
            if one.tag == f"{W}r":
                out.extend(self._run(one, boxes, pictures))
            elif one.tag == f"{W}hyperlink":
                words = self._inlines(one, boxes, pictures)
                leads = safe.href(self.leads.get(one.get(f"{R}id", ""), ""))
                out.extend([Link(tuple(words), leads)] if leads else words)
            elif one.tag != f"{W}p":
                out.extend(self._inlines(one, boxes, pictures))
        return out

    def _run(self, one: Element, boxes: list[Element], pictures: list[Block]) -> list[Inline]:
        out: list[Inline] = []
        for part in one:
            if part.tag == f"{W}t":
                out.append(Text(part.text or ""))
            elif part.tag in (f"{W}tab", f"{W}noBreakHyphen"):
                out.append(Text("\t" if part.tag == f"{W}tab" else "-"))
            elif part.tag in (f"{W}br", f"{W}cr"):
                out.append(Break() if part.get(f"{W}type") != "page" else Text(" "))
            elif part.tag not in GONE:
                boxes.extend(part.iter(f"{W}txbxContent"))
                pictures.extend(self._pictures(part))
        about = one.find(f"{W}rPr")
        if about is None or not out:
            return out
        bold = about.find(f"{W}b")
        if bold is not None and bold.get(f"{W}val") not in OFF:
            out = [Strong(tuple(out))]
        spoken = about.find(f"{W}lang")
        tag = safe.language(spoken.get(f"{W}val", "")) if spoken is not None else ""
        if tag and tag.partition("-")[0] != (self.language or "en").partition("-")[0] and said(tuple(out)).strip():
            out = [Lang(tuple(out), tag)]
        return out

    def _pictures(self, part: Element) -> Iterator[Block]:
        for shape in part.iter():
            if shape.tag not in (f"{DRAWING}inline", f"{DRAWING}anchor"):
                continue
            about = shape.find(f"{DRAWING}docPr")
            alt = (about.get("descr") or about.get("title") or "") if about is not None else ""
            for blip in shape.iter(f"{A}blip"):
                target = self.inside.get(blip.get(f"{R}embed", ""), "")
                src = safe.as_data(self._bytes(f"word/{target}")) if target else ""
                if not src:
                    self.build.kept.append(f"A picture in this file cannot be shown here; its words stand in its place: “{alt}”.")
                yield self.build.picture(alt, src)

    def _bytes(self, part: str) -> bytes:
        if part not in self.package:
            return b""
        about = self.package.packed.getinfo(part)
        return self.package.packed.read(about) if about.file_size <= safe.LARGEST_PICTURE else b""

    def _table(self, one: Element) -> Iterator[Block]:
        """A table; one within a cell is read as lines of that cell."""
        rows: list[list[Inlines]] = []
        for row in one.findall(f"{W}tr"):
            rows.append([self._cell(cell) for cell in row.iter(f"{W}tc") if _is_own(cell, row)])
        first = one.find(f"{W}tr/{W}trPr/{W}tblHeader")
        headed = first is not None and first.get(f"{W}val") not in OFF
        caption = one.find(f"{W}tblPr/{W}tblCaption")
        words = (Text(caption.get(f"{W}val", "")),) if caption is not None else ()
        head = [_plain(cell) for cell in rows[0]] if headed and rows else []
        yield from table(head, rows[1:] if headed else rows, tidy(words))

    def _cell(self, cell: Element) -> Inlines:
        parts: list[Inline] = []
        for one in cell.iter(f"{W}p"):
            parts += (*self._inlines(one, [], []), Break())
        return tidy(parts)


def _is_own(cell: Element, row: Element) -> bool:
    return cell in list(row) or any(cell in list(content) for content in row.iter(f"{W}sdtContent"))


def _plain(inside: Inlines) -> Inlines:
    """A header cell is bold by being one."""
    return inside[0].inside if len(inside) == 1 and isinstance(inside[0], Strong) else inside


class _Item(Paragraph):
    """A paragraph that is an item of a list, until the list is built."""

    __slots__ = ("counted", "deep")

    def __init__(self, inside: Inlines, deep: int, counted: bool) -> None:
        super().__init__(inside)
        object.__setattr__(self, "deep", deep)
        object.__setattr__(self, "counted", counted)

    deep: int
    counted: bool


def _lists(items: list[_Item]) -> Iterator[Block]:
    """Lists within lists, by how deep each item stands."""
    at = 0
    while at < len(items):
        top, counted = items[at].deep, items[at].counted
        found: list[tuple[Block, ...]] = []
        while at < len(items) and items[at].deep >= top and (items[at].deep > top or items[at].counted == counted):
            if items[at].deep == top:
                found.append((Paragraph(items[at].inside),))
                at += 1
                continue
            end = at
            while end < len(items) and items[end].deep > top:
                end += 1
            found[-1] = (*found[-1], *_lists(items[at:end]))
            at = end
        yield Listing(tuple(found), counted)
