"""The one function that reads the wall clock. Tests set the time here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_SET: ContextVar[datetime | None] = ContextVar("kitchentable_now", default=None)


def now() -> datetime:
    """The time now, in UTC, aware."""
    return _SET.get() or timezone.now()


def today() -> date:
    """The day today in the organisation's zone."""
    return timezone.localtime(now()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stand at another moment, for tests and for building the demo's year."""
    token = _SET.set(moment)
    try:
        yield
    finally:
        _SET.reset(token)
