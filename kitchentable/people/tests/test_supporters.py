"""Supporters: chosen by the person, asked first, never for ever, stopped with one press (law 4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kitchentable.people import acts, support_acts
from kitchentable.people.forms import months_on
from kitchentable.people.models import Outgoing, Person, SupportAsk, Supporter
from kitchentable.people.outbox import write
from kitchentable.policy import clock
from kitchentable.policy.book import forget_facts, may
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Problem, Refused

HERE = "/me/supporters/"


def words(response) -> str:
    return response.content.decode()


def ask(seat, who: str, until: str = "3"):
    return seat.post(HERE, {"what": "ask", "who": who, "until": until, "scopes": ["write"]})


def test_somebody_who_is_asked_can_do_nothing_before_they_say_yes(cast):
    ask(cast.reg, "kim@millbrook.example")
    assert not may(cast.kim.person, "people.type_for", cast.reg.person)
    page = words(cast.kim.get(HERE))
    assert "asks you to be their supporter" in page
    one = SupportAsk.objects.get()
    cast.kim.post(HERE, {"what": "yes", "ask": one.key})
    assert may(cast.kim.person, "people.type_for", cast.reg.person)
    assert Supporter.objects.get(person=cast.reg.person).until == months_on(today(), 3)
    assert "Kim" in words(cast.reg.get(HERE))


def test_help_may_end_on_any_day_that_the_person_names(cast):
    typed = {"what": "ask", "who": "kim@millbrook.example", "until": "other", "scopes": ["write"]}
    assert "Write the last day." in words(cast.reg.post(HERE, typed))
    last = today() + timedelta(days=37)
    parts = {f"until_day_{part}": getattr(last, part) for part in ("day", "month", "year")}
    assert "There is no such day" in words(cast.reg.post(HERE, {**typed, **parts, "until_day_day": 32}))
    assert not SupportAsk.objects.exists()
    cast.reg.post(HERE, {**typed, **parts})
    assert SupportAsk.objects.get().until == last
    cast.natalie.post(f"/office/people/{cast.lou.person.key}/supporters/{cast.kim.person.key}/", {**typed, **parts})
    assert Supporter.objects.running().get(person=cast.lou.person).until == last


def test_the_page_says_the_same_of_somebody_we_know_and_somebody_we_do_not(cast):
    known, unknown = ask(cast.reg, "kim@millbrook.example"), ask(cast.pat, "nobody@nowhere.example")
    said = "If we know this person, we have asked them. They can help you when they say yes."
    assert said in words(known)
    assert said in words(unknown)
    assert "Kim" not in words(cast.reg.get(HERE)), "not even their name, before they say yes"
    assert "You asked on" in words(cast.reg.get(HERE))
    assert "You asked on" in words(cast.pat.get(HERE))


def test_a_supporter_can_be_asked_by_their_name_code(cast):
    ask(cast.reg, cast.kim.person.key.upper())
    assert SupportAsk.objects.get().whom == cast.kim.person


def test_the_mail_to_the_supporter_names_nobody(cast):
    ask(cast.reg, "kim@millbrook.example")
    message = write(Outgoing.objects.get(kind="people.asked_to_support"))
    assert message
    assert "Reg" not in message.subject + message.words


def test_no_means_that_nothing_is_opened(cast):
    ask(cast.reg, "kim@millbrook.example")
    one = SupportAsk.objects.get()
    cast.kim.post(HERE, {"what": "end", "ask": one.key})
    assert "Somebody asks for your help" not in words(cast.kim.get(HERE))
    with pytest.raises(Problem):
        support_acts.agree_support(cast.kim.person, SupportAsk.objects.get())
    assert not Supporter.objects.filter(person=cast.reg.person).exists()


def test_what_was_taken_back_cannot_be_agreed_to(cast):
    ask(cast.reg, "kim@millbrook.example")
    one = SupportAsk.objects.get()
    cast.reg.post(HERE, {"what": "end", "ask": one.key})
    cast.kim.post(HERE, {"what": "yes", "ask": one.key})
    assert not Supporter.objects.filter(person=cast.reg.person).exists()


def test_nobody_else_can_say_yes_or_see_who_was_asked(cast):
    ask(cast.reg, "kim@millbrook.example")
    one = SupportAsk.objects.get()
    cast.pat.post(HERE, {"what": "yes", "ask": one.key}, status=404)
    cast.reg.post(HERE, {"what": "yes", "ask": one.key}, status=403)
    assert "kim@millbrook.example" not in words(cast.pat.get(HERE))
    assert not Supporter.objects.filter(person=cast.reg.person).exists()


def test_one_press_stops_a_supporter_and_from_then_on_they_see_nothing(cast):
    kim, lou = cast.kim.person, cast.lou.person
    support = Supporter.objects.get(person=lou, supporter=kim)
    assert Person.objects.seen_by(kim).filter(pk=lou.pk).exists()
    assert "Lou" in words(cast.kim.get(HERE))
    cast.lou.post(HERE, {"what": "stop", "supporter": support.pk})
    kim = cast.kim.person
    assert not Person.objects.seen_by(kim).filter(pk=lou.pk).exists()
    assert not may(kim, "people.type_for", lou)
    with pytest.raises(Refused):
        acts.worry(kim, _worry(), for_person=lou)
    assert "Lou" not in words(cast.kim.get(HERE))


def test_a_supporter_can_stop_helping(cast):
    support = Supporter.objects.get(person=cast.lou.person, supporter=cast.kim.person)
    said = cast.kim.post(HERE, {"what": "stop", "supporter": support.pk})
    assert "You do not help Lou any more." in words(said)
    assert not Supporter.objects.running().filter(pk=support.pk).exists()


def test_nobody_stops_the_supporter_of_another(cast):
    support = Supporter.objects.get(person=cast.lou.person, supporter=cast.kim.person)
    cast.pat.post(HERE, {"what": "stop", "supporter": support.pk}, status=404)
    assert Supporter.objects.running().filter(pk=support.pk).exists()


def test_support_ends_by_itself_on_its_day(cast):
    support = Supporter.objects.get(person=cast.lou.person, supporter=cast.kim.person)
    with clock.at(now() + timedelta(days=(support.until - today()).days + 1)):
        kim = cast.kim.person
        forget_facts(kim)
        assert not may(kim, "people.type_for", cast.lou.person)


@pytest.mark.parametrize("days", [-1, 400])
def test_support_is_never_for_yesterday_and_never_for_more_than_a_year(cast, days):
    reg, kim = cast.reg.person, cast.kim.person
    with pytest.raises(Problem):
        acts.allow_supporter(reg, Supporter(person=reg, supporter=kim, until=today() + timedelta(days=days)))
    with pytest.raises(Problem):
        support_acts.ask_support(reg, SupportAsk(person=reg, asked_as=kim.key, until=today() + timedelta(days=days)))


def test_nobody_is_their_own_supporter(cast):
    ask(cast.reg, cast.reg.person.key)
    assert SupportAsk.objects.get().whom is None


def test_somebody_who_rings_can_name_and_stop_a_supporter(cast):
    reg = cast.reg.person
    page = f"/office/people/{reg.key}/"
    cast.natalie.post(
        page, {"what": "support", "support-who": "kim@millbrook.example", "support-until": "6", "support-scopes": ["write"]}
    )
    support = Supporter.objects.running().get(person=reg)
    assert support.supporter == cast.kim.person
    assert "Kim" in words(cast.natalie.get(page))
    cast.natalie.post(page, {"what": "stop", "supporter": support.pk})
    assert not Supporter.objects.running().filter(person=reg).exists()


def test_somebody_who_is_not_online_can_say_yes_or_no_to_helping_by_phone(cast):
    lou = cast.lou.person
    for asks in (cast.reg, cast.pat):
        ask(asks, lou.key)
    page = f"/office/people/{lou.key}/"
    assert words(cast.natalie.get(page)).count("asks them to be a supporter") == 2
    first, second = SupportAsk.objects.order_by("pk")
    cast.natalie.post(page, {"what": "yes", "ask": first.key})
    cast.natalie.post(page, {"what": "no", "ask": second.key})
    assert list(Supporter.objects.running().filter(supporter=lou).values_list("person", flat=True)) == [cast.reg.person.pk]
    again = cast.natalie.post(page, {"what": "yes", "ask": second.key})
    assert "This was taken back, or its last day has gone by." in words(again)


def test_a_month_on_from_the_last_day_of_january_is_the_last_day_of_february():
    from datetime import date

    assert months_on(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert months_on(date(2026, 12, 31), 12) == date(2027, 12, 31)
    assert months_on(date(2028, 2, 29), 12) == date(2029, 2, 28)


def _worry():
    from kitchentable.people.models import Worry

    return Worry(words="x")
