"""The words that stand somewhere, in this process: how rare each is, and which are near to what was typed."""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kitchentable.ties.models import Entry, Word
from kitchentable.ties.search.stems import stem

FEW = 30_000
"""Up to so many words, a typed word is compared with each; above, with those of the same first letter or the same end."""
MOST_NEAR = 5
_LOCK = threading.Lock()


@dataclass(slots=True)
class Vocabulary:
    """Words with their counts. `last`: the newest one that was read, to notice when others came or went."""

    docs: dict[str, int] = field(default_factory=dict)
    roots: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    starts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    ends: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    last: tuple[int, str] = (0, "")
    texts: int = 1

    def take(self, rows: list[tuple[int, str, int]]) -> None:
        """Read more words."""
        for pk, word, docs in rows:
            if word not in self.docs:
                self.starts[word[:1]].append(word)
                self.ends[word[-3:]].append(word)
            self.docs[word] = docs
            self.roots[stem(word)] += max(docs, 1)
            self.last = (pk, word)

    def texts_with(self, root: str) -> int:
        """In about how many texts a stem stands."""
        return min(self.roots.get(root, 0), self.texts)

    def near(self, word: str, *, sure: bool = False) -> list[str]:
        """Words that are one slip of the pen away (two in a long word), the likeliest first; other forms of the word itself are not among them.

        For a word that many texts have, or that is `sure` to be spelled well, only rare ones: what looks like it and is common is another word.
        """
        if len(word) < 4 or word.isdigit():
            return []
        root, mine = stem(word), self.docs.get(word, 0) or self.roots.get(stem(word), 0)
        slips = 1 if len(word) < 8 or mine or sure else 2
        found = process.extract(word, self._like(word), scorer=OSA.distance, score_cutoff=slips, limit=40)
        fitting = [(far, -self.docs[one], one) for one, far, _at in found if stem(one) != root and len(one) > 3]
        if mine or sure:
            fitting = [each for each in fitting if -each[1] * 8 <= mine and len(each[2]) > 4]
        return [one for _far, _docs, one in sorted(fitting)[:MOST_NEAR]]

    def _like(self, word: str) -> list[str]:
        if len(self.docs) <= FEW:
            return list(self.docs)
        return [*self.starts.get(word[:1], ()), *self.ends.get(word[-3:], ())]

    def weight(self, texts: int) -> float:
        """How much a word says that stands in so many texts (the idf of BM25)."""
        return math.log(1 + (self.texts - texts + 0.5) / (texts + 0.5)) if texts <= self.texts else 0.01


_held = Vocabulary()


def vocabulary() -> Vocabulary:
    """The words as they stand now: one small query when nothing changed; what is new is read, and all anew when words went."""
    global _held
    with _LOCK:
        rows = list(Word.objects.filter(pk__gte=_held.last[0]).order_by("pk").values_list("pk", "word", "docs"))
        first = (rows[0][0], rows[0][1]) if rows else None
        if _held.last == (0, "") or first != _held.last:
            _held = Vocabulary()
            rows = list(Word.objects.order_by("pk").values_list("pk", "word", "docs"))
        else:
            rows = rows[1:]
        if rows or _held.texts == 1:
            _held.take(rows)
            newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
            _held.texts = max(newest or 1, 1)
        return _held


def forget() -> None:
    """Read all words anew the next time (after they were counted)."""
    global _held
    _held = Vocabulary()
