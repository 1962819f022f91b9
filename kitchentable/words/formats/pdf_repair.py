"""What the typesetter forgets in a tagged PDF: languages, long forms, what a link says, headers that head columns, decoration."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Pdf, String

if TYPE_CHECKING:
    from kitchentable.words.formats.pdfs import Mark

PAINTS = frozenset(["S", "s", "F", "f", "f*", "B", "B*", "b", "b*", "Do", "sh", "Tj", "TJ", "'", '"', "BI", "EI"])
PATHS = frozenset(("m", "l", "c", "v", "y", "h", "re"))


def mend(raw: bytes, marks: list[Mark], *, title: str, language: str) -> bytes:
    """The same PDF, mended. `marks` say what the links “kt:0”, “kt:1”, … stand for."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        root = pdf.Root
        root.Lang = String(language)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        _marks(pdf, marks)
        for element in structure(root.StructTreeRoot):
            if element.S == Name.TH:
                _scope(element)
        _artifacts(pdf)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as about:
            about["dc:title"] = title
            about["dc:language"] = {language}
            about["pdfuaid:part"] = "1"
        pdf.docinfo["/Title"] = String(title)
        for page in pdf.pages:
            if "/Annots" in page:
                page.Tabs = Name.S
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def structure(tree: Any) -> Iterator[Any]:
    """Every element of the structure, from the top."""
    todo = list(_kids(tree))[::-1]
    while todo:
        one = todo.pop()
        yield one
        todo.extend(reversed(list(_kids(one))))


def _kids(element: Any) -> Iterator[Any]:
    inside = element.get("/K")
    if inside is None:
        return
    for one in inside if isinstance(inside, Array) else [inside]:
        if isinstance(one, Dictionary) and "/S" in one:
            yield one


def _scope(element: Any) -> None:
    about = element.get("/A")
    if about is None:
        about = element.A = Dictionary(O=Name.Table)
    if "/Scope" not in about:
        about.Scope = Name.Column


def _marks(pdf: Pdf, marks: list[Mark]) -> None:
    """Numbered links become what they stand for: a link that says its words, or words with a language and a long form."""
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(nums[at]): nums[at + 1] for at in range(0, len(nums), 2)}
    gone: set[int] = set()
    for page in pdf.pages:
        kept = Array()
        for note in page.get("/Annots", Array()):
            uri = str(note.A.get("/URI", "")) if "/A" in note else ""
            number = uri.removeprefix("kt:")
            if uri == number or not number.isdecimal() or int(number) >= len(marks):
                kept.append(note)
                continue
            mark, parent = marks[int(number)], int(note.StructParent)
            element = parents[parent]
            if mark.language:
                element.Lang = String(mark.language)
            if mark.long:
                element.E = String(mark.long)
            if mark.href:
                note.A.URI = String(mark.href)
                note.Contents = String(mark.words)
                note.F = 4  # shown in print too
                kept.append(note)
            else:
                element.S = Name.Span
                element.K = Array([one for one in element.K if not (isinstance(one, Dictionary) and one.get("/Type") == Name.OBJR)])
                gone.add(parent)
        if len(kept):
            page.Annots = kept
        elif "/Annots" in page:
            del page["/Annots"]
    tidy = Array()
    for key in sorted(parents):
        if key not in gone:
            tidy.append(key)
            tidy.append(parents[key])
    pdf.Root.StructTreeRoot.ParentTree.Nums = tidy


def _artifacts(pdf: Pdf) -> None:
    """Page numbers, running titles, borders and pictures that only decorate are marked as such, and leave the structure."""
    tree = pdf.Root.StructTreeRoot
    silent = [one for one in structure(tree) if Name.Figure == one.S and not str(one.get("/Alt", ""))]
    quiet = {one.objgen for one in silent}
    for one in silent:
        parent = one.P
        parent.K = Array([kid for kid in parent.K if not (isinstance(kid, Dictionary) and kid.objgen == one.objgen)])
    reached = {one.objgen for one in structure(tree)}
    nums = tree.ParentTree.Nums
    for at in range(0, len(nums), 2):
        number, holders = int(nums[at]), nums[at + 1]
        if not isinstance(holders, Array):
            continue
        outside = {mcid for mcid, holder in enumerate(holders) if holder.objgen not in reached or _within(holder, quiet)}
        page = pdf.pages[number]
        page.Contents = pdf.make_stream(_rewritten(page, outside))
        page.StructParents = number
        nums[at + 1] = Array([None if mcid in outside else holder for mcid, holder in enumerate(holders)])


def _within(element: Any, quiet: set[tuple[int, int]]) -> bool:
    while isinstance(element, Dictionary) and "/S" in element:
        if element.objgen in quiet:
            return True
        element = element.get("/P")
    return False


def _rewritten(page: Any, outside: set[int]) -> bytes:
    """The content of a page in which everything that is painted is in the structure or said to be decoration."""
    out: list[Any] = []
    depth = 0
    start = -1  # where a path that is outside all marks began
    begin = ([Name.Artifact], Operator("BMC"))
    end: tuple[list[Any], Operator] = ([], Operator("EMC"))
    for one in pikepdf.parse_content_stream(page):
        operands, operator = list(one.operands), str(one.operator)
        if operator == "BDC" and "/MCID" in operands[1] and int(operands[1].MCID) in outside:
            out.append(begin)
            depth += 1
            continue
        if operator in ("BDC", "BMC"):
            depth += 1
        elif operator == "EMC":
            depth -= 1
        elif depth == 0 and operator in PATHS:
            start = len(out) if start < 0 else start
        elif depth == 0 and operator in PAINTS:
            out.insert(start if start >= 0 else len(out), begin)
            out += ((operands, one.operator), end)
            start = -1
            continue
        elif depth == 0 and operator == "n":
            start = -1  # a path that only cuts
        out.append((operands, one.operator))
    return pikepdf.unparse_content_stream(out)
