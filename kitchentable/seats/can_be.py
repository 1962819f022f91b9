"""Can this be done? And when not: why, and the smallest changes after which it can, in the words of the call.

The core's own reasons say how many offered; here they do not, because those who run a call never read a small count of answers.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kitchentable.seats.draw.suggest import NoPanel
from kitchentable.seats.draw.task import Task
from kitchentable.seats.pool import Limit

# Seconds that a page may look for an answer.
PATIENCE = 3.0
Tell = Callable[[str], None]
Change = tuple[str, str, int, int]
"""Feature, value, and its new low and high."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way out: its sentences, and what a button sends to take it."""

    sentences: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def token(self) -> str:
        """What a button sends: this way and no other."""
        return hashlib.sha256(json.dumps(self.changes).encode()).hexdigest()[:16]


def look(task: Task, seconds: float | None = PATIENCE) -> dict[str, Any] | None:
    """`{"can": …}`, with why and ways when it cannot be done; None when it could not be told in time."""
    from kitchentable.seats.draw.exact import any_panel
    from kitchentable.seats.draw.kinds import kinds_of
    from kitchentable.seats.draw.solver import Clock, OutOfTime
    from kitchentable.seats.draw.suggest import why_not

    try:
        if any_panel(kinds_of(task).fine, Clock(seconds)) is not None:
            return {"for": task.input_sha256, "can": True}
    except OutOfTime:
        return None
    return {"for": task.input_sha256, "can": False, **as_json(task, why_not(task))}


def as_json(task: Task, nothing: NoPanel) -> dict[str, Any]:
    """Why no panel keeps the limits, and the ways: codes and numbers, so that each reader gets it in their language."""
    return {
        "why": _why(task, bool(nothing.ways)),
        "ways": [[[quota.feature, quota.value, low, high] for quota, low, high in way.changes] for way in nothing.ways],
    }


def _why(task: Task, limits_help: bool) -> list[Any]:
    """A code and what belongs to it."""
    if not limits_help:
        return ["homes"]
    for feature in task.features:
        quotas = [quota for quota in task.quotas if quota.feature == feature]
        least, most = sum(quota.low for quota in quotas), sum(quota.high for quota in quotas)
        if least > task.seats:
            return ["least", feature, least]
        if most < task.seats:
            return ["most", feature, most]
    for place, feature in enumerate(task.features):
        have = Counter(person.values[place] for person in task.people)
        for quota in task.quotas:
            if quota.feature == feature and have[quota.value] < quota.low:
                return ["few", feature, quota.value]
    return ["together"]


def why_words(found: dict[str, Any], limits: Sequence[Limit], seats: int) -> str:
    """Why it cannot be done, in a sentence or two."""
    code, *more = found["why"]
    if code == "homes":
        return _("At most one person of a home can have a seat, and there are too few homes. No change of limits would be enough.")
    if code in ("least", "most"):
        asks = next((limit.asks for limit in limits if limit.feature == more[0]), more[0])
        words = (
            _("For “%(asks)s” the smallest numbers add up to %(sum)d. There are only %(seats)d seats.")
            if code == "least"
            else _("For “%(asks)s” the largest numbers add up to %(sum)d. There are %(seats)d seats to fill.")
        )
        return words % {"asks": asks, "sum": more[1], "seats": seats}
    if code == "few":
        who = next((limit.who for limit in limits if [limit.feature, limit.value] == more), "")
        return _("Too few %(who)s can be drawn.") % {"who": who}
    return _("Each limit could be kept alone. But no panel keeps all of them together.")


def ways_of(found: dict[str, Any], limits: Sequence[Limit]) -> list[Way]:
    """The ways out, smallest first."""
    known = {(limit.feature, limit.value): limit for limit in limits}
    return [
        Way(
            tuple(
                words
                for feature, value, low, high in changes
                for words in change_words(known[feature, value], known[feature, value].low, known[feature, value].high, low, high)
            ),
            tuple((feature, value, low, high) for feature, value, low, high in changes),
        )
        for changes in found["ways"]
        if all((feature, value) in known for feature, value, *_rest in changes)
    ]


def change_words(limit: Limit, was_low: int, was_high: int, low: int, high: int) -> list[str]:
    """“Allow 3 instead of at least 4 people who answered “16 to 34” to “How old are you?”.”"""
    found = []
    if low < was_low:
        found.append(_("Allow %(low)d instead of at least %(was)d %(who)s.") % {"low": low, "was": was_low, "who": limit.who})
    if low > was_low:
        found.append(_("Ask for at least %(low)d instead of %(was)d %(who)s.") % {"low": low, "was": was_low, "who": limit.who})
    if high > was_high:
        found.append(_("Allow %(high)d instead of at most %(was)d %(who)s.") % {"high": high, "was": was_high, "who": limit.who})
    if high < was_high:
        found.append(_("Allow only %(high)d instead of %(was)d %(who)s.") % {"high": high, "was": was_high, "who": limit.who})
    return found
