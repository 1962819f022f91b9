"""The glossary as pages read it: what people confirmed here, and the shipped lists behind it. Read once and kept until a term changes."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import ahocorasick
from django.db.models import CharField, Count, Max, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from kitchentable.words.clarity.grammar import forms
from kitchentable.words.clarity.lists import acronyms, rows
from kitchentable.words.models import Term, slug_of

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
OTHER = "0"
"""Where words stand that begin with no letter from A to Z."""
ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("’s", ""), ("'s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"))
ADDRESS = re.compile(
    r"\S*(?:://|@|www\.)\S*|\b[\w-]+(?:\.[\w-]+)*\.(?:uk|org|com|net|eu|info|io|nhs|wales|scot)\b\S*", re.IGNORECASE
)
JOINS = "-‐‑_/@"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of a term. `key` is that of its row; empty when it stands in a shipped list only."""

    term: str
    meaning: str
    spelled_out: str = ""
    here: str = ""
    also: tuple[str, ...] = ()
    source: str = ""
    key: str = ""

    @property
    def is_ours(self) -> bool:
        """A person here confirmed it."""
        return bool(self.key)


@dataclass(frozen=True, slots=True)
class Entry:
    """A term with its meanings side by side: more than one means that a reader must ask which."""

    slug: str
    term: str
    meanings: tuple[Meaning, ...]

    @property
    def is_ours(self) -> bool:
        """Confirmed here."""
        return self.meanings[0].is_ours

    @property
    def many(self) -> bool:
        """It can mean more than one thing."""
        return len(self.meanings) > 1

    @property
    def letter(self) -> str:
        """Under which letter it stands."""
        first = self.term[:1].upper()
        return first if first in LETTERS else OTHER

    def spellings(self) -> set[str]:
        """Every way in which it is written."""
        return {self.term, *(one for meaning in self.meanings for one in (meaning.term, *meaning.also))}

    def spoken(self) -> str:
        """What a voice reads out."""
        parts = [f"{self.term}."]
        for one in self.meanings:
            parts += [f"{part.rstrip('.')}." for part in (one.spelled_out, one.meaning, one.here) if part]
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a shipped list. `sure`: not only known by heart (evidence K); those that are not are suggested to staff and shown to nobody else."""

    slug: str
    term: str
    meanings: tuple[Meaning, ...]
    sure: bool
    short: bool


class Book:
    """All that is in the glossary for everyone, found in many ways. Never changed once it is made."""

    def __init__(self, entries: Iterable[Entry], explains: frozenset[str]) -> None:
        self.entries = sorted(entries, key=lambda one: (one.term.casefold(), one.slug))
        self.by_slug = {one.slug: one for one in self.entries}
        self._explains = explains
        self._find = [(one, one.term.casefold(), " ".join(sorted(_said(one))).casefold()) for one in self.entries]

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters under which something stands."""
        return frozenset(one.letter for one in self.entries)

    def at(self, letter: str) -> list[Entry]:
        """What stands under a letter."""
        return [one for one in self.entries if one.letter == letter]

    def search(self, typed: str) -> list[Entry]:
        """What fits, best first: the word itself, what starts with it, what has it in its letters, then in its long form or meaning."""
        wanted = [form.casefold() for form in word_forms(" ".join(typed.split())[:120])]
        if not wanted:
            return []
        ranks: list[list[Entry]] = [[], [], [], []]
        for entry, term, said in self._find:
            if term in wanted or entry.slug in wanted:
                ranks[0].append(entry)
            elif any(term.startswith(form) for form in wanted):
                ranks[1].append(entry)
            elif any(form in term for form in wanted):
                ranks[2].append(entry)
            elif any(f" {form}" in said for form in wanted):
                ranks[3].append(entry)
        return [entry for rank in ranks for entry in rank]

    def exact(self, typed: str) -> Entry | None:
        """The term that is meant by a word as it stands in a text: in any of its forms or spellings."""
        for form in word_forms(" ".join(typed.split())[:120]):
            if slug_of(form) in self.by_slug:
                return self.by_slug[slug_of(form)]
        low = typed.strip().casefold()
        return next((one for one in self.entries if low in {spelling.casefold() for spelling in one.spellings()}), None)

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton:
        keys: dict[str, tuple[str, frozenset[str] | None]] = {}
        for slug in self._explains:
            for spelling in self.by_slug[slug].spellings():
                # Short forms mean something only in their capitals; other words stand in any case and in their plural.
                exact = sum(letter.isupper() for letter in spelling) > 1
                for form in (spelling, f"{spelling}s") if exact else forms(spelling.casefold(), "noun"):
                    first, spelled = keys.get(_low(form), (slug, frozenset()))
                    keys[_low(form)] = (first, spelled | {form} if exact and spelled is not None else None)
        automaton = ahocorasick.Automaton()
        for key, (slug, spelled) in keys.items():
            if key.strip():
                automaton.add_word(key, (len(key), slug, spelled))
        if len(automaton):
            automaton.make_automaton()
        return automaton

    def uses(self, text: str) -> list[tuple[int, int, str]]:
        """Where terms that explain themselves stand in a text: (start, end, slug), in order, the longest first, never in an address."""
        automaton = self._automaton
        if not len(automaton) or not text:
            return []
        found = []
        for last, (length, slug, spelled) in automaton.iter(_low(text)):
            start, end = last - length + 1, last + 1
            if _alone(text, start, end) and (spelled is None or text[start:end] in spelled):
                found.append((start, end, slug))
        if not found:
            return []
        addresses = [match.span() for match in ADDRESS.finditer(text)]
        kept: list[tuple[int, int, str]] = []
        for start, end, slug in sorted(found, key=lambda one: (one[0], -one[1])):
            inside = any(a < end and start < b for a, b in addresses)
            if not inside and (not kept or start >= kept[-1][1]):
                kept.append((start, end, slug))
        return kept


