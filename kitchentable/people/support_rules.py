"""Who may do what around a supporter: what each may open, a word to the office alone, and help with one decision."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Alone, DecidingHelp, Duty, Person, Scope, Supporter, tells_for
from kitchentable.people.rules import (
    HELP_ENDED,
    NOT_SHARED,
    ONLY_STAFF,
    ONLY_YOURS,
    SIGN_IN,
    has_duty,
    may_choose_supporter,
    supports,
)
from kitchentable.policy.book import fact, rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes

ASK_A_COLLEAGUE = _("You are their supporter. Ask a colleague to do this.")


@dataclass(frozen=True, slots=True)
class Door:
    """One thing of a person's that a supporter may try to open."""

    whom: Person
    scope: Scope


@rule("people.supporter_opens")
def may_open_for(person: Actor, door: Door) -> Verdict:
    """A supporter: what the person shared with them, and nothing else, from one request to the next (R052)."""
    if not person.is_someone:
        return no(SIGN_IN)
    if supports(person, door.whom.pk, door.scope):
        return yes()
    if door.whom.pk in fact(person, "people.supports"):
        return no(NOT_SHARED % {"name": door.whom.called})
    return no(HELP_ENDED)


@rule("people.change_support")
def may_change_support(person: Actor, supporter: Supporter) -> Verdict:
    """The person, or staff at the person's word. Never the supporter."""
    if supporter.supporter_id == getattr(person, "pk", None):
        return no(_("Only %(name)s can change what you may do.") % {"name": supporter.person.called})
    return may_choose_supporter(person, supporter)


@rule("people.ask_to_go_on", house=True)
def may_ask_to_go_on(_person: Actor, _supporter: Supporter) -> Verdict:
    """The clock."""
    return no(_("The system does this by itself."))


@rule("people.read_out_looks")
def may_read_out_looks(person: Actor, whom: Person | None) -> Verdict:
    """Staff, to somebody who asks for it by phone; not those who support them."""
    if not fact(person, "people.works_here"):
        return no(ONLY_STAFF)
    return no(ASK_A_COLLEAGUE) if whom is not None and _helps(person, whom) else yes()


# ── a word to us alone ────────────────────────────────────────────────────────────────────────────


@rule("people.read_alone")
def may_read_alone(person: Actor, whom: Person | None) -> Verdict:
    """Who leads on access or on safeguarding, and nobody else; not when they support the person themselves."""
    if not (has_duty(person, Duty.Kind.ACCESS) or has_duty(person, Duty.Kind.SAFEGUARDING)):
        return no(_("Only the leads for access and for safeguarding may read this."))
    return no(ASK_A_COLLEAGUE) if whom is not None and _helps(person, whom) else yes()


@rule("people.alone")
def may_write_alone(person: Actor, word: Alone | None) -> Verdict:
    """The person; any staff at their word, by phone. Never a supporter, whatever they may do otherwise."""
    if not person.is_someone:
        return no(SIGN_IN)
    if word is None or word.person_id == getattr(person, "pk", None):
        return yes()
    if _helps(person, word.person):
        return no(_("This is between them and us alone."))
    return yes() if fact(person, "people.works_here") else no(ONLY_YOURS)


@rule("people.answer_alone")
def may_answer_alone(person: Actor, word: Alone) -> Verdict:
    """Whoever may read what they write."""
    return may_read_alone(person, word.person)


@rule("people.see_alone")
def may_see_alone(person: Actor, whom: Person) -> Verdict:
    """The person sees what we wrote; who may read it sees what they wrote."""
    return yes() if whom.pk == getattr(person, "pk", None) else may_read_alone(person, whom)


# ── help with one decision ────────────────────────────────────────────────────────────────────────


@rule("people.help_to_decide")
def may_help_to_decide(person: Actor, note: DecidingHelp | None) -> Verdict:
    """Staff who lead or check a piece of work, or lead on access, write it; about nobody but the person it concerns (R048–R051)."""
    if not fact(person, "people.works_here"):
        return no(ONLY_STAFF)
    if note is not None and note.person_id == getattr(person, "pk", None):
        return no(_("Somebody else must write this about you."))
    if has_duty(person, Duty.Kind.ACCESS) or tells_for(person):
        return yes()
    return no(_("Only those who lead something, or lead on access, may write this."))


def _helps(person: Actor, whom: Person) -> bool:
    return whom.pk in fact(person, "people.supports")
