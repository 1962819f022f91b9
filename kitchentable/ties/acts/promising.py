"""Making promises; and keeping in mind those that stand in answers, minutes and decisions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from kitchentable.people.models import Person
from kitchentable.people.owing import must_be_here
from kitchentable.policy.act import act
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import HOUSE, Actor, Problem
from kitchentable.ties.models import Promise, PromiseTo
from kitchentable.ties.promise_public import may_be_public
from kitchentable.ties.promise_sources import Found, keeper, read_in
from kitchentable.voices.empty import says_nothing
from kitchentable.voices.models import Decision
from kitchentable.works.models import Work


class NothingPromised(Problem):
    """No words, or words that promise nothing."""

    field = "what"


class NoSuchDay(Problem):
    """A day that cannot be."""

    field = "by_when"


@act("ties.promise")
def promise(
    by: Actor,
    work: Work,
    *,
    what: str,
    owner: Person,
    by_when: date | None,
    to: Iterable[Person] = (),
    who_does_it: str = "",
    source: str = Promise.Source.WRITTEN,
    source_key: str = "",
    is_public: bool = True,
    made_by: Person | None = None,
    made_on: date | None = None,
    to_everyone: bool = False,
) -> Promise:
    """Make a promise: `owner` keeps it by a day. From the same source and key it is made once; the first stays. Raises NothingPromised without words, and NotHere when its owner left.

    `is_public`: meant for everyone; whether everyone reads it is then looked at (`may_be_public`). `made_on`: for what was promised before.
    """
    if not what.strip():
        raise NothingPromised(_("Say what is promised."))
    must_be_here(owner)
    made_by = made_by or (by if isinstance(by, Person) else owner)
    values = {
        "work": work, "what": what.strip(), "owner": owner, "made_by": made_by, "by_when": by_when, "who_does_it": who_does_it,
        "made_on": made_on or today(), "for_all": is_public, "is_public": False, "to_everyone": to_everyone,
    }  # fmt: skip
    if source_key:
        made, new = Promise.objects.get_or_create(source=source, source_key=source_key, defaults=values)
    else:
        made, new = Promise.objects.create(source=source, **values), True
    PromiseTo.objects.bulk_create(
        [PromiseTo(promise=made, person=one) for one in to if one.pk != made.owner_id], ignore_conflicts=True, batch_size=500
    )
    if new and may_be_public(made):
        made.is_public = True
        made.save(update_fields=["is_public"])
    return made


def keep_in_mind(found: Found) -> Promise:
    """Make a promise of what a source holds, once."""
    return promise(
        HOUSE, found.work, what=found.what, owner=found.owner, by_when=found.by_when, to=found.to, who_does_it=found.who_does_it,
        source=found.source, source_key=found.source_key, made_by=found.made_by, made_on=found.made_on, to_everyone=found.to_everyone,
    )  # fmt: skip


@act("ties.promise_decided")
def promise_decided(by: Person, decision: Decision, *, what: str, who_does_it: str, by_when: date) -> Promise:
    """What will be done now that it is decided, by whom, by when. Made to those whose contributions were read.

    The same words and day twice give the same promise. Raises NothingPromised, NoSuchDay.
    """
    if says_nothing(what):
        raise NothingPromised(_("Say what will be done, so that people can see it when it is done."))
    if by_when < today():
        raise NoSuchDay(_("Choose a day that is still to come."))
    to, to_everyone = read_in(decision)
    mark = hashlib.sha256(f"{what.strip()}|{by_when.isoformat()}".encode()).hexdigest()[:16]
    owner = keeper(who_does_it, decision.work, first=(decision.decided_by, decision.decider))
    return keep_in_mind(
        Found(
            decision.work, what, owner, by, who_does_it, today(), by_when, Promise.Source.DECISION, f"{decision.pk}:{mark}", to,
            to_everyone,
        )
    )  # fmt: skip


@act("ties.show_promise")
def look_who_may_read(by: Actor, made: Promise) -> Promise:
    """Look anew whether everyone may read a promise: something it answers was published or taken down, or another keeps it now."""
    is_public = may_be_public(made)
    if is_public != made.is_public:
        made.is_public = is_public
        made.save(update_fields=["is_public"])
    return made
