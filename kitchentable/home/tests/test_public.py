"""What everyone may read, and that nothing else is there."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kitchentable.home.tests.conftest import SECRETS, fresh
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.voices import acts
from kitchentable.voices.models import Outcome, Question, Sharing
from kitchentable.works import acts as works
from kitchentable.works.models import Work
from tests.asking import opened

WORK = "/works/better-help-at-home/"
PAGES = ("/", "/works/", WORK, f"{WORK}said/", f"{WORK}feed/", "/privacy/", "/accessibility/")
MOST_QUERIES = 15
MOST_OF_A_WORK = 17
"""The page of a piece of work shows the picture of its sweet spot too: two more, however much there is."""


def text(response):
    return response.content.decode()


def open_a_question(cast, **more):
    question = Question(
        work=cast.work,
        asks="What does a good day with help look like?",
        can_change="a",
        cannot_change="b",
        costs="c",
        bad_effects="d",
        **more,
    )
    acts.ask(cast.natalie.person, question)
    return opened(cast.natalie.person, question)


def decide_something(cast, said):
    decision = acts.plan_decision(cast.natalie.person, cast.work, title="How visits are timed", expected_on=today())
    option = acts.add_option(
        cast.natalie.person, decision, what="Visits of 30 minutes", cost="£90,000 a year", bad_effects="Fewer visits at night"
    )
    acts.add_option(cast.natalie.person, decision, what="Stay as it is", cost="Nothing")
    theme = acts.make_theme(cast.natalie.person, cast.work, called="Time for each visit")
    acts.mark(cast.natalie.person, theme, contributions=[said.late, said.secret])
    acts.weigh(cast.rao.person, decision, theme, how="Four people said 15 minutes is not safe. This decided it.")
    return acts.decide(
        cast.rao.person, decision, chosen=option, because="Short visits were not safe for four people.", decided_on=today()
    )


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("who", ["anyone", "chloe", "joan", "natalie", "rao", "sam"])
def test_every_public_page_opens_for_everyone_in_few_queries(cast, said, url, who):
    decide_something(cast, said)
    open_a_question(cast)
    seat = getattr(cast, who)
    seat.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        seat.get(url)
    most = MOST_OF_A_WORK if url == "/works/better-help-at-home/" else MOST_QUERIES
    assert len(asked) <= most, "\n".join(q["sql"][:200] for q in asked)


def test_nothing_that_was_not_published_is_on_any_public_page(cast, said):
    decision = decide_something(cast, said)
    urls = [*PAGES, f"{WORK}?page=1", f"{WORK}said/?q=canary", decision.get_absolute_url()]
    urls += [f"{WORK}said/{c.number}/" for c in (said.used, said.again, said.late, said.pending, said.hard, said.named)]
    for url in urls:
        page = text(cast.anyone.get(url))
        for secret in SECRETS:
            assert secret not in page.replace('value="canary"', ""), f"{secret} is on {url}"


def test_a_point_that_is_not_public_is_not_there(cast, said):
    for c in said.hidden:
        cast.anyone.get(f"{WORK}said/{c.number}/", status=404)
        cast.joan.get(f"{WORK}said/{c.number}/", status=404)


def test_no_code_is_on_any_public_page(cast, said):
    decision = decide_something(cast, said)
    for url in (*PAGES, f"{WORK}said/{said.used.number}/", decision.get_absolute_url()):
        page = text(cast.anyone.get(url))
        assert not any(c.code in page for c in (said.used, said.late, said.secret, said.waiting))


def test_a_name_is_shown_only_when_its_owner_chose_so(cast, said):
    assert "Chloe" in text(cast.anyone.get(f"{WORK}said/{said.named.number}/"))
    assert "Chloe" not in text(cast.anyone.get(f"{WORK}said/{said.used.number}/"))
    acts.share(cast.chloe.person, fresh(said.named), sharing=Sharing.PUBLIC)
    assert "Chloe" not in text(cast.anyone.get(f"{WORK}said/"))


def test_words_taken_back_are_gone_at_once_and_stay_counted(cast, said):
    url = f"{WORK}said/{said.used.number}/"
    assert "turn my chair" in text(cast.anyone.get(url))
    acts.withdraw(cast.chloe.person, fresh(said.used))
    cast.anyone.get(url, status=404)
    for page in ("/", WORK, f"{WORK}said/", f"{WORK}feed/"):
        assert "turn my chair" not in text(cast.anyone.get(page))
    assert "12 points came in" in text(cast.anyone.get(WORK))


def test_a_point_shows_the_words_what_was_done_why_and_who(cast, said):
    page = text(cast.anyone.get(f"{WORK}said/{said.refused.number}/"))
    for words in (
        "Let us book short breaks by the hour.",
        "We cannot do this in this year.",
        "£210,000",
        "Ms Rao",
        "Dee",
        "Not used, because",
        "We look again",
    ):
        assert words in page


def test_what_is_late_is_said_plainly(cast, said):
    page = text(cast.anyone.get(f"{WORK}said/?show=late"))
    assert "working days late" in page
    assert "Visits of 15 minutes" in page
    assert "Tell us before" not in page


def test_what_was_answered_and_is_not_so_shows_as_open_again(cast, said):
    page = text(cast.anyone.get(f"{WORK}said/?show=again"))
    assert "Open again" in page
    assert "The phone line rings out" in page
    assert "canary-what-is-wrong" not in page


def test_hard_words_stand_behind_their_content_note(cast, said):
    for url in (WORK, f"{WORK}said/", f"{WORK}feed/"):
        page = text(cast.anyone.get(url))
        assert "about a fall" in page
        assert "The hard words stand here" not in page
    page = text(cast.anyone.get(f"{WORK}said/{said.hard.number}/"))
    assert page.index("<details><summary>Content note") < page.index("The hard words stand here")


def test_the_list_is_searched_in_words_and_answers_and_filtered_by_outcome_and_theme(cast, said):
    decide_something(cast, said)
    by_words = text(cast.anyone.get(f"{WORK}said/", {"q": "mill lane"}))
    assert "turn my chair" in by_words
    assert "short breaks" not in by_words
    assert "turn my chair" in text(cast.anyone.get(f"{WORK}said/", {"q": "changing places"}))
    by_outcome = text(cast.anyone.get(f"{WORK}said/", {"show": Outcome.NOT_USED}))
    assert "short breaks" in by_outcome
    assert "turn my chair" not in by_outcome
    theme = cast.work.themes.get().pk
    by_theme = text(cast.anyone.get(f"{WORK}said/", {"theme": theme}))
    assert "Visits of 15 minutes" in by_theme
    assert "turn my chair" not in by_theme


@pytest.mark.parametrize(
    "query",
    [{"show": "x"}, {"theme": "x"}, {"theme": "999"}, {"page": "x"}, {"page": "99999999"}, {"q": "a\x00b"}, {"q": "x" * 5000}],
)
def test_an_address_that_makes_no_sense_still_shows_the_list(cast, said, query):
    cast.anyone.get(f"{WORK}said/", query)


def test_the_list_is_shown_25_at_a_time(cast):
    for count in range(27):
        acts.publish(
            cast.natalie.person, acts.say(cast.pat.person, cast.work, words=f"Point of order {count:02}.", sharing=Sharing.PUBLIC)
        )
    first = text(cast.anyone.get(f"{WORK}said/"))
    assert first.count('<li class="said">') == 25
    assert "Page 1 of 2" in first
    assert text(cast.anyone.get(f"{WORK}said/?page=2")).count('<li class="said">') == 2


def test_the_sum_of_a_piece_of_work_is_on_its_page_and_small_parts_are_joined(cast, said):
    page = text(cast.anyone.get(WORK))
    assert number("hide_below") == 5
    assert "12 points came in. Here is every one." in page
    assert "Taken back or erased by the person: 1" not in page
    assert "Answered: 2 " not in page


def test_the_feed_is_atom_with_what_was_published_and_nothing_else(cast, said):
    answer = cast.anyone.get(f"{WORK}feed/")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(answer.content)
    assert feed.tag == f"{atom}feed"
    assert feed.findtext(f"{atom}id")
    assert feed.findtext(f"{atom}updated")
    assert feed.find(f"{atom}author/{atom}name") is not None
    entries = feed.findall(f"{atom}entry")
    assert len(entries) == 8
    assert len({entry.findtext(f"{atom}id") for entry in entries}) == 8
    assert all(entry.findtext(f"{atom}updated") and entry.findtext(f"{atom}title") for entry in entries)


def test_a_feed_holds_letters_that_xml_cannot(cast):
    acts.publish(
        cast.natalie.person, acts.say(cast.pat.person, cast.work, words="Bell \x07 and \ufffe here", sharing=Sharing.PUBLIC)
    )
    ElementTree.fromstring(cast.anyone.get(f"{WORK}feed/").content)


def test_an_empty_feed_is_still_a_feed(cast):
    ElementTree.fromstring(cast.anyone.get(f"{WORK}feed/").content)


def test_a_piece_of_work_that_is_not_public_is_there_only_for_those_with_a_part_in_it(cast):
    hidden = works.start(
        cast.natalie.person,
        Work(
            slug="hidden",
            title="Not yet public",
            what_this_is="x",
            what_we_ask="y",
            can_change="a",
            cannot_change="b, because",
            decider=cast.rao.person,
            answers_first=cast.rao.person,
        ),
    )
    for url in (hidden.get_absolute_url(), "/works/hidden/said/", "/works/hidden/feed/"):
        cast.anyone.get(url, status=404)
        cast.chloe.get(url, status=404)
    assert "Not yet public" not in text(cast.anyone.get("/works/"))
    assert "Not yet public" not in text(cast.chloe.get("/"))
    assert "This is not public yet" in text(cast.natalie.get(hidden.get_absolute_url()))
    cast.rao.get("/works/hidden/said/")


def test_a_decision_shows_the_choices_their_costs_how_it_was_weighed_and_what_was_read(cast, said):
    decision = decide_something(cast, said)
    page = text(cast.anyone.get(decision.get_absolute_url()))
    for words in (
        "Visits of 30 minutes",
        "£90,000 a year",
        "Fewer visits at night",
        "Stay as it is",
        "Time for each visit",
        "Four people said",
        "Short visits were not safe",
        "Visits of 15 minutes",
    ):
        assert words in page
    assert "And a few that were not shared with everyone." in page
    assert "before people were asked" not in page


def test_a_decision_made_before_people_were_asked_says_so(cast):
    decision = acts.plan_decision(cast.natalie.person, cast.work, title="Closing the day centre")
    acts.note_decision(cast.natalie.person, decision, because="The council voted on it.", decided_on=today() - timedelta(days=6))
    assert "This was decided before people were asked." in text(cast.anyone.get(decision.get_absolute_url()))


def test_an_open_question_leads_to_its_own_form(cast):
    question = open_a_question(cast)
    for url in ("/", WORK):
        assert f"{WORK}say/?question={question.pk}" in text(cast.anyone.get(url))
    acts.close_question(cast.natalie.person, question)
    assert "question=" not in text(cast.anyone.get(WORK))


def test_pages_with_nothing_on_them_say_what_will_come(cast):
    assert "Nobody has said anything yet" in text(cast.anyone.get(WORK))
    assert "No question is open today" in text(cast.anyone.get("/"))
    assert "Nobody chose yet" in text(cast.anyone.get(f"{WORK}said/"))
    Work.objects.update(is_public=False)
    assert "No piece of work is public yet" in text(cast.anyone.get("/works/"))
    assert "Pieces of work come here" in text(cast.anyone.get("/"))


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_public_pages_are_only_for_reading(cast, url, method):
    assert getattr(cast.anyone.client, method)(url).status_code in (403, 405)
