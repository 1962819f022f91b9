"""A paper: what it says and how it is built, whatever it was written in. Every format is made from this and from nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

LARGEST_LEVEL = 6
# What no file format can hold: control signs, halves of surrogate pairs, and what is no character.
UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\ufeff\ufffe\uffff\ud800-\udfff]")
SPACES = re.compile(r"[^\S\xa0\u202f]+")


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    words: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out. They are set bold, never in italics or capitals (R029)."""

    inside: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    inside: Inlines
    href: str


@dataclass(frozen=True, slots=True)
class Abbr:
    """A short form, and what it is short for."""

    short: str
    long: str


@dataclass(frozen=True, slots=True)
class Lang:
    """Words in another language: `language` is a tag such as “cy”."""

    inside: Inlines
    language: str


@dataclass(frozen=True, slots=True)
class Break:
    """A new line within a paragraph, as in an address."""


Inline = Text | Strong | Link | Abbr | Lang | Break
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. The title of the paper is level 1, so these start at 2 and no level is skipped."""

    level: int
    inside: Inlines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    inside: Inlines


@dataclass(frozen=True, slots=True)
class Listing:
    """A list. Each item holds blocks, lists among them."""

    items: tuple[Blocks, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row of header cells (empty: the table has none), and rows that are as long as each other."""

    head: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    caption: Inlines = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands by itself. An empty `alt` says that it is decoration. `src` is a data: address, or anything else
    for a picture that is not here: then its words stand in its place, and nothing is ever fetched."""

    alt: str
    src: str = ""

    @property
    def is_here(self) -> bool:
        """Can it be shown?"""
        return self.src.startswith("data:image/")


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said."""

    blocks: Blocks


