"""Who may do what with people, messages and worries; and the facts these rules rest on."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Duty, Outgoing, Passkey, Person, Reach, Scope, SupportAsk, Supporter, Worry, tells_for
from kitchentable.policy.book import fact, loads_fact, rule
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Verdict, no, yes

ONLY_STAFF = _("Only people who work here may do this.")
ONLY_YOURS = _("This belongs to another person.")
SIGN_IN = _("Please sign in first.")
NOT_SHARED = _("%(name)s has not shared this.")
HELP_ENDED = _("You do not help this person now. They may have ended it, or its last day has gone by.")


@loads_fact("people.duties")
def _duties(person: Any) -> frozenset[str]:
    """What this person answers for in the whole organisation, now."""
    if not person.is_someone:
        return frozenset()
    running = Q(until__isnull=True) | Q(until__gt=now())
    return frozenset(Duty.objects.filter(running, person=person).values_list("kind", flat=True))


@loads_fact("people.supports")
def _supports(person: Any) -> dict[int, frozenset[str]]:
    """The people whom this person supports today, and what each lets them do: {person pk: scopes}."""
    if not person.is_someone:
        return {}
    found: dict[int, set[str]] = {}
    running = Supporter.objects.running().filter(supporter=person, person__erased_at__isnull=True)
    for whom, scopes in running.values_list("person_id", "scopes"):
        found.setdefault(whom, set()).update(scopes)
    return {whom: frozenset(scopes) for whom, scopes in found.items()}


def supports(person: Actor, whom: int | None, scope: Scope) -> bool:
    """Does `whom` (a pk) let this person do this for them, today?

    Whoever writes a message to a supporter about somebody asks this when the message is made, and writes nothing on a no.
    """
    scopes: frozenset[str] = fact(person, "people.supports").get(whom, frozenset())
    return scope in scopes


def supported(person: Actor, scope: Scope) -> list[int]:
    """The people (pks) who let this person do this for them, today."""
    return [whom for whom, scopes in fact(person, "people.supports").items() if scope in scopes]


@loads_fact("people.works_here")
def _works_here(person: Any) -> bool:
    """Is this person staff?"""
    return bool(person.is_someone and person.works_here and person.is_active)


def has_duty(person: Actor, kind: Duty.Kind) -> bool:
    """Does this person answer for this, in the whole organisation?"""
    return kind in fact(person, "people.duties")


@rule("people.type_for")
def may_type_for(person: Actor, whom: Person | None) -> Verdict:
    """Staff for anyone who says so; a supporter who may write or reply for the person.

    Which of the two stands in the rule of each act: `people.write_for` for what people say.
    """
    if not person.is_someone:
        return no(SIGN_IN)
    if whom is None:
        return yes() if fact(person, "people.works_here") or fact(person, "people.supports") else no(ONLY_STAFF)
    if whom.pk == getattr(person, "pk", None) or fact(person, "people.works_here"):
        return yes()
    if {Scope.WRITE, Scope.REPLY} & fact(person, "people.supports").get(whom.pk, frozenset()):
        return yes()
    return no(_("%(name)s has not asked you to type for them.") % {"name": whom.called})


@rule("people.write_for")
def may_write_for(person: Actor, whom: Person) -> Verdict:
    """To write down what somebody says: staff at their word; a supporter whom they let write (R052)."""
    if not person.is_someone:
        return no(SIGN_IN)
    if whom.pk == getattr(person, "pk", None) or fact(person, "people.works_here") or supports(person, whom.pk, Scope.WRITE):
        return yes()
    return no(NOT_SHARED % {"name": whom.called}) if whom.pk in fact(person, "people.supports") else no(HELP_ENDED)


@rule("people.add", house=True)
def may_add(person: Actor, _whom: object) -> Verdict:
    """Staff add people who are not online; the first administrator is added on the command line."""
    return yes() if fact(person, "people.works_here") else no(ONLY_STAFF)


@rule("people.reach")
def may_change_reach(person: Actor, reach: Reach | None) -> Verdict:
    """One's own; staff for a person who is not online and asks them to."""
    if not person.is_someone:
        return no(SIGN_IN)
    if reach is None or reach.person_id == getattr(person, "pk", None):
        return yes()
    return may_type_for(person, reach.person) if fact(person, "people.works_here") else no(ONLY_YOURS)


@rule("people.support")
def may_choose_supporter(person: Actor, supporter: Supporter | None) -> Verdict:
    """The person, or staff at the person's word."""
    if not person.is_someone:
        return no(SIGN_IN)
    if supporter is None or supporter.person_id == getattr(person, "pk", None) or fact(person, "people.works_here"):
        return yes()
    return no(ONLY_YOURS)


@rule("people.stop_support")
def may_stop_supporter(person: Actor, supporter: Supporter) -> Verdict:
    """The person, the supporter, or staff at the person's word."""
    if supporter.supporter_id == getattr(person, "pk", None):
        return yes()
    return may_choose_supporter(person, supporter)


@rule("people.sign_in", house=True)
def may_sign_in(_person: Actor, _thing: object) -> Verdict:
    """Anyone may try."""
    return yes()


@rule("people.keys")
def may_change_keys(person: Actor, _thing: object) -> Verdict:
    """One's own password and passkeys; nobody else's, staff included."""
    return yes() if person.is_someone else no(SIGN_IN)


