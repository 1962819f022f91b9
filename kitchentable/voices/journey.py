"""How far a contribution has come, as its author sees it: the path, the answers with their replies, and who may see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from kitchentable.people.clock import working_days_between
from kitchentable.people.models import Person
from kitchentable.policy.book import may
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import Actor
from kitchentable.record.models import Line
from kitchentable.ui.dates import day_in_words
from kitchentable.ui.pieces import Kind, Status, Step
from kitchentable.voices.models import (
    Answer,
    AnswerTo,
    Contribution,
    Kept,
    Outcome,
    Pass,
    Reply,
    Reuse,
    Sharing,
    Transcript,
    Understanding,
    Way,
)
from kitchentable.voices.models.contributions import Status as Place
from kitchentable.voices.rules import is_author

OUTCOME_KINDS: dict[str, Kind] = {
    Outcome.USED: "done",
    Outcome.PARTLY: "partly",
    Outcome.NOT_USED: "no",
    Outcome.LATER: "later",
    Outcome.PASSED: "passed",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One answer as its author got it, and what the author said of it."""

    answer: Answer
    outcome: Status
    replies: tuple[Reply, ...]


TYPED_ACTS = {
    "voices.share": _lazy("Who may see it was chosen"),
    "voices.withdraw": _lazy("It was taken back"),
    "voices.answer_reuse": _lazy("Yes or no to using it again"),
}
MOST_TYPED = 10


@dataclass(frozen=True, slots=True)
class TypedFor:
    """One thing that somebody did for the author: what, by whom (a name), and when."""

    what: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Journey:
    """Everything the author's page shows."""

    steps: tuple[Step, ...]
    status: Status
    waits: str
    told: Told | None
    earlier: tuple[Told, ...]
    understandings: tuple[Understanding, ...]
    to_agree: Understanding | None
    files: tuple[Kept, ...]
    transcripts: tuple[Transcript, ...]
    passes: tuple[Pass, ...]
    reuses: tuple[Reuse, ...]
    additions: tuple[Contribution, ...]
    who_sees: str
    may_reply: bool
    comes_back: str


def journey_of(c: Contribution, by: Actor) -> Journey:
    """Read everything for one contribution, in ten queries at the most."""
    if not c.has_words:
        return _without_words(c)
    understandings = tuple(c.understandings.select_related("by", "agreed_typed_by"))
    told = _told(c)
    current = next((one for one in told if one.answer.pk == c.answer_id), None)
    files = tuple(c.files.filter(gone_at__isnull=True))
    reply_of_now = current.replies[-1] if current and current.replies else None
    return Journey(
        steps=_steps(c, understandings, current, reply_of_now),
        status=status_of(c),
        waits=waits(c),
        told=current,
        earlier=tuple(one for one in reversed(told) if one is not current),
        understandings=understandings,
        to_agree=next((u for u in reversed(understandings) if u.agreed is None and may(by, "voices.agree", u)), None),
        files=files,
        transcripts=tuple(c.transcripts.select_related("by")) if files else (),
        passes=tuple(c.passes.select_related("from_person", "to_person")),
        reuses=tuple(c.reuses.select_related("by")),
        additions=_additions(c, by),
        who_sees=who_sees(c),
        may_reply=_may_reply(c, current, reply_of_now, by),
        comes_back=_("We look at this again on %(day)s. It comes back by itself.") % {"day": day(c.look_again_on)}
        if c.look_again_on
        else "",
    )


def _additions(c: Contribution, by: Actor) -> tuple[Contribution, ...]:
    """All for the author; for a supporter those that they typed: what a person adds alone is not theirs to read."""
    return tuple(c.additions.all() if is_author(by, c) else c.additions.filter(typed_by=getattr(by, "pk", None)))


