"""Acts after a panel is drawn: groups, telling people, leaving, and who comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kitchentable.people.models import Person
from kitchentable.people.outbox import tell_many
from kitchentable.policy.act import act, note, note_many
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.seats import pool
from kitchentable.seats.acts import table
from kitchentable.seats.acts.draws import About, WentOn, give_seat, take_hold, usual_group
from kitchentable.seats.draw.alternates import replace as replacements
from kitchentable.seats.models import AffectedGroup, Draw, Offer, Seat, Ticket

State, Result = Draw.State, Ticket.Result
NEWS = {Result.SEAT: "seats.drawn", Result.ALTERNATE: "seats.stands_in", Result.NOT: "seats.not_drawn"}


def letter_key(draw: Draw, ticket: Ticket) -> str:
    """What a message about somebody's number is about."""
    return f"{draw.key}.{ticket.number}"


@act("seats.draw_group")
def set_group(by: Actor, draw: Draw, *, seat: Seat, group: AffectedGroup) -> Draw:
    """For which group somebody who named none has their seat. Raises Problem for a group that is not on the map."""
    draw = take_hold(draw, State.DRAWN)
    if group.work_id != draw.call.work_id or group.state != AffectedGroup.State.ON_MAP or seat.draw_id != draw.pk:
        raise About("group", _("Choose a group that is on the map."))
    seat.group = group
    seat.save(update_fields=["group"])
    note(by, "seats.draw_group", seat)
    return draw


@act("seats.tell_people")
def tell_people(by: Actor, draw: Draw) -> Draw:
    """Tell everyone what came of it, in their own channel. Who has left already is not written to."""
    draw = take_hold(draw, State.DRAWN)
    tickets = list(draw.tickets.here().select_related("offer__person"))
    for result, kind in NEWS.items():
        whom = [
            (ticket.offer.person, letter_key(draw, ticket))
            for ticket in tickets
            if ticket.result == result and ticket.offer.person is not None
        ]
        tell_many(whom, kind, work=draw.call.work.slug)
    draw.state, draw.told_at = State.TOLD, now()
    draw.save(update_fields=["state", "told_at"])
    return draw


# ── leaving ───────────────────────────────────────────────────────────────────────────────────────


@act("seats.drop_out")
def drop_out(by: Actor, ticket: Ticket, *, for_person: Person | None = None) -> Ticket:
    """Somebody leaves. Their number stays in the list, nothing else changes, and nobody need say why. A seat they had ends."""
    held = take_hold(ticket.draw, State.SEALED, State.LISTED, State.PUBLISHED, State.DRAWN, State.TOLD)
    ticket = Ticket.objects.select_related("offer__person", "draw__call__work").get(pk=ticket.pk)
    if ticket.dropped_out_at is not None:
        return ticket
    ticket.dropped_out_at = now()
    ticket.save(update_fields=["dropped_out_at"])
    for seat in Seat.objects.filter(draw=held, person=ticket.offer.person, until__isnull=True):
        table.end(by, seat, for_person=for_person)
    return ticket


def leave_draws(by: Actor, offer: Offer) -> None:
    """For the act that takes an offer back: whoever takes it back leaves every draw that was sealed with it. Before sealing there is none."""
    going = Ticket.objects.select_related("offer__person", "draw__call__work").filter(offer=offer, dropped_out_at__isnull=True)
    for ticket in going.exclude(draw__state__in=(State.DROPPED, State.IMPOSSIBLE)):
        drop_out(by, ticket, for_person=None if offer.person is None or by.key == offer.person.key else offer.person)


# ── who comes in ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Plan:
    """Who would come in for whom, in pairs; which limits would not hold then; seats that stay empty; whether more stand in."""

    pairs: tuple[tuple[Ticket, Ticket], ...]
    missed: tuple[tuple[str, str], ...]
    empty: int
    out: tuple[Ticket, ...]


def plan_replacement(draw: Draw) -> Plan | None:
    """What the core says for everyone who left and has nobody in their place yet; None when nobody has."""
    tickets = list(draw.tickets.exclude(result=Result.NOT).select_related("offer__person", "offer__group", "took_over_from"))
    covered = {ticket.took_over_from_id for ticket in tickets}
    seated = [ticket for ticket in tickets if ticket.result == Result.SEAT and ticket.pk not in covered]
    out = sorted((ticket for ticket in seated if not ticket.is_here), key=lambda one: one.number)
    if not out:
        return None
    task = pool.sealed_task(draw)
    place = {person.id: at for at, person in enumerate(task.people)}
    ready = [one for one in tickets if one.result == Result.ALTERNATE and one.is_here]
    ready.sort(key=lambda one: one.order)
    panel = tuple(sorted(place[one.number] for one in seated))
    found = replacements(task, panel, [one.number for one in ready], [one.number for one in out])
    by_number = {one.number: one for one in ready}
    came = [by_number[one] for one in found.came]
    missed = tuple((quota.feature, quota.value) for quota, _reached in found.missed)
    # A seat that stays empty is a place on a smaller panel now: who is missing there was said when they left.
    return Plan(tuple(zip(out, came, strict=False)), missed, task.seats - len(found.panel), tuple(out))


@act("seats.replace")
def replace(by: Actor, draw: Draw, *, seen: Sequence[str]) -> Draw:
    """Those who stand in come in for those who left. `seen`: the keys of the offers of those who the page said would come. Raises WentOn when it is others now."""
    draw = take_hold(draw, State.DRAWN, State.TOLD)
    plan = plan_replacement(draw)
    if plan is None or [came.offer.key for _out, came in plan.pairs] != list(seen):
        raise WentOn
    if not plan.pairs:
        raise Problem(_("Nobody who stands in is left. A second draw can fill the empty seats."))
    usual = usual_group(draw)
    for out, came in plan.pairs:
        old = Seat.objects.filter(draw=draw, person=out.offer.person, kind=Seat.Kind.SEAT).first() if out.offer.person_id else None
        came.result, came.took_over_from, came.order = Result.SEAT, out, 0
        came.save(update_fields=["result", "took_over_from", "order"])
        give_seat(by, draw, came, group=old.group if old else usual, stands_in_for=old)
    news = [(came.offer.person, letter_key(draw, came)) for _out, came in plan.pairs if came.offer.person is not None]
    if draw.state == State.TOLD:
        tell_many(news, "seats.comes_in", work=draw.call.work.slug)
    note_many(by, "seats.replace", [came for _out, came in plan.pairs])
    return draw
