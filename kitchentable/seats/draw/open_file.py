"""The open file of a draw: numbers, panels and digests, and nobody's answers.

What people answered is never published, not even beside a number. So from this file anyone can check the digest of the list, the size of every
panel, everybody's chance and the pick; whether the panels keep the limits can be checked only where the answers are.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kitchentable.seats.draw.lottery import Lottery, clean_seed, pick
from kitchentable.seats.draw.sheet import BadInput
from kitchentable.seats.draw.task import PANELS

MARK = "kitchentable_open_lottery"


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file that could be read, and all that is wrong with it in sentences."""

    panels: tuple[tuple[str, ...], ...]
    sha256: str
    problems: tuple[str, ...]

    def draw(self, seed: str) -> tuple[int, tuple[str, ...]]:
        """The number of the panel that the seed picks, and its people. Raises BadInput for an empty seed."""
        number = pick(self.sha256, clean_seed(seed), len(self.panels))
        return number, self.panels[number]


def digest_of(input_sha256: str, panels: Sequence[Sequence[str]]) -> str:
    """The digest of a list, as Lottery.sha256 has it."""
    text = json.dumps([input_sha256, [list(panel) for panel in panels]], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def open_file(lottery: Lottery) -> dict[str, Any]:
    """What may be published of a lottery."""
    ids = [person.id for person in lottery.task.people]
    return {
        MARK: 1,
        "input_sha256": lottery.task.input_sha256,
        "lottery_sha256": lottery.sha256,
        "seats": lottery.task.seats,
        "method": lottery.task.method,
        "exact": lottery.exact,
        "bound": lottery.stated_bound,
        "panel_count": len(lottery.panels),
        "in_panels": dict(zip(ids, lottery.counts, strict=True)),
        "panels": [[ids[place] for place in panel] for panel in lottery.panels],
    }


def is_open(data: object) -> bool:
    """Is this an open file, and not the whole lottery?"""
    return isinstance(data, dict) and MARK in data


def check_open(data: dict[str, Any]) -> Opened:
    """Look at every panel of an open file. Raises BadInput, KeyError, TypeError or ValueError when it is not one."""
    if data[MARK] != 1:
        raise BadInput("This open file is newer than this program.")
    panels = tuple(tuple(str(one) for one in panel) for panel in data["panels"])
    if not panels:
        raise BadInput("The lottery has no panels.")
    known, seats = {str(one): int(count) for one, count in data["in_panels"].items()}, int(data["seats"])
    sha256, problems = digest_of(str(data["input_sha256"]), panels), []
    if sha256 != data["lottery_sha256"]:
        problems.append("The panels are not those that were published: their digest differs.")
    if len(panels) != int(data["panel_count"]) or len(panels) != PANELS:
        problems.append(f"There are {len(panels)} panels, not {PANELS}.")
    counts: Counter[str] = Counter()
    for number, panel in enumerate(panels):
        counts.update(panel)
        if len(panel) != seats or len(set(panel)) != seats:
            problems.append(f"Panel {number} has {len(set(panel))} people for {seats} seats.")
        problems += [f"Panel {number}: {one} is not in the list of people." for one in panel if one not in known]
    problems += [
        f"{one} is in {counts[one]} panels, not in the {count} that are stated."
        for one, count in known.items()
        if counts[one] != count
    ]
    return Opened(panels, sha256, tuple(problems))
