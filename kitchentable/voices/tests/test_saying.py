"""Saying something through the page: to the letter, once, and nothing lost."""

from __future__ import annotations

import os
import re

import pytest
from django.core import signing
from django.test import Client
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitchentable.policy.numbers import set_number
from kitchentable.record.lines import verify
from kitchentable.voices import files
from kitchentable.voices.models import Contribution, Sharing, Way
from kitchentable.voices.opened import visitors_code
from kitchentable.voices.tests.making import photo, say, saying, wav
from kitchentable.works.models import Work

pytestmark = pytest.mark.django_db
HARD_WORDS = "  \n Ẅörds\twith  two  spaces \u202eand\u202c 👩🏽‍🦼 שלום \r\nlines\n\n"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def url(cast) -> str:
    return f"/works/{cast.work.slug}/say/"


def test_the_page_says_who_must_answer_and_by_when(cast):
    page = cast.anyone.get(url(cast)).content.decode()
    assert "In short" in page
    assert "Ms Rao" in page
    assert "You do not need an account." in page


def test_what_chloe_says_is_kept_with_a_named_person_and_a_date(cast):
    c = say(cast, "chloe", "I cannot turn my chair in the toilet.", sharing="public", content_note="about toilets")
    assert c.said_by == cast.chloe.person
    assert c.owner == cast.rao.person
    assert (c.words, c.sharing, c.content_note, c.way) == (
        "I cannot turn my chair in the toilet.",
        "public",
        "about toilets",
        "typed",
    )


def test_the_receipt_shows_all_words_the_code_and_the_way_we_tell(cast):
    c = say(cast, "chloe", HARD_WORDS)
    page = cast.chloe.get(f"/said/{c.code}/receipt/").content.decode()
    assert escape(HARD_WORDS.replace("\r\n", "\n")) in page
    assert c.code in page
    assert "E-mail" in page


def test_the_receipt_can_be_saved_as_a_file_to_the_letter(cast):
    c = say(cast, "chloe", HARD_WORDS)
    saved = cast.chloe.get(f"/said/{c.code}/receipt/", {"save": "txt"})
    assert saved["Content-Disposition"].startswith("attachment")
    assert HARD_WORDS.replace("\r\n", "\n") in saved.content.decode()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=400).filter(str.strip)
)
@pytest.mark.slow
def test_words_are_kept_to_the_letter(cast, words):
    cast.chloe.client.post(url(cast), saying(words, known_as=cast.chloe.person.key))
    kept = Contribution.objects.latest("pk")
    assert kept.words == words.replace("\r\n", "\n")


def test_twenty_thousand_letters_are_taken_and_one_more_is_not(cast):
    assert say(cast, "chloe", "ä" * 20_000).words == "ä" * 20_000
    page = cast.chloe.post(url(cast), saying("b" * 20_001, known_as=cast.chloe.person.key), status=422).content.decode()
    assert Contribution.objects.count() == 1
    assert "b" * 20_001 in page


def test_nothing_said_is_asked_for_again(cast):
    page = cast.chloe.post(url(cast), saying(" \n ", known_as=cast.chloe.person.key), status=422).content.decode()
    assert "Write, record or add something first." in page
    assert not Contribution.objects.exists()


def test_a_double_click_makes_one(cast):
    sent = saying("Once.", known_as=cast.chloe.person.key)
    first = cast.chloe.post(url(cast), sent, follow=False)
    second = cast.chloe.post(url(cast), sent, follow=False)
    assert Contribution.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_a_visitor_gets_a_receipt_once_in_this_sitting_and_by_code_later(cast):
    c = say(cast, "anyone", "I have no account.")
    assert c.said_by is None
    assert "I have no account." in cast.anyone.get(f"/said/{c.code}/receipt/").content.decode()
    later = Client()
    assert later.get(f"/said/{c.code}/").status_code == 302
    typed = later.post("/said/", {"code": f" {visitors_code(c).upper().replace('-', ' ')} "}, follow=True)
    assert "I have no account." in typed.content.decode()


