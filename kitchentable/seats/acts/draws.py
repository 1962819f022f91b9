"""Acts of a draw up to its panel: start, limits, seal, the list, publish, draw. Steps go one way; each takes hold of the draw before it looks."""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kitchentable.people.models import Person
from kitchentable.people.outbox import tell
from kitchentable.policy.act import act
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.seats import can_be, pool
from kitchentable.seats.acts import table
from kitchentable.seats.can_be import Change
from kitchentable.seats.draw.lottery import Lottery, clean_seed, to_file
from kitchentable.seats.draw.sheet import BadInput
from kitchentable.seats.draw.whole import METHODS
from kitchentable.seats.draw.whole import draw as draw_one
from kitchentable.seats.models import AffectedGroup, Call, Draw, Offer, Seat, Ticket

State, Result = Draw.State, Ticket.Result


class WentOn(Problem):
    """Somebody else took this step meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("This draw has gone on since you opened the page. Nothing was done twice. Look at where it stands now."))


class About(Problem):
    """A problem with one question of a form."""

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        super().__init__(words)


def take_hold(draw: Draw, *states: Draw.State) -> Draw:
    """The draw as it stands, held until this act is over: of two people who press at once, one comes second. Raises WentOn."""
    held = Draw.objects.select_for_update(of=("self",)).select_related("call__work").get(pk=draw.pk)
    if held.state not in states:
        raise WentOn
    return held


# ── setting up ────────────────────────────────────────────────────────────────────────────────────


@act("seats.start_draw")
def start_draw(by: Person, call: Call, *, because: str = "") -> Draw:
    """Begin a draw with the call's limits. One after another says why, and is for the seats that are empty.

    Raises Problem when no seat is empty, or without a because.
    """
    return _start(by, call, because)


def _start(by: Person, call: Call, because: str) -> Draw:
    call = Call.objects.select_for_update(of=("self",)).select_related("work").get(pk=call.pk)
    before = list(Draw.objects.filter(call=call).light().order_by("-number"))
    if any(draw.is_going_on for draw in before):
        raise WentOn
    if before and not because.strip():
        raise About("because", _("Say why there is one more draw. Everyone can read it."))
    seats = call.seats - pool.drawn_before(call).count()
    if seats < 1:
        raise Problem(_("Every seat of this call is filled. There is nothing to draw."))
    return Draw.objects.create(
        call=call,
        number=before[0].number + 1 if before else 1,
        follows=before[0] if before else None,
        because=because,
        seats=seats,
        alternates=call.alternates,
        quotas=pool.rows_at_start(call, seats),
        run_by=by,
    )


@act("seats.draw_limits")
def set_limits(
    by: Actor,
    draw: Draw,
    *,
    limits: Sequence[Change],
    method: str,
    alternates: int,
    must: Sequence[str] = (),
    must_because: str = "",
) -> Draw:
    """Set the limits, how to be fair, and who has a seat in any case. What differs from before is kept, to be read by everyone.

    Raises Problem for a low above its high, a must-include that is not in the pool or has no because.
    """
    draw = take_hold(draw, State.SET_UP)
    if method not in METHODS:
        raise About("method", _("Choose one of the ways to be fair."))
    in_pool = set(pool.pool_of(draw).filter(code__in=must).values_list("code", flat=True)) if must else set()
    for code in must:
        if code not in in_pool:
            raise About("must", _("No offer that can be drawn has the code %(code)s.") % {"code": code})
    if must and not must_because.strip():
        raise About("must_because", _("Say why somebody has a seat in any case. Everyone can read it."))
    draw.method, draw.alternates = method, alternates
    draw.must, draw.must_because = sorted(set(must)), must_because if must else ""
    _change(draw, limits)
    draw.save(update_fields=["method", "alternates", "must", "must_because", "quotas", "changed", "checked", "check_asked_at"])
    return draw


def _change(draw: Draw, limits: Sequence[Change]) -> None:
    """Move limits, and keep what they were."""
    wanted = {(feature, value): (low, high) for feature, value, low, high in limits}
    for one in draw.quotas:
        feature, value, low, high = one
        new = wanted.get((feature, value), (low, high))
        if new[0] > new[1]:
            raise About(f"{feature}.{value}", _("The smallest number cannot be more than the largest."))
        if new != (low, high):
            draw.changed.append([feature, value, low, high, *new])
            one[2:] = new
    draw.checked, draw.check_asked_at = None, None


@act("seats.take_way")
def take_way(by: Person, draw: Draw, *, changes: Sequence[Change], words: str) -> Draw:
    """Take one of the ways that make it possible. Of a draw that was sealed already, this begins the next one; the old one stays as it was."""
    draw = take_hold(draw, State.SET_UP, State.IMPOSSIBLE)
    if draw.state == State.IMPOSSIBLE:
        old, draw = (
            draw,
            _start(by, draw.call, _("The draw before could not be done. What is changed: %(words)s") % {"words": words}),
        )
        draw.quotas, draw.changed = [list(one) for one in old.quotas], list(old.changed)
        draw.method, draw.alternates, draw.must, draw.must_because = old.method, old.alternates, old.must, old.must_because
    _change(draw, changes)
    draw.save()
    return draw


@act("seats.ask_check", record=False)
def ask_check(by: Actor, draw: Draw) -> Draw:
    """Have the worker look whether this can be done: for pools that are too big for a page to wait."""
    draw = take_hold(draw, State.SET_UP)
    draw.checked, draw.check_asked_at = None, now()
    draw.save(update_fields=["checked", "check_asked_at"])
    return draw


@act("seats.note_check", record=False)
def note_check(by: Actor, draw: Draw, *, found: dict[str, Any] | None) -> None:
    """What the worker found."""
    Draw.objects.filter(pk=draw.pk, state=State.SET_UP).update(checked=found, check_asked_at=None)


# ── sealing, and the list ─────────────────────────────────────────────────────────────────────────


@act("seats.seal")
def seal(by: Actor, draw: Draw) -> Draw:
    """Close the list of people: each gets a random number, and the digest of all of it stands from now on.

    Raises Problem when it is known that it cannot be done.
    """
    draw = take_hold(draw, State.SET_UP)
    offers = list(pool.pool_of(draw).select_for_update(of=("self",)))
    numbers = random_numbers(offers)
    task = pool.task_of(draw, numbers, offers)
    if len(offers) <= number("draw_at_once") and (found := can_be.look(task)) is not None and not found["can"]:
        raise Problem(_("This cannot be done with these limits. Choose one of the ways below first."))
    draw.alternates = task.alternates
    draw.sealed_input = zlib.compress(task.canonical().encode("ascii"), 9)
    draw.input_sha256 = task.input_sha256
    draw.state, draw.sealed_at, draw.progress = State.SEALED, now(), ""
    draw.save()
    Ticket.objects.bulk_create([Ticket(draw=draw, offer=offer, number=numbers[offer.pk]) for offer in offers], batch_size=500)
    return draw


def random_numbers(offers: Sequence[Offer]) -> dict[int, str]:
    """A number for each offer, in an order that nobody chose and nobody can work out."""
    order = list(offers)
    secrets.SystemRandom().shuffle(order)
    width = max(3, len(str(len(order))))
    return {offer.pk: f"{place:0{width}}" for place, offer in enumerate(order, start=1)}


@act("seats.note_progress", record=False)
def note_progress(by: Actor, draw: Draw, *, words: str) -> None:
    """How far the list is."""
    Draw.objects.filter(pk=draw.pk, state=State.SEALED).update(progress=words[:200])


@act("seats.list_made")
def list_made(by: Actor, draw: Draw, *, lottery: Lottery) -> Draw:
    """Keep the list of equally likely panels, and for each person in how many they are."""
    draw = take_hold(draw, State.SEALED)
    assert lottery.task.input_sha256 == draw.input_sha256, "the list is made from what was sealed"
    draw.lottery = zlib.compress(json.dumps(to_file(lottery), ensure_ascii=True, separators=(",", ":")).encode("ascii"), 6)
    draw.lottery_sha256, draw.bound, draw.exact = lottery.sha256, lottery.stated_bound, lottery.exact
    draw.state, draw.listed_at, draw.progress = State.LISTED, now(), ""
    draw.save()
    counts = {person.id: count for person, count in zip(lottery.task.people, lottery.counts, strict=True)}
    tickets = list(draw.tickets.all())
    for ticket in tickets:
        ticket.in_panels = counts[ticket.number]
    Ticket.objects.bulk_update(tickets, ["in_panels"], batch_size=400)
    tell(draw.run_by, "seats.list_ready", draw.key, work=draw.call.work.slug)
    return draw


@act("seats.list_impossible")
def list_impossible(by: Actor, draw: Draw, *, why: dict[str, Any]) -> Draw:
    """Keep why no panel keeps the limits, and the ways out. This draw ends here."""
    draw = take_hold(draw, State.SEALED)
    draw.state, draw.why_not, draw.progress = State.IMPOSSIBLE, why, ""
    draw.save(update_fields=["state", "why_not", "progress"])
    tell(draw.run_by, "seats.list_ready", draw.key, work=draw.call.work.slug)
    return draw


# ── publishing and drawing ────────────────────────────────────────────────────────────────────────


@act("seats.publish_draw")
def publish(by: Actor, draw: Draw, *, seed_from: str, seed_on: date) -> Draw:
    """Show everyone the digests and the chances, and say what the seed will be and when. Raises Problem for a day that has gone by."""
    draw = take_hold(draw, State.LISTED)
    if not seed_from.strip():
        raise About("seed_from", _("Say what the seed will be. It must be something that nobody controls."))
    if seed_on < today():
        raise About("seed_on", _("This day has gone by. The seed must come after the list."))
    draw.seed_from, draw.seed_on = " ".join(seed_from.split()), seed_on
    draw.state, draw.published_at = State.PUBLISHED, now()
    draw.save(update_fields=["seed_from", "seed_on", "state", "published_at"])
    return draw


@act("seats.draw_panel")
def draw_panel(by: Actor, draw: Draw, *, seed: str, again: str) -> Draw:
    """Draw the panel that the seed picks, once. People get their seats; nobody is told yet.

    Raises Problem when the seed was not typed the same twice, or the list is not the one that was published.
    """
    draw = take_hold(draw, State.PUBLISHED)
    try:
        clean = clean_seed(seed)
    except BadInput as problem:
        raise About("seed", _("Write the seed, as it was announced.")) from problem
    if len(clean) > 300:
        raise About("seed", _("This is too long for a seed."))
    if clean != " ".join(again.split()) and clean != clean_seed(again or "-"):
        raise About("again", _("The two are not the same. Look at both, and type the seed again."))
    drawn = draw_one(pool.lottery_of(draw), clean)
    draw.seed, draw.picked = clean, drawn.number
    draw.state, draw.drawn_at = State.DRAWN, now()
    draw.save(update_fields=["seed", "picked", "state", "drawn_at"])
    order = {one: place for place, one in enumerate(drawn.alternates, start=1)}
    tickets = list(draw.tickets.select_related("offer__person", "offer__group"))
    for ticket in tickets:
        ticket.order = order.get(ticket.number, 0)
        ticket.result = Result.ALTERNATE if ticket.order else Result.SEAT if ticket.number in drawn.panel else Result.NOT
    Ticket.objects.bulk_update(tickets, ["result", "order"], batch_size=400)
    _seat(by, draw, tickets)
    return draw


def _seat(by: Actor, draw: Draw, tickets: Sequence[Ticket]) -> None:
    group = usual_group(draw)
    for ticket in sorted(tickets, key=lambda one: (one.order, one.number)):
        if ticket.result == Result.NOT or not ticket.is_here:
            continue
        kind = Seat.Kind.ALTERNATE if ticket.order else Seat.Kind.SEAT
        give_seat(by, draw, ticket, group=group, kind=kind)


def give_seat(
    by: Actor, draw: Draw, ticket: Ticket, *, group: AffectedGroup, kind: str = Seat.Kind.SEAT, stands_in_for: Seat | None = None
) -> Seat:
    """A seat for the group somebody offered for; else for `group`."""
    offer = ticket.offer
    assert offer.person is not None
    if kind == Seat.Kind.SEAT:
        # From standing in to sitting there: no seat is lost, so nobody is told of an end.
        waiting = Seat.objects.filter(work=draw.call.work_id, person=offer.person, kind=Seat.Kind.ALTERNATE, until__isnull=True)
        waiting.update(until=today())
    theirs = offer.group if offer.group is not None and offer.group.state == AffectedGroup.State.ON_MAP else group
    return table.take(
        by, draw.call.work, group=theirs, person=offer.person, way=Seat.Way.DRAWN, kind=kind, order=ticket.order, draw=draw,
        stands_in_for=stands_in_for,
    )  # fmt: skip


def usual_group(draw: Draw) -> AffectedGroup:
    """For those who named none: the group affected most, lived experience first. Raises Problem when the map is empty."""
    groups = list(AffectedGroup.objects.on_map().filter(work=draw.call.work_id).order_by("-strength", "pk"))
    if not groups:
        raise Problem(_("Put the groups on the map first: each seat is for a group."))
    return next((group for group in groups if group.is_lived), groups[0])


@act("seats.give_up")
def give_up(by: Actor, draw: Draw, *, because: str) -> Draw:
    """End a draw before its seed can be known, and say why. It stays in sight. Raises Problem without a because."""
    draw = take_hold(draw, State.SET_UP, State.SEALED, State.LISTED, State.PUBLISHED)
    if not because.strip():
        raise About("because", _("Say why. Everyone can read it."))
    draw.state = State.DROPPED
    draw.because = f"{draw.because}\n{because}".strip()
    draw.save(update_fields=["state", "because"])
    return draw
