"""Too much at once: length, no summary, no “by when”, many new terms (own defaults, and R009, R018, R022)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from kitchentable.words.clarity.finding import Finding
from kitchentable.words.clarity.source import Block

SUMMARY = re.compile(
    r"summary|in short|in brief|at a glance|key points|main points|what this is|what we ask|what this (?:paper|report|letter) (?:is|says)|overview|the short version|tl;dr",
    re.I,
)
ASK = re.compile(
    r"\b(?:please (?:tell|send|reply|fill|return|complete|let|read|say|answer|contact|call|email|e-mail|write|book|sign|choose|respond|confirm|comment)"
    r"|we (?:would like|want|need) (?:you|your) \w+|we (?:are asking|ask) you|tell us what|let us know|have your say|you (?:must|need to) (?:send|reply|return|tell|apply|complete|fill))\b",
)
WHEN = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+\d{1,2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b(?:by|before|until|on|next|this)\s+(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|noon|midday|today|tomorrow|the end of)\b|\bwithin\s+\w+\s+(?:working\s+)?(?:days?|weeks?|months?)\b"
    r"|\bdeadline\b|\bclosing date\b|\bby when\b|\bno rush\b|\bany time\b|\bwhenever\b",
)


def overload(
    text: str,
    low: str,
    blocks: Sequence[Block],
    words: int,
    mean: float,
    new_terms: Sequence[int],
    limits: Mapping[str, float],
    *,
    easy: bool,
) -> Iterator[Finding]:
    """Findings about the whole text, each at the place where a reader would meet it first."""
    if not blocks or not words:
        return
    first = blocks[0]
    top = (first.start, first.end)
    minutes = words / limits["speed"]
    if minutes > limits["long_read"]:
        speeds = f"{_minutes(words / limits['speed_fast'])} for a quick reader, {_minutes(minutes)} for most, {_minutes(words / limits['speed_slow'])} for a slow one"
        why = (
            f"{words:,} words take {speeds}. Say in two pages what it is, what you ask and by when. (Speeds are our own defaults.)"
        )
        yield _at(text, top, why, "R032")
    if words > limits["summary_from"] and not _has_summary(text, blocks):
        yield _at(
            text, top, "There is no summary near the start: what this is, what we ask of you, by when, what happens next.", "R009"
        )
    if mean > limits["mean_sentence"] and words > 60:
        yield _at(
            text, top, f"A sentence has {mean:.1f} words on average; {limits['mean_sentence']:.0f} or fewer is easier.", "R018"
        )
    ask = (
        None if WHEN.search(low) else next((one for one in ASK.finditer(low) if not text[one.start() : one.end()].isupper()), None)
    )
    if ask:
        yield _at(text, ask.span(), "Something is asked, and no date is said. By when?", "R009")
    if easy and words / limits["page"] > limits["easy_pages"]:
        yield _at(text, top, f"Easy Read has {limits['easy_pages']:.0f} pages at most; this is longer even in small print.", "R022")
    yield from _many_terms(text, blocks, new_terms, words, limits)


def _many_terms(
    text: str, blocks: Sequence[Block], places: Sequence[int], words: int, limits: Mapping[str, float]
) -> Iterator[Finding]:
    """A page with many terms that were not there before. A page is about 300 words; its length in characters follows the text."""
    page = limits["page"] * len(text) / words
    most = limits["new_terms"]
    starts = [block.start for block in blocks]
    at = 0
    while at < len(places):
        here = bisect_left(places, places[at] + page) - at
        if here <= most:
            at += 1
            continue
        block = blocks[max(0, bisect_left(starts, places[at] + 1) - 1)]
        yield _at(
            text,
            (block.start, block.end),
            f"From here {here} new terms and short forms come within about a page. {most:.0f} is a lot.",
            "R033",
        )
        at += here


def _has_summary(text: str, blocks: Sequence[Block]) -> bool:
    until = max(len(text) // 5, 2000)
    for block in blocks:
        if block.start > until:
            return False
        if block.kind == "heading" and SUMMARY.search(text, block.start, block.end):
            return True
        if block.kind != "heading" and SUMMARY.match(text, block.start, block.end):
            return True
    return False


def _at(text: str, span: tuple[int, int], why: str, rule: str) -> Finding:
    return Finding("overload", span[0], span[1], text[slice(*span)], (), why, rule)


def _minutes(minutes: float) -> str:
    if minutes < 90:
        return f"{max(1, round(minutes))} minutes"
    return f"{minutes / 60:.1f} hours"
