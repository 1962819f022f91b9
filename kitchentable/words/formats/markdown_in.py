"""Markdown becomes a paper. HTML in it is read for what it says (short forms, languages, tables), and does nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kitchentable.words.formats import html_in, safe
from kitchentable.words.formats.building import Build, paper_of, table
from kitchentable.words.formats.paper import (
    Abbr,
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
    Picture,
    Quote,
    Strong,
    Text,
    said,
    tidy,
)

DEEPEST = 60  # lists in lists; what is deeper is nobody's paper
HEADING_WITHOUT_SPACE = re.compile(r"^( {0,3}#{2,6})(?=[^\W\d_])", re.M)
FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.S | re.M)
FRONT_LINE = re.compile(r"^(title|lang|language)\s*:\s*(.+?)\s*$", re.M | re.I)
ABBREVIATION = re.compile(r"^ {0,3}\*\[([^\]\n]{1,40})\]:[ \t]*(\S[^\n]*)$\n?", re.M)
CAPTION = re.compile(r"Table:\s+")
TAG = re.compile(r"<\s*(/?)\s*([a-zA-Z][\w-]*)")
ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
DIV = re.compile(r"\A\s*<div\b([^<>]*)>\s*\Z", re.I)
OPENS = {"strong_open": "strong", "em_open": "strong", "link_open": "link"}
BOLD = ("strong", "b", "em", "i")


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    # Addresses are judged in safe.py, and stay as they were written.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def read_markdown(text: str, title: str = "", build: Build | None = None) -> Paper:
    """A paper from Markdown. Without `title`, the first heading of level 1 is the title. Raises nothing: all text is Markdown."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    language = ""
    if front := FRONT.match(text):
        for name, value in FRONT_LINE.findall(front[1]):
            value = value.strip("\"'")
            if name.lower() == "title":
                title = title or value
            else:
                language = safe.language(value)
        text = text[front.end() :]
    short = {found[1].strip(): found[2].strip() for found in ABBREVIATION.finditer(text)}
    if short:
        text = ABBREVIATION.sub("", text)
    text = HEADING_WITHOUT_SPACE.sub(r"\1 ", text)
    build = build or Build()
    blocks = _Reader(_parser().parse(text), build, short).blocks("")
    return paper_of(title, blocks, language, build.notes)


class _Reader:
    """Goes through the tokens once."""

    def __init__(self, tokens: Sequence[Token], build: Build, short: dict[str, str]) -> None:
        self.tokens, self.build, self.short = tokens, build, short
        self.at = 0
        words = sorted(short, key=len, reverse=True)
        self.known = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, words)) + r")(?!\w)") if words else None
        self.languages: list[str] = []

    def blocks(self, until: str) -> list[Block]:
        """Blocks up to the token that closes them, or all."""
        out: list[Block] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.type == until:
                break
            self._block(token, out)
        return out

    def _block(self, token: Token, out: list[Block]) -> None:
        kind = token.type
        if kind == "heading_open":
            if inside := self._inline_of():
                out.append(Heading(int(token.tag[1]), inside))
            self.at += 1
        elif kind == "paragraph_open":
            out.extend(self._paragraph())
        elif kind in ("bullet_list_open", "ordered_list_open"):
            out.append(self._list(token, kind.replace("open", "close")))
        elif kind == "blockquote_open":
            if inside_quote := tuple(self.blocks("blockquote_close")):
                out.append(Quote(inside_quote))
        elif kind == "table_open":
            self._table(out)
        elif kind in ("fence", "code_block"):
            parts: list[Inline] = []
            for line in token.content.rstrip("\n").split("\n"):
                parts += (Text(line), Break())
            if inside := tidy(parts):
                out.append(Paragraph(inside))
        elif kind == "html_block":
            self._html(token.content, out)

    def _html(self, content: str, out: list[Block]) -> None:
        if opened := DIV.match(content):
            self.languages.append(safe.language(_attributes(opened[1]).get("lang", "")))
        elif content.strip().lower() == "</div>":
            if self.languages:
                self.languages.pop()
        else:
            out.extend(html_in.blocks_of(content, self.build))

    def _paragraph(self) -> list[Block]:
        children = self.tokens[self.at].children or []
        pictures = [one for one in children if one.type == "image"]
        if pictures and all(one.type in ("image", "softbreak") or not one.content.strip() for one in children):
            self.at += 2
            return [self._picture(one) for one in pictures]
        inside = self._inline_of()
        self.at += 1
        return [Paragraph(inside)] if inside else []

    def _picture(self, token: Token) -> Picture:
        return self.build.picture(_plain(token.children or []), str(token.attrs.get("src", "")))

    def _list(self, opened: Token, close: str) -> Listing:
        items = []
        while self.tokens[self.at].type != close:
            self.at += 1
            items.append(tuple(self.blocks("list_item_close")))
        self.at += 1
        return Listing(tuple(items), opened.type.startswith("ordered"), int(opened.attrs.get("start", 1)))

    def _table(self, out: list[Block]) -> None:
        rows: list[list[Inlines]] = []
        before = self.tokens[self.at - 3] if self.at >= 3 else None
        while (token := self.tokens[self.at]).type != "table_close":
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(self._inlines(token.children or []))
            self.at += 1
        self.at += 1
        caption: Inlines = ()
        if out and before is not None and before.type == "inline" and CAPTION.match(before.content):
            last = out[-1]
            if isinstance(last, Paragraph) and isinstance(first := last.inside[0], Text):
                caption = tidy((Text(CAPTION.sub("", first.words, count=1)), *last.inside[1:]))
                out.pop()
        out.extend(table(rows[0] if rows else [], rows[1:], caption))

    def _inline_of(self) -> Inlines:
        token = self.tokens[self.at]
        self.at += 1
        return self._inlines(token.children or [])

    def _inlines(self, children: Sequence[Token]) -> Inlines:
        parts = _Inlines(self).read(children)
        language = next((one for one in reversed(self.languages) if one), "")
        return tidy([Lang(tuple(parts), language)] if language else parts)

    def words(self, words: str) -> list[Inline]:
        """Words, with the short forms that the paper explains."""
        if self.known is None:
            return [Text(words)]
        pieces = self.known.split(words)
        return [Abbr(one, self.short[one]) if number % 2 else Text(one) for number, one in enumerate(pieces)]


