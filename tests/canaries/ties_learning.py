"""Canaries for the walk in learning of ties. Rows are made by hand, not by acts.

A learning of work that is not public, a suggestion, words that were said afterwards for different readers, and a note of how sure somebody feels.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kitchentable.home.cast import TABLES
from kitchentable.policy.clock import now, today
from kitchentable.ties.models import Learning, Sure, Taking


def put(world: Any) -> None:
    """Each text with who may read it."""
    cast = world.cast
    staff = {member.slug for table in TABLES for member in table.members if getattr(cast, member.slug).person.works_here}
    chloe, mina, lou = cast.chloe.person, cast.mina.person, cast.lou.person
    hidden = getattr(world, "hidden", None)  # the page tests use these rows too, in a house without hidden work
    if hidden is not None:
        Learning.objects.create(
            title=world.canary("learnhidden", {"natalie", "rao"}), what="x", work=hidden, starts_at=now() + timedelta(days=9), offered_on=today(),
        )  # fmt: skip
    Learning.objects.create(
        title=world.canary("learnsuggested", {"chloe", *staff}), what=world.canary("learnwish", {"chloe", *staff}), state="suggested",
        suggested_by=chloe,
    )  # fmt: skip
    over = Learning.objects.create(
        title=world.canary("learntitle", {"anyone"}), what="x", work=cast.work, led_by=mina, starts_at=now() - timedelta(days=2), offered_on=today(),
    )  # fmt: skip
    # Who leads it reads what was said to them; those who plan it what was said to all who lead. Each reads their own.
    _said(world, over, chloe, "leader", {"chloe", "mina"}, shared=False)
    _said(world, over, lou, "leads", {"lou", "mina", "natalie", "dee"}, shared=True)
    _said(world, over, cast.pat.person, "nobody", {"pat"}, shared=False)
    Sure.objects.create(person=lou, steps="4,-,2", words=world.canary("surewords", {"lou"}))


def _said(world: Any, learning: Learning, person: Any, reads: str, who: set[str], *, shared: bool) -> None:
    me = person.key.removeprefix("demo")
    Taking.objects.create(
        learning=learning, person=person, side="lived", got_at=now(), like=world.canary(f"like{me}", who), like_reads=reads,
        can_now=world.canary(f"now{me}", {"anyone"} if shared else {me}), can_now_shared=shared, said_on=today(),
    )  # fmt: skip


THINGS: dict[str, Any] = {"learning": Learning}
VALUES: dict[str, Any] = {}
