"""Backups that are copied while the house runs, proved by restoring them, and never hold a key.

A backup is a folder `kitchentable-DATE-TIME` with `manifest.json` (rows of each table, hash of each file), the tables
(`db.sqlite3`, or `db.dump` of pg_dump) and `files/`. Beside the backups stands `erasures.txt`, the keys of all who were erased
up to the newest backup: restoring an older one erases them again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import click
from django.conf import settings

from kitchentable import __version__

MANIFEST = "manifest.json"
PREFIX = "kitchentable-"
# Sittings are not worth keeping, and whoever holds one is signed in.
LEFT_OUT = ("django_session",)
IN_AN_EMPTY_HOME = ("keys", "erasures.txt", "logs", "static", "last_backup.json")
CHUNK = 1024 * 1024

Progress = Callable[[int, int], None]


class BackupFailed(click.ClickException):
    """One sentence that says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a backup."""

    sha256: str
    bytes: int


@dataclass(slots=True)
class Manifest:
    """What a backup holds."""

    version: str
    made_at: str
    database: str
    tables: dict[str, int]
    words_key: str
    files: dict[str, Kept] = field(default_factory=dict)
    format: int = 1

    def write(self, folder: Path) -> None:
        """As JSON, on disk when this returns."""
        with (folder / MANIFEST).open("w", encoding="utf-8") as file:
            json.dump(asdict(self), file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Raises BackupFailed when it is not one."""
        try:
            found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            found["files"] = {path: Kept(**kept) for path, kept in found["files"].items()}
            made = cls(**found)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise BackupFailed(f"{folder / MANIFEST} cannot be read, so this is not a whole backup.") from error
        if made.format != 1:
            raise BackupFailed(f"This backup was made by a newer Kitchen Table ({made.version}). Install that one first.")
        return made


# Making one


def main_backup(folder: Path, *, verify: bool, as_json: bool) -> int:
    """The command."""
    with _bar("Copying", quiet=as_json) as progress:
        made = make(folder, progress)
    manifest = Manifest.read(made)
    wrong: list[str] = []
    left_unproved = "it was not asked to be proved"
    if verify:
        with _bar("Proving", quiet=as_json) as progress:
            wrong, left_unproved = prove(made, progress)
    proved = not wrong and not left_unproved
    _note_last(made, manifest, proved=proved)
    rows, size = sum(manifest.tables.values()), sum(kept.bytes for kept in manifest.files.values())
    if as_json:
        told = {
            "ok": not wrong,
            "folder": str(made),
            "rows": rows,
            "files": len(manifest.files),
            "bytes": size,
            "proved": proved,
            "wrong": wrong,
        }
        click.echo(json.dumps(told))
    else:
        click.echo(f"{made}: {rows:,} rows in {len(manifest.tables)} tables, {len(manifest.files):,} files, {size / 1e6:,.1f} MB.")
        if proved:
            click.echo("Restored into a new place and compared: every row count and every hash is the same.")
        elif not wrong:
            click.echo(f"Not proved in full: {left_unproved}.")
        click.echo(f"The keys are not in it. Keep {settings.KEYS} somewhere else, safely: without words.key it cannot be read.")
    for line in wrong:
        click.echo(line, err=True)
    return 1 if wrong else 0


def make(folder: Path, progress: Progress = lambda done, of: None) -> Path:
    """Copy tables and files into a new folder inside `folder`; its path."""
    from django.utils import timezone

    home = settings.HOME.resolve()
    into = folder.absolute().resolve()
    if into == home or home in into.parents:
        raise BackupFailed("A backup inside the home is lost with the home. Name a folder on another disk.")
    moment = timezone.localtime()
    name = f"{PREFIX}{moment:%Y%m%d-%H%M%S}"
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (into / name).exists():
        raise BackupFailed(f"{into / name} is there already. Try again in a second.")
    part = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=into))
    try:
        manifest = Manifest(__version__, moment.isoformat(timespec="seconds"), _vendor(), {}, fingerprint())
        # The tables first: a file that comes in after them is one too many, never one that is missing.
        _copy_tables(part, manifest)
        _copy_files(part, manifest, progress)
        _keep_erasures(into)
        manifest.write(part)
        _sync_folders(part)
        part.rename(into / name)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return into / name


