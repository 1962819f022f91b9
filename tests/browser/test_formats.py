"""The web page that `kitchentable words formats` makes: axe finds nothing, and it fits a narrow screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from kitchentable.words.formats.make import make
from kitchentable.words.formats.read import read_markdown
from kitchentable.words.tests.papers import EVERYTHING

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_axe_finds_nothing_on_a_page_that_was_made(
    new_context: Any, axe: Callable[[Page], None], tmp_path: Path, width: int, scheme: str
) -> None:
    made = make("html", read_markdown(EVERYTHING + "\n\n" + "x" * 200), tmp_path)
    page = new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    page.goto(made.path.as_uri())
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
