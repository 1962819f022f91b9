"""The lottery: a list of 1,000 equally likely panels, the file it is published in, and the choice of one by a seed.

From here on there are only whole numbers, text and SHA-256: the same file and seed give the same panel on every machine. Each person's chance
can be counted by hand: the number of panels with them, out of 1,000.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kitchentable.seats.draw.sheet import BadInput
from kitchentable.seats.draw.task import Task

if TYPE_CHECKING:
    from kitchentable.seats.draw.solver import Whole

Panel = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lottery:
    """Equally likely panels, each the places of its people in the task's list, in order; `chances` as the method asks for them.

    `gap`: how far panels can be from these chances, as proven; None where it was not. `together`: groups with no one alone in any panel.
    """

    task: Task
    panels: tuple[Panel, ...]
    chances: tuple[float, ...]
    gap: float | None = None
    cuts: int = 0
    in_time: bool = True
    together: tuple[tuple[str, str], ...] = ()

    @property
    def sha256(self) -> str:
        """The digest of the list, over the digest of the input and the ids of each panel."""
        ids = [[self.task.people[place].id for place in panel] for panel in self.panels]
        text = json.dumps([self.task.input_sha256, ids], ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("ascii")).hexdigest()

    @property
    def counts(self) -> tuple[int, ...]:
        """In how many panels each person is."""
        counts = [0] * len(self.task.people)
        for panel in self.panels:
            for place in panel:
                counts[place] += 1
        return tuple(counts)

    @property
    def bound(self) -> float:
        """The largest distance between somebody's chance in the list and the chance that the method asks for."""
        number = len(self.panels)
        return max(abs(count / number - chance) for count, chance in zip(self.counts, self.chances, strict=True))

    @property
    def stated_bound(self) -> float:
        """`bound`, rounded up to a millionth so that it holds for rounded chances."""
        return round(int(self.bound * 1e6) / 1e6 + 1e-6, 6)

    @property
    def exact(self) -> bool:
        """Whether it is proven that panels reach these chances, to a millionth."""
        return self.gap is not None and self.gap <= 1e-6


def shuffled(task: Task, sealed: str, places: Sequence[int]) -> list[int]:
    """These people in an order that nobody can choose: by the digest of the whole input (`sealed`) and their id."""
    return sorted(places, key=lambda place: hashlib.sha256(f"{sealed}\n{task.people[place].id}".encode()).digest())


def deal_to_people(task: Task, kinds: Sequence[Sequence[int]], panels: Whole) -> tuple[Panel, ...]:
    """Panels of people from panels of kinds: round and round among the people of a kind, so that no two differ by more than one panel."""
    sealed = task.input_sha256
    order = [shuffled(task, sealed, places) for places in kinds]
    turn = [0] * len(order)
    found = []
    for counts in panels.tolist():
        panel: list[int] = []
        for kind, count in enumerate(counts):
            people, at = order[kind], turn[kind]
            panel += [people[(at + step) % len(people)] for step in range(count)]
            turn[kind] = (at + count) % len(people)
        found.append(tuple(sorted(panel)))
    return tuple(sorted(found))


def pick(lottery_sha256: str, seed: str, panels: int) -> int:
    """The number of the panel that a seed picks, from 0.

    SHA-256 of "kitchentable draw", the digest of the list and the seed, one below the other, read as one whole number; its rest when divided
    by the number of panels. (No panel is likelier than another by more than 1 in 10⁷³.)
    """
    text = f"kitchentable draw\n{lottery_sha256}\n{clean_seed(seed)}"
    return int(hashlib.sha256(text.encode("utf-8")).hexdigest(), 16) % panels


def clean_seed(seed: str) -> str:
    """The seed without spaces around it, one space for two. Raises BadInput when nothing is left."""
    clean = unicodedata.normalize("NFC", " ".join(seed.split()))
    if not clean:
        raise BadInput("The seed is empty. Take something that nobody controls, like the numbers of a public lottery.")
    return clean


def to_file(lottery: Lottery) -> dict[str, Any]:
    """What is published, before the seed is known. People stand in it by id and the features that have quotas."""
    number = len(lottery.panels)
    return {
        "kitchentable_lottery": 1,
        "input": json.loads(lottery.task.canonical()),
        "input_sha256": lottery.task.input_sha256,
        "no_one_alone_kept": [list(one) for one in lottery.together],
        "chances": {person.id: round(chance, 9) for person, chance in zip(lottery.task.people, lottery.chances, strict=True)},
        "exact": lottery.exact,
        "bound": lottery.stated_bound,
        "panels": [[lottery.task.people[place].id for place in panel] for panel in lottery.panels],
        "panel_count": number,
        "lottery_sha256": lottery.sha256,
    }
