"""Who left: how many, from which groups, at which stage; small counts hidden (R116). Why is never counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from kitchentable.people.secret import mark
from kitchentable.people.small import Cell, published
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.seats.gaps import Days, stage_days
from kitchentable.seats.models import AffectedGroup, Seat
from kitchentable.works.models import Work


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: a group, and each stage with its count."""

    name: str
    cells: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Left:
    """Rows of a group with its counts by stage and its sum; None is hidden. `below` is the limit."""

    stages: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...], Cell], ...]
    down: tuple[Cell, ...]
    all: Cell
    below: int

    @property
    def lines(self) -> list[Line]:
        """The rows as a page draws them, with the sums of the stages as the last."""
        stages = [*self.stages, _("Together")]
        rows = [Line(name, tuple(zip(stages, (*counts, across), strict=True))) for name, counts, across in self.rows]
        return [*rows, Line(_("All groups"), tuple(zip(stages, (*self.down, self.all), strict=True)))]

    @property
    def shows_nothing(self) -> bool:
        """Everything is hidden."""
        return self.all is None and not any(count is not None for _name, counts, across in self.rows for count in (*counts, across))


def left_of(work: Work) -> Left:
    """The table of a piece of work: every group on the map or with seats, every stage reached, also where nobody left.

    A row or column that came and went with its counts would say that a hidden count is not nought.
    """
    ended = Seat.objects.at_table().filter(work=work)
    seats = list(ended.order_by("pk").values_list("group_id", "person_id", "since", "until"))
    groups = list(
        AffectedGroup.objects.filter(
            Q(state=AffectedGroup.State.ON_MAP) | Q(pk__in={group for group, *_more in seats}), work=work
        ).values_list("pk", "name")
    )
    stages = stage_days(work.stage_times.all(), today())
    stages.setdefault(work.stage, [(today(), today())])
    gone = [(group, _stage_on(stages, until)) for group, until in leavings(seats)]
    return table(groups, list(stages), gone, number("hide_below"), mark(work.slug, "left"))


def leavings(seats: Sequence[tuple[int, int | None, date, date | None]]) -> list[tuple[int, date]]:
    """The group and the day of each seat that was left. Who moved to another seat of the same table on that day did not leave it."""
    found = []
    for group, person, _since, until in seats:
        if until is None:
            continue
        moved = person is not None and any(
            other == person and since <= until and (ends is None or ends > until) for _group, other, since, ends in seats
        )
        if not moved:
            found.append((group, until))
    return found


def table(
    groups: Sequence[tuple[int, str]], stages: Sequence[str], gone: Iterable[tuple[int, str]], below: int, key: str = ""
) -> Left:
    """The counts as they may be shown: of each hidden one nobody can say more than that it lies among `below` values or more."""
    counted = Counter(gone)
    shown = published([[counted[pk, stage] for stage in stages] for pk, _name in groups], below, key=key)
    rows = tuple((name, shown.rows[at], shown.across[at]) for at, (_pk, name) in enumerate(groups))
    return Left(tuple(str(Work.Stage(stage).label) for stage in stages), rows, shown.down, shown.all, below)


def _stage_on(stages: dict[str, list[Days]], day: date) -> str:
    """The stage on that day; of a day outside all of them, the last."""
    running = [stage for stage, spans in stages.items() for first, last in spans if first <= day <= last]
    return running[-1] if running else list(stages)[-1]
