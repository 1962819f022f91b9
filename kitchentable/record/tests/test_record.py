"""Nobody can change, remove or swap a line without verifying finding it, also after somebody was legally erased."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitchentable.record import guard, lines
from kitchentable.record.commands import record as command
from kitchentable.record.models import Line, Salt, Seal

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)
KEPT = ("act", "thing_kind", "thing_key", "by_key", "for_key", "at", "digest")


def write(key="a", *, act="test.say", kind="Thing", words="The lift is broken.", at=NOW):
    return lines.write(act=act, kind=kind, key=key, by="natalie", for_whom="lou", at=at, content={"words": words})


@pytest.fixture
def tables(monkeypatch):
    """Things as they stand in the tables, with a witness that tells of them."""
    there: dict[str, str] = {}
    monkeypatch.setattr(lines, "_WITNESSES", [])

    @lines.witness("Thing", made_by=("test.say",))
    def things():
        for key, words in list(there.items()):
            yield "test.say", key, {"words": words}

    return there


def said(tables, count, per_seal=3):
    for number in range(count):
        tables[f"k{number}"] = f"words {number}"
        write(f"k{number}", words=f"words {number}", at=NOW + timedelta(seconds=number))
        if number % per_seal == per_seal - 1:
            lines.seal(NOW + timedelta(hours=number))
    lines.seal_all(NOW + timedelta(days=1))


# ── sealing and verifying ─────────────────────────────────────────────────────────────────────────


def test_an_empty_record_is_well():
    found = lines.verify()
    assert (found.lines, found.seals, found.wrong, found.head) == (0, 0, (), lines.START)


def test_a_record_that_nobody_touched_is_well(tables):
    said(tables, 20)
    found = lines.verify()
    assert (found.lines, found.unsealed, found.witnessed, found.wrong) == (20, 0, 20, ())
    assert found.head == lines.head()


def test_lines_that_wait_for_a_seal_are_no_harm(tables):
    said(tables, 4)
    tables["late"] = "more"
    write("late", words="more")
    found = lines.verify()
    assert (found.lines, found.unsealed, found.wrong) == (5, 1, ())


def test_many_seals_are_read_in_one_go(tables, django_assert_max_num_queries):
    said(tables, 120, per_seal=1)
    with django_assert_max_num_queries(10):
        assert lines.verify().wrong == ()


def test_a_head_that_was_copied_earlier_is_found_again_and_a_foreign_one_is_not(tables):
    said(tables, 6)
    early = lines.head()
    said(tables, 12)
    assert lines.verify(early).wrong == ()
    [found] = lines.verify("f" * 64).wrong
    assert "not in this record" in found.what


def test_a_record_cut_at_the_end_is_found_with_a_copied_head(tables, taken_down):
    said(tables, 9)
    copied = lines.head()
    last = Seal.objects.get(head=copied)
    tables.clear()
    Salt.objects.all().delete()
    Line.objects.filter(seal=last).delete()
    last.delete()
    assert lines.verify().wrong == ()
    assert lines.verify(copied).wrong != ()


# ── what anyone may do to the tables ──────────────────────────────────────────────────────────────


@pytest.fixture
def taken_down():
    guard.take_down(connection)
    yield
    guard.put_up(connection)


def other(line, field):
    value = getattr(line, field)
    return value + timedelta(microseconds=1) if field == "at" else f"{value}x"[-64:]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    count=st.integers(2, 14),
    per_seal=st.integers(1, 5),
    which=st.integers(0, 13),
    how=st.sampled_from([*KEPT, "removed", "swapped", "added", "moved", "unsealed", "place"]),
    erased=st.booleans(),
)
@pytest.mark.slow
def test_any_change_removal_or_swap_of_a_sealed_line_is_found(count, per_seal, which, how, erased):
    with transaction.atomic():
        guard.take_down(connection)
        Salt.objects.all().delete()
        Line.objects.all().delete()
        Seal.objects.all().delete()
        for number in range(count):
            write(f"k{number}", at=NOW + timedelta(seconds=number))
            if number % per_seal == 0:
                lines.seal(NOW + timedelta(hours=number))
        lines.seal_all(NOW + timedelta(days=1))
        if erased:
            for number in range(0, count, 2):
                lines.forget("Thing", f"k{number}")
        assert lines.verify().wrong == ()
        tamper(how, which % count)
        assert lines.verify().wrong != (), f"{how} was not found"
        transaction.set_rollback(True)


def tamper(how, which):
    all_lines = list(Line.objects.order_by("id"))
    one = all_lines[which]
    neighbour = all_lines[which - 1]
    if how in KEPT:
        Line.objects.filter(pk=one.pk).update(**{how: other(one, how)})
    elif how == "removed":
        Salt.objects.filter(line=one).delete()
        one.delete()
    elif how == "swapped":
        for field in KEPT:
            mine, theirs = getattr(one, field), getattr(neighbour, field)
            Line.objects.filter(pk=one.pk).update(**{field: theirs})
            Line.objects.filter(pk=neighbour.pk).update(**{field: mine})
    elif how == "added":
        Line.objects.create(**{field: getattr(one, field) for field in KEPT}, seal=one.seal, place=one.seal.count)
    elif how == "moved":
        Line.objects.filter(pk=one.pk).update(seal=None, place=None)
        Line.objects.filter(pk=one.pk).update(seal=neighbour.seal, place=neighbour.seal.count)
    elif how == "unsealed":
        Line.objects.filter(pk=one.pk).update(seal=None, place=None)
    elif how == "place":
        Line.objects.filter(pk=one.pk).update(place=one.place + 1)


@pytest.mark.parametrize("field", ["number", "count", "root", "previous", "head", "at"])
def test_any_change_of_a_seal_is_found(tables, taken_down, field):
    said(tables, 9)
    one = Seal.objects.get(number=2)
    changed = {
        "number": 99,
        "count": one.count + 1,
        "root": "0" * 64,
        "previous": "0" * 64,
        "head": "0" * 64,
        "at": one.at + timedelta(microseconds=1),
    }
    Seal.objects.filter(pk=one.pk).update(**{field: changed[field]})
    assert lines.verify().wrong != ()


def test_a_seal_that_was_made_again_to_fit_a_changed_line_breaks_the_chain(tables, taken_down):
    said(tables, 9)
    one = Seal.objects.get(number=1)
    Line.objects.filter(seal=one, place=0).update(by_key="somebody")
    root = lines._root(map(lines._bound, one.lines.order_by("place")))
    head = lines._head(1, one.previous, root, one.count, one.at)
    Seal.objects.filter(pk=one.pk).update(root=root, head=head)
    assert lines.verify().wrong[0].what == "Seal 2 does not follow the seal before it."


# ── words in the tables ───────────────────────────────────────────────────────────────────────────


def test_words_that_were_changed_outside_the_system_are_found(tables):
    said(tables, 5)
    tables["k3"] = "Everything is fine."
    [found] = lines.verify().wrong
    assert "Thing k3 was changed outside the system" in found.what


def test_words_that_never_came_through_the_system_are_found(tables):
    said(tables, 3)
    tables["new"] = "I love it."
    [found] = lines.verify().wrong
    assert "has no “test.say” line" in found.what


def test_words_that_were_taken_out_of_the_tables_are_found(tables):
    said(tables, 5)
    del tables["k2"]
    [found] = lines.verify().wrong
    assert found.what == "Thing k2 is in the record, but not in the tables any more."


def test_words_that_were_erased_by_right_are_no_alarm(tables):
    said(tables, 5)
    del tables["k2"]
    lines.forget("Thing", "k2")
    assert lines.verify().wrong == ()


def test_a_second_line_cannot_make_changed_words_true(tables):
    said(tables, 3)
    tables["k1"] = "Everything is fine."
    write("k1", words="Everything is fine.")
    lines.seal_all(NOW)
    [found] = lines.verify().wrong
    assert "Thing k1 was changed" in found.what


def test_a_thing_that_may_change_is_compared_with_its_last_line(monkeypatch):
    monkeypatch.setattr(lines, "_WITNESSES", [])
    title = ["one"]
    lines.witness("Thing")(lambda: iter([("test.change", "a", {"words": title[0]})]))
    for words in ("one", "two"):
        title[0] = words
        write("a", act="test.change", words=words)
        assert lines.verify().wrong == ()


def test_the_digest_of_words_says_nothing_about_the_same_words_elsewhere():
    assert write("a").digest != write("b").digest


# ── the database refuses ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM record_line",
        "UPDATE record_line SET by_key = 'x'",
        "UPDATE record_line SET seal_id = NULL, place = NULL",
        "UPDATE record_line SET place = place + 1",
        "DELETE FROM record_seal",
        "UPDATE record_seal SET head = 'x'",
        "UPDATE record_salt SET value = NULL",
    ],
)
def test_the_database_refuses_to_change_or_remove_what_happened(tables, statement):
    said(tables, 3)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert lines.verify().wrong == ()


def test_the_database_lets_a_line_be_sealed_once_and_changes_nothing_else_with_it(tables):
    line = write()
    with pytest.raises(DatabaseError), transaction.atomic():
        Line.objects.filter(pk=line.pk).update(seal=None, place=3)
    seal = lines.seal(NOW)
    other_line = write("b")
    with pytest.raises(DatabaseError), transaction.atomic():
        Line.objects.filter(pk=other_line.pk).update(seal=seal, place=1, by_key="x")
    assert lines.seal(NOW) is not None


def test_the_guard_can_be_taken_down_and_put_up_again():
    assert guard.stands(connection)
    guard.take_down(connection)
    assert not guard.stands(connection)
    guard.put_up(connection)
    guard.put_up(connection)
    assert guard.stands(connection)


# ── several at once ───────────────────────────────────────────────────────────────────────────────


WRITES = """
import sys
import django
django.setup()
from datetime import UTC, datetime, timedelta
from django.db import transaction
from kitchentable.record import lines
now = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)
for count in range(25):
    with transaction.atomic():
        lines.write(act="test.say", kind="Thing", key=f"{sys.argv[1]}-{count}", by="", for_whom="", at=now, content={"words": "x"})
    if count % 4 == 0:
        lines.seal(now + timedelta(seconds=count))
