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
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.deep = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.deep += 1
        found = dict(attrs)
        self.found += [value for key, value in attrs if key in READ and value]
        if tag == "input" and found.get("type") in ("submit", "button") and found.get("value"):
            self.found.append(str(found["value"]))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.deep -= 1

    def handle_data(self, data: str) -> None:
        if not self.deep:
            self.found.append(data)


def untranslated(html: str, known: Iterable[str]) -> list[str]:
    """Visible words outside the brackets that are not in `known` (what people typed, names)."""
    reader = _Reader()
    reader.feed(html)
    mine = sorted({" ".join(k.split()) for k in known if k and k.strip()}, key=len, reverse=True)
    out = []
    for text in reader.found:
        rest = " ".join(text.split())
        while OPEN in rest and CLOSE in rest:
            start = rest.index(OPEN)
            depth, end = 0, start
            for end in range(start, len(rest)):
                depth += (rest[end] == OPEN) - (rest[end] == CLOSE)
                if depth == 0:
                    break
            rest = rest[:start] + " " + rest[end + 1 :]
            if depth:
                break
        for one in mine:
            rest = rest.replace(one, " ")
        if re.search(r"[A-Za-z]{3,}", rest):
            out.append(" ".join(rest.split()))
    return out
