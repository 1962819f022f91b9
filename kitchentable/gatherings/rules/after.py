"""After: how it was, the minutes, needs met over time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.models import PLANNERS, Gathering, Invitation, Minute
from kitchentable.gatherings.rules.planning import plans
from kitchentable.gatherings.rules.room import runs
from kitchentable.people.models import Duty, Scope
from kitchentable.people.rules import has_duty, supports
from kitchentable.policy.book import fact, rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.works.rules import has_role

ONLY_THEY = _("Only the person can say how it was for them. Staff may write it down at their word.")
ONLY_MAKER = _("Only the person who said it can say what we may do with it.")
STAYS = _("This has been told to the people who came. It stays as it is. You can add a correction.")
NOT_OVER = _("This gathering is not over yet.")


@rule("gatherings.how")
def may_say_how(person: Actor, invitation: Invitation) -> Verdict:
    """The person (R046); a supporter who may reply for them; staff who plan it, at their word, which the act asks for."""
    if invitation.gathering.state != Gathering.State.HELD:
        return no(NOT_OVER)
    pk = getattr(person, "pk", None)
    if pk is not None and invitation.person_id == pk:
        return yes()
    if supports(person, invitation.person_id, Scope.REPLY):
        return yes()
    if fact(person, "people.works_here") and plans(person, invitation.gathering):
        return yes()
    return no(ONLY_THEY)


@rule("gatherings.ease")
def may_say_ease(person: Actor, invitation: Invitation) -> Verdict:
    """Whoever may say whether needs were met."""
    return may_say_how(person, invitation)


@rule("gatherings.ask_how", house=True)
def may_ask_how(_person: Actor, _invitation: Invitation) -> Verdict:
    """The clock, on the day after."""
    return no(_("The system does this by itself, the day after."))


@rule("gatherings.read_how")
def may_read_how(person: Actor, gathering: Gathering | None) -> Verdict:
    """Who plans or hosts it: counts of five or more, and words that people wanted them to read."""
    verdict = plans(person, gathering)
    if verdict and gathering is not None and gathering.state != Gathering.State.HELD:
        return no(NOT_OVER)
    return verdict


@rule("gatherings.read_met")
def may_read_met(person: Actor, _thing: object) -> Verdict:
    """Leads and checkers of the work they plan; the access lead and the board of all."""
    if has_role(person, None, *PLANNERS) or has_duty(person, Duty.Kind.ACCESS) or has_duty(person, Duty.Kind.BOARD):
        return yes()
    return no(_("Only leads, the lead for accessible information and the board may read this."))


@rule("gatherings.minute")
def may_write_minute(person: Actor, gathering: Gathering | None) -> Verdict:
    """Who plans or hosts it, from its day on."""
    return runs(person, gathering)


@rule("gatherings.minute_change")
def may_change_minute(person: Actor, line: Minute) -> Verdict:
    """Whoever may write it, until it has been told."""
    return no(STAYS) if line.told_at is not None else runs(person, line.gathering)


@rule("gatherings.minute_drop")
def may_drop_minute(person: Actor, line: Minute) -> Verdict:
    """Whoever may change it."""
    return may_change_minute(person, line)


@rule("gatherings.tell_minutes")
def may_tell_minutes(person: Actor, gathering: Gathering) -> Verdict:
    """Whoever may write them, once the gathering is over."""
    return no(NOT_OVER) if gathering.state != Gathering.State.HELD else runs(person, gathering)


@rule("gatherings.promise_kept", house=True)
def may_keep(person: Actor, line: Minute) -> Verdict:
    """The one who promised; who plans it; the house, when it was said on the page of promises."""
    if line.owner_id is not None and line.owner_id == getattr(person, "pk", None):
        return yes()
    return plans(person, line.gathering)


@rule("gatherings.carry")
def may_carry(person: Actor, line: Minute) -> Verdict:
    """Whoever said it in the room; staff who plan it, at their word, which the act asks for."""
    if line.made_by_id is None:
        return no(_("Nobody’s name stands on this point."))
    if line.made_by_id == getattr(person, "pk", None):
        return yes()
    if fact(person, "people.works_here") and plans(person, line.gathering):
        return yes()
    return no(ONLY_MAKER)
