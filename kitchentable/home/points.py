"""How one contribution is told in a list: its title, where it stands, what came of it. The same words on every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.people.clock import working_days_between
from kitchentable.policy.clock import today
from kitchentable.ui.dates import day_in_words
from kitchentable.ui.pieces import Status, Step
from kitchentable.voices.models import Contribution, Outcome, Way
from kitchentable.voices.models import Status as Place

LONGEST = 140
KINDS = {
    Outcome.USED: "done",
    Outcome.PARTLY: "partly",
    Outcome.NOT_USED: "no",
    Outcome.LATER: "later",
    Outcome.PASSED: "passed",
}


@dataclass(frozen=True, slots=True)
class Point:
    """A contribution, ready for a list. `hard` is its content note; then `title` does not hold its words."""

    c: Contribution
    title: str
    hard: str
    status: Status
    came: str
    steps: tuple[Step, ...] = ()
    steps_words: str = ""


def points(found: Iterable[Contribution]) -> list[Point]:
    """Each ready for a list. Wants `owner`, `answer`, `answer__decider` and `answer__passed_to` loaded."""
    day = today()
    return [point(c, day) for c in found]


def point(c: Contribution, day: date) -> Point:
    """One, as it stands on `day`."""
    return Point(c, title_of(c), c.content_note, status_of(c, day), what_came(c, day))


def title_of(c: Contribution) -> str:
    """The beginning of the words, in quotes; the content note instead when there is one; what it is when there are no words."""
    if c.status == Place.WITHDRAWN:
        return _("You took this back")
    if c.status == Place.ERASED:
        return _("This was erased")
    if c.content_note:
        return _("Content note: %(note)s") % {"note": c.content_note}
    words = " ".join(c.words.split())
    if not words:
        return {
            Way.VOICE: _("A voice message"),
            Way.SIGNED: _("A BSL video"),
            Way.PHOTO: _("A picture"),
            Way.PAPER: _("A paper"),
        }.get(Way(c.way), _("Something that came as a file"))
    if len(words) > LONGEST:
        words = words[:LONGEST].rsplit(" ", 1)[0].rstrip(".,;:") + " …"
    return _("“%(words)s”") % {"words": words}


def status_of(c: Contribution, day: date) -> Status:
    """Where it stands on `day`: a word and a shape."""
    if c.status == Place.WITHDRAWN:
        return Status("withdrawn", _("Taken back"))
    if c.status == Place.ERASED:
        return Status("withdrawn", _("Erased"))
    if c.status == Place.ANSWERED:
        outcome = Outcome(c.outcome)
        if outcome == Outcome.LATER and c.look_again_on:
            return Status("later", _("Later, on %(day)s") % {"day": day_in_words(c.look_again_on, day)})
        return Status(KINDS[outcome], str(outcome.label))  # type: ignore[arg-type]
    if c.due_on < day:
        return Status("late", late_words(c, day))
    if is_open_again(c):
        return Status("again", _("Open again"))
    if c.outcome == Outcome.PASSED:
        return Status("passed", _("Passed to %(name)s") % {"name": c.owner.called})
    return Status("waiting", _("Waiting, on time"))


def is_open_again(c: Contribution) -> bool:
    """It was answered, and waits once more: its author said “no”, or its day to look again has come."""
    return c.status == Place.WAITING and c.answer_id is not None and c.outcome != Outcome.PASSED


def late_words(c: Contribution, day: date) -> str:
    """ "6 working days late"; on a day of rest, "Late since Friday 4 May"."""
    days = working_days_between(c.due_on, day, settings.NATION)
    if days < 1:
        return _("Late since %(day)s") % {"day": day_in_words(c.due_on, day)}
    return ngettext("%(n)d working day late", "%(n)d working days late", days) % {"n": days}


def what_came(c: Contribution, day: date) -> str:
    """What was done, or who must answer by when: one or two sentences."""
    if not c.has_words:
        return _("The words are gone. That something was said stays counted.")
    must = {"name": c.owner.called, "day": day_in_words(c.due_on, day)}
    if c.status == Place.WAITING:
        if c.due_on < day:
            return _("%(name)s had to answer by %(day)s, and has not yet.") % must
        if c.opens and is_open_again(c):
            return (
                _("It was answered. The person who said it said: no, it is not so. %(name)s must answer again by %(day)s.") % must
            )
        if is_open_again(c):
            return _("The day to look at it again has come. %(name)s must answer again by %(day)s.") % must
        return _("%(name)s must answer by %(day)s.") % must
    return c.answer.words if c.answer else ""


def steps_of(c: Contribution, *, understood: bool | None, is_so: bool | None) -> tuple[tuple[Step, ...], str]:
    """The five steps from said to “is it true?”, and one sentence about where it is.

    `understood`: None when nothing was written yet, False when it waits for the author or was “not quite”, True when the author said yes.
    `is_so`: what the author said of the newest answer.
    """
    answered = c.status == Place.ANSWERED
    now = 4 if answered else 3 if understood else 2 if understood is False else 1
    names = (
        (_("Said"), "said"),
        (_("Heard"), "heard"),
        (_("Understood"), "understood"),
        (_("Answered"), "answered"),
        (_("Is it true?"), "question"),
    )
    closed = answered and is_so is True
    steps = tuple(
        Step(words, "done" if closed or count < now else "now" if count == now else "next", icon=icon)
        for count, (words, icon) in enumerate(names)
    )
    return steps, _where(c, closed, answered, understood)


def _where(c: Contribution, closed: bool, answered: bool, understood: bool | None) -> str:
    if closed:
        return _("You said: yes, that is so.")
    if answered:
        return _("Answered. We ask: is it true?")
    if is_open_again(c):
        return _("Open again")
    if understood:
        return _("Understood with you")
    if understood is False:
        return _("We wrote down what we heard")
    return _("We have it")


def with_steps(found: Sequence[Contribution]) -> list[Point]:
    """Points of one's own, with their steps. Wants `understandings` and `replies` prefetched too."""
    day = today()
    made = []
    for c in found:
        agreed = [u.agreed for u in c.understandings.all()]
        understood = None if not agreed else True in agreed
        replies = [r.is_so for r in c.replies.all() if r.answer_id == c.answer_id]
        steps, words = steps_of(c, understood=understood, is_so=replies[-1] if replies else None)
        made.append(
            Point(c, title_of(c), c.content_note, status_of(c, day), what_came(c, day), steps if c.has_words else (), words)
        )
    return made
