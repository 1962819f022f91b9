"""The `kitchentable` command: exit codes, one clear line, a house that runs, backups that prove themselves."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kitchentable import __version__

ROOT = Path(__file__).resolve().parent.parent


class House:
    """A house in a folder of its own, reached through its command only."""

    def __init__(self, home: Path, **env: str) -> None:
        self.home = home
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("KITCHENTABLE_", "DATABASE_URL", "DJANGO_"))
        }
        self.env = kept | {"KITCHENTABLE_HOME": str(home), "KITCHENTABLE_STATIC": "plain"} | env

    def say(self, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(self.command(*arguments), env=self.env, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def complain(self, *arguments: str, code: int = 2) -> str:
        """What it says on stderr: one line, no traceback."""
        done = self.say(*arguments, code=code)
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr.strip()

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "kitchentable.site.cli", *arguments]

    def python(self, code: str) -> str:
        env = self.env | {"DJANGO_SETTINGS_MODULE": "kitchentable.site.settings"}
        whole = f"import django; django.setup()\n{code}"
        done = subprocess.run([sys.executable, "-c", whole], env=env, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def people(self, *called: str, **more: Any) -> None:
        names = [{"called": one, **more} for one in called]
        self.python(f"from kitchentable.people.models import Person\nfor one in {names!r}: Person.objects.create(**one)")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with empty tables, to copy from."""
    home = tmp_path_factory.mktemp("made") / "home"
    House(home).say("migrate")
    return home


@pytest.fixture
def house(made: Path, tmp_path: Path) -> House:
    home = tmp_path / "home"
    shutil.copytree(made, home)
    return House(home)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


# ── words and exit codes


def test_it_starts_in_half_a_second_without_reading_django(tmp_path: Path) -> None:
    house = House(tmp_path / "home")
    began = time.monotonic()
    assert house.say("--version").stdout.strip()
    assert time.monotonic() - began < 0.5
    assert not house.home.exists()


