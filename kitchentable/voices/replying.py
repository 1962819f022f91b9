"""Until when each person can reply to a question: its last day, later for whose copy of its papers came late (R013)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Prefetch, prefetch_related_objects

from kitchentable.policy.clock import today
from kitchentable.policy.verdict import ANYONE, Actor
from kitchentable.voices.models import Question
from kitchentable.words.clock import OwnDay
from kitchentable.words.models import Document
from kitchentable.words.own_time import Everyones, everyones_last_day, last_day_for, last_days_of, sent_for, still_open
from kitchentable.works.models import Work


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that one person can reply to today: until when, None without a last day; and what to read first, as far as they may."""

    question: Question
    own: OwnDay | None
    papers: Sequence[Document] = ()


def takes_replies(question: Question, person: Actor = ANYONE) -> bool:
    """Is it open for this person, and does it ask? Whoever has no account, or was sent nothing, has until the last day that stands there."""
    if not _is_asking(question):
        return False
    if question.closes_on is None or question.closes_on >= today():
        return True
    return person.is_someone and still_open(last_day_for(person, question.closes_on, papers_of(question)))


def asked_now(work: Work, person: Actor, others: Iterable[Actor] = ()) -> list[Asked]:
    """What this person can reply to today, with their own last days; and what only those can reply to for whom they type.

    One query; two for somebody who was sent a paper of one of these questions.
    """
    questions = work.questions.filter(opened_at__isnull=False, closed_at__isnull=True).exclude(kind=Question.Kind.TELL)
    found = list(questions.select_related("answered_by").annotate(sent_to_me=sent_for(person, "questions")))
    ends = {one.pk: one.closes_on for one in found if one.closes_on is not None}
    theirs = {one.pk for one in found if one.sent_to_me}
    days = {pk: OwnDay(day) for pk, day in ends.items()}
    days |= last_days_of(person, "questions", {pk: day for pk, day in ends.items() if pk in theirs})
    also = list(others)
    asked = [Asked(one, days.get(one.pk)) for one in found]
    return [one for one in asked if still_open(one.own) or any(takes_replies(one.question, other) for other in also)]


def with_papers(asked: Sequence[Asked], person: Actor) -> list[Asked]:
    """The same with what to read first, as far as this person may read it. One query."""
    may_read = Prefetch("papers", Document.objects.seen_by(person).order_by("title", "pk"), to_attr="to_read")
    prefetch_related_objects([one.question for one in asked], may_read)
    return [replace(one, papers=one.question.to_read) for one in asked]  # type: ignore[attr-defined]


def papers_of(question: Question) -> list[int]:
    """The pks of the papers to read first."""
    return list(question.papers.order_by().values_list("pk", flat=True))


def everyones(question: Question) -> Everyones | None:
    """When everybody has had their time; None for a question without a last day. Prefetch `papers` for many."""
    if question.closes_on is None:
        return None
    return everyones_last_day(question.closes_on, [one.pk for one in question.papers.all()])


def _is_asking(question: Question) -> bool:
    return question.opened_at is not None and question.closed_at is None and question.kind != Question.Kind.TELL
