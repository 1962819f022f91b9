"""Put invitations into the outbox for many people: the act, its messages and its lines in the record. `python -m bench.invitations`.

On the database that is set (KITCHENTABLE_DATABASE, SQLite without it), which must be migrated; nothing stays: it is rolled back.
"""

from __future__ import annotations

import argparse
import time
from datetime import timedelta

import django

django.setup()

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kitchentable.gatherings.acts import inviting as acts
from kitchentable.gatherings.models import Gathering, Invitation, Place
from kitchentable.people.models import Outgoing, Person, Reach
from kitchentable.policy.clock import now
from kitchentable.record.models import Line
from kitchentable.works.models import Role, Work


def main() -> None:
    """Invite, and print how long it took."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=2_000)
    given = asked.parse_args()
    with transaction.atomic():
        lead, gathering = gathering_for(given.people)
        with CaptureQueriesContext(connection) as queries:
            start = time.perf_counter()
            acts.send(lead, gathering)
            took = time.perf_counter() - start
        messages = Outgoing.objects.filter(kind="gatherings.invited").count()
        lines = Line.objects.filter(act="gatherings.invite").count()
        transaction.set_rollback(True)
    print(
        f"{connection.vendor}: {messages} invitations in the outbox, {lines} lines, {len(queries)} queries: {took:.2f} s (at most 10)"
    )


def gathering_for(count: int) -> tuple[Person, Gathering]:
    """A gathering with so many people on its list, in all ways of being reached."""
    lead = Person.objects.create(called="Lead", works_here=True)
    work = Work.objects.create(
        slug="bench-invitations", title="Bench", what_this_is="x", what_we_ask="x", decider=lead, answers_first=lead
    )
    Role.objects.create(work=work, person=lead, kind=Role.Kind.LEAD)
    place = Place.objects.create(called="Hall", address="1 Market Place")
    gathering = Gathering.objects.create(
        work=work, title="Bench", purpose="To measure.", place=place, starts_at=now() + timedelta(days=40), host=lead
    )
    people = Person.objects.bulk_create([Person(called=f"Person {n}") for n in range(count)], batch_size=500)
    channels = list(Reach.Channel.values)
    Reach.objects.bulk_create(
        [
            Reach(
                person=person,
                channel=channels[n % 5],
                email=f"p{n}@bench.example",
                phone="01632 960 000",
                asks_a_month=n % 4 or None,
            )
            for n, person in enumerate(people)
        ],
        batch_size=500,
    )
    Invitation.objects.bulk_create([Invitation(gathering=gathering, person=person) for person in people], batch_size=500)
    return lead, gathering


if __name__ == "__main__":
    main()
