"""Canaries for the walk in what was sent: a paper that is not public, and why one copy came late. Rows are made by hand, not by acts.

Who got which format is private (a format tells of a disability): a paper that only Reg and Chloe were sent, and what stands in it, is read by them,
by those who write papers in that work, and by nobody else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kitchentable.policy.clock import now, today
from kitchentable.words.models import Document, Sent, Version

WRITES = {"natalie", "dee"}


def put(world: Any) -> None:
    """A paper that was sent to two; with reasons; one of them is asked first."""
    cast = world.cast
    chloe, reg = cast.chloe.person, cast.reg.person
    readers = {"chloe", "reg", *WRITES}
    document = Document.objects.create(work=cast.work, title=world.canary("senttitle", readers), made_by=cast.natalie.person)
    version = Version.objects.create(
        document=document, text="A text.", words=2, what_this_is="A plan.", what_we_ask=world.canary("sentasks", {"reg", *WRITES}),
        by_when="Soon.", by_when_on=today() + timedelta(days=21), what_happens_next="We tell you.", made_by=cast.natalie.person,
        sent_at=now(), sent_by=cast.natalie.person, checked_at=now(), late_because=world.canary("sentlate", readers),
        unready_because=world.canary("sentunready", readers),
    )  # fmt: skip
    Sent.objects.create(version=version, person=reg, kind="braille", key="sentcanaryreg000", ready_at=now())
    Sent.objects.create(version=version, person=chloe, kind="large24", key="sentcanarychloe0", asked_first=True)


THINGS: dict[str, Any] = {"document": Document, "sent": Sent}
VALUES: dict[str, Any] = {}
