"""What tests of promises start from. Rows, not acts, but for what is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kitchentable.gatherings.models import Gathering, Invitation, Minute
from kitchentable.policy.clock import now, today
from kitchentable.ties.models import Promise, PromiseTo
from kitchentable.voices import acts
from kitchentable.voices.models import Answer, Contribution, Outcome

WHAT = "A new bus stop opens in front of the hub."
HOW = "The bus stop is open since Monday. The 14 stops there."
BECAUSE = "The road firm has no steel before the summer."


def make_promise(cast: Any, *to: str, owner: str = "ben", days: int | None = 10, **more: Any) -> Promise:
    """A promise of the cast's work, made ten days ago. A row."""
    made = Promise.objects.create(
        **{
            "work": cast.work, "what": WHAT, "owner": getattr(cast, owner).person, "made_by": cast.rao.person,
            "made_on": today() - timedelta(days=10), "by_when": None if days is None else today() + timedelta(days=days), **more,
        }
    )  # fmt: skip
    PromiseTo.objects.bulk_create([PromiseTo(promise=made, person=getattr(cast, slug).person) for slug in to])
    return made


def answered(cast: Any, *said: Contribution, **more: Any) -> Answer:
    """Ms Rao answers, Dee checks: an answer that promises something."""
    facts: dict[str, Any] = {
        "outcome": Outcome.USED, "words": WHAT, "decider": cast.rao.person, "decided_on": today(), "who_does_it": "Ben Ash, Highways",
        "by_when": today() + timedelta(days=30),
    }  # fmt: skip
    made = acts.answer(cast.rao.person, said, **{**facts, **more})
    return acts.check(cast.dee.person, made)


def said(cast: Any, who: str = "chloe", sharing: str = "lead") -> Contribution:
    """Something that was said."""
    return acts.say(getattr(cast, who).person, cast.work, words="The bus stop is too far from the hub.", sharing=sharing)


def held(cast: Any, *came: str) -> Gathering:
    """A gathering that happened; who came."""
    made = Gathering.objects.create(
        work=cast.work,
        title="Visits and times",
        purpose="x",
        starts_at=now() - timedelta(days=1),
        host=cast.natalie.person,
        state="held",
    )
    for slug in came:
        Invitation.objects.create(gathering=made, person=getattr(cast, slug).person, state="yes", came=True)
    return made


def line(cast: Any, gathering: Gathering, words: str = "We ring you the day before.", owner: str = "ben", **more: Any) -> Minute:
    """A promise in the minutes, not told yet."""
    return Minute.objects.create(
        **{
            "gathering": gathering, "kind": Minute.Kind.PROMISE, "words": words, "owner": getattr(cast, owner).person,
            "by_when": today() + timedelta(days=14), "typed_by": cast.natalie.person, **more,
        }
    )  # fmt: skip
