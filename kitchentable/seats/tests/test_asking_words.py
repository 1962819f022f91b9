"""Who asks what a word on the page of a call means asks the lead of its piece of work."""

from __future__ import annotations

from typing import Any

import pytest

from kitchentable.policy.clock import now, today
from kitchentable.seats.models import Call
from kitchentable.words.models import TermAsk
from kitchentable.words.where import page_of, work_of

pytestmark = pytest.mark.django_db


def test_a_word_on_the_page_of_a_call_is_explained_by_its_lead(cast: Any) -> None:
    call = Call.objects.create(
        work=cast.work, title="Four seats", what="You meet the MDT.", how_much_time="x", what_we_pay="x", what_support="The MDT helps.",
        seats=3, closes_on=today(), opened_at=now(),
    )  # fmt: skip
    page = cast.chloe.get(call.get_absolute_url()).content.decode()
    assert page.count('popovertarget="word-mdt">MDT</button>') == 1
    assert work_of(cast.chloe.person, page_of(call.get_absolute_url())) == cast.work
    cast.chloe.post("/glossary/ask/", {"word": "MDT", "page": call.get_absolute_url()}, status=200)
    assert TermAsk.objects.get().work == cast.work
    Call.objects.filter(pk=call.pk).update(opened_at=None)
    assert work_of(cast.anyone.person, page_of(call.get_absolute_url())) is None
