"""After: only the person says whether a need was met; what was not met becomes a task; minutes lead on to answers; small counts stay hidden."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from kitchentable.gatherings import met_tables
from kitchentable.gatherings.acts import after as acts
from kitchentable.gatherings.acts import room
from kitchentable.gatherings.jobs.after import ask_how_it_was, hold_what_is_over
from kitchentable.gatherings.models import Arrangement, Ease, Gathering, HowItWas, Minute
from kitchentable.gatherings.tests.a_room import everyone_came, gathering, invitation, need
from kitchentable.people.acts import give_duty
from kitchentable.people.erasures import erase
from kitchentable.people.models import Duty, Look, Outgoing, Supporter, WhatWorks
from kitchentable.people.outbox import write
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import HOUSE, Refused
from kitchentable.voices.models import Contribution
from kitchentable.works.models import Group

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast: Any) -> Gathering:
    return everyone_came(gathering(cast, at=now() - timedelta(days=1)))


def how_url(made: Gathering, slug: str) -> str:
    return reverse("gatherings:how", args=[invitation(made, slug).key])


def how_for_url(made: Gathering, slug: str) -> str:
    return reverse("gatherings:how_for", args=[made.key, invitation(made, slug).key])


# ── how it was ────────────────────────────────────────────────────────────────────────────────────


def test_the_day_after_each_person_who_came_is_asked_once(cast: Any) -> None:
    made = gathering(cast)
    made.starts_at = made.starts_at.replace(hour=10)  # whatever the time is now, it ends on the day it begins
    made.save()
    made.invitations.filter(person=cast.mina.person).update(came=False)
    with at(made.ends_at + timedelta(minutes=1)):
        assert (hold_what_is_over(), ask_how_it_was()) == (1, 0)
    with at(made.ends_at + timedelta(days=1)):
        assert (hold_what_is_over(), ask_how_it_was(), ask_how_it_was()) == (0, 6, 0)
    made.invitations.filter(person=cast.mina.person).update(came=True)  # she was there after all
    with at(made.ends_at + timedelta(days=2)):
        assert ask_how_it_was() == 1
    told = Outgoing.objects.get(kind="gatherings.how", person=cast.lou.person)
    assert told.state == Outgoing.State.TODO, "Lou is rung"
    words = write(told)
    assert words is not None
    assert "How was it?" in words.subject
    assert words.link == how_url(made, "lou")


def test_chloe_says_need_by_need_and_each_not_becomes_a_task(cast: Any, held: Gathering) -> None:
    toilet, late = need(cast, "chloe", "A Changing Places toilet"), need(cast, "chloe", "After 11", kind="time")
    hidden = need(cast, "chloe", "canary hidden", shown_to="nobody")
    page = cast.chloe.get(how_url(held, "chloe")).content.decode()
    assert "A Changing Places toilet" in page
    assert hidden.words not in page
    for word in ("Not at all", "Not much", "Mostly", "Yes, fully"):
        assert word in page
    said = {f"met_{toilet.key}": "not", f"why_{toilet.key}": "The lift to it was broken.", f"met_{late.key}": "met", "heard": "4"}
    page = cast.chloe.post(how_url(held, "chloe"), said, status=200).content.decode()
    assert "task with a day, for Natalie." in page
    task = Arrangement.objects.get()
    assert (task.kind, task.owner, task.need, task.person) == ("mend", cast.natalie.person, toilet, cast.chloe.person)
    assert task.by_when > today() + timedelta(days=10)
    late.refresh_from_db()
    assert late.met_at is not None
    cast.chloe.post(how_url(held, "chloe"), said | {f"met_{toilet.key}": "partly", "heard": "1"}, status=200)
    assert HowItWas.objects.get(need=toilet).met == "partly"
    assert Ease.objects.get().heard == 4, "how it felt is said once"
    assert Arrangement.objects.count() == 1


def test_what_is_shown_to_the_lead_alone_is_mended_by_the_lead_and_not_read_by_the_host(cast: Any, held: Gathering) -> None:
    Gathering.objects.update(host=cast.ben.person)
    one = need(cast, "chloe", "canary for the lead", shown_to="lead")
    acts.say_met(cast.chloe.person, invitation(held, "chloe"), need=one, met="not")
    task = Arrangement.objects.get()
    assert task.owner == cast.natalie.person
    assert "canary" not in task.what


def test_words_without_a_choice_come_back_and_nothing_is_guessed(cast: Any, held: Gathering) -> None:
    one = need(cast, "chloe", "Breaks")
    page = cast.chloe.post(how_url(held, "chloe"), {f"why_{one.key}": "There were none."}, status=422).content.decode()
    assert "Only you can say it." in page
    assert "There were none." in page
    assert HowItWas.objects.count() == 0


def test_nobody_says_it_for_somebody_without_their_word(cast: Any, held: Gathering) -> None:
    """R046: not the lead, not the host, not a supporter who may only write."""
    one, of_lou = need(cast, "lou", "Easy words"), invitation(held, "lou")
    natalie, kim, lou = cast.natalie.person, cast.kim.person, cast.lou.person
    for by, more in (
        (natalie, {}),
        (natalie, {"for_person": lou}),
        (natalie, {"way": "phone"}),
        (kim, {"for_person": lou}),
        (cast.rao.person, {"for_person": lou, "way": "phone"}),
        (HOUSE, {"for_person": lou, "way": "phone"}),
    ):
        with pytest.raises(Refused):
            acts.say_met(by, of_lou, need=one, met="met", **more)
        with pytest.raises(Refused):
            acts.say_ease(by, of_lou, heard=5, **more)
    cast.natalie.get(how_url(held, "lou"), status=404)
    cast.kim.get(how_url(held, "lou"), status=404)
    cast.chloe.get(how_for_url(held, "lou"), status=403)
    Supporter.objects.filter(supporter=kim).update(scopes=["reply"])
    page = cast.kim.get(how_url(held, "lou")).content.decode()
    assert one.words not in page, "Lou did not let Kim read what works for Lou"
    cast.kim.post(how_url(held, "lou"), {"at_ease": "2"}, status=200)
    assert (Ease.objects.get().person, Ease.objects.get().typed_by) == (lou, kim)


def test_staff_type_what_lou_says_by_phone(cast: Any, held: Gathering) -> None:
    one, other = need(cast, "lou", "Easy words", shown_to="lead"), need(cast, "lou", "canary mine", shown_to="nobody")
    page = cast.natalie.get(how_for_url(held, "lou")).content.decode()
    assert one.words in page
    assert other.words not in page
    assert Look.objects.get(person=cast.lou.person, by=cast.natalie.person).why == "type"
    assert one.words not in cast.dee.get(how_for_url(held, "lou")).content.decode(), "shown to the lead alone"
    cast.natalie.post(how_for_url(held, "lou"), {f"met_{one.key}": "met"}, status=422)
    cast.natalie.post(how_for_url(held, "lou"), {f"met_{one.key}": "met", "way": "phone"}, status=200)
    said = HowItWas.objects.get()
    assert (said.person, said.typed_by, said.way) == (cast.lou.person, cast.natalie.person, "phone")


def test_when_a_need_is_deleted_what_was_said_of_it_goes_and_the_count_stays(cast: Any, held: Gathering) -> None:
    one = need(cast, "chloe", "A Changing Places toilet")
    acts.say_met(cast.chloe.person, invitation(held, "chloe"), need=one, met="not", why="canary why")
    WhatWorks.objects.get(pk=one.pk).delete()
    said = HowItWas.objects.get()
    assert (said.why, said.met, said.need) == ("", "not", None)
    assert Arrangement.objects.count() == 0


def test_when_somebody_is_erased_what_they_said_goes_and_the_gathering_and_its_counts_stay(cast: Any, held: Gathering) -> None:
    one, chloe = need(cast, "chloe", "A Changing Places toilet"), cast.chloe.person
    acts.say_met(chloe, invitation(held, "chloe"), need=one, met="not", why="canary why")
    acts.say_ease(chloe, invitation(held, "chloe"), heard=4, words="canary felt")
    acts.write_line(cast.natalie.person, held, line=acts.NewLine("point", "canary point", invitation(held, "chloe")))
    acts.write_line(cast.natalie.person, held, line=acts.NewLine("decision", "We start in May."))
    erase(chloe, chloe)
    held.refresh_from_db()
    assert held.chair_lived is None
    said = HowItWas.objects.get()
    assert (said.person, said.why, said.met) == (None, "", "not")
    assert Ease.objects.count() == 0
    assert [line.words for line in held.minute_lines.all()] == ["We start in May."]
    for name in ("minutes", "minutes_read", "shares", "how_it_was"):
        assert "canary" not in cast.natalie.get(reverse(f"gatherings:{name}", args=[held.key])).content.decode()


def test_the_lead_sees_how_it_felt_only_in_fives_and_only_words_meant_for_them(cast: Any, held: Gathering) -> None:
    address = reverse("gatherings:how_it_was", args=[held.key])
    steps = {"chloe": 5, "lou": 4, "mina": 1, "raj": 2, "rao": 5, "ben": 1}
    for count, (slug, step) in enumerate(steps.items(), start=1):
        reads = {"chloe": "lead", "lou": "named"}.get(slug, "nobody")
        person = getattr(cast, slug).person
        acts.say_ease(person, invitation(held, slug), at_ease=step, words=f"words of {slug}", reads=reads)
        page = cast.natalie.get(address).content.decode()
        assert ("3 of 5" in page) == (count >= 5), "and the sixth changes nothing: it would be one person’s"
        assert ("words of chloe" in page) == (count >= 5)
    assert "words of lou" in page
    assert "words of mina" not in page
    cast.chloe.get(address, status=403)
    cast.joan.get(address, status=404)


def test_all_or_none_is_never_told_because_it_would_say_it_of_each(cast: Any, held: Gathering) -> None:
    for slug in ("chloe", "lou", "mina", "raj", "rao"):
        acts.say_ease(getattr(cast, slug).person, invitation(held, slug), heard=1, could_say=5)
    page = cast.natalie.get(reverse("gatherings:how_it_was", args=[held.key])).content.decode()
    assert "None or one of 5" in page
    assert "All, or all but one, of 5" in page


# ── needs met over time ───────────────────────────────────────────────────────────────────────────


def test_needs_met_over_time_hide_small_counts_and_their_neighbours(
    cast: Any, held: Gathering, django_assert_max_num_queries: Any
) -> None:
    for slug in ("chloe", "lou", "mina", "raj", "rao", "ben"):
        for kind in ("place", "time"):
            acts.say_met(getattr(cast, slug).person, invitation(held, slug), need=need(cast, slug, kind, kind=kind), met="met")
    for count in range(7):  # one person, seven times, is still one person
        acts.say_met(cast.chloe.person, invitation(held, "chloe"), need=need(cast, "chloe", f"{count}", kind="food"), met="not")
    by_kind = met_tables.of_year(cast.natalie.person, held.starts_at.year, 5)[0]
    assert dict(by_kind.rows)["Food and drink"] == [None] * 4
    assert by_kind.totals == [None] * 4
    HowItWas.objects.filter(kind="food").delete()
    cast.natalie.get(reverse("gatherings:met"))
    with django_assert_max_num_queries(15):
        page = cast.natalie.get(reverse("gatherings:met")).content.decode()
    assert "12 of 12" in page
    assert ">Hidden<" not in page
    assert met_tables.of_year(cast.rao.person, held.starts_at.year, 5)[0].rows == ()
    give_duty(HOUSE, cast.ben.person, kind=Duty.Kind.ACCESS)
    assert "12 of 12" in cast.ben.get(reverse("gatherings:met")).content.decode()
    for seat in (cast.chloe, cast.rao, cast.gill):
        seat.get(reverse("gatherings:met"), status=403)
    for year in ("x", "0", "99999", "2001", "²"):
        cast.natalie.get(reverse("gatherings:met") + f"?year={year}")


# ── the minutes ───────────────────────────────────────────────────────────────────────────────────


def write_lines(cast: Any, held: Gathering) -> str:
    address = str(reverse("gatherings:minutes", args=[held.key]))
    day = today() + timedelta(days=30)
    when = {"by_when_day": day.day, "by_when_month": day.month, "by_when_year": day.year}
    said = {"what": "line", "kind": "point", "words": "The bus comes too late.", "made_by": invitation(held, "chloe").key}
    cast.natalie.post(address, said, status=200)
    cast.natalie.post(address, {"what": "line", "kind": "promise", "words": "Ask the bus company."}, status=422)
    cast.natalie.post(
        address,
        {"what": "line", "kind": "promise", "words": "Ask the bus company.", "owner": cast.rao.person.key, **when},
        status=200,
    )
    return address


def test_a_point_made_in_the_room_is_answered_like_all_that_is_said_with_its_makers_yes(cast: Any, held: Gathering) -> None:
    """Nothing said in the room is lost to the loop of tip 1, and nobody’s name stands beside it."""
    address = write_lines(cast, held)
    read = reverse("gatherings:minutes_read", args=[held.key])
    assert "They are being written" in cast.chloe.get(read).content.decode()
    cast.natalie.post(address, {"what": "tell"}, status=200)
    page = cast.raj.get(read).content.decode()
    assert "The bus comes too late." in page
    assert "Ms Rao, by" in page.replace("<bdi>", "").replace("</bdi>", "")
    assert "Chloe" not in page
    point = Minute.objects.get(kind="point")
    asked = write(Outgoing.objects.get(kind="gatherings.carry"))
    assert asked is not None
    assert asked.link == reverse("gatherings:carry", args=[point.key])
    assert "bus" not in asked.subject
    cast.raj.get(asked.link, status=404)
    cast.natalie.get(asked.link, status=404)
    assert "May we answer" in cast.chloe.get(asked.link).content.decode()
    cast.chloe.post(asked.link, {"agreed": "no"}, status=200)
    assert Contribution.objects.count() == 0
    cast.chloe.post(asked.link, {"agreed": "yes", "sharing": "group"}, status=200)
    cast.chloe.post(asked.link, {"agreed": "yes", "sharing": "public"}, status=200)
    c = Contribution.objects.get()
    assert (c.words, c.said_by, c.way, c.sharing) == ("The bus comes too late.", cast.chloe.person, "in_person", "group")
    assert c.said_at == held.starts_at
    assert reverse("voices:said", args=[c.code]) in cast.chloe.get(read).content.decode()
    cast.chloe.get(reverse("voices:said", args=[c.code]))


def test_who_is_not_online_hears_the_minutes_themselves(cast: Any, held: Gathering) -> None:
    room.choose(cast.natalie.person, held, key="one", words="Visits last 45 minutes.", how="together")
    address = write_lines(cast, held)
    cast.natalie.post(address, {"what": "tell"}, status=200)
    by_phone, by_mail = (
        write(Outgoing.objects.get(kind="gatherings.minutes", person=seat.person)) for seat in (cast.lou, cast.chloe)
    )
    assert by_phone is not None
    assert by_mail is not None
    assert "The bus comes too late." not in by_mail.words
    for said in ("Ask the bus company. (Ms Rao, by ", "Visits last 45 minutes.", "The bus comes too late."):
        assert said in by_phone.words
    assert "Chloe" not in by_phone.words, "no name on a point"


def test_staff_ask_by_phone_whether_a_point_may_be_answered(cast: Any, held: Gathering) -> None:
    line = acts.write_line(cast.natalie.person, held, line=acts.NewLine("point", "Ring in the afternoon", invitation(held, "lou")))
    acts.tell_minutes(cast.natalie.person, held)
    assert line.group == Group.LIVED
    address = reverse("gatherings:carry_for", args=[held.key, line.key])
    cast.natalie.post(address, {"agreed": "yes", "sharing": "lead"}, status=422)
    with pytest.raises(Refused):
        acts.carry(cast.natalie.person, line, agreed=True)
    assert Contribution.objects.count() == 0
    cast.natalie.post(address, {"agreed": "yes", "sharing": "lead", "way": "phone"}, status=200)
    c = Contribution.objects.get()
    assert (c.said_by, c.typed_by, c.sharing) == (cast.lou.person, cast.natalie.person, "lead")


def test_minutes_stay_once_they_are_told_and_a_correction_stands_beside(cast: Any, held: Gathering) -> None:
    address = write_lines(cast, held)
    point, promise = Minute.objects.get(kind="point"), Minute.objects.get(kind="promise")
    cast.natalie.post(address, {"what": "line", "line": point.key, "kind": "point", "words": "The bus comes late."}, status=200)
    point.refresh_from_db()
    assert point.words == "The bus comes late."
    cast.natalie.post(address, {"what": "tell"}, status=200)
    cast.natalie.post(address, {"what": "line", "line": point.key, "kind": "point", "words": "Two buses."}, status=200)
    point.refresh_from_db()
    assert (point.words, point.corrections.get().words) == ("The bus comes late.", "Two buses.")
    assert "stays as it is" in cast.natalie.post(address, {"what": "drop", "line": point.key}, status=403).content.decode()
    read = reverse("gatherings:minutes_read", args=[held.key])
    assert "Two buses." not in cast.chloe.get(read).content.decode()
    cast.chloe.post(read, {"line": promise.key}, status=403)
    cast.rao.post(read, {"line": promise.key}, status=200)
    promise.refresh_from_db()
    assert promise.done_at is not None
    cast.joan.get(read, status=404)
    cast.chloe.get(address, status=403)


@pytest.mark.parametrize("name", ["minutes", "minutes_read", "how_it_was"])
def test_a_page_after_the_gathering_asks_little_of_the_tables(
    cast: Any, held: Gathering, name: str, django_assert_max_num_queries: Any
) -> None:
    for slug in ("chloe", "lou", "raj"):
        acts.write_line(cast.natalie.person, held, line=acts.NewLine("point", slug, invitation(held, slug)))
    acts.tell_minutes(cast.natalie.person, held)
    address = reverse(f"gatherings:{name}", args=[held.key])
    cast.natalie.get(address)
    with django_assert_max_num_queries(15):
        cast.natalie.get(address)
