"""What was said in the room goes on to be answered: the floor above that keeps contributions registers how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kitchentable.gatherings.models import Minute
from kitchentable.people.models import Person
from kitchentable.policy.verdict import Actor
from kitchentable.ui.pieces import Pick


@dataclass(frozen=True, slots=True)
class Carrier:
    """`carry(by, line, sharing, for_person)` makes a contribution of a point and returns its code; `page` is the name of its page.

    `sharings` are the choices of who may see it; `usual` is the one that is offered first.
    """

    carry: Callable[[Actor, Minute, str, Person | None], str]
    page: str
    sharings: Sequence[Pick]
    usual: str


_CARRIERS: list[Carrier] = []


def carries(found: Carrier) -> Carrier:
    """Register the one that carries points on."""
    _CARRIERS[:] = [found]
    return found


def carrier() -> Carrier:
    """The one that was registered. Raises IndexError when no floor above does it."""
    return _CARRIERS[0]
