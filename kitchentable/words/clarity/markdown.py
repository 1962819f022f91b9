"""Blocks of Markdown, line by line. The reported text is the file itself, so a finding's place is the place in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from kitchentable.words.clarity.finding import Finding
from kitchentable.words.clarity.source import Block, BlockKind, Source, Span, lf
from kitchentable.words.clarity.structure import Heading, skipped, vague_link, without_alt

HEADING = re.compile(r" {0,3}(#{1,6})[ \t]*(?=\S)(.*?)[ \t]*#*[ \t]*$")
ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
QUOTE = re.compile(r" {0,3}>[> \t]*")
FENCE = re.compile(r" {0,3}(```+|~~~+)")
RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*)$")
TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
DEFINITION = re.compile(r" {0,3}\[[^\]\n]+\]:[ \t]*\S+")
CELL = re.compile(r"(?:\\\||[^|\n])+")
HUSHED = re.compile(
    r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ \t]+\"[^\"\n]*\")?\)|(?<=\])\[[^\]\n]*\]|</?[a-zA-Z][^<>]*>|\{[:%{][^}\n]*\}+",
    re.DOTALL,
)
BACKTICKS = re.compile(r"`+")
BLOCK_TAG = re.compile(
    r"<(?P<end>/?)(?P<tag>div|p|li|ul|ol|dl|dt|dd|table|thead|tbody|tr|t[dh]|h[1-6]|section|article|figure|figcaption|blockquote|br|hr|details|summary|nav|main|header|footer|form"
    r"|pre|iframe|img)\b[^<>]*>",
    re.I,
)
LINK = re.compile(r"(!?)\[([^\[\]\n]*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)")


TAG_KINDS: dict[str, BlockKind] = {
    "li": "item",
    "dd": "item",
    "dt": "item",
    "td": "cell",
    "th": "cell",
    "blockquote": "quote",
    "pre": "code",
}


def read_markdown(text: str, name: str = "") -> Source:
    """Blocks, what is not prose, and what is wrong in its structure."""
    text = lf(text)
    code = tuple(_code(text))
    blocks = tuple(_parted(text, _blocks(text), code))
    hushed = (*(found.span() for found in HUSHED.finditer(text)), *code, *_comments(text))
    return Source(text, blocks, hushed, tuple(_structure(text, blocks)), name=name)


def _blocks(text: str) -> Iterator[Block]:
    paragraph: Span | None = None
    kind: BlockKind = "paragraph"
    fence = ""
    start = 0
    lines = text.split("\n")
    if lines[0] == "---" and "---" in lines[1:]:
        # Front matter is for machines.
        ends = lines.index("---", 1)
        start = sum(len(line) + 1 for line in lines[: ends + 1])
        lines = lines[ends + 1 :]
    for line in lines:
        at, start = start, start + len(line) + 1
        stripped = line.strip()
        opened = FENCE.match(line) if stripped[:1] in "`~" and stripped else None
        if fence or opened:
            if paragraph:
                yield from _closed(text, kind, paragraph)
                paragraph = None
            if stripped:
                yield Block("code", at, at + len(line))
            if opened and not fence:
                fence = opened[1]
            elif fence and stripped.startswith(fence) and not stripped.strip(fence[0]):
                fence = ""
            continue
        starts = _starts(line, stripped, paragraph is not None and kind == "paragraph")
        if starts is None:
            paragraph = (paragraph[0], at + len(line)) if paragraph else (at, at + len(line))
            continue
        if paragraph:
            heads = starts == "rule" and kind == "paragraph" and stripped[0] in "-="
            yield from _closed(text, "heading" if heads else kind, paragraph, 0 if not heads else 1 if stripped[0] == "=" else 2)
        paragraph, kind = None, "paragraph"
        if starts == "heading":
            head = HEADING.match(line)
            if head and head[2]:
                yield Block("heading", at + head.start(2), at + head.end(2), len(head[1]))
        elif starts == "cells":
            for cell in CELL.finditer(line):
                yield from _closed(text, "cell", (at + cell.start(), at + cell.end()))
        elif starts == "quote":
            yield from _closed(text, "quote", (at, at + len(line)))
        elif starts == "item":
            mark = ITEM.match(line)
            paragraph, kind = (at + (mark.end() if mark else 0), at + len(line)), "item"
    if paragraph:
        yield from _closed(text, kind, paragraph)


def _parted(text: str, blocks: Iterable[Block], code: Sequence[Span]) -> Iterator[Block]:
    """Blocks, parted where HTML in the text begins or ends one: a list in HTML is not one sentence either."""
    starts = [start for start, _ in code]
    for block in blocks:
        if block.kind == "code" or text.find("<", block.start, block.end) < 0:
            yield block
            continue
        at, level = block.start, block.level
        kind: BlockKind = block.kind
        for tag in BLOCK_TAG.finditer(text, block.start, block.end):
            inside = bisect_right(starts, tag.start()) - 1
            if inside >= 0 and tag.start() < code[inside][1]:
                continue
            yield from _closed(text, kind, (at, tag.start()), level)
            name = tag["tag"].lower()
            opens = not tag["end"]
            heads = opens and name[0] == "h" and name[1:].isdigit()
            kind = TAG_KINDS.get(name, block.kind) if opens and not heads else "heading" if heads else block.kind
            at, level = tag.end(), int(name[1]) if heads else block.level
        yield from _closed(text, kind, (at, block.end), level)


def _starts(line: str, stripped: str, in_paragraph: bool) -> str | None:
    """What a line starts, None when it goes on with what is there."""
    if not stripped:
        return "nothing"
    first = stripped[0]
    if first == "#" and HEADING.match(line):
        return "heading"
    if first in "-=*_|:" and (RULE.match(line) or ("-" in stripped and "|" in stripped and TABLE_RULE.match(line))):
        return "rule"
    if first == "|" or (not in_paragraph and stripped.count("|") > 1):
        return "cells"
    if first == ">" and QUOTE.match(line):
        return "quote"
    if (first in "-*+•" or first.isdigit()) and ITEM.match(line):
        return "item"
    if first == "[" and DEFINITION.match(line):
        return "definition"
    return None


def _closed(text: str, kind: BlockKind, span: Span, level: int = 0) -> Iterator[Block]:
    start, end = span
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    if start < end:
        yield Block(kind, start, end, level)


def _code(text: str) -> Iterator[Span]:
    """Code between backticks. Each run of them closes with the next of its length, looked for nearby only."""
    runs = [one.span() for one in BACKTICKS.finditer(text)]
    at = 0
    while at < len(runs):
        start, end = runs[at]
        for number in range(at + 1, min(at + 20, len(runs))):
            if runs[number][1] - runs[number][0] == end - start and "\n\n" not in text[end : runs[number][0]]:
                yield start, runs[number][1]
                at = number
                break
        at += 1


def _comments(text: str) -> Iterator[Span]:
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at)
        if end < 0:
            return
        yield at, end + 3
        at = text.find("<!--", end)


def _structure(text: str, blocks: tuple[Block, ...]) -> Iterator[Finding]:
    yield from skipped(text, [Heading(one.level, one.start, one.end) for one in blocks if one.kind == "heading"])
    for found in LINK.finditer(text):
        if found[1]:
            if not found[2].strip():
                yield without_alt(found.start(), found.end(), found.group())
        else:
            yield from vague_link(found.start(2), found.end(2), found[2])
