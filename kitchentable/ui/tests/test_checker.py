"""The page checker finds what it is there to find."""

from __future__ import annotations

import time

import pytest

from kitchentable.ui.checker import check_page

GOOD = '<!doctype html><html lang="en-gb"><head><title>A page · Kitchen Table</title></head><body><main><h1>A page</h1>{}</main></body></html>'


def test_a_good_page_has_nothing_wrong() -> None:
    assert check_page(GOOD.format('<h2>More</h2><p><a href="/x/">Read about buses</a></p>')) == []


@pytest.mark.parametrize(
    ("piece", "says"),
    [
        ("<h1>Two</h1>", "h1"),
        ("<h3>Jump</h3>", "jumps"),
        ('<input name="x">', "no label"),
        ('<label for="x">X</label>', "not there"),
        ('<img src="a.png">', "alt"),
        ('<p id="a"></p><p id="a"></p>', "twice"),
        ('<p style="color:red">x</p>', "style"),
        ("<style>p{}</style>", "style"),
        ("<script>x()</script>", "script"),
        ('<p onclick="x()">x</p>', "handler"),
        ('<a href="/x/"></a>', "no words"),
        ('<a href="/x/">click here</a>', "only"),
        ("<button></button>", "no words"),
        ("<table><tr><th>x</th></tr></table>", "caption"),
        ("<table><caption>c</caption><tr><td>x</td></tr></table>", "header cells"),
        ('<form method="post"></form>', "csrf"),
        ('<form method="post"><input type="hidden" name="csrfmiddlewaretoken"></form>', "one-time key"),
        ('<p tabindex="2">x</p>', "tabindex"),
        ("<fieldset></fieldset>", "legend"),
        ('<p aria-describedby="nope">x</p>', "not there"),
        ("<main></main>", "main parts"),
        ('<p dir="up">x</p>', "neither ltr"),
        ('<p aria-details="nope">x</p>', "not there"),
        ("<title>Again · B</title>", "two titles"),
    ],
)
def test_each_fault_is_found(piece: str, says: str) -> None:
    assert any(says in words for words in check_page(GOOD.format(piece))), piece


def test_a_page_without_language_or_title_is_found() -> None:
    wrong = check_page("<html><head><title></title></head><body><main><h1>x</h1></main></body></html>")
    assert any("language" in words for words in wrong)
    assert any("title" in words for words in wrong)


def test_a_picture_with_words_gives_its_link_words() -> None:
    assert check_page(GOOD.format('<a href="/x/"><img src="a.png" alt="Bus times"></a>')) == []
    assert check_page(GOOD.format('<a href="/x/"><svg role="img" aria-label="Bus times"></svg></a>')) == []


def test_the_checker_is_quick() -> None:
    page = GOOD.format('<p class="x">Some words <a href="/x/">about buses</a></p>' * 1500)
    started = time.perf_counter()
    check_page(page)
    assert len(page) > 80_000
    assert time.perf_counter() - started < 0.2
