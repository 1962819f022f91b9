"""Search on ten years of a large house: time of search and of “already told”, beside plain LIKE and the database's plain full text.

`python -m bench.search` fills a database of its own (once; it is kept in KITCHENTABLE_HOME, or where DATABASE_URL points) and prints
one table. “cpu” is the time of this process alone: on SQLite that is all of it, whatever else the machine does. `--both URL` does so on SQLite and on the PostgreSQL at URL, one after the other, in the same run. `--rows` 1,000,000.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

SUBJECTS = {
    "night": "night nights overnight sleep bedtime", "bus": "bus buses stop driver ramp route", "short break": "respite break weekend rest",
    "toilet": "toilet changing loo locked hub", "pay": "bill charge money cost benefit", "library": "library books closed reading group",
    "ward": "hospital ward discharge nurse bed", "gp": "GP surgery doctor receptionist appointment", "damp": "damp mould flat landlord heating",
    "lonely": "lonely isolated neighbour friend company", "worker": "worker carer stranger late rushed", "paper": "letter print easy read form",
    "school": "school college teacher son daughter", "work": "job employer training interview", "garden": "garden allotment park bench walk",
}  # fmt: skip
SMALL = [
    "the",
    "and",
    "to",
    "a",
    "of",
    "my",
    "i",
    "we",
    "is",
    "for",
    "it",
    "not",
    "was",
    "on",
    "they",
    "that",
    "in",
    "me",
    "at",
    "with",
    "but",
    "when",
    "she",
    "he",
    "have",
    "do",
    "no",
    "so",
    "an",
    "every",
    "day",
    "after",
    "week",
]
QUESTIONS = [
    "help at night", "what have people said about short breaks", "bus does not stop", "toilet locked", "respite", "library closed",
    "cost of care", "hospital discharge", "lonely", "late care workers", "damp in the flat", "easy read letters", "nigth care",
    "benefits and money", "care", "my mother", "job interview", "park bench", "doctor receptionist", "wheelchair ramp on the bus",
    "what did carers say about weekends", "sheltered housing alarm", "transport to college", "school", "the driver was rude",
]  # fmt: skip


def main() -> None:
    """Fill if need be, then measure; with `--both` in two processes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--both", default="", help="postgres://… : measure on SQLite, then there")
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    if given.both:
        for url in ("", given.both):
            env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | (
                {"DATABASE_URL": url} if url else {}
            )
            subprocess.run(
                [sys.executable, "-m", "bench.search", "--rows", str(given.rows), "--rounds", str(given.rounds)],
                env=env,
                check=True,
            )
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kitchentable.site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill(given.rows)
    measure(given.rounds)


