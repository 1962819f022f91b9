"""Who may arrange: those who plan a gathering, and whoever a task was given to. What is arranged for a person is theirs to read."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.booking_links import AskedByLink
from kitchentable.gatherings.models import PLANNERS, Arrangement, Booking, Gathering, Professional, WhatToDo
from kitchentable.gatherings.rules.planning import plans, plans_open
from kitchentable.people.models import Person, Scope, WhatWorks
from kitchentable.people.rules import ONLY_STAFF, SIGN_IN, supports
from kitchentable.policy.book import fact, rule
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.works.models import Role
from kitchentable.works.rules import has_role

ONLY_OWNER = _("Only those who plan this gathering, or whose task it is, may do this.")
ONLY_LEAD_SEES = _("The person shows this to their lead, or to those who plan. Choose one of them.")
ONLY_THEM = _("Only the person themself can say this. You can write it down at their word.")
BY_ITSELF = _("The system does this by itself.")


@rule("gatherings.arrange")
def may_arrange(person: Actor, gathering: Gathering | None) -> Verdict:
    """See what is to be arranged: those who plan it; without one, whoever plans, hosts or has a task anywhere."""
    if gathering is not None or has_role(person, None, *PLANNERS):
        return plans(person, gathering)
    pk = getattr(person, "pk", None)
    if pk is None:
        return no(SIGN_IN)
    if Gathering.objects.filter(host=pk).exists() or Arrangement.objects.filter(owner=pk).exists():
        return yes()
    return plans(person, None)


@rule("gatherings.arranged")
def may_be_done(person: Actor, one: Arrangement) -> Verdict:
    """Its owner, and those who plan the gathering; a need for the lead alone: a lead or its owner."""
    if not person.is_someone:
        return no(SIGN_IN)
    if one.owner_id == getattr(person, "pk", None):
        return yes()
    if for_lead_alone(one) and not has_role(person, one.gathering.work_id, Role.Kind.LEAD):
        return no(_("The person shows this to their lead alone."))
    return yes() if plans(person, one.gathering) else no(ONLY_OWNER)


@rule("gatherings.hand_over")
def may_hand_over(person: Actor, one: Arrangement) -> Verdict:
    """Whoever may do it."""
    return may_be_done(person, one)


def for_lead_alone(one: Arrangement) -> bool:
    """Does the person show this need to their lead and nobody else?"""
    return one.need is not None and one.need.shown_to == WhatWorks.ShownTo.LEAD


def owners_of(one: Arrangement) -> list[Person]:
    """To whom it can be given: those who lead, check or answer in this piece of work, and the host; leads alone for what leads alone see."""
    kinds = [Role.Kind.LEAD] if for_lead_alone(one) else [*PLANNERS, Role.Kind.ANSWERER]
    running = Q(roles__until__isnull=True) | Q(roles__until__gt=now())
    found = Q(running, roles__work=one.gathering.work_id, roles__kind__in=kinds)
    if not for_lead_alone(one):
        found |= Q(pk=one.gathering.host_id)
    return list(Person.objects.filter(found, erased_at__isnull=True, is_active=True).distinct().order_by("called", "pk"))


@rule("gatherings.breaks")
def may_say_breaks(person: Actor, one: Arrangement) -> Verdict:
    """The person; and at their word whoever arranges it."""
    if one.person_id == getattr(person, "pk", None):
        return yes()
    return may_be_done(person, one)


@rule("gatherings.say_what_to_do")
def may_say_what_to_do(person: Actor, asked: WhatToDo) -> Verdict:
    """The person; whoever they let reply for them; and at their word those who plan it."""
    if not person.is_someone:
        return no(SIGN_IN)
    if not asked.booking.gathering.is_open:
        return no(_("This gathering is over, or will not happen."))
    if asked.person_id == getattr(person, "pk", None) or supports(person, asked.person_id, Scope.REPLY):
        return yes()
    return yes() if plans(person, asked.booking.gathering) else no(ONLY_THEM)


@rule("gatherings.ask_professional")
def may_ask(person: Actor, place: Booking) -> Verdict:
    """Those who plan it, while it can be changed."""
    return plans_open(person, place.gathering)


@rule("gatherings.professional_says")
def may_say(person: Actor, place: Booking) -> Verdict:
    """The one who was asked, through the link we sent them; or those who plan it, at their word."""
    if isinstance(person, AskedByLink):
        return yes() if person.opens(place) else no(_("This link is for another place, or another day."))
    return plans_open(person, place.gathering)


@rule("gatherings.add_professional")
def may_add_professional(person: Actor, _one: object) -> Verdict:
    """People who work here, for all pieces of work."""
    return yes() if fact(person, "people.works_here") else no(ONLY_STAFF)


@rule("gatherings.change_professional")
def may_change_professional(person: Actor, one: Professional | None) -> Verdict:
    """People who work here."""
    return may_add_professional(person, one)


@rule("gatherings.remove_professional")
def may_remove_professional(person: Actor, one: Professional | None) -> Verdict:
    """People who work here."""
    return may_add_professional(person, one)


def _only_the_house(_person: Actor, _thing: object) -> Verdict:
    return no(BY_ITSELF)


for name in ("gatherings.step", "gatherings.remind_to_ask", "gatherings.warn_missing", "gatherings.send_papers"):
    rule(name, house=True)(_only_the_house)
