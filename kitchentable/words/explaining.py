"""The first use of a term on a page explains itself: a button that opens its meaning, by HTML alone (`popover`), with the meanings at the
end of the page, where a browser that does not know `popover`, and paper, show them as a list.

Never inside what people said, and never in titles, links or buttons: templates use it only where the organisation speaks.
"""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kitchentable.ui.ends import at_end
from kitchentable.words.terms import Book, Entry, book

NEVER_IN = frozenset(
    [
        "a", "button", "summary", "label", "h1", "h2", "h3", "h4", "h5", "h6", "title", "script", "style", "template", "code", "pre", "kbd",
        "samp", "blockquote", "q", "cite", "textarea", "select", "option", "svg", "math", "audio", "video", "abbr", "dfn", "iframe",
    ]
)  # fmt: skip
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


class Explained:
    """What one page has explained so far. The glossary is read at the first text of the page, and once."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self._book: Book | None = None

    @property
    def book(self) -> Book:
        """The glossary as it was when this page began."""
        self._book = self._book or book()
        return self._book

    def wrap(self, text: str) -> tuple[str, bool]:
        """Plain text as HTML, each term at its first use on the page as a button; and whether there is any."""
        parts, at = [], 0
        for start, end, slug in self.book.uses(text):
            if slug in self.entries:
                continue
            self.entries[slug] = self.book.by_slug[slug]
            word = escape(text[start:end])
            parts.append(f'{escape(text[at:start])}<button type="button" class="word" popovertarget="word-{slug}">{word}</button>')
            at = end
        parts.append(str(escape(text[at:])))
        return "".join(parts), at > 0


def explained_of(request: HttpRequest) -> Explained:
    """What the page of this request has explained."""
    found: Explained | None = getattr(request, "words_explained", None)
    if found is None:
        found = Explained()
        request.words_explained = found  # type: ignore[attr-defined]
    return found


def explained_text(text: Any, request: HttpRequest | None) -> SafeString:
    """A text of the organisation, escaped, with its lines kept and the first use of each term explained. Without a request: escaped only."""
    words = "" if text is None else str(text).replace("\r\n", "\n")
    html, any_ = explained_of(request).wrap(words) if request is not None and words else (str(escape(words)), False)
    html = html.replace("\n", "<br>")
    # One element, so that a term is no part of its own in a row or a grid.
    return mark_safe(f"<span>{html}</span>" if any_ else html)  # noqa: S308 - each part is escaped


def explained(html: str, request: HttpRequest | None) -> SafeString:
    """A safe HTML fragment of the organisation with the first use of each term explained; all else stays letter for letter."""
    if request is None:
        return mark_safe(html)  # noqa: S308 - the caller's own, and nothing is added
    reader = _Fragment(explained_of(request))
    reader.feed(html)
    reader.close()
    return mark_safe("".join(reader.out))  # noqa: S308 - what comes in is safe, what is added is escaped


class _Fragment(HTMLParser):
    """Copies a fragment and wraps terms in its running text."""

    def __init__(self, state: Explained) -> None:
        super().__init__(convert_charrefs=False)
        self.state, self.out, self.raw = state, list[str](), list[str]()
        self.closed: list[str] = []

    def _flush(self) -> None:
        raw, self.raw = "".join(self.raw), []
        if not raw:
            return
        html, any_ = self.state.wrap(unescape(raw)) if not self.closed else (raw, False)
        self.out.append(html if any_ else raw)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush()
        self.out.append(self.get_starttag_text() or "")
        if tag in NEVER_IN and tag not in VOID:
            self.closed.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush()
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._flush()
        self.out.append(f"</{tag}>")
        if tag in self.closed:
            while self.closed.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.raw.append(data)

    def handle_entityref(self, name: str) -> None:
        self.raw.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.raw.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._flush()
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._flush()
        self.out.append(f"<!{decl}>")

    def close(self) -> None:
        """The last words too."""
        super().close()
        self._flush()


@at_end
def meanings(request: HttpRequest) -> SafeString:
    """The meanings of the terms that the page explained."""
    state: Explained | None = getattr(request, "words_explained", None)
    if state is None or not state.entries:
        return SafeString("")
    return SafeString(render_to_string("words/glossary/_meanings.html", {"entries": list(state.entries.values())}))
