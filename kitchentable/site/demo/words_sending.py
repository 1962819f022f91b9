"""Papers in the demo that went to people: one three weeks ago, for which Reg's copy came three days late and Fay's was posted; one that waits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kitchentable.people.models import Person
from kitchentable.policy.act import note
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import HOUSE
from kitchentable.voices.acts import ask, open_question, question_papers
from kitchentable.voices.models import Question
from kitchentable.words.acts import sending
from kitchentable.words.models import Document, Format, Sent, Version

if TYPE_CHECKING:
    from kitchentable.site.cast import Cast

WEEKS_AGO = timedelta(days=21)
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


def lay(cast: Cast) -> None:
    """Lay it all; rows of papers and formats are made by hand, what happens to them by acts."""
    natalie = cast["natalie"]
    with at(now() - WEEKS_AGO):
        first = _paper(
            cast, "When people come to your home", FIRST, "A plan for the times of visits.", "Tell us which hours suit you."
        )
        _ready(first, Format.Kind.LARGE18, Format.Kind.EASY, Format.Kind.AUDIO, Format.Kind.BSL)
        question = ask(natalie, Question(work=cast.work, kind="help", asks=ASKS, closes_on=today() + timedelta(days=42)))
        question_papers(natalie, question, papers=[first.document])
        open_question(natalie, question)
        everyone = [cast[slug] for slug in ("chloe", "lou", "mina", "reg", "pat", "raj", "fay")]
        sending.send(natalie, first, people=everyone, unready_because="The plain text had a fault. We mend it and send it to you.")
    with at(now() - WEEKS_AGO + timedelta(days=2)):
        _handed(natalie, first, cast["fay"])
        _handed(natalie, first, cast["lou"])
    with at(now() - WEEKS_AGO + timedelta(days=3)):
        _ready(first, Format.Kind.PLAIN)
        sending.copies_ready(HOUSE, first, need=(Format.Kind.PLAIN, ""))
    with at(now() - timedelta(days=2)):
        second = _paper(cast, "Who comes at night", SECOND, "What we think about help at night.", "Tell us how your nights are.")
        _ready(second, Format.Kind.PLAIN, Format.Kind.EASY)
        people = [cast[slug] for slug in ("chloe", "lou", "mina", "reg")]
        sending.send(natalie, second, people=people, unready_because="The BSL video is being made.")


def _paper(cast: Cast, title: str, text: str, what: str, ask: str) -> Version:
    natalie, moment = cast["natalie"], now()
    document = Document.objects.create(work=cast.work, title=title, is_public=True, made_by=natalie, made_at=moment)
    note(natalie, "words.new_document", document)
    return Version.objects.create(
        document=document, text=text, words=len(text.split()), what_this_is=what, what_we_ask=ask, by_when_on=today() + timedelta(days=42),
        made_by=natalie, made_at=moment, changed_at=moment, checked_at=moment, **SUMMARY,
    )  # fmt: skip


def _ready(version: Version, *kinds: str) -> None:
    wanted = {Format.Kind.HTML, *kinds} - set(version.formats.values_list("kind", flat=True))
    for kind in sorted(wanted):
        Format.objects.create(version=version, kind=kind, state=Format.State.READY, ready_at=now(), changed_at=now())


def _handed(by: Person, version: Version, person: Person) -> None:
    one = Sent.objects.filter(version=version, person=person, by_hand=True, ready_at__isnull=False).first()
    if one is not None:
        sending.handed(by, one, day=today())