class _Inlines:
    """One line of inline tokens: marks are opened and closed on a pile."""

    def __init__(self, reader: _Reader) -> None:
        self.reader = reader
        self.pile: list[tuple[str, str, list[Inline]]] = [("", "", [])]
        self.hushed = ""

    def read(self, children: Sequence[Token]) -> list[Inline]:
        for token in children:
            self._token(token)
        while len(self.pile) > 1:
            self._close()
        return self.pile[0][2]

    def _token(self, token: Token) -> None:
        kind = token.type
        if kind == "html_inline":
            self._tag(token.content)
        elif self.hushed:
            return
        elif kind in ("text", "code_inline", "text_special"):
            self._add(*self.reader.words(token.content))
        elif kind == "softbreak":
            self._add(Text(" "))
        elif kind == "hardbreak":
            self._add(Break())
        elif kind == "image":
            self._add(Text(f" {_plain(token.children or [])} "))
        elif kind in OPENS:
            self._open(OPENS[kind], str(token.attrs.get("href", "")))
        elif kind.endswith("_close"):
            self._close_to(OPENS.get(kind.replace("close", "open"), ""))

    def _tag(self, content: str) -> None:
        found = TAG.match(content)
        if not found:
            return
        name, closes = found[2].lower(), bool(found[1])
        if name in ("script", "style"):
            self.hushed = "" if closes else name
        elif self.hushed:
            return
        elif name == "br":
            self._add(Break())
        elif name == "img" and not closes:
            self._add(Text(f" {_attributes(content).get('alt', '')} "))
        elif name in (*BOLD, "abbr", "span", "a"):
            mark = "strong" if name in BOLD else name
            if closes:
                self._close_to(mark)
            else:
                given = _attributes(content)
                self._open(mark, given.get({"abbr": "title", "span": "lang", "a": "href"}.get(mark, ""), ""))

    def _add(self, *parts: Inline) -> None:
        self.pile[-1][2].extend(parts)

    def _open(self, mark: str, value: str) -> None:
        if len(self.pile) > DEEPEST:
            return  # nobody writes marks within marks this deep
        self.pile.append((mark, value, []))

    def _close_to(self, mark: str) -> None:
        if any(one[0] == mark for one in self.pile[1:]):
            while self._close() != mark:
                pass

    def _close(self) -> str:
        mark, value, parts = self.pile.pop()
        self._add(*marked(mark, value, parts))
        return mark


def marked(mark: str, value: str, parts: list[Inline]) -> list[Inline]:
    """Inlines within a mark, or as they are when the mark says nothing or must not stand."""
    if mark == "strong":
        return [Strong(tuple(parts))]
    if mark in ("link", "a") and (leads := safe.href(value)):
        return [Link(tuple(parts), leads)]
    if mark == "span" and (language := safe.language(value)):
        return [Lang(tuple(parts), language)]
    if mark == "abbr" and value.strip():
        return [Abbr(said(tuple(parts)).replace("\n", " "), value)]
    return parts


def _attributes(tag: str) -> dict[str, str]:
    return {name.lower(): html.unescape(one or other) for name, one, other in ATTRIBUTE.findall(tag)}


def _plain(children: Sequence[Token]) -> str:
    """The words of an alt text."""
    out = []
    for one in children:
        if one.type == "image":
            out.append(_plain(one.children or []))
        elif one.type in ("softbreak", "hardbreak"):
            out.append(" ")
        elif one.type != "html_inline":
            out.append(one.content)
    return "".join(out)
