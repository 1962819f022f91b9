"""`kitchentable run`: tables, demo, static files, then the web server and the worker, kept alive until Ctrl-C."""

from __future__ import annotations

import ctypes
import hashlib
import importlib
import io
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

import click
from django.conf import settings

THREADS = 4
GRACE_SECONDS = 25
SOON_SECONDS = 30
TOO_OFTEN = 5


@contextmanager
def listen(host: str, port: int) -> Iterator[socket.socket]:
    """The open port. Held by this process, so that nothing is lost while a web process starts again."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except OSError as error:
        raise click.ClickException(f"--host {host} is no address of this machine.") from error
    found = socket.socket(family, socket.SOCK_STREAM)
    with found:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, port))
            found.listen(512)
        except PermissionError as error:
            raise click.ClickException(
                f"Port {port} needs more rights than you have. Take one above 1023, such as --port 8000."
            ) from error
        except OSError as error:
            if isinstance(error, OSError) and error.errno == 99:
                raise click.ClickException(f"--host {host} is no address of this machine.") from error
            raise click.ClickException(
                f"Port {port} is taken. Take another, such as --port {port + 1 if port < 65535 else 8000}."
            ) from error
        found.set_inheritable(True)
        yield found


def run(listening: socket.socket, *, host: str, port: int, workers: int, force_demo: bool) -> int:
    """Prepare the house and keep it running. 0 after Ctrl-C or SIGTERM, 1 when the web server cannot stay up."""
    if settings.DEMO and not is_loopback(host) and not force_demo:
        raise click.ClickException(
            f"In the demo anyone can sign in as anyone, so it listens on this machine only, not on {host}. --force-demo lets it."
        )
    for said in (migrate(), keep_demo_and_life_apart(), fill_demo(), collect_static()):
        if said:
            click.echo(said)
    keeper = Keeper()
    keeper.add("web", web_command(listening, workers))
    if find_spec("kitchentable.people.commands"):
        keeper.add("worker", [sys.executable, "-m", "kitchentable.site.cli", "worker"])
    return keeper.keep(listening, ready=lambda: _say_where(host, port))


def _say_where(host: str, port: int) -> None:
    shown = "localhost" if is_loopback(host) or host in ("0.0.0.0", "::") else host  # noqa: S104 - to show, not to bind
    click.echo(
        f"Kitchen Table is at http://{shown}:{port}/"
        + (f"  (made-up people: http://{shown}:{port}/demo/)" if settings.DEMO else "")
    )
    click.echo(f"Everything is kept in {settings.HOME}. Ctrl-C stops it.")


def is_loopback(host: str) -> bool:
    """Does this address reach this machine only?"""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


# The tables


def migrate() -> str:
    """Bring the tables up to date; what was done, in words, or nothing."""
    from django.core.management import call_command

    left = len(waiting_migrations())
    if left:
        call_command("migrate", interactive=False, verbosity=0)
    return f"The tables are made ({left} steps)." if left else ""


def waiting_migrations() -> list[str]:
    """Migrations that this code knows and the tables have not had."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return [f"{step.app_label}.{step.name}" for step, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]


# The demo and real people are never in the same house


def keep_demo_and_life_apart() -> str:
    """Refuse to open the demo on real people, or real life on the demo. Marks a new demo."""
    from kitchentable.people.models import Person

    marker = settings.HOME / "demo.marker"
    marked = marker.exists() and marker.read_text().strip() == _this_database()
    if not settings.DEMO:
        if marked or Person.objects.filter(is_demo=True).exists():
            raise click.ClickException("This house is the demo. Run it with --demo, or name another folder with KITCHENTABLE_HOME.")
        return ""
    if Person.objects.filter(is_demo=False).exists() and not (marked and Person.objects.filter(is_demo=True).exists()):
        raise click.ClickException(
            "There are real people in this house, so it cannot be the demo. Name another folder with KITCHENTABLE_HOME."
        )
    if not marked:
        marker.write_text(_this_database() + "\n")
    return ""


def _this_database() -> str:
    """Which tables these are, without their password."""
    at = settings.DATABASES["default"]
    whole = f"{at['ENGINE']} {at.get('HOST', '')} {at.get('PORT', '')} {at['NAME']}"
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def fill_demo() -> str:
    """Fill an empty demo; what was done, in words, or nothing."""
    from kitchentable.people.models import Person

    if not settings.DEMO or Person.objects.exists() or find_spec("kitchentable.site.demo") is None:
        return ""
    fill: Callable[[], object] = importlib.import_module("kitchentable.site.demo").fill
    began = time.monotonic()
    fill()
    return f"The demo is filled: {Person.objects.count()} people ({time.monotonic() - began:.1f} s)."


