"""Owing an answer, giving it, checking it, and what the author says of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kitchentable.people.models import Duty, Person
from kitchentable.people.outbox import tell
from kitchentable.people.owing import is_here, must_be_here
from kitchentable.policy.act import act, note
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.voices.acts.saying import due_day
from kitchentable.voices.empty import says_nothing
from kitchentable.voices.models import Answer, AnswerTo, Contribution, Outcome, Pass, Reply, Status
from kitchentable.works.models import Role, Work

ASK_AGAIN = lazy("Tell us what will happen, who will do it and by when. Or say why it cannot be done.")


class EmptyAnswer(Problem):
    """Nothing but courtesy and empty phrases is left (R001)."""

    field = "words"


class DateNotAllowed(Problem):
    """A day that cannot be."""

    def __init__(self, words: str, field: str) -> None:
        self.field = field
        super().__init__(words)


class Missing(Problem):
    """An outcome that needs something more."""

    def __init__(self, words: str, field: str) -> None:
        self.field = field
        super().__init__(words)


class AlreadyAnswered(Problem):
    """Somebody else answered first; `answer` is theirs, and nothing was overwritten."""

    def __init__(self, words: str, answer: Answer | None) -> None:
        self.answer = answer
        super().__init__(words)


@act("voices.pass_on")
def pass_on(by: Actor, c: Contribution, *, to: Person, because: str = "") -> Pass:
    """Hand it to somebody named. The date it is due stays (R006). Raises NotHere for who left."""
    must_be_here(to)
    handed = Pass.objects.create(
        contribution=c, from_person=c.owner, to_person=to, by=by if isinstance(by, Person) else None, because=because, at=now()
    )
    c.owner, c.assigned_at = to, now()
    c.save(update_fields=["owner", "assigned_at"])
    tell(to, "voices.yours", c.code, work=c.work.slug, same=str(handed.pk))
    return handed


@act("voices.answer")
def answer(
    by: Person,
    contributions: Sequence[Contribution],
    *,
    outcome: str,
    words: str,
    decider: Person,
    decided_on: date,
    because: str = "",
    who_does_it: str = "",
    by_when: date | None = None,
    cost: str = "",
    look_again_on: date | None = None,
    passed_to: Person | None = None,
) -> Answer:
    """Answer one or many contributions of one piece of work; it goes to a second person before their authors are told.

    Raises EmptyAnswer, DateNotAllowed, Missing; AlreadyAnswered when somebody answered one of them meanwhile;
    NotHere when it is passed to somebody who left.
    """
    must_be_here(passed_to)
    work = contributions[0].work
    if any(c.work_id != work.pk for c in contributions):
        raise Problem(_("Answer things from one piece of work at a time."))
    _must_say_something(outcome, words, because)
    _must_be_whole(outcome, who_does_it, by_when, look_again_on, passed_to)
    _must_be_possible(contributions, decided_on, by_when, look_again_on)
    locked = list(Contribution.objects.select_for_update().filter(pk__in=[c.pk for c in contributions]).order_by("pk"))
    _must_be_free(locked)
    made = Answer.objects.create(
        work=work,
        outcome=outcome,
        words=words,
        because=because,
        decider=decider,
        decided_on=decided_on,
        who_does_it=who_does_it,
        by_when=by_when,
        cost=cost,
        look_again_on=look_again_on,
        passed_to=passed_to,
        written_by=by,
        written_at=now(),
    )
    AnswerTo.objects.bulk_create(AnswerTo(answer=made, contribution=c) for c in locked)
    for role in Role.objects.filter(work=work, kind__in=(Role.Kind.LEAD, Role.Kind.CHECKER), until__isnull=True).select_related(
        "person"
    ):
        if role.person_id != by.pk:
            tell(role.person, "voices.please_check", made.key, work=work.slug)
    return made


def _must_say_something(outcome: str, words: str, because: str) -> None:
    if says_nothing(f"{words} {because}"):
        raise EmptyAnswer(ASK_AGAIN)
    if outcome in (Outcome.NOT_USED, Outcome.PARTLY) and says_nothing(because or words):
        raise EmptyAnswer(ASK_AGAIN)


def _must_be_whole(
    outcome: str, who_does_it: str, by_when: date | None, look_again_on: date | None, passed_to: Person | None
) -> None:
    if outcome in (Outcome.NOT_USED, Outcome.LATER) and look_again_on is None:
        raise Missing(_("Give the day when you will look at this again."), "look_again_on")
    if outcome == Outcome.PASSED and passed_to is None:
        raise Missing(_("Name the person it is passed to."), "passed_to")
    if outcome in (Outcome.USED, Outcome.PARTLY) and by_when is not None and not who_does_it:
        raise Missing(_("Name who will do it."), "who_does_it")


def _must_be_possible(
    contributions: Sequence[Contribution], decided_on: date, by_when: date | None, look_again_on: date | None
) -> None:
    day = today()
    if decided_on > day:
        raise DateNotAllowed(_("The day it was decided cannot be after today."), "decided_on")
    if decided_on < min(c.work.started_at.date() for c in contributions) - timedelta(days=3 * 366):
        raise DateNotAllowed(_("Check the day it was decided. It is long before this work began."), "decided_on")
    if look_again_on is not None and look_again_on <= day:
        raise DateNotAllowed(_("The day to look again must be after today."), "look_again_on")
    if by_when is not None and by_when < min(c.said_at.date() for c in contributions):
        raise DateNotAllowed(_("“By when” cannot be before it was said."), "by_when")


def _must_be_free(locked: Sequence[Contribution]) -> None:
    for c in locked:
        if c.status == Status.ANSWERED:
            raise AlreadyAnswered(_("This has been answered already. Read that answer first."), c.answer)
        pending = Answer.objects.filter(to__contribution=c, checked_at__isnull=True, sent_back_at__isnull=True).first()
        if pending is not None:
            raise AlreadyAnswered(
                _("%(name)s has answered this. It waits for its check. Nothing was overwritten.")
                % {"name": pending.written_by.called},
                pending,
            )
        if not c.has_words:
            raise Problem(_("The person who said this has taken it back."))


@act("voices.check")
def check(by: Person, answer: Answer) -> Answer:
    """The second person says it is whole and clear. Each author is told in their own way, with their own words beside it."""
    locked = Answer.objects.select_for_update().get(pk=answer.pk)
    if not locked.waits_for_check:
        raise Problem(_("This has been checked already."))
    locked.checked_by, locked.checked_at = by, now()
    locked.save(update_fields=["checked_by", "checked_at"])
    for to in locked.to.select_related("contribution__said_by", "contribution__work", "contribution__owner"):
        _arrive(by, locked, to)
    return locked


def _arrive(by: Person, answer: Answer, to: AnswerTo) -> None:
    c = Contribution.objects.select_for_update(of=("self",)).get(pk=to.contribution_id)
    if not c.has_words:
        return
    c.answer, c.outcome, c.look_again_on = answer, answer.outcome, answer.look_again_on
    if answer.outcome == Outcome.PASSED and answer.passed_to is not None:
        # Whoever left while the answer waited for its check takes nothing on: the first named in the work does.
        taker = answer.passed_to if is_here(answer.passed_to) else c.work.answers_first
        handed = Pass.objects.create(
            contribution=c,
            from_person=c.owner,
            to_person=taker,
            by=answer.written_by,
            because=answer.words[:300],
            at=now(),
        )
        c.owner, c.assigned_at = taker, now()
        note(by, "voices.pass_on", handed)
        tell(taker, "voices.yours", c.code, work=c.work.slug, same=answer.key)
    else:
        c.status = Status.ANSWERED
    c.save(update_fields=["answer", "outcome", "look_again_on", "owner", "assigned_at", "status"])
    to.told_at = now()
    to.save(update_fields=["told_at"])
    tell(c.said_by, "voices.answered", f"{c.code}:{answer.key}", work=c.work.slug)


@act("voices.send_back")
def send_back(by: Person, answer: Answer, *, because: str) -> Answer:
    """The second person sends it back to its writer, and says why."""
    if not because.strip():
        raise Missing(_("Say what is missing."), "because")
    locked = Answer.objects.select_for_update().get(pk=answer.pk)
    if not locked.waits_for_check:
        raise Problem(_("This has been checked already."))
    locked.sent_back_at, locked.sent_back_because = now(), because
    locked.save(update_fields=["sent_back_at", "sent_back_because"])
    tell(locked.written_by, "voices.sent_back", locked.key, work=locked.work.slug)
    return locked


@act("voices.reply")
def reply(
    by: Actor, to: AnswerTo, *, is_so: bool, what_is_wrong: str = "", way: str = "typed", for_person: Person | None = None
) -> Reply:
    """The author says "yes, that is so" or "no, it is not". A "no" opens it again with a new date; the third tells the board member."""
    if not is_so and not what_is_wrong.strip():
        raise Missing(_("Tell us what is wrong."), "what_is_wrong")
    c = Contribution.objects.select_for_update(of=("self",)).get(pk=to.contribution_id)
    if c.answer_id != to.answer_id:
        raise Problem(_("There is a newer answer. Please read that one."))
    if Reply.objects.filter(answer=to.answer, contribution=c).exists() and (is_so or c.status == Status.WAITING):
        raise Problem(_("You have told us already. Thank you."))
    made = Reply.objects.create(
        answer=to.answer,
        contribution=c,
        is_so=is_so,
        what_is_wrong=what_is_wrong,
        way=way,
        typed_by=by if isinstance(by, Person) and by.pk != c.said_by_id else None,
        at=now(),
    )
    if not is_so:
        _open_again(by, c)
        if c.opens >= number("opens_to_board"):
            for duty in Duty.objects.filter(kind=Duty.Kind.BOARD, until__isnull=True).select_related("person"):
                tell(duty.person, "voices.opened_often", c.code, work=c.work.slug, same=str(c.opens))
    return made


def _open_again(by: Actor, c: Contribution) -> None:
    c.status, c.opens, c.due_on, c.look_again_on = Status.WAITING, c.opens + 1, due_day(today()), None
    c.save(update_fields=["status", "opens", "due_on", "look_again_on"])
    _to_somebody_here(by, c)
    tell(c.owner, "voices.yours", c.code, work=c.work.slug, same=f"again{c.opens}")


def _to_somebody_here(by: Actor, c: Contribution) -> None:
    """What waits again goes to a living person: whoever answered it may have left since. The one who answers first in the work takes it."""
    to = c.work.answers_first
    if is_here(c.owner) or c.owner_id == to.pk:
        return
    handed = Pass.objects.create(
        contribution=c, from_person=c.owner, to_person=to, by=by if isinstance(by, Person) else None, at=now()
    )
    c.owner, c.assigned_at = to, now()
    c.save(update_fields=["owner", "assigned_at"])
    note(by, "voices.pass_on", handed)


@act("voices.come_back")
def bring_back(by: Actor, c: Contribution) -> Contribution:
    """Its day to look again has come: it waits for an answer once more, with a new date."""
    locked = Contribution.objects.select_for_update(of=("self",)).select_related("work").get(pk=c.pk)
    if locked.status != Status.ANSWERED:
        raise Problem(_("Only what has been answered can come back."))
    locked.status, locked.due_on, locked.look_again_on = Status.WAITING, due_day(today()), None
    locked.save(update_fields=["status", "due_on", "look_again_on"])
    _to_somebody_here(by, locked)
    tell(locked.owner, "voices.yours", c.code, work=locked.work.slug, same=f"back{today().isoformat()}")
    tell(locked.said_by, "voices.came_back", c.code, work=locked.work.slug, same=today().isoformat())
    return locked


@act("voices.warn")
def warn(by: Actor, work: Work, *, day: date) -> Work:
    """Tell the leads of a piece of work what is due soon, due today or late: once a day, by who owes it."""
    for role in Role.objects.filter(work=work, kind=Role.Kind.LEAD, until__isnull=True).select_related("person"):
        tell(role.person, "voices.due", f"{work.slug}", work=work.slug, same=day.isoformat())
    return work
