"""The demo of sending, and its canaries, stand on the same ground as everything else."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from kitchentable.policy.clock import at, now
from kitchentable.site.demo import Year
from kitchentable.site.demo.words import HOME
from kitchentable.site.demo.words_sending import lay
from kitchentable.words.models import Document, Sent
from kitchentable.words.own_time import last_day_for

pytestmark = pytest.mark.one_database


def test_in_the_demo_regs_copy_came_three_days_late_and_minas_is_waited_for(cast: Any) -> None:
    people = {slug: getattr(cast, slug).person for slug in ("natalie", "chloe", "lou", "mina", "reg", "pat", "raj", "fay")}
    year = Year(now().astimezone(ZoneInfo(settings.TIME_ZONE)), people, {HOME: cast.work})
    lay(year)
    for happens, _order, do in sorted(year.events, key=lambda event: event[:2]):
        with at(happens):
            do()
    first = Document.objects.get(title="When people come to your home").versions.get()
    assert last_day_for(people["reg"], first.by_when_on, [first.document_id]).days_more == 3
    assert last_day_for(people["fay"], first.by_when_on, [first.document_id]).days_more > 0, (
        "a posted copy counts from the day she had it"
    )
    assert last_day_for(people["pat"], first.by_when_on, [first.document_id]).days_more == 0
    assert {one.person for one in Sent.objects.waiting()} == {people["mina"]}
    from django.urls import reverse

    for name in ("send", "sent"):
        cast.natalie.get(reverse(f"words:{name}", args=[first.document.key]))
    for slug in ("reg", "fay", "mina"):
        getattr(cast, slug).get(reverse("words:my_papers"))
