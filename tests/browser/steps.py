"""What people do on a page, in their words: press a button, choose an answer, type a day; and the clock that goes on for everyone."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import date, datetime

import pytest
from playwright.sync_api import Page

from kitchentable.policy import clock


def press(page: Page, words: str) -> None:
    """Press the button with these words in the main part of the page."""
    page.locator("main").get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state()


def choose(page: Page, words: str) -> None:
    """Choose an answer by its words."""
    page.locator("main label.pick", has_text=words).first.click()


def day_into(page: Page, legend: str, day: date) -> None:
    """Type a day into its three boxes."""
    box = page.get_by_role("group", name=legend)
    for label, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        box.get_by_label(label, exact=True).fill(str(part))


def it_is(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """From here on it is `moment`, in the server too: `clock.at` reaches only the thread that calls it, pages are made in others."""
    monkeypatch.setattr(clock, "_SET", ContextVar("kitchentable_now", default=moment))
