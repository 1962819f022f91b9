"""Time every list and public page on a filled house: server time through the whole Django stack, queries, and memory.

`python -m bench.pages` after `python -m bench.fill`. Prints one row a page: median, 95th of 100, queries, bytes.
"""

from __future__ import annotations

import resource
import statistics
import time

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kitchentable.people.models import Person
from kitchentable.voices.models import Contribution, Decision
from kitchentable.works.models import Work

ROUNDS = 40


def pages() -> list[tuple[str, str]]:
    """(who, address) for every list and public page."""
    work = Work.objects.order_by("pk").first()
    assert work is not None
    point = Contribution.objects.published().filter(work=work).first()
    mine = Contribution.objects.filter(work=work, status="waiting").first()
    assert point is not None
    assert mine is not None
    w = f"/works/{work.slug}/"
    found = [
        *[("anyone", a) for a in ("/", "/works/", w, f"{w}said/", f"{w}said/?page=200", f"{w}said/?q=hospital+door", f"{w}feed/")],
        ("anyone", f"{w}said/?show=used"),
        ("anyone", f"{w}said/{point.number}/"),
        ("anyone", f"{w}say/"),
        ("anyone", "/record/"),
        *[("person", a) for a in ("/me/", "/me/said/", w)],
        *[
            ("lead", a)
            for a in (
                "/office/",
                "/office/said/",
                "/office/said/?show=late",
                "/office/said/?show=publish",
                "/office/people/?q=Person",
            )
        ],
        *[("lead", a) for a in ("/office/said/?q=hospital+door", "/office/said/?page=100", "/office/messages/")],
        ("lead", f"/office/said/{mine.code}/"),
        ("lead", f"/office/works/{work.slug}/themes/"),
        ("decider", "/answers/"),
    ]
    decision = Decision.objects.first()
    if decision is not None:
        found.append(("anyone", decision.get_absolute_url()))
    return found


def main() -> None:
    """Print the table."""
    settings.ALLOWED_HOSTS = ["*"]
    seats = {
        "anyone": None,
        "decider": Person.objects.get(key="bench00000000001"),
        "lead": Person.objects.get(key="bench00000000002"),
    }
    seats["person"] = Person.objects.get(key="bench00000000025")
    print(f"database: {connection.vendor}; {Contribution.objects.count():,} contributions; {ROUNDS} rounds a page")
    print(f"{'who':8} {'page':44} {'median ms':>9} {'p95 ms':>7} {'queries':>7} {'kB':>6} status")
    worst = 0.0
    for who, address in pages():
        client = Client()
        if seats[who] is not None:
            client.force_login(seats[who])  # type: ignore[arg-type]
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        queries = len(asked)
        took = []
        for _round in range(ROUNDS):
            start = time.perf_counter()
            client.get(address)
            took.append((time.perf_counter() - start) * 1_000)
        took.sort()
        median, p95 = statistics.median(took), took[int(len(took) * 0.95) - 1]
        worst = max(worst, p95)
        size = len(answer.content) / 1_000
        print(f"{who:8} {address:44} {median:9.1f} {p95:7.1f} {queries:7} {size:6.1f} {answer.status_code}")
    print(
        f"slowest p95: {worst:.0f} ms; memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


if __name__ == "__main__":
    main()
