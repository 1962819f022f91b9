"""What somebody has in hand: all that must go to another named person before they leave. Each floor says what it keeps; nothing is said twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kitchentable.people.models import Person
from kitchentable.policy.verdict import Actor


@dataclass(frozen=True, slots=True)
class InHand:
    """One thing that somebody has in hand. `key` is unique within its kind; `work` is the slug of its piece of work, or empty.

    `words` say what it is in a few words, with nobody's private words in them.
    """

    kind: str
    key: str
    words: str
    work: str = ""
    url: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Keeping:
    """One kind of thing that people have in hand.

    `of(person)`: all that this person has in hand now. `give(by, key, to)`: hand one over, through an act of its own floor; raises
    Problem when `to` cannot have it. `fits(key)`: the pks of those who may have it, or None when any living member of staff may.
    """

    kind: str
    name: str
    of: Callable[[Person], Iterable[InHand]]
    give: Callable[[Actor, str, Person], None]
    fits: Callable[[str], Iterable[int] | None] = lambda _key: None


_KEEPINGS: dict[str, Keeping] = {}


def keeps(found: Keeping) -> Keeping:
    """Register a kind of thing that people have in hand. Raises ValueError when it is there already."""
    if found.kind in _KEEPINGS:
        raise ValueError(f"two keepings of {found.kind}")
    _KEEPINGS[found.kind] = found
    return found


def keepings() -> dict[str, Keeping]:
    """All kinds, by name."""
    return dict(_KEEPINGS)


def in_hand(person: Person) -> list[InHand]:
    """All that somebody has in hand now, of every kind."""
    return [one for keeping in _KEEPINGS.values() for one in keeping.of(person)]
