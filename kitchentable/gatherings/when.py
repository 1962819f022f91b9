"""From a day and a time on the wall to a moment, and back: what to do when the clocks change that night."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from kitchentable.policy.verdict import Problem


class NoSuchTime(Problem):
    """The clocks skip this time."""

    field = "at"


def moment_of(day: date, at: time) -> datetime:
    """When it is `at` on `day`, on the clocks of the organisation. Of a time that comes twice, the first. Raises NoSuchTime."""
    zone = timezone.get_default_timezone()
    moment = datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).time() != at:
        raise NoSuchTime(_("The clocks go forward that night. This time does not exist on that day. Choose another one."))
    return moment


def same_time_later(moment: datetime, weeks: int) -> datetime:
    """The same time on the wall, some weeks later: 11am stays 11am when the clocks change. Raises NoSuchTime."""
    here = moment.astimezone(timezone.get_default_timezone())
    return moment_of(here.date() + timedelta(weeks=weeks), here.time())


def clocks_words(moment: datetime) -> str:
    """What to say when the clocks change close to this moment; else nothing."""
    zone = timezone.get_default_timezone()
    here = moment.astimezone(zone)
    if here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset():
        return _("The clocks go back that night, so this time comes twice. We took the first.")
    evening_before = datetime.combine(here.date() - timedelta(days=1), time(18), tzinfo=zone)
    if evening_before.utcoffset() != here.utcoffset():
        return _("The clocks change in the night before. Say so when you remind people.")
    return ""
