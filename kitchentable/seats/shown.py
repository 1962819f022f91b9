"""What a draw's public page shows: chances as a picture, by group, and the limits. No count of people under the limit, no difference that gives one.

Counts of answers are shown for the panel as it was drawn, and never again when people come and go: two such tables, one before and one after,
would tell what the person between them had answered.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kitchentable.people.small import published
from kitchentable.seats.draw.alternates import reached_by
from kitchentable.seats.draw.lottery import Lottery
from kitchentable.seats.pool import Limit

PANELS = 1000
BANDS = 10


@dataclass(frozen=True, slots=True)
class Band:
    """People whose chances lie from `low` to `high` (in panels out of 1,000), and how wide its bar is, in hundredths."""

    low: int
    high: int
    people: int
    wide: int = 0

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
    most = max(people for *_rest, people in joined)
    return [Band(first, last, people, max(1, round(100 * people / most))) for first, last, people in joined]


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: how many of those who offered gave it, the mean chance of those who could be drawn, the limit, and how many were drawn. None: not shown."""

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


def questions_of(
    lottery: Lottery,
    limits: Sequence[Limit],
    picked: int | None,
    least: int,
    counted: Mapping[str, Mapping[str, int | None]],
    key: str,
) -> list[Question]:
    """Chances by group, and what was reached, question by question.

    `counted`: how many gave each answer, as the call counted it once and shows it (counting.py). Nothing is counted anew here: two
    counts of nearly the same people would tell what the one between them had answered. `key`: see `safe`.
    """
    task, found = lottery.task, []
    counts = lottery.counts
    reached = reached_by(task, lottery.panels[picked]) if picked is not None else None
    for place, feature in sorted(enumerate(task.features), key=lambda one: _first(limits, one[1])):
        answers = [limit for limit in limits if limit.feature == feature]
        having: dict[str, list[int]] = defaultdict(list)
        for person, count in zip(task.people, counts, strict=True):
            having[person.values[place]].append(count)
        offered = {limit.value: len(having[limit.value]) for limit in answers}
        shown = [counted.get(feature, {}).get(limit.value) for limit in answers]
        seated = safe([reached[feature, limit.value] for limit in answers], least, key) if reached else [None] * len(answers)
        rows = tuple(
            Row(
                limit.words,
                limit.says,
                pool,
                _mean(limit.value, having, least) if pool else "",
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


def _mean(value: str, having: Mapping[str, Sequence[int]], least: int) -> str:
    """The mean chance of those who gave an answer, in whole parts of a hundred; nothing when it would tell whose numbers theirs are."""
    others = [count for other, counts in having.items() if other != value for count in counts]
    if not hard_to_tell(having[value], others, least):
        return ""
    return _("%(n)d in 100") % {"n": round(sum(having[value]) / len(having[value]) / 10)}


def hard_to_tell(members: Sequence[int], others: Sequence[int], least: int) -> bool:
    """Would the mean stay the same, as it is shown, if any one of these numbers were another, and if `least` of them were others?

    In how many panels each number is, everybody can count. So a group that has chances of its own could be found by its mean.
    """
    size, total = len(members), sum(members)
    shown = round(total / size / 10)
    mine, theirs = Counter(members), Counter(others)
    levels = sorted(theirs)
    if any(round((total + _nearest(levels, level) - level) / size / 10) != shown for level in mine if levels):
        return False
    for _swap in range(least):
        if not levels or not mine:
            return False
        level = min(mine, key=lambda one: abs(_nearest(levels, one) - one))
        other = _nearest(levels, level)
        total += other - level
        mine -= Counter([level])
        theirs -= Counter([other])
        levels = levels if theirs[other] else [one for one in levels if one != other]
    return round(total / size / 10) == shown


def _nearest(levels: Sequence[int], level: int) -> int:
    """Of sorted levels, the one nearest to `level`."""
    at = bisect_left(levels, level)
    return min(levels[max(0, at - 1) : at + 1], key=lambda one: abs(one - level))


def safe(counts: Sequence[int], least: int, key: str) -> list[int | None]:
    """Counts whose sum everybody knows, with small ones hidden so that the sum does not give them back. `key`: secret; it decides which others are."""
    table = published([counts], least, columns_add_up=False, key=key)
    # Where hiding two is not enough, the rule hides the sum; this sum is known (the seats, or all who offered), so all are hidden.
    return list(table.rows[0]) if table.across[0] is not None else [None] * len(counts)


def missed_words(missed: Sequence[tuple[str, str]], limits: Sequence[Limit]) -> list[str]:
    """The limits that would not hold, without a number."""
    return [
        _("There would be too few or too many %(who)s.") % {"who": limit.who}
        for limit in limits
        if (limit.feature, limit.value) in missed
    ]
