"""“This is not how it feels”: said by those who took part, owed an answer, shown beside the tip and never averaged away."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from kitchentable.people import erasures
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import HOUSE, Refused
from kitchentable.ties.acts.remarking import NotTheirs, remark
from kitchentable.ties.models import CountedPart, Remark
from kitchentable.ties.sweet import seen
from kitchentable.ties.tests.test_spot_page import a_part, text_of, url
from kitchentable.voices import acts
from kitchentable.voices.acts.saying import due_day
from kitchentable.voices.models import Contribution, Sharing, Status, Way
from kitchentable.voices.tests.making import answer
from kitchentable.voices.tests.office_steps import day

pytestmark = pytest.mark.django_db
WORDS = "The talk was fast. We had moved on before I could speak."


def say_url(cast: Any) -> str:
    return reverse("ties:remark", args=[cast.work.slug])


def sent(**more: Any) -> dict[str, Any]:
    return {"tip": "3", "words": WORDS, "sharing": "lead", "once": str(uuid.uuid4())} | more


def test_chloe_says_it_on_the_page_and_it_is_owed_an_answer_like_all_that_is_said(cast: Any) -> None:
    before = Contribution.objects.filter(work=cast.work).sums()
    assert re.search(r'value="3"[^>]* checked', text_of(cast.chloe.get(say_url(cast) + "?tip=3")))
    form = sent()
    page = cast.chloe.post(say_url(cast), form, status=200)
    cast.chloe.post(say_url(cast), form)
    said = Remark.objects.get().contribution
    assert (said.words, said.said_by, said.owner) == (WORDS, cast.chloe.person, cast.work.answers_first)
    assert said.due_on == due_day(today())
    after = Contribution.objects.filter(work=cast.work).sums()
    assert (after["received"], after["waiting"]) == (before["received"] + 1, before["waiting"] + 1)
    assert "must answer by" in text_of(page)
    assert "Some people see it differently" in text_of(page)


def test_nobody_else_reads_it_before_its_author_and_the_lead_let_them(cast: Any) -> None:
    remark(cast.chloe.person, cast.work, tip=3, words=WORDS, sharing=Sharing.PUBLIC)
    assert WORDS in text_of(cast.chloe.get(url(cast)))
    assert WORDS in text_of(cast.natalie.get(url(cast)))
    text = text_of(cast.anyone.get(url(cast)))
    assert WORDS not in text
    assert "see it differently" not in text
    acts.publish(cast.natalie.person, Remark.objects.get().contribution)
    text = text_of(cast.anyone.get(url(cast)))
    assert WORDS in text
    assert "Some people see it differently" in text
    assert "Chloe" not in text
    acts.withdraw(cast.chloe.person, Remark.objects.get().contribution)
    assert WORDS not in text_of(cast.anyone.get(url(cast)))


def test_the_standing_stays_as_it_was_counted(cast: Any) -> None:
    a_part(cast.work, "talk", 40, 30)
    before = seen(cast.work)
    remark(cast.chloe.person, cast.work, tip=3, words=WORDS, sharing=Sharing.PUBLIC)
    acts.publish(cast.natalie.person, Remark.objects.get().contribution)
    assert seen(cast.work) == before
    text = text_of(cast.anyone.get(url(cast)))
    assert "Holding well" in text
    assert "Some people see it differently" in text


def test_its_answer_stands_beside_it(cast: Any) -> None:
    remark(cast.chloe.person, cast.work, tip=3, words=WORDS, sharing=Sharing.PUBLIC)
    said = Remark.objects.get().contribution
    acts.publish(cast.natalie.person, said)
    answer(cast, said)
    text = text_of(cast.anyone.get(url(cast)))
    assert "A new bus stop opens in front of the hub on 1 June." in text
    said.refresh_from_db()
    assert said.status == Status.ANSWERED


def test_lou_says_it_by_phone_and_the_clock_runs_from_the_call(cast: Any) -> None:
    called = today() - timedelta(days=3)
    form = sent(whose=cast.lou.person.key, way="phone", read_back="agreed", **day("said_on", called))
    cast.natalie.post(say_url(cast), form, status=200)
    said = Remark.objects.get().contribution
    assert (said.said_by, said.typed_by, said.way, said.read_back) == (cast.lou.person, cast.natalie.person, Way.PHONE, True)
    assert said.due_on == due_day(called)


def test_only_those_who_took_part_say_how_it_feels_and_a_lead_speaks_for_nobody(cast: Any) -> None:
    with pytest.raises(Refused, match="Only people who took part"):
        remark(cast.joan.person, cast.work, tip=1, words=WORDS)
    assert "Say how it feels" not in text_of(cast.joan.get(url(cast)))
    cast.joan.get(say_url(cast), status=403)
    with pytest.raises(NotTheirs):
        remark(cast.natalie.person, cast.work, tip=1, words=WORDS)
    with pytest.raises(NotTheirs):
        remark(cast.natalie.person, cast.work, tip=1, words=WORDS, for_person=cast.joan.person)
    acts.say(cast.joan.person, cast.work, words="The bus is late.")
    assert remark(cast.joan.person, cast.work, tip=1, words=WORDS).tip == 1


def test_the_lead_finds_somebody_who_took_part_and_sits_at_no_table(cast: Any) -> None:
    assert "Joan" not in text_of(cast.natalie.get(say_url(cast) + "?q=joan"))
    acts.say(cast.joan.person, cast.work, words="The bus is late.")
    assert "Joan" in text_of(cast.natalie.get(say_url(cast) + "?q=joan"))


def test_whoever_is_not_signed_in_is_asked_to(cast: Any) -> None:
    assert cast.anyone.get(say_url(cast), status=302)["Location"].startswith("/sign-in/")


def test_when_chloe_is_erased_her_words_go_and_the_counts_stay(cast: Any) -> None:
    a_part(cast.work, "needs_met", 20, 12)
    remark(cast.chloe.person, cast.work, tip=3, words=WORDS, sharing=Sharing.PUBLIC)
    acts.publish(cast.natalie.person, Remark.objects.get().contribution)
    stands = list(CountedPart.objects.values())
    erasures.erase(HOUSE, cast.chloe.person)
    assert list(CountedPart.objects.values()) == stands
    assert WORDS not in text_of(cast.anyone.get(url(cast)))
    assert Remark.objects.get().contribution.status == Status.ERASED
    assert "12 of 20 needs" in text_of(cast.anyone.get(url(cast)))
