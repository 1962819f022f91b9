"""What is sent: the author's own words beside the answer; no words of anyone to staff; nothing of what was taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import _WRITERS, Message, write
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import HOUSE
from kitchentable.voices import acts
from kitchentable.voices.models import Contribution, Outcome
from kitchentable.voices.tests.making import answer, say

pytestmark = pytest.mark.django_db

WORDS = "CANARY: the bus stop is too far."
KINDS = ("thanks", "heard", "yours", "please_check", "answered", "sent_back", "opened_often", "came_back", "due", "reuse")


def letter(who, kind: str) -> Message:
    message = Outgoing.objects.filter(person=who.person, kind=f"voices.{kind}").latest("pk")
    found = write(message)
    assert found is not None
    return found


def all_letters() -> dict[str, Message | None]:
    return {f"{m.kind} to {m.person.called}": write(m) for m in Outgoing.objects.filter(kind__startswith="voices.")}


def test_every_kind_that_is_told_has_a_writer():
    assert {f"voices.{kind}" for kind in KINDS} <= _WRITERS.keys()


def test_the_receipt_holds_all_words_the_code_the_name_and_the_date(cast):
    c = say(cast, "chloe", WORDS)
    found = letter(cast.chloe, "thanks")
    for part in (WORDS, c.code, "Ms Rao", f"{c.due_on.day} "):
        assert part in found.words
    assert "CANARY" not in found.subject


def test_the_answer_stands_beside_the_words_with_all_facts(cast):
    c = say(cast, "chloe", WORDS)
    answer(cast, c, cost="£900")
    found = letter(cast.chloe, "answered")
    for part in (
        WORDS,
        "What happened: Used",
        "A new bus stop opens",
        "Who decided: Ms Rao",
        "Who does it: Ben Ash",
        "£900",
        "Dee",
    ):
        assert part in found.words
    assert found.words.index(WORDS) < found.words.index("What happened")
    assert Client().get(found.link).status_code == 200


def test_each_link_in_a_letter_opens_its_one_thing(cast):
    c = say(cast, "chloe", WORDS)
    acts.hear(cast.natalie.person, c, heard="A bus stop.")
    acts.ask_reuse(cast.natalie.person, c, for_what="A film")
    for kind in ("heard", "reuse"):
        assert Client().get(letter(cast.chloe, kind).link).status_code == 200


def test_staff_get_links_and_counts_and_no_words_of_people(cast):
    c = say(cast, "chloe", WORDS, content_note="CANARY note")
    acts.pass_on(cast.natalie.person, c, to=cast.ben.person, because="CANARY because")
    acts.pass_on(cast.natalie.person, c, to=cast.rao.person)
    for count in range(3):
        answer(cast, c, words=f"CANARY answer {count}: a bus stop opens on 1 June.")
        c.refresh_from_db()
        acts.reply(cast.chloe.person, c.answered_by.latest("pk"), is_so=False, what_is_wrong="CANARY wrong")
    made = acts.answer(
        cast.rao.person,
        [c],
        outcome=Outcome.USED,
        words="CANARY: a bus stop on 1 June.",
        decider=cast.rao.person,
        decided_on=today(),
    )
    acts.send_back(cast.dee.person, made, because="CANARY: who does it?")
    Contribution.objects.filter(pk=c.pk).update(due_on=today() - timedelta(days=3))
    acts.warn(HOUSE, cast.work, day=today())
    sent = {name: found for name, found in all_letters().items() if not name.endswith("to Chloe") and found}
    assert {name.split()[0] for name in sent} == {f"voices.{k}" for k in ("yours", "sent_back", "opened_often", "due")}
    for name, found in sent.items():
        assert "CANARY" not in f"{found.subject} {found.words} {found.link}", name


def test_the_due_letter_counts_by_who_owes(cast):
    late, soon = say(cast, "chloe", WORDS), say(cast, "pat", WORDS)
    Contribution.objects.filter(pk=late.pk).update(due_on=today() - timedelta(days=3))
    Contribution.objects.filter(pk=soon.pk).update(due_on=today())
    acts.warn(HOUSE, cast.work, day=today())
    assert "Ms Rao: 1 late, 1 due today, 0 due soon" in letter(cast.natalie, "due").words


def test_a_check_that_is_done_needs_no_letter_any_more(cast):
    answer(cast, say(cast, "chloe", WORDS))
    assert write(Outgoing.objects.filter(kind="voices.please_check").latest("pk")) is None


def test_nothing_that_was_taken_back_is_sent(cast):
    c = say(cast, "chloe", WORDS)
    acts.hear(cast.natalie.person, c, heard="CANARY heard")
    acts.ask_reuse(cast.natalie.person, c, for_what="CANARY film")
    answer(cast, c)
    acts.withdraw(cast.chloe.person, c)
    told = [name for name, found in all_letters().items() if found is not None]
    assert told == []


def test_coming_back_says_so_with_a_new_date(cast):
    c = say(cast, "chloe", WORDS)
    answer(cast, c, outcome=Outcome.LATER, look_again_on=today() + timedelta(days=1))
    c.refresh_from_db()
    acts.bring_back(HOUSE, c)
    found = letter(cast.chloe, "came_back")
    assert "That day has come." in found.words
    assert "Ms Rao must answer you by" in found.words
    assert letter(cast.rao, "yours")
