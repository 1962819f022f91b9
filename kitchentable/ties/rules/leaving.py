"""Who may do what, and why not: leaving and handing over."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Duty, Person
from kitchentable.people.owing import is_here
from kitchentable.people.rules import ONLY_STAFF, ONLY_YOURS, SIGN_IN, has_duty
from kitchentable.policy.book import fact, rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.ties.models import GroupLine, Leaving, Together
from kitchentable.ties.models.leaving import STAFF_PARTS
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import ONLY_LEAD, has_role, works_where

IS_OVER = _("This is over. Nothing in it can be changed.")
ONLY_THEY = _("Only they themselves, a lead of their work, or the administrator may do this.")
BY_ITSELF = _("The system does this by itself.")
ONLY_GROUP = _("Only people at the table of this piece of work may do this.")


def _works_with(person: Actor, whom: Person, work: Work | None) -> bool:
    """Does this person lead a piece of work (this one, when given) in which the other has a part?"""
    leads = works_where(person, Role.Kind.LEAD)
    found = Role.objects.filter(person=whom, work__in=leads, kind__in=STAFF_PARTS, until__isnull=True)
    return (found.filter(work=work) if work else found).exists()


@rule("ties.plan_leaving")
def may_plan(person: Actor, whom: Person | Leaving | None) -> Verdict:
    """Whoever leaves, a lead of their work, the administrator. Of people who work here."""
    if not person.is_someone:
        return no(SIGN_IN)
    if not fact(person, "people.works_here"):
        return no(ONLY_STAFF)
    if whom is None or has_duty(person, Duty.Kind.ADMINISTRATOR):
        return yes()
    work = whom.work if isinstance(whom, Leaving) else None
    who = whom.person if isinstance(whom, Leaving) else whom
    if who.pk == getattr(person, "pk", None) or _works_with(person, who, work):
        return yes()
    return no(ONLY_THEY)


def _open(person: Actor, leaving: Leaving | None) -> Verdict:
    if leaving is not None and leaving.state != Leaving.State.PLANNED:
        return no(IS_OVER)
    return may_plan(person, leaving)


@rule("ties.change_leaving")
def may_change(person: Actor, leaving: Leaving | None) -> Verdict:
    """Whoever may plan it, while it is planned."""
    return _open(person, leaving)


@rule("ties.give")
def may_give(person: Actor, leaving: Leaving | None) -> Verdict:
    """Whoever may plan it, while it is planned."""
    return _open(person, leaving)


@rule("ties.stop_leaving")
def may_stop(person: Actor, leaving: Leaving | None) -> Verdict:
    """Whoever may plan it, while it is planned."""
    return _open(person, leaving)


@rule("ties.tell_leaving", house=True)
def may_tell(person: Actor, leaving: Leaving | None) -> Verdict:
    """Whoever may plan it, while it is planned; the house on the day, if nobody did."""
    return _open(person, leaving)


@rule("ties.leave", house=True)
def may_leave(person: Actor, leaving: Leaving | None) -> Verdict:
    """Whoever may plan it. An account ends before its day only by whoever leaves, or the administrator; the house does it on the day."""
    verdict = may_plan(person, leaving)
    if not verdict or leaving is None or leaving.work_id is not None:
        return verdict
    if leaving.person_id == getattr(person, "pk", None) or has_duty(person, Duty.Kind.ADMINISTRATOR):
        return yes()
    return no(_("Only they themselves, or the administrator, may end an account before the day. On the day it happens by itself."))


@rule("ties.warn_leaving", house=True)
def may_warn(_person: Actor, _leaving: Leaving | None) -> Verdict:
    """The house."""
    return no(BY_ITSELF)


@rule("ties.follow_up", house=True)
def may_follow_up(_person: Actor, _leaving: Leaving | None) -> Verdict:
    """The house."""
    return no(BY_ITSELF)


@rule("ties.say_stray", house=True)
def may_say_stray(_person: Actor, _leaving: Leaving | None) -> Verdict:
    """The house."""
    return no(BY_ITSELF)


@rule("ties.take_over_instead", house=True)
def may_take_over_instead(person: Actor, leaving: Leaving | None) -> Verdict:
    """Whoever is named there and goes too; those who may plan it; the house on the day."""
    pk = getattr(person, "pk", None)
    if leaving is not None and pk is not None and (leaving.to_id == pk or leaving.given.filter(to=pk).exists()):
        return yes()
    return _open(person, leaving)


@rule("ties.ask_together", house=True)
def may_ask(_person: Actor, _note: Together | None) -> Verdict:
    """The house, when one more ask is not too many for them."""
    return no(BY_ITSELF)


@rule("ties.propose_together")
def may_propose(person: Actor, leaving: Leaving | None) -> Verdict:
    """Only whoever leaves: it is about them and the other."""
    if not person.is_someone:
        return no(SIGN_IN)
    if leaving is None:
        return yes() if fact(person, "people.works_here") else no(ONLY_STAFF)
    if leaving.state != Leaving.State.PLANNED:
        return no(IS_OVER)
    return yes() if leaving.person_id == getattr(person, "pk", None) else no(_("Only whoever leaves may write this."))


@rule("ties.choose_together")
def may_choose(person: Actor, note: Together | None) -> Verdict:
    """The person; or, at their word, whoever wrote it. Nobody else reads it before there is a yes."""
    verdict = _theirs(person, note)
    if not verdict and note is not None and note.by_id is not None and note.by_id == getattr(person, "pk", None):
        verdict = yes()
    if verdict and note is not None and note.asked_at is None:
        return no(_("They have not been asked yet."))
    return verdict


@rule("ties.take_back_together")
def may_take_back(person: Actor, note: Together | None) -> Verdict:
    """The person, any time; or at their word anybody who works here: taking back shows nothing."""
    verdict = _theirs(person, note)
    return verdict if verdict or not fact(person, "people.works_here") else yes()


def _theirs(person: Actor, note: Together | None) -> Verdict:
    if not person.is_someone:
        return no(SIGN_IN)
    return yes() if note is None or note.person_id == getattr(person, "pk", None) else no(ONLY_YOURS)


@rule("ties.group_note")
def may_read_group_note(person: Actor, work: Work | None) -> Verdict:
    """Those at the table, the lead and those who check."""
    if not person.is_someone:
        return no(SIGN_IN)
    kinds = (Role.Kind.MEMBER, Role.Kind.LEAD, Role.Kind.CHECKER)
    return yes() if has_role(person, work.pk if work else None, *kinds) else no(ONLY_GROUP)


@rule("ties.group_line")
def may_write_line(person: Actor, work: Work | None) -> Verdict:
    """Those at the table and their lead; those who check at somebody's word."""
    return may_read_group_note(person, work)


@rule("ties.group_yes")
def may_agree(person: Actor, line: GroupLine | None) -> Verdict:
    """Those at the table and their lead."""
    if line is not None and line.gone_at is not None:
        return no(_("This line was taken away."))
    return may_read_group_note(person, line.work if line else None)


@rule("ties.group_line_away")
def may_take_line_away(person: Actor, line: GroupLine | None) -> Verdict:
    """Whoever wrote it; a lead or checker at their word."""
    if line is None or line.by_id == getattr(person, "pk", None):
        return may_read_group_note(person, line.work if line else None)
    if has_role(person, line.work_id, Role.Kind.LEAD, Role.Kind.CHECKER):
        return yes()
    return no(_("Only whoever wrote this line takes it away."))


@rule("ties.start")
def may_start(person: Actor, work: Work | None) -> Verdict:
    """Its lead: whoever starts where somebody else left off."""
    if isinstance(person, Person) and not is_here(person):
        return no(ONLY_STAFF)
    return yes() if has_role(person, work.pk if work else None, Role.Kind.LEAD) else no(ONLY_LEAD)
