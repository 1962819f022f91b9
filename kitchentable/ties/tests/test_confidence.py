"""How sure people feel: private to each, asked gently, and counted so that nobody can be worked out (R101, law 5)."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from kitchentable.people.erasures import erase
from kitchentable.people.holding import export
from kitchentable.people.models import Outgoing, Reach
from kitchentable.people.outbox import write
from kitchentable.policy.clock import at
from kitchentable.policy.verdict import HOUSE, Problem, Refused
from kitchentable.record.models import Line
from kitchentable.ties.acts import confidence as acts
from kitchentable.ties.jobs.learning import ask_sure, close_quarters
from kitchentable.ties.models import Quarter, Sure, SureStop
from kitchentable.ties.quarters import Share, after, closed, quarter_of, share
from kitchentable.ties.side_by_side import STAFF
from kitchentable.ties.tests.learning_making import make_learning, make_person, make_sure, make_taking, noon, text_of
from kitchentable.works.models import Role

URL = "/me/confidence/"
SPRING, SUMMER = date(2026, 4, 1), date(2026, 7, 1)


# ── what may be shown: pure ───────────────────────────────────────────────────────────────────────


def worlds(people: int) -> list[tuple[bool, ...]]:
    return list(itertools.product((False, True), repeat=people))


def test_no_publication_says_of_anybody_what_they_said() -> None:
    for people in range(13):
        by_shown: dict[Share | None, list[tuple[bool, ...]]] = {}
        for world in worlds(people):
            by_shown.setdefault(share(world, 5), []).append(world)
        for shown, alike in by_shown.items():
            assert shown is None or (shown.of >= 5 and shown.of % 5 == 0)
            for one in range(people):
                assert {world[one] for world in alike} == {False, True}, (people, shown, one)


def test_no_sum_and_no_difference_of_two_publications_says_what_the_one_more_person_said() -> None:
    for people in range(12):
        by_shown: dict[tuple[Share | None, Share | None], set[bool]] = {}
        for world in worlds(people + 1):
            by_shown.setdefault((share(world[:-1], 5), share(world, 5)), set()).add(world[-1])
        assert all(said == {False, True} for said in by_shown.values()), people


def test_nor_of_anybody_else_before_and_after_one_more_person() -> None:
    for people in (4, 5, 9):
        by_shown: dict[tuple[Share | None, Share | None], list[tuple[bool, ...]]] = {}
        for world in worlds(people + 1):
            by_shown.setdefault((share(world[:-1], 5), share(world, 5)), []).append(world)
        for alike in by_shown.values():
            assert all({world[one] for world in alike} == {False, True} for one in range(people + 1))


def test_exact_counts_would_tell_which_is_why_each_group_is_rounded() -> None:
    alike = [True, True, False, False, False, *[True] * 5]
    assert sum(alike) - sum(alike[:5]) == 5
    assert (share(alike[:9], 5), share(alike, 5)) == (Share(2, 5), Share(6, 10))


@given(st.lists(st.booleans(), max_size=40), st.integers(0, 8))
@settings(max_examples=60, deadline=None)
def test_shares_are_of_whole_groups_and_never_far_from_the_truth(sure: list[bool], group: int) -> None:
    shown, least = share(sure, group), max(group, 3)
    assert (shown is None) == (len(sure) < least)
    if shown is not None:
        groups = shown.of // least
        assert shown.of == groups * least
        assert abs(shown.n - sum(sure[: shown.of])) <= groups
        assert groups <= shown.n <= shown.of - groups


def test_three_months_begin_and_end_also_in_a_leap_year() -> None:
    assert quarter_of(date(2028, 2, 29)) == date(2028, 1, 1)
    assert after(date(2028, 10, 1)) == date(2029, 1, 1)
    assert list(closed(date(2026, 2, 28), date(2026, 9, 30))) == [date(2026, 1, 1), SPRING]
    assert list(closed(date(2026, 2, 28), date(2026, 10, 1)))[-1] == SUMMER
    assert len(list(closed(date(2016, 1, 1), date(2026, 1, 1)))) == 40


# ── private ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_a_note_is_read_by_its_person_alone_and_encrypted(cast: Any) -> None:
    assert "What you note stands here" in text_of(cast.lou.get(URL))
    cast.lou.post(URL, {"say": "4", "heard": "", "papers": "2", "words": "kumquat words"}, status=200)
    note = Sure.objects.get()
    assert note.step_of == {"say": 4, "heard": None, "papers": 2}
    mine = text_of(cast.lou.get(URL))
    assert "kumquat words" in mine
    assert "Quite sure" in mine
    for seat in (cast.kim, cast.natalie, cast.sam, cast.dee):
        assert "kumquat words" not in text_of(seat.get(URL))
        assert not Sure.objects.seen_by(seat.person).exists()
    assert "kumquat words" not in text_of(cast.natalie.get("/office/confidence/", {"for": cast.lou.person.key}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, steps FROM ties_sure")
        words, steps = cursor.fetchone()
    assert "kumquat" not in words
    assert "4" not in steps[:5]
    assert Line.objects.filter(act="ties.sure").count() == 1
    held = export(cast.lou.person)["held"]
    assert held["ties.Sure"][0]["words"] == "kumquat words"
    assert held["ties.Sure"][0]["steps"] == "To say what I think: Quite sure; That I understand the papers: A little"
    assert "ties.Sure" not in export(cast.natalie.person)["held"]
    cast.lou.post(URL, {"say": "", "words": " "}, status=422)
    erase(HOUSE, cast.lou.person)
    assert not Sure.objects.exists()


@pytest.mark.django_db
def test_staff_type_it_at_somebodys_word_and_no_supporter_ever(cast: Any) -> None:
    lou, url = cast.lou.person, "/office/confidence/"
    assert f"for={lou.key}" in text_of(cast.natalie.get(url, {"q": "Lou"}))
    page = text_of(cast.natalie.post(f"{url}?for={lou.key}", {"say": "1", "words": "typed words"}, status=200))
    assert "You do not see it again" in page
    assert Sure.objects.get().person == lou
    with pytest.raises(Refused, match="only for the person"):
        acts.note_sure(cast.kim.person, lou, steps={"say": 3}, for_person=lou)
    cast.kim.get(url, {"for": lou.key}, status=403)
    with pytest.raises(Problem):
        acts.note_sure(lou, lou, steps={})
    cast.natalie.post(f"{url}?for={lou.key}", {"do": "stop"}, status=200)
    assert SureStop.objects.get().person == lou


# ── asked ─────────────────────────────────────────────────────────────────────────────────────────


def asked(person: Any) -> list[str]:
    found = Outgoing.objects.filter(person=person, kind="ties.sure_ask").order_by("pk").values_list("same", flat=True)
    return [same.rsplit(":", 1)[1] for same in found]


@pytest.mark.django_db
def test_it_is_asked_at_the_start_and_after_3_6_and_12_months_once_and_stops_when_told(cast: Any) -> None:
    start = date(2028, 2, 29)
    Role.objects.all().delete()
    Reach.objects.update(asks_a_month=None)
    chloe, raj = cast.chloe.person, cast.raj.person
    for person in (chloe, raj):
        Role.objects.create(work=cast.work, person=person, kind="member", since=noon(start))
    for day in (start, start, date(2028, 5, 28), date(2028, 5, 29), date(2028, 8, 29), date(2028, 11, 29), date(2029, 2, 27), date(2029, 2, 28)):  # fmt: skip
        with at(noon(day)):
            ask_sure()
            if day == date(2028, 8, 29):
                acts.stop_asking(raj, raj, stop=True)
    assert asked(chloe) == ["0", "3", "6", "12"]
    assert asked(raj) == ["0", "3", "6"]
    waits = Outgoing.objects.filter(person=raj, kind="ties.sure_ask").first()
    assert waits is not None
    assert write(waits) is None, "who stopped it is not asked by what still waits"
    with at(noon(date(2035, 1, 1))):
        assert ask_sure() == 0, "a worker that stood still asks nobody about years ago"


@pytest.mark.django_db
def test_nobody_is_asked_who_said_it_already_or_was_asked_enough_this_month(cast: Any) -> None:
    start = date(2026, 3, 2)
    Role.objects.all().delete()
    for slug in ("chloe", "raj", "pat"):
        Role.objects.create(work=cast.work, person=getattr(cast, slug).person, kind="member", since=noon(start))
    Reach.objects.filter(person=cast.raj.person).update(asks_a_month=0)
    Reach.objects.exclude(person=cast.raj.person).update(asks_a_month=None)
    with at(noon(start + timedelta(days=1))):
        make_sure(cast.chloe.person, 3, at=noon(start + timedelta(days=1)))
        assert ask_sure() == 1
    assert asked(cast.pat.person) == ["0"]
    message = Outgoing.objects.get(person=cast.pat.person, kind="ties.sure_ask")
    words = write(message)
    assert words is not None
    assert "Nobody notes that" in words.words


@pytest.mark.django_db
def test_one_press_stops_it_and_another_starts_it(cast: Any) -> None:
    assert "We do not ask you" in text_of(cast.pat.post(reverse("ties:confidence_stop"), status=200))
    assert "Do not ask me any more" in text_of(cast.pat.post(reverse("ties:confidence_stop"), {"do": "again"}, status=200))
    assert not SureStop.objects.exists()


# ── counted ───────────────────────────────────────────────────────────────────────────────────────


def in_spring(day: int = 10) -> datetime:
    return noon(date(2026, 5, day))


@pytest.mark.django_db
def test_three_months_are_counted_once_and_nothing_that_comes_later_changes_them(cast: Any) -> None:
    people = [make_person(f"P{n}") for n in range(6)]
    for n, person in enumerate(people):
        make_sure(person, 1, at=in_spring(1))
        make_sure(person, 5 if n < 3 else 2, None, 5, at=in_spring(2 + n))
    with at(noon(date(2026, 6, 30))):
        assert close_quarters() == 0
        with pytest.raises(Problem, match="not over"):
            acts.close_quarter(HOUSE, SPRING)
    with at(noon(SUMMER)):
        assert (close_quarters(), close_quarters()) == (1, 0)
        kept = Quarter.objects.get(first_day=SPRING)
        assert kept.shown["sure"]["people"] == {"say": [3, 5], "heard": None, "papers": [4, 5]}
        assert kept.shown["sure"][STAFF]["say"] is None
        make_sure(make_person("late"), 5, 5, 5, at=in_spring())
        erase(HOUSE, people[0])
        assert acts.close_quarter(HOUSE, SPRING).shown == kept.shown
        page = text_of(cast.chloe.get(URL))
    assert "3 of 5" in page
    assert "6 of" not in page
    assert "April to June 2026" in page
    assert "until Tuesday 30 June" in page


@pytest.mark.django_db
def test_fewer_than_five_are_never_shown_on_any_side(cast: Any) -> None:
    for n in range(4):
        make_sure(make_person(f"P{n}"), 5, 5, 5, at=in_spring())
    with at(noon(SUMMER)):
        close_quarters()
        assert "When 5 or more have noted" in text_of(cast.chloe.get(URL))
    assert Quarter.objects.get().shown["sure"]["people"] == {"say": None, "heard": None, "papers": None}


@pytest.mark.django_db
def test_learning_of_three_months_hides_small_counts_with_a_second(cast: Any) -> None:
    one = make_learning(starts_at=in_spring())
    for n in range(9):
        make_taking(
            one, make_person(f"P{n}"), side="lived", can_now="x", said_on=date(2026, 5, 11) if n < 7 else None, asked_at=in_spring()
        )
    for n in range(4):
        make_taking(one, make_person(f"S{n}", works_here=True), side="staff", asked_at=in_spring())
    with at(noon(SUMMER)):
        close_quarters()
        page = text_of(cast.anyone.get("/learning/"))
    shown = Quarter.objects.get().shown
    assert shown["learned"]["staff"] is None
    assert shown["said"]["staff"] is None
    assert shown["said"]["people"] is None or shown["learned"]["people"] is None, "7 of 9 would say that 2 said nothing"
    assert "April to June 2026" in page
