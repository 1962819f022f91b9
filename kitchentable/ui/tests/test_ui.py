"""Forms, tags, looks and error pages as a person meets them."""

from __future__ import annotations

from datetime import date

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from kitchentable.ui import build
from kitchentable.ui.checker import check_page
from kitchentable.ui.errors import error_page
from kitchentable.ui.forms import DayField, KitchenForm, Words
from kitchentable.ui.pseudo import dressed, pseudo, untranslated


class SayForm(KitchenForm):
    words = Words(label="Words")
    day = DayField(label="Day", required=False)


def test_the_style_sheet_that_ships_is_the_one_its_parts_make() -> None:
    assert build.BUILT.read_text(encoding="utf-8") == build.joined()


@given(
    st.text(st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"]), min_size=1, max_size=200).filter(
        lambda s: s.strip()
    )
)
def test_words_are_kept_to_the_letter(words: str) -> None:
    form = SayForm({"words": words.replace("\n", "\r\n")})
    assert form.is_valid()
    assert form.cleaned_data["words"] == words


def test_too_many_words_say_how_many_over() -> None:
    form = SayForm({"words": "x" * 20_003})
    assert "3 characters too long" in form.errors["words"][0]


def test_a_nul_is_refused_in_words() -> None:
    assert "cannot keep" in SayForm({"words": "a\x00b"}).errors["words"][0]


@pytest.mark.parametrize(
    ("parts", "found"),
    [(("14", "8", "2026"), date(2026, 8, 14)), (("1", "2", "26"), date(2026, 2, 1)), (("", "", ""), None)],
)
def test_a_day_is_three_numbers(parts: tuple[str, str, str], found: date | None) -> None:
    form = SayForm({"words": "x", "day_day": parts[0], "day_month": parts[1], "day_year": parts[2]})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == found


@pytest.mark.parametrize("parts", [("31", "2", "2026"), ("x", "1", "2026"), ("1", "", "2026"), ("1", "1", "99999999")])
def test_a_day_that_cannot_be_says_what_to_write(parts: tuple[str, str, str]) -> None:
    form = SayForm({"words": "x", "day_day": parts[0], "day_month": parts[1], "day_year": parts[2]})
    assert form.errors["day"]


def test_a_persons_words_are_shown_and_never_run() -> None:
    shown = Template("{% said_words w %}").render(Context({"w": '<script>alert("x")</script>\nsecond line'}))
    assert "<script>" not in shown
    assert 'dir="auto"' in shown


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 429, 500, 503])
def test_every_error_page_is_whole_and_says_what_to_do(status: int) -> None:
    response = error_page(RequestFactory().get("/"), status, because="Because.", typed=[("What you said", "My words")])
    assert response.status_code == status
    assert check_page(response.content.decode()) == []
    assert "My words" in response.content.decode()


@pytest.mark.django_db
def test_looks_are_kept_and_never_lead_away(client: Client) -> None:
    response = client.post("/look/", {"look": "dark", "text": "large", "space": "", "back": "https://evil.example/"})
    assert response.status_code == 303
    assert response["Location"] == "/"
    page = client.get("/look/pieces/").content.decode()
    assert 'data-look="dark"' in page
    assert 'data-text="large"' in page
    assert check_page(page) == []


def test_the_pseudo_language_shows_what_is_not_translated() -> None:
    with pseudo():
        page = Template("<p>{% translate 'Say something' %}</p><p>plain words</p><p>Chloe</p>").render(Context())
    assert untranslated(page, ["Chloe"]) == ["plain words"]
    assert dressed("%(name)s says").startswith("⟦%(name)s")
