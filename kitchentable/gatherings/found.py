"""What was found at places, as pages and the fit read it: yes, no, or nobody has looked, for each row of the checklist."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.gatherings.checklist import Bounds, Item, bounds_in_force, items, plain
from kitchentable.gatherings.models import Fact, Place
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.ui.pieces import Status

Answer = Literal["yes", "no", "unknown"]
CHANGING_PLACES, HOIST, BENCH = "V36", "V37", "V38"


class Found(NamedTuple):
    """What is known of one fact about one place. "unknown": nobody has looked; it never means "no". A tuple, because there are many."""

    answer: Answer
    number: Decimal | None = None
    note: str = ""
    checked_by: str = ""
    checked_on: date | None = None
    is_old: bool = False
    with_disabled_people: bool | None = None

    @property
    def status(self) -> Status:
        """The word and the shape of the answer."""
        return STATUS[self.answer]()


UNKNOWN = Found("unknown")
STATUS = {
    "yes": lambda: Status("done", _("Yes")),
    "no": lambda: Status("no", _("No")),
    "unknown": lambda: Status("unknown", _("Nobody has looked")),
}


def facts_of(places: Iterable[Place]) -> dict[int, dict[str, Found]]:
    """What is known of these places: {place pk: {code: Found}}, with every code of the checklist.

    One query for all facts, however many places; a number with a limit decides yes or no (a door of 78 cm is a "no").
    """
    pks = [place.pk for place in places]
    codes = items()
    found = {pk: dict.fromkeys(codes, UNKNOWN) for pk in pks}
    if not pks:
        return found
    bounds, old_before = bounds_in_force(), looked_before()
    rows = Fact.objects.filter(place__in=pks).order_by()
    for pk, code, answer, value, note, by, on, with_disabled in rows.values_list(
        "place_id", "code", "answer", "number", "note", "checked_by", "checked_on", "with_disabled_people"
    ):
        if code in codes:
            found[pk][code] = Found(
                answer_for(bounds.get(code), answer, value), value, note, by, on, on < old_before, with_disabled
            )
    return found


def answer_for(bounds: Bounds | None, answer: str, value: Decimal | None) -> Answer:
    """What a number says when there is a limit for it; else what somebody answered."""
    if bounds is not None and value is not None:
        return "yes" if bounds.hold(value) else "no"
    return "yes" if answer == Fact.Answer.YES else "no"


def looked_before() -> date:
    """Facts from before this day are to be looked at again (`fact_months`)."""
    return months_before(today(), number("fact_months"))


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier; its last day when that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def yes_to(code: str, bounds: Mapping[str, Bounds]) -> Q:
    """A filter on facts: this one is a yes. Says the same as `answer_for`, in the database."""
    limit = bounds.get(code)
    if limit is None:
        return Q(code=code, answer=Fact.Answer.YES)
    within = Q(number__isnull=False)
    if limit.least is not None:
        within &= Q(number__gte=limit.least)
    if limit.most is not None:
        within &= Q(number__lte=limit.most)
    return Q(code=code) & (within | Q(number__isnull=True, answer=Fact.Answer.YES))


def changing_places(found: Mapping[str, Found], bounds: Mapping[str, Bounds] | None = None) -> tuple[Answer, str]:
    """Is there a Changing Places toilet by the standard (R064), and what is missing or not known, in words.

    It counts as one only with its floor, hoist and bench looked at; a floor that nobody has measured is "unknown".
    Pass `bounds` when many places are asked: else each call reads the number in force.
    """
    room, hoist, bench = (found.get(code, UNKNOWN) for code in (CHANGING_PLACES, HOIST, BENCH))
    limit = bounds[CHANGING_PLACES] if bounds is not None else items()[CHANGING_PLACES].bounds()
    least = limit.least or Decimal(0)
    missing, unknown = [], []
    if room.answer == "no":
        if room.number is None:
            return "no", _("There is no Changing Places toilet.")
        missing.append(
            _("The floor is %(there)s square metres. %(least)s are needed.") % {"there": plain(room.number), "least": plain(least)}
        )
    elif room.answer == "unknown":
        unknown.append(_("Nobody has looked if there is a Changing Places toilet."))
    elif room.number is None:
        unknown.append(_("Nobody has measured the floor. %(least)s square metres are needed.") % {"least": plain(least)})
    for part, no_words, unknown_words in (
        (hoist, _("There is no hoist on the ceiling."), _("Nobody has looked if there is a hoist.")),
        (bench, _("There is no bench for adults."), _("Nobody has looked if there is a bench for adults.")),
    ):
        if part.answer == "no":
            missing.append(no_words)
        elif part.answer == "unknown":
            unknown.append(unknown_words)
    if missing:
        return "no", " ".join([*missing, *unknown])
    if unknown:
        return "unknown", unknown[0] if room.answer == "unknown" else " ".join(unknown)
    return "yes", _("%(there)s square metres, with a hoist and a bench for adults.") % {"there": plain(room.number or Decimal(0))}


def number_in_words(item: Item, value: Decimal | None, bounds: Bounds | None) -> str:
    """The number that was found and, where there is a limit, what is needed: “78 cm. 80 cm or more is needed.” Empty without a number."""
    if value is None:
        return ""
    there = f"{item.counted(value)}."
    if bounds is None or bounds.hold(value):
        return there
    return f"{there} {limit_in_words(item, bounds)}"


def limit_in_words(item: Item, bounds: Bounds) -> str:
    """What a number must be: “80 cm or more is needed.”"""
    if bounds.least is not None:
        return _("%(least)s or more is needed.") % {"least": item.counted(bounds.least)}
    if bounds.most is not None:
        return _("It may be %(most)s at most.") % {"most": item.counted(bounds.most)}
    return ""


class Looked(NamedTuple):
    """Who looked at a place last, when, and with whom; how many facts are old, and how many nobody has looked at."""

    by: str
    on: date
    with_disabled_people: bool | None
    old: int
    unknown: int

    @property
    def old_in_words(self) -> str:
        """“3 facts are to be looked at again.”; empty when none is."""
        if not self.old:
            return ""
        return ngettext("%(n)d fact is to be looked at again", "%(n)d facts are to be looked at again", self.old) % {"n": self.old}


def last_look(found: Mapping[str, Found]) -> Looked | None:
    """The newest look at a place; None when nobody has looked at anything."""
    known = [one for one in found.values() if one.checked_on is not None]
    if not known:
        return None
    last = max(known, key=lambda one: (one.checked_on or date.min, one.with_disabled_people is True))
    old = sum(1 for one in known if one.is_old)
    return Looked(last.checked_by, last.checked_on or date.min, last.with_disabled_people, old, _unknown(found))


def _unknown(found: Mapping[str, Found]) -> int:
    return sum(1 for code, item in items().items() if item.is_place and found.get(code, UNKNOWN).answer == "unknown")
