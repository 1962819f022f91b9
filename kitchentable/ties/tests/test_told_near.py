"""What several people said nearly the same is shown to the lead; people join it, and each keeps their words and their answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from kitchentable.policy.clock import today
from kitchentable.policy.verdict import HOUSE, Refused
from kitchentable.ties import near
from kitchentable.ties.acts.near import TickTwo, join_near, look_for_near, not_the_same
from kitchentable.ties.models import NearGroup, NearIn, NearMark
from kitchentable.voices import acts
from kitchentable.voices.models import Contribution, Outcome, ThemeMark

pytestmark = pytest.mark.django_db
SAME = (
    "Please keep the Saturday bus to the market. It is the only day I see people.",
    "Keep the Saturday bus to the market please! It is the only day on which I see people.",
    "please keep the saturday bus to the market, it's the only day i see people",
)
OTHER = "The lift in the town hall has been broken for three weeks, and the ramp is too steep."


def said(cast: Any, *words: str, who: str = "chloe") -> list[Contribution]:
    return [acts.say(getattr(cast, who).person, cast.work, words=one) for one in words]


def test_near_copies_come_together_and_others_do_not(cast: Any) -> None:
    said(cast, *SAME, OTHER, "Short.")
    group = NearGroup.objects.get()
    assert set(group.members.values_list("contribution__words", flat=True)) == set(SAME)
    assert group.size == 3
    page = cast.natalie.get(reverse("ties:near", args=[cast.work.slug])).content.decode()
    assert "3 people said something like this" in page
    assert "lift" not in page
    cast.chloe.get(reverse("ties:near", args=[cast.work.slug]), status=403)
    assert not ThemeMark.objects.exists(), "nothing joins by itself"


def test_one_point_and_one_answer_that_goes_to_each(cast: Any) -> None:
    said(cast, *SAME)
    group = NearGroup.objects.get()
    keys = list(group.members.values_list("key", flat=True))
    here = reverse("ties:near_group", args=[cast.work.slug, group.key])
    cast.natalie.post(here, {"do": "join", "called": "The Saturday bus", "said": keys[:1]}, status=422)
    cast.natalie.post(here, {"do": "join", "called": "", "said": keys}, status=422)
    cast.natalie.post(here, {"do": "join", "called": "The Saturday bus", "said": keys[:2]}, status=200)
    group.refresh_from_db()
    assert (group.state, group.size, group.theme.called) == ("joined", 2, "The Saturday bus")
    assert ThemeMark.objects.count() == 2
    assert NearIn.objects.filter(apart=True).count() == 1
    assert "One answer for all of them?" in cast.natalie.get(here).content.decode()
    two = list(Contribution.objects.filter(near_in__joined=True))
    made = acts.answer(
        cast.rao.person, two, outcome=Outcome.USED, words="The Saturday bus stays until 2030. It is in the contract.",
        decider=cast.rao.person, decided_on=today(), who_does_it="Ben Ash", by_when=today() + timedelta(days=9),
    )  # fmt: skip
    acts.check(cast.dee.person, made)
    assert list(Contribution.objects.order_by("pk").values_list("status", flat=True)).count("answered") == 2
    assert set(Contribution.objects.values_list("words", flat=True)) == set(SAME), "each keeps their own words"
    with pytest.raises(Refused):
        join_near(cast.chloe.person, group, said=[], called="x")
    with pytest.raises(TickTwo):
        join_near(cast.natalie.person, group, said=[], called="x")


def test_kept_apart_is_not_shown_again(cast: Any) -> None:
    said(cast, *SAME[:2])
    group = NearGroup.objects.get()
    cast.natalie.post(reverse("ties:near_group", args=[cast.work.slug, group.key]), {"do": "apart"}, status=200)
    assert "Nothing is nearly the same" in cast.natalie.get(reverse("ties:near", args=[cast.work.slug])).content.decode()


def test_said_by_others_too_only_when_they_are_many_and_mine_may_not_be_the_same(cast: Any) -> None:
    others = ("raj", "lou", "mina", "reg", "pat", "asha")
    for who in ("chloe", *others[:4]):
        said(cast, SAME[0], who=who)
    group = NearGroup.objects.get()
    join_near(cast.natalie.person, group, said=list(group.members.all()), called="The Saturday bus")
    assert "others said this too" not in cast.chloe.get("/me/same/").content.decode(), "five with oneself are four others"
    group.refresh_from_db()
    extra = said(cast, SAME[1], who="asha")[0]
    NearIn.objects.filter(contribution=extra).update(joined=True)
    assert "5 others said this too" in cast.chloe.get("/me/same/").content.decode()
    mine = NearIn.objects.get(contribution__said_by=cast.chloe.person)
    cast.raj.post("/me/same/", {"not_same": mine.key}, status=404)
    with pytest.raises(Refused):
        not_the_same(cast.raj.person, mine)
    cast.chloe.post("/me/same/", {"not_same": mine.key}, status=200)
    assert not ThemeMark.objects.filter(contribution=mine.contribution).exists()
    assert Contribution.objects.get(pk=mine.contribution_id).status == "waiting"


def test_taken_back_leaves_nothing_that_was_made_from_its_words(cast: Any) -> None:
    first, _second = said(cast, *SAME[:2])
    acts.withdraw(cast.chloe.person, first)
    assert not NearMark.objects.filter(contribution=first).exists()
    assert not NearIn.objects.filter(contribution=first).exists()
    assert NearGroup.objects.get().size == 1
    assert "Nothing is nearly the same" in cast.natalie.get(reverse("ties:near", args=[cast.work.slug])).content.decode()


def test_the_night_job_finds_what_was_missed_and_comes_to_an_end(cast: Any) -> None:
    said(cast, *SAME, "Hi")
    NearMark.objects.all().delete()
    NearGroup.objects.all().delete()
    assert look_for_near(HOUSE, None, most=3) == 3
    assert look_for_near(HOUSE, None, most=3) == 1
    assert look_for_near(HOUSE, None, most=3) == 0
    assert NearGroup.objects.get().size == 3
    with pytest.raises(Refused):
        look_for_near(cast.natalie.person, None)


def test_pages_take_as_many_queries_with_more_groups(cast: Any, django_assert_max_num_queries: Any) -> None:
    for n in range(8):
        for end in ("", " please", " now"):
            said(cast, f"Wall number{n} colour{n} garden{n} window{n} is very dirty{n} again{end}.")
    assert NearGroup.objects.count() == 8
    for address in (
        reverse("ties:near", args=[cast.work.slug]),
        reverse("ties:near_group", args=[cast.work.slug, NearGroup.objects.first().key]),
    ):
        cast.natalie.get(address)
        with django_assert_max_num_queries(15):
            cast.natalie.client.get(address)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_goes_in_alike_is_the_same_both_ways_and_with_itself(one: str, other: str) -> None:
    a, b = near.plain(one), near.plain(other)
    assert near.alike(a, b, 85) == near.alike(b, a, 85)
    assert not a or near.alike(a, a, 85)
    assert near.marks(a) == near.marks(a)
    assert len(near.marks(a)) in (0, near.MARKS)
