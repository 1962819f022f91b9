"""Leaving: planning it, naming who takes over, telling the group, and the day itself. Nothing is left without a named person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.people import leaving_acts
from kitchentable.people.acts import who_has
from kitchentable.people.leaving_acts import StillInHand
from kitchentable.people.models import Duty, Person
from kitchentable.people.outbox import tell, tell_many
from kitchentable.people.owing import is_here, keepings
from kitchentable.policy.act import act
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import HOUSE, Actor, Problem
from kitchentable.ties.handing import can_take, kinds_of, things_of
from kitchentable.ties.models import Given, Leaving, Together
from kitchentable.ties.models.leaving import STAFF_PARTS
from kitchentable.works import in_hand as works_in_hand
from kitchentable.works.models import Role, Work

State = Leaving.State
ROUNDS = 4
"""What is handed over may bring more with it (a part in a work, then what only that part may see); never more than this."""


class NotThatDay(Problem):
    """A day that has gone by."""

    field = "on"


class CannotTake(Problem):
    """Somebody who cannot take over."""

    field = "to"


@act("ties.plan_leaving")
def plan(by: Actor, person: Person, *, on: date, work: Work | None = None, to: Person | None = None, why: str = "") -> Leaving:
    """Plan that somebody who works here leaves: the organisation, or with `work` one piece of work. Planned twice, the first stays.

    Only whoever leaves says why. Raises NotThatDay, CannotTake; Problem for who is not here.
    """
    if not is_here(person) or not person.works_here:
        raise Problem(_("Only somebody who works here can leave."))
    same = Leaving.objects.planned().filter(person=person, work=work).first()
    if same is not None:
        return same
    made = Leaving(person=person, work=work, on=on, started_by=by if isinstance(by, Person) else None)
    _set(by, made, on, to, why)
    made.save()
    if made.started_by_id != person.pk:
        tell(person, "ties.leaving_planned", made.key)
    return made


@act("ties.change_leaving")
def change(by: Actor, leaving: Leaving, *, on: date, to: Person | None, why: str = "") -> Leaving:
    """Another day, another name for all the rest, other words for the group. Raises NotThatDay, CannotTake; Problem when it is over."""
    stands = _lock(leaving)
    _set(by, stands, on, to, why)
    stands.save(update_fields=["on", "to", "why", "warned_on"])
    return stands


def _set(by: Actor, leaving: Leaving, on: date, to: Person | None, why: str) -> None:
    if (on < today() and on != leaving.on) or (on < today() and leaving._state.adding):
        raise NotThatDay(_("Choose today, or a day that is still to come."))
    if to is not None and to.pk != leaving.to_id:
        _must_take(leaving, to, on)
    leaving.on, leaving.to, leaving.warned_on = on, to, None
    if getattr(by, "pk", None) == leaving.person_id:
        leaving.why = why.strip()


def _must_take(leaving: Leaving, to: Person, on: date) -> None:
    if to.pk == leaving.person_id:
        raise CannotTake(_("Somebody else must take over."))
    if not can_take(leaving, to):
        raise CannotTake(_("%(name)s does not work here now. Choose somebody else.") % {"name": to})
    if Leaving.objects.planned().filter(person=to, work__isnull=True, on__lte=on).exists():
        raise CannotTake(_("%(name)s leaves by that day too. Choose somebody else.") % {"name": to})
    if leaving.work_id and Leaving.objects.planned().filter(person=to, work=leaving.work_id, on__lte=on).exists():
        raise CannotTake(_("%(name)s leaves this piece of work by that day too. Choose somebody else.") % {"name": to})


def _lock(leaving: Leaving) -> Leaving:
    stands = Leaving.objects.select_for_update(of=("self",)).select_related("person", "work", "to").get(pk=leaving.pk)
    if stands.state != State.PLANNED:
        raise Problem(_("This is over. Nothing in it can be changed."))
    return stands


@act("ties.give")
def give(by: Actor, leaving: Leaving, *, kind: str, things: Iterable[str] = (), to: Person | None) -> Leaving:
    """Name who takes over these things of a kind; without things, the whole kind. None takes a name away: then it goes to who takes the rest.

    Raises CannotTake for who is not here, leaves too, or may not have it.
    """
    stands = _lock(leaving)
    keeping = keepings().get(kind)
    if keeping is None:
        raise Problem(_("We do not know what this is."))
    wanted = list(dict.fromkeys(things)) or [""]
    if to is None:
        Given.objects.filter(leaving=stands, kind=kind, thing__in=wanted).delete()
        return stands
    _must_take(stands, to, stands.on)
    for key in wanted:
        fit = keeping.fits(key) if key else None
        if fit is not None and to.pk not in set(fit):
            raise CannotTake(_("%(name)s cannot take this. Choose somebody else.") % {"name": to})
    if wanted == [""]:
        Given.objects.filter(leaving=stands, kind=kind).delete()
    Given.objects.bulk_create(
        [Given(leaving=stands, kind=kind, thing=key, to=to) for key in wanted],
        update_conflicts=True,
        unique_fields=["leaving", "kind", "thing"],
        update_fields=["to"],
        batch_size=400,
    )
    return stands


@act("ties.stop_leaving")
def stop(by: Actor, leaving: Leaving) -> Leaving:
    """They stay after all. Notes that nobody answered are thrown away."""
    stands = _lock(leaving)
    stands.state = State.STOPPED
    stands.save(update_fields=["state"])
    _end_notes(stands)
    if stands.told_at is not None:
        tell_many(((one, stands.key) for one in group_of(stands)), "ties.stays", same=stands.key)
    return stands


@act("ties.tell_leaving")
def tell_group(by: Actor, leaving: Leaving) -> Leaving:
    """Tell everyone at the table of their work who leaves, who comes and when, each in their own way. It asks nothing. Told once.

    Raises Problem when nobody is named to take over.
    """
    stands = _lock(leaving)
    if not can_take(stands, stands.to):
        raise Problem(_("Name who takes over first. People want to know who comes."))
    _tell(stands)
    return stands


def _tell(leaving: Leaving) -> None:
    if leaving.told_at is None:
        leaving.told_at = now()
        leaving.save(update_fields=["told_at"])
        tell_many(((one, leaving.key) for one in group_of(leaving)), "ties.leaves", same=leaving.key)


def works_of(leaving: Leaving) -> list[Work]:
    """The pieces of work they leave: the one; or each in which they have a part of staff."""
    if leaving.work is not None:
        return [leaving.work]
    parts = Role.objects.filter(person=leaving.person_id, kind__in=STAFF_PARTS, until__isnull=True).values("work")
    return list(
        Work.objects.filter(Q(pk__in=parts) | Q(decider=leaving.person_id) | Q(answers_first=leaving.person_id)).order_by(
            "title", "pk"
        )
    )


def group_of(leaving: Leaving) -> list[Person]:
    """Everyone at the table of the work they leave, once; neither who leaves nor who is not here."""
    at_table = Role.objects.filter(work__in=works_of(leaving), kind=Role.Kind.MEMBER, until__isnull=True).values("person")
    found = Person.objects.filter(pk__in=at_table, is_active=True, erased_at__isnull=True).exclude(pk=leaving.person_id)
    return list(found.order_by("called", "pk"))


@act("ties.leave")
def leave(by: Actor, leaving: Leaving) -> Leaving:
    """Hand over everything that is in hand now, to those who are named; then their part, or their account, is over. Done twice, the first stays.

    All or nothing. Raises StillInHand with what has nobody to take it, and Problem when somebody who is named cannot have something.
    """
    stands = Leaving.objects.select_for_update(of=("self",)).select_related("person", "work", "to").get(pk=leaving.pk)
    if stands.state == State.DONE:
        return stands
    if stands.state == State.STOPPED:
        raise Problem(_("This was called off. Plan it anew."))
    _lock_people(stands)
    group = group_of(stands) if stands.told_at is None else []
    # What goes to others goes in the name of whoever leaves; when another presses the button, or the day comes, the house does it.
    mover = by if getattr(by, "pk", None) == stands.person_id else HOUSE
    takers = _hand_over(mover, stands)
    works_in_hand.leave(mover, stands.person, work=stands.work)
    if stands.work is None:
        leaving_acts.leave(mover, stands.person)
        _end_smaller_plans(stands)
    stands.state, stands.done_at = State.DONE, now()
    _end_notes(stands)
    if group:
        stands.told_at = now()
        tell_many(((one, stands.key) for one in group), "ties.leaves", same=stands.key)
    stands.save(update_fields=["state", "done_at", "told_at"])
    for person in takers.values():
        tell(person, "ties.takes_over", stands.key)
    return stands


def _end_smaller_plans(leaving: Leaving) -> None:
    """Whoever left altogether has left each piece of work too."""
    for smaller in Leaving.objects.planned().filter(person=leaving.person, work__isnull=False):
        smaller.state, smaller.done_at = State.DONE, now()
        smaller.save(update_fields=["state", "done_at"])
        _end_notes(smaller)


def _lock_people(leaving: Leaving) -> None:
    """Two who leave to each other at one moment, or who is erased meanwhile: one waits for the other and then sees how it is."""
    named = {leaving.person_id, leaving.to_id, *Given.objects.filter(leaving=leaving).values_list("to", flat=True)} - {None}
    locked = {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=named).order_by("pk")}
    leaving.person = locked[leaving.person_id]
    leaving.to = locked.get(leaving.to_id) if leaving.to_id else None


def _hand_over(mover: Actor, leaving: Leaving) -> dict[int, Person]:
    takers: dict[int, Person] = {}
    for _round in range(ROUNDS):
        kinds = kinds_of(leaving)
        if not kinds:
            return takers
        left = sum(len(kind.left) for kind in kinds)
        if left:
            raise StillInHand(
                _("%(name)s still has %(left)d things in hand that nobody is named for. Name who takes them first.")
                % {"name": leaving.person.called, "left": left}
            )
        for kind in kinds:
            for to, keys in kind.lots().items():
                kind.keeping.hand(mover, leaving.person, keys, to)
                takers[to.pk] = to
    if any(things_of(leaving, keeping) for keeping in keepings().values()):
        raise StillInHand(_("Something could not be handed over. Choose for it one by one."))
    return takers


def _end_notes(leaving: Leaving) -> None:
    """A note that nobody answered goes nowhere: what was proposed is thrown away."""
    Together.objects.filter(leaving=leaving, state=Together.State.PROPOSED).update(state=Together.State.ENDED, proposed="")


@act("ties.warn_leaving")
def warn(by: Actor, leaving: Leaving) -> Leaving:
    """Tell whoever leaves, who planned it, and the leads of the work that something has nobody to take it. Once a day, as the day comes."""
    stands = _lock(leaving)
    stands.warned_on = today()
    stands.save(update_fields=["warned_on"])
    leads = Role.objects.filter(work__in=works_of(stands), kind=Role.Kind.LEAD, until__isnull=True).values("person")
    whom = Person.objects.filter(Q(pk__in=leads) | Q(pk__in=[stands.person_id, stands.started_by_id]), is_active=True)
    for person in whom.order_by("pk").distinct():
        tell(person, "ties.leaving_stuck", stands.key, same=today().isoformat())
    return stands


@act("ties.follow_up")
def follow_up(by: Actor, leaving: Leaving) -> Leaving:
    """Something reached somebody who had left already (two acts at one moment): it goes to who took over. Raises StillInHand when nobody is here."""
    stands = Leaving.objects.select_for_update(of=("self",)).select_related("person", "work", "to").get(pk=leaving.pk)
    takers = _hand_over(by, stands)
    for person in takers.values():
        tell(person, "ties.takes_over", stands.key, same=today().isoformat())
    return stands


@act("ties.say_stray")
def say_stray(by: Actor, leaving: Leaving) -> Leaving:
    """Tell the administrators that something reached somebody who left, and that whoever took over is not here either. Once a day."""
    for person in who_has(Duty.Kind.ADMINISTRATOR):
        tell(person, "ties.leaving_stuck", leaving.key, same=today().isoformat())
    return leaving


@act("ties.take_over_instead")
def take_over_instead(by: Actor, leaving: Leaving, *, of: Person, to: Person) -> Leaving:
    """Whoever was named to take over here goes too: somebody else is named in their place. Raises CannotTake."""
    stands = _lock(leaving)
    if to.pk == stands.person_id:
        raise CannotTake(_("%(name)s leaves too, and was to hand over to the other. Name somebody else.") % {"name": to.called})
    _must_take(stands, to, stands.on)
    if stands.to_id == of.pk:
        stands.to = to
        stands.save(update_fields=["to"])
    Given.objects.filter(leaving=stands, to=of).update(to=to)
    return stands


def call_off(person: Person) -> None:
    """Call off what an erased person planned. A step inside an erasure."""
    for leaving in Leaving.objects.planned().filter(person=person):
        leaving.state = State.STOPPED
        leaving.save(update_fields=["state"])
        _end_notes(leaving)
