"""What a page said is saved is on disk, whole and once, however the house is shaken."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.crash.writers import Writer

pytestmark = pytest.mark.crash

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("KITCHENTABLE_KILLS", "200"))
DATABASE_KILLS = int(os.environ.get("KITCHENTABLE_DATABASE_KILLS", "50"))
WRITERS = 4

LAY_THE_TABLE = """
from kitchentable.site.cast import build_cast
from kitchentable.policy.models import Number
from django.utils import timezone
cast = build_cast()
Number.objects.create(name="say_an_hour", value=1000000, because="A crash test says a lot.", at=timezone.now())
print(cast.work.slug)
"""

COUNT = """
import json
from kitchentable.voices.models import Contribution
from kitchentable.record import lines
from django.utils import timezone
lines.seal_all(timezone.now())
found = lines.verify()
print(json.dumps({
    "said": list(Contribution.objects.values_list("words", flat=True)),
    "wrong": [w.what for w in found.wrong],
    "witnessed": found.witnessed,
}))
"""


def free_port() -> int:
    """A port that no other program is handed by chance while the server is down between two kills: below those that systems hand out."""
    for port in random.sample(range(20_000, 30_000), 50):
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")


def shell(env: dict[str, str], code: str) -> str:
    setup = f"import django; django.setup()\n{code}"
    return subprocess.run([sys.executable, "-c", setup], env=env, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def house(home: Path, database: str = "") -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("KITCHENTABLE_", "DATABASE_URL"))}
    env |= {"KITCHENTABLE_HOME": str(home), "KITCHENTABLE_STATIC": "plain", "DJANGO_SETTINGS_MODULE": "kitchentable.site.settings"}
    if database:
        env["DATABASE_URL"] = database
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], env=env, check=True, cwd=ROOT)
    return env


@contextmanager
def zygote(env: dict[str, str], port: int, *paths: str, largest_file: int | None = None) -> Iterator[subprocess.Popen[str]]:
    def full() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    made = subprocess.Popen(
        [sys.executable, "-m", "tests.crash.zygote", str(port), *paths],
        env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        preexec_fn=full,
    )  # fmt: skip
    try:
        yield made
    finally:
        made.stdin.close()  # type: ignore[union-attr]
        made.wait(10)


def start(mother: subprocess.Popen[str]) -> int:
    mother.stdin.write("start\n")  # type: ignore[union-attr]
    mother.stdin.flush()  # type: ignore[union-attr]
    return int(mother.stdout.readline())  # type: ignore[union-attr]


def wait_for_port(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.005)
    raise AssertionError("the web server did not come up")


def wait_for_a_receipt(writers: list[Writer], most: float = 5) -> None:
    """Until one of them was shown one more receipt; after `most` seconds the house is shaken all the same."""
    before, until = sum(len(w.receipts) for w in writers), time.monotonic() + most
    while sum(len(w.receipts) for w in writers) == before and time.monotonic() < until:
        time.sleep(0.005)


@contextmanager
def writing(port: int, slug: str) -> Iterator[list[Writer]]:
    stop = threading.Event()
    writers = [Writer(port, f"/works/{slug}/say/", f"Visitor {n}") for n in range(WRITERS)]
    threads = [threading.Thread(target=w.run, args=(stop,)) for w in writers]
    for t in threads:
        t.start()
    try:
        yield writers
    finally:
        stop.set()
        for t in threads:
            t.join(30)


def check(env: dict[str, str], writers: list[Writer]) -> int:
    found = json.loads(shell(env, COUNT))
    times = Counter(found["said"])
    receipts = [words for w in writers for words in w.receipts]
    assert [words for words in receipts if times[words] != 1] == [], (
        "a receipt was shown for something that is not there once, whole"
    )
    assert [words for words, count in times.items() if words.startswith("Visitor") and count > 1] == []
    assert found["wrong"] == []
    return len(receipts)


def test_killing_the_web_process_loses_nothing_that_was_acknowledged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    env, port = house(tmp_path), free_port()
    slug = shell(env, LAY_THE_TABLE).split()[-1]
    with zygote(env, port, f"/works/{slug}/say/") as mother, writing(port, slug) as writers:
        for kill in range(KILLS):
            group = start(mother)
            wait_for_port(port)
            time.sleep(0.35 + (kill % 10) * 0.02)
            os.killpg(group, signal.SIGKILL)
        group = start(mother)
        wait_for_port(port)
        time.sleep(1)
    os.killpg(group, signal.SIGKILL)
    kept = check(env, writers)
    assert kept > KILLS / 4, "too little was written for this to mean anything"
    with capsys.disabled():
        print(f"\ncrash: {KILLS} kills of the web process, {kept} receipts shown, all there once; the record verifies")


def test_killing_postgresql_loses_nothing_that_was_acknowledged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tools import pg

    if Path("/dev/shm").is_dir():
        monkeypatch.setattr(
            tempfile, "tempdir", "/dev/shm"
        )  # a kill of the server, not of the machine: the disk's own speed does not matter
    with pg.cluster(fast=False) as cluster:
        env, port = house(tmp_path, cluster.url()), free_port()
        slug = shell(env, LAY_THE_TABLE).split()[-1]
        with zygote(env, port, f"/works/{slug}/say/") as mother, writing(port, slug) as writers:
            group = start(mother)
            wait_for_port(port)
            for kill in range(DATABASE_KILLS):
                time.sleep(0.15 + (kill % 10) * 0.03)
                cluster.kill()
                cluster.start_again()
            time.sleep(1)
        os.killpg(group, signal.SIGKILL)
        kept = check(env, writers)
        assert kept > DATABASE_KILLS / 2, "too little was written for this to mean anything"
    with capsys.disabled():
        print(f"\ncrash: {DATABASE_KILLS} kills of PostgreSQL, {kept} receipts shown, all there once; the record verifies")


def test_when_the_disk_is_full_the_page_says_not_saved_and_keeps_the_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No file of the server may grow past a size: to SQLite that is a disk with no room left."""
    env, port = house(tmp_path), free_port()
    slug = shell(env, LAY_THE_TABLE).split()[-1]
    room = (tmp_path / "db.sqlite3").stat().st_size + 64 * 1024
    with zygote(env, port, largest_file=room) as mother, writing(port, slug) as writers:
        group = start(mother)
        wait_for_port(port)
        until = time.monotonic() + 60
        while time.monotonic() < until and sum(status == 503 for w in writers for status, _kept in w.answers) < 10:
            time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    answers = [answer for w in writers for answer in w.answers]
    assert {status for status, _kept in answers} <= {302, 303, 503}
    not_saved = [kept for status, kept in answers if status == 503]
    assert len(not_saved) >= 10, "the disk was never full"
    assert all(not_saved), "a page that says “not saved” must give the words back"
    kept = check(env, writers)
    with capsys.disabled():
        print(f"\ncrash: disk full, {kept} receipts shown before, {len(not_saved)} times “not saved” with the words given back")
