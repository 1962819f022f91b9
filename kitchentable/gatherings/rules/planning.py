"""Who may plan a gathering: leads and checkers of its work, and its host."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.fitting import unmet_musts
from kitchentable.gatherings.models import PLANNERS, UNSENT, Gathering, Invitation, Talk
from kitchentable.people.models import Scope
from kitchentable.people.rules import supports
from kitchentable.policy.book import rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.works.models import Work
from kitchentable.works.rules import has_role

ONLY_PLANNERS = _("Only those who plan this gathering may do this.")
OVER = _("This gathering is over, or will not happen. It stays as it was.")


def plans(person: Actor, gathering: Gathering | None) -> Verdict:
    """Does this person plan the gathering? Without one: any."""
    if gathering is None:
        return yes() if has_role(person, None, *PLANNERS) else no(ONLY_PLANNERS)
    if has_role(person, gathering.work_id, *PLANNERS) or gathering.host_id == getattr(person, "pk", None):
        return yes()
    return no(ONLY_PLANNERS)


def plans_open(person: Actor, gathering: Gathering | None) -> Verdict:
    """Does this person plan it, and can it still be changed?"""
    verdict = plans(person, gathering)
    if verdict and gathering is not None and not gathering.is_open:
        return no(OVER)
    return verdict


@rule("gatherings.office")
def may_open_plan(person: Actor, gathering: Gathering | None) -> Verdict:
    """Those who plan it may read the plan, also when it is over."""
    return plans(person, gathering)


@rule("gatherings.plan")
def may_plan(person: Actor, work: Work | None) -> Verdict:
    """Leads and checkers plan gatherings of their own work."""
    if has_role(person, work.pk if work else None, *PLANNERS):
        return yes()
    return no(_("Only those who lead or check this piece of work may plan a gathering for it."))


@rule("gatherings.change")
def may_change(person: Actor, gathering: Gathering | None) -> Verdict:
    """Those who plan it, while it is open."""
    return plans_open(person, gathering)


@rule("gatherings.list")
def may_choose(person: Actor, gathering: Gathering | None) -> Verdict:
    """Those who plan it choose whom to invite."""
    return plans_open(person, gathering)


@rule("gatherings.unlist")
def may_unchoose(person: Actor, invitation: Invitation) -> Verdict:
    """Those who plan it, before the invitation has gone."""
    if invitation.state not in UNSENT:
        return no(_("They are invited already. If they say that they do not come, write down their reply."))
    return plans_open(person, invitation.gathering)


@rule("gatherings.settle")
def may_settle(person: Actor, gathering: Gathering) -> Verdict:
    """Those who plan it say what was arranged."""
    return plans_open(person, gathering)


@rule("gatherings.confirm")
def may_confirm(person: Actor, gathering: Gathering | None) -> Verdict:
    """Those who plan it, when it has a time and a place, and no must-have of somebody who comes is unmet (R063)."""
    verdict = plans_open(person, gathering)
    if not verdict or gathering is None:
        return verdict
    if gathering.starts_at is None:
        return no(_("It has no day and no time yet."))
    if gathering.kind != Gathering.Kind.ONLINE and gathering.place_id is None:
        return no(_("It has no place yet."))
    if gathering.kind != Gathering.Kind.PLACE and not (gathering.online_link or gathering.online_phone):
        return no(_("There is no link and no number to join by yet."))
    if unmet_musts(gathering):
        return no(
            _(
                "Somebody who comes cannot take part as it is planned. Change the plan, arrange what is missing, or ask the person: "
                "only they can say “go ahead”."
            )
        )
    return yes()


@rule("gatherings.cancel")
def may_cancel(person: Actor, gathering: Gathering | None) -> Verdict:
    """Those who plan it, while it is open."""
    return plans_open(person, gathering)


@rule("gatherings.copy")
def may_copy(person: Actor, gathering: Gathering | None) -> Verdict:
    """Leads and checkers of its work, also when it is over."""
    return may_plan(person, gathering.work if gathering else None)


@rule("gatherings.bring")
def may_bring(person: Actor, invitation: Invitation | None) -> Verdict:
    """Anyone who is coming; a supporter who may reply for them; those who plan it, at the person's word."""
    if invitation is None:
        return yes() if person.is_someone else no(_("Please sign in first."))
    if not invitation.gathering.is_open:
        return no(OVER)
    if plans(person, invitation.gathering):
        return yes()
    if invitation.state in (*UNSENT, Invitation.State.NO):
        return no(_("Only those who come to this gathering may bring a point."))
    if invitation.person_id == getattr(person, "pk", None) or supports(person, invitation.person_id, Scope.REPLY):
        return yes()
    return no(_("Only those who come to this gathering may bring a point."))


@rule("gatherings.agenda_put")
def may_put(person: Actor, gathering: Gathering) -> Verdict:
    """Those who plan it."""
    return plans_open(person, gathering)


@rule("gatherings.agenda_take")
def may_take(person: Actor, talk: Talk) -> Verdict:
    """Those who plan it take a point onto the agenda, or keep it for later and say why."""
    return plans_open(person, talk.gathering)


@rule("gatherings.agenda_away")
def may_take_away(person: Actor, talk: Talk) -> Verdict:
    """Those who plan it take away a break; a point that somebody brought is kept for later with a because, never dropped."""
    if talk.kind == Talk.Kind.POINT:
        return no(_("A point is not dropped. Keep it for another time, and say why."))
    return plans_open(person, talk.gathering)


@rule("gatherings.agenda_order")
def may_order(person: Actor, gathering: Gathering) -> Verdict:
    """Those who plan it."""
    return plans_open(person, gathering)


@rule("gatherings.agenda_breaks")
def may_put_breaks(person: Actor, gathering: Gathering) -> Verdict:
    """Those who plan it."""
    return plans_open(person, gathering)


@rule("gatherings.hard_day")
def may_add_hard_day(person: Actor, _day: object) -> Verdict:
    """Whoever plans a gathering keeps the list of days that are hard for some."""
    return plans(person, None)


@rule("gatherings.hard_day_away")
def may_drop_hard_day(person: Actor, _day: object) -> Verdict:
    """Whoever plans a gathering."""
    return plans(person, None)
