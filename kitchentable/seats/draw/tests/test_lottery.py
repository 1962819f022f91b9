"""The same file and seed give the same panel; the order of rows changes nothing; a changed file is found out."""

from __future__ import annotations

import copy
import json
import random
import subprocess
from pathlib import Path

import pytest

from kitchentable.seats.draw.alternates import choose, reached_by, replace
from kitchentable.seats.draw.lottery import pick, to_file
from kitchentable.seats.draw.people import people_of
from kitchentable.seats.draw.quotas import quotas_of
from kitchentable.seats.draw.sheet import BadInput, parse
from kitchentable.seats.draw.task import make_task
from kitchentable.seats.draw.tests.made_up import small_task
from kitchentable.seats.draw.verify import check
from kitchentable.seats.draw.whole import draw, make_lottery

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parents[4]
GOLDEN = Path(__file__).parent / "golden.json"
PYTHONS = sorted(Path.home().glob(".pyenv/versions/3.1[1-9]*/bin/python")) + sorted(Path("/usr/bin").glob("python3.1[1-9]"))


@pytest.fixture(scope="module")
def lottery():
    return make_lottery(small_task(3, people=30, seats=8, features=3, homes=12, width=1, alternates=4))


def test_a_published_list_and_seed_give_the_panel_they_always_gave():
    drawn = draw(check(json.loads(GOLDEN.read_text())).lottery, "7 12 23 31 44 49")
    assert drawn.number == 889
    assert drawn.panel == ("p002", "p005", "p006", "p007")
    assert drawn.alternates == ("p000", "p001")


@pytest.mark.parametrize("python", PYTHONS, ids=str)
def test_other_pythons_verify_the_published_list_with_nothing_but_themselves(python):
    code = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "from kitchentable.seats.draw.verify import check_file\n"
        "from kitchentable.seats.draw.whole import draw\n"
        f"checked = check_file(Path({str(GOLDEN)!r}))\n"
        "drawn = draw(checked.lottery, '7 12 23 31 44 49')\n"
        "assert 'numpy' not in sys.modules and 'highspy' not in sys.modules and 'django' not in sys.modules\n"
        "print(json.dumps([list(checked.problems), drawn.number, drawn.panel, drawn.alternates]))"
    )
    done = subprocess.run(
        [python, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=30, env={"PYTHONPATH": str(ROOT)}
    )
    if done.returncode and "click" in done.stderr:
        pytest.skip("no click there")
    assert json.loads(done.stdout or "null") == [[], 889, ["p002", "p005", "p006", "p007"], ["p000", "p001"]], done.stderr


def test_the_pick_can_be_computed_by_hand():
    import hashlib

    text = "kitchentable draw\nabc\n7 12 23"
    assert pick("abc", "  7  12 23 ", 1000) == int(hashlib.sha256(text.encode()).hexdigest(), 16) % 1000


def test_each_panel_is_picked_about_as_often():
    counts = [0] * 10
    for seed in range(10_000):
        counts[pick("list", str(seed), 10)] += 1
    assert all(880 < count < 1120 for count in counts)


def test_the_order_of_rows_and_columns_changes_nothing():
    people = ["id,age,home,household"] + [
        f"p{n},{('young', 'old')[n % 2]},{('rent', 'own', 'other')[n % 3]},h{n // 2}" for n in range(24)
    ]
    quotas = ["feature,value,min,max", "age,young,2,4", "age,old,2,4", "home,rent,1,3", "home,own,1,3", "home,other,1,3"]
    shuffled = random.Random(5)
    files = set()
    for _ in range(3):
        limits = quotas_of(parse("\n".join(quotas), "quotas.csv"))
        pool = people_of(parse("\n".join(people), "people.csv"), limits)
        files.add(json.dumps(to_file(make_lottery(make_task(pool, limits, 6)))))
        people[1:] = shuffled.sample(people[1:], len(people) - 1)
        quotas[1:] = shuffled.sample(quotas[1:], len(quotas) - 1)
        order = shuffled.sample(range(4), 4)
        people = [",".join(line.split(",")[at] for at in order) for line in people]
    assert len(files) == 1


def test_a_sound_list_verifies(lottery):
    assert check(to_file(lottery)).problems == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda file: file["panels"][7].__setitem__(0, file["panels"][7][1]), "people for 8 seats"),
        (lambda file: file["panels"].pop(), "not those that were published"),
        (lambda file: file["input"].__setitem__("seats", 7), "not those that were sealed"),
        (lambda file: file["input"]["people"][0].__setitem__(1, "v9"), "not those that were sealed"),
        (lambda file: file["chances"].__setitem__("p001", 0.99), "more than the"),
        (lambda file: file["input"].__setitem__("must_include", ["p001"]), "is without p001"),
    ],
)
def test_a_changed_list_is_found_out(lottery, change, words):
    file = copy.deepcopy(to_file(lottery))
    change(file)
    assert words in " ".join(check(file).problems)


@pytest.mark.parametrize("broken", [{}, {"kitchentable_lottery": 1}, {"kitchentable_lottery": 1, "input": 3}])
def test_what_is_no_lottery_is_said_to_be_none(tmp_path, broken):
    from kitchentable.seats.draw.verify import check_file

    path = tmp_path / "lottery.json"
    path.write_text(json.dumps(broken))
    with pytest.raises(BadInput, match="not a lottery"):
        check_file(path)


def test_alternates_are_not_on_the_panel_and_a_replacement_keeps_quotas_and_households(lottery):
    task = lottery.task
    kept = 0
    for seed in "abcdefgh":
        drawn = draw(lottery, seed)
        assert len(set(drawn.alternates) - set(drawn.panel)) == 4
        for one in drawn.panel:
            done = replace(task, lottery.panels[drawn.number], drawn.alternates, [one])
            people = [person for person in task.people if person.id in done.panel]
            homes = [person.household for person in people if person.household]
            assert len(homes) == len(set(homes))
            assert len(done.panel) + done.empty == 8
            places = [place for place, person in enumerate(task.people) if person.id in done.panel]
            reached = reached_by(task, places)
            kept += all(quota.low <= reached[quota.feature, quota.value] <= quota.high for quota in task.quotas)
            assert bool(done.missed) == any(not q.low <= reached[q.feature, q.value] <= q.high for q in task.quotas)
    assert kept >= 48  # of 64


def test_those_likely_to_drop_out_are_covered_first(lottery):
    task, panel = lottery.task, lottery.panels[0]
    others = [person.id for place, person in enumerate(task.people) if place not in panel]
    covered = 0
    for place in panel:
        one = task.people[place].id
        first = choose(task, panel, "seed", 1, {task.people[other].id: 1 for other in panel} | {one: 900})
        missed = replace(task, panel, first, [one]).missed
        assert bool(missed) == bool(replace(task, panel, others, [one]).missed)
        covered += not missed
    assert covered


def test_somebody_who_is_not_on_the_panel_cannot_drop_out(lottery):
    with pytest.raises(BadInput, match="not on the panel"):
        replace(lottery.task, lottery.panels[0], [], ["nobody"])


def test_an_empty_seed_is_no_seed(lottery):
    with pytest.raises(BadInput, match="seed is empty"):
        draw(lottery, "  ")
