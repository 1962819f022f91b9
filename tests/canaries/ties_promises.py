"""Canaries for the walk in promises of ties. Rows are made by hand, not by acts.

What is not for everyone is read by those it was made to, whoever keeps it, and the lead, the checkers and the decider; not by the table.
What people say when a promise is to be agreed anew is read by them, whoever keeps it, and the lead.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kitchentable.policy.clock import today
from kitchentable.ties.models import Anew, AnewSaid, Promise, PromiseTo

INSIDE = {"natalie", "dee", "rao"}


def put(world: Any) -> None:
    """One promise for everyone; one for Chloe and Lou alone, which Ben keeps, and about which they are asked; one in work that is not public."""
    cast = world.cast
    ben, day = cast.ben.person, today() + timedelta(days=20)
    Promise.objects.create(
        work=cast.work, what=world.canary("promisepublic", {"anyone"}), owner=ben, by_when=day, key="promisecanary001"
    )
    theirs = {"chloe", "lou", "ben", *INSIDE}
    made = Promise.objects.create(
        work=cast.work, what=world.canary("promiseprivate", theirs), owner=ben, by_when=day, is_public=False, key="promisecanary002",
        who_does_it=world.canary("promisewho", theirs),
    )  # fmt: skip
    for slug in ("chloe", "lou"):
        PromiseTo.objects.create(promise=made, person=getattr(cast, slug).person)
    asked = Anew.objects.create(
        promise=made, what=world.canary("anewwhat", theirs), because=world.canary("anewwhy", theirs), by_when=day + timedelta(days=9),
        asked_by=ben, asked_on=today(), answer_by=day, key="anewcanary000001",
    )  # fmt: skip
    words = world.canary("anewsaid", {"chloe", "ben", "natalie", "dee"})
    AnewSaid.objects.create(anew=asked, person=cast.chloe.person, says="no", words=words)
    ended = Promise.objects.create(
        work=cast.work, what=world.canary("promiseended", theirs), owner=ben, by_when=day, is_public=False, key="promisecanary003",
        state="broken", ended_on=today(), how_it_ended=world.canary("promisehow", theirs),
    )  # fmt: skip
    for slug in ("chloe", "lou"):
        PromiseTo.objects.create(promise=ended, person=getattr(cast, slug).person)
    hidden = getattr(world, "hidden", None)  # the page tests use these rows too, in a house without hidden work
    if hidden is not None:
        world.may["canaryhiddenwork"].add("gill")  # who keeps a promise there knows what it is called
        words = world.canary("promisehidden", {"natalie", "rao", "gill"})
        Promise.objects.create(work=hidden, what=words, owner=cast.gill.person, by_when=day, key="promisecanary004")


THINGS: dict[str, Any] = {"promise": Promise, "anew": Anew}
VALUES: dict[str, Any] = {}
