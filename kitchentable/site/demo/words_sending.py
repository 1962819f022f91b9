"""Papers in the demo that went to people: one three weeks ago, for which Reg's copy came three days late and Fay's was posted; one that waits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kitchentable.people.models import Person
from kitchentable.policy.act import note
from kitchentable.policy.clock import now, today
from kitchentable.site.demo.words import HOME
from kitchentable.ties.acts.telling import say_new
from kitchentable.voices.acts import ask, open_question, question_papers
from kitchentable.voices.models import Question
from kitchentable.words.acts import formats, sending
from kitchentable.words.jobs.formats import make_formats
from kitchentable.words.models import Document, Format, Sent, Version
from kitchentable.works.models import Work

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

FIRST_TITLE = "When people come to your home"
ASKS = "When should people come to your home?"
FIRST = """# When people come to your home

We want to change when care workers come to your home. You can say what suits you.

## What could change

- Visits start when you choose, within half an hour.
- The same three people come, not nine.
- You are rung when somebody is late.

## What it costs

It costs the council the same as now. Two visits at night cost £40 more a week for each person.
"""
SECOND = """# Who comes at night

Some people need help at night. Today three firms share the nights. We think that one team is better.

## What we ask

Tell us what went well at night, and what did not.
"""
SUMMARY = {
    "what_happens_next": "Ms Rao decides in the spring and tells you what she decided and why.",
    "by_when": "In six weeks.",
}


def lay(year: Year) -> None:
    """Put every step on its day; rows of papers are made by hand, all else by acts."""
    # A Monday or a Tuesday, so that three days later people work too, whatever day it is today.
    first = next(day for day in range(-21, -28, -1) if (year.start + timedelta(days=day)).weekday() in (0, 1))
    year.on(first, lambda: _send_the_first(year), staff=True)
    year.on(first + 2, lambda: _hand_over(year), staff=True)
    year.on(first + 3, lambda: _mend_the_plain_text(year), hour=12, staff=True)
    year.on(-2, lambda: _send_the_second(year), staff=True)


def _send_the_first(year: Year) -> None:
    natalie, work = year.who["natalie"], year.works[HOME]
    first = _paper(natalie, work, FIRST_TITLE, FIRST, "A plan for the times of visits.", "Tell us which hours suit you.")
    _make(natalie, first, Format.Kind.HTML, Format.Kind.LARGE18)
    formats.order(natalie, first, kind=Format.Kind.BSL, ordered_from="Millbrook Signs", due_on=today() + timedelta(days=30))
    question = ask(natalie, Question(work=work, kind="help", asks=ASKS, closes_on=today() + timedelta(days=42)))
    question_papers(natalie, question, papers=[first.document])
    say_new(natalie, question, new="Which hours suit you. The old plan did not ask for hours.")
    open_question(natalie, question)
    people = [year.who[slug] for slug in ("chloe", "mina", "reg", "pat", "raj", "fay")]
    sending.send(natalie, first, people=people, unready_because="The plain text had a fault. We mend it and send it to you.")


def _hand_over(year: Year) -> None:
    one = Sent.objects.filter(version=_first(), person=year.who["fay"], by_hand=True, ready_at__isnull=False).first()
    if one is not None:
        sending.handed(year.who["natalie"], one, day=today())


def _mend_the_plain_text(year: Year) -> None:
    _make(year.who["natalie"], _first(), Format.Kind.PLAIN)


def _send_the_second(year: Year) -> None:
    natalie, work = year.who["natalie"], year.works[HOME]
    second = _paper(
        natalie, work, "Who comes at night", SECOND, "What we think about help at night.", "Tell us how your nights are."
    )
    _make(natalie, second, Format.Kind.HTML, Format.Kind.PLAIN)
    people = [year.who[slug] for slug in ("chloe", "mina", "reg")]
    sending.send(natalie, second, people=people, unready_because="The BSL video is being made.")


def _first() -> Version:
    return Version.objects.get(document__title=FIRST_TITLE)


def _paper(natalie: Person, work: Work, title: str, text: str, what: str, ask: str) -> Version:
    moment = now()
    document = Document.objects.create(work=work, title=title, is_public=True, made_by=natalie, made_at=moment)
    note(natalie, "words.new_document", document)
    return Version.objects.create(
        document=document, text=text, words=len(text.split()), what_this_is=what, what_we_ask=ask, by_when_on=today() + timedelta(days=42),
        made_by=natalie, made_at=moment, changed_at=moment, checked_at=moment, **SUMMARY,
    )  # fmt: skip


def _make(natalie: Person, version: Version, *kinds: str) -> None:
    """Made by the machine, as on any day; those that take long are left to the worker."""
    formats.want(natalie, version, kinds=kinds)
    make_formats()
