"""Questions that are ready to ask for fairness: the nine protected characteristics, carers, and whether people are online (R079, R118)."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from pathlib import Path

from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy

FILE = Path(__file__).parent / "data" / "fairness.tsv"
RATHER_NOT = gettext_lazy("I would rather not say")
MOST_CHOICES, MOST_QUESTIONS = 60, 20


@dataclass(frozen=True, slots=True)
class Ready:
    """One question: its code, what it asks, what it is about, and [(code, words)] to choose from."""

    code: str
    asks: str
    about: str
    choices: tuple[tuple[str, str], ...]

    def in_words(self) -> tuple[str, list[tuple[str, str]]]:
        """What it asks and what can be chosen, in the reader's language."""
        return gettext(self.asks), [(code, gettext(words)) for code, words in self.choices]


@functools.cache
def ready_made() -> dict[str, Ready]:
    """All of them by code. Raises ValueError that names the line when a row is not right."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found: dict[str, Ready] = {}
    for line, row in enumerate(rows[1:], start=2):
        if len(row) != 4 or row[0] in found or slugify(row[0]) != row[0]:
            raise ValueError(f"fairness.tsv, line {line}: code, asks, about and choices are wanted, each code once")
        choices = tuple((code, words) for code, _is, words in (one.partition("=") for one in row[3].split("|")))
        codes = [code for code, _words in choices]
        if len(codes) < 2 or len(set(codes)) != len(codes) or not all(words and slugify(code) == code for code, words in choices):
            raise ValueError(f"fairness.tsv, line {line}: two choices or more are wanted, each as code=words, each code once")
        found[row[0]] = Ready(row[0], row[1], row[2], choices)
    return found


def code_of(words: str, taken: set[str], otherwise: str) -> str:
    """A short code for what somebody wrote, that is not taken yet."""
    first = slugify(words)[:32].strip("-") or otherwise
    code, again = first, 1
    while code in taken:
        again += 1
        code = f"{first}-{again}"
    return code
