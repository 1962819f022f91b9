"""Learning in the demo: staff and people side by side, what they can do now, what was not offered and why, and how sure people feel."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from kitchentable.gatherings.when import moment_of
from kitchentable.site.demo.plans import workday
from kitchentable.site.demo.words import HOME
from kitchentable.ties.acts import confidence, taking
from kitchentable.ties.acts import learning as acts
from kitchentable.ties.jobs.learning import close_quarters
from kitchentable.ties.models import Learning, Taking

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

Kind, Way, Reads = Learning.Kind, Learning.Way, Taking.Reads
MONEY, DAY, MEET, TOGETHER, EASY, NIGHT = "money", "day", "meet", "together", "easy", "night"
# Who comes, by what they say of themselves; staff are staff.
TAKES: dict[str, dict[str, str]] = {
    MONEY: {
        "chloe": "lived", "raj": "carer", "pat": "lived", "reg": "lived", "mina": "lived", "maggie": "lived", "dilys": "carer", "winston": "lived",
        "dee": "", "ben": "", "natalie": "", "sam": "", "rao": "",
    },
    DAY: {"rao": "", "ben": "", "dee": "", "gill": "", "sam": "", "natalie": "", "owen": "carer"},
    MEET: {"lou": "lived", "asha": "lived", "fay": "lived", "tomasz": "lived", "irene": "carer", "femi": "lived", "hannah": "lived"},
    TOGETHER: {"graham": "lived", "nadia": "carer", "gill": "", "ben": ""},
    EASY: {"pat": "lived", "rao": "", "winston": "lived"},
    NIGHT: {"rao": "", "dee": "", "ben": "", "gill": ""},
}  # fmt: skip
SAID: tuple[tuple[str, str, str, str, str, bool], ...] = (
    (MONEY, "raj", "Gill did not hurry us. I asked three times what “net” is and nobody sighed.", Reads.LEADER,
     "I can read the budget page. I know what is in it for nights and what is not.", True),
    (MONEY, "pat", "The room was loud. The papers came four days before, that was good.", Reads.LEADS,
     "I can say what one minute more for all visits costs. It is £16,000.", True),
    (MONEY, "chloe", "", Reads.NOBODY, "I know now who to ask when they say there is no money.", False),
    (MONEY, "dee", "I have worked here nine years and did not know half of it.", Reads.LEADS, "I can explain the budget without the word “envelope”.", True),
    (DAY, "rao", "We waited 50 minutes for the second visit. I sign those contracts.", Reads.LEADER,
     "I can say what twenty minutes late does to a whole day. I will not write “about 9” again.", True),
    (DAY, "ben", "The ramp at the library is mine. It is too steep. I knew the number and not the hill.", Reads.LEADS,
     "I measure ramps with somebody who uses them.", True),
    (MEET, "lou", "I liked the big room. Too many names. Ms Rao had a picture on her door. Good.", Reads.LEADS, "I know Ms Rao’s door.", True),
)  # fmt: skip
# How sure people felt: to say what they think, that they are heard, that they understand the papers.
SURE: dict[int, dict[str, tuple[int, int, int]]] = {
    -300: {
        "chloe": (4, 2, 3), "raj": (2, 2, 2), "pat": (3, 1, 4), "reg": (4, 2, 2), "mina": (2, 2, 1), "maggie": (1, 2, 2), "dilys": (2, 3, 2),
        "rao": (4, 4, 5), "ben": (3, 3, 4), "dee": (4, 3, 4), "gill": (2, 3, 5), "natalie": (4, 2, 4),
    },
    -205: {
        "chloe": (4, 3, 4), "raj": (3, 2, 4), "pat": (4, 2, 4), "reg": (4, 3, 2), "mina": (3, 4, 3), "maggie": (2, 2, 4), "winston": (4, 4, 3),
        "rao": (4, 4, 5), "ben": (4, 4, 4), "dee": (5, 3, 4), "gill": (3, 4, 5), "sam": (2, 3, 3),
    },
    -112: {
        "chloe": (5, 4, 4), "raj": (4, 4, 4), "pat": (4, 3, 5), "reg": (5, 4, 3), "mina": (4, 4, 2), "maggie": (3, 4, 4), "dilys": (4, 4, 4),
        "winston": (4, 2, 4), "owen": (2, 4, 4), "femi": (5, 5, 4), "rao": (4, 5, 5), "ben": (4, 4, 4), "dee": (5, 4, 4), "natalie": (4, 4, 4),
        "gill": (4, 4, 5),
    },
}  # fmt: skip
WORDS = {
    (-300, "chloe"): "I can say it. I do not believe yet that it goes anywhere.",
    (-205, "chloe"): "Two things came back with an answer. One was no, but with a reason.",
    (-112, "chloe"): "I led a day. Nobody looked at their phone.",
    (-112, "raj"): "I said the night thing out loud.",
}


def lay(year: Year) -> None:
    """Put every step on its day."""
    made: dict[str, Learning] = {}
    year.on(-262, lambda: _offer_money(year, made), staff=True)
    year.on(-255, lambda: _offer_together(year, made), staff=True)
    year.on(-190, lambda: _offer_day(year, made), staff=True)
    year.on(-150, lambda: _offer_meet(year, made), staff=True)
    year.on(-34, lambda: _suggest(year, made))
    year.on(-27, lambda: _answer(year, made), staff=True)
    year.on(-20, lambda: _offer_night(year, made), staff=True)
    for day, which in ((-255, MONEY), (-180, DAY), (-140, MEET), (-100, TOGETHER), (-24, EASY), (-17, NIGHT)):
        for n, (slug, side) in enumerate(TAKES[which].items()):
            year.on(day + n // 3, partial(_take, year, made, which, slug, side), hour=13)
    year.on(-16, lambda: _give_back(year, made), hour=15)
    for which, day in ((MONEY, -222), (DAY, -156), (MEET, -116)):
        year.on(day, partial(_were_there, year, made, which), staff=True)
        year.on(day + 3, partial(_say, year, made, which), hour=18)
    for day, notes in SURE.items():
        for slug, steps in notes.items():
            year.on(day, partial(_note, year, day, slug, steps), hour=19)
    year.on(-2, close_quarters, hour=4)


def _on(year: Year, days: int, hour: int, minute: int = 0) -> datetime:
    """A working day, so many days from today."""
    return moment_of(workday((year.start + timedelta(days=days)).date()), time(hour, minute))


def _offer_money(year: Year, made: dict[str, Learning]) -> None:
    made[MONEY] = acts.offer(
        year.who["natalie"],
        Learning(
            kind=Kind.SUBJECT, title="Where each pound for help at home goes", work=year.works[HOME], led_by=year.who["gill"],
            led_by_words="Gill, who keeps the books", where="Town Hall, room 2. There is a loop and a quiet room.", places=14, way=Way.PLACE,
            what="Gill puts 100 paper pounds on the table and shows where each one goes. What the law says we must pay. Who decides the rest, "
            "and when. Afterwards you can read the budget page, and ask about it.",
            starts_at=_on(year, -228, 11),
        ),
    )  # fmt: skip


def _offer_together(year: Year, made: dict[str, Learning]) -> None:
    made[TOGETHER] = acts.offer(
        year.who["natalie"],
        Learning(
            kind=Kind.CO_PRODUCTION, title="How we decide together here", led_by=year.who["natalie"], led_by_words="Natalie and Chloe",
            way=Way.PAPERS, where="Ten short pages, and a phone call with one of us", by_lived=True,
            what="What working together means, and what it does not. What you can change and what nobody can. How to say “stop, that was too fast”. "
            "For everyone who is new: people and staff read the same pages.",
        ),
    )  # fmt: skip


def _offer_day(year: Year, made: dict[str, Learning]) -> None:
    made[DAY] = acts.offer(
        year.who["natalie"],
        Learning(
            kind=Kind.DAY_WITH_ME, title="A day with me: Chloe", work=year.works[HOME], led_by=year.who["chloe"], by_lived=True, paid=True,
            led_by_words="Chloe, who knows every ramp in town", places=8, way=Way.PLACE, where="We start at the library, at the ramp",
            what="You wait for the first visit with me. We go to the shops, the library and the Town Hall. You push nothing unless I say so. "
            "Afterwards you know what a plan on paper does to a day.",
            starts_at=_on(year, -162, 9, 30),
        ),
    )  # fmt: skip


def _offer_meet(year: Year, made: dict[str, Learning]) -> None:
    made[MEET] = acts.offer(
        year.who["natalie"],
        Learning(
            kind=Kind.MEET, title="Meet the council: who sits behind which door", led_by=year.who["rao"], led_by_words="Ms Rao and Ben Ash",
            places=10, for_whom=Learning.ForWhom.PEOPLE, where="Town Hall. We meet at the front desk.", starts_at=_on(year, -122, 14),
            what="A walk through the house, with tea. You meet five people who decide things, and each says in three sentences what.",
        ),
    )  # fmt: skip


def _suggest(year: Year, made: dict[str, Learning]) -> None:
    """Lou says it and Kim types it; Pat writes; Winston asks for something that cannot be."""
    made[EASY] = acts.suggest(
        year.who["kim"],
        Learning(
            kind=Kind.COURSE, title="I show you how to write Easy Read", what="You write too long. I can show you. With pictures."
        ),
        for_person=year.who["lou"],
    )
    made["bus"] = acts.suggest(
        year.who["winston"],
        Learning(kind=Kind.SHADOWING, title="A day with the drivers of the 14 bus", what="I want to see what they see."),
    )
    made["law"] = acts.suggest(
        year.who["pat"],
        Learning(kind=Kind.SUBJECT, title="What the Care Act says, line by line", what="In writing, please. No group work."),
    )


def _answer(year: Year, made: dict[str, Learning]) -> None:
    easy = made[EASY]
    easy.what = (
        "Lou reads your letter and says what he does not understand. You write it anew, with pictures. Then he reads it again."
    )
    easy.led_by, easy.led_by_words, easy.by_lived, easy.paid = year.who["lou"], "Lou, who checks our Easy Read", True, True
    easy.starts_at, easy.places, easy.where = _on(year, 19, 14), 6, "The Old Mill, ground floor"
    acts.offer(year.who["natalie"], easy)
    acts.end(
        year.who["natalie"], made["bus"],
        because="The bus firm lets nobody sit beside the driver, for the insurance. We asked twice. They come to us on the next walk through town instead.",
    )  # fmt: skip


def _offer_night(year: Year, made: dict[str, Learning]) -> None:
    made[NIGHT] = acts.offer(
        year.who["natalie"],
        Learning(
            kind=Kind.DAY_WITH_ME, title="A night and a morning with Raj", work=year.works[HOME], led_by=year.who["raj"], by_lived=True, paid=True,
            led_by_words="Raj, who looks after his mother", places=2, where="At Raj’s, two at a time. His mother has said yes.",
            what="You see what happens between ten at night and nine in the morning. You make the tea. Afterwards you know why a form with "
            "“nights: yes or no” is not enough.",
            starts_at=_on(year, 12, 21),
        ),
    )  # fmt: skip


def _take(year: Year, made: dict[str, Learning], which: str, slug: str, side: str) -> None:
    """Who is not online rings Natalie; Kim types for Lou."""
    whom = year.who[slug]
    typist = {"lou": "kim", "fay": "natalie", "asha": "natalie", "maggie": "natalie"}.get(slug)
    taking.take(year.who[typist] if typist else whom, made[which], side=side, for_person=whom if typist else None)


def _give_back(year: Year, made: dict[str, Learning]) -> None:
    """Dee gives her place back; Ben, who waited first, has it."""
    taking.give_back(year.who["dee"], made[NIGHT].takings.running().get(person=year.who["dee"]))


def _were_there(year: Year, made: dict[str, Learning], which: str) -> None:
    leader = Learning.objects.select_related("led_by").get(pk=made[which].pk).led_by or year.who["natalie"]
    for taken in made[which].takings.filter(state=Taking.State.PLACE).select_related("person", "learning"):
        was = not (which == MONEY and taken.person == year.who["sam"])
        taking.say_there(leader, taken, was_there=was)


def _say(year: Year, made: dict[str, Learning], which: str) -> None:
    for at, slug, like, reads, can_now, shared in SAID:
        if at != which:
            continue
        whom, typist = year.who[slug], year.who["kim"] if slug == "lou" else None
        taken = made[which].takings.running().select_related("person", "learning").get(person=whom)
        taking.say_after(
            typist or whom,
            taken,
            like=like,
            like_reads=reads,
            can_now=can_now,
            can_now_shared=shared,
            for_person=whom if typist else None,
        )


def _note(year: Year, day: int, slug: str, steps: tuple[int, int, int]) -> None:
    whom = year.who[slug]
    typist = year.who["natalie"] if slug == "maggie" else whom
    confidence.note_sure(
        typist, whom, steps=dict(zip(("say", "heard", "papers"), steps, strict=True)), words=WORDS.get((day, slug), ""),
        for_person=whom if typist != whom else None,
    )  # fmt: skip
