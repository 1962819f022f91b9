"""What counts as a promise (note 27), who keeps it, and to whom it was made: read from answers, minutes and decisions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Trim, TruncDate
from django.utils import timezone

from kitchentable.gatherings.models import Invitation, Minute
from kitchentable.people.models import Duty, Person
from kitchentable.policy.numbers import number
from kitchentable.ties.models import Anew, Promise
from kitchentable.voices.models import Answer, Contribution, Decision, Outcome
from kitchentable.works.models import Role, Work


@dataclass(frozen=True, slots=True)
class Found:
    """A promise as its source holds it. `to` are those it was made to; `to_everyone`: too many for a list."""

    work: Work
    what: str
    owner: Person
    made_by: Person | None
    who_does_it: str
    made_on: date
    by_when: date | None
    source: str
    source_key: str
    to: list[Person] = field(default_factory=list)
    to_everyone: bool = False


def in_answer(answer: Answer) -> Found | None:
    """The promise in an answer that has been told: somebody does something, or by a day; later, on a day; passed on, with a day.

    None when nothing is promised, or its day had gone by when it was written: then it says what was done.
    """
    if answer.checked_at is None:
        return None
    day = answer.by_when
    if day is None and answer.outcome in (Outcome.LATER, Outcome.PASSED):
        day = answer.look_again_on
    names_who = bool(answer.who_does_it.strip()) and answer.outcome not in (Outcome.LATER, Outcome.PASSED)
    if day is None and not names_who:
        return None
    if day is not None and day < _day(answer.written_at):
        return None
    passed_to = answer.passed_to if answer.outcome == Outcome.PASSED else None
    owner = keeper(answer.who_does_it, answer.work, passed_to, first=(answer.written_by, answer.decider))
    authors = Person.objects.filter(said__answered_by__answer=answer, said__answered_by__told_at__isnull=False)
    return Found(
        answer.work, answer.words, owner, answer.written_by, answer.who_does_it, _day(answer.checked_at), day, Promise.Source.ANSWER,
        answer.key, _living(authors),
    )  # fmt: skip


def in_minute(line: Minute) -> Found | None:
    """The promise in a line of the minutes that has been told. To those who came."""
    if line.kind != Minute.Kind.PROMISE or line.told_at is None or not line.words.strip():
        return None
    work = line.gathering.work
    owner = keeper("", work, line.owner, first=(line.typed_by, line.gathering.host))
    return Found(
        work, line.words, owner, line.owner or owner, "", _day(line.told_at), line.by_when, Promise.Source.MINUTE, line.key,
        those_who_came(line),
    )  # fmt: skip


def those_who_came(line: Minute) -> list[Person]:
    """Who came to the gathering."""
    came = Invitation.objects.filter(gathering=line.gathering_id, came=True, person__isnull=False)
    return _living(Person.objects.filter(pk__in=came.values("person")))


def read_in(decision: Decision) -> tuple[list[Person], bool]:
    """Those whose contributions the decider had read; when they are more than a list holds: nobody by name, and True."""
    said = Contribution.objects.filter(read_in__decision=decision, said_by__isnull=False)
    most = number("promise_names_most")
    found = list(Person.objects.filter(pk__in=said.values("said_by"), erased_at__isnull=True).order_by("pk")[: most + 1])
    return ([], True) if len(found) > most else (found, False)


def keeper(words: str, work: Work, *chosen: Person | None, first: Iterable[Person | None] = ()) -> Person:
    """A living named person who keeps it: whoever was chosen; the member of staff whose name the words hold; who wrote or decided it; a lead."""
    found = _first_living(chosen) or staff_named(words, work) or _first_living(first)
    if found is not None:
        return found
    leads = Person.objects.filter(roles__work=work, roles__kind=Role.Kind.LEAD, roles__until__isnull=True)
    duty = Person.objects.filter(duties__kind=Duty.Kind.ADMINISTRATOR, duties__until__isnull=True)
    last = (work.decider, work.answers_first, *leads.order_by("pk")[:5], *duty.order_by("pk")[:5])
    return _first_living(last) or work.decider


def is_living(person: Person) -> bool:
    """Can this person keep a promise?"""
    return person.is_active and person.erased_at is None


def staff_named(words: str, work: Work) -> Person | None:
    """The member of staff whose whole name stands in “who does it”; of two with one name, the one with a part in this work; else nobody."""
    tokens = re.findall(r"\w+", words.casefold())
    if not tokens:
        return None
    said = f" {' '.join(tokens)} "
    found: list[tuple[int, Person]] = []
    for one in Person.objects.filter(works_here=True, is_active=True, erased_at__isnull=True).only(
        "pk", "called", "works_here", "is_active", "erased_at", "key"
    ):
        name = " ".join(re.findall(r"\w+", one.called.casefold()))
        if name and f" {name} " in said:
            found.append((len(name), one))
    longest = max((length for length, _one in found), default=0)
    best = [one for length, one in found if length == longest]
    if len(best) > 1:
        here = set(Role.objects.filter(work=work, person__in=best, until__isnull=True).values_list("person_id", flat=True))
        best = [one for one in best if one.pk in here]
    return best[0] if len(best) == 1 else None


def answers_to_look_at() -> QuerySet[Answer]:
    """Told answers that hold a promise (as `in_answer` reads them) that is not kept in mind yet: what an existing database starts from."""
    known = Promise.objects.filter(source=Promise.Source.ANSWER, source_key=OuterRef("key"))
    later = Q(outcome__in=(Outcome.LATER, Outcome.PASSED))
    holds = (
        Q(by_when__gte=TruncDate("written_at"))
        | (Q(by_when__isnull=True, look_again_on__gte=TruncDate("written_at")) & later)
        | (Q(by_when__isnull=True, who__gt="") & ~later)
    )
    found = Answer.objects.annotate(who=Trim("who_does_it")).filter(holds, ~Exists(known), checked_at__isnull=False)
    return found.select_related("work__decider", "work__answers_first", "decider", "passed_to", "written_by").order_by("pk")


def minutes_to_look_at() -> QuerySet[Minute]:
    """Promises in minutes that were told and are not kept in mind yet, the oldest first."""
    known = Promise.objects.filter(source=Promise.Source.MINUTE, source_key=OuterRef("key"))
    asked = Anew.objects.filter(source_key=OuterRef("key"))
    told = Minute.objects.filter(~Exists(known), ~Exists(asked), kind=Minute.Kind.PROMISE, told_at__isnull=False).exclude(words="")
    people = ("gathering__work__decider", "gathering__work__answers_first", "gathering__host", "owner", "typed_by", "corrects")
    return told.select_related(*people).order_by("pk")


def _first_living(people: Iterable[Person | None]) -> Person | None:
    return next((one for one in people if one is not None and is_living(one)), None)


def _living(people: QuerySet[Person]) -> list[Person]:
    return list(people.filter(erased_at__isnull=True).distinct().order_by("pk"))


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
