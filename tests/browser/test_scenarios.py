"""S01, S02 and S03 as people do them, with and without JavaScript; and each again for a person who is not online."""

from __future__ import annotations

import math
import struct
import wave
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import write
from kitchentable.policy import clock
from kitchentable.policy.clock import today
from kitchentable.record import lines
from kitchentable.voices import acts, jobs
from kitchentable.voices.models import Contribution, Decision, Question, Status
from tests.asking import opened
from tests.browser.steps import choose, day_into, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAYS = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
LIFT = "The lift at the hub has been broken for six weeks."
FIXED = "You were right. The lift was fixed on 12 May. I check it each Monday."
EMPTY = "We will take this on board."
ASKS = "Tell us what will happen, who will do it and by when. Or say why it cannot be done."


@pytest.fixture
def voice_note(tmp_path: Path) -> Path:
    """A second of a real sound."""
    path = tmp_path / "voice.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(b"".join(struct.pack("<h", int(9_000 * math.sin(n / 6))) for n in range(8_000)))
    return path


def tells_by_voice(page: Page, slug: str, note: Path, *, javascript: bool) -> str:
    """Say it by a voice note; returns the code on the receipt."""
    page.goto(f"/works/{slug}/say/")
    page.get_by_text("Say it another way").click()
    if javascript:
        page.get_by_role("button", name="Start recording").click()
        expect(page.get_by_role("button", name="Stop recording")).to_be_visible()
        page.wait_for_timeout(1_200)
        page.get_by_role("button", name="Stop recording").click()
        expect(page.get_by_role("button", name="Record again")).to_be_visible()
    else:
        page.get_by_label("Say it out loud").set_input_files(note)
    choose(page, "Everyone, without my name")
    press(page, "Send what I said")
    expect(page.get_by_role("heading", level=1)).to_have_text("We have what you told us")
    return str(page.locator(".receipt-code").inner_text()).strip()


def types_for(page: Page, cast: Any, slug: str, words: str, way: str = "By phone") -> Contribution:
    """Staff type what somebody said by phone; they read it back."""
    page.goto(f"/office/works/{cast.work.slug}/write/?for={getattr(cast, slug).person.key}")
    choose(page, way)
    page.get_by_label("What they said").fill(words)
    choose(page, "Yes, and they said: that is it")
    choose(page, "Everyone, without my name")
    press(page, "Save their words")
    expect(page.get_by_role("heading", level=1)).to_have_text("Read this out to them")
    return Contribution.objects.latest("pk")


def answers(page: Page, code: str, words: str, *, outcome: str = "Used", **more: Any) -> None:
    """The one who must answer writes it and sends it to be checked."""
    page.goto(f"/office/answer/?said={code}")
    choose(page, outcome)
    page.get_by_label("What happened, or what will happen?").fill(words)
    for label, value in more.items():
        page.get_by_label(label.replace("_", " ")).fill(value)
    press(page, "Send it to be checked")


def checks(page: Page, code: str) -> None:
    """A second person looks at each thing and sends it."""
    page.goto(f"/office/said/{code}/")
    page.get_by_role("link", name="Read the answer").or_(
        page.get_by_role("link", name="A new answer waits for its check")
    ).first.click()
    expect(page.get_by_role("button", name="Send it", exact=True)).to_be_visible()  # a list of boxes does not wait for the page
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        press(page, "Send it")


def is_shown_to_everyone(page: Page, code: str) -> None:
    """The lead reads it and shows it."""
    page.goto(f"/office/said/{code}/publish/")
    page.locator("main input[type=checkbox]").first.check()
    press(page, "Show it to everyone")


