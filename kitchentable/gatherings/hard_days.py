"""Days that are hard for some: religious days from the `holidays` library, school days from the organisation's own list. Warned of only.

The library gives public holidays of countries, so we read each day from a country that keeps it. It knows nothing of Ramadan, of prayer
times or of days that no state keeps: for those, people are asked (N69). Moon days are what the library expects, and may move by one.
"""

from __future__ import annotations

import functools
from datetime import date, timedelta

import holidays
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KEPT_IN: tuple[tuple[str, str, Promise], ...] = (
    ("SG", "Chinese New Year", _("Lunar New Year")),
    ("SG", "Eid al-Fitr", _("Eid al-Fitr")),
    ("SG", "Eid al-Adha", _("Eid al-Adha")),
    ("SG", "Vesak Day", _("Vesak")),
    ("SG", "Diwali", _("Diwali")),
    ("SG", "Good Friday", _("Good Friday")),
    ("ID", "Easter Sunday", _("Easter Sunday")),
    ("GB", "Christmas Day", _("Christmas Day")),
    ("IN", "Holi", _("Holi")),
    ("IN", "Guru Nanak's Birthday", _("Guru Nanak’s birthday")),
    ("IL", "Pesach", _("Passover")),
    ("IL", "Shavuot", _("Shavuot")),
    ("IL", "Rosh Hashanah", _("Rosh Hashanah")),
    ("IL", "Yom Kippur", _("Yom Kippur")),
    ("IL", "Sukkot", _("Sukkot")),
)
FROM_SUNSET = "IL"
AFTERNOON = 15


@functools.cache
def _days_of(country: str) -> holidays.HolidayBase:
    if country == "GB":
        return holidays.country_holidays(country)
    return holidays.country_holidays(country, language="en_US")


def _named(country: str, day: date, wanted: str) -> bool:
    names = str(_days_of(country).get(day) or "").split("; ")
    return any(wanted in name and "observed" not in name for name in names)


def religious(day: date, hour: int = 0) -> list[Promise]:
    """The religious days that fall on this day; a day that begins at sunset counts from 3pm of the day before."""
    found = []
    for country, wanted, ours in KEPT_IN:
        eve = country == FROM_SUNSET and hour >= AFTERNOON and _named(country, day + timedelta(days=1), wanted)
        if eve or _named(country, day, wanted):
            found.append(ours)
    return found
