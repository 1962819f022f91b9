"""A verdict says yes, or no with a because that a page can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Verdict:
    """Allowed or not; every "no" carries a because in plain words."""

    allowed: bool
    because: str = ""

    def __bool__(self) -> bool:
        return self.allowed


def yes() -> Verdict:
    """Allowed."""
    return Verdict(True)


def no(because: Any) -> Verdict:
    """Not allowed, because. `because` may be a lazy translation; it is shown in the reader's language."""
    return Verdict(False, because)


class Refused(Exception):
    """A rule said no; the page shows why."""

    def __init__(self, verdict: Verdict, act: str) -> None:
        self.verdict, self.act = verdict, act
        super().__init__(f"{act}: {verdict.because}")


class Problem(ValueError):
    """What was asked cannot be done as it stands; the message is one plain sentence for the person."""

    field: str | None = None


@runtime_checkable
class Actor(Protocol):
    """Whoever does something: a person, anyone, or the house itself."""

    @property
    def key(self) -> str: ...

    @property
    def is_someone(self) -> bool:
        """True for a person we know."""
        ...


class Anyone:
    """Somebody who has not signed in."""

    key = "anyone"
    pk = None
    called = ""
    is_someone = False
    is_authenticated = False
    is_anonymous = True
    is_active = False


class House:
    """The system itself: the worker and the clock. Allowed only where a rule says `house=True`."""

    key = "house"
    pk = None
    called = ""
    is_someone = False
    is_authenticated = False
    is_anonymous = False
    is_active = False


ANYONE = Anyone()
HOUSE = House()
