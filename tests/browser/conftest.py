"""`sit`: a browser in which one of the cast has signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

Sit = Callable[..., Page]


@pytest.fixture
def sit(new_context: Any, sign_in: Any, cast: Any) -> Sit:
    """`sit("chloe", javascript=False, width=320, dark=True)`; "anyone" has not signed in."""

    def seat(slug: str = "anyone", *, javascript: bool = True, width: int = 1280, dark: bool = False) -> Page:
        context = new_context(
            javascript=javascript,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            permissions=["microphone"],
        )
        if slug != "anyone":
            sign_in(context, getattr(cast, slug))
        page: Page = context.new_page()
        return page

    return seat
