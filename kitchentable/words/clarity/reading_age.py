"""A reading age: one helper among others, never alone and never proof (R031). Syllables are counted here, nothing is fetched."""

from __future__ import annotations

import re
from collections import Counter

FEWEST = 100  # words; of less, the figure says nothing
MOST = 20_000  # words that are looked at; the figure does not change after that
WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
GROUPS = re.compile(r"[aeiouy]+")
# Two vowels that are said one after the other: “area”, “client”, “being”, “usual”, “create”.
PARTED = re.compile(
    r"ia(?!ge)(?<![cstxg]ia)|i[ou](?<![cstxg]io)(?<![cstxg]iou)(?<![ln]io(?=n))|ie(?:t|nt|nc)(?<![cst]iet)(?<![cst]ient)(?<![cst]ienc)"
    r"|ea(?:t(?:e|i)|l(?:i)|\b)|[aeiouy]ing|u[ao](?<![gq]ua)(?<![gq]uo)|ue(?=n)(?<![gq]ue)|eo(?!u)|oe(?=[mt])|ii"
)
ODD = {"people": 2, "business": 2, "every": 2, "evening": 2, "wednesday": 2, "something": 2, "sometimes": 2, "someone": 2, "anyone": 3, "everyone": 3,
       "everything": 3, "safeguarding": 3, "safeguard": 2, "somewhere": 2, "whereas": 2, "therefore": 2}  # fmt: skip
SILENT_END = re.compile(r"(?:[^aeiouyl]|[aeiouy]l|r l)e$|[^aeiouytd]ed$|[^aeiouyscgxz]es$|(?:[^aeiouysxz]|[^cs]h|[^s]s)es$")
SOUNDED = re.compile(r"(?:[cs]h|[csxzg])es$|(?:[td])ed$")
INSIDE = re.compile(r"(?<=[a-z]{2})e(?=(?:ment|less|ful|fully|ly|ness)s?$)(?<!le)")


def syllables(word: str) -> int:
    """How many syllables an English word in small letters has, about: right for about nine words in ten, one off for the rest."""
    word = word.replace("’", "'").partition("'")[0]
    if len(word) < 4:
        return 1 if word else 0
    if word in ODD:
        return ODD[word]
    plain = INSIDE.sub("", re.sub(r"(?<=[gq])ues?$", "", word))
    if not SOUNDED.search(plain):
        plain = SILENT_END.sub(lambda found: found.group()[0] if found.group()[0] != "e" else "", plain)
    return max(1, len(GROUPS.findall(plain)) + len(PARTED.findall(word)))


def reading_age(low: str, mean_sentence: float) -> float | None:
    """Age in years, by the grade of Flesch and Kincaid plus five. `low` is the checked text in small letters. None for a short text."""
    words = WORD.findall(low[: MOST * 12])[:MOST]
    if len(words) < FEWEST or not mean_sentence:
        return None
    spoken = sum(syllables(word) * times for word, times in Counter(words).items())
    grade = 0.39 * mean_sentence + 11.8 * spoken / len(words) - 15.59
    return round(max(5.0, grade + 5), 1)
