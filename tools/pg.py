"""A PostgreSQL of our own, in a temporary folder, for tests and measurements: `with cluster() as own: own.url("name")`.

`python tools/pg.py COMMAND…` runs a command with DATABASE_URL set to a fresh one.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
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

    def url(self, database: str = "postgres") -> str:
        """For DATABASE_URL."""
        return f"postgres://kitchentable@127.0.0.1:{self.port}/{database}"

    def start_again(self) -> None:
        """Start it on its port."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-w", "-t", "60", "start")

    def kill(self) -> None:
        """No good-bye."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop", check=False)

    def stop(self) -> None:
        """End it and remove the folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        command = [str(self.programs / program), *arguments]
        done = subprocess.run(
            command, user=self.user, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        if check and done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.strip()}")


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
    folder = Path(tempfile.mkdtemp(prefix="kitchentable-pg-"))
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
