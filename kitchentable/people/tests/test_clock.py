"""Working days: the clock that answers and formats run on."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitchentable.people.clock import NATIONS, add_working_days, is_working_day, working_days_between

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("said", "days", "due"),
    [
        (date(2026, 5, 11), 20, date(2026, 6, 9)),  # the spring bank holiday, 25 May, does not count
        (date(2026, 12, 23), 3, date(2026, 12, 30)),  # Christmas Day; 28 December stands in for Boxing Day
        (date(2026, 5, 8), 1, date(2026, 5, 11)),  # a Friday
        (date(2026, 5, 9), 0, date(2026, 5, 11)),  # a Saturday counts from the next working day
        (date(2026, 5, 6), 0, date(2026, 5, 6)),
    ],
)
def test_working_days_skip_weekends_and_bank_holidays(said: date, days: int, due: date) -> None:
    assert add_working_days(said, days) == due


def test_scotland_has_its_own_holidays() -> None:
    assert not is_working_day(date(2026, 1, 2), "Scotland")
    assert is_working_day(date(2026, 1, 2), "England")


def test_a_nation_we_do_not_know_is_refused() -> None:
    with pytest.raises(KeyError):
        is_working_day(date(2026, 1, 5), "Narnia")


@given(DAYS, st.integers(0, 60), st.sampled_from(sorted(NATIONS)))
def test_adding_and_counting_agree(day: date, days: int, nation: str) -> None:
    due = add_working_days(day, days, nation)
    assert is_working_day(due, nation)
    if days:
        assert working_days_between(day, due, nation) == days
        assert working_days_between(due, day, nation) == -days
