"""Finding: the one function that everything asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from kitchentable.policy.clock import today
from kitchentable.policy.verdict import Actor
from kitchentable.ties.search import meaning, sides
from kitchentable.ties.search.best import Text, best_first
from kitchentable.ties.search.candidates import Where, candidates, entries, where
from kitchentable.ties.search.sources import Shown, sources
from kitchentable.ties.search.stems import stem
from kitchentable.ties.search.tokens import words
from kitchentable.ties.search.wanted import Wanted, wanted

ROUNDS = 6
"""How often more candidates are asked about when those before may not be seen; after that, we say what we have."""
WIDER = 5
MOST_ALSO = 6


@dataclass(frozen=True, slots=True)
class Ask:
    """What is looked for. `works`: only in these (pks); `without`: not in these; `kinds`: only these kinds; `theme`: pk; `side`: works.Group."""

    words: str
    works: Sequence[int] = ()
    without: Sequence[int] = ()
    kinds: Sequence[str] = ()
    theme: int | None = None
    side: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, best first. `more`: there is at least one more after these. `also`: words that were looked for too.

    `marked`: stems to mark in what is shown. `meant`: what was typed → a spelling that stands in what this person found.
    """

    hits: list[Shown] = field(default_factory=list)
    more: bool = False
    also: tuple[str, ...] = ()
    marked: frozenset[str] = frozenset()
    meant: tuple[tuple[str, str], ...] = ()


def find(person: Actor, ask: Ask, *, limit: int = 20, offset: int = 0) -> Found:
    """What `person` may see that fits, best first; without words, the newest that fits the filters. Nothing asked gives nothing.

    The index only proposes. Each thing is shown by its `Source.show`, which asks the rules now; what it does not give back is as if it
    were not there, in the hits, in `more` and in the words we suggest (law 3).
    """
    sought = wanted(ask.words)
    filtered = bool(ask.works or ask.kinds or ask.theme is not None or ask.side or ask.since or ask.until)
    if not sought.sought and (not filtered or ask.words.strip()):
        return Found()
    place = where(
        person, works=ask.works, without=ask.without, kinds=ask.kinds, theme=ask.theme, side=ask.side, since=ask.since, until=ask.until,
        today=today(),
    )  # fmt: skip
    need = offset + limit + 1
    shown = _shown(person, ask, sought, place, need)
    hits = shown[offset : offset + limit]
    return Found(hits, len(shown) > offset + limit, sought.also[:MOST_ALSO], sought.roots, _meant(sought, hits))


def already(person: Actor, said: str, *, without: Sequence[int] = (), works: Sequence[int] = (), limit: int = 5) -> list[Shown]:
    """What was already told on this, while somebody types a question (R099): the best few, quickly. The words are kept nowhere."""
    return find(person, Ask(said, works=works, without=without), limit=limit).hits


def keys(hits: Iterable[Shown]) -> list[str]:
    """The keys, in order."""
    return [hit.key for hit in hits]


def _shown(person: Actor, ask: Ask, sought: Wanted, place: Where, need: int) -> list[Shown]:
    shown: list[Shown] = []
    asked = set[int]()
    for wider in (1, WIDER):
        found = candidates(sought.sought, place, sought.texts, wider=wider)
        found = [text for text in found if text.kind in sources()]
        if sought.sought:
            found = _with_meaning(ask.words, found, place)
            ordered = best_first(found, sought.sought)
        else:
            ordered = sorted(found, key=lambda text: -text.id)
        ordered = [text for text in ordered if text.id not in asked]
        at, size = 0, need + 5
        for _round in range(ROUNDS):
            some = ordered[at : at + size]
            if not some or len(shown) >= need:
                break
            asked |= {text.id for text in some}
            shown += _ask(person, ask, some)
            at, size = at + size, size * 4
        if len(shown) >= need or at < len(ordered) or len(found) < 200:
            break
    return shown


def _ask(person: Actor, ask: Ask, some: Sequence[Text]) -> list[Shown]:
    """Those of these that the person may see now, in the same order."""
    by_kind: dict[str, list[str]] = {}
    for text in some:
        by_kind.setdefault(text.kind, []).append(text.key)
    seen = {(kind, key): one for kind, listed in by_kind.items() for key, one in sources()[kind].show(person, listed).items()}
    found = [seen[text.kind, text.key] for text in some if (text.kind, text.key) in seen]
    found = [one for one in found if _in_time(one, ask)]
    return sides.not_telling(person, ask.side, found) if ask.side else found


def _in_time(one: Shown, ask: Ask) -> bool:
    if one.on is None:
        return True
    return (ask.since is None or one.on >= ask.since) and (ask.until is None or one.on <= ask.until)


def _with_meaning(said: str, found: list[Text], place: Where) -> list[Text]:
    """With an installed model of meaning, also what means nearly the same in other words."""
    near = meaning.near(said)
    if not near:
        return found
    there = {text.id for text in found}
    found = found + entries([one for one in near if one not in there], place)
    return [
        Text(text.id, text.kind, text.key, text.terms, text.forms, near[text.id]) if text.id in near else text for text in found
    ]


def _meant(sought: Wanted, hits: Sequence[Shown]) -> tuple[tuple[str, str], ...]:
    """Near spellings that stand in what is shown to this person anyway."""
    if not sought.near:
        return ()
    read = {stem(word) for hit in hits for word in words(hit.words)}
    typed_is_there = {typed for typed, _one in sought.near if stem(typed) in read}
    found = [(typed, one) for typed, one in sought.near if stem(one) in read and typed not in typed_is_there]
    return tuple(dict(reversed(found)).items())
