"""Fit: what of a plan does not fit those who are coming. Pure: no database, no clock, no words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from kitchentable.gatherings.fit_ways import Facts, Group, Lack, Way, lacking, ways

Kind = Literal["place", "time", "length", "notice", "papers", "professional", "online"]
"""In what respect a plan does not fit."""
BLOCKS: frozenset[str] = frozenset({"place", "time", "length", "professional", "online"})
"""What must be solved before the gathering is confirmed, when somebody cannot take part without it (R063)."""
RULES: dict[str, str] = {
    "place": "R063", "time": "R063", "length": "R053", "notice": "R054", "papers": "R034", "professional": "R058", "online": "R117",
}  # fmt: skip
HOUR = 60


@dataclass(frozen=True, slots=True)
class Need:
    """One need of one person who comes. `code` is empty for their own words. `not_before`: the start they gave, if they gave one."""

    person: int
    need: int
    code: str
    must: bool
    not_before: time | None = None
    at_place: bool = True


@dataclass(frozen=True, slots=True)
class Pause:
    """A break: minutes from the start, and how long."""

    at: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What stands so far. `start` is the time on the clock of the place; `facts` is None while there is no place, or none is needed.

    `planned`: how many minutes the points and breaks of the agenda fill already.
    """

    start: datetime | None
    minutes: int
    breaks: tuple[Pause, ...] = ()
    planned: int = 0
    facts: Facts | None = None
    is_online: bool = False
    by_phone: bool = False
    booked: frozenset[str] = frozenset()
    days_left: int | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """The numbers in force. Hours are of the day."""

    morning_start: int
    break_minutes: int
    longest_minutes: int
    change_notice_days: int
    papers_days: int


@dataclass(frozen=True, slots=True)
class Why:
    """In what respect something does not fit, and what is lacking. `not_before`: the start that was asked for."""

    kind: Kind
    lacks: tuple[Lack, ...]
    not_before: time | None = None

    @property
    def rule(self) -> str:
        """Where it comes from."""
        return RULES[self.kind]


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that does not fit one person, and why."""

    of: Need
    why: Why

    @property
    def blocks(self) -> bool:
        """Somebody cannot take part, and the plan can be changed."""
        return self.of.must and self.why.kind in BLOCKS


@dataclass(frozen=True, slots=True)
class Task:
    """Something to arrange for one need, usually within `lead_days`. `short`: that is longer than there is time left."""

    of: Need
    lead_days: int
    short: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What does not fit, and what must be arranged."""

    misfits: list[Misfit]
    tasks: list[Task]