def test_the_code_that_staff_see_does_not_open_what_a_visitor_said(cast):
    c = say(cast, "anyone", "I have no account.")
    shown = cast.anyone.get(f"/said/{c.code}/receipt/").content.decode()
    assert visitors_code(c) in shown
    assert visitors_code(c) in cast.anyone.get(f"/said/{c.code}/").content.decode()
    assert visitors_code(c) not in cast.natalie.get(f"/office/said/{c.code}/").content.decode()
    for code in (c.code, f"{c.code}-2222"):
        page = Client().post("/said/", {"code": code})
        assert page.status_code == 422
        assert "I have no account." not in page.content.decode()


def test_a_double_click_of_a_visitor_shows_the_receipt_even_without_the_first_cookie(cast):
    sent = saying("Two presses, no cookie yet.")
    Client().post(url(cast), sent)
    page = Client().post(url(cast), sent, follow=True).content.decode()
    assert Contribution.objects.count() == 1
    assert "Two presses, no cookie yet." in page


def test_a_code_opens_nothing_that_belongs_to_a_person(cast):
    c = say(cast, "chloe", "Mine alone.")
    page = cast.anyone.post("/said/", {"code": c.code}, status=422).content.decode()
    assert "Mine alone." not in page
    assert cast.anyone.get(f"/said/{c.code}/", status=302)["Location"].startswith("/said/?")


def test_codes_that_exist_and_codes_that_do_not_get_the_same_answer(cast):
    real = say(cast, "chloe", "Mine.").code
    made_up = "2222-3333-4444-5555"
    first, second = (cast.anyone.post("/said/", {"code": code}, status=422).content.decode() for code in (real, made_up))
    assert first.count("problem") == second.count("problem")
    assert "We cannot open anything with this code." in first
    assert "We cannot open anything with this code." in second


@pytest.mark.slow
def test_too_many_codes_are_stopped(cast):
    for _ in range(20):
        cast.anyone.post("/said/", {"code": "2222-3333-4444-5555"}, status=422)
    cast.anyone.post("/said/", {"code": "2222-3333-4444-5555"}, status=429)


def test_a_visitor_who_says_very_much_is_asked_to_wait_and_loses_no_word(cast):
    set_number(cast.sam.person, "say_an_hour", value=2, because="test")
    say(cast, "anyone", "One")
    say(cast, "anyone", "Two")
    page = cast.anyone.post(url(cast), saying("My third thing"), status=422).content.decode()
    assert "My third thing" in page
    assert Contribution.objects.count() == 2
    say(cast, "chloe", "Signed in, I go on")


def test_words_survive_being_signed_out_in_between(cast):
    sent = saying("I was signed out.", known_as=cast.chloe.person.key, sharing="public")
    page = cast.anyone.post(url(cast), sent, status=422).content.decode()
    assert "I was signed out." in page
    assert "You were signed out meanwhile." in page
    assert not Contribution.objects.exists()
    cast.anyone.post(url(cast), {**sent, "without_account": "on"}, status=200)
    assert Contribution.objects.get().said_by is None


def test_somebody_else_signed_in_does_not_send_in_the_wrong_name(cast):
    page = cast.pat.post(url(cast), saying("Chloe typed this.", known_as=cast.chloe.person.key), status=422).content.decode()
    assert "Somebody else is signed in now." in page
    assert not Contribution.objects.exists()


def test_a_machine_that_fills_every_box_is_asked_to_press_again(cast):
    page = cast.anyone.post(url(cast), saying("Am I a machine?", website="http://spam.example"), status=422).content.decode()
    assert "Am I a machine?" in page
    assert "spam.example" not in page
    assert not Contribution.objects.exists()