@WAYS
def test_s01_nobody_is_asked_and_then_ignored(sit: Any, cast: Any, voice_note: Path, javascript: bool) -> None:
    asha, natalie, rao = (
        sit("asha", javascript=javascript),
        sit("natalie", javascript=javascript),
        sit("rao", javascript=javascript),
    )
    code = tells_by_voice(asha, cast.work.slug, voice_note, javascript=javascript)
    c = Contribution.objects.get(code=code)
    assert c.due_on == acts.due_day(today())
    assert c.owner == cast.rao.person

    natalie.goto(f"/office/said/{code}/words/")
    natalie.get_by_label("The words", exact=True).fill(LIFT)
    press(natalie, "Save the words")
    answers(rao, code, FIXED)
    assert not Outgoing.objects.filter(kind="voices.answered").exists(), "nobody is told before a second person has checked"
    checks(natalie, code)
    is_shown_to_everyone(natalie, code)

    message = Outgoing.objects.get(kind="voices.answered")
    assert (message.person, message.format) == (cast.asha.person, "audio")
    assert FIXED in write(message).words  # type: ignore[union-attr]

    asha.goto(f"/said/{code}/")
    pair = asha.locator("section.pair").first
    expect(pair).to_contain_text("The lift was fixed on 12 May")
    expect(pair.locator("audio").first).to_be_attached()

    joan = sit("anyone", javascript=javascript)
    joan.goto(f"/works/{cast.work.slug}/said/{c.number}/")
    expect(joan.locator("main")).to_contain_text("The lift was fixed on 12 May")
    expect(joan.locator("main")).to_contain_text(LIFT)
    expect(joan.locator("main")).not_to_contain_text("Asha")

    asha.goto(f"/said/{code}/")
    choose(asha, "No, it is not")
    press(asha, "Send my reply")
    expect(asha.locator("main")).to_contain_text("Tell us what is wrong.")
    asha.get_by_label("What is wrong?").fill("It broke again on Friday.")
    choose(asha, "No, it is not")
    press(asha, "Send my reply")
    expect(asha.get_by_role("heading", level=1)).to_contain_text("open again")
    c.refresh_from_db()
    assert (c.status, c.opens) == (Status.WAITING, 1)

    answers(rao, code, "The motor was changed on Monday and Ben rides it each morning.")
    checks(natalie, code)
    asha.goto(f"/said/{code}/")
    choose(asha, "Yes, that is so")
    press(asha, "Send my reply")
    expect(asha.locator("main")).to_contain_text("You said: yes, that is so.")
    lines.seal_all(clock.now())
    assert lines.verify().wrong == ()


@WAYS
def test_s01_for_a_person_who_is_not_online(sit: Any, cast: Any, javascript: bool) -> None:
    natalie, rao = sit("natalie", javascript=javascript), sit("rao", javascript=javascript)
    c = types_for(natalie, cast, "lou", LIFT)
    assert (c.said_by, c.typed_by, c.read_back) == (cast.lou.person, cast.natalie.person, True)
    assert c.due_on == acts.due_day(today()), "the same clock as online"
    answers(rao, c.code, FIXED)
    checks(natalie, c.code)

    message = Outgoing.objects.get(kind="voices.answered")
    assert (message.person, message.channel, message.state) == (cast.lou.person, "phone", "todo")
    natalie.goto("/office/messages/")
    expect(natalie.locator("main")).not_to_contain_text(LIFT)
    natalie.goto(f"/office/messages/{message.key}/")
    expect(natalie.locator("main")).to_contain_text("The lift was fixed on 12 May")
    press(natalie, "I told them")
    message.refresh_from_db()
    assert message.state == "sent"

    natalie.goto(f"/office/said/{c.code}/reply/")
    choose(natalie, "“No, it is not”")
    natalie.get_by_label("What is wrong?").fill("It stopped again.")
    choose(natalie, "By phone")
    press(natalie, "Save what they said")
    c.refresh_from_db()
    assert (c.status, c.opens) == (Status.WAITING, 1)


@pytest.mark.parametrize("slug", ["fay", "chloe"], ids=["by letter", "online"])
@WAYS
def test_s02_an_honest_we_cannot_because(sit: Any, cast: Any, javascript: bool, slug: str) -> None:
    natalie, rao = sit("natalie", javascript=javascript), sit("rao", javascript=javascript)
    words = "Please give us short breaks by the hour."
    if slug == "fay":
        c = types_for(natalie, cast, "fay", words, way="On paper")
    else:
        c = acts.say(cast.chloe.person, cast.work, words=words)
    decision = acts.plan_decision(cast.natalie.person, cast.work, title="Short breaks by the hour")
    acts.add_option(cast.natalie.person, decision, what="By the hour, from April", cost="£212,000 a year")
    acts.add_option(cast.natalie.person, decision, what="As now, by the day", cost="Nothing more")

    answers(rao, c.code, EMPTY, outcome="Not used, because")
    expect(rao.locator("main")).to_contain_text(ASKS)
    expect(rao.get_by_label("What happened, or what will happen?")).to_have_value(EMPTY)
    assert not c.answers.exists()

    look_again = today() + timedelta(days=90)
    rao.get_by_label("What happened, or what will happen?").fill("We cannot pay for short breaks by the hour this year.")
    rao.get_by_role("textbox", name="Because").fill("It costs £212,000 a year. The council voted on the money on 24 February.")
    rao.get_by_label("What does it cost?").fill("£212,000 a year")
    day_into(rao, "When will you look at it again?", look_again)
    press(rao, "Send it to be checked")
    checks(natalie, c.code)
    c.refresh_from_db()
    assert (c.status, c.look_again_on) == (Status.ANSWERED, look_again)

    message = Outgoing.objects.get(kind="voices.answered")
    assert message.person == getattr(cast, slug).person
    assert message.state == ("todo" if slug == "fay" else "waiting")
    assert "£212,000" in write(message).words  # type: ignore[union-attr]
    rao.goto(decision.get_absolute_url())
    expect(rao.locator("main")).to_contain_text("£212,000 a year")

    with clock.at(timezone.make_aware(datetime.combine(look_again, time(9)))):
        jobs.bring_back_what_is_due()
    c.refresh_from_db()
    assert c.status == Status.WAITING, "on that day the point comes back by itself"


