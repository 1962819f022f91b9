"""Inviting people: who is asked and how, what they read, what they say, and that nobody else learns it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from kitchentable.gatherings import fitting
from kitchentable.gatherings.acts import inviting as acts
from kitchentable.gatherings.acts import planning
from kitchentable.gatherings.jobs import inviting as jobs
from kitchentable.gatherings.models import Arrangement, Gathering, GoAhead, Invitation, Place, Talk
from kitchentable.people import acts as people_acts
from kitchentable.people import worker
from kitchentable.people.models import Look, Outgoing, Person, Reach, Scope, Supporter, WhatWorks
from kitchentable.people.outbox import write
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import HOUSE, Refused
from kitchentable.record.models import Line

pytestmark = pytest.mark.django_db
State = Invitation.State
DAY = datetime(2026, 6, 9, 10, 30, tzinfo=UTC)  # half past eleven in Millbrook
START = datetime(2026, 5, 12, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_may() -> Any:
    with at(START):
        yield


@pytest.fixture
def gathering(cast: Any) -> Gathering:
    place = Place.objects.create(called="St Anne’s Hall", address="St Anne’s Road\nMillbrook", the_way="Bus 12\nThe ramp")
    made = Gathering.objects.create(
        work=cast.work,
        title="Help at night",
        purpose="We talk about visits at night.",
        what_we_ask="Tell us what went well.",
        what_you_get="Lunch, and your travel.",
        content_note="We talk about falls.",
        ground_rules="One person talks at a time\nPhones on silent",
        quiet_room="Next door",
        way_out="The door next to the ramp is never locked",
        place=place,
        starts_at=DAY,
        minutes=180,
        host=cast.natalie.person,
        reply_by=DAY.date() - timedelta(days=7),
    )
    for order, (kind, words, minutes) in enumerate(
        (("welcome", "Hello", 15), ("point", "Visits at night", 45), ("break", "Lunch", 60))
    ):
        Talk.objects.create(gathering=made, kind=kind, words=words, minutes=minutes, order=order)
    return made


def invite(cast: Any, gathering: Gathering, *slugs: str) -> list[Invitation]:
    """On the list and sent."""
    for slug in slugs:
        listed(cast, gathering, getattr(cast, slug).person)
    acts.send(cast.natalie.person, gathering)
    return [Invitation.objects.get(gathering=gathering, person=getattr(cast, slug).person) for slug in slugs]


def listed(_cast: Any, gathering: Gathering, person: Person) -> Invitation:
    """On the list, not sent."""
    planning.choose(_cast.natalie.person, gathering, people=[person])
    return Invitation.objects.get(gathering=gathering, person=person)


def need(person: Person, words: str, **more: Any) -> WhatWorks:
    return WhatWorks.objects.create(person=person, words=words, **more)


def let(cast: Any, *scopes: str) -> None:
    Supporter.objects.filter(person=cast.lou.person).update(scopes=list(scopes))


def test_each_person_is_invited_in_their_own_way_and_staff_see_it_before(cast: Any, gathering: Gathering) -> None:
    for slug in ("chloe", "lou", "fay"):
        listed(cast, gathering, getattr(cast, slug).person)
    before = cast.natalie.get(reverse("gatherings:send", args=[gathering.key])).content.decode()
    assert all(words in before for words in ("E-mail", "Phone call", "Letter", "Send 3 invitations"))
    preview = cast.natalie.get(reverse("gatherings:send", args=[gathering.key]), {"preview": "1"}).content.decode()
    assert "You are invited: Help at night" in preview
    cast.natalie.post(reverse("gatherings:send", args=[gathering.key]), status=200)
    ways = dict(Outgoing.objects.filter(kind="gatherings.invited").values_list("person__called", "channel"))
    assert ways == {"Chloe": "email", "Lou": "phone", "Fay": "letter"}
    gathering.refresh_from_db()
    assert gathering.state == Gathering.State.INVITING
    assert Line.objects.filter(act="gatherings.invite").count() == 3
    worker.round()
    [sent] = [one for one in mail.outbox if one.to == ["chloe@millbrook.example"]]
    assert sent.subject.endswith("Tuesday 9 June")
    assert all(
        words in sent.body
        for words in ("11.30am to 2.30pm", "St Anne’s Hall", "not this time", "12.30pm: Lunch", "One person talks")
    )
    [calendar] = [one for one in sent.attachments if not isinstance(one, tuple) and one.get_filename() == "gathering.ics"]
    assert b"SUMMARY:Gathering with" in calendar.get_payload(decode=True)
    phone = Outgoing.objects.get(kind="gatherings.invited", person=cast.lou.person)
    assert phone.state == Outgoing.State.TODO
    assert "Help at night" in cast.natalie.get(phone.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("missing", "because"),
    [
        ({"purpose": " "}, "what the gathering is for"),
        ({"starts_at": None}, "day and the time"),
        ({"place": None}, "place"),
        ({"state": "cancelled"}, "will not happen"),
    ],
)
def test_no_invitation_goes_without_a_purpose_a_time_and_a_place(
    cast: Any, gathering: Gathering, missing: dict[str, Any], because: str
) -> None:
    listed(cast, gathering, cast.chloe.person)
    for name, value in missing.items():
        setattr(gathering, name, value)
    gathering.save()
    with pytest.raises(Refused, match=because):
        acts.send(cast.natalie.person, gathering)
    page = cast.natalie.get(reverse("gatherings:send", args=[gathering.key])).content.decode()
    assert because in page
    assert not Outgoing.objects.filter(kind="gatherings.invited").exists()


def test_no_invitation_goes_while_a_must_have_is_not_solved(
    cast: Any, gathering: Gathering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "before_sending", lambda _gathering: 3)
    listed(cast, gathering, cast.chloe.person)
    with pytest.raises(Refused, match="3 things do not fit"):
        acts.send(cast.natalie.person, gathering)


def test_somebody_who_wants_fewer_asks_is_asked_first_and_only_their_yes_brings_the_invitation(
    cast: Any, gathering: Gathering
) -> None:
    Reach.objects.filter(person__in=[cast.chloe.person, cast.pat.person]).update(asks_a_month=0)
    chloe, pat, mina = invite(cast, gathering, "chloe", "pat", "mina")
    assert [chloe.state, pat.state, mina.state] == [State.ASKING, State.ASKING, State.SENT]
    asked = write(Outgoing.objects.get(kind="gatherings.one_more", person=cast.chloe.person))
    assert asked is not None
    assert "Help at night" not in asked.words
    url = chloe.get_absolute_url()
    assert "May we ask you once more" in cast.chloe.get(url).content.decode()
    assert "Help at night" not in cast.chloe.get(reverse("gatherings:mine")).content.decode()
    cast.chloe.get(reverse("gatherings:sheet", args=[chloe.key]), status=404)
    with pytest.raises(Refused):
        acts.reply(cast.chloe.person, chloe, says=State.YES)
    cast.chloe.post(url, {"may_ask": "yes"}, status=200)
    cast.pat.post(pat.get_absolute_url(), {"may_ask": "no"}, status=200)
    assert set(Outgoing.objects.filter(kind="gatherings.invited").values_list("person__called", flat=True)) == {"Chloe", "Mina"}
    pat.refresh_from_db()
    assert pat.state == State.NO


def test_the_page_says_what_will_happen_whether_it_fits_and_takes_a_reply(cast: Any, gathering: Gathering) -> None:
    need(cast.chloe.person, "A Changing Places toilet", shown_to="nobody")
    need(cast.chloe.person, "Hidden for now", hidden_at=now())
    [one] = invite(cast, gathering, "chloe")
    page = cast.chloe.get(one.get_absolute_url()).content.decode()
    for words in (
        "What will happen on Tuesday 9 June", "11.15am", "Doors open", "12.30pm", "Lunch", "2.30pm", "The end", "We talk about falls",
        "A Changing Places toilet", "Only you know this", "never locked", "Phones on silent", "Is this right for you this time?",
        "You keep your seat", "Nobody has gone and looked at this place yet",
    ):  # fmt: skip
        assert words in page, words
    assert "Hidden for now" not in page
    cast.chloe.post(one.get_absolute_url(), {"says": "if", "this_time": ""}, status=422)
    said = {
        "says": "if",
        "this_time": "After 12, please",
        "still_right": "no",
        "brings": "2",
        "shows_name": "yes",
        "reminder_days": "7",
    }
    cast.chloe.post(one.get_absolute_url(), said, status=200)
    one.refresh_from_db()
    assert (one.state, one.this_time, one.brings, one.still_right) == (State.IF, "After 12, please", 2, False)
    told = write(Outgoing.objects.get(kind="gatherings.something_to_change"))
    assert told is not None
    assert "Chloe" not in told.subject + told.words
    assert "After 12, please" in cast.natalie.get(told.link).content.decode()
    assert Look.objects.filter(person=cast.chloe.person, by=cast.natalie.person, what="invitation").exists()
    assert "After 12" not in cast.natalie.get(reverse("gatherings:send", args=[gathering.key])).content.decode()
    cast.chloe.post(one.get_absolute_url(), {"says": "no"}, status=200)
    one.refresh_from_db()
    assert one.state == State.NO
    with at(DAY + timedelta(hours=4)), pytest.raises(Refused):
        acts.reply(cast.chloe.person, one, says=State.YES)


def test_the_person_sees_the_truth_about_each_need(cast: Any, gathering: Gathering, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [need(cast.chloe.person, f"need {n}", shown_to="arrangers" if n == 2 else "nobody") for n in range(5)]
    fits = ["fits", "not", "task", "task", "not"]
    monkeypatch.setattr(fitting, "for_person", lambda _one: [(row, fit, "") for row, fit in zip(rows, fits, strict=True)])
    [one] = invite(cast, gathering, "chloe")
    Arrangement.objects.filter(gathering=gathering, need=rows[2]).update(owner=cast.dee.person)
    url = reverse("gatherings:go_ahead", args=[one.key, rows[4].key])
    cast.chloe.post(url, {"because": " "}, status=422)
    cast.chloe.post(url, {"because": "My sister brings hers"}, status=200)
    page = cast.chloe.get(one.get_absolute_url()).content.decode()
    for words in (
        "Fits what you wrote", "Does not fit", "Dee arranges this", "so nobody can arrange it", "Goes ahead without it, as you said",
        "My sister brings hers",
    ):  # fmt: skip
        assert words in page, words
    assert page.count("/go-ahead/") == 2
    cast.chloe.post(url, {"what": "must-fit"}, status=200)
    assert "Goes ahead without it" not in cast.chloe.get(one.get_absolute_url()).content.decode()
    assert not GoAhead.objects.exists()
    cast.pat.get(url, status=404)


def test_staff_write_down_a_go_ahead_only_at_the_persons_word_and_only_for_needs_they_may_see(
    cast: Any, gathering: Gathering
) -> None:
    seen, secret = need(cast.lou.person, "No stairs", shown_to="arrangers"), need(cast.lou.person, "secret")
    [one] = invite(cast, gathering, "lou")
    cast.natalie.get(reverse("gatherings:go_ahead", args=[one.key, secret.key]), status=404)
    url = reverse("gatherings:go_ahead", args=[one.key, seen.key])
    cast.natalie.post(url, {"because": "He said: it is only one step"}, status=422)
    cast.natalie.post(url, {"because": "He said: it is only one step", "way": "phone"}, status=200)
    made = GoAhead.objects.get()
    assert (made.way, made.typed_by) == ("phone", cast.natalie.person)
    assert Line.objects.filter(act="gatherings.go_ahead", for_key=cast.lou.person.key).exists()


def test_a_need_taken_back_the_night_before_is_gone_from_page_and_sheet(cast: Any, gathering: Gathering) -> None:
    row = need(cast.chloe.person, "canaryneed")
    [one] = invite(cast, gathering, "chloe")
    sheets = [one.get_absolute_url()] + [f"{reverse('gatherings:sheet', args=[one.key])}?view={v}" for v in ("", "easy", "large")]
    with at(DAY - timedelta(hours=12)):
        assert all("canaryneed" in cast.chloe.get(url).content.decode() for url in sheets)
        row.delete()
        assert not any("canaryneed" in cast.chloe.get(url).content.decode() for url in sheets)


def test_the_sheet_has_the_ground_rules_and_an_easy_read_draft_says_that_it_is_one(cast: Any, gathering: Gathering) -> None:
    [one] = invite(cast, gathering, "chloe")
    url = reverse("gatherings:sheet", args=[one.key])
    assert "One person talks at a time" in cast.chloe.get(url).content.decode()
    assert "letter-large" in cast.chloe.get(f"{url}?view=large").content.decode()
    easy = cast.chloe.get(f"{url}?view=easy").content.decode()
    assert "Draft: not yet checked by people" in easy
    assert "One person talks at a time" in easy
    heard = cast.chloe.get(f"{url}?view=listen")
    assert heard["Content-Type"] == "audio/wav" or "Ring us" in heard.content.decode()


def test_a_supporter_reads_and_replies_only_as_far_as_they_are_let_and_the_person_sees_that_they_looked(
    cast: Any, gathering: Gathering
) -> None:
    need(cast.lou.person, "canaryneed", shown_to="gathering")
    [one] = invite(cast, gathering, "lou")
    url, mine = one.get_absolute_url(), f"{reverse('gatherings:mine')}?for={cast.lou.person.key}"
    let(cast, Scope.WRITE)
    cast.kim.get(url, status=404)
    cast.kim.get(mine, status=404)
    let(cast, Scope.INVITATIONS)
    assert "Help at night" in cast.kim.get(mine).content.decode()
    page = cast.kim.get(url).content.decode()
    assert "canaryneed" not in page
    assert "Send my reply" not in page
    assert Look.objects.filter(person=cast.lou.person, by=cast.kim.person, what="invitation", why="support").exists()
    cast.kim.post(url, {"says": "yes"}, status=403)
    let(cast, Scope.INVITATIONS, Scope.REPLY, Scope.NEEDS)
    assert "canaryneed" in cast.kim.get(url).content.decode()
    cast.kim.post(url, {"says": "yes"}, status=200)
    one.refresh_from_db()
    assert (one.state, one.typed_by) == (State.YES, cast.kim.person)
    people_acts.stop_supporter(cast.lou.person, Supporter.objects.get(person=cast.lou.person))
    cast.kim.get(url, status=404)
    cast.kim.post(url, {"says": "no"}, status=404)


def test_a_reply_by_phone_is_typed_at_the_persons_word_with_only_the_needs_staff_may_see(cast: Any, gathering: Gathering) -> None:
    need(cast.lou.person, "shown need", shown_to="arrangers")
    need(cast.lou.person, "hidden need", shown_to="nobody")
    [one] = invite(cast, gathering, "lou")
    url = reverse("gatherings:reply_for", args=[gathering.key, one.key])
    page = cast.natalie.get(url).content.decode()
    assert "shown need" in page
    assert "hidden need" not in page
    assert Look.objects.filter(person=cast.lou.person, by=cast.natalie.person, why="type").exists()
    cast.natalie.post(url, {"says": "yes", "brings": "1", "still_right": "yes"}, status=422)
    cast.natalie.post(url, {"says": "yes", "brings": "1", "still_right": "yes", "way": "phone"}, status=200)
    one.refresh_from_db()
    assert (one.state, one.way, one.typed_by) == (State.YES, "phone", cast.natalie.person)
    assert Line.objects.filter(act="gatherings.reply", for_key=cast.lou.person.key).exists()
    for stranger in (cast.chloe, cast.gill):
        stranger.get(url, status=403)


def test_names_are_shown_only_to_those_invited_and_only_of_those_who_want(cast: Any, gathering: Gathering) -> None:
    chloe, pat, raj = invite(cast, gathering, "chloe", "pat", "raj")
    acts.reply(cast.pat.person, pat, says=State.YES, details=acts.Details(shows_name=True))
    acts.reply(cast.raj.person, raj, says=State.YES, details=acts.Details(shows_name=False))
    page = cast.chloe.get(chloe.get_absolute_url()).content.decode()
    assert "Pat" in page
    assert "Raj" not in page
    assert "1 more person comes" in page


def test_a_change_and_a_cancellation_are_told_once_each_and_change_the_calendar(cast: Any, gathering: Gathering) -> None:
    chloe, pat, _mina = invite(cast, gathering, "chloe", "pat", "mina")
    acts.reply(cast.chloe.person, chloe, says=State.YES, details=acts.Details(still_right=True))
    acts.reply(cast.pat.person, pat, says=State.NO)
    gathering.starts_at, gathering.sequence = DAY + timedelta(days=1), 1
    gathering.save()
    acts.tell_changed(gathering)
    acts.tell_changed(gathering)
    messages = Outgoing.objects.filter(kind="gatherings.changed").order_by("pk")
    assert [one.person.called for one in messages] == ["Chloe", "Mina"]
    told = write(messages[0])
    assert told is not None
    assert "Wednesday 10 June" in told.subject
    assert b"SEQUENCE:1" in told.files[0].content
    chloe.refresh_from_db()
    assert (chloe.state, chloe.still_right) == (State.YES, None)
    gathering.sequence = 2
    gathering.save()
    assert write(messages[0]) is None, "only the newest change is told"
    gathering.state, gathering.sequence, gathering.cancelled_because = Gathering.State.CANCELLED, 3, "The hall is flooded."
    gathering.save()
    acts.tell_cancelled(gathering)
    assert write(Outgoing.objects.get(kind="gatherings.invited", person=cast.mina.person)) is None
    off = write(Outgoing.objects.get(kind="gatherings.cancelled", person=cast.chloe.person))
    assert off is not None
    assert "The hall is flooded." in off.words
    assert b"METHOD:CANCEL" in off.files[0].content
    assert "The hall is flooded." in cast.chloe.get(chloe.get_absolute_url()).content.decode()
    assert b"STATUS:CANCELLED" in cast.chloe.get(reverse("gatherings:calendar", args=[chloe.key])).content


def test_only_those_who_were_not_invited_yet_can_be_taken_off(cast: Any, gathering: Gathering) -> None:
    one = listed(cast, gathering, cast.chloe.person)
    planning.unchoose(cast.natalie.person, one)
    cast.chloe.get(one.get_absolute_url(), status=404)
    [one] = invite(cast, gathering, "chloe")
    with pytest.raises(Refused, match="They are invited already"):
        planning.unchoose(cast.natalie.person, one)


def test_people_are_reminded_once_when_they_like_and_by_day(cast: Any, gathering: Gathering) -> None:
    chloe, pat, raj, reg = invite(cast, gathering, "chloe", "pat", "raj", "reg")
    for one, days in ((chloe, 7), (pat, None), (raj, 0)):
        acts.reply(one.person, one, says=State.YES, details=acts.Details(reminder_days=days))
    told: dict[int, set[str]] = {}
    for days in (8, 7, 3, 2, 1):
        for hour in (3, 10, 11):
            with at(DAY.replace(hour=hour) - timedelta(days=days)):
                jobs.remind()
        told[days] = set(Outgoing.objects.filter(kind="gatherings.reminder").values_list("person__called", flat=True))
    assert told == {8: set(), 7: {"Chloe"}, 3: {"Chloe"}, 2: {"Chloe", "Pat"}, 1: {"Chloe", "Pat"}}
    with at(DAY - timedelta(days=3)):
        assert jobs.note_no_reply() == 1
        assert jobs.note_no_reply() == 0
        late = write(Outgoing.objects.get(kind="gatherings.no_reply"))
    assert late is not None
    assert "1 person has not replied" in late.words
    assert reg.person.called not in late.words
    assert Outgoing.objects.filter(person=reg.person, kind__startswith="gatherings.").count() == 1
    with pytest.raises(Refused):
        acts.remind(cast.natalie.person, gathering, coming=[], day=today())
    assert HOUSE.key == Line.objects.filter(act="gatherings.remind").first().by_key  # type: ignore[union-attr]


@pytest.mark.slow
def test_three_hundred_people_are_invited_at_once_in_few_queries(
    cast: Any, gathering: Gathering, django_assert_max_num_queries: Any
) -> None:
    crowd = Person.objects.bulk_create(Person(key=f"crowd{n:011d}", called=f"Person {n}") for n in range(300))
    Reach.objects.bulk_create(
        Reach(person=one, channel="email", email=f"{one.key}@x.example", email_index=one.key) for one in crowd
    )
    Invitation.objects.bulk_create(Invitation(gathering=gathering, person=one) for one in crowd)
    url = reverse("gatherings:send", args=[gathering.key])
    natalie = cast.natalie.client
    natalie.get(url)
    with django_assert_max_num_queries(20):  # the whole fit is looked at before anything goes
        assert natalie.get(url).status_code == 200
    with django_assert_max_num_queries(50):
        acts.send(cast.natalie.person, gathering)
    assert Outgoing.objects.filter(kind="gatherings.invited").count() == 300
    Invitation.objects.filter(gathering=gathering).update(state=State.YES, shows_name=True)
    for n in range(20):
        need(cast.chloe.person, f"need {n}")
    one = listed(cast, gathering, cast.chloe.person)
    acts.send(cast.natalie.person, gathering)
    cast.chloe.get(one.get_absolute_url())
    with django_assert_max_num_queries(19):  # four more than a list: each need is held against place, agenda and bookings
        page = cast.chloe.client.get(one.get_absolute_url())
    assert "276 more people come" in page.content.decode()
    with django_assert_max_num_queries(15):
        cast.chloe.client.get(reverse("gatherings:mine"))
    with django_assert_max_num_queries(20):
        natalie.get(f"{url}?who=yes&replies=3")
    assert Outgoing.objects.filter(kind="gatherings.invited").count() == 301


def test_the_list_of_gatherings_starts_empty_and_pages(cast: Any, gathering: Gathering) -> None:
    assert "Nothing is coming now" in cast.chloe.get(reverse("gatherings:mine")).content.decode()
    [one] = invite(cast, gathering, "chloe")
    with at(DAY + timedelta(days=1)):
        page = cast.chloe.get(reverse("gatherings:mine")).content.decode()
    assert page.index("Past") < page.index("Help at night")
    assert one.get_absolute_url() in page
