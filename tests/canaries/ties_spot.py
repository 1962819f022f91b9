"""Canaries for the walk in the sweet spot: what people say of a tip is read by those who may read what they said, and by nobody else.

Rows are made by hand, not by acts. What is counted is the same for everyone and has no words of anybody.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kitchentable.policy.clock import now, today
from kitchentable.ties.models import CountedPart, Remark
from kitchentable.voices.models import Contribution, Sharing
from kitchentable.works.models import Role

LEADS = {"natalie", "dee"}


def put(world: Any) -> None:
    """Chloe says something to the lead alone, Raj to the group; Pat's is open to all. And some counts."""
    cast = world.cast
    roles = Role.objects.filter(work=cast.work, until__isnull=True).values_list("person__key", "kind")
    table = {key.removeprefix("demo") for key, kind in roles if kind in (Role.Kind.MEMBER, Role.Kind.DECIDER)}
    _said(world, "chloe", world.canary("remarklead", {"chloe", "rao", *LEADS}), 1, Sharing.LEAD)
    _said(world, "raj", world.canary("remarkgroup", {"raj", "rao", *LEADS, *table}), 2, Sharing.GROUP)
    _said(world, "pat", world.canary("remarkopen", {"anyone"}), 3, Sharing.PUBLIC, published_at=now())
    first = date(today().year, 1, 1) - timedelta(days=60)
    for figure in ("answered_on_time", "needs_met"):
        CountedPart.objects.create(
            work=cast.work, figure=figure, since=first.replace(day=1), until=today() - timedelta(days=40), of=20, low=12, high=12
        )


def _said(world: Any, who: str, words: str, tip: int, sharing: str, **more: Any) -> None:
    cast = world.cast
    said = Contribution.objects.create(
        work=cast.work, number=900 + tip, words=words, said_by=getattr(cast, who).person, sharing=sharing, owner=cast.rao.person,
        due_on=today() + timedelta(days=20), **more,
    )  # fmt: skip
    Remark.objects.create(work=cast.work, tip=tip, contribution=said)


THINGS: dict[str, Any] = {}
VALUES: dict[str, Any] = {}
