"""Law 5 under attack: no count under the limit can be worked out from the counts of a call, whatever is added or subtracted (R116)."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import highspy
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kitchentable.people import erasures
from kitchentable.people.models import Person
from kitchentable.policy.clock import at, now
from kitchentable.policy.verdict import HOUSE, Refused
from kitchentable.seats.acts import calls as acts
from kitchentable.seats.acts import offers as offer_acts
from kitchentable.seats.counting import Cell, shown, total
from kitchentable.seats.counts_shown import Counts
from kitchentable.seats.models import AffectedGroup, Call, FairnessAnswer, FairnessChoice, Offer
from kitchentable.seats.tests.making import make_call

LIMIT = 5
counts = st.lists(st.integers(0, 40) | st.integers(0, 6), min_size=2, max_size=12)


def small_values(could_be: set[int]) -> set[int]:
    return {value for value in could_be if 0 < value < LIMIT}


def sums_to(n: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to give `n` people `parts` answers."""
    if parts == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in sums_to(n - first, parts - 1):
            yield (first, *rest)


@pytest.mark.one_database
@pytest.mark.parametrize(("parts", "most"), [(2, 30), (3, 20), (4, 13)])
def test_who_knows_the_rule_and_all_that_is_shown_still_cannot_tell_a_small_count(parts: int, most: int) -> None:
    """Exhaustive: for each total, all worlds that look the same are put together. In each, a hidden count that may be small may be
    at least five other things too, one of them not small."""
    turns = list(itertools.permutations(range(parts)))
    for n in range(LIMIT, most):
        worlds: dict[tuple[Cell, ...], set[tuple[int, ...]]] = defaultdict(set)
        for world in sums_to(n, parts):
            for turn in turns:
                worlds[tuple(shown(world, LIMIT, turn))].add(world)
        for looks, same in worlds.items():
            for place in range(parts):
                could_be = {world[place] for world in same}
                if looks[place] is None and small_values(could_be):
                    assert len(could_be) > LIMIT
                    assert max(could_be) >= LIMIT


@pytest.mark.one_database
@given(counts, st.randoms(use_true_random=False))
def test_what_is_hidden_is_never_alone_and_never_small_together(found: list[int], dice: random.Random) -> None:
    turn = list(range(len(found)))
    dice.shuffle(turn)
    cells = shown(found, LIMIT, turn)
    hidden = [count for count, cell in zip(found, cells, strict=True) if cell is None]
    assert all(cell is None or cell == 0 or cell >= LIMIT for cell in cells)
    assert sum(found) not in cells or sum(found) == 0
    assert all(cell in (None, count) for count, cell in zip(found, cells, strict=True))
    if hidden and len(hidden) < len(found):
        assert len(hidden) > 1
        assert sum(hidden) >= 2 * LIMIT
        assert max(hidden) >= LIMIT
    assert total([4], LIMIT) is None
    assert total(found, LIMIT) in (None, sum(found))


