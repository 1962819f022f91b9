"""What may stand in place of a finding, and putting it there: nothing else of the text changes. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable

from kitchentable.words.clarity.finding import Finding
from kitchentable.words.clarity.match import REPLACED, as_was

WHOLE = ("overload",)
"""Kinds that are about the whole text: there are no words at one place to put others for."""


def choices(finding: Finding) -> tuple[str, ...]:
    """The better words, each in the form that fits its place. A term is explained behind itself, not taken away."""
    if finding.kind not in REPLACED:
        return ()
    if finding.kind == "jargon":
        return tuple(f"{finding.text} ({one})" for one in finding.say_instead)
    return tuple(as_was(finding, " ".join(one.split())) for one in finding.say_instead)


def apply(text: str, finding: Finding, better: str) -> str:
    """The text with `better` in place of what was found, to the letter. Raises ValueError when something else stands there."""
    if text[finding.start : finding.end] != finding.text or finding.kind in WHOLE:
        raise ValueError("something else stands at the place of this finding")
    return text[: finding.start] + better + text[finding.end :]


def apply_all(text: str, changes: Iterable[tuple[Finding, str]]) -> str:
    """As `apply`, for several places that do not overlap; all places count in the text as it is now."""
    for finding, better in sorted(changes, key=lambda one: one[0].start, reverse=True):
        text = apply(text, finding, better)
    return text


def alike(one: Finding, other: Finding) -> bool:
    """Whether two findings are the same word: “Utilise” at the start of a sentence and “utilise” in it."""
    return one.kind == other.kind and one.text.casefold() == other.text.casefold()
