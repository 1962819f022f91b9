"""Inviting: the list, sending, replying, and telling those who were invited what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.acts.arranging import keep_in_step
from kitchentable.gatherings.acts.booking import tell_professionals_cancelled, tell_professionals_changed
from kitchentable.gatherings.models import Gathering, GoAhead, Invitation
from kitchentable.people.asks import asked_not_to_be, goes_over
from kitchentable.people.models import Person, Way, WhatWorks
from kitchentable.people.outbox import tell, tell_many
from kitchentable.policy.act import act, note_many
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Problem

State = Invitation.State
COUNTED_ON = (State.SENT, State.YES, State.IF)
"""Those who are told when something changes: all who were invited and did not say no."""


class NobodyToInvite(Problem):
    """The list is empty, or all on it were invited."""


class SayWhat(Problem):
    """“Yes, if something changes” without saying what."""

    field = "this_time"


class SayWhy(Problem):
    """“Go ahead” without saying why."""

    field = "because"


@dataclass(frozen=True, slots=True)
class Details:
    """What else a person says with their reply. None, or empty: they did not say."""

    still_right: bool | None = None
    this_time: str = ""
    brings: int = 0
    comes_online: bool | None = None
    shows_name: bool | None = None
    reminder_days: int | None = None


# ── sending ───────────────────────────────────────────────────────────────────────────────────────


@act("gatherings.send")
def send(by: Actor, gathering: Gathering) -> Gathering:
    """Invite everyone on the list who has not been invited. Those who want to be asked less often are asked first whether we may (R100).

    Raises NobodyToInvite.
    """
    locked = Gathering.objects.select_for_update(of=("self",)).select_related("work").get(pk=gathering.pk)
    listed = list(gathering.invitations.filter(state=State.LISTED, person__erased_at__isnull=True).select_related("person"))
    if not listed:
        raise NobodyToInvite(_("Everyone on the list has been invited. Put somebody on the list first."))
    alone = asked_not_to_be([one.person_id for one in listed], work=locked.work.slug, about=locked.title)
    listed = [one for one in listed if one.person_id not in alone]
    if not listed:
        raise NobodyToInvite(_("Nobody on the list can be asked now. Put somebody else on the list."))
    over = goes_over([one.person_id for one in listed])
    asked = [one for one in listed if one.person_id in over]
    _move(asked, State.ASKING)
    tell_many(_whom(asked), "gatherings.one_more", work=locked.work.slug)
    _invite(by, locked, [one for one in listed if one.person_id not in over])
    note_many(by, "gatherings.invite", _as_in(locked, listed))
    if locked.state == Gathering.State.PLANNING:
        locked.state = Gathering.State.INVITING
        locked.save(update_fields=["state"])
    gathering.state = locked.state
    keep_in_step(locked)
    return locked


def _invite(by: Actor, gathering: Gathering, going: Sequence[Invitation]) -> None:
    _move(going, State.SENT)
    moment = now()
    Invitation.objects.filter(pk__in=[one.pk for one in going]).update(sent_at=moment, sequence_told=gathering.sequence)
    tell_many(_whom(going), "gatherings.invited", work=gathering.work.slug)


def _move(invitations: Sequence[Invitation], state: str) -> None:
    Invitation.objects.filter(pk__in=[one.pk for one in invitations]).update(state=state)
    for one in invitations:
        one.state = state


def _whom(invitations: Iterable[Invitation]) -> list[tuple[Person, str]]:
    return [(one.person, one.key) for one in invitations]


def _as_in(gathering: Gathering, invitations: Iterable[Invitation]) -> list[Invitation]:
    """The same invitations, knowing their gathering: the record names it, and must not ask for it again each time."""
    found = list(invitations)
    for one in found:
        one.gathering = gathering
    return found


# ── replying ──────────────────────────────────────────────────────────────────────────────────────


@act("gatherings.reply")
def reply(
    by: Actor,
    invitation: Invitation,
    *,
    says: str,
    details: Details | None = None,
    way: str = Way.PAGE,
    for_person: Person | None = None,
) -> Invitation:
    """Keep what the person says: yes, yes if something changes, or not this time. Can be changed until the gathering is over.

    Without `details` what they said before stays. Raises SayWhat when they want a change and do not say which.
    """
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("gathering__host", "gathering__work", "person")
        .get(pk=invitation.pk)
    )
    if details is not None:
        found.still_right, found.this_time = details.still_right, details.this_time.strip()
        found.brings, found.comes_online = details.brings, details.comes_online
        found.shows_name, found.reminder_days = details.shows_name, details.reminder_days
    if says == State.IF and not found.this_time:
        raise SayWhat(_("Tell us what should change, so that we can try."))
    found.state, found.replied_at, found.way = says, now(), way
    found.typed_by = by if isinstance(by, Person) and by.pk != found.person_id else None
    found.save()
    if says == State.IF or found.still_right is False:
        tell(
            found.gathering.host,
            "gatherings.something_to_change",
            found.key,
            work=found.gathering.work.slug,
            same=found.replied_at.isoformat(),
        )
    keep_in_step(found.gathering)
    return found


@act("gatherings.one_more")
def answer_one_more(
    by: Actor, invitation: Invitation, *, may_ask: bool, way: str = Way.PAGE, for_person: Person | None = None
) -> Invitation:
    """“May we ask you once more this month?” Yes: the invitation goes now. No: they are not asked, and keep their seat."""
    found = Invitation.objects.select_for_update(of=("self",)).select_related("gathering__work", "person").get(pk=invitation.pk)
    if may_ask:
        _invite(by, found.gathering, [found])
    else:
        found.state, found.replied_at, found.way = State.NO, now(), way
        found.typed_by = by if isinstance(by, Person) and by.pk != found.person_id else None
        found.save(update_fields=["state", "replied_at", "way", "typed_by"])
    keep_in_step(found.gathering)
    return found


@act("gatherings.go_ahead")
def go_ahead(
    by: Person,
    invitation: Invitation,
    *,
    need: WhatWorks,
    because: str,
    way: str = Way.PAGE,
    for_person: Person | None = None,
) -> GoAhead:
    """The person says: go ahead without this, and this is why (R063). Said again, the new reason stands. Raises SayWhy."""
    if need.person_id != invitation.person_id:
        raise Problem(_("Only what works for this person can go ahead here."))
    if by.pk != invitation.person_id and (for_person is None or for_person.pk != invitation.person_id):
        raise Problem(_("Only the person themself can say this."))
    if not because.strip():
        raise SayWhy(_("Say in a few words why it can go ahead. They stay between you and those who plan."))
    typed_by = by if by.pk != invitation.person_id else None
    found, _new = GoAhead.objects.update_or_create(
        invitation=invitation, need=need, defaults={"because": because.strip(), "way": way, "typed_by": typed_by, "at": now()}
    )
    keep_in_step(invitation.gathering)
    return found


@act("gatherings.not_ahead")
def take_back_go_ahead(by: Person, invitation: Invitation, *, need: WhatWorks, for_person: Person | None = None) -> Invitation:
    """It must fit after all: what was said before is gone."""
    GoAhead.objects.filter(invitation=invitation, need=need).delete()
    keep_in_step(invitation.gathering)
    return invitation


# ── telling ───────────────────────────────────────────────────────────────────────────────────────


def tell_changed(gathering: Gathering) -> None:
    """Tell everyone who was invited, and who interprets, that the time or the place changed. A step inside the act that changed it; `sequence` has gone up.

    Whether it is still right for them is asked anew (R045): their yes stays, what they said about it does not.
    """
    told = list(gathering.invitations.filter(state__in=COUNTED_ON).select_related("person"))
    rows = Invitation.objects.filter(pk__in=[one.pk for one in told])
    rows.update(sequence_told=gathering.sequence, still_right=None)
    tell_many(_whom(told), "gatherings.changed", work=gathering.work.slug, same=str(gathering.sequence))
    tell_professionals_changed(gathering)


def tell_cancelled(gathering: Gathering) -> None:
    """Tell everyone who was invited, and who interprets, that it will not happen. A step inside the act that cancels it."""
    told = list(gathering.invitations.filter(state__in=COUNTED_ON).select_related("person"))
    Invitation.objects.filter(pk__in=[one.pk for one in told]).update(sequence_told=gathering.sequence)
    tell_many(_whom(told), "gatherings.cancelled", work=gathering.work.slug)
    tell_professionals_cancelled(gathering)


@act("gatherings.remind")
def remind(by: Actor, gathering: Gathering, *, coming: Sequence[Invitation], day: date) -> Gathering:
    """Remind those who said yes, once for each day the gathering stands on."""
    tell_many(_whom(coming), "gatherings.reminder", work=gathering.work.slug, same=day.isoformat())
    return gathering


@act("gatherings.note_no_reply")
def note_no_reply(by: Actor, gathering: Gathering) -> Gathering:
    """The day to reply by is over: tell the host once that some have not replied. Nobody who was invited is pressed."""
    assert gathering.reply_by is not None
    tell(gathering.host, "gatherings.no_reply", gathering.key, work=gathering.work.slug, same=gathering.reply_by.isoformat())
    return gathering
