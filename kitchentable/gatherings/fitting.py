"""Fit, from the tables: what of a gathering does not fit those who are coming, as far as the reader may know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from django.utils import timezone

from kitchentable.gatherings import fit
from kitchentable.gatherings.fit_asked import start_asked
from kitchentable.gatherings.fit_ways import Facts, Way, ways
from kitchentable.gatherings.fit_words import sentence
from kitchentable.gatherings.found import facts_of
from kitchentable.gatherings.looking import needs_of
from kitchentable.gatherings.models import Arrangement, Booking, Gathering, GoAhead, Invitation, Place, Talk
from kitchentable.people import needs_list
from kitchentable.people.models import Look, WhatWorks
from kitchentable.policy.clock import today
from kitchentable.policy.models import Number
from kitchentable.policy.numbers import starting
from kitchentable.policy.verdict import Actor

ShownTo = WhatWorks.ShownTo
SHOWN = (ShownTo.LEAD, ShownTo.ARRANGERS, ShownTo.GATHERING)
"""Whom the gathering is planned for: all but needs that are hidden, or shown to nobody yet."""
TIMED = frozenset({"N66", "N67", "N68"})
MEASURES = ("morning_start", "break_minutes", "longest_minutes", "change_notice_days", "papers_days")


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
    return [one for one in all_misfits(by, gathering) if not one.settled]


def unsolved(by: Actor, gathering: Gathering) -> list[Misfit]:
    """What must be solved before invitations go: must-haves against place, time and length. An interpreter who is being asked may follow."""
    return [one for one in misfits(by, gathering) if one.blocks and not one.in_hand]


def all_misfits(by: Actor, gathering: Gathering) -> list[Misfit]:
    """The same with what is settled."""
    around = _around([gathering])
    rows = needs_of(by, gathering, around.coming[gathering.pk], Look.Why.PLAN)
    asked = {row.pk: start_asked(row.detail, row.words) for row in rows}
    return _said(gathering, around, _needs(rows, asked, around.coming[gathering.pk]))


def to_solve(gatherings: Sequence[Gathering]) -> dict[int, int]:
    """How many must-haves each gathering (by pk) leaves unmet, needs for the lead alone counted too. Only the number: nobody looks."""
    around = _around(gatherings)
    rows = _rows({pk for coming in around.coming.values() for pk in coming})
    timed = [row.pk for row in rows.needs if row.kind == WhatWorks.Kind.TIME or rows.codes.get(row.pk) in TIMED]
    texts = WhatWorks.objects.filter(pk__in=timed).values_list("pk", "detail", "words") if timed else ()
    asked = {pk: start_asked(detail, words) for pk, detail, words in texts}
    found = {}
    for gathering in gatherings:
        coming = around.coming[gathering.pk]
        needs = _needs([row for row in rows.needs if row.person_id in coming], asked, coming, rows.codes)
        found[gathering.pk] = sum(one.blocks and not one.settled for one in _said(gathering, around, needs))
    return found


def unmet_musts(gathering: Gathering) -> int:
    """How many must-haves of somebody coming are not met (R063)."""
    return to_solve([gathering])[gathering.pk]


def suggestions(by: Actor, gathering: Gathering, places: Sequence[Place], starts: Sequence[time]) -> fit.Suggestions:
    """Which of these places and starts fit most must-haves, among the needs that `by` may see."""
    coming = _coming([gathering])[gathering.pk]
    rows = needs_of(by, gathering, coming, Look.Why.PLAN)
    asked = {row.pk: start_asked(row.detail, row.words) for row in rows}
    facts = facts_of(places)
    rooms = [fit.Room(place.pk, place.is_informal, facts[place.pk]) for place in places]
    return fit.suggest(_needs(rows, asked, coming), rooms, starts, measures())


def measures() -> fit.Measures:
    """The numbers in force, in one query."""
    return fit.Measures(**numbers(*MEASURES))


def numbers(*names: str) -> dict[str, int]:
    """Several of the numbers in force, in one query."""
    own = dict(Number.objects.filter(name__in=names).values_list("name", "value"))
    return {name: own.get(name, starting()[name].value) for name in names}


def breaks_of(talks: Iterable[Talk]) -> tuple[fit.Pause, ...]:
    """The breaks of an agenda, from its points in their order."""
    at, found = 0, []
    for talk in talks:
        if talk.kind == Talk.Kind.BREAK:
            found.append(fit.Pause(at, talk.minutes))
        at += talk.minutes
    return tuple(found)


Coming = dict[int, bool]
"""Who comes, by pk: at the place (True) or online."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around the needs of some gatherings, each by pk."""

    coming: Mapping[int, Coming]
    plans: Mapping[int, fit.Plan]
    in_hand: Mapping[int, set[str]]
    go_ahead: set[tuple[int, int]]
    arranged: set[tuple[int, int]]
    measures: fit.Measures


