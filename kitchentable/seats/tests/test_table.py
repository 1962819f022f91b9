"""The table: gaps and pictures by stage, seats that are given and ended, who left, who stands in, a decision taken with a gap."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kitchentable.people.erasures import erase
from kitchentable.people.models import Outgoing, Person
from kitchentable.people.outbox import write
from kitchentable.policy.book import may
from kitchentable.policy.clock import at, today
from kitchentable.policy.verdict import Problem, Refused
from kitchentable.record.models import Line
from kitchentable.seats import gaps, leaving, picture
from kitchentable.seats.acts import table as acts
from kitchentable.seats.gaps import Held, days_without
from kitchentable.seats.models import AffectedGroup, GapNote, Seat
from kitchentable.seats.told import gap_note_for
from kitchentable.works import acts as works
from kitchentable.works.models import Role, StageTime, Work
from kitchentable.works.rules import has_role

GET_HELP, CARERS, NO_HELP = "People who get help at home", "Unpaid carers", "People who get no help yet"
DAY, A_DAY = date(2026, 3, 2), timedelta(days=1)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def here(name: str, cast: Any, **query: str) -> str:
    return reverse(f"seats:{name}", args=[cast.work.slug]) + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")


def the_group(cast: Any, name: str) -> AffectedGroup:
    return AffectedGroup.objects.get(work=cast.work, name=name)


def seat_of(person: Any) -> Seat:
    return Seat.objects.get(person=person, kind=Seat.Kind.SEAT, until__isnull=True)


def signed_in(cast: Any) -> None:
    """So that the queries of a page are counted without those of signing in."""
    assert cast.natalie.client
    assert cast.dee.client
    assert cast.chloe.client


def letters(kind: str) -> list[Outgoing]:
    return list(Outgoing.objects.filter(kind=kind).order_by("pk"))


# ── gaps ──────────────────────────────────────────────────────────────────────────────────────────


def spans() -> st.SearchStrategy[list[Held]]:
    held = st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 12)))
    return st.lists(held.map(lambda f: Held(DAY + f[0] * A_DAY, None if f[1] is None else DAY + (f[0] + f[1]) * A_DAY)), max_size=6)


@pytest.mark.one_database
@settings(max_examples=300, deadline=None)
@given(spans(), st.integers(0, 30), st.integers(0, 15))
def test_days_without_anybody_are_counted_as_one_would_by_hand(held: list[Held], first: int, more: int) -> None:
    days = [DAY + n * A_DAY for n in range(first, first + more + 1)]
    assert days_without(held, days[0], days[-1]) == sum(not any(one.on(day) for one in held) for day in days)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None)
@given(
    moves=st.lists(st.tuples(st.integers(0, 9), st.sampled_from(Work.Stage.values)), max_size=5),
    seats=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 30), st.one_of(st.none(), st.integers(0, 15))), max_size=6),
)
def test_gaps_by_stage_are_those_of_every_single_day(moves: Any, seats: Any) -> None:
    """Whatever way a work goes through its stages, back too, and however seats start and end: as counted day by day."""
    with transaction.atomic(), at(noon(DAY + 40 * A_DAY)):
        natalie = Person.objects.create(called="Natalie")
        work = Work.objects.create(
            slug="w", title="W", what_this_is="x", what_we_ask="x", can_change="x", cannot_change="x", decider=natalie,
            answers_first=natalie, stage=moves[-1][1] if moves else "thinking",
        )  # fmt: skip
        begun, stage = DAY, "thinking"
        stands: list[tuple[str, date, date | None]] = []
        for after, to in moves:
            stands.append((stage, begun, begun + after * A_DAY))
            begun, stage = begun + after * A_DAY, to
        stands.append((stage, begun, None))
        for one, since, until in stands:
            StageTime.objects.create(work=work, stage=one, since=noon(since), until=until and noon(until))
        most = AffectedGroup.Strength.MOST
        groups = [AffectedGroup.objects.create(work=work, name=name, strength=most) for name in ("A", "B")]
        for which, since, long in seats:
            first = DAY + since * A_DAY
            Seat.objects.create(
                work=work, group=groups[which], way="asked", since=first, until=None if long is None else first + long * A_DAY
            )  # fmt: skip
        expected = _day_by_day(stands, groups, today())
        found = {
            (stage, gap.group.name): (gap.days, gap.of) for stage, all_of in gaps.gaps_by_stage(work).items() for gap in all_of
        }
        assert found == expected
        held_today = {seat.group_id for seat in Seat.objects.all() if seat.is_held}
        assert gaps.gaps_now(work) == [group for group in groups if group.pk not in held_today]
        transaction.set_rollback(True)


def _day_by_day(stands: Any, groups: Any, day: date) -> dict[tuple[str, str], tuple[int, int]]:
    """Every day a work stood at a stage, and whether anybody was there for a group; with nothing of the code that is tested."""
    days: dict[str, set[date]] = {}
    for stage, since, until in stands:
        last = day if until is None else until - A_DAY
        at_stage = days.setdefault(stage, set())
        at_stage.add(since)
        at_stage |= {since + n * A_DAY for n in range((last - since).days + 1)}
    found = {}
    for stage, all_days in days.items():
        for group in groups:
            held = [(seat.since, seat.until) for seat in Seat.objects.filter(group=group)]
            missed = [one for one in all_days if not any(s <= one and (u is None or one < u) for s, u in held)]
            if missed:
                found[stage, group.name] = (len(missed), len(all_days))
    return found


def test_a_gap_is_a_group_affected_most_with_nobody_there_today(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [group.name for group in gaps.gaps_now(cast.work)] == [NO_HELP]
    seat = seat_of(cast.raj.person)
    acts.end(cast.raj.person, seat)
    assert [group.name for group in gaps.gaps_now(cast.work)] == [NO_HELP, CARERS]
    with django_assert_num_queries(1):
        found = gaps.gaps_of([cast.work])
    assert [group.name for group in found[cast.work.pk]] == [NO_HELP, CARERS]
    with django_assert_num_queries(3):
        gaps.gaps_by_stage(cast.work)


def test_who_stands_in_or_watches_fills_no_gap(cast):
    for kind in (Seat.Kind.ALTERNATE, Seat.Kind.OBSERVER):
        acts.take(cast.natalie.person, cast.work, group=the_group(cast, NO_HELP), person=cast.joan.person, way="asked", kind=kind)
    assert [group.name for group in gaps.gaps_now(cast.work)] == [NO_HELP]
    assert not has_role(cast.joan.person, cast.work.pk, Role.Kind.MEMBER)


# ── the picture ───────────────────────────────────────────────────────────────────────────────────


def test_the_picture_shows_who_sits_there_what_is_empty_and_who_is_missing(cast, django_assert_num_queries):
    with django_assert_num_queries(3):
        shown = picture.now_for(cast.work)
    assert [(row.name, row.state, row.wanted, row.held) for row in shown.rows] == [
        (GET_HELP, "filled", 5, 5),
        (NO_HELP, "missing", 1, 0),
        (CARERS, "empty", 2, 1),
        ("Care workers", "empty", 0, 0),
    ]
    states = [chair.state for chair in shown.chairs]
    assert (states.count("filled"), states.count("empty"), states.count("missing")) == (6, 1, 1)
    assert len(shown.plates) == 6
    assert shown.says == f"6 seats at the table are filled. 1 is empty. Missing: {NO_HELP}."
    assert shown.rows[0].ways == ("5 seats – Asked to come",)


def test_each_way_to_a_seat_is_named_and_no_name_is(cast):
    acts.take(
        cast.natalie.person, cast.work, group=the_group(cast, CARERS), person=cast.asha.person, way="elected",
        way_words="by\nHealthwatch",
    )  # fmt: skip
    acts.take(cast.natalie.person, cast.work, group=the_group(cast, CARERS), person=cast.fay.person, way="asked", kind="observer")
    acts.take(cast.natalie.person, cast.work, group=the_group(cast, CARERS), person=cast.joan.person, way="drawn", kind="alternate")
    shown = picture.now_for(cast.work)
    assert shown.rows[2].ways == ("1 seat – Asked to come", "1 seat – Chosen by their group: by Healthwatch")
    assert [lines for _label, lines in shown.beside] == [(f"{CARERS}: 1",), (f"{CARERS}: 1",)]
    everything = repr(shown)
    assert not any(name in everything for name in ("Asha", "Fay", "Joan", "Chloe", "Raj"))


def test_each_stage_has_its_own_picture(cast):
    day = today()
    StageTime.objects.filter(work=cast.work).delete()
    for stage, first, last in (("thinking", 30, 20), ("asking", 20, 10), ("making", 10, None)):
        ends = None if last is None else noon(day - last * A_DAY)
        StageTime.objects.create(work=cast.work, stage=stage, since=noon(day - first * A_DAY), until=ends)
    Seat.objects.filter(work=cast.work).update(since=day - 15 * A_DAY)
    Seat.objects.filter(person=cast.raj.person).update(until=day - 12 * A_DAY)
    thinking, asking, making = (picture.for_stage(cast.work, stage) for stage in ("thinking", "asking", "making"))
    assert {row.state for row in thinking.rows[:3]} == {"missing"}
    assert [row.state for row in asking.rows[:3]] == ["filled", "missing", "missing"]
    assert asking.rows[0].before == "On 5 of the 10 days of this stage nobody was there."
    assert making.rows[0].before == ""
    assert "“Asking”" in asking.title
    assert making.title == "The table now"
    assert [bool(stop.url) for stop in making.stops] == [True, True, True, False, False, False]
    assert picture.for_stage(cast.work, "deciding") == making, "what is still to come shows the table now"
    assert {gap.group.name: gap.days for gap in gaps.gaps_by_stage(cast.work)["asking"]} == {GET_HELP: 5, CARERS: 7, NO_HELP: 10}
    page = cast.natalie.get(here("table", cast, stage="asking")).content.decode()
    assert "On 5 of the 10 days" in page


@pytest.mark.one_database
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 400), st.integers(0, 32_000)), max_size=20))
@settings(max_examples=60, deadline=None)
def test_a_table_of_any_size_is_drawn_with_a_bounded_number_of_chairs(groups: Any) -> None:
    given_ = [("empty", side, held, held + more) for side, held, more in groups]
    chairs, plates, each_is = picture.draw(given_)  # type: ignore[arg-type]
    assert len(chairs) <= picture.MOST_CHAIRS + len(groups)
    assert len(plates) <= len(chairs)
    if each_is == 1:
        assert len(chairs) == sum(seats for *_more, seats in given_)


def test_a_work_without_a_map_says_so(cast):
    Seat.objects.all().delete()
    AffectedGroup.objects.all().delete()
    shown = cast.natalie.get(here("table", cast)).content.decode()
    assert "Nobody has said yet who is affected" in shown
    assert "First say who is affected" in cast.natalie.get(here("seat_give", cast)).content.decode()
    assert "Nobody has said yet who is affected" in cast.natalie.get(here("left", cast)).content.decode()


# ── the office ────────────────────────────────────────────────────────────────────────────────────


def test_those_who_run_the_work_see_who_sits_where_and_nobody_else(cast, django_assert_max_num_queries):
    signed_in(cast)
    with django_assert_max_num_queries(15):
        text = cast.natalie.get(here("table", cast)).content.decode()
    assert "Chloe" in text
    assert "Give somebody a seat" in text
    assert "Chloe" in cast.rao.get(here("table", cast)).content.decode()
    assert "Give somebody a seat" not in cast.rao.get(here("table", cast)).content.decode()
    for who in (cast.chloe, cast.joan, cast.ben):
        assert "Chloe sits" not in who.get(here("table", cast), status=403).content.decode()
    cast.anyone.get(here("table", cast), status=302)


def test_the_lead_gives_a_seat_and_the_person_is_told(cast):
    page = here("seat_give", cast)
    assert "Joan" in cast.natalie.get(page, {"q": "joa"}).content.decode()
    assert "We know nobody of this name" in cast.natalie.get(page, {"q": "zzz"}).content.decode()
    group = the_group(cast, NO_HELP).key
    assert here("seat_give", cast, group=group) in cast.natalie.get(here("table", cast)).content.decode()
    chosen = cast.natalie.get(here("seat_give", cast, who=cast.joan.person.key, group=group))
    assert chosen.context["form"]["group"].value() == group
    to = here("seat_give", cast, who=cast.joan.person.key)
    sent = {"group": the_group(cast, NO_HELP).key, "kind": "seat", "way": "elected", "way_words": "by the food bank"}
    later = today() + A_DAY
    wrong = sent | {"since_day": str(later.day), "since_month": str(later.month), "since_year": str(later.year)}
    answer = cast.natalie.post(to, wrong, status=422).content.decode()
    assert "by the food bank" in answer
    assert "Joan is told" in cast.natalie.post(to, sent, status=200).content.decode()
    seat = seat_of(cast.joan.person)
    assert (seat.group.name, seat.way, seat.way_words, seat.since) == (NO_HELP, "elected", "by the food bank", today())
    assert has_role(cast.joan.person, cast.work.pk, Role.Kind.MEMBER)
    assert gaps.gaps_now(cast.work) == []
    (letter,) = letters("seats.given")
    said = write(letter)
    assert letter.person == cast.joan.person
    assert said is not None
    assert NO_HELP in said.words
    assert NO_HELP not in said.subject
    cast.rao.post(to, sent, status=403)


def test_an_alternate_without_a_place_comes_last(cast):
    group = the_group(cast, CARERS)
    made = [
        acts.take(cast.natalie.person, cast.work, group=group, person=who, way="drawn", kind="alternate")
        for who in (cast.joan.person, cast.fay.person, cast.asha.person)
    ]
    assert [seat.order for seat in made] == [1, 2, 3]
    assert "You are the next whom we ask" in cast.joan.get(reverse("seats:mine")).content.decode()
    assert "You are number 3 on the list" in cast.asha.get(reverse("seats:mine")).content.decode()


# ── leaving ───────────────────────────────────────────────────────────────────────────────────────


def test_anybody_can_leave_their_seat_and_need_not_say_why(cast, django_assert_max_num_queries):
    chloe, seat = cast.chloe.person, seat_of(cast.chloe.person)
    signed_in(cast)
    with django_assert_max_num_queries(15):
        mine = cast.chloe.get(reverse("seats:mine")).content.decode()
    assert GET_HELP in mine
    page = reverse("seats:seat_end", args=[seat.key])
    assert page in mine
    cast.chloe.get(page)
    assert "You left this seat" in cast.chloe.post(page, {"why": ""}, status=200).content.decode()
    seat.refresh_from_db()
    assert (seat.until, seat.why_ended) == (today(), "")
    assert not has_role(cast.chloe.person, cast.work.pk, Role.Kind.MEMBER)
    assert letters("seats.ended") == [], "who leaves by themselves need not be told"
    assert "This seat has ended" in cast.chloe.get(page).content.decode()
    with pytest.raises(Problem):
        acts.end(chloe, seat)


def test_why_somebody_left_is_read_by_them_and_the_lead_only(cast):
    why = "It was too much beside Mum."
    seat = seat_of(cast.raj.person)
    acts.end(cast.raj.person, seat, why=why)
    ended = here("table", cast, show="ended")
    assert why in cast.natalie.get(ended).content.decode()
    assert why in cast.raj.get(reverse("seats:mine")).content.decode()
    for who in (cast.dee, cast.rao):
        assert why not in who.get(ended).content.decode()
    assert why not in cast.natalie.get(here("left", cast)).content.decode()
    assert "why" not in seat.in_record()
    (letter,) = letters("seats.left")
    said = write(letter)
    assert said is not None
    assert why not in said.words


def test_the_lead_is_told_who_stands_in_next_when_a_group_affected_most_loses_somebody(cast):
    natalie = cast.natalie.person
    for who, group in ((cast.fay.person, GET_HELP), (cast.joan.person, CARERS)):
        acts.take(natalie, cast.work, group=the_group(cast, group), person=who, way="drawn", kind="alternate")
    acts.end(cast.raj.person, seat_of(cast.raj.person))
    (letter,) = letters("seats.left")
    assert letter.person == natalie
    said = write(letter)
    assert said is not None
    assert "Joan" in said.words, "of the same group first, though Fay is before her on the list"
    assert "Now nobody is at the table for this group" in said.words
    assert "Raj" not in said.subject + said.words
    carer = acts.take(natalie, cast.work, group=the_group(cast, "Care workers"), person=cast.asha.person, way="asked")
    acts.end(cast.asha.person, carer)
    assert len(letters("seats.left")) == 1, "care workers are not affected most here"


def test_staff_type_it_for_who_rings_and_the_person_is_told(cast):
    seat = seat_of(cast.lou.person)
    page = reverse("seats:seat_end", args=[seat.key])
    dee = cast.dee.get(page).content.decode()
    assert "I end it without their word" not in dee, "only the lead may"
    cast.dee.post(page, {"why": "I am tired."}, status=200)
    seat.refresh_from_db()
    assert seat.why_ended == "I am tired."
    line = Line.objects.get(act="seats.end", thing_key=seat.key)
    assert (line.by_key, line.for_key) == (cast.dee.person.key, cast.lou.person.key)
    (letter,) = letters("seats.ended")
    assert letter.person == cast.lou.person
    said = write(letter)
    assert said is not None
    assert "You told us that you leave" in said.words


def test_a_lead_who_ends_a_seat_without_their_word_says_why_to_them(cast):
    seat = seat_of(cast.reg.person)
    page = reverse("seats:seat_end", args=[seat.key])
    natalie = cast.natalie
    natalie.get(page)
    assert "Say why" in natalie.post(page, {"word": "not_said", "because": ""}, status=422).content.decode()
    put_in_their_mouth = {"word": "not_said", "because": "x", "why": "They are lazy."}
    assert "Only the person says why" in natalie.post(page, put_in_their_mouth, status=422).content.decode()
    yesterday = seat.since - A_DAY
    early = {"until_day": str(yesterday.day), "until_month": str(yesterday.month), "until_year": str(yesterday.year)}
    natalie.post(page, {"word": "said"} | early, status=422)
    natalie.post(page, {"word": "not_said", "because": "The rules we all agreed on."}, status=200)
    seat.refresh_from_db()
    assert (seat.why_ended, seat.ended_because) == ("", "The rules we all agreed on.")
    (letter,) = letters("seats.ended")
    said = write(letter)
    assert said is not None
    assert "The rules we all agreed on." in said.words
    assert "The rules we all agreed on." in cast.reg.get(reverse("seats:mine")).content.decode()


def test_nobody_ends_a_seat_that_is_not_theirs(cast):
    seat = seat_of(cast.pat.person)
    page = reverse("seats:seat_end", args=[seat.key])
    for who in (cast.chloe, cast.ben, cast.kim):
        assert GET_HELP not in who.get(page, status=403).content.decode()
        with pytest.raises(Refused):
            acts.end(who.person, seat)
    cast.anyone.get(page, status=302)
    assert not may(cast.ben.person, "seats.end", seat)
    with pytest.raises(Refused):
        acts.end(cast.dee.person, seat, because="I want it so.")
    with pytest.raises(Problem):
        acts.end(cast.natalie.person, seat, for_person=cast.lou.person)


def test_who_has_two_seats_keeps_their_part_with_the_second(cast):
    first = seat_of(cast.raj.person)
    acts.take(cast.natalie.person, cast.work, group=the_group(cast, NO_HELP), person=cast.raj.person, way="asked")
    acts.end(cast.raj.person, first)
    assert has_role(cast.raj.person, cast.work.pk, Role.Kind.MEMBER)
    assert leaving.leavings(list(Seat.objects.values_list("group_id", "person_id", "since", "until"))) == [], "moved, not left"


# ── standing in ───────────────────────────────────────────────────────────────────────────────────


def test_somebody_from_the_list_takes_over_a_seat(cast, django_assert_max_num_queries):
    natalie, group = cast.natalie.person, the_group(cast, CARERS)
    seat = seat_of(cast.raj.person)
    waits = acts.take(natalie, cast.work, group=group, person=cast.joan.person, way="drawn", kind="alternate")
    with pytest.raises(acts.CannotStandIn):
        acts.stand_in(natalie, seat, alternate=waits)
    acts.end(cast.raj.person, seat)
    page = reverse("seats:stand_in", args=[seat.key])
    assert page in cast.natalie.get(here("table", cast, show="ended")).content.decode()
    signed_in(cast)
    with django_assert_max_num_queries(15):
        assert "Joan" in cast.natalie.get(page).content.decode()
    cast.rao.post(page, {"alternate": waits.key}, status=403)
    cast.natalie.post(page, {"alternate": waits.key}, status=200)
    made = seat_of(cast.joan.person)
    waits.refresh_from_db()
    assert (made.stands_in_for, made.way, made.kind, waits.until) == (seat, "drawn", "seat", today())
    assert [letter.person for letter in letters("seats.given")] == [cast.joan.person]
    again = acts.take(natalie, cast.work, group=group, person=cast.fay.person, way="drawn", kind="alternate")
    with pytest.raises(acts.CannotStandIn):
        acts.stand_in(natalie, seat, alternate=again)
    cast.natalie.post(page, {"alternate": again.key}, status=422)
    assert page not in cast.natalie.get(here("table", cast, show="ended")).content.decode()


# ── who left, in numbers ──────────────────────────────────────────────────────────────────────────


@pytest.mark.one_database
@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([1, 2]), st.sampled_from(["asking", "making"])), max_size=24))
@example([(1, "asking")])
@example([(1, "asking")] * 7 + [(2, "making")] * 2)
def test_no_number_of_those_who_left_can_be_worked_out_when_it_is_small(gone: list[tuple[int, str]]) -> None:
    """By brute force: whoever knows all that is shown still finds values that lie `below` or more apart for each hidden count."""
    below, groups, stages = 5, [(1, "A"), (2, "B")], ["asking", "making"]
    shown = leaving.table(groups, stages, gone, below)
    real = [[gone.count((pk, stage)) for stage in stages] for pk, _name in groups]
    hidden = [(i, j) for i, row in enumerate(shown.rows) for j, count in enumerate(row[1]) if count is None]
    possible: dict[tuple[int, int], set[int]] = {place: set() for place in hidden}
    top = max(map(max, real)) + below + 1
    for values in itertools.product(range(top + 1), repeat=len(hidden)):
        guess = [list(row) for row in real]
        for (i, j), value in zip(hidden, values, strict=True):
            guess[i][j] = value
        if _fits(guess, shown):
            for i, j in hidden:
                possible[i, j].add(guess[i][j])
    assert all(max(values) - min(values) >= below for values in possible.values()), (real, shown)
    for _name, counts, across in shown.rows:
        assert all(count is None or count >= below for count in (*counts, across))


def _fits(guess: list[list[int]], shown: leaving.Left) -> bool:
    pairs = [(sum(row), across) for row, (_n, _c, across) in zip(guess, shown.rows, strict=True)]
    pairs += [
        (value, count)
        for row, (_n, counts, _a) in zip(guess, shown.rows, strict=True)
        for value, count in zip(row, counts, strict=True)
    ]
    pairs += [
        *zip((sum(column) for column in zip(*guess, strict=True)), shown.down, strict=True),
        (sum(map(sum, guess)), shown.all),
    ]
    return all(count is None or value == count for value, count in pairs)


def test_the_table_of_who_left_has_each_group_and_stage_whoever_left(cast, django_assert_max_num_queries):
    before = leaving.left_of(cast.work)
    assert "Too few to show" in cast.natalie.get(here("left", cast)).content.decode()
    acts.end(cast.raj.person, seat_of(cast.raj.person))
    assert leaving.left_of(cast.work) == before, "one who leaves changes nothing that is shown"
    day = today()
    for _n in range(8):
        Seat.objects.create(
            work=cast.work, group=the_group(cast, GET_HELP), way="asked", since=day - 20 * A_DAY, until=day - 5 * A_DAY
        )
    signed_in(cast)
    with django_assert_max_num_queries(15):
        text = cast.dee.get(here("left", cast)).content.decode()
    assert "not shown" in text
    assert leaving.left_of(cast.work).all == 9
    cast.chloe.get(here("left", cast), status=403)


# ── erasing ───────────────────────────────────────────────────────────────────────────────────────


def test_who_is_erased_leaves_the_seat_in_the_picture_without_them(cast):
    seat = seat_of(cast.raj.person)
    Seat.objects.filter(pk=seat.pk).update(since=today() - 3 * A_DAY)
    gone = acts.take(cast.natalie.person, cast.work, group=the_group(cast, NO_HELP), person=cast.raj.person, way="asked")
    acts.end(cast.raj.person, gone, why="Secret words")
    erase(cast.raj.person, cast.raj.person)
    seat.refresh_from_db()
    gone.refresh_from_db()
    assert (seat.person, seat.until, seat.group.name) == (None, today(), CARERS)
    assert (gone.person, gone.why_ended) == (None, "")
    assert [group.name for group in gaps.gaps_now(cast.work)] == [NO_HELP, CARERS]
    assert {letter.person for letter in letters("seats.left")} == {cast.natalie.person}
    assert "Somebody who was erased" in cast.natalie.get(here("table", cast, show="ended")).content.decode()
    assert all(write(letter) is not None for letter in letters("seats.left"))


# ── a decision with a gap ─────────────────────────────────────────────────────────────────────────


def test_a_decision_taken_with_a_gap_says_so_for_good(cast, django_assert_max_num_queries):
    key = f"{cast.work.slug}:1"
    made = acts.note_gap(cast.rao.person, cast.work, decision=key)
    assert made is not None
    assert made.names == [NO_HELP]
    assert acts.note_gap(cast.rao.person, cast.work, decision=key) == made
    assert Line.objects.filter(act="seats.gap", thing_key=key).count() == 1
    with django_assert_max_num_queries(3):
        shown = gap_note_for(key)
    assert shown is not None
    assert shown.groups == ((NO_HELP, "This is how we reach them: We ask at the food bank and at GPs."),)
    AffectedGroup.objects.filter(name=NO_HELP).update(how_to_reach="")
    assert "how to reach them" in gap_note_for(key).groups[0][1]  # type: ignore[union-attr]
    acts.take(cast.natalie.person, cast.work, group=the_group(cast, NO_HELP), person=cast.joan.person, way="asked")
    shown = gap_note_for(key)
    assert shown is not None
    assert shown.groups == ((NO_HELP, "Somebody is at the table for them now."),)
    assert acts.note_gap(cast.rao.person, cast.work, decision=f"{cast.work.slug}:2") is None
    assert gap_note_for(f"{cast.work.slug}:2") is None
    assert GapNote.objects.count() == 1


def test_what_everyone_reads_names_groups_and_nobody(cast):
    key = f"{cast.work.slug}:1"
    acts.note_gap(cast.rao.person, cast.work, decision=key)
    text = render_to_string("seats/table/_gap.html", {"gap": gap_note_for(key)})
    assert "When this was decided, nobody was at the table for:" in text
    assert NO_HELP in text
    assert render_to_string("seats/table/_gap.html", {"gap": None}).strip() == ""
    text += render_to_string("seats/table/_picture.html", {"picture": picture.now_for(cast.work)})
    assert 'role="img"' in text
    assert "<caption>Seats by group</caption>" in text
    assert not any(person.called in text for person in cast.made.people.values() if person.called not in ("Pat", "Sam"))


def test_a_work_that_moves_on_keeps_the_table_of_each_stage(cast):
    works.move(cast.natalie.person, cast.work, stage=Work.Stage.DECIDING)
    shown = picture.for_stage(cast.work, "making")
    assert "“Making”" in shown.title
    assert [stop.words for stop in shown.stops if stop.is_here] == ["Making"]
