"""The database's own full-text index over `ties_entry`: FTS5 on SQLite, kept in step by triggers; tsvector with GIN on PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE ties_entry_found USING fts5"
    "(terms, marks, content='ties_entry', content_rowid='id', tokenize='ascii', detail='none', columnsize=0)",
    "CREATE TRIGGER ties_entry_in AFTER INSERT ON ties_entry BEGIN "
    "INSERT INTO ties_entry_found(rowid, terms, marks) VALUES (new.id, new.terms, new.marks); END",
    "CREATE TRIGGER ties_entry_out AFTER DELETE ON ties_entry BEGIN "
    "INSERT INTO ties_entry_found(ties_entry_found, rowid, terms, marks) VALUES ('delete', old.id, old.terms, old.marks); END",
    "CREATE TRIGGER ties_entry_new AFTER UPDATE OF id, terms, marks ON ties_entry BEGIN "
    "INSERT INTO ties_entry_found(ties_entry_found, rowid, terms, marks) VALUES ('delete', old.id, old.terms, old.marks); "
    "INSERT INTO ties_entry_found(rowid, terms, marks) VALUES (new.id, new.terms, new.marks); END",
)
SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS ties_entry_in",
    "DROP TRIGGER IF EXISTS ties_entry_out",
    "DROP TRIGGER IF EXISTS ties_entry_new",
    "DROP TABLE IF EXISTS ties_entry_found",
)
POSTGRES = (
    "ALTER TABLE ties_entry ADD COLUMN found tsvector GENERATED ALWAYS AS "
    "(array_to_tsvector(array_remove(string_to_array(terms || ' ' || marks, ' '), ''))) STORED",
    "CREATE INDEX ties_entry_found ON ties_entry USING gin (found)",
)
POSTGRES_BACK = ("DROP INDEX IF EXISTS ties_entry_found", "ALTER TABLE ties_entry DROP COLUMN IF EXISTS found")


def put_up(apps: Any, schema_editor: Any) -> None:
    """Make the index, empty."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)
    if schema_editor.connection.vendor == "sqlite" and _version(schema_editor) >= (3, 42):
        schema_editor.execute("INSERT INTO ties_entry_found(ties_entry_found, rank) VALUES ('secure-delete', 1)")


def take_down(apps: Any, schema_editor: Any) -> None:
    """Take it away again."""
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRES_BACK:
        schema_editor.execute(statement)


def _version(schema_editor: Any) -> tuple[int, ...]:
    return tuple(schema_editor.connection.Database.sqlite_version_info)


class Migration(migrations.Migration):
    dependencies = [("ties", "0001_start")]

    operations = [migrations.RunPython(put_up, take_down)]
