"""A paper as HTML: a fragment for a page of ours, or a whole page that stands by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from kitchentable.words.formats import safe
from kitchentable.words.formats.paper import (  # fmt: skip
    Abbr,
    Block,
    Blocks,
    Break,
    Heading,
    Inlines,
    Lang,
    Link,
    Listing,
    Paper,
    Paragraph,
    Picture,
    Quote,
    Strong,
    Table,
    Text,
    direction,
    said,
)

STYLE = """
:root { color-scheme: light dark; --ground: #fff; --ink: #1a1a1a; --link: #1a4480; }
@media (prefers-color-scheme: dark) { :root { --ground: #16181d; --ink: #f2f2f2; --link: #a9c8ff; } }
html { background: var(--ground); color: var(--ink); } a { color: var(--link); }
body { font: 1.125rem/1.55 "Atkinson Hyperlegible Next", "Atkinson Hyperlegible", Verdana, Arial, sans-serif; margin: 0 auto; max-width: 40rem;
  padding: 1.5rem 1rem 4rem; overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6 { line-height: 1.2; margin: 2em 0 .6em; text-wrap: balance; }
h1 { font-size: 2rem; margin-top: 0; } h2 { font-size: 1.5rem; } h3 { font-size: 1.25rem; } h4, h5, h6 { font-size: 1.125rem; }
p, ul, ol, table, figure, blockquote { margin: 0 0 1em; } li > p { margin-bottom: .4em; }
blockquote { border-inline-start: .25rem solid; padding-inline-start: 1rem; }
img { height: auto; max-width: 100%; } figure { margin-inline: 0; }
.wide { overflow-x: auto; } table { border-collapse: collapse; } caption { font-weight: bold; padding-bottom: .4em; text-align: start; }
th, td { border: 1px solid; padding: .4em .6em; text-align: start; vertical-align: top; }
a { overflow-wrap: anywhere; } a:focus-visible { outline: .2rem solid; outline-offset: .15rem; }
"""


def body(paper: Paper) -> str:
    """A safe HTML fragment: everything but the title. Headings start at level 2 and have an id each."""
    return "".join(_Writer(paper).blocks(paper.blocks))


def file_body(paper: Paper) -> str:
    """The fragment for a printed file: links that lead nowhere from a file are words, pictures that are not here are words."""
    return "".join(_Writer(paper, in_file=True, scrolls=False).blocks(paper.blocks))


def page(paper: Paper) -> str:
    """A whole page of HTML that needs no other file."""
    where = direction(paper.title)
    return (
        f'<!doctype html>\n<html lang="{escape(paper.language)}" dir="{where}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(paper.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(paper.title)}</h1>\n{''.join(_Writer(paper, in_file=True).blocks(paper.blocks))}</main>\n</body>\n</html>\n"
    )


class _Writer:
    def __init__(self, paper: Paper, *, in_file: bool = False, scrolls: bool = True) -> None:
        self.in_file, self.scrolls = in_file, scrolls
        self.usual = direction(paper.title)
        self.ids: set[str] = set()

    def blocks(self, blocks: Blocks) -> Iterator[str]:
        for one in blocks:
            yield self._block(one)

    def _block(self, one: Block) -> str:
        if isinstance(one, Heading):
            return (
                f'<h{one.level} id="{self._id(said(one.inside))}"{self._dir(one.inside)}>{self.inline(one.inside)}</h{one.level}>\n'
            )
        if isinstance(one, Paragraph):
            return f"<p{self._dir(one.inside)}>{self.inline(one.inside)}</p>\n"
        if isinstance(one, Listing):
            return self._list(one)
        if isinstance(one, Table):
            return self._table(one)
        if isinstance(one, Quote):
            return f"<blockquote>\n{''.join(self.blocks(one.blocks))}</blockquote>\n"
        return self._picture(one)

    def _list(self, one: Listing) -> str:
        name = "ol" if one.ordered else "ul"
        start = f' start="{one.start}"' if one.ordered and one.start != 1 else ""
        items = "".join(f"<li>{self._item(item)}</li>\n" for item in one.items)
        return f"<{name}{start}>\n{items}</{name}>\n"

    def _item(self, item: Blocks) -> str:
        """An item of one paragraph needs no paragraph."""
        if item and isinstance(item[0], Paragraph):
            first, rest = item[0], "".join(self.blocks(item[1:]))
            if not any(isinstance(one, Paragraph) for one in item[1:]) and not self._dir(first.inside):
                return self.inline(first.inside) + ("\n" + rest if rest else "")
        return "".join(self.blocks(item))

    def _table(self, one: Table) -> str:
        caption = f"<caption>{self.inline(one.caption)}</caption>\n" if one.caption else ""
        head = ""
        if one.head:
            # An empty header cell heads nothing: it is no header.
            cells = "".join(
                f'<th scope="col"{self._dir(cell)}>{self.inline(cell)}</th>\n' if cell else "<td></td>\n" for cell in one.head
            )
            head = f"<thead>\n<tr>{cells}</tr>\n</thead>\n"
        rows = "".join(
            "<tr>" + "".join(f"<td{self._dir(cell)}>{self.inline(cell)}</td>\n" for cell in row) + "</tr>\n" for row in one.rows
        )
        named = escape(said(one.caption or next((cell for cell in one.head if cell), ()))) or "Table"
        # A wide table scrolls by itself; who has no mouse must be able to get there.
        open_, close = (
            ("", "") if not self.scrolls else (f'<div class="wide" tabindex="0" role="region" aria-label="{named}">\n', "</div>\n")
        )
        return f"{open_}<table>\n{caption}{head}<tbody>\n{rows}</tbody>\n</table>\n{close}"

    def _picture(self, one: Picture) -> str:
        if not one.is_here:
            return f"<p{self._dir((Text(one.alt),))}>{escape(one.alt)}</p>\n" if one.alt else ""
        return f'<figure><img src="{escape(one.src)}" alt="{escape(one.alt)}"></figure>\n'

    def inline(self, parts: Inlines) -> str:
        """Inlines as HTML."""
        out = []
        for one in parts:
            if isinstance(one, Text):
                out.append(escape(one.words, quote=False))
            elif isinstance(one, Break):
                out.append("<br>\n")
            elif isinstance(one, Strong):
                out.append(f"<strong>{self.inline(one.inside)}</strong>")
            elif isinstance(one, Abbr):
                out.append(f'<abbr title="{escape(one.long)}">{escape(one.short, quote=False)}</abbr>')
            elif isinstance(one, Lang):
                where = f' dir="{found}"' if (found := direction(said(one.inside))) != self.usual else ""
                out.append(f'<span lang="{escape(one.language)}"{where}>{self.inline(one.inside)}</span>')
            else:
                out.append(self._link(one))
        return "".join(out)

    def _link(self, one: Link) -> str:
        leads = safe.href(one.href)
        if not leads or (self.in_file and not safe.is_whole(leads)):
            return self.inline(one.inside)
        return f'<a href="{escape(leads)}">{self.inline(one.inside)}</a>'

    def _dir(self, parts: Inlines) -> str:
        found = direction(said(parts))
        return f' dir="{found}"' if found != self.usual else ""

    def _id(self, words: str) -> str:
        """An address within the page, made of the words, each once."""
        slug = "-".join(re.findall(r"[\w]+", words.lower()))[:60].strip("-") or "part"
        found, number = slug, 2
        while found in self.ids:
            found, number = f"{slug}-{number}", number + 1
        self.ids.add(found)
        return found
