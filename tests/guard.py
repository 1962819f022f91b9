"""The record refuses to be emptied, so after a test that really commits, the guard is taken down for the emptying and put up again."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import TransactionTestCase

from kitchentable.record import guard

_empty_the_tables = TransactionTestCase._fixture_teardown


def _empty(self: Any) -> None:
    if connection.vendor != "sqlite":  # PostgreSQL empties with TRUNCATE, which asks no row
        _empty_the_tables(self)
        return
    guard.take_down(connection)
    _empty_the_tables(self)
    guard.put_up(connection)


TransactionTestCase._fixture_teardown = _empty  # type: ignore[method-assign]
