"""A language that nobody speaks, written from right to left: shows every text that does not go through gettext."""

from __future__ import annotations

import gettext as gettext_module
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from django.utils import translation
from django.utils.translation import trans_real

CODE = "ar-x-pseudo"
OPEN, CLOSE = "⟦", "⟧"
READ = frozenset({"alt", "title", "aria-label", "placeholder"})
ACCENTS = str.maketrans("aeiouyAEIOUYcnCN", "áéíóúýÁÉÍÓÚÝçñÇÑ")
PLACES = re.compile(r"(%\([^)]+\)[sd]|%[sd]|\{[^}]*\}|<[^>]+>|&\w+;)")


def dressed(words: str) -> str:
    """A message in brackets and accents; places for values stay."""
    if not words.strip():
        return words
    parts = PLACES.split(words)
    return OPEN + "".join(part if count % 2 else part.translate(ACCENTS) for count, part in enumerate(parts)) + CLOSE


class _Pseudo(gettext_module.NullTranslations):
    """Answers every message with its dressed form."""

    def __init__(self) -> None:
        super().__init__()
        self.plural = lambda n: int(n != 1)

    def gettext(self, message: str) -> str:
        return dressed(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return dressed(singular if n == 1 else plural)

    def pgettext(self, context: str, message: str) -> str:
        return dressed(message)

    def npgettext(self, context: str, singular: str, plural: str, n: int) -> str:
        return dressed(singular if n == 1 else plural)

    def language(self) -> str:
        return CODE

    def to_language(self) -> str:
        return CODE


@contextmanager
def pseudo() -> Iterator[str]:
    """Everything in this block is in the pseudo-language."""
    catalogues: dict[str, Any] = vars(trans_real)["_translations"]
    before = catalogues.get(CODE)
    catalogues[CODE] = _Pseudo()
    try:
        with translation.override(CODE):
            yield CODE
    finally:
        if before is None:
            catalogues.pop(CODE, None)


class _Reader(HTMLParser):
    """Keeps visible words that stand outside the brackets. A message may hold tags, so the brackets are counted through the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.outside: list[str] = []
        self.hidden = 0
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.hidden += 1
        found = dict(attrs)
        for value in [value for key, value in attrs if key in READ and value]:
            self.outside.append(_outside(value, 0)[0])
        if tag == "input" and found.get("type") in ("submit", "button") and found.get("value"):
            self.outside.append(_outside(str(found["value"]), 0)[0])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            rest, self.depth = _outside(data, self.depth)
            self.outside.append(rest)


def _outside(text: str, depth: int) -> tuple[str, int]:
    """What of a text stands outside the brackets, and how deep it ends."""
    kept = []
    for letter in text:
        if letter == OPEN:
            depth += 1
        elif letter == CLOSE:
            depth = max(0, depth - 1)
            kept.append(" ")
        elif not depth:
            kept.append(letter)
    return "".join(kept), depth


def untranslated(html: str, known: Iterable[str]) -> list[str]:
    """Visible words outside the brackets that are not in `known` (what people typed, names)."""
    reader = _Reader()
    reader.feed(html)
    mine = sorted({" ".join(k.split()) for k in known if k and k.strip()}, key=len, reverse=True)
    out = []
    for text in reader.outside:
        rest = " ".join(text.split())
        if not re.search(r"[A-Za-z]{3,}", rest):
            continue
        for one in mine:
            rest = rest.replace(one, " ")
        if re.search(r"[A-Za-z]{3,}", rest):
            out.append(" ".join(rest.split()))
    return out