def make_demo(years: int) -> int:
    """Fill an empty house with the demo of so many years, and show how far it is. 0, or 1 when the house is not empty."""
    from rich.progress import Progress

    from kitchentable.people.models import Person
    from kitchentable.site.demo import fill

    for said in (migrate(), keep_demo_and_life_apart()):
        if said:
            click.echo(said)
    if Person.objects.exists():
        click.echo("There are people in this house already. Name an empty folder with KITCHENTABLE_HOME.", err=True)
        return 1
    with Progress() as progress:
        bar = progress.add_task("The demo")
        fill(progress.console.print, years=years, step=lambda done, whole: progress.update(bar, completed=done, total=whole))
    click.echo("Look at it with: kitchentable run --demo")
    return 0


# Static files


def collect_static() -> str:
    """Lay out static files with their hashes; quick when none has changed. What was done, in words, or nothing."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    if settings.WHITENOISE_USE_FINDERS:
        return ""
    state = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            at = Path(storage.path(path)).stat()
            state.update(f"{path} {at.st_size} {at.st_mtime_ns}\n".encode())
    made_from = settings.STATIC_ROOT / ".made-from"
    if made_from.exists() and made_from.read_text() == state.hexdigest():
        return ""
    made_from.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=settings.STATIC_ROOT.exists(), verbosity=0, stdout=io.StringIO())
    made_from.write_text(state.hexdigest())
    return "The static files are laid out."


# Children


def web_command(listening: socket.socket, workers: int) -> list[str]:
    """Gunicorn on the open port."""
    memory = ["--worker-tmp-dir", "/dev/shm"] if os.access("/dev/shm", os.W_OK) else []  # noqa: S108
    return [
        sys.executable, "-m", "gunicorn", "kitchentable.site.wsgi:application",
        "--bind", f"fd://{listening.fileno()}",
        "--worker-class", "gthread", "--workers", str(workers), "--threads", str(THREADS), "--preload",
        "--timeout", "60", "--graceful-timeout", "20", "--keep-alive", "5",
        "--max-requests", "5000", "--max-requests-jitter", "500",
        "--no-control-socket", "--log-level", "warning", *memory,
    ]  # fmt: skip


@dataclass
class Child:
    """One process that should always be there."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)
    next_start: float = 0.0


class Keeper:
    """Starts children, starts them again when they die, and ends them all when it is told to."""

    def __init__(self) -> None:
        self.children: list[Child] = []
        self._stop = False

    def add(self, name: str, command: list[str]) -> None:
        """One more to keep."""
        self.children.append(Child(name, command))

    def keep(self, listening: socket.socket, *, ready: Callable[[], None]) -> int:
        """Until SIGINT or SIGTERM."""
        before = {sign: signal.signal(sign, self._told_to_stop) for sign in (signal.SIGINT, signal.SIGTERM)}
        said_ready = False
        try:
            while not self._stop:
                for child in self.children:
                    if not self._look_after(child, listening):
                        click.echo(
                            f"The {child.name} stopped {TOO_OFTEN} times within {SOON_SECONDS} seconds. What it wrote is above.",
                            err=True,
                        )
                        return 1
                if not said_ready and answers(listening):
                    said_ready = True
                    ready()
                time.sleep(0.2 if said_ready else 0.05)
            return 0
        finally:
            self._end_all()
            for sign, handler in before.items():
                signal.signal(sign, handler)

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop = True

    def _look_after(self, child: Child, listening: socket.socket) -> bool:
        """Start it when it is not there. False when it dies too often to go on with: the house needs its web server."""
        now = time.monotonic()
        if child.process is not None:
            code = child.process.poll()
            if code is None:
                return True
            child.process = None
            child.starts = [start for start in child.starts if now - start < SOON_SECONDS]
            if len(child.starts) >= TOO_OFTEN:
                if child.name == "web":
                    return False
                child.next_start = now + SOON_SECONDS
            else:
                child.next_start = now + 0.2 * 2 ** (len(child.starts) - 1)
            click.echo(f"The {child.name} stopped (code {code}). Starting it again.", err=True)
        if now >= child.next_start:
            child.starts.append(now)
            # A session of its own: Ctrl-C reaches this process only, which then ends its children in order.
            child.process = subprocess.Popen(
                child.command,
                stdin=subprocess.DEVNULL,
                pass_fds=(listening.fileno(),) if child.name == "web" else (),
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )
        return True

    def _end_all(self) -> None:
        running = [child.process for child in self.children if child.process is not None and child.process.poll() is None]
        for process in running:
            process.terminate()
        until = time.monotonic() + GRACE_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _end_with_parent() -> None:
    """On Linux: SIGTERM when the keeper dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def answers(listening: socket.socket) -> bool:
    """Does the web server answer /health/?"""
    host, port = listening.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        with socket.create_connection((host, port), timeout=1) as line:
            line.sendall(b"GET /health/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return line.recv(12).startswith(b"HTTP/1.")
    except OSError:
        return False
