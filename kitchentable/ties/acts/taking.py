"""Acts of taking part: taking a place, giving it back, who was there, and what people say afterwards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.people.outbox import tell
from kitchentable.policy.act import act, note, require
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import HOUSE, Actor, Problem
from kitchentable.ties.models import Learning, Taking
from kitchentable.works.models import Group

State, ForWhom = Taking.State, Learning.ForWhom
SIDES = (Group.LIVED, Group.CARER, Group.OTHER)


class NotForThem(Problem):
    """It is for the other side only."""


@act("ties.learning_take")
def take(by: Person, learning: Learning, *, side: str = Group.OTHER, for_person: Person | None = None) -> Taking:
    """Take a place; when it is full, the next place in the line. Two who want the last place at the same moment: one has it, the other waits.

    `side`: what a person says they come as; whoever works here is staff. Done twice, the first stays. Raises NotForThem.
    """
    if for_person is not None:
        require(by, "people.write_for", for_person)
    who = for_person or by
    locked = Learning.objects.select_for_update().get(pk=learning.pk)
    _must_be_for(locked, who)
    taken = locked.takings.running().filter(person=who).first()
    if taken is not None:
        return taken
    moment, free = now(), _is_free(locked)
    taken = Taking.objects.create(
        learning=locked, person=who, side=_side(who, side), state=State.PLACE if free else State.WAITS, asked_at=moment,
        got_at=moment if free else None, typed_by=by if who != by else None,
    )  # fmt: skip
    tell(who, "ties.learning_place" if free else "ties.learning_waits", taken.key, work=_work(locked))
    return taken


@act("ties.learning_back")
def give_back(by: Person, taking: Taking, *, for_person: Person | None = None) -> Taking:
    """Give a place back, or leave the line. The one who waits longest gets the place, and is told. Nobody is asked why."""
    locked = Learning.objects.select_for_update().get(pk=taking.learning_id)
    taking.state = State.BACK
    taking.save(update_fields=["state"])
    fill_places(locked)
    return taking


def fill_places(learning: Learning) -> None:
    """Give the places that are free to those who wait, in the order in which they came. Call it inside an act that holds the learning."""
    if learning.is_over or learning.state != Learning.State.OFFERED:
        return
    waiting = learning.takings.in_line().filter(person__isnull=False).select_related("person")
    free = None if learning.places is None else max(0, learning.places - learning.takings.filter(state=State.PLACE).count())
    for one in waiting if free is None else waiting[:free]:
        one.state, one.got_at = State.PLACE, now()
        one.save(update_fields=["state", "got_at"])
        note(HOUSE, "ties.learning_place", one)
        tell(one.person, "ties.learning_place", one.key, work=_work(learning))


@act("ties.learning_there")
def say_there(by: Person, taking: Taking, *, was_there: bool) -> Taking:
    """Note whether somebody was there. Who was away is not counted; their place is not free again, for the day is over."""
    taking.was_there = was_there
    taking.save(update_fields=["was_there"])
    return taking


@act("ties.learning_after")
def say_after(
    by: Person,
    taking: Taking,
    *,
    like: str = "",
    like_reads: str = Taking.Reads.NOBODY,
    can_now: str = "",
    can_now_shared: bool = False,
    for_person: Person | None = None,
) -> Taking:
    """Say what it was like, for whom one chooses, and what one can do now, for oneself or for all. Each may be left out.

    Said anew, it takes the place of the first; whoever types it for somebody does not see the first, so a box left empty changes nothing.
    Raises Problem when nothing is said at all.
    """
    if not like.strip() and not can_now.strip() and not (taking.like or taking.can_now):
        raise Problem(_("Write in one of the boxes. Or leave this page: nobody minds."))
    typed = for_person is not None and for_person != by
    if like.strip() or not typed:
        taking.like, taking.like_reads = like, like_reads
    if can_now.strip() or not typed:
        taking.can_now, taking.can_now_shared = can_now, can_now_shared and bool(can_now.strip())
    taking.said_on = (taking.said_on or today()) if taking.can_now.strip() else None
    taking.typed_by = by if typed else taking.typed_by
    taking.save(update_fields=["like", "like_reads", "can_now", "can_now_shared", "said_on", "typed_by"])
    return taking


@act("ties.learning_ask_after", record=False)
def ask_after(by: Actor, taking: Taking) -> Taking:
    """Ask somebody, once and gently, what it was like."""
    tell(taking.person, "ties.learning_how", taking.key, work=_work(taking.learning))
    return taking


def _is_free(learning: Learning) -> bool:
    """Is there a place, with nobody who waits before?"""
    if learning.places is None:
        return True
    return not learning.takings.in_line().exists() and learning.takings.filter(state=State.PLACE).count() < learning.places


def _must_be_for(learning: Learning, who: Person) -> None:
    if learning.for_whom == ForWhom.STAFF and not who.works_here:
        raise NotForThem(_("This one is only for people who work here. You can suggest one for everyone."))
    if learning.for_whom == ForWhom.PEOPLE and who.works_here:
        raise NotForThem(_("This one is only for people with lived experience and unpaid carers."))


def _side(who: Person, said: str) -> str:
    if who.works_here:
        return Group.STAFF
    return said if said in SIDES else Group.OTHER


def _work(learning: Learning) -> str:
    return learning.work.slug if learning.work else ""
