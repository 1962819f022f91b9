"""Fit, from the tables: what of a gathering does not fit those who are coming, as far as the reader may know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Literal

from django.db.models import TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from kitchentable.gatherings import fit
from kitchentable.gatherings.fit_asked import start_asked
from kitchentable.gatherings.fit_ways import Facts, Way, ways
from kitchentable.gatherings.fit_words import sentence
from kitchentable.gatherings.found import facts_of
from kitchentable.gatherings.looking import needs_of
from kitchentable.gatherings.models import Booking, Gathering, GoAhead, Invitation, Place, Solved, Talk
from kitchentable.people import needs_list
from kitchentable.people.models import Look, WhatWorks
from kitchentable.people.secret import unlock
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor

ShownTo = WhatWorks.ShownTo
SHOWN = (ShownTo.LEAD, ShownTo.ARRANGERS, ShownTo.GATHERING)
"""Whom the gathering is planned for: all but needs that are hidden, or shown to nobody yet."""
CHECKED = frozenset({"place", "time", "length", "professional", "online"})
"""Ways in which a plan is checked against a need; the rest is arranged."""
TIMED = frozenset({"N66", "N67", "N68"})
MEASURES = ("morning_start", "break_minutes", "longest_minutes", "change_notice_days", "papers_days")
NUMBERS = (
    *MEASURES, "early_minutes", "early_minutes_large", "large_gathering", "agenda_lived_percent", "first_start", "last_start", "hide_below",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that does not fit one person, as a sentence without a name.

    `blocks`: it must be solved before the gathering is confirmed (R063). `in_hand`: an interpreter is being asked.
    `settled`: how it was solved without changing the plan: the person says “go ahead”, or it is arranged and done.
    """

    person_pk: int
    need_pk: int
    weight: str
    kind: fit.Kind
    sentence: str
    rule: str
    blocks: bool
    in_hand: bool = False
    settled: str = ""


def misfits(by: Actor, gathering: Gathering) -> list[Misfit]:
    """What does not fit and is not settled, as far as `by` may see it. The look is noted for each person who is shown."""
    return [one for one in all_misfits(gathering, shown(by, gathering)) if not one.settled]


@dataclass(frozen=True, slots=True)
class Shown:
    """The needs that somebody was shown for one gathering, and what stands around them."""

    around: Around
    rows: list[WhatWorks]
    needs: list[fit.Need]


def shown(by: Actor, gathering: Gathering, places: Iterable[Place] = ()) -> Shown:
    """Read the needs of those coming, as far as `by` may see them, and note the look. `places`: others whose facts are wanted too."""
    around = around_of([gathering], places)
    coming = around.at_place(gathering.pk)
    rows = needs_of(by, gathering, coming, Look.Why.PLAN)
    asked = {row.pk: start_asked(row.detail, row.words) for row in rows}
    return Shown(around, rows, _needs(rows, asked, coming))


def all_misfits(gathering: Gathering, given: Shown) -> list[Misfit]:
    """What does not fit, with what is settled."""
    return _said(gathering, given.around, given.needs)


def suggestions(given: Shown, places: Iterable[Place], starts: Sequence[time]) -> fit.Suggestions:
    """Which of these places and starts fit most must-haves, among the needs that were shown."""
    facts = given.around.facts
    rooms = [fit.Room(place.pk, place.is_informal, facts.get(place.pk, {})) for place in places]
    return fit.suggest(given.needs, rooms, starts, given.around.measures)


def to_solve(gatherings: Sequence[Gathering], around: Around | None = None) -> dict[int, int]:
    """How many must-haves each gathering (by pk) leaves unmet, needs for the lead alone counted too. Only the number: nobody looks."""
    around = around or around_of(gatherings)
    return {pk: len(left) for pk, left in _left(gatherings, around).items()}


def unmet_musts(gathering: Gathering) -> int:
    """How many must-haves of somebody coming are not met (R063)."""
    return to_solve([gathering])[gathering.pk]


def before_sending(gathering: Gathering) -> int:
    """How many must-haves must be solved before invitations go. An interpreter who is being asked may follow. Only the number: nobody looks."""
    around = around_of([gathering])
    in_hand = around.in_hand.get(gathering.pk, set())
    left = _left([gathering], around)[gathering.pk]
    return sum(not (why.kind == "professional" and why.lacks[0].code in in_hand) for why in left)


