"""What floors above put beside a person on the staff's page: links to what somebody said, or to write it down for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kitchentable.people.models import Person
from kitchentable.policy.verdict import Actor


@dataclass(frozen=True, slots=True)
class Link:
    """One thing to open or to do."""

    words: str
    url: str
    icon: str = "said"


Giver = Callable[[Actor, Person], Iterable[Link]]
_GIVERS: list[Giver] = []


def gives(found: Giver) -> Giver:
    """Register who gives links: `(who looks, about whom)`, only what the looker may open."""
    _GIVERS.append(found)
    return found


def links(looker: Actor, person: Person) -> list[Link]:
    """All of them, in the order of the floors."""
    return [link for give in _GIVERS for link in give(looker, person)]
