"""S11 as people do it: the team sees what it was told before it may ask, and says so; Jean is not asked. With and without JavaScript."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from kitchentable.people.asks import left_alone
from kitchentable.people.models import Outgoing, Reach
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Problem
from kitchentable.ties.acts.promising import promise
from kitchentable.ties.models import NotAgain
from kitchentable.voices import acts as voices
from kitchentable.voices.models import Contribution, Question
from kitchentable.words.acts.sending import send
from kitchentable.words.models import Document, Version
from kitchentable.works import acts as works
from kitchentable.works.models import Role, Step, Work
from tests.browser.steps import choose, it_is, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

JANUARY, JUNE = datetime(2027, 1, 14, 11, tzinfo=UTC), datetime(2027, 6, 9, 11, tzinfo=UTC)
WRONG = (
    ("raj", "Short breaks are no use to me in pieces of an hour. I need one whole Saturday."),
    ("asha", "With short breaks I never know who comes. My daughter does not settle with a stranger."),
)
ANSWERED = "You can book short breaks only by phone, and the phone is always busy."
PRIVATE = "About short breaks: my husband is ashamed that we need them. Do not show this to anyone."
NEW = "Whether the new night team changes what a break is for you."


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_s11_we_were_already_told_this(sit: Any, cast: Any, monkeypatch: pytest.MonkeyPatch, javascript: bool) -> None:
    natalie, jean = cast.natalie.person, cast.fay.person  # Jean of the scenario: somebody who is not online
    it_is(monkeypatch, JANUARY)
    people_tell_the_council_in_january(cast)
    owed = promise(
        natalie,
        cast.work,
        what="Write back about short breaks before the summer",
        owner=cast.ben.person,
        by_when=today() + timedelta(days=60),
    )

    # She rings: she has said it often enough. Staff write it down with her.
    office = sit("natalie", javascript=javascript)
    office.goto(f"/office/people/{jean.key}/not-again/")
    choose(office, "About one thing, in my words")
    office.get_by_label("Which thing, in their words?").fill("short breaks")
    choose(office, "By phone")
    press(office, "Save what they said")
    assert NotAgain.objects.get().person == jean

    it_is(monkeypatch, JUNE)
    survey = another_team_starts_a_survey(natalie)
    office.goto(f"/office/works/{survey.slug}/questions/new/")
    choose(office, "Ask what help people need now")
    box = office.get_by_label("What do you ask?")
    box.press_sequentially("What is wrong with short breaks?")
    if javascript:
        expect(office.locator("[data-found]")).to_contain_text("People have told us about this already", timeout=15_000)
        expect(office.locator("[data-found]")).to_contain_text("one whole Saturday")
    press(office, "Save the draft")
    question = Question.objects.get(work=survey)

    # It cannot be opened before the team has seen what people said, what was answered and what is owed.
    expect(office.get_by_role("button", name="Open this question")).to_have_count(0)
    with pytest.raises(Problem):
        voices.open_question(natalie, question)
    office.get_by_role("link", name="See what people have told us", exact=True).click()
    main = office.locator("main")
    for _who, words in WRONG:
        expect(main).to_contain_text(words)
    expect(main).to_contain_text(ANSWERED)
    expect(main).to_contain_text(owed.what)
    expect(main).to_contain_text("Ben")
    box = main.get_by_label("What is new in what you ask?")
    box.fill("")
    press(office, "Save what is new")
    expect(main).to_contain_text("Please write something here")
    box.fill("We will take this on board.")
    press(office, "Save what is new")
    expect(main).to_contain_text("Say what is new in what you ask")
    box.fill(NEW)
    tick_away(office, owed.what)  # the promise is kept in view, and is not one of the answers
    press(office, "Save what is new")
    press(office, "Open this question")

    question.refresh_from_db()
    assert question.told_before == "You told us this in January. We still owe you two answers."
    joan = sit("anyone", javascript=javascript)
    joan.goto(f"/works/{survey.slug}/say/")
    expect(joan.locator("main")).to_contain_text("You told us this in January. We still owe you two answers.")
    expect(joan.locator("main")).to_contain_text(NEW)
    expect(joan.locator("main")).not_to_contain_text("ashamed")

    jean_is_not_asked(cast, survey, jean)
    office.goto(f"/office/people/{jean.key}/")
    expect(office.locator("main")).not_to_contain_text("short breaks")


def people_tell_the_council_in_january(cast: Any) -> None:
    """Two who are owed an answer, one who has one, and one who told only the lead."""
    natalie = cast.natalie.person
    for who, words in WRONG:
        voices.publish(natalie, voices.say(getattr(cast, who).person, cast.work, words=words, sharing="public"))
    answered = voices.publish(natalie, voices.say(cast.chloe.person, cast.work, words=ANSWERED, sharing="public"))
    made = voices.answer(
        cast.rao.person, [answered], outcome="used", words="You were right. You can book by text message from 1 March.", decider=cast.rao.person,
        decided_on=today(), who_does_it="Ben Ash", by_when=today() + timedelta(days=40),
    )  # fmt: skip
    voices.check(cast.dee.person, made)
    voices.say(cast.mina.person, cast.work, words=PRIVATE, sharing="lead")
    assert Contribution.objects.filter(status="waiting").count() == 3


def another_team_starts_a_survey(lead: Any) -> Work:
    """Another piece of work; its title says nothing about short breaks."""
    work = works.start(
        lead,
        Work(
            slug="families", title="What families need", what_this_is="A survey of the children’s team.", what_we_ask="Tell us what you need.",
            can_change="How we help", cannot_change="The money, because it is voted", decider=lead, answers_first=lead,
            ladder_planned=Step.ENGAGING, is_public=True, started_at=now(), stage=Work.Stage.ASKING,
        ),
    )  # fmt: skip
    if not Role.objects.filter(work=work, person=lead, kind=Role.Kind.LEAD).exists():
        works.give_role(lead, work, person=lead, kind=Role.Kind.LEAD)
    return work


def tick_away(page: Any, words: str) -> None:
    """Take the tick away from one thing that was found."""
    page.locator("main li.said", has_text=words).get_by_label("About the same").uncheck()


def jean_is_not_asked(cast: Any, survey: Work, jean: Any) -> None:
    """By no channel: not by a paper that goes to everyone, not by an invitation, not by any other ask."""
    Reach.objects.update_or_create(person=jean, defaults={"channel": Reach.Channel.LETTER})
    assert left_alone("gatherings.invited", [jean.pk, cast.raj.person.pk], survey.slug) == {jean.pk}
    paper = Document.objects.create(work=survey, title="Our questions", made_by=cast.natalie.person)
    version = Version.objects.create(
        document=paper, number=1, text="# Our questions\n\nSix questions.", what_this_is="A survey.", what_we_ask="Answer it.",
        by_when="In June.", what_happens_next="We write back.", made_by=cast.natalie.person, checked_at=now(),
    )  # fmt: skip
    send(cast.natalie.person, version, people=[jean, cast.raj.person], unready_because="It comes on Friday.")
    assert not Outgoing.objects.filter(person=jean, work_key=survey.slug).exists()
    assert Outgoing.objects.filter(person=cast.raj.person, work_key=survey.slug).exists()
