"""S07: Deaf people are equal from the first minute. Who is asked, what they are told, and the truth when one is missing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kitchentable.gatherings.acts import booking as acts
from kitchentable.gatherings.interpreters import Limits, how_many, named_in
from kitchentable.gatherings.jobs import arranging as jobs
from kitchentable.gatherings.models import Booking, Gathering, Professional, Talk, WhatToDo
from kitchentable.gatherings.tests.arranging_world import arranged_for, interpreter, need, on, point, step, workshop
from kitchentable.people import worker
from kitchentable.people.models import Outgoing, Person, Supporter
from kitchentable.people.outbox import write
from kitchentable.policy.clock import now
from kitchentable.policy.models import Number

pytestmark = pytest.mark.django_db
MOST, STRICT = Limits(120, 45, False), Limits(120, 45, True)
State = Booking.State


def post_place(cast: Any, place: Booking, what: str, **typed: str) -> Any:
    data = {f"{place.key}-{name}": value for name, value in typed.items()} | {"place": place.key, "what": what}
    return cast.natalie.post(reverse("gatherings:bookings", args=[place.gathering.key]), data)


def words_to(person: Person, kind: str) -> str:
    """What the last message of this kind to this person says."""
    message = Outgoing.objects.filter(person=person, kind=kind).latest("pk")
    found = write(message)
    assert found is not None
    return f"{found.subject}\n{found.words}\n{found.link}"


def test_s07_two_interpreters_jo_first_papers_in_time_and_the_truth_when_one_is_missing(cast):
    with on():
        jo, sam = interpreter(cast, "Jo"), interpreter(cast, "Sam Alder")
        g = workshop(cast, "mina")
        need(cast.mina.person, "N14", detail="I like Jo best.")
        point(g)
        step(g)
        first, second = g.bookings.all()
        page = cast.natalie.get(reverse("gatherings:bookings", args=[g.key]))
        text = page.content.decode()
        assert "2 are needed." in text
        assert "longer than 2 hours" in text
        assert "more than 45 minutes without a break" in text
        assert text.index("Jo") < text.index("Sam Alder")
        assert "Mina" not in text
        assert page.context["sets"][0].places[0].ask.initial["who"] == jo.key
        post_place(cast, first, "ask", who=jo.key)
        post_place(cast, second, "ask", who=sam.key)
        worker.round()
        to_jo = next(letter for letter in mail.outbox if letter.to == ["jo@bsl.example"])
        assert "2 hours and 30 minutes" in to_jo.body
        assert "we ask whether you are wanted in the breaks" in to_jo.body
        assert "Mina" not in to_jo.body + to_jo.subject
        link = re.search(r"/interpreters/\S+", to_jo.body)[0]
        assert "Mina" not in cast.anyone.get(link).content.decode()
        cast.anyone.post(link, {"said": "yes"})
        first.refresh_from_db()
        assert first.state == State.BOOKED
        worker.round()
        booked = [letter for letter in mail.outbox if letter.to == ["jo@bsl.example"]][-1]
        name, content, _kind = next(
            (one.get_filename(), one.get_payload(decode=True).decode(), one.get_content_type()) for one in booked.attachments
        )
        assert name.endswith(".ics")
        assert "BEGIN:VEVENT" in content
        assert "Mina" not in content
        assert "BSL" not in content
    with on(1):  # for breaks too, because Mina wants it
        mine = cast.mina.get(reverse("gatherings:arranged")).content.decode()
        assert "Shall those who interpret be there in the breaks" in mine
        cast.mina.post(
            reverse("gatherings:arranged"), {"arrangement": arranged_for(g, cast.mina.person).key, "wants": "yes"}, status=200
        )
        assert set(g.bookings.values_list("covers_breaks", flat=True)) == {True}
        assert "please be there in the breaks" in words_to(jo.person, "gatherings.professional_breaks")
    with on(2):
        post_place(cast, second, "said", said="no", way="phone")
        second.refresh_from_db()
        assert second.state == State.DECLINED
        text = cast.natalie.get(reverse("gatherings:bookings", args=[g.key])).content.decode()
        assert "Said no to this day" in text
    with on(13):
        jobs.warn_missing()
        assert not WhatToDo.objects.exists()
    with on(14):  # four weeks before
        for _again in range(2):
            jobs.warn_missing()
        asked = WhatToDo.objects.get()
        assert asked.person == cast.mina.person
        to_host = words_to(cast.natalie.person, "gatherings.interpreter_missing")
        assert "1 place for an interpreter" in to_host
        assert "Mina" not in to_host
        message = Outgoing.objects.get(person=cast.mina.person, kind="gatherings.what_to_do")
        truth = write(message)
        assert "BSL interpreter: one is booked for Monday 14 June 2027. We still look for one more." in truth.words
        assert "BSL" not in truth.subject
        assert Outgoing.objects.filter(kind="gatherings.interpreter_missing").count() == 1
        here = reverse("gatherings:what_to_do", args=[asked.key])
        assert truth.link == here
        assert "Go on with one" in cast.mina.get(here).content.decode()
        cast.pat.get(here, status=404)
        cast.mina.post(here, {"says": "online", "words": "A screen is fine for me."}, status=200)
        asked.refresh_from_db()
        assert (asked.says, asked.typed_by) == (WhatToDo.Says.ONLINE, None)
        told = words_to(cast.natalie.person, "gatherings.said_what_to_do")
        assert "screen" not in told
        assert "A screen is fine for me." in cast.natalie.get(here).content.decode()
    with on(15):  # found after all: Mina hears it
        ann = interpreter(cast, "Ann")
        post_place(cast, second, "ask", who=ann.key)
        second.refresh_from_db()
        post_place(cast, second, "said", said="yes", way="phone")
        assert "Nobody is missing any more" in words_to(cast.mina.person, "gatherings.interpreter_found")
    with on(34):  # Sunday 6 June
        jobs.send_papers()
        assert not Outgoing.objects.filter(kind="gatherings.papers_professional").exists()
    with on(35):  # Monday 7 June: five working days before Monday 14
        for _again in range(2):
            jobs.send_papers()
        papers = Outgoing.objects.filter(kind="gatherings.papers_professional")
        assert {one.person for one in papers} == {jo.person, ann.person}
        assert len(papers) == 2
        assert "11am: What a good visit is" in words_to(jo.person, "gatherings.papers_professional")


def test_what_to_do_can_be_said_by_phone_by_post_and_through_a_supporter(cast):
    with on(20):
        g = workshop(cast, "lou", "mina", minutes=60)
        need(cast.lou.person, "N14")
        step(g)
        jobs.warn_missing()
        asked = WhatToDo.objects.get()
        here = reverse("gatherings:what_to_do", args=[asked.key])
        assert (
            "BSL interpreter: we have nobody yet for Monday 14 June 2027."
            in write(Outgoing.objects.get(kind="gatherings.what_to_do")).words
        )
        assert Outgoing.objects.get(kind="gatherings.what_to_do").state == Outgoing.State.TODO  # Lou wants a call
        text = cast.natalie.get(here).content.decode()
        assert "Go on with one" not in text
        cast.natalie.post(here, {"says": "move", "words": "", "way": "phone"}, status=200)
        asked.refresh_from_db()
        assert (asked.says, asked.way, asked.typed_by) == ("move", "phone", cast.natalie.person)
        cast.kim.get(here, status=404)
        Supporter.objects.filter(person=cast.lou.person).update(scopes=["reply"])
        cast.kim.post(here, {"says": "other", "words": ""}, status=422)
        cast.kim.post(here, {"says": "other", "words": "Lou wants to see it on a screen at home."}, status=200)
        asked.refresh_from_db()
        assert (asked.says, asked.typed_by) == ("other", cast.kim.person)
        assert cast.lou.person.looks.filter(by=cast.kim.person).exists()


def test_nobody_hears_of_a_missing_interpreter_before_their_invitation(cast):
    with on(20):
        g = workshop(cast, "mina", minutes=60, state="listed")
        need(cast.mina.person, "N14")
        step(g)
        jobs.warn_missing()
        assert not WhatToDo.objects.exists()
        g.invitations.update(state="sent")
        jobs.warn_missing()
        assert WhatToDo.objects.get().person == cast.mina.person


def test_the_host_is_reminded_to_ask_six_weeks_before_once(cast):
    with on(-1):
        g = workshop(cast, "mina")
        need(cast.mina.person, "N14")
        step(g)
        assert jobs.remind_to_ask() == 0
    with on():
        assert (jobs.remind_to_ask(), jobs.remind_to_ask()) == (1, 0)
        assert "Nobody has been asked" in words_to(cast.natalie.person, "gatherings.interpreter_ask")


def test_a_longer_day_needs_a_second_and_a_shorter_one_lets_them_go_and_tells_them(cast):
    with on():
        jo, sam = interpreter(cast, "Jo"), interpreter(cast, "Sam Alder")
        g = workshop(cast, "mina", "pat", minutes=60)
        need(cast.mina.person, "N14")
        need(cast.pat.person, "N14")
        step(g)
        one = g.bookings.get()
        assert one.needs.count() == 2
        Gathering.objects.filter(pk=g.pk).update(minutes=150)
        step(g)
        assert list(g.bookings.values_list("number", flat=True)) == [1, 2]
        for who, place in zip((jo, sam), g.bookings.all(), strict=True):
            acts.ask(cast.natalie.person, place, who=who)
        second = acts.says(cast.natalie.person, g.bookings.get(number=2), yes=True, way="phone")
        Gathering.objects.filter(pk=g.pk).update(minutes=90)
        step(g)
        assert g.bookings.wanted().get() == second  # who said yes stays
        assert "do not need you" in words_to(jo.person, "gatherings.professional_not_needed")
        Gathering.objects.filter(pk=g.pk).update(minutes=150)
        step(g)
        assert {b.state for b in g.bookings.all()} == {State.BOOKED, State.MISSING}


def test_who_said_yes_to_one_day_is_asked_anew_for_another_and_told_when_it_is_off(cast):
    with on():
        jo = interpreter(cast, "Jo")
        g = workshop(cast, "mina", minutes=60)
        need(cast.mina.person, "N14")
        step(g)
        place = acts.ask(cast.natalie.person, g.bookings.get(), who=jo)
        before = write(Outgoing.objects.get(kind="gatherings.ask_professional")).link
        acts.says(cast.natalie.person, place, yes=True, way="phone")
    with on(1):
        g.refresh_from_db()
        g.starts_at, g.sequence = g.starts_at + timedelta(days=2), 1
        g.save()
        acts.tell_professionals_changed(g)
        with on(2):
            acts.tell_professionals_changed(g)
        assert g.bookings.get().state == State.ASKED
        assert Outgoing.objects.filter(kind="gatherings.ask_professional_again").count() == 1
        assert "Wednesday 16 June" in words_to(jo.person, "gatherings.ask_professional_again")
        assert "opens nothing any more" in cast.anyone.get(before).content.decode()
        g.state = Gathering.State.CANCELLED
        g.save()
        acts.tell_professionals_cancelled(g)
        assert "It will not happen." in words_to(jo.person, "gatherings.professional_not_needed")
        assert g.bookings.get().state == State.NOT_NEEDED


def test_a_link_opens_its_own_place_and_cannot_be_guessed_or_used_for_another(cast):
    with on():
        jo, sam = interpreter(cast, "Jo"), interpreter(cast, "Sam Alder")
        g = workshop(cast, "mina")
        need(cast.mina.person, "N14")
        step(g)
        for who, place in zip((jo, sam), g.bookings.all(), strict=True):
            acts.ask(cast.natalie.person, place, who=who)
        one, other = (write(m).link for m in Outgoing.objects.filter(kind="gatherings.ask_professional").order_by("pk"))
        swapped = other.rsplit("/", 2)[0] + "/" + one.rsplit("/", 2)[1] + "/"
        guessed = one[:-2] + ("a" if one[-2] != "a" else "b") + "/"
        for wrong in (swapped, guessed, one.rsplit("/", 2)[0] + "/é/"):
            assert "opens nothing any more" in cast.anyone.get(wrong).content.decode()
            cast.anyone.post(wrong, {"said": "yes"})
        cast.pat.get(one)
        assert {b.state for b in g.bookings.all()} == {State.ASKED}
        cast.anyone.post(one, {"said": "no"})
        assert {b.state for b in g.bookings.all()} == {State.ASKED, State.DECLINED}
        cast.anyone.post(one, {"said": "yes"})  # a no is a no: the place is somebody else's by then
        assert not g.bookings.filter(state=State.BOOKED).exists()
    with on(50):
        assert "opens nothing any more" in cast.anyone.get(other).content.decode()


def test_two_organisers_do_not_ask_two_for_one_place_and_an_unregistered_one_needs_a_because(cast):
    with on():
        jo, kit = interpreter(cast, "Jo"), interpreter(cast, "Kit", registered_as="")
        g = workshop(cast, "mina", minutes=60)
        need(cast.mina.person, "N14", detail="Not Jo, please.")
        step(g)
        place = g.bookings.get()
        text = cast.dee.get(reverse("gatherings:bookings", args=[g.key])).content.decode()
        assert text.index("Kit") < text.index("Jo")
        assert "Named with a “not”: read it first" in text
        refused = post_place(cast, place, "ask", who=kit.key)
        assert refused.status_code == 422
        assert "Kit is not registered" in refused.content.decode()
        post_place(cast, place, "ask", who=kit.key, because="A garden walk, and Mina chose them.")
        with pytest.raises(acts.CannotAsk, match="Kit was asked for this place already"):
            acts.ask(cast.dee.person, place, who=jo)


def test_papers_wait_for_an_agenda_and_the_host_hears_that_they_are_late(cast):
    with on(36):
        jo = interpreter(cast, "Jo")
        g = workshop(cast, "mina", minutes=60)
        need(cast.mina.person, "N14")
        step(g)
        acts.says(cast.natalie.person, acts.ask(cast.natalie.person, g.bookings.get(), who=jo), yes=True, way="phone")
        assert (jobs.send_papers(), jobs.send_papers()) == (1, 0)
        assert "there is no agenda yet" in words_to(cast.natalie.person, "gatherings.no_papers_yet")
        point(g)
        assert jobs.send_papers() == 1
        assert "What a good visit is" in words_to(jo.person, "gatherings.papers_professional")


def test_staff_keep_the_list_and_others_do_not_see_it(cast):
    with on():
        new = reverse("gatherings:professional_new")
        typed = {"called": "Ada", "kind": "language", "channel": "phone", "phone": "01632 960 701"}
        assert "Write the language" in cast.natalie.post(new, typed, status=422).content.decode()
        cast.natalie.post(new, {**typed, "language": "Urdu"}, status=200)
        ada = Professional.objects.get()
        assert not ada.person.works_here
        here = reverse("gatherings:professional", args=[ada.key])
        text = cast.natalie.get(reverse("gatherings:professionals")).content.decode()
        assert "Not registered" in text
        assert "960 701" not in text
        cast.natalie.post(here, {**typed, "language": "Urdu", "registered_as": "NRPSI 1234", "phone": "01632 960 702"}, status=200)
        ada.refresh_from_db()
        assert (ada.registered_as, ada.person.reach.phone) == ("NRPSI 1234", "01632 960 702")
        g = workshop(cast, "raj", minutes=60)
        need(cast.raj.person, "N42", detail="Spoken Urdu, and a little Punjabi.")
        step(g)
        place = g.bookings.get()
        assert (place.kind, place.language) == ("language", "Urdu")
        place = acts.ask(cast.natalie.person, place, who=ada)
        assert Outgoing.objects.get(kind="gatherings.ask_professional").state == Outgoing.State.TODO  # ring them
        assert "Note their answer first" in cast.natalie.post(here, {"what": "remove"}).content.decode()
        acts.says(cast.natalie.person, place, yes=False, way="phone")
        cast.natalie.post(here, {"what": "remove"})
        cast.natalie.get(here, status=404)
        for who in ("chloe", "kim"):
            getattr(cast, who).get(reverse("gatherings:professionals"), status=403)
            getattr(cast, who).get(reverse("gatherings:bookings", args=[g.key]), status=403)


def test_the_page_of_places_asks_the_tables_fifteen_times_at_most(cast):
    with on(20):
        for called in ("Jo", "Sam Alder", "Ann", "Kit"):
            interpreter(cast, called)
        g = workshop(cast, "mina", "pat", "reg")
        for slug, code in (("mina", "N14"), ("pat", "N17"), ("reg", "N18")):
            need(getattr(cast, slug).person, code)
        step(g)
        jobs.warn_missing()
        url = reverse("gatherings:bookings", args=[g.key])
        cast.natalie.get(url)
        with CaptureQueriesContext(connection) as asked:
            cast.natalie.get(url)
        assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 15


@pytest.mark.parametrize(
    ("kind", "minutes", "talks", "limits", "places"),
    [
        ("bsl", 120, [], MOST, 1),
        ("bsl", 121, [], MOST, 2),
        ("bsl", 90, [(False, 50), (True, 10), (False, 30)], MOST, 1),
        ("bsl", 90, [(False, 50), (True, 10), (False, 30)], STRICT, 2),
        ("bsl", 90, [(False, 40), (True, 10), (False, 40)], STRICT, 1),
        ("bsl", 90, [(False, 20), (True, 10)], STRICT, 2),  # the rest of the time has no break in it
        ("notetaker", 400, [], STRICT, 1),
    ],
)
def test_how_many_follows_the_length_and_the_source_that_is_chosen(kind, minutes, talks, limits, places):
    assert how_many(kind, minutes, talks, limits).places == places


def test_an_organisation_may_choose_the_strict_source(cast):
    with on():
        g = workshop(cast, "mina", minutes=90)
        need(cast.mina.person, "N14")
        point(g, minutes=50)
        point(g, "", 10, Talk.Kind.BREAK)
        step(g)
        assert g.bookings.count() == 1
        Number.objects.create(name="interpreter_strict", value=1, because="We agreed it with Deaf people.", at=now())
        step(g)
        assert g.bookings.count() == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Jo, if she is free", "named"),
        ("I just like a job done well", ""),
        ("jo or Sam", "named"),
        ("Please not Jo", "doubted"),
        ("I like Sam, but not Jo", "doubted"),
        ("I like Jo, not Sam", "named"),
        ("I don’t want Jo", "doubted"),
        ("", ""),
    ],
)
def test_a_name_is_found_as_a_word_and_a_not_beside_it_is_seen(words, found):
    assert named_in("Jo", words) == found
