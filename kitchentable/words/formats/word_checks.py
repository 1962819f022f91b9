"""A Word file is read back as what it is, packed XML: not with the library that wrote it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from defusedxml.ElementTree import fromstring

from kitchentable.words.formats.made import Check, all_there
from kitchentable.words.formats.paper import Paper, Table, lines, walk

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
ADEC = "{http://schemas.microsoft.com/office/drawing/2017/decorative}"
DC = "{http://purl.org/dc/elements/1.1/}"
ON = (None, "1", "true", "on")


def check_word(path: Path, paper: Paper) -> tuple[Check, ...]:
    """What a screen reader needs, the print rules, and the words."""
    with zipfile.ZipFile(path) as packed:
        document = fromstring(packed.read("word/document.xml"))
        styles = fromstring(packed.read("word/styles.xml"))
        about = fromstring(packed.read("docProps/core.xml"))
    body = document.find(f"{W}body")
    assert body is not None
    named = {one.get(f"{W}styleId", ""): one for one in styles.iter(f"{W}style")}
    used = {one.get(f"{W}val", "") for kind in ("pStyle", "rStyle") for one in document.iter(f"{W}{kind}")}
    return (
        _head(about, styles, paper),
        _headings(document, named),
        _pictures(document),
        _tables(document, paper),
        _empty(body),
        _drawn(document, [named[one] for one in used if one in named]),
        all_there("Every word of the paper is there", lines(paper, alts=False), _text(body)),
    )


def _head(about: Element, styles: Element, paper: Paper) -> Check:
    title, language = about.findtext(f"{DC}title") or "", about.findtext(f"{DC}language") or ""
    usual = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    spoken = usual.get(f"{W}val", "") if usual is not None else ""
    good = title == paper.title[:255] and paper.language == language == spoken
    return Check("It says its title and its language", good, f"“{title}”, {spoken or 'no language'}.")


def _headings(document: Element, named: dict[str, Element]) -> Check:
    levels = []
    for one in document.iter(f"{W}pStyle"):
        style = named.get(one.get(f"{W}val", ""))
        name = style.find(f"{W}name") if style is not None else None
        if name is not None and (found := re.fullmatch(r"heading (\d)", name.get(f"{W}val", ""), re.I)):
            levels.append(int(found[1]))
    skips = [two for one, two in zip([0, *levels], levels, strict=False) if two > one + 1]
    return Check(
        "Its headings are real headings, and no level is skipped", levels.count(1) == 1 and not skips, f"{len(levels)} headings."
    )


def _pictures(document: Element) -> Check:
    pictures = list(document.iter(f"{WP}docPr"))
    silent = [one for one in pictures if not one.get("descr") and one.find(f".//{ADEC}decorative") is None]
    return Check("Each picture has words, or says that it is decoration", not silent, f"{len(pictures)} pictures.")


def _tables(document: Element, paper: Paper) -> Check:
    tables = list(document.iter(f"{W}tbl"))
    headed = sum(one.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for one in tables)
    wanted = [one for one in walk(paper.blocks) if isinstance(one, Table)]
    good = len(tables) == len(wanted) and headed == sum(bool(one.head) for one in wanted)
    return Check("Each table that has headers says which row they are", good, f"{len(tables)} tables, {headed} with headers.")


def _empty(body: Element) -> Check:
    """Empty paragraphs between blocks: a screen reader says “blank” there."""
    empty = 0
    for one in body:
        if one.tag == f"{W}p" and not "".join(part.text or "" for part in one.iter(f"{W}t")).strip():
            empty += one.find(f".//{W}drawing") is None
    return Check("No empty paragraphs are used for space", not empty, f"{empty} are empty.")


def _drawn(document: Element, styles: list[Element]) -> Check:
    found = set()
    for place in (document, *styles):
        for name, shown in (("i", "italics"), ("caps", "capitals")):
            if any(one.get(f"{W}val") in ON for one in place.iter(f"{W}{name}")):
                found.add(shown)
        if any(one.get(f"{W}val") not in ("none", "0") for one in place.iter(f"{W}u")):
            found.add("underlining")
        if any(one.get(f"{W}val") not in (None, "left", "start") for one in place.iter(f"{W}jc")):
            found.add("lines that are not left aligned")
    return Check("No italics, underlining or capitals, and lines start at the left (R029)", not found, ", ".join(sorted(found)))


def _text(body: Element) -> str:
    out = []
    for one in body.iter():
        if one.tag == f"{W}t":
            out.append(one.text or "")
        elif one.tag in (f"{W}p", f"{W}br", f"{W}tab"):
            out.append("\n")
    return "".join(out)
