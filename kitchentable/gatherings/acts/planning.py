"""Planning: purpose, day, place, who comes, confirming, cancelling, planning it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kitchentable.gatherings.acts.arranging import keep_in_step
from kitchentable.gatherings.acts.inviting import tell_cancelled, tell_changed
from kitchentable.gatherings.fitting import numbers, unmet_musts
from kitchentable.gatherings.models import Gathering, GoAhead, HardDay, Invitation, Talk
from kitchentable.people.models import Person
from kitchentable.people.owing import must_be_here
from kitchentable.policy.act import act, note
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Problem
from kitchentable.seats.models import Seat
from kitchentable.works.models import Group, Work

CHANGES = (
    "title", "purpose", "what_we_ask", "what_you_get", "content_note", "kind", "starts_at", "minutes", "early_minutes", "place",
    "online_link", "online_phone", "online_test", "reply_by", "ground_rules", "quiet_room", "talk_after", "way_out", "host",
    "chair_lived", "chair_staff",
)  # fmt: skip
"""What an organiser may change."""
MOVES = ("starts_at", "minutes", "kind", "place_id", "online_link", "online_phone")
"""What people who are invited must be told of."""
ELSEWHERE = ("starts_at", "kind", "place_id")
"""With another time or place, what was arranged and what a person said “go ahead” to do not hold any more."""
COPIED = tuple(name for name in CHANGES if name not in ("starts_at", "reply_by"))


class ChangedMeanwhile(Problem):
    """Somebody else saved it after this page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this meanwhile. Nothing of theirs was overwritten. Look at both, then save again.")
        )


@act("gatherings.plan")
def plan(by: Person, work: Work, *, gathering: Gathering) -> Gathering:
    """Begin to plan a gathering of this work; with a hello, a break for each hour and an end on its agenda (R053)."""
    must_be_here(gathering.host)
    gathering.work, gathering.changed_at, gathering.made_at = work, now(), now()
    gathering.save()
    _begin_agenda(gathering)
    return gathering


