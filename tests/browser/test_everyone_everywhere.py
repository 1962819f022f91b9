"""Every page as each of the cast: axe finds nothing, in light, and in dark at 320 pixels; no page is wider than its screen."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page

from kitchentable.people.models import Outgoing
from kitchentable.policy.clock import today
from kitchentable.seats.tests.drawing import drawn, make_night
from kitchentable.voices import acts
from kitchentable.voices.models import AnswerTo, Contribution, Question
from tests import canaries, gathering_canaries, seat_canaries
from tests.test_walk import SLUGS, patterns

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ALL = os.environ.get("KITCHENTABLE_AXE") == "all"
SEEN_BY_MOST = ["anyone", "natalie", "chloe", "rao", "dee", "sam", "kim"]
THEIR_OWN = ("/me/", "/me/supporters/", "/me/works-for-me/", "/gatherings/", "/office/", "/office/gatherings/")
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
    filled = SimpleNamespace(cast=cast, may={}, canary=lambda place, _who: f"Some words about {place}")
    gathering_canaries.put(filled)
    seat_canaries.put(filled)
    canaries.put(filled)
    drawn(make_night(cast))
    return cast


def pages_of(cast: Any, slug: str) -> list[str]:
    """One address for each page there is, with things in it that this person can open."""
    c = Contribution.objects.order_by("pk").first()
    assert c is not None
    found = []
    for name, route, _pattern in patterns():
        if NOT_PAGES.search(route):
            continue
        places = re.findall(r"<(?:\w+:)?(\w+)>", route)
        fits = papers_of if name.startswith(("words:", "ties:")) else fitting
        for values in itertools.product(*(fits(place, route, c, cast, slug) for place in places)):
            address = "/" + route
            for value in values:
                address = re.sub(r"<[^>]+>", value, address, count=1)
            found.append(address)
    found.append(f"/office/answer/?said={c.code}")
    found.append(f"/office/works/{cast.work.slug}/write/?for={cast.lou.person.key}")
    found += [
        f"{address}?view={view}"
        for address in found
        if address.endswith(("/sheet/", "/works-for-me/"))
        for view in ("easy", "large")
    ]
    found.append("/nowhere/")
    return found


def fitting(place: str, route: str, c: Contribution, cast: Any, slug: str) -> list[str]:
    """What to put in a place of an address: a thing of one's own where there is one, else one that those who plan see."""
    if place in gathering_canaries.THINGS:
        kind = gathering_canaries.THINGS[place]
        if place == "gathering":  # the one to come and the one that was
            return list(kind.objects.exclude(state="planning").order_by("pk").values_list("key", flat=True))
        things = kind.objects.order_by("pk")
        if place in ("invitation", "need", "ask"):
            whose = getattr(cast, slug).person if slug != "anyone" else None
            mine = things.filter(person=whose) if whose is not None else things.none()
            things = mine if mine.exists() else things.filter(person=cast.mina.person)
        keys = list(things.values_list("key", flat=True))
        return keys[:2] if place == "invitation" else keys[:1]
    if place in seat_canaries.THINGS:
        return seats_of(place, cast, slug)
    if place in seat_canaries.VALUES:
        return seat_canaries.VALUES[place][:1]
    fill = {
        "slug": cast.work.slug, "code": c.code, "number": "1", "pk": str(Question.objects.latest("pk").pk), "person": cast.lou.person.key,
        "scope": "write", "photo": "nothere", "token": "nothere",
    }  # fmt: skip
    if place == "key":
        if "messages" in route:
            return [Outgoing.objects.latest("pk").key]
        return [c.answers.latest("pk").key if "check" in route else cast.lou.person.key]
    return [fill.get(place, "nothere")]


def papers_of(place: str, route: str, c: Contribution, cast: Any, slug: str) -> list[str]:
    """The same for papers: one that was sent, one that is being written with things found, one with an Easy Read."""
    if place not in canaries.THINGS:
        return canaries.VALUES[place][:1] if place in canaries.VALUES else fitting(place, route, c, cast, slug)
    things = canaries.THINGS[place].objects.order_by("pk")
    if place == "document":
        with_easy = things.filter(versions__easy_lines__isnull=False).distinct()
        shown = [things.filter(versions__sent_at__isnull=False), things.filter(versions__sent_at=None), with_easy]
        return list(dict.fromkeys(key for some in shown for key in some.values_list("key", flat=True)[:1]))
    if place in ("ask", "sent", "check"):
        whose = {"ask": "asked_by", "sent": "person", "check": "asked"}[place]
        mine = things.filter(**{whose: getattr(cast, slug).person}) if slug != "anyone" else things.filter(**{whose: None})
        things = mine if mine.exists() else things
    return list(things.values_list("key", flat=True))[:1]


def seats_of(place: str, cast: Any, slug: str) -> list[str]:
    """The same for seats: of groups one on the map and one suggested, of draws one at each step there is, of seats and offers one’s own first."""
    things = seat_canaries.THINGS[place].objects.order_by("pk")
    if place in ("seat", "offer"):
        whose = getattr(cast, slug).person if slug != "anyone" else None
        mine = things.filter(person=whose) if whose is not None else things.none()
        return list((mine if mine.exists() else things).values_list("key", flat=True))[:1]
    if place == "group":
        return [
            *things.filter(state="on_map").values_list("key", flat=True)[:1],
            *things.filter(state="suggested").values_list("key", flat=True)[:1],
        ]
    return list(things.values_list("key", flat=True))


# Those who can open much are looked at in parts, so that no core waits for one long test.
PARTS = [
    (slug, part, parts)
    for slug in (["anyone", *SLUGS] if ALL else SEEN_BY_MOST)
    for parts in [4 if slug == "natalie" else 1]
    for part in range(parts)
]


@pytest.mark.parametrize(("slug", "part", "parts"), PARTS)
def test_axe_finds_nothing_on_any_page(house: Any, sit: Any, axe: Callable[[Page], None], slug: str, part: int, parts: int) -> None:
    wide, narrow = sit(slug), sit(slug, dark=True, width=320)
    looked, wrong = 0, []
    for address in pages_of(house, slug)[part::parts]:
        if not is_worth_a_look(house, slug, address):
            continue
        for page in (wide, narrow):
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
    assert looked


def is_worth_a_look(house: Any, slug: str, address: str) -> bool:
    """A page this person may open; with KITCHENTABLE_AXE=all each one, else those that nobody before them in the list can open."""
    if not opens(house, slug, address):
        return slug == "anyone" and address == "/nowhere/"
    if ALL:
        return True
    return not any(opens(house, one, address) for one in SEEN_BY_MOST[: SEEN_BY_MOST.index(slug)]) or address in THEIR_OWN


def opens(house: Any, slug: str, address: str) -> bool:
    """Does this person get a page there?"""
    answer = getattr(house, slug).client.get(address)
    return bool(answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html"))
