"""The tally page with fingers at 360 pixels: without a network, opened again without it, and back: each tap counts exactly once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from kitchentable.gatherings.models import Choice, Gathering, Tap
from kitchentable.policy.clock import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIVED, STAFF = "People with lived experience", "People who work here"


@pytest.fixture
def made(cast: Any) -> Gathering:
    return Gathering.objects.create(
        work=cast.work, title="Visits and times", purpose="x", starts_at=now() - timedelta(hours=3), minutes=240,
        host=cast.natalie.person, state="confirmed",
    )  # fmt: skip


@pytest.fixture
def tablet(new_context: Any, sign_in: Any, cast: Any, made: Gathering) -> Page:
    """Natalie’s phone, with the tally page open and ready for a room without a network."""
    context = new_context(mobile=True, is_mobile=True)
    sign_in(context, cast.natalie)
    page: Page = context.new_page()
    page.goto(reverse("gatherings:tally", args=[made.key]))
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-says]")).to_contain_text(words, timeout=15_000)


def counted() -> dict[str, int]:
    groups = list(Tap.objects.filter(taken_back_at__isnull=True).values_list("group", flat=True))
    return {group: groups.count(group) for group in sorted(set(groups))}


def test_taps_in_a_room_without_a_network_arrive_once_when_it_is_back(
    tablet: Page, made: Gathering, axe: Callable[..., None]
) -> None:
    axe(tablet)
    assert tablet.evaluate("document.documentElement.scrollWidth <= 360")
    for button in tablet.locator(".tally button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 64
    tablet.get_by_role("button", name=LIVED).tap()
    says(tablet, "1 tap. All sent.")

    tablet.context.set_offline(True)
    for name in (LIVED, LIVED, STAFF, STAFF):
        tablet.get_by_role("button", name=name).tap()
    says(tablet, "5 taps. 4 wait for the network.")
    tablet.reload()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Who speaks")
    says(tablet, "5 taps. 4 wait for the network.")
    axe(tablet)
    assert "Natalie" not in tablet.content()
    tablet.get_by_role("button", name=LIVED).tap()
    tablet.get_by_role("button", name="Take back the last one").tap()
    tablet.get_by_text("Note a decision").tap()
    tablet.get_by_label("What was decided?").fill("Visits last 45 minutes")
    tablet.get_by_text("Everyone agreed").tap()
    tablet.get_by_role("button", name="Note this decision").tap()
    says(tablet, "5 taps. 5 wait for the network.")
    assert counted() == {"lived": 1}

    tablet.context.set_offline(False)
    tablet.evaluate("window.dispatchEvent(new Event('online'))")
    says(tablet, "5 taps. All sent.")
    assert counted() == {"lived": 3, "staff": 2}
    assert Choice.objects.get().words == "Visits last 45 minutes"
    tablet.get_by_role("button", name="Take back the last one").tap()
    says(tablet, "4 taps. All sent.")
    tablet.reload()
    says(tablet, "4 taps. All sent.")
    assert counted() == {"lived": 3, "staff": 1}


def test_an_answer_that_is_lost_on_the_way_makes_no_double(tablet: Page) -> None:
    lost = []

    def lose(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())  # the server has it; the device never hears so
            route.abort()
        else:
            route.continue_()

    tablet.route("**/tally/send/", lose)
    tablet.get_by_role("button", name=STAFF).tap()
    while not lost:
        tablet.wait_for_timeout(50)
    says(tablet, "1 waits for the network.")
    assert counted() == {"staff": 1}
    tablet.get_by_role("button", name=LIVED).tap()
    says(tablet, "2 taps. All sent.")
    assert counted() == {"lived": 1, "staff": 1}


def test_whoever_was_signed_out_meanwhile_loses_nothing(tablet: Page, sign_in: Any, cast: Any, made: Gathering) -> None:
    Session.objects.all().delete()
    tablet.get_by_role("button", name=LIVED).tap()
    says(tablet, "Sign in again to send it.")
    assert counted() == {}
    sign_in(tablet.context, cast.natalie)
    tablet.goto(reverse("gatherings:tally", args=[made.key]))
    says(tablet, "1 tap. All sent.")
    assert counted() == {"lived": 1}


def test_signing_out_leaves_no_page_behind_that_opens_without_a_network(tablet: Page, made: Gathering) -> None:
    assert tablet.evaluate("caches.keys()") == [f"tally-{made.key}"]
    with tablet.expect_navigation():
        tablet.get_by_role("button", name="Sign out").tap()
    tablet.wait_for_function("caches.keys().then(names => names.length === 0)")
    assert tablet.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_the_page_counts_without_scripts_too(new_context: Any, sign_in: Any, cast: Any, made: Gathering) -> None:
    context = new_context(javascript=False, mobile=True)
    sign_in(context, cast.natalie)
    page = context.new_page()
    page.goto(reverse("gatherings:tally", args=[made.key]))
    page.get_by_role("button", name=STAFF).tap()
    expect(page.get_by_text("1 tap is noted.")).to_be_visible()
    assert counted() == {"staff": 1}
