"""Canaries for the walk in memory: what is new in a draft, who does not want to be asked, near copies, papers of old years.

Rows are made by hand, not by acts: the walk asks who can read a word, however it came to stand there.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from kitchentable.home.cast import TABLES
from kitchentable.policy.clock import now
from kitchentable.ties.models import AlreadyTold, NearGroup, NearIn, NotAgain, PastPaper
from kitchentable.voices.models import Contribution, Question, Theme


def put(world: Any) -> None:
    """A draft that was looked at, what Chloe does not want to be asked about, two who said the same, and two papers."""
    cast = world.cast
    natalie = cast.natalie.person
    staff = {member.slug for table in TABLES for member in table.members if getattr(cast, member.slug).person.works_here}
    leads = {"natalie", "dee"} & staff
    draft = Question.objects.create(work=cast.work, kind="help", asks="canary draft about memory")
    AlreadyTold.objects.create(question=draft, by=natalie, new=world.canary("toldnew", leads), looked_for="x")
    NotAgain.objects.create(person=cast.chloe.person, what="matter", matter=world.canary("notagain", {"chloe"}))
    NotAgain.objects.create(
        person=cast.lou.person, what="matter", matter=world.canary("notagainover", {"lou"}), typed_by=natalie, ended_at=now()
    )
    theme = Theme.objects.create(work=cast.work, called="canary point", by=natalie)
    group = NearGroup.objects.create(work=cast.work, state="joined", size=2, theme=theme)
    for c in Contribution.objects.filter(work=cast.work).order_by("pk")[:2]:
        NearIn.objects.get_or_create(contribution=c, defaults={"group": group, "joined": True})
    facts: dict[str, Any] = {"on": date(2019, 3, 14), "by": natalie, "pieces": 1}
    PastPaper.objects.create(
        title=world.canary("pasttitle", staff),
        team=world.canary("pastteam", staff),
        text=world.canary("pasttext", staff),
        digest="a",
        **facts,
    )
    PastPaper.objects.create(
        title=world.canary("pastopen", {"anyone"}), team="Carers", text=world.canary("pastopentext", {"anyone"}), digest="b",
        public_at=now(), public_by=natalie, **facts,
    )  # fmt: skip
    PastPaper.objects.create(title=world.canary("pastgone", set()), team="Carers", text="", digest="c", gone_at=now(), **facts)


THINGS: dict[str, Any] = {"near": NearGroup, "past": PastPaper}
VALUES: dict[str, Any] = {}
