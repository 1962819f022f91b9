"""Rules of the table and its seats."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.policy.book import fact, rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.seats.models import Seat
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import has_role, may_change

RUNS = (Role.Kind.LEAD, Role.Kind.CHECKER, Role.Kind.ANSWERER, Role.Kind.DECIDER)


@rule("seats.office")
def may_open_table(person: Actor, work: Work | None) -> Verdict:
    """Those who lead, check, answer or decide: they read who sits where, and who is missing."""
    if has_role(person, work.pk if work else None, *RUNS):
        return yes()
    return no(_("Only those who lead, check, answer or decide in this piece of work may read this."))


@rule("seats.take")
def may_give_seat(person: Actor, work: Work | None) -> Verdict:
    """Its lead: how each seat came about is shown to everyone."""
    return may_change(person, work)


@rule("seats.end")
def may_end_seat(person: Actor, seat: Seat) -> Verdict:
    """Everyone their own; the lead; and staff who type it at the person's word (the act asks for that)."""
    if person.is_someone and seat.person_id == getattr(person, "pk", None):
        return yes()
    if fact(person, "people.works_here") and has_role(person, seat.work_id, *RUNS):
        return yes()
    if may_change(person, seat.work):
        return yes()
    return no(_("Only the person who has this seat may end it, or somebody who types for them."))


@rule("seats.stand_in")
def may_let_stand_in(person: Actor, seat: Seat) -> Verdict:
    """Its lead."""
    return may_change(person, seat.work)


def reads_why(person: Actor, work: Work) -> bool:
    """May this person read why people left? The lead; the person reads their own on their own page."""
    return has_role(person, work.pk, Role.Kind.LEAD)