def hours_without_break(minutes: int, breaks: Iterable[Pause], least: int) -> list[int]:
    """The full hours (1 for the first) with less than `least` minutes of break in them (R053)."""
    pauses = list(breaks)
    found = []
    for hour in range(minutes // HOUR):
        first, last = hour * HOUR, (hour + 1) * HOUR
        if sum(max(0, min(last, one.at + one.minutes) - max(first, one.at)) for one in pauses) < least:
            found.append(hour + 1)
    return found


def lacks_breaks(plan: Plan, least: int) -> bool:
    """Is there an hour without a break (R053)? While half of the agenda is empty it is enough that there are breaks for each hour."""
    if plan.planned * 2 < plan.minutes:
        return sum(one.minutes for one in plan.breaks) < least * (plan.minutes // HOUR)
    return bool(hours_without_break(min(plan.minutes, plan.planned), plan.breaks, least))


def check(needs: Iterable[Need], plan: Plan, measures: Measures) -> Outcome:
    """What of this plan does not fit these needs, and what each makes to arrange. Own words always are a task: read and answered.

    Each of the 92 is looked at once, for those at the place and for those online; then everyone who has it is told the same.
    """
    online = {code: tuple(_lacks_for_all(way, plan, measures)) for code, way in ways().items()}
    at_place = {code: (*_lacks_at_place(way, plan), *online[code]) for code, way in ways().items()}
    lead = {code: way.lead_days for code, way in ways().items() if way.is_arranged}
    left = plan.days_left
    misfits: list[Misfit] = []
    tasks: list[Task] = []
    for need in needs:
        early = _too_early(need, plan, measures)
        if early is not None:
            misfits.append(Misfit(need, early))
        for why in (at_place if need.at_place else online).get(need.code, ()):
            misfits.append(Misfit(need, why))
        days = lead.get(need.code)
        if days is not None:
            tasks.append(Task(need, days, left is not None and left < days))
        elif not need.code and need.not_before is None:
            tasks.append(Task(need, 0, False))
    return Outcome(misfits, tasks)


def _lacks_at_place(way: Way, plan: Plan) -> Iterable[Why]:
    lacks = lacking(way.facts, plan.facts) if plan.facts is not None else ()
    if lacks:
        yield Why("place", lacks)


def _lacks_for_all(way: Way, plan: Plan, measures: Measures) -> Iterable[Why]:
    """What does not fit whoever has this need, wherever they take part from."""
    if "professional" in way.by and way.professional not in plan.booked:
        yield Why("professional", (Lack(way.professional),))
    if "length" in way.by:
        if lacks_breaks(plan, measures.break_minutes):
            yield Why("length", (Lack("breaks"),))
        elif plan.minutes > measures.longest_minutes:
            yield Why("length", (Lack("long"),))
    if "online" in way.by and plan.is_online and not plan.by_phone:
        yield Why("online", (Lack("phone"),))
    if plan.days_left is None:
        return
    if "papers" in way.by and plan.days_left < measures.papers_days:
        yield Why("papers", (Lack("papers"),))
    if "notice" in way.by and plan.days_left < measures.change_notice_days:
        yield Why("notice", (Lack("notice"),))


def _earliest(need: Need, measures: Measures) -> time | None:
    """The start that was asked for. Without a time of their own, “mornings are hard” ends at a set hour."""
    if need.not_before is not None:
        return need.not_before
    return time(measures.morning_start) if need.code == "N66" else None


def _too_early(need: Need, plan: Plan, measures: Measures) -> Why | None:
    earliest = _earliest(need, measures)
    if earliest is None or plan.start is None or plan.start.time() >= earliest:
        return None
    return Why("time", (Lack("start"),), earliest)


@dataclass(frozen=True, slots=True)
class Option:
    """A place (its pk) or a start (minutes after midnight) with how many must-haves it leaves unmet, and of whom."""

    thing: int
    musts: int
    helps: int
    left_out: frozenset[int]


@dataclass(frozen=True, slots=True)
class Room:
    """A place one could choose."""

    pk: int
    is_informal: bool
    facts: Facts


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Places and starts, those that leave out the least first."""

    places: list[Option]
    starts: list[Option]


@dataclass(slots=True)
class _Same:
    """All who have the same need: how many must-haves and how many helps, and the people as bits."""

    musts: int = 0
    helps: int = 0
    people: int = 0


def suggest(needs: Iterable[Need], rooms: Sequence[Room], starts: Sequence[time], measures: Measures) -> Suggestions:
    """Which places and starts fit most must-haves, and whom each leaves out. Never says how good a person fits.

    Each fact is looked at once for each place and each need once for all who have it: the people are added up as bits.
    """
    at: dict[int, int] = {}
    by_code: dict[str, _Same] = {}
    by_start: dict[time, _Same] = {}
    for need in needs:
        bit = 1 << at.setdefault(need.person, len(at))
        earliest = _earliest(need, measures)
        if earliest is not None:
            _count(by_start.setdefault(earliest, _Same()), need.must, bit)
        if need.at_place and need.code:
            _count(by_code.setdefault(need.code, _Same()), need.must, bit)
    people = list(at)
    places = [(room.is_informal, _option(room.pk, _unmet_at(room, by_code), people)) for room in rooms]
    places.sort(key=lambda one: (one[1].musts, not one[0], one[1].helps))
    times = [_option(start.hour * HOUR + start.minute, [s for e, s in by_start.items() if start < e], people) for start in starts]
    return Suggestions([option for _informal, option in places], sorted(times, key=lambda one: (one.musts, one.helps, one.thing)))


def _count(same: _Same, must: bool, bit: int) -> None:
    if must:
        same.musts += 1
        same.people |= bit
    else:
        same.helps += 1


def _unmet_at(room: Room, by_code: Mapping[str, _Same]) -> list[_Same]:
    known = ways()
    answers: dict[Group, bool] = {}
    found = []
    for code, same in by_code.items():
        for group in known[code].facts:
            met = answers.get(group)
            if met is None:
                met = answers[group] = any(atom.answer(room.facts) == "yes" for atom in group)
            if not met:
                found.append(same)
                break
    return found


def _option(thing: int, unmet: Iterable[_Same], people: Sequence[int]) -> Option:
    musts = helps = bits = 0
    for same in unmet:
        musts, helps, bits = musts + same.musts, helps + same.helps, bits | same.people
    left_out = frozenset(pk for at, pk in enumerate(people) if bits >> at & 1) if bits else frozenset()
    return Option(thing, musts, helps, left_out)
