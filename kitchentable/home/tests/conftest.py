"""A few things that were said in “Better help at home”, and where each of them stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from kitchentable.policy import clock
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import ANYONE
from kitchentable.voices import acts
from kitchentable.voices.models import Contribution, Outcome, Sharing

SECRETS = (
    "canary-lead-only",
    "canary-group",
    "canary-waiting-for-check",
    "canary-taken-back",
    "canary-pending-answer",
    "canary-what-is-wrong",
)


@dataclass
class Said:
    """What was said, by where it stands."""

    used: Contribution
    refused: Contribution
    late: Contribution
    waiting: Contribution
    again: Contribution
    hard: Contribution
    named: Contribution
    secret: Contribution
    group: Contribution
    not_checked: Contribution
    taken_back: Contribution
    pending: Contribution

    @property
    def hidden(self) -> list[Contribution]:
        return [self.secret, self.group, self.not_checked, self.taken_back]


def fresh(c: Contribution) -> Contribution:
    return Contribution.objects.get(pk=c.pk)


@pytest.fixture
def said(cast: Any) -> Said:
    """One of each."""
    work, natalie, rao, dee = cast.work, cast.natalie.person, cast.rao.person, cast.dee.person

    def say(who: Any, words: str, sharing: str = Sharing.PUBLIC, **more: Any) -> Contribution:
        return acts.say(who, work, words=words, sharing=sharing, **more)

    def publish(c: Contribution) -> Contribution:
        return acts.publish(natalie, fresh(c))

    def answer(c: Contribution, outcome: str, words: str, checked: bool = True, **more: Any) -> Contribution:
        made = acts.answer(rao, [fresh(c)], outcome=outcome, words=words, decider=rao, decided_on=today(), **more)
        if checked:
            acts.check(dee, made)
        return fresh(c)

    with clock.at(now() - timedelta(days=60)):
        late = publish(say(cast.pat.person, "Visits of 15 minutes are too short to be safe."))
    used = publish(
        answer(
            say(cast.chloe.person, "I cannot turn my chair in the toilet at Mill Lane."),
            Outcome.USED,
            "We will build a Changing Places toilet by 14 August. Ben Ash does it.",
        )
    )
    refused = publish(
        answer(
            say(cast.raj.person, "Let us book short breaks by the hour."),
            Outcome.NOT_USED,
            "We cannot do this in this year.",
            because="It costs £210,000, and the council chose night support instead.",
            look_again_on=today() + timedelta(days=90),
        )
    )
    waiting = publish(say(ANYONE, "Tell us before a different care worker comes."))
    again = publish(
        answer(
            say(cast.mina.person, "The phone line rings out at weekends."),
            Outcome.USED,
            "The phone line was mended on Monday by the phone company.",
        )
    )
    acts.reply(cast.mina.person, fresh(again).answered_by.get(), is_so=False, what_is_wrong="canary-what-is-wrong")
    hard = publish(say(cast.reg.person, "The hard words stand here.", content_note="about a fall"))
    named = publish(say(cast.chloe.person, "I want my name beside this.", Sharing.NAMED))
    secret = say(cast.lou.person, "canary-lead-only", Sharing.LEAD)
    group = say(cast.lou.person, "canary-group", Sharing.GROUP)
    not_checked = say(cast.lou.person, "canary-waiting-for-check")
    taken_back = publish(say(cast.chloe.person, "canary-taken-back"))
    acts.withdraw(cast.chloe.person, fresh(taken_back))
    pending = publish(say(cast.pat.person, "The form asks the same thing twice."))
    answer(pending, Outcome.USED, "canary-pending-answer: the form is one page shorter since May.", checked=False)
    return Said(
        *[fresh(c) for c in (used, refused, late, waiting, again, hard, named, secret, group, not_checked, taken_back, pending)]
    )
