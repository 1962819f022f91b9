"""Papers of the demo: one that is being written, with things the check found, and one that was checked, with words that stay."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kitchentable.people.models import Person
from kitchentable.policy.clock import today
from kitchentable.site.demo.words import HOME
from kitchentable.words.acts import papers
from kitchentable.words.checking import Mark, seen_in
from kitchentable.words.models import Document, Version

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

DRAFT = """# Changes to reviews

A review looks at the help that you get, and asks whether it still fits.

## What we want to change

The MDT will utilise the CPA when it looks at each person’s plan.

Where a person has indicated that they would like their review to be held in a place other than the office, and where it is reasonably \
practicable to do so, officers will endeavour to make arrangements for this within the timescale.

- Who comes to the review
- Where it is held
- How long it takes

## What happens then

Families will be told in due course. We will commence in September.

It was decided that service users will get a letter.
"""
HOURS = """# Help at home: which hours

## What this is about

You told us that help comes too early, or too late. We want to set the hours with you.

We commence on the day in the notice. The notice is called “Notice to commence”, and it goes to each home.

## What can change

- The time of the first visit
- Who comes at the weekend

## What cannot change

- The number of visits that your plan gives you
"""


def lay(year: Year) -> None:
    """Put every step on its day."""
    year.on(-9, lambda: _checked(year), hour=11, staff=True)
    year.on(-3, lambda: _being_written(year), hour=14, staff=True)


def _being_written(year: Year) -> None:
    natalie = year.who["natalie"]
    paper = papers.new_document(natalie, year.works[HOME], title="Changes to reviews", text=DRAFT)
    _keep(natalie, paper, "commence", "It is the word in the notice that the law asks for.")


def _checked(year: Year) -> None:
    natalie, dee = year.who["natalie"], year.who["dee"]
    paper = papers.new_document(natalie, year.works[HOME], title="Help at home: which hours", is_public=True, text=HOURS)
    papers.keep_word(natalie, None, word="care plan", because="It is the name of the paper that each person has at home.")
    _keep(natalie, paper, "commence", "The notice is called so, and people look for that word.")
    version = paper.newest()
    if version.left:
        papers.keep_rest(dee, version, because="Speak Up Millbrook read it with us and found it clear.")
    version = paper.newest()
    papers.set_summary(
        natalie,
        version,
        what_this_is="A plan to set the hours of help at home together.",
        what_we_ask="Tell us which time of the first visit suits you.",
        by_when="",
        by_when_on=today() + timedelta(days=30),
        what_happens_next="Ms Rao decides after that. We tell each person what came of what they said.",
        changes=version.changes,
    )


def _keep(by: Person, paper: Document, word: str, because: str) -> None:
    version: Version = paper.newest()
    mark: Mark | None = next((one for one in seen_in(version).left if one.finding.text == word), None)
    if mark is not None:
        papers.keep(by, version, place=mark.place, because=because, whole_paper=True)
