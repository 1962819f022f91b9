"""Papers for tests: one that holds everything, and any at all."""

from __future__ import annotations

import base64
import struct
import zlib

from hypothesis import strategies as st

from kitchentable.words.formats.building import paper_of, table
from kitchentable.words.formats.paper import (
    Abbr,
    Block,
    Break,
    Heading,
    Lang,
    Link,
    Listing,
    Paper,
    Paragraph,
    Picture,
    Quote,
    Strong,
    Text,
    tidy,
)


def png(width: int = 40, height: int = 20) -> bytes:
    """A small grey picture."""

    def part(name: bytes, inside: bytes) -> bytes:
        return struct.pack(">I", len(inside)) + name + inside + struct.pack(">I", zlib.crc32(name + inside))

    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


PNG = "data:image/png;base64," + base64.b64encode(png()).decode()

EVERYTHING = f"""\
# Home care in Arden

What this is: a paper about **home care** & what comes next. Ask <abbr title="Adult Social Care">ASC</abbr> by Friday 4 December.

## What we ask of you

Read it, then tell us what you think. Write to [the home care team](mailto:care@example.org) or see [our page](https://example.org/care).

1. Which visits matter most?
2. Who should come?
   - the same person each time
   - or a small team

     - of three
3. What would you change?

### What people said

> I want to know who is coming.
>
> It is my home.

Croeso: <span lang="cy">mae croeso i chi ysgrifennu atom yn Gymraeg</span>.

شارك معنا رأيك في الرعاية المنزلية

![Two people drinking tea at a kitchen table](<{PNG}>)

![](<{PNG}>)

![A map of Arden](https://example.org/map.png)

Table: Visits in each week

| Day | Visits | Who |
| --- | --- | --- |
| Monday | 24 | Team A |
| Tuesday | 18 | Team B |

## What happens next

Arden Council\\
1 High Street\\
Arden AR1 2DN

We write to you by Monday 14 December. 🙂
"""

signs = st.one_of(
    st.text("abcXYZ éŵ0123456789", min_size=1, max_size=12),
    st.text("ab *_`[]<>&|~#!\\+-=.:;)(/'\"", min_size=1, max_size=8),
    st.sampled_from(
        [
            "Table: x",
            "&amp;",
            "1. a",
            "- b",
            "---",
            "# c",
            "mae croeso",
            "مرحبا",
            "🙂👍🏽",
            "<b>x</b>",
            "http://a.b/c_d",
            "\xa0",
            "a\u2028b",
            "x\ty",
            "\x0b",
        ]
    ),
    st.text(max_size=10),
)
words = signs.map(Text)
addresses = st.sampled_from(
    ["https://a.example/x?y=1&amp=2", "mailto:a@b.example", "/papers/a_b/", "tel:+441632960000", "https://a.example/(x)<y>\\z"]
)


def _inline(inner: st.SearchStrategy) -> st.SearchStrategy:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        words,
        st.builds(Strong, parts),
        st.builds(Link, parts, addresses),
        st.builds(Lang, parts, st.sampled_from(["cy", "ar", "en-GB"])),
    )


inlines = st.lists(
    st.recursive(st.one_of(words, st.builds(Abbr, signs, signs), st.just(Break())), _inline, max_leaves=5), min_size=1, max_size=5
).map(tidy)
paragraphs = st.builds(Paragraph, inlines)
pictures = st.builds(
    Picture,
    signs.map(lambda one: tidy([Text(one)])).map(lambda one: one[0].words if one else ""),
    st.sampled_from([PNG, "", "far.png"]),
)
tables = st.lists(st.lists(inlines, max_size=4), min_size=1, max_size=4).flatmap(
    lambda rows: st.builds(
        lambda head, caption: table(rows[0] if head else [], rows[1:] if head else rows, caption), st.booleans(), inlines
    )
)


def _block(inner: st.SearchStrategy) -> st.SearchStrategy:
    item = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        paragraphs,
        st.builds(Listing, st.lists(item, min_size=1, max_size=3).map(tuple), st.booleans(), st.integers(0, 12)),
        st.builds(Quote, item),
    )


block = st.recursive(
    st.one_of(paragraphs, pictures, tables.map(lambda one: one[0] if one else Paragraph(()))), _block, max_leaves=6
)
headings = st.builds(Heading, st.integers(2, 6), inlines)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """Any paper that could have been read from a file."""
    blocks: list[Block] = draw(st.lists(st.one_of(headings, block), max_size=6))
    title = draw(signs)
    return paper_of(title, blocks, draw(st.sampled_from(["", "cy"])))