def _left(gatherings: Sequence[Gathering], around: Around) -> dict[int, list[fit.Why]]:
    """Why the must-haves of each gathering that block it are not met, but for those that are settled."""
    needs = _rows({one.person for coming in around.coming.values() for one in coming})
    codes = needs_list.codes(needs)
    asked = {
        row.pk: start_asked(unlock(row.locked_detail), unlock(row.locked_words))  # type: ignore[attr-defined]
        for row in needs
        if row.kind == WhatWorks.Kind.TIME or codes.get(row.pk) in TIMED
    }
    found = {}
    for gathering in gatherings:
        coming = around.at_place(gathering.pk)
        theirs = _needs([row for row in needs if row.person_id in coming], asked, coming, codes)
        misfits_here = fit.check(theirs, around.plans[gathering.pk], around.measures).misfits
        found[gathering.pk] = [one.why for one in misfits_here if one.blocks and (gathering.pk, one.of.need) not in around.settled]
    return found


Fits = Literal["fits", "not", "unknown", "task"]


def for_person(invitation: Invitation) -> list[tuple[WhatWorks, Fits, str]]:
    """Each thing that works for the person who is invited (all that they do not hide), whether it fits, and why not in words.

    For the person themself: also what they show to nobody yet. "unknown": nobody has looked. "task": nothing to check, to be arranged.
    """
    gathering = invitation.gathering
    rows = list(WhatWorks.objects.filter(person=invitation.person_id, hidden_at__isnull=True).select_related("person"))
    if not rows:
        return []
    asked = {row.pk: start_asked(row.detail, row.words) for row in rows}
    codes = needs_list.codes(rows)
    needs = _needs(rows, asked, {invitation.person_id: not invitation.comes_online}, codes)
    key = gathering.pk
    facts = facts_of([gathering.place])[gathering.place.pk] if gathering.place else None
    plan = _plan(gathering, facts, _talks([key])[key], _booked([key])[key])
    wrong: dict[int, list[fit.Why]] = defaultdict(list)
    for one in fit.check(needs, plan, fit.Measures(**numbers(*MEASURES))).misfits:
        wrong[one.of.need].append(one.why)
    found: list[tuple[WhatWorks, Fits, str]] = []
    for row in rows:
        whys = wrong.get(row.pk, [])
        way = ways().get(codes.get(row.pk, ""))
        if whys:
            answers = {lack.answer for why in whys for lack in why.lacks}
            found.append((row, "unknown" if answers == {"unknown"} else "not", " ".join(sentence(why, plan.start) for why in whys)))
        elif asked.get(row.pk) is not None or (way is not None and not CHECKED.isdisjoint(way.by)):
            found.append((row, "fits", ""))
        else:
            found.append((row, "task", ""))
    return found


def numbers(*names: str) -> dict[str, int]:
    """Several of the numbers in force."""
    return {name: number(name) for name in names}


