"""Who may write, change, show and hide what works for a person; and who reads how the house keeps the standard (AIS)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Asked, Duty, Person, WhatWorks
from kitchentable.people.rules import ONLY_STAFF, SIGN_IN, has_duty
from kitchentable.policy.book import fact, rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes

ONLY_THEY = _("Only they decide this, or somebody who works here and has their word.")


def _theirs_or_at_their_word(person: Actor, whose: int | None) -> Verdict:
    """One's own; or staff, whose acts ask in turn for the person's recorded yes."""
    if not person.is_someone:
        return no(SIGN_IN)
    if whose is None or whose == getattr(person, "pk", None) or fact(person, "people.works_here"):
        return yes()
    return no(ONLY_THEY)


@rule("people.say_need")
def may_say_need(person: Actor, need: WhatWorks | None) -> Verdict:
    """One's own; staff at the person's word, read back to them. A supporter does not say for a person what works for them."""
    return _theirs_or_at_their_word(person, need.person_id if need else None)


@rule("people.change_need")
def may_change_need(person: Actor, need: WhatWorks) -> Verdict:
    """One's own; staff only to type the words of a recording, at the person's word."""
    return may_say_need(person, need)


@rule("people.show_need")
def may_show_need(person: Actor, need: WhatWorks) -> Verdict:
    """One's own; staff at the person's word."""
    return may_say_need(person, need)


@rule("people.hide_need")
def may_hide_need(person: Actor, need: WhatWorks) -> Verdict:
    """One's own; staff at the person's word."""
    return may_say_need(person, need)


@rule("people.unhide_need")
def may_unhide_need(person: Actor, need: WhatWorks) -> Verdict:
    """One's own; staff at the person's word."""
    return may_say_need(person, need)


@rule("people.delete_need")
def may_delete_need(person: Actor, need: WhatWorks) -> Verdict:
    """One's own; staff at the person's word."""
    return may_say_need(person, need)


@rule("people.asked_needs")
def may_note_asked(person: Actor, asked: Asked) -> Verdict:
    """One's own answer; staff who asked somebody."""
    return _theirs_or_at_their_word(person, asked.person_id)


@rule("people.review_needs")
def may_review_needs(person: Actor, whose: Person) -> Verdict:
    """One's own; staff at the person's word."""
    return _theirs_or_at_their_word(person, whose.pk)


@rule("people.ask_needs_again", house=True)
def may_ask_again(_person: Actor, _whom: Person) -> Verdict:
    """Only the clock."""
    return no(_("The system does this by itself."))


@rule("people.hear_need")
def may_hear_need(person: Actor, need: WhatWorks) -> Verdict:
    """A recording: whoever may read the need. Staff who type for a person do not hear it."""
    if not person.is_someone:
        return no(SIGN_IN)
    if WhatWorks.objects.seen_by(person).filter(pk=need.pk).exists():
        return yes()
    return no(ONLY_THEY)


@rule("people.needs_for")
def may_write_needs_for(person: Actor, _whom: Person | None) -> Verdict:
    """Staff, at the word of the person. They write; they do not read what stands there."""
    return yes() if fact(person, "people.works_here") else no(ONLY_STAFF)


@rule("people.read_access")
def may_read_access(person: Actor, _thing: object) -> Verdict:
    """Counts only: the lead for accessible information, the board member who answers for it, the administrator (R041, R042)."""
    if any(has_duty(person, kind) for kind in (Duty.Kind.ACCESS, Duty.Kind.BOARD, Duty.Kind.ADMINISTRATOR)):
        return yes()
    return no(_("Only the lead for accessible information, the board member and the administrator may read this."))
