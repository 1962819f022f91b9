"""The demo: an older piece of work that Natalie handed to Dee, with what people let her pass on, and what one of them did not."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from kitchentable.people.models import Person
from kitchentable.policy.clock import now, today
from kitchentable.site.cast import MOST, MUCH, AtTable, seat_people
from kitchentable.site.demo.plans import take_up_lessons
from kitchentable.ties.acts import handing_over as notes
from kitchentable.ties.acts import leaving as acts
from kitchentable.ties.acts.promising import promise
from kitchentable.ties.models import GroupLine, Leaving, Together
from kitchentable.works import acts as works
from kitchentable.works.models import Group, Role, Step, Work

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

LIBRARY = "quieter-library"
WHY = "I lead two bigger pieces of work now, and this one deserves somebody with time. Dee was with us from the start. I am not far away."
NOTES = {
    "pat": "We write, we do not ring. I send the questions a week before, and never change the room on the day.",
    "fay": "I post large print, one page at a time. Fay rings on Thursdays if she wants to talk about it.",
    "asha": "Voice messages, not too long. She likes to know first who else will be in the room.",
}
PAT_SAYS = "Write, do not ring. Send the questions a week before. If the room changes, tell me the day before, or I go home."
LINES = (
    (-205, "pat", "We start with five quiet minutes. Nobody has to say hello."),
    (-150, "fay", "One paper at a time, in print that one can read without a lamp."),
    (-120, "natalie", "When we disagree, we write both things down and sleep on it."),
)


def lay(year: Year) -> None:
    """Nine months with Natalie; then Dee."""
    year.on(-318, partial(_start, year), staff=True)
    for day, stage in ((-262, Work.Stage.ASKING), (-190, Work.Stage.MAKING), (-96, Work.Stage.DOING)):
        year.on(day, partial(_move, year, stage), hour=9, staff=True)
    for day, slug, words in LINES:
        year.on(day, partial(_line, year, slug, words), staff=True)
        year.on(day + 4, partial(_yes, year, words), hour=12, staff=True)
    year.on(-92, partial(_promise, year), staff=True)
    year.on(-48, partial(_plan, year), staff=True)
    year.on(-47, partial(_ask, year), hour=11, staff=True)
    year.on(-41, partial(_pat_chooses, year), hour=21)
    year.on(-39, partial(_fay_writes, year), staff=True)
    year.on(-37, partial(_asha_says_no, year), hour=15)
    year.on(-27, partial(_hand_over, year), hour=16, staff=True)


def _start(year: Year) -> None:
    natalie, rao = year.who["natalie"], year.who["rao"]
    work = works.start(
        natalie,
        Work(
            slug=LIBRARY,
            title="A quieter library",
            lead_line="Hours, rooms and signs in Mill Street library for people who need it calm.",
            what_this_is="A quiet room and quiet hours in Mill Street library, planned by those who use them.",
            what_we_ask="Tell us what makes a place calm for you, and come and try it.",
            what_next="The quiet room is open. We look together at how it works.",
            can_change="When the quiet hours are\nHow the room looks and sounds\nWhat the signs say",
            cannot_change="The building, because it is listed",
            decider=rao,
            answers_first=natalie,
            ladder_planned=Step.CO_DESIGN,
            is_public=True,
            started_at=now(),
        ),
    )
    year.works[LIBRARY] = work
    works.give_role(natalie, work, person=year.who["dee"], kind=Role.Kind.CHECKER)
    seat_people(
        year.who,
        work,
        (
            AtTable("Autistic people", Group.LIVED, MOST, ("pat", "asha"), {"seats_wanted": 2}),
            AtTable("People who read large print", Group.LIVED, MUCH, ("fay",), {"seats_wanted": 1}),
        ),
        because="Those who leave a loud room first know best what makes it loud.",
    )


def _move(year: Year, stage: Work.Stage) -> None:
    take_up_lessons(year.who["natalie"], year.works[LIBRARY])
    works.move(year.who["natalie"], year.works[LIBRARY], stage=stage)


def _line(year: Year, slug: str, words: str) -> None:
    natalie, who = year.who["natalie"], year.who[slug]
    by_post = slug == "fay"
    notes.write_line(
        natalie if by_post else who,
        year.works[LIBRARY],
        words=words,
        way="paper" if by_post else "page",
        for_person=who if by_post else None,
    )


def _yes(year: Year, words: str) -> None:
    line = next(one for one in GroupLine.objects.filter(work=year.works[LIBRARY]).select_related("work") if one.words == words)
    notes.agree(year.who["pat" if line.by == year.who["natalie"] else "natalie"], line)


def _promise(year: Year) -> None:
    natalie, work, who = year.who["natalie"], year.works[LIBRARY], year.who
    for what, days, to in (
        ("A sign at the front door that says when it is quiet", 84, ("pat", "asha", "fay")),
        ("Lamps by the two big chairs", 118, ("fay",)),
    ):
        promise(natalie, work, what=what, owner=natalie, by_when=today() + timedelta(days=days), to=[who[slug] for slug in to])


def _plan(year: Year) -> None:
    natalie = year.who["natalie"]
    leaving = acts.plan(natalie, natalie, on=today() + timedelta(days=24), work=year.works[LIBRARY], to=year.who["dee"], why=WHY)
    acts.tell_group(natalie, leaving)


def _ask(year: Year) -> None:
    leaving = Leaving.objects.get(work=year.works[LIBRARY])
    for slug, words in NOTES.items():
        notes.propose(year.who["natalie"], leaving, work=year.works[LIBRARY], person=year.who[slug], words=words)


def _note(year: Year, whose: Person) -> Together:
    return Together.objects.get(work=year.works[LIBRARY], person=whose)


def _pat_chooses(year: Year) -> None:
    notes.choose(year.who["pat"], _note(year, year.who["pat"]), words=PAT_SAYS)


def _fay_writes(year: Year) -> None:
    fay = year.who["fay"]
    notes.choose(year.who["natalie"], _note(year, fay), words=NOTES["fay"], way="paper", for_person=fay)


def _asha_says_no(year: Year) -> None:
    notes.choose(year.who["asha"], _note(year, year.who["asha"]))


def _hand_over(year: Year) -> None:
    acts.leave(year.who["natalie"], Leaving.objects.get(work=year.works[LIBRARY]))
