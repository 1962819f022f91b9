"""The earlier years, laid day by day through the acts: who came, what was worked on, what people said, and what came of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.utils import timezone

from kitchentable.gatherings.acts import after, inviting, planning, room
from kitchentable.gatherings.models import Gathering, Invitation, Minute, Place
from kitchentable.home.cast import KEY_STARTS
from kitchentable.people.models import Person, Reach
from kitchentable.policy.clock import now, today
from kitchentable.record import lines
from kitchentable.seats.acts import mapping, table
from kitchentable.seats.models import AffectedGroup, Seat, SeatPlan
from kitchentable.site.cast import MOST, Way, make_people
from kitchentable.site.demo import plans
from kitchentable.site.demo.decade import ties
from kitchentable.site.demo.decade.people import came, early
from kitchentable.site.demo.decade.works import OLD, Old
from kitchentable.ties.acts.telling import say_new
from kitchentable.voices import acts
from kitchentable.voices.jobs import bring_back_what_is_due, close_questions
from kitchentable.voices.models import Answer, AnswerTo, Contribution, Decision, Question, Theme
from kitchentable.works import acts as works
from kitchentable.works.models import Group, Role, Step, Work

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

A_YEAR, A_MONTH = 365.25, 30.4
LEADS = ((3.25, "natalie"), (6.3, "idris"), (99.0, "morwenna"))
"""Who led, by how many years ago: until Morwenna left, until Idris left, and since."""
DECIDERS = ((4.2, "rao"), (99.0, "hale"))
CHECKERS = ((2.1, "dee"), (99.0, "bethan"))
BEFORE_THE_YEAR = -331
"""Days from today: from then on the demo’s own year does this."""


def lay(year: Year, years: int) -> None:
    """Put the earlier years on their days: nothing before the first of `years`, nothing after the demo's own year begins but what still runs."""
    arrivals: dict[float, list[Way]] = {}
    for way in early(float(years)):
        arrivals.setdefault(came(way.slug, float(years)), []).append(way)
    for ago, ways in arrivals.items():
        year.on(-days(ago), partial(_arrive, year, ways), hour=7)
    for day in range(-days(years), BEFORE_THE_YEAR, 14):
        year.on(day, partial(_what_comes_by_itself, year), hour=6)
    ties.lay_learning(year, years)
    for old in OLD:
        if old.starts < years:
            _Course(year, old).lay()


def days(years: float) -> int:
    """Years in days."""
    return round(years * A_YEAR)


def whose(turns: tuple[tuple[float, str], ...], ago: float) -> str:
    """Who had a part so many years ago."""
    return next(slug for until, slug in turns if ago < until)


def _what_comes_by_itself(year: Year) -> None:
    close_questions()
    bring_back_what_is_due()
    ties.what_comes_by_itself(year)
    lines.seal_all(now())


def _arrive(year: Year, ways: list[Way]) -> None:
    first = next((year.who[slug] for slug in ("natalie", "idris", "morwenna") if slug in year.who), None)
    year.who.update(make_people(ways, by=first))


