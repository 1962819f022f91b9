"""Law 5 under attack: whoever reads every page of the sweet spot on every day, and knows every base, works out no small count (R116).

The attacker knows the rules, how many there were in each month and of each side (the base), and all that was ever shown: of each work, of
each side of it, of the organisation, of each step of each trend, month after month. They may add and subtract as they like: integer
programming over all of it at once gives the least and the most that each hidden count can be.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import highspy
import pytest

from kitchentable.policy.clock import at
from kitchentable.policy.verdict import HOUSE
from kitchentable.ties.acts import counting
from kitchentable.ties.counted.figures import BY_CODE
from kitchentable.ties.counted.parts import Row, Told
from kitchentable.ties.counted.reading import lately, trends
from kitchentable.ties.models import CountedPart, CountedYear
from kitchentable.ties.sweet import seen
from kitchentable.works.models import Work

LIMIT = 5
SIDES = ("lived", "carer")
MONTHS = tuple(date(2026 + n // 12, n % 12 + 1, 1) for n in range(15))
CODE = "asked"
Cell = tuple[int, date, str]
"""A work, a month, a side."""
World = dict[Cell, tuple[int, int]]
"""How many there were, and how many of them were good."""


def world_of(works: list[Work], dice: random.Random) -> World:
    """Some months full, some nearly empty, some empty; some always good, some never, some mixed."""
    found: World = {}
    for work in works:
        luck = dice.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        for month in MONTHS:
            most = dice.choice((0, 1, 3, 6, 14, 26))
            for side in SIDES:
                of = dice.randint(0, most)
                found[work.pk, month, side] = (of, sum(dice.random() < luck for _one in range(of)))
    return found


def reader(world: World) -> Any:
    """What `rows` would read of this world."""

    def read(work: Work, since: date, until: date) -> list[Row]:
        mine = ((cell, counts) for cell, counts in world.items() if cell[0] == work.pk and since <= cell[1] <= until)
        return [Row(month, of, good, good, side) for (_work, month, side), (of, good) in mine if of]

    return read


class Attacker:
    """All sums that were ever shown, as bounds on sums of cells."""

    def __init__(self, world: World) -> None:
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)
        self.solver.setOptionValue("parallel", "off")
        self.cells = {
            cell: self.solver.addVariable(lb=0, ub=of, type=highspy.HighsVarType.kInteger) for cell, (of, _good) in world.items()
        }
        self.known: set[tuple[frozenset[Cell], int, int]] = set()

    def sum(self, cells: Iterable[Cell]) -> Any:
        terms = [self.cells[cell] for cell in cells]
        return sum(terms[1:], start=terms[0] + 0)

    def reads(self, cells: frozenset[Cell], told: Told) -> None:
        """One number on a page."""
        if cells and (cells, told.low, told.high) not in self.known:
            self.known.add((cells, told.low, told.high))
            self.solver.addConstr(self.sum(cells) >= told.low)
            self.solver.addConstr(self.sum(cells) <= told.high)

    def bounds(self, cells: Iterable[Cell]) -> tuple[int, int]:
        """The least and the most that this sum can be."""
        of = self.sum(cells)
        self.solver.minimize(of)
        least = round(self.solver.getInfo().objective_function_value)
        self.solver.maximize(of)
        return least, round(self.solver.getInfo().objective_function_value)


def read_all(attacker: Attacker, works: list[Work], world: World) -> None:
    """Every number of every page as it stands today."""
    of_all: set[Cell] = set()
    for work in works:
        for side in ("", *SIDES):
            recent = lately(work, side).get(CODE)
            window: set[Cell] = set()
            for point in trends(work, side).get(CODE, []):
                if point.told is None:
                    continue
                cells = {
                    cell for cell in world if cell[0] == work.pk and point.since <= cell[1] <= point.until and side in ("", cell[2])
                }
                attacker.reads(frozenset(cells), point.told)
                if recent and recent.since <= point.since and point.until <= recent.until:
                    window |= cells
            if recent:
                shown = next(one for tip in seen(work, side) for one in tip.shown if one.code == CODE)
                if shown.told is not None:
                    assert sum(world[cell][0] for cell in window) == shown.told.of
                    attacker.reads(frozenset(window), shown.told)
            if not side:
                of_all |= window
    whole = lately(None).get(CODE)
    if whole:
        assert sum(world[cell][0] for cell in of_all) == whole.told.of
        attacker.reads(frozenset(of_all), whole.told)


def years_kept() -> dict[tuple[int, str, int], tuple[date, Told]]:
    """The sums that stand beside the parts."""
    return {(one.work_id, one.figure, one.year): (one.since, Told(one.of, one.low, one.high)) for one in CountedYear.objects.all()}


def years_of_the_parts() -> dict[tuple[int, str, int], tuple[date, Told]]:
    """The same, from the parts themselves, one by one."""
    found: dict[tuple[int, str, int], tuple[date, Told]] = {}
    for part in CountedPart.objects.all():
        since, told = found.get(key := (part.work_id, part.figure, part.until.year), (part.since, Told()))
        found[key] = (min(since, part.since), told + Told(part.of, part.low, part.high))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_the_attack_over_time_over_works_and_over_sides(cast: Any, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    dice = random.Random(seed)
    works = [cast.work, _another(cast.work, "second"), _another(cast.work, "third")]
    world = world_of(works, dice)
    before = dict(world)
    attacker = Attacker(world)
    monkeypatch.setattr(counting, "KINDS", (replace(BY_CODE[CODE], read=reader(world)),))
    for month in (*MONTHS[1:], date(2027, 4, 1)):
        with at(datetime(month.year, month.month, 15, 12, tzinfo=ZoneInfo("Europe/London"))):
            for work in works:
                counting.count(HOUSE, work)
            assert years_kept() == years_of_the_parts()
            read_all(attacker, works, before)
            # One person more, one fewer, one erased, in a month that was told: what stands there does not move.
            stands = list(CountedPart.objects.values_list("pk", "of", "low", "high"))
            told = dict(CountedPart.objects.order_by("until").values_list("work", "until"))
            for cell in dice.sample(sorted(world), 6):
                if cell[0] in told and cell[1] <= told[cell[0]]:
                    of, good = before[cell]
                    world[cell] = (of + 1, good + dice.randint(0, 1))
            for work in works:
                counting.count(HOUSE, work)
            assert list(CountedPart.objects.values_list("pk", "of", "low", "high")) == stands
    assert CountedPart.objects.count() > 5
    for work in works:
        for first in range(len(MONTHS)):
            for last in range(first, min(first + 5, len(MONTHS))):
                for sides in (SIDES, *((side,) for side in SIDES)):
                    cells = [(work.pk, month, side) for month in MONTHS[first : last + 1] for side in sides]
                    of, good = (sum(before[cell][n] for cell in cells) for n in (0, 1))
                    least, most = attacker.bounds(cells)
                    assert least <= good <= most
                    assert least < most or of == 0 or (good >= LIMIT and of - good >= LIMIT), f"{cells}: {good} of {of}"


@pytest.mark.django_db
def test_the_attack_finds_what_is_told_too_openly(cast: Any) -> None:
    """The attacker is no straw man: from two sums that differ by one person they know that person."""
    cells: World = {(1, MONTHS[0], "lived"): (20, 12), (1, MONTHS[1], "lived"): (1, 1)}
    attacker = Attacker(cells)
    first, second = cells
    attacker.reads(frozenset({first}), Told(20, 12, 12))
    attacker.reads(frozenset({first, second}), Told(21, 13, 13))
    assert attacker.bounds([second]) == (1, 1)


def _another(work: Work, slug: str) -> Work:
    return Work.objects.create(
        slug=slug, title=slug, what_this_is="x", what_we_ask="x", can_change="x", cannot_change="x", decider=work.decider,
        answers_first=work.answers_first, is_public=True,
    )  # fmt: skip
