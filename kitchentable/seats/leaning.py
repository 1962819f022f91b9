"""How seats lean towards those who live with it, and how many must be there to decide (R073, R074). The sums are pure; `leans` and `quorum_of` read the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count

from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.seats.models import AffectedGroup, Seat, SeatPlan
from kitchentable.works.models import LIVED_GROUPS, Group, Work

NEVER_FEWER = 2
"""Nobody decides alone, whatever was chosen (R074)."""

Lack = Literal["share", "lived", "carers"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen for a table: shares in a hundred, all else in people."""

    lived_percent: int
    least_lived: int
    least_carers: int
    quorum_percent: int
    quorum_lived: int


@dataclass(frozen=True, slots=True)
class Lean:
    """Seats by side, and what they lack of what was chosen: {what: how many seats more}. Nothing lacks: the plan is kept.

    With no seats at all, only the least numbers lack.
    """

    lived: int
    carers: int
    staff: int
    other: int
    lacks: Mapping[Lack, int]

    @property
    def total(self) -> int:
        """All seats."""
        return self.lived + self.carers + self.staff + self.other

    @property
    def leaning(self) -> int:
        """Seats of those who live with it: lived experience and unpaid carers."""
        return self.lived + self.carers

    @property
    def is_kept(self) -> bool:
        """Is it as it was chosen?"""
        return not self.lacks


@dataclass(frozen=True, slots=True)
class Leans:
    """How the seats lean that the map wants, and those held today."""

    wanted: Lean
    held: Lean


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many must be there to decide: of all, and of those with lived experience or who care unpaid."""

    people: int
    lived: int


def lean(seats: Mapping[Group, int], chosen: Chosen) -> Lean:
    """How these seats lean against what was chosen. Pure."""
    lived, carers, staff, other = (seats.get(group, 0) for group in (Group.LIVED, Group.CARER, Group.STAFF, Group.OTHER))
    lacks: dict[Lack, int] = {}
    if more := share_lacks(lived + carers, lived + carers + staff + other, chosen.lived_percent):
        lacks["share"] = more
    if lived < chosen.least_lived:
        lacks["lived"] = chosen.least_lived - lived
    if carers < chosen.least_carers:
        lacks["carers"] = chosen.least_carers - carers
    return Lean(lived, carers, staff, other, lacks)


def share_lacks(leaning: int, total: int, percent: int) -> int:
    """How many of the `total` seats would have to change sides until `leaning` of them are `percent` in a hundred. Whole numbers only."""
    needed = -(-total * percent // 100)
    return max(0, needed - leaning)


def quorum(held: int, chosen: Chosen) -> Quorum:
    """Who must be there, of `held` seats that decide. Never fewer than two (R074); the lived part is never more than is asked of all. Pure."""
    people = max(NEVER_FEWER, -(-held * chosen.quorum_percent // 100), chosen.quorum_lived)
    return Quorum(people, chosen.quorum_lived)


def is_enough(present: Mapping[Group, int], needed: Quorum) -> bool:
    """Are enough there to decide? Pure."""
    lived = sum(present.get(group, 0) for group in LIVED_GROUPS)
    return sum(present.values()) >= needed.people and lived >= needed.lived


def starting() -> Chosen:
    """What holds when nobody chose: the numbers of the organisation."""
    return Chosen(
        number("lived_percent"), number("least_lived"), number("least_carers"), number("quorum_percent"), number("quorum_lived")
    )


def chosen_in(plan: SeatPlan | None) -> Chosen:
    """What a plan chose; without one, the organisation's numbers."""
    if plan is None:
        return starting()
    return Chosen(plan.lived_percent, plan.least_lived, plan.least_carers, plan.quorum_percent, plan.quorum_lived)


def chosen_of(work: Work) -> Chosen:
    """What was chosen for this piece of work, or the organisation's numbers."""
    return chosen_in(SeatPlan.objects.filter(work=work).first())


def wanted_in(groups: Iterable[AffectedGroup]) -> dict[Group, int]:
    """Seats that these groups should have, by side. Pure."""
    found: Counter[Group] = Counter()
    for group in groups:
        found[Group(group.side)] += group.seats_wanted
    return dict(found)


def held_of(work: Work) -> dict[Group, int]:
    """Seats at its table that somebody holds today, by side; no alternates, no observers."""
    seats = Seat.objects.at_table().held_on(today()).filter(work=work, person__isnull=False)
    return {Group(side): n for side, n in seats.order_by().values_list("group__side").annotate(n=Count("pk"))}


def leans(work: Work, chosen: Chosen | None = None, groups: Iterable[AffectedGroup] | None = None) -> Leans:
    """How the seats of this piece of work lean: as its map wants them, and as they are held today.

    What the page has read already (what was `chosen`, the `groups` on the map) is not read again.
    """
    chosen = chosen or chosen_of(work)
    wanted = wanted_in(AffectedGroup.objects.on_map().filter(work=work) if groups is None else groups)
    return Leans(lean(wanted, chosen), lean(held_of(work), chosen))


def quorum_of(work: Work) -> Quorum:
    """Who must be there for its table to decide today."""
    return quorum(sum(held_of(work).values()), chosen_of(work))


def is_quorate(work: Work, present: Mapping[Group, int]) -> bool:
    """Are enough there, `present` by side, for its table to decide today?"""
    return is_enough(present, quorum_of(work))
