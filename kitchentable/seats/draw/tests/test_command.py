"""`kitchentable draw`: what it prints, its exit codes, and one clear line with row and column for every kind of bad input."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitchentable.site.cli import main

pytestmark = pytest.mark.one_database

QUOTAS = "feature,value,min,max\nage,young,2,3\nage,old,2,3\nhome,rent,1,4\nhome,own,1,4\n"
PEOPLE = "id,age,home,household\n" + "".join(
    f"p{n:02},{('young', 'old')[n % 2]},{('rent', 'own')[n // 2 % 2]},{'h1' if n < 2 else ''}\n" for n in range(16)
)


class Files:
    """Two files in a folder, and the command on them."""

    def __init__(self, folder: Path, capsys) -> None:
        self.folder, self.capsys = folder, capsys
        self.write(PEOPLE, QUOTAS)

    def write(self, people: str | bytes = PEOPLE, quotas: str | bytes = QUOTAS) -> None:
        for name, text in (("people.csv", people), ("quotas.csv", quotas)):
            (self.folder / name).write_bytes(text.encode() if isinstance(text, str) else text)

    def draw(self, *more: str, seats: str = "5", code: int = 0) -> str:
        arguments = ["draw", str(self.folder / "people.csv"), str(self.folder / "quotas.csv"), "--seats", seats, *more]
        return self.say(*arguments, code=code)

    def say(self, *arguments: str, code: int = 0) -> str:
        assert main(list(arguments)) == code
        out, err = self.capsys.readouterr()
        self.err = err
        return out

    def complaint(self, *more: str, seats: str = "5") -> str:
        """The one line on stderr of a wrong use; nothing was drawn."""
        assert self.draw("--seed", "7", *more, seats=seats, code=2) == ""
        assert len(self.err.strip().splitlines()) == 1
        assert "Traceback" not in self.err
        return self.err.strip()


@pytest.fixture
def files(tmp_path, capsys):
    return Files(tmp_path, capsys)


def test_a_draw_as_json_has_panel_chances_and_what_was_reached(files):
    found = json.loads(files.draw("--seed", "7 12 23", "--json", "--alternates", "3"))
    assert len(found["panel"]) == 5
    assert len(found["alternates"]) == 3
    assert set(found["probabilities"]) == {f"p{n:02}" for n in range(16)}
    assert sum(found["probabilities"].values()) == pytest.approx(5)
    assert found["method"] == "leximin"
    assert found["exact"] is True
    assert found["seed"] == "7 12 23"
    assert len(found["input_sha256"]) == 64
    assert all(quota["min"] <= quota["reached"] <= quota["max"] for quota in found["quotas"])


def test_a_draw_in_words_names_the_panel_and_says_how_sure_it_is(files):
    words = files.draw("--seed", "7")
    assert "It is proven that these are the fairest chances" in words
    assert "age young:" in words


def test_a_list_is_made_before_the_seed_and_verified_after_it(files):
    path = str(files.folder / "lottery.json")
    sealed = json.loads(files.draw("--lottery-out", path, "--json", "--alternates", "2"))
    drawn = json.loads(files.draw("--seed", "dice 4 1 6", "--json", "--alternates", "2"))
    assert drawn["lottery"]["sha256"] == sealed["lottery_sha256"]
    checked = json.loads(files.say("draw", "verify", path, "--seed", "dice 4 1 6", "--json"))
    assert checked["ok"]
    assert checked["panel"] == drawn["panel"]
    assert checked["alternates"] == drawn["alternates"]
    now = json.loads(files.say("draw", "replace", path, "--seed", "dice 4 1 6", "--out", drawn["panel"][0], "--json"))
    assert drawn["panel"][0] not in now["panel"]
    assert len(now["panel"]) == 5


def test_a_changed_list_does_not_verify(files):
    path = files.folder / "lottery.json"
    files.draw("--lottery-out", str(path))
    path.write_text(path.read_text().replace('"seats": 5', '"seats": 6'))
    assert "Panel 0 has 5 people for 6 seats." in files.say("draw", "verify", str(path), "--seed", "7", code=1)


@pytest.mark.parametrize(
    "people", [PEOPLE.encode("utf-8-sig"), PEOPLE.replace(",", ";"), PEOPLE.replace("\n", "\r\n"), PEOPLE.encode("utf-16")]
)
def test_a_bom_semicolons_and_windows_lines_change_nothing(files, people):
    plain = json.loads(files.draw("--seed", "7", "--json"))
    files.write(people)
    assert json.loads(files.draw("--seed", "7", "--json")) == plain


def test_names_with_commas_in_quotation_marks_are_names(files):
    files.write(PEOPLE.replace("id,", "name,id,").replace("\np", '\n"Green, Chloe",p'))
    assert len(json.loads(files.draw("--seed", "7", "--json"))["panel"]) == 5
    assert "Columns without quotas, left alone: name." in files.err


@pytest.mark.parametrize(
    ("people", "quotas", "words"),
    [
        (
            PEOPLE.replace("p03,old", "p03,ancient"),
            QUOTAS,
            "people.csv, row 5, column age: “ancient” has no quota. The quotas of age name: old, young.",
        ),
        (PEOPLE.replace("p04", "p03"), QUOTAS, "people.csv, rows 5 and 6, column id: p03 stands there twice."),
        (PEOPLE.replace("p03,old", "p03,"), QUOTAS, "people.csv, row 5, column age: this cell is empty."),
        (PEOPLE.replace("p03,old", ",old"), QUOTAS, "people.csv, row 5, column id: this cell is empty."),
        (PEOPLE.replace("p03,", "Green, Chloe,"), QUOTAS, "people.csv, row 5: 5 cells, but 4 columns are named in row 1."),
        (PEOPLE.replace("id,", "person,"), QUOTAS, "people.csv, row 1: there is no column id."),
        (PEOPLE.replace("age", "id", 1), QUOTAS, "people.csv, row 1: two columns are named id."),
        (
            PEOPLE.replace("age", "years", 1),
            QUOTAS,
            "The quotas have the feature age (row 2, column feature), but people.csv has no column",
        ),
        ("", QUOTAS, "people.csv is empty."),
        ("id,age\n", QUOTAS, "people.csv has a header and no rows below it."),
        (b"id,age\np1,\xff\n", QUOTAS, "people.csv, row 2: a letter there cannot be read."),
        (b"id,age\np1,\x00\n", QUOTAS, "people.csv, row 2: this is not a CSV file"),
        (PEOPLE, QUOTAS.replace("2,3", "x,3", 1), "quotas.csv, row 2, column min: “x” is not a whole number from 0 up."),
        (PEOPLE, QUOTAS.replace("2,3", ",3", 1), "quotas.csv, row 2, column min: this cell is empty."),
        (
            PEOPLE,
            QUOTAS.replace("2,3", "4,3", 1),
            "quotas.csv, row 2, columns min and max: age young has a min of 4, more than its max of 3.",
        ),
        (PEOPLE, QUOTAS.replace("old", "young"), "quotas.csv, rows 2 and 3: age young stands there twice."),
        (PEOPLE, QUOTAS.replace("max", "most"), "quotas.csv, row 1: there is no column max."),
        (PEOPLE, QUOTAS.replace("age,", "id,"), "quotas.csv, row 2, column feature: id cannot have quotas"),
        (
            PEOPLE,
            QUOTAS.replace("max\n", "max,min_flex\n").replace("2,3", "2,3,3", 1),
            "quotas.csv, row 2, column min_flex: 3 is more than the min",
        ),
    ],
)
def test_bad_input_is_one_line_with_row_and_column(files, people, quotas, words):
    files.write(people, quotas)
    assert words in files.complaint()


@pytest.mark.parametrize(
    ("more", "seats", "words"),
    [
        ((), "17", "There are 17 seats, but only 16 people offered."),
        ((), "0", "There must be at least 1 seat."),
        (("--alternates", "12"), "5", "5 seats and 12 alternates are more than the 16 people who offered."),
        (("--must-include", "nobody"), "5", "nobody must be included, but nobody in the list has that id."),
        (("--must-include", "p00", "--must-include", "p01"), "5", "they share the household h1"),
        (("--no-one-alone", "age"), "5", "say it as FEATURE=VALUE"),
        (("--no-one-alone", "age=tall"), "5", "the quotas do not name it"),
        (("--method", "luck"), "5", "--method"),
        (("--lottery-out", "/nowhere/at/all.json"), "5", "cannot be written"),
        (("--seed", " "), "5", "The seed is empty."),
    ],
)
def test_wrong_use_is_one_line(files, more, seats, words):
    assert words in files.complaint(*more, seats=seats)


def test_without_a_seed_or_a_file_for_the_list_there_is_nothing_to_do(files):
    files.draw(code=2)
    assert "Say --seed to draw, or --lottery-out" in files.err


def test_files_that_are_not_there_are_named(files):
    files.say("draw", "nothing.csv", str(files.folder / "quotas.csv"), "--seats", "3", "--seed", "7", code=2)
    assert files.err.strip() == "nothing.csv cannot be read: no such file or directory."
    files.say("draw", "verify", "nothing.json", "--seed", "7", code=2)
    assert files.err.strip() == "nothing.json cannot be read: no such file or directory."


@pytest.mark.parametrize(
    ("old", "new", "why", "words"),
    [
        ("age,young,2,3", "age,young,9,9", "add up to 11, more than the 5 seats", "with age “young”"),
        ("age,old,2,3", "age,old,0,1", "the maximums of age add up to 4, fewer than the 5 seats", "instead of at most"),
        (
            "home,own,1,4",
            "home,own,1,4\nhome,boat,1,2",
            "Quotas, row 6, column min: home boat needs 1, but 0 people offered.",
            "Allow 0 instead",
        ),
    ],
)
def test_quotas_that_cannot_be_met_exit_1_with_the_smallest_changes(files, old, new, why, words):
    files.write(PEOPLE, QUOTAS.replace(old, new))
    found = json.loads(files.draw("--seed", "7", "--json", code=1))
    assert found["feasible"] is False
    assert why in found["why"]
    assert words in found["ways"][0]["words"]
    changed = {(one["feature"], one["value"]): one for one in found["suggestion"]}
    rows = [line.split(",") for line in QUOTAS.replace(old, new).splitlines()]
    for row in rows[1:]:
        if (one := changed.get((row[0], row[1]))) is not None:
            row[2:] = [str(one["min"]), str(one["max"])]
    files.write(PEOPLE, "\n".join(map(",".join, rows)))
    assert len(json.loads(files.draw("--seed", "7", "--json"))["panel"]) == 5


def test_changes_stay_inside_the_flexible_limits_first(files):
    quotas = "feature,value,min,max,min_flex,max_flex\nage,young,4,5,3,5\nage,old,2,3,2,3\nhome,rent,1,4,1,4\nhome,own,1,4,1,4\n"
    files.write(PEOPLE, quotas)
    words = files.draw("--seed", "7", code=1)
    assert "Allow 3 instead of at least 4 people with age “young”. (inside min_flex and max_flex)" in words


def test_more_seats_than_households_is_said_and_no_quota_is_blamed(files):
    files.write(
        "id,age,household\n" + "".join(f"p{n},young,h{n % 2}\n" for n in range(6)), "feature,value,min,max\nage,young,0,6\n"
    )
    assert "there are only 2 households for 3 seats" in files.draw("--seed", "7", seats="3", code=1)


def test_a_feature_may_have_sixty_values(files):
    people = "id,town\n" + "".join(f"p{n:03},town {n % 60}\n" for n in range(240))
    quotas = "feature,value,min,max\n" + "".join(f"town,town {n},0,1\n" for n in range(60))
    files.write(people, quotas)
    assert set(json.loads(files.draw("--seed", "7", "--json", seats="30"))["probabilities"].values()) == {0.125}


def test_ten_thousand_offers_are_drawn_from(files):
    people = "id,age,home\n" + "".join(f"p{n:05},{('young', 'old')[n % 2]},{('rent', 'own')[n % 3 // 2]}\n" for n in range(10_000))
    files.write(people, QUOTAS.replace("2,3", "20,30").replace("1,4", "10,40"))
    found = json.loads(files.draw("--seed", "7", "--json", seats="50"))
    assert found["exact"]
    assert found["lottery"]["bound"] <= 0.001


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda text: ("id,age\n" + text).encode("utf-8", "replace"))),
    st.one_of(
        st.binary(max_size=60), st.text(max_size=60).map(lambda text: ("feature,value,min,max\n" + text).encode("utf-8", "replace"))
    ),
)
def test_whatever_the_files_hold_it_is_never_a_traceback(files, people, quotas):
    files.write(people, quotas)
    code = main(["draw", str(files.folder / "people.csv"), str(files.folder / "quotas.csv"), "--seats", "1", "--seed", "7"])
    out, err = files.capsys.readouterr()
    assert code in (0, 1, 2)
    assert "Traceback" not in out + err
    assert code != 2 or len(err.strip().splitlines()) == 1


def test_help_starts_without_django_numpy_or_the_solver():
    code = (
        "import sys\nfrom kitchentable.site.cli import main\nmain(['draw', '--help'])\n"
        "assert not {'django', 'numpy', 'highspy'} & set(sys.modules), sorted(sys.modules)"
    )
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20)
    assert done.returncode == 0, done.stderr
    assert "--lottery-out" in done.stdout
    assert time.monotonic() - started < 5  # 0.1 s on a quiet machine; the figure is in the bench


def test_the_draw_knows_nothing_of_django():
    code = "import sys, kitchentable.seats.draw.whole, kitchentable.seats.draw.exact, kitchentable.seats.draw.suggest, kitchentable.seats.draw.others\n"
    done = subprocess.run(
        [sys.executable, "-c", code + "assert 'django' not in sys.modules"], capture_output=True, text=True, timeout=20
    )
    assert done.returncode == 0, done.stderr
