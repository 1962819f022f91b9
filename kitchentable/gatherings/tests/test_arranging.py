"""Each need of those who come is a task with an owner and a day; done only with a word of what was done; gone when it is taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kitchentable.gatherings.acts import arranging as acts
from kitchentable.gatherings.jobs import arranging as jobs
from kitchentable.gatherings.models import Arrangement, Booking, Fact, Gathering, Invitation
from kitchentable.gatherings.tests.arranging_world import START, arranged_for, interpreter, need, on, step, workshop
from kitchentable.people.models import Look, Outgoing, Person, WhatWorks
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Refused

pytestmark = pytest.mark.django_db
WORDS = "I come with two personal assistants"


def url(name: str, key: str) -> str:
    return reverse(f"gatherings:{name}", args=[key])


def text(response: Any) -> str:
    found: str = response.content.decode()
    return found


def test_each_need_is_a_task_of_the_host_by_its_lead_time_and_done_twice_nothing_changes(cast):
    with on():
        g = workshop(cast, "chloe", "pat", "raj")
        need(cast.chloe.person, "N07")
        need(cast.pat.person, "N66")  # a time: nothing to arrange
        need(cast.raj.person, words="My mother must be able to ring me.")
        need(cast.lou.person, "N08")  # not coming
        for _again in range(2):
            step(g)
        assert g.arrangements.count() == 2
        hoist = arranged_for(g, cast.chloe.person)
        assert (hoist.owner, hoist.by_when, hoist.is_short) == (cast.natalie.person, START.date() - timedelta(days=21), False)
        assert hoist.what.startswith("Check the Changing Places toilet")
        own = arranged_for(g, cast.raj.person)
        assert (own.what, own.by_when) == ("Read what they wrote, and say how it will be met.", START.date())


def test_a_task_moves_with_the_day_and_what_comes_too_late_is_late_from_its_first_day(cast):
    with on(30):  # twelve days before: three weeks are not left
        g = workshop(cast, "chloe")
        need(cast.chloe.person, "N07")
        step(g)
        one = arranged_for(g, cast.chloe.person)
        assert (one.by_when, one.is_short) == (date(2027, 6, 2), True)
        assert "Short notice" in text(cast.natalie.get(url("arrangements", g.key)))
    with on(33):
        step(g)
        assert arranged_for(g, cast.chloe.person).by_when == date(2027, 6, 2)  # time that goes by moves nothing
        assert "3 days late" in text(cast.natalie.get(url("arrangements", g.key)))
        Gathering.objects.filter(pk=g.pk).update(starts_at=START + timedelta(days=28))
        step(g)
        one = arranged_for(g, cast.chloe.person)
        assert (one.by_when, one.is_short) == (date(2027, 6, 21), False)
        acts.arranged(cast.natalie.person, one, note="The hoist was tried.")
        Gathering.objects.filter(pk=g.pk).update(starts_at=START)
        step(g)
        assert arranged_for(g, cast.chloe.person).done_note == "The hoist was tried."


@pytest.mark.parametrize("how", ["hidden", "shown to nobody", "deleted", "not coming"])
def test_what_is_taken_back_the_night_before_leaves_every_plan_within_the_hour(cast, how):
    with on(41):
        jo = interpreter(cast, "Jo")
        g = workshop(cast, "mina")
        mine = need(cast.mina.person, "N14")
        step(g)
        place = g.bookings.first()
        Booking.objects.filter(pk=place.pk).update(state="booked", professional=jo)
        if how == "deleted":
            mine.delete()
        elif how == "not coming":
            g.invitations.update(state=Invitation.State.NO)
        else:
            change = {"hidden_at": now()} if how == "hidden" else {"shown_to": WhatWorks.ShownTo.NOBODY}
            WhatWorks.objects.filter(pk=mine.pk).update(**change)
        if how != "not coming":
            assert "Task 1" not in text(cast.natalie.get(url("arrangements", g.key)))  # out of sight at once
        jobs.keep_in_step()
        assert not g.arrangements.exists()
        assert set(g.bookings.values_list("state", flat=True)) == {"not_needed"}
        assert Outgoing.objects.filter(kind="gatherings.professional_not_needed", person=jo.person).exists()


def test_lists_show_no_need_and_no_name_and_the_task_page_does_and_the_person_sees_the_look(cast):
    with on():
        g = workshop(cast, "chloe")
        need(cast.chloe.person, "N08", WORDS, why="Getting up takes two hours.")
        step(g)
        one = arranged_for(g, cast.chloe.person)
        for where in (url("arrangements", g.key), reverse("gatherings:my_arrangements")):
            listed = text(cast.natalie.get(where))
            assert "Task 1" in listed
            assert not any(word in listed for word in ("Chloe", WORDS, "Keep seats"))
        assert not Look.objects.exists()
        shown = text(cast.natalie.get(url("arrangement", one.key)))
        assert all(word in shown for word in ("Chloe", WORDS, "Getting up takes two hours.", "Keep seats"))
        look = Look.objects.get()
        assert (look.person, look.by, look.why) == (cast.chloe.person, cast.natalie.person, Look.Why.ARRANGE)
        for who in ("pat", "mina", "kim", "gill"):
            getattr(cast, who).get(url("arrangement", one.key), status=403)
        cast.chloe.get(url("arrangements", g.key), status=403)


def test_done_only_with_a_word_of_what_was_done_and_the_person_reads_it(cast):
    with on():
        g = workshop(cast, "chloe")
        need(cast.chloe.person, "N08", WORDS)
        step(g)
        one = arranged_for(g, cast.chloe.person)
        here = url("arrangement", one.key)
        assert "Please write something here." in text(cast.natalie.post(here, {"what": "done", "note": "  "}, status=422))
        with pytest.raises(Refused):
            acts.arranged(cast.chloe.person, one, note="It is done.")
        cast.natalie.post(here, {"what": "done", "note": "Two more chairs are beside her."}, status=200)
        mine = text(cast.chloe.get(reverse("gatherings:arranged")))
        assert "Two more chairs are beside her." in mine
        assert "Natalie" in mine
        assert "Two more chairs" not in text(cast.pat.get(reverse("gatherings:arranged")))
        g.invitations.update(state=Invitation.State.LISTED)
        assert "Keep seats" not in text(cast.chloe.get(reverse("gatherings:arranged")))  # nothing before the invitation


def test_a_task_is_given_to_another_who_is_told_and_then_may_read_what_they_need(cast):
    with on():
        g = workshop(cast, "chloe")
        need(cast.chloe.person, "N08", WORDS)
        step(g)
        one = arranged_for(g, cast.chloe.person)
        here = url("arrangement", one.key)
        cast.rao.get(here, status=403)
        assert "Gill" not in text(cast.natalie.get(here))  # not of this piece of work
        with pytest.raises(acts.NotAnOwner):
            acts.hand_over(cast.natalie.person, one, to=cast.gill.person)
        cast.natalie.post(here, {"what": "hand", "hand-to": str(cast.rao.person.pk)}, status=200)
        assert Outgoing.objects.get(kind="gatherings.handed_over").person == cast.rao.person
        assert WORDS in text(cast.rao.get(here))
        assert "Task 1" in text(cast.rao.get(reverse("gatherings:my_arrangements")))


def test_the_tasks_of_a_host_who_left_are_the_new_hosts(cast):
    with on():
        g = workshop(cast, "chloe")
        Gathering.objects.filter(pk=g.pk).update(host=cast.ben.person)
        need(cast.chloe.person, "N08", WORDS)
        step(g)
        assert arranged_for(g, cast.chloe.person).owner == cast.ben.person
        Gathering.objects.filter(pk=g.pk).update(host=cast.dee.person)
        step(g)
        assert arranged_for(g, cast.chloe.person).owner == cast.dee.person


def test_what_is_shown_to_the_lead_alone_is_the_leads_task_and_nobody_elses_to_read(cast):
    with on():
        g = workshop(cast, "chloe")
        Gathering.objects.filter(pk=g.pk).update(host=cast.dee.person)
        mine = need(cast.chloe.person, "N08", WORDS)
        step(g)
        assert arranged_for(g, cast.chloe.person).owner == cast.dee.person
        WhatWorks.objects.filter(pk=mine.pk).update(shown_to=WhatWorks.ShownTo.LEAD)
        step(g)
        one = arranged_for(g, cast.chloe.person)
        assert one.owner == cast.natalie.person
        listed = text(cast.dee.get(url("arrangements", g.key)))
        assert "For the lead alone" in listed
        assert one.key not in listed
        cast.dee.get(url("arrangement", one.key), status=404)
        assert WORDS in text(cast.natalie.get(url("arrangement", one.key)))
        with pytest.raises(acts.NotAnOwner):
            acts.hand_over(cast.natalie.person, one, to=cast.dee.person)
        for who in ("dee", "natalie"):
            sheet = text(getattr(cast, who).get(url("day_sheet", g.key)))
            assert "Keep seats" not in sheet
            assert "shown to the lead alone" in sheet


def test_the_day_sheet_has_first_names_seats_and_only_what_the_day_needs(cast):
    with on():
        jo = interpreter(cast, "Jo")
        g = workshop(cast, "chloe", "mina", "reg", "pat", quiet_room="The blue room", way_out="Out by the mill race.")
        Fact.objects.create(
            place=g.place, code="V76", answer="yes", note="Ben Ash, in the kitchen", checked_by="Lou", checked_on=START.date()
        )
        Invitation.objects.filter(person=cast.chloe.person).update(brings=2)
        Invitation.objects.filter(person=cast.pat.person).update(state="sent")
        Invitation.objects.filter(person=cast.reg.person).update(shows_name=False)
        need(cast.chloe.person, "N08", WORDS)
        out = need(cast.chloe.person, "N90", detail="In my chair")
        need(cast.reg.person, "N26")  # papers: nothing for the day
        need(cast.mina.person, "N14")
        need(cast.pat.person, "N55", "I need a dark room")
        step(g)
        Booking.objects.filter(gathering=g, number=1).update(state="booked", professional=jo)
        here = url("day_sheet", g.key)
        before = text(cast.natalie.get(here))
        assert "needs help to get out, and nobody is named yet" in before
        task = Arrangement.objects.get(need=out)
        typed = {"what": "done", "note": "Through the garden door, in her chair.", "helper": ""}
        assert "Name one person" in text(cast.natalie.post(url("arrangement", task.key), typed, status=422))
        cast.natalie.post(url("arrangement", task.key), {**typed, "helper": "Ben Ash"}, status=200)
        sheet = text(cast.natalie.get(here))
        for word in (
            "Chloe", "Keep seats next to the person", "The blue room", "Ben Ash, in the kitchen", "Out by the mill race.", "01632 960 700",
            "Through the garden door", "Jo", "R.", "1 person has not replied yet", "Shred it after",
        ):  # fmt: skip
            assert word in sheet, word
        for word in ("Reg", "Pat", "dark room", "No scans", "Getting up"):
            assert word not in sheet, word
        assert cast.chloe.person.looks.filter(why=Look.Why.HOST, by=cast.natalie.person).exists()
        cast.chloe.get(here, status=403)


def test_breaks_are_asked_and_one_yes_is_not_taken_away_by_anothers_no(cast):
    with on():
        g = workshop(cast, "mina", "lou", minutes=60)
        need(cast.mina.person, "N14")
        need(cast.lou.person, "N14")
        step(g)
        mina, lou = arranged_for(g, cast.mina.person), arranged_for(g, cast.lou.person)
        assert g.bookings.get().covers_breaks is None
        acts.say_breaks(cast.mina.person, mina, wants=True, way="page")
        cast.natalie.post(url("arrangement", lou.key), {"what": "breaks", "breaks-wants": "no", "breaks-way": "phone"}, status=200)
        assert g.bookings.get().covers_breaks is True
        with pytest.raises(Refused):
            acts.say_breaks(cast.pat.person, mina, wants=False, way="page")


@pytest.mark.slow
def test_three_hundred_people_are_kept_in_step_in_few_queries_and_lists_stay_quick(cast):
    with on():
        g = workshop(cast)
        people = Person.objects.bulk_create([Person(called=f"Guest {n}") for n in range(300)])
        Invitation.objects.bulk_create([Invitation(gathering=g, person=one, state="yes") for one in people])
        codes = ("N14", "N08", "N07", "")
        for n, one in enumerate(people):
            for code in {codes[n % 4], codes[(n + 1) % 4]}:
                need(one, code, "Something else" if not code else "")
        with CaptureQueriesContext(
            connection,
        ) as first:
            step(g)
        assert len(first) < 25
        assert g.arrangements.count() == 600
        assert g.bookings.count() == 2
        with CaptureQueriesContext(connection) as again:
            step(g)
        assert len(again) <= 16
        cast.natalie.get("/")
        for where in (url("arrangements", g.key), reverse("gatherings:my_arrangements"), url("day_sheet", g.key)):
            with CaptureQueriesContext(connection) as asked:
                cast.natalie.get(where)
            assert len([one for one in asked if one["sql"].startswith("SELECT")]) <= 15, where
