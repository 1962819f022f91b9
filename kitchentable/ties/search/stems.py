"""Word forms: “carers”, “carer's” and “carer” are one word. Porter's stemmer (1980), the same as in SQLite's FTS5. Pure, no Django."""

from __future__ import annotations

import functools
from collections.abc import Callable

VOWELS = frozenset("aeiou")
STEP_2 = (
    ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"), ("alli", "al"),
    ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"),
    ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"), ("logi", "log"),
)  # fmt: skip
STEP_3 = (("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""))
STEP_4 = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive",
    "ize",
)  # fmt: skip


@functools.lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a lower-case word. Words of one or two letters, and those with other than a to z, stay as they are."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return word
    for step in (_plurals, _past, _y_to_i, _two, _three, _four, _five):
        word = step(word)
    return word


def _consonant(word: str, at: int) -> bool:
    letter = word[at]
    if letter in VOWELS:
        return False
    return letter != "y" or at == 0 or not _consonant(word, at - 1)


def _measure(word: str) -> int:
    """How often a vowel is followed by a consonant."""
    count, before = 0, True
    for at in range(len(word)):
        now = _consonant(word, at)
        count += now and not before
        before = now
    return count


def _has_vowel(word: str) -> bool:
    return any(not _consonant(word, at) for at in range(len(word)))


def _doubled(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and _consonant(word, len(word) - 1)


def _short_end(word: str) -> bool:
    """Ends consonant, vowel, consonant, and not in w, x or y: “hop”."""
    if len(word) < 3:
        return False
    end = len(word)
    return _consonant(word, end - 3) and not _consonant(word, end - 2) and _consonant(word, end - 1) and word[-1] not in "wxy"


def _plurals(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for end in ("ed", "ing"):
        if word.endswith(end):
            return _mended(word[: -len(end)]) if _has_vowel(word[: -len(end)]) else word
    return word


def _mended(left: str) -> str:
    if left.endswith(("at", "bl", "iz")):
        return left + "e"
    if _doubled(left) and left[-1] not in "lsz":
        return left[:-1]
    return left + "e" if _measure(left) == 1 and _short_end(left) else left


def _y_to_i(word: str) -> str:
    return word[:-1] + "i" if word.endswith("y") and _has_vowel(word[:-1]) else word


def _ending(pairs: tuple[tuple[str, str], ...]) -> Callable[[str], str]:
    def step(word: str) -> str:
        for end, new in sorted(pairs, key=lambda pair: -len(pair[0])):
            if word.endswith(end):
                return word[: -len(end)] + new if _measure(word[: -len(end)]) > 0 else word
        return word

    return step


_two, _three = _ending(STEP_2), _ending(STEP_3)


def _four(word: str) -> str:
    for end in sorted(STEP_4, key=len, reverse=True):
        if word.endswith(end):
            left = word[: -len(end)]
            return left if _measure(left) > 1 and (end != "ion" or left.endswith(("s", "t"))) else word
    return word


def _five(word: str) -> str:
    if word.endswith("e"):
        left = word[:-1]
        if _measure(left) > 1 or (_measure(left) == 1 and not _short_end(left)):
            word = left
    return word[:-1] if word.endswith("ll") and _measure(word[:-1]) > 1 else word