def fill(rows: int) -> None:
    """Fifty pieces of work over ten years. Straight into the tables: this measures search, not the acts."""
    from django.db import connection, transaction

    from bench.fill import people_of, works_of
    from kitchentable.ties.models import Entry
    from kitchentable.ties.search import keeping
    from kitchentable.voices.models import Contribution

    if Contribution.objects.exists():
        return
    started, base = time.perf_counter(), min(rows, BASE)
    dice = random.Random(7)
    works = works_of(50, people_of(5_000))
    names = rare_words(dice)
    for first in range(0, base, 20_000):
        with transaction.atomic():
            Contribution.objects.bulk_create(
                [one_of(n, base, works, dice, names) for n in range(first, min(first + 20_000, base))], batch_size=2_000
            )
    print(f"{base:,} contributions written in {time.perf_counter() - started:.0f} s", flush=True)
    started = time.perf_counter()
    keeping.build()
    print(f"their index built in {time.perf_counter() - started:.0f} s", flush=True)
    started = time.perf_counter()
    for copy in range(1, rows // base):
        with transaction.atomic():
            again(Contribution, "code", copy, base, "")
            again(Entry, "key", copy, base, "WHERE kind = 'contribution'")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ties_word SET docs = docs * %s", [rows // base])
        cursor.execute("ANALYZE")
    print(f"{rows:,} contributions and their index, by copies, in {time.perf_counter() - started:.0f} s", flush=True)


BASE = 100_000
"""So many are made and indexed as they come; the rest are copies of these with codes of their own, made by the database."""


def one_of(n: int, rows: int, works: list[Any], dice: random.Random, names: list[str]) -> Any:
    """One contribution; three of five public."""
    from kitchentable.policy.clock import now, today
    from kitchentable.voices.models import Contribution

    answered, sharing = n % 10 < 6, ("lead", "group", "public", "public", "named")[n % 5]
    received = now() - timedelta(days=3_650 * (rows - n) / rows)
    public = sharing in ("public", "named") and n % 10 != 9
    return Contribution(
        work=works[0] if n % 7 == 0 else works[n % 50], number=n + 1, words=text(dice, names), sharing=sharing,
        status="answered" if answered else "waiting", said_at=received, received_at=received, due_on=today(),
        said_by_id=works[0].decider_id + 18 + n % 4_970, owner_id=works[0].decider_id,
        published_at=received if public else None, outcome="used" if answered else "",
    )  # fmt: skip


def again(model: Any, key: str, copy: int, base: int, where: str) -> None:
    """The first `base` rows once more, each with a key of its own."""
    from django.db import connection

    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    new = {key: f"substr({key}, 1, 14) || '-' || {1_000 + copy}", "number": f"number + {copy * base}"}
    quoted = [connection.ops.quote_name(one) for one in columns]
    values = [new.get(one, quote) for one, quote in zip(columns, quoted, strict=True)]
    first = "(SELECT min(id) FROM " + model._meta.db_table + f" {where})"
    limit = f"{'AND' if where else 'WHERE'} id < {first} + {base}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(quoted)}) SELECT {', '.join(values)} FROM {model._meta.db_table} {where} {limit}"
        )


def rare_words(dice: random.Random) -> list[str]:
    """Forty thousand names of streets and people, each seldom said: a real vocabulary has a long tail."""
    parts = [
        "al",
        "be",
        "co",
        "da",
        "en",
        "fi",
        "go",
        "ha",
        "in",
        "jo",
        "ka",
        "li",
        "mo",
        "na",
        "ol",
        "pe",
        "ro",
        "sa",
        "ti",
        "ur",
        "ve",
        "wi",
        "ya",
        "ze",
        "thorpe",
        "ton",
        "ham",
        "wick",
        "ley",
        "field",
        "ford",
    ]
    return ["".join(dice.choices(parts, k=3)) for _n in range(40_000)]


def text(dice: random.Random, names: list[str]) -> str:
    """Some thirty words on one or two subjects, with small words between, as people write."""
    words = [
        one for subject in dice.sample(list(SUBJECTS), 2) for one in dice.choices(SUBJECTS[subject].split(), k=dice.randrange(2, 5))
    ]
    words += [*dice.choices(SMALL, k=dice.randrange(10, 26)), names[min(int(dice.paretovariate(0.6)), 39_999)]]
    words += dice.choices(("mother", "father", "help", "care", "council", "told", "wheelchair", "morning", "ring", "people"), k=3)
    dice.shuffle(words)
    return " ".join(words).capitalize() + "."