@WAYS
def test_s03_what_has_been_decided_cannot_be_dressed_up_as_open(sit: Any, cast: Any, javascript: bool) -> None:
    natalie = sit("natalie", javascript=javascript)
    decided_on = today() - timedelta(days=6)
    decision = acts.plan_decision(cast.natalie.person, cast.work, title="Closing the day centre")
    acts.note_decision(
        cast.natalie.person, decision, because="The council voted to close it. The roof costs £400,000.", decided_on=decided_on
    )
    question = acts.ask(
        cast.natalie.person,
        Question(
            work=cast.work, decision=Decision.objects.get(pk=decision.pk), asks="Should the day centre close?", can_change="The day",
            cannot_change="The roof", costs="£400,000", bad_effects="People lose a place", kind="views",
        ),
    )  # fmt: skip
    address = f"/office/works/{cast.work.slug}/questions/{question.pk}/"
    natalie.goto(address)
    expect(natalie.locator("main")).to_contain_text("so we cannot ask what people think as if it were open")
    expect(natalie.get_by_role("button", name="Tell people what was decided")).to_be_visible()
    press(natalie, "Ask what help people need now")
    other = Question.objects.latest("pk")
    assert (other.kind, other.decision_id) == ("help", decision.pk)
    question.refresh_from_db()
    assert question.opened_at is None
    joan = sit("anyone", javascript=javascript)
    joan.goto(f"/works/{cast.work.slug}/")
    expect(joan.locator("main")).not_to_contain_text("Should the day centre close?")

    other.asks = "What help do you need now?"
    opened(cast.natalie.person, acts.ask(cast.natalie.person, other))
    natalie.goto(f"/office/works/{cast.work.slug}/write/?for={cast.lou.person.key}")
    expect(natalie.locator("main")).not_to_contain_text("Should the day centre close?")
    choose(natalie, "By phone")
    choose(natalie, "What help do you need now?")
    natalie.get_by_label("What they said").fill("I need a bus to the new place.")
    choose(natalie, "Yes, and they said: that is it")
    press(natalie, "Save their words")
    assert Contribution.objects.get(said_by=cast.lou.person).question == other, (
        "a person who is not online is asked what can still be asked"
    )


def test_s01_by_keyboard_alone(sit: Any, cast: Any) -> None:
    """No mouse: Tab, arrows, space and Enter, from the first page to the reply."""
    page = sit("chloe")
    page.goto(f"/works/{cast.work.slug}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    tab_to(page, "Say something")
    page.keyboard.press("Enter")
    page.wait_for_url("**/say/")
    tab_to(page, "What do you want to say?")
    page.keyboard.type(LIFT)
    tab_to(page, "Only the lead, and who must answer")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Send what I said")
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt/")
    c = Contribution.objects.get()
    assert (c.words, c.sharing) == (LIFT, "group")
    answer = acts.answer(cast.rao.person, [c], outcome="used", words=FIXED, decider=cast.rao.person, decided_on=today())
    acts.check(cast.natalie.person, answer)
    page.goto("/me/")
    page.goto(f"/said/{c.code}/")
    tab_to(page, "Yes, that is so")
    page.keyboard.press("Space")
    tab_to(page, "Send my reply")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("You said: yes, that is so.")


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the thing with these words has the focus; fails when it is never reached or never seen."""
    for _press in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => { const e = document.activeElement; const own = e.labels && e.labels[0] ? e.labels[0].innerText : e.innerText;
            const box = e.getBoundingClientRect(); return [own || '', box.width > 0 && box.height > 0]; }"""
        )
        if words in here[0]:
            assert here[1], f"“{words}” has the focus but cannot be seen"
            return
    raise AssertionError(f"Tab never reaches “{words}”")
