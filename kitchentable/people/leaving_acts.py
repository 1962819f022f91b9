"""Leaving: duties go to somebody named, and an account that is over signs in nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Duty, Person, Supporter
from kitchentable.people.owing import InHand, Keeping, in_hand, keeps, may_hand_on, must_be_here
from kitchentable.people.rules import SIGN_IN
from kitchentable.policy.act import act, note
from kitchentable.policy.book import forget_facts, rule
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Problem, Verdict, no


class StillInHand(Problem):
    """Something would be left without a named person."""


@rule("people.hand_on", house=True)
def may_hand_on_duties(person: Actor, holder: Person | None) -> Verdict:
    """They themselves, and the administrator; the house on the day that was planned."""
    return may_hand_on(person, holder)


@rule("people.leave", house=True)
def may_leave(person: Actor, whom: Person | None) -> Verdict:
    """They themselves, and the administrator; the house on the day that was planned."""
    return may_hand_on(person, whom) if person.is_someone else no(SIGN_IN)


@act("people.hand_on")
def hand_on(by: Actor, holder: Person, *, keys: Sequence[str], to: Person) -> Person:
    """Somebody else answers for this in the whole organisation from now on. Raises NotHere."""
    must_be_here(to)
    for duty in Duty.objects.filter(person=holder, kind__in=keys, until__isnull=True):
        duty.until = now()
        duty.save(update_fields=["until"])
        given, new = Duty.objects.get_or_create(person=to, kind=duty.kind, until=None)
        if new:
            note(by, "people.duty", given)
    for either in (holder, to):
        forget_facts(either)
    return holder


@act("people.leave")
def leave(by: Actor, whom: Person) -> Person:
    """Somebody does not work here any more: the account is over, on every device; nobody can choose them. Done twice, the first stays.

    Raises StillInHand when something of theirs would be left without a named person.
    """
    locked: Person = Person.objects.select_for_update().get(pk=whom.pk)
    if not locked.is_active:
        return locked
    if in_hand(locked):
        raise StillInHand(_("%(name)s still has something in hand. Name who takes it first.") % {"name": locked.called})
    moment = now()
    Duty.objects.filter(person=locked, until__isnull=True).update(until=moment)
    Supporter.objects.filter(supporter=locked, stopped_at__isnull=True).update(stopped_at=moment)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    end_sittings(locked)
    forget_facts(locked)
    return locked


def end_sittings(person: Person) -> None:
    """End every sitting of this person, on every device."""
    for sitting in Session.objects.iterator(500):
        if sitting.get_decoded().get(SESSION_KEY) == str(person.pk):
            sitting.delete()


def _duties(person: Person) -> list[InHand]:
    """Only those that nobody else answers for as well: with two, the other stays."""
    running = Duty.objects.filter(until__isnull=True, person__is_active=True, person__erased_at__isnull=True)
    mine = Duty.objects.filter(person=person, until__isnull=True)
    kinds = mine.exclude(kind__in=running.exclude(person=person).values("kind")).order_by("pk").values_list("kind", flat=True)
    return [InHand("people.duties", kind, str(Duty.Kind(kind).label)) for kind in dict.fromkeys(kinds)]


keeps(
    Keeping(
        "people.duties",
        _("What somebody answers for in the whole organisation"),
        of=_duties,
        give_all=lambda by, holder, keys, to: hand_on(by, holder, keys=keys, to=to),
        order=5,
    )
)
