"""The outbox: one message, one person, through their channel. Written in the transaction of the act that causes it, sent by the worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kitchentable.people.asks import left_alone
from kitchentable.people.models import Outgoing, Person, Reach
from kitchentable.policy.clock import now


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a mail. `media_type` with its parameters, as in "text/calendar; charset=utf-8"."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """What one message says: `subject` (no private words: it shows on locked screens), `words` plain text, `link` a path on this site.

    `files` go with a mail only: what they say must stand in `words` too.
    """

    subject: str
    words: str
    link: str = ""
    link_words: str = ""
    files: tuple[Attached, ...] = ()


Writer = Callable[[Outgoing], "Message | None"]
_WRITERS: dict[str, Writer] = {}


def writes(kind: str) -> Callable[[Writer], Writer]:
    """Register who writes messages of this kind, at the moment they are sent. None: nothing is left to say (it was withdrawn)."""

    def keep(found: Writer) -> Writer:
        _WRITERS[kind] = found
        return found

    return keep


def write(message: Outgoing) -> Message | None:
    """The words of a message, as they are true now. None for an ask that has not gone out when its person says “not again”.

    Raises KeyError for a kind that nobody writes.
    """
    unsent = message.state in (Outgoing.State.WAITING, Outgoing.State.TODO)
    if unsent and left_alone(message.kind, [message.person_id], message.work_key):
        return None
    return _WRITERS[message.kind](message)


def tell(
    person: Person | None,
    kind: str,
    thing_key: str,
    *,
    work: str = "",
    same: str = "",
    not_before: datetime | None = None,
    channel: str = "",
) -> Outgoing | None:
    """Put one message in the outbox, through the person's own channel. Told once for each (kind, thing, person, `same`).

    `channel` is for what can go one way only, such as a sign-in mail.

    None when there is nobody to tell, and for an ask when they do not want to be asked again about this. People reached by phone, by letter or in person become a task for staff.
    """
    if person is None or person.erased_at is not None or left_alone(kind, [person.pk], work):
        return None
    reach = reach_of(person)
    if channel:
        reach.channel = channel
    row = _row(person, reach, kind, thing_key, work, same, not_before)
    found, _new = Outgoing.objects.get_or_create(same=row["same"], defaults=row)
    return found


def tell_many(
    whom: Iterable[tuple[Person, str]], kind: str, *, work: str = "", same: str = "", not_before: datetime | None = None
) -> None:
    """Put one message in the outbox for each (person, key of the thing), with the same promises as `tell`, in a few queries for any number."""
    pairs = [(person, key) for person, key in whom if person.erased_at is None]
    alone = left_alone(kind, [person.pk for person, _key in pairs], work)
    pairs = [(person, key) for person, key in pairs if person.pk not in alone]
    known = Reach.objects.in_bulk([person.pk for person, _key in pairs])
    Outgoing.objects.bulk_create(
        [
            Outgoing(**_row(person, known.get(person.pk) or _unknown_reach(person), kind, key, work, same, not_before))
            for person, key in pairs
        ],
        ignore_conflicts=True,
        batch_size=500,
    )


def _row(
    person: Person, reach: Reach, kind: str, thing_key: str, work: str, same: str, not_before: datetime | None
) -> dict[str, Any]:
    moment = now()
    by_hand = reach.is_offline or not _address(reach)
    return {
        "same": f"{kind}:{thing_key}:{person.key}:{same}"[:120],
        "person": person,
        "kind": kind,
        "thing_key": thing_key,
        "work_key": work,
        "channel": reach.channel,
        "format": reach.format,
        "state": Outgoing.State.TODO if by_hand else Outgoing.State.WAITING,
        "made_at": moment,
        "not_before": not_before or moment,
    }


def reach_of(person: Person) -> Reach:
    """How to reach somebody; staff ask in person when nothing is known."""
    return Reach.objects.filter(person=person).first() or _unknown_reach(person)


def _unknown_reach(person: Person) -> Reach:
    return Reach(person=person, channel=Reach.Channel.IN_PERSON)


def _address(reach: Reach) -> str:
    return {Reach.Channel.EMAIL: reach.email, Reach.Channel.SMS: reach.phone}.get(Reach.Channel(reach.channel), "-")
