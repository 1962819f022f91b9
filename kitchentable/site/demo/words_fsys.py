"""A public paper of the demo that was sent: a web page and plain text are ready, a BSL video is ordered, the rest waits for the worker."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kitchentable.policy.clock import today
from kitchentable.site.demo.words import HOME
from kitchentable.words.acts import formats, papers, sending
from kitchentable.words.jobs.formats import make_formats
from kitchentable.words.models import Document, Format, FormatAsk

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

Kind = Format.Kind
TITLE = "Who comes to your home, and when"
LATER = (Kind.PDF, Kind.WORD, Kind.LARGE18, Kind.AUDIO, Kind.BRAILLE)
"""Made by the worker after the start: making them here would keep people waiting."""
TEXT = """## What you told us

You want to know who comes. You want the same people, and you want them on time.

> I never know who is at the door.

## What we want to change

- You get a list on Friday. It says who comes next week.
- Two people share your visits. They know you, and you know them.
- When somebody is late, we ring you.

| When | Who comes now | Who would come |
|---|---|---|
| Morning | One of nine people | One of two people |
| Evening | One of twelve people | One of two people |

## What stays the same

You have the same number of visits. You pay the same.

## What we do not know yet

We do not know how to do this at the weekend. Tell us what matters most to you then.

## How to tell us

Write on our page, ring us, or send a letter. You can send a voice message too.
"""


def lay(year: Year) -> None:
    """Put every step on its day."""
    year.on(-9, lambda: _write(year), hour=10, staff=True)
    year.on(-8, lambda: _send(year), hour=11, staff=True)
    year.on(-5, lambda: _ask(year), hour=15, staff=True)


def _write(year: Year) -> None:
    natalie = year.who["natalie"]
    made = papers.new_document(natalie, year.works[HOME], title=TITLE, is_public=True, text=TEXT)
    document = made if isinstance(made, Document) else made.document
    papers.set_summary(
        natalie,
        document.newest(),
        what_this_is="A plan to let the same people come to you, at times that you know.",
        what_we_ask="Tell us whether this is what you want, and what to do at the weekend.",
        by_when="You have three weeks.",
        by_when_on=today() + timedelta(days=21),
        what_happens_next="We read all that you say. Ms Rao decides, and we tell you what she decided and why.",
    )
    formats.want(natalie, document.newest(), [Kind.HTML, Kind.PLAIN])
    make_formats()


def _send(year: Year) -> None:
    natalie, version = year.who["natalie"], _paper().newest()
    formats.order(natalie, version, kind=Kind.BSL, ordered_from="Millbrook Signs", due_on=today() + timedelta(days=9))
    sending.send(
        natalie,
        version,
        people=[year.who[slug] for slug in ("chloe", "mina", "reg", "pat")],
        unready_because="The BSL video needs nine days. Whoever waits for it gets those days on top.",
    )


def _ask(year: Year) -> None:
    natalie, version = year.who["natalie"], _paper().newest()
    formats.ask_for(natalie, version.document, kind=Kind.AUDIO, way=FormatAsk.Way.PHONE, for_person=year.who["asha"])
    formats.order(natalie, version, kind=Kind.LANGUAGE, language="cy", ordered_from="Geiriau", due_on=today() + timedelta(days=4))
    formats.want(natalie, version, LATER)


def _paper() -> Document:
    found: Document = Document.objects.select_related("work").get(title=TITLE)
    return found
