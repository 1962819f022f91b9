"""Each person's own last day for whatever has one, by when they had the papers that belong to it (R013). The sums are in `clock.py`.

The standard last day is for everybody who was sent nothing by name: it stands on public pages. A longer day is the person's own: it tells
how late their format came, so only they, and those who send papers in that work, see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.policy.clock import today
from kitchentable.policy.verdict import Actor
from kitchentable.words.clock import Copy, OwnDay, own_last_day
from kitchentable.words.models import Sent


@dataclass(frozen=True, slots=True)
class Everyones:
    """When the last of all who were sent the papers has had their time: `day`, and `waiting`, how many have no copy yet."""

    day: date
    waiting: int = 0
    longer: int = 0

    @property
    def is_over(self) -> bool:
        """Nobody's time runs any more."""
        return not self.waiting and self.day < today()


def last_day_for(person: Actor, last_day: date, documents: Iterable[int]) -> OwnDay:
    """The last day of one person for a thing with these papers (pks of documents). One query; none without papers or somebody."""
    return last_days_for([pk], last_day, documents)[pk] if (pk := _pk(person)) is not None else OwnDay(last_day)


def last_days_for(people: Iterable[int], last_day: date, documents: Iterable[int]) -> Mapping[int, OwnDay]:
    """The last day of each of these people (pks). One query for any number."""
    wanted = list(people)
    had = copies_of(wanted, documents)
    return {pk: in_words(own_last_day(last_day, had.get(pk, {}).values())) for pk in wanted}


def sent_for(person: Actor, relation: str) -> Exists:
    """For a query of things that have papers (`relation`: their name on a document): was this person sent one of these papers?"""
    mine = Sent.objects.counting().filter(person=_pk(person), **{f"version__document__{relation}": OuterRef("pk")})
    return Exists(mine)


def last_days_of(person: Actor, relation: str, things: Mapping[int, date]) -> dict[int, OwnDay]:
    """One person's last day of each of many things {pk: standard last day}. One query; none without somebody."""
    pk = _pk(person)
    copies: dict[int, list[Copy]] = {thing: [] for thing in things}
    if pk is not None and things:
        of = f"version__document__{relation}"
        rows = Sent.objects.clocks().filter(person=pk, **{f"{of}__in": list(things)}).annotate(thing=F(of))
        for one in rows.order_by():
            copies[one.thing].append(copy_of(one))  # type: ignore[attr-defined]
    return {thing: in_words(own_last_day(last_day, copies[thing])) for thing, last_day in things.items()}


def everyones_last_day(last_day: date, documents: Iterable[int]) -> Everyones:
    """When a thing may close: after everybody's own last day, and not while somebody's has not begun. One query."""
    found = [own_last_day(last_day, had.values()) for had in copies_of(None, documents).values()]
    ends = [one.day for one in found if one.day is not None]
    return Everyones(
        max([last_day, *ends]), waiting=sum(one.day is None for one in found), longer=sum(one > last_day for one in ends)
    )


def copies_of(people: Iterable[int] | None, documents: Iterable[int]) -> dict[int, dict[tuple[int, int], Copy]]:
    """What these people (None: all) were sent of these papers: {person: {(document, number): copy}}. One query; none without papers."""
    wanted = set(documents)
    if not wanted:
        return {}
    rows = Sent.objects.clocks().filter(version__document__in=wanted)
    if people is not None:
        rows = rows.filter(person__in=list(people))
    found: dict[int, dict[tuple[int, int], Copy]] = {}
    for one in rows.order_by():
        assert one.person_id is not None
        copy = copy_of(one)
        found.setdefault(one.person_id, {})[one.version.document_id, copy.number] = copy
    return found


def copy_of(one: Sent) -> Copy:
    """What the pure clock needs of a copy that came from `Sent.objects.clocks()`: who asked for another format has none until it is ready."""
    came_out = one.version.sent_at or one.asked_at
    document = one.version.document
    own = None if getattr(one, "waits_for_other", False) else one.own_day
    return Copy(document.key, one.version.number, timezone.localtime(came_out).date(), own, document.title)


def in_words(own: OwnDay) -> OwnDay:
    """With why, in words for the person."""
    if own.day is None:
        because = _("You do not have your copy of “%(paper)s” yet. Your time starts on the day you have it.") % {
            "paper": own.papers[0]
        }
    elif own.days_more:
        because = ngettext(
            "Your copy of “%(paper)s” came %(days)d day late. So you have %(days)d day more.",
            "Your copy of “%(paper)s” came %(days)d days late. So you have %(days)d days more.",
            own.days_more,
        ) % {"paper": own.papers[0], "days": own.days_more}
    else:
        return own
    return replace(own, because=because)


def still_open(own: OwnDay | None) -> bool:
    """Can this person still answer today? A thing without a last day is open; so is a time that has not begun."""
    return own is None or own.day is None or own.day >= today()


def _pk(person: Actor) -> int | None:
    pk: int | None = getattr(person, "pk", None) if person.is_someone else None
    return pk
