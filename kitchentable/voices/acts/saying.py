"""Saying something, adding, choosing who sees it, taking it back; and being understood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.acts.after import forget_point
from kitchentable.people.asks import asked_not_to_be
from kitchentable.people.clock import add_working_days
from kitchentable.people.models import Person
from kitchentable.people.outbox import tell
from kitchentable.policy.act import TYPE_FOR, act, note, require
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import ANYONE, Actor, Problem
from kitchentable.record import lines
from kitchentable.voices import files
from kitchentable.voices.models import Contribution, Question, Reuse, Sharing, Status, Transcript, Understanding, Way
from kitchentable.voices.replying import takes_replies
from kitchentable.works.models import Work

MOST = 20_000
BY_HAND = (Way.PHONE, Way.PAPER, Way.IN_PERSON)


class NothingSaid(Problem):
    """Neither words nor a file."""

    field = "words"


class TooLong(Problem):
    """More than 20,000 characters."""

    field = "words"


class NotOpen(Problem):
    """The question has closed, or only tells."""

    field = "question"


def due_day(said: date) -> date:
    """The working day by which an answer is due (R006)."""
    return add_working_days(said, number("answer_days"), settings.NATION)


def next_number(work: Work) -> int:
    """The next number in a piece of work. Locks the work's row, so that two people never get the same one."""
    Work.objects.select_for_update().get(pk=work.pk)
    last: int | None = Contribution.objects.filter(work=work).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@act("voices.say")
def say(
    by: Actor,
    work: Work,
    *,
    words: str,
    question: Question | None = None,
    way: str = Way.TYPED,
    sharing: str = Sharing.LEAD,
    content_note: str = "",
    said_at: datetime | None = None,
    read_back: bool | None = None,
    uploads: Sequence[files.Upload] = (),
    for_person: Person | None = None,
    in_nobodys_name: bool = False,
) -> Contribution:
    """Keep what somebody said, to the letter, with a named person who must answer and a date.

    `in_nobodys_name`: typed for somebody who wants to give no name; the code is their key.
    What came by phone, on paper or in person is owed an answer from the day we heard it, not from the day it was typed (law 8).
    Raises NothingSaid, TooLong, NotOpen; and files.NotTaken for a file that is not what it says.
    """
    if in_nobodys_name:
        require(by, TYPE_FOR)
    if for_person is not None:
        require(by, "people.write_for", for_person)
    return _keep(
        by, work, words, question, way, sharing, content_note, said_at, read_back, uploads, for_person, None, in_nobodys_name
    )


@act("voices.add")
def add(by: Actor, c: Contribution, *, words: str, way: str = Way.TYPED, for_person: Person | None = None) -> Contribution:
    """Add to what was said. The first words stay as they are; what is added is owed an answer too."""
    return _keep(by, c.work, words, c.question, way, c.sharing, "", None, None, (), for_person or c.said_by, c, c.said_by is None)


def _keep(
    by: Actor,
    work: Work,
    words: str,
    question: Question | None,
    way: str,
    sharing: str,
    content_note: str,
    said_at: datetime | None,
    read_back: bool | None,
    uploads: Sequence[files.Upload],
    for_person: Person | None,
    adds_to: Contribution | None,
    in_nobodys_name: bool = False,
) -> Contribution:
    if not words.strip() and not uploads:
        raise NothingSaid(_("Write, record or add something first."))
    if len(words) > MOST:
        raise TooLong(_("This is %(over)d characters too long. Send it in two parts.") % {"over": len(words) - MOST})
    author = for_person or (by if isinstance(by, Person) and not in_nobodys_name else None)
    if question is not None and not takes_replies(question, author or ANYONE):
        raise NotOpen(_("This question is closed. You can still tell us: choose “something else”."))
    moment = now()
    said = said_at or moment
    if said > moment:
        raise Problem(_("The day it was said cannot be after today."))
    heard_on = min(timezone.localtime(said).date(), today()) if way in BY_HAND else today()
    owner = question.answered_by if question is not None and question.answered_by else work.answers_first
    c = Contribution.objects.create(
        work=work,
        question=question,
        number=next_number(work),
        words=words,
        way=way,
        sharing=sharing,
        content_note=content_note,
        said_by=author,
        typed_by=by if isinstance(by, Person) and by != author else None,
        read_back=read_back,
        said_at=said,
        received_at=moment,
        adds_to=adds_to,
        owner=owner,
        due_on=due_day(heard_on),
    )
    for upload in uploads:
        kept = files.keep(c, upload)
        note(by, "voices.keep_file", kept, for_person=for_person)
    tell(author, "voices.thanks", c.code, work=work.slug)
    return c