def measure(rounds: int) -> None:
    """The table: who, what, median, 95th of 100, slowest; as anyone, as a member of one table, as a lead of all."""
    from django.db import connection

    from kitchentable.people.models import Person
    from kitchentable.policy.book import forget_facts
    from kitchentable.policy.verdict import ANYONE, Actor
    from kitchentable.ties.search.finding import Ask, already, find
    from kitchentable.voices.models import Contribution

    seats: dict[str, Actor] = {
        "anyone": ANYONE,
        "member": Person.objects.get(key="bench00000000025"),
        "lead": Person.objects.get(key="bench00000000002"),
    }
    print(f"{connection.vendor}: {Contribution.objects.count():,} contributions; {len(QUESTIONS)} questions")
    print(f"{'what':34} {'median ms':>9} {'p95 ms':>8} {'worst':>8} {'cpu med':>8} {'cpu p95':>8}  slowest")

    def report(what: str, run: Callable[[str], object], rounds: int = rounds) -> None:
        times: list[tuple[float, str]] = []
        own: list[float] = []
        for question in QUESTIONS:
            run(question)
            for _n in range(rounds):
                for person in seats.values():
                    if isinstance(person, Person):
                        forget_facts(person)
                started, busy = time.perf_counter(), time.process_time()
                run(question)
                times.append(((time.perf_counter() - started) * 1000, question))
                own.append((time.process_time() - busy) * 1000)
        plain = sorted(ms for ms, _q in times)
        own.sort()
        slow = max(times)
        print(
            f"{what:34} {statistics.median(plain):9.0f} {plain[int(len(plain) * 0.95) - 1]:8.0f} {slow[0]:8.0f} "
            f"{statistics.median(own):8.0f} {own[int(len(own) * 0.95) - 1]:8.0f}  {slow[1]}",
            flush=True,
        )

    for who, person in seats.items():
        report(f"search as {who}", partial(_first_page, person))
    lead = seats["lead"]
    report("search, one work, two years", lambda q: find(lead, Ask(q, works=[1], since=_ago(730)), limit=25))
    report("page 10 of search as anyone", lambda q: find(ANYONE, Ask(q), limit=25, offset=225))
    long = " I am asking because we plan to change how this is done in the coming year and want to know what matters most to you."
    report("already told, long question", lambda q: already(lead, q + long))
    report("plain LIKE, newest 25, public", lambda q: list(_like(q)), rounds=1)
    report("plain full text, best 25, public", _plain_full_text(), rounds=1)


def _first_page(person: Any, question: str) -> object:
    from kitchentable.ties.search.finding import Ask, find

    return find(person, Ask(question), limit=25)


def _ago(days: int) -> date:
    from kitchentable.policy.clock import today

    return today() - timedelta(days=days)


def _like(question: str) -> Any:
    from kitchentable.voices.models import Contribution

    found = Contribution.objects.published()
    for word in question.split():
        found = found.filter(words__icontains=word)
    return found.order_by("-received_at")[:25]


def _plain_full_text() -> Callable[[str], object]:
    """What one would write first: FTS5 with porter and bm25; `to_tsvector('english')` with ts_rank. Over words as they are."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS bench_plain USING fts5(words, content='', tokenize='porter unicode61')"
            )
            cursor.execute("SELECT count(*) FROM (SELECT rowid FROM bench_plain LIMIT 1)")
            if not cursor.fetchone()[0]:
                cursor.execute("INSERT INTO bench_plain(rowid, words) SELECT id, words FROM voices_contribution")
            statement = (
                "SELECT c.id FROM bench_plain p JOIN voices_contribution c ON c.id = p.rowid WHERE bench_plain MATCH %s "
                "AND c.published_at IS NOT NULL ORDER BY bm25(bench_plain) LIMIT 25"
            )
        else:
            cursor.execute(
                "CREATE INDEX IF NOT EXISTS bench_plain ON voices_contribution USING gin (to_tsvector('english', words))"
            )
            statement = (
                "SELECT id FROM voices_contribution WHERE to_tsvector('english', words) @@ to_tsquery('english', %s) "
                "AND published_at IS NOT NULL ORDER BY ts_rank(to_tsvector('english', words), to_tsquery('english', %s)) DESC LIMIT 25"
            )

    def run(question: str) -> object:
        words = [f'"{word}"' if connection.vendor == "sqlite" else word for word in question.split()]
        asked = (" OR " if connection.vendor == "sqlite" else " | ").join(words)
        with connection.cursor() as cursor:
            cursor.execute(statement, [asked] * statement.count("%s"))
            return cursor.fetchall()

    return run


if __name__ == "__main__":
    main()
