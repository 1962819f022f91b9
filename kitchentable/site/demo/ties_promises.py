"""Promises in the demo: what came of those in a year’s answers, minutes and decisions. Most were kept, some late, two not; one was agreed anew.

The promises themselves come out of the answers, minutes and decisions of the year; here people only say what came of them.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from kitchentable.people.models import Person
from kitchentable.policy.clock import today
from kitchentable.site.demo.plans import workday
from kitchentable.site.demo.words import BREAKS, HOME
from kitchentable.ties.acts import agreeing_anew, keeping, promising
from kitchentable.ties.jobs import promises as jobs
from kitchentable.ties.models import Anew, Promise
from kitchentable.voices.models import Decision

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

# (how the promise begins, the day, how it was kept)
KEPT = (
    (
        "Two of our three firms now send",
        -216,
        "The third firm sends the text too. We tried it with three phones, one of them very old.",
    ),
    (
        "You were right. From this week the rota",
        -229,
        "The rota goes out as plain text. We read one aloud with a screen reader first.",
    ),
    ("You were right to be angry. From Monday", -236, "Bev came at 7.15 on Monday and every day since. The book shows it."),
    ("From next month we pay personal", -205, "Waiting time is a line on the claim form. 14 people used it in the first month."),
    ("You were right. You get every plan", -217, "No plan goes out by phone alone. The letter has a box: take your time."),
    ("We now ask on the first day which", -170, "Language stands first on the page. Two workers who speak Arabic began in May."),
    ("You were right. The lift was broken", -217, "The lift runs. The firm’s number hangs inside it, also in braille."),
    ("The form has two pages now.", -192, "The new form is at the libraries and on the site. The old one was thrown away."),
    ("I rang it myself on Saturday", -210, "Four people answer on Saturdays. The longest wait last month was six minutes."),
    ("We threw away the first page", -168, "The new first page is in use. People wrote it with us at two Tuesday meetings."),
    (
        "Night support is what the money",
        -84,
        "Eight workers began. It is three weeks later than we said: two left before they started.",
    ),
    ("The text on the day before has", -183, "All three firms send a name and a photo now."),
    ("Six places at Rowan House", -176, "The six places are open. The music room has a piano and bad cymbals."),
    ("You can send photos of receipts", -192, "Photos work from any phone. 61 people send them."),
    ("A name: I decide", -181, "The letters ask for the carer. The list of 19 points is on the page."),
    ("You looked better than we did.", -166, "Page 9 is gone. The printer has the new form."),
    ("Nobody pays for a visit", -194, "Paid back so far: £2,310, to 44 people."),
    ("That should never have happened.", -164, "The firm wrote, and came to say it. All its workers had the half day of training."),
    ("You choose your bedtime", -155, "Bedtimes are as people chose. It took five days longer for those in Weir Street."),
    ("There is a Tuesday evening", -173, "The evening runs at the library. There is soup."),
    ("Somebody comes to you. Your wife", -156, "The week is booked and was taken. Another is booked for spring."),
    ("The garden project stays", -180, "Signed for three years, with the shed."),
    ("When you ask for a woman", -173, "It is in the plan, and the firms cannot take it out."),
    ("You were right. Three weeks after", -148, "The calls are made. Two people asked for no second call, and got none."),
    ("You were right, and I am sorry.", -167, "Text, read aloud by a screen reader before it went out."),
    ("That is what we do. Same pay", -110, "Four people signed and have worked since."),
    ("The council’s insurance covers", -102, "Ten families are covered. The chapel has the paper."),
    ("A break that we cancel", -154, "32 breaks were given back."),
    ("All meetings now start at 11.30", -151, "Every meeting since began at 11.30."),
    ("We stop after each point", -130, "The red cards lie on each table. They are used, mostly for Ms Rao."),
    ("You were right. Two firms send", -107, "The text has seven words: Sorry. I am late. Ten minutes. Bev."),
    ("Yes, it is true, and you should", -80, "Everyone who goes there was asked, one by one, by somebody they know."),
    ("The tablet now speaks six", -85, "Six languages are on the tablet. The two hours were paid to 212 workers."),
    ("We took “declined” out", -64, "It says “There was no time” now. There were 90 in the first week. We look at each."),
    ("Your Saturday: Rowan House", -50, "Booked for the first Saturday of each month, for a year."),
    ("The review is done again", -37, "Done with Jo as interpreter. The new plan is in writing and in BSL."),
    ("You were right. From this week the firms", -21, "We rang all three firms and listened in. They ring the person first."),
    ("You told us how it is.", -16, "It is in the budget until March in two years, with its own line."),
    ("You were right. The list with your number", -13, "The alarm was tested on the first of the month. It rang."),
    ("The kerb is dropped", -9, "Both sides are done. We went over it with a wheelchair and a pram."),
    ("The green man at Mill Lane", -5, "We timed it ten times: 16 seconds."),
)
NOT_KEPT = (
    (
        "The line is answered on Saturdays", -30, "gill",
        "Sunday has nobody until March: the two people we hired left before they began. Saturday is answered from 8 to 6. On Sunday ring the hub.",
    ),
)  # fmt: skip
LATE = "Two people come by car at night"
NEW_WORDS = "Two people come by car at night from the first of January, for Millbrook north of the river."
WHY_ANEW = "The second car came without a ramp. The firm changes it by Christmas. One car drives already, until two in the morning."
WEEK = 7


def lay(year: Year) -> None:
    """Put each word on its day; the worker looks once a week at what is due and late."""
    for day in range(-250, 0, WEEK):
        year.on(day, _look, hour=7, staff=True)
    for starts, day, how in KEPT:
        year.on(day, partial(_kept, starts, how), hour=16, staff=True)
    for starts, day, slug, because in NOT_KEPT:
        year.on(day, partial(_not_kept, year, starts, slug, because), hour=16, staff=True)
    year.on(-110, lambda: _decided(year), hour=16, staff=True)
    year.on(-31, lambda: _ask_for_another_day(year), hour=11, staff=True)
    year.on(-29, lambda: _say(year, "fay", "yes", "Better late than a car I cannot get into."), hour=14, staff=True)
    year.on(-27, lambda: _say(year, "bert", "yes", ""), hour=14, staff=True)
    year.on(-8, lambda: _hand_on(year), hour=12, staff=True)
    year.on(-3, lambda: _ask_about_benches(year), hour=12, staff=True)


def _look() -> None:
    jobs.catch_up()
    jobs.warn()
    jobs.note_late()
    jobs.end_anew()


def _find(starts: str) -> Promise | None:
    found = Promise.objects.open().filter(what__startswith=starts).select_related("work", "owner", "first")
    return found.order_by("-pk").first()


def _kept(starts: str, how: str) -> None:
    found = _find(starts)
    if found is not None:
        keeping.keep_promise(found.owner, found, how=how)


def _not_kept(year: Year, starts: str, slug: str, because: str) -> None:
    found = _find(starts)
    if found is not None:
        keeping.break_promise(year.who[slug], found, because=because, decider=year.who["rao"])


def _decided(year: Year) -> None:
    """After the decision on short breaks: what will be done, by whom, by when."""
    decision = Decision.objects.filter(work=year.works[BREAKS], decided_on__isnull=False).order_by("number").first()
    if decision is None:
        return
    for what, who, days in (
        ("Each carer hears the date of their next break six weeks before.", "Gill", 60),
        ("A page shows which beds are free, every Monday.", "Ben Ash", 200),
    ):
        promising.promise_decided(
            year.who["rao"], decision, what=what, who_does_it=who, by_when=workday(today() + timedelta(days=days))
        )


def _ask_for_another_day(year: Year) -> None:
    found = _find(LATE)
    if found is not None:
        day = workday(today() + timedelta(days=55))
        agreeing_anew.propose_anew(found.owner, found, what=NEW_WORDS, by_when=day, because=WHY_ANEW)


def _say(year: Year, slug: str, says: str, words: str) -> None:
    """Natalie rings, or reads a letter, and types what they said."""
    person: Person = year.who[slug]
    asked = Anew.objects.filter(state=Anew.State.ASKED, promise__to__person=person).first()
    if asked is not None:
        agreeing_anew.say_anew(year.who["natalie"], asked, says=says, words=words, way="phone", person=person, for_person=person)


def _hand_on(year: Year) -> None:
    """Gill has too many: Dee takes one on."""
    found = Promise.objects.open().filter(work=year.works[HOME], what__startswith="In the contracts from April").first()
    if found is not None:
        keeping.hand_promise(found.owner, found, year.who["dee"])


def _ask_about_benches(year: Year) -> None:
    """Open today: people are asked whether five benches may become four and a later day."""
    found = _find("Five benches with arms and backs")
    if found is not None:
        agreeing_anew.propose_anew(
            found.owner, found, by_when=workday(today() + timedelta(days=120)),
            what="Four benches with arms and backs come back this winter, and the fifth, at the surgery, in spring.",
            because="The firm has four. The fifth needs new arms, and those are cast in March.",
        )  # fmt: skip
