"""S10 as people do it: a paper is made clear before it is sent, each gets it in their format on the same day, and nobody loses time."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kitchentable.people.models import Outgoing
from kitchentable.policy.clock import now, today
from kitchentable.record.models import Line
from kitchentable.ui.dates import day_in_words
from kitchentable.voices import acts as voices
from kitchentable.voices.models import Question
from kitchentable.words.acts import easy_checks
from kitchentable.words.easy_state import seen, snapshot
from kitchentable.words.jobs.formats import make_formats
from kitchentable.words.jobs.sending import note_handed
from kitchentable.words.models import Document, EasyCheck, EasyLine, Format, Handled, Sent, Version
from tests.asking import opened
from tests.browser.steps import choose, day_into, it_is, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EXTRACT = Path(__file__).parent / "data" / "long_paper_extract.md"
"""Real public guidance: see the README beside it."""
LONG_PAPER = os.environ.get("LONG_PAPER", "")
"""A whole real paper to run all of this on, formats and all; some minutes."""
OURS = "# Help at home: what could change\n\nThe MDT will utilise the CPA. We will reply in due course.\n\n"
TITLE = "Help at home: what could change"
EASY = ("We want to change help at home.", "You can tell us which hours suit you.", "Ms Rao decides in May.")
Kind = Format.Kind


def writes_a_paper(page: Page, slug: str, text: str) -> Document:
    page.goto(f"/office/works/{slug}/papers/new/")
    if len(text) > 50_000:
        page.locator("main input[type=file]").set_input_files(
            {"name": "plan.md", "mimeType": "text/markdown", "buffer": text.encode()}
        )
        press(page, "Read this file")
        expect(page.locator("main")).to_contain_text("Nothing is saved yet")
    else:
        page.get_by_label("The paper", exact=False).last.fill(text)
    page.get_by_label("What is the paper called?", exact=False).fill(TITLE)
    press(page, "Save the paper")
    return Document.objects.get(title=TITLE)


def note_of(page: Page, words: str) -> Any:
    """The note at the side about these words."""
    return page.locator("ol.found > li").filter(has=page.locator("h3", has_text=f"“{words}”")).first


def makes_it_clear(page: Page, paper: Document) -> None:
    """Each kind is shown with a better one; one is taken, one is chosen, one is kept with a reason, and the rest."""
    address = f"/office/papers/{paper.key}/check/"
    page.goto(address)
    for words, better in (("utilise", "use"), ("MDT", "Multi-Disciplinary Team")):
        expect(note_of(page, words)).to_contain_text(better, ignore_case=True)
    mean = note_of(page, "CPA")
    expect(mean).to_contain_text("Which one do you mean?")
    mean.get_by_role("button").first.click()
    page.wait_for_load_state()
    note_of(page, "utilise").get_by_role("button", name="Use this", exact=False).first.click()
    page.wait_for_load_state()
    kept = note_of(page, "in due course")
    kept.locator("summary", has_text="Keep it and say why").click()
    kept.get_by_label("Why does it stay?", exact=False).fill("The law does not name a day.")
    kept.get_by_role("button", name="Keep it", exact=False).last.click()
    page.wait_for_load_state()
    page.goto(f"{address}?kind=long_sentence")
    expect(page.locator("ol.found > li").first).to_contain_text("words")
    page.goto(address)
    page.locator("summary", has_text="Keep all that is left, and say why").click()
    page.get_by_label("Why do they stay?", exact=False).fill("They stand in the guidance that we quote.")
    page.locator("details.card button").last.click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("Nothing is left to look at")


def both_are_on_record(paper: Document) -> None:
    version = paper.newest()
    assert "use the" in version.text
    assert "utilise" not in version.text.split("\n\n")[1]
    done = {one.was: one for one in Handled.objects.filter(version=version)}
    assert done["utilise"].what == Handled.What.CHANGED
    assert done["in due course"].because == "The law does not name a day."
    acts = set(Line.objects.filter(thing_key__in=[one.key for one in done.values()]).values_list("act", flat=True))
    assert {"words.accept", "words.keep"} <= acts | set(Line.objects.values_list("act", flat=True))


def says_in_short(page: Page, paper: Document) -> None:
    page.goto(f"/office/papers/{paper.key}/summary/")
    for label, words in (
        ("What this is", "A plan for help at home."),
        ("What we ask of you", "Tell us which hours suit you."),
        ("What happens next", "Ms Rao decides in May and tells you."),
    ):
        page.get_by_label(label, exact=False).first.fill(words)
    day_into(page, "By when? The day", today() + timedelta(days=21))
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("short version")
    page.goto(f"/office/papers/{paper.key}/short/")
    page.locator("main textarea").first.fill(
        "## What we ask\n\nTell us which hours suit you.\n\n## By when\n\nIn three weeks.\n\n## What changes\n\nYou choose when people come."
    )
    press(page, "Save the short version")


def writes_the_easy_read(page: Page, paper: Document, cast: Any) -> None:
    """Three ideas, each with a picture; Lou looks at them on the phone and says that they are clear."""
    for words in EASY:
        page.goto(f"/office/papers/{paper.key}/easy/")
        page.locator("form.ask textarea").first.fill(words)
        press(page, "Add this line")
    for line in EasyLine.objects.filter(version__document=paper):
        page.goto(f"/office/easy/lines/{line.key}/picture/")
        press(page, "Use this picture")
    check = easy_checks.ask_to_check(cast.natalie.person, paper.newest(), person=cast.lou.person)
    saw = seen(snapshot(paper.newest().easy_lines.all()))
    easy_checks.say(cast.natalie.person, check, is_clear=True, seen=saw, names="Lou", said_on=today(), for_person=cast.lou.person)
    assert EasyCheck.objects.get().is_clear


def formats_are_made(page: Page, paper: Document) -> dict[str, Format]:
    page.goto(f"/office/papers/{paper.key}/formats/")
    press(page, "Make all that a machine can make")
    while Format.objects.filter(version__document=paper, state="waiting").exists():
        make_formats()
    page.goto(f"/office/papers/{paper.key}/formats/")
    expect(page.locator("main")).to_contain_text("Ready")
    return {one.kind: one for one in Format.objects.filter(version__document=paper)}


def sends_it(page: Page, paper: Document, because: str) -> None:
    page.goto(f"/office/papers/{paper.key}/send/")
    choose(page, "People at the table")
    press(page, "See what they get")
    page.get_by_label("Why does it go out before each copy is ready?", exact=False).fill(because)
    page.locator("main form.ask button[type=submit]").last.click()
    page.wait_for_load_state()


CASES = [
    pytest.param(True, 1, id="with JavaScript"),
    pytest.param(False, 1, id="without JavaScript"),
    pytest.param(True, 13, id="a paper of 142 pages", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("javascript", "times"), CASES)
def test_a_paper_is_made_clear_before_it_is_sent(
    sit: Any, cast: Any, monkeypatch: pytest.MonkeyPatch, javascript: bool, times: int
) -> None:
    real = Path(LONG_PAPER).read_text() if LONG_PAPER and times > 1 else "\n\n".join([EXTRACT.read_text()] * times)
    natalie, slug = sit("natalie", javascript=javascript), cast.work.slug
    paper = writes_a_paper(natalie, slug, OURS + real)
    makes_it_clear(natalie, paper)
    both_are_on_record(paper)
    natalie.goto(f"/office/papers/{paper.key}/send/")
    expect(natalie.locator("main")).to_contain_text("The summary is not complete")
    says_in_short(natalie, paper)
    if times > 1 and not LONG_PAPER:
        return  # what follows is the same for 7 pages and for 142, but for the minutes that sound and braille take
    writes_the_easy_read(natalie, paper, cast)

    made = formats_are_made(natalie, paper)
    for kind in (Kind.HTML, Kind.LARGE18, Kind.EASY, Kind.AUDIO, Kind.WORD, Kind.PDF, Kind.PLAIN, Kind.BRAILLE):
        assert made[kind].state == Format.State.READY, (kind, made[kind].why_not, made[kind].checks)
        assert made[kind].version == paper.newest()
        assert made[kind].ready_at.date() == made[Kind.HTML].ready_at.date()

    # Reg reads plain text. That copy has a fault, and comes three days late.
    made[Kind.PLAIN].delete()
    last = paper.newest().by_when_on
    question = voices.ask(cast.natalie.person, Question(work=cast.work, kind="help", asks="Which hours suit you?", closes_on=last))
    voices.question_papers(cast.natalie.person, question, papers=[paper])
    opened(cast.natalie.person, question)
    sends_it(natalie, paper, "The plain text had a fault. We mend it.")
    note_handed()
    assert set(Outgoing.objects.filter(kind="words.sent").values_list("person__called", flat=True)) >= {"Chloe", "Lou"}
    assert Sent.objects.get(person=cast.reg.person).ready_at is None
    reg, chloe = sit("reg", javascript=javascript), sit("chloe", javascript=javascript)
    reg.goto("/me/papers/")
    expect(reg.locator("main")).to_contain_text("Your time starts on the day you have it")

    it_is(monkeypatch, now() + timedelta(days=3))
    formats_are_made(natalie, paper)
    reg.goto("/me/papers/")
    expect(reg.locator("main")).to_contain_text("came 3 days late. So you have 3 days more.")
    expect(reg.locator("main")).to_contain_text(day_in_words(last + timedelta(days=3), today()))
    chloe.goto("/me/papers/")
    expect(chloe.locator("main")).to_contain_text(day_in_words(last, today()))
    expect(chloe.locator("main")).not_to_contain_text("days more")

    it_is(monkeypatch, now() + (last + timedelta(days=2) - today()))
    chloe.goto(f"/works/{slug}/say/?question={question.pk}")
    expect(chloe.locator("main")).not_to_contain_text("Which hours suit you?")
    reg.goto(f"/works/{slug}/say/?question={question.pk}")
    expect(reg.locator("main")).to_contain_text("Which hours suit you?")
    reads_it(reg, paper.newest())


def reads_it(page: Page, version: Version) -> None:
    """What this is, what we ask, by when and what happens next stand first; then the formats, then the text."""
    page.goto(version.document.get_absolute_url())
    main = page.locator("main")
    for words in (version.what_this_is, version.what_we_ask, version.what_happens_next, "Plain text", "Easy Read"):
        expect(main).to_contain_text(words)