Block = Heading | Paragraph | Listing | Table | Picture | Quote
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper. `language` is a tag such as “en-GB”; `notes` are sentences about what could not be read from its file."""

    title: str
    blocks: Blocks
    language: str = "en-GB"
    notes: tuple[str, ...] = field(default=(), compare=False)


def clean(words: str) -> str:
    """Words that every format can hold, with single spaces. Ends are left alone."""
    return SPACES.sub(" ", UNWRITABLE.sub("", words))


Mark = tuple[type["Strong | Link | Lang"], str]
Pile = tuple[Mark, ...]
Leaf = tuple[Text | Abbr | Break | None, Pile]  # None is a space


def tidy(parts: Iterable[Inline]) -> Inlines:
    """Inlines as they are read back from any format: single spaces, none at the ends of lines or within the ends of a mark,
    no mark within itself or around nothing, and equal neighbours as one."""
    leaves: list[Leaf] = []
    for part, path in _leaves(parts, ()):
        last = leaves[-1][0] if leaves else Break()
        if part is None and (last is None or isinstance(last, Break)):
            continue
        if isinstance(part, Break):
            while leaves and leaves[-1][0] is None:
                leaves.pop()
            if not leaves or isinstance(leaves[-1][0], Break):
                continue
        leaves.append((part, path))
    while leaves and (leaves[-1][0] is None or isinstance(leaves[-1][0], Break)):
        leaves.pop()
    placed: list[tuple[Text | Abbr | Break, Pile]] = []
    for number, (part, path) in enumerate(leaves):
        if part is None or isinstance(part, Break):
            # A gap belongs to the marks that go on across it. Ends of lines were cleared, so it has neighbours.
            path = _shared(placed[-1][1], leaves[number + 1][1])
        placed.append((Text(" ") if part is None else part, path))
    return _built(placed, 0)


def _leaves(parts: Iterable[Inline], path: Pile) -> Iterator[Leaf]:
    for one in parts:
        if isinstance(one, Text):
            words = clean(one.words)
            core = words.strip()
            if words[:1].isspace():
                yield None, path
            if core:
                yield Text(core), path
                if words[-1:].isspace():
                    yield None, path
        elif isinstance(one, Abbr):
            short, long = clean(one.short).strip(), clean(one.long).strip()
            if short:
                yield Abbr(short, long) if long and long != short else Text(short), path
        elif isinstance(one, Break):
            yield one, path
        else:
            value = one.href if isinstance(one, Link) else one.language if isinstance(one, Lang) else ""
            kinds = [kind for kind, _ in path]
            if isinstance(one, Lang):
                inner = next((said for kind, said in reversed(path) if kind is Lang), "")
                yield from _leaves(one.inside, path if inner == value else (*path, (Lang, value)))
            else:
                yield from _leaves(one.inside, path if type(one) in kinds else (*path, (type(one), value)))


def _shared(one: Pile, other: Pile) -> Pile:
    number = 0
    while number < min(len(one), len(other)) and one[number] == other[number]:
        number += 1
    return one[:number]


def _built(leaves: list[tuple[Text | Abbr | Break, Pile]], depth: int) -> Inlines:
    out: list[Inline] = []
    at = 0
    while at < len(leaves):
        part, path = leaves[at]
        if len(path) <= depth:
            last = out[-1] if out else None
            if isinstance(part, Text) and isinstance(last, Text):
                out[-1] = Text(last.words + part.words)
            else:
                out.append(part)
            at += 1
            continue
        end = at
        while end < len(leaves) and leaves[end][1][depth : depth + 1] == (path[depth],):
            end += 1
        inside = _built(leaves[at:end], depth + 1)
        kind, value = path[depth]
        out.append(Link(inside, value) if kind is Link else Lang(inside, value) if kind is Lang else Strong(inside))
        at = end
    return tuple(out)


def text(*words: str) -> Inlines:
    """Plain words as inlines."""
    return tidy([Text(one) for one in words])


def levelled(blocks: Iterable[Block]) -> Blocks:
    """Headings that start at 2 and skip no level, whatever the levels of the file were."""
    open_levels: list[int] = []
    out: list[Block] = []
    for one in blocks:
        if isinstance(one, Heading):
            while open_levels and open_levels[-1] >= one.level:
                open_levels.pop()
            open_levels.append(one.level)
            one = replace(one, level=min(LARGEST_LEVEL, len(open_levels) + 1))
        out.append(one)
    return tuple(out)


def said(parts: Inlines) -> str:
    """The words of inlines as a reader sees them. A new line is “\\n”."""
    out = []
    for one in parts:
        if isinstance(one, Text):
            out.append(one.words)
        elif isinstance(one, Abbr):
            out.append(one.short)
        elif isinstance(one, Break):
            out.append("\n")
        else:
            out.append(said(one.inside))
    return "".join(out)


def lines(paper: Paper, *, alts: bool = True) -> Iterator[str]:
    """The words of a paper in reading order, block by block. `alts`: with the words of pictures."""
    yield paper.title
    yield from _lines(paper.blocks, alts)


def _lines(blocks: Blocks, alts: bool) -> Iterator[str]:
    for one in blocks:
        if isinstance(one, Heading | Paragraph):
            yield said(one.inside)
        elif isinstance(one, Listing):
            for item in one.items:
                yield from _lines(item, alts)
        elif isinstance(one, Table):
            if one.caption:
                yield said(one.caption)
            for row in (one.head, *one.rows):
                yield from (said(cell) for cell in row)
        elif isinstance(one, Picture):
            if alts or not one.is_here:
                yield one.alt
        else:
            yield from _lines(one.blocks, alts)


def word_count(paper: Paper) -> int:
    """How many words."""
    return sum(len(line.split()) for line in lines(paper))


def direction(words: str) -> str:
    """“rtl” when the first letter that has a direction runs from right to left, otherwise “ltr”."""
    for sign in words[:2_000]:
        kind = unicodedata.bidirectional(sign)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def walk(blocks: Blocks) -> Iterator[Block]:
    """Every block, those in lists and quotes too."""
    for one in blocks:
        yield one
        if isinstance(one, Listing):
            for item in one.items:
                yield from walk(item)
        elif isinstance(one, Quote):
            yield from walk(one.blocks)


def inlines_of(blocks: Blocks) -> Iterator[Inline]:
    """Every inline, those within others too."""
    for one in walk(blocks):
        if isinstance(one, Heading | Paragraph):
            yield from _deep(one.inside)
        elif isinstance(one, Table):
            for cell in (one.caption, *one.head, *(cell for row in one.rows for cell in row)):
                yield from _deep(cell)


def _deep(parts: Inlines) -> Iterator[Inline]:
    for one in parts:
        yield one
        if isinstance(one, Strong | Link | Lang):
            yield from _deep(one.inside)
