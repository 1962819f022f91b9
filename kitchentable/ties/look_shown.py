"""What the pages of looking back show: counts as tables, lines by kind with who does not see it so. As far as the reader may know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kitchentable.people.small import Cell
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor
from kitchentable.ties.forms.looking_back import FELT_WORDS
from kitchentable.ties.look_counts import LADDER, SIDES, SKIPPED, STEPS, Shown, enough, for_everyone, for_the_group
from kitchentable.ties.look_dates import called
from kitchentable.ties.models import LookBack, LookDoubt, LookLine, LookSaid
from kitchentable.ui.charts import Chart, Series
from kitchentable.ui.pieces import Status
from kitchentable.works.models import Role, Step, Work
from kitchentable.works.rules import has_role


@dataclass(frozen=True, slots=True)
class Line:
    """One short line as it stands on the page. `n`: from what how many said; None: few, or not counted yet."""

    line: LookLine
    n: int | None
    doubts: Sequence[LookDoubt]
    mine: LookDoubt | None


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one kind."""

    kind: str
    called: str
    lines: Sequence[Line]


def has_part(person: Actor, work: Work) -> bool:
    """Whether somebody has a part in it now: they read what the group reads."""
    return has_role(person, work.pk, *Role.Kind)


def counts_for(person: Actor, look_back: LookBack) -> Shown:
    """Its counts, as far as this reader may know them. No query but for the numbers."""
    if has_part(person, look_back.work):
        return for_the_group(look_back, number("group_least"))
    return for_everyone(look_back, number("hide_below"))


def status_of(look_back: LookBack) -> Status:
    """How a time of looking back stands."""
    if not look_back.is_open:
        return Status("done", _("Finished"))
    if (today() - look_back.due_on).days > number("look_back_days"):
        return Status("late", _("Late, and still open"))
    return Status("waiting", _("Open now"))


def felt_chart(person: Actor, look_backs: Iterable[LookBack]) -> Chart | None:
    """How it felt, time after time; None while nothing can be shown."""
    closed = [one for one in look_backs if not one.is_open]
    shown = [counts_for(person, one) for one in closed]
    if not any(one.said for one in shown):
        return None
    names = {**{str(n): str(words) for n, words in FELT_WORDS.items()}, SKIPPED: _("Did not say")}
    series = [
        Series(names[step], tuple(one.felt.get(step) for one in shown), place + 1, tuple(one.said for one in shown))
        for place, step in enumerate(STEPS)
    ]
    return Chart(
        title=_("How it felt, time after time"),
        description=_("How many people chose each of the five words, each time we looked back."),
        labels=tuple(called(one) for one in closed),
        series=tuple(series),
        kind="stack",
        why_gaps=_("Small numbers are hidden, and others with them, so that nobody can be worked out."),
    )


def aim_rows(shown: Shown) -> list[tuple[str, Cell]]:
    """Each answer to “was the aim met?” with how many gave it."""
    names = {**{str(value): str(label) for value, label in LookSaid.Aim.choices}, SKIPPED: _("Did not say")}
    return [(names[answer], n) for answer, n in shown.aim.items()]


def felt_rows(shown: Shown) -> list[tuple[str, Cell]]:
    """Each of the five words with how many chose it."""
    names = {**{str(n): str(words) for n, words in FELT_WORDS.items()}, SKIPPED: _("Did not say")}
    return [(names[step], n) for step, n in shown.felt.items()]


def ladder_rows(shown: Shown, planned: int) -> list[tuple[str, bool, Sequence[Cell]]]:
    """Each step of the ladder, whether it was planned, and how many of each side felt it so (R081)."""
    if not shown.by_side:
        return []
    names = {**{str(step.value): str(step.label) for step in Step}, SKIPPED: _("Did not say")}
    return [
        (names[step], step == str(planned), [shown.by_side[side][place] for side in SIDES]) for place, step in enumerate(LADDER)
    ]


def lines_of(person: Actor, look_back: LookBack) -> list[Lines]:
    """The lines that this reader may read, by kind, each with the words of those who do not see it so. Two queries."""
    seen = LookLine.objects.seen_by(person).filter(look_back=look_back)
    limit = number("group_least" if has_part(person, look_back.work) else "hide_below")
    of = look_back.counts.get("said", 0)
    found: dict[str, list[Line]] = {}
    doubts: dict[int, list[LookDoubt]] = {}
    for one in LookDoubt.objects.filter(line__in=seen, taken_back_at__isnull=True).order_by("key"):
        doubts.setdefault(one.line_id, []).append(one)
    pk = getattr(person, "pk", None)
    for line in seen.order_by("at", "pk"):
        beside = doubts.get(line.pk, [])
        mine = next((one for one in beside if pk is not None and one.person_id == pk), None)
        n = enough(line.from_n, of, limit) if not look_back.is_open and line.from_n else None
        found.setdefault(line.kind, []).append(Line(line, n, beside, mine))
    return [Lines(str(kind.value), str(kind.label), found[kind]) for kind in LookLine.Kind if kind in found]
