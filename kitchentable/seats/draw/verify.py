"""Checking a published lottery, without solving anything: digests, every panel against quotas, households and must-includes, and the pick."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kitchentable.seats.draw.lottery import Lottery, Panel
from kitchentable.seats.draw.open_file import Opened, check_open, is_open
from kitchentable.seats.draw.people import Person
from kitchentable.seats.draw.quotas import Quota
from kitchentable.seats.draw.sheet import BadInput
from kitchentable.seats.draw.task import COMPANY, Task


@dataclass(frozen=True, slots=True)
class Checked:
    """A lottery that could be read, and all that is wrong with it in sentences."""

    lottery: Lottery
    problems: tuple[str, ...]


def check_file(path: Path) -> Checked | Opened:
    """Read a lottery, whole or as the open file without answers, and look at every panel in it. Raises BadInput when it is not one."""
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path.name} is not a lottery: it is not JSON.") from error
    try:
        return check_open(data) if is_open(data) else check(data)
    except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput(f"{path.name} is not a lottery of kitchentable draw: {type(error).__name__} {error}.") from error


def check(data: dict[str, Any]) -> Checked:
    """Look at every panel of a published lottery. Raises BadInput when somebody in a panel is not in the list."""
    if data.get("kitchentable_lottery") != 1:
        raise BadInput("This is not a lottery of kitchentable draw.")
    task = task_of_input(data["input"])
    at = {person.id: place for place, person in enumerate(task.people)}
    together = tuple((str(feature), str(value)) for feature, value in data["no_one_alone_kept"])
    panels = []
    for number, ids in enumerate(data["panels"]):
        for one in ids:
            if one not in at:
                raise BadInput(f"Panel {number}: {one} is not in the list of people.")
        panels.append(tuple(sorted(at[one] for one in ids)))
    if not panels:
        raise BadInput("The lottery has no panels.")
    chances = tuple(float(data["chances"][person.id]) for person in task.people)
    lottery = Lottery(task, tuple(panels), chances, together=together)
    return Checked(lottery, tuple(_problems(lottery, data)))


def task_of_input(data: dict[str, Any]) -> Task:
    """The task that a canonical input says. Raises KeyError, TypeError or ValueError when it says none."""
    return Task(
        people=tuple(Person(one[0], tuple(one[1:-1]), one[-1]) for one in data["people"]),
        features=tuple(data["features"]),
        quotas=tuple(Quota(*one) for one in data["quotas"]),
        seats=int(data["seats"]),
        alternates=int(data["alternates"]),
        must=tuple(data["must_include"]),
        together=tuple((feature, value) for feature, value in data["no_one_alone"]),
        method=str(data["method"]),
    )


def _problems(lottery: Lottery, data: dict[str, Any]) -> Iterator[str]:
    """All that is wrong, the digests first."""
    if lottery.task.input_sha256 != data["input_sha256"]:
        yield "The people, quotas or seats are not those that were sealed: their digest differs."
    if lottery.sha256 != data["lottery_sha256"]:
        yield "The panels are not those that were published: their digest differs."
    if len({person.id for person in lottery.task.people}) != len(lottery.task.people):
        yield "Somebody stands in the list of people twice."
    homes = {person.household for person in lottery.task.people} - {""}
    limits = _limits(lottery)
    for number, panel in enumerate(lottery.panels):
        yield from _problems_of(lottery.task, number, panel, limits, bool(homes))
    if lottery.bound > float(data["bound"]) + 1e-9:
        yield f"Somebody's chance in the list is {lottery.bound:.6f} from the fair one, more than the {data['bound']} that is stated."


def _limits(lottery: Lottery) -> list[tuple[int, str, str, int, int]]:
    """For each quota: where its feature stands, and its limits, at least two where no one is to be alone."""
    task = lottery.task
    return [
        (
            task.features.index(quota.feature),
            quota.feature,
            quota.value,
            max(quota.low, COMPANY) if (quota.feature, quota.value) in lottery.together else quota.low,
            quota.high,
        )
        for quota in task.quotas
    ]


def _problems_of(task: Task, number: int, panel: Panel, limits: list[tuple[int, str, str, int, int]], homes: bool) -> Iterator[str]:
    people = [task.people[place] for place in panel]
    if len(set(panel)) != task.seats or len(panel) != task.seats:
        yield f"Panel {number} has {len(set(panel))} people for {task.seats} seats."
    reached = [Counter(column) for column in zip(*(person.values for person in people), strict=True)]
    for at, feature, value, low, high in limits:
        if not low <= reached[at][value] <= high:
            yield f"Panel {number} has {reached[at][value]} people with {feature} {value}, not {low} to {high}."
    if homes:
        for home, members in Counter(person.household for person in people if person.household).items():
            if members > 1:
                yield f"Panel {number} has {members} people of the household {home}."
    if task.must:
        for one in set(task.must) - {person.id for person in people}:
            yield f"Panel {number} is without {one}, who must be included."
