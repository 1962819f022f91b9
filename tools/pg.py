"""A PostgreSQL of our own, in a temporary folder, for tests and measurements: `with cluster() as own: own.url("name")`.

`python tools/pg.py COMMAND…` runs a command with DATABASE_URL set to a fresh one.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "60",
    "autovacuum": "off",
}
PREFIX = "kitchentable-pg-"
SAFE = {"shared_buffers": "128MB", "max_connections": "60"}


class NoPostgres(RuntimeError):
    """PostgreSQL's programs are not on this machine."""


@dataclass
class Cluster:
    """One running server. `kill()` ends it as a power cut would; `start_again()` lets it recover."""

    folder: Path
    programs: Path
    port: int
    user: str | None
    process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres") -> str:
        """For DATABASE_URL."""
        return f"postgres://kitchentable@127.0.0.1:{self.port}/{database}"

    def start_again(self) -> None:
        """Start it on its port, and wait until it answers."""
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", str(self.folder / "data")],
                user=self.user, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, preexec_fn=_end_with_parent,
            )  # fmt: skip
        until = time.monotonic() + 60
        while self._run("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port), check=False):
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL does not start:\n{(self.folder / 'log').read_text()[-2000:]}")
            time.sleep(0.02)

    def kill(self) -> None:
        """No good-bye."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(60)
            self.process = None

    def stop(self) -> None:
        """End it and remove the folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str, check: bool = True) -> int:
        command = [str(self.programs / program), *arguments]
        done = subprocess.run(
            command, user=self.user, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        if check and done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.strip()}")
        return done.returncode


def _end_with_parent() -> None:
    """On Linux: an immediate shutdown when the process of the tests dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def programs() -> Path:
    """The folder with initdb and postgres, newest first. Raises NoPostgres."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    anywhere = shutil.which("initdb")
    if anywhere:
        return Path(anywhere).resolve().parent
    raise NoPostgres("PostgreSQL is not installed. On Debian and Ubuntu: sudo apt-get install postgresql")


def start(*, fast: bool = True) -> Cluster:
    """Make and start one. `fast` gives up on surviving a power cut; tests of crashes say fast=False."""
    where = programs()
    user = None
    if os.geteuid() == 0:
        user = "postgres"
        try:
            pwd.getpwnam(user)
        except KeyError as error:
            raise NoPostgres("PostgreSQL does not run as root, and there is no user named postgres.") from error
    _clear_away()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    if user:
        shutil.chown(folder, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    own = Cluster(folder, where, port, user)
    data = folder / "data"
    try:
        own._run(
            "initdb", "-D", str(data), "-U", "kitchentable", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
            *(["--no-sync"] if fast else []),
        )  # fmt: skip
        settings = {
            **(FAST if fast else SAFE),
            "port": str(port),
            "listen_addresses": "'127.0.0.1'",
            "unix_socket_directories": f"'{folder}'",
        }
        with (data / "postgresql.auto.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())
        own.start_again()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return own


def _clear_away() -> None:
    """Folders of clusters whose process was killed before it could remove them."""
    for old in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError, ValueError):
            if (
                old.stat().st_mtime < time.time() - 60
                and not Path(f"/proc/{(old / 'data/postmaster.pid').read_text().split()[0]}").exists()
            ):
                shutil.rmtree(old, ignore_errors=True)


@contextmanager
def cluster(*, fast: bool = True) -> Iterator[Cluster]:
    """One for the time of the block."""
    own = start(fast=fast)
    try:
        yield own
    finally:
        own.stop()


def main() -> int:
    """Run the command with DATABASE_URL set."""
    if not sys.argv[1:]:
        print("Say which command: python tools/pg.py COMMAND…", file=sys.stderr)
        return 2
    try:
        with cluster() as own:
            return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": own.url()}, check=False).returncode
    except NoPostgres as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
