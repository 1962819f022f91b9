"""The demo: looking back on “Better help at home” after 3 and 6 months, with good and bad; and what the next team takes up of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kitchentable.people.models import Reach
from kitchentable.policy.clock import at, now, today
from kitchentable.site.demo.plans import workday
from kitchentable.site.demo.words import BREAKS, HOME
from kitchentable.ties.acts import lessons, look_lines
from kitchentable.ties.acts import looking_back as acts
from kitchentable.ties.acts.looking_back import Answers
from kitchentable.ties.acts.promising import promise
from kitchentable.ties.jobs.looking_back import ask_and_warn, open_what_is_due
from kitchentable.ties.models import Lesson, LookBack, LookLine, LookSaid, Promise
from kitchentable.ties.taking_part import took_part

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

LEAD, GROUP, EVERYONE = LookSaid.Reads.LEAD, LookSaid.Reads.GROUP, LookSaid.Reads.EVERYONE
# who: aim, how it felt, step of the ladder, who reads it, words by question
AFTER_3: dict[str, tuple[str, int, int, str, dict[str, str]]] = {
    "chloe": ("too_soon", 3, 4, GROUP, {
        "felt_why": "I was heard in the room. Between the meetings I heard nothing for five weeks.",
        "in_the_way": "The first meeting was at nine in the morning. I need two hours to get up.",
        "power": "The council chose the agenda. Then it asked us if we had anything to add.",
    }),
    "lou": ("too_soon", 4, 5, EVERYONE, {"helped": "Natalie rang me. She let it ring for a long time.", "learned": "I can say no."}),
    "mina": ("partly", 3, 4, GROUP, {
        "helped": "The same interpreter each time.",
        "bad_other": "I had to explain to each new firm that I do not hear the bell.",
    }),
    "reg": ("no", 2, 3, GROUP, {"in_the_way": "The plan came as a picture. My reader says “image”.", "next_team": "Send it as text. Then I can read it."}),
    "pat": ("too_soon", 3, 4, LEAD, {"felt_why": "Too many people at once. I wrote instead, and that was fine."}),
    "raj": ("partly", 3, 4, EVERYONE, {
        "in_the_way": "Nobody sits with Mum while I am at a meeting.",
        "next_team": "Ask carers first which hours they can come at all.",
    }),
    "rao": ("too_soon", 4, 5, GROUP, {"learned": "I did not know that a visit of fifteen minutes has four minutes in it that count."}),
    "natalie": ("too_soon", 3, 4, GROUP, {"power": "I wrote the minutes, so my words were the ones that stayed."}),
    "ben": ("partly", 4, 4, GROUP, {"learned": "I ring back the same day now. It takes me ten minutes."}),
}  # fmt: skip
AFTER_6: dict[str, tuple[str, int, int, str, dict[str, str]]] = {
    "chloe": ("partly", 4, 5, EVERYONE, {
        "helped": "We met at eleven. Half of the agenda was ours.",
        "good_hoped": "Three people come to me now, not nine.",
        "bad_other": "I do so much of this that I have less time for my friends.",
    }),
    "lou": ("yes", 5, 6, EVERYONE, {"good_other": "I chaired. I was scared and then I was not.", "nihr_back": "I got paid."}),
    "mina": ("partly", 4, 5, GROUP, {"helped": "Minutes in BSL the same day.", "nihr_ties": "Ms Rao signs “good morning” now."}),
    "reg": ("partly", 4, 5, GROUP, {"helped": "The plan comes as text, on the same day as everyone’s.", "power": "We said no to the tablet. It was dropped."}),
    "pat": ("partly", 4, 5, GROUP, {"helped": "I may write instead of speak.", "scie_practice": "Ask first, then plan. It took longer and it was right."}),
    "raj": ("no", 2, 4, EVERYONE, {
        "bad_feared": "Evening visits moved to mornings. Our evenings are harder now.",
        "in_the_way": "I can come once in two meetings, because somebody must be with Mum.",
    }),
    "rao": ("partly", 4, 5, GROUP, {"learned": "It is cheaper to ask first. We did not buy the tablets.", "nihr_power": "More than before. I still sign."}),
    "natalie": ("partly", 4, 5, GROUP, {"next_team": "Read the minutes back in the room, and let the group change them."}),
    "ben": ("yes", 5, 5, GROUP, {"good_other": "Fewer people leave our team. They say they like to be asked."}),
    "gill": ("too_soon", 3, 4, LEAD, {"in_the_way": "Fees are paid after six weeks. That is too late for most people."}),
}  # fmt: skip
Kind = LookLine.Kind
LINES_3 = (
    (Kind.HELPED, "We ring those who do not read mail, and let it ring.", ("lou",)),
    (Kind.IN_THE_WAY, "The hour and the papers did not fit people.", ("chloe", "reg", "raj")),
    (Kind.POWER, "The council chose what was talked about, and wrote down what was said.", ("chloe", "natalie")),
    (Kind.BAD_OTHER, "People had to explain themselves to each new firm.", ("mina",)),
    (Kind.LEARNED, "In a visit of fifteen minutes, four count.", ("rao", "ben", "lou")),
    (Kind.NEXT_TEAM, "Ask unpaid carers first which hours they can come at all.", ("raj",)),
    (Kind.NEXT_TEAM, "Send the plan as text on the same day as in print.", ("reg",)),
)
LINES_6 = (
    (Kind.HELPED, "We meet at eleven, and half of the agenda comes from people.", ("chloe", "mina", "reg", "pat")),
    (Kind.IN_THE_WAY, "Replacement care and late fees keep people away.", ("raj",)),
    (Kind.POWER, "The group said no to the tablets, and they were dropped.", ("reg", "rao")),
    (Kind.GOOD_HOPED, "The same three people come, not nine.", ("chloe",)),
    (Kind.GOOD_OTHER, "Fewer care workers leave.", ("ben",)),
    (Kind.BAD_FEARED, "When mornings got better, some evenings got worse.", ("raj",)),
    (Kind.BAD_OTHER, "Those who do most have less time for their own lives.", ("chloe",)),
    (Kind.NEXT_TEAM, "Read the minutes back in the room, and let the group change them.", ("natalie",)),
)


def lay(year: Year) -> None:
    """Put every step on its day. The twelve months are still to come: Natalie is told that they come soon."""
    year.on(-329, lambda: _hope(year), hour=8, staff=True)
    year.on(-266, _open)
    year.on(-262, lambda: _say(year, "start-3", AFTER_3), hour=18)
    year.on(-254, lambda: _lines(year, "start-3", LINES_3), staff=True)
    year.on(-244, lambda: _finish(year, "start-3", {}), staff=True)
    year.on(-174, _open)
    year.on(-170, lambda: _say(year, "start-6", AFTER_6), hour=18)
    year.on(-166, lambda: _room(year, "start-6"), staff=True)
    year.on(-162, lambda: _lines(year, "start-6", LINES_6), staff=True)
    doubts = {"Fewer care workers leave.": ("raj", "On nights they do leave. I had four new faces in March.")}
    year.on(-150, lambda: _finish(year, "start-6", doubts), staff=True)
    year.on(-149, lambda: _promise(year, "start-6"), staff=True)
    year.on(-148, lambda: _take_up(year), hour=15, staff=True)
    year.on(-6, _open)


def _hope(year: Year) -> None:
    acts.hope(
        year.who["natalie"],
        year.works[HOME],
        aim="People who get help at home have the same few people, at hours that they choose.",
        mood_aim="Nobody is afraid to say what is wrong. Staff are not ashamed of what they cannot do.",
        good="Fewer missed visits\nPeople sleep better\nCare workers know whom they visit",
        bad="Some visits get better and others worse\nThe same few people do all the work\nIt costs more than it saves",
    )


def _open() -> None:
    open_what_is_due()
    ask_and_warn()


def _the(year: Year, occasion: str) -> LookBack:
    return LookBack.objects.select_related("work").get(work=year.works[HOME], occasion=occasion)


def _say(year: Year, occasion: str, said: dict[str, tuple[str, int, int, str, dict[str, str]]]) -> None:
    found, moment = _the(year, occasion), now()
    for place, (slug, (aim, felt, step, reads, words)) in enumerate(said.items()):
        person, answers = year.who[slug], Answers(aim, felt, step, words)
        with at(moment + timedelta(hours=5 * place)):
            if Reach.objects.get(person=person).is_offline:
                acts.say(year.who["natalie"], found, answers=answers, reads=reads, way="phone", for_person=person)
            elif took_part(person, found.work):
                acts.say(person, found, answers=answers, reads=reads)


def _room(year: Year, occasion: str) -> None:
    acts.write_room(
        year.who["natalie"],
        _the(year, occasion),
        words={
            "helped": "Eating together first. Then nobody is “the council” for a while.",
            "in_the_way": "The room is booked for two hours. We need a third, for those who need more time.",
            "next_team": "Put the food first, not last.",
        },
        there={"lived": 6, "carer": 1, "staff": 5},
        there_on=today(),
        reads=GROUP,
    )


def _lines(year: Year, occasion: str, lines: tuple[tuple[str, str, tuple[str, ...]], ...]) -> None:
    natalie, found = year.who["natalie"], _the(year, occasion)
    for kind, words, slugs in lines:
        froms = found.said.filter(person__in=[year.who[slug] for slug in slugs])
        look_lines.write_line(natalie, found, kind=kind, words=words, froms=froms)
    look_lines.show_lines(natalie, found)


def _finish(year: Year, occasion: str, doubts: dict[str, tuple[str, str]]) -> None:
    found = _the(year, occasion)
    for line in found.lines.select_related("look_back__work"):
        if line.words in doubts:
            slug, words = doubts[line.words]
            look_lines.doubt(year.who[slug], line, words=words)
    look_lines.close(year.who["natalie"], found)


def _promise(year: Year, occasion: str) -> None:
    found = _the(year, occasion)
    for number, (what, owner, days) in enumerate(
        (("Fees are paid within ten working days.", "rao", 170), ("Somebody sits with Raj’s mother while we meet.", "natalie", 190))
    ):
        promise(
            year.who["natalie"], found.work, what=what, owner=year.who[owner], by_when=workday(today() + timedelta(days=days)),
            to=[year.who["raj"], year.who["chloe"]], source=Promise.Source.LOOKING_BACK, source_key=f"{found.key}:{number}",
            is_public=number == 0,
        )  # fmt: skip


def _take_up(year: Year) -> None:
    """The team of “Short breaks” reads what this team would tell it."""
    work, natalie = year.works.get(BREAKS), year.who["natalie"]
    if work is None:
        return
    for occasion in ("start-3", "start-6"):
        lessons.point(natalie, work, look_back=_the(year, occasion))
    for lesson in Lesson.objects.filter(work=work, takes="").select_related("line"):
        fits = "minutes" not in lesson.line.words
        because = (
            "We do it from the first meeting on."
            if fits
            else "We hold no meetings here: people write and ring. We read back what they say."
        )
        lessons.say_lesson(natalie, lesson, takes="yes" if fits else "no", because=because)
