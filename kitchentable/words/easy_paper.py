"""The Easy Read of a version as the writers of files want it, and how many pages it has."""

from __future__ import annotations

from collections.abc import Sequence

from kitchentable.people import files
from kitchentable.policy.numbers import number
from kitchentable.words.easy_state import draft_or_checked
from kitchentable.words.formats.easy import EasyPaper, EasyRow, pages_of
from kitchentable.words.models.easy import EasyLine
from kitchentable.words.models.papers import Version
from kitchentable.words.symbols import drawing

TYPES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PN": "image/png", b"RIF": "image/webp"}


def easy_paper(version: Version) -> EasyPaper | None:
    """What a file is made of; None when nobody wrote an Easy Read of this version. Two queries, and one for the number."""
    lines = list(version.easy_lines.all())
    if not lines:
        return None
    standing = draft_or_checked(version, lines)
    return EasyPaper(
        title=version.document.title,
        rows=tuple(row_of(line) for line in lines),
        standing=standing.words,
        is_checked=standing.is_checked,
        points=number("easy_points"),
        most_pages=number("easy_stop_pages"),
    )


def row_of(line: EasyLine, *, with_photo: bool = True) -> EasyRow:
    """A line with its picture. A photo whose file is gone is left out; the words stay."""
    photo = _photo(line.picture) if with_photo and line.picture else b""
    return EasyRow(
        words=line.words,
        explains=line.explains,
        is_heading=line.is_heading,
        svg="" if line.picture else drawing(line.symbol),
        photo=photo,
        photo_type=photo_type(photo),
        alt=line.picture_words if line.picture else "",
    )


def photo_type(photo: bytes) -> str:
    """What kind of picture the house drew anew."""
    return TYPES.get(photo[:3], "image/png") if photo else ""


def _photo(path: str) -> bytes:
    try:
        return files.where(path).read_bytes()
    except FileNotFoundError:
        return b""


def pages_now(lines: Sequence[EasyLine]) -> int:
    """Nearly how many pages these lines have in print."""
    rows = [EasyRow(one.words, one.explains, one.is_heading, svg="x" if one.symbol or one.picture else "") for one in lines]
    return pages_of(rows, number("easy_points"))
