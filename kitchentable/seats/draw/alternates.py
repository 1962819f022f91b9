"""Alternates, and replacing people who drop out so that the quotas still hold.

An alternate is good for someone on the panel when the two can change places and every quota, household and must-include still holds.
Alternates are taken one by one: whoever is good for the most people who have nobody yet, each counted by how likely they are to drop out
(in thousandths; past draws tell). Whole numbers only; ties go by the digest of the seed and the id.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from kitchentable.seats.draw.lottery import Panel
from kitchentable.seats.draw.quotas import Quota
from kitchentable.seats.draw.sheet import BadInput
from kitchentable.seats.draw.task import Task

# The chance of dropping out, in thousandths, where past draws do not tell: the same for all.
USUAL = 100
# Sets of replacements looked at before the best so far will do.
LOOKS = 200_000


@dataclass(frozen=True, slots=True)
class Replaced:
    """A panel after people dropped out: who came in, the panel now, the quotas it no longer meets (with the number reached), seats left empty."""

    came: tuple[str, ...]
    panel: tuple[str, ...]
    missed: tuple[tuple[Quota, int], ...]
    empty: int


def choose(task: Task, panel: Panel, seed: str, number: int, dropout: Mapping[str, int] | None = None) -> tuple[str, ...]:
    """The ids of `number` alternates for a panel, the most useful first. `dropout`: thousandths by id."""
    order = _by_seed(task, seed, set(range(len(task.people))) - set(panel))
    good_for = _good_for(task, panel, order)
    # Somebody who has an alternate counts a sixteenth for the next one: first everybody once, then the likely ones twice.
    left = {place: (dropout or {}).get(task.people[place].id, USUAL) << 32 for place in panel}
    homes: set[str] = set()
    chosen: list[int] = []
    for _ in range(number):
        rest = [place for place in order if place not in chosen]
        able = [place for place in rest if task.people[place].household not in homes] or rest
        best = max(able, key=lambda place: sum(left[one] for one in good_for[place]))  # the first of equals
        chosen.append(best)
        homes |= {task.people[best].household} - {""}
        for one in good_for[best]:
            left[one] >>= 4
    return tuple(task.people[place].id for place in chosen)


def replace(task: Task, panel: Panel, alternates: Sequence[str], out: Sequence[str]) -> Replaced:
    """Who comes in for the people `out`, from the alternates in their order.

    The first set that keeps every quota; where none does, the first of those that miss the quotas by the fewest people. Never two of one
    household. Raises BadInput.
    """
    at = {person.id: place for place, person in enumerate(task.people)}
    for one in out:
        if one not in at or at[one] not in panel:
            raise BadInput(f"{one} is not on the panel, so nobody can stand in.")
    staying = tuple(place for place in panel if task.people[place].id not in out)
    ready = [at[one] for one in alternates if one not in out]
    needed = min(len(panel) - len(staying), len(ready))
    best: tuple[int, tuple[int, ...]] | None = None
    for some in islice(combinations(ready, needed), LOOKS):
        if _share_a_home(task, staying + some):
            continue
        distance = sum(_missing(quota, number) for quota, number in _numbers(task, staying + some))
        if best is None or distance < best[0]:
            best = (distance, some)
        if distance == 0:
            break
    # Without any: whoever is left shares a home with somebody, and an empty seat is better.
    came = best[1] if best else ()
    now = staying + came
    return Replaced(
        tuple(task.people[place].id for place in came),
        tuple(sorted(task.people[place].id for place in now)),
        tuple((quota, number) for quota, number in _numbers(task, now) if _missing(quota, number)),
        len(panel) - len(now),
    )


def _by_seed(task: Task, seed: str, places: Iterable[int]) -> list[int]:
    text = f"kitchentable alternates\n{task.input_sha256}\n{seed}\n"
    return sorted(places, key=lambda place: hashlib.sha256((text + task.people[place].id).encode("utf-8")).digest())


def _good_for(task: Task, panel: Panel, others: Sequence[int]) -> dict[int, list[int]]:
    """Whom on the panel each of the others can stand in for. Sets of panel members are the bits of whole numbers."""
    reached = reached_by(task, panel)
    limits = {(quota.feature, quota.value): quota for quota in task.quotas}
    having: dict[tuple[str, str], int] = defaultdict(int)
    can_lose: dict[str, int] = defaultdict(int)
    at_home: dict[str, int] = defaultdict(int)
    for bit, place in enumerate(panel):
        person = task.people[place]
        for key in zip(task.features, person.values, strict=True):
            having[key] |= 1 << bit
            if reached[key] > limits[key].low:
                can_lose[key[0]] |= 1 << bit
        if person.household:
            at_home[person.household] |= 1 << bit
    everyone = sum(1 << bit for bit, place in enumerate(panel) if task.people[place].id not in task.must)
    found = {}
    for place in others:
        newcomer = task.people[place]
        good = everyone & at_home.get(newcomer.household, everyone)
        for key in zip(task.features, newcomer.values, strict=True):
            good &= having[key] | (can_lose[key[0]] if reached[key] < limits[key].high else 0)
        found[place] = [one for bit, one in enumerate(panel) if good >> bit & 1]
    return found


def _share_a_home(task: Task, panel: Sequence[int]) -> bool:
    homes = [task.people[place].household for place in panel if task.people[place].household]
    return len(homes) != len(set(homes))


def _numbers(task: Task, panel: Sequence[int]) -> list[tuple[Quota, int]]:
    reached = reached_by(task, panel)
    return [(quota, reached[quota.feature, quota.value]) for quota in task.quotas]


def _missing(quota: Quota, number: int) -> int:
    return max(0, quota.low - number, number - quota.high)


def reached_by(task: Task, panel: Iterable[int]) -> dict[tuple[str, str], int]:
    """How many of the panel have each feature value that has a quota."""
    counts = {(quota.feature, quota.value): 0 for quota in task.quotas}
    for place in panel:
        for feature, value in zip(task.features, task.people[place].values, strict=True):
            counts[feature, value] += 1
    return counts
