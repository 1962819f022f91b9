"""How much each person has to read this month: papers, pages, minutes and asks; and for whom one more is too many (R033, R100)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.people.asks import asks_this_month
from kitchentable.people.models import Reach
from kitchentable.policy.clock import now
from kitchentable.words.clarity.lists import limits
from kitchentable.words.models import Sent, Version


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has to read this month. `limit`: how many asks a month they want at the most; None: they do not mind."""

    papers: int = 0
    words: int = 0
    asks: int = 0
    limit: int | None = None

    @property
    def pages(self) -> int:
        """Pages of 300 words, begun ones counted."""
        return pages_of(self.words)

    @property
    def minutes(self) -> int:
        """For most readers."""
        return minutes_of(self.words)

    @property
    def slow_minutes(self) -> int:
        """For a slow reader."""
        return minutes_of(self.words, "speed_slow")

    @property
    def in_words(self) -> str:
        """Such as “2 papers, 5 pages, about 8 minutes”."""
        if not self.papers:
            return _("Nothing yet")
        papers = ngettext("%(n)d paper", "%(n)d papers", self.papers) % {"n": self.papers}
        return f"{papers}, {how_long(self.words)}"

    @property
    def is_full(self) -> bool:
        """One more ask is more than they want this month: they are asked first."""
        return self.limit is not None and self.asks >= self.limit


def how_long(words: int) -> str:
    """Such as “5 pages, about 8 minutes”, for most readers."""
    pages, minutes = pages_of(words), minutes_of(words)
    in_pages = ngettext("%(n)d page", "%(n)d pages", pages) % {"n": pages}
    in_minutes = ngettext("about %(n)d minute", "about %(n)d minutes", minutes) % {"n": minutes}
    return f"{in_pages}, {in_minutes}"


def pages_of(words: int) -> int:
    """Pages of so many words."""
    return -(-words // int(limits()["page"]))


def minutes_of(words: int, speed: str = "speed") -> int:
    """Minutes to read so many words; 1 at the least when there are any."""
    return max(1, round(words / limits()[speed])) if words else 0


def loads_of(people: Iterable[int]) -> Mapping[int, Load]:
    """What these people (pks) have to read this month. Three queries for any number, one more for versions nobody counted yet."""
    wanted = list(people)
    asks = asks_this_month(wanted)
    most = dict(Reach.objects.filter(person__in=wanted).values_list("pk", "asks_a_month"))
    papers: dict[int, list[int]] = {}
    rows = Sent.objects.counting().filter(person__in=wanted, asked_at__gte=month_start()).order_by()
    for person, version in rows.values_list("person_id", "version_id"):
        papers.setdefault(person, []).append(version)
    words = words_in({version for mine in papers.values() for version in mine})
    return {
        pk: Load(len(papers.get(pk, [])), sum(words[one] for one in papers.get(pk, [])), asks[pk], most.get(pk)) for pk in wanted
    }


def words_in(versions: Iterable[int]) -> dict[int, int]:
    """How many words each of these versions (pks) has."""
    wanted = set(versions)
    if not wanted:
        return {}
    found = dict(Version.objects.filter(pk__in=wanted).values_list("pk", "words"))
    uncounted = [pk for pk, words in found.items() if not words]
    if uncounted:
        found |= {pk: len(text.split()) for pk, text in Version.objects.filter(pk__in=uncounted).values_list("pk", "text")}
    return found


def month_start() -> datetime:
    """The first moment of this month, where the organisation is."""
    return timezone.localtime(now()).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
