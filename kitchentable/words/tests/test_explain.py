"""The first use of a term on a page explains itself, and nothing else on the page changes."""

from __future__ import annotations

import time
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitchentable.words.explaining import explained, explained_of, explained_text
from kitchentable.words.models import Term
from kitchentable.words.terms import Book, Entry, Meaning, listed
from kitchentable.words.tests.test_glossary import make_term, text_of

pytestmark = pytest.mark.django_db
BUTTON = '<button type="button" class="word" popovertarget="word-'


def request() -> Any:
    return RequestFactory().get("/")


def a_book(*terms: str) -> Book:
    entries = [Entry(term.lower().replace(" ", "-"), term, (Meaning(term, f"What {term} is."),)) for term in terms]
    return Book(entries, frozenset(one.slug for one in entries))


def found(book: Book, text: str) -> list[str]:
    return [text[start:end] for start, end, _slug in book.uses(text)]


def test_the_first_use_on_the_work_page_is_a_button_with_its_meaning(cast: Any) -> None:
    make_term(cast, here="Ring Ben.")
    cast.work.what_this_is = "About respite at home.\nRespite is for carers."
    cast.work.can_change = "How much respite there is"
    cast.work.save()
    page = text_of(cast.anyone.get(cast.work.get_absolute_url()))
    assert page.count(f'{BUTTON}respite">') == 1
    assert f'<span>About {BUTTON}respite">respite</button> at home.<br>Respite is for carers.</span>' in page
    assert page.count('id="word-respite" popover>') == 1
    assert page.index("Ring Ben.") > page.index("respite</button>")


def test_a_page_without_terms_is_as_it_was(cast: Any) -> None:
    page = text_of(cast.anyone.get(cast.work.get_absolute_url()))
    assert "popovertarget" not in page
    assert "Words explained on this page" not in page


def test_what_people_say_is_never_touched(cast: Any) -> None:
    make_term(cast)
    template = Template("{% load explain %}{% said_words words %}{% explain words %}")
    html = template.render(Context({"words": "I need respite", "request": request()}))
    assert html.startswith('<blockquote class="words"><p class="verbatim" dir="auto">I need respite</p></blockquote>')
    assert html.count("popovertarget") == 1


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("The MDT meets. The MDTs met.", ["MDT", "MDTs"]),
        ("the mdt, Mdt and MDT's", ["MDT"]),
        ("respite, Respite; RESPITE", ["respite", "Respite", "RESPITE"]),
        ("respites and respited", ["respites"]),
        ("A care plan, CARE PLANS and careplan", ["care plan", "CARE PLANS"]),
        ("https://x.example/respite?MDT=1 respite@example.org www.respite.org/MDT MDT.nhs.uk", []),
        ("(respite) “respite” respite.", ["respite", "respite", "respite"]),
        ("pre-MDT MDT-led and MDT_x or MDT/CPA", []),
        ("İrespite İ respite", ["respite"]),
        ("", []),
    ],
)  # fmt: skip
def test_whole_words_in_their_own_form_and_never_in_addresses(text: str, uses: list[str]) -> None:
    assert found(a_book("MDT", "respite", "care plan"), text) == uses


def test_the_longest_term_wins(cast: Any) -> None:
    assert found(a_book("care", "care plan", "care plan review"), "a care plan review and care") == ["care plan review", "care"]


def test_a_list_row_that_is_sure_explains_itself_when_it_is_a_short_form(cast: Any) -> None:
    one = request()
    html = explained_text("The MDT and the advocate met.", one)
    assert BUTTON + "mdt" in html
    assert "advocate</button>" not in html
    assert BUTTON + "mdt" not in explained_text("The MDT again.", one)
    Term.objects.create(term="MDT", slug="mdt", meaning="x", not_here=True)
    assert BUTTON not in explained_text("The MDT.", request())


def test_a_fragment_keeps_titles_links_quotes_and_code_as_they_are(cast: Any) -> None:
    html = (
        '<h2>The MDT</h2><p><a href="/x/MDT">MDT</a> &amp; “R&D” <em>A&amp;E</em> <code>MDT</code></p><blockquote><p>The MDT</p></blockquote>'
        "<ul><li>MDT<br>and MDT</li></ul><!-- MDT --><img alt='MDT' src='x'>"
    )
    out = explained(html, request())
    assert out == html.replace("<li>MDT<br>", f'<li>{BUTTON}mdt">MDT</button><br>').replace(
        "<em>A&amp;E</em>", f'<em>{BUTTON}a-and-e">A&amp;E</button></em>'
    )


class Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said = ""

    def handle_data(self, data: str) -> None:
        self.said += data


BOOK = a_book("MDT", "respite", "care plan")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.sampled_from("MDT respit capln<>&\"'/@.:-\nİß‏A"), max_size=80) | st.text(max_size=60))
def test_whatever_comes_in_the_words_stay_the_same_and_nothing_breaks_out(text: str) -> None:
    one = request()
    explained_of(one)._book = BOOK
    html = str(explained_text(text, one))
    reader = Text()
    reader.feed(html.replace("<br>", "\n"))
    reader.close()
    assert unescape(reader.said) == unescape(text.replace("\r\n", "\n")) or reader.said == text.replace("\r\n", "\n").replace(
        "\r", "\n"
    )
    for start, end, slug in BOOK.uses(text):
        assert text[start:end]
        assert slug in BOOK.by_slug


def test_a_thousand_terms_in_a_long_paper_take_no_time() -> None:
    entries = [Entry(f"w{n}", f"word number {n}", (Meaning(f"word number {n}", "x"),)) for n in range(1_000)]
    book = Book(entries, frozenset(one.slug for one in entries))
    text = "Here stands word number 7 and word number 999, and much else that nobody explains. " * 4_000
    book.uses("x")
    began = time.perf_counter()
    assert len(book.uses(text)) == 8_000
    assert time.perf_counter() - began < 2


def test_every_row_of_the_lists_can_be_shown() -> None:
    assert len(listed()) > 300
    assert all(one.meanings[0].meaning for one in listed().values())
