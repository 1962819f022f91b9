"""Canaries for the walk in looking_back of ties. Rows are made by hand, not by acts.

What somebody says looking back is read by those whom they chose: the lead, the group, or everyone once it is closed; drafts by themselves alone.
"""

from __future__ import annotations

from typing import Any

from kitchentable.policy.clock import now, today
from kitchentable.ties.models import Hope, Lesson, LookBack, LookDoubt, LookLine, LookSaid, LookWords
from kitchentable.works.models import Role

LEAD = {"natalie"}


def put(world: Any) -> None:
    """One that is open, one that is closed, and one of work that is not public; lessons for that work."""
    cast, work = world.cast, world.cast.work
    group = _has_part(cast)
    natalie = cast.natalie.person
    Hope.objects.create(work=work, aim=world.canary("hope", {"anyone"}), written_by=natalie)
    running = LookBack.objects.create(work=work, kind="start", months=3, occasion="start-3", due_on=today(), key="lookcanaryopen00")
    over = LookBack.objects.create(
        work=work, kind="stage", occasion="stage-thinking", due_on=today(), closed_at=now(), shown_at=now(), key="lookcanaryclosed"
    )
    for found, name in ((running, "open"), (over, "closed")):
        _says(world, found, "chloe", "lead", f"looklead{name}", {"chloe", *LEAD})
        _says(world, found, "mina", "group", f"lookgroup{name}", {"mina"} | group)
        _says(world, found, "raj", "everyone", f"lookall{name}", {"anyone"} if found is over else {"raj"} | group)
    _says(world, running, "pat", "lead", "lookdraft", {"pat"}, sent=False)
    for found, readers in ((running, group), (over, {"anyone"})):
        _lines(world, found, readers)
    if hasattr(world, "hidden"):
        _of_hidden_work(world, over)


def _of_hidden_work(world: Any, over: LookBack) -> None:
    """What stands in work that is not public, and what its lead says of a lesson."""
    natalie, readers = world.cast.natalie.person, {"natalie", "rao"}
    Hope.objects.create(work=world.hidden, aim=world.canary("hiddenhope", readers), written_by=natalie)
    _lines(world, LookBack.objects.create(work=world.hidden, kind="end", occasion="end", closed_at=now(), shown_at=now()), readers)
    line = LookLine.objects.get(look_back=over, kind="next_team")
    because = world.canary("lesson", {"natalie"})
    Lesson.objects.create(work=world.hidden, line=line, takes="yes", because=because, said_by=natalie, said_at=now())


def _lines(world: Any, found: LookBack, readers: set[str]) -> None:
    cast = world.cast
    for kind in ("helped", "next_team"):
        words = world.canary(f"line{kind}", readers)
        line = LookLine.objects.create(look_back=found, kind=kind, words=words, written_by=cast.natalie.person)
        LookDoubt.objects.create(line=line, person=cast.reg.person, words=world.canary("doubt", readers | {"reg"}))


def _has_part(cast: Any) -> set[str]:
    """Who has a part in the cast's work now: the group."""
    running = Role.objects.filter(work=cast.work, until__isnull=True).values_list("person_id", flat=True)
    return {slug for slug in cast.made.people if cast.made.people[slug].pk in set(running)} | {"rao"}


def _says(world: Any, found: LookBack, slug: str, reads: str, name: str, who: set[str], *, sent: bool = True) -> None:
    said = LookSaid.objects.create(
        look_back=found,
        person=getattr(world.cast, slug).person,
        reads=reads,
        sent_at=now() if sent else None,
        aim_met="yes",
        felt=4,
    )
    LookWords.objects.create(said=said, prompt="helped", words=world.canary(name, who))


THINGS: dict[str, Any] = {"lookback": LookBack, "lookline": LookLine}
VALUES: dict[str, Any] = {}
