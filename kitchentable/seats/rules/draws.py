"""Rules of draws: the lead runs them, step by step and never back; each person may leave; anyone may check."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.policy.book import rule
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.seats.models import RUNS_CALLS, Call, Draw, Ticket
from kitchentable.seats.own_days import everyones
from kitchentable.ui.dates import day_in_words
from kitchentable.works.rules import ONLY_LEAD, has_role, may_change

State = Draw.State
NOT_NOW = gettext_lazy("This step of the draw is over, or has not come yet. A draw only goes forward.")
ENDS = (State.SET_UP, State.SEALED, State.LISTED, State.PUBLISHED)


def _lead(person: Actor, draw: Draw | None, *states: State) -> Verdict:
    """The lead of its work, at this step of the draw."""
    verdict = may_change(person, draw.call.work if draw else None)
    if verdict and draw is not None and draw.state not in states:
        return no(NOT_NOW)
    return verdict


@rule("seats.see_draws")
def may_see_draws(person: Actor, call: Call | None) -> Verdict:
    """Those who run the call: its lead and who checks."""
    if has_role(person, call.work_id if call else None, *RUNS_CALLS):
        return yes()
    return no(_("Only those who run this call may see how its draw is set up."))


@rule("seats.start_draw")
def may_start_draw(person: Actor, call: Call | None) -> Verdict:
    """The lead, once the call is closed, and one draw at a time."""
    verdict = may_change(person, call.work if call else None)
    if not verdict or call is None:
        return verdict
    if call.opened_at is None or (call.closed_at is None and not everyones(call).is_over):
        return no(_("People can still offer. A draw starts when the call is closed, so that everyone has the same chance."))
    if any(draw.is_going_on for draw in Draw.objects.filter(call=call).light()):
        return no(_("There is a draw of this call already. Finish it, or give it up and say why."))
    return yes()


@rule("seats.draw_limits")
def may_set_limits(person: Actor, draw: Draw | None) -> Verdict:
    """The lead, before the list is sealed."""
    return _lead(person, draw, State.SET_UP)


@rule("seats.take_way")
def may_take_way(person: Actor, draw: Draw | None) -> Verdict:
    """The lead, before the list is sealed; or to begin anew when it was found that it cannot be done."""
    verdict = _lead(person, draw, State.SET_UP, State.IMPOSSIBLE)
    if verdict and draw is not None and draw.state == State.IMPOSSIBLE:
        return may_start_draw(person, draw.call)
    return verdict


@rule("seats.ask_check")
def may_ask_check(person: Actor, draw: Draw | None) -> Verdict:
    """The lead."""
    return _lead(person, draw, State.SET_UP)


@rule("seats.note_check", house=True)
def may_note_check(_person: Actor, _draw: Draw | None) -> Verdict:
    """The worker only."""
    return no(_("Only the system itself does this."))


@rule("seats.seal")
def may_seal(person: Actor, draw: Draw | None) -> Verdict:
    """The lead."""
    return _lead(person, draw, State.SET_UP)


@rule("seats.note_progress", house=True)
def may_note_progress(_person: Actor, _draw: Draw | None) -> Verdict:
    """The worker only."""
    return no(_("Only the system itself does this."))


@rule("seats.list_made", house=True)
def may_make_list(_person: Actor, _draw: Draw | None) -> Verdict:
    """The worker only: nobody can bring a list of their own."""
    return no(_("Only the system itself makes the list of panels."))


@rule("seats.list_impossible", house=True)
def may_say_impossible(_person: Actor, _draw: Draw | None) -> Verdict:
    """The worker only."""
    return no(_("Only the system itself makes the list of panels."))


@rule("seats.publish_draw")
def may_publish(person: Actor, draw: Draw | None) -> Verdict:
    """The lead, once the list is made."""
    return _lead(person, draw, State.LISTED)


@rule("seats.draw_panel")
def may_draw(person: Actor, draw: Draw | None) -> Verdict:
    """The lead, once the list is published, and not before the day on which the seed is known."""
    verdict = may_change(person, draw.call.work if draw else None)
    if not verdict or draw is None:
        return verdict
    if draw.is_drawn:
        return no(_("The panel is drawn. It is never drawn again."))
    if draw.state != State.PUBLISHED or draw.seed_on is None:
        return no(_("Publish the list first. The seed must come after it, so that nobody can choose who is drawn."))
    if today() < draw.seed_on:
        day = day_in_words(draw.seed_on, today())
        return no(_("The seed is known on %(day)s. Until then nobody can draw.") % {"day": day})
    return yes()


@rule("seats.give_up")
def may_give_up(person: Actor, draw: Draw | None) -> Verdict:
    """The lead, until the seed can be known: after that, giving up would be choosing."""
    verdict = _lead(person, draw, *ENDS)
    if verdict and draw is not None and draw.seed_on is not None and today() >= draw.seed_on:
        return no(_("The seed can be known now. To stop here would be to choose who is drawn. Draw the panel."))
    return verdict


@rule("seats.draw_group")
def may_set_group(person: Actor, draw: Draw | None) -> Verdict:
    """The lead, before people are told."""
    return _lead(person, draw, State.DRAWN)


@rule("seats.tell_people")
def may_tell(person: Actor, draw: Draw | None) -> Verdict:
    """The lead, once the panel is drawn."""
    return _lead(person, draw, State.DRAWN)


@rule("seats.drop_out")
def may_drop_out(person: Actor, ticket: Ticket | None) -> Verdict:
    """Everyone for themself, at any time; those who run the call type it for them."""
    if ticket is None:
        return yes() if person.is_someone else no(_("Please sign in first."))
    if ticket.draw.state in (State.DROPPED, State.IMPOSSIBLE):
        return no(_("This draw is not going on."))
    if person.is_someone and ticket.offer.person_id == getattr(person, "pk", None):
        return yes()
    return yes() if has_role(person, ticket.draw.call.work_id, *RUNS_CALLS) else no(ONLY_LEAD)


@rule("seats.replace")
def may_replace(person: Actor, draw: Draw | None) -> Verdict:
    """The lead, once the panel is drawn, and while no later draw has filled its empty seats."""
    verdict = _lead(person, draw, State.DRAWN, State.TOLD)
    if (
        verdict
        and draw is not None
        and any(one.is_drawn and one.number > draw.number for one in Draw.objects.filter(call=draw.call_id).light())
    ):
        return no(_("A later draw has filled empty seats of this one. To fill one more, start another draw."))
    return verdict
