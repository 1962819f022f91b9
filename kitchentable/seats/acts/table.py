"""Acts of the table and its seats: taking one, ending one, standing in; and what a decision taken with a gap leaves behind."""

from __future__ import annotations

from datetime import date

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.people.outbox import tell
from kitchentable.people.owing import must_be_here
from kitchentable.policy.act import act, note, require
from kitchentable.policy.book import forget_facts
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import HOUSE, Actor, Problem
from kitchentable.seats.gaps import gaps_now
from kitchentable.seats.models import AffectedGroup, Draw, GapNote, Seat
from kitchentable.works import acts as works
from kitchentable.works.models import Role, Work


class NotTheirGroup(Problem):
    """The group is not on the map of this piece of work."""

    field = "group"


class NotThatDay(Problem):
    """A day on which this cannot have been."""

    def __init__(self, words: object, field: str = "until") -> None:
        self.field = field
        super().__init__(words)


class NotTheirWords(Problem):
    """Only the person says why they leave."""

    field = "why"


class SayWhy(Problem):
    """Whoever ends another person's seat without their word says why."""

    field = "because"


class CannotStandIn(Problem):
    """This person cannot take over this seat."""

    field = "alternate"


@act("seats.take")
def take(
    by: Actor,
    work: Work,
    *,
    group: AffectedGroup,
    person: Person,
    way: str,
    kind: str = Seat.Kind.SEAT,
    way_words: str = "",
    since: date | None = None,
    order: int = 0,
    draw: Draw | None = None,
    stands_in_for: Seat | None = None,
    say: bool = False,
) -> Seat:
    """Give somebody a seat for a group; who sits at the table has a part in the work. The same seat twice is one.

    `say`: write to the person that they have it. An alternate without an `order` comes last. Raises NotTheirGroup, NotThatDay,
    and Problem for who was erased.
    """
    if group.work_id != work.pk or group.state != AffectedGroup.State.ON_MAP:
        raise NotTheirGroup(_("Put this group on the map first."))
    if person.erased_at is not None:
        raise Problem(_("We do not know this person any more."))
    must_be_here(person)
    if since is not None and since > today():
        raise NotThatDay(_("Nobody can have held a seat since a day that is still to come."), "since")
    same = Seat.objects.filter(work=work, group=group, person=person, kind=kind, until__isnull=True).first()
    if same is not None:
        return same
    seat = Seat.objects.create(
        work=work, group=group, person=person, kind=kind, way=way, way_words=" ".join(way_words.split()), since=since or today(),
        order=order or (_last_place(work) if kind == Seat.Kind.ALTERNATE else 0), draw=draw, stands_in_for=stands_in_for,
    )  # fmt: skip
    if kind == Seat.Kind.SEAT:
        works.give_role(by, work, person=person, kind=Role.Kind.MEMBER)
    if say:
        tell(person, "seats.given", seat.key, work=work.slug)
    return seat


def _last_place(work: Work) -> int:
    waiting = Seat.objects.filter(work=work, kind=Seat.Kind.ALTERNATE, until__isnull=True)
    last: int | None = waiting.aggregate(last=Max("order"))["last"]
    return 1 if last is None else last + 1


@act("seats.end")
def end(
    by: Actor, seat: Seat, *, why: str = "", until: date | None = None, because: str = "", for_person: Person | None = None
) -> Seat:
    """End a seat: the person, whoever types it at their word (`for_person`), or the lead, who then says `because` to the person.

    `until` is the first day without them. Why is for the person to say, if they want to. Their part in the work ends with their last
    seat there. The leads are told when the group is affected most. Raises NotThatDay, NotTheirWords, SayWhy, and Problem when it has
    ended or when `for_person` is somebody else.
    """
    stands = Seat.objects.select_for_update(of=("self",)).select_related("work", "group", "person").get(pk=seat.pk)
    if stands.until is not None:
        raise Problem(_("This seat has ended already."))
    at_their_word = for_person is not None or (stands.person_id is not None and stands.person_id == getattr(by, "pk", None))
    if for_person is not None and for_person.pk != stands.person_id:
        raise Problem(_("This seat belongs to another person."))
    if not at_their_word:
        require(by, "works.change", stands.work)
        if why.strip():
            raise NotTheirWords(_("Only the person says why they leave. If they told you, choose “They told me”."))
        if not because.strip():
            raise SayWhy(_("Say why, so that they understand. They read it."))
    last = until or today()
    if not stands.since <= last <= today():
        raise NotThatDay(_("Choose a day after the seat began, and not after today."))
    seat.until, seat.why_ended, seat.ended_because = last, why.strip(), "" if at_their_word else because.strip()
    seat.save(update_fields=["until", "why_ended", "ended_because"])
    _after(by, seat, for_person)
    if stands.person_id != getattr(by, "pk", None):
        tell(stands.person, "seats.ended", seat.key, work=stands.work.slug)
    return seat


