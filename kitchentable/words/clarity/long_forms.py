"""The long form of an acronym, with its exact place (after Schwartz and Hearst, 2003, with first letters tried before any letters)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from kitchentable.words.clarity.source import Span

WORD = re.compile(r"[A-Za-z0-9À-ÿ]+(?:['’][a-zA-Z]+)?")
# “(CPA)”, “(the CPA)”, “(known as ‘CPA’)”
OPENED = re.compile(
    r"(?P<gap>\s*)[(\[]\s*(?:(?:the|or|called|known as|also known as|also called|hereafter|hereinafter|abbreviated to|we say|in short)[, ]\s*){0,2}[\"“‘'*_]*$",
    re.I,
)
CLOSED = re.compile(r"(?:['’]?s)?[\"”’'*_]*\s*(?:[)\];,]|\s+in (?:short|this)\b)")
AFTER = re.compile(
    r"(?:['’]?s)?[\"”’'*_]*(?:\s*\((?!\d)|\s*[:=]\s+|\s+[–—-]\s+|\s+(?:stands for|is short for|means|is the)\s+(?:the\s+)?|,\s+(?:or\s+)?(?:the\s+)?)[\"“‘'*_]*"
)
SMALL = frozenset({"of", "and", "for", "the", "in", "to", "a", "an", "on", "with", "by", "at", "or", "from", "not"})
STOPS = re.compile(r"[.!?;:]\s|\n\s*\n")


def long_form(text: str, name: str, start: int, end: int, starts: Sequence[int], listed: str = "") -> Span | None:
    """Where the long form of the short form at this place stands: before its bracket, or in the bracket after it. None without one.

    `listed` is the long form that a list knows; letters need not fit it (“LeDeR”).
    """
    letters = [one.lower() for one in name if one.isalnum()]
    if len(letters) < 2:
        return None
    opened = OPENED.search(text, max(0, start - 48), start)
    if opened and CLOSED.match(text, end):
        before = opened.start()
        at = bisect_right(starts, start) - 1
        floor = max(starts[at] if at >= 0 else 0, before - 160)
        if listed and _same(text[max(0, before - len(listed)) : before], listed):
            return before - len(listed), before
        found = _ending_at(text, letters, floor, before)
        if found:
            return found
    return spelled_after(text, letters, end)


def spelled_after(text: str, letters: Sequence[str], end: int) -> Span | None:
    """“CPA (Care Programme Approach)”, “CPA: Care Programme Approach”, “CPA stands for …”."""
    mark = AFTER.match(text, end)
    if not mark:
        return None
    begin = mark.end()
    stop = min(len(text), begin + 160)
    bracket = "(" in mark.group()
    if bracket:
        close = text.find(")", begin, stop)
        if close < 0:
            return None
        stop = close
    words = list(WORD.finditer(text, begin, stop))
    limit = min(len(letters) + 5, 2 * len(letters) + 1)
    for number in range(len(letters) - 1, min(limit, len(words))):
        chosen = words[: number + 1]
        if STOPS.search(text, chosen[0].start(), chosen[-1].end()):
            return None
        last = chosen[-1].group().lower()
        if last not in SMALL and _first_letters(chosen, letters) and chosen[0].start() == begin:
            return chosen[0].start(), chosen[-1].end()
    if bracket and words and words[0].start() == begin and len(words) <= limit:
        exact = _any_letters(text, letters, begin, words[-1].end())
        if exact == begin:
            return begin, words[-1].end()
    return None


def _ending_at(text: str, letters: Sequence[str], floor: int, before: int) -> Span | None:
    words = list(WORD.finditer(text, floor, before))
    words = words[-min(len(letters) + 5, 2 * len(letters) + 1) :]
    if not words or text[words[-1].end() : before].strip("\"”’'*_ \n"):
        return None
    end = words[-1].end()
    for number in range(1, len(words) + 1):
        chosen = words[-number:]
        if chosen[0].group()[0].lower() == letters[0] and _first_letters(chosen, letters):
            return chosen[0].start(), end
    begin = _any_letters(text, letters, words[0].start(), end)
    if begin is None:
        return None
    long = text[begin:end]
    # A long form is longer than its short form, and is no other short form.
    heads = [word.group()[0].lower() for word in WORD.finditer(long)]
    at_heads = sum(letter in heads for letter in letters)
    plain = not any(mark in long for mark in '()[]<>"|;') and not any(one.isupper() and len(one) > 1 for one in long.split())
    return (begin, end) if len(long) > len(letters) + 2 and plain and 2 * at_heads > len(letters) else None


def _same(words: str, listed: str) -> bool:
    return words.lower().replace("-", " ").replace("’", "'").replace("\n", " ") == listed.lower().replace("-", " ")


def _first_letters(words: Sequence[re.Match[str]], letters: Sequence[str]) -> bool:
    """Whether each letter begins a word, in order, with only small words left out."""
    pieces = [word.group().lower() for word in words]
    at = 0
    for piece in pieces:
        if at < len(letters) and piece[0] == letters[at]:
            at += 1
            # A plural of the letters, “LeDeR”: a word may give two of its first letters.
            if (
                at < len(letters)
                and len(piece) > 3
                and piece[1] == letters[at]
                and len(letters) - at > len(pieces) - pieces.index(piece) - 1
            ):
                at += 1
        elif piece not in SMALL:
            return False
    return at == len(letters)


def _any_letters(text: str, letters: Sequence[str], floor: int, end: int) -> int | None:
    """Schwartz and Hearst: letters from right to left, the first of them at the start of a word."""
    at = end - 1
    for number in range(len(letters) - 1, -1, -1):
        while at >= floor and (text[at].lower() != letters[number] or (number == 0 and at > 0 and text[at - 1].isalnum())):
            at -= 1
        if at < floor:
            return None
        at -= 1
    return at + 1
