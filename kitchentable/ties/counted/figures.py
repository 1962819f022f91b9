"""The figures of the sweet spot: what each is called, how it is counted in plain words, from which pages, and where it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from kitchentable.ties.counted import rows
from kitchentable.ties.counted.parts import Row
from kitchentable.ui.pieces import Words

Aim = Literal["most", "share"]
"""“most”: nearly all should be good. “share”: half is fair, such as points of an agenda from each side."""
Who = Literal["lead", "answers", "decider"]


@dataclass(frozen=True, slots=True)
class Help:
    """The one thing that would help most when a figure is not good, and who of a piece of work could do it."""

    words: Words
    who: Who = "lead"


@dataclass(frozen=True, slots=True)
class Kind:
    """One figure. `says` holds `%(count)s`, such as “8 or more of 12”. `read(work, first day, last day)`: its rows.

    `yearly`: each year stands alone, since other pages show it by the year. `waits`: it is counted when all of it has come due.
    """

    code: str
    tip: int
    name: Words
    says: Words
    not_yet: Words
    how: Words
    pages: Words
    limits: Words
    rule: str
    helps: Help
    read: Callable[[Any, date, date], list[Row]]
    aim: Aim = "most"
    by_side: bool = False
    yearly: bool = False
    waits: bool = False
    everyone: bool = False
    """Counted for the whole organisation only."""


NO_ACCOUNT = _("People who came by phone, on paper or in person are counted like all others.")

KINDS: tuple[Kind, ...] = (
    Kind(
        "answered_on_time", 1, _("Answered on time"), _("%(count)s things that people said had an answer on time."),
        _("We do not know yet how many answers come on time."),
        _("All that people said in a month. On time: somebody answered it, and a second person checked the answer, by the day it was due."),
        _("What was said, and its answers."),
        _("A month is counted when its last answer is due. What was taken back stays counted, with or without an answer."),
        "R006", Help(_("Answer what is late, one by one."), "answers"), rows.answered_on_time, waits=True,
    ),
    Kind(
        "said_so", 1, _("“Yes, that is so”"), _("%(count)s replies to an answer said “yes, that is so”."),
        _("We do not know yet if people find our answers true."),
        _("Each person is asked if their answer is true. We count the replies, “yes” and “no”."),
        _("The replies to answers."), _("Many people do not reply. They are not in it."),
        "R001", Help(_("Look at the answers that people said “no” to, and ask them what is wrong."), "answers"), rows.said_so,
    ),
    Kind(
        "asked", 2, _("Asked what works, again"), _("%(count)s people who came had been asked what works for them this time, and had said."),
        _("We do not know yet if people are asked each time."),
        _("People with lived experience and unpaid carers who came to a gathering. Good: before it, they told us if their needs are still right."),
        _("Invitations to gatherings, and who came."), _("Somebody who came to three gatherings is counted three times."),
        "R045", Help(_("Ask each person before the next gathering: is this still right for you?")), rows.asked, by_side=True,
    ),
    Kind(
        "needs_met", 2, _("Needs met"), _("%(count)s needs were met. The people themselves said so."),
        _("We do not know yet if what people need is there."),
        _("After a gathering, each person says of each need: met, partly, or not met. We count “met”."),
        _("“How was it?” after gatherings."), _("“Partly” is not counted as met. People who said nothing are not in it."),
        "R046", Help(_("Look at what was not met last time, and give each need to somebody by name.")), rows.needs_met, by_side=True,
    ),
    Kind(
        "at_ease", 3, _("At ease"), _("%(count)s people who told us felt mostly or fully at ease."),
        _("We do not know yet how it feels to be in the room."),
        _("After a gathering, people say in five steps how much at ease they were. We count the upper two."),
        _("“How was it?” after gatherings."),
        _("Only whole groups of five are counted, so the last few may be missing. Where all but one said the same, we do not tell it apart from all."),
        "R116", Help(_("Ask the people at the table what would make it easier to speak.")), rows.at_ease,
    ),
    Kind(
        "agenda", 3, _("Who brought the agenda"), _("%(count)s points of the agenda came from people with lived experience and unpaid carers."),
        _("We do not know yet who brings the points of the agenda."),
        _("Points of the agenda that were taken, by the side of the person who brought them. We aim for half."),
        _("Agendas of gatherings."), _("Gatherings with fewer than three people on a side are left out."),
        "R065", Help(_("Ask people for their points first, and put them first on the agenda.")), rows.agenda, aim="share",
    ),
    Kind(
        "talk", 3, _("Who spoke"), _("%(count)s times that somebody spoke, it was a person with lived experience or an unpaid carer."),
        _("We do not know yet who speaks how often."),
        _("At some gatherings, a helper taps each time somebody begins to speak, by side of the table and never by name."),
        _("The count in the room."), _("Not how long, and not what was said. Gatherings with fewer than three people on a side are left out."),
        "R066", Help(_("Leave more time, and ask the side that spoke less to begin.")), rows.talk, aim="share",
    ),
    Kind(
        "moved", 3, _("Who put decisions forward"), _("%(count)s decisions were put forward by people with lived experience and unpaid carers."),
        _("We do not know yet who puts decisions forward."),
        _("Decisions at gatherings, by the side of the person who put them forward."), _("Decisions at gatherings."),
        _("Decisions that the council takes elsewhere are not in it."),
        "R066", Help(_("Choose one thing that the people at the table decide by themselves."), "decider"), rows.moved, aim="share",
    ),
    Kind(
        "formats_ready", 5, _("Formats on the same day"), _("%(count)s formats were ready on the day the paper was sent."),
        _("We do not know yet if all formats are ready on the same day."),
        _("Each format of each paper that was sent: large print, Easy Read, audio and others. On time: ready on the day the paper was sent."),
        _("Papers and their formats."), _("It says nothing of how good a format is. Only those who read it can say."),
        "R014", Help(_("Order the formats before the paper is finished, and send it when all are ready.")), rows.formats_ready,
    ),
    Kind(
        "made_clear", 5, _("Made plainer"), _("%(count)s hard places in papers were made plainer, or kept with a reason."),
        _("We do not know yet how clear our papers are."),
        _("Before a paper is sent, a check finds short forms, hard words and long sentences. We count what was mended or kept with a reason."),
        _("The check of papers."), _("The check can be wrong. Only the people who read a paper can say if it is clear."),
        "R033", Help(_("Mend what the check found before the next paper goes.")), rows.made_clear,
    ),
    Kind(
        "promises_kept", 6, _("Promises kept"), _("%(count)s promises were kept by their day."),
        _("We do not know yet if promises are kept."),
        _("Promises whose day was in the month. Good: kept by that day. One that was agreed anew counts with its new day."),
        _("Promises."), _("A promise without a day is not in it."),
        "R081", Help(_("Look at the oldest promise that is open, and tell those it was made to what happens now.")), rows.promises_kept,
    ),
    Kind(
        "stayed", 6, _("The same people"), _("%(count)s people at the table had been there the year before too."),
        _("We do not know yet how many people stay."),
        _("People who sat at the table in a year that is over. Good: they sat there the year before too. Both sides are counted."),
        _("Seats and parts in the work."), _("People may leave for good reasons. It says nothing of who likes whom."),
        "R072", Help(_("Ask those who left, and those who stay, what would make it easier to stay.")), rows.stayed, aim="share", yearly=True,
    ),
    Kind(
        "learned", 6, _("Both sides learn"), _("%(count)s people who took up learning were people with lived experience or unpaid carers."),
        _("We do not know yet if both sides learn."),
        _("Who took up learning in a year that is over: staff, and people with lived experience and unpaid carers. It is counted for the whole organisation."),
        _("Learning."), _("It does not say what anybody learned."),
        "R108", Help(_("Offer the next course to both sides, on the same day, together.")), rows.learned, aim="share", yearly=True, everyone=True,
    ),
)  # fmt: skip
BY_CODE: dict[str, Kind] = {kind.code: kind for kind in KINDS}
AT_TABLE = "at_table"
"""The one figure that is not kept: which groups have somebody at the table stands in public already, and is read as it is today."""