def end_before_erasing(person: Person) -> None:
    """Nobody holds a seat who is erased: their seats end today, so that the gap is seen and the lead is told."""
    for seat in Seat.objects.filter(person=person, until__isnull=True).select_related("work", "group", "person"):
        seat.until = max(today(), seat.since)
        seat.save(update_fields=["until"])
        _after(HOUSE, seat, None)
        note(HOUSE, "seats.end", seat)


def _after(by: Actor, seat: Seat, for_person: Person | None) -> None:
    """What follows from an ended seat: a part in the work that ends with the last one, and leads who are told of a group affected most."""
    if seat.kind != Seat.Kind.SEAT:
        return
    others = Seat.objects.at_table().filter(work=seat.work, person=seat.person_id, until__isnull=True)
    if seat.person is not None and not others.exists():
        for role in Role.objects.filter(work=seat.work, person=seat.person, kind=Role.Kind.MEMBER, until__isnull=True):
            role.until = now()
            role.save(update_fields=["until"])
            note(by, "works.end_role", role, for_person=for_person)
        forget_facts(seat.person)
    if seat.group.strength == AffectedGroup.Strength.MOST:
        for lead in Role.objects.filter(work=seat.work, kind=Role.Kind.LEAD, until__isnull=True).select_related("person"):
            if lead.person_id != getattr(by, "pk", None):
                tell(lead.person, "seats.left", seat.key, work=seat.work.slug)


@act("seats.stand_in")
def stand_in(by: Person, seat: Seat, *, alternate: Seat) -> Seat:
    """An alternate takes over a seat that has ended: they get a seat of their own, for their own group, by the way they were chosen.

    They are told. Raises CannotStandIn when the seat is still held or taken over, or this is no alternate of the same table.
    """
    stands = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    waits = Seat.objects.select_for_update(of=("self",)).get(pk=alternate.pk)
    if stands.kind != Seat.Kind.SEAT or stands.until is None:
        raise CannotStandIn(_("This seat is still held. End it first."))
    if stands.stood_in.exists():
        raise CannotStandIn(_("Somebody took over this seat already."))
    if waits.kind != Seat.Kind.ALTERNATE or waits.until is not None or waits.work_id != stands.work_id or waits.person is None:
        raise CannotStandIn(_("Choose somebody from the list of those who stand in."))
    made = take(
        by, seat.work, group=alternate.group, person=waits.person, way=waits.way, way_words=waits.way_words, draw=waits.draw,
        stands_in_for=seat, say=True,
    )  # fmt: skip
    waits.until = today()
    waits.save(update_fields=["until"])
    return made


def note_gap(by: Actor, work: Work, *, decision: str) -> GapNote | None:
    """Keep for good that a decision (its record key) was taken while groups affected most had nobody at the table (R072).

    For the act that decides, in its transaction. None when no group is missing. The first note of a decision stays.
    """
    missing = gaps_now(work)
    if not missing:
        return None
    found, new = GapNote.objects.get_or_create(
        decision=decision,
        defaults={
            "work": work,
            "groups": "\n".join(" ".join(group.name.split()) for group in missing),
            "group_keys": "\n".join(group.key for group in missing),
        },
    )
    if new:
        note(by, "seats.gap", found)
    return found
