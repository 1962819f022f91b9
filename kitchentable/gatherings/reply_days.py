"""Until when each person replies to an invitation: later for whose copy of a paper came late (R013), never after the day itself."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Exists, OuterRef
from django.utils import timezone

from kitchentable.gatherings.models import Gathering, Invitation
from kitchentable.policy.clock import today
from kitchentable.words.clock import OwnDay
from kitchentable.words.own_time import last_day_for, last_days_for, still_open


def reply_day(invitation: Invitation) -> OwnDay | None:
    """This person's own day to reply by; None when the gathering has none. Two queries; none when `has_papers` says that it has no papers."""
    gathering = invitation.gathering
    if gathering.reply_by is None:
        return None
    papers = papers_of(gathering) if getattr(invitation, "has_papers", True) else []
    return _before_it_starts(gathering, last_day_for(invitation.person, gathering.reply_by, papers))


def has_papers() -> Exists:
    """For a query of invitations: are there papers to read before it?"""
    return Exists(Gathering.papers.through.objects.filter(gathering=OuterRef("gathering")))


def somebody_has_time(gathering: Gathering) -> bool:
    """Has somebody who did not reply yet still time of their own, or no copy yet?"""
    if gathering.reply_by is None:
        return False
    waiting = gathering.invitations.filter(state=Invitation.State.SENT).values_list("person_id", flat=True)
    days = last_days_for(waiting, gathering.reply_by, papers_of(gathering))
    return any(still_open(_before_it_starts(gathering, own)) for own in days.values())


def papers_of(gathering: Gathering) -> list[int]:
    """The pks of the papers to read before it."""
    return list(gathering.papers.order_by().values_list("pk", flat=True))


def _before_it_starts(gathering: Gathering, own: OwnDay) -> OwnDay:
    """Nobody can reply to what has begun: the copy is late all the same, and says so."""
    if gathering.starts_at is None or gathering.reply_by is None:
        return own
    last = max(timezone.localtime(gathering.starts_at).date(), gathering.reply_by)
    if own.day is None:
        return replace(own, day=last) if last <= today() else own
    return replace(own, day=min(own.day, last))