def typed_for(c: Contribution) -> tuple[TypedFor, ...]:
    """What others did with it at its author's word, the newest first: who may see it, taking it back, using it again. From the record."""
    if c.said_by is None:
        return ()
    keys = [c.code, *(reuse.record_key for reuse in c.reuses.all())]
    lines = Line.objects.filter(thing_kind__in=("Contribution", "Reuse"), thing_key__in=keys, for_key=c.said_by.key)
    rows = lines.filter(act__in=TYPED_ACTS).order_by("-pk").values_list("act", "by_key", "at")[:MOST_TYPED]
    found = [TypedFor(str(TYPED_ACTS[act]), by, at) for act, by, at in rows]
    names = dict(Person.objects.filter(key__in=[one.by for one in found]).values_list("key", "called")) if found else {}
    return tuple(replace(one, by=names.get(one.by, "")) for one in found)


def _without_words(c: Contribution) -> Journey:
    return Journey((), status_of(c), "", None, (), (), None, (), (), (), (), (), "", False, "")


def _told(c: Contribution) -> list[Told]:
    people = ("answer__decider", "answer__passed_to", "answer__written_by", "answer__checked_by")
    tos = AnswerTo.objects.filter(contribution=c, answer__checked_at__isnull=False).select_related(*people)
    replies: dict[int, list[Reply]] = {}
    for r in c.replies.select_related("typed_by"):
        replies.setdefault(r.answer_id, []).append(r)
    return [
        Told(to.answer, outcome_status(to.answer), tuple(replies.get(to.answer_id, ())))
        for to in tos.order_by("answer__checked_at", "pk")
    ]


def _may_reply(c: Contribution, current: Told | None, last: Reply | None, by: Actor) -> bool:
    """Once for each answer; a "yes" may become a "no" while it counts as answered."""
    if current is None or not may(by, "voices.reply", AnswerTo(answer=current.answer, contribution=c)):
        return False
    return last is None and (c.status == Place.ANSWERED or c.outcome == Outcome.PASSED)


def outcome_status(answer: Answer) -> Status:
    """The outcome as a shape and a word."""
    return Status(OUTCOME_KINDS[answer.outcome], answer.get_outcome_display())


def status_of(c: Contribution) -> Status:
    """Where it is, as a shape and a word."""
    if c.status == Place.WITHDRAWN:
        return Status("withdrawn", _("Taken back"))
    if c.status == Place.ERASED:
        return Status("withdrawn", _("Erased"))
    if c.status == Place.ANSWERED:
        return Status(OUTCOME_KINDS.get(c.outcome, "done"), Outcome(c.outcome).label if c.outcome else _("Answered"))
    if today() > c.due_on:
        return Status("late", late_words(c))
    if c.opens:
        return Status("again", _("Open again"))
    return Status("waiting", _("Waiting for an answer"))


def late_words(c: Contribution) -> str:
    """ "6 working days late"."""
    days = int(working_days_between(c.due_on, today(), settings.NATION))
    if not days:
        return _("Late")
    return ngettext("%(days)d working day late", "%(days)d working days late", days) % {"days": days}


def waits(c: Contribution) -> str:
    """Who must answer by when; late said plainly. Empty when nothing is owed."""
    if c.status != Place.WAITING:
        return ""
    facts = {"name": c.owner.called, "day": day(c.due_on)}
    if today() > c.due_on:
        return _("%(late)s. %(name)s had to answer by %(day)s.") % {**facts, "late": late_words(c)}
    return _("%(name)s must answer you by %(day)s.") % facts


def who_sees(c: Contribution) -> str:
    """Who may see it now, in one or two sentences."""
    staff = _("The people who lead and check this work, and %(name)s, who must answer.") % {"name": c.owner.called}
    if c.sharing == Sharing.LEAD:
        return f"{staff} {_('Nobody else.')}"
    if c.sharing == Sharing.GROUP:
        return f"{staff} {_('The people at the table of this work too, without your name.')}"
    named = _("with your name") if c.sharing == Sharing.NAMED else _("without your name")
    if c.is_published:
        return f"{staff} {_('Everyone can read it on the public page, %(named)s.') % {'named': named}}"
    if c.held_because:
        return f"{staff} {_('It is not shown to everyone, because: %(because)s') % {'because': c.held_because}}"
    return (
        f"{staff} {_('You chose to show it to everyone, %(named)s. First we check that it names nobody else.') % {'named': named}}"
    )


