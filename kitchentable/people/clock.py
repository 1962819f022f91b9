"""Working days. Pure: no Django, no wall clock.

Working days use the calendar of a nation of the United Kingdom (the `holidays` package); England unless set otherwise (DESIGN §5).
"""

from __future__ import annotations

import functools
from collections.abc import Container
from datetime import date, timedelta
from typing import NewType

import holidays

WorkingDays = NewType("WorkingDays", int)
NATIONS = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}


@functools.cache
def calendar(nation: str = "England") -> Container[date]:
    """The public holidays of a nation, by its English name. Raises KeyError for a name that is not in NATIONS."""
    found: Container[date] = holidays.country_holidays("GB", subdiv=NATIONS[nation])
    return found


def is_working_day(day: date, nation: str = "England") -> bool:
    """Monday to Friday, and no public holiday."""
    return day.weekday() < 5 and day not in calendar(nation)


def add_working_days(day: date, days: int, nation: str = "England") -> date:
    """The working day that is `days` working days after `day`; the day itself does not count. With 0: that day, or the next working day."""
    found, left = day, days
    while left > 0 or not is_working_day(found, nation):
        found += timedelta(days=1)
        if is_working_day(found, nation):
            left -= 1
            if left <= 0:
                break
    return found


def working_days_between(first: date, last: date, nation: str = "England") -> WorkingDays:
    """Working days after `first` up to and with `last`; negative when `last` is before `first`."""
    if last < first:
        return WorkingDays(-working_days_between(last, first, nation))
    count, day = 0, first
    while day < last:
        day += timedelta(days=1)
        count += is_working_day(day, nation)
    return WorkingDays(count)
