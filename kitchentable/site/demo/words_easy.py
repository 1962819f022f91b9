"""An Easy Read of the demo: eight lines with pictures, checked by Lou and by a group; one line was changed since."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kitchentable.policy.clock import today
from kitchentable.site.demo.words import HOME
from kitchentable.words.acts import easy, easy_checks, papers
from kitchentable.words.acts.easy import LineWords
from kitchentable.words.easy_state import seen, snapshot
from kitchentable.words.models import Document, EasyCheck, Version

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

TITLE = "Help at night"
TEXT = """# Help at night

## What we want to change

Some people get help at night. You told us that the help does not always come when you need it.

## What we ask

Tell us at which time you want help. You can ring us, write to us or come to a meeting.
"""
LINES = (
    LineWords("What is this about?", is_heading=True),
    LineWords("Some people get help at night.", symbol="night"),
    LineWords("You told us it does not always come.", symbol="clock"),
    LineWords("We want to make it better.", symbol="growth"),
    LineWords("What do we ask?", is_heading=True),
    LineWords("When do you want help at night?", symbol="question"),
    LineWords("You can ring us.", symbol="phone"),
    LineWords("You can come to a meeting.", symbol="table"),
    LineWords(
        "A commissioner decides in May.", "A commissioner is a person who decides what the council pays for.", symbol="calendar"
    ),
    LineWords("We write to you and tell you why.", symbol="letter"),
)


def lay(year: Year) -> None:
    """Put every step on its day."""
    year.on(-12, lambda: _write(year), hour=10, staff=True)
    year.on(-11, lambda: _ask(year), hour=11, staff=True)
    year.on(-8, lambda: _lou_checks(year), hour=15)
    year.on(-6, lambda: _group_checks(year), hour=16, staff=True)
    year.on(-2, lambda: _mend(year), hour=9, staff=True)


def _version() -> Version:
    return Document.objects.get(title=TITLE).newest()


def _write(year: Year) -> None:
    natalie = year.who["natalie"]
    version = papers.new_document(natalie, year.works[HOME], title=TITLE, text=TEXT, is_public=True).newest()
    papers.set_summary(
        natalie, version, what_this_is="What we want to change about help at night.", what_we_ask="Tell us when you want help.",
        by_when="", by_when_on=today() + timedelta(days=24), what_happens_next="Ms Rao decides in May and tells you.",
    )  # fmt: skip
    for new in LINES:
        easy.add_line(natalie, version, new=new)


def _ask(year: Year) -> None:
    easy_checks.ask_to_check(year.who["natalie"], _version(), person=year.who["lou"])


def _lou_checks(year: Year) -> None:
    lou, version = year.who["lou"], _version()
    check = EasyCheck.objects.get(version=version, asked=lou)
    lines = {line.words: line for line in version.easy_lines.all()}
    easy_checks.comment(lou, check, line=lines["You can ring us."], face="clear")
    not_sure = lines["You told us it does not always come."]
    easy_checks.comment(lou, check, line=not_sure, face="not_sure", words="What does not come? Say it is the help.")
    easy_checks.say(lou, check, is_clear=True, seen=seen(snapshot(version.easy_lines.all())), names="Lou")


def _group_checks(year: Year) -> None:
    version = _version()
    easy_checks.type_group(
        year.who["natalie"], version, names="Speak Up Millbrook", is_clear=True, said_on=today() - timedelta(days=1),
        seen=seen(snapshot(version.easy_lines.all())), words="The clock is a good picture.",
    )  # fmt: skip


def _mend(year: Year) -> None:
    line = _version().easy_lines.get(words="You told us it does not always come.")
    easy.change_line(year.who["natalie"], line, to=LineWords("You told us: the help does not always come."), was=line.digest)
