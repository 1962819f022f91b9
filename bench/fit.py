"""Time fit: 300 people with 92 needs each, and 200 places. `python -m bench.fit` on a house with tables; nothing is kept.

Prints the check of one plan with suggestions over all places (the bar is 300 ms), the same by plain nested loops, and the whole way from the
tables: 27,600 needs read, decrypted, known by their marks, and checked.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from typing import Any

import django

django.setup()

from django.db import connection, transaction

from kitchentable.gatherings import fit, fitting
from kitchentable.gatherings.fit_ways import Facts, lacking, ways
from kitchentable.gatherings.models import Fact, Gathering, Invitation, Place
from kitchentable.people.models import Person, WhatWorks
from kitchentable.people.needs_list import mark_of
from kitchentable.policy.book import forget_facts
from kitchentable.policy.clock import now
from kitchentable.works.models import Role, Work

PEOPLE, PLACES, ROUNDS = 300, 200, 7
MEASURES = fit.Measures(morning_start=11, break_minutes=10, longest_minutes=120, change_notice_days=7, papers_days=10)
STARTS = [clock(hour) for hour in range(9, 19)]


@dataclass(frozen=True)
class Says:
    """What was found at a place."""

    answer: str
    number: None = None


def some_facts(dice: random.Random) -> Facts:
    """Each fact: mostly yes, some no, some that nobody has looked at."""
    codes = sorted({atom.code for way in ways().values() for group in way.facts for atom in group})
    return {code: Says(said) for code in codes if (said := dice.choice(("yes", "yes", "yes", "no", "unknown"))) != "unknown"}


def by_loops(needs: Sequence[fit.Need], rooms: Sequence[fit.Room]) -> list[tuple[int, int, frozenset[int]]]:
    """The plain way: each place, each need, each fact."""
    known, found = ways(), []
    for room in rooms:
        unmet = [need for need in needs if need.must and lacking(known[need.code].facts, room.facts)]
        found.append((room.pk, len(unmet), frozenset(need.person for need in unmet)))
    return found


def took(do: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, float]:
    """Median and slowest, in ms."""
    times = []
    for _round in range(rounds):
        start = time.perf_counter()
        do()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), max(times)


def pure() -> None:
    """The core by itself."""
    dice = random.Random(4)
    codes = list(ways())
    needs = [
        fit.Need(person, person * 100 + at, code, dice.random() < 0.5) for person in range(PEOPLE) for at, code in enumerate(codes)
    ]
    rooms = [fit.Room(pk, dice.random() < 0.5, some_facts(dice)) for pk in range(PLACES)]
    plan = fit.Plan(datetime(2026, 5, 12, 9, tzinfo=UTC), 120, facts=rooms[0].facts, days_left=30)
    check = took(lambda: fit.check(needs, plan, MEASURES))
    suggest = took(lambda: fit.suggest(needs, rooms, STARTS, MEASURES))
    plain = took(lambda: by_loops(needs, rooms), rounds=1)
    same = {one.thing: (one.musts, one.left_out) for one in fit.suggest(needs, rooms, STARTS, MEASURES).places}
    assert same == {pk: (musts, left_out) for pk, musts, left_out in by_loops(needs, rooms)}
    print(f"{len(needs):,} needs of {PEOPLE} people, {PLACES} places, one core; {ROUNDS} rounds: median ms, slowest ms")
    print(f"what does not fit one plan          {check[0]:9.1f} {check[1]:9.1f}")
    print(f"all places and {len(STARTS)} starts suggested  {suggest[0]:9.1f} {suggest[1]:9.1f}")
    print(f"both together (the bar is 300)      {check[0] + suggest[0]:9.1f} {check[1] + suggest[1]:9.1f}")
    print(f"places alone by nested loops, same  {plain[0]:9.1f}")


class NotKept(Exception):
    """Ends the transaction."""


def from_tables() -> None:
    """From the tables to sentences: with the needs of everyone read, decrypted and noted, and without (a count for a list)."""
    dice = random.Random(4)
    try:
        with transaction.atomic():
            lead = Person.objects.create(called="Lead", works_here=True)
            work = Work.objects.create(slug="fit-bench", title="Fit", decider=lead, answers_first=lead)
            Role.objects.create(work=work, person=lead, kind=Role.Kind.LEAD)
            people = Person.objects.bulk_create([Person(called=f"P{at}") for at in range(PEOPLE)])
            WhatWorks.objects.bulk_create(
                [
                    WhatWorks(
                        person=person,
                        words="What works for me, in my own words",
                        mark=mark_of(person, code),
                        weight=dice.choice(("must", "helps")),
                        shown_to="lead",
                    )
                    for person in people
                    for code in ways()
                ],
                batch_size=2000,
            )
            places = Place.objects.bulk_create([Place(called=f"Place {at}", address="x") for at in range(PLACES)])
            Fact.objects.bulk_create(
                [
                    Fact(place=place, code=code, answer=known.answer, checked_by="x", checked_on=now().date())
                    for place in places
                    for code, known in some_facts(dice).items()
                ],
                batch_size=2000,
            )
            start = now() + timedelta(days=30)
            one = Gathering.objects.create(work=work, title="x", purpose="x", host=lead, place=places[0], starts_at=start)
            Invitation.objects.bulk_create([Invitation(gathering=one, person=person) for person in people])
            forget_facts(lead)

            def page() -> None:
                given = fitting.shown(lead, one, places)
                fitting.all_misfits(one, given)
                fitting.suggestions(given, places, STARTS)

            read, counted = took(page, rounds=3), took(lambda: fitting.to_solve([one]), rounds=3)
            print(f"from the tables ({connection.vendor}), all words decrypted  {read[0]:9.1f} {read[1]:9.1f}")
            print(f"from the tables, the count for a list            {counted[0]:9.1f} {counted[1]:9.1f}")
            raise NotKept
    except NotKept:
        pass


if __name__ == "__main__":
    pure()
    from_tables()
