"""The first use of a term on a page explains itself: a button that opens its meaning, by HTML alone (`popover`), with the meanings at the
end of the page, where a browser that does not know `popover`, and paper, show them as a list.

Never inside what people said, and never in titles, links or buttons: templates use it only where the organisation speaks.
"""

from __future__ import annotations

import re
from html import unescape
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
TAG = re.compile(r"""<!--.*?-->|<(?P<ends>/)?(?P<name>[a-zA-Z][\w-]*)?(?:"[^"]*"|'[^']*'|[^'">])*>""", re.DOTALL)


class Explained:
    """What one page has explained so far. The glossary is read at the first text of the page, and once."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.stands: str | None = None
        self._book: Book | None = None

    @property
    def book(self) -> Book:
        """The glossary as it was when this page began."""
        self._book = self._book or book(self.stands)
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
    state, out, inside, at = explained_of(request), list[str](), list[str](), 0
    for mark in TAG.finditer(html):
        out += [_running(html[at : mark.start()], state, inside), mark[0]]
        at = mark.end()
        name = (mark["name"] or "").lower()
        if name not in NEVER_IN:
            continue
        if not mark["ends"]:
            inside.append(name)
        elif name in inside:
            while inside.pop() != name:
                pass
    out.append(_running(html[at:], state, inside))
    return mark_safe("".join(out))  # noqa: S308 - what comes in is safe, what is added is escaped


def _running(raw: str, state: Explained, inside: list[str]) -> str:
    """Text between two tags: with its terms wrapped, or letter for letter as it was."""
    if inside or not raw.strip():
        return raw
    wrapped, any_ = state.wrap(unescape(raw))
    return wrapped if any_ else raw


@at_end
def meanings(request: HttpRequest) -> SafeString:
    """The meanings of the terms that the page explained."""
    state: Explained | None = getattr(request, "words_explained", None)
    if state is None or not state.entries:
        return SafeString("")
    return SafeString(render_to_string("words/glossary/_meanings.html", {"entries": list(state.entries.values())}))