def fingerprint(keys: list[str] | None = None) -> str:
    """Tells whether two houses have the same words.key, and nothing about it."""
    oldest = (settings.WORDS_KEYS if keys is None else keys)[-1]
    return hashlib.sha256(b"kitchentable words.key " + oldest.encode()).hexdigest()[:16]


def _vendor() -> str:
    from django.db import connection

    if connection.vendor not in ("sqlite", "postgresql"):
        raise BackupFailed(f"Backups are made of SQLite and PostgreSQL, not of {connection.display_name}.")
    return connection.vendor


def _copy_tables(part: Path, manifest: Manifest) -> None:
    if manifest.database == "sqlite":
        copy = part / "db.sqlite3"
        with (
            closing(sqlite3.connect(f"file:{_sqlite_file()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            target.execute("PRAGMA secure_delete=ON")
            present = _sqlite_tables(target)
            for table in LEFT_OUT:
                if table in present:
                    target.execute(f'DELETE FROM "{table}"')  # noqa: S608
            target.commit()
            manifest.tables = _sqlite_counts(target)
    else:
        copy = part / "db.dump"
        manifest.tables = _dump_postgres(copy)
    copy.chmod(0o600)
    with copy.open("rb+") as file:
        os.fsync(file.fileno())
    manifest.files[copy.name] = _hash(copy)


def _copy_files(part: Path, manifest: Manifest, progress: Progress) -> None:
    found = [path for path in sorted(settings.FILES.rglob("*")) if path.is_file() and settings.UPLOADS not in path.parents]
    for done, path in enumerate(found):
        progress(done, len(found))
        relative = path.relative_to(settings.HOME)
        target = part / relative
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            manifest.files[relative.as_posix()] = _copy(path, target)
        except FileNotFoundError:  # erased meanwhile
            target.unlink(missing_ok=True)
    progress(len(found), len(found))


def _copy(path: Path, target: Path) -> Kept:
    state, size = hashlib.sha256(), 0
    with path.open("rb") as source, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while chunk := source.read(CHUNK):
            out.write(chunk)
            state.update(chunk)
            size += len(chunk)
        out.flush()
        os.fsync(out.fileno())
    return Kept(state.hexdigest(), size)


def _hash(path: Path) -> Kept:
    state, size = hashlib.sha256(), 0
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            state.update(chunk)
            size += len(chunk)
    return Kept(state.hexdigest(), size)


def _sync_folders(top: Path) -> None:
    for folder in [top, *(path for path in top.rglob("*") if path.is_dir()), top.parent]:
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def _keep_erasures(into: Path) -> None:
    """Beside the backups, every key of someone who was erased."""
    from kitchentable.people.models import Erasure

    merge_erasures(into / "erasures.txt", set(Erasure.objects.values_list("person_key", flat=True)), settings.HOME / "erasures.txt")


def merge_erasures(target: Path, keys: set[str], *others: Path) -> None:
    """Write `target` anew, with what it held, `keys` and what the other files hold."""
    for path in (target, *others):
        if path.exists():
            keys |= {line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()}
    if keys:
        new = target.with_name(f".{target.name}.new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.writelines(f"{key}\n" for key in sorted(keys))
            file.flush()
            os.fsync(file.fileno())
        new.replace(target)


def _note_last(made: Path, manifest: Manifest, *, proved: bool) -> None:
    """For `kitchentable check`."""
    (settings.HOME / "last_backup.json").write_text(
        json.dumps({"folder": str(made), "made_at": manifest.made_at, "proved": proved}) + "\n"
    )


# Proving one


def prove(backup: Path, progress: Progress = lambda done, of: None) -> tuple[list[str], str]:
    """Restore it into a new place and compare: what is wrong, and why it could not be proved in full (or nothing)."""
    manifest = Manifest.read(backup)
    wrong = _wrong_files(backup, manifest, progress)
    if wrong:
        return wrong, ""
    if manifest.database == "sqlite":
        with tempfile.TemporaryDirectory(prefix="kitchentable-proof-") as place:
            copy = Path(place) / "db.sqlite3"
            shutil.copyfile(backup / "db.sqlite3", copy)
            return _wrong_sqlite(copy, manifest), ""
    return _prove_postgres(backup / "db.dump", manifest)


def _wrong_files(backup: Path, manifest: Manifest, progress: Progress) -> list[str]:
    wrong = []
    for done, (relative, kept) in enumerate(sorted(manifest.files.items())):
        progress(done, len(manifest.files))
        path = backup / relative
        if backup.resolve() not in path.resolve().parents:
            wrong.append(f"{relative}: this path leads out of the backup.")
        elif not path.is_file():
            wrong.append(f"{relative} is missing.")
        elif _hash(path) != kept:
            wrong.append(f"{relative} is not what was copied: its hash differs.")
    progress(len(manifest.files), len(manifest.files))
    return wrong


def _wrong_sqlite(copy: Path, manifest: Manifest) -> list[str]:
    try:
        with closing(sqlite3.connect(copy)) as tables:
            whole = tables.execute("PRAGMA integrity_check").fetchone()[0]
            wrong = [] if whole == "ok" else [f"SQLite says of the copy: {whole}"]
            broken = tables.execute("PRAGMA foreign_key_check").fetchall()
            wrong += [f"{len(broken)} rows point at rows that are not there."] if broken else []
            return wrong + _wrong_counts(manifest.tables, _sqlite_counts(tables))
    except sqlite3.DatabaseError as error:
        return [f"The tables cannot be read: {error}."]


def _wrong_counts(said: dict[str, int], found: dict[str, int]) -> list[str]:
    return [
        f"{table}: {said.get(table, 0)} rows were copied, {found.get(table, 0)} came back."
        for table in sorted(said.keys() | found.keys())
        if said.get(table, 0) != found.get(table, 0)
    ]


# SQLite


def _sqlite_file() -> Path:
    return Path(str(settings.DATABASES["default"]["NAME"]))


def _sqlite_tables(tables: sqlite3.Connection) -> list[str]:
    found = tables.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    return [name for (name,) in found]


def _sqlite_counts(tables: sqlite3.Connection) -> dict[str, int]:
    return {name: tables.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in _sqlite_tables(tables)}  # noqa: S608


# PostgreSQL


def postgres_program(name: str) -> str | None:
    """Where pg_dump or pg_restore is: the newest on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(found[-1]) if found else shutil.which(name)


def _postgres(program: str, *arguments: str, database: str | None = None) -> None:
    where = postgres_program(program)
    if where is None:
        raise BackupFailed(
            f"{program} is missing, and PostgreSQL's tables need it. On Debian and Ubuntu: sudo apt-get install postgresql-client"
        )
    at: dict[str, Any] = settings.DATABASES["default"]
    # The password goes through the environment: arguments are seen by everyone on the machine.
    known = {"PGHOST": at.get("HOST"), "PGPORT": at.get("PORT"), "PGUSER": at.get("USER"), "PGPASSWORD": at.get("PASSWORD")}
    options = at.get("OPTIONS", {})
    known |= {
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
        "PGDATABASE": database or at["NAME"],
    }
    env = {**os.environ, **{name: str(value) for name, value in known.items() if value}}
    done = subprocess.run([where, *arguments], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupFailed(f"{program} failed: {(done.stderr.strip().splitlines() or ['no reason given'])[0]}")


def _postgres_counts(cursor: Any) -> dict[str, int]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    names = [name for (name,) in cursor.fetchall()]
    counts = {}
    for name in names:
        cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608
        counts[name] = cursor.fetchone()[0]
    return counts


def _dump_postgres(copy: Path) -> dict[str, int]:
    """Counts and copy see the same moment: pg_dump reads through the snapshot of our transaction."""
    import psycopg
    from django.db import connection

    with psycopg.connect(**_connection_settings()) as own, own.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = (cursor.fetchone() or ("",))[0]
        counts = _postgres_counts(cursor)
        left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
        _postgres(
            "pg_dump", "--format=custom", f"--snapshot={snapshot}", "--no-owner", "--no-privileges", *left_out, f"--file={copy}"
        )
    connection.close()
    return counts | {table: 0 for table in LEFT_OUT if table in counts}


def _connection_settings(database: str = "") -> dict[str, Any]:
    from django.db import connection

    found = connection.get_connection_params()
    kept = {
        name: found[name] for name in ("host", "port", "user", "password", "dbname", "sslmode", "sslrootcert") if found.get(name)
    }
    return kept | ({"dbname": database} if database else {})


def _restore_postgres(dump: Path, database: str | None = None) -> None:
    _postgres(
        "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
        f"--dbname={database or settings.DATABASES['default']['NAME']}", str(dump), database=database,
    )  # fmt: skip


def _prove_postgres(dump: Path, manifest: Manifest) -> tuple[list[str], str]:
    import psycopg
    from psycopg import sql

    name = f"kitchentable_proof_{os.getpid()}"
    try:
        own = psycopg.connect(**_connection_settings(), autocommit=True)
    except psycopg.Error as error:
        return [f"PostgreSQL cannot be reached: {error}"], ""
    with own:
        try:
            own.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        except psycopg.Error:
            _postgres("pg_restore", f"--file={os.devnull}", str(dump))
            return [], "the database's user may not make a new database, so the copy was read through but not restored"
        try:
            _restore_postgres(dump, name)
            with psycopg.connect(**_connection_settings(name)) as proof, proof.cursor() as cursor:
                return _wrong_counts(manifest.tables, _postgres_counts(cursor)), ""
        except BackupFailed as error:
            return [error.message], ""
        finally:
            own.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


# Restoring


def main_restore(folder: Path, *, keys: Path | None, as_json: bool) -> int:
    """The command."""
    backup = newest(folder)
    manifest = Manifest.read(backup)
    _refuse_a_house_that_is_there(manifest)
    if keys is not None:
        _bring_keys(keys, manifest)
    fits = fingerprint((settings.KEYS / "words.key").read_text().split()) == manifest.words_key
    if not fits and settings.WORDS_KEY_IS_NEW:
        (settings.KEYS / "words.key").unlink()
        raise BackupFailed(
            f"The words.key of that house is needed to read needs and contact details. Put it into {settings.KEYS}, "
            "or say --keys with the folder it is in."
        )
    if not fits:
        raise BackupFailed(f"{settings.KEYS / 'words.key'} is not the key that this backup was locked with.")
    with _bar("Comparing", quiet=as_json) as progress:
        wrong = _wrong_files(backup, manifest, progress)
    if wrong:
        raise BackupFailed(f"This backup is damaged, and nothing was restored: {wrong[0]}")
    with _bar("Restoring", quiet=as_json) as progress:
        wrong = _put_back(backup, manifest, progress)
    if wrong:
        for line in wrong:
            click.echo(line, err=True)
        return 1
    merge_erasures(settings.HOME / "erasures.txt", set(), folder / "erasures.txt", backup.parent / "erasures.txt")
    # A new process: this one began with the settings and keys of an empty house.
    last = subprocess.run(
        [sys.executable, "-m", "kitchentable.site.cli", "restored"], stdout=subprocess.PIPE, text=True, check=False
    )
    if last.returncode:
        click.echo(
            "The rows and files are back, but the last steps did not end well. Put that right, then run kitchentable restored.",
            err=True,
        )
        return 1
    again = json.loads(last.stdout)
    rows = sum(manifest.tables.values())
    if as_json:
        click.echo(
            json.dumps(
                {"ok": True, "backup": str(backup), "home": str(settings.HOME), "rows": rows, "files": len(manifest.files), **again}
            )
        )
        return 0
    click.echo(
        f"Restored {rows:,} rows and {len(manifest.files):,} files of {manifest.made_at} into {settings.HOME}. Row counts and hashes are the same."
    )
    click.echo(f"Erased again: {again['erased_again']}. Everyone signs in anew.")
    return 0


def newest(folder: Path) -> Path:
    """`folder` itself when it is a backup, or the newest backup in it. Raises BackupFailed."""
    if (folder / MANIFEST).exists():
        return folder
    found = sorted(path.parent for path in folder.glob(f"{PREFIX}*/{MANIFEST}"))
    if not found:
        raise BackupFailed(f"There is no backup in {folder}.")
    return found[-1]


def _refuse_a_house_that_is_there(manifest: Manifest) -> None:
    """Raises BackupFailed unless home and tables are empty."""
    from django.db import connection

    if _vendor() != manifest.database:
        raise BackupFailed(f"This backup is of {manifest.database}, and the settings say {_vendor()}. Set or unset DATABASE_URL.")
    # The upload folder is made at each start.
    there = [path for path in settings.HOME.iterdir() if path.name not in IN_AN_EMPTY_HOME and path.name != "files"]
    there += [path for path in settings.FILES.rglob("*") if path.is_file()]
    if there:
        raise BackupFailed(f"{settings.HOME} is not empty ({there[0].name}). Name an empty folder with --into.")
    if manifest.database == "postgresql" and connection.introspection.table_names():
        raise BackupFailed("The PostgreSQL database is not empty. Make a new one and name it in DATABASE_URL.")


def _bring_keys(keys: Path, manifest: Manifest) -> None:
    found = keys / "words.key"
    if not found.is_file():
        raise BackupFailed(f"There is no words.key in {keys}.")
    if fingerprint(found.read_text().split()) != manifest.words_key:
        raise BackupFailed(f"{found} is not the key that this backup was locked with.")
    for name in ("words.key", "secret.key"):
        if (keys / name).is_file() and keys.resolve() != settings.KEYS.resolve():
            new = settings.KEYS / f".{name}.new"
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write((keys / name).read_bytes())
            new.replace(settings.KEYS / name)


def _put_back(backup: Path, manifest: Manifest, progress: Progress) -> list[str]:
    from django.db import connection

    wrong = []
    for done, (relative, kept) in enumerate(sorted(manifest.files.items())):
        progress(done, len(manifest.files))
        if not relative.startswith("files/"):
            continue
        target = settings.HOME / relative
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _copy(backup / relative, target) != kept:
            wrong.append(f"{relative} came back with another hash.")
    if manifest.database == "sqlite":
        # Last, and whole or not at all: a house without its tables is not taken for one that is there.
        part = _sqlite_file().with_name(".db.sqlite3.part")
        _copy(backup / "db.sqlite3", part)
        wrong += _wrong_sqlite(part, manifest)
        if not wrong:
            part.rename(_sqlite_file())
        else:
            part.unlink()
    else:
        _restore_postgres(backup / "db.dump")
        with connection.cursor() as cursor:
            wrong += _wrong_counts(manifest.tables, _postgres_counts(cursor))
    progress(len(manifest.files), len(manifest.files))
    return wrong


def after_restore() -> int:
    """Newer tables, and everyone who was erased since is erased again. Prints JSON."""
    from kitchentable.people import erasures
    from kitchentable.site import running

    running.migrate()
    click.echo(json.dumps({"erased_again": erasures.reapply()}))
    return 0


@contextmanager
def _bar(label: str, *, quiet: bool) -> Iterator[Progress]:
    """A progress bar on a terminal; nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(label)
        yield lambda done, of: bars.update(task, completed=done, total=max(of, 1))
