"""The three pieces of work of the demo: what they are, what they ask, and what was decided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from kitchentable.people.clock import add_working_days
from kitchentable.people.models import Person
from kitchentable.policy.clock import now, today
from kitchentable.site.cast import MOST, MUCH, AtTable, seat_people
from kitchentable.site.demo.words import BREAKS, HOME, THEMES, TOWN, WEIGHED
from kitchentable.ties.acts import lessons
from kitchentable.ties.acts.telling import say_new
from kitchentable.ties.models import Lesson
from kitchentable.voices import acts
from kitchentable.voices.models import Decision, Option, Question, Theme
from kitchentable.works import acts as works
from kitchentable.works.models import Group, Role, Step, Work

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

NEW = {
    HOME: "What a whole good day is like. Until now we asked only whether people were satisfied.",
    BREAKS: "What the new money for breaks is best spent on. It is decided this year.",
    TOWN: "The whole way from door to door. Before, we asked only about the buses.",
}


def lay(year: Year) -> None:
    """Put every step of the three pieces of work on its day."""
    _help_at_home(year)
    _short_breaks(year)
    _getting_around(year)


def take_up_lessons(lead: Person, work: Work) -> None:
    """What other teams would tell this one: its lead says what is taken up, before the work moves on."""
    for lesson in Lesson.objects.filter(work=work, takes="").select_related("line", "work"):
        lessons.say_lesson(lead, lesson, takes="yes", because="We do it from the first meeting on.")


def _move(year: Year, slug: str, stage: Work.Stage) -> None:
    take_up_lessons(year.who["natalie"], year.works[slug])
    works.move(year.who["natalie"], year.works[slug], stage=stage)


# ── better help at home: making ───────────────────────────────────────────────────────────────────


def _help_at_home(year: Year) -> None:
    year.on(-328, lambda: _ask_about_home(year), staff=True)
    year.on(-263, lambda: _open(year, HOME), hour=9, staff=True)
    year.on(-214, lambda: _weir_street(year), staff=True)
    year.on(-88, lambda: _move(year, HOME, Work.Stage.MAKING), staff=True)
    year.on(-60, lambda: _choices(year), staff=True)


def _ask_about_home(year: Year) -> None:
    work, natalie = year.works[HOME], year.who["natalie"]
    work.by_when = workday((year.start + timedelta(days=60)).date())
    works.change(natalie, work)
    take_up_lessons(natalie, work)
    works.move(natalie, work, stage=Work.Stage.ASKING)
    works.give_role(natalie, work, person=year.who["ben"], kind=Role.Kind.ANSWERER)
    plan = acts.plan_decision(
        natalie,
        work,
        title="How visits at home are planned from next April",
        what="The new contracts with the three firms: how long visits are, who comes, and what happens when one is missed.",
        expected_on=workday((year.start + timedelta(days=45)).date()),
    )
    acts.ask(
        natalie,
        Question(
            work=work,
            decision=plan,
            asks="What makes a good day with help at home, and what gets in the way?",
            more="Tell us about any day. Long or short, good or bad.",
            can_change="When visits come and how long they last. Who comes. What happens when one is missed.",
            cannot_change="The money for next year, because the council voted on it in February.",
            costs="Each minute that all visits are longer costs £16,000 a year.",
            bad_effects="Longer visits for some may mean that others wait longer for their first visit.",
            closes_on=workday(today() + timedelta(weeks=22)),
        ),
    )


def _open(year: Year, slug: str) -> None:
    for question in Question.objects.filter(work__slug=slug, opened_at__isnull=True, kind=Question.Kind.VIEWS).select_related(
        "decision"
    ):
        say_new(year.who["natalie"], question, new=NEW[slug])
        acts.open_question(year.who["natalie"], question)


def _weir_street(year: Year) -> None:
    """What was decided before anyone was asked is shown as such. A question as if it were open stays shut (R007)."""
    work, natalie = year.works[HOME], year.who["natalie"]
    closing = acts.plan_decision(
        natalie,
        work,
        title="The day centre in Weir Street closes",
        what="The roof of the day centre is not safe. 23 people go there.",
    )
    acts.note_decision(
        natalie,
        closing,
        because="The roof costs £1.2 million. The council decided to close it before it asked the people who go there.",
        decided_on=workday(today() - timedelta(days=10)),
    )
    acts.ask(
        natalie,
        Question(
            work=work,
            decision=closing,
            asks="Should the day centre in Weir Street close?",
            can_change="Nothing",
            cannot_change="That it closes, because it is decided.",
            costs="£1.2 million for the roof",
            bad_effects="23 people lose the place where they meet.",
        ),
    )
    help_now = acts.ask(
        natalie,
        Question(
            work=work,
            decision=closing,
            kind=Question.Kind.HELP,
            asks="The day centre in Weir Street closes. What help do you need now?",
            more="Where would you like to go instead, with whom, and how do you get there?",
        ),
    )
    say_new(natalie, help_now, new="Where you want to go when the day centre has closed. Nobody has asked you that.")
    acts.open_question(natalie, help_now)


def _choices(year: Year) -> None:
    plan = Decision.objects.get(work=year.works[HOME], number=1)
    natalie = year.who["natalie"]
    for what, cost, good, bad in (
        ("Visits of 20 minutes or more, and driving is paid", "£95,000 a year", "No visit is a knock on the door. Workers stay to the end.", "A few people wait two weeks longer for their first visit."),
        ("Visits of 30 minutes or more for everyone", "£335,000 a year", "Time to talk and to do things together.", "About 40 people would get no help at home this year."),
        ("As it is now", "Nothing", "Nobody has to change.", "15-minute visits stay. Workers leave."),
    ):  # fmt: skip
        acts.add_option(natalie, plan, what=what, cost=cost, good_effects=good, bad_effects=bad)


# ── short breaks for carers: decided, doing ───────────────────────────────────────────────────────


def _short_breaks(year: Year) -> None:
    year.on(-268, lambda: _start_breaks(year), staff=True)
    year.on(-250, lambda: _open(year, BREAKS), hour=9, staff=True)
    year.on(-128, lambda: _move(year, BREAKS, Work.Stage.DECIDING), staff=True)
    year.on(-112, lambda: _decide_breaks(year), staff=True)
    year.on(-95, lambda: _move(year, BREAKS, Work.Stage.DOING), staff=True)


def _start_breaks(year: Year) -> None:
    natalie, rao = year.who["natalie"], year.who["rao"]
    work = works.start(
        natalie,
        Work(
            slug=BREAKS,
            title="Short breaks for carers",
            lead_line="Unpaid carers say what a real break is, before the money for it is spent.",
            what_this_is="A new way to give unpaid carers a break.",
            what_we_ask="Tell us what a break is for you, and what stops you from having one.",
            by_when=workday(today() + timedelta(days=120)),
            what_next="Ms Rao answers each point within 20 working days. Then she decides, and shows how each theme was weighed.",
            can_change="What the money is spent on\nWho can be paid to take over\nHow you ask for a break",
            cannot_change="The sum of £180,000 a year, because the government gives it for this and nothing else",
            decider=rao,
            answers_first=rao,
            stage=Work.Stage.ASKING,
            ladder_planned=Step.ENGAGING,
            is_public=True,
            started_at=now(),
        ),
    )
    year.works[BREAKS] = work
    _staff(year, work, {"dee": Role.Kind.CHECKER, "gill": Role.Kind.ANSWERER, "ben": Role.Kind.ANSWERER})
    seat_people(
        year.who,
        work,
        (
            AtTable("Unpaid carers", Group.CARER, MOST, ("raj", "asha", "priya"), {"about_how_many": 6_500, "seats_wanted": 4}),
            AtTable("People who are cared for", Group.LIVED, MOST, ("fay", "pat"), {"seats_wanted": 2}),
            AtTable(
                "Carers under 18", Group.CARER, MOST, (),
                {"about_how_many": 400, "seats_wanted": 1, "reaching": "partner", "how_to_reach": "We ask the two schools, and the young carers’ club."},
            ),
        ),
        because="A break is for carers, so carers have most of the seats.",
    )  # fmt: skip
    plan = acts.plan_decision(
        natalie, work, title="What the money for breaks is spent on", expected_on=workday(today() + timedelta(days=150)),
        what="£180,000 a year for two years.",
    )  # fmt: skip
    acts.ask(
        natalie,
        Question(
            work=work,
            decision=plan,
            asks="What is a break for you, and what stops you from having one?",
            can_change="What the money is spent on, who takes over, and how you ask.",
            cannot_change="The sum, because it comes from the government for this and nothing else.",
            costs="Booking by the hour: £210,000 a year. A night team: £180,000. Six places in town: £36,000.",
            bad_effects="What is chosen leaves less for the rest.",
            closes_on=workday(today() + timedelta(weeks=16)),
        ),
    )


def _decide_breaks(year: Year) -> None:
    plan, rao, natalie = Decision.objects.get(work=year.works[BREAKS], number=1), year.who["rao"], year.who["natalie"]
    chosen: Option | None = None
    for what, cost, good, bad in (
        ("Night support: eight workers, two nights a week for each family", "£180,000 a year", "Sleep, for about 40 families.", "No breaks by the hour."),
        ("Breaks by the hour, booked on the phone", "£210,000 a year", "A break when you need it, for about 110 families.", "More than there is. Nobody comes at night."),
        ("A little of each", "£180,000 a year", "Something for everyone.", "Two nights a month. Nobody would call that sleep."),
    ):  # fmt: skip
        option = acts.add_option(natalie, plan, what=what, cost=cost, good_effects=good, bad_effects=bad)
        chosen = chosen or option
    names = {called: short for short, (called, _what) in THEMES[BREAKS].items()}
    for theme in Theme.objects.filter(work=year.works[BREAKS]):
        acts.weigh(rao, plan, theme, how=WEIGHED[names[theme.called]])
    acts.decide(
        rao,
        plan,
        chosen=chosen,
        because="The most tired of you asked for nights, and a night cannot be had from a friend or for a voucher. Hours are looked at again when the price of nights is known.",
        decided_on=today(),
    )
    work = plan.work
    work.lead_line = (
        "Unpaid carers said what a real break is. £180,000 a year goes to what most of them asked for: a night’s sleep."
    )
    work.what_next = "Night support runs for two years. Ms Rao still answers each point, and we look back together."
    works.change(natalie, work)


# ── getting around town: asking ───────────────────────────────────────────────────────────────────


def _getting_around(year: Year) -> None:
    year.on(-45, lambda: _start_town(year), staff=True)
    year.on(-32, lambda: _open(year, TOWN), hour=9, staff=True)


def _start_town(year: Year) -> None:
    natalie, rao = year.who["natalie"], year.who["rao"]
    work = works.start(
        natalie,
        Work(
            slug=TOWN,
            title="Getting around town",
            lead_line="Buses, toilets, benches, kerbs. Tell us where you cannot get to, and why.",
            what_this_is="A list of what to mend in town first, made with those who cannot get around it.",
            what_we_ask="Tell us about one place that you cannot get to, or one that works.",
            by_when=workday(today() + timedelta(days=75)),
            what_next="Ben Ash and Ms Rao answer each point. Then people choose together what comes first.",
            can_change="What is mended first\nWhere benches and toilets go\nWhat we ask of the bus company",
            cannot_change="The bus company’s fares, because it sets them itself\nThe street plan by the river, because the flood wall is being built",
            decider=rao,
            answers_first=rao,
            stage=Work.Stage.ASKING,
            ladder_planned=Step.CO_PRODUCTION,
            people_also_do_and_check=True,
            is_public=True,
            started_at=now(),
        ),
    )
    year.works[TOWN] = work
    _staff(year, work, {"dee": Role.Kind.CHECKER, "ben": Role.Kind.ANSWERER})
    seat_people(
        year.who,
        work,
        (
            AtTable("People who cannot use kerbs and steps", Group.LIVED, MOST, ("chloe", "winston"), {"seats_wanted": 3}),
            AtTable("Blind people and Deaf people", Group.LIVED, MOST, ("reg", "mina"), {"seats_wanted": 2}),
            AtTable("People with a learning disability", Group.LIVED, MOST, ("lou",), {"seats_wanted": 1}),
            AtTable("People who push prams and carry children", Group.CARER, MUCH, (), {"seats_wanted": 2}),
            AtTable("Shops and cafés", Group.OTHER, MUCH, ("femi",), {"seats_wanted": 1}),
        ),
        because="Those whom a kerb stops know best which kerb it is.",
    )
    plan = acts.plan_decision(
        natalie, work, title="What is mended first, and where", decider=rao, expected_on=workday(today() + timedelta(days=150)),
        what="£140,000 for kerbs, benches, signs and toilets.",
    )  # fmt: skip
    acts.ask(
        natalie,
        Question(
            work=work,
            decision=plan,
            asks="Where in town can you not get to, and why?",
            more="Or tell us about a place that works, so that we can do the same elsewhere.",
            can_change="What is mended first, and where benches, toilets and signs go.",
            cannot_change="Bus fares, because the company sets them. The flood wall, because it is being built.",
            costs="A bench £1,600. A dropped kerb £2,400. A Changing Places toilet £60,000 to £90,000.",
            bad_effects="Whatever comes first makes something else come later. Road works close some streets for days.",
            closes_on=workday(today() + timedelta(weeks=9)),
        ),
    )


def _staff(year: Year, work: Work, staff: dict[str, Role.Kind]) -> None:
    for slug, kind in staff.items():
        works.give_role(year.who["natalie"], work, person=year.who[slug], kind=kind)


def workday(day: date) -> date:
    """That day, or the next on which the council is open."""
    return add_working_days(day, 0, settings.NATION)
