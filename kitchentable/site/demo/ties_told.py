"""Memory in the demo: papers from before, Jean who does not want to be asked again about short breaks, six who said the same about a bus, a
question that says what people had told us, and a draft for which nobody has looked yet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from kitchentable.people.models import Person, Reach
from kitchentable.policy.clock import today
from kitchentable.site.cast import Way, make_people
from kitchentable.site.demo.words import BREAKS, HOME, TOWN
from kitchentable.ties.acts import near, not_again, past
from kitchentable.ties.acts.telling import say_new
from kitchentable.ties.models import NearGroup, NearIn, NotAgain
from kitchentable.voices import acts
from kitchentable.voices.models import Contribution, Question
from kitchentable.works.models import Work

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

COFFEE = """# Short breaks: what carers said at the coffee mornings

Eleven carers came to the library in Weir Street, and nine to the chapel.

## What they said

Almost everyone said that four hours is the wrong length. Some need one hour for the shops. Some need a whole Saturday.

Nobody had booked a short break by phone without ringing three times. One carer rang from her car, because it was the only quiet place.

Night support came up at every table: “I could do the days, if I could sleep.”

## What we said we would do

We said that we would write back before the summer. We did not. The officer who took these notes left in May.
"""
RIVER = """Short breaks can be booked by the hour on the phone, from 8 in the morning until 6 in the evening.

41 families answered. 36 said that booking by the hour is the best thing about it. 5 said that the same worker should come each time.

Keep this when the councils join.
"""
BUSES = """Notes from the bus users' evening. Mrs Hallam from Mill Lane, telephone 01632 960 188, said that the Saturday bus is the only one she can use.

Two drivers came. They said that nobody had shown them how the ramp works.
"""
SATURDAY = (
    ("irene", "Please keep the Saturday bus to the market. It is the only day I see people."),
    ("priya", "Please keep the Saturday bus to the market! It is the only day on which I see people."),
    ("bert", "Keep the Saturday bus to the market please. It is the only day I see people."),
    ("sue", "Please keep the Saturday market bus. It is the only day I see people, and I shop for my neighbour too."),
    ("dilys", "The Saturday bus to the market: please keep it. It is the only day that I see people."),
    ("ada", "Please keep the Saturday bus to the market, it is the only day I see people."),
)
CRACKED = (
    ("winston", "The pavement by the chemist is cracked, and my walking frame gets stuck in it."),
    ("hannah", "The pavement by the chemist is cracked. My gran's walking frame gets stuck in it."),
)
AGAIN = "I have told the council what is wrong with short breaks in three surveys. It is all in your papers. I will not write it a fourth time."


def lay(year: Year) -> None:
    """Put every step on its day."""
    year.on(-262, lambda: _old_papers(year), staff=True)
    year.on(-240, lambda: _jean(year), hour=11, staff=True)
    year.on(-13, lambda: _the_same(year, SATURDAY), hour=16)
    year.on(-12, lambda: _the_same(year, CRACKED), hour=16)
    year.on(-9, lambda: _join(year), staff=True)
    year.on(-7, lambda: _ask_about_nights(year), staff=True)
    year.on(-2, lambda: _draft(year), staff=True)


def open_first(natalie: Person, question: Question, new: str) -> Question:
    """Look at what people told us, say what is new, and open a question, as everyone must."""
    say_new(natalie, question, new=new)
    return acts.open_question(natalie, question)


def _old_papers(year: Year) -> None:
    natalie, breaks = year.who["natalie"], year.works[BREAKS]
    coffee = past.keep_past(
        natalie, breaks, title="Short breaks: what carers said at the coffee mornings", on=date(today().year - 5, 2, 14), team="Carers team",
        place="Library in Weir Street, and the chapel", theme="Short breaks", code="SB-1", text=COFFEE,
    )  # fmt: skip
    past.show_past(natalie, coffee, names_nobody=True)
    river = past.keep_past(
        natalie, breaks, title="Booking by the hour: what families say", on=date(today().year - 3, 1, 1), only_year=True,
        team="Lower Millbrook District Council", place="By post", theme="Short breaks", code="SB-1", text=RIVER,
    )  # fmt: skip
    past.show_past(natalie, river, names_nobody=True)
    past.keep_past(
        natalie, None, title="Bus users’ evening", on=date(today().year - 4, 11, 6), team="Transport team", place="Town hall",
        theme="Buses", code="T-12", text=BUSES,
    )  # fmt: skip


def _jean(year: Year) -> None:
    natalie, breaks = year.who["natalie"], year.works[BREAKS]
    way = Way(
        "jean", "Jean", channel=Reach.Channel.PHONE, phone="01632 960 151", good_times="After the news at one", asks_a_month=1
    )
    jean = make_people((way,), by=natalie)["jean"]
    year.who["jean"] = jean
    acts.say(natalie, breaks, words=AGAIN, way="phone", sharing="lead", read_back=True, for_person=jean)
    not_again.not_again(
        natalie, jean, what=NotAgain.What.MATTER, matter="short breaks", way=NotAgain.Way.PHONE, for_person=jean
    )  # fmt: skip


def _the_same(year: Year, said: tuple[tuple[str, str], ...]) -> None:
    for who, words in said:
        acts.say(year.who[who], year.works[TOWN], words=words, sharing="public")


def _join(year: Year) -> None:
    natalie, town = year.who["natalie"], year.works[TOWN]
    for c in Contribution.objects.filter(work=town, words__in=[words for _who, words in SATURDAY]).select_related("work"):
        acts.publish(natalie, c)
    group = NearGroup.objects.filter(work=town, state=NearGroup.State.OPEN).order_by("-size").first()
    if group is not None:
        said = list(NearIn.objects.filter(group=group).select_related("contribution"))
        near.join_near(natalie, group, said=said, called="Keep the Saturday bus")


def _ask_about_nights(year: Year) -> None:
    """Night support is there since three months. What is new: how it goes now, and across the river."""
    natalie, work = year.who["natalie"], Work.objects.get(slug=BREAKS)
    question = acts.ask(
        natalie,
        Question(
            work=work, kind=Question.Kind.HELP, asks="Night support: what goes well now, and what does not?", answered_by=year.who["gill"],
            more="The night team has worked for three months. Tell us about your nights.", closes_on=today() + timedelta(days=60),
        ),
    )  # fmt: skip
    open_first(
        natalie,
        question,
        "How the nights are since the team came, and whether it reaches Lower Millbrook. We know why you need it.",
    )


def _draft(year: Year) -> None:
    """A draft that cannot be opened: nobody has looked yet at what people told us about it."""
    natalie = year.who["natalie"]
    acts.ask(
        natalie,
        Question(
            work=year.works[HOME], kind=Question.Kind.HELP, asks="What is wrong with short breaks?",
            more="We plan a survey for families who get help at home.", closes_on=today() + timedelta(days=70),
        ),
    )  # fmt: skip
