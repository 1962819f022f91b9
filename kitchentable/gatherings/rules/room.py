"""In the room: taps and choices by group, and the shares."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.models import Gathering
from kitchentable.gatherings.rules.planning import ONLY_PLANNERS, plans
from kitchentable.policy.book import rule
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor, Verdict, no, yes

NOT_TODAY = _("This opens on the day of the gathering.")
NOT_HAPPENING = _("This gathering will not happen.")


def runs(person: Actor, gathering: Gathering | None) -> Verdict:
    """Does this person plan or host it, and has its day come?"""
    verdict = plans(person, gathering)
    if not verdict or gathering is None:
        return verdict
    if gathering.state == Gathering.State.CANCELLED:
        return no(NOT_HAPPENING)
    if gathering.starts_at is None or timezone.localtime(gathering.starts_at).date() > today():
        return no(NOT_TODAY)
    return yes()


@rule("gatherings.tap")
def may_tap(person: Actor, gathering: Gathering | None) -> Verdict:
    """Who plans or hosts it, from its day on: a tablet may be offline for long, so it stays open after."""
    return runs(person, gathering)


@rule("gatherings.untap")
def may_untap(person: Actor, gathering: Gathering | None) -> Verdict:
    """Whoever may tap."""
    return runs(person, gathering)


@rule("gatherings.choose")
def may_note_choice(person: Actor, gathering: Gathering | None) -> Verdict:
    """Whoever may tap."""
    return runs(person, gathering)


@rule("gatherings.came")
def may_note_who_came(person: Actor, gathering: Gathering | None) -> Verdict:
    """Who plans or hosts it, once it has begun."""
    verdict = runs(person, gathering)
    if verdict and gathering is not None and gathering.starts_at is not None and gathering.starts_at > now():
        return no(_("It has not begun yet."))
    return verdict


@rule("gatherings.hold", house=True)
def may_hold(person: Actor, gathering: Gathering) -> Verdict:
    """The clock, when it is over."""
    return no(ONLY_PLANNERS) if not plans(person, gathering) else no(_("The system does this by itself, when you note who came."))


@rule("gatherings.shares")
def may_see_shares(person: Actor, gathering: Gathering) -> Verdict:
    """Whoever was invited or plans it, once it is over."""
    if gathering.state != Gathering.State.HELD:
        return no(_("You can see this when the gathering is over."))
    return yes()