@dataclass(frozen=True, slots=True)
class _Rows:
    needs: list[WhatWorks]
    codes: dict[int, str]


def _rows(people: set[int]) -> _Rows:
    """The needs of these people without their words: what the house needs to count."""
    found = WhatWorks.objects.shown(*SHOWN).filter(person__in=people).select_related("person")
    needs = list(found.only("pk", "mark", "weight", "kind", "person__key"))
    return _Rows(needs, needs_list.codes(needs))


def _coming(gatherings: Sequence[Gathering]) -> dict[int, Coming]:
    found: dict[int, Coming] = {gathering.pk: {} for gathering in gatherings}
    rows = Invitation.objects.coming().filter(gathering__in=list(found))
    for gathering, person, online in rows.values_list("gathering_id", "person_id", "comes_online"):
        found[gathering][person] = not online
    return found


def _around(gatherings: Sequence[Gathering]) -> _Around:
    keys = [gathering.pk for gathering in gatherings]
    facts = facts_of([one.place for one in gatherings if one.place is not None])
    talks: dict[int, list[Talk]] = defaultdict(list)
    for talk in Talk.objects.filter(gathering__in=keys, state=Talk.State.TAKEN).order_by("order", "pk"):
        talks[talk.gathering_id].append(talk)
    states: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    live = Booking.objects.filter(gathering__in=keys).exclude(state=Booking.State.NOT_NEEDED)
    for gathering, kind, state in live.values_list("gathering_id", "kind", "state"):
        states[gathering][kind].add(state)
    plans = {}
    for one in gatherings:
        booked = {kind for kind, found in states[one.pk].items() if found == {Booking.State.BOOKED}}
        plans[one.pk] = _plan(one, facts.get(one.place_id or 0), talks[one.pk], frozenset(booked))
    done = Arrangement.objects.filter(gathering__in=keys, done_at__isnull=False, need__isnull=False)
    return _Around(
        coming=_coming(gatherings),
        plans=plans,
        in_hand={pk: set(kinds) for pk, kinds in states.items()},
        go_ahead=set(GoAhead.objects.filter(invitation__gathering__in=keys).values_list("invitation__gathering_id", "need_id")),
        arranged={(gathering, need) for gathering, need in done.values_list("gathering_id", "need_id") if need is not None},
        measures=measures(),
    )


def _plan(one: Gathering, facts: Facts | None, talks: Sequence[Talk], booked: frozenset[str]) -> fit.Plan:
    start = timezone.localtime(one.starts_at) if one.starts_at else None
    is_online = one.kind == Gathering.Kind.ONLINE
    return fit.Plan(
        start=start,
        minutes=one.minutes,
        breaks=breaks_of(talks),
        planned=sum(talk.minutes for talk in talks),
        facts=None if is_online else facts,
        is_online=is_online,
        by_phone=bool(one.online_phone),
        booked=booked,
        days_left=(start.date() - today()).days if start else None,
    )


def _needs(
    rows: Iterable[WhatWorks], asked: Mapping[int, time | None], coming: Coming, codes: Mapping[int, str] | None = None
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


def _said(gathering: Gathering, around: _Around, needs: Sequence[fit.Need]) -> list[Misfit]:
    plan = around.plans[gathering.pk]
    in_hand = around.in_hand.get(gathering.pk, set())
    found = []
    for one in fit.check(needs, plan, around.measures).misfits:
        where = (gathering.pk, one.need)
        settled = "go_ahead" if where in around.go_ahead else "arranged" if where in around.arranged else ""
        found.append(
            Misfit(
                one.person,
                one.need,
                WhatWorks.Weight.MUST if one.must else WhatWorks.Weight.HELPS,
                one.kind,
                sentence(one, plan.start),
                one.rule,
                one.blocks,
                one.kind == "professional" and one.lacks[0].code in in_hand,
                settled,
            )
        )
    return found


__all__ = [
    "Misfit", "Way", "all_misfits", "breaks_of", "measures", "misfits", "numbers", "suggestions", "to_solve", "unmet_musts", "unsolved",
    "ways",
]  # fmt: skip
