"""Acts around how sure people feel (R101): noting it, not being asked any more, the clock that asks, and the counts of three months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.people.outbox import tell
from kitchentable.policy.act import act, require
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.ties.models import Quarter, Sure, SureStop
from kitchentable.ties.models.confidence import ASKS
from kitchentable.ties.quarters import after
from kitchentable.ties.side_by_side import shown_of


@act("ties.sure")
def note_sure(
    by: Person, whom: Person, *, steps: Mapping[str, int | None], words: str = "", for_person: Person | None = None
) -> Sure:
    """Note how sure somebody feels: for themselves, or typed by staff at their word. Anything may be skipped, but not all of it (Problem)."""
    if for_person is not None and for_person != by:
        require(by, "ties.sure_for", for_person)
    given = [steps.get(name) for name in ASKS]
    if not words.strip() and not any(given):
        raise Problem(_("Choose a step, or write a word. Or leave this page: nobody minds."))
    said = ",".join(str(one) if one in Sure.Step.values else "-" for one in given)
    return Sure.objects.create(person=for_person or by, steps=said, words=words)


@act("ties.sure_stop")
def stop_asking(by: Person, whom: Person, *, stop: bool, for_person: Person | None = None) -> Person:
    """Do not ask any more how sure they feel; or do, again."""
    if for_person is not None and for_person != by:
        require(by, "ties.sure_for", for_person)
    who = for_person or by
    if stop:
        SureStop.objects.get_or_create(person=who)
    else:
        SureStop.objects.filter(person=who).delete()
    return who


@act("ties.sure_ask", record=False)
def ask_sure(by: Actor, whom: Person, *, months: int) -> Person:
    """Ask somebody how sure they feel, so many months after they began; once each."""
    tell(whom, "ties.sure_ask", whom.key, same=str(months))
    return whom


@act("ties.close_quarter")
def close_quarter(by: Actor, first: date) -> Quarter:
    """Count three months that are over, once: what comes later changes nothing of what was shown. Raises Problem while they are not over."""
    if after(first) > today():
        raise Problem(_("These three months are not over."))
    kept = Quarter.objects.filter(first_day=first).first()
    if kept is not None:
        return kept
    return Quarter.objects.create(first_day=first, shown=shown_of(first), at=now())