def _begin_agenda(gathering: Gathering) -> None:
    least = numbers("break_minutes")["break_minutes"]
    frame = [(Talk.Kind.WELCOME, 10), *[(Talk.Kind.BREAK, least)] * (gathering.minutes // 60), (Talk.Kind.CLOSE, 5)]
    Talk.objects.bulk_create(
        [
            Talk(gathering=gathering, kind=kind, words=str(kind.label), minutes=minutes, order=order)
            for order, (kind, minutes) in enumerate(frame)
        ]
    )


@act("gatherings.change")
def change(by: Person, gathering: Gathering, *, to: Mapping[str, Any], seen: datetime) -> Gathering:
    """Change what `to` names (of CHANGES). `seen`: when what the organiser saw had been saved.

    Who is invited is told of a new time or place; what was said and arranged for the old one is asked anew. When somebody cannot take part any more, it is no longer confirmed (R063).
    Raises ChangedMeanwhile when another organiser saved first.
    """
    stands = Gathering.objects.select_for_update(of=("self",)).get(pk=gathering.pk)
    if stands.changed_at != seen:
        raise ChangedMeanwhile
    for name in CHANGES:
        setattr(gathering, name, to.get(name, getattr(stands, name)))
    if gathering.host_id != stands.host_id:
        must_be_here(gathering.host)
    moved = any(getattr(stands, name) != getattr(gathering, name) for name in MOVES)
    told = moved and gathering.invitations.sent().coming().exists()
    gathering.state, gathering.changed_at = stands.state, now()
    gathering.sequence = stands.sequence + told
    gathering.save(update_fields=[*CHANGES, "state", "sequence", "changed_at"])
    if any(getattr(stands, name) != getattr(gathering, name) for name in ELSEWHERE):
        gathering.solved.all().delete()
        GoAhead.objects.filter(invitation__gathering=gathering).delete()
    if told:
        tell_changed(gathering)
    _follow(gathering)
    return gathering


def _follow(gathering: Gathering) -> None:
    """Arrangements follow the plan; what does not fit somebody any more is no longer confirmed."""
    keep_in_step(gathering)
    if gathering.state == Gathering.State.CONFIRMED and unmet_musts(gathering):
        gathering.state = Gathering.State.INVITING
        gathering.save(update_fields=["state"])


@act("gatherings.list")
def choose(by: Person, gathering: Gathering, *, people: Sequence[Person], group: str = "") -> Gathering:
    """Put these people on the list of whom to invite. Without a group: the side of their seat in this work; else staff for those who
    work here, and lived experience for all others.

    Nobody is told anything yet. Who is on the list already stays as they are; who was taken off is put on it again.
    """
    if group and group not in Group.values:
        raise Problem(_("Choose a group from the list."))
    gathering.invitations.filter(person__in=people, state=Invitation.State.GONE).update(state=Invitation.State.LISTED)
    seats = Seat.objects.at_table().held_on(today()).filter(work=gathering.work_id, person__in=people)
    sits_for = dict(seats.order_by("pk").values_list("person_id", "group__side"))
    Invitation.objects.bulk_create(
        [
            Invitation(
                gathering=gathering,
                person=person,
                group=group or sits_for.get(person.pk) or (Group.STAFF if person.works_here else Group.LIVED),
            )
            for person in people
            if person.erased_at is None
        ],
        ignore_conflicts=True,
        batch_size=400,
    )
    _follow(gathering)
    return gathering


@act("gatherings.unlist")
def unchoose(by: Person, invitation: Invitation) -> Invitation:
    """Take somebody off the list before their invitation has gone."""
    invitation.state = Invitation.State.GONE
    invitation.save(update_fields=["state"])
    keep_in_step(invitation.gathering)
    return invitation


@act("gatherings.confirm")
def confirm(by: Person, gathering: Gathering) -> Gathering:
    """It will happen. Refused while somebody who comes cannot take part (R063)."""
    gathering.state, gathering.changed_at = Gathering.State.CONFIRMED, now()
    gathering.save(update_fields=["state", "changed_at"])
    keep_in_step(gathering)
    return gathering


@act("gatherings.cancel")
def cancel(by: Person, gathering: Gathering, *, because: str) -> Gathering:
    """It will not happen. Everyone who was invited is told, and why. Raises Problem without a because."""
    if not because.strip():
        raise Problem(_("Say why, so that people understand."))
    gathering.state, gathering.cancelled_because = Gathering.State.CANCELLED, because
    gathering.sequence, gathering.changed_at = gathering.sequence + 1, now()
    gathering.save(update_fields=["state", "cancelled_because", "sequence", "changed_at"])
    tell_cancelled(gathering)
    keep_in_step(gathering)
    return gathering


@act("gatherings.copy")
def copy(by: Person, gathering: Gathering, *, starts: Sequence[datetime], with_people: bool) -> list[Gathering]:
    """Plan it again at each of `starts`: place, length, ground rules, breaks; with the same people on the list if wanted.

    What people brought to the agenda stays theirs and is not copied. Raises Problem for none, or for more than we allow in one go.
    """
    most = numbers("copies_most")["copies_most"]
    if not 1 <= len(starts) <= most:
        raise Problem(ngettext("Plan it %(n)d time at most.", "Plan it %(n)d times at most.", most) % {"n": most})
    made = [_copied(gathering, start, with_people=with_people) for start in starts]
    for one in made:
        note(by, "gatherings.plan", one)
        keep_in_step(one)
    return made


def _copied(gathering: Gathering, start: datetime, *, with_people: bool) -> Gathering:
    kept = {name: getattr(gathering, name) for name in COPIED}
    if gathering.place is not None and gathering.place.removed_at:
        kept["place"] = None
    made = Gathering.objects.create(
        **kept, work=gathering.work, starts_at=start, copied_from=gathering, changed_at=now(), made_at=now()
    )
    frame = gathering.talks.filter(state=Talk.State.TAKEN).exclude(kind=Talk.Kind.POINT)
    Talk.objects.bulk_create(
        [Talk(gathering=made, kind=one.kind, words=one.words, minutes=one.minutes, order=one.order) for one in frame]
    )
    if with_people:
        coming = gathering.invitations.coming().filter(person__erased_at__isnull=True)
        Invitation.objects.bulk_create(
            [Invitation(gathering=made, person_id=one.person_id, group=one.group, brings=one.brings) for one in coming]
        )
    return made


@act("gatherings.hard_day")
def add_hard_day(by: Person, day: HardDay) -> HardDay:
    """Put days on the list of those that are hard for some. Raises Problem when the last is before the first."""
    if day.last < day.first:
        raise Problem(_("The last day cannot be before the first."))
    day.save()
    return day


@act("gatherings.hard_day_away")
def drop_hard_day(by: Person, day: HardDay) -> None:
    """Take days off the list."""
    HardDay.objects.filter(pk=day.pk).delete()
