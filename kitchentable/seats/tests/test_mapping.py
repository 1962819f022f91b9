"""The map: who is affected, what people suggest, what nobody has thought of, how the seats lean, and the duties."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from kitchentable.policy.numbers import set_number
from kitchentable.policy.verdict import ANYONE, Problem, Refused
from kitchentable.seats.acts import mapping as acts
from kitchentable.seats.map_picture import draw_map
from kitchentable.seats.models import AffectedGroup, DutyNote, PromptAnswer
from kitchentable.seats.prompts import PROMPTS, asked
from kitchentable.works import acts as works
from kitchentable.works.models import Group, Step, Work

pytestmark = pytest.mark.django_db

MOST, MUCH = AffectedGroup.Strength.MOST, AffectedGroup.Strength.MUCH
State = AffectedGroup.State
NIGHT = "People who work at night"


def here(name: str, work: Work, *more: str) -> str:
    return reverse(f"seats:{name}", args=[work.slug, *more])


def text_of(response: Any) -> str:
    return str(response.content.decode())


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "name": NIGHT, "strength": "2", "side": "lived", "how_affected": "Visits come when they sleep.", "about_how_many": "400",
        "who_is_missing": "Those who drive lorries", "reaching": "outreach", "how_to_reach": "We go to the depot.",
        "seats_wanted": "1", "prompt": "", **changes,
    }  # fmt: skip


def seen(group: AffectedGroup) -> str:
    return group.changed_at.isoformat()


@pytest.fixture
def new_work(cast: Any) -> Work:
    """A piece of work that has just begun: public, without a map."""
    natalie, rao = cast.natalie.person, cast.rao.person
    return works.start(
        natalie,
        Work(
            slug="buses", title="Buses", what_this_is="x", what_we_ask="x", can_change="x", cannot_change="x, because y",
            decider=rao, answers_first=rao, ladder_planned=Step.CO_DESIGN, is_public=True,
        ),
    )  # fmt: skip


# ── the map in the office ─────────────────────────────────────────────────────────────────────────


def test_a_group_is_put_on_the_map_and_everyone_can_read_it(cast: Any) -> None:
    cast.natalie.get(here("group_add", cast.work))
    page = text_of(cast.natalie.post(here("group_add", cast.work), typed(), status=200))
    assert f"“{NIGHT}” is on the map" in page
    group = AffectedGroup.objects.get(name=NIGHT)
    assert (group.state, group.strength, group.about_how_many, group.seats_wanted) == (State.ON_MAP, MUCH, 400, 1)
    seen = text_of(cast.anyone.get(here("who", cast.work)))
    for words in (NIGHT, "Visits come when they sleep.", "400", "Those who drive lorries", "We go to the depot."):
        assert words in seen


def test_what_was_typed_stays_when_something_is_wrong(cast: Any) -> None:
    page = cast.natalie.post(here("group_add", cast.work), typed(name="", seats_wanted="lots"), status=422)
    assert "Visits come when they sleep." in text_of(page)
    page = cast.natalie.post(here("group_add", cast.work), typed(name="UNPAID CARERS"), status=422)
    assert "A group of this name is on the map already." in text_of(page)


def test_a_group_is_changed_and_keeps_what_was_not_changed(cast: Any) -> None:
    cast.natalie.post(here("group_add", cast.work), typed())
    group = AffectedGroup.objects.get(name=NIGHT)
    form = cast.natalie.get(here("group", cast.work, group.key)).context["form"]
    sent = {bound.name: bound.value() for bound in form if bound.value() not in (None, False)}
    cast.natalie.post(here("group", cast.work, group.key), sent | {"about_how_many": "450", "strength": "3"}, status=200)
    group.refresh_from_db()
    assert (group.about_how_many, group.strength, group.how_to_reach) == (450, MOST, "We go to the depot.")


def test_a_group_comes_off_only_with_a_reason_and_stays_in_sight(cast: Any) -> None:
    group = AffectedGroup.objects.get(name="Care workers")
    assert "Please write something here." in text_of(cast.natalie.post(here("group_off", cast.work, group.key), status=422))
    cast.natalie.post(here("group_off", cast.work, group.key), {"because": "They are asked in their own work."}, status=200)
    group.refresh_from_db()
    assert group.state == State.NOT_TAKEN
    assert "They are asked in their own work." in text_of(cast.anyone.get(here("who", cast.work)))
    assert "Take it onto the map after all" in text_of(cast.natalie.get(here("map", cast.work)))
    cast.natalie.get(here("group", cast.work, group.key))
    acts.take_suggestion(cast.natalie.person, group)
    assert "They are asked in their own work." not in text_of(cast.anyone.get(here("who", cast.work)))


def test_of_two_leads_the_second_sees_what_the_first_saved(cast: Any) -> None:
    group = AffectedGroup.objects.get(name="Care workers")
    was = seen(group)
    group.how_affected = "They drive all day."
    acts.change_group(cast.natalie.person, group)
    url = here("group", cast.work, group.key)
    sent = typed(name="Care workers", side="staff", how_affected="Their hours change.", seen=was)
    page = cast.natalie.post(url, sent, status=422)
    for words in ("Somebody else changed this meanwhile", "They drive all day.", "Their hours change."):
        assert words in text_of(page)
    group.refresh_from_db()
    assert group.how_affected == "They drive all day."
    cast.natalie.post(url, sent | {"seen": page.context["form"]["seen"].value()}, status=200)
    group.refresh_from_db()
    assert group.how_affected == "Their hours change."
    cast.natalie.post(url, sent | {"seen": "no day"}, status=422)


def test_a_group_with_somebody_at_the_table_stays(cast: Any) -> None:
    group = AffectedGroup.objects.get(name="Unpaid carers")
    page = cast.natalie.post(here("group_off", cast.work, group.key), {"because": "x"}, status=422)
    assert "Somebody has a seat for this group." in text_of(page)


def test_the_gate_cannot_be_walked_round_afterwards(cast: Any, new_work: Work) -> None:
    natalie = cast.natalie.person
    only = acts.add(natalie, new_work, group=AffectedGroup(name="Riders", strength=MOST))
    works.move(natalie, new_work, stage=Work.Stage.ASKING)
    with pytest.raises(acts.StaysOnMap):
        acts.take_off(natalie, only, because="x")
    only.strength = MUCH
    with pytest.raises(acts.StaysOnMap):
        acts.change_group(natalie, only)
    only.refresh_from_db()
    acts.add(natalie, new_work, group=AffectedGroup(name="Drivers", strength=MOST))
    acts.take_off(natalie, only, because="Another work asks them.")


def test_a_work_leaves_thinking_only_with_somebody_who_is_affected_most(cast: Any, new_work: Work) -> None:
    change = reverse("works:change", args=[new_work.slug])
    words = "First write down who is affected most."
    assert words in text_of(cast.natalie.post(change, {"do": "stage", "stage": "asking"}, status=422))
    acts.add(cast.natalie.person, new_work, group=AffectedGroup(name="Shops", strength=MUCH))
    acts.suggest(cast.chloe.person, new_work, name="Riders", why="")
    assert words in text_of(cast.natalie.post(change, {"do": "stage", "stage": "asking"}, status=422))
    acts.add(cast.natalie.person, new_work, group=AffectedGroup(name="Riders of night buses", strength=MOST))
    assert words not in text_of(cast.natalie.post(change, {"do": "stage", "stage": "asking"}, status=200))
    new_work.refresh_from_db()
    assert new_work.stage == Work.Stage.ASKING


def test_a_map_is_never_more_than_people_can_take_in(cast: Any) -> None:
    set_number(cast.sam.person, "map_most", value=4, because="Small pages")
    with pytest.raises(Problem, match="A map holds 4 groups at the most"):
        acts.add(cast.natalie.person, cast.work, group=AffectedGroup(name="One more"))


def test_only_the_lead_changes_the_map_and_checkers_read_it(cast: Any) -> None:
    group = AffectedGroup.objects.get(name="Care workers")
    assert here("group_add", cast.work) not in text_of(cast.dee.get(here("map", cast.work)))
    for seat in (cast.chloe, cast.rao, cast.joan):
        seat.get(here("map", cast.work), status=403)
    with pytest.raises(Refused):
        acts.change_group(cast.chloe.person, group)
    with pytest.raises(Refused):
        acts.take_off(cast.dee.person, group, because="x")
    for name in ("group_add", "map_copy", "plan", "duties"):
        cast.rao.get(here(name, cast.work), status=403)


def test_a_work_that_is_not_public_shows_nobody_its_map(cast: Any, new_work: Work) -> None:
    acts.add(cast.natalie.person, new_work, group=AffectedGroup(name="Riders", strength=MOST))
    new_work.is_public = False
    works.change(cast.natalie.person, new_work)
    for name in ("who", "suggest"):
        cast.anyone.get(here(name, new_work), status=404)
        cast.joan.get(here(name, new_work), status=404)
    with pytest.raises(Refused):
        acts.suggest(ANYONE, new_work, name="x", why="")
    cast.rao.get(here("who", new_work))
    other = works.start(
        cast.gill.person,
        Work(slug="parks", title="Parks", what_this_is="x", what_we_ask="x", can_change="x", cannot_change="x", decider=cast.rao.person,
             answers_first=cast.rao.person, is_public=True),
    )  # fmt: skip
    with pytest.raises(acts.NoGroups):
        acts.copy_map(cast.gill.person, other, groups=list(AffectedGroup.objects.filter(work=new_work)))


# ── have you thought of …? ────────────────────────────────────────────────────────────────────────


@pytest.mark.one_database
def test_the_questions_are_the_nine_of_the_law_with_carers_and_people_offline(cast: Any) -> None:
    assert sum(one.is_law for one in PROMPTS) == 9
    assert [one.code for one in PROMPTS if not one.is_law] == ["carers", "offline"]
    assert all(one.is_open for one in asked(cast.work)), "nothing is ever ticked for anyone"


def test_a_question_is_asked_until_somebody_answers_it(cast: Any) -> None:
    office = here("map", cast.work)
    assert "looks after somebody without being paid" in text_of(cast.natalie.get(office))
    page = cast.natalie.get(here("group_add", cast.work) + "?prompt=carers")
    assert page.context["form"]["prompt"].value() == "carers"
    cast.natalie.post(here("group_add", cast.work), typed(name="Young carers", side="carer", prompt="carers"), status=200)
    found = {one.prompt.code: one for one in asked(cast.work)}
    assert found["carers"].groups == ("Young carers",)

    cast.natalie.post(here("prompt", cast.work, "marriage"), {"because": "  "}, status=422)
    cast.natalie.post(here("prompt", cast.work, "marriage"), {"because": "The same for everyone."}, status=200)
    assert PromptAnswer.objects.get().by == cast.natalie.person
    assert "The same for everyone." in text_of(cast.anyone.get(here("who", cast.work)))
    assert [one.prompt.code for one in asked(cast.work) if one.is_open] == [
        one.code for one in PROMPTS if one.code not in ("carers", "marriage")
    ]
    cast.natalie.get(here("prompt", cast.work, "nothere"), status=404)
    acts.take_off(cast.natalie.person, AffectedGroup.objects.get(name="Young carers"), because="x")
    assert {one.prompt.code: one for one in asked(cast.work)}["carers"].is_open


# ── an earlier map ────────────────────────────────────────────────────────────────────────────────


def test_a_map_starts_from_an_earlier_one_with_nothing_ticked(cast: Any, new_work: Work) -> None:
    page = here("map_copy", new_work)
    assert cast.work.title in text_of(cast.natalie.get(page))
    assert cast.work.title not in text_of(cast.natalie.get(page, {"q": "no such work"}))
    preview = cast.natalie.get(f"{page}?from={cast.work.slug}")
    assert "checked" not in text_of(preview).split("<form", 1)[1]
    cast.natalie.post(f"{page}?from={cast.work.slug}", {}, status=422)
    keys = list(AffectedGroup.objects.on_map().filter(work=cast.work).exclude(name="Care workers").values_list("key", flat=True))
    assert "3 groups were copied." in text_of(cast.natalie.post(f"{page}?from={cast.work.slug}", {"groups": keys}, status=200))
    made = AffectedGroup.objects.on_map().filter(work=new_work)
    assert {one.copied_from and one.copied_from.name for one in made} == {one.name for one in made}
    assert {(one.about_how_many, one.seats_wanted) for one in made} == {(None, 0)}, "numbers are looked at anew"
    assert "0 groups were copied." in text_of(cast.natalie.post(f"{page}?from={cast.work.slug}", {"groups": keys}, status=200))
    assert made.count() == 3


# ── duties ────────────────────────────────────────────────────────────────────────────────────────


def test_the_duties_are_written_down_with_name_and_day_and_what_was_found_first_stays(cast: Any) -> None:
    page = here("duty", cast.work, "involve")
    cast.natalie.get(here("duties", cast.work))
    assert "Say whether it applies: yes or no." in text_of(cast.natalie.post(page, {"words": "We plan a service."}, status=422))
    cast.natalie.post(page, {"words": "We plan a service.", "applies": "yes"}, status=200)
    cast.natalie.post(page, {"words": "Only the times change.", "applies": "no"}, status=200)
    assert [(note.applies, note.by) for note in DutyNote.objects.all()] == [
        (False, cast.natalie.person),
        (True, cast.natalie.person),
    ]
    public = text_of(cast.anyone.get(here("who", cast.work)))
    for words in ("No, it does not apply", "Only the times change.", "We plan a service.", "Natalie"):
        assert words in public
    for kind in ("harm", "advance", "relations"):
        assert "Does it apply?" not in text_of(cast.natalie.get(here("duty", cast.work, kind)))
        cast.natalie.post(here("duty", cast.work, kind), {"words": f"found {kind}"}, status=200)
        assert f"found {kind}" in text_of(cast.anyone.get(here("who", cast.work)))
    cast.natalie.get(here("duty", cast.work, "nothere"), status=404)


# ── the picture ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.one_database
@pytest.mark.parametrize("many", [0, 1, 7, 40])
def test_the_picture_holds_every_group_apart_and_says_it_in_words(many: int) -> None:
    groups = [
        AffectedGroup(name=f"Group {n}", side=list(Group)[n % 4], strength=n % 3 + 1, who_is_missing="some" if n % 5 == 0 else "")
        for n in range(many)
    ]
    drawn = draw_map(groups)
    assert [spot.number for spot in drawn.spots] == list(range(1, many + 1))
    assert all(group.name in drawn.says for group in groups)
    places = {(spot.x, spot.y) for spot in drawn.spots}
    assert len(places) == many
    assert all(0 < float(spot.x) < 460 and 0 < float(spot.y) < 460 for spot in drawn.spots)
    assert [spot.missing for spot in drawn.spots] == [bool(spot.group.who_is_missing) for spot in drawn.spots]


def test_the_pages_ask_the_database_little_however_full_the_map(cast: Any, django_assert_max_num_queries: Any) -> None:
    natalie = cast.natalie.person
    for n in range(30):
        acts.add(natalie, cast.work, group=AffectedGroup(name=f"Group {n}", who_is_missing="x", strength=n % 3 + 1))
    AffectedGroup.objects.bulk_create(
        [
            AffectedGroup(work=cast.work, asked_name=f"S{n}", state=State.SUGGESTED, suggested_by=cast.chloe.person)
            for n in range(60)
        ]
    )
    for kind in DutyNote.Kind:
        DutyNote.objects.create(work=cast.work, kind=kind, applies=True, words="x", by=natalie)
    for one in PROMPTS[:5]:
        PromptAnswer.objects.create(work=cast.work, prompt=one.code, because="x", by=natalie)
    for seat, name in (
        (cast.natalie, "map"), (cast.anyone, "who"), (cast.chloe, "who"), (cast.natalie, "who"), (cast.natalie, "plan"),
        (cast.natalie, "duties"), (cast.natalie, "map_copy"), (cast.anyone, "suggest"), (cast.natalie, "group_add"),
    ):  # fmt: skip
        seat.get(here(name, cast.work))
        with django_assert_max_num_queries(15, info=name):
            seat.get(here(name, cast.work))
    assert "Page 1 of 3" in text_of(cast.natalie.get(here("map", cast.work)))
