"""Answering: nobody gets an empty answer, nobody overwrites anybody, a second person reads it, and its author has the last word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from kitchentable.people.models import Outgoing
from kitchentable.policy.clock import at, now, today
from kitchentable.voices import acts, jobs
from kitchentable.voices.models import Answer, Contribution, Outcome, Reply, Status
from kitchentable.voices.tests.office_steps import GOOD, answer_form, answer_url, answered, check_form, day


@pytest.fixture
def lift(cast: Any) -> Contribution:
    return acts.say(cast.chloe.person, cast.work, words="The lift at the hub is broken for six weeks.\nI cannot get in.")


@pytest.fixture
def breaks(cast: Any) -> Contribution:
    return acts.say(
        cast.natalie.person, cast.work, words="I want short breaks by the hour.", way="phone", for_person=cast.fay.person
    )


def told(kind: str, person: Any) -> int:
    return Outgoing.objects.filter(kind=kind, person=person).count()


def fresh(c: Contribution) -> Contribution:
    return Contribution.objects.get(pk=c.pk)


def test_an_answer_goes_to_a_second_person_before_its_author_is_told(cast, lift):
    page = cast.rao.post(answer_url(lift), answer_form(cast))
    assert "will check it. Then Chloe is told." in page.content.decode()
    assert told("voices.answered", cast.chloe.person) == 0
    made = Answer.objects.get()
    page = cast.dee.get(reverse("voices:check", args=[made.key]))
    assert lift.words.splitlines()[0] in page.content.decode()
    assert GOOD in page.content.decode()
    cast.dee.post(reverse("voices:check", args=[made.key]), check_form())
    assert told("voices.answered", cast.chloe.person) == 1
    assert fresh(lift).status == Status.ANSWERED


def test_a_check_that_skips_a_point_sends_nothing(cast, lift):
    cast.rao.post(answer_url(lift), answer_form(cast))
    made = Answer.objects.get()
    cast.dee.post(reverse("voices:check", args=[made.key]), {"do": "send", "looked": ["outcome", "name"]}, status=422)
    assert fresh(lift).status == Status.WAITING
    assert told("voices.answered", cast.chloe.person) == 0


def test_nobody_checks_their_own_answer(cast, lift):
    made = acts.answer(cast.rao.person, [lift], outcome="used", words=GOOD, decider=cast.rao.person, decided_on=today())
    page = cast.rao.get(reverse("voices:check", args=[made.key]))
    assert "A second person must check it" in page.content.decode()
    cast.rao.post(reverse("voices:check", args=[made.key]), check_form(), status=403)
    assert fresh(lift).status == Status.WAITING


def test_an_answer_is_sent_back_with_its_reason_and_written_anew(cast, lift):
    cast.rao.post(answer_url(lift), answer_form(cast))
    made = Answer.objects.get()
    check = reverse("voices:check", args=[made.key])
    cast.dee.post(check, {"do": "back", "because": ""}, status=422)
    cast.dee.post(check, {"do": "back", "because": "Say which lift."})
    assert told("voices.sent_back", cast.rao.person) == 1
    assert "Say which lift." in cast.rao.get(check).content.decode()
    page = cast.rao.get(answer_url(lift)).content.decode()
    assert "Say which lift." in page
    assert GOOD in page
    cast.rao.post(answer_url(lift), answer_form(cast, words="The lift at Mill Lane was fixed on 12 May."))
    assert Answer.objects.count() == 2
    assert told("voices.answered", cast.chloe.person) == 0


def test_when_two_people_answer_at_once_the_second_sees_the_first_and_loses_nothing(cast, lift):
    acts.pass_on(cast.natalie.person, lift, to=cast.gill.person)
    acts.share(cast.chloe.person, lift, sharing="group")
    for seat in (cast.gill, cast.rao):
        seat.get(answer_url(lift))
    cast.gill.post(answer_url(lift), answer_form(cast, words="Gill says: the lift was fixed on 12 May, I paid for it."))
    page = cast.rao.post(answer_url(lift), answer_form(cast, words="Rao says: we fix the lift by Friday, Ben does it."), status=409)
    shown = page.content.decode()
    assert "Gill says: the lift was fixed" in shown
    assert "Rao says: we fix the lift by Friday" in shown
    assert Answer.objects.get().written_by == cast.gill.person


def test_the_page_of_what_was_answered_already_shows_that_answer_and_no_form(cast, lift):
    answered(cast, lift)
    page = cast.rao.get(answer_url(lift)).content.decode()
    assert GOOD in page
    assert 'name="outcome"' not in page


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"words": "We will take this on board."}, "Tell us what will happen, who will do it and by when."),
        ({"outcome": "not_used", "because": "It costs too much money this year, £90,000."}, "look at this again"),
        ({"outcome": "passed"}, "Name the person it is passed to."),
        ({"who_does_it": "", **day("by_when", today() + timedelta(days=400))}, "Name who will do it."),
        (day("decided_on", today() + timedelta(days=400)), "cannot be after today"),
        (day("decided_on", today() - timedelta(days=4000)), "long before this work began"),
        ({"outcome": "later", **day("look_again_on", today() - timedelta(days=400))}, "must be after today"),
        (day("by_when", today() - timedelta(days=400)), "cannot be before it was said"),
        ({"decided_on_day": "31", "decided_on_month": "2", "decided_on_year": "2026"}, "no such day"),
    ],
)
def test_an_answer_that_cannot_be_comes_back_with_a_sentence_and_what_was_typed(cast, lift, changed, says):
    page = cast.rao.post(answer_url(lift), answer_form(cast, **changed), status=422).content.decode()
    assert says in page
    assert changed.get("words", GOOD) in page
    assert Answer.objects.count() == 0


def test_one_answer_serves_many_and_each_author_gets_their_own(cast, lift):
    other = acts.say(cast.reg.person, cast.work, words="No lift, so I stay at home.")
    page = cast.rao.get(answer_url(lift, other)).content.decode()
    assert lift.words.splitlines()[0] in page
    assert other.words in page
    cast.rao.post(answer_url(lift, other), answer_form(cast))
    made = Answer.objects.get()
    assert "The words of 2 people" in cast.dee.get(reverse("voices:check", args=[made.key])).content.decode()
    cast.dee.post(reverse("voices:check", args=[made.key]), check_form())
    messages = Outgoing.objects.filter(kind="voices.answered").values_list("thing_key", flat=True)
    assert set(messages) == {f"{lift.code}:{made.key}", f"{other.code}:{made.key}"}


def test_many_of_which_one_was_answered_meanwhile_answers_none(cast, lift):
    other = acts.say(cast.reg.person, cast.work, words="No lift, so I stay at home.")
    answered(cast, other)
    cast.rao.post(answer_url(lift, other), answer_form(cast), status=409)
    assert Answer.objects.count() == 1
    assert fresh(lift).status == Status.WAITING


def test_an_answerer_sees_only_what_is_theirs(cast, lift):
    acts.pass_on(cast.natalie.person, lift, to=cast.gill.person)
    hidden = acts.say(cast.pat.person, cast.work, words="Only the lead may read me.")
    assert lift.words.splitlines()[0] in cast.gill.get(reverse("voices:said_list")).content.decode()
    assert hidden.words not in cast.gill.get(reverse("voices:said_list"), {"show": "all"}).content.decode()
    cast.gill.get(answer_url(hidden), status=404)
    cast.gill.get(reverse("voices:one", args=[hidden.code]), status=404)
    cast.gill.get(answer_url(lift, hidden), status=404)
    cast.chloe.get(answer_url(lift), status=403)


def test_a_double_click_answers_once(cast, lift):
    key = {"once": "6f1c1c9e-0000-4000-8000-000000000001"}
    cast.rao.post(answer_url(lift), answer_form(cast, **key))
    cast.rao.post(answer_url(lift), answer_form(cast, **key))
    assert Answer.objects.count() == 1


def test_a_passed_answer_gives_it_to_somebody_named_and_the_date_stays(cast, lift):
    form = answer_form(cast, outcome="passed", words="Gill pays for the lift, so Gill answers.", passed_to=cast.gill.person.key)
    cast.rao.post(answer_url(lift), form)
    cast.dee.post(reverse("voices:check", args=[Answer.objects.get().key]), check_form())
    after = fresh(lift)
    assert (after.owner, after.status, after.due_on) == (cast.gill.person, Status.WAITING, lift.due_on)
    assert "Passed on" in cast.gill.get(reverse("voices:one", args=[lift.code])).content.decode()


def test_no_it_is_not_opens_it_again_and_the_third_time_tells_the_board_member(cast, breaks):
    for count in (1, 2, 3):
        answered(cast, breaks)
        before = told("voices.opened_often", cast.green.person)
        page = cast.natalie.post(
            reverse("voices:note_reply", args=[breaks.code]),
            {"is_so": "no", "what_is_wrong": f"No break yet ({count}).", "way": "phone"},
        )
        assert "It is open again" in page.content.decode()
        after = fresh(breaks)
        assert (after.status, after.opens) == (Status.WAITING, count)
        assert told("voices.opened_often", cast.green.person) == before + (count == 3)
    noted = Reply.objects.last()
    assert (noted.way, noted.typed_by) == ("phone", cast.natalie.person)
    assert "Open again" in cast.natalie.get(reverse("voices:one", args=[breaks.code])).content.decode()


def test_a_no_without_what_is_wrong_asks_for_it(cast, breaks):
    answered(cast, breaks)
    url = reverse("voices:note_reply", args=[breaks.code])
    page = cast.natalie.post(url, {"is_so": "no", "what_is_wrong": "", "way": "paper"}, status=422)
    assert "Tell us what is wrong." in page.content.decode()
    assert fresh(breaks).status == Status.ANSWERED


def test_only_who_works_with_the_author_may_note_their_reply(cast, lift):
    answered(cast, lift)
    cast.rao.post(reverse("voices:note_reply", args=[lift.code]), {"is_so": "yes", "way": "phone"}, status=403)
    assert Reply.objects.count() == 0


def test_s02_an_honest_we_cannot_because(cast, breaks):
    """S02: “take on board” is not an answer; cost, decider, date and a day to look again are; on that day it comes back."""
    decision = acts.plan_decision(cast.natalie.person, cast.work, title="Short breaks by the hour?")
    acts.add_option(cast.natalie.person, decision, what="By the hour", cost="£90,000 a year")
    page = cast.rao.post(answer_url(breaks), answer_form(cast, words="We will take this on board."), status=422).content.decode()
    assert "what will change, who, by when; or why not" in page
    assert "We will take this on board." in page
    again = today() + timedelta(days=90)
    whole = answer_form(
        cast,
        outcome="not_used",
        words="We cannot pay for breaks by the hour this year.",
        because="It would cost £90,000 a year. The council voted in February for no more money.",
        cost="£90,000 a year",
        **day("look_again_on", again),
    )
    cast.rao.post(answer_url(breaks), whole)
    cast.dee.post(reverse("voices:check", args=[Answer.objects.get().key]), check_form())
    letter = Outgoing.objects.get(kind="voices.answered", person=cast.fay.person)
    assert (letter.channel, letter.state) == ("letter", Outgoing.State.TODO)
    assert (fresh(breaks).status, fresh(breaks).outcome) == (Status.ANSWERED, Outcome.NOT_USED)
    with at(now() + timedelta(days=89)):
        assert jobs.bring_back_what_is_due() == 0
    with at(now() + timedelta(days=90)):
        assert jobs.bring_back_what_is_due() == 1
        assert jobs.bring_back_what_is_due() == 0
        after = fresh(breaks)
        assert (after.status, after.look_again_on) == (Status.WAITING, None)
        assert after.due_on > today()
    assert told("voices.came_back", cast.fay.person) == 1
