"""What all readers of files share: pictures that may come in, tables with straight rows, and the paper that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from kitchentable.words.formats import safe
from kitchentable.words.formats.paper import (
    Block,
    Blocks,
    Heading,
    Inlines,
    Listing,
    Paper,
    Paragraph,
    Picture,
    Quote,
    Strong,
    Table,
    clean,
    levelled,
    said,
    text,
    tidy,
)

USUAL = "en-GB"


@dataclass(slots=True)
class Build:
    """What a reader needs beside the file: `fetch` gives the bytes of a picture that lies beside it (never from the network)."""

    fetch: Callable[[str], bytes] | None = None
    kept: list[str] = field(default_factory=list)

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about what could not be read."""
        return tuple(dict.fromkeys(self.kept))

    def picture(self, alt: str, src: str) -> Picture:
        """A picture, shown when its bytes are here."""
        alt, src = clean(alt).strip(), safe.picture(src)
        if src and not src.startswith("data:"):
            raw = self.fetch(src) if self.fetch is not None and not safe.is_whole(src) else b""
            if not (here := safe.as_data(raw) if raw else ""):
                instead = f"so its words stand in its place: “{alt}”." if alt else "and has no words, so it is left out."
                self.kept.append(f"The picture {src[:80]} is not here, {instead}")
                return Picture(alt, src)
            src = here
        if src and not safe.opens(src):
            self.kept.append(f"A picture cannot be opened, so its words stand in its place: “{alt}”.")
            src = ""
        return Picture(alt, src)


def table(head: Sequence[Inlines], rows: Iterable[Sequence[Inlines]], caption: Inlines = ()) -> list[Block]:
    """A table whose rows are as long as each other; a table of one cell is a paragraph; one without a cell is nothing."""
    bodies = [list(row) for row in rows]
    width = max([len(head), *(len(row) for row in bodies)], default=0)
    if not width or not (any(head) or any(cell for row in bodies for cell in row)):
        return []
    straight = tuple((*row, *[()] * (width - len(row))) for row in bodies)
    heads = (*head, *[()] * (width - len(head))) if any(head) else ()
    return [Table(heads, straight, caption)]


def paper_of(title: str, blocks: Iterable[Block], language: str = "", notes: tuple[str, ...] = ()) -> Paper:
    """A paper of blocks as they were read: its title taken from the first heading of level 1, levels without gaps, nothing empty."""
    found = list(_full(blocks))
    title = clean(title).strip()
    first = found[0] if found else None
    if isinstance(first, Heading) and (first.level == 1 or said(first.inside) == title):
        words = said(first.inside).replace("\n", " ")
        if not title or words == title:
            title = words
            found.pop(0)
    return Paper(title, levelled(found), language or USUAL, notes)


def _full(blocks: Iterable[Block]) -> Iterable[Block]:
    for one in blocks:
        if isinstance(one, Heading | Paragraph):
            if inside := tidy(one.inside):
                yield replace(one, inside=inside)
        elif isinstance(one, Quote):
            if within := inner(one.blocks):
                yield Quote(within)
        elif isinstance(one, Listing):
            if items := tuple(full for item in one.items if (full := inner(item))):
                yield replace(one, items=items, start=one.start if one.ordered else 1)
        elif isinstance(one, Picture):
            if one.is_here or one.alt:
                yield one
        else:
            yield one


def inner(blocks: Iterable[Block]) -> Blocks:
    """Blocks within a list or a quote: a heading there is no heading of the paper, and stands out by being bold."""
    return tuple(
        Paragraph(tidy([Strong(one.inside)])) if isinstance(one, Heading) else one for one in _full(blocks)
    )  # fmt: skip


def plain_blocks(parts: Iterable[tuple[str, str, int]]) -> list[Block]:
    """Blocks of (kind, words, level) as the readers of the clarity check know them: items beside each other become one list."""
    out: list[Block] = []
    items: list[Blocks] = []

    def closed() -> None:
        if items:
            out.append(Listing(tuple(items)))
            items.clear()

    for kind, words, level in parts:
        inside = text(words)
        if not inside:
            continue
        if kind == "item":
            items.append((Paragraph(inside),))
            continue
        closed()
        if kind == "heading":
            out.append(Heading(level or 2, inside))
        elif kind == "quote":
            out.append(Quote((Paragraph(inside),)))
        else:
            out.append(Paragraph(inside))
    closed()
    return out
