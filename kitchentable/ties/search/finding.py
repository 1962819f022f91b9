"""Finding: the one function that everything asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from kitchentable.policy.verdict import Actor
from kitchentable.ties.search.sources import Shown
from kitchentable.voices.models import Contribution
from kitchentable.works.models import Work


@dataclass(frozen=True, slots=True)
class Ask:
    """What is looked for. `works`: only in these (pks); `without`: not in these; `kinds`: only these kinds; `theme`: pk; `side`: works.Group."""

    words: str
    works: Sequence[int] = ()
    without: Sequence[int] = ()
    kinds: Sequence[str] = ()
    theme: int | None = None
    side: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, best first. `more`: there is at least one more after these. `also`: words that were looked for too."""

    hits: list[Shown] = field(default_factory=list)
    more: bool = False
    also: tuple[str, ...] = ()


def find(person: Actor, ask: Ask, *, limit: int = 20, offset: int = 0) -> Found:
    """What `person` may see that fits, best first. To be replaced by the index; this looks for the exact words only."""
    seen = Contribution.objects.seen_by(person).filter(words__icontains=ask.words.strip())
    if ask.works:
        seen = seen.filter(work__in=ask.works)
    if ask.without:
        seen = seen.exclude(work__in=ask.without)
    rows = list(seen.select_related("work").order_by("-said_at")[offset : offset + limit + 1])
    return Found([_shown(c) for c in rows[:limit]], more=len(rows) > limit)


def _shown(c: Contribution) -> Shown:
    work: Work = c.work
    return Shown("contribution", c.code, c.words, c.get_absolute_url(), "", work.title, work.slug, c.said_at.date())


def keys(hits: Iterable[Shown]) -> list[str]:
    """The keys, in order."""
    return [hit.key for hit in hits]
