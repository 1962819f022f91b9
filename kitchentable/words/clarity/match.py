"""Findings between two states of a text: which are gone, which stay, which are new; and one finding mended.

A finding has no number of its own. It is known by its kind, its words, and which of those with the same kind and words it is (`nth`, from 0).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from kitchentable.words.clarity.finding import Finding

# A better word stands in for these. The others are mended by writing anew.
REPLACED = frozenset({"acronym", "hard_word", "jargon", "avoid_term", "empty_phrase"})
MOST_ALIGNED = 300_000  # pairs of equal ones; above that equal ones are counted from the front, which is linear
NUMBERS = re.compile(r"[\d.,]+|“[^”]*”")
ARTICLE = re.compile(r"\b([Aa]n?)\s+$")
SILENT = ("hour", "honest", "honour", "heir")
LIKE_YOU = ("use", "uni", "euro", "one", "once", "usual", "ukr")
Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """How a finding is known again: kind, words (small letters, one space), and which of the equal ones it is, from 0."""

    kind: str
    words: str
    nth: int


@dataclass(frozen=True, slots=True)
class Matched:
    """`gone`: of the old text only. `stay`: old and new, in the order of the new text. `new`: of the new text only."""

    gone: tuple[Finding, ...]
    stay: tuple[tuple[Finding, Finding], ...]
    new: tuple[Finding, ...]


def name_of(finding: Finding) -> Name:
    """Kind and words, without `nth`. What is said of a whole text is known by what it says, since the words at its place are by chance."""
    if finding.kind == "overload":
        return finding.kind, f"{finding.rule} {NUMBERS.sub('', finding.why)[:60]}"
    words = " ".join(finding.text.lower().replace("’", "'").split())
    if finding.kind == "structure":
        # One place can be wrong in two ways: a heading that skips a level and is underlined.
        words = f"{words} {NUMBERS.sub('', finding.why)[:24]}"
    return finding.kind, words


def known(findings: Sequence[Finding]) -> list[Known]:
    """How each finding is known again, in their order."""
    seen: dict[Name, int] = {}
    found = []
    for one in findings:
        name = name_of(one)
        nth = seen[name] = seen.get(name, -1) + 1
        found.append(Known(*name, nth))
    return found


def find(findings: Sequence[Finding], wanted: Known) -> Finding | None:
    """The finding that is known so; None when the text has it no more."""
    return next((one for one, name in zip(findings, known(findings), strict=True) if name == wanted), None)


def match(old: Sequence[Finding], new: Sequence[Finding]) -> Matched:
    """Which findings of an old text a new one still has. Both are in the order of their places, as `Report.findings` is.

    Equal ones are told apart by the findings around them (as lines are in a comparison of two files), then by their order: when the first of
    three “utilise” is mended, the first is gone, not the last. How many stay never depends on that: it is the smaller of the two counts.
    """
    pairs: dict[int, int] = {}
    names, others = [name_of(one) for one in old], [name_of(one) for one in new]
    counts = Counter(others)
    if sum(counts[name] for name in names) <= MOST_ALIGNED:
        for block in SequenceMatcher(None, names, others, autojunk=False).get_matching_blocks():
            pairs.update(zip(range(block.b, block.b + block.size), range(block.a, block.a + block.size), strict=True))
    taken = set(pairs.values())
    left: dict[Name, list[int]] = defaultdict(list)
    for number in range(len(names) - 1, -1, -1):
        if number not in taken:
            left[names[number]].append(number)
    for at, name in enumerate(others):
        if at not in pairs and left[name]:
            pairs[at] = left[name].pop()
    stay = tuple((old[pairs[at]], new[at]) for at in sorted(pairs))
    kept = set(pairs.values())
    return Matched(
        tuple(one for number, one in enumerate(old) if number not in kept),
        stay,
        tuple(one for at, one in enumerate(new) if at not in pairs),
    )


def apply(text: str, finding: Finding, instead: str, *, article: bool = False) -> str:
    """The text with a finding's words replaced by `instead`, its capital letter kept.

    Everything else stays, character for character; with `article`, “a” or “an” just before it is made to fit (“an amendment” → “a change”).
    Raises ValueError when the words are no longer at their place, when nothing is to be put
    there, or when the finding is no word but a sentence or the form of the file.
    """
    if finding.kind not in REPLACED:
        raise ValueError("only words are replaced; a sentence is written anew")
    if text[finding.start : finding.end] != finding.text:
        raise ValueError("the text has changed: those words no longer stand there")
    words = " ".join(instead.split())
    if not words:
        raise ValueError("a better word is needed")
    before = text[: finding.start]
    one = ARTICLE.search(before) if article else None
    if one and words[0].isalpha() and finding.text[:1].isalpha():
        # By how the letter looks; “hour”, “honest” and “use”, “unit” sound otherwise.
        vowel = (words[0].lower() in "aeiou" or words.lower().startswith(SILENT)) and not words.lower().startswith(LIKE_YOU)
        before = before[: one.start(1)] + one[1][0] + ("n" if vowel else "") + before[one.end(1) :]
    return before + as_was(finding, words) + text[finding.end :]


def as_was(finding: Finding, words: str) -> str:
    """The better words with the capitals that the hard ones had: “Utilise” → “Use”, “UTILISE” → “USE”. A short form's long one stays as it is."""
    was = finding.text
    if finding.kind == "acronym":
        return words
    if was.isupper() and len(was) > 3 and not words.isupper():
        return words.upper()
    if was[:1].isupper() and not was.isupper():
        return words[:1].upper() + words[1:]
    return words
