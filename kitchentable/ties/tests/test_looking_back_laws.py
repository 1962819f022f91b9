"""Laws of looking back: sums hold in any order, what is closed keeps its words, and no published count gives anybody away (law 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitchentable.people import erasures
from kitchentable.people.models import Person
from kitchentable.people.small import Cell
from kitchentable.policy.book import forget_facts
from kitchentable.policy.verdict import HOUSE, Problem, Refused
from kitchentable.ties.acts import look_lines
from kitchentable.ties.acts import looking_back as acts
from kitchentable.ties.acts.looking_back import Answers
from kitchentable.ties.look_counts import LADDER, SIDES, count, enough, for_everyone, for_the_group, there_by_side
from kitchentable.ties.models import LookBack, LookSaid
from kitchentable.ties.views.look_office import sums
from kitchentable.works.models import Role

LIMIT = 5
PEOPLE = 7
STEPS = st.sampled_from(["say", "say", "say", "take_back", "erase", "line", "show", "close", "doubt"])


class Undo(Exception):
    """Puts the tables back as they were before an example."""


@pytest.mark.django_db
def test_in_any_order_sums_hold_and_what_is_closed_never_changes(cast: Any) -> None:
    natalie, work = cast.natalie.person, cast.work

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(STEPS, st.integers(0, PEOPLE - 1), st.integers(1, 5)), max_size=18))
    def run(steps: list[tuple[str, int, int]]) -> None:
        try:
            with transaction.atomic():
                people = [Person.objects.create(key=f"look{n}", called=f"P{n}", works_here=n == 0) for n in range(PEOPLE)]
                Role.objects.bulk_create(Role(work=work, person=one, kind=Role.Kind.MEMBER) for one in people)
                found = LookBack.objects.create(work=work, kind="start", months=3, occasion="start-3")
                _go(natalie, found, people, steps)
                raise Undo
        except Undo:
            pass

    run()


def _go(natalie: Person, found: LookBack, people: list[Person], steps: list[tuple[str, int, int]]) -> None:
    received: set[str] = set()
    kept: Any = None
    for what, who, step in steps:
        person = Person.objects.get(pk=people[who].pk)
        forget_facts(natalie)
        found.refresh_from_db()
        mine = LookSaid.objects.filter(look_back=found, person=person, taken_back_at__isnull=True).first()
        does: dict[str, Callable[[], object]] = {
            "say": lambda p=person, s=step: acts.say(p, found, answers=Answers("yes", s, s, {"helped": f"w{s}"})),
            "take_back": lambda m=mine, p=person: m and acts.take_back(p, m),
            "erase": lambda p=person: erasures.erase(HOUSE, p),
            "line": lambda s=step: look_lines.write_line(natalie, found, kind="helped", words=f"line {s}", froms=found.said.all()),
            "show": lambda: look_lines.show_lines(natalie, found),
            "close": lambda: look_lines.close(natalie, found),
            "doubt": lambda p=person: [
                look_lines.doubt(p, one, words="No.") for one in found.lines.select_related("look_back__work")
            ],
        }
        try:
            with transaction.atomic():
                does[what]()
        except (Refused, Problem):
            pass
        received |= set(LookSaid.objects.filter(look_back=found, sent_at__isnull=False).values_list("key", flat=True))
        now = sums(found)
        assert now["said"] == now["there"] + now["taken_back"] == len(received)
        found.refresh_from_db()
        if found.is_open:
            assert found.counts == {}
            assert for_everyone(found, LIMIT).said is None
            continue
        stands = (found.counts, [(one.words, one.from_n) for one in found.lines.order_by("pk")], for_everyone(found, LIMIT))
        if kept is None:
            assert found.counts == count(found), "counted on the day it closes"
            for cells in (found.counts["felt"], found.counts["aim"]):
                assert sum(cells.values()) == found.counts["said"]
        assert kept in (None, stands), "a count or a line changed after it was closed"
        kept = stands


COUNTS = st.lists(st.integers(0, 12), min_size=6, max_size=6)


def _closed(felt: list[int], people: list[int]) -> LookBack:
    """A closed time of looking back with these counts; the second list splits the same people by side and step."""
    said = sum(felt)
    one = LookBack(key=f"k{felt}", occasion="x")
    one.closed_at = one.opened_at
    staff = [n // 3 for n in people]
    left = said - sum(people)
    step = {SIDES[0]: [n - m for n, m in zip(people, staff, strict=True)], SIDES[1]: staff}
    step[SIDES[0]][-1] += left
    one.counts = {
        "said": said,
        "felt": dict(zip("543210", felt, strict=True)),
        "aim": dict(
            zip(("yes", "partly", "no", "too_soon", "0"), [felt[0], felt[1], felt[2], felt[3], felt[4] + felt[5]], strict=True)
        ),
        "step": {side: dict(zip(LADDER, cells, strict=True)) for side, cells in step.items()},
    }
    return one


def _ways(cells: list[Cell], said: int) -> Iterator[tuple[int, ...]]:
    """Every way to fill the hidden cells of a row whose sum is known: what an attacker may try."""
    hidden = [place for place, n in enumerate(cells) if n is None]
    rest = said - sum(n for n in cells if n is not None)
    if len(hidden) < 2:
        yield (rest,) if hidden else ()
        return
    first = range(rest + 1)
    yield from ((n, rest - n) for n in first)


@settings(max_examples=150, deadline=None)
@given(COUNTS)
def test_whoever_knows_all_that_is_published_cannot_work_out_a_small_count(felt: list[int]) -> None:
    said = sum(felt)
    one = _closed(felt, [0] * 7 + [said])
    shown = for_everyone(one, LIMIT)
    if said < LIMIT:
        assert shown.said is None
        assert not shown.felt
        assert not shown.by_side
        return
    assert shown.said == said
    for real, cells in ((one.counts["felt"], shown.felt), (one.counts["aim"], shown.aim)):
        assert all(n is None or (n == real[name] and n >= LIMIT) for name, n in cells.items())
        hidden = [name for name, n in cells.items() if n is None]
        if hidden:
            assert len(hidden) > 1, "one hidden cell is the sum less the others"
            assert len(list(_ways(list(cells.values()), said))) > LIMIT, "the hidden cells leave too little room"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=8, max_size=8))
def test_by_side_no_sum_or_difference_gives_a_small_count_back(people: list[int]) -> None:
    said = sum(people)
    one = _closed([said, 0, 0, 0, 0, 0], people)
    shown = for_everyone(one, LIMIT)
    for side, cells in shown.by_side.items():
        assert all(n is None or n >= LIMIT for n in cells), side
    for place in range(len(LADDER)) if shown.by_side else ():
        assert LADDER[place] in one.counts["step"][SIDES[0]]
    if shown.by_side and said:
        hidden = [(side, place) for side in SIDES for place, n in enumerate(shown.by_side[side]) if n is None]
        assert len(hidden) != 1
        rest = said - sum(n for side in SIDES for n in shown.by_side[side] if n is not None)
        assert not hidden or rest >= LIMIT


def test_the_group_itself_reads_counts_of_three_or_more_and_sides_of_three_or_more() -> None:
    two = _closed([2, 0, 0, 0, 0, 0], [0] * 7 + [2])
    assert for_the_group(two, 3).said is None
    four = _closed([3, 1, 0, 0, 0, 0], [3, 0, 0, 0, 0, 0, 0, 1])
    assert for_the_group(four, 3).felt["4"] == 1
    assert for_the_group(four, 3).by_side == {}  # one member of staff


def test_from_what_n_said_hides_few_and_few_others() -> None:
    assert [enough(n, 12, LIMIT) for n in (4, 5, 7, 8, 11, 12)] == [None, 5, 7, None, None, 12]


def test_who_was_in_a_room_gives_no_small_side_away() -> None:
    for lived, staff in product(range(8), repeat=2):
        shown = there_by_side({"lived": lived, "staff": staff}, LIMIT, "key")
        assert all(n is None or n >= LIMIT for n in shown.values())
