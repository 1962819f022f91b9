"""Every page as each of the cast: axe finds nothing, in light, in dark and at 320 pixels; no page is wider than its screen."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from kitchentable.people.models import Outgoing
from kitchentable.policy.clock import today
from kitchentable.voices import acts
from kitchentable.voices.models import AnswerTo, Contribution, Question
from tests.test_walk import SLUGS, patterns

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ALL = os.environ.get("KITCHENTABLE_AXE") == "all"
SEEN_BY_MOST = ["anyone", "chloe", "kim", "natalie", "rao", "dee", "sam"]
NOT_PAGES = re.compile(r"feed|health|head\.txt|/files/|export/|sign-out|\.json|save=")


@pytest.fixture
def house(cast: Any) -> Any:
    """One of each thing that a page can show."""
    natalie, rao, chloe, work = cast.natalie.person, cast.rao.person, cast.chloe.person, cast.work
    said = acts.say(
        chloe, work, words="The lift at the hub has been broken for six weeks.", sharing="public", content_note="about being stuck"
    )
    acts.publish(natalie, said)
    acts.hear(natalie, said, heard="You cannot get to the first floor.")
    acts.ask_reuse(natalie, said, for_what="A talk to new staff")
    answer = acts.answer(
        rao, [said], outcome="partly", words="The lift was fixed on 12 May. Ben checks it each Monday.",
        because="A second lift costs £90,000.", decider=rao, decided_on=today(), who_does_it="Ben Ash", cost="£900",
    )  # fmt: skip
    acts.check(natalie, answer)
    acts.reply(chloe, AnswerTo.objects.get(), is_so=False, what_is_wrong="It broke again.")
    acts.say(natalie, work, words="The bus does not wait.", way="phone", for_person=cast.lou.person, sharing="named")
    waits = acts.say(cast.mina.person, work, words="No interpreter came.", sharing="group")
    acts.answer(rao, [waits], outcome="used", words="Jo comes each time from 3 March.", decider=rao, decided_on=today())
    theme = acts.make_theme(natalie, work, called="Lifts and doors")
    acts.mark(natalie, theme, contributions=[said])
    decision = acts.plan_decision(natalie, work, title="How visits are timed")
    acts.add_option(natalie, decision, what="Longer visits", cost="£40,000 a year", bad_effects="Fewer visits")
    acts.ask(natalie, Question(work=work, decision=decision, asks="What is a good visit?"))
    return cast


def pages_of(cast: Any) -> list[str]:
    """One address for each page there is."""
    c = Contribution.objects.order_by("pk").first()
    assert c is not None
    fill = {
        "slug": cast.work.slug, "code": c.code, "number": "1", "pk": str(Question.objects.latest("pk").pk), "person": cast.lou.person.key,
    }  # fmt: skip
    found = []
    for _name, route, _pattern in patterns():
        if NOT_PAGES.search(route):
            continue
        address = "/" + route
        for place in re.findall(r"<(?:\w+:)?(\w+)>", route):
            value = fill.get(place, "nothere")
            if place == "key":
                value = (
                    Outgoing.objects.latest("pk").key if "messages" in route
                    else c.answers.latest("pk").key if "check" in route else cast.lou.person.key
                )  # fmt: skip
            address = re.sub(r"<[^>]+>", value, address, count=1)
        found.append(address)
    found.append(f"/office/answer/?said={c.code}")
    found.append(f"/office/works/{cast.work.slug}/write/?for={cast.lou.person.key}")
    found.append("/nowhere/")
    return found


@pytest.mark.parametrize("slug", ["anyone", *SLUGS] if ALL else SEEN_BY_MOST)
def test_axe_finds_nothing_on_any_page(house: Any, sit: Any, axe: Callable[[Page], None], slug: str) -> None:
    light, dark, narrow = sit(slug), sit(slug, dark=True), sit(slug, width=320)
    looked, wrong = 0, []
    for address in pages_of(house):
        if not is_worth_a_look(house, slug, address):
            continue
        for page in (light, dark, narrow):
            page.goto(address)
            try:
                axe(page)
            except AssertionError as found:
                wrong.append(str(found)[:700])
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                wrong.append(f"{address} is {over} pixels wider than its screen of {page.viewport_size}")
        looked += 1
    assert wrong == []
    assert looked > 4


def is_worth_a_look(house: Any, slug: str, address: str) -> bool:
    """A page this person may open; with KITCHENTABLE_AXE=all each one, else those that a visitor cannot open and the errors once."""
    answer = getattr(house, slug).client.get(address)
    if not answer.headers.get("Content-Type", "").startswith("text/html") or answer.status_code in (301, 302, 303, 405):
        return False
    if answer.status_code != 200:
        return slug == "anyone" and address == "/nowhere/"
    return ALL or slug == "anyone" or house.anyone.client.get(address).status_code != 200
