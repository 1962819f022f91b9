"""Law 4 as a machine: whatever is asked, agreed, changed and stopped, and wherever the clock stands, a supporter reads exactly what is allowed.

What must be true is kept here in plain lists, apart from the tables, and compared after each step with the rules, the querysets and real pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kitchentable.people import acts, support_acts
from kitchentable.people.models import Duty, Look, Person, Scope, SupportAsk, Supporter, WhatWorks
from kitchentable.people.rules import HELP_ENDED, supported, supports
from kitchentable.policy import clock
from kitchentable.policy.verdict import Problem, Refused
from kitchentable.voices import acts as voices
from kitchentable.voices.models import Contribution
from kitchentable.works import acts as works
from kitchentable.works.models import Work

pytestmark = pytest.mark.django_db

SOME = st.lists(st.sampled_from(Scope.values), min_size=1, max_size=4, unique=True)
DAYS = st.integers(0, 200)
START = datetime(2026, 5, 4, 12, tzinfo=timezone.get_default_timezone())


@dataclass
class Run:
    """One time of being a supporter, as this test remembers it."""

    scopes: set[str]
    since: datetime
    until: date
    stopped: bool = False


class Support(RuleBasedStateMachine):
    """Lou, Kim, and Natalie who writes down what Lou says by phone."""

    def __init__(self) -> None:
        super().__init__()
        self.box = transaction.atomic()
        self.box.__enter__()
        self.now = START
        self.time = clock.at(self.now)
        self.time.__enter__()
        admin = Person.objects.create(called="Sam", works_here=True)
        Duty.objects.create(person=admin, kind=Duty.Kind.ADMINISTRATOR)
        self.natalie = acts.add(admin, "Natalie", email="natalie@example.org", works_here=True)
        self.lou = acts.add(admin, "Lou", channel="phone", phone="01632 960 111")
        self.kim = acts.add(admin, "Kim", email="kim@example.org")
        facts = {
            "what_this_is": "A plan",
            "what_we_ask": "Tell us",
            "can_change": "Times",
            "cannot_change": "The money, because of the vote",
        }
        self.work = works.start(
            self.natalie,
            Work(slug="home", title="Help", decider=self.natalie, answers_first=self.natalie, is_public=True, **facts),
        )
        for shown_to, hidden in (("lead", None), ("nobody", None), ("gathering", START)):
            WhatWorks.objects.create(person=self.lou, words=f"Lou needs {shown_to}", shown_to=shown_to, hidden_at=hidden)
        self.alone = voices.say(self.natalie, self.work, words="Lou said this alone.", way="phone", for_person=self.lou)
        self.browser = Client()
        self.browser.force_login(self.kim)
        self.runs: list[Run] = []
        self.asked: tuple[set[str], date] | None = None
        self.typed: set[int] = set()

    def teardown(self) -> None:
        self.time.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.box.__exit__(None, None, None)

    # ── what must be true ─────────────────────────────────────────────────────────────────────────

    def today(self) -> date:
        return timezone.localtime(self.now).date()

    def running(self) -> list[Run]:
        return [run for run in self.runs if not run.stopped and run.since <= self.now and run.until >= self.today()]

    def allowed(self) -> set[str]:
        return {scope for run in self.running() for scope in run.scopes}

    def new_run(self, scopes: set[str], until: date) -> None:
        for run in self.runs:
            run.stopped = True
        self.runs.append(Run(scopes, self.now, until))

    def someone(self, who: str) -> Person:
        return Person.objects.get(pk=getattr(self, who).pk)

    # ── what may happen ───────────────────────────────────────────────────────────────────────────

    @rule(scopes=SOME, days=DAYS)
    def lou_asks_kim(self, scopes: list[str], days: int) -> None:
        until = self.today() + timedelta(days=days)
        support_acts.ask_support(
            self.someone("lou"), SupportAsk(person=self.lou, asked_as=self.kim.key, until=until, scopes=scopes)
        )
        self.asked = (set(scopes), until)

    @rule(yes=st.booleans())
    def kim_answers(self, yes: bool) -> None:
        ask = SupportAsk.objects.order_by("-pk").first()
        if ask is None:
            return
        if not yes:
            support_acts.end_ask(self.someone("kim"), ask)
            self.asked = None
            return
        try:
            support_acts.agree_support(self.someone("kim"), ask)
        except Problem:
            assert self.asked is None or self.asked[1] < self.today()
        else:
            assert self.asked is not None
            self.new_run(*self.asked)
            self.asked = None

    @rule(scopes=SOME, days=DAYS)
    def natalie_writes_down_a_yes_of_lous(self, scopes: list[str], days: int) -> None:
        until = self.today() + timedelta(days=days)
        named = Supporter(person=self.lou, supporter=self.kim, until=until, scopes=scopes)
        acts.allow_supporter(self.someone("natalie"), named, for_person=self.lou)
        self.new_run(set(scopes), until)
        self.asked = None

    @rule(scopes=SOME, days=st.integers(-3, 200), by=st.sampled_from(["lou", "natalie", "kim"]))
    def somebody_changes_it(self, scopes: list[str], days: int, by: str) -> None:
        support = Supporter.objects.order_by("-pk").first()
        if support is None:
            return
        until, who = self.today() + timedelta(days=days), self.someone(by)
        try:
            support_acts.change_support(who, support, scopes=scopes, until=until, for_person=None if by == "kim" else self.lou)
        except Refused:
            assert by == "kim"
        except Problem:
            assert days < 0 or self.runs[-1] not in self.running()
        else:
            assert by != "kim"
            self.runs[-1].scopes, self.runs[-1].until = set(scopes), until
            self.asked = None

    @rule(by=st.sampled_from(["lou", "natalie", "kim"]))
    def somebody_stops_it(self, by: str) -> None:
        support = Supporter.objects.order_by("pk").first()
        if support is None:
            return
        acts.stop_supporter(self.someone(by), support, for_person=self.lou if by == "natalie" else None)
        for run in self.runs:
            run.stopped = True
        if by != "kim":
            self.asked = None

    @rule(days=st.integers(-40, 120))
    def the_clock_goes_on_or_back(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.time.__exit__(None, None, None)
        self.time = clock.at(self.now)
        self.time.__enter__()

    @rule()
    def kim_writes_for_lou(self) -> None:
        try:
            said = voices.say(self.someone("kim"), self.work, words="Lou says this to Kim.", for_person=self.lou)
        except Refused:
            assert Scope.WRITE not in self.allowed()
        else:
            assert Scope.WRITE in self.allowed()
            self.typed.add(said.pk)

    @rule()
    def kim_tries_every_door(self) -> None:
        allowed = self.allowed()
        for scope in Scope:
            before = Look.objects.filter(by=self.kim).count()
            answer = self.browser.get(f"/me/for/{self.lou.key}/{scope.value}/")
            shown = answer.content.decode()
            if scope in allowed:
                leads_on = scope in (Scope.WRITE, Scope.INVITATIONS, Scope.REPLY, Scope.NEEDS, Scope.PAPERS)
                assert answer.status_code == (302 if leads_on else 200)
                if scope == Scope.PAPERS:
                    assert self.browser.get(answer["Location"]).status_code == 200
                if scope == Scope.NEEDS:
                    assert "Lou needs lead" in self.browser.get(answer["Location"]).content.decode()
                continue
            assert answer.status_code == (403 if self.runs else 404)
            assert "Lou needs" not in shown
            assert ("Lou has not shared this." in shown) == bool(allowed)
            assert (str(HELP_ENDED) in shown) == (bool(self.runs) and not allowed)
            assert allowed or not re.search(r"\bLou\b", shown)
            assert Look.objects.filter(by=self.kim).count() == before

    # ── at each moment ────────────────────────────────────────────────────────────────────────────

    @invariant()
    def kim_may_do_exactly_what_lou_allows(self) -> None:
        kim, allowed = self.someone("kim"), self.allowed()
        assert {scope for scope in Scope if supports(kim, self.lou.pk, scope)} == allowed
        assert {scope for scope in Scope if supported(kim, scope) == [self.lou.pk]} == allowed

    @invariant()
    def kim_reads_exactly_what_lou_allows(self) -> None:
        kim, allowed = self.someone("kim"), self.allowed()
        needs = set(WhatWorks.objects.seen_by(kim).values_list("shown_to", flat=True))
        assert needs == ({"lead"} if Scope.NEEDS in allowed else set())
        said = set(Contribution.objects.seen_by(kim).values_list("pk", flat=True))
        assert said == (self.typed if Scope.WRITE in allowed else set())
        assert Person.objects.seen_by(kim).filter(pk=self.lou.pk).exists() == bool(allowed)


def test_law_4_a_supporter_reads_exactly_what_is_allowed_at_that_moment() -> None:
    run_state_machine_as_test(
        Support,
        settings=settings(
            max_examples=20, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
        ),
    )
