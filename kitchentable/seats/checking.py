"""The check behind the button that anyone may press: the whole stored list is looked at again, and said step by step."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from kitchentable.seats.draw.lottery import Lottery, pick
from kitchentable.seats.draw.verify import Checked, check
from kitchentable.seats.models import Draw, Ticket
from kitchentable.seats.pool import UNREADABLE
from kitchentable.ui.pieces import Status


@dataclass(frozen=True, slots=True)
class Looked:
    """One thing that was looked at: how it stands, and what that means."""

    status: Status
    words: str


@lru_cache(maxsize=8)
def _checked(blob: bytes, sealed: bytes) -> tuple[Checked, bool]:
    """The list, and whether it is about what was sealed. The same bytes are looked at once in each process."""
    data = json.loads(zlib.decompress(blob))
    return check(data), json.loads(zlib.decompress(sealed)) == data["input"]


def stored_lottery(draw: Draw) -> Lottery:
    """The list of a draw, for pictures."""
    assert draw.lottery is not None
    assert draw.sealed_input is not None
    return _checked(bytes(draw.lottery), bytes(draw.sealed_input))[0].lottery


def look_again(draw: Draw) -> list[Looked]:
    """Check a published draw. Says only whether each thing holds: what is wrong with one panel could name somebody's answer."""
    assert draw.lottery is not None
    assert draw.sealed_input is not None
    try:
        checked, same_input = _checked(bytes(draw.lottery), bytes(draw.sealed_input))
    except UNREADABLE:
        return [_one(False, "", _("The list of panels cannot be read any more. It is not the one that was published."))]
    lottery = checked.lottery
    found = [
        _one(
            same_input and lottery.task.input_sha256 == draw.input_sha256,
            _("The list of people and the limits are the ones that were sealed: their digest is the same."),
            _("The list of people or the limits are not the ones that were sealed."),
        ),
        _one(
            lottery.sha256 == draw.lottery_sha256,
            _("The 1,000 panels are the ones that were published: their digest is the same."),
            _("The panels are not the ones that were published."),
        ),
        _one(
            not checked.problems,
            _("Each of the 1,000 panels keeps every limit, and no home has two seats in any of them."),
            _("Not every panel keeps the limits."),
        ),
    ]
    if draw.picked is not None:
        right = pick(draw.lottery_sha256, draw.seed, len(lottery.panels)) == draw.picked
        found.append(
            _one(
                right,
                _("The seed “%(seed)s” picks panel %(n)d.") % {"seed": draw.seed, "n": draw.picked},
                _("The seed does not pick the panel that is said to be drawn."),
            )
        )
        people = {lottery.task.people[place].id for place in lottery.panels[draw.picked]}
        # Who stood in and came later is not of the panel that was drawn.
        first = draw.tickets.filter(result=Ticket.Result.SEAT, took_over_from__isnull=True).values_list("number", flat=True)
        found.append(
            _one(
                people == set(first),
                _("The people who were drawn are the people of this panel."),
                _("The people who were drawn are not the people of this panel."),
            )
        )
    return found


def _one(holds: bool, yes: str, no: str) -> Looked:
    return Looked(Status("done", _("Right")), yes) if holds else Looked(Status("late", _("Wrong")), no)
