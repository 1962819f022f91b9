"""The open file: anyone can check the list and the pick from it, and nobody's answers are in it."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import time

import pytest

from kitchentable.seats.draw.lottery import Lottery
from kitchentable.seats.draw.open_file import check_open, digest_of, open_file
from kitchentable.seats.draw.people import Person
from kitchentable.seats.draw.quotas import Quota
from kitchentable.seats.draw.task import Task
from kitchentable.seats.draw.whole import draw
from kitchentable.site.cli import main

pytestmark = pytest.mark.one_database


def made(people: int = 16, seats: int = 4) -> Lottery:
    """1,000 panels made by counting round, which is all that checking needs."""
    half = seats // 2
    task = Task(
        people=tuple(Person(f"{n:04}", (("young", "old")[n % 2],), "h1" if n < 2 else "") for n in range(people)),
        features=("age",),
        quotas=(Quota("age", "old", half, half, half, half), Quota("age", "young", half, half, half, half)),
        seats=seats,
        alternates=2,
    )
    panels = tuple(tuple(sorted((turn * 2 + at) % people for at in range(seats))) for turn in range(1000))
    counts = [sum(place in panel for panel in panels) for place in range(people)] if people < 100 else []
    return Lottery(task, panels, tuple(count / 1000 for count in counts) or (seats / people,) * people)


@pytest.fixture
def lottery() -> Lottery:
    return made()


def test_the_open_file_picks_what_the_whole_file_picks(lottery):
    opened = check_open(json.loads(json.dumps(open_file(lottery))))
    whole = draw(lottery, "dice 4 1 6")
    assert opened.problems == ()
    assert opened.sha256 == lottery.sha256
    assert opened.draw(" dice 4  1 6") == (whole.number, whole.panel)


def test_no_answer_and_no_home_is_in_it(lottery):
    text = json.dumps(open_file(lottery))
    for word in ("young", "old", "age", "h1", "quota", "chances"):
        assert f'"{word}"' not in text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda file: file["panels"].reverse(), "their digest differs"),
        (lambda file: file.update(input_sha256="0" * 64), "their digest differs"),
        (lambda file: file["panels"].pop(), "There are 999 panels"),
        (lambda file: file["panels"][7].pop(), "Panel 7 has 3 people for 4 seats."),
        (lambda file: file["panels"][7].__setitem__(0, "9999"), "Panel 7: 9999 is not in the list of people."),
        (lambda file: file["in_panels"].update({"0003": 1}), "0003 is in 250 panels, not in the 1 that are stated."),
    ],
)
def test_what_was_changed_is_said(lottery, change, says):
    file = copy.deepcopy(open_file(lottery))
    change(file)
    assert any(says in problem for problem in check_open(file).problems)


def test_the_command_checks_it_and_says_what_it_cannot_check(lottery, tmp_path, capsys):
    path = tmp_path / "open.json"
    path.write_text(json.dumps(open_file(lottery)))
    assert main(["draw", "verify", str(path), "--seed", "7"]) == 0
    said = capsys.readouterr().out
    assert "The digest of the 1,000 panels is right." in said
    assert "Quotas, households and alternates were not checked" in said
    assert main(["draw", "verify", str(path), "--seed", "7", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["ok"], found["limits_checked"], len(found["panel"])) == (True, False, 4)
    assert main(["draw", "replace", str(path), "--seed", "7", "--out", found["panel"][0]]) == 2
    assert "holds nobody's answers" in capsys.readouterr().err
    assert main(["draw", "verify", str(path), "--seed", " "]) == 2
    assert "The seed is empty." in capsys.readouterr().err
    file = open_file(lottery)
    file["panels"][0], file["panels"][1] = file["panels"][1], file["panels"][0]
    path.write_text(json.dumps(file))
    assert main(["draw", "verify", str(path), "--seed", "7"]) == 1
    assert "their digest differs" in capsys.readouterr().out


@pytest.mark.parametrize("file", ["{}", '{"kitchentable_open_lottery": 1}', '{"kitchentable_open_lottery": 2}', "[]", "7"])
def test_what_is_no_lottery_is_one_line(file, tmp_path, capsys):
    path = tmp_path / "open.json"
    path.write_text(file)
    assert main(["draw", "verify", str(path), "--seed", "7"]) == 2
    err = capsys.readouterr().err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


def test_a_big_open_file_is_checked_without_django_and_without_a_solver(tmp_path):
    path = tmp_path / "open.json"
    path.write_text(json.dumps(open_file(made(2000, 150))))
    code = (
        "import sys\nfrom kitchentable.site.cli import main\n"
        f"assert main(['draw', 'verify', {str(path)!r}, '--seed', '7']) == 0\n"
        "assert not {'django', 'numpy', 'highspy'} & set(sys.modules)"
    )
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20)
    took = time.monotonic() - started
    assert done.returncode == 0, done.stderr
    assert took < 5  # 0.4 s on a quiet machine


def test_the_digest_is_that_of_the_whole_file(lottery):
    file = open_file(lottery)
    assert digest_of(file["input_sha256"], file["panels"]) == lottery.sha256
