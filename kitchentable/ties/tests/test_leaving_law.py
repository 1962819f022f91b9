"""After any order of leaving, moving, joining and erasing, nothing that needs a named person is without one who is here.

It looks at the tables themselves, not at what the registry says is in hand: a kind that nobody registered is found too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitchentable.gatherings.models import Arrangement, Gathering, Minute
from kitchentable.people.erasures import erase
from kitchentable.people.models import Duty, Person, Reach, WhatWorks
from kitchentable.policy.act import Refused
from kitchentable.policy.book import forget_facts
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import HOUSE, Problem
from kitchentable.ties.acts import leaving as acts
from kitchentable.ties.acts.promising import promise
from kitchentable.ties.jobs import leaving as jobs
from kitchentable.ties.models import Leaving, Promise
from kitchentable.voices import acts as voices
from kitchentable.voices.models import AnswerTo, Contribution, Decision, Question, Status
from kitchentable.words.models import TermAsk
from kitchentable.works import acts as works
from kitchentable.works.models import Role, Work

pytestmark = pytest.mark.django_db

PEOPLE = 4
STEPS = st.lists(
    st.tuples(st.sampled_from(("plan", "move", "leave", "join", "erase", "say", "promise", "arrange", "no", "night", "back", "pass")),
              st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)),
    min_size=5, max_size=14,
)  # fmt: skip


class Town:
    """Four who work here, one who said something, two pieces of work, and a clock that may go back."""

    def __init__(self) -> None:
        self.staff = [Person.objects.create(called=f"S{n}", works_here=True) for n in range(PEOPLE)]
        self.author = Person.objects.create(called="Author")
        Reach.objects.bulk_create(Reach(person=one) for one in [*self.staff, self.author])
        Duty.objects.create(person=self.staff[0], kind="administrator")
        Duty.objects.create(person=self.staff[1], kind="safeguarding")
        self.works = [self._work(n) for n in range(2)]
        self.days = 0

    def _work(self, n: int) -> Work:
        lead = self.staff[n]
        work = Work(
            slug=f"w{n}", title=f"W{n}", what_this_is="x", what_we_ask="x", can_change="x", cannot_change="x", decider=lead,
            answers_first=lead, is_public=True,
        )  # fmt: skip
        works.start(lead, work)
        decision = Decision.objects.create(work=work, number=1, title="D", decider=lead)
        Question.objects.create(work=work, decision=decision, asks="Q", answered_by=lead)
        TermAsk.objects.create(word="CHC", owed_by=lead, due_on=today(), work=work)
        gathering = Gathering.objects.create(work=work, title="G", purpose="x", host=lead, starts_at=now() + timedelta(days=90))
        Minute.objects.create(gathering=gathering, kind="promise", words="M", owner=lead, by_when=today())
        return work

    def do(self, what: str, a: int, b: int) -> None:
        """One thing happens, or is refused and nothing does."""
        for one in Person.objects.all():
            forget_facts(one)
        one, other = Person.objects.get(pk=self.staff[a].pk), Person.objects.get(pk=self.staff[b].pk)
        step: Callable[[Person, Person], object] = getattr(self, f"_{what}")
        with at(now() + timedelta(days=self.days)):
            try:
                with transaction.atomic():
                    step(one, other)
            except (Problem, Refused):
                pass

    def _plan(self, one: Person, other: Person) -> None:
        acts.plan(one, one, on=today() + timedelta(days=2), to=other)

    def _move(self, one: Person, other: Person) -> None:
        acts.leave(one, acts.plan(one, one, on=today(), work=self.works[other.pk % 2], to=other))

    def _leave(self, one: Person, _other: Person) -> None:
        found = Leaving.objects.planned().filter(person=one).first()
        if found:
            acts.leave(one, found)

    def _join(self, one: Person, other: Person) -> None:
        works.give_role(one, self.works[0], person=other, kind=Role.Kind.LEAD)

    def _erase(self, one: Person, _other: Person) -> None:
        erase(HOUSE, one)

    def _say(self, _one: Person, other: Person) -> None:
        voices.say(self.author, Work.objects.get(pk=self.works[other.pk % 2].pk), words="The bus is too high.")

    def _promise(self, one: Person, other: Person) -> None:
        promise(one, self.works[one.pk % 2], what="P", owner=other, by_when=None)

    def _arrange(self, one: Person, _other: Person) -> None:
        need = WhatWorks.objects.create(person=self.author, words="A ramp", shown_to="lead")
        host = Gathering.objects.filter(host=one).first()
        if host:
            Arrangement.objects.create(gathering=host, person=self.author, need=need, what="x", owner=one, by_when=today())

    def _pass(self, one: Person, other: Person) -> None:
        c = Contribution.objects.filter(owner=one, status=Status.WAITING).first()
        if c:
            voices.pass_on(one, c, to=other)

    def _no(self, one: Person, other: Person) -> None:
        """An answer is given and checked; its author says no, perhaps after whoever answered it left."""
        c = Contribution.objects.filter(owner=one, status=Status.WAITING).first()
        if c:
            made = voices.answer(
                one,
                [c],
                outcome="used",
                words="The low bus comes on Monday 7 December.",
                decider=one,
                decided_on=today(),
                who_does_it="Ben",
            )
            voices.check(other, made)
        to = AnswerTo.objects.filter(contribution__status=Status.ANSWERED, told_at__isnull=False).order_by("-pk").first()
        if to:
            voices.reply(self.author, to, is_so=False, what_is_wrong="No.")

    def _night(self, _one: Person, _other: Person) -> None:
        self.days += 3
        with at(now() + timedelta(days=3)):
            jobs.leave_on_the_day()
            jobs.warn_of_what_is_left()
            jobs.give_on_what_came_late()

    def _back(self, _one: Person, _other: Person) -> None:
        self.days -= 40

    def must_have_names(self) -> None:
        """The law, read from the tables."""
        gone = Person.objects.filter(is_active=False).values("pk")
        owners: tuple[tuple[Any, str], ...] = (
            (Contribution.objects.filter(status=Status.WAITING), "owner"),
            (Promise.objects.open(), "owner"),
            (Arrangement.objects.waiting(), "owner"),
            (Minute.objects.filter(kind="promise", done_at__isnull=True), "owner"),
            (TermAsk.objects.filter(answered_at__isnull=True), "owed_by"),
            (Gathering.objects.filter(state="planning"), "host"),
            (Decision.objects.filter(decided_on__isnull=True), "decider"),
            (Question.objects.filter(closed_at__isnull=True), "answered_by"),
            (Work.objects.all(), "decider"),
            (Work.objects.all(), "answers_first"),
            (Leaving.objects.planned(), "person"),
        )
        for rows, field in owners:
            assert not rows.filter(**{f"{field}__in": gone}).exists(), f"{rows.model.__name__}.{field} is somebody who is not here"
            assert not rows.filter(**{f"{field}__isnull": True}).exists(), f"{rows.model.__name__}.{field} is nobody"
        for work in Work.objects.all():
            assert Role.objects.filter(work=work, kind="lead", until__isnull=True, person__is_active=True).exists(), (
                f"{work} has no lead"
            )
        for kind in ("administrator", "safeguarding"):
            assert Duty.objects.filter(kind=kind, until__isnull=True, person__is_active=True).exists(), f"nobody is {kind}"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(steps=STEPS)
def test_nothing_is_ever_without_somebody_who_is_here(steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        town = Town()
        for what, a, b in steps:
            town.do(what, a, b)
            town.must_have_names()
        transaction.set_rollback(True)
