"""How the seats lean towards those who live with it, and who must be there to decide (R073, R074)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kitchentable.people.erasures import erase
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import HOUSE
from kitchentable.seats import leaning
from kitchentable.seats.acts import mapping as acts
from kitchentable.seats.acts import table
from kitchentable.seats.leaning import Chosen, is_enough, lean, quorum
from kitchentable.seats.models import AffectedGroup, Seat, SeatPlan
from kitchentable.works import acts as works
from kitchentable.works.models import Group, Work

pytestmark = pytest.mark.django_db


def here(name: str, work: Work) -> str:
    return reverse(f"seats:{name}", args=[work.slug])


def text_of(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def new_work(cast: Any) -> Work:
    """A piece of work that has just begun: public, without a map."""
    rao = cast.rao.person
    said = {"what_this_is": "x", "what_we_ask": "x", "can_change": "x", "cannot_change": "x, because y"}
    return works.start(
        cast.natalie.person, Work(slug="buses", title="Buses", decider=rao, answers_first=rao, is_public=True, **said)
    )


def test_the_share_is_a_choice_with_a_reason(cast: Any) -> None:
    page = here("plan", cast.work)
    form = cast.natalie.get(page).context["form"]
    sent = {bound.name: bound.value() for bound in form}
    assert sent["lived_percent"] == 51
    cast.natalie.post(page, sent | {"because": ""}, status=422)
    cast.natalie.post(page, sent | {"lived_percent": "101"}, status=422)
    after = text_of(cast.natalie.post(page, sent | {"lived_percent": "75", "because": "It is their home."}, status=200))
    assert "At least 75 of 100 seats" in after
    public = text_of(cast.anyone.get(here("who", cast.work)))
    assert "At least 75 of 100 seats" in public
    assert "It is their home." in public
    assert "Natalie" in public


def test_a_work_where_nobody_chose_starts_from_the_numbers_of_the_house(cast: Any, new_work: Work) -> None:
    assert leaning.chosen_of(new_work) == Chosen(
        *(number(name) for name in ("lived_percent", "least_lived", "least_carers", "quorum_percent", "quorum_lived"))
    )
    assert "Nobody chose anything else" in text_of(cast.anyone.get(here("who", new_work)))
    assert cast.natalie.get(here("plan", new_work)).context["form"]["least_carers"].value() == 2


def test_what_the_seats_lack_is_said_and_stops_nobody(cast: Any) -> None:
    held = leaning.leans(cast.work).held
    assert (held.lived, held.carers, held.lacks) == (5, 1, {"carers": 1})
    page = text_of(cast.natalie.get(here("plan", cast.work)))
    assert "1 more unpaid carer is needed at the table." in page
    assert "As you chose" in page
    assert "1 more unpaid carer is needed at the table." in text_of(cast.anyone.get(here("who", cast.work)))
    staff = AffectedGroup.objects.get(name="Care workers")
    staff.seats_wanted = 20
    acts.change_group(cast.natalie.person, staff)
    assert "Fewer seats than chosen" in text_of(cast.natalie.get(here("map", cast.work)))
    table.take(
        cast.natalie.person,
        cast.work,
        group=AffectedGroup.objects.get(name="Unpaid carers"),
        person=cast.joan.person,
        way=Seat.Way.ASKED,
    )
    assert leaning.leans(cast.work).held.is_kept


def test_an_empty_chair_an_alternate_and_an_ended_seat_are_nobody_at_the_table(cast: Any) -> None:
    carers = AffectedGroup.objects.get(name="Unpaid carers")
    for kind in (Seat.Kind.ALTERNATE, Seat.Kind.OBSERVER):
        Seat.objects.create(work=cast.work, group=carers, person=cast.joan.person, kind=kind, way=Seat.Way.ASKED)
    Seat.objects.create(work=cast.work, group=carers, person=None, way=Seat.Way.ASKED)
    Seat.objects.create(
        work=cast.work, group=carers, person=cast.asha.person, way=Seat.Way.ASKED, since=today() - timedelta(days=9), until=today()
    )
    assert leaning.held_of(cast.work)[Group.CARER] == 1
    groups = {spot.group.name: spot.group for spot in cast.natalie.get(here("map", cast.work)).context["drawn"].spots}
    assert {name: group.held for name, group in groups.items()} == {
        "People who get help at home": 5, "Unpaid carers": 1, "People who get no help yet": 0, "Care workers": 0,
    }  # fmt: skip


def test_who_must_be_there_to_decide(cast: Any) -> None:
    assert leaning.quorum_of(cast.work) == leaning.Quorum(people=3, lived=2)
    assert leaning.is_quorate(cast.work, {Group.LIVED: 1, Group.CARER: 1, Group.STAFF: 1})
    assert not leaning.is_quorate(cast.work, {Group.LIVED: 1, Group.STAFF: 5})
    assert not leaning.is_quorate(cast.work, {Group.LIVED: 2})
    acts.plan(cast.natalie.person, cast.work, plan=SeatPlan(because="x", quorum_percent=0, quorum_lived=0))
    assert leaning.quorum_of(cast.work).people == 2, "nobody decides alone"


SEATS = st.fixed_dictionaries({group: st.integers(0, 60) for group in Group})
CHOSEN = st.builds(
    Chosen,
    lived_percent=st.integers(0, 100),
    least_lived=st.integers(0, 9),
    least_carers=st.integers(0, 9),
    quorum_percent=st.integers(0, 100),
    quorum_lived=st.integers(0, 9),
)


@pytest.mark.one_database
@given(seats=SEATS, chosen=CHOSEN)
def test_what_lacks_is_exactly_what_would_mend_it(seats: dict[Group, int], chosen: Chosen) -> None:
    found = lean(seats, chosen)
    assert found.total == sum(seats.values())
    assert found.is_kept == (
        100 * (seats[Group.LIVED] + seats[Group.CARER]) >= chosen.lived_percent * found.total
        and seats[Group.LIVED] >= chosen.least_lived
        and seats[Group.CARER] >= chosen.least_carers
    )
    assert all(n > 0 for n in found.lacks.values())
    if more := found.lacks.get("share"):
        moved = {**seats, Group.LIVED: seats[Group.LIVED] + more}
        for side in (Group.STAFF, Group.OTHER):
            taken = min(more, moved[side])
            moved[side], more = moved[side] - taken, more - taken
        assert more == 0, "there are always enough other seats to give"
        assert "share" not in lean(moved, chosen).lacks


@pytest.mark.one_database
@given(seats=SEATS, chosen=CHOSEN, side=st.sampled_from([Group.LIVED, Group.CARER]))
def test_one_more_seat_for_those_who_live_with_it_never_breaks_the_plan(
    seats: dict[Group, int], chosen: Chosen, side: Group
) -> None:
    before, after = lean(seats, chosen), lean({**seats, side: seats[side] + 1}, chosen)
    assert after.is_kept or not before.is_kept
    assert set(after.lacks) <= set(before.lacks)


@pytest.mark.one_database
@given(held=st.integers(0, 200), present=SEATS, chosen=CHOSEN)
def test_nobody_decides_alone_and_one_more_never_spoils_it(held: int, present: dict[Group, int], chosen: Chosen) -> None:
    needed = quorum(held, chosen)
    assert needed.people >= 2
    assert needed.people >= needed.lived
    assert 100 * needed.people >= held * chosen.quorum_percent
    if is_enough(present, needed):
        assert sum(present.values()) >= 2
        for side in Group:
            assert is_enough({**present, side: present[side] + 1}, needed)


def test_a_seat_that_nobody_holds_any_more_does_not_count(cast: Any) -> None:
    erase(HOUSE, cast.raj.person)
    assert leaning.held_of(cast.work).get(Group.CARER, 0) == 0
