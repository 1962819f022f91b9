"""A Word document that reads well in a screen reader: real styles, real lists, header rows, words for pictures, languages."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from kitchentable.words.formats import safe
from kitchentable.words.formats.made import put
from kitchentable.words.formats.paper import (  # fmt: skip
    Abbr,
    Block,
    Blocks,
    Break,
    Heading,
    Inlines,
    Lang,
    Link,
    Listing,
    Paper,
    Paragraph,
    Picture,
    Strong,
    Table,
    Text,
    direction,
    said,
)

FONT = "Arial"  # sans serif (R029), and on every machine that opens a Word file
POINTS = 14  # R027
SIZES = {"Heading 1": 24, "Heading 2": 20, "Heading 3": 17, "Heading 4": 15, "Heading 5": 14, "Heading 6": 14}
DEEPEST = 8  # levels of a list that Word has, from 0
WIDEST = Cm(16)
LINK = RGBColor(0x1A, 0x44, 0x80)
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"


def write_word(paper: Paper, out: Path) -> None:
    """Write the Word file of a paper. Raises OSError."""
    writer = _Writer(paper)
    writer.blocks([Heading(1, (Text(paper.title),)), *paper.blocks], 0)
    packed = io.BytesIO()
    writer.document.save(packed)
    put(out, packed.getvalue())


class _Writer:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.document: Any = Document()
        self._about()
        self._styles()
        self._page_numbers()
        self.pictures = 0

    def _about(self) -> None:
        about = self.document.core_properties
        about.title, about.language = self.paper.title[:255], self.paper.language
        about.author = about.comments = about.keywords = ""
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.3)
        section.top_margin = section.bottom_margin = Cm(2.2)

    def _styles(self) -> None:
        styles = self.document.styles
        lang = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
        if lang is not None:
            lang.set(qn("w:val"), self.paper.language)
        names = ["Normal", *SIZES, "List Bullet", "List Number", "List Continue", "Quote", "Caption", "Footer"]
        for name in names:
            style = styles[name]
            font = style.font
            font.name, font.italic, font.underline, font.all_caps = FONT, False, False, False
            font.size = Pt(SIZES.get(name, 12 if name == "Footer" else POINTS))
            font.color.rgb = RGBColor(0, 0, 0)
            font.bold = name in SIZES or name == "Caption"
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            for script in ("eastAsia", "cs"):
                fonts.set(qn(f"w:{script}"), FONT)
            shape = style.paragraph_format
            if name not in SIZES:
                shape.space_after, shape.line_spacing = Pt(8), 1.3
        styles["Quote"].paragraph_format.left_indent = Cm(1)
        link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
        link.font.bold, link.font.underline, link.font.color.rgb = True, False, LINK

    def _page_numbers(self) -> None:
        foot = self.document.sections[0].footer.paragraphs[0]
        foot.style = self.document.styles["Footer"]
        run = foot.add_run()
        for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            else:
                part.text = words
            run._r.append(part)

    def blocks(self, blocks: list[Block] | Blocks, depth: int, style: str = "Normal") -> None:
        """Write blocks; `depth` is how many lists they stand in."""
        for one in blocks:
            if isinstance(one, Heading):
                self.paragraph(one.inside, f"Heading {one.level}")
            elif isinstance(one, Paragraph):
                self.paragraph(one.inside, style if not depth or style == "Quote" else "List Continue", depth)
            elif isinstance(one, Listing):
                self.listing(one, depth)
            elif isinstance(one, Table):
                self.table(one)
            elif isinstance(one, Picture):
                self.picture(one)
            else:
                self.blocks(one.blocks, depth, "Quote")

    def paragraph(self, inside: Inlines, style: str, depth: int = 0) -> Any:
        """One paragraph. A paragraph with nothing in it is never written: a screen reader stops there."""
        made = self.document.add_paragraph(style=style)
        self._fill(made, inside)
        if depth and style == "List Continue":
            made.paragraph_format.left_indent = Cm(1.0 * min(depth, DEEPEST))
        return made

    def _fill(self, made: Any, inside: Inlines) -> None:
        if direction(said(inside)) == "rtl":
            properties = made._p.get_or_add_pPr()
            properties.append(OxmlElement("w:bidi"))
        self._inlines(made, made._p, inside, {})

    def _inlines(self, made: Any, parent: Any, inside: Inlines, marks: dict[str, Any]) -> None:
        for one in inside:
            if isinstance(one, Text):
                self._run(made, parent, one.words, marks)
            elif isinstance(one, Abbr):
                self._run(made, parent, one.short, marks)
            elif isinstance(one, Break):
                run = made.add_run()
                run.add_break()
                parent.append(run._r)
            elif isinstance(one, Strong):
                self._inlines(made, parent, one.inside, {**marks, "bold": True})
            elif isinstance(one, Lang):
                self._inlines(made, parent, one.inside, {**marks, "language": one.language})
            else:
                self._link(made, parent, one, marks)

    def _link(self, made: Any, parent: Any, one: Link, marks: dict[str, Any]) -> None:
        leads = safe.href(one.href)
        if not safe.is_whole(leads):
            self._inlines(made, parent, one.inside, marks)
            return
        link = OxmlElement("w:hyperlink")
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        link.set(qn("r:id"), self.document.part.relate_to(leads, kind, is_external=True))
        parent.append(link)
        self._inlines(made, link, one.inside, {**marks, "link": True})

    def _run(self, made: Any, parent: Any, words: str, marks: dict[str, Any]) -> None:
        run = made.add_run(words, style="Hyperlink" if marks.get("link") else None)
        if marks.get("bold"):
            run.bold = True
        rtl = direction(words) == "rtl"
        if rtl:
            run.font.rtl = True
        if language := marks.get("language"):
            lang = OxmlElement("w:lang")
            lang.set(qn("w:val"), language)
            if rtl:
                lang.set(qn("w:bidi"), language)
            run._r.get_or_add_rPr().append(lang)
        parent.append(run._r)

    def listing(self, one: Listing, depth: int) -> None:
        """A list of Word's own, so that “list with 3 items” is said; each counted list counts from its own start."""
        number = self._numbering(one, min(depth, DEEPEST))
        style = "List Number" if one.ordered else "List Bullet"
        for item in one.items:
            first, rest = (item[0], item[1:]) if item and isinstance(item[0], Paragraph) else (None, item)
            if first is not None:
                made = self.paragraph(first.inside, style)
                about = made._p.get_or_add_pPr().get_or_add_numPr()
                about.get_or_add_ilvl().val = min(depth, DEEPEST)
                about.get_or_add_numId().val = number
            self.blocks(rest, depth + 1)

    def _numbering(self, one: Listing, depth: int) -> int:
        numbering = self.document.part.numbering_part.element
        kinds = numbering.findall(qn("w:abstractNum"))
        number = 1 + max((int(kind.get(qn("w:abstractNumId"))) for kind in kinds), default=0)
        made = OxmlElement("w:abstractNum")
        made.set(qn("w:abstractNumId"), str(number))
        for level in range(DEEPEST + 1):
            made.append(_level(level, one.ordered, one.start if level == depth else 1))
        if kinds:
            kinds[-1].addnext(made)
        else:
            numbering.insert(0, made)
        return int(numbering.add_num(number).numId)

    def table(self, one: Table) -> None:
        """A table whose first row is said again on each page and heads its columns."""
        if one.caption:
            self.paragraph(one.caption, "Caption").paragraph_format.keep_with_next = True
        rows = [one.head, *one.rows] if one.head else list(one.rows)
        made = self.document.add_table(len(rows), len(rows[0]), style="Table Grid")
        about = made._tbl.tblPr
        if one.caption:
            caption = OxmlElement("w:tblCaption")
            caption.set(qn("w:val"), said(one.caption).replace("\n", " ")[:250])
            about.append(caption)
        look = about.find(qn("w:tblLook"))
        if look is not None:
            for name, on in (("firstRow", bool(one.head)), ("firstColumn", False), ("noHBand", True), ("noVBand", True)):
                look.set(qn(f"w:{name}"), "1" if on else "0")
        for number, row in enumerate(rows):
            line = made.rows[number]
            properties = line._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            head = bool(one.head) and number == 0
            if head:
                properties.append(OxmlElement("w:tblHeader"))
            for cell, inside in zip(line._tr.tc_lst, row, strict=True):
                from docx.text.paragraph import Paragraph as WordParagraph

                self._fill(WordParagraph(cell.p_lst[0], made), (Strong(inside),) if head and inside else inside)

    def picture(self, one: Picture) -> None:
        """A picture with its words; one that is not here is its words."""
        if not one.is_here:
            if one.alt:
                self.paragraph((Text(one.alt),), "Normal")
            return
        run = self.document.add_paragraph(style="Normal").add_run()
        shape = run.add_picture(io.BytesIO(_readable(safe.from_data(one.src))))
        if shape.width > WIDEST:
            shape.height, shape.width = int(shape.height * WIDEST / shape.width), WIDEST
        self.pictures += 1
        about = shape._inline.docPr
        about.set("name", f"Picture {self.pictures}")
        about.set("descr", one.alt)
        if not one.alt:
            _say_decorative(about)


