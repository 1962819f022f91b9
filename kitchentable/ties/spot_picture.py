"""The picture of the sweet spot: six circles that meet, as a page draws it. `picture_of` asks two questions of the tables."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kitchentable.policy.verdict import Actor
from kitchentable.ties.evidence import Standing
from kitchentable.ties.sweet import Seen, seen
from kitchentable.ui.pieces import Status
from kitchentable.works.models import Work

PLACES = (
    (200, 110, 200, 62), (278, 155, 326, 132), (278, 245, 326, 268), (200, 290, 200, 338), (122, 245, 74, 268), (122, 155, 74, 132),
)  # fmt: skip
"""For each circle its middle, and the middle of its number."""
CLASSES: dict[Standing, str] = {"well": "", "nearly": "petal-part", "care": "petal-care", "unknown": "petal-unknown"}


@dataclass(frozen=True, slots=True)
class Petal:
    """One circle: where it is, how it is drawn, and its tip."""

    tip: Seen
    x: int
    y: int
    number_x: int
    number_y: int

    @property
    def extra(self) -> str:
        """Its class beside `petal`."""
        return CLASSES[self.tip.standing]

    @property
    def status(self) -> Status:
        """The word and the shape."""
        return self.tip.status

    @property
    def icon_x(self) -> int:
        """Left edge of its shape, which stands under the number."""
        return self.number_x - 13

    @property
    def icon_y(self) -> int:
        """Upper edge of its shape."""
        return self.number_y + 8


@dataclass(frozen=True, slots=True)
class Picture:
    """What `ties/spot/_picture.html` draws: a title, the same in words, and six circles."""

    title: str
    words: str
    petals: tuple[Petal, ...]

    @property
    def tips(self) -> list[Seen]:
        """The six tips."""
        return [one.tip for one in self.petals]


def picture_of(work: Work | None, person: Actor, side: str = "") -> Picture:
    """The picture of a piece of work, one side of its table, or the whole organisation (None). The page has let `person` see the work.

    Two questions to the tables. Everyone sees the same: numbers are those that anyone may read.
    """
    return drawn(seen(work, side), work)


def drawn(tips: list[Seen], work: Work | None) -> Picture:
    """The circles of six tips."""
    title = _("The sweet spot of %(work)s") % {"work": work.title} if work else _("The sweet spot of all we do together")
    parts = [f"{one.number}, {one.name}: {one.status.words}." for one in tips]
    words = _("Six circles overlap in the middle.") + " " + " ".join(parts)
    return Picture(title, words, tuple(Petal(tip, *place) for tip, place in zip(tips, PLACES, strict=True)))
