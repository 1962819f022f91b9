"""Laws of promises: whatever happens in whatever order, none vanishes, old words never change, and nothing becomes on time that was not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kitchentable.people import erasures
from kitchentable.people.models import Person
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import HOUSE, Problem, Refused
from kitchentable.ties.acts import agreeing_anew, keeping
from kitchentable.ties.jobs import promises as jobs
from kitchentable.ties.models import Anew, Promise
from kitchentable.ties.promise_lists import standing
from kitchentable.ties.tests.promising import BECAUSE, HOW, make_promise

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PEOPLE = ("chloe", "mina")
STAFF = ("ben", "dee", "gill")
STEPS = st.one_of(
    st.tuples(st.just("kept"), st.integers(0, 1)),
    st.tuples(st.just("broken"), st.integers(0, 1)),
    st.tuples(st.just("propose"), st.integers(1, 40)),
    st.tuples(st.just("say"), st.sampled_from(PEOPLE), st.sampled_from(("yes", "no"))),
    st.tuples(st.just("end"), st.just(0)),
    st.tuples(st.just("hand on"), st.sampled_from(STAFF)),
    st.tuples(st.just("erase"), st.sampled_from((*PEOPLE, *STAFF))),
    st.tuples(st.just("wait"), st.integers(1, 20)),
    st.tuples(st.just("clock set back"), st.integers(1, 15)),
)


def step(cast: Any, what: str, more: list[Any]) -> None:
    """One step on the promise as it stands now. What cannot be done is refused and changes nothing."""
    found = Promise.objects.as_they_stand().select_related("work", "owner", "first").get()
    asked = Anew.objects.filter(state="asked").first()
    match what:
        case "kept":
            keeping.keep_promise(cast.natalie.person, found, how=HOW)
        case "broken":
            keeping.break_promise(cast.natalie.person, found, because=BECAUSE)
        case "propose":
            day = today() + timedelta(days=more[0])
            agreeing_anew.propose_anew(cast.natalie.person, found, what=f"In other words {more[0]}", by_when=day, because=BECAUSE)
        case "say" if asked is not None:
            person = getattr(cast, more[0]).person
            agreeing_anew.say_anew(person, asked, says=more[1], person=person)
        case "end" if asked is not None:
            agreeing_anew.end_anew(HOUSE, asked)
        case "hand on":
            keeping.hand_promise(cast.natalie.person, found, getattr(cast, more[0]).person)
        case "erase":
            erasures.erase(HOUSE, getattr(cast, more[0]).person)


@example([("wait", 9), ("clock set back", 8), ("kept", 0)])
@example([("propose", 20), ("say", "chloe", "yes"), ("end", 0), ("wait", 10), ("kept", 0)])
@example([("propose", 9), ("erase", "mina"), ("say", "chloe", "yes"), ("hand on", "dee"), ("erase", "ben"), ("erase", "dee")])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=4, max_size=10))
def test_no_promise_vanishes_no_word_changes_and_late_stays_late(cast: Any, steps: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        made = make_promise(cast, *PEOPLE, days=6)
        first_day, moment, latest = made.by_when, now(), today()
        seen: dict[int, tuple[Any, ...]] = {}
        for what, *more in steps:
            moment += timedelta(days=more[0]) if what == "wait" else timedelta(days=-more[0] if what == "clock set back" else 0)
            with at(moment):
                jobs.note_late()
                latest = max(latest, *(row.late_noted_on or latest for row in Promise.objects.all()))
                try:
                    with transaction.atomic():
                        step(cast, what, more)
                except (Problem, Refused):
                    pass
                check(seen, first_day)
        transaction.set_rollback(True)


def check(seen: dict[int, tuple[Any, ...]], first_day: Any) -> None:
    rows = list(Promise.objects.select_related("first", "owner").order_by("pk"))
    as_now = [row for row in rows if row.state != "anew"]
    assert len(as_now) == 1, "one promise was made, and one stands"
    assert [row.pk for row in rows if row.pk in seen] == list(seen), "none is gone"
    for row in rows:
        words = (row.what, row.by_when, row.made_on)
        assert seen.setdefault(row.pk, words) == words, "old words and days never change"
    found = as_now[0]
    assert found.first_day == first_day
    assert found.times_anew == len(rows) - 1
    if found.is_open:
        assert Person.objects.filter(pk=found.owner_id, erased_at__isnull=True, is_active=True).exists(), "somebody living keeps it"
    if found.state == "kept":
        on_time = standing(found).words == "Kept, on time"
        assert on_time == (found.ended_on <= first_day)
        assert not (on_time and any(row.late_noted_on for row in rows)), "what was late never becomes on time"
