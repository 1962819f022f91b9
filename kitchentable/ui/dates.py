"""Days and times in words, the way we say them on every page and in every letter."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _


def day_in_words(value: date, today: date | None = None) -> str:
    """ "Tuesday 4 May 2026"; the year is left out when it is the year of `today`."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    names = {
        "weekday": WEEKDAYS[value.weekday()],
        "day": value.day,
        "month": MONTHS[value.month],
        "year": f"{value.year:04d}",
    }
    if today is not None and today.year == value.year:
        return _("%(weekday)s %(day)s %(month)s") % names
    return _("%(weekday)s %(day)s %(month)s %(year)s") % names


def time_in_words(value: datetime) -> str:
    """ "10.30am", "9am", "12 noon" or "12 midnight", in the current timezone."""
    here = timezone.localtime(value) if timezone.is_aware(value) else value
    if here.minute == 0 and here.hour in (0, 12):
        return _("12 noon") if here.hour else _("12 midnight")
    clock = f"{(here.hour - 1) % 12 + 1}" + (f".{here.minute:02d}" if here.minute else "")
    return _("%(clock)sam") % {"clock": clock} if here.hour < 12 else _("%(clock)spm") % {"clock": clock}


def moment_in_words(value: datetime, today: date | None = None) -> str:
    """ "Tuesday 4 May, 10.30am", in the current timezone."""
    return _("%(day)s, %(time)s") % {"day": day_in_words(value, today), "time": time_in_words(value)}
