"""What the tags draw, what forms say, and where the look page leads."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client, RequestFactory, override_settings

from kitchentable.ui.build import HERE
from kitchentable.ui.checker import check_page
from kitchentable.ui.errors import error_page, typed_in
from kitchentable.ui.forms import DayField, KitchenForm, PickField, PicksField, UploadField, Words
from kitchentable.ui.icons import ICONS
from kitchentable.ui.pieces import STATUS_ICONS, Organisation, Part, Pick, Status, Step
from kitchentable.ui.pseudo import pseudo, untranslated
from kitchentable.ui.shortcuts import done


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


class Ask(KitchenForm):
    because = Words(label="Because", help_text="Say why.")
    by_when = DayField(label="By when?", not_before=date(2026, 1, 1), not_after=date(2027, 1, 1))
    so = PickField([Pick("yes", "Yes", "We keep it.", "done"), Pick("no", "No")], label="Is it so?")
    ways = PicksField([Pick("a", "Easy Read"), Pick("b", "Sound")], label="How?", required=False)
    phone = forms.CharField(label="Phone", required=False, max_length=5)
    photo = UploadField(label="Photo", max_bytes=10, required=False)
    agree = forms.BooleanField(label="I agree")


def test_every_status_has_a_shape_that_we_have() -> None:
    assert set(STATUS_ICONS.values()) <= set(ICONS)
    html = drawn("{% status s %}", s=Status("late", "2 working days late"))
    assert "status-late" in html
    assert "2 working days late" in html
    assert "<svg" in html
    assert drawn("{% status s %}", s=None) == ""


@override_settings(DEBUG=True)
def test_an_icon_that_we_do_not_have_is_an_error_while_we_build() -> None:
    with pytest.raises(TemplateSyntaxError):
        drawn("{% icon 'unicorn' %}")


def test_an_icon_with_a_label_is_heard_and_one_without_is_not() -> None:
    assert 'role="img" aria-label="Late"' in drawn("{% icon 'late' label='Late' %}")
    assert 'aria-hidden="true"' in drawn("{% icon 'late' %}")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{% day d %}", "Monday 4 May"),
        ("{% day d year=True %}", "Monday 4 May 2026"),
        ("{% day old %}", "Sunday 4 May 2025"),
        ("{% when m %}", "Monday 4 May, 10.30am"),
        ("{% when noon %}", "Monday 4 May, 12 noon"),
        ("{% clock_time nine %}", "9am"),
    ],
)
def test_days_and_times_are_said_in_words(source: str, words: str) -> None:
    with override_settings(TIME_ZONE="Europe/London"):
        html = drawn(
            source,
            today=date(2026, 3, 1),
            d=date(2026, 5, 4),
            old=date(2025, 5, 4),
            m=datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
            noon=datetime(2026, 5, 4, 11, 0, tzinfo=UTC),
            nine=datetime(2026, 5, 4, 8, 0, tzinfo=UTC),
        )
    assert f">{words}</time>" in html


def test_words_stay_as_they_were_said() -> None:
    html = drawn("{% said_words w plain=True lang='cy' %}", w="  two  spaces\n<b>& a line")
    assert html == '<p class="verbatim" dir="auto" lang="cy">  two  spaces\n&lt;b&gt;&amp; a line</p>'


def test_a_field_ties_its_label_hint_and_problem_to_its_control() -> None:
    form = Ask({"by_when_day": "31", "by_when_month": "June", "by_when_year": "2026", "phone": "1234567"})
    html = "".join(drawn("{% field f %}", f=form[name]) for name in form.fields)
    page = '<html lang="en"><title>A · B</title><main><h1>x</h1>' + drawn("{% problems f %}", f=form) + html + "</main></html>"
    assert check_page(page) == []
    assert 'aria-describedby="id_because_hint id_because_problem"' in html
    assert "There is no such day" in html
    assert 'value="June"' in html
    assert html.count("(you can skip this)") == 3
    assert "you used 7" in html
    assert "<legend>" in html
    assert "We keep it." in html
    for target in ("id_because", "id_by_when_day", "id_so_0", "id_phone", "id_agree"):
        assert f'href="#{target}"' in page
        assert f'id="{target}"' in page


def test_words_that_a_field_brings_are_not_replaced() -> None:
    class Own(KitchenForm):
        a = forms.CharField(error_messages={"required": "Tell us who."})
        b = forms.CharField()

    form = Own({})
    assert form.errors["a"] == ["Tell us who."]
    assert form.errors["b"] == ["Please write something here."]


@pytest.mark.parametrize(
    ("day", "month", "year", "says"),
    [
        ("", "5", "2026", "missing"),
        ("four", "5", "2026", "as numbers"),
        ("4", "Smarch", "2026", "month"),
        ("4", "5", "202", "4 numbers"),
        ("30", "2", "2026", "no such day"),
        ("4", "5", "1999", "too early"),
        ("4", "5", "2036", "too late"),
        ("", "", "", "give a day"),
        ("٤", "5", "2026", "as numbers"),
    ],
)
def test_a_day_says_kindly_what_to_change(day: str, month: str, year: str, says: str) -> None:
    form = Ask({"by_when_day": day, "by_when_month": month, "by_when_year": year})
    assert says in form.errors["by_when"][0]


def test_a_month_may_be_a_name() -> None:
    form = Ask({"by_when_day": "4", "by_when_month": "may", "by_when_year": "2026"})
    form.is_valid()
    assert form.cleaned_data["by_when"] == date(2026, 5, 4)


def test_a_path_says_which_step_is_now() -> None:
    html = drawn("{% path s %}", s=[Step("Said", "done", "Tuesday", "Chloe"), Step("Heard", "now"), Step("Done", "next")])
    assert html.count('aria-current="step"') == 1
    assert "Tuesday, by Chloe" in html
    assert "still to come" in html


def test_shares_say_their_numbers_with_their_base() -> None:
    html = drawn("{% share_bar 'Agenda' p %}", p=[Part("Carers", 1), Part("Staff", 3), Part("Nobody", 0)])
    assert "Carers: 1 of 4" in html
    assert "<caption>Agenda</caption>" in html
    assert "style=" not in html
    assert drawn("{% share_bar 'None' p %}", p=[Part("Carers", 0)])


def test_pages_keep_what_was_looked_for() -> None:
    request = RequestFactory().get("/?words=bus%20stop&page=1")
    html = drawn("{% pages p %}", p=Paginator(range(90), 10).get_page(2), request=request)
    assert "Page 2 of 9" in html
    assert "?words=bus+stop&amp;page=3" in html
    assert drawn("{% pages p %}", p=Paginator(range(3), 10).get_page(1), request=request).strip() == ""


@pytest.mark.parametrize(
    ("sent", "leads_to"),
    [
        ("/look/pieces/?a=1", "/look/pieces/?a=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/x", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/look/", "/"),
        ("http://testserver/works/", "/works/"),
        ("", "/"),
    ],
)
@pytest.mark.django_db
def test_the_look_page_leads_back_but_never_away(client: Client, sent: str, leads_to: str) -> None:
    answer = client.post("/look/", {"look": "dark", "next": sent})
    assert answer.status_code == 303
    assert answer.headers["Location"] == leads_to
    assert answer.cookies["kt_look"]["samesite"] == "Lax"


def test_when_the_database_is_away_the_page_still_stands_and_gives_the_words_back() -> None:
    request = RequestFactory().post("/x/", {"your_words": "I said this.", "password": "hidden!", "once": "abc"})
    with override_settings(ORGANISATION={"name": "Millbrook", "phone": "01632 960 123"}):
        html = error_page(request, 503, typed=typed_in(request)).content.decode()
    assert "I said this." in html
    assert "hidden!" not in html
    assert "01632 960 123" in html
    assert check_page(html) == []


def test_please_wait_says_when_to_try_again() -> None:
    answer = error_page(None, 429, again=datetime(2036, 5, 4, 9, 30, tzinfo=UTC))
    assert "Sunday 4 May 2036, 10.30am" in answer.content.decode() or "4 May 2036" in answer.content.decode()
    assert int(answer.headers["Retry-After"]) > 0


def test_a_letter_can_be_in_large_print() -> None:
    whole = Template(
        '{% extends "ui/letter.html" %}{% block title %}Your letter{% endblock %}{% block heading %}Hello{% endblock %}'
    )
    context = {"organisation": Organisation("Millbrook", phone="1"), "format": "large"}
    html = whole.render(Context(context))
    assert "letter-large" in html
    assert check_page(html) == []


def test_done_says_so_and_leads_on(rf: RequestFactory) -> None:
    class Thing:
        def get_absolute_url(self) -> str:
            return "/thing/"

    request: HttpRequest = rf.post("/")
    request._messages = type("M", (), {"add": lambda self, *a, **k: None})()  # type: ignore[attr-defined]
    answer = done(request, "Saved.", to=Thing())
    assert (answer.status_code, answer.headers["Location"]) == (303, "/thing/")


@pytest.mark.django_db
def test_the_look_book_has_no_problem_and_no_untranslated_words(client: Client) -> None:
    with pseudo():
        html = client.get("/look/pieces/").content.decode()
    assert check_page(html) == []
    invented = ["St Anne’s Hall", "Mill Lane", "Ms Rao", "Ben Ash", "Used", *ICONS]
    said = "I cannot turn my chair in it. So I go home at lunch."
    assert untranslated(html, [*invented, said]) == []


def test_a_first_page_is_light() -> None:
    sent = [HERE / "kitchen.css", HERE / "fonts" / "atkinson-hyperlegible-next-latin-wght-normal.woff2"]
    sent += (HERE / "js").glob("*.js")
    assert sum(path.stat().st_size for path in sent) + 60_000 < 250_000


def test_styles_use_no_ids_and_nothing_important() -> None:
    css = (HERE / "kitchen.css").read_text(encoding="utf-8")
    assert "!important" not in css
    assert "margin-left" not in css
    assert "padding-right" not in css
