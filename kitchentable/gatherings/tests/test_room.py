"""In the room: taps by group, from a page and from a tablet that was away; decisions; who came; and shares that everyone sees (S06)."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kitchentable.gatherings.acts import room as acts
from kitchentable.gatherings.models import Choice, Gathering
from kitchentable.gatherings.tests.a_room import everyone_came, gathering, invitation
from kitchentable.policy.clock import at, now

pytestmark = pytest.mark.django_db


def url(name: str, made: Gathering) -> str:
    return reverse(f"gatherings:{name}", args=[made.key])


def send(client: Client, made: Gathering, items: list[Any], status: int = 200) -> Any:
    answer = client.post(url("tally_send", made), json.dumps({"items": items}), content_type="application/json")
    assert answer.status_code == status
    return answer.json()


def tap(group: str = "lived", **more: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "kind": "tap", "group": group, "at": now().isoformat(), **more}


def taps_of(made: Gathering) -> dict[str, int]:
    groups = list(made.taps.filter(taken_back_at__isnull=True).values_list("group", flat=True))
    return {group: groups.count(group) for group in set(groups)}


def test_taps_count_by_group_with_plain_forms_and_the_last_can_be_taken_back(cast: Any) -> None:
    made = gathering(cast)
    for group in ("lived", "staff", "staff"):
        page = cast.natalie.post(url("tally", made), {"what": "tap", "group": group}, status=200)
    assert "Noted: People who work here." in page.content.decode()
    page = cast.natalie.post(url("tally", made), {"what": "undo"})
    assert "Taken back: People who work here." in page.content.decode()
    assert taps_of(made) == {"lived": 1, "staff": 1}
    cast.natalie.post(url("tally", made), {"what": "tap", "group": "chloe"})
    assert taps_of(made) == {"lived": 1, "staff": 1}


def test_a_tablet_that_was_away_for_three_hours_loses_nothing_and_sends_nothing_twice(cast: Any) -> None:
    began = now() - timedelta(hours=4)
    made = gathering(cast, at=began)
    kept = [tap(at=(began + timedelta(minutes=minute)).isoformat()) for minute in range(30)]
    choice = {"id": str(uuid.uuid4()), "kind": "choice", "typed": {"words": "Visits last 45 minutes", "how": "together"}}
    first = send(cast.natalie.client, made, [*kept[:20], choice])
    again = send(cast.natalie.client, made, [*kept, choice])  # the answer to the first was lost on the way
    assert set(first["kept"]) < set(again["kept"]) == {one["id"] for one in [*kept, choice]}
    assert taps_of(made) == {"lived": 30}
    assert made.choices.get().words == "Visits last 45 minutes"
    assert made.taps.earliest("at").at == began


def test_what_was_taken_back_stays_so_when_its_tap_is_sent_once_more(cast: Any) -> None:
    made = gathering(cast)
    one, other = tap(), tap("staff")
    send(cast.natalie.client, made, [one, other, {"id": str(uuid.uuid4()), "kind": "back", "of": one["id"]}])
    send(cast.natalie.client, made, [one])
    assert taps_of(made) == {"staff": 1}


def test_a_device_whose_clock_is_wrong_is_not_believed(cast: Any) -> None:
    made = gathering(cast)
    wrong = [tap(at="1970-01-01T00:00:00Z"), tap(at="2099-01-01T00:00:00Z"), tap(at="soon"), tap(at=None)]
    send(cast.natalie.client, made, wrong)
    assert made.taps.count() == 4
    assert all(abs(one.at - now()) < timedelta(minutes=1) for one in made.taps.all())


def test_what_nobody_could_keep_does_not_hold_up_the_rest(cast: Any) -> None:
    made = gathering(cast)
    bad: list[Any] = [
        tap("chloe"), tap(id="not a key"), {"id": "x", "kind": "wave"}, {"id": str(uuid.uuid4()), "kind": "choice", "typed": {"how": "x"}},
        {"id": str(uuid.uuid4()), "kind": "choice", "typed": "x"},
    ]  # fmt: skip
    good = tap()
    answer = send(cast.natalie.client, made, [*bad, good])
    assert answer["kept"] == [good["id"]]
    assert len(answer["refused"]) == len(bad)
    for body in ("", "[]", "{}", '{"items": 5}', '{"items": [1]}', '{"items": [{}]}'):
        answer = cast.natalie.client.post(url("tally_send", made), body, content_type="application/json")
        assert answer.status_code == 400, body


def test_only_those_who_plan_or_host_count_and_only_from_the_day_on(cast: Any) -> None:
    made = gathering(cast, at=now() + timedelta(days=3))
    assert "on the day" in cast.natalie.get(url("tally", made), status=403).content.decode()
    with at(made.starts_at):
        cast.natalie.get(url("tally", made))
        cast.dee.get(url("tally", made))
        for name in ("tally", "tally_offline", "tally_worker", "tally_send", "attended", "minutes"):
            cast.chloe.get(url(name, made), status=403)
            cast.joan.get(url(name, made), status=404)
            assert cast.anyone.get(url(name, made), status=302)["Location"].startswith("/sign-in/")
        made.state = "cancelled"
        made.save()
        cast.natalie.get(url("tally", made), status=403)


def test_a_form_from_elsewhere_cannot_tap(cast: Any) -> None:
    made = gathering(cast)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.natalie.person)
    body = json.dumps({"items": [tap()]})
    assert strict.post(url("tally_send", made), body, content_type="application/json").status_code == 403
    token = strict.get(url("tally_send", made)).json()["token"]
    answer = strict.post(url("tally_send", made), body, content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 200


def test_what_a_device_keeps_to_open_offline_names_nobody(cast: Any) -> None:
    made = gathering(cast)
    kept = cast.natalie.get(url("tally_offline", made)).content.decode()
    for word in ("Natalie", "csrfmiddlewaretoken", "Visits and times", cast.natalie.person.key, cast.chloe.person.called):
        assert word not in kept
    worker = cast.natalie.get(url("tally_worker", made))
    assert worker["Content-Type"].startswith("text/javascript")
    assert worker.content.decode().startswith("const KEPT = {")


def test_a_decision_is_noted_with_how_and_votes_by_group(cast: Any) -> None:
    made = gathering(cast)
    typed = {"what": "choice", "words": "", "how": "vote", "moved_by": "lived", "votes_lived": "4", "votes_staff": "-1"}
    page = cast.natalie.post(url("tally", made), typed, status=422).content.decode()
    assert "Please write 0 or more." in page
    assert "There is a problem" in page or "Please write something here." in page
    cast.natalie.post(url("tally", made), typed | {"words": "Visits last 45 minutes", "votes_staff": "3"}, status=200)
    made_choice = Choice.objects.get()
    assert (made_choice.votes, made_choice.moved_by) == ({"lived": 4, "staff": 3}, "lived")
    cast.natalie.post(url("tally", made), typed | {"words": "A list", "how": "together", "votes_staff": ""}, status=200)
    assert Choice.objects.latest("pk").votes == {}


def test_s06_everyone_sees_the_shares_by_group_and_nobody_by_name(cast: Any) -> None:
    """Two chairs, one of each side; of ten points six came from lived experience; when it is over everyone sees who had a say."""
    made = gathering(cast)
    assert (made.chair_lived, made.chair_staff) == (cast.chloe.person, cast.rao.person)
    natalie = cast.natalie.person
    acts.tap(natalie, made, taps=[acts.NewTap(acts.tap_key(), group) for group in ["lived"] * 7 + ["carer"] * 2 + ["staff"] * 11])
    for word in "abcd":
        votes = {"lived": 2, "carer": 1, "staff": 3}
        acts.choose(
            natalie, made, key=acts.tap_key(), words=word, how="vote", moved_by="lived" if word < "c" else "staff", votes=votes
        )
    cast.chloe.get(url("shares", made), status=403)
    asked = list(made.invitations.values_list("key", flat=True))
    ben = invitation(made, "ben").key
    came = [key for key in asked if key != ben]
    cast.natalie.post(
        url("attended", made), {"asked": asked, "came": came, f"with_{invitation(made, 'chloe').key}": "2"}, status=200
    )
    made.refresh_from_db()
    assert made.state == "held"
    assert invitation(made, "chloe").brings == 2
    assert "Too few people to show" in cast.chloe.get(url("shares", made)).content.decode(), "two of one side came"
    cast.natalie.post(url("attended", made), {"asked": [ben], "came": [ben]}, status=200)  # Ben came late
    for seat in (cast.chloe, cast.lou, cast.raj, cast.rao, cast.natalie):
        page = seat.get(url("shares", made)).content.decode()
        for share in ("6 of 10", "4 of 10", "9 of 20", "11 of 20", "2 of 4", "12 of 24"):
            assert share in page
        for name in ("Chloe", "Raj", "Mina", "Ms Rao", "Ben"):
            assert name not in page.replace(seat.person.called, "")
    cast.joan.get(url("shares", made), status=404)
    cast.kim.get(url("shares", made), status=404)


def test_shares_over_time_add_up_what_each_gathering_shows(cast: Any, django_assert_max_num_queries: Any) -> None:
    natalie = cast.natalie.person
    for count in range(4):
        made = gathering(cast, at=now() - timedelta(days=40 - count))
        acts.tap(natalie, made, taps=[acts.NewTap(acts.tap_key(), group) for group in ["lived"] * 3 + ["staff"] * 2])
        everyone_came(made)
    made.invitations.filter(group="staff").first().delete()  # two of one side: it shows nothing, and is in no sum
    address = reverse("gatherings:shares_all", args=[cast.work.slug])
    cast.chloe.get(address)
    with django_assert_max_num_queries(15):
        page = cast.chloe.get(address).content.decode()
    assert "3 gatherings are counted here." in page
    assert "1 is left out" in page
    assert "9 of 15" in page
    cast.joan.get(address, status=404)


@pytest.mark.parametrize("name", ["tally", "attended", "shares"])
def test_a_page_of_the_room_asks_little_of_the_tables(cast: Any, name: str, django_assert_max_num_queries: Any) -> None:
    made = everyone_came(gathering(cast))
    cast.natalie.get(url(name, made))
    with django_assert_max_num_queries(15):
        cast.natalie.get(url(name, made))
