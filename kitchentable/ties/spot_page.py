"""What the page of a sweet spot adds to its picture: each figure with its trend, stages in words, names, and what people say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.policy.verdict import Actor
from kitchentable.seats.gaps import StageGap
from kitchentable.ties.counted.reading import Point
from kitchentable.ties.models import Remark
from kitchentable.ties.sweet import STANDS, Seen, Shown, in_count
from kitchentable.ui.charts import Chart, Series
from kitchentable.ui.pieces import Status, Words
from kitchentable.voices.models import Outcome
from kitchentable.voices.models import Status as Stands
from kitchentable.voices.models.contributions import WITH_WORDS
from kitchentable.voices.standing import OUTCOME_KINDS
from kitchentable.works.models import LIVED_GROUPS, Role, Work

MOST_SAID = 60
A_TIP = 5
"""Remarks beside one tip, the newest first; older ones stand with all that was said."""


@dataclass(frozen=True, slots=True)
class Trend:
    """How one figure went: a chart, and for each step of it what may be told, in words."""

    chart: Chart
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One figure on the page."""

    shown: Shown
    trend: Trend | None

    @property
    def status(self) -> Status:
        """How this figure stands."""
        return STANDS[self.shown.standing]

    @property
    def span(self) -> str:
        """The months that are in it."""
        return in_span(self.shown.since, self.shown.until) if self.shown.since and self.shown.until else ""


@dataclass(frozen=True, slots=True)
class Section:
    """One tip on the page: what is known, and what is not yet."""

    tip: Seen
    lines: tuple[Line, ...]

    @property
    def known(self) -> list[Line]:
        """What was counted."""
        return [one for one in self.lines if one.shown.standing != "unknown"]

    @property
    def unknown(self) -> list[Line]:
        """What was not, or from too few people."""
        return [one for one in self.lines if one.shown.standing == "unknown"]


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of a tip, and what came of it."""

    remark: Remark
    status: Status

    @property
    def is_public(self) -> bool:
        """May everyone read it?"""
        return self.remark.contribution.is_published


def with_trends(tips: Sequence[Seen], trends: Mapping[str, list[Point]]) -> Iterator[tuple[Seen, list[Line]]]:
    """Each tip with its figures; a trend where there are two steps or more."""
    for tip in tips:
        yield tip, [Line(shown, _trend(shown, trends.get(shown.code, []))) for shown in tip.shown]


def rows_of(tip: Seen, lines: list[Line]) -> Section:
    """One tip for its template."""
    return Section(tip, tuple(lines))


def said_of(work: Work, person: Actor) -> dict[int, list[Said]]:
    """What people said of each tip, as far as `person` may read it, the newest first. One question to the tables."""
    found = Remark.objects.seen_by(person).filter(work=work, contribution__status__in=WITH_WORDS)
    found = found.select_related(
        "contribution__work", "contribution__owner", "contribution__answer__decider", "contribution__said_by"
    )
    by_tip: dict[int, list[Said]] = {}
    for one in found[:MOST_SAID]:
        those = by_tip.setdefault(one.tip, [])
        if len(those) < A_TIP:
            those.append(Said(one, _stands(one)))
    return by_tip


def stages_in_words(gaps: Mapping[str, Sequence[StageGap]]) -> list[tuple[Words, Status, list[str]]]:
    """For each stage the work has reached: its name, how it stands, and who was missing for how long (R072)."""
    found: list[tuple[Words, Status, list[str]]] = []
    for stage, those in gaps.items():
        if not those:
            found.append((Work.Stage(stage).label, Status("done", _("Each group was there all the time")), []))
            continue
        some = Status("partly", _("Somebody was missing for a time"))
        status = Status("late", _("A group was missing all the time")) if any(one.is_whole for one in those) else some
        found.append((Work.Stage(stage).label, status, [_gap(one) for one in those]))
    return found


def lived_sides(side: str) -> list[tuple[str, Words, bool]]:
    """The views of the page: all together, and each side of the table with lived experience; which one is open."""
    return [("", _("All together"), not side), *((one.value, one.label, one == side) for one in LIVED_GROUPS)]


def names_of(work: Work, who: str) -> str:
    """Who of a piece of work could do the one thing that would help most."""
    if who == "decider":
        return work.decider.called
    if who == "answers":
        return work.answers_first.called
    leads = work.roles.filter(kind=Role.Kind.LEAD, until__isnull=True).order_by("pk").values_list("person__called", flat=True)
    return leads.first() or work.answers_first.called


def in_span(since: date, until: date) -> str:
    """Whole months in words: “March to May 2026”."""
    last = date_format(until, "F Y")
    if (since.year, since.month) == (until.year, until.month):
        return last
    first = date_format(since, "F" if since.year == until.year else "F Y")
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


# ── the small steps ───────────────────────────────────────────────────────────────────────────────


def _trend(shown: Shown, points: Sequence[Point]) -> Trend | None:
    if sum(point.told is not None for point in points) < 2:
        return None
    labels = tuple(_span(point) for point in points)
    values = tuple(point.told.exact if point.told else None for point in points)
    bases = tuple(point.told.of if point.told else None for point in points)
    told = tuple(_told(point) for point in points)
    words = "; ".join(f"{label}: {one}" for label, one in zip(labels, told, strict=True))
    chart = Chart(
        title=_("%(figure)s, over time") % {"figure": shown.name},
        description=words,
        labels=labels,
        series=(Series(shown.name, values, 1, bases),),
        why_gaps=_("Small numbers are not shown, so that nobody can be worked out. In some times nothing was counted."),
    )
    return Trend(chart, tuple(zip(labels, told, strict=True)))


def _told(point: Point) -> str:
    if point.told is None:
        return _("nothing was counted")
    return _("too few people to show") if point.told.says_nothing else in_count(point.told)


def _span(point: Point) -> str:
    return str(point.since.year) if point.is_year else in_span(point.since, point.until)


def _gap(gap: StageGap) -> str:
    if gap.is_whole:
        return _("Nobody from “%(group)s”, all the time") % {"group": gap.group.name}
    days = ngettext("%(days)d day of %(of)d", "%(days)d days of %(of)d", gap.days) % {"days": gap.days, "of": gap.of}
    return _("Nobody from “%(group)s” for %(days)s") % {"group": gap.group.name, "days": days}


def _stands(one: Remark) -> Status:
    said = one.contribution
    if said.status == Stands.ANSWERED and said.answer:
        return Status(OUTCOME_KINDS[Outcome(said.answer.outcome)], said.answer.get_outcome_display())  # type: ignore[arg-type]
    return Status("again", _("Open again")) if said.opens else Status("waiting", _("Waiting for an answer"))
