"""What one person has to read: which papers, how long that takes, until when they have time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from kitchentable.people.models import Person
from kitchentable.policy.clock import today
from kitchentable.words.clock import OwnDay, own_last_day
from kitchentable.words.load import how_long, minutes_of, month_start
from kitchentable.words.models import Sent, Version
from kitchentable.words.models.sending import OF_SOMEBODY
from kitchentable.words.own_time import copies_of, in_words

MOST = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """One paper for one person: `own` is their own last day, None when it asks for nothing by a day."""

    sent: Sent
    words: int
    own: OwnDay | None

    @property
    def version(self) -> Version:
        """What they read."""
        return self.sent.version

    @property
    def has_it(self) -> bool:
        """They can read it now."""
        return self.sent.own_day is not None

    @property
    def minutes(self) -> int:
        """For most readers."""
        return minutes_of(self.words)

    @property
    def how_long(self) -> str:
        """Such as “5 pages, about 8 minutes”."""
        return how_long(self.words)


@dataclass(frozen=True, slots=True)
class ToRead:
    """All that somebody has not ticked as read and still can answer, the nearest day first."""

    papers: Sequence[Reading]

    @property
    def count(self) -> int:
        """How many papers."""
        return len(self.papers)

    @property
    def minutes(self) -> int:
        """For most readers, all together."""
        return sum(one.minutes for one in self.papers)

    @property
    def waiting(self) -> int:
        """How many of them are not ready for this person."""
        return sum(not one.has_it for one in self.papers)


def to_read(person: Person) -> ToRead:
    """What this person has to read now. Two queries; one when there is nothing."""
    rows = list(now_of(person).filter(OF_SOMEBODY, opened_at__isnull=True)[:MOST])
    found = readings(person, rows)
    return ToRead(
        sorted(found, key=lambda one: (not one.has_it, one.own is None, one.own.day if one.own and one.own.day else today()))
    )


def now_of(person: Person) -> QuerySet[Sent]:
    """What came this month, or asks something by a day to come; the newest version of each paper, the newest first."""
    newer = Sent.objects.counting().filter(
        person=OuterRef("person"), version__document=OuterRef("version__document"), version__number__gt=OuterRef("version__number")
    )
    recent = Q(asked_at__gte=month_start()) | Q(version__by_when_on__gte=today()) | Q(ready_at__gte=month_start())
    return of(person).filter(recent, ~Exists(newer))


def earlier_of(person: Person) -> QuerySet[Sent]:
    """All the rest."""
    return of(person).exclude(pk__in=now_of(person).order_by().values("pk"))


def of(person: Person) -> QuerySet[Sent]:
    """All that this person was sent, the newest first."""
    return Sent.objects.filter(person=person).select_related("version__document__work").order_by("-asked_at", "-pk")


def readings(person: Person, rows: Iterable[Sent]) -> list[Reading]:
    """These copies with their own last days. One query."""
    shown = list(rows)
    copies = copies_of([person.pk], {one.version.document_id for one in shown}).get(person.pk, {})
    found = []
    for one in shown:
        last = one.version.by_when_on
        mine = [copy for (document, _number), copy in copies.items() if document == one.version.document_id]
        own = None if last is None or one.said_no_at or one.is_asked else in_words(own_last_day(last, mine))
        found.append(Reading(one, one.version.words or len(one.version.text.split()), own))
    return found
