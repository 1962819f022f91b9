"""When a piece of work is looked back on: 3, 6 and 12 months after it began, at the end, and 3, 6 and 12 months after the end (R101)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.policy.numbers import number
from kitchentable.ties.models import LookBack
from kitchentable.works.models import StageTime, Work

MONTHS = ("look_back_first", "look_back_second", "look_back_third")
Kind = LookBack.Kind


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time of looking back that should be."""

    code: str
    kind: str
    months: int
    due_on: date


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the last of the month when there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def occasions(work: Work, ended_on: date | None, months: Iterable[int]) -> list[Occasion]:
    """All times of looking back of a piece of work, in order. After the end, those that count from its beginning fall away."""
    began = timezone.localtime(work.started_at).date()
    steps = sorted(set(months))
    found = [Occasion(f"start-{n}", Kind.START, n, add_months(began, n)) for n in steps]
    if ended_on is None:
        return found
    found = [one for one in found if one.due_on < ended_on]
    found.append(Occasion("end", Kind.END, 0, ended_on))
    return found + [Occasion(f"after-{n}", Kind.AFTER, n, add_months(ended_on, n)) for n in steps]


def occasions_of(work: Work) -> list[Occasion]:
    """As `occasions`, from the tables: one query, and the numbers in force."""
    return occasions(work, ended_on(work), months())


def months() -> list[int]:
    """After how many months we look back, as the organisation set it (R101)."""
    return [number(name) for name in MONTHS]


def ended_on(work: Work) -> date | None:
    """The day on which a piece of work first came to “looking back”; None before."""
    first = StageTime.objects.filter(work=work, stage=Work.Stage.LOOKING_BACK).order_by("since").first()
    return timezone.localtime(first.since).date() if first else None


def called(look_back: LookBack) -> str:
    """Such as “After 3 months”."""
    if look_back.kind == Kind.STAGE:
        stage = look_back.occasion.removeprefix("stage-")
        return _("At the end of “%(stage)s”") % {"stage": dict(Work.Stage.choices).get(stage, stage)}
    if look_back.kind == Kind.END:
        return _("At the end")
    words = (
        ngettext("After %(n)d month", "After %(n)d months", look_back.months)
        if look_back.kind == Kind.START
        else ngettext("%(n)d month after the end", "%(n)d months after the end", look_back.months)
    )
    return words % {"n": look_back.months}
