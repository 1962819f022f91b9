"""The doors of a supporter: for each thing that a person may share, the page where it stands. Floors above say where; this floor knows none."""

from __future__ import annotations

from collections.abc import Callable

from kitchentable.people.models import Person, Scope

Way = Callable[[Person], str]
_WAYS: dict[Scope, Way] = {}


def leads(scope: Scope) -> Callable[[Way], Way]:
    """Register who makes the address that a scope leads to, for the person who is helped."""

    def keep(found: Way) -> Way:
        _WAYS[scope] = found
        return found

    return keep


def behind(scope: Scope, person: Person) -> str:
    """The address behind a door; empty while no floor has anything there."""
    way = _WAYS.get(scope)
    return way(person) if way else ""
