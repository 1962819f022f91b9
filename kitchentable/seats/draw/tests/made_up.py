"""Made-up people and quotas: many small tasks, from a seed."""

from __future__ import annotations

import random
from collections import Counter

from kitchentable.seats.draw.people import Person, Pool
from kitchentable.seats.draw.quotas import Quota
from kitchentable.seats.draw.task import Task, make_task


def small_task(seed: int, *, people: int = 9, seats: int = 3, features: int = 3, homes: int = 0, width: int = 1, **more) -> Task:
    """A task that has at least one panel: quotas stand around a panel drawn at random."""
    chance = random.Random(seed)
    names = tuple(f"f{number}" for number in range(features))
    values = [chance.randint(2, 3) for _ in names]
    pool = [
        Person(
            f"p{number:03}",
            tuple(f"v{min(chance.randrange(count), chance.randrange(count))}" for count in values),
            f"h{chance.randrange(homes)}" if homes and chance.random() < 0.7 else "",
        )
        for number in range(people)
    ]
    panel = _one_panel(pool, seats, chance)
    quotas: list[Quota] = []
    for at, (name, count) in enumerate(zip(names, values, strict=True)):
        reached = Counter(person.values[at] for person in panel)
        for value in range(count):
            number = reached[f"v{value}"]
            low = max(0, number - chance.randint(0, width))
            high = number + chance.randint(0, width)
            quotas.append(Quota(name, f"v{value}", low, high, low, high, len(quotas) + 2))
    return make_task(Pool(tuple(pool), names), quotas, seats, **more)


def _one_panel(pool: list[Person], seats: int, chance: random.Random) -> list[Person]:
    while True:
        panel = chance.sample(pool, seats)
        homes = [person.household for person in panel if person.household]
        if len(homes) == len(set(homes)):
            return panel


def tight_task(
    seed: int, *, people: int = 200, seats: int = 20, homes: int = 0, values: tuple[int, ...] = (2, 5, 4, 3, 4, 2, 3)
) -> Task:
    """A pool that differs from the population, with quotas one apart: the fairest chances lie at an end of nearly every quota, as in `bench/draw.py`."""
    chance, home = random.Random(seed), random.Random(seed)
    names = tuple(f"f{number}" for number in range(len(values)))
    shares, pools = [], []
    for count in values:
        share = _to_one([chance.random() + 0.3 for _ in range(count)])
        shares.append(share)
        pools.append(_to_one([part * (0.4 + 1.2 * chance.random()) for part in share]))
    pool = [
        Person(
            f"p{number:04}",
            tuple(chance.choices([f"v{value}" for value in range(len(parts))], parts)[0] for parts in pools),
            f"h{home.randrange(homes)}" if homes else "",
        )
        for number in range(people)
    ]
    quotas: list[Quota] = []
    for name, share in zip(names, shares, strict=True):
        for value, part in enumerate(share):
            low = int(part * seats)
            quotas.append(Quota(name, f"v{value}", low, low + 1, low, low + 1, len(quotas) + 2))
    return make_task(Pool(tuple(pool), names), quotas, seats)


def _to_one(parts: list[float]) -> list[float]:
    return [part / sum(parts) for part in parts]
