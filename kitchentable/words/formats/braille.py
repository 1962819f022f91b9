"""A file that a braille embosser or display takes: Unified English Braille by liblouis, laid out 40 cells by 25 lines.

liblouis is asked as a program of its own, over a pipe, line by line: its Python binding stands outside any venv.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from kitchentable.words.formats.made import CannotMake, Check, Progress, put, words_in
from kitchentable.words.formats.paper import Block, Blocks, Heading, Listing, Paper, Paragraph, Picture, Quote, Table, said

PROGRAM = "lou_translate"
TABLES = {("en", 2): "en-ueb-g2.ctb", ("en", 1): "en-ueb-g1.ctb", ("cy", 2): "cy-cy-g2.ctb", ("cy", 1): "cy-cy-g1.utb"}
CELLS, LINES = 40, 25  # a usual page of braille; the last line holds its number
ASCII = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
TO_ASCII = {0x2800 + number: sign for number, sign in enumerate(ASCII)}
TO_CELLS = {ord(sign): chr(0x2800 + number) for number, sign in enumerate(ASCII)}
DEEPEST = 16  # cells: a line keeps room for words, however deep it stands
GOES_ON = "⠐"  # dot 5 at the end of a line: the word goes on in the next
LONGEST = 600  # characters that are translated in one go
BATCH = 400  # lines for one call
PATIENCE = 60  # seconds for one call
BEST = 0.98  # of the words come back: going back from contracted braille is not sure for each word
LARGEST = 300_000  # words: some 5,000 pages of braille


@dataclass(frozen=True, slots=True)
class Shape:
    """How a block stands: where its first line and its other lines begin, in cells; a heading stays with what follows."""

    words: str
    first: int = 0
    rest: int = 0
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Brailled:
    """How many pages came of it, and what was found when it was read back."""

    pages: int
    checks: tuple[Check, ...]


@lru_cache(maxsize=1)
def missing() -> str:
    """Nothing when braille can be made here, otherwise what is missing and what that costs."""
    if not shutil.which(PROGRAM):
        return (
            "Braille cannot be made here: liblouis is missing. On Debian and Ubuntu: sudo apt-get install liblouis-bin. Until then braille "
            "has to be ordered."
        )
    return ""


@lru_cache(maxsize=1)
def version() -> str:
    """The version of the program."""
    said_ = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, timeout=20, check=True).stdout
    return next((word for word in said_.split() if re.fullmatch(r"\d+\.[\d.]+", word)), "")


def write_braille(paper: Paper, out: Path, progress: Progress, *, grade: int = 2) -> Brailled:
    """Write a .brf file: grade 2 is contracted, grade 1 letter by letter. Raises CannotMake and OSError."""
    if absent := missing():
        raise CannotMake(absent)
    language = paper.language.partition("-")[0].lower()
    table = TABLES.get((language, grade)) or TABLES[("en", grade)]
    shapes = [Shape(paper.title, 4, 4, heading=True), *_shapes(paper.blocks, 0)]
    left_out: set[str] = set()
    shapes = [shape for one in shapes if (shape := _writable(one, left_out)).words.strip()]
    if sum(len(one.words.split()) for one in shapes) > LARGEST:
        raise CannotMake(
            f"This paper has more than {LARGEST:,} words. Make it in parts: it would be thousands of pages of braille."
        )
    cells = _translated([one.words for one in shapes], table, progress)
    pages = list(_pages(shapes, cells))
    put(out, "".join("\r\n".join(line.translate(TO_ASCII) for line in page) + "\r\n\f" for page in pages).encode("ascii"))
    return Brailled(len(pages), _checks(out, shapes, cells, table, language, left_out, progress))


def _shapes(blocks: Blocks, depth: int) -> Iterator[Shape]:
    for one in blocks:
        yield from _shape(one, depth)


def _shape(one: Block, depth: int) -> Iterator[Shape]:
    indent = 2 * min(depth, 6)
    if isinstance(one, Heading):
        yield Shape(_one_line(said(one.inside)), 4 if one.level == 2 else 0, 4 if one.level == 2 else 0, heading=True)
    elif isinstance(one, Paragraph):
        for line in said(one.inside).split("\n"):
            yield Shape(line, indent + 2 if not depth else indent, indent)
    elif isinstance(one, Listing):
        for number, item in enumerate(one.items, one.start):
            mark = f"{number}. " if one.ordered else "• "
            first, rest = (item[0], item[1:]) if item and isinstance(item[0], Paragraph) else (None, item)
            if first is not None:
                yield Shape(mark + _one_line(said(first.inside)), indent, indent + 4)
            yield from _shapes(rest, depth + 1)
    elif isinstance(one, Table):
        if one.caption:
            yield Shape(f"Table: {_one_line(said(one.caption))}", indent, indent + 2)
        for row in one.rows or (one.head,):
            named = [_one_line(said(cell)) for cell in one.head] if one.rows else []
            parts = [
                f"{named[at]}: {_one_line(said(cell))}" if named and named[at] else _one_line(said(cell))
                for at, cell in enumerate(row)
            ]
            yield Shape("; ".join(part for part in parts if part), indent, indent + 2)
    elif isinstance(one, Picture):
        if one.alt:
            yield Shape(f"Picture: {one.alt}", indent + 2, indent)
    elif isinstance(one, Quote):
        for shape in _shapes(one.blocks, depth):
            yield Shape(shape.words, shape.first + 4, shape.rest + 4, shape.heading)


def _one_line(words: str) -> str:
    return words.replace("\n", " ")


def _writable(one: Shape, left_out: set[str]) -> Shape:
    """Pictures made of signs become their names; words in other letters need a braille code that we do not have."""
    if one.words.isascii():
        return one
    out = []
    for sign in one.words:
        kind = unicodedata.category(sign)
        if sign == "\xa0" or kind in ("Zs", "Zl", "Zp"):
            out.append(" ")
        elif kind in ("Cf", "Mn", "Sk") and sign not in "\u0300\u0301\u0302\u0303\u0308\u0327":
            continue
        elif kind == "So" and sign not in "©®™°":
            out.append(f" ({unicodedata.name(sign, 'sign').lower()}) ")
        elif (
            kind[0] == "L"
            and "LATIN" not in unicodedata.name(sign, "")
            and sign not in "ªº"
            and "GREEK" not in unicodedata.name(sign, "")
        ):
            left_out.add(sign)
        else:
            out.append(sign)
    return Shape(" ".join("".join(out).split()), one.first, one.rest, one.heading)


def _translated(lines: list[str], table: str, progress: Progress) -> list[list[str]]:
    """The braille words of each line."""
    pieces: list[tuple[int, str]] = [(number, piece) for number, line in enumerate(lines) for piece in _cut(line)]
    out: list[list[str]] = [[] for _ in lines]
    for at in range(0, len(pieces), BATCH):
        batch = pieces[at : at + BATCH]
        for (number, _), back in zip(batch, _ask("--forward", table, [piece for _, piece in batch]), strict=True):
            out[number].extend(word for word in back.replace(" ", "\u2800").split("\u2800") if word)
        progress(0.6 * min(1.0, (at + BATCH) / len(pieces)))
    return out


def _cut(line: str) -> Iterator[str]:
    while len(line) > LONGEST:
        at = line.rfind(" ", 0, LONGEST)
        at = at if at > 0 else LONGEST
        yield line[:at]
        line = line[at:].lstrip()
    if line:
        yield line


def _ask(way: str, table: str, lines: list[str]) -> list[str]:
    """One line out for each line in. Raises CannotMake."""
    command = [PROGRAM, way, f"unicode.dis,{table}"]
    try:
        asked = "\n".join(lines) + "\n"
        said_ = subprocess.run(command, input=asked.encode(), capture_output=True, timeout=PATIENCE, check=True).stdout.decode(
            "utf-8", "replace"
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise CannotMake(f"liblouis could not translate a part of it: {type(error).__name__}.") from error
    back = said_.split("\n")
    if len(back) < len(lines):
        raise CannotMake("liblouis gave back fewer lines than it got.")
    return back[: len(lines)]


def _pages(shapes: list[Shape], cells: list[list[str]]) -> Iterator[list[str]]:
    """Pages of lines; a heading is not the last line of a page, and has an empty line before it."""
    page: list[str] = []
    number = 1
    for shape, words in zip(shapes, cells, strict=True):
        lines = list(_wrapped(words, shape))
        if shape.heading and page:
            lines.insert(0, "")
            if len(page) + len(lines) + 2 > LINES - 1:
                yield _numbered(page, number)
                page, number = [], number + 1
                lines.pop(0)
        for line in lines:
            if len(page) == LINES - 1:
                yield _numbered(page, number)
                page, number = [], number + 1
            page.append(line)
    if page:
        yield _numbered(page, number)


def _numbered(page: list[str], number: int) -> list[str]:
    digits = "⠼" + "".join("⠚⠁⠃⠉⠙⠑⠋⠛⠓⠊"[int(one)] for one in str(number))
    return [*page, *[""] * (LINES - 1 - len(page)), "\u2800" * (CELLS - len(digits)) + digits]


def _wrapped(words: list[str], shape: Shape) -> Iterator[str]:
    line = "\u2800" * min(shape.first, DEEPEST)
    rest = "\u2800" * min(shape.rest, DEEPEST)
    empty = True
    for word in words:
        room = CELLS - len(line) - (0 if empty else 1)
        if len(word) > room and not empty:
            yield line
            line, empty = rest, True
            room = CELLS - len(line)
        while len(word) > room:
            yield line + word[: room - 1] + GOES_ON
            word = word[room - 1 :]
            line = rest
            room = CELLS - len(line)
        line += word if empty else f"\u2800{word}"
        empty = False
    if not empty:
        yield line


def _checks(
    out: Path, shapes: list[Shape], cells: list[list[str]], table: str, language: str, left_out: set[str], progress: Progress
) -> tuple[Check, ...]:
    text = out.read_bytes().decode("ascii")
    pages = [page.split("\r\n")[:-1] for page in text.split("\f")[:-1]]
    widest = max((len(line) for page in pages for line in page), default=0)
    longest = max(map(len, pages), default=0)
    wanted = [word for line in cells for word in line]
    found = _read_back(pages)
    share, count, wrong = _compared(shapes, cells, table, progress)
    spoken = (language, 2) in TABLES
    letters = " ".join(sorted(left_out)[:8])
    return (
        Check(
            f"Pages hold {CELLS} cells by {LINES} lines",
            widest <= CELLS and longest <= LINES,
            f"{len(pages)} pages, {widest} by {longest}.",
        ),
        Check("The file holds each braille word in its order", found == wanted, f"{len(found):,} of {len(wanted):,} words."),
        Check(
            "Put back into print, the words are the same",
            share >= BEST,
            f"{share:.1%} of {count:,} words" + (f"; not {', '.join(wrong)}." if wrong else "."),
        ),
        Check(
            "It is in a braille code for the language of the paper",
            spoken,
            "" if spoken else f"{language}: none, so English was used.",
        ),
        Check("No letters had to be left out", not left_out, f"Left out: {letters}" if left_out else ""),
    )


def _read_back(pages: list[list[str]]) -> list[str]:
    """The braille words of the file, lines and pages joined again."""
    found: list[str] = []
    joined = False
    for page in pages:
        for line in page[: LINES - 1]:
            cells = line.translate(TO_CELLS)
            words = [word for word in cells.split("\u2800") if word]
            if joined and words:
                found[-1] += words.pop(0)
                joined = False
            found += words
            if len(cells) == CELLS and words and words[-1].endswith(GOES_ON):
                found[-1] = found[-1][:-1]
                joined = True
            elif len(cells) == CELLS and not words and found and found[-1].endswith(GOES_ON):
                found[-1], joined = found[-1][:-1], True
    return found


def _compared(shapes: list[Shape], cells: list[list[str]], table: str, progress: Progress) -> tuple[float, int, list[str]]:
    """How many of the words come back from the cells, how many there are, and some that do not."""
    lines = ["\u2800".join(words) for words in cells]
    pieces = [(number, piece) for number, line in enumerate(lines) for piece in _cut(line.replace("\u2800", " "))]
    back: list[list[str]] = [[] for _ in lines]
    for at in range(0, len(pieces), BATCH):
        batch = pieces[at : at + BATCH]
        for (number, _), print_ in zip(
            batch, _ask("--backward", table, [piece.replace(" ", "\u2800") for _, piece in batch]), strict=True
        ):
            back[number] += words_in(print_)
        progress(0.6 + 0.39 * min(1.0, (at + BATCH) / len(pieces)))
    same = count = 0
    wrong: list[str] = []
    for shape, found in zip(shapes, back, strict=True):
        wanted = words_in(shape.words)
        count += len(wanted)
        if wanted == found:
            same += len(wanted)
            continue
        matches = SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
        hit = {at for match in matches for at in range(match.a, match.a + match.size)}
        same += len(hit)
        wrong += [f"“{word[:40]}”" for at, word in enumerate(wanted) if at not in hit][: max(0, 4 - len(wrong))]
    return (same / count if count else 0.0), count, wrong
