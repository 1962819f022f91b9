"""The law of the clock (R013): no order of late formats, versions and dates shortens anybody's time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kitchentable.words.clock import Copy, OwnDay, had_on, own_last_day

pytestmark = pytest.mark.one_database
MONDAY = date(2026, 6, 1)


def day(n: int) -> date:
    return MONDAY + timedelta(days=n)


def copy(standard: int, own: int | None, *, paper: str = "a", number: int = 1) -> Copy:
    return Copy(paper, number, day(standard), None if own is None else day(own))


@pytest.mark.parametrize(
    ("copies", "last", "more"),
    [
        ([], 21, 0),
        ([copy(0, 0)], 21, 0),
        ([copy(0, 3)], 24, 3),
        ([copy(0, None)], None, 0),
        ([copy(0, 3), copy(0, 5, paper="b")], 26, 5),
        ([copy(0, 3), copy(0, None, paper="b")], None, 3),
        ([copy(0, 0), copy(7, 11, number=2)], 25, 4),
        ([copy(0, 5), copy(7, 7, number=2)], 26, 5),
        ([copy(0, None), copy(7, 8, number=2)], 29, 8),
        ([copy(0, 2), copy(7, None, number=2)], None, 2),
        ([copy(5, 2)], 21, 0),
        ([copy(0, 5), copy(1, 2, number=2)], 26, 5),
    ],
    ids=[
        "no paper", "the same day", "three days late gives three days more", "no copy yet: no last day", "two papers: the later one counts, once",
        "one paper missing is enough to wait", "a new version starts a new clock", "a new version takes nothing back",
        "a version that never came is made good by the next", "waits for the new version", "a clock that was set back never shortens",
        "a newer version that seems to come before the old one takes nothing back",
    ],
)  # fmt: skip
def test_last_days(copies: list[Copy], last: int | None, more: int) -> None:
    found = own_last_day(day(21), copies)
    assert (found.day, found.days_more) == (None if last is None else day(last), more)


def test_the_papers_that_cost_days_are_named() -> None:
    assert own_last_day(day(9), [copy(0, 1), copy(0, 3, paper="b")]).papers == ("b",)
    assert own_last_day(day(9), [copy(0, None), copy(0, 3, paper="b")]).papers == ("a",)


def test_a_copy_is_had_when_it_is_ready_and_sent_and_in_the_hand() -> None:
    assert had_on(day(3), day(1)) == day(3)
    assert had_on(day(1), day(3)) == day(3)
    assert had_on(day(3), day(1), day(6)) == day(6)
    assert had_on(day(3), day(1), day(2)) == day(3), "never earlier than ready"


# ── any order ─────────────────────────────────────────────────────────────────────────────────────


@dataclass
class World:
    """What the acts keep: each version with the day it came out; for one person the day it was sent to them and the day they had it."""

    today: int = 0
    last_day: int = 30
    versions: dict[tuple[str, int], int] = field(default_factory=dict)
    sent: dict[tuple[str, int], int] = field(default_factory=dict)
    made: dict[tuple[str, int], int] = field(default_factory=dict)
    own: dict[tuple[str, int], date] = field(default_factory=dict)

    def put_out(self, paper: str) -> None:
        number = 1 + max((n for p, n in self.versions if p == paper), default=0)
        self.versions[paper, number] = self.today

    def send(self, paper: str) -> None:
        newest = max((n for p, n in self.versions if p == paper), default=0)
        if newest:
            self.sent.setdefault((paper, newest), self.today)
            self.starts(paper, newest)

    def make(self, paper: str, number: int) -> None:
        if (paper, number) in self.versions:
            self.made.setdefault((paper, number), self.today)
            self.starts(paper, number)

    def starts(self, paper: str, number: int) -> None:
        """As `copies_ready` does: once, and not when they have a newer one."""
        key = (paper, number)
        newer = any(p == paper and n > number for p, n in self.own)
        if key in self.sent and key in self.made and key not in self.own and not newer:
            self.own[key] = had_on(day(self.today), day(self.sent[key]))

    def copies(self) -> list[Copy]:
        return [Copy(key[0], key[1], day(self.versions[key]), self.own.get(key)) for key in self.sent]


PAPERS = st.sampled_from("ab")
EVENTS = st.one_of(
    st.tuples(st.just("put_out"), PAPERS),
    st.tuples(st.just("send"), PAPERS),
    st.tuples(st.just("make"), PAPERS, st.integers(1, 4)),
    st.tuples(st.just("wait"), st.integers(1, 9)),
    st.tuples(st.just("clock set back"), st.integers(1, 9)),
    st.tuples(st.just("last day later"), st.integers(1, 20)),
    st.tuples(st.just("last day earlier"), st.integers(1, 20)),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(EVENTS, max_size=25))
def test_no_order_of_late_formats_versions_and_dates_shortens_anybodys_time(events: list[tuple[object, ...]]) -> None:
    world, told = World(), OwnDay(None)
    for what, *more in events:
        match what, more:
            case "put_out", [str(paper)]:
                world.put_out(paper)
            case "send", [str(paper)]:
                world.send(paper)
            case "make", [str(paper), int(number)]:
                world.make(paper, number)
            case "wait", [int(days)]:
                world.today += days
            case "clock set back", [int(days)]:
                world.today -= days
            case "last day later", [int(days)]:
                world.last_day += days
            case "last day earlier", [int(days)]:
                world.last_day -= days
                told = replace(told, day=None)  # the organisation moved the day for everyone: what was told is told anew
        found = own_last_day(day(world.last_day), world.copies())
        assert found.days_more >= told.days_more, "days that were given are never taken back"
        if found.day is not None:
            assert found.day >= day(world.last_day), "never below the standard"
            assert told.day is None or found.day >= told.day, "a day that was told never moves nearer"
            for key, own in world.own.items():
                standard = day(world.versions[key])
                assert found.day - own >= day(world.last_day) - standard, "never less time with a version than others have"
            told = found
        else:
            waiting = set(world.sent) - set(world.own)
            assert waiting, "only somebody who waits for a copy has no last day"
            told = replace(told, days_more=found.days_more)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 60),
    st.lists(st.tuples(PAPERS, st.integers(0, 20), st.one_of(st.none(), st.integers(0, 40))), max_size=6),
    st.randoms(),
)
def test_the_order_in_which_copies_are_looked_at_changes_nothing(
    last: int, rows: list[tuple[str, int, int | None]], turn: object
) -> None:
    copies = [copy(standard, own, paper=paper, number=n) for n, (paper, standard, own) in enumerate(rows)]
    mixed = copies[:]
    turn.shuffle(mixed)  # type: ignore[attr-defined]
    assert own_last_day(day(last), copies) == own_last_day(day(last), mixed)