def breaks_of(talks: Iterable[Talk]) -> tuple[fit.Pause, ...]:
    """The breaks of an agenda, from its points in their order."""
    at, found = 0, []
    for talk in talks:
        if talk.kind == Talk.Kind.BREAK:
            found.append(fit.Pause(at, talk.minutes))
        at += talk.minutes
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Coming:
    """One person whom a gathering is planned around."""

    person: int
    group: str
    state: str
    brings: int
    online: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the needs of some gatherings, each by pk."""

    coming: Mapping[int, list[Coming]]
    talks: Mapping[int, list[Talk]]
    plans: Mapping[int, fit.Plan]
    in_hand: Mapping[int, set[str]]
    settled: Mapping[tuple[int, int], str]
    facts: Mapping[int, Facts]
    numbers: Mapping[str, int]

    @property
    def measures(self) -> fit.Measures:
        """The numbers that fit rests on."""
        return fit.Measures(**{name: self.numbers[name] for name in MEASURES})

    def at_place(self, gathering: int) -> dict[int, bool]:
        """Who comes (by pk): at the place (True) or online."""
        return {one.person: not one.online for one in self.coming[gathering]}


def around_of(gatherings: Sequence[Gathering], places: Iterable[Place] = ()) -> Around:
    """All that the fit of these gatherings rests on, but for the needs. `place` should be loaded. `places`: others to know the facts of."""
    keys = [gathering.pk for gathering in gatherings]
    facts = facts_of(list({place for place in (*places, *(one.place for one in gatherings)) if place is not None}))
    talks, states = _talks(keys), _booked(keys)
    plans = {one.pk: _plan(one, facts.get(one.place_id or 0), talks[one.pk], states[one.pk]) for one in gatherings}
    in_hand = {pk: set(kinds) for pk, kinds in states.items()}
    return Around(_coming(keys), talks, plans, in_hand, _settled(keys), facts, numbers(*NUMBERS))


def _talks(keys: Sequence[int]) -> dict[int, list[Talk]]:
    talks: dict[int, list[Talk]] = defaultdict(list)
    for talk in Talk.objects.filter(gathering__in=keys).order_by("order", "pk"):
        talks[talk.gathering_id].append(talk)
    return talks


def _booked(keys: Sequence[int]) -> dict[int, dict[str, set[str]]]:
    """How the bookings of each kind stand."""
    states: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    live = Booking.objects.filter(gathering__in=keys).exclude(state=Booking.State.NOT_NEEDED)
    for gathering, kind, state in live.values_list("gathering_id", "kind", "state"):
        states[gathering][kind].add(state)
    return states


def _coming(keys: Sequence[int]) -> dict[int, list[Coming]]:
    found: dict[int, list[Coming]] = {key: [] for key in keys}
    rows = Invitation.objects.coming().filter(gathering__in=keys)
    for gathering, person, group, state, brings, online in rows.values_list(
        "gathering_id", "person_id", "group", "state", "brings", "comes_online"
    ):
        found[gathering].append(Coming(person, group, state, brings, bool(online)))
    return found


def _settled(keys: Sequence[int]) -> dict[tuple[int, int], str]:
    """What is solved without changing the plan, by gathering and need: the person says “go ahead”, or it was arranged and done."""
    said = (
        GoAhead.objects.filter(invitation__gathering__in=keys)
        .order_by()
        .values_list("invitation__gathering_id", "need_id", Value("go_ahead"))
    )
    done = Solved.objects.filter(gathering__in=keys).order_by()
    return {(one, need): how for one, need, how in said.union(done.values_list("gathering_id", "need_id", Value("arranged")))}


def _rows(people: set[int]) -> list[WhatWorks]:
    """The needs of these people, their words still locked: the house opens only those that may name a time."""
    found = WhatWorks.objects.shown(*SHOWN).filter(person__in=people).select_related("person")
    locked = found.annotate(locked_words=Cast("words", TextField()), locked_detail=Cast("detail", TextField()))
    return list(locked.only("pk", "mark", "weight", "kind", "person__key"))


def _plan(one: Gathering, facts: Facts | None, talks: Sequence[Talk], states: Mapping[str, set[str]]) -> fit.Plan:
    booked = frozenset(kind for kind, found in states.items() if found == {Booking.State.BOOKED})
    taken = [talk for talk in talks if talk.state == Talk.State.TAKEN]
    start = timezone.localtime(one.starts_at) if one.starts_at else None
    is_online = one.kind == Gathering.Kind.ONLINE
    return fit.Plan(
        start=start,
        minutes=one.minutes,
        breaks=breaks_of(taken),
        planned=sum(talk.minutes for talk in taken),
        facts=None if is_online else facts,
        is_online=is_online,
        by_phone=bool(one.online_phone),
        booked=booked,
        days_left=(start.date() - today()).days if start else None,
    )


def _needs(
    rows: Iterable[WhatWorks], asked: Mapping[int, time | None], coming: Mapping[int, bool], codes: Mapping[int, str] | None = None
) -> list[fit.Need]:
    kept = list(rows)
    known = needs_list.codes(kept) if codes is None else codes
    found = []
    for row in kept:
        code = known.get(row.pk, "")
        timed = row.kind == WhatWorks.Kind.TIME or code in TIMED
        found.append(
            fit.Need(
                row.person_id,
                row.pk,
                code,
                row.weight == WhatWorks.Weight.MUST,
                asked.get(row.pk) if timed else None,
                coming.get(row.person_id, True),
            )
        )
    return found


def _said(gathering: Gathering, around: Around, needs: Sequence[fit.Need]) -> list[Misfit]:
    plan, measures = around.plans[gathering.pk], around.measures
    in_hand = around.in_hand.get(gathering.pk, set())
    found = []
    for one in fit.check(needs, plan, measures).misfits:
        need, why = one.of, one.why
        found.append(
            Misfit(
                need.person,
                need.need,
                WhatWorks.Weight.MUST if need.must else WhatWorks.Weight.HELPS,
                why.kind,
                sentence(why, plan.start),
                why.rule,
                one.blocks,
                why.kind == "professional" and why.lacks[0].code in in_hand,
                around.settled.get((gathering.pk, need.need), ""),
            )
        )
    return found


__all__ = [
    "Around",
    "Coming",
    "Misfit",
    "Shown",
    "Way",
    "all_misfits",
    "around_of",
    "before_sending",
    "breaks_of",
    "for_person",
    "misfits",
    "numbers",
    "shown",
    "suggestions",
    "to_solve",
    "unmet_musts",
    "ways",
]  # fmt: skip
