"""Before a question opens: what people told us is seen, what is new is said, and one sentence is kept (R099)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kitchentable.policy.clock import at, today
from kitchentable.policy.verdict import Refused
from kitchentable.ties import already
from kitchentable.ties.acts.promising import promise
from kitchentable.ties.acts.telling import say_new
from kitchentable.ties.models import AlreadyTold
from kitchentable.voices import acts
from kitchentable.voices.models import Contribution, Question
from kitchentable.voices.opening import NotYet, first_of
from tests.asking import NEW

pytestmark = pytest.mark.django_db
JANUARY = datetime(2027, 1, 14, 12, tzinfo=UTC)
JUNE = datetime(2027, 6, 8, 12, tzinfo=UTC)


def tells(cast: Any, who: str, words: str, *, public: bool = True) -> Contribution:
    person = getattr(cast, who).person
    c = acts.say(person, cast.work, words=words, sharing="public" if public else "lead")
    return acts.publish(cast.natalie.person, c) if public else c


def asks(cast: Any, words: str = "What is wrong with short breaks?", **more: Any) -> Question:
    return acts.ask(cast.natalie.person, Question(work=cast.work, kind=more.pop("kind", "help"), asks=words, **more))


def test_a_question_opens_only_after_the_asker_looked_and_said_what_is_new(cast: Any) -> None:
    tells(cast, "raj", "Short breaks are too short for us.")
    question = asks(cast)
    with pytest.raises(NotYet):
        acts.open_question(cast.natalie.person, question)
    office = reverse("voices:question", args=[cast.work.slug, question.pk])
    told = reverse("ties:told", args=[cast.work.slug, question.pk])
    page = cast.natalie.get(office).content.decode()
    assert told in page
    assert "Open this question" not in page
    cast.natalie.post(reverse("voices:open_question", args=[cast.work.slug, question.pk]), status=422)
    page = cast.natalie.get(told).content.decode()
    assert "Short breaks are too short for us." in page
    for empty in ("", "   ", "We will take this on board.", question.asks):
        cast.natalie.post(told, {"new": empty}, status=422)
    assert not AlreadyTold.objects.exists()
    code = Contribution.objects.get().code
    cast.natalie.post(told, {"new": NEW, "same": [f"contribution:{code}"]}, status=200)
    cast.natalie.post(reverse("voices:open_question", args=[cast.work.slug, question.pk]), status=200)
    question.refresh_from_db()
    assert question.opened_at is not None
    assert question.new_here == NEW
    assert question.told_before.startswith("You told us this in ")
    for page in (cast.chloe.get(f"/works/{cast.work.slug}/say/"), cast.natalie.get(office)):
        assert question.told_before in page.content.decode()
        assert NEW in page.content.decode()


def test_changed_words_are_looked_for_again_whatever_the_clock_says(cast: Any) -> None:
    question = asks(cast)
    say_new(cast.natalie.person, question, new=NEW)
    assert first_of(question) is None
    with at(JANUARY - timedelta(days=900)):
        question.asks = "What is wrong with the buses?"
        acts.ask(cast.natalie.person, question)
    assert first_of(question) is not None
    say_new(cast.natalie.person, question, new=NEW)
    acts.open_question(cast.natalie.person, question)
    assert question.told_before == "We looked. We found nothing that people had told us about this."


def test_what_only_tells_needs_no_look_and_what_was_opened_stays(cast: Any) -> None:
    tell = asks(cast, kind="tell")
    assert acts.open_question(cast.natalie.person, tell).told_before == ""
    with pytest.raises(Refused):
        say_new(cast.natalie.person, tell, new=NEW)
    cast.natalie.get(reverse("ties:told", args=[cast.work.slug, tell.pk]), status=404)


def test_only_the_lead_looks_and_says_what_is_new(cast: Any) -> None:
    question = asks(cast)
    told = reverse("ties:told", args=[cast.work.slug, question.pk])
    for seat in (cast.chloe, cast.ben):
        seat.get(told, status=403)
        with pytest.raises(Refused):
            say_new(seat.person, question, new=NEW)
    cast.anyone.get(told, status=302)


def test_you_told_us_this_in_january_we_still_owe_you_two_answers(cast: Any) -> None:
    with at(JANUARY):
        for who in ("raj", "chloe"):
            tells(cast, who, f"I am {who}. Short breaks are too short.")
    with at(JUNE):
        question = asks(cast)
        say_new(cast.natalie.person, question, new=NEW)
        acts.open_question(cast.natalie.person, question)
        assert question.told_before == "You told us this in January. We still owe you two answers."
    with at(JUNE + timedelta(days=300)):
        question.refresh_from_db()
        assert question.told_before.startswith("You told us this in January."), "it stays as people read it"
        assert already.sentence(question.looked_at.found).startswith("You told us this in January 2027.")


def test_what_was_told_in_private_gives_no_number_and_no_month(cast: Any) -> None:
    with at(JANUARY):
        tells(cast, "raj", "Short breaks are a secret of mine.", public=False)
    question = asks(cast)
    say_new(cast.natalie.person, question, new=NEW)
    acts.open_question(cast.natalie.person, question)
    assert question.told_before == "Some people told us something like this."


def test_what_is_about_something_else_is_not_counted_and_what_was_taken_back_neither(cast: Any) -> None:
    with at(JANUARY):
        other = tells(cast, "raj", "Short breaks for tea at work.")
        gone = tells(cast, "chloe", "Short breaks are too far away.")
    question = asks(cast)
    kept = say_new(cast.natalie.person, question, new=NEW, left_out=[f"contribution:{other.code}", "contribution:not-there"])
    assert kept.found == [f"contribution:{gone.code}"]
    assert kept.left_out == [f"contribution:{other.code}"]
    acts.withdraw(cast.chloe.person, gone)
    acts.open_question(cast.natalie.person, question)
    assert "You told us" not in question.told_before


def test_promises_that_are_still_open_stand_beside_and_are_counted(cast: Any) -> None:
    tells(cast, "raj", "Short breaks are too short.")
    promise(
        cast.natalie.person, cast.work, what="A list of short breaks", owner=cast.ben.person, by_when=today() + timedelta(days=9)
    )
    promise(cast.natalie.person, cast.work, what="A new boiler", owner=cast.ben.person, by_when=None)
    question = asks(cast)
    told = cast.natalie.get(reverse("ties:told", args=[cast.work.slug, question.pk])).content.decode()
    assert "A list of short breaks" in told
    assert "A new boiler" not in told
    assert "We still have to keep one promise." in already.sentence(
        already.look(cast.natalie.person, cast.work, question.asks).keys
    )


def test_while_typing_what_was_told_is_shown_and_only_to_who_may_ask(cast: Any) -> None:
    tells(cast, "raj", "Short breaks are too short.")
    here = reverse("ties:told_typing", args=[cast.work.slug])
    part = cast.natalie.client.get(here, {"q": "short breaks", "part": "1"}).content.decode()
    assert "Short breaks are too short." in part
    assert "<html" not in part
    assert "Short breaks are too short." in cast.natalie.get(here, {"q": "short breaks"}).content.decode()
    assert cast.natalie.client.get(here, {"q": "zebra", "part": "1"}).content.decode().count("nothing") == 1
    cast.natalie.get(here)
    cast.chloe.get(here, {"q": "short breaks"}, status=403)


def test_the_page_takes_as_many_queries_with_more_found(cast: Any, django_assert_max_num_queries: Any) -> None:
    question = asks(cast)
    told = reverse("ties:told", args=[cast.work.slug, question.pk])
    for n in range(12):
        tells(cast, "raj", f"Short breaks, point {n}.")
        promise(cast.natalie.person, cast.work, what=f"Short breaks {n}", owner=cast.ben.person, by_when=None)
    cast.natalie.get(told)
    # Each kind of thing that is found is loaded by itself: the search asks a fixed number of questions, however much there is.
    with django_assert_max_num_queries(20):
        cast.natalie.client.get(told)


def test_the_asker_who_is_erased_leaves_the_look_behind(cast: Any) -> None:
    question = asks(cast)
    kept = say_new(cast.natalie.person, question, new=NEW)
    kept.by = None
    kept.save()
    assert first_of(question) is None


@given(st.lists(st.dates(datetime(2020, 1, 1).date(), datetime(2030, 1, 1).date()), min_size=1, max_size=9))
def test_months_in_words_name_at_most_three_and_the_newest(days: Any) -> None:
    with at(timezone.now()):
        words = already.months_in_words(days)
    months = {day.replace(day=1) for day in days}
    assert ("months before" in words) == (len(months) > 3)
    assert max(days).strftime("%B") in words


def test_runs_are_words_that_stand_together() -> None:
    assert already.runs("What is wrong with short breaks?") == ["short breaks"]
    assert already.content_words("Short breaks, and the Buses!") == ["short", "break", "buse"]
