"""`@act`: the only door to a change of state. Permission, one transaction, a line in the record."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any, ParamSpec, TypeVar, cast

from django.db import transaction

from kitchentable.policy.book import may
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Refused
from kitchentable.record import lines
from kitchentable.record.models import Line

P = ParamSpec("P")
R = TypeVar("R")

TYPE_FOR = "people.type_for"
_ACTS: dict[str, Callable[..., Any]] = {}
Follower = Callable[[Actor, Any, Any], None]
_FOLLOWERS: dict[str, list[Follower]] = {}


def follows(*names: str) -> Callable[[Follower], Follower]:
    """Register what a floor above does after any of these acts, in the same transaction: `(by, thing, result)`.

    The one way by which an act of a floor below moves something above it (a promise is kept in mind, words are found again). A test
    holds that each name is an act.
    """

    def keep(found: Follower) -> Follower:
        for name in names:
            _FOLLOWERS.setdefault(name, []).append(found)
        return found

    return keep


def followed() -> frozenset[str]:
    """The names of all acts that something follows."""
    return frozenset(_FOLLOWERS)


def require(person: Actor, act: str, thing: object = None) -> None:
    """Raise Refused when the rule says no."""
    verdict = may(person, act, thing)
    if not verdict:
        raise Refused(verdict, act)


def act(name: str, *, record: bool = True) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an act: `(by, thing, *, for_person=None, …)`.

    Asks the rules (of the typist and, with `for_person`, whether they may type for that person), opens the transaction,
    runs, and writes the record line about what came back (or about `thing`). Raises Refused when a rule says no.
    `record=False` is for acts that leave no trace worth keeping, such as noting that a page was read.
    """

    def keep(run: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(run)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
            by, thing = cast(Actor, args[0]), args[1] if len(args) > 1 else None
            for_person = cast("Actor | None", kwargs.get("for_person"))
            if for_person is by:
                for_person = None
            require(by, name, thing)
            if for_person is not None:
                require(by, TYPE_FOR, for_person)
            with transaction.atomic():
                result = run(*args, **kwargs)
                if record:
                    note(by, name, result if hasattr(result, "in_record") else thing, for_person=for_person)
                for follower in _FOLLOWERS.get(name, ()):
                    follower(by, thing, result)
            return result

        if name in _ACTS:
            raise ValueError(f"two acts called {name}")
        _ACTS[name] = wrapped
        return wrapped

    return keep


def note(by: Actor, name: str, thing: object, *, for_person: Actor | None = None) -> None:
    """Write one line in the record about `thing`. Acts get this for free; call it for the second thing an act makes."""
    content = thing.in_record() if hasattr(thing, "in_record") else None
    lines.write(
        act=name,
        kind=type(thing).__name__ if thing is not None else "",
        key=str(getattr(thing, "record_key", getattr(thing, "key", ""))),
        by=by.key,
        for_whom=for_person.key if for_person is not None else "",
        at=now(),
        content=content,
    )


def note_many(by: Actor, name: str, things: Iterable[lines.Recorded]) -> None:
    """As `note`, for many things of one act, in a few queries."""
    moment = now()
    lines.write_many(
        (Line(act=name, thing_kind=type(thing).__name__, thing_key=thing.record_key, by_key=by.key, at=moment), thing.in_record())
        for thing in things
    )


def declared() -> dict[str, Callable[..., Any]]:
    """All acts, by name."""
    return dict(_ACTS)


__all__ = ["act", "declared", "followed", "follows", "note", "note_many", "require"]
