"""My seat, the office, what I owe, the numbers, the demo."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kitchentable.home.cast import CAST
from kitchentable.home.tests.conftest import fresh
from kitchentable.people.models import Person, Supporter
from kitchentable.policy import clock
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.record.about import our_models
from kitchentable.site.cast import WAYS
from kitchentable.voices import acts
from kitchentable.voices.models import Answer, Contribution, Outcome

MOST_AT_MY_SEAT = 20  # each kind of thing that may wait for somebody is asked for once
MOST_QUERIES = 15
MINE = ("/me/", "/me/said/", "/answers/")


def text(response):
    return response.content.decode()


def queries(seat, url):
    seat.get(url)
    with CaptureQueriesContext(connection) as asked:
        seat.get(url)
    return asked


@pytest.mark.parametrize("url", [*MINE, "/office/", "/settings/"])
def test_a_visitor_is_led_to_sign_in_and_back(cast, url):
    answer = cast.anyone.get(url, status=302)
    assert answer["Location"] == f"/sign-in/?next={url.replace('/', '%2F')}"


@pytest.mark.parametrize("who", ["chloe", "kim", "natalie", "rao", "dee", "sam", "green"])
@pytest.mark.parametrize("url", MINE)
def test_everyone_has_pages_of_their_own_in_few_queries(cast, said, url, who):
    asked = queries(getattr(cast, who), url)
    assert len(asked) <= (MOST_AT_MY_SEAT if url == "/me/" else MOST_QUERIES), "\n".join(q["sql"][:200] for q in asked)


@pytest.mark.parametrize("who", ["natalie", "rao", "dee", "gill", "ben"])
def test_the_office_opens_for_staff_in_few_queries(cast, said, who):
    asked = queries(getattr(cast, who), "/office/")
    assert len(asked) <= MOST_QUERIES, "\n".join(q["sql"][:200] for q in asked)


@pytest.mark.parametrize("who", ["chloe", "kim", "green", "joan"])
def test_the_office_is_not_for_people_who_do_not_work_here(cast, who):
    assert "Only people who work here" in text(getattr(cast, who).get("/office/", status=403))


# ── my seat ───────────────────────────────────────────────────────────────────────────────────────


def test_my_seat_asks_whether_an_answer_is_true_until_i_have_said(cast, said):
    page = text(cast.chloe.get("/me/"))
    assert "Hello" in page
    assert f"/said/{said.used.code}/reply/" in page
    acts.reply(cast.chloe.person, fresh(said.used).answered_by.get(), is_so=True)
    page = text(cast.chloe.get("/me/"))
    assert f"/said/{said.used.code}/reply/" not in page
    assert "You said: yes, that is so." in page


def test_my_seat_asks_what_was_heard_and_whether_words_may_be_used_again(cast, said):
    heard = acts.hear(cast.natalie.person, fresh(said.named), heard="Chloe wants her name beside what she says.")
    reuse = acts.ask_reuse(cast.natalie.person, fresh(said.named), for_what="A film for new staff")
    page = text(cast.chloe.get("/me/"))
    assert f"/said/{said.named.code}/understood/{heard.pk}/" in page
    assert f"/said/{said.named.code}/reuse/{reuse.pk}/" in page
    assert "3 things wait for you. There is no rush." in page
    assert "We asked you for 3 things this month. You said no more than 3." in page


def test_what_was_taken_back_does_not_wait_for_me(cast, said):
    acts.hear(cast.natalie.person, fresh(said.named), heard="Her name.")
    acts.ask_reuse(cast.natalie.person, fresh(said.named), for_what="A film")
    acts.withdraw(cast.chloe.person, fresh(said.named))
    page = text(cast.chloe.get("/me/"))
    assert "understood/" not in page
    assert "/reuse/" not in page


def test_my_seat_shows_only_mine(cast, said):
    page = text(cast.chloe.get("/me/said/"))
    assert "I cannot turn my chair" in page
    assert "short breaks" not in page
    assert "You took this back" in page


def test_all_i_said_is_searched_and_filtered(cast, said):
    assert "I want my name" not in text(cast.chloe.get("/me/said/", {"q": "chair"}))
    page = text(cast.chloe.get("/me/said/", {"show": Outcome.USED}))
    assert "I cannot turn my chair" in page
    assert "I want my name" not in page
    assert "Nothing fits this" in text(cast.chloe.get("/me/said/", {"q": "zebra"}))


def test_a_supporter_sees_what_they_typed_and_nothing_from_the_moment_they_are_stopped(cast):
    acts.say(cast.kim.person, cast.work, words="Lou said this to Kim.", for_person=cast.lou.person)
    acts.say(cast.lou.person, cast.work, words="Lou said this alone.")
    url = "/me/said/?whose=demolou"
    page = text(cast.kim.get(url))
    assert "Lou said this to Kim." in page
    assert "Lou said this alone." not in page
    assert "What you typed for" in text(cast.kim.get("/me/"))
    Supporter.objects.update(stopped_at=now())
    cast.kim.get(url, status=404)
    assert "Lou" not in text(cast.kim.get("/me/"))


def test_what_another_typed_cannot_be_read_by_guessing_a_name(cast):
    cast.joan.get("/me/said/?whose=demolou", status=404)
    cast.natalie.get("/me/said/?whose=demolou", status=404)


def test_an_empty_seat_says_what_will_come(cast):
    page = text(cast.joan.get("/me/"))
    for words in ("Nothing waits for you.", "You have not said anything yet", "We asked you for nothing this month."):
        assert words in page
    assert "There is nothing" not in text(cast.joan.get("/me/said/"))


# ── the office ────────────────────────────────────────────────────────────────────────────────────


def test_the_lead_sees_what_is_late_first_with_who_owes_it(cast, said):
    page = text(cast.natalie.get("/office/"))
    assert "One person waits longer than we promised. Start there." in page
    assert "1 late answer" in page
    assert "Visits of 15 minutes" in page
    assert "/office/said/?show=late" in page
    assert "/office/said/?owner=demorao" in page
    assert "1 open again" in page
    assert "1 to check" in page
    assert "1 to publish" in page


def test_the_office_of_one_without_a_part_shows_nothing_of_what_people_said(cast, said):
    page = text(cast.gill.get("/office/"))
    assert "Visits of 15 minutes" not in page
    assert "You have no part in a piece of work yet" in page


def test_answers_on_time_are_drawn_with_a_table_beside(cast, said):
    for count in range(3):
        with clock.at(now() - timedelta(days=70)):
            c = acts.say(cast.pat.person, cast.work, words=f"Something to answer {count}.")
        with clock.at(now() - timedelta(days=60 if count else 5)):
            made = acts.answer(
                cast.rao.person,
                [fresh(c)],
                outcome=Outcome.USED,
                words="We bought a new kettle for the hub kitchen.",
                decider=cast.rao.person,
                decided_on=today(),
            )
            acts.check(cast.dee.person, made)
    page = text(cast.natalie.get("/office/"))
    assert '<svg class="chart"' in page
    assert "2 of 3" in page or "2 of 4" in page
    assert '<table class="table"><caption>Answers on time' in page


# ── what I owe ────────────────────────────────────────────────────────────────────────────────────


def test_what_i_owe_comes_late_first_and_without_what_waits_for_its_check(cast, said):
    page = text(cast.rao.get("/answers/"))
    assert page.index("Visits of 15 minutes") < page.index("Tell us before a different")
    assert "The form asks the same thing twice." not in page
    assert "One answer of yours waits for a second person" in page
    assert f"/office/answer/?said={said.late.code}" in page


def test_what_was_sent_back_stands_first_until_it_is_answered_again(cast, said):
    acts.send_back(cast.dee.person, Answer.objects.get(checked_at__isnull=True), because="Who shortened it?")
    page = text(cast.rao.get("/answers/"))
    assert "Who shortened it?" in page
    assert "The form asks the same thing twice." in page
    acts.answer(
        cast.rao.person,
        [fresh(said.pending)],
        outcome=Outcome.USED,
        words="Ben Ash made the form one page shorter in May.",
        decider=cast.rao.person,
        decided_on=today(),
    )
    assert "Who shortened it?" not in text(cast.rao.get("/answers/"))


def test_a_decision_waits_for_its_decider_with_the_themes_that_are_not_weighed(cast, said):
    decision = acts.plan_decision(cast.natalie.person, cast.work, title="How visits are timed")
    for called in ("Time", "Night"):
        theme = acts.make_theme(cast.natalie.person, cast.work, called=called)
        acts.mark(cast.natalie.person, theme, contributions=[said.late])
    page = text(cast.rao.get("/answers/"))
    assert "You cannot decide before you say how these were weighed: Night, Time." in page
    for theme in cast.work.themes.all():
        acts.weigh(cast.rao.person, decision, theme, how="People said it is not safe. It decided this.")
    assert "Every theme is weighed. You can decide." in text(cast.rao.get("/answers/"))
    assert "How visits are timed" not in text(cast.ben.get("/answers/"))


def test_one_who_owes_nothing_is_told_so(cast, said):
    page = text(cast.ben.get("/answers/"))
    assert "Nobody waits for an answer from you." in page
    assert "Visits of 15 minutes" not in page


# ── numbers, papers, demo ─────────────────────────────────────────────────────────────────────────


def test_each_number_shows_its_source_and_our_own_defaults_are_shown_as_such(cast):
    page = text(cast.sam.get("/settings/"))
    for words in ("Our own default", "R006", "20 working days", "Healthwatch protocol", "committee view"):
        assert words in page


def test_the_administrator_sets_a_number_and_says_why(cast):
    cast.sam.post("/settings/?change=answer_days", {"value": "15", "because": "Our members asked for it."})
    assert number("answer_days") == 15
    page = text(cast.sam.get("/settings/"))
    assert "15 working days" in page
    assert "Our members asked for it." in page


@pytest.mark.parametrize(
    "given",
    [
        {"value": "0", "because": "x"},
        {"value": "", "because": "x"},
        {"value": "15", "because": ""},
        {"value": "many", "because": "x"},
    ],
)
def test_a_number_without_sense_or_reason_is_not_set_and_what_was_typed_stays(cast, given):
    page = text(cast.sam.post("/settings/?change=answer_days", given, status=422))
    assert number("answer_days") == 20
    assert not given["value"] or f'value="{given["value"]}"' in page


@pytest.mark.parametrize("who", ["natalie", "chloe", "rao"])
def test_only_the_administrator_sees_and_sets_numbers(cast, who):
    seat = getattr(cast, who)
    seat.get("/settings/", status=403)
    seat.post("/settings/?change=answer_days", {"value": "99", "because": "x"}, status=403)
    assert number("answer_days") == 20


def test_the_privacy_page_names_every_reason_for_which_something_about_a_person_is_kept(cast):
    page = text(cast.anyone.get("/privacy/")).replace("&#x27;", "'").replace("&quot;", '"')
    reasons = {str(said.why) for model in our_models() for said in getattr(model, "holds", {}).values() if said.whom != "nobody"}
    assert len(reasons) > 30
    assert [why for why in reasons if why not in page] == []
    assert "R110" in page
    assert "R123" in page


def test_the_demo_is_not_there_on_a_real_site(cast, settings):
    settings.DEMO = False
    cast.anyone.get("/demo/", status=404)
    cast.anyone.post("/demo/", {"person": "chloe"}, status=404)


@pytest.mark.parametrize("who", ["chloe", "rao", "green", "sam", "natalie", "joan"])
def test_one_click_in_the_demo_makes_you_one_of_the_cast(cast, settings, who):
    settings.DEMO = True
    cast.anyone.get("/demo/")
    cast.anyone.post("/demo/", {"person": who})
    called = Person.objects.get(key=f"demo{who}").called
    assert called in text(cast.anyone.get("/me/"))


@pytest.mark.parametrize("who", ["", "nobody", "demochloe", "../chloe", "CHLOE"])
def test_the_demo_makes_you_nobody_else(cast, settings, who):
    settings.DEMO = True
    cast.anyone.post("/demo/", {"person": who}, status=404)
    cast.anyone.get("/me/", status=302)


def test_the_demo_never_opens_the_seat_of_a_real_person(cast, settings):
    settings.DEMO = True
    Person.objects.filter(key="demochloe").update(is_demo=False)
    cast.anyone.post("/demo/", {"person": "chloe"}, status=404)
    assert "Be Chloe" not in text(cast.anyone.get("/demo/"))


def test_the_demo_offers_exactly_the_people_who_are_built():
    assert {(one.slug, one.called) for one in CAST} == {(way.slug, way.called) for way in WAYS}


@pytest.mark.parametrize(
    ("who", "rooms"),
    [
        ("anyone", ["Pieces of work", "Your code", "Sign in"]),
        ("chloe", ["My seat", "Pieces of work", "How to reach me", "My supporters"]),
        ("natalie", ["Office", "What I must answer", "What people said", "Calls and letters"]),
        ("dee", ["Office", "Worries"]),
        ("sam", ["Office", "Numbers"]),
    ],
)
def test_each_finds_their_own_rooms(cast, who, rooms):
    page = text(getattr(cast, who).get("/works/"))
    menu = page[page.index('class="rooms"') : page.index("</nav>", page.index('class="rooms"'))]
    for room in rooms:
        assert room in menu
    assert menu.count("aria-current") == 1
    assert ("Worries" in menu) == (who == "dee")
    assert ("Numbers" in menu) == (who == "sam")


def test_counts_of_what_people_said_never_count_what_a_page_may_not_show(cast, said):
    assert Contribution.objects.published().count() == 8
    assert "8 points" in text(cast.anyone.get("/works/better-help-at-home/said/"))
