"""S12, second half: at 3, 6 and 12 months the group says how it feels and whether the aim was met, in numbers and words; by page and by phone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import write
from kitchentable.policy.clock import today
from kitchentable.ties import looked
from kitchentable.ties.acts import looking_back as acts
from kitchentable.ties.acts.looking_back import Answers
from kitchentable.ties.jobs.looking_back import ask_and_warn, open_what_is_due
from kitchentable.ties.look_dates import add_months
from kitchentable.ties.models import LookBack, LookSaid, Promise
from tests.browser.steps import choose, day_into, it_is, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAYS = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
TABLE = ("mina", "reg", "pat", "raj", "rao", "dee")
# months: how Chloe says it felt, how Lou does, whether the aim was met
COURSE = ((3, "Not good", "So-so", "It is too soon to say"), (6, "So-so", "Good", "Partly"), (12, "Good", "Very good", "Yes"))


def main(page: Page) -> Any:
    return expect(page.locator("main"))


def it_is_the_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """It is this day at ten, for everyone; what comes by itself has come."""
    it_is(monkeypatch, timezone.make_aware(datetime.combine(day, time(10))))
    open_what_is_due()
    ask_and_warn()


def sign_in_again(sit: Any, slug: str, javascript: bool) -> Page:
    """Months later a sitting has ended: they sign in again."""
    page: Page = sit(slug, javascript=javascript)
    return page


def says_it(page: Page, found: LookBack, felt: str, aim: str) -> None:
    """Chloe, one thing a page: stops in the middle, comes back, and nothing is lost."""
    page.goto(reverse("ties:look_back", args=[found.work.slug, found.key]))
    page.locator("main").get_by_role("link", name="Say how it was").click()
    main(page).to_contain_text("Page 1 of 13")
    main(page).to_contain_text("The same few people come, at hours that people choose.")
    choose(page, aim)
    press(page, "Save and go on")
    choose(page, felt)
    page.get_by_label("What made it feel so?").fill("We eat together first.")
    press(page, "Save and go on")
    page.goto(reverse("ties:look_back", args=[found.work.slug, found.key]))
    page.locator("main").get_by_role("link", name="Go on saying how it was").click()
    expect(page.locator("input[name=aim_met]:checked")).to_have_count(1)
    press(page, "Save and go to the end")
    choose(page, "The group, with my name")
    press(page, "Send how it was")
    main(page).to_contain_text("You have said how it was.")


def is_rung(page: Page, cast: Any, found: LookBack, felt: str, aim: str) -> None:
    """Natalie rings Lou, and types what they say."""
    page.goto(reverse("ties:look_lead", args=[found.work.slug, found.key]))
    page.locator(f"main a[href*='for={cast.lou.person.key}']").first.click()
    choose(page, "By phone")
    choose(page, aim)
    choose(page, felt)
    page.get_by_label("What helped?").fill("You let it ring for a long time.")
    page.get_by_label("What would you tell the next team?").fill("Ring people.")
    choose(page, "Everyone, without my name")
    press(page, "Save what they said")
    assert LookSaid.objects.get(look_back=found, person=cast.lou.person).way == "phone"


def put_together(page: Page, found: LookBack, months: int) -> None:
    """Natalie puts it into short lines, shows them, makes a promise of an action, and closes."""
    lines = reverse("ties:look_lines", args=[found.work.slug, found.key])
    for kind, words in (
        ("helped", "We ring."),
        ("good_hoped", "The same people come."),
        ("bad_other", "It takes long."),
        ("next_team", f"Ring, {months}."),
    ):
        page.goto(f"{lines}?kind={kind}")
        if kind == "helped":
            choose(page, "You let it ring for a long time.")
        page.get_by_label("Say it in one short line").fill(words)
        press(page, "Save this line")
    page.goto(reverse("ties:look_lead", args=[found.work.slug, found.key]))
    page.get_by_label("What will be done?").fill(f"We ring in the afternoon, {months}.")
    page.get_by_label("Who sees to it?").select_option(label="Ms Rao")
    day_into(page, "By when?", timezone.localdate(found.opened_at) + timedelta(days=30))
    press(page, "Promise this")
    press(page, "Finish looking back")
    main(page).to_contain_text("Show the lines to the group first")
    press(page, "Show the lines to the group")
    press(page, "Finish looking back")
    main(page).to_contain_text("Finished")


@WAYS
def test_s12_at_3_6_and_12_months_the_group_says_how_it_feels_and_whether_the_aim_was_met(
    sit: Any, cast: Any, monkeypatch: pytest.MonkeyPatch, javascript: bool
) -> None:
    work, began = cast.work, timezone.localtime(cast.work.started_at).date()
    acts.hope(cast.natalie.person, work, aim="The same few people come, at hours that people choose.", mood_aim="Nobody is afraid.")
    for months, chloe_felt, lou_felt, aim in COURSE:
        it_is_the_day(monkeypatch, add_months(began, months))
        found = LookBack.objects.select_related("work").get(work=work, occasion=f"start-{months}")
        told = Outgoing.objects.get(kind="ties.look_back", thing_key=found.key, person=cast.lou.person)
        assert told.channel == "phone"
        message = write(told)
        assert message is not None
        assert f"After {months} months" in message.words
        says_it(sign_in_again(sit, "chloe", javascript), found, chloe_felt, aim)
        for slug in TABLE:
            acts.say(
                getattr(cast, slug).person, found, answers=Answers("partly", 4, 5, {"helped": f"Tea ({slug})."}), reads="group"
            )
        natalie = sign_in_again(sit, "natalie", javascript)
        is_rung(natalie, cast, found, lou_felt, aim)
        put_together(natalie, found, months)

    course = list(LookBack.objects.filter(work=work, closed_at__isnull=False).order_by("closed_at"))
    assert [one.months for one in course] == [3, 6, 12]
    assert [one.counts["said"] for one in course] == [8, 8, 8]
    assert [sum(one.counts["felt"].values()) - one.counts["felt"]["0"] for one in course] == [8, 8, 8]
    assert [one.counts["aim"]["too_soon"] for one in course] == [2, 0, 0]
    assert {(one.good, one.planned) for one in looked.effects(work)} == {(True, True), (False, False)}
    assert Promise.objects.filter(source="looking_back", owner=cast.rao.person).count() == 3

    anyone = sit("anyone", javascript=javascript)
    anyone.goto(reverse("ties:looking_back", args=[work.slug]))
    for words in ("After 3 months", "After 6 months", "After 12 months", "How it felt, time after time", "Not shown", "Ring, 12."):
        main(anyone).to_contain_text(words)
    anyone.goto(reverse("ties:look_back", args=[work.slug, LookBack.objects.get(occasion="start-12").key]))
    main(anyone).to_contain_text("8 people said how it was.")
    main(anyone).to_contain_text("You let it ring for a long time.")
    main(anyone).not_to_contain_text("Lou")
    main(anyone).not_to_contain_text("We eat together first.")
    for word in ("score", "rank", "league"):
        main(anyone).not_to_contain_text(word)
    assert today() >= add_months(began, 12)
