"""Rules of calls and offers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.people.rules import ONLY_YOURS, SIGN_IN
from kitchentable.policy.book import rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.seats.bearers import OfferBearer
from kitchentable.seats.models import RUNS_CALLS, Call, Offer, OfferImport
from kitchentable.seats.own_days import everyones, is_open_for
from kitchentable.works.models import Work
from kitchentable.works.rules import has_role

ONLY_RUNNERS = _("Only those who lead or check this piece of work may do this.")
NOT_OPEN_YET = _("This call is not open yet.")
OPEN_ALREADY = _("This call is open already. People answered the questions, so they stay as they are.")
CLOSED = _("This call has closed.")
SEALED = _("The list of people for the draw is sealed. Nothing that decides the draw can change now.")


def runs(person: Actor, call: Call | None) -> Verdict:
    """Leads and checkers of its piece of work; without a call: of any."""
    return yes() if has_role(person, call.work_id if call else None, *RUNS_CALLS) else no(ONLY_RUNNERS)


@rule("seats.calls_office")
def may_open_calls(person: Actor, call: Call | None) -> Verdict:
    """Those who run it."""
    return runs(person, call)


@rule("seats.new_call")
def may_call(person: Actor, work: Work | None) -> Verdict:
    """Leads and checkers call for people for their own piece of work."""
    return yes() if has_role(person, work.pk if work else None, *RUNS_CALLS) else no(ONLY_RUNNERS)


@rule("seats.change_call")
def may_change_call(person: Actor, call: Call | None) -> Verdict:
    """Those who run it, until people are told that it has closed."""
    verdict = runs(person, call)
    return no(CLOSED) if verdict and call is not None and call.is_over else verdict


@rule("seats.call_papers")
def may_choose_papers(person: Actor, call: Call | None) -> Verdict:
    """Those who run it, until it has closed."""
    verdict = runs(person, call)
    return no(CLOSED) if verdict and call is not None and call.closed_at is not None else verdict


@rule("seats.ask_fairness")
def may_ask_fairness(person: Actor, call: Call) -> Verdict:
    """Those who run it, before it opens: afterwards people have answered the questions."""
    verdict = runs(person, call)
    return no(OPEN_ALREADY) if verdict and call.opened_at is not None else verdict


@rule("seats.drop_fairness")
def may_drop_fairness(person: Actor, call: Call) -> Verdict:
    """As for asking."""
    return may_ask_fairness(person, call)


@rule("seats.limits")
def may_set_limits(person: Actor, call: Call) -> Verdict:
    """Those who run it, until a list is sealed."""
    verdict = runs(person, call)
    return no(SEALED) if verdict and call.is_sealed else verdict


@rule("seats.open_call")
def may_open(person: Actor, call: Call) -> Verdict:
    """Those who run it, once, when everyone can read it."""
    verdict = runs(person, call)
    if verdict and call.opened_at is not None:
        return no(_("This call was opened already."))
    if verdict and not call.work.is_public:
        return no(_("This piece of work is not public yet. Nobody could read the call."))
    return verdict


@rule("seats.close_call", house=True)
def may_close(person: Actor, call: Call) -> Verdict:
    """The clock on its last day; before that nobody: post and partners were promised the time (R117). Those who run it, for a call
    that is past its last day."""
    verdict = runs(person, call)
    if not verdict:
        return verdict
    if call.opened_at is None:
        return no(NOT_OPEN_YET)
    if not everyones(call).is_over:
        return no(_("People were told that they can offer until the last day. A letter may still be on its way."))
    return yes()


@rule("seats.count_answers", house=True)
def may_count(person: Actor, call: Call) -> Verdict:
    """Those who run it, when it has closed."""
    verdict = runs(person, call)
    if verdict and (not call.is_over or (call.closed_at is None and not everyones(call).is_over)):
        return no(_("Count when the call has closed. Counts that change with each offer would show what one person answered."))
    return verdict


@rule("seats.offer")
def may_offer(person: Actor, call: Call | None) -> Verdict:
    """Anyone, signed in or not, while it is open, longer for whose copy of a paper came late (R013); those who run it type what came in time until the list is sealed."""
    if call is None or is_open_for(call, person):
        return yes()
    if call.opened_at is None:
        return no(NOT_OPEN_YET)
    if not runs(person, call):
        return no(CLOSED)
    return no(SEALED) if call.is_sealed else yes()


def _own(person: Actor, offer: Offer) -> Verdict:
    """The person’s own, or of this sitting; those who run the call at the person’s word."""
    if isinstance(person, OfferBearer) and offer.key in person.offers:
        return yes()
    if not person.is_someone:
        return no(SIGN_IN)
    if offer.person_id is not None and offer.person_id == getattr(person, "pk", None):
        return yes()
    return yes() if runs(person, offer.call) else no(ONLY_YOURS)


@rule("seats.answer_fairness")
def may_answer(person: Actor, offer: Offer) -> Verdict:
    """One’s own, or typed at the person’s word, until the list is sealed."""
    verdict = _own(person, offer)
    if verdict and (offer.taken_back_at is not None or offer.person_id is None):
        return no(_("This offer was taken back."))
    return no(SEALED) if verdict and offer.call.is_sealed else verdict


@rule("seats.take_back")
def may_take_back(person: Actor, offer: Offer) -> Verdict:
    """One’s own at any time, or at the person’s word."""
    return _own(person, offer)


@rule("seats.keep_offers")
def may_keep_offers(person: Actor, call: Call | None) -> Verdict:
    """Those who run it bring in a file, while offers can still be typed."""
    verdict = runs(person, call)
    return may_offer(person, call) if verdict else verdict


@rule("seats.start_offers")
def may_start_offers(person: Actor, run: OfferImport) -> Verdict:
    """As for keeping the file."""
    return may_keep_offers(person, run.call)


@rule("seats.drop_offers")
def may_drop_offers(person: Actor, run: OfferImport) -> Verdict:
    """Those who run the call throw away a file that has not come in."""
    return runs(person, run.call)


@rule("seats.bring_offers", house=True)
def may_bring_offers(person: Actor, run: OfferImport) -> Verdict:
    """The worker, for those who run the call."""
    return runs(person, run.call)


@rule("seats.end_offers", house=True)
def may_end_offers(person: Actor, run: OfferImport) -> Verdict:
    """As for bringing in."""
    return runs(person, run.call)
