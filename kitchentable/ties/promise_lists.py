"""How promises are shown: each with a word and a shape, what was promised first beside what counts now, and how many stand how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Min, Q, QuerySet, When
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kitchentable.people.clock import add_working_days, working_days_between
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.ties.models import Promise
from kitchentable.ties.models.promises import Promises
from kitchentable.ties.promise_counts import FIRST_MADE
from kitchentable.ui.dates import day_in_words
from kitchentable.ui.pieces import Status

PER_PAGE = 25
State = Promise.State
SHOWS: tuple[tuple[str, str | Lazy], ...] = (
    ("", lazy("All")),
    ("open", lazy("Open")),
    ("late", lazy("Late")),
    ("kept", lazy("Kept")),
    ("not_kept", lazy("Not kept")),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A promise with how it stands, in words and a shape, and what is to be said of days that were agreed anew."""

    promise: Promise
    status: Status
    anew: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """How many stand how; they add up. `oldest` is the day on which the oldest open one was first promised; `age` says how long ago."""

    total: int
    open: int
    late: int
    kept: int
    not_kept: int
    oldest: date | None
    age: str


def shown(promises: Iterable[Promise]) -> list[Shown]:
    """Each promise as it is shown. Load `first` with them."""
    return [Shown(one, standing(one), anew_words(one)) for one in promises]


def standing(promise: Promise) -> Status:
    """How it stands: a word and a shape. On time is said only of the day that was promised first."""
    if promise.state == State.BROKEN:
        return Status("no", _("Not kept"))
    if promise.state == State.ANEW:
        return Status("again", _("Agreed anew"))
    if promise.state == State.KEPT:
        return _kept(promise)
    if promise.by_when is None:
        return Status("unknown", _("Open, with no day"))
    if promise.is_late:
        days = max(1, working_days_between(promise.by_when, max(today(), promise.late_noted_on or today()), settings.NATION))
        return Status("late", ngettext("%(n)d working day late", "%(n)d working days late", days) % {"n": days})
    soon = promise.by_when <= add_working_days(today(), number("promise_warn_days"), settings.NATION)
    return Status("soon" if soon else "waiting", _("Open, by %(day)s") % {"day": _say(promise.by_when)})


def _kept(promise: Promise) -> Status:
    day, ended = promise.first_day, promise.ended_on
    if day is None or ended is None:
        return Status("done", _("Kept"))
    if ended <= day:
        return Status("done", _("Kept, on time"))
    if promise.times_anew and promise.by_when is not None and ended <= promise.by_when:
        return Status("partly", _("Kept by the day that was agreed anew"))
    return Status("partly", _("Kept, late"))


def anew_words(promise: Promise) -> str:
    """“Agreed anew twice. The first day was Tuesday 4 May.” Nothing when it never was."""
    if not promise.times_anew:
        return ""
    often = {1: _("Agreed anew once."), 2: _("Agreed anew twice.")}.get(
        promise.times_anew,
        ngettext("Agreed anew %(n)d time.", "Agreed anew %(n)d times.", promise.times_anew) % {"n": promise.times_anew},
    )
    first = (
        _("The first day was %(day)s.") % {"day": _say(promise.first_day)} if promise.first_day else _("At first it had no day.")
    )
    return f"{often} {first}"


def narrowed(found: QuerySet[Promise], show: str) -> QuerySet[Promise]:
    """Those that stand so, in the order that helps: what is open by its day, what has ended with the newest first."""
    as_now: Promises = found.as_they_stand()  # type: ignore[attr-defined]
    if show == "kept":
        return as_now.filter(state=State.KEPT).order_by("-ended_on", "-pk")
    if show == "not_kept":
        return as_now.filter(state=State.BROKEN).order_by("-ended_on", "-pk")
    if show == "late":
        return as_now.overdue().order_by("by_when", "pk")
    if show == "open":
        return as_now.open().order_by("by_when", "pk")
    return as_now.order_by(Case(When(state=State.OPEN, then=0), default=1), "by_when", "pk")


def paged(found: QuerySet[Promise], page: str | None) -> Page[Promise]:
    """One page of a list, with all that is shown of each."""
    return Paginator(found.select_related("work", "owner", "first", "ended_by"), PER_PAGE).get_page(page)


def summary(found: QuerySet[Promise]) -> Summary:
    """How these promises stand, in one query: each counted once, as it is now."""
    is_open, is_late = Q(state=State.OPEN), Q(by_when__lt=today()) | Q(late_noted_on__isnull=False)
    row = (
        found.as_they_stand()  # type: ignore[attr-defined]
        .annotate(promised_on=FIRST_MADE)
        .order_by()
        .aggregate(
            total=Count("pk"),
            open=Count("pk", is_open & ~is_late),
            late=Count("pk", is_open & is_late),
            kept=Count("pk", Q(state=State.KEPT)),
            not_kept=Count("pk", Q(state=State.BROKEN)),
            oldest=Min("promised_on", filter=is_open),
        )
    )
    return Summary(**row, age=_age(row["oldest"]) if row["oldest"] else "")


def _age(day: date) -> str:
    days = max(0, (today() - day).days)
    if days < 60:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    months = days // 30
    if months < 24:
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    return ngettext("%(n)d year", "%(n)d years", days // 365) % {"n": days // 365}


def _say(day: date | None) -> str:
    return day_in_words(day, today()) if day else ""
