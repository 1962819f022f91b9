"""In the room: taps and choices by group, and who came."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.models import Choice, Gathering, Invitation, Tap
from kitchentable.policy.act import act
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.works.models import Group

SINCE, UNTIL = timedelta(hours=3), timedelta(hours=6)
MOST_VOTES = 1000


class NothingDecided(Problem):
    """No words, or nothing that could be."""

    field = "words"


@dataclass(frozen=True, slots=True)
class NewTap:
    """Somebody of a group spoke. `key` is made where it was tapped; `at` is what that device's clock said."""

    key: str
    group: str
    at: datetime | None = None


def tap_key() -> str:
    """A key for a tap that is made here."""
    return str(uuid.uuid4())


@act("gatherings.tap", record=False)
def tap(by: Actor, gathering: Gathering, *, taps: Iterable[NewTap]) -> None:
    """Count these taps. Sent twice, each counts once; one that was taken back stays taken back."""
    moment = now()
    Tap.objects.bulk_create(
        [
            Tap(key=one.key, gathering=gathering, group=one.group, at=_true_time(gathering, one.at, moment), came_at=moment)
            for one in taps
        ],
        ignore_conflicts=True,
        batch_size=400,
    )


@act("gatherings.untap", record=False)
def untap(by: Actor, gathering: Gathering, *, keys: Collection[str]) -> None:
    """Take these taps back. A second time changes nothing."""
    gathering.taps.filter(key__in=list(keys), taken_back_at__isnull=True).update(taken_back_at=now())


@act("gatherings.choose")
def choose(
    by: Actor,
    gathering: Gathering,
    *,
    key: str,
    words: str,
    how: str,
    moved_by: str = "",
    votes: Mapping[str, int] | None = None,
    at: datetime | None = None,
) -> Choice:
    """Keep what was decided and how. Sent twice, it stands once. Raises NothingDecided."""
    said = words.strip()
    if not said or len(said) > 300:
        raise NothingDecided(_("Write what was decided, in up to 300 letters."))
    if how not in Choice.How.values or moved_by not in ("", *Group.values):
        raise NothingDecided(_("Choose how it was decided."))
    given = {group: count for group, count in (votes or {}).items() if count}
    if any(group not in Group.values or not 0 < count <= MOST_VOTES for group, count in given.items()):
        raise NothingDecided(_("Count the votes of each group, as numbers."))
    moment = now()
    made, _new = Choice.objects.get_or_create(
        key=key,
        defaults={
            "gathering": gathering,
            "words": said,
            "how": how,
            "moved_by": moved_by,
            "votes": given if how == Choice.How.VOTE else {},
            "at": _true_time(gathering, at, moment),
            "came_at": moment,
        },
    )
    return made


@act("gatherings.came")
def note_who_came(by: Actor, gathering: Gathering, *, asked: Collection[str], came: Mapping[str, int]) -> Gathering:
    """Of the invitations `asked` about (keys), those in `came` came, each with so many who help them. So it has happened."""
    for invitation in Invitation.objects.sent().filter(gathering=gathering, key__in=list(asked)):
        invitation.came = invitation.key in came
        invitation.brings = came.get(invitation.key, invitation.brings)
        invitation.save(update_fields=["came", "brings"])
    if gathering.is_open:
        _held(gathering)
    return gathering


@act("gatherings.hold")
def hold(by: Actor, gathering: Gathering) -> Gathering:
    """It is over: it happened."""
    _held(gathering)
    return gathering


def _held(gathering: Gathering) -> None:
    gathering.state = Gathering.State.HELD
    gathering.save(update_fields=["state"])


def _true_time(gathering: Gathering, at: datetime | None, came_at: datetime) -> datetime:
    """When it was: as the device says if that is within the gathering, with some room; a device whose clock is wrong is not believed."""
    if gathering.starts_at is None or gathering.ends_at is None:
        return came_at
    if at is not None and timezone.is_aware(at) and gathering.starts_at - SINCE <= at <= gathering.ends_at + UNTIL:
        return min(at, came_at)
    return came_at
