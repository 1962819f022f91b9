"""Fill a house with 100,000 contributions, 5,000 people and 50 pieces of work, in the sizes a region has.

The rows are written straight into the tables: this measures reading, not the acts. `python -m bench.fill --rows 100000`.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from datetime import timedelta

import django

django.setup()

from django.db import connection, transaction

from kitchentable.people.clock import add_working_days
from kitchentable.people.models import Duty, Person, Reach
from kitchentable.policy.clock import now, today
from kitchentable.record.models import Line
from kitchentable.voices.models import Answer, AnswerTo, Contribution, Theme, ThemeMark
from kitchentable.works.models import Role, Work

WORDS = re.findall(
    r"\w+",
    """the bus does not wait when I get my chair up the ramp and nobody tells me in the morning who will come to help my mother at night
    we asked for a bench near the hospital door because it is far to walk care workers change every week and do not know how I like my tea
    the letter came in small print again my son had to read it to me please ring after eleven the toilet at the hub is locked""",
)


def main() -> None:
    """Fill; about a minute."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--people", type=int, default=5_000)
    asked.add_argument("--works", type=int, default=50)
    given = asked.parse_args()
    dice, started = random.Random(7), time.perf_counter()
    with transaction.atomic():
        people = people_of(given.people)
        works = works_of(given.works, people)
        said = contributions_of(given.rows, works, people, dice)
        answers_of(said, works, dice)
        themes_of(said, works, dice)
        Line.objects.bulk_create(
            [
                Line(
                    act="voices.say", thing_kind="Contribution", thing_key=c.code, by_key="house", at=c.received_at, digest="0" * 64
                )
                for c in said
            ],
            batch_size=5_000,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what a server does by itself after so many rows
    print(
        f"filled {len(said):,} contributions, {len(people):,} people, {len(works)} works in {time.perf_counter() - started:.0f} s"
    )


def people_of(count: int) -> list[Person]:
    """Staff first, then people."""
    found = Person.objects.bulk_create(
        [Person(called=f"Person {n}", works_here=n < 20, password="!", key=f"bench{n:011d}") for n in range(count)],
        batch_size=2_000,
    )
    Reach.objects.bulk_create([Reach(person=p, channel="email", email_index=f"{p.pk:064d}") for p in found], batch_size=2_000)
    Duty.objects.create(person=found[0], kind=Duty.Kind.ADMINISTRATOR)
    return found


def works_of(count: int, people: list[Person]) -> list[Work]:
    """Public works, each with a lead, a decider, a checker and twelve at the table."""
    made = Work.objects.bulk_create(
        [
            Work(
                slug=f"work-{n}", title=f"Piece of work {n}", what_this_is="A plan for help at home.", what_we_ask="Tell us.",
                can_change="Times\nPeople", cannot_change="The money, because the council voted on it", decider=people[1],
                answers_first=people[1], is_public=True, stage="asking",
            )
            for n in range(count)
        ]
    )  # fmt: skip
    roles = []
    for n, work in enumerate(made):
        roles += [Role(work=work, person=people[2], kind="lead"), Role(work=work, person=people[3], kind="checker")]
        roles += [Role(work=work, person=people[20 + (n * 12 + k) % (len(people) - 20)], kind="member") for k in range(12)]
    Role.objects.bulk_create(roles)
    return made


def contributions_of(rows: int, works: list[Work], people: list[Person], dice: random.Random) -> list[Contribution]:
    """A fifth of all in the largest work, the rest spread; 60 of 100 answered, 3 taken back, 1 erased."""
    moment, made, numbers = now(), [], dict.fromkeys((w.pk for w in works), 0)
    for n in range(rows):
        work = works[0] if n % 5 == 0 else works[n % len(works)]
        numbers[work.pk] += 1
        age = dice.randrange(1, 700)
        status = dice.choices(["answered", "waiting", "withdrawn", "erased"], [60, 36, 3, 1])[0]
        sharing = dice.choices(["lead", "group", "public", "named"], [30, 20, 40, 10])[0]
        words = " ".join(dice.choices(WORDS, k=dice.randrange(6, 60))) if status in ("answered", "waiting") else ""
        received = moment - timedelta(days=age, seconds=n)
        public = sharing in ("public", "named") and words and dice.random() < 0.9
        due = add_working_days(received.date(), 20) if status == "waiting" and age < 60 else received.date() + timedelta(days=28)
        made.append(
            Contribution(
                work=work, number=numbers[work.pk], words=words, sharing=sharing, status=status, said_at=received, received_at=received,
                said_by=people[20 + n % (len(people) - 20)] if status != "erased" else None, owner=people[1 + n % 8], due_on=due,
                published_at=received + timedelta(days=2) if public else None, assigned_at=received if n % 3 else None,
                opens=1 if n % 50 == 0 else 0, outcome="used" if status == "answered" else "",
            )
        )  # fmt: skip
    return Contribution.objects.bulk_create(made, batch_size=2_000)


def answers_of(said: list[Contribution], works: list[Work], dice: random.Random) -> None:
    """One answer for each ten contributions of a work, checked."""
    groups: dict[int, list[Contribution]] = {}
    for c in said:
        if c.status == "answered":
            groups.setdefault(c.work_id, []).append(c)
    to, changed = [], []
    for work in works:
        mine = groups.get(work.pk, [])
        answers = Answer.objects.bulk_create(
            [
                Answer(
                    work=work, outcome=dice.choice(["used", "partly", "not_used"]), words="The lift was fixed on 12 May. Ben checks it.",
                    because="It costs 4,000 pounds.", decider_id=work.decider_id, decided_on=today(), written_by_id=work.decider_id,
                    checked_by_id=work.answers_first_id, checked_at=now(),
                )
                for _n in range(0, len(mine), 10)
            ],
            batch_size=1_000,
        )  # fmt: skip
        for n, c in enumerate(mine):
            c.answer, c.outcome = answers[n // 10], answers[n // 10].outcome
            to.append(AnswerTo(answer=c.answer, contribution=c, told_at=now()))
            changed.append(c)
    AnswerTo.objects.bulk_create(to, batch_size=5_000)
    Contribution.objects.bulk_update(changed, ["answer", "outcome"], batch_size=400)


def themes_of(said: list[Contribution], works: list[Work], dice: random.Random) -> None:
    """Eight themes a work; a third of what has words is in one."""
    themes = {w.pk: [Theme(work=w, called=f"Theme {k}") for k in range(8)] for w in works}
    Theme.objects.bulk_create([t for group in themes.values() for t in group])
    ThemeMark.objects.bulk_create(
        [ThemeMark(theme=dice.choice(themes[c.work_id]), contribution=c) for c in said if c.words and dice.random() < 0.33],
        batch_size=5_000,
    )


if __name__ == "__main__":
    main()
