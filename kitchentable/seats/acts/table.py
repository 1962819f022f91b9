"""Acts of the table and its seats: taking one, ending one."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.policy.act import act
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.seats.models import AffectedGroup, Draw, Seat
from kitchentable.works import acts as works
from kitchentable.works.models import Role, Work


class NotTheirGroup(Problem):
    """The group is not on the map of this piece of work."""

    field = "group"


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
) -> Seat:
    """Give somebody a seat for a group; who sits at the table has a part in the work. The same seat twice is one. Raises NotTheirGroup."""
    if group.work_id != work.pk or group.state != AffectedGroup.State.ON_MAP:
        raise NotTheirGroup(_("Put this group on the map first."))
    same = Seat.objects.filter(work=work, group=group, person=person, kind=kind, until__isnull=True).first()
    if same is not None:
        return same
    seat = Seat.objects.create(
        work=work, group=group, person=person, kind=kind, way=way, way_words=way_words, since=since or today(), order=order,
        draw=draw, stands_in_for=stands_in_for,
    )  # fmt: skip
    if kind == Seat.Kind.SEAT:
        works.give_role(by, work, person=person, kind=Role.Kind.MEMBER)
    return seat


@act("seats.end")
def end(by: Actor, seat: Seat, *, why: str = "", until: date | None = None, for_person: Person | None = None) -> Seat:
    """End a seat. Why is for the person to say, if they want to. Their part in the work ends with their last seat there."""
    seat.until, seat.why_ended = until or today(), why
    seat.save(update_fields=["until", "why_ended"])
    others = Seat.objects.at_table().filter(work=seat.work, person=seat.person, until__isnull=True).exclude(pk=seat.pk)
    if seat.kind == Seat.Kind.SEAT and seat.person is not None and not others.exists():
        for role in Role.objects.filter(work=seat.work, person=seat.person, kind=Role.Kind.MEMBER, until__isnull=True):
            works.end_role(by, role)
    return seat
