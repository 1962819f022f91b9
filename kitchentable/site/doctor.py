"""`kitchentable check`: looks after the house and says in words what is wrong, what it costs and what to do."""

from __future__ import annotations

import json
import shutil
import smtplib
import stat
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from kitchentable import __version__

ENOUGH_BYTES = 2 * 1024**3
LITTLE_BYTES = 300 * 1024**2
WORKER_SILENT = timedelta(minutes=3)
BACKUP_OLD = timedelta(days=2)
BACKUP_TOO_OLD = timedelta(days=8)


class State(StrEnum):
    """How it is."""

    FINE = "fine"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `do`: what to do about it."""

    about: str
    state: State
    words: str
    do: str = ""


Findings = Iterator[Finding]
COLOURS = {State.FINE: ("fine   ", "green"), State.NOTE: ("note   ", "yellow"), State.PROBLEM: ("problem", "red")}


def main(*, as_json: bool) -> int:
    """The command: 0 when nothing is wrong, 1 when something is."""
    found = look()
    wrong = [finding for finding in found if finding.state is State.PROBLEM]
    if as_json:
        click.echo(json.dumps({"ok": not wrong, "version": __version__, "findings": [asdict(finding) for finding in found]}))
        return 1 if wrong else 0
    for finding in found:
        word, colour = COLOURS[finding.state]
        click.echo(f"{click.style(word, fg=colour)}  {finding.about}: {finding.words}")
        if finding.do:
            click.echo(f"         {finding.do}")
    click.echo()
    if wrong:
        click.echo(f"{len(wrong)} {'problem' if len(wrong) == 1 else 'problems'}.")
    else:
        click.echo("No problems.")
    return 1 if wrong else 0


def look() -> list[Finding]:
    """Everything, also when half of it is broken."""
    from django.core.exceptions import ImproperlyConfigured

    from kitchentable.site.cli import set_up

    try:
        set_up()
    except ImproperlyConfigured as error:
        return [Finding("settings", State.PROBLEM, str(error), "Nothing else can be looked at before this is right.")]
    parts: tuple[Callable[[], Findings], ...] = (
        _settings,
        _disk,
        _keys,
        _tables,
        _worker,
        _backups,
        _mail,
        _cookies,
        _system_parts,
    )
    found: list[Finding] = []
    for part in parts:
        try:
            found.extend(part())
        except Exception as error:
            words = f"This could not be looked at: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
            found.append(Finding(part.__name__.strip("_").replace("_", " "), State.PROBLEM, words))
    return found


def _settings() -> Findings:
    from django.conf import settings
    from django.core import checks

    for name in settings.UNKNOWN_NAMES:
        yield Finding("settings", State.NOTE, f"{name} is set, and nobody reads it.", "Is it spelled right?")
    if settings.DEBUG:
        yield Finding(
            "settings", State.PROBLEM, "KITCHENTABLE_DEBUG is on: error pages show code and words of people.", "Switch it off."
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding("settings", State.PROBLEM, "KITCHENTABLE_HOSTS is *: links in mails could be forged.", "Name your address.")
    wrong = [issue for issue in checks.run_checks() if issue.is_serious()]
    for issue in wrong:
        yield Finding("settings", State.PROBLEM, f"{issue.msg} ({issue.id})", issue.hint or "")
    if not wrong:
        yield Finding("settings", State.FINE, f"The house is at {settings.URL}, its data in {settings.HOME}.")


def _disk() -> Findings:
    from django.conf import settings

    free = shutil.disk_usage(settings.HOME).free
    words = f"{free / 1024**3:.1f} GB are free."
    if free < LITTLE_BYTES:
        yield Finding("disk", State.PROBLEM, words, "Soon nothing can be saved. Make room.")
    elif free < ENOUGH_BYTES:
        yield Finding("disk", State.NOTE, words, "A few recordings fill that. Make room.")
    else:
        yield Finding("disk", State.FINE, words)
    probe = settings.HOME / ".probe"
    try:
        probe.write_bytes(b"kitchentable")
        probe.unlink()
    except OSError as error:
        yield Finding("disk", State.PROBLEM, f"{settings.HOME} cannot be written to: {error.strerror}.", "Nothing can be saved.")


def _keys() -> Findings:
    from django.conf import settings

    for name in ("secret.key", "words.key"):
        path = settings.KEYS / name
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            yield Finding("keys", State.PROBLEM, f"{path} can be read by others ({mode:04o}).", f"chmod 600 {path}")
        else:
            yield Finding("keys", State.FINE, f"{name} is there, for its owner only.")
    if stat.S_IMODE(settings.KEYS.stat().st_mode) & 0o077:
        yield Finding("keys", State.PROBLEM, f"{settings.KEYS} is open to others.", f"chmod 700 {settings.KEYS}")


def _tables() -> Findings:
    from django.conf import settings
    from django.db import DatabaseError, connection

    from kitchentable.site.running import waiting_migrations

    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                for name, want in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
                    cursor.execute(f"PRAGMA {name}")
                    got = cursor.fetchone()[0]
                    if got != want:
                        yield Finding("tables", State.PROBLEM, f"SQLite has {name}={got}, not {want}: what is saved may get lost.")
                cursor.execute("PRAGMA quick_check(3)")
                whole = [row[0] for row in cursor.fetchall()]
                if whole != ["ok"]:
                    yield Finding("tables", State.PROBLEM, f"The file is damaged: {whole[0]}.", "Restore the newest backup.")
            else:
                cursor.execute(
                    "SELECT current_setting('server_version_num')::int, current_setting('fsync'), current_setting('synchronous_commit')"
                )
                version, fsync, commit = cursor.fetchone()
                if version < 150000:
                    yield Finding("tables", State.PROBLEM, f"PostgreSQL is version {version // 10000}.", "Use 15 or newer.")
                if fsync != "on" or commit == "off":
                    yield Finding(
                        "tables",
                        State.PROBLEM,
                        f"PostgreSQL has fsync={fsync}, synchronous_commit={commit}: what is saved may get lost.",
                    )
        waiting = waiting_migrations()
    except DatabaseError as error:
        line = str(error).splitlines()[0] if str(error) else type(error).__name__
        yield Finding("tables", State.PROBLEM, f"They cannot be reached: {line}", "Nothing can be read or saved.")
        return
    if waiting:
        yield Finding("tables", State.PROBLEM, f"{len(waiting)} steps are missing, such as {waiting[0]}.", "kitchentable migrate")
        return
    kind = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    yield Finding("tables", State.FINE, f"{kind} answers and is up to date.")
    yield from _people()
    if connection.vendor == "sqlite" and Path(str(settings.DATABASES["default"]["NAME"])).stat().st_size > 4 * 1024**3:
        yield Finding("tables", State.NOTE, "The tables are larger than 4 GB.", "PostgreSQL serves a region: see DATABASE_URL.")


def _people() -> Findings:
    from django.conf import settings

    from kitchentable.people.models import Duty, Person
    from kitchentable.policy.clock import now

    if not settings.DEMO and Person.objects.filter(is_demo=True).exists():
        yield Finding(
            "people",
            State.PROBLEM,
            "There are made-up people of the demo in this house.",
            "Name another folder with KITCHENTABLE_HOME.",
        )
    in_office = Duty.objects.filter(kind=Duty.Kind.ADMINISTRATOR, person__is_active=True).exclude(until__lt=now())
    if not in_office.exists():
        yield Finding("people", State.NOTE, "There is no administrator.", "kitchentable people add-admin")


def _worker() -> Findings:
    from kitchentable.people.models import Beat
    from kitchentable.policy.clock import now

    beat = Beat.objects.filter(name="worker").first()
    do = "Nobody is told anything. kitchentable run starts it; kitchentable worker starts it alone."
    if beat is None:
        yield Finding("worker", State.PROBLEM, "It has never run.", do)
        return
    silent = now() - beat.at
    if silent > WORKER_SILENT:
        yield Finding("worker", State.PROBLEM, f"It was last seen {_ago(silent)} ago.", do)
    elif silent < -WORKER_SILENT:
        yield Finding(
            "worker", State.PROBLEM, "It was last seen in the future: this machine's clock was set back.", "Set the clock right."
        )
    else:
        yield Finding("worker", State.FINE, "It is at work.")


def _ago(time: timedelta) -> str:
    for size, one, many in ((86400, "a day", "days"), (3600, "an hour", "hours"), (60, "a minute", "minutes")):
        count = int(time.total_seconds() // size)
        if count:
            return one if count == 1 else f"{count} {many}"
    return "a moment"


def _backups() -> Findings:
    from django.conf import settings

    from kitchentable.policy.clock import now

    noted = settings.HOME / "last_backup.json"
    state = State.NOTE if settings.DEMO else State.PROBLEM
    if not noted.exists():
        yield Finding(
            "backups", state, "There is none.", "If this disk breaks, everything said is lost. kitchentable backup FOLDER"
        )
        return
    last: dict[str, Any] = json.loads(noted.read_text())
    folder, age = Path(last["folder"]), now() - datetime.fromisoformat(last["made_at"])
    if not folder.is_dir():
        yield Finding(
            "backups", State.NOTE, f"The newest was made {_ago(age)} ago; {folder} cannot be seen from here.", "Is its disk there?"
        )
    else:
        inside = [path.name for path in folder.parent.rglob("*.key")]
        if inside or settings.KEYS.resolve().is_relative_to(folder.parent.resolve()):
            words = f"There is a key beside the backups in {folder.parent}: who takes them can read everything."
            yield Finding("backups", State.PROBLEM, words, "Keep keys somewhere else.")
    if age > BACKUP_TOO_OLD:
        yield Finding("backups", state, f"The newest is {_ago(age)} old.", "kitchentable backup FOLDER, each night")
    elif age > BACKUP_OLD:
        yield Finding("backups", State.NOTE, f"The newest is {_ago(age)} old.", "kitchentable backup FOLDER, each night")
    elif not last.get("proved"):
        yield Finding(
            "backups", State.NOTE, "The newest was not proved by restoring it.", "kitchentable backup FOLDER, without --no-verify"
        )
    else:
        yield Finding("backups", State.FINE, f"The newest was made {_ago(age)} ago and proved by restoring it.")


def _mail() -> Findings:
    from django.conf import settings

    if not settings.MAIL:
        if settings.DEMO:
            yield Finding("mail", State.FINE, f"In the demo, mails are files in {settings.EMAIL_FILE_PATH}.")
        else:
            words = "No mail server is set. Nobody gets a mail, and nobody can sign in by mail."
            yield Finding("mail", State.PROBLEM, words, "Set KITCHENTABLE_MAIL to smtp://user:word@host:587")
        return
    from django.core import mail

    try:
        line = mail.get_connection(timeout=8)
        line.open()
        line.close()
        yield Finding("mail", State.FINE, f"{settings.EMAIL_HOST} takes our mails.")
    except smtplib.SMTPAuthenticationError:
        yield Finding(
            "mail", State.PROBLEM, f"{settings.EMAIL_HOST} does not take our name and password.", "Look at KITCHENTABLE_MAIL."
        )
    except (OSError, smtplib.SMTPException) as error:
        words = f"{settings.EMAIL_HOST} on port {settings.EMAIL_PORT} cannot be reached: {error}."
        yield Finding("mail", State.PROBLEM, words, "Nobody gets a mail until it can. Look at KITCHENTABLE_MAIL.")


def _cookies() -> Findings:
    from django.conf import settings

    from kitchentable.site.running import is_loopback

    host = settings.URL.split("//", 1)[1].split("/")[0].rsplit(":", 1)[0]
    if settings.URL.startswith("https://") and not settings.TLS:
        words = "The address is https, and KITCHENTABLE_TLS is 0: cookies go without protection."
        yield Finding("https", State.PROBLEM, words, "Unset KITCHENTABLE_TLS.")
    elif settings.TLS and not settings.TRUSTED_PROXIES:
        words = "No proxy is named, so no request counts as https and each is sent on without end."
        yield Finding("https", State.PROBLEM, words, "Set KITCHENTABLE_PROXY to the proxy's address, such as 127.0.0.1")
    elif settings.TLS:
        yield Finding("https", State.FINE, "Cookies go over https only.")
    elif not is_loopback(host):
        words = f"{settings.URL} is http: others on the way can read everything."
        yield Finding("https", State.PROBLEM, words, "Put a proxy with https before it and set KITCHENTABLE_URL to https://…")
    else:
        yield Finding("https", State.FINE, "This house is reached from this machine only.")


def _system_parts() -> Findings:
    from django.conf import settings

    from kitchentable.site.backup import postgres_program

    missing = False
    if settings.DATABASE_URL.startswith("postgres"):
        for program in ("pg_dump", "pg_restore"):
            if postgres_program(program) is None:
                missing = True
                words = f"{program} is missing: no backups can be made of PostgreSQL."
                yield Finding("system parts", State.PROBLEM, words, "sudo apt-get install postgresql-client")
    if not missing:
        yield Finding("system parts", State.FINE, "Everything this house uses is there.")