def test_kim_writes_what_lou_says_and_both_are_named(cast):
    c = say(cast, "kim", "Lou says: I want the same person each day.", whose=cast.lou.person.key, read_back="yes")
    assert (c.said_by, c.typed_by, c.read_back) == (cast.lou.person, cast.kim.person, True)
    assert "I want the same person" in cast.lou.get(f"/said/{c.code}/").content.decode()


def test_kim_must_say_whether_it_was_read_back(cast):
    page = cast.kim.post(url(cast), saying("Lou says no.", known_as=cast.kim.person.key, whose=cast.lou.person.key), status=422)
    assert "Say if you read it back to them." in page.content.decode()


def test_nobody_writes_for_a_person_they_do_not_support(cast):
    cast.pat.post(url(cast), saying("Not mine.", known_as=cast.pat.person.key, whose=cast.lou.person.key), status=422)
    assert not Contribution.objects.exists()


def test_a_visitor_cannot_choose_to_be_named(cast):
    cast.anyone.post(url(cast), saying("Name me.", sharing=Sharing.NAMED), status=422)
    assert not Contribution.objects.exists()


def test_a_recording_alone_is_enough(cast):
    c = say(cast, "chloe", "", recording=wav())
    assert c.way == Way.VOICE
    assert c.files.get().media_type == "audio/wav"


def test_several_photos_come_with_the_words(cast):
    c = say(cast, "chloe", "Look.", papers=[photo("one.jpg"), photo("two.jpg")])
    assert c.way == Way.TYPED
    assert sorted(c.files.values_list("name", flat=True)) == ["one.jpg", "two.jpg"]


def test_work_that_is_not_public_is_not_there_for_visitors(cast):
    Work.objects.filter(pk=cast.work.pk).update(is_public=False)
    cast.anyone.get(url(cast), status=404)
    cast.anyone.post(url(cast), saying("Let me in"), status=404)
    cast.chloe.get(url(cast))


def test_the_record_holds_after_all_ways_of_saying(cast):
    say(cast, "chloe", "One", papers=[photo()])
    say(cast, "anyone", "Two", recording=wav())
    say(cast, "kim", "Three", whose=cast.lou.person.key, read_back="no")
    found = verify()
    assert found.wrong == ()
    assert found.witnessed == 5


def test_words_changed_outside_the_system_are_found(cast):
    c = say(cast, "chloe", "As I said it")
    Contribution.objects.filter(pk=c.pk).update(words="As they wanted it")
    assert any(c.code in one.what for one in verify().wrong)


def test_the_page_takes_few_queries(cast, django_assert_max_num_queries):
    cast.kim.get(url(cast))
    with django_assert_max_num_queries(15):
        cast.kim.get(url(cast))


def test_a_recording_is_not_lost_when_the_form_comes_back(cast):
    sent = saying("", known_as=cast.chloe.person.key, recording=wav(), sharing="nobody")
    page = cast.chloe.post(url(cast), sent, status=422).content.decode()
    ticket = re.search(r'name="held" value="([^"]+)" checked', page)
    assert ticket, "the page gives no ticket"
    cast.chloe.post(url(cast), saying("", known_as=cast.chloe.person.key, held=[ticket[1]]), status=200)
    assert Contribution.objects.get().files.get().media_type == "audio/wav"
    assert not list((files.folder() / "aside").glob("*"))


def test_a_ticket_that_was_made_up_opens_no_file(cast):
    for ticket in ("x", "../../db.sqlite3", signing.dumps(["../db.sqlite3", "a", "audio"], salt="other")):
        cast.chloe.post(url(cast), saying("", known_as=cast.chloe.person.key, held=[ticket]), status=422)
    assert not Contribution.objects.exists()


def test_a_file_put_aside_is_good_for_a_day(cast):
    ticket = files.hold(files.Upload(wav(), "audio"))
    held = files.held(ticket)
    assert held is not None
    held.file.close()
    place = next((files.folder() / "aside").glob("*"))
    os.utime(place, (1, 1))
    assert files.sweep() >= 1
    assert files.held(ticket) is None
