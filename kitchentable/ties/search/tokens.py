"""From text to what the index keeps: words in lower case, without the small ones, each as a mark that cannot be read without the key.

The index must not hold words: FTS5 before SQLite 3.42 and PostgreSQL's GIN keep deleted words in their files until they tidy up, and a
person's words must be gone when they take them back. So each word stands there as a keyed digest; the key lies outside the database.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterator

from django.conf import settings

from kitchentable.ties.search.stems import stem

LONGEST = 40
MOST = 4_000
"""Words of one text that are kept: a paper of 20 pages has some 8,000, of which half are small words."""
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SMALL = frozenset(
    [
        "a",
        "about",
        "above",
        "after",
        "again",
        "all",
        "also",
        "am",
        "an",
        "and",
        "any",
        "are",
        "aren't",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "below",
        "between",
        "both",
        "but",
        "by",
        "can",
        "can't",
        "cannot",
        "could",
        "couldn't",
        "did",
        "didn't",
        "do",
        "does",
        "doesn't",
        "doing",
        "don't",
        "down",
        "during",
        "each",
        "else",
        "etc",
        "even",
        "ever",
        "few",
        "for",
        "from",
        "further",
        "get",
        "gets",
        "getting",
        "give",
        "go",
        "goes",
        "going",
        "gone",
        "got",
        "had",
        "hadn't",
        "has",
        "hasn't",
        "have",
        "haven't",
        "having",
        "he",
        "her",
        "here",
        "hers",
        "him",
        "his",
        "how",
        "i",
        "i'd",
        "i'll",
        "i'm",
        "i've",
        "if",
        "in",
        "into",
        "is",
        "isn't",
        "it",
        "it's",
        "its",
        "itself",
        "just",
        "let",
        "like",
        "me",
        "more",
        "most",
        "much",
        "my",
        "myself",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "on",
        "once",
        "one",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "own",
        "per",
        "please",
        "put",
        "really",
        "said",
        "same",
        "say",
        "says",
        "saying",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "that's",
        "the",
        "their",
        "them",
        "then",
        "there",
        "there's",
        "these",
        "they",
        "they're",
        "they've",
        "thing",
        "things",
        "think",
        "this",
        "those",
        "though",
        "through",
        "to",
        "too",
        "told",
        "tell",
        "under",
        "until",
        "up",
        "upon",
        "us",
        "very",
        "want",
        "wants",
        "was",
        "wasn't",
        "way",
        "we",
        "we're",
        "we've",
        "were",
        "weren't",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "won't",
        "would",
        "wouldn't",
        "yes",
        "yet",
        "you",
        "you're",
        "your",
        "yours",
        "anyone",
        "anything",
        "everyone",
        "everything",
        "someone",
        "something",
        "somebody",
        "anybody",
        "everybody",
        "people",
        "person",
    ]
)
FILLER = frozenset(
    [
        "ask",
        "asked",
        "asking",
        "being",
        "come",
        "comes",
        "coming",
        "feel",
        "feeling",
        "find",
        "finding",
        "giving",
        "happen",
        "happened",
        "happens",
        "keep",
        "know",
        "lot",
        "made",
        "make",
        "makes",
        "making",
        "many",
        "need",
        "needed",
        "needs",
        "new",
        "often",
        "question",
        "take",
        "takes",
        "taking",
        "talk",
        "talking",
        "use",
        "used",
        "using",
        "view",
        "views",
        "way",
        "ways",
        "week",
        "work",
        "worked",
        "working",
        "time",
        "times",
        "year",
        "years",
        "good",
        "bad",
        "help",
        "different",
        "whole",
    ]
)
"""Words of a question that say little beside others."""


def plain(text: str) -> str:
    """Lower case, without accents, with straight quotes."""
    split = unicodedata.normalize("NFKD", text.replace("\x00", " ")).replace("’", "'")
    return "".join(letter for letter in split if not unicodedata.combining(letter)).casefold()


def all_words(text: str) -> Iterator[str]:
    """Every word in order, small ones too; “Mum's” is “mum”."""
    for found in WORD.finditer(plain(text)):
        word = found.group()
        word = word[:-2] if word.endswith("'s") and len(word) > 3 else word
        yield word.replace("'", "")[:LONGEST] if word not in SMALL else word


def words(text: str, most: int = MOST) -> list[str]:
    """The words that carry meaning, in order."""
    found = []
    for word in all_words(text):
        if word not in SMALL and word:
            found.append(word)
            if len(found) == most:
                break
    return found


def mark(word: str) -> str:
    """A word as the index keeps it: “z” and 8 letters, the same in this house for ever, and nothing without its key."""
    return _mark(word, settings.WORDS_KEYS[-1])


@functools.lru_cache(maxsize=300_000)
def _mark(word: str, key: str) -> str:
    digest = hashlib.blake2b(word.encode("utf-8", "replace"), key=_key(key), digest_size=5).digest()
    return "z" + base64.b32encode(digest).decode().lower()


@functools.cache
def _key(key: str) -> bytes:
    return hashlib.sha256(b"search:" + key.encode()).digest()


def key_of_house() -> str:
    """Which key the marks were made with: when it changes, the index is built anew."""
    return hashlib.sha256(b"which:" + _key(settings.WORDS_KEYS[-1])).hexdigest()[:16]


SAME_FORM = "-"


def kept_form(text: str) -> tuple[str, str, set[str]]:
    """(marks of the stems in order, marks of the words where they differ, the words): what one row of the index keeps."""
    found = words(text)
    terms, forms = [], []
    for word in found:
        root = stem(word)
        terms.append(mark(root))
        forms.append(SAME_FORM if root == word else mark("=" + word))
    return " ".join(terms), " ".join(forms), set(found)