class _Course:
    """One piece of work from its first day on. Times are days from its start; `on` puts them on the calendar of the demo."""

    def __init__(self, year: Year, old: Old) -> None:
        self.year, self.old = year, old
        self.whole = days(old.starts) - 3 if not old.months else round(old.months * A_MONTH)
        self.theme: Theme | None = None

    def lay(self) -> None:
        """Every step."""
        self.on(0, self._start)
        self.on(2, self._hope)
        self.on(6, self._ask)
        words = list(self._words())
        for number, (said, slug) in enumerate(words):
            self.on(9 + round(number * (self.whole - 60) / len(words)), partial(self._say, number, said, slug), staff=False)
        gap = 45 if self.old.starts > 6.5 else 29
        for number, day in enumerate(range(40, self.whole, gap)):
            self.on(day, partial(self._answer, number), hour=15)
        for share in (0.3, 0.7):
            self._meet(round(self.whole * share))
        if self.old.months:
            self.on(round(self.whole * 0.6), self._decide)
            self.on(round(self.whole * 0.65), partial(self._move, Work.Stage.DOING))
            self.on(self.whole - 20, partial(self._move, Work.Stage.LOOKING_BACK))
            for day in (self.whole - 14, self.whole + 340):  # and once more when what was put off comes back
                if day < days(self.old.starts) - 10:
                    self.on(day, self._answer_the_rest, hour=15)
            for number, step in enumerate(self.old.steps):
                self.on(self.whole - 10 + number, partial(self._felt, number, step))
        else:
            self.on(90, partial(self._move, Work.Stage.DOING))
        for name, _side, sitting in self.old.table:
            for slug, first, last in sitting:
                if first:
                    self.on(round(first * A_MONTH), partial(self._sit, name, slug))
                if (last and last < self.old.months) or (last and not self.old.months):
                    self.on(round(last * A_MONTH), partial(self._leave, slug))
        for _ago, slug in LEADS[1:]:
            back = LEADS[[one for _until, one in LEADS].index(slug) - 1][0]
            day = days(self.old.starts) - days(back)
            if 0 < day < self.whole:
                self.on(day, partial(self._new_lead, slug, LEADS[[one for _until, one in LEADS].index(slug) - 1][1]))
        day = days(self.old.starts) - days(DECIDERS[0][0])
        if 0 < day < self.whole:
            self.on(day, self._new_decider)

    def on(self, day: int, do: object, *, hour: int = 10, staff: bool = True) -> None:
        """On a day of this piece of work."""
        self.year.on(day - days(self.old.starts), do, hour=hour, staff=staff)  # type: ignore[arg-type]

    # ── who ───────────────────────────────────────────────────────────────────────────────────────

    def who(self, slug: str) -> Person:
        """One of Millbrook."""
        return self.year.who[slug]

    def ago(self) -> float:
        """How many years before the demo's today it is."""
        return (self.year.start - now()).days / A_YEAR

    def lead(self) -> Person:
        """Who leads now: as the tables have it, and before it begins, whose turn it is."""
        role = (
            Role.objects.filter(work__slug=self.old.slug, kind=Role.Kind.LEAD, until__isnull=True).select_related("person").last()
        )
        return self.who(role.person.key.removeprefix(KEY_STARTS)) if role else self.who(whose(LEADS, self.ago()))

    def decider(self) -> Person:
        """Who decides now."""
        work = Work.objects.filter(slug=self.old.slug).select_related("decider").first()
        return self.who(work.decider.key.removeprefix(KEY_STARTS)) if work else self.who(whose(DECIDERS, self.ago()))

    def checker(self) -> Person:
        """Who checks now."""
        role = (
            Role.objects.filter(work__slug=self.old.slug, kind=Role.Kind.CHECKER, until__isnull=True)
            .select_related("person")
            .last()
        )
        return self.who(role.person.key.removeprefix(KEY_STARTS)) if role else self.who(whose(CHECKERS, self.ago()))

    def work(self) -> Work:
        """The piece of work as it stands now."""
        return Work.objects.select_related("decider", "answers_first").get(slug=self.old.slug)

    def typing(self, person: Person) -> tuple[Person, str, Person | None]:
        """Who types for somebody, and how their word came."""
        reach = Reach.objects.get(person=person)
        if reach.is_offline:
            return self.lead(), "phone" if reach.channel == Reach.Channel.PHONE else "paper", person
        return person, "typed", None

    # ── what happens ──────────────────────────────────────────────────────────────────────────────

    def _start(self) -> None:
        old, lead, decider = self.old, self.lead(), self.decider()
        work = works.start(
            lead,
            Work(
                slug=old.slug, title=old.title, lead_line=old.line, what_this_is=old.what, what_we_ask=old.ask,
                what_next=f"{decider.called} answers each point.", can_change=old.can, cannot_change=old.cannot, decider=decider,
                answers_first=decider, stage=Work.Stage.ASKING, ladder_planned=Step.CO_DESIGN if old.starts < 6 else Step.ENGAGING,
                is_public=True, started_at=now(),
            ),
        )  # fmt: skip
        self.year.works[old.slug] = work
        for person, kind in ((self.checker(), Role.Kind.CHECKER), (decider, Role.Kind.ANSWERER)):
            works.give_role(lead, work, person=person, kind=kind)
        for name, side, sitting in old.table:
            mapping.add(lead, work, group=AffectedGroup(work=work, name=name, side=side, strength=MOST, seats_wanted=len(sitting)))
        mapping.plan(lead, work, plan=SeatPlan(work=work, because="Those who live with it know it best.", set_by=lead))
        for name, _side, sitting in old.table:
            for slug, first, _last in sitting:
                if not first:
                    self._sit(name, slug)

    def _hope(self) -> None:
        ties.hope(self.old, self.lead(), self.work())

    def _sit(self, name: str, slug: str) -> None:
        group = AffectedGroup.objects.get(work=self.work(), name=name)
        table.take(self.lead(), self.work(), group=group, person=self.who(slug), way=Seat.Way.ASKED)

    def _leave(self, slug: str) -> None:
        person = self.who(slug)
        by, _way, whom = self.typing(person)
        for seat in Seat.objects.filter(work=self.work(), person=person, until__isnull=True).select_related(
            "work", "person", "group"
        ):
            table.end(by, seat, for_person=whom)

    def _new_lead(self, before: str, after_them: str) -> None:
        work, old, new = self.work(), self.who(before), self.who(after_them)
        works.give_role(old, work, person=new, kind=Role.Kind.LEAD)
        for role in Role.objects.filter(work=work, person=old, kind=Role.Kind.LEAD, until__isnull=True).select_related(
            "work", "person"
        ):
            works.end_role(old, role)

    def _new_decider(self) -> None:
        work, decider = self.work(), self.who(DECIDERS[0][1])
        work.decider = work.answers_first = decider
        works.change(self.lead(), work)
        works.give_role(self.lead(), work, person=decider, kind=Role.Kind.ANSWERER)
        for c in Contribution.objects.waiting().filter(work=work).select_related("work", "owner"):
            acts.pass_on(self.lead(), c, to=decider, because="Mr Hale left.")

    def _move(self, stage: Work.Stage) -> None:
        plans.take_up_lessons(self.lead(), self.work())
        works.move(self.lead(), self.work(), stage=stage)

    def _felt(self, number: int, step: int) -> None:
        held = Seat.objects.filter(work=self.work(), until__isnull=True, person__isnull=False).order_by("pk")
        people = [seat.person for seat in held.select_related("person") if seat.person is not None]
        if number < len(people):
            by, _way, whom = self.typing(people[number])
            works.feel(by, self.work(), step=step, for_person=whom)

    def _ask(self) -> None:
        old, lead, work = self.old, self.lead(), self.work()
        plan = acts.plan_decision(lead, work, title=old.decision)
        question = acts.ask(
            lead,
            Question(
                work=work, decision=plan, asks=old.ask, can_change=old.can, cannot_change=old.cannot,
                costs="; ".join(f"{what}: {cost}" for what, cost, _good, _bad in old.options),
                bad_effects=old.options[0][3], closes_on=plans.workday(today() + timedelta(days=min(300, self.whole // 2))),
            ),
        )  # fmt: skip
        say_new(lead, question, new=f"{old.what} Nobody has asked about this here before.")
        acts.open_question(lead, question)
        self.theme = acts.make_theme(lead, work, called=old.theme[0], what=old.theme[1])

    def _words(self) -> list[tuple[str, str]]:
        """All that was said, in an order in which nobody speaks twice running; the table first, then whoever was there."""
        speakers = [slug for _name, _side, sitting in self.old.table for slug, _first, _last in sitting]
        start, end = self.old.grid
        mixed = [f"{first} {rest}" for at, first in enumerate(start) for rest in end[at % 2 :: 1]]
        return [(said, speakers[at % len(speakers)]) for at, said in enumerate([*self.old.said, *mixed])]

    def _say(self, number: int, said: str, slug: str) -> None:
        person = self.who(slug)
        question = Question.objects.filter(
            work=self.work(), opened_at__isnull=False, closed_at__isnull=True, closes_on__gte=today()
        )
        by, way, whom = self.typing(person)
        sharing = ("public", "group", "lead", "public", "named")[number % 5]
        c = acts.say(
            by, self.work(), words=said, question=question.first(), way=way, sharing=sharing, read_back=True if whom else None,
            for_person=whom,
        )  # fmt: skip
        if number % 3 != 1 and self.theme is not None:
            acts.mark(self.lead(), self.theme, contributions=[c])
        if sharing in ("public", "named") and number % 7:
            acts.publish(self.lead(), c)

    def _answer(self, number: int) -> None:
        work, by = self.work(), self.decider()
        waiting = Contribution.objects.waiting().filter(work=work).select_related("work", "owner", "said_by")
        said = [c for c in waiting.order_by("pk") if c.received_at < now() - timedelta(days=3)][:8]
        said = [c for c in said if c.outcome != "passed"]
        if not said:
            return
        outcome, words, because, who, in_days = self.old.answers[number % len(self.old.answers)]
        made = acts.answer(
            by, said, outcome=outcome, words=words, because=because, decider=by, decided_on=today(), who_does_it=who,
            by_when=plans.workday(today() + timedelta(days=in_days)) if in_days else None,
            look_again_on=plans.workday(today() + timedelta(days=300)) if outcome in ("not_used", "later") else None,
            passed_to=self.checker() if outcome == "passed" else None,
        )  # fmt: skip
        acts.check(self.lead() if self.lead() != by else self.checker(), made)
        for place, c in enumerate(said):
            if place % 3 != 2 and c.said_by is not None:
                self._reply(made, c, place, number)

    def _answer_the_rest(self) -> None:
        """Before a piece of work ends, whoever still has something answers it; one or two are forgotten."""
        waiting = Contribution.objects.waiting().filter(work=self.work()).select_related("work", "owner", "said_by")
        by_owner: dict[Person, list[Contribution]] = {}
        for number, c in enumerate(waiting.order_by("pk")):
            if number % 9 != 8:
                by_owner.setdefault(c.owner, []).append(c)
        outcome, words, because, who, in_days = self.old.answers[0]
        for owner, said in by_owner.items():
            made = acts.answer(
                owner, said, outcome=outcome, words=words, because=because, decider=owner, decided_on=today(), who_does_it=who,
                by_when=plans.workday(today() + timedelta(days=in_days)),
            )  # fmt: skip
            acts.check(self.lead() if self.lead() != owner else self.checker(), made)

    def _reply(self, made: Answer, c: Contribution, place: int, number: int) -> None:
        assert c.said_by is not None
        by, way, whom = self.typing(c.said_by)
        to = AnswerTo.objects.select_related("contribution__said_by", "contribution__work", "answer").get(
            answer=made, contribution=c
        )
        no = place == 1 and number % 3 == 1
        acts.reply(by, to, is_so=not no, what_is_wrong="It is not done yet." if no else "", way=way, for_person=whom)

    def _decide(self) -> None:
        old, work = self.old, self.work()
        self._move(Work.Stage.DECIDING)
        plan = Decision.objects.select_related("decider", "work").get(work=work, number=1)
        decider = self.who(plan.decider.key.removeprefix(KEY_STARTS))
        options = [
            acts.add_option(self.lead(), plan, what=what, cost=cost, good_effects=good, bad_effects=bad)
            for what, cost, good, bad in old.options
        ]
        for theme in Theme.objects.filter(work=work):
            acts.weigh(decider, plan, theme, how=old.weighed)
        acts.decide(decider, plan, chosen=options[0], because=old.because, decided_on=today())

    # ── meeting ───────────────────────────────────────────────────────────────────────────────────

    def _meet(self, day: int) -> None:
        held: list[Gathering] = []
        self.on(day - 40, lambda: held.append(self._plan(day)))
        self.on(day - 34, lambda: inviting.send(self.lead(), self._fresh(held)))
        self.on(day - 25, lambda: self._say_yes(held))
        self.on(day - 8, lambda: planning.confirm(self.lead(), self._fresh(held)))
        self.on(day + 5, lambda: self._was(held), hour=9)
        self.on(day + 8, lambda: self._write_down(held))

    def _fresh(self, held: list[Gathering]) -> Gathering:
        return Gathering.objects.select_related("work", "host", "place").get(pk=held[0].pk)

    def _plan(self, day: int) -> Gathering:
        lead, work = self.lead(), self.work()
        at: date = plans.workday((self.year.start + timedelta(days=day - days(self.old.starts))).date())
        gathering = planning.plan(
            lead,
            work,
            gathering=Gathering(
                title=self.old.gathering, purpose=self.old.what, what_we_ask=self.old.ask, what_you_get="Soup, and your bus fare.",
                starts_at=timezone.make_aware(datetime.combine(at, time(13, 0))), minutes=120, early_minutes=30, place=self._place(),
                reply_by=at - timedelta(days=6), host=lead, ground_rules="One speaks at a time. Silence is fine.",
                quiet_room="The small room, next door.", talk_after="We stay for half an hour.", way_out="Straight on, without a step.",
            ),
        )  # fmt: skip
        for side in (Group.LIVED, Group.CARER):
            there = Seat.objects.filter(work=work, group__side=side, until__isnull=True, person__isnull=False).select_related(
                "person"
            )
            if people := [seat.person for seat in there if seat.person is not None]:
                planning.choose(lead, gathering, people=people, group=side)
        planning.choose(lead, gathering, people=[self.decider(), self.checker()], group=Group.STAFF)
        return gathering

    def _place(self) -> Place:
        found = Place.objects.filter(called="The Mill").first()
        return found or _the_mill(self.lead())

    def _say_yes(self, held: list[Gathering]) -> None:
        asked = Invitation.objects.sent().filter(gathering=held[0]).select_related("person", "gathering__work", "gathering__host")
        for number, one in enumerate(asked):
            if number % 6 != 5:
                by, _way, whom = self.typing(one.person)
                inviting.reply(
                    by, one, says="yes", details=inviting.Details(shows_name=True), way="phone" if whom else "page", for_person=whom
                )

    def _was(self, held: list[Gathering]) -> None:
        gathering, lead = self._fresh(held), self.lead()
        came = (
            Invitation.objects.sent()
            .filter(gathering=gathering, state=Invitation.State.YES)
            .select_related("person", "gathering__work")
        )
        room.note_who_came(lead, gathering, asked=[one.key for one in came], came={one.key: 0 for one in came})
        late = self.old.starts > 6.5
        began = gathering.starts_at
        assert began is not None
        shares = ((Group.LIVED, 6 if late else 12), (Group.CARER, 5 if late else 10), (Group.STAFF, 14 if late else 8))
        taps = [
            room.NewTap(room.tap_key(), group, began + timedelta(minutes=5 + 3 * step, seconds=7 * place))
            for place, (group, count) in enumerate(shares)
            for step in range(count)
        ]
        room.tap(lead, gathering, taps=taps)
        for number, one in enumerate(came.all()):
            by, _way, whom = self.typing(one.person)
            if not one.person.works_here:
                step = (3 if late else 4) + (number % 3 == 0) - (number % 4 == 3)
                after.say_ease(
                    by, one, at_ease=step, heard=step, could_say=max(1, step - 1), way="phone" if whom else "page", for_person=whom
                )

    def _write_down(self, held: list[Gathering]) -> None:
        gathering, lead = self._fresh(held), self.lead()
        _outcome, words, _because, who, in_days = next(one for one in self.old.answers if one[0] == "partly" or one[4])
        owner = next((person for person in self.year.who.values() if person.called == who and person.works_here), lead)
        line = after.NewLine(
            kind=Minute.Kind.PROMISE, words=words, owner=owner, by_when=plans.workday(today() + timedelta(days=max(30, in_days)))
        )
        after.write_line(lead, gathering, line=line)
        after.tell_minutes(lead, gathering)


def _the_mill(by: Person) -> Place:
    from kitchentable.gatherings.acts.places import add_place

    return add_place(
        by, Place(called="The Mill", address="Mill Lane\nMillbrook\nZZ1 1AA", what_it_is_like="One room, round tables.", seats=40)
    )
