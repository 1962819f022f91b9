"""The clarity check as the organisation runs it: with its own words explained, its own words kept, and the numbers in force.

A text is checked once: the same text in the same house gives the same report, and the last few are kept in this process.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Value

from kitchentable.policy.numbers import number
from kitchentable.words.clarity.check import House, Report
from kitchentable.words.clarity.check import check as look_over
from kitchentable.words.clarity.finding import Finding
from kitchentable.words.clarity.markdown import read_markdown
from kitchentable.words.clarity.plain_text import read_plain
from kitchentable.words.models.glossary import Term
from kitchentable.words.models.papers import Handled, KeptWord, Version

REMEMBERED = 8
NUMBERS = {
    "long_sentence": "clear_long_sentence",
    "mean_sentence": "clear_mean_sentence",
    "new_terms": "clear_new_terms",
}
Pairs = tuple[tuple[str, str], ...]
Numbers = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Something found, so that it is found again: the `nth` (from 0) of those with the same kind and the same words."""

    kind: str
    was: str
    nth: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding at its place in a version; `kept` when somebody said why it stays."""

    finding: Finding
    place: Place
    kept: Handled | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What the check sees in a version, in the order of the text, with what was decided."""

    report: Report
    marks: tuple[Mark, ...]

    @property
    def left(self) -> list[Mark]:
        """What nobody decided yet."""
        return [one for one in self.marks if one.kept is None]


def house(*, easy: bool = False) -> House:
    """The words that this organisation explains (confirmed terms) and keeps, and its numbers. One query, and one for the numbers."""
    glossary: dict[str, str] = {}
    keep: dict[str, str] = {}
    several: set[str] = set()
    for is_kept, word, says, meaning, also in _words():
        if is_kept:
            keep[word] = says
            continue
        for name in (word, *(one.strip() for one in also.split(","))):
            if name and glossary.setdefault(name, says or meaning) != (says or meaning):
                several.add(name)
    numbers = {name: float(number(ours)) for name, ours in NUMBERS.items()}
    # A term with several meanings is explained nowhere by itself: the check asks which one is meant.
    return House({name: says for name, says in glossary.items() if name not in several}, keep, numbers, easy_read=easy)


def _words() -> Iterable[tuple[bool, str, str, str, str]]:
    """Confirmed terms and kept words in one query: every page with advice asks for them."""
    terms = Term.objects.confirmed().order_by().values_list(Value(value=False), "term", "spelled_out", "meaning", "also")
    kept = KeptWord.objects.running().order_by().values_list(Value(value=True), "word", "because", Value(""), Value(""))
    return terms.union(kept, all=True)


def check_text(text: str, *, easy: bool = False, plain: bool = False, summed_up: bool = False) -> Report:
    """What the check finds in a text of ours: Markdown, or plain words with `plain`. Never give it what a person said (danger 7).

    `summed_up`: its summary stands beside it, as that of each version does, so none is missed in the text.
    """
    ours = house(easy=easy)
    return _report(
        text,
        tuple(sorted(ours.glossary.items())),
        tuple(sorted(ours.keep.items())),
        tuple(sorted({**ours.numbers, **({"summary_from": math.inf} if summed_up else {})}.items())),
        easy,
        plain,
    )


@lru_cache(maxsize=REMEMBERED)
def _report(text: str, glossary: Pairs, keep: Pairs, numbers: Numbers, easy: bool, plain: bool) -> Report:
    source = read_plain(text) if plain else read_markdown(text)
    return look_over(source, House(dict(glossary), dict(keep), dict(numbers), easy_read=easy))


def placed(findings: tuple[Finding, ...]) -> list[tuple[Finding, Place]]:
    """Each finding with its place, in their order."""
    count: dict[tuple[str, str], int] = {}
    found = []
    for one in findings:
        nth = count.get((one.kind, one.text), 0)
        count[one.kind, one.text] = nth + 1
        found.append((one, Place(one.kind, one.text, nth)))
    return found


def kept_rows(version: Version) -> dict[Place, Handled]:
    """What stays in this version, because; by its place."""
    rows = version.handled.filter(what=Handled.What.KEPT, gone_at__isnull=True).select_related("by")
    return {Place(row.kind, row.was, row.nth): row for row in rows}


def seen_in(version: Version) -> Seen:
    """What the check sees in a version now. Three queries, whatever its length."""
    report = check_text(version.text, summed_up=True)
    kept = kept_rows(version)
    return Seen(report, tuple(Mark(finding, place, kept.get(place)) for finding, place in placed(report.findings)))
