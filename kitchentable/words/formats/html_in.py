"""HTML becomes blocks. Only what it says and how it is built is read: nothing runs, nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from kitchentable.words.formats import safe
from kitchentable.words.formats.building import Build, paper_of, table
from kitchentable.words.formats.paper import (  # fmt: skip
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
    Quote,
    Strong,
    Text,
    said,
    tidy,
)

GONE = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "nav",
        "form",
        "button",
        "input",
        "select",
        "textarea",
    ]
)
APART = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
        "center",
    ]
)
HEADINGS = {f"h{number}": number for number in range(1, 7)}
BOLD = ("strong", "b", "em", "i", "cite", "mark")
DEEPEST = 100
Tree = Any  # lxml's elements


def read_html(text: str, title: str = "", build: Build | None = None) -> Paper:
    """A paper from a page of HTML: what stands in its <main> when it has one."""
    build = build or Build()
    root = _root(text)
    if root is None:
        return paper_of(title, ())
    language = safe.language(root.get("lang", ""))
    where = root.find(".//main")
    blocks = list(_Reader(build).blocks(where if where is not None else root, 0))
    named = root.find(".//title")
    first_is_title = bool(blocks) and isinstance(blocks[0], Heading) and blocks[0].level == 1
    if not title and not first_is_title and named is not None:
        title = named.text or ""
    return paper_of(title, blocks, language, build.notes)


def blocks_of(text: str, build: Build) -> list[Block]:
    """Blocks of a piece of HTML."""
    root = _root(text)
    return [] if root is None else list(_Reader(build).blocks(root, 0))


def _root(text: str) -> Tree:
    text = text.removeprefix("\ufeff").replace("\x00", "")
    # A declaration of an encoding would be believed, though the text is decoded already.
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)
    if not text.strip():
        return None
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None  # nothing but comments


class _Reader:
    def __init__(self, build: Build) -> None:
        self.build = build

    def blocks(self, parent: Tree, depth: int, language: str = "") -> Iterator[Block]:
        """The blocks in an element; words between blocks are paragraphs."""
        loose: list[Inline] = [Text(parent.text or "")]

        def closed() -> Iterator[Block]:
            inside = _within(loose, language)
            loose.clear()
            if inside:
                yield Paragraph(inside)

        for one in parent:
            name = one.tag if isinstance(one.tag, str) else ""
            if name in GONE or not name:
                pass
            elif depth > DEEPEST:
                loose.append(Text(" " + "".join(one.itertext()) + " "))
            elif name == "img":
                yield from closed()
                yield self.build.picture(one.get("alt", ""), one.get("src", ""))
            elif name in APART or _holds_blocks(one):
                yield from closed()
                yield from self._block(one, name, depth + 1, safe.language(one.get("lang", "")) or language)
            else:
                loose.extend(self.inlines_of(one, depth + 1))
            loose.append(Text(one.tail or ""))
        yield from closed()

    def _block(self, one: Tree, name: str, depth: int, language: str) -> Iterator[Block]:
        if name in HEADINGS:
            if inside := _within(self.inlines(one, depth), language):
                yield Heading(HEADINGS[name], inside)
        elif name in ("ul", "ol", "dl"):
            items = tuple(tuple(self.blocks(item, depth, language)) for item in one if item.tag in ("li", "dd", "dt", "ul", "ol"))
            if items:
                start = one.get("start", "1")
                yield Listing(items, name == "ol", int(start) if start.isdecimal() and len(start) < 8 else 1)
        elif name == "blockquote":
            yield Quote(tuple(self.blocks(one, depth, language)))
        elif name == "table":
            yield from self._table(one, depth, language)
        elif name == "pre":
            parts: list[Inline] = []
            for line in "".join(one.itertext()).strip("\n").split("\n"):
                parts += (Text(line), Break())
            yield Paragraph(_within(parts, language))
        elif name != "hr":
            yield from self.blocks(one, depth, language)

    def _table(self, one: Tree, depth: int, language: str) -> Iterator[Block]:
        rows: list[list[Tree]] = []
        for group in one:
            if group.tag == "tr":
                rows.append([cell for cell in group if cell.tag in ("td", "th")])
            elif group.tag in ("thead", "tbody", "tfoot"):
                rows.extend([cell for cell in row if cell.tag in ("td", "th")] for row in group if row.tag == "tr")
        read = [[_within(self.inlines(cell, depth), language) for cell in row] for row in rows]
        caption = one.find("caption")
        words = _within(self.inlines(caption, depth), language) if caption is not None else ()
        headed = bool(rows) and bool(rows[0]) and all(cell.tag == "th" for cell in rows[0])
        yield from table(read[0] if headed else [], read[1:] if headed else read, words)

    def inlines(self, parent: Tree, depth: int) -> list[Inline]:
        """The inlines in an element. Blocks within (a table in a cell, say) begin on a new line."""
        out: list[Inline] = [Text(parent.text or "")]
        for one in parent:
            out.extend(self.inlines_of(one, depth + 1))
            out.append(Text(one.tail or ""))
        return out

    def inlines_of(self, one: Tree, depth: int) -> list[Inline]:
        """What an inline element says."""
        name = one.tag if isinstance(one.tag, str) else ""
        if name in GONE or not name:
            return []
        if name == "br":
            return [Break()]
        if name == "img":
            return [Text(f" {one.get('alt', '')} ")]
        if depth > DEEPEST:
            return [Text(" " + "".join(one.itertext()) + " ")]
        inside: list[Inline] = self.inlines(one, depth)
        if name in APART:
            return [Break(), *inside, Break()]
        if name == "abbr" and (one.get("title") or "").strip():
            inside = [Abbr(said(tidy(inside)).replace("\n", " "), one.get("title"))]
        elif name in BOLD:
            inside = [Strong(tuple(inside))]
        elif name == "a" and (leads := safe.href(one.get("href") or "")):
            inside = [Link(tuple(inside), leads)]
        elif name == "q":
            inside = [Text("“"), *inside, Text("”")]
        if language := safe.language(one.get("lang") or ""):
            inside = [Lang(tuple(inside), language)]
        return inside


def _holds_blocks(one: Tree) -> bool:
    return any(child.tag in APART or child.tag == "img" for child in one.iterdescendants())


def _within(parts: list[Inline], language: str) -> Inlines:
    return tidy([Lang(tuple(parts), language)] if language else parts)
