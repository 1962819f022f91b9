"""Who may make a promise, say what came of it, agree it anew and hand it on; and why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.policy.book import fact, rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.ties.models import Anew, Promise
from kitchentable.ties.promise_links import LinkBearer
from kitchentable.voices.models import Decision
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import has_role

ONLY_KEEPER = _("Only whoever keeps this promise, or the lead of this piece of work, may do this.")
ONLY_MADE_TO = _("Only those to whom it was promised can say this. Staff may write it down at their word.")
BY_ITSELF = _("The system does this by itself.")


@rule("ties.promise", house=True)
def may_promise(person: Actor, work: Work | None) -> Verdict:
    """Its lead, its checkers and its decider; the house, when an answer, minutes or a decision hold one."""
    if has_role(person, work.pk if work else None, Role.Kind.LEAD, Role.Kind.CHECKER, Role.Kind.DECIDER, Role.Kind.ANSWERER):
        return yes()
    return no(_("Only people who lead, answer or decide in this piece of work may promise something here."))


@rule("ties.promise_decided")
def may_promise_what_was_decided(person: Actor, decision: Decision | None) -> Verdict:
    """Whoever decided it, and the lead, once it is decided."""
    if decision is None:
        return yes() if has_role(person, None, Role.Kind.LEAD, Role.Kind.DECIDER) else no(ONLY_KEEPER)
    if decision.is_open:
        return no(_("This is not decided yet. Decide first, then say what will be done."))
    if getattr(person, "pk", None) == decision.decider_id or has_role(person, decision.work_id, Role.Kind.LEAD):
        return yes()
    return no(_("Only %(name)s, who decided, or the lead may say what will be done.") % {"name": decision.decider.called})


@rule("ties.keep_promise")
def may_say_kept(person: Actor, promise: Promise | None) -> Verdict:
    """Whoever keeps it; the lead."""
    return keeps(person, promise)


@rule("ties.break_promise")
def may_say_not_kept(person: Actor, promise: Promise | None) -> Verdict:
    """Whoever keeps it; the lead."""
    return keeps(person, promise)


@rule("ties.propose_anew")
def may_propose_anew(person: Actor, promise: Promise | None) -> Verdict:
    """Whoever keeps it; the lead."""
    return keeps(person, promise)


@rule("ties.drop_anew")
def may_drop_anew(person: Actor, anew: Anew) -> Verdict:
    """Whoever keeps the promise; the lead."""
    return keeps(person, anew.promise)


@rule("ties.hand_promise", house=True)
def may_hand_on(person: Actor, promise: Promise | None) -> Verdict:
    """Whoever keeps it; the lead; the house, when somebody leaves and all of theirs was given to others."""
    return keeps(person, promise)


@rule("ties.say_anew")
def may_say_anew(person: Actor, anew: Anew) -> Verdict:
    """Those it was made to; whoever opened the link that was sent to one of them; staff at their word, which the act asks for."""
    if isinstance(person, LinkBearer):
        return yes() if person.anew_key == anew.key else no(ONLY_MADE_TO)
    if not person.is_someone:
        return no(ONLY_MADE_TO)
    if anew.promise.to.filter(person=person.pk).exists():  # type: ignore[attr-defined]
        return yes()
    if anew.promise.to_everyone and anew.promise.work.contributions.filter(said_by=person.pk).exists():  # type: ignore[attr-defined]
        return yes()
    return yes() if may_type_what_they_say(person, anew.promise) else no(ONLY_MADE_TO)


def may_type_what_they_say(person: Actor, promise: Promise) -> bool:
    """May this person write down what those it was made to say: leads and checkers of the work who work here."""
    return bool(fact(person, "people.works_here") and has_role(person, promise.work_id, Role.Kind.LEAD, Role.Kind.CHECKER))


@rule("ties.end_anew", house=True)
def may_end_anew(_person: Actor, _anew: object) -> Verdict:
    """The clock."""
    return no(BY_ITSELF)


@rule("ties.show_promise", house=True)
def may_look_who_reads(_person: Actor, _promise: object) -> Verdict:
    """The house."""
    return no(BY_ITSELF)


@rule("ties.warn_promises", house=True)
def may_warn(_person: Actor, _owner: object) -> Verdict:
    """The clock."""
    return no(BY_ITSELF)


@rule("ties.note_late", house=True)
def may_note_late(_person: Actor, _work: object) -> Verdict:
    """The clock."""
    return no(BY_ITSELF)


@rule("ties.tell_everyone", house=True)
def may_tell_everyone(_person: Actor, _promise: object) -> Verdict:
    """The worker."""
    return no(BY_ITSELF)


def keeps(person: Actor, promise: Promise | None) -> Verdict:
    """Whoever keeps this promise, or leads its piece of work. Without a promise: anybody we know, who may keep one."""
    if promise is None:
        return yes() if person.is_someone else no(ONLY_KEEPER)
    if isinstance(person, Person) and person.pk == promise.owner_id:
        return yes()
    return yes() if has_role(person, promise.work_id, Role.Kind.LEAD) else no(ONLY_KEEPER)
