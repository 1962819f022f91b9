"""Promises that somebody keeps. STAND-IN until the part “promises” is merged, which registers its own: then this file and its import go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kitchentable.people.models import Person
from kitchentable.people.owing import InHand, Keeping, keepings, keeps, may_hand_on, must_be_here
from kitchentable.policy.act import act
from kitchentable.policy.book import rule
from kitchentable.policy.verdict import Actor, Verdict
from kitchentable.ties.models import Promise


@rule("ties.hand_on", house=True)
def may_hand_on_here(person: Actor, promise: Promise | None) -> Verdict:
    """Whoever keeps it, and the administrator; the house on the day that was planned."""
    return may_hand_on(person, promise.owner if promise else None)


@act("ties.hand_on")
def hand_on(by: Actor, promise: Promise, *, to: Person) -> Promise:
    """Somebody else keeps it from now on. Raises NotHere."""
    must_be_here(to)
    promise.owner = to
    promise.save(update_fields=["owner"])
    return promise


def _open(person: Person) -> list[InHand]:
    rows = Promise.objects.open().filter(owner=person).select_related("work")
    return [
        InHand("ties.promises", one.key, one.what[:120], one.work.slug, due=one.by_when.isoformat() if one.by_when else "")
        for one in rows
    ]


def _give(by: Actor, key: str, to: Person) -> None:
    hand_on(by, Promise.objects.get(key=key), to=to)


if "ties.promises" not in keepings():
    keeps(Keeping("ties.promises", gettext_lazy("Promises"), of=_open, give=_give))
