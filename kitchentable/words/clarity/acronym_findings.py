"""What is wrong with how a text uses its acronyms (R033; R024 in Easy Read). One finding for each acronym, at the place to mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kitchentable.words.clarity.acronyms import Use, by_name
from kitchentable.words.clarity.finding import Finding
from kitchentable.words.clarity.lists import Acronym
from kitchentable.words.clarity.source import Span


def acronym_findings(text: str, uses: Sequence[Use], listed: Mapping[str, Acronym], *, easy: bool = False) -> Iterator[Finding]:
    """Not spelled out at first use, spelled out late, twice differently, used once, more than one meaning."""
    for name, places in by_name(uses).items():
        row = listed.get(name)
        if easy:
            yield from _easy(text, name, places, row)
        elif not (row and row.known):
            yield from _one(text, name, places, row)


def _easy(text: str, name: str, places: Sequence[Use], row: Acronym | None) -> Iterator[Finding]:
    say = (row.long,) if row and row.long else ()
    yield _at(text, places[0].short, say, f"Easy Read has no short forms. Write {name} out each time.", "R024")


def _one(text: str, name: str, places: Sequence[Use], row: Acronym | None) -> Iterator[Finding]:
    spelled = [use for use in places if use.long]
    if not spelled:
        yield _never(text, name, places, row)
        return
    first = spelled[0].long
    if first is None:
        return
    if spelled[0] is not places[0]:
        long = text[slice(*first)]
        yield _at(
            text,
            places[0].short,
            (_both(long, name),),
            f"{name} is spelled out only later. Say what it means here, where it comes first.",
        )
        return
    other = next((use for use in spelled if use.long and _plain(text[slice(*use.long)]) != _plain(text[slice(*first)])), None)
    if other and other.long:
        why = f"{name} stands for “{_flat(text[slice(*first)])}” above and for “{_flat(text[slice(*other.long)])}” here. Which one do you mean?"
        yield _at(text, other.short, (_flat(text[slice(*first)]), _flat(text[slice(*other.long)])), why)
    elif len(places) == 1:
        why = f"{name} is used only once. The long form is enough, and nobody has to learn a short one."
        yield _at(text, places[0].short, (_flat(text[slice(*first)]),), why)


def _never(text: str, name: str, places: Sequence[Use], row: Acronym | None) -> Finding:
    short = places[0].short
    if row is None or not row.long:
        return _at(text, short, (), f"{name} is not spelled out, and it stands in no list. Say what it means at its first use.")
    if row.also:
        says = (row.long, *row.also)
        why = f"{name}: which one do you mean? It can stand for {_either(says)}. Spell it out at its first use."
        return _at(text, short, tuple(_both(one, name) for one in says), why)
    long = row.long if len(places) == 1 else _both(row.long, name)
    known = f"it stands for {row.long}" if row.sure else f"it may stand for {row.long} (a suggestion: nobody has confirmed it yet)"
    meaning = f", {row.meaning}" if row.meaning and row.meaning.lower() != row.long.lower() else ""
    return _at(text, short, (long,), f"{name} is not spelled out at its first use: {known}{meaning}.")


def _at(text: str, span: Span, say: tuple[str, ...], why: str, rule: str = "R033") -> Finding:
    return Finding("acronym", span[0], span[1], text[slice(*span)], say, why, rule)


def _both(long: str, name: str) -> str:
    return f"{_flat(long)} ({name})"


def _flat(words: str) -> str:
    return " ".join(words.split())


def _plain(words: str) -> str:
    low = _flat(words).lower().replace("-", " ").replace("’", "'").replace("&", "and")
    return " ".join(word.removesuffix("s") for word in low.split())


def _either(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
