"""People here see whom to ring, write to or visit, by when, and what to say; nobody else sees any of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kitchentable.people import outbox
from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, tell
from kitchentable.policy import clock
from kitchentable.policy.clock import now

pytestmark = pytest.mark.django_db

WORDS = "Hello,\n\nThe lift was fixed on 12 May."


@pytest.fixture(autouse=True)
def writers(monkeypatch):
    monkeypatch.setitem(outbox._WRITERS, "test.answered", lambda m: Message("You have an answer", WORDS, "/said/abc/", "Read it"))
    monkeypatch.setitem(outbox._WRITERS, "test.gone", lambda m: None)


@pytest.fixture
def call(cast):
    """Lou is to be rung about the piece of work that Natalie leads."""
    return tell(cast.lou.person, "test.answered", "abc", work=cast.work.slug)


def test_the_list_says_whom_how_and_by_when_and_no_words_and_no_needs(cast, call):
    text = cast.natalie.get("/office/messages/").content.decode()
    assert "Ring <bdi>Lou</bdi>" in text
    for private in ("The lift was fixed", "You have an answer", "01632 960 114", "Let it ring", "Easy Read"):
        assert private not in text


def test_the_oldest_is_first_and_what_is_late_says_so(cast, call):
    with clock.at(now() + timedelta(days=14)):
        tell(cast.fay.person, "test.answered", "def", work=cast.work.slug)
        text = cast.natalie.get("/office/messages/").content.decode()
    assert text.index("<bdi>Lou</bdi>") < text.index("<bdi>Fay</bdi>")
    assert "working days late" in text


def test_one_message_has_the_phone_the_time_that_suits_and_the_words(cast, call):
    text = cast.natalie.get(call.get_absolute_url()).content.decode()
    for words in ("01632 960 114", "Let it ring for a long time.", "The lift was fixed on 12 May.", "Easy Read", "I told them"):
        assert words in text


def test_i_told_them_takes_it_off_the_list_and_keeps_who_did_it(cast, call):
    cast.natalie.post(call.get_absolute_url(), {"what": "told"}, status=200)
    call.refresh_from_db()
    assert (call.state, call.told_by) == (Outgoing.State.SENT, cast.natalie.person)
    assert "Ring <bdi>Lou</bdi>" not in cast.natalie.get("/office/messages/").content.decode()
    assert "did this on" in cast.natalie.get(call.get_absolute_url()).content.decode()


def test_i_could_not_reach_them_keeps_it_on_the_list_with_what_happened(cast, call):
    page = cast.natalie.post(call.get_absolute_url(), {"what": "not-reached", "note": "Nobody picked up at 3pm"})
    assert "Nobody picked up at 3pm" in page.content.decode()
    call.refresh_from_db()
    assert (call.state, call.tries) == (Outgoing.State.TODO, 1)
    assert "Tried before" in cast.natalie.get("/office/messages/").content.decode()


def test_a_try_without_a_word_is_asked_for_one_and_nothing_changes(cast, call):
    page = cast.natalie.post(call.get_absolute_url(), {"what": "not-reached", "note": ""})
    assert 'aria-invalid="true"' in page.content.decode()
    call.refresh_from_db()
    assert call.tries == 0


def test_what_was_taken_back_says_so_and_can_be_taken_off_the_list(cast):
    gone = tell(cast.lou.person, "test.gone", "abc", work=cast.work.slug)
    assert "There is nothing to tell any more" in cast.natalie.get(gone.get_absolute_url()).content.decode()
    cast.natalie.post(gone.get_absolute_url(), {"what": "not-needed"})
    gone.refresh_from_db()
    assert gone.state == Outgoing.State.DROPPED


def test_a_letter_is_printed_large_for_those_who_read_it_so(cast):
    letter = tell(cast.fay.person, "test.answered", "abc", work=cast.work.slug)
    text = cast.natalie.get(f"{letter.get_absolute_url()}letter/").content.decode()
    assert "3 Weir Terrace<br>Millbrook" in text
    assert "letter-large" in text
    assert "letter-large" not in cast.natalie.get(f"{letter.get_absolute_url()}letter/?large=0").content.decode()


def test_only_those_who_lead_or_check_the_work_may_read_what_is_to_be_said(cast, call):
    for seat in (cast.gill, cast.sam, cast.ben):
        assert "<bdi>Lou</bdi>" not in seat.get("/office/messages/").content.decode()
        seat.get(call.get_absolute_url(), status=404)
        seat.get(f"{call.get_absolute_url()}letter/", status=404)
        seat.post(call.get_absolute_url(), {"what": "told"}, status=404)
    cast.dee.get(call.get_absolute_url())
    call.refresh_from_db()
    assert call.state == Outgoing.State.TODO


def test_people_who_do_not_work_here_see_nothing_of_it(cast, call):
    for seat in (cast.chloe, cast.kim, cast.lou):
        seat.get("/office/messages/", status=403)
        seat.get(call.get_absolute_url(), status=403)
    cast.anyone.get(call.get_absolute_url(), status=302)


def test_a_full_list_comes_in_pages_with_few_queries(cast, django_assert_max_num_queries):
    for count in range(30):
        tell(cast.lou.person, "test.answered", f"k{count}", work=cast.work.slug)
    cast.natalie.get("/office/messages/")
    with django_assert_max_num_queries(15):
        text = cast.natalie.get("/office/messages/").content.decode()
    assert text.count("<bdi>Lou</bdi>") == 25


def test_when_everyone_was_told_the_page_says_what_will_come_here(cast):
    Outgoing.objects.all().delete()
    assert "Everyone has been told" in cast.natalie.get("/office/messages/").content.decode()
