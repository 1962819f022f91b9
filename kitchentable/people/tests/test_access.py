"""The yearly report on the accessible information standard: counts for those who answer for it, that give nobody away (R040–R042)."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from kitchentable.people import access, acts, needs_acts
from kitchentable.people.models import Asked, Duty, Person, Reach, WhatWorks
from kitchentable.policy.clock import now

HERE = "/office/access/"


def words(response: Any) -> str:
    return str(response.content.decode())


def shown(code: str) -> dict[str, dict[str, int | None]]:
    one = next(one for one in access.tables() if one.code == code)
    return {name: dict(cells) for name, cells in one.lines()}


def people(count: int, channel: str = Reach.Channel.EMAIL) -> list[Person]:
    made = [Person.objects.create(called=f"Person {count}") for count in range(count)]
    Reach.objects.bulk_create(Reach(person=one, channel=channel) for one in made)
    return made


@pytest.mark.parametrize(
    ("slug", "status"), [("green", 200), ("sam", 200), ("natalie", 403), ("dee", 403), ("chloe", 403), ("kim", 403)]
)
def test_only_those_who_answer_for_it_read_it(cast, slug, status):
    getattr(cast, slug).get(HERE, status=status)
    getattr(cast, slug).get(f"{HERE}export/", status=status)


def test_the_page_says_who_is_missing_and_the_administrator_names_them(cast):
    page = words(cast.green.get(HERE))
    assert "Nobody is named yet. The standard asks for a name." in page
    assert "Name who answers for it" not in page
    cast.green.post(HERE, {"kind": "access", "who": "dee@millbrook.example"}, status=403)
    assert "We do not know this person" in words(cast.sam.post(HERE, {"kind": "access", "who": "no@no.example"}, status=422))
    cast.sam.post(HERE, {"kind": "access", "who": "dee@millbrook.example"})
    assert Duty.objects.filter(person=cast.dee.person, kind="access").exists()
    assert "Nobody is named yet" not in words(cast.dee.get(HERE))


def test_unknown_is_a_column_of_its_own_and_staff_are_not_counted(db):
    for one in people(20):
        WhatWorks.objects.create(person=one, kind="format", words="x")
    for one in people(10):
        Asked.objects.create(person=one, came=Asked.Came.NONE)
    for one in people(12):
        Asked.objects.create(person=one, came=Asked.Came.RATHER_NOT)
    for one in people(9):
        Asked.objects.create(person=one, came=Asked.Came.NOT_YET)
    people(7)
    for channel in (Reach.Channel.PHONE, Reach.Channel.LETTER):
        people(40, channel)
    Person.objects.create(called="Staff", works_here=True)
    row = shown("asked")["Reached online"]
    # Row two is all "never asked": its small cells hide some of row one.
    assert row["All"] == 58
    assert shown("asked")["Reached by phone, by letter or in person"]["All"] == 80
    assert access._by_what_we_know() == [[20, 10, 12, 9, 7], [0, 0, 0, 0, 80]]
    assert shown("asked")["All"]["We never asked: unknown"] in (87, None)


def test_people_are_counted_by_the_furthest_step_and_small_counts_are_hidden(db):
    some = people(21)
    for count, one in enumerate(some):
        moment = now() - timedelta(days=500) if count < 8 else now()
        need = WhatWorks(person=one, kind="format", words="x", recorded_at=moment, reviewed_at=moment)
        need.flagged_at = moment if count >= 10 else None
        need.shared_at = moment if count >= 18 else None
        need.save()
        WhatWorks.objects.create(person=one, kind="format", words="a second thing of the same person")
    row = shown("steps")["How information should look or sound"]
    assert access._by_group()[0][1] == [10, 8, 3, 0]
    assert row["All"] == 21
    assert row["Looked at, to plan with it"] is None
    assert row["Said to be met"] is None
    hidden = [head for head, cell in row.items() if cell is None]
    assert len(hidden) >= 3, "three with nought: the sum of both would tell"
    assert shown("review")["How information should look or sound"] == {
        "All of it, in time": 13,
        "Some of it is overdue": 8,
        "All": 21,
    }


def test_the_file_says_what_the_page_says(cast):
    for one in people(8):
        WhatWorks.objects.create(person=one, kind="contact", words="canarycontact")
    sent = cast.green.get(f"{HERE}export/")
    assert sent["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(words(sent).lstrip("\ufeff"))))
    assert rows[0] == ["table", "row", "column", "people"]
    assert ["steps", "How to reach me", "All", "8"] in rows
    assert any(row[3] == "hidden" for row in rows)
    assert "canarycontact" not in words(sent)
    assert all(row[3] == "hidden" or int(row[3]) >= 5 for row in rows[1:])


def test_a_floor_above_gives_met_and_not_met(cast, monkeypatch):
    monkeypatch.setattr(access, "_COUNTS", [])
    access.counts(lambda: {"format": access.Met(met=20, partly=9, not_met=8, not_said=30)})
    assert shown("met")["How information should look or sound"] == {
        "Met": 20, "Partly": 9, "Not met": 8, "They did not say": 30, "All": 67,
    }  # fmt: skip
    assert "What people said after gatherings" in words(cast.green.get(HERE))


def test_the_page_asks_the_tables_few_times_whatever_the_number_of_people(cast, django_assert_max_num_queries):
    acts.give_duty(cast.sam.person, cast.dee.person, kind=Duty.Kind.ACCESS)
    needs_acts.say(cast.chloe.person, WhatWorks(person=cast.chloe.person, kind="food", words="Halal"))
    people(60)
    cast.dee.get("/me/looks/")
    with django_assert_max_num_queries(15):
        cast.dee.get(HERE)
