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
