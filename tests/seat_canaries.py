"""Canaries for the walk in all that seats hold: what somebody suggested, why a seat ended, what was said with an offer, what was answered for fairness.

Rows are made by hand, not by acts: the walk asks who can read a word, however it came to stand there.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kitchentable.policy.clock import now, today
from kitchentable.seats.models import (
    AffectedGroup,
    Call,
    Draw,
    DutyNote,
    FairnessAnswer,
    FairnessChoice,
    FairnessQuestion,
    Offer,
    Seat,
    Ticket,
)
from kitchentable.seats.prompts import BY_CODE

PLAN = {"natalie", "dee"}


def put(world: Any) -> None:
    """A suggestion, a seat that ended, a call before and after it was opened, an offer with answers, a draw that is being set up."""
    cast, work = world.cast, world.cast.work
    lou, chloe, mina = cast.lou.person, cast.chloe.person, cast.mina.person
    AffectedGroup.objects.create(
        work=work, state="suggested", suggested_by=lou, asked_name=world.canary("askedname", {"lou", *PLAN}),
        asked_why=world.canary("askedwhy", {"lou", *PLAN}),
    )  # fmt: skip
    group = AffectedGroup.objects.on_map().filter(work=work).first()
    Seat.objects.create(
        work=work, group=group, person=mina, way="asked", since=today() - timedelta(days=20), until=today() - timedelta(days=2),
        why_ended=world.canary("whyended", {"mina", "natalie"}),
    )  # fmt: skip
    _call(world, "canarynotyetopen", opened=False)
    call = _call(world, "An open call", opened=True)
    offer = Offer.objects.create(
        call=call, code="OF-CANARY1", person=chloe, group=group, words=world.canary("offerwords", {"chloe", *PLAN}),
        home=world.canary("offerhome", {"chloe"}), home_index="x",
    )  # fmt: skip
    question = FairnessQuestion.objects.create(call=call, code="faith", asks="What is your religion?", in_draw=True)
    said = FairnessChoice.objects.create(question=question, code="said", words=world.canary("fairchoice", {"anyone"}))
    FairnessAnswer.objects.create(offer=offer, question=question, choice=said)
    was = Draw.objects.create(
        call=call, seats=1, run_by=cast.natalie.person, state=Draw.State.DROPPED, because=world.canary("drawbecause", PLAN)
    )
    Ticket.objects.create(draw=was, offer=offer, number="001")
    Draw.objects.create(
        call=call, number=2, follows=was, seats=1, run_by=cast.natalie.person, because=world.canary("drawagain", PLAN)
    )
    world.may["canarynotyetopen"] = set(PLAN)


def _call(world: Any, title: str, *, opened: bool) -> Call:
    return Call.objects.create(
        work=world.cast.work, title=title, what="Meet six times.", how_much_time="Two hours.", what_we_pay="£20 an hour.",
        what_support="We ring you.", seats=3, closes_on=today() + timedelta(days=28), opened_at=now() if opened else None,
    )  # fmt: skip


THINGS: dict[str, Any] = {"group": AffectedGroup, "seat": Seat, "call": Call, "offer": Offer, "draw": Draw}
VALUES: dict[str, Any] = {"prompt": list(BY_CODE), "duty": DutyNote.Kind.values}


def keys_of(place: str) -> list[str]:
    """Every key that may stand at `<slug:place>` in an address of seats."""
    return VALUES[place] if place in VALUES else list(THINGS[place].objects.order_by("-pk").values_list("key", flat=True))
