"""Canaries for the walk in leaving of ties. Rows are made by hand, not by acts.

What somebody proposed about a person is read by the two of them; what a person agreed to also by whoever leads the work now; a line of a group by the group.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kitchentable.policy.clock import now, today
from kitchentable.ties.models import GroupLine, GroupYes, Leaving, Together

GROUP = {"natalie", "dee", "chloe", "lou", "mina", "reg", "pat", "raj"}


def put(world: Any) -> None:
    """Natalie leaves one piece of work; a note that waits, one that was agreed; a line that waits, one that both sides agreed to."""
    cast, work = world.cast, world.cast.work
    natalie = cast.natalie.person
    leaving = Leaving.objects.create(
        key="leavingcanary000", person=natalie, work=work, on=today() + timedelta(days=20), to=cast.dee.person, started_by=natalie,
        why=world.canary("leavingwhy", {"natalie", "dee", "sam"}),
    )  # fmt: skip
    Together.objects.create(
        key="togethercanary00", leaving=leaving, work=work, person=cast.reg.person, by=natalie, asked_at=now(),
        proposed=world.canary("togetherasked", {"natalie", "reg"}),
    )  # fmt: skip
    Together.objects.create(
        key="togethercanary01", leaving=leaving, work=work, person=cast.chloe.person, by=natalie, asked_at=now(), said_at=now(),
        state=Together.State.AGREED, words=world.canary("togethersaid", {"natalie", "chloe"}),
    )  # fmt: skip
    for number, agreed in enumerate((True, False)):
        line = GroupLine.objects.create(
            key=f"groupcanary0000{number}", work=work, by=cast.reg.person, words=world.canary(f"groupline{number}", GROUP)
        )
        GroupYes.objects.create(line=line, person=cast.reg.person, as_lead=False)
        if agreed:
            GroupYes.objects.create(line=line, person=natalie, as_lead=True)


THINGS: dict[str, Any] = {"leaving": Leaving, "together": Together, "groupline": GroupLine}
VALUES: dict[str, Any] = {}
