"""What reports may take from looking back (R102, R104, R105): the aim, good and bad effects, short lines. Only what was agreed and closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from kitchentable.ties.models import Hope, LookLine
from kitchentable.works.models import Work

KINDS = ("helped", "in_the_way", "power", "learned", "next_team")
Kind = LookLine.Kind
# kind: (is it good?, was it planned, hoped for or feared?)
EFFECTS: dict[str, tuple[bool, bool]] = {
    Kind.GOOD_HOPED: (True, True),
    Kind.GOOD_OTHER: (True, False),
    Kind.BAD_FEARED: (False, True),
    Kind.BAD_OTHER: (False, False),
}


@dataclass(frozen=True, slots=True)
class Aim:
    """What we hoped for, as it was written last: the aim, how it should feel, good effects hoped for, bad ones feared (R105, before).

    `before_it_began` False: it was written down when the work had already left “thinking”; say so beside it.
    """

    words: str
    mood: str = ""
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    written_on: date | None = None
    before_it_began: bool = True


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect that the group agreed on. `planned`: we hoped for it or feared it before; False: nobody saw it coming."""

    words: str
    good: bool
    planned: bool


def aim_of(work: Work) -> Aim | None:
    """What was hoped for; None when nobody wrote it down. One query."""
    hope = Hope.objects.filter(work=work).first()
    if hope is None:
        return None
    on = timezone.localtime(hope.at).date()
    return Aim(hope.aim, hope.mood_aim, tuple(hope.good_list), tuple(hope.bad_list), on, hope.before_it_began)


def effects(work: Work) -> list[Effect]:
    """Good and bad effects of all times of looking back, the oldest first (R104). One query."""
    found = _closed(work).filter(kind__in=EFFECTS).values_list("kind", "words")
    return [Effect(words, *EFFECTS[kind]) for kind, words in found]


def lines(work: Work, kind: str) -> list[str]:
    """Short lines of one of KINDS, the oldest first. Raises ValueError for another kind. One query."""
    if kind not in KINDS:
        raise ValueError(f"no such kind of line: {kind}")
    return list(_closed(work).filter(kind=kind).values_list("words", flat=True))


def _closed(work: Work) -> QuerySet[LookLine]:
    found = LookLine.objects.filter(look_back__work=work, look_back__closed_at__isnull=False)
    return found.order_by("look_back__closed_at", "at", "pk")
