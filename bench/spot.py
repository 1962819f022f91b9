"""The sweet spot with 1,000,000 contributions and ten years: kept counts beside counting all rows, in the same run.

`KITCHENTABLE_STATIC=plain python -m bench.spot [--rows 1000000] [--works 200]` in an empty house (KITCHENTABLE_HOME, DATABASE_URL). Rows are written straight
into the tables. It then has the worker count all months, as on its first night, and times pages, and the same sums from all rows.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.fill import people_of, works_of
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import HOUSE
from kitchentable.ties.acts.counting import FIRST, add_up, count
from kitchentable.ties.counted import rows
from kitchentable.ties.counted.figures import KINDS
from kitchentable.ties.counted.parts import last_day
from kitchentable.ties.jobs.spot import count_months
from kitchentable.ties.models import CountedPart, CountedYear
from kitchentable.voices.models import Answer, Contribution
from kitchentable.works.models import Work

YEARS, BATCH, ROUNDS = 10, 5_000, 30


def main() -> None:
    """Fill, count, time."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--works", type=int, default=200)
    given = asked.parse_args()
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    if not Work.objects.exists():
        begun = time.perf_counter()
        fill(given.rows, given.works)
        print(
            f"filled {given.rows:,} contributions in {given.works} works in {time.perf_counter() - begun:.0f} s ({connection.vendor})"
        )
        analyze()
        begun = time.perf_counter()
        print(f"first night: {count_months():,} parts counted in {time.perf_counter() - begun:.1f} s")
        other_figures()
        begun = time.perf_counter()
        made = sum(len(count(HOUSE, work)) for work in Work.objects.all())
        print(f"any other night: {made} parts, {time.perf_counter() - begun:.1f} s")
        analyze()
    print(f"{CountedPart.objects.count():,} parts kept, {Contribution.objects.count():,} contributions")
    work = Work.objects.get(slug="work-0")
    client = Client()
    for name, url in (
        ("a piece of work", "/works/work-0/sweet-spot/"),
        ("the organisation", "/sweet-spot/"),
        ("how we count", "/sweet-spot/how/"),
    ):
        timed(f"page of {name}", partial(read, client, url))
    timed("one figure of that work, from all its rows", lambda: rows.answered_on_time(work, FIRST, now().date()), 3)
    timed("one figure of the organisation, from all rows", from_all_rows, 3)


def fill(how_many: int, works: int) -> None:
    """A fifth in one work, the rest spread over ten years; 60 of 100 answered, most of them on time."""
    dice, people = random.Random(7), people_of(5_000)
    made = works_of(works, people)
    numbers = dict.fromkeys((work.pk for work in made), 0)
    moment, days = now(), YEARS * 365
    answers = {
        (work.pk, day): Answer(work=work, outcome="used", words="x", decider=people[1], decided_on=moment.date(), written_by=people[1], checked_by=people[2], checked_at=moment - timedelta(days=day))
        for work in made for day in range(0, days + 1, 30)
    }  # fmt: skip
    Answer.objects.bulk_create(answers.values(), batch_size=BATCH)
    said, to = [], []
    for n in range(how_many):
        work = made[0] if n % 5 == 0 else made[n % works]
        numbers[work.pk] += 1
        age = dice.randrange(1, days)
        status = dice.choices(["answered", "waiting", "withdrawn"], [60, 36, 4])[0]
        received = moment - timedelta(days=age)
        said.append(
            (
                n + 1, f"b{n}", work.pk, numbers[work.pk], "The bus is late.", "typed", "lead", "", people[20 + n % 4_980].pk, received, received,
                status, people[1].pk, (received + timedelta(days=28)).date(), 0, "", "",
            )
        )  # fmt: skip
        if status == "answered":
            to.append((n + 1, answers[work.pk, max(0, (age - dice.randrange(5, 60)) // 30 * 30)].pk, n + 1))
    put("voices_contribution", SAID, said)
    put("voices_answerto", ("id", "answer_id", "contribution_id"), to)


SAID = (
    "id", "code", "work_id", "number", "words", "way", "sharing", "content_note", "said_by_id", "said_at", "received_at", "status",
    "owner_id", "due_on", "opens", "outcome", "held_because",
)  # fmt: skip


def analyze() -> None:
    """What a database that stands for a while does by itself."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def put(table: str, columns: tuple[str, ...], found: Sequence[tuple[Any, ...]]) -> None:
    """Many rows, the fast way of each database."""
    names = ", ".join(columns)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in found:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        plain = [
            [
                one.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
                if isinstance(one, datetime)
                else str(one)
                if isinstance(one, date)
                else one
                for one in row
            ]
            for row in found
        ]
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", plain)


def other_figures() -> None:
    """Parts of the other figures for each work and month of ten years, half of them by side: more than there will be; added up as the act does."""
    dice, made = random.Random(8), []
    works, month, at = list(Work.objects.all()), now().date().replace(day=1), now()
    for _month in range(YEARS * 12):
        month = (month - timedelta(days=1)).replace(day=1)
        for work in works:
            for kind in KINDS:
                if kind.yearly or kind.code == "answered_on_time":
                    continue
                for side in ("lived", "carer") if kind.by_side else ("",):
                    low = dice.randrange(5, 15)
                    made.append((work.pk, kind.code, side, month, last_day(month), 20, low, low, at))
    put("ties_countedpart", PART, made)
    begun = time.perf_counter()
    for work in works:
        add_up(work, list(work.counted_parts.exclude(figure="answered_on_time")))
    print(f"yearly sums of {len(made):,} parts: {CountedYear.objects.count():,}, {time.perf_counter() - begun:.1f} s")


PART = ("work_id", "figure", "side", "since", "until", '"of"', "low", "high", "counted_at")


def from_all_rows() -> int:
    """On time, of everything, in one question."""
    on_time = Q(first__lte=F("due_on"))
    dated = Contribution.objects.filter(work__is_public=True).annotate(first=TruncDate("answered_by__answer__checked_at"))
    return int(dated.aggregate(of=Count("pk"), good=Count("pk", filter=on_time))["good"])


def read(client: Client, url: str) -> None:
    """A page as anyone opens it."""
    if client.get(url).status_code != 200:
        raise SystemExit(f"{url} did not open")


def timed(name: str, run: Callable[[], object], rounds: int = ROUNDS) -> None:
    """Print the median, the 95th of 100, how long this process was at work (on SQLite: all of it), and how many questions were asked."""
    run()
    took, spent = [], []
    for _round in range(rounds):
        begun, at_work = time.perf_counter(), time.process_time()
        run()
        took.append((time.perf_counter() - begun) * 1000)
        spent.append((time.process_time() - at_work) * 1000)
    with CaptureQueriesContext(connection) as asked:
        run()
    took.sort()
    late = took[int(len(took) * 0.95)]
    print(
        f"{name:50} {statistics.median(took):9.1f} ms  p95 {late:9.1f} ms  at work {statistics.median(spent):9.1f} ms  {len(asked)} queries"
    )


if __name__ == "__main__":
    main()
