"""Noting who read what of a person's, so that the person can read it in words. Kept once for each thing, reason and day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kitchentable.people.models import Look, WhatWorks
from kitchentable.policy.act import act
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor


def note_looks(
    by: Actor,
    people: Iterable[int],
    what: Look.What,
    why: Look.Why,
    *,
    about: str = "",
    thing_key: str = "",
    needs: Iterable[WhatWorks] = (),
) -> None:
    """Note that `by` read something of these people (pks). Reading one's own is no look; neither is the house's work.

    `needs` are those that were read: the first time that another reads one, it is shared (AIS).
    """
    mine = getattr(by, "pk", None)
    whose = [pk for pk in people if pk != mine]
    if mine is not None and whose:
        shared = [need.pk for need in needs if need.shared_at is None and need.person_id != mine]
        looked(by, whose, what=what, why=why, about=about, thing_key=thing_key, shared=shared)


@act("people.look", record=False)
def looked(by: Any, people: list[int], *, what: Look.What, why: Look.Why, about: str, thing_key: str, shared: list[int]) -> None:
    """Keep it; a second time on the same day changes nothing."""
    day, moment = today(), now()
    Look.objects.bulk_create(
        [
            Look(
                person_id=pk,
                by_id=by.pk,
                what=what,
                why=why,
                for_what=about[:200],
                thing_key=thing_key,
                on=day,
                at=moment,
            )
            for pk in people
        ],
        ignore_conflicts=True,
        batch_size=400,
    )
    if shared:
        WhatWorks.objects.filter(pk__in=shared, shared_at__isnull=True).update(shared_at=moment)
