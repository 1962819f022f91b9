"""Where something that was said stands, as a word and a shape; and how late it is, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.people.clock import add_working_days, working_days_between
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.voices.models import Contribution, Outcome, Status

OUTCOME_KINDS = {
    Outcome.USED: "done",
    Outcome.PARTLY: "partly",
    Outcome.NOT_USED: "no",
    Outcome.LATER: "later",
    Outcome.PASSED: "passed",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One status: `kind` is a name of the look-book, `words` says the same."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Days:
    """Today, and the last day of "due soon": read once for a whole list."""

    today: date
    soon: date


def days() -> Days:
    """Today, and the working day until which something is due soon (R006)."""
    day = today()
    return Days(day, add_working_days(day, number("warn_days"), settings.NATION))


def due(due_on: date, at: Days) -> Standing:
    """ "6 working days late", "Due today", "Due Thursday 11 June"."""
    if due_on < at.today:
        late = max(working_days_between(due_on, at.today, settings.NATION), 1)
        return Standing("late", ngettext("%(days)d working day late", "%(days)d working days late", late) % {"days": late})
    if due_on == at.today:
        return Standing("partly", _("Due today"))
    kind = "partly" if due_on <= at.soon else "waiting"
    return Standing(kind, _("Due %(day)s") % {"day": in_words(due_on, at.today)})


def standing(c: Contribution, at: Days) -> list[Standing]:
    """All that is to be said of where it stands: one or two statuses."""
    if c.status == Status.WITHDRAWN or c.status == Status.ERASED:
        return [Standing("withdrawn", c.get_status_display())]
    if c.status == Status.ANSWERED:
        return [outcome(c.outcome)]
    found = [Standing("again", _("Open again"))] if c.opens else []
    if c.outcome == Outcome.PASSED:
        found.append(Standing("passed", _("Passed on")))
    return [*found, due(c.due_on, at)]


def outcome(value: str) -> Standing:
    """The outcome of an answer."""
    return Standing(OUTCOME_KINDS[Outcome(value)], str(Outcome(value).label)) if value else Standing("unknown", _("Not known yet"))


def in_words(day: date, now: date) -> str:
    """ "Thursday 11 June", with the year when it is another one."""
    return date_format(day, "l j F" if day.year == now.year else "l j F Y")
