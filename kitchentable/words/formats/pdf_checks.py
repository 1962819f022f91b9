"""A PDF is read back: its structure with one library, its words with another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from kitchentable.words.formats.made import Check, all_there
from kitchentable.words.formats.pdf_repair import PAINTS, structure
from kitchentable.words.formats.pdfs import Written

LONGEST_LINE = 75  # characters; R030 asks for about 60 to 70


def check_pdf(path: Path, *, words: list[str], title: str, language: str, no_shape: str = "") -> Written:
    """What PDF/UA asks for and a program can see, the words, and the print rules."""
    with pikepdf.open(path) as pdf:
        root = pdf.Root
        elements = list(structure(root.StructTreeRoot))
        checks = [
            _head(pdf, title, language),
            _tagged(pdf),
            _headings(elements),
            _pictures(elements),
            _tables(elements),
            _links(pdf),
            *_fonts(pdf),
            Check("Each letter has a shape in the fonts of this house", not no_shape, no_shape),
        ]
        pages = len(pdf.pages)
    text, widths = _text(path)
    checks.append(all_there("Every word of the paper is there", words, text, without_spaces=True))
    checks.append(_lines(widths))
    return Written(pages, tuple(checks))


def _head(pdf: pikepdf.Pdf, title: str, language: str) -> Check:
    with pdf.open_metadata(update_docinfo=False) as about:
        part, named = str(about.get("pdfuaid:part", "")), str(about.get("dc:title", ""))
    root = pdf.Root
    good = (
        part == "1"
        and named == title
        and str(root.get("/Lang", "")) == language
        and "/MarkInfo" in root
        and bool(root.MarkInfo.get("/Marked", False))
        and bool(root.ViewerPreferences.get("/DisplayDocTitle", False))
    )
    return Check(
        "It says its title and its language, and that it is PDF/UA-1", good, f"“{named}”, {root.get('/Lang', 'no language')}."
    )


def _tagged(pdf: pikepdf.Pdf) -> Check:
    """Everything painted stands in the structure, or is said to be decoration."""
    loose = lost = 0
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(nums[at]): nums[at + 1] for at in range(0, len(nums), 2)}
    for page in pdf.pages:
        pile: list[bool] = []
        holders = parents.get(int(page.get("/StructParents", -1)), Array())
        for one in pikepdf.parse_content_stream(page):
            operator = str(one.operator)
            if operator == "BDC":
                mcid = one.operands[1].get("/MCID") if isinstance(one.operands[1], Dictionary) else None
                known = mcid is not None and int(mcid) < len(holders) and isinstance(holders[int(mcid)], Dictionary)
                lost += mcid is not None and not known
                pile.append(known)
            elif operator == "BMC":
                pile.append(one.operands[0] == Name.Artifact)
            elif operator == "EMC":
                pile.pop()
            elif operator in PAINTS and not any(pile):
                loose += 1
    return Check(
        "Everything in it stands in its structure, or is marked as decoration", not loose and not lost, f"{loose + lost} do not."
    )


def _headings(elements: list[Any]) -> Check:
    levels = [int(str(one.S)[2:]) for one in elements if str(one.S)[1:2] == "H" and str(one.S)[2:].isdecimal()]
    skips = [two for one, two in zip([0, *levels], levels, strict=False) if two > one + 1]
    return Check("It has headings, and no level is skipped", bool(levels) and not skips, f"{len(levels)} headings.")


def _pictures(elements: list[Any]) -> Check:
    figures = [one for one in elements if Name.Figure == one.S]
    silent = [one for one in figures if not str(one.get("/Alt", "")).strip()]
    return Check("Each picture has words", not silent, f"{len(figures)} pictures.")


def _tables(elements: list[Any]) -> Check:
    heads = [one for one in elements if one.S == Name.TH]
    bad = [one for one in heads if str(one.get("/A", {}).get("/Scope", "")) not in ("/Column", "/Row", "/Both")]
    tables = sum(Name.Table == one.S for one in elements)
    return Check("Each header of a table says what it heads", not bad, f"{tables} tables, {len(heads)} headers.")


def _links(pdf: pikepdf.Pdf) -> Check:
    links = [note for page in pdf.pages for note in page.get("/Annots", Array()) if note.Subtype == Name.Link]
    bad = [
        one
        for one in links
        if not str(one.get("/Contents", "")).strip() or "/StructParent" not in one or str(one.A.URI).startswith("kt:")
    ]
    return Check("Each link says where it leads", not bad, f"{len(links)} links.")


def _fonts(pdf: pikepdf.Pdf) -> list[Check]:
    names: dict[str, bool] = {}
    for page in pdf.pages:
        for font in dict(page.get("/Resources", Dictionary()).get("/Font", Dictionary())).values():
            inner = font.get("/DescendantFonts", Array([font]))[0]
            about = inner.get("/FontDescriptor", Dictionary())
            names[str(font.get("/BaseFont", "?"))] = any(f"/FontFile{kind}" in about for kind in ("", "2", "3"))
    outside = [name for name, inside in names.items() if not inside]
    slanted = [name for name in names if "Italic" in name or "Oblique" in name or "Serif" in name]
    return [
        Check("All its letters are in it", not outside, f"{len(names)} fonts."),
        Check("No italics, and letters without serifs (R029)", not slanted, ", ".join(slanted)),
    ]


def _text(path: Path) -> tuple[str, list[int]]:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(path)
    try:
        pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    finally:
        document.close()
    text = "\n".join(pages).encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\r\n", "\n")
    return text.replace("\ufffe", ""), [len(line) for line in text.split("\n")]


def _lines(widths: list[int]) -> Check:
    """The longest lines, but for one in twenty: a table may be wider."""
    full = sorted(widths)[: max(1, int(len(widths) * 0.95))]
    longest = full[-1] if full else 0
    return Check(f"Lines hold {LONGEST_LINE} characters or fewer (R030)", longest <= LONGEST_LINE, f"{longest} characters.")