@rule("people.worry")
def may_worry(_person: Actor, _thing: object) -> Verdict:
    """Anyone, always (R119)."""
    return yes()


@rule("people.read_worry")
def may_read_worry(person: Actor, _worry: Worry | None) -> Verdict:
    """The safeguarding lead and nobody else."""
    if has_duty(person, Duty.Kind.SAFEGUARDING):
        return yes()
    return no(_("Only the safeguarding lead may read this."))


@rule("people.send", house=True)
def may_send(_person: Actor, _message: Outgoing) -> Verdict:
    """Only the worker sends by machine."""
    return no(_("The system does this by itself."))


@rule("people.send_later", house=True)
def may_send_later(person: Actor, message: Outgoing) -> Verdict:
    """Only the worker."""
    return may_send(person, message)


@rule("people.not_sent", house=True)
def may_not_send(person: Actor, message: Outgoing) -> Verdict:
    """Only the worker."""
    return may_send(person, message)


@rule("people.tell")
def may_tell(person: Actor, message: Outgoing | None) -> Verdict:
    """Staff ring, write or say it, and note that they did. What comes from a piece of work: those who may read its words."""
    if not fact(person, "people.works_here"):
        return no(ONLY_STAFF)
    if message is None or not message.work_key or message.work_key in tells_for(person):
        return yes()
    return no(_("Only those who lead or check this piece of work may read this."))


@rule("people.could_not_tell")
def may_note_not_reached(person: Actor, message: Outgoing | None) -> Verdict:
    """Whoever may tell them."""
    return may_tell(person, message)


@rule("people.need_not_tell")
def may_drop(person: Actor, message: Outgoing | None) -> Verdict:
    """Whoever may tell them."""
    return may_tell(person, message)


@rule("people.erase", house=True)
def may_erase(person: Actor, whom: Person | None) -> Verdict:
    """Oneself; the administrator when the person asked, here or on the command line; the house again after a backup is restored."""
    if not person.is_someone:
        return no(SIGN_IN)
    if whom is None or whom.pk == getattr(person, "pk", None) or has_duty(person, Duty.Kind.ADMINISTRATOR):
        return yes()
    return no(ONLY_YOURS)


@rule("people.duty", house=True)
def may_give_duty(person: Actor, _duty: object) -> Verdict:
    """The administrator; the first one is made on the command line."""
    return yes() if has_duty(person, Duty.Kind.ADMINISTRATOR) else no(_("Only the administrator may change this."))


@rule("people.close_worry")
def may_close_worry(person: Actor, worry: Worry | None) -> Verdict:
    """The safeguarding lead."""
    return may_read_worry(person, worry)


@rule("people.sign_in_letter")
def may_ask_letter(_person: Actor, _address: object) -> Verdict:
    """Anyone may ask for a sign-in mail."""
    return yes()


@rule("people.sign_in_code")
def may_use_code(_person: Actor, _letter: object) -> Verdict:
    """Anyone may try the code of the mail they asked for; the tries are counted."""
    return yes()


@rule("people.sign_in_link")
def may_use_link(_person: Actor, _letter: object) -> Verdict:
    """Whoever holds the link."""
    return yes()


@rule("people.sign_in_passkey")
def may_use_passkey(_person: Actor, _passkey: object) -> Verdict:
    """Whoever holds the device."""
    return yes()


@rule("people.keys_password")
def may_set_password(person: Actor, whom: Person) -> Verdict:
    """One's own; nobody else's, staff included."""
    return yes() if person.is_someone and person == whom else no(ONLY_YOURS)


@rule("people.keys_no_password")
def may_remove_password(person: Actor, whom: Person) -> Verdict:
    """One's own."""
    return may_set_password(person, whom)


@rule("people.keys_add")
def may_add_passkey(person: Actor, passkey: Passkey) -> Verdict:
    """One's own."""
    return may_set_password(person, passkey.person)


@rule("people.keys_remove")
def may_remove_passkey(person: Actor, passkey: Passkey) -> Verdict:
    """One's own."""
    return may_set_password(person, passkey.person)


@rule("people.ask_support")
def may_ask_support(person: Actor, ask: SupportAsk | None) -> Verdict:
    """For oneself; staff at the person's word."""
    return _own_or_typed(person, ask is None or ask.person_id == getattr(person, "pk", None))


@rule("people.agree_support")
def may_agree_support(person: Actor, ask: SupportAsk) -> Verdict:
    """The one who was asked; staff at their word."""
    return _own_or_typed(person, ask.whom_id is not None and ask.whom_id == getattr(person, "pk", None))


@rule("people.end_ask")
def may_end_ask(person: Actor, ask: SupportAsk) -> Verdict:
    """The one who asks takes it back; the one who was asked says no; staff at the word of either."""
    return _own_or_typed(person, getattr(person, "pk", None) in (ask.person_id, ask.whom_id))


def _own_or_typed(person: Actor, is_own: bool) -> Verdict:
    if not person.is_someone:
        return no(SIGN_IN)
    return yes() if is_own or fact(person, "people.works_here") else no(ONLY_YOURS)


@rule("people.look")
def may_be_noted(person: Actor, _people: object) -> Verdict:
    """Noting that one looked is never refused; whether one may look is asked before."""
    return yes() if person.is_someone else no(SIGN_IN)
