"""Who is at the table in the demo: what people suggested for the maps, a call that is open, and a draw that was made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from kitchentable.people.models import Person, Reach
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import ANYONE
from kitchentable.seats.acts import calls, drawn, draws, mapping, offers
from kitchentable.seats.acts.calls import Limit
from kitchentable.seats.acts.offers import NewPerson
from kitchentable.seats.fairness import ready_made
from kitchentable.seats.jobs.draws import make_lists
from kitchentable.seats.models import AffectedGroup, Call, Draw, Offer
from kitchentable.site.demo.words import HOME, TOWN

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

Way = Offer.Way
# Offers for “Getting around town”: a name, how it came, age and whether they use the internet. Nine came by phone or post.
AGES = ("16-24", "25-34", "35-49", "50-64", "65-79", "80-more")
FROM_TOWN = [
    "Abel",
    "Boyce",
    "Cora",
    "Della",
    "Edwin",
    "Farah",
    "Gwen",
    "Hakim",
    "Ivy",
    "Jonah",
    "Keira",
    "Leon",
    "Maya",
    "Nell",
    "Otis",
    "Pilar",
    "Quinn",
    "Rosa",
    "Silas",
    "Tess",
    "Umar",
    "Vera",
    "Wyn",
    "Yusuf",
    "Zara",
    "Alma",
    "Bram",
    "Celia",
    "Dov",
    "Elin",
    "Fergus",
    "Greta",
    "Hugo",
    "Isla",
]
BY_PHONE, BY_POST = frozenset({4, 9, 15, 22, 27}), frozenset({6, 12, 19, 30})
LIMITS: Mapping[str, Mapping[str, Limit]] = {
    "age": {"16-24": Limit(1, 2), "25-34": Limit(0, 2), "35-49": Limit(0, 2), "50-64": Limit(0, 2), "65-79": Limit(1, 3), "80-more": Limit(1, 2)},
    "disability": {"a-lot": Limit(3, 5), "a-little": Limit(1, 3), "none": Limit(1, 2)},
    "online": {"often": Limit(2, 5), "with-help": Limit(1, 3), "never": Limit(1, 3)},
}  # fmt: skip


def lay(year: Year) -> None:
    """Put every step on its day."""
    year.on(-300, lambda: _look_at_home(year), staff=True)
    year.on(-20, lambda: _suggest(year))
    year.on(-16, lambda: _answer_suggestions(year), staff=True)
    year.on(-44, lambda: _call_for_town(year), hour=15, staff=True)
    for n in range(len(FROM_TOWN)):
        year.on(-40 + n // 2, partial(_offer, year, n), hour=16)
    year.on(-13, lambda: _seal(year), hour=11, staff=True)
    year.on(-12, lambda: _publish(year), hour=12, staff=True)
    year.on(-8, lambda: _draw(year), hour=15, staff=True)
    year.on(-5, lambda: _call_for_carers(year), hour=15, staff=True)


def _look_at_home(year: Year) -> None:
    """The questions that were looked at, and the duties."""
    natalie, work = year.who["natalie"], year.works[HOME]
    mapping.answer_prompt(
        natalie, work, prompt="marriage", because="Help at home is the same for people who are married and who are not."
    )
    mapping.note_duty(
        natalie, work, kind="involve", applies=True,
        words="People who use the service, and their carers, are affected by how visits are planned. So they are part of it from the start.",
    )  # fmt: skip
    mapping.note_duty(
        natalie,
        work,
        kind="advance",
        words="Visits that are long enough let people with higher needs live where they want to live.",
    )


def _suggest(year: Year) -> None:
    """By phone, on the page, and by somebody who gives no name."""
    work = year.works[HOME]
    mapping.suggest(
        year.who["kim"], work, name="People in supported living", for_person=year.who["lou"],
        why="We get help at home too. Nobody asked the people in my house.",
    )  # fmt: skip
    mapping.suggest(year.who["pat"], work, name="People who are up at night", why="The night staff are the same three firms.")
    mapping.suggest(year.who["joan"], work, name="Everyone who pays council tax", why="We pay for it.")


def _answer_suggestions(year: Year) -> None:
    natalie, work = year.who["natalie"], year.works[HOME]
    houses, _nights, taxes = AffectedGroup.objects.suggested().filter(work=work).order_by("pk")
    houses.name, houses.side, houses.strength, houses.seats_wanted = "People in supported living", "lived", 2, 1
    mapping.take_suggestion(natalie, houses)
    mapping.refuse_suggestion(
        natalie, taxes, because="Everyone pays, so this would be everyone. The council hears them in the budget talks in January."
    )


def _call_for_town(year: Year) -> None:
    natalie, work = year.who["natalie"], year.works[TOWN]
    call = calls.new_call(
        natalie, work,
        call=Call(
            title="Six people to walk and wheel the town with us",
            what="You go round the town with us, street by street. You say what stops you, and what is mended first.",
            how_much_time="Two hours, once a month, from now until next summer. You choose how you come.",
            what_we_pay="£20 an hour, your travel, and somebody to stand in for you at home.",
            what_support="We ask what works for you before each walk. Somebody you know can come with you.",
            for_whom="Anyone who lives in Millbrook or comes here each week.",
            seats=6, alternates=2, closes_on=today() + timedelta(days=28),
            other_ways="You can say something about any street on our page, by phone or on a card. Each point gets an answer.",
        ),
    )  # fmt: skip
    for code in ("age", "disability", "online"):
        asks, choices = ready_made()[code].in_words()
        calls.ask_fairness(natalie, call, asks=asks, choices=choices, code=code)
    calls.set_limits(natalie, call, in_draw=LIMITS)
    calls.open_call(natalie, call)


def _offer(year: Year, n: int) -> None:
    call, natalie, called = Call.objects.get(work=year.works[TOWN]), year.who["natalie"], FROM_TOWN[n]
    groups = list(AffectedGroup.objects.affected_most().filter(work=call.work).order_by("pk"))
    group = groups[n % len(groups)]
    if n in BY_PHONE or n in BY_POST:
        way = Way.PHONE if n in BY_PHONE else Way.POST
        new = NewPerson(
            called,
            channel=Reach.Channel.PHONE if way == Way.PHONE else Reach.Channel.LETTER,
            phone="01632 960 171",
            post=f"{n} Weir Terrace\nMillbrook",
        )
        made = offers.offer(natalie, call, new=new, group=group, way=way)
    else:
        made = offers.offer(ANYONE, call, new=NewPerson(called, email=f"{called.lower()}@town.example"), group=group)
    person = made.person
    assert person is not None
    Person.objects.filter(pk=person.pk).update(is_demo=True)
    online = "never" if n in BY_POST or n in BY_PHONE else "with-help" if n % 4 == 1 else "often"
    said = {"age": AGES[n % 6], "disability": ("a-lot", "a-lot", "a-little", "none")[n % 4], "online": online}
    offers.answer(person, made, answers=said)


def _seal(year: Year) -> None:
    call, natalie = Call.objects.get(work=year.works[TOWN]), year.who["natalie"]
    calls.close_call(natalie, call)
    calls.count_answers(natalie, call)
    draws.seal(natalie, draws.start_draw(natalie, call))
    make_lists()


def _the_draw(year: Year) -> Draw:
    return Draw.objects.get(call__work=year.works[TOWN])


def _publish(year: Year) -> None:
    draws.publish(
        year.who["natalie"], _the_draw(year), seed_from="The six numbers of the first national lottery draw on or after this day",
        seed_on=today() + timedelta(days=3),
    )  # fmt: skip


def _draw(year: Year) -> None:
    natalie, seed = year.who["natalie"], "7 12 23 31 44 49"
    drawn.tell_people(natalie, draws.draw_panel(natalie, _the_draw(year), seed=seed, again=seed))


def _call_for_carers(year: Year) -> None:
    natalie, work = year.who["natalie"], year.works[HOME]
    call = calls.new_call(
        natalie, work,
        call=Call(
            title="One seat for somebody who looks after a person at home",
            what="You help to plan how visits at home work from next April, with six others who sit at the table already.",
            how_much_time="An afternoon each month. Reading before it takes about one hour.",
            what_we_pay="£20 an hour, your travel, and care for the person you look after while you are with us.",
            what_support="Natalie rings you before each meeting, when it suits you.",
            for_whom="Unpaid carers in Millbrook.",
            seats=1, alternates=1, closes_on=today() + timedelta(days=30),
            other_ways="You can say what you think at any time, and Ms Rao answers it.",
        ),
    )  # fmt: skip
    calls.open_call(natalie, call)
    offers.offer(
        year.who["priya"],
        call,
        group=AffectedGroup.objects.get(work=work, name="Unpaid carers"),
        words="I look after my dad. I can come when my sister is there.",
    )
