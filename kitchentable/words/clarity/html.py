"""Blocks of HTML, and what its form shows: headings, texts of pictures, links, tables, italics and underlining."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from kitchentable.words.clarity.finding import Finding
from kitchentable.words.clarity.source import Block, BlockKind, Builder, Source
from kitchentable.words.clarity.structure import (
    Heading,
    drawn,
    jumps,
    lays_out,
    moved,
    no_headers,
    skipped,
    vague_link,
    without_alt,
)

SKIPPED = {"script", "style", "template", "noscript", "svg", "head", "select", "textarea", "object", "iframe", "nav"}
CODE = {"code", "pre", "kbd", "samp"}
BLOCKS = {
    "p", "div", "section", "article", "main", "header", "footer", "aside", "ul", "ol", "dl", "form", "fieldset", "figure", "figcaption",
    "address", "table", "tr", "body", "html", "br", "hr", "caption", "details", "summary", "legend", "label", "tbody", "thead",
}  # fmt: skip
KINDS: dict[str, BlockKind] = {
    "li": "item",
    "dd": "item",
    "dt": "item",
    "td": "cell",
    "th": "cell",
    "blockquote": "quote",
    "pre": "code",
}
VOID = {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"}
RULE = re.compile(r"([^{}]{1,400})\{([^{}]{0,4000})\}")
SELECTOR = re.compile(r"(?:^|[\s>+~])([a-z][a-z0-9]*)?([.#][\w-]+)?$", re.I)
# How a style sheet can show parts in another order than the file has them.
MOVES = (
    (re.compile(r"(?:^|[;{\s])order\s*:\s*(?!0\b)[+-]?\d"), "The style “order” moves this part."),
    (
        re.compile(r"(?:^|[;{\s])flex-(?:direction|flow)\s*:[^;]*-reverse"),
        "The style “reverse” turns the order of these parts round.",
    ),
    (re.compile(r"(?:^|[;{\s])position\s*:\s*(?:absolute|fixed)"), "The style “position” takes this part out of its place."),
    (re.compile(r"(?:^|[;{\s])float\s*:\s*(?:left|right)"), "The style “float” moves this part to the side."),
)
HIDDEN = re.compile(r"clip(?:-path)?\s*:|(?:left|top)\s*:\s*-\d{3,}|width\s*:\s*1px")  # words for screen readers only
LAYS_OUT = {
    "table",
    "ul",
    "ol",
    "dl",
    "form",
    "section",
    "article",
    "nav",
    "header",
    "footer",
    "hr",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
}
NO_PART = {"img", "figure", "svg", "html", "body", "picture", "video", "th", "td", "col", "input", "label", "button"}
DEEPEST_MARKS = 50
DEEPEST = 2_000  # open tags; deeper files are made to break readers


def read_html(text: str, name: str = "") -> Source:
    """The words of a page as a person meets them; the title of the file is not one of them."""
    page = _Page()
    page.feed(text)
    page.close()
    page.flush()
    return page.source(name)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out = Builder()
        self.words: list[str] = []
        self.length = 0
        self.open: list[str] = []
        self.languages: list[str] = []
        self.skipping = 0
        self.hush: list[tuple[int, int]] = []
        self.marks: list[tuple[str, int, int]] = []
        self.begun: list[tuple[str, int]] = []
        self.found: list[Finding] = []
        self.tables: list[dict[str, int]] = []
        self.late: list[tuple[str, int]] = []
        self.moved: list[tuple[str, int]] = []
        self.styles: dict[str, str] = {}
        self.in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.in_style = tag == "style"
        if tag == "img":
            self._picture(given)
        if tag in BLOCKS or tag in KINDS or _is_heading(tag):
            self.flush()
        self._order(tag, given)
        if tag in VOID:
            return
        if len(self.open) < DEEPEST:
            self.open.append(tag)
            self.languages.append((given.get("lang") or "").lower()[:2] or (self.languages[-1] if self.languages else ""))
        if tag in SKIPPED or given.get("hidden", "") is None or given.get("aria-hidden") == "true":
            self.open[-1] = "skip:" + tag
            self.skipping += 1
        if (tag in ("a", "em", "i", "u", "q", "cite") or tag in CODE) and len(self.begun) < DEEPEST_MARKS:
            self.begun.append((tag, self.length))
        if self.tables and tag in LAYS_OUT:
            self.tables[-1]["parts"] += 1
        if tag == "table":
            said = given.get("role") in ("presentation", "none")
            self.tables.append({"start": len(self.out.blocks), "headers": 0, "rows": 0, "parts": 0, "said": said})
        elif self.tables and tag in ("th", "tr"):
            self.tables[-1]["headers" if tag == "th" else "rows"] += 1

    def handle_endtag(self, tag: str) -> None:
        self.in_style = False
        for number in range(len(self.begun) - 1, -1, -1):
            if self.begun[number][0] == tag:
                self.marks.append((tag, self.begun.pop(number)[1], self.length))
                break
        if tag in BLOCKS or tag in KINDS or _is_heading(tag):
            self.flush()
        while self.open:
            last = self.open.pop()
            self.languages.pop()
            if last.startswith("skip:"):
                self.skipping -= 1
            if last.removeprefix("skip:") == tag:
                break
            if tag not in (one.removeprefix("skip:") for one in self.open):
                break
        if tag == "table" and self.tables:
            self._table(self.tables.pop())

    def _order(self, tag: str, given: dict[str, str | None]) -> None:
        """What makes the order that is seen another than the order that is read."""
        if self.skipping or tag in SKIPPED:
            return
        if re.fullmatch(r"\s*\+?0*[1-9]\d*\s*", given.get("tabindex") or ""):
            self.moved.append(("", len(self.out.blocks)))
        if tag in NO_PART:
            return
        look = given.get("style") or ""
        if self.styles:
            names = [tag, *(f".{one}" for one in (given.get("class") or "").split()), f"#{given.get('id')}"]
            look = ";".join([*(self.styles[one] for one in names if one in self.styles), look])
        if look and not HIDDEN.search(look):
            how = next((why for shape, why in MOVES if shape.search(look.lower())), "")
            if how:
                self.moved.append((how, len(self.out.blocks)))

    def _sheet(self, sheet: str) -> None:
        for rule in RULE.finditer(re.sub(r"/\*.{0,4000}?\*/", "", sheet[:200_000], flags=re.DOTALL)):
            if any(shape.search(rule[2].lower()) for shape, _ in MOVES):
                for selector in rule[1].split(","):
                    name = SELECTOR.search(selector.strip())
                    if name and name[0].strip():
                        self.styles[name[2] or name[1].lower()] = rule[2]

    def handle_data(self, data: str) -> None:
        if self.in_style:
            self._sheet(data)
        if not self.skipping:
            self._say(data)

    def _say(self, words: str) -> None:
        self.words.append(words)
        self.length += len(words)

    def flush(self) -> None:
        """The words since the last block become one."""
        raw, marks = "".join(self.words), self.marks
        self.words, self.marks, self.length = [], [], 0
        self.begun = [(tag, 0) for tag, _ in self.begun]
        if not raw.strip():
            return
        words, at = _one_line(raw)
        kind, level = self._kind()
        block = self.out.add(kind, words, level=level, language=self._language())
        if block is None:
            return
        for tag, start, end in marks:
            self._marked(block, tag, at[start], at[end])

    def _marked(self, block: Block, tag: str, start: int, end: int) -> None:
        words = self.out.parts[-2]
        while start < end and words[start] == " ":
            start += 1
        said = words[start:end].rstrip()
        start, end = block.start + start, block.start + start + len(said)
        if not said:
            return
        if tag == "a":
            self.found.extend(vague_link(start, end, said))
        elif tag == "q" or tag in CODE:
            self.hush.append((start, end))
        elif tag in ("em", "i") and len(said.split()) > 3:
            self.found.append(drawn(start, end, said, "Italics"))
        elif tag == "u":
            self.found.append(drawn(start, end, said, "Underlined words that are no link"))

    def _kind(self) -> tuple[BlockKind, int]:
        names = [one.removeprefix("skip:") for one in self.open]
        if "blockquote" in names:
            return "quote", 0
        for one in reversed(names):
            if _is_heading(one):
                return "heading", int(one[1])
            if one in KINDS:
                return KINDS[one], 0
        return "paragraph", 0

    def _language(self) -> str:
        return self.languages[-1] if self.languages else ""

    def _picture(self, given: dict[str, str | None]) -> None:
        if "alt" not in given and given.get("role") not in ("presentation", "none"):
            self.late.append((given.get("src") or "", len(self.out.blocks)))
        elif given.get("alt"):
            self._say(f" {given['alt']} ")

    def _table(self, table: dict[str, int]) -> None:
        self.flush()
        if table["headers"] or table["said"] or table["start"] >= len(self.out.blocks):
            return
        first = self.out.blocks[table["start"]]
        if table["parts"]:
            self.found.append(lays_out(first.start, first.end, self.out.parts[2 * table["start"]]))
        elif table["rows"] > 1:
            self.found.append(no_headers(first.start, first.end, self.out.parts[2 * table["start"]]))

    def source(self, name: str) -> Source:
        """What was read."""
        text, blocks = self.out.text, tuple(self.out.blocks)
        found = [*self.found, *skipped(text, [Heading(one.level, one.start, one.end) for one in blocks if one.kind == "heading"])]
        for how, number in dict.fromkeys(self.moved):
            if number < len(blocks):
                first = blocks[number]
                words = text[first.start : first.end]
                found.append(moved(first.start, first.end, words, how) if how else jumps(first.start, first.end, words))
        for _src, number in self.late:
            # A picture without a text has no words of its own: it is shown at the words beside it.
            if blocks:
                beside = blocks[min(number, len(blocks) - 1)]
                found.append(without_alt(beside.start, beside.end, text[beside.start : beside.end]))
        return Source(text, blocks, tuple(self.hush), tuple(found), name=name)


def _is_heading(tag: str) -> bool:
    return len(tag) == 2 and tag[0] == "h" and tag[1] in "123456"


def _one_line(raw: str) -> tuple[str, list[int]]:
    """Spaces as a browser shows them, and where each character of `raw` went."""
    parts: list[str] = []
    at: list[int] = []
    for one in raw:
        at.append(len(parts))
        if one.isspace() and one != "\u00a0":
            if parts and parts[-1] != " ":
                parts.append(" ")
        else:
            parts.append(one)
    at.append(len(parts))
    return "".join(parts), at