@pytest.mark.slow
def test_each_command_has_help(house: House) -> None:
    for command in ("run", "check", "backup", "restore", "migrate", "worker", "voices", "people", "record"):
        assert command in house.say("--help").stdout
        assert "Usage:" in house.say(command, "--help").stdout


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("nonsense",), "No such command 'nonsense'"),
        (("run", "--prot", "1"), "No such option"),
        (("run", "--port", "99999"), "99999"),
        (("restore", "/no/such/folder"), "/no/such/folder"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(tmp_path: Path, arguments: tuple[str, ...], part: str) -> None:
    assert part in House(tmp_path / "home").complain(*arguments)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KITCHENTABLE_NATION", "Atlantis"),
        ("KITCHENTABLE_TIMEZONE", "Europe/Atlantis"),
        ("KITCHENTABLE_URL", "kitchen.example"),
        ("KITCHENTABLE_MAIL", "mail.example:25"),
        ("KITCHENTABLE_TLS", "perhaps"),
        ("DATABASE_URL", "nonsense"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    assert name in House(tmp_path / "home", **{name: value}).complain("migrate")


@pytest.mark.slow
def test_tables_that_are_away_are_said_in_one_line(tmp_path: Path, port: int) -> None:
    house = House(tmp_path / "home", DATABASE_URL=f"postgres://nobody@127.0.0.1:{port}/nothing")
    assert "cannot be used" in house.complain("migrate", code=1)


# ── keys


@pytest.mark.slow
def test_keys_are_made_once_and_for_the_owner_only(house: House) -> None:
    keys = {name: (house.home / "keys" / name) for name in ("secret.key", "words.key")}
    before = {name: path.read_text() for name, path in keys.items()}
    house.say("migrate")
    assert {name: path.read_text() for name, path in keys.items()} == before
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in keys.values())


def test_starts_at_once_agree_on_one_key(tmp_path: Path) -> None:
    house = House(tmp_path / "home")
    code = "import kitchentable.site.settings as s; print(s.SECRET_KEY, s.WORDS_KEYS)"
    all_ = [
        subprocess.Popen([sys.executable, "-c", code], env=house.env, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(6)
    ]
    assert len({one.communicate()[0] for one in all_}) == 1


def test_no_new_words_key_is_made_beside_tables_that_an_old_one_locked(house: House) -> None:
    (house.home / "keys" / "words.key").unlink()
    assert "words.key is missing" in house.complain("migrate")
    found = json.loads(house.say("check", "--json", code=1).stdout)
    assert "words.key is missing" in found["findings"][0]["words"]


# ── check


def findings(house: House, code: int = 1) -> dict[str, str]:
    told = json.loads(house.say("check", "--json", code=code).stdout)
    return {one["about"]: one["state"] for one in told["findings"]} | {"all": " ".join(one["words"] for one in told["findings"])}


@pytest.mark.slow
def test_check_says_in_words_what_is_missing_and_what_it_costs(house: House) -> None:
    said = house.say("check", code=1).stdout
    for words in ("It has never run.", "Nobody is told anything.", "everything said is lost", "nobody can sign in by mail"):
        assert words in said


@pytest.mark.slow
def test_check_is_fine_when_everything_is(house: House, tmp_path: Path, sink: Any) -> None:
    house.env["KITCHENTABLE_MAIL"] = f"smtp://127.0.0.1:{sink.port}"
    house.say("worker", "--once")
    house.say("backup", str(tmp_path / "backups"))
    found = findings(house, code=0)
    assert "problem" not in found.values()


@pytest.mark.slow
def test_check_finds_open_keys_and_keys_beside_backups(house: House, tmp_path: Path) -> None:
    house.say("backup", str(tmp_path / "backups"))
    (house.home / "keys" / "words.key").chmod(0o644)
    shutil.copy(house.home / "keys" / "words.key", tmp_path / "backups" / "words.key")
    found = findings(house)
    assert found["keys"] == "problem" or "can be read by others" in found["all"]
    assert "There is a key beside the backups" in found["all"]


@pytest.mark.slow
def test_check_finds_tables_that_are_not_up_to_date_and_settings_nobody_reads(tmp_path: Path) -> None:
    found = findings(House(tmp_path / "home", KITCHENTABLE_HOMES="x", KITCHENTABLE_DEBUG="1"))
    assert "steps are missing" in found["all"]
    assert "KITCHENTABLE_HOMES is set" in found["all"]
    assert "KITCHENTABLE_DEBUG is on" in found["all"]


# ── backup and restore


@pytest.mark.slow
def test_a_backup_comes_back_whole_without_keys_and_sittings(house: House, tmp_path: Path) -> None:
    house.people("Chloe", "🪑 عائشة")
    house.python("from django.contrib.sessions.backends.db import SessionStore as S; s = S(); s['a'] = 1; s.save()")
    (house.home / "files" / "ab").mkdir()
    (house.home / "files" / "ab" / "voice.webm").write_bytes(b"\x00words" * 100_000)
    (house.home / "files" / "tmp" / "half").write_text("half an upload")
    told = json.loads(house.say("backup", str(tmp_path / "backups"), "--json").stdout)
    assert told["ok"]
    assert told["proved"]
    kept = [path.name for path in (tmp_path / "backups").rglob("*")]
    assert "half" not in kept
    assert not [name for name in kept if name.endswith(".key")]

    new = House(tmp_path / "new")
    back = json.loads(
        house.say(
            "restore", str(tmp_path / "backups"), "--into", str(new.home), "--keys", str(house.home / "keys"), "--json"
        ).stdout
    )
    assert back["rows"] == told["rows"]
    names = "from kitchentable.people.models import Person; print(sorted(Person.objects.values_list('called', flat=True)))"
    assert new.python(names) == house.python(names)
    assert new.python("from django.contrib.sessions.models import Session; print(Session.objects.count())") == "0"
    assert (new.home / "files" / "ab" / "voice.webm").read_bytes() == b"\x00words" * 100_000


@pytest.mark.slow
def test_a_backup_is_whole_while_people_write(house: House, tmp_path: Path) -> None:
    code = "\n".join(
        (
            "import django; django.setup()",
            "from kitchentable.people.models import Person",
            "print('begun', flush=True)",
            "while True: Person.objects.create(called='One more')",
        )
    )
    env = house.env | {"DJANGO_SETTINGS_MODULE": "kitchentable.site.settings"}
    with subprocess.Popen([sys.executable, "-c", code], env=env, cwd=ROOT, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        try:
            assert json.loads(house.say("backup", str(tmp_path / "backups"), "--json").stdout)["proved"]
        finally:
            writer.kill()


@pytest.mark.slow
def test_restoring_needs_the_right_key_and_an_empty_home(house: House, tmp_path: Path) -> None:
    house.say("backup", str(tmp_path / "backups"))
    new = House(tmp_path / "new")
    assert "words.key of that house is needed" in new.complain("restore", str(tmp_path / "backups"))
    other = House(tmp_path / "other")
    other.say("migrate")
    assert "not the key" in new.complain("restore", str(tmp_path / "backups"), "--keys", str(other.home / "keys"))
    assert "is not empty" in other.complain("restore", str(tmp_path / "backups"))
    assert "There is no backup" in new.complain("restore", str(tmp_path / "home" / "logs"))
    shutil.copytree(house.home / "keys", new.home / "keys", dirs_exist_ok=True)
    new.say("restore", str(tmp_path / "backups"))
    new.say("migrate")


@pytest.mark.parametrize("how", ["a byte", "a row", "missing"])
@pytest.mark.slow
def test_a_damaged_backup_is_found_and_nothing_is_restored(house: House, tmp_path: Path, how: str) -> None:
    house.people("Chloe")
    (house.home / "files" / "voice.webm").write_bytes(b"words")
    folder = Path(json.loads(house.say("backup", str(tmp_path / "backups"), "--json").stdout)["folder"])
    if how == "a byte":
        (folder / "files" / "voice.webm").write_bytes(b"w0rds")
    elif how == "missing":
        (folder / "files" / "voice.webm").unlink()
    else:
        with closing(sqlite3.connect(folder / "db.sqlite3")) as tables:
            tables.execute("DELETE FROM people_person")
            tables.commit()
    said = house.complain("restore", str(folder), "--into", str(tmp_path / "new"), "--keys", str(house.home / "keys"))
    assert "damaged" in said
    assert not (tmp_path / "new" / "db.sqlite3").exists()


@pytest.mark.slow
def test_restoring_an_old_backup_erases_again(house: House, tmp_path: Path) -> None:
    house.people("Chloe", "Reg")
    backups = tmp_path / "backups"
    first = json.loads(house.say("backup", str(backups), "--json").stdout)["folder"]
    key = house.python("from kitchentable.people.models import Person; print(Person.objects.get(called='Chloe').key)")
    house.say("people", "erase", key, "--yes")
    time.sleep(1.1)
    house.say("backup", str(backups))
    back = house.say("restore", first, "--into", str(tmp_path / "new"), "--keys", str(house.home / "keys"), "--json")
    assert json.loads(back.stdout)["erased_again"] == 1
    left = House(tmp_path / "new").python(
        "from kitchentable.people.models import Person; print(list(Person.objects.filter(erased_at=None).values_list('called', flat=True)))"
    )
    assert left == "['Reg']"


@pytest.mark.slow
def test_a_backup_inside_the_home_is_refused(house: House) -> None:
    assert "lost with the home" in house.complain("backup", str(house.home / "backups"))


@pytest.mark.slow
def test_postgresql_is_backed_up_and_comes_back(own_postgres: Any, tmp_path: Path) -> None:
    for name in ("kt_old", "kt_new"):
        import psycopg

        with psycopg.connect(own_postgres.url(), autocommit=True) as line:
            line.execute(f"CREATE DATABASE {name}")
    house = House(tmp_path / "home", DATABASE_URL=own_postgres.url("kt_old"))
    house.say("migrate")
    house.people("Chloe", "Reg")
    told = json.loads(house.say("backup", str(tmp_path / "backups"), "--json").stdout)
    assert told["proved"]
    new = House(tmp_path / "new", DATABASE_URL=own_postgres.url("kt_new"))
    new.say("restore", str(tmp_path / "backups"), "--keys", str(house.home / "keys"))
    assert new.python("from kitchentable.people.models import Person; print(Person.objects.count())") == "2"
    assert "is not empty" in new.complain("restore", str(tmp_path / "backups"), "--keys", str(house.home / "keys"))


# ── run


@pytest.fixture
def running(house: House, port: int) -> Iterator[subprocess.Popen[str]]:
    log = (house.home.parent / "log").open("w+")
    started = subprocess.Popen(
        house.command("run", "--port", str(port), "--workers", "1"), env=house.env, cwd=ROOT, stdout=log, stderr=log, text=True
    )
    yield started
    started.send_signal(signal.SIGTERM)
    assert started.wait(30) == 0
    log.seek(0)
    said = log.read()
    assert f"http://localhost:{port}/" in said, said


def health(port: int, wait: float = 20) -> dict[str, Any]:
    until = time.monotonic() + wait
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5) as answer:
                return json.load(answer)  # type: ignore[no-any-return]
        except (OSError, urllib.error.URLError):
            assert time.monotonic() < until, "nobody answers"
            time.sleep(0.1)


def children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(one) for one in found]


@pytest.mark.slow
def test_the_house_runs_heals_and_stops(house: House, port: int, running: subprocess.Popen[str]) -> None:
    assert health(port)["ok"]
    assert f"Port {port} is taken" in House(house.home).complain("run", "--port", str(port))
    until = time.monotonic() + 20
    while health(port)["worker_last_seen"] is None:
        assert time.monotonic() < until, "the worker does not work"
        time.sleep(0.2)
    before = children(running.pid)
    assert len(before) == 2
    for child in before:
        os.kill(child, signal.SIGKILL)
    until = time.monotonic() + 20
    while len(after := set(children(running.pid)) - set(before)) < 2:
        assert time.monotonic() < until, f"only {after} came back"
        time.sleep(0.1)
    assert health(port)["ok"]


@pytest.mark.slow
def test_health_is_503_and_says_nothing_private_when_the_tables_are_away(
    house: House, port: int, running: subprocess.Popen[str]
) -> None:
    health(port)
    for path in house.home.glob("db.sqlite3*"):
        path.unlink()
    (house.home / "db.sqlite3").mkdir()
    for child in children(running.pid):
        os.kill(child, signal.SIGTERM)
    until = time.monotonic() + 30
    while True:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException):
            line.request("GET", "/health/")
            answer = line.getresponse()
            if answer.status == 503:
                break
        assert time.monotonic() < until, "never 503"
        time.sleep(0.1)
    assert json.load(answer) == {"ok": False, "database": "away", "worker_last_seen": None, "version": __version__}


@pytest.mark.slow
def test_too_big_is_said_before_it_is_read(house: House, port: int, running: subprocess.Popen[str]) -> None:
    health(port)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 314572800\r\n\r\n"
        line.sendall(head.encode())
        answer = line.recv(100_000)
    assert answer.startswith(b"HTTP/1.1 413")


# ── the demo and real people


@pytest.mark.slow
def test_the_demo_is_not_reached_from_elsewhere(house: House, port: int) -> None:
    assert "--force-demo" in house.complain("run", "--demo", "--host", "0.0.0.0", "--port", str(port))


@pytest.mark.slow
def test_the_demo_never_opens_on_real_people(house: House, port: int) -> None:
    house.people("Chloe")
    for more in ((), ("--force-demo",)):
        assert "There are real people" in house.complain("run", "--demo", "--port", str(port), *more)


@pytest.mark.slow
def test_real_life_never_opens_on_the_demo(house: House, port: int) -> None:
    house.people("Chloe", is_demo=True)
    assert "is the demo" in house.complain("run", "--port", str(port))