def bounds(tables: list[list[Cell]], everyone: int) -> list[list[tuple[int, int]]]:
    """For each cell of all tables of the same people, the least and the most it can be: by integer programming over all of them at
    once, so over every sum and difference that anyone could form. The attacker knows that nought is shown."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    # As the draw does: a process has one set of threads, and the first solver in it says how many.
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("parallel", "off")
    cells = [
        [
            solver.addVariable(
                lb=int(any(one is not None for one in table)) if cell is None else cell,
                ub=everyone if cell is None else cell,
                type=highspy.HighsVarType.kInteger,
            )
            for cell in table
        ]
        for table in tables
    ]
    for table in cells:
        solver.addConstr(sum(table[1:], start=table[0] + 0) == everyone)
    found = []
    for table in cells:
        line = []
        for cell in table:
            solver.minimize(cell)
            least = round(solver.val(cell))
            solver.maximize(cell)
            line.append((least, round(solver.val(cell))))
        found.append(line)
    return found


def as_tables(shown_counts: Counts) -> list[list[Cell]]:
    """Every table on the page, and the share of online and not online as one more."""
    tables: list[list[Cell]] = [[row.count for row in table.rows] for table in shown_counts.tables]
    return [*tables, [part.value for part in shown_counts.ways]] if shown_counts.ways else tables


def offers_at_random(call: Call, dice: random.Random, how_many: int) -> list[Offer]:
    """Some answers common, some seldom, some skipped."""
    groups = [*AffectedGroup.objects.on_map().filter(work=call.work), None]
    people = Person.objects.bulk_create([Person(called=f"P{n}") for n in range(how_many)])
    ways = dice.choices(Offer.Way.values, weights=[dice.randint(1, 9) for _way in Offer.Way.values], k=how_many)
    offers = Offer.objects.bulk_create(
        [Offer(call=call, person=person, way=way, group=dice.choice(groups)) for person, way in zip(people, ways, strict=True)]
    )
    answers = []
    for question in call.fairness.prefetch_related("choices"):
        choices = [*question.choices.all(), None]
        weights = [dice.choice((1, 3, 30)) for _choice in choices]
        for offer, choice in zip(offers, dice.choices(choices, weights=weights, k=how_many), strict=True):
            if choice is not None:
                answers.append(FairnessAnswer(offer=offer, question=question, choice=choice))
    FairnessAnswer.objects.bulk_create(answers)
    return offers


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(5))
def test_the_attack_on_all_tables_at_once_and_again_when_one_more_offers(cast: Any, seed: int) -> None:
    dice = random.Random(seed)
    call = make_call(cast)
    offers = offers_at_random(call, dice, dice.choice((4, 9, 17, 40, 120)))
    office, public = reverse("seats:fairness", args=[call.key]), call.get_absolute_url()
    assert cast.natalie.get(office).context["counts"] is None
    assert cast.anyone.get(public).context["counts"] is None
    with pytest.raises(Refused, match="Counts that change with each offer"):
        acts.count_answers(cast.natalie.person, call)
    with at(now() + timedelta(days=29)):
        acts.count_answers(cast.natalie.person, call)
        before = cast.natalie.get(office).context["counts"]
        assert before == cast.anyone.get(public).context["counts"]
        if before.all is None:
            assert before.tables == []
        else:
            for table, line in zip(as_tables(before), bounds(as_tables(before), before.all), strict=True):
                for cell, (least, most) in zip(table, line, strict=True):
                    assert cell is None or cell == 0 or cell >= LIMIT
                    assert cell is not None or (least <= 1 and most >= LIMIT and most - least >= LIMIT - 1)
        # One more letter is typed, one is taken back, one person is erased, answers change: the same tables stand there.
        new = offer_acts.offer(cast.natalie.person, call, for_person=cast.fay.person, way="post", offered_on=call.closes_on)
        offer_acts.answer(cast.natalie.person, new, answers={"faith": "has", "age": "old"}, for_person=cast.fay.person)
        offer_acts.take_back(cast.natalie.person, offers[0], for_person=offers[0].person)
        assert offers[1].person
        erasures.erase(HOUSE, offers[1].person)
        acts.count_answers(cast.natalie.person, call)
        acts.count_answers(HOUSE, call)
        assert cast.natalie.get(office).context["counts"] == before == cast.anyone.get(public).context["counts"]


@pytest.mark.django_db
def test_what_is_kept_of_the_counts_holds_no_small_count_either(cast: Any) -> None:
    """A backup, an export or somebody at the tables reads no more than the page says."""
    call = make_call(cast)
    offers_at_random(call, random.Random(3), 30)
    acts.count_answers(HOUSE, call)
    call.refresh_from_db()
    numbers = [count for table in call.counts["questions"].values() for count in table.values()]
    numbers += [*call.counts["ways"].values(), *call.counts["groups"].values()]
    assert all(count is None or count == 0 or count >= LIMIT for count in numbers)


@pytest.mark.django_db
def test_skipped_and_would_rather_not_say_are_one(cast: Any) -> None:
    """So that nobody learns that a person took the question up at all."""
    call = make_call(cast)
    people = Person.objects.bulk_create([Person(called=f"P{n}") for n in range(24)])
    offers = Offer.objects.bulk_create([Offer(call=call, person=person) for person in people])
    question = call.fairness.get(code="faith")
    codes = ["has"] * 8 + ["no"] * 8 + [FairnessChoice.UNSAID] * 3
    by_code = {choice.code: choice for choice in question.choices.all()}
    FairnessAnswer.objects.bulk_create(
        [FairnessAnswer(offer=o, question=question, choice=by_code[c]) for o, c in zip(offers, codes, strict=False)]
    )
    acts.count_answers(HOUSE, call)
    call.refresh_from_db()
    assert call.counts["questions"]["faith"] == {"has": 8, "no": 8, "unsaid": 8}
    text = cast.natalie.get(reverse("seats:fairness", args=[call.key])).content.decode()
    assert "8 of 24" in text
    assert "skipped it" in text
    assert "on the map" in text
