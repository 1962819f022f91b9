"""Formats of a version: wanted, made by the worker, ordered, brought, checked; ready only when each check passed; out of date everywhere at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections

from kitchentable.people import files
from kitchentable.people.files import Upload
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import HOUSE
from kitchentable.record.models import Line
from kitchentable.words import making, ready
from kitchentable.words.acts import formats as acts
from kitchentable.words.formats.made import Check, digest_of
from kitchentable.words.jobs.formats import LOST_AFTER, make_formats, take_up_lost
from kitchentable.words.models import Format, Version
from kitchentable.words.tests.making import make_document, make_version

pytestmark = pytest.mark.django_db
Kind, State = Format.Kind, Format.State
QUICK = (Kind.HTML, Kind.PLAIN)


@pytest.fixture
def heard() -> Iterator[list[Format]]:
    """What other parts hear when a format becomes ready."""
    found: list[Format] = []
    ready.on_ready(found.append)
    yield found
    ready._HEARD.remove(found.append)


def wanted(cast: Any, *kinds: str, **more: Any) -> Version:
    version = make_version(cast, **more)
    acts.want(cast.natalie.person, version, kinds or QUICK)
    return version


def result(path: str = "", *, passed: bool = True) -> acts.Made:
    """A file that a worker made."""
    path, size, digest = files.write_made([b"words"]) if not path else (path, 5, "d" * 64)
    checks = (Check("It has words in it", True), Check("It reads well aloud", passed, "The tags are missing."))
    return acts.Made(path, "text/plain", "txt", size, digest, "Test 1", 2, 0, checks)


def sent_file(name: str, content: bytes) -> Upload:
    return Upload(SimpleUploadedFile(name, content), "paper")


MP4 = (
    b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"
    + (36).to_bytes(4, "big")
    + b"moov"
    + b"\x00\x00\x00\x1chdlr"
    + b"\x00" * 8
    + b"vide"
    + b"\x00" * 8
)


# ── made by the worker ────────────────────────────────────────────────────────────────────────────


def test_the_worker_makes_what_waits_and_says_how_it_was_made(cast: Any, heard: list[Format]) -> None:
    version = wanted(cast)
    assert make_formats() == 2
    for one in version.formats.all():
        assert one.state == State.READY
        assert one.made_by is None
        assert one.made_with
        assert one.ready_at is not None
        assert one.checks
        assert all(passed for _what, passed, _why in one.checks)
        assert files.where(one.path).stat().st_size == one.size
        assert digest_of(files.where(one.path)) == one.digest
    assert [one.kind for one in heard] == [Kind.HTML, Kind.PLAIN]  # web pages first (R016)
    assert Line.objects.filter(act="words.format_made").count() == 2
    assert make_formats() == 0


def test_wanting_twice_makes_nothing_twice(cast: Any) -> None:
    version = wanted(cast)
    make_formats()
    was = set(version.formats.values_list("path", flat=True))
    acts.want(cast.natalie.person, version, QUICK)
    assert make_formats() == 0
    assert set(version.formats.values_list("path", flat=True)) == was


def test_only_one_of_two_workers_takes_a_format(cast: Any) -> None:
    one = wanted(cast, Kind.HTML).formats.get()
    acts.making(HOUSE, one)
    with pytest.raises(acts.Taken):
        acts.making(HOUSE, one)  # as it read the row before the other took it
    assert Line.objects.filter(act="words.make_format").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one write at a time")
def test_two_workers_race_and_make_each_format_once(cast: Any) -> None:
    version = wanted(cast)
    counts: list[int] = []

    def work() -> None:
        counts.append(make_formats())
        connections.close_all()

    workers = [threading.Thread(target=work) for _n in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert sum(counts) == 2
    assert version.formats.filter(state=State.READY).count() == 2
    assert Line.objects.filter(act="words.format_made").count() == 2


def test_what_a_killed_worker_left_is_made_by_the_next_and_the_slow_one_is_not_kept(cast: Any) -> None:
    version = wanted(cast, Kind.HTML)
    slow = acts.making(HOUSE, version.formats.get())
    assert make_formats() == 0  # another has it
    with at(now() + LOST_AFTER + timedelta(minutes=1)):
        assert make_formats() == 1
    kept = version.formats.get()
    assert kept.state == State.READY
    with pytest.raises(acts.Taken), files.tidy():
        acts.made(HOUSE, slow, result=result())
    assert version.formats.get().digest == kept.digest


def test_what_kills_each_worker_is_not_tried_for_ever(cast: Any) -> None:
    version = wanted(cast, Kind.HTML)
    for n in range(1, acts.MOST_TRIES + 1):
        with at(now() + n * 2 * LOST_AFTER):
            acts.making(HOUSE, version.formats.get())
        with at(now() + (n * 2 + 1) * LOST_AFTER + timedelta(minutes=1)):
            assert take_up_lost() == 1
    one = version.formats.get()
    assert one.state == State.FAILED
    assert one.why_not


def test_an_error_is_tried_again_three_times_and_then_shown(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    version = wanted(cast, Kind.HTML)

    def full(*_args: Any, **_more: Any) -> making.Result:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "make", full)
    make_formats()
    one = version.formats.get()
    assert (one.state, one.tries) == (State.FAILED, acts.MOST_TRIES)
    assert "disk" in one.why_not
    monkeypatch.undo()
    acts.take_again(cast.natalie.person, one)
    assert make_formats() == 1
    assert version.formats.get().why_not == ""


def test_what_fails_a_check_is_never_ready(cast: Any, heard: list[Format]) -> None:
    version = wanted(cast, Kind.PDF)
    one = acts.made(HOUSE, acts.making(HOUSE, version.formats.get()), result=result(passed=False))
    assert one.state == State.FAILED
    assert "It reads well aloud" in one.why_not
    assert "The tags are missing." in one.why_not
    assert not ready.is_ready(version, Kind.PDF)
    assert heard == []
    with pytest.raises(acts.NotChecked):
        acts.say_checked(cast.natalie.person, one, names="A group", on=today())


def test_nothing_is_ready_without_a_check(cast: Any) -> None:
    version = wanted(cast, Kind.PDF)
    path, size, digest = files.write_made([b"x"])
    made = acts.Made(path, "application/pdf", "pdf", size, digest, "Test", 1, 0, ())
    assert acts.made(HOUSE, acts.making(HOUSE, version.formats.get()), result=made).state == State.FAILED


def test_words_that_change_while_it_is_made_are_made_again(cast: Any) -> None:
    version = wanted(cast, Kind.HTML)
    one = acts.making(HOUSE, version.formats.get())
    Version.objects.filter(pk=version.pk).update(text="# Other words")
    assert acts.made(HOUSE, one, result=result()).state == State.WAITING
    make_formats()
    one = version.formats.get()
    assert one.state == State.READY
    assert "Other words" in files.where(one.path).read_text(encoding="utf-8")


def test_words_that_change_afterwards_make_each_format_unready_until_it_is_made_again(cast: Any) -> None:
    version = wanted(cast)
    make_formats()
    assert ready.is_ready(version, Kind.HTML)
    version.what_we_ask = "Something else."
    version.save()
    assert not ready.is_ready(version, Kind.HTML)
    assert "the words have changed" in page_of(cast, version)
    acts.want(cast.natalie.person, version, QUICK)
    assert make_formats() == 2
    assert ready.is_ready(version, Kind.HTML)


def test_no_transaction_is_open_while_one_is_made(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted(cast, Kind.HTML)
    before, seen = len(connection.savepoint_ids), []
    really = making.make

    def look(version: Version, kind: str, folder: Path, **more: Any) -> making.Result:
        seen.append(len(connection.savepoint_ids))
        return really(version, kind, folder, **more)

    monkeypatch.setattr(making, "make", look)
    make_formats()
    assert seen == [before]


def test_files_of_formats_are_not_swept_away_and_others_are(cast: Any) -> None:
    version = wanted(cast)
    make_formats()
    lost, _size, _digest = files.write_made([b"nobody names me"])
    with at(now() + timedelta(days=3)):
        files.sweep()
    assert not files.where(lost).exists()
    assert all(files.where(one.path).exists() for one in version.formats.all())


# ── out of date ───────────────────────────────────────────────────────────────────────────────────


def page_of(cast: Any, version: Version) -> str:
    """The office page of the formats of a version."""
    return str(cast.natalie.get(f"/office/papers/{version.document.key}/formats/?version={version.key}").content.decode())


def test_a_new_version_makes_the_old_formats_out_of_date_everywhere_at_once(cast: Any) -> None:
    document = make_document(cast, is_public=True)
    old = wanted(cast, document=document, sent=True)
    make_formats()
    one = old.formats.get(kind=Kind.PLAIN)
    file, here = f"/papers/{document.key}/{one.key}/file/", f"/papers/{document.key}/?version={old.key}"
    assert "OUT OF DATE" not in cast.anyone.get(file).headers["Content-Disposition"]
    assert "Out of date" not in page_of(cast, old)
    assert "out of date" not in cast.anyone.get(here).content.decode().lower()
    make_version(cast, document)  # a draft is no newer version for anyone
    assert ready.is_current(old)
    new = make_version(cast, document, sent=True, what_changed="The day of the visit.")
    got = cast.anyone.get(file)
    assert "OUT%20OF%20DATE" in got.headers["Content-Disposition"] or "OUT OF DATE" in got.headers["Content-Disposition"]
    assert got.headers["X-Out-Of-Date"] == "yes"
    assert 'rel="latest-version"' in got.headers["Link"]
    assert "Out of date: there is a newer version" in page_of(cast, old)
    shown = cast.anyone.get(here).content.decode()
    assert f"This version is out of date. Version {new.number} came on" in shown
    assert "The day of the visit." in shown
    assert not ready.is_current(old)
    assert ready.newest_sent(document) == new


@pytest.mark.slow
def test_all_that_a_machine_can_make_here_is_made_and_ready(cast: Any) -> None:
    version = wanted(cast, *making.BY_MACHINE)
    while make_formats():
        pass
    for one in version.formats.all():
        if making.missing(one.kind):
            assert one.state == State.FAILED
            assert one.why_not
        else:
            assert one.state == State.READY, f"{one.kind}: {one.why_not}"