"""
COUNTS = """
import django
django.setup()
from datetime import UTC, datetime
from kitchentable.record import lines
lines.seal_all(datetime(2026, 5, 11, 10, 0, tzinfo=UTC))
found = lines.verify()
print(found.lines, found.unsealed, len(found.wrong))
"""


@pytest.mark.slow
def test_several_processes_that_write_and_seal_at_once_make_one_whole_chain(tmp_path):
    env = {**os.environ, "KITCHENTABLE_HOME": str(tmp_path)}
    env.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], env=env, check=True)
    running = [subprocess.Popen([sys.executable, "-c", WRITES, str(number)], env=env) for number in range(4)]
    assert [one.wait(120) for one in running] == [0, 0, 0, 0]
    told = subprocess.run([sys.executable, "-c", COUNTS], env=env, check=True, capture_output=True, text=True).stdout
    assert told.split() == ["100", "0", "0"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the SQLite of the tests is in memory, and not for several threads")
@pytest.mark.django_db(transaction=True)
def test_several_writers_and_sealers_at_once_make_one_whole_chain_on_postgresql():
    def work(number):
        for count in range(25):
            with transaction.atomic():
                write(f"{number}-{count}")
            if count % 4 == 0:
                lines.seal(NOW + timedelta(seconds=count))
        connection.close()

    workers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    lines.seal_all(NOW)
    found = lines.verify()
    assert (found.lines, found.unsealed, found.wrong) == (100, 0, ())


# ── pages and commands ────────────────────────────────────────────────────────────────────────────


def test_anyone_can_copy_the_head(tables):
    said(tables, 4)
    answer = Client().get("/record/head.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.content.decode().splitlines()[:2] == [lines.head(), "2"]


def test_the_page_shows_the_head_and_no_key_of_a_person(tables):
    said(tables, 4)
    text = Client().get("/record/").content.decode()
    assert lines.head()[:8] in text
    assert "natalie" not in text
    assert "record verify --head" in text


def test_the_page_says_when_there_is_nothing_yet():
    assert "No seal has been made yet" in Client().get("/record/").content.decode()


def run(*words):
    found = CliRunner().invoke(command, ["verify", *words], standalone_mode=False)
    return found.return_value, found


def test_the_command_says_that_all_is_well(tables):
    said(tables, 5)
    head = lines.head()
    code, found = run("--head", f"{head[:8]} {head[8:]}")
    assert code == 0
    assert "All is well." in found.output
    assert "5 lines" in found.output


def test_the_command_names_what_is_wrong_and_says_so_to_machines(tables):
    said(tables, 5)
    tables["k1"] = "changed"
    code, found = run()
    assert code == 1
    assert "Wrong: Thing k1 was changed" in found.output
    code, found = run("--json")
    told = json.loads(found.output)
    assert (code, told["ok"], len(told["wrong"])) == (1, False, 1)


def test_the_command_says_when_a_head_cannot_be_one():
    _code, found = run("--head", "abc")
    assert "64 letters" in str(found.exception)
