"""Suggesting a group for the map: by anyone, by phone, without a name; taken or not, because; and who reads what."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from kitchentable.people.erasures import erase
from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import write
from kitchentable.policy.models import Attempt
from kitchentable.policy.numbers import set_number
from kitchentable.policy.verdict import HOUSE, Refused
from kitchentable.seats.acts import mapping as acts
from kitchentable.seats.models import AffectedGroup
from kitchentable.works.models import Work

pytestmark = pytest.mark.django_db

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


def suggested(cast: Any, by: Any = None, name: str = NIGHT, why: str = "They sleep by day.") -> AffectedGroup:
    return acts.suggest(by or cast.chloe.person, cast.work, name=name, why=why)


def test_anyone_may_suggest_and_only_the_office_reads_it_until_it_is_taken(cast: Any) -> None:
    assert "we cannot tell you what comes of it" in text_of(cast.anyone.get(here("suggest", cast.work)))
    page = cast.anyone.post(here("suggest", cast.work), {"name": "canarygroup", "why": "canarywhy"}, status=200)
    assert "canary" not in text_of(page)
    for seat in (cast.anyone, cast.chloe, cast.rao, cast.gill):
        assert "canary" not in text_of(seat.get(here("who", cast.work)))
    for seat in (cast.natalie, cast.dee):
        assert "canarywhy" in text_of(seat.get(here("map", cast.work)))
    group = AffectedGroup.objects.suggested().get()
    assert group.suggested_by is None
    acts.refuse_suggestion(cast.natalie.person, group, because="canarybecause")
    assert "canary" not in text_of(cast.anyone.get(here("who", cast.work))), "a stranger's words are never published unread"
    assert not Outgoing.objects.filter(kind="seats.suggestion").exists()


def test_a_suggestion_is_taken_with_the_leads_words_and_its_maker_is_told(cast: Any) -> None:
    cast.chloe.post(here("suggest", cast.work), {"name": NIGHT, "why": "My brother sleeps by day."}, status=200)
    group = AffectedGroup.objects.suggested().get()
    assert "Not answered yet" in text_of(cast.chloe.get(here("who", cast.work)))
    form = text_of(cast.natalie.get(here("group", cast.work, group.key)))
    assert "My brother sleeps by day." in form
    cast.natalie.post(
        here("group", cast.work, group.key),
        typed(name="Night workers", strength="3", how_affected="Visits come by day.", seen=seen(group)),
        status=200,
    )
    group.refresh_from_db()
    assert (group.state, group.name, group.asked_name) == (State.ON_MAP, "Night workers", NIGHT)
    public = text_of(cast.anyone.get(here("who", cast.work)))
    assert "Night workers" in public
    for private in ("My brother", "Chloe", NIGHT):
        assert private not in public
    told = Outgoing.objects.get(kind="seats.suggestion")
    message = write(told)
    assert told.person == cast.chloe.person
    assert message is not None
    assert "It is on the map now, as “Night workers”." in message.words
    assert "My brother sleeps by day." in message.words
    assert "night" not in message.subject.casefold()
    assert "You suggested" in text_of(cast.chloe.get(here("who", cast.work)))
    assert "You suggested" not in text_of(cast.joan.get(here("who", cast.work)))


def test_a_suggestion_that_is_not_taken_comes_back_with_its_because(cast: Any) -> None:
    group = suggested(cast)
    page = here("group_off", cast.work, group.key)
    cast.natalie.get(page)
    cast.natalie.post(page, {"because": ""}, status=422)
    cast.natalie.post(page, {"because": "Help at home comes at night too."}, status=200)
    message = write(Outgoing.objects.get(kind="seats.suggestion"))
    assert message is not None
    assert "because: Help at home comes at night too." in message.words
    assert "Help at home comes at night too." in text_of(cast.chloe.get(here("who", cast.work)))
    cast.natalie.get(page, status=403)
    group.refresh_from_db()
    group.name = "Night workers"
    acts.take_suggestion(cast.natalie.person, group)
    acts.take_off(cast.natalie.person, AffectedGroup.objects.get(pk=group.pk), because="They have their own work now.")
    assert Outgoing.objects.filter(kind="seats.suggestion", person=cast.chloe.person).count() == 3
    last = write(Outgoing.objects.filter(kind="seats.suggestion").order_by("pk")[2])
    assert last is not None
    assert "It was taken off, because: They have their own work now." in last.words


def test_somebody_who_is_not_online_suggests_by_phone_and_is_rung_back(cast: Any) -> None:
    lou = cast.lou.person
    choose = here("suggest_for", cast.work)
    assert "Lou" in text_of(cast.gill.get(choose, {"q": "lou"}))
    page = cast.gill.get(f"{choose}?for={lou.key}")
    assert "You type for Lou" in text_of(page)
    cast.gill.post(f"{choose}?for={lou.key}", {"name": "People with a dog", "why": "The dog barks."}, status=200)
    group = AffectedGroup.objects.suggested().get()
    assert group.suggested_by == lou
    group.name = "People with pets"
    acts.take_suggestion(cast.natalie.person, group)
    assert Outgoing.objects.get(kind="seats.suggestion").state == Outgoing.State.TODO
    cast.gill.post(f"{choose}?for=nobody", {"name": "People with a cat", "why": ""}, status=200)
    assert AffectedGroup.objects.get(asked_name="People with a cat").suggested_by is None
    cast.joan.get(choose, status=403)
    with pytest.raises(Refused):
        acts.suggest(cast.joan.person, cast.work, name="x", why="", for_person=lou)
    with pytest.raises(Refused):
        acts.suggest(cast.joan.person, cast.work, name="x", why="", in_nobodys_name=True)


def test_one_visitor_cannot_flood_the_lead(cast: Any) -> None:
    set_number(cast.sam.person, "say_an_hour", value=2, because="Quiet")
    for name in ("One", "Two"):
        cast.anyone.post(here("suggest", cast.work), {"name": name}, status=200)
    page = cast.anyone.post(here("suggest", cast.work), {"name": "Three", "why": "kept words"}, status=422)
    assert "kept words" in text_of(page)
    assert AffectedGroup.objects.suggested().count() == 2
    cast.chloe.post(here("suggest", cast.work), {"name": "Three"}, status=200)
    assert Attempt.objects.filter(kind="seats.suggest").count() == 2
    cast.anyone.post(here("suggest", cast.work), {"name": "A robot", "website": "https://x.example"}, status=422)


def test_a_double_click_suggests_once(cast: Any) -> None:
    key = "11111111-2222-4333-8444-555555555555"
    for _time in range(2):
        cast.chloe.post(here("suggest", cast.work), {"name": NIGHT, "once": key}, status=200)
    assert AffectedGroup.objects.suggested().count() == 1


def test_a_suggestion_is_answered_once(cast: Any) -> None:
    first, second = suggested(cast), AffectedGroup.objects.suggested().get()
    acts.refuse_suggestion(cast.natalie.person, first, because="x")
    second.name = NIGHT
    with pytest.raises(acts.ChangedMeanwhile):
        acts.take_suggestion(cast.natalie.person, second)
    assert Outgoing.objects.filter(kind="seats.suggestion").count() == 1


def test_erasing_somebody_leaves_the_group_and_takes_their_words(cast: Any) -> None:
    group = suggested(cast, why="My brother sleeps by day.")
    group.name = NIGHT
    acts.take_suggestion(cast.natalie.person, group)
    for name, refused in (("My brother and I", False), ("My mother and I", True)):
        one = suggested(cast, name=name)
        if refused:
            acts.refuse_suggestion(cast.natalie.person, one, because="x")
    erase(HOUSE, cast.chloe.person)
    group.refresh_from_db()
    assert (group.suggested_by, group.asked_name, group.asked_why) == (None, "", "")
    assert NIGHT in text_of(cast.anyone.get(here("who", cast.work)))
    assert "and I" not in text_of(cast.natalie.get(here("map", cast.work)))
