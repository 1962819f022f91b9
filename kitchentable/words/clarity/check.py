"""The check: a source in, a report out. The same source gives the same report."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kitchentable.words.clarity.acronym_findings import acronym_findings
from kitchentable.words.clarity.acronyms import Use, find_acronyms
from kitchentable.words.clarity.finding import Finding
from kitchentable.words.clarity.language import english
from kitchentable.words.clarity.lists import Acronym, acronyms, limits
from kitchentable.words.clarity.overload import overload
from kitchentable.words.clarity.prose import double_negatives, easy_sentences, long_sentences, passives
from kitchentable.words.clarity.reading_age import reading_age
from kitchentable.words.clarity.sentences import sentence_spans, word_counts
from kitchentable.words.clarity.source import Source, Span
from kitchentable.words.clarity.terms import find_terms, spaced_out
from kitchentable.words.clarity.unchecked import blanked, joined, lowered, quotes, unchecked_spans


@dataclass(frozen=True, slots=True)
class House:
    """What an organisation says itself. `glossary`: terms and short forms it explains, with their meaning. `keep`: words that stay, each
    with its because; they are shown, not counted. `numbers`: limits that differ from ours."""

    glossary: Mapping[str, str] = field(default_factory=dict)
    keep: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    easy_read: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured. It never says that a text is understood (R032). `kept` are findings that stay, each with its because.
    `reading_age` is one helper among others, in years (R031); None for a short text."""

    source: Source
    words: int
    sentences: tuple[Span, ...]
    mean_sentence: float
    reading_minutes: float
    findings: tuple[Finding, ...]
    acronyms: tuple[Use, ...]
    kept: tuple[tuple[Finding, str], ...] = ()
    notes: tuple[str, ...] = ()
    reading_age: float | None = None


def check(source: Source, house: House | None = None) -> Report:
    """All findings of a source, in the order of their places."""
    house = house or House()
    numbers = {**limits(), **house.numbers}
    text = source.text
    low = lowered(text)
    blocks, foreign = english(source.blocks, text, low)
    said = list(quotes(text, source.blocks))
    hushed = joined([*unchecked_spans(source, said), *((block.start, block.end) for block in foreign)])
    checked = blanked(text, hushed)
    low = blanked(low, hushed)
    spans = sentence_spans(text, source.blocks, said)
    counts = word_counts(text, spans)
    words = sum(counts)
    mean = _mean(source, spans, counts)
    listed = _listed(house)
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    uses = find_acronyms(text, checked, source.blocks, listed, starts)

    found: list[Finding] = list(source.structure)
    spaced = spaced_out(low)
    terms = list(find_terms(text, low, spaced, easy=house.easy_read, known=_explained(house)))
    found += terms
    found += outside(
        acronym_findings(text, uses, listed, easy=house.easy_read),
        [(one.start, one.end) for one in terms if one.kind == "avoid_term"],
    )
    most, rule = ("easy_sentence", "R019") if house.easy_read else ("long_sentence", "R017")
    found += long_sentences(text, checked, spans, int(numbers[most]), rule, counts)
    if house.easy_read:
        found += easy_sentences(text, spans, int(numbers["easy_verbs"]))
    twice = list(double_negatives(text, low, spaced))
    found += twice
    # An empty phrase, a word to avoid or two negatives that hold a passive are one thing to mend, not two.
    said_already = [
        (one.start, one.end) for one in (*terms, *twice) if one.kind in ("empty_phrase", "avoid_term", "double_negative")
    ]
    found += outside(passives(text, low, spaced, starts, ends), joined(said_already))
    new_terms = sorted([one.start for one in terms if one.kind == "jargon"] + [one.start for one in found if one.kind == "acronym"])
    found += overload(text, low, blocks, words, mean, new_terms, numbers, easy=house.easy_read)

    found.sort(key=lambda one: (one.start, one.end, one.kind, one.why))
    kept, left = _keep(found, house)
    age = reading_age(low, mean)
    notes = source.notes
    if foreign:
        notes = (
            *notes,
            f"{len(foreign)} {'part is' if len(foreign) == 1 else 'parts are'} not in English and {'was' if len(foreign) == 1 else 'were'} not checked.",
        )
    return Report(source, words, tuple(spans), mean, words / numbers["speed"], tuple(left), tuple(uses), tuple(kept), notes, age)


def _mean(source: Source, spans: list[Span], counts: list[int]) -> float:
    """Words in a sentence, on average, in paragraphs and items of lists that are sentences. Headings and cells would make it look low."""
    lengths = []
    kinds = iter(sorted((block.start, block.end, block.kind) for block in source.blocks))
    block = next(kinds, None)
    for (start, end), count in zip(spans, counts, strict=True):
        while block and block[1] <= start:
            block = next(kinds, None)
        prose = block is not None and (block[2] == "paragraph" or (block[2] == "item" and source.text[end - 1] in ".!?…"))
        if prose:
            lengths.append(count)
    return sum(lengths) / len(lengths) if lengths else 0.0


def _listed(house: House) -> Mapping[str, Acronym]:
    """Short forms we know. One in the organisation's glossary is confirmed, and means only that."""
    known = acronyms()
    own = {}
    for term, meaning in house.glossary.items():
        if len(term) > 1 and sum(map(str.isupper, term)) > 1 and " " not in term:
            before = known.get(term)
            own[term] = replace(before or Acronym(term, meaning, ""), long=meaning, also=(), sure=True)
    return {**known, **own} if own else known


def _explained(house: House) -> Callable[[str], bool]:
    terms = {term.lower() for term in house.glossary}
    return lambda term: term.lower() in terms


def outside(findings: Iterable[Finding], spans: Sequence[Span]) -> list[Finding]:
    """Those that touch none of the spans, which are in order and do not overlap."""
    starts = [start for start, _ in spans]
    left = []
    for one in findings:
        at = bisect_right(starts, one.end - 1) - 1
        if at < 0 or spans[at][1] <= one.start:
            left.append(one)
    return left


def _keep(found: list[Finding], house: House) -> tuple[list[tuple[Finding, str]], list[Finding]]:
    if not house.keep:
        return [], found
    because = {" ".join(word.lower().split()): why for word, why in house.keep.items()}
    kept: list[tuple[Finding, str]] = []
    left: list[Finding] = []
    for one in found:
        words = " ".join(re.sub(r"[’]", "'", one.text.lower()).split())
        why = because.get(words) if one.kind not in ("structure", "overload", "long_sentence") else None
        if why is None:
            left.append(one)
        else:
            kept.append((one, why))
    return kept, left
