"""Making promises, and saying what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from kitchentable.people.models import Person
from kitchentable.people.owing import must_be_here
from kitchentable.policy.act import act
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.ties.models import Promise, PromiseTo
from kitchentable.works.models import Work


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
) -> Promise:
    """Make a promise: `owner` keeps it by a day. From the same source and key it is made once; the first stays. Raises Problem without words,
    and NotHere when its owner left."""
    if not what.strip():
        raise Problem(_("Say what is promised."))
    must_be_here(owner)
    made_by = by if isinstance(by, Person) else owner
    values = {
        "work": work, "what": what.strip(), "owner": owner, "made_by": made_by, "by_when": by_when, "who_does_it": who_does_it,
        "made_on": today(), "is_public": is_public,
    }  # fmt: skip
    if source_key:
        made, _new = Promise.objects.get_or_create(source=source, source_key=source_key, defaults=values)
    else:
        made = Promise.objects.create(source=source, **values)
    PromiseTo.objects.bulk_create([PromiseTo(promise=made, person=one) for one in to], ignore_conflicts=True)
    return made
