"""The sweet spot of the demo: Chloe, Fay and Raj say how it feels; one was answered, one is open to all and waits, one only the lead reads."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kitchentable.policy.clock import at, now, today
from kitchentable.site.demo.plans import workday
from kitchentable.site.demo.words import HOME
from kitchentable.ties.acts.remarking import remark
from kitchentable.ties.jobs.spot import count_months
from kitchentable.ties.models import Remark
from kitchentable.voices import acts
from kitchentable.voices.models import Outcome, Sharing, Way

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

TALK, HOURS, LETTERS = Remark.OfTip.EASE, Remark.OfTip.ASK, Remark.OfTip.LISTEN


def lay(year: Year) -> None:
    """Put every step on its day."""
    who = year.who
    year.on(-27, lambda: _say(year, "chloe", TALK, "The count says we speak most. It does not feel so. When it comes to money, two people talk and we listen.", Sharing.NAMED), hour=15)  # fmt: skip
    year.on(-25, lambda: acts.publish(who["natalie"], _of(TALK).contribution), hour=11, staff=True)
    year.on(-16, lambda: _answer(year), hour=14, staff=True)
    year.on(-12, lambda: _for_fay(year), hour=11, staff=True)
    year.on(-9, lambda: acts.publish(who["natalie"], _of(HOURS).contribution), hour=11, staff=True)
    year.on(-6, lambda: _say(year, "raj", LETTERS, "I said “yes, that is so” because I was tired of waiting, not because it is so.", Sharing.LEAD), hour=20)  # fmt: skip
    year.on(-1, count_months, hour=5)


def _of(tip: int) -> Remark:
    return Remark.objects.select_related("contribution__work", "contribution__owner", "contribution__said_by").get(tip=tip)


def _say(year: Year, who: str, tip: int, words: str, sharing: str) -> None:
    remark(year.who[who], year.works[HOME], tip=tip, words=words, sharing=sharing)


def _answer(year: Year) -> None:
    rao = year.who["rao"]
    made = acts.answer(
        rao, [_of(TALK).contribution], outcome=Outcome.PARTLY,
        words="You are right about the money. From the next gathering on, Chloe and Reg open that part of the agenda. "
        "I send the figures a week before, in plain words.",
        because="The law says that the council must set the budget itself. What it is spent on, we can talk about first.",
        decider=rao, decided_on=today(), who_does_it="Natalie, with Chloe and Reg", by_when=workday(today() + timedelta(days=40)),
    )  # fmt: skip
    with at(min(now() + timedelta(days=1), year.start - timedelta(hours=2))):
        acts.check(year.who["dee"], made)


def _for_fay(year: Year) -> None:
    remark(
        year.who["natalie"], year.works[HOME], tip=HOURS, sharing=Sharing.PUBLIC, way=Way.PHONE, for_person=year.who["fay"], read_back=True,
        words="Yes, they asked me. They asked me three times, and I said the same three times. I would like somebody to write it down.",
    )  # fmt: skip