def _level(level: int, ordered: bool, start: int) -> Any:
    made = OxmlElement("w:lvl")
    made.set(qn("w:ilvl"), str(level))
    for name, value in (
        ("start", str(start)),
        ("numFmt", "decimal" if ordered else "bullet"),
        ("lvlText", f"%{level + 1}." if ordered else "•"),
        ("lvlJc", "left"),
    ):
        part = OxmlElement(f"w:{name}")
        part.set(qn("w:val"), value)
        made.append(part)
    shape, indent = OxmlElement("w:pPr"), OxmlElement("w:ind")
    indent.set(qn("w:left"), str(567 * (level + 1)))
    indent.set(qn("w:hanging"), "567")
    shape.append(indent)
    made.append(shape)
    return made


def _readable(raw: bytes) -> bytes:
    """Word cannot show WebP, and python-docx trips over odd pictures: those become PNG."""
    if raw.startswith((b"\x89PNG", b"GIF8")):
        return raw
    from PIL import Image

    with Image.open(io.BytesIO(raw)) as picture:
        out = io.BytesIO()
        picture.save(out, "PNG")
    return out.getvalue()


def _say_decorative(about: Any) -> None:
    from lxml import etree

    extensions = etree.SubElement(about, qn("a:extLst"))
    extension = etree.SubElement(extensions, qn("a:ext"), {"uri": "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"})
    etree.SubElement(extension, f"{{{DECORATIVE}}}decorative", {"val": "1"}, nsmap={"adec": DECORATIVE})
