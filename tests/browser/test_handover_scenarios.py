"""S12, its first half, as people do it: Natalie leaves, Dee takes over, and nobody who sits at the table starts over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kitchentable.people.models import Look, Person
from kitchentable.policy.clock import now, today
from kitchentable.ties.acts.promising import promise
from kitchentable.ties.models import GroupLine, Leaving
from kitchentable.works.models import Role, Work
from tests.browser.steps import choose, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHY = "I move to the coast to be near my mother."
NOTE = "We ring after 11, and I say first what it is about."
CHLOES = "Ring after 11. Say first what it is about."
REG_NOTE = "I send him plain text."
TEA = "We start with tea, and nobody is hurried."


def three_years(cast: Any) -> None:
    """A group that has worked together for three years, with a promise that is open."""
    Work.objects.filter(pk=cast.work.pk).update(started_at=now() - timedelta(days=3 * 365))
    Role.objects.filter(work=cast.work, kind="lead").update(since=now() - timedelta(days=3 * 365))
    promise(
        cast.natalie.person,
        cast.work,
        what="A bench at the bus stop",
        owner=cast.natalie.person,
        by_when=today() + timedelta(days=20),
    )


def writes_a_note(page: Page, leaving: Leaving, name: str, words: str) -> None:
    page.goto(f"/office/leaving/{leaving.key}/notes/?work=better-help-at-home")
    page.get_by_label("With whom?").select_option(label=name)
    page.get_by_label("What works for the two of you?", exact=False).fill(words)
    press(page, "Ask them whether we may pass it on")
    expect(page.locator("main")).to_contain_text("Asked, no answer yet")


@pytest.mark.parametrize("javascript", [True, False])
def test_s12_natalie_leaves_and_dee_starts_where_she_left_off(sit: Any, cast: Any, javascript: bool) -> None:
    three_years(cast)
    natalie, chloe, reg, dee = (sit(slug, javascript=javascript) for slug in ("natalie", "chloe", "reg", "dee"))

    natalie.goto("/office/leaving/new/")
    natalie.get_by_label("Who takes over?").select_option(label="Dee")
    natalie.get_by_label("Why do you leave?", exact=False).fill(WHY)
    press(natalie, "Save the plan")
    expect(natalie.locator("main")).to_contain_text("in hand have a name")
    leaving = Leaving.objects.get()
    writes_a_note(natalie, leaving, "Chloe", NOTE)
    writes_a_note(natalie, leaving, "Reg", REG_NOTE)
    natalie.goto(f"/office/leaving/{leaving.key}/")
    press(natalie, "Tell the group")
    expect(natalie.locator("main")).to_contain_text("Was told")

    chloe.goto("/me/handover/")
    chloe.get_by_role("link", name="From Natalie", exact=False).click()
    expect(chloe.get_by_label("The note, the way I want it", exact=False)).to_have_value(NOTE)
    choose(chloe, "What I choose here")
    chloe.get_by_label("The note, the way I want it", exact=False).fill(CHLOES)
    press(chloe, "Save what I choose")
    reg.goto("/me/handover/")
    reg.get_by_role("link", name="From Natalie", exact=False).click()
    choose(reg, "Nothing")
    press(reg, "Save what I choose")

    chloe.goto("/works/better-help-at-home/our-note/")
    chloe.get_by_label("What should somebody new know about us?", exact=False).fill(TEA)
    press(chloe, "Add this line")
    assert GroupLine.objects.get().words == TEA

    natalie.goto(f"/office/leaving/{leaving.key}/")
    press(natalie, "Hand everything over now")
    assert not Person.objects.get(key=cast.natalie.person.key).is_active
    natalie.goto("/office/")
    assert "/sign-in/" in natalie.url, "her account is over on every device"

    dee.goto("/works/better-help-at-home/our-note/")
    dee.locator("main").get_by_role("button", name="Yes, that is us", exact=False).first.click()
    expect(dee.locator("main")).to_contain_text("Part of our note")
    dee.goto("/office/works/better-help-at-home/start/")
    main = dee.locator("main")
    for words in ("You take over from Natalie", "A bench at the bus stop", CHLOES, TEA, "Somebody stopped leading"):
        expect(main).to_contain_text(words)
    for words in (NOTE, REG_NOTE):
        expect(main).not_to_contain_text(words)
    expect(main.get_by_role("img", name="What happened in this piece of work", exact=False)).to_be_visible()
    assert Look.objects.get(why="handover").person == cast.chloe.person
