"""No one alone (R078): at least two of a named group on every panel, where it can be."""

from __future__ import annotations

import dataclasses

from kitchentable.seats.draw.exact import any_panel
from kitchentable.seats.draw.kinds import kinds_of
from kitchentable.seats.draw.solver import Clock
from kitchentable.seats.draw.task import COMPANY, Task


def with_company(task: Task, clock: Clock) -> tuple[Task, tuple[tuple[str, str], ...]]:
    """The task with a min of two for each named group, and the groups for which that can be; one by one when not for all.

    A group whose max is 1 stays as it is: the quotas say so. Raises OutOfTime.
    """
    able = [
        (quota.feature, quota.value)
        for quota in task.quotas
        if (quota.feature, quota.value) in task.together and quota.high >= COMPANY
    ]
    if not able:
        return task, ()
    kept: list[tuple[str, str]] = []
    raised = _raised(task, able)
    if any_panel(kinds_of(raised).table, clock) is not None:
        return raised, tuple(able)
    for group in able:
        raised = _raised(task, [*kept, group])
        if any_panel(kinds_of(raised).table, clock) is not None:
            kept.append(group)
    return _raised(task, kept), tuple(kept)


def _raised(task: Task, groups: list[tuple[str, str]]) -> Task:
    return task.with_quotas(
        [
            dataclasses.replace(quota, low=max(quota.low, COMPANY)) if (quota.feature, quota.value) in groups else quota
            for quota in task.quotas
        ]
    )
