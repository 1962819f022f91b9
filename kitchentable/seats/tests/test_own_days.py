"""Until when each person can offer for a seat, by when they had the papers of the call (R013)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from kitchentable.policy.book import may
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import Refused
from kitchentable.seats.acts import calls as acts
from kitchentable.seats.acts import offers
from kitchentable.seats.acts.offers import NotThatDay
from kitchentable.seats.jobs import calls as jobs
from kitchentable.seats.models import Call
from kitchentable.seats.tests.making import make_call
from kitchentable.words.linking import PaperStays
from kitchentable.words.models import Version
from kitchentable.words.tests.making import make_document
from kitchentable.words.tests.sending_steps import PLAIN, becomes_ready, ready_version, send

BECAUSE = "The printer broke."
LAST = 28


@pytest.fixture
def called(cast: Any) -> tuple[Call, Version]:
    """An open call with one paper, that was sent to Pat and Reg; Reg's copy is not ready."""
    call, version = make_call(cast), ready_version(cast)
    acts.call_papers(cast.natalie.person, call, papers=[version.document])
    send(cast, version, "pat", "reg", unready_because=BECAUSE)
    return call, version


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_whose_copy_came_three_days_late_can_offer_three_days_longer(cast: Any, called: Any) -> None:
    call, version = called
    with at(now() + timedelta(days=3)):
        becomes_ready(version, PLAIN)
    with at(now() + timedelta(days=LAST + 3)):
        assert jobs.close_calls() == 0
        page = reverse("seats:call", args=[call.key])
        assert "came 3 days late" in text(cast.reg.get(page))
        assert "This call has closed" in text(cast.pat.get(page))
        assert "This call has closed" in text(cast.anyone.get(page))
        assert "Send" in text(cast.reg.get(reverse("seats:offer", args=[call.key])))
        with pytest.raises(Refused):
            offers.offer(cast.pat.person, call)
        assert offers.offer(cast.reg.person, call).person == cast.reg.person
    with at(now() + timedelta(days=LAST + 4)):
        assert jobs.close_calls() == 1


def test_what_reg_said_by_phone_on_his_own_last_day_is_in_time(cast: Any, called: Any) -> None:
    call, version = called
    with at(now() + timedelta(days=3)):
        becomes_ready(version, PLAIN)
    day = call.closes_on + timedelta(days=3)
    with at(now() + timedelta(days=LAST + 4)):
        jobs.close_calls()
        call.refresh_from_db()
        for whom in (cast.pat.person, cast.chloe.person):
            with pytest.raises(NotThatDay):
                offers.offer(cast.natalie.person, call, for_person=whom, offered_on=day, way="phone")
        offers.offer(cast.natalie.person, call, for_person=cast.reg.person, offered_on=day, way="phone")


def test_no_draw_and_no_count_while_somebodys_time_runs(cast: Any, called: Any) -> None:
    call, version = called
    with at(now() + timedelta(days=LAST + 9)):
        assert jobs.close_calls() == 0
        assert not may(cast.natalie.person, "seats.start_draw", call)
        assert not may(cast.natalie.person, "seats.close_call", call)
        assert not may(cast.natalie.person, "seats.count_answers", call)
        assert "1 person does not have their copy yet" in text(cast.natalie.get(reverse("seats:office_call", args=[call.key])))
        becomes_ready(version, PLAIN)
    with at(now() + timedelta(days=2 * LAST + 10)):
        assert jobs.close_calls() == 1
        assert jobs.count_answers() == 0
    with at(now() + timedelta(days=2 * LAST + 15)):
        assert jobs.count_answers() == 1


def test_papers_are_chosen_on_a_page_and_stay_once_the_call_is_open(cast: Any, called: Any) -> None:
    call, version = called
    other = make_document(cast, "What it costs")
    here = reverse("seats:call_papers", args=[call.key])
    cast.natalie.post(here, {"papers": [other.key]}, status=422)
    with pytest.raises(PaperStays):
        acts.call_papers(cast.natalie.person, call, papers=[])
    cast.natalie.post(here, {"papers": [other.key, version.document.key]}, status=200)
    assert call.papers.count() == 2
    cast.pat.get(here, status=403)


def test_without_papers_a_call_closes_on_its_day(cast: Any) -> None:
    call = make_call(cast)
    with at(now() + timedelta(days=LAST + 1)):
        assert jobs.close_calls() == 1
    assert call.closes_on == today() + timedelta(days=LAST)