def receipt_text(c: Contribution, where: str, code: str) -> str:
    """The receipt as plain text: all their words to the letter, the code, who must answer and by when."""
    parts = [
        _("What you told us about “%(work)s” on %(day)s") % {"work": c.work.title, "day": day(c.said_at)},
        _("Your code: %(code)s") % {"code": code},
        waits(c),
        _("Who may see it: %(who)s") % {"who": who_sees(c)},
        _("To read what comes of it: %(where)s") % {"where": where},
        _("Typed by %(by)s for %(name)s") % {"by": c.typed_by.called, "name": c.said_by.called} if c.typed_by and c.said_by else "",
        _("Your words:"),
    ]
    names = [f"{kept.get_kind_display()}: {kept.name}" for kept in c.files.filter(gone_at__isnull=True)]
    return "\n\n".join([*(part for part in parts if part), c.words or _("(No typed words.)"), *names]) + "\n"


def day(value: date | None) -> str:
    """A day in words, with its year when it is not this one."""
    return day_in_words(value, today()) if value else ""


# ── the path ──────────────────────────────────────────────────────────────────────────────────────


def _steps(c: Contribution, understandings: tuple[Understanding, ...], told: Told | None, reply: Reply | None) -> tuple[Step, ...]:
    answered = told is not None and c.status == Place.ANSWERED
    said = Step(_("Said"), "done", f"{day(c.said_at)}, {_way(c)}", icon="said")
    before = _heard(c, understandings, told is not None)
    if told is not None and answered:
        answer = Step(_("Answered"), "done", day(told.answer.checked_at), told.answer.written_by.called, "answered")
    else:
        is_next = told is not None or bool(understandings and understandings[-1].agreed)
        answer = Step(_("Answered"), "now" if is_next else "next", waits(c), icon="answered")
    return said, *before, answer, _truth(answered, reply)


def _heard(c: Contribution, understandings: tuple[Understanding, ...], has_answer: bool) -> tuple[Step, ...]:
    if not understandings:
        heard = Step(
            _("Heard"), "done" if has_answer else "now", _("%(day)s: we have it") % {"day": day(c.received_at)}, icon="heard"
        )
        return (
            (heard,)
            if has_answer
            else (heard, Step(_("Understood"), "next", _("We write down what we heard, and ask you"), icon="understood"))
        )
    first, last = understandings[0], understandings[-1]
    heard = Step(_("Heard"), "done", day(first.at), first.by.called, "heard")
    if last.agreed:
        return heard, Step(_("Understood"), "done", _("%(day)s, with you") % {"day": day(last.agreed_at)}, icon="understood")
    words = (
        _("You said: not quite")
        if last.agreed is False
        else _("You did not say yet")
        if has_answer
        else _("Tell us if we got it right")
    )
    return heard, Step(_("Understood"), "next" if has_answer else "now", words, icon="understood")


def _truth(answered: bool, reply: Reply | None) -> Step:
    words = _("Is it true?")
    if reply is None:
        return Step(words, "now" if answered else "next", _("You decide"), icon="question")
    if reply.is_so:
        said_yes = _("You said yes on %(day)s") % {"day": day(reply.at)}
        return Step(words, "done" if answered else "next", said_yes, icon="done" if answered else "question")
    return Step(words, "next", _("You said no on %(day)s. It is open again.") % {"day": day(reply.at)}, icon="again")


def _way(c: Contribution) -> str:
    words = {
        Way.TYPED: _("typed"),
        Way.VOICE: _("by voice"),
        Way.SIGNED: _("in BSL"),
        Way.PHOTO: _("as a photo"),
        Way.PAPER: _("on paper"),
        Way.PHONE: _("by phone"),
        Way.IN_PERSON: _("in person"),
        Way.IMPORTED: _("in a file"),
    }[Way(c.way)]
    return _("%(way)s, by %(name)s for you") % {"way": words, "name": c.typed_by.called} if c.typed_by else words
