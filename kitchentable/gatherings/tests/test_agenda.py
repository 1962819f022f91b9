"""Sharing power before the day: an agenda from both sides, breaks in each hour, two chairs (S06)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from kitchentable.gatherings import telling
from kitchentable.gatherings.acts import agenda as acts
from kitchentable.gatherings.acts import planning
from kitchentable.gatherings.fit import hours_without_break
from kitchentable.gatherings.fitting import breaks_of
from kitchentable.gatherings.models import Gathering, Invitation, Talk
from kitchentable.people.models import Outgoing, Scope, Supporter
from kitchentable.people.outbox import write
from kitchentable.policy.book import may
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import Refused
from kitchentable.record.models import Line

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(cast: Any) -> Gathering:
    """A board of two and a half hours, with Chloe, Lou and Raj invited."""
    made = Gathering(
        title="Board", purpose="To decide", host=cast.natalie.person, minutes=150, starts_at=datetime(2027, 5, 12, 10, tzinfo=UTC)
    )
    one = planning.plan(cast.natalie.person, cast.work, gathering=made)
    planning.choose(cast.natalie.person, one, people=[cast.chloe.person, cast.lou.person, cast.raj.person])
    one.invitations.update(state=Invitation.State.SENT)
    return one


def bring_url(one: Gathering, person: Any) -> str:
    return reverse("gatherings:bring", args=[one.invitations.get(person=person).key])


def agenda_url(one: Gathering) -> str:
    return reverse("gatherings:agenda", args=[one.key])


def test_anyone_coming_brings_a_point_and_hears_what_came_of_it(cast: Any, board: Gathering) -> None:
    mine = bring_url(board, cast.chloe.person)
    cast.chloe.post(mine, {"words": "  "}, status=422)
    cast.chloe.post(mine, {"words": "Visits at night", "content_note": "about being left alone"}, status=200)
    text = cast.natalie.get(agenda_url(board)).content.decode()
    assert "Visits at night" in text
    assert "about being left alone" in text
    talk = Talk.objects.get(words="Visits at night")
    assert (talk.group, talk.state, talk.brought_by) == ("lived", "offered", cast.chloe.person)
    sent = {"talk": talk.key, "do": "later", "because": " "}
    assert "Say why it is for another time." in cast.natalie.post(agenda_url(board), sent, status=422).content.decode()
    cast.natalie.post(agenda_url(board), sent | {"because": "The budget comes first."}, status=200)
    assert "The budget comes first." in cast.chloe.get(mine).content.decode()
    cast.natalie.post(agenda_url(board), {"talk": talk.key, "do": "take"}, status=200)
    assert "On the agenda" in cast.chloe.get(mine).content.decode()
    text = cast.natalie.get(agenda_url(board)).content.decode()
    assert "nobody is named to talk to afterwards" in text
    assert "no quiet room is named" in text
    with pytest.raises(Refused):
        acts.take_away(cast.natalie.person, talk)


def test_a_point_comes_by_phone_and_through_a_supporter_who_may_reply_and_nobody_else(cast: Any, board: Gathering) -> None:
    lou, kim = cast.lou.person, cast.kim.person
    url = bring_url(board, lou)
    assert "What does <bdi>Lou</bdi> want to talk about?" in cast.natalie.get(url).content.decode()
    cast.natalie.post(url, {"words": "More time at lunch"}, status=200)
    talk = Talk.objects.get(words="More time at lunch")
    assert (talk.brought_by, talk.typed_by) == (lou, cast.natalie.person)
    acts.take(cast.natalie.person, talk, state="later", because="Next time")
    call = Outgoing.objects.get(kind="gatherings.point")
    assert (call.person, call.state) == (lou, Outgoing.State.TODO), "Lou is rung"
    words = write(call)
    assert words is not None
    assert "More time at lunch" in words.words
    assert "because: Next time" in words.words
    assert "lunch" not in words.subject
    line = Line.objects.filter(act="gatherings.bring").latest("pk")
    assert (line.by_key, line.for_key) == (cast.natalie.person.key, lou.key)
    cast.kim.get(url, status=404)
    invitation = board.invitations.get(person=lou)
    assert not may(kim, "gatherings.bring", invitation)
    lets = Supporter.objects.create(person=lou, supporter=kim, until=today() + timedelta(days=9), scopes=[Scope.INVITATIONS])
    cast.kim.get(url, status=403)
    lets.scopes = [Scope.INVITATIONS, Scope.REPLY]
    lets.save()
    cast.kim.post(url, {"words": "The bus"}, status=200)
    assert Talk.objects.get(words="The bus").typed_by == kim
    Supporter.objects.all().delete()
    cast.kim.get(url, status=404)
    cast.raj.get(url, status=404)
    cast.anyone.get(url, status=302)
    board.invitations.update(state=Invitation.State.NO)
    assert "Next time" in cast.lou.get(url).content.decode(), "what came of it can be read by whoever brought it, always"
    cast.lou.post(url, {"words": "One more"}, status=403)
    cast.raj.get(bring_url(board, cast.raj.person), status=403)


def test_before_there_is_a_point_the_invitation_promises_no_hour_that_is_not_so(cast: Any, board: Gathering) -> None:
    board.talks.filter(kind="point").delete()
    told = telling.hours(board)
    assert [hour.words for hour in told[-2:]] == ["We start", "The end"]
    assert told[-1].at == board.ends_at
    assert not any(hour.is_break for hour in told)


def test_less_than_half_from_lived_experience_is_said_and_the_shares_are_by_group(cast: Any, board: Gathering) -> None:
    natalie = cast.natalie.person
    for words in ("Money", "Staff", "Cars"):
        cast.natalie.post(agenda_url(board), {"do": "put", "kind": "point", "words": words, "minutes": "15"}, status=200)
    for person in (cast.chloe.person, cast.raj.person):
        invitation = board.invitations.get(person=person)
        acts.take(natalie, acts.bring(person, invitation, words=f"Of {person}"), state="taken")
    text = cast.natalie.get(agenda_url(board)).content.decode()
    assert "2 of 5 points come from people with lived experience. That is less than half." in text
    assert "People with lived experience: 1 of 5" in text
    assert "Unpaid carers: 1 of 5" in text
    acts.take(natalie, acts.bring(cast.lou.person, board.invitations.get(person=cast.lou.person), words="Of Lou"), state="taken")
    assert "come from people with lived experience" not in cast.natalie.get(agenda_url(board)).content.decode()
    assert board.talks.filter(state="taken").order_by("order").last().kind == Talk.Kind.CLOSE, "the end stays at the end"


def test_there_is_a_break_of_ten_minutes_in_each_hour(cast: Any, board: Gathering) -> None:
    natalie = cast.natalie.person
    board.talks.filter(kind=Talk.Kind.BREAK).delete()
    for at in range(5):
        acts.put(natalie, board, talk=Talk(words=f"Point {at}", minutes=24))
    assert "There is an hour without a break of 10 minutes." in cast.natalie.get(agenda_url(board)).content.decode()
    cast.natalie.post(agenda_url(board), {"do": "breaks"}, status=200)
    taken = list(board.talks.filter(state="taken").order_by("order"))
    assert hours_without_break(board.minutes, breaks_of(taken), 10) == []
    assert [one.words for one in taken if one.kind == "point"] == [f"Point {at}" for at in range(5)], "the order of points stays"
    order = {f"place-{one.key}": str(9 - at) for at, one in enumerate(taken)} | {
        f"minutes-{taken[0].key}": "7",
        f"minutes-{taken[1].key}": "x",
    }
    cast.natalie.post(agenda_url(board), {"do": "order", **order}, status=200)
    again = list(board.talks.filter(state="taken").order_by("order"))
    assert [one.pk for one in again] == [one.pk for one in reversed(taken)]
    assert again[-1].minutes == 7
    pause = board.talks.filter(kind=Talk.Kind.BREAK).first()
    cast.natalie.post(agenda_url(board), {"do": "away", "talk": pause.key}, status=200)
    assert "There is an hour without a break" in cast.natalie.get(agenda_url(board)).content.decode()


def test_two_chairs_are_asked_for_one_from_each_side(cast: Any, board: Gathering) -> None:
    plan = reverse("gatherings:plan", args=[board.key])
    assert "There are not two chairs yet" in cast.natalie.get(plan).content.decode()
    chairs = {"chair_lived": cast.chloe.person, "chair_staff": cast.rao.person}
    planning.change(cast.natalie.person, board, to=chairs, seen=board.changed_at)
    text = cast.natalie.get(plan).content.decode()
    assert "There are not two chairs yet" not in text
    choices = cast.natalie.get(reverse("gatherings:change", args=[board.key])).context["form"].fields
    assert cast.rao.person not in choices["chair_lived"].queryset
    assert cast.chloe.person not in choices["chair_staff"].queryset
