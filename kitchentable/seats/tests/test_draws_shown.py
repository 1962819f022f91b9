"""What the public page of a draw shows: no small count, no sum or difference that gives one, nobody's number by the chance of their group."""

from __future__ import annotations

import random
import time
from itertools import combinations, pairwise

import pytest

from kitchentable.seats.draw.lottery import Lottery
from kitchentable.seats.draw.people import Person
from kitchentable.seats.draw.quotas import Quota
from kitchentable.seats.draw.task import Task
from kitchentable.seats.pool import Limit
from kitchentable.seats.shown import Band, bands_of, chance_words, hard_to_tell, questions_of, safe

pytestmark = pytest.mark.one_database
LEAST = 5
COUNTED = {"age": {"young": 31, "old": None, "unsaid": None}}


@pytest.mark.parametrize("seed", range(300))
def test_no_hidden_count_comes_out_of_the_sum(seed: int) -> None:
    chance = random.Random(seed)
    counts = [chance.choice([0, 1, 2, 3, 4, 5, 6, 9, 14, 30]) for _ in range(chance.randint(1, 6))]
    shown = safe(counts, LEAST, "key")
    assert all(one is None or one == count >= LEAST for one, count in zip(shown, counts, strict=True))
    hidden = [count for one, count in zip(shown, counts, strict=True) if one is None]
    # Who knows the sum knows what the hidden ones add up to: that must leave each of them room for five people more or less.
    whole_row_hidden = len(hidden) == len(counts)
    assert not hidden or whole_row_hidden or (len(hidden) > 1 and sum(hidden) >= LEAST)


@pytest.mark.parametrize("seed", range(100))
def test_every_band_of_chances_holds_five_people_or_there_is_no_picture(seed: int) -> None:
    chance = random.Random(seed)
    counts = [chance.choice([0, 81, 82, 103, 250, 999, chance.randint(0, 1000)]) for _ in range(chance.randint(1, 80))]
    bands = bands_of(counts, LEAST)
    if len(counts) < LEAST:
        assert bands == []
        return
    assert sum(band.people for band in bands) == len(counts)
    assert all(band.people >= LEAST for band in bands)
    assert bands[0].low == min(counts)
    assert bands[-1].high == max(counts)
    assert all(before.high < after.low for before, after in pairwise(bands))


def test_one_chance_for_all_is_one_band() -> None:
    assert [(band.words, band.people) for band in bands_of([250] * 24, LEAST)] == [("25 in 100", 24)]
    assert Band(81, 102, 7).words == "8.1 to 10.2 in 100"


@pytest.mark.parametrize(
    ("panels", "words"),
    [(0, "no chance"), (1000, "certain"), (313, "about 1 in 3"), (700, "about 7 in 10"), (999, "about 9 in 10")],
)
def test_a_chance_is_said_as_people_say_it(panels: int, words: str) -> None:
    assert chance_words(panels) == words


def test_a_group_that_has_a_chance_of_its_own_shows_no_mean() -> None:
    assert not hard_to_tell([81] * 6, [300] * 40, LEAST), "the six numbers with 81 would be theirs"
    assert hard_to_tell([81] * 6, [81] * 40, LEAST)
    assert not hard_to_tell([81] * 6, [81] * 4 + [300] * 40, LEAST), "four others are too few"
    assert not hard_to_tell([81] * 6, [], LEAST)


def test_no_number_can_be_put_into_a_group_by_trying_all_sums() -> None:
    """The attack: the open file gives every number's chance, the page the size and mean of a group. Which numbers are certainly in it?"""
    means_shown = 0
    for seed in range(150):
        chance = random.Random(seed)
        counts = [chance.choice([80, 82, 120, 121, 400, 700][: seed % 5 + 2]) for _ in range(13)]
        members = set(chance.sample(range(13), 6))
        mine, others = [counts[at] for at in sorted(members)], [counts[at] for at in range(13) if at not in members]
        if not hard_to_tell(mine, others, LEAST):
            continue
        means_shown += 1
        shown = round(sum(mine) / 6 / 10)
        possible = [set(some) for some in combinations(range(13), 6) if round(sum(counts[at] for at in some) / 6 / 10) == shown]
        assert not set.intersection(*possible), "nobody is in it for certain"
        assert max(len(members - some) for some in possible) >= LEAST, "five of them could be others"
    assert 20 < means_shown < 150, "some are shown, some are not"


def test_a_page_of_two_thousand_people_does_not_wait_for_this() -> None:
    chance = random.Random(1)
    counts = [chance.randint(40, 990) for _ in range(2000)]
    started = time.monotonic()
    for _ in range(30):
        hard_to_tell(counts[:900], counts[900:], LEAST)
    assert time.monotonic() - started < 3  # 0.2 s on a quiet machine


def test_counts_of_the_panel_are_hidden_where_they_are_small_and_each_limit_says_whether_it_was_kept() -> None:
    people = tuple(Person(f"{n:03}", (("young", "old", "unsaid")[0 if n < 30 else 1 if n < 57 else 2],)) for n in range(60))
    limits = [Limit("age", value, "How old are you?", words, 0, 20) for value, words in (("young", "16 to 34"), ("old", "65 or over"), ("unsaid", "—"))]  # fmt: skip
    task = Task(people, ("age",), tuple(Quota("age", one.value, 0, 20, 0, 20) for one in limits), 20)
    panel = (*range(11), *range(30, 37), 57, 58)
    lottery = Lottery(task, (panel,) * 1000, (0.3,) * 60)
    (question,) = questions_of(lottery, limits, 0, LEAST, COUNTED, "key")
    offered, reached = [row.offered for row in question.rows], [row.reached for row in question.rows]
    assert offered == [31, None, None], "what the call counted once, and not how many could be drawn: the difference would tell"
    assert reached[2] is None
    assert reached.count(None) >= 2
    assert all(row.kept for row in question.rows)
    (before,) = questions_of(lottery, limits, None, LEAST, COUNTED, "key")
    assert [row.reached for row in before.rows] == [None] * 3
