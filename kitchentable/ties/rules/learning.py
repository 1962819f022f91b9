"""Who may offer, suggest, take and lead learning; who reads what was said of it; and who notes how sure they feel. And why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.people.rules import ONLY_STAFF, ONLY_YOURS, SIGN_IN
from kitchentable.policy.book import fact, may, rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.ties.models import Learning, Taking
from kitchentable.works.models import Role
from kitchentable.works.rules import has_role

ONLY_CLOCK = _("The system does this by itself.")
ONLY_PLANNERS = _("Only the lead of this piece of work, and those who check, may do this.")
State = Learning.State


@rule("ties.learning_office")
def may_keep_learning(person: Actor, _thing: object) -> Verdict:
    """Staff."""
    return yes() if person.is_someone and fact(person, "people.works_here") else no(ONLY_STAFF)


@rule("ties.learning_offer")
def may_offer(person: Actor, learning: Learning | None) -> Verdict:
    """Staff; for a piece of work, its lead and those who check."""
    verdict = may_keep_learning(person, None)
    if not verdict or learning is None or learning.work_id is None:
        return verdict
    return yes() if has_role(person, learning.work_id, Role.Kind.LEAD, Role.Kind.CHECKER) else no(ONLY_PLANNERS)


@rule("ties.learning_change")
def may_change(person: Actor, learning: Learning | None) -> Verdict:
    """As for offering, while it is not over and not ended."""
    verdict = may_offer(person, learning)
    if not verdict or learning is None:
        return verdict
    if learning.state in (State.ENDED, State.NOT_TAKEN_UP):
        return no(_("This was ended. Offer a new one."))
    return no(_("This is over. Offer a new one.")) if learning.is_over else yes()


@rule("ties.learning_end")
def may_end(person: Actor, learning: Learning | None) -> Verdict:
    """As for changing."""
    return may_change(person, learning)


@rule("ties.learning_lead")
def may_hand_on(person: Actor, learning: Learning | None) -> Verdict:
    """Staff, also those with no part in its piece of work: whoever hands on what somebody has who leaves. And who leads it."""
    if person.is_someone and learning is not None and learning.led_by_id == getattr(person, "pk", None):
        return yes()
    return may_keep_learning(person, None)


@rule("ties.learning_suggest")
def may_suggest(person: Actor, _learning: object) -> Verdict:
    """Anyone we know; staff type it for people who are not online."""
    return yes() if person.is_someone else no(SIGN_IN)


@rule("ties.learning_take")
def may_take(person: Actor, learning: Learning | None) -> Verdict:
    """Anyone we know, while it is offered and not over. For whom it is stands in the act: it goes by who comes, not by who types."""
    if not person.is_someone:
        return no(SIGN_IN)
    if learning is None:
        return yes()
    if learning.state != State.OFFERED:
        return no(_("This is not offered now."))
    return no(_("This is over.")) if learning.is_over else yes()


@rule("ties.learning_back")
def may_give_back(person: Actor, taking: Taking) -> Verdict:
    """The person; staff at their word; a supporter whom they let write for them. Not after it is over."""
    verdict = _own_or_at_their_word(person, taking)
    if verdict and taking.state == Taking.State.BACK:
        return no(_("This place was given back already."))
    return no(_("This is over.")) if verdict and taking.learning.is_over else verdict


@rule("ties.learning_after")
def may_say_after(person: Actor, taking: Taking) -> Verdict:
    """Who had a place, once it began: for themselves, or at their word."""
    verdict = _own_or_at_their_word(person, taking)
    if not verdict:
        return verdict
    if taking.state != Taking.State.PLACE or taking.was_there is False:
        return no(_("Only people who were there can say what it was like."))
    return yes() if taking.learning.has_begun else no(_("This has not begun. You can say it afterwards."))


@rule("ties.learning_people")
def may_see_people(person: Actor, learning: Learning | None) -> Verdict:
    """Who leads it, and those who may offer it: who comes, who was there, and what people wanted them to read."""
    if not person.is_someone:
        return no(SIGN_IN)
    if learning is not None and learning.led_by_id is not None and learning.led_by_id == getattr(person, "pk", None):
        return yes()
    return may_offer(person, learning)


@rule("ties.learning_there")
def may_say_there(person: Actor, taking: Taking) -> Verdict:
    """Who may see who comes; once it began."""
    verdict = may_see_people(person, taking.learning)
    if verdict and taking.state != Taking.State.PLACE:
        return no(_("They had no place."))
    return no(_("This has not begun.")) if verdict and not taking.learning.has_begun else verdict


@rule("ties.learning_ask_after", house=True)
def may_ask_after(_person: Actor, _taking: object) -> Verdict:
    """Only the clock."""
    return no(ONLY_CLOCK)


@rule("ties.sure")
def may_note(person: Actor, _whom: object) -> Verdict:
    """Anyone we know, for themselves; staff at somebody's word, and then they do not see it again. Never a supporter: see `ties.sure_for`."""
    return yes() if person.is_someone else no(SIGN_IN)


@rule("ties.sure_for")
def may_note_for(person: Actor, whom: Person | None) -> Verdict:
    """Staff, for somebody who says it by phone, on paper or in person; not who supports them."""
    verdict = may_keep_learning(person, None)
    if verdict and whom is not None and whom.pk in fact(person, "people.supports"):
        return no(_("You are their supporter. Ask a colleague to do this."))
    return verdict if verdict else no(_("This is only for the person. Nobody else may note it, and nobody else reads it."))


@rule("ties.sure_stop")
def may_stop(person: Actor, whom: object) -> Verdict:
    """As for noting it."""
    return may_note(person, whom)


@rule("ties.sure_ask", house=True)
def may_ask_sure(_person: Actor, _whom: object) -> Verdict:
    """Only the clock."""
    return no(ONLY_CLOCK)


@rule("ties.close_quarter", house=True)
def may_close(_person: Actor, _first: object) -> Verdict:
    """Only the clock, once for each three months that are over."""
    return no(ONLY_CLOCK)


def _own_or_at_their_word(person: Actor, taking: Taking) -> Verdict:
    if not person.is_someone:
        return no(SIGN_IN)
    if taking.person is None:
        return no(ONLY_YOURS)
    if taking.person_id == getattr(person, "pk", None):
        return yes()
    return may(person, "people.write_for", taking.person)