def word_forms(typed: str) -> list[str]:
    """A word and what it may be a form of: “carers” gives “carers”, “carer”. Empty for nothing."""
    if not typed:
        return []
    found = [typed]
    for ending, instead in ENDINGS:
        if typed.casefold().endswith(ending) and len(typed) - len(ending) >= 3:
            found.append(typed[: -len(ending)] + instead)
    return list(dict.fromkeys(found))


def _said(entry: Entry) -> set[str]:
    return {f" {part}" for one in entry.meanings for part in (one.spelled_out, one.meaning, one.here, *one.also) if part}


def _low(text: str) -> str:
    """In lower case, letter for letter: places stay the same."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def _alone(text: str, start: int, end: int) -> bool:
    """Is it a whole word, and no part of one that is joined by a hyphen or a dot?"""
    before, after, beyond = text[start - 1 : start], text[end : end + 1], text[end + 1 : end + 2]
    if before.isalnum() or after.isalnum() or (before and before in JOINS) or (after and after in JOINS):
        return False
    return not (before == "." and start > 1 and text[start - 2].isalnum()) and not (after == "." and beyond.isalnum())


# ── the shipped lists ─────────────────────────────────────────────────────────────────────────────


@cache
def listed() -> dict[str, Listed]:
    """The rows of acronyms.tsv and jargon.tsv, by slug. Short forms that everyone knows are left out."""
    found: dict[str, Listed] = {}
    for one in acronyms().values():
        if one.known or not (one.long and one.meaning):
            continue
        meanings = [Meaning(one.short, _sentence(one.meaning), one.long, source="acronyms.tsv")]
        meanings += [Meaning(one.short, "", other, source="acronyms.tsv") for other in one.also]
        found[slug_of(one.short)] = Listed(slug_of(one.short), one.short, tuple(meanings), one.sure, short=True)
    for term, plain, _tip in rows("jargon.tsv", 3):
        slug = slug_of(term)
        found.setdefault(slug, Listed(slug, term, (Meaning(term, _sentence(plain), source="jargon.tsv"),), sure=True, short=False))
    return found


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}." if words else ""


# ── the book ──────────────────────────────────────────────────────────────────────────────────────

_KEPT: list[tuple[str, Book]] = []
_LOCK = threading.Lock()


def book(stands: str | None = None) -> Book:
    """The glossary as it is now. Asks the tables once for what changed (unless `stands` comes from `stand`), and reads them only then."""
    stands = stands if stands is not None else stand().values_list("stand", flat=True)[0]
    with _LOCK:
        if _KEPT and _KEPT[0][0] == stands:
            return _KEPT[0][1]
    made = _read()
    with _LOCK:
        _KEPT[:] = [(stands, made)]
    return made


def stand() -> QuerySet[Any, Any]:
    """How the terms stand, as one row with `stand`: other for any change. Also as a subquery of something that a page asks anyway."""
    counts = (
        Count("pk"), Max("pk"), Count("confirmed_at"), Count("ended_at"), Count("pk", filter=Q(not_here=True)), Max("changed_at"),
    )  # fmt: skip
    parts = [part for one in counts for part in (Cast(one, CharField()), Value(" "))]
    return Term.objects.order_by().annotate(all=Value(1)).values("all").annotate(stand=Concat(*parts)).values("stand")


def _read() -> Book:
    ours: dict[str, list[Meaning]] = {}
    for term in Term.objects.confirmed().order_by("confirmed_at", "pk"):
        ours.setdefault(term.slug, []).append(meaning_of(term))
    hidden = set(Term.objects.filter(not_here=True, ended_at__isnull=True).values_list("slug", flat=True))
    entries = [Entry(slug, meanings[0].term, tuple(meanings)) for slug, meanings in ours.items()]
    explains = set(ours)
    for slug, one in listed().items():
        if slug in ours or slug in hidden or not one.sure:
            continue
        entries.append(Entry(slug, one.term, one.meanings))
        # Plain words of the list, such as “advocate”, would put dots under half of a page: they explain themselves when a person says so.
        if one.short:
            explains.add(slug)
    return Book(entries, frozenset(explains))


def meaning_of(term: Term) -> Meaning:
    """A row as a meaning."""
    also = tuple(part.strip() for part in term.also.split(",") if part.strip())
    return Meaning(term.term, term.meaning, term.spelled_out, term.here, also, term.source, term.key)


def to_confirm() -> Sequence[Listed]:
    """Rows of the shipped lists about which nobody here has said anything yet; those that are only suggested first."""
    said = set(Term.objects.filter(ended_at__isnull=True).values_list("slug", flat=True))
    return sorted((one for slug, one in listed().items() if slug not in said), key=lambda one: (one.sure, one.term.casefold()))
