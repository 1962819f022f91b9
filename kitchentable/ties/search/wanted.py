"""What is looked for: each word that carries meaning with its other forms, other words for the same, and near spellings."""

from __future__ import annotations

from dataclasses import dataclass

from kitchentable.ties.search.best import Member, Sought
from kitchentable.ties.search.same import LONGEST, Roots, Same, same
from kitchentable.ties.search.stems import stem
from kitchentable.ties.search.tokens import FILLER, mark, words
from kitchentable.ties.search.vocabulary import Vocabulary, vocabulary

MOST_WORDS = 12
MOST_OTHERS = 16
OTHER, NEAR, IN_PHRASE, LITTLE = 0.95, 0.6, 0.6, 0.35


@dataclass(frozen=True, slots=True)
class Wanted:
    """`sought`: what candidates are weighed by, the rarest first. `also`: other words that were looked for, from our lists.

    `near`: what was typed → words that are spelled nearly so and stand somewhere; show one only to who found it in what they may read.
    `roots`: every stem that is marked in what is shown. `texts`: how many there are, about.
    """

    sought: tuple[Sought, ...] = ()
    also: tuple[str, ...] = ()
    near: tuple[tuple[str, str], ...] = ()
    roots: frozenset[str] = frozenset()
    texts: int = 1


def wanted(typed: str) -> Wanted:
    """Read what was typed. Nothing that carries meaning gives nothing."""
    said = list(dict.fromkeys(words(typed[:2_000])))[: MOST_WORDS * 3]
    if not said:
        return Wanted()
    known, lists = vocabulary(), same()
    ordered = [stem(word) for word in words(typed[:2_000])]
    phrases = _phrases(ordered, lists)
    in_phrase = {root for phrase in phrases for root in phrase if len(phrase) > 1}
    sought, also, near, roots = [], list[str](), list[tuple[str, str]](), set[str]()
    seen = set[str]()
    for word in said:
        root = stem(word)
        if root in seen:
            continue
        seen.add(root)
        close = known.near(word, sure=lists.spells(word))
        near += [(word, one) for one in close]
        sought.append(
            _one(
                word,
                root,
                close,
                lists,
                known,
                IN_PHRASE if root in in_phrase else LITTLE if word in FILLER and len(said) > 1 else 1.0,
            )
        )
        also += [other.said for other in lists.of((root,))]
        roots.add(root)
    for phrase in phrases:
        if len(phrase) > 1:
            sought.append(_phrase(phrase, lists, known))
            also += [other.said for other in lists.of(phrase)]
    roots |= {root for one in also for root in (stem(word) for word in words(one))} | {stem(one) for _typed, one in near}
    ordered_sought = sorted(sought, key=lambda one: one.texts)[:MOST_WORDS]
    return Wanted(tuple(ordered_sought), tuple(dict.fromkeys(also)), tuple(near), frozenset(roots), known.texts)


def _phrases(roots: list[str], lists: Same) -> list[Roots]:
    """Expressions of several words that our lists know, the longest first at each place."""
    found, at = [], 0
    while at < len(roots):
        for size in range(min(LONGEST, len(roots) - at), 1, -1):
            phrase = tuple(roots[at : at + size])
            if lists.knows(phrase):
                found.append(phrase)
                at += size - 1
                break
        at += 1
    return list(dict.fromkeys(found))


def _one(word: str, root: str, close: list[str], lists: Same, known: Vocabulary, share: float) -> Sought:
    members = [Member((mark(root),))]
    texts = known.texts_with(root)
    for other in lists.of((root,))[:MOST_OTHERS]:
        members.append(Member(tuple(mark(one) for one in other.roots), other.weight * OTHER, how=1))
        texts += min(known.texts_with(one) for one in other.roots)
    for one in close:
        members.append(Member((mark(stem(one)),), NEAR, how=2))
    mine = known.texts_with(root)
    says = known.weight(mine if mine else texts)
    if not mine and not texts:
        texts = sum(known.texts_with(stem(one)) for one in close)
        says = known.weight(texts)
    return Sought(
        tuple(members), min(texts, known.texts), says, exact=mark(root), form="" if root == word else mark("=" + word), share=share
    )


def _phrase(phrase: Roots, lists: Same, known: Vocabulary) -> Sought:
    members = [Member(tuple(mark(one) for one in phrase))]
    texts = min(known.texts_with(one) for one in phrase)
    for other in lists.of(phrase)[:MOST_OTHERS]:
        members.append(Member(tuple(mark(one) for one in other.roots), other.weight * OTHER, how=1))
        texts += min(known.texts_with(one) for one in other.roots)
    return Sought(tuple(members), min(texts, known.texts), known.weight(texts))
