"""Pictures for Easy Read, and how to find one by what it means. Plain Python, no Django.

`search` is for the box in which somebody looks for a picture; `suggest` is for a whole line. Both know word forms ("paid" finds
"pay"), other words for the same thing (symbols.tsv), the plain words for jargon and short forms (the lists in words/data: "GP"
finds a doctor), and forgive slips of spelling. Best first; the same words always give the same pictures.
"""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kitchentable.words.clarity.lists import DATA, rows, split
from kitchentable.words.symbols.forms import SILENT, stem

HERE = Path(__file__).resolve().parent
NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
TOKEN = re.compile(r"[a-z0-9&]+(?:['’][a-z]+)?")
MOST_LETTERS = 400  # of a query or a line: what comes after is not looked at
FIRST, LAST = 1.0, 0.6  # a synonym counts less the later it stands in its row
BY_NAME, BY_ALT, BY_LIST, BY_SLIP = 1.1, 0.35, 0.6, 0.75
NEAR = 0.74  # how alike two words must be to be a slip of each other (difflib ratio)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A shipped picture. `alt` says what is on it; `words` what people call what it stands for."""

    name: str
    file: str
    alt: str
    words: tuple[str, ...]
    set: str
    licence: str

    @property
    def svg(self) -> str:
        """The picture as one `<svg>`, in the colour of the words around it. Ours: safe to put in a page."""
        return drawing(self.name)


@cache
def all_symbols() -> dict[str, Symbol]:
    """Every picture that is offered, by name, in the order of the table."""
    found = {}
    for name, file, alt, words, kit, _there, licence in rows("symbols.tsv", 7, HERE):
        found[name] = Symbol(name, file, alt, tuple(one.strip() for one in words.split(",") if one.strip()), kit, licence)
    return found


@cache
def drawing(name: str) -> str:
    """The `<svg>` of a name; empty for a name that nobody knows (a picture that is no longer shipped)."""
    file = HERE / "svg" / f"{name}.svg"
    return file.read_text(encoding="utf-8").strip() if NAME.fullmatch(name) and file.is_file() else ""


def search(query: str, most: int = 12) -> list[Symbol]:
    """The pictures that fit a word or a few, best first, at most `most`; none when nothing fits."""
    tokens = _tokens(query)
    if not tokens:
        return []
    wanted = _expanded(tokens, query)
    hits = _hits(wanted)
    missing = [token for token in tokens if token not in _index().phrases]
    if missing and (not hits or len(missing) == len(tokens)):
        for at, hit in _hits(_slips(missing)).items():
            hits[at] = max(hits.get(at, 0.0), BY_SLIP * hit)
    return _best(hits, most)


def suggest(sentence: str, most: int = 3) -> list[Symbol]:
    """The pictures that fit a line of Easy Read, best first. Silent words of a line ("we", "the") ask for nothing."""
    tokens = [token for token in _tokens(sentence) if token not in SILENT]
    return _best(_hits(_expanded(tokens, sentence, whole=False)), most) if tokens else []


# ── what is looked for ────────────────────────────────────────────────────────────────────────────


def _tokens(text: str) -> list[str]:
    words = [word.replace("’", "'") for word in TOKEN.findall(text[:MOST_LETTERS].casefold())]
    stems = [stem(word) for word in words if word not in SILENT]
    return list(dict.fromkeys(stems or [stem(word) for word in words]))


def _expanded(tokens: list[str], text: str, *, whole: bool = True) -> dict[str, float]:
    """The stems that were asked for with weight 1, and those of their plain words with less."""
    wanted = dict.fromkeys(tokens, 1.0)
    low = " ".join(word.replace("’", "'") for word in TOKEN.findall(text[:MOST_LETTERS].casefold()))
    for term, plain in _plain().items():
        if term in low and re.search(rf"(?<![a-z0-9]){re.escape(term)}(?![a-z0-9])", low):
            known = whole and all(part in _index().phrases for part in _tokens(term))
            for token in _tokens(plain):
                wanted.setdefault(token, BY_LIST * (0.5 if known else 1.0))
    return wanted


@cache
def _plain() -> dict[str, str]:
    """Hard words, jargon and short forms with plain words for them, in small letters."""
    found: dict[str, str] = {}
    for short, long, meaning, *_more in rows("acronyms.tsv", 8, DATA):
        found.setdefault(short.casefold(), f"{long} {meaning}")
    for term, plain, *_more in rows("jargon.tsv", 3, DATA):
        found[term.casefold()] = plain
    for hard, plain, *_more in rows("plain_words.tsv", 6, DATA):
        found.setdefault(hard.casefold(), " ".join(split(plain)[:2]))
    return found


def _slips(missing: list[str]) -> dict[str, float]:
    """Words of the table that are nearly what was typed."""
    known = _index().vocabulary
    found: dict[str, float] = {}
    for token in missing:
        for near in difflib.get_close_matches(token, known, n=2, cutoff=NEAR) if len(token) > 3 else []:
            found[near] = difflib.SequenceMatcher(None, token, near).ratio()
    return found


# ── what fits ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Index:
    """`phrases`: for each stem, (picture, stems of the phrase, weight) of the phrases that hold it."""

    phrases: dict[str, list[tuple[int, frozenset[str], float]]]
    rare: dict[str, float]
    vocabulary: list[str]


@cache
def _index() -> _Index:
    phrases: dict[str, list[tuple[int, frozenset[str], float]]] = {}
    for at, symbol in enumerate(all_symbols().values()):
        step = (FIRST - LAST) / max(1, len(symbol.words) - 1)
        named = [(symbol.name.replace("-", " "), BY_NAME), (symbol.alt, BY_ALT)]
        for phrase, weight in [*named, *((words, FIRST - step * place) for place, words in enumerate(symbol.words))]:
            stems = frozenset(_tokens(phrase))
            for one in stems:
                phrases.setdefault(one, []).append((at, stems, weight))
    count = len(all_symbols())
    rare = {one: math.log(1 + count / len({at for at, _stems, _weight in held})) for one, held in phrases.items()}
    return _Index(phrases, rare, sorted(phrases))


def _hits(wanted: dict[str, float]) -> dict[int, float]:
    """How well each picture fits: its best phrase, and a little of the others."""
    index = _index()
    fits: dict[int, list[float]] = {}
    seen: set[tuple[int, frozenset[str]]] = set()
    for token in wanted:
        for at, stems, weight in index.phrases.get(token, ()):
            if (at, stems) in seen:
                continue
            seen.add((at, stems))
            shared = stems & wanted.keys()
            asked = sum(wanted[one] * index.rare[one] for one in shared)
            covered = len(shared) / len(stems)
            fits.setdefault(at, []).append(weight * asked * covered * covered)
    return {at: max(found) + 0.15 * (sum(found) - max(found)) for at, found in fits.items()}


def _best(hits: dict[int, float], most: int) -> list[Symbol]:
    everything = list(all_symbols().values())
    in_order = sorted(hits, key=lambda at: (-round(hits[at], 6), at))
    return [everything[at] for at in in_order[: max(0, most)]]
