"""Hard words, jargon, terms to avoid and empty phrases: all lists in one automaton, so the text is read once whatever their length."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import ahocorasick

from kitchentable.words.clarity.finding import Finding, Kind
from kitchentable.words.clarity.grammar import HAVE_OR_BE, NO_VERB, Form, forms, turned
from kitchentable.words.clarity.lists import When, conditions, parts_of_speech, rows, split, when_of

# Which list speaks when two know the same words.
ORDER: tuple[Kind, ...] = ("avoid_term", "empty_phrase", "hard_word", "jargon")
BETWEEN = "\n\t()[]\"'“”‘’-‐‑–—/,.:;!?*_\x00\u00a0\u202f…•%£&=<>#|\\+~^`@${}«»"
EXPLAINED = re.compile(
    r"(?:s|['’]s)?[*_\"”’']*(?:\s*\(|:\s|\s+(?:means|is when|is where|is what|is the name for|,? which means)\b|,? that is,|,? which means\b)"
)
SENTENCE_START = re.compile(r"(?:^|[.!?:;\n•*“\"(\x00|#>]|[-–—])[\s*_“\"'‘(]*$")
SMALL = frozenset({"of", "and", "for", "&"})


@dataclass(frozen=True, slots=True)
class Term:
    """One shape of a row of a list."""

    key: str
    kind: Kind
    row: str
    form: Form
    plain: tuple[str, ...]
    why: str
    rule: str
    when: When | None
    upper: bool = False


def spaced_out(low: str) -> str:
    """A copy with a space for each mark between words, and one more at each end: what the automata read."""
    spaced = " " + low + " "
    for mark in BETWEEN:
        spaced = spaced.replace(mark, " ")
    return spaced


def find_terms(text: str, low: str, spaced: str, *, easy: bool, known: Callable[[str], bool]) -> Iterator[Finding]:
    """What the lists know. `low` is the checked copy in lower case, `spaced` what `spaced_out` made of it; `known` says which terms the
    organisation explains itself."""
    automaton = index(easy)
    matches = [(end - len(terms[0].key), end, terms) for end, terms in automaton.iter(spaced)]
    # Places count in the padded copy: its first space makes up for the one at the end of a key.
    matches.sort(key=lambda one: (one[0], -one[1]))
    last = 0
    explained: set[str] = set()
    for _, end, terms in matches:
        start, stop = end - 1 - len(terms[0].key.strip()), end - 1
        if start < last:
            continue
        for term in terms:
            if not _fits(text, low, start, stop, term):
                continue
            if term.kind == "jargon":
                if term.row in explained or known(term.row):
                    continue
                explained.add(term.row)
                if EXPLAINED.match(text, stop):
                    continue
            last = stop
            yield _finding(text, low, start, stop, term)
            break


def _fits(text: str, low: str, start: int, end: int, term: Term) -> bool:
    if (start and low[start - 1] == "-") or low[end : end + 1] == "-":
        return False
    between = low[start:end]
    if not between.replace(" ", "").isalnum() and _plainly(between) != term.key.strip():
        return False
    if term.when and not term.when.holds(low, start, end):
        return False
    if term.upper:
        return text[start : start + 2].isupper()
    if term.row[0].isupper():
        return text[start].isupper()
    # “In accordance with” is no name, whatever stands after it.
    may_be_name = term.kind != "empty_phrase" and not (term.kind == "hard_word" and " " in term.row)
    return not (may_be_name and text[start].isupper() and is_name(text, start, end))


def _plainly(between: str) -> str:
    for mark in "-‐‑\n'’\u00a0":
        between = between.replace(mark, " ")
    return between


def is_name(text: str, start: int, end: int) -> bool:
    """Whether a word with a capital is part of a name: “Engagement Team”, “the Outcomes Framework”."""
    if text[start:end].isupper():
        return False
    following = text[end : end + 24].split()
    if following and not text[end : end + 1].strip():
        after = following[1] if following[0].lower() in SMALL and len(following) > 1 else following[0]
        if after[:1].isupper() and not following[0][:1].isdigit() and after not in ("I", "I’m", "I'm"):
            return True
    return not SENTENCE_START.search(text, max(0, start - 12), start) and start > 0


def _finding(text: str, low: str, start: int, end: int, term: Term) -> Finding:
    before = low[max(0, start - 24) : start]
    capital = text[start].isupper() and not text[start:end].isupper()
    plain = term.plain
    if term.form != "base" and term.kind in ("hard_word", "avoid_term"):
        # Whether a past is a participle is all that the words before decide.
        plain = _in_form(plain, term.form, HAVE_OR_BE.search(before) is not None if term.form == "past" else False)
    say = tuple(one[:1].upper() + one[1:] for one in plain) if capital and term.kind == "hard_word" else plain
    return Finding(term.kind, start, end, text[start:end], say, term.why, term.rule)


@cache
def _in_form(plain: tuple[str, ...], form: Form, after_be: bool) -> tuple[str, ...]:
    # “Required” cannot become “must have”: what has no such form is left out while there is another.
    fits = [one for one in plain if one.partition(" ")[0] not in NO_VERB] or plain
    return tuple(turned(one, form, "was " if after_be else "") for one in fits)


@cache
def index(easy: bool) -> ahocorasick.Automaton:
    """All shapes of all rows. A key has a space at each end, so that only whole words match."""
    shapes: dict[str, list[Term]] = {}
    for term in sorted(_terms(easy), key=lambda one: ORDER.index(one.kind)):
        here = shapes.setdefault(term.key, [])
        if all(one.kind != term.kind for one in here):
            here.append(term)
    automaton = ahocorasick.Automaton()
    for key, terms in shapes.items():
        automaton.add_word(key, tuple(terms))
    automaton.make_automaton()
    return automaton


def _terms(easy: bool) -> Iterator[Term]:
    for hard, plain, _kind, _sure, _sense, note in rows("plain_words.tsv", 6):
        why = f"More people know {_either(split(plain))}." + (f" {note[0].upper()}{note[1:]}." if note else "")
        yield from _shapes("plain_words", "hard_word", hard, split(plain), why, "R025" if easy else "R031", easy)
    for hard, plain, part, before, after, note, _source in rows("plain_more.tsv", 7):
        also = f"{note[0].upper()}{note[1:]}." if note else ""
        why = f"More people know {_either(split(plain))}.{' ' if also else ''}{also}" if plain else also
        when = when_of(before, after) if before or after else None
        yield from _shapes("plain_more", "hard_word", hard, split(plain), why, "R025" if easy else "R031", easy, part, when)
    for term, explanation, _tip in rows("jargon.tsv", 3):
        why = f"Not everybody knows this. It means: {explanation}."
        yield from _shapes("jargon", "jargon", term, (explanation,), why, "R025" if easy else "R031", easy)
    for avoid, instead, why, note in [*rows("terms_to_avoid.tsv", 4), *rows("avoid_more.tsv", 4)]:
        said = f"{why[0].upper()}{why[1:]}." + (f" {note[0].upper()}{note[1:]}." if note else "")
        yield from _shapes("terms_to_avoid", "avoid_term", avoid.partition(" (")[0], split(instead), said, "R031", easy)
    for name in ("empty_answers.tsv", "empty_more.tsv"):
        for phrase, why, ask in rows(name, 3):
            yield from _shapes("empty_answers", "empty_phrase", phrase, (), f"It answers nothing: {why}. Say: {ask}.", "R001", easy)


def _shapes(
    name: str,
    kind: Kind,
    row: str,
    plain: tuple[str, ...],
    why: str,
    rule: str,
    easy: bool,
    part: str = "",
    when: When | None = None,
) -> Iterator[Term]:
    when = when or conditions().get((name, row))
    if when and (when.never or (when.easy_only and not easy)):
        return
    low = row.lower()
    part = part or parts_of_speech().get(low, "noun" if kind == "jargon" else "")
    for shape, form in (forms(low, part) if kind != "empty_phrase" else {low: "base"}).items():
        # “Commissioning” is the name of a thing; jargon.tsv explains it.
        if when and when.verb and form == "ing":
            continue
        key = " " + _plainly(shape).replace(",", " ") + " "
        yield Term(key, kind, row, _form(form), plain, why, rule, when, row.isupper())


def _form(form: str) -> Form:
    known: dict[str, Form] = {"s": "s", "past": "past", "participle": "participle", "ing": "ing", "plural": "plural"}
    return known.get(form, "base")


def _either(plain: tuple[str, ...]) -> str:
    return " or ".join(f"“{one}”" for one in plain)
