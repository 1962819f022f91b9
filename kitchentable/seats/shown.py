"""What a draw's public page shows: chances as a picture, by group, and the limits. No count of people under the limit, no difference that gives one.

Counts of answers are shown for the panel as it was drawn, and never again when people come and go: two such tables, one before and one after,
would tell what the person between them had answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.people.small import published
from kitchentable.seats.draw.alternates import reached_by
from kitchentable.seats.draw.lottery import Lottery
from kitchentable.seats.pool import Limit

PANELS = 1000
BANDS = 10
WIDE, TALL = 600, 220


@dataclass(frozen=True, slots=True)
class Band:
    """People whose chances lie from `low` to `high` (in panels out of 1,000), and its bar in the picture."""

    low: int
    high: int
    people: int
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return self.x + self.width / 2

    @property
    def above(self) -> float:
        """How high its number stands."""
        return self.y - 8

    @property
    def words(self) -> str:
        """From which chance to which."""
        if self.low == self.high:
            return _("%(chance)s in 100") % {"chance": percent(self.low)}
        return _("%(low)s to %(high)s in 100") % {"low": percent(self.low), "high": percent(self.high)}


def percent(panels: int) -> str:
    """31.3 for 313 of 1,000."""
    return f"{panels / 10:.1f}".removesuffix(".0")


def chance_words(panels: int) -> str:
    """A chance as people say it: about 1 in 3."""
    if panels == 0:
        return _("no chance")
    if panels >= PANELS:
        return _("certain")
    if panels * 2 > PANELS:
        return _("about %(n)d in 10") % {"n": min(9, round(panels / 100))}
    return _("about 1 in %(n)d") % {"n": round(PANELS / panels)}


def bands_of(counts: Sequence[int], least: int) -> list[Band]:
    """The chances in up to ten bands of equal width, joined until each holds at least `least` people; nothing when there are fewer in all."""
    if len(counts) < least:
        return []
    low, high = min(counts), max(counts)
    step = max(1, -(-(high - low + 1) // BANDS))
    parts = [(start, min(start + step - 1, high)) for start in range(low, high + 1, step)]
    raw = [(first, last, sum(first <= count <= last for count in counts)) for first, last in parts]
    joined: list[tuple[int, int, int]] = []
    for first, last, people in raw:
        if joined and joined[-1][2] < least:
            before = joined.pop()
            joined.append((before[0], last, before[2] + people))
        else:
            joined.append((first, last, people))
    if len(joined) > 1 and joined[-1][2] < least:
        last_one, before = joined.pop(), joined.pop()
        joined.append((before[0], last_one[1], before[2] + last_one[2]))
    most, wide = max(people for *_rest, people in joined), WIDE / (high - low + 1)
    return [
        Band(
            first, last, people,
            x=round((first - low) * wide, 1), y=round(TALL * (1 - people / most) + 30, 1),
            width=round((last - first + 1) * wide, 1), height=round(TALL * people / most, 1),
        )
        for first, last, people in joined
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: how many of those who could be drawn gave it, their mean chance, the limit, and how many were drawn. None: not shown."""

    words: str
    limit: str
    offered: int | None
    chance: str
    reached: int | None
    kept: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the call with its answers; `drawn`: whether the panel is known."""

    asks: str
    rows: tuple[Row, ...]
    hides: bool


def questions_of(lottery: Lottery, limits: Sequence[Limit], picked: int | None, least: int) -> list[Question]:
    """Chances by group, and what was reached, question by question."""
    task, found = lottery.task, []
    counts = lottery.counts
    reached = reached_by(task, lottery.panels[picked]) if picked is not None else None
    for place, feature in sorted(enumerate(task.features), key=lambda one: _first(limits, one[1])):
        answers = [limit for limit in limits if limit.feature == feature]
        offered = Counter(person.values[place] for person in task.people)
        sums = Counter[str]()
        for person, count in zip(task.people, counts, strict=True):
            sums[person.values[place]] += count
        shown = safe([offered[limit.value] for limit in answers], least)
        seated = safe([reached[feature, limit.value] for limit in answers], least) if reached else [None] * len(answers)
        rows = tuple(
            Row(
                limit.words,
                limit.says,
                pool,
                # Whole parts of a hundred over five people or more: nobody's own chance comes out of it.
                _("%(n)d in 100") % {"n": round(sums[limit.value] / offered[limit.value] / 10)} if pool else "",
                drawn,
                reached is not None and limit.low <= reached[feature, limit.value] <= limit.high,
            )
            for limit, pool, drawn in zip(answers, shown, seated, strict=True)
            if limit.high or offered[limit.value]
        )
        found.append(Question(answers[0].asks if answers else feature, rows, any(row.offered is None for row in rows)))
    return found


def _first(limits: Sequence[Limit], feature: str) -> int:
    return next((place for place, limit in enumerate(limits) if limit.feature == feature), len(limits))


def safe(counts: Sequence[int], least: int) -> list[int | None]:
    """Counts whose sum everybody knows, with small ones hidden so that the sum does not give them back."""
    table = published([counts], least, columns_add_up=False)
    # Where hiding two is not enough, the rule hides the sum; this sum is known (the seats, or all who offered), so all are hidden.
    return list(table.rows[0]) if table.across[0] is not None else [None] * len(counts)


def missed_words(missed: Sequence[tuple[str, str]], limits: Sequence[Limit]) -> list[str]:
    """The limits that would not hold, without a number."""
    return [
        _("There would be too few or too many %(who)s.") % {"who": limit.who}
        for limit in limits
        if (limit.feature, limit.value) in missed
    ]


def people_words(n: int) -> str:
    """12 people."""
    return ngettext("%(n)d person", "%(n)d people", n) % {"n": n}
