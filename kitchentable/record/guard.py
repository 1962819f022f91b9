"""The database itself refuses to change or take away lines and seals: a slip in code or at a database prompt cannot do it.

Whoever owns the database can take the guard down; what they change then, verifying finds.
"""

from __future__ import annotations

from typing import Any

WORDS = "The record is append-only: nothing in it is changed or taken away."
KEPT = ("id", "act", "thing_kind", "thing_key", "by_key", "for_key", "at", "digest")
TABLES = ("record_line", "record_seal", "record_salt")


def put_up(connection: Any) -> None:
    """Put the guard up; nothing happens when it stands."""
    statements = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def take_down(connection: Any) -> None:
    """Take the guard down: for tests that must change lines by hand, and before a migration that changes these tables."""
    with connection.cursor() as cursor:
        for name, table in _NAMES:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def stands(connection: Any) -> bool:
    """Is the whole guard up?"""
    asks = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = ANY(ARRAY['record_line', 'record_seal', 'record_salt']::regclass[])"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(asks)
        there = {row[0] for row in cursor.fetchall()}
    return {name for name, _table in _NAMES} <= there


_NAMES = (
    ("record_line_stays", "record_line"),
    ("record_line_is_kept", "record_line"),
    ("record_seal_stays", "record_seal"),
    ("record_seal_is_kept", "record_seal"),
    ("record_salt_stays", "record_salt"),
)


def _only_sealing(same: str) -> str:
    """A line may be changed once: when it gets its seal and its place, and nothing else about it changes."""
    unchanged = " AND ".join(f"NEW.{field} {same} OLD.{field}" for field in KEPT)
    return f"OLD.seal_id IS NULL AND OLD.place IS NULL AND NEW.seal_id IS NOT NULL AND NEW.place IS NOT NULL AND {unchanged}"


def _sqlite(name: str, event: str, table: str, when: str = "") -> str:
    condition = f"WHEN NOT ({when}) " if when else ""
    return f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"


def _postgresql(name: str, event: str, table: str, when: str = "") -> str:
    condition = f"WHEN (NOT ({when})) " if when else ""
    return f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {condition}EXECUTE FUNCTION record_is_append_only()"


_SQLITE = (
    _sqlite("record_line_stays", "UPDATE", "record_line", _only_sealing("IS")),
    _sqlite("record_line_is_kept", "DELETE", "record_line"),
    _sqlite("record_seal_stays", "UPDATE", "record_seal"),
    _sqlite("record_seal_is_kept", "DELETE", "record_seal"),
    _sqlite("record_salt_stays", "UPDATE", "record_salt"),
)
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION record_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation'; END $$",
    _postgresql("record_line_stays", "UPDATE", "record_line", _only_sealing("IS NOT DISTINCT FROM")),
    _postgresql("record_line_is_kept", "DELETE", "record_line"),
    _postgresql("record_seal_stays", "UPDATE", "record_seal"),
    _postgresql("record_seal_is_kept", "DELETE", "record_seal"),
    _postgresql("record_salt_stays", "UPDATE", "record_salt"),
)