@act("voices.receipt")
def send_receipt(by: Actor, c: Contribution, *, for_person: Person | None = None) -> Contribution:
    """Send the author their own words, the code and the date once more, through their channel; at most once a day."""
    tell(c.said_by, "voices.thanks", c.code, work=c.work.slug, same=today().isoformat())
    return c


@act("voices.share")
def share(by: Actor, c: Contribution, *, sharing: str, for_person: Person | None = None) -> Contribution:
    """Choose anew who may see it. What was public and is not chosen any more is taken down at once."""
    c.sharing = sharing
    if sharing not in (Sharing.PUBLIC, Sharing.NAMED):
        c.published_at, c.published_by = None, None
    c.save(update_fields=["sharing", "published_at", "published_by"])
    return c


@act("voices.withdraw")
def withdraw(by: Actor, c: Contribution, *, for_person: Person | None = None) -> Contribution:
    """Take it back: the words go everywhere at once; that it was said stays counted (law 1)."""
    return _without_words(c, Status.WITHDRAWN)


@act("voices.erase")
def erase(by: Actor, c: Contribution) -> Contribution:
    """Erase it, for good, when its author is erased."""
    return _without_words(c, Status.ERASED)


def _without_words(c: Contribution, status: Status) -> Contribution:
    moment = now()
    c.status, c.words, c.content_note, c.held_because = status, "", "", ""
    c.published_at, c.published_by, c.look_again_on = None, None, None
    if status == Status.ERASED:
        c.erased_at, c.said_by = moment, None
    else:
        c.withdrawn_at = moment
    c.save()
    forget_point(c.code)
    for u in c.understandings.all():
        lines.forget("Understanding", u.record_key)
    for t in c.transcripts.all():
        lines.forget("Transcript", t.record_key)
    for r in c.replies.all():
        lines.forget("Reply", r.record_key)
    for asked in c.reuses.all():
        lines.forget("Reuse", asked.record_key)
    c.understandings.update(heard="", in_what_way="")
    c.transcripts.update(words="")
    c.replies.update(what_is_wrong="")
    c.reuses.update(for_what="")
    c.marks.all().delete()
    for kept in c.files.filter(gone_at__isnull=True):
        files.take_away(kept)
    lines.forget("Contribution", c.code)
    return c


@act("voices.transcribe")
def transcribe(by: Person, c: Contribution, *, words: str) -> Transcript:
    """Type the words of a recording. The recording stays as it is."""
    if not words.strip():
        raise NothingSaid(_("Type the words first."))
    return Transcript.objects.create(contribution=c, words=words, by=by, at=now())


@act("voices.reuse")
def ask_reuse(by: Person, c: Contribution, *, for_what: str) -> Reuse:
    """Ask the author whether their story may be told again, for one thing. Raises Problem when they do not want to be asked."""
    if c.said_by_id is not None and asked_not_to_be([c.said_by_id], work=c.work.slug):
        raise Problem(_("We do not ask this person now. Leave their story as it is."))
    reuse = Reuse.objects.create(contribution=c, for_what=for_what, by=by, at=now())
    tell(c.said_by, "voices.reuse", f"{c.code}:{reuse.pk}", work=c.work.slug)
    return reuse


@act("voices.answer_reuse")
def answer_reuse(by: Actor, reuse: Reuse, *, agreed: bool, for_person: Person | None = None) -> Reuse:
    """Yes or no; may be changed later, and the newest word counts."""
    reuse.agreed, reuse.agreed_at = agreed, now()
    reuse.save(update_fields=["agreed", "agreed_at"])
    return reuse


@act("voices.hear")
def hear(by: Person, c: Contribution, *, heard: str) -> Understanding:
    """Write what we heard, and ask the author whether that is it."""
    if not heard.strip():
        raise Problem(_("Write what you heard."))
    understanding = Understanding.objects.create(contribution=c, heard=heard, by=by, at=now())
    tell(c.said_by, "voices.heard", understanding.record_key, work=c.work.slug)
    return understanding


@act("voices.agree")
def agree(
    by: Actor, understanding: Understanding, *, agreed: bool, in_what_way: str = "", for_person: Person | None = None
) -> Understanding:
    """The author says "yes" or "not quite", and in what way. Said once; a new try is a new understanding."""
    if understanding.agreed is not None:
        raise Problem(_("You have told us already. If it is different now, add to what you said."))
    if not agreed and not in_what_way.strip():
        raise Problem(_("Tell us in what way it is different."))
    understanding.agreed, understanding.in_what_way, understanding.agreed_at = agreed, in_what_way, now()
    understanding.agreed_typed_by = by if isinstance(by, Person) and by.pk != understanding.contribution.said_by_id else None
    understanding.save(update_fields=["agreed", "in_what_way", "agreed_at", "agreed_typed_by"])
    return understanding
