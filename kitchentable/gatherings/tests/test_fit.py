"""Fit by itself: each of the 92 needs, unknown facts, times in people's words, breaks, suggestions."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from kitchentable.gatherings import fit
from kitchentable.gatherings.fit_asked import start_asked
from kitchentable.gatherings.fit_ways import Facts, ways
from kitchentable.gatherings.fit_words import FACTS, OTHERWISE
from kitchentable.gatherings.hard_days import religious
from kitchentable.gatherings.models import Professional
from kitchentable.people.needs_list import starting
from tools.needs_table import table

pytestmark = pytest.mark.one_database

DOCS = Path(__file__).parents[3] / "docs" / "needs.md"
MEASURES = fit.Measures(morning_start=11, break_minutes=10, longest_minutes=120, change_notice_days=7, papers_days=10)
NINE = datetime(2026, 5, 12, 9, 0)


@dataclass(frozen=True)
class Says:
    answer: str
    number: Decimal | None = None


def place(**said: str) -> Facts:
    """All facts are yes but those that are named."""
    codes = {atom.code for way in ways().values() for group in way.facts for atom in group}
    return {code: Says(said.get(code, "yes")) for code in codes if said.get(code) != "unknown"}


def nothing_fits(days_left: int = 1) -> fit.Plan:
    """9am tomorrow, for three hours, without a break, in a place where each fact is no; online only for those whom that leaves out."""
    bad = {code: Says("no") for code in place()}
    return fit.Plan(NINE, 180, facts=bad, is_online=True, days_left=days_left)


@pytest.mark.parametrize("code", sorted(starting()))
def test_each_need_changes_the_fit_or_becomes_a_task_with_its_lead_time(code: str) -> None:
    way, need = ways()[code], fit.Need(1, 2, code, must=True)
    outcome = fit.check([need], nothing_fits(), MEASURES)
    kinds = {one.why.kind for one in outcome.misfits}
    expected = {by for by in way.by if by in fit.RULES} - ({"time"} if code in ("N67", "N68") else set())
    assert kinds == expected, "these ways change the fit"
    assert [task.lead_days for task in outcome.tasks] == ([starting()[code].lead_days] if way.is_arranged else [])
    assert kinds or outcome.tasks, "a need that changes nothing would be forgotten"
    assert all(task.short == (way.lead_days > 1) for task in outcome.tasks)
    good = fit.Plan(
        NINE.replace(hour=12), 60, (fit.Pause(40, 10),), 60, place(), booked=frozenset(Professional.Kind.values), days_left=60
    )
    assert fit.check([need], good, MEASURES).misfits == []


def test_the_table_in_the_docs_says_what_the_data_says() -> None:
    lines = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| N")]
    assert lines == table()
    assert len(lines) == len(starting()) == 92
    for line in lines:
        code, words, _answers, _task, days = (cell.strip() for cell in line.strip("|").split("|"))
        assert (words, int(days)) == (starting()[code].words, starting()[code].lead_days)


def test_everything_that_may_not_fit_can_be_said() -> None:
    assert {group[0].code for way in ways().values() for group in way.facts} == set(FACTS)
    assert {way.professional for way in ways().values() if way.professional} <= set(Professional.Kind.values)
    codes = Path(fit.__file__).parent / "data" / "venue_checklist.tsv"
    known = {row["id"] for row in csv.DictReader(codes.open(encoding="utf-8"), delimiter="\t")}
    assert set(place()) <= known
    assert {"breaks", "long", "phone", "papers", "notice"} == set(OTHERWISE)


def test_what_nobody_has_looked_at_does_not_fit_and_is_not_called_a_no() -> None:
    changing = fit.Need(1, 2, "N07", must=True)
    [one] = fit.check([changing], fit.Plan(None, 60, facts=place(V36="unknown", V37="no")), MEASURES).misfits
    assert [(lack.code, lack.answer) for lack in one.why.lacks] == [("V36", "unknown"), ("V37", "no")]
    small = {**place(), "V36": Says("yes", Decimal(9))}
    assert fit.check([changing], fit.Plan(None, 60, facts=small), MEASURES).misfits[0].why.lacks[0].code == "V36", (
        "12 square metres (R064)"
    )


def test_a_drop_off_close_by_is_as_good_as_parking() -> None:
    near = fit.Need(1, 2, "N03", must=True)
    far = {"V10": Says("yes", Decimal(200)), "V12": Says("yes", Decimal(20))}
    assert fit.check([near], fit.Plan(None, 60, facts=far), MEASURES).misfits == []


def test_who_comes_online_is_not_held_to_the_place() -> None:
    online = fit.Need(1, 2, "N01", must=True, at_place=False)
    assert fit.check([online], nothing_fits(), MEASURES).misfits == []


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("After 11, because getting up takes two hours.", time(11)),
        ("11:00", time(11)),
        ("not before 11.30am", time(11, 30)),
        ("after 2", time(14)),
        ("From 1pm, please", time(13)),
        ("2 to 4, or after 9", None),
        ("after 2 hours", None),
        ("after 12 May", None),
        ("after 25", None),
        ("Nicht vor elf", None),
        ("", None),
    ],
)
def test_a_time_is_read_from_words_only_when_it_is_clear(words: str, asked: time | None) -> None:
    assert start_asked(words) == asked


def test_own_words_are_a_task_to_read_or_a_time() -> None:
    own, timed = fit.Need(1, 2, "", must=True), fit.Need(1, 3, "", must=True, not_before=time(11))
    outcome = fit.check([own, timed], fit.Plan(NINE, 60), MEASURES)
    assert [task.of.need for task in outcome.tasks] == [2]
    assert [(one.of.need, one.why.kind) for one in outcome.misfits] == [(3, "time")]


def test_each_full_hour_has_ten_minutes_of_break() -> None:
    assert fit.hours_without_break(150, [fit.Pause(50, 10)], 10) == [2]
    assert fit.hours_without_break(120, [fit.Pause(55, 10), fit.Pause(110, 10)], 10) == [1], "half a break is not one"
    assert fit.hours_without_break(50, [], 10) == []
    assert fit.lacks_breaks(fit.Plan(None, 120, (fit.Pause(10, 10), fit.Pause(20, 10)), 30), 10) is False, (
        "the agenda is still empty"
    )


def test_suggestions_name_whom_each_choice_leaves_out_and_put_informal_places_first() -> None:
    needs = [
        fit.Need(1, 1, "N07", must=True),
        fit.Need(2, 2, "N01", must=True),
        fit.Need(2, 3, "N66", must=True),
        fit.Need(3, 4, "N22", must=False),
    ]
    rooms = [
        fit.Room(10, False, place()),
        fit.Room(11, True, place(V36="unknown", V19="no")),
        fit.Room(12, True, place()),
        fit.Room(13, True, place(V44="no")),
    ]
    found = fit.suggest(needs, rooms, [time(9), time(11)], MEASURES)
    assert [(one.thing, one.musts, set(one.left_out)) for one in found.places] == [
        (12, 0, set()),
        (13, 0, set()),
        (10, 0, set()),
        (11, 2, {1, 2}),
    ]
    assert [(one.thing, set(one.left_out)) for one in found.starts] == [(11 * 60, set()), (9 * 60, {2})]


def test_fit_and_suggestions_say_the_same() -> None:
    needs = [
        fit.Need(person, person * 100 + at, code, must=(person + at) % 2 == 0)
        for person in range(20)
        for at, code in enumerate(ways())
    ]
    for facts in (place(), place(V36="no", V51="unknown"), {code: Says("no") for code in place()}):
        one = fit.check(needs, fit.Plan(None, 60, facts=facts), MEASURES).misfits
        [option] = fit.suggest(needs, [fit.Room(1, True, facts)], [], MEASURES).places
        assert option.musts == sum(each.of.must for each in one if each.why.kind == "place")
        assert option.left_out == {each.of.person for each in one if each.of.must and each.why.kind == "place"}


def test_days_of_several_faiths_are_known() -> None:
    def said(day: date, hour: int = 10) -> list[str]:
        return [str(name) for name in religious(day, hour)]

    assert said(date(2026, 3, 21)) == ["Eid al-Fitr"]
    assert said(date(2026, 11, 8)) == ["Diwali"]
    assert said(date(2026, 9, 21)) == ["Yom Kippur"]
    assert said(date(2026, 9, 20), hour=18) == ["Yom Kippur"], "it begins at sunset"
    assert said(date(2026, 9, 20), hour=10) == []
    assert said(date(2026, 12, 25)) == ["Christmas Day"]
