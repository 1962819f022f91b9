"""Who may invite, and who may reply: the person, a supporter they let reply, staff at their word, and for a yes or no whoever holds their link."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kitchentable.gatherings import fitting
from kitchentable.gatherings.links import LinkBearer
from kitchentable.gatherings.models import Gathering, GoAhead, Invitation
from kitchentable.gatherings.rules.planning import OVER, plans, plans_open
from kitchentable.people.models import Scope
from kitchentable.people.rules import supports
from kitchentable.policy.book import rule
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Verdict, no, yes

NOT_YOURS = _("This invitation is for another person.")
NOT_LET = _("The person has not asked you to reply for them.")
State = Invitation.State


def may_open_office(person: Actor) -> Verdict:
    """Those who plan or host any gathering."""
    verdict = plans(person, None)
    return yes() if verdict or Gathering.objects.filter(host=getattr(person, "pk", None)).exists() else verdict


@rule("gatherings.send")
def may_send(person: Actor, gathering: Gathering | None) -> Verdict:
    """Those who plan it, when it has a purpose, a time and a place, and every must-have is solved (R063)."""
    if gathering is None:
        return may_open_office(person)
    verdict = plans_open(person, gathering)
    return _is_ready(gathering) if verdict else verdict


def _is_ready(gathering: Gathering) -> Verdict:
    if not gathering.purpose.strip():
        return no(_("Say first what the gathering is for."))
    if gathering.starts_at is None:
        return no(_("Choose the day and the time first."))
    if gathering.starts_at <= now():
        return no(_("The day has gone by. Choose another day first."))
    if gathering.kind != Gathering.Kind.ONLINE and gathering.place_id is None:
        return no(_("Choose the place first."))
    if gathering.kind != Gathering.Kind.PLACE and not (gathering.online_link or gathering.online_phone):
        return no(_("Say first how people join online."))
    left = fitting.before_sending(gathering)
    if left:
        because = ngettext_lazy(
            "%(count)d thing does not fit somebody who cannot come without it. Solve it before the invitations go.",
            "%(count)d things do not fit people who cannot come without them. Solve them before the invitations go.",
            "count",
        )
        return no(because % {"count": left})
    return yes()


@rule("gatherings.reply")
def may_reply(person: Actor, invitation: Invitation) -> Verdict:
    """Once it was sent, and as often as they want until the gathering is over."""
    if invitation.state in (State.LISTED, State.ASKING, State.GONE):
        return no(_("The invitation has not gone out."))
    return _for_them(person, invitation)


@rule("gatherings.one_more")
def may_answer_one_more(person: Actor, invitation: Invitation) -> Verdict:
    """While they are asked whether we may ask once more."""
    if invitation.state != State.ASKING:
        return no(_("This was answered already."))
    return _for_them(person, invitation)


@rule("gatherings.go_ahead")
def may_go_ahead(person: Actor, thing: GoAhead | Invitation) -> Verdict:
    """The person themself, or at their word; a link is not enough, because it would show what they need."""
    invitation = thing.invitation if isinstance(thing, GoAhead) else thing
    if isinstance(person, LinkBearer):
        return no(_("Please sign in first."))
    if plans(person, invitation.gathering):
        return plans_open(person, invitation.gathering)
    return may_reply(person, invitation)


@rule("gatherings.not_ahead")
def may_take_back_go_ahead(person: Actor, invitation: Invitation) -> Verdict:
    """Whoever may say it."""
    return may_go_ahead(person, invitation)


@rule("gatherings.remind", house=True)
def may_remind(_person: Actor, _gathering: Gathering) -> Verdict:
    """Only the worker."""
    return no(_("The system does this by itself."))


def may_reply_as(person: Actor, invitation: Invitation) -> Verdict:
    """Is this the person, a supporter they let reply, staff who plan it, or whoever holds their link?"""
    if isinstance(person, LinkBearer):
        return yes() if person.opens("reply", invitation.key) else no(NOT_YOURS)
    if invitation.person_id == getattr(person, "pk", None) or supports(person, invitation.person_id, Scope.REPLY):
        return yes()
    if plans(person, invitation.gathering):
        return yes()
    return no(NOT_LET if supports(person, invitation.person_id, Scope.INVITATIONS) else NOT_YOURS)


def _for_them(person: Actor, invitation: Invitation) -> Verdict:
    verdict = may_reply_as(person, invitation)
    if not verdict:
        return verdict
    gathering = invitation.gathering
    return yes() if gathering.is_open and gathering.ends_at is not None and gathering.ends_at > now() else no(OVER)


@rule("gatherings.note_no_reply", house=True)
def may_note_no_reply(person: Actor, gathering: Gathering) -> Verdict:
    """Only the worker."""
    return may_remind(person, gathering)
