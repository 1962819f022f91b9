"""Until when each person can reply to a question: its last day, later for whose copy of its papers came late (R013)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from kitchentable.policy.clock import today
from kitchentable.policy.verdict import ANYONE, Actor
from kitchentable.voices.models import Question
from kitchentable.words.clock import OwnDay
from kitchentable.words.models import Document
from kitchentable.words.own_time import Everyones, everyones_last_day, last_day_for, last_days_of, still_open
from kitchentable.works.models import Work


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that one person can reply to today: until when, None without a last day; and what to read first, as far as they may."""

    question: Question
    own: OwnDay | None
    papers: Sequence[Document]


def takes_replies(question: Question, person: Actor = ANYONE) -> bool:
    """Is it open for this person, and does it ask? Whoever has no account, or was sent nothing, has until the last day that stands there."""
    if not _is_asking(question):
        return False
    if question.closes_on is None or question.closes_on >= today():
        return True
    return person.is_someone and still_open(last_day_for(person, question.closes_on, papers_of(question)))


def asked_now(work: Work, person: Actor, others: Iterable[Actor] = ()) -> list[Asked]:
    """What this person can reply to today, with their own last days; and what only those can reply to for whom they type. Four queries."""
    found = _with_papers(work, person)
    days = last_days_of(person, [(one.closes_on, _pks(one)) for one in found])
    also = list(others)
    return [
        Asked(one, own, one.to_read)  # type: ignore[attr-defined]
        for one, own in zip(found, days, strict=True)
        if still_open(own) or any(takes_replies(one, other) for other in also)
    ]


def _with_papers(work: Work, person: Actor) -> list[Question]:
    questions = work.questions.filter(opened_at__isnull=False, closed_at__isnull=True).exclude(kind=Question.Kind.TELL)
    may_read = Prefetch("papers", Document.objects.seen_by(person).order_by("title", "pk"), to_attr="to_read")
    return list(questions.prefetch_related("papers", may_read).select_related("answered_by"))


def _pks(question: Question) -> list[int]:
    return [one.pk for one in question.papers.all()]


def papers_of(question: Question) -> list[int]:
    """The pks of the papers to read first."""
    return list(question.papers.order_by().values_list("pk", flat=True))


def everyones(question: Question) -> Everyones | None:
    """When everybody has had their time; None for a question without a last day."""
    return everyones_last_day(question.closes_on, _pks(question)) if question.closes_on is not None else None


def _is_asking(question: Question) -> bool:
    return question.opened_at is not None and question.closed_at is None and question.kind != Question.Kind.TELL
