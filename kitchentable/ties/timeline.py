"""The history of a piece of work in one line of time: stages, questions, decisions, gatherings, seats, leads. One query; drawn, and listed by year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast, TruncDate
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kitchentable.gatherings.models import Gathering
from kitchentable.policy.clock import today
from kitchentable.seats.models import Seat
from kitchentable.voices.models import Decision, Question
from kitchentable.works.models import Role, StageTime, Work

MOST = 2_000
KINDS: dict[str, tuple[str | Promise, str]] = {
    "stage": (lazy("A stage began"), "way"),
    "lead": (lazy("Somebody led from here"), "person"),
    "lead_end": (lazy("Somebody stopped leading"), "person"),
    "question": (lazy("A question was opened"), "question"),
    "decision": (lazy("Something was decided"), "done"),
    "gathering": (lazy("A gathering"), "cup"),
    "seat": (lazy("Somebody took a seat"), "seat"),
    "seat_end": (lazy("A seat ended"), "seat"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `kind` of KINDS; `words` say which."""

    day: date
    kind: str
    words: str

    @property
    def what(self) -> str:
        """What kind of thing it is, in words."""
        return str(KINDS[self.kind][0])

    @property
    def icon(self) -> str:
        """Its icon."""
        return KINDS[self.kind][1]


@dataclass(frozen=True, slots=True)
class YearOf:
    """One year of the history: how many of each kind, and the place of its column in the picture."""

    year: int
    counts: tuple[tuple[str, int], ...]
    total: int
    x: int
    bars: tuple[tuple[int, int, int, int], ...]
    """What is drawn: (group 1 to 4, y, height, count)."""


@dataclass(frozen=True, slots=True)
class History:
    """All of it: the events of the year that is shown, newest first, and each year for the picture."""

    events: list[Event]
    years: list[YearOf]
    year: int
    says: str
    width: int


GROUPS = (
    ("gathering",),
    ("question", "decision"),
    ("stage", "lead", "lead_end"),
    ("seat", "seat_end"),
)
GROUP_NAMES = (
    lazy("Gatherings"),
    lazy("Questions and decisions"),
    lazy("Stages and leads"),
    lazy("Seats taken and ended"),
)
HIGH, STEP, LEAST = 140, 88, 6
"""How high the picture is, how wide a year, and for how many years there is room at least, so that one year is not drawn huge."""


def history(work: Work, year: int | None = None) -> History:
    """The history of a piece of work; `year` None: the newest with something in it. At most MOST things, the newest."""
    stage_names = dict(Work.Stage.choices)
    events = [
        Event(
            day,
            kind,
            str(stage_names.get(words, words))
            if kind == "stage"
            else words or _("Someone who was erased") * (kind.startswith("lead")),
        )
        for day, kind, words in _rows(work)
    ]
    events = [one for one in events if one.day <= today()]
    there = sorted({one.day.year for one in events})
    shown = year if year in there else (there[-1] if there else today().year)
    return History(
        events=[one for one in events if one.day.year == shown],
        years=_years(events, there),
        year=shown,
        says=_says(events, there),
        width=max(len(there), LEAST) * STEP + 24,
    )


def _rows(work: Work) -> list[tuple[date, str, str]]:
    def some(rows: QuerySet[Any], day: Any, kind: str, words: Any) -> QuerySet[Any, Any]:
        named = rows.annotate(day_=Cast(day, DateField()), kind_=Value(kind, CharField()), words_=Cast(words, CharField()))
        found: QuerySet[Any, Any] = named.order_by().values_list("day_", "kind_", "words_")
        return found

    leads = Role.objects.filter(work=work, kind=Role.Kind.LEAD)
    seats = Seat.objects.at_table().filter(work=work)
    held = Gathering.objects.filter(work=work, starts_at__isnull=False, state=Gathering.State.HELD)
    parts = (
        some(StageTime.objects.filter(work=work), TruncDate("since"), "stage", F("stage")),
        some(leads, TruncDate("since"), "lead", F("person__called")),
        some(leads.filter(until__isnull=False), TruncDate("until"), "lead_end", F("person__called")),
        some(Question.objects.filter(work=work, opened_at__isnull=False), TruncDate("opened_at"), "question", F("asks")),
        some(Decision.objects.filter(work=work, decided_on__isnull=False), F("decided_on"), "decision", F("title")),
        some(held, TruncDate("starts_at"), "gathering", F("title")),
        some(seats, F("since"), "seat", F("group__name")),
        some(seats.filter(until__isnull=False), F("until"), "seat_end", F("group__name")),
    )
    first, *others = parts
    return list(first.union(*others, all=True).order_by("-day_", "kind_")[:MOST])


def _years(events: list[Event], there: list[int]) -> list[YearOf]:
    by_year = {year: Counter(one.kind for one in events if one.day.year == year) for year in there}
    most = max((sum(counts.values()) for counts in by_year.values()), default=1)
    found = []
    for place, year in enumerate(there):
        sums = [sum(by_year[year][kind] for kind in kinds) for kinds in GROUPS]
        bars, y = [], HIGH
        for group, count in enumerate(sums, 1):
            height = round(count / most * (HIGH - 20)) if count else 0
            height = max(height, 4) if count else 0
            y -= height
            if count:
                bars.append((group, y, height, count))
        counts = tuple((str(name), count) for name, count in zip(GROUP_NAMES, sums, strict=True))
        found.append(YearOf(year, counts, sum(sums), 24 + place * STEP, tuple(bars)))
    return found


def _says(events: list[Event], there: list[int]) -> str:
    """The picture in one sentence; what did not happen is not counted out."""
    if not there:
        return _("Nothing has happened yet.")
    counts = Counter(one.kind for one in events)
    parts = [
        words % {"n": counts[kind]}
        for kind, words in (
            ("gathering", ngettext("%(n)d gathering", "%(n)d gatherings", counts["gathering"])),
            ("question", ngettext("%(n)d question", "%(n)d questions", counts["question"])),
            ("decision", ngettext("%(n)d decision", "%(n)d decisions", counts["decision"])),
            ("lead", ngettext("%(n)d lead", "%(n)d leads", counts["lead"])),
        )
        if counts[kind]
    ]
    first = min(one.day for one in events)
    return _("Since %(day)s: %(what)s.") % {"day": date_format(first, "F Y"), "what": ", ".join(parts) or _("the first steps")}
