"""What a person can rely on: no rule means no, every "no" says because, and an act happens whole or not at all."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.test import RequestFactory

from kitchentable.people import acts as people_acts
from kitchentable.people.models import Duty, Person
from kitchentable.policy import act as act_module
from kitchentable.policy import book
from kitchentable.policy.book import may
from kitchentable.policy.limits import sweep, too_many, tried
from kitchentable.policy.models import Once
from kitchentable.policy.numbers import number, rules, set_number, starting
from kitchentable.policy.once import once
from kitchentable.policy.verdict import ANYONE, HOUSE, Refused
from kitchentable.record.models import Line

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam() -> Person:
    person = Person.objects.create(called="Sam", works_here=True)
    Duty.objects.create(person=person, kind=Duty.Kind.ADMINISTRATOR)
    return person


def test_what_has_no_rule_is_not_allowed() -> None:
    verdict = may(ANYONE, "voices.fly")
    assert not verdict
    assert verdict.because


def test_every_rule_says_because_to_a_visitor_or_lets_them() -> None:
    for name in book.acts():
        if name in ("voices.say", "people.type_for", "works.start", "voices.office", "people.add", "policy.set_number"):
            verdict = may(ANYONE, name, None)
            assert verdict or str(verdict.because)


def test_the_house_may_do_only_what_says_so() -> None:
    assert may(HOUSE, "voices.come_back")
    assert not may(HOUSE, "voices.say")


def test_two_rules_with_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two rules"):
        book.rule("voices.say")(lambda _p, _t: book.yes())


def test_an_act_that_fails_leaves_no_line_and_no_change(sam: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Line.objects.count()

    def torn(**_words: object) -> None:
        raise IntegrityError("the disk went away")

    monkeypatch.setattr(act_module.lines, "write", torn)
    with pytest.raises(IntegrityError):
        people_acts.add(sam, "Natalie", email="natalie@example.org")
    assert not Person.objects.filter(called="Natalie").exists()
    assert Line.objects.count() == before


def test_an_act_writes_who_did_what_for_whom(sam: Person) -> None:
    lou = people_acts.add(sam, "Lou", channel="phone", phone="01632 960 111")
    people_acts.change_reach(sam, lou.reach, channel="in_person", format="easy", language="en-gb", for_person=lou)
    line = Line.objects.latest("pk")
    assert (line.act, line.by_key, line.for_key) == ("people.reach", sam.key, lou.key)


def test_typing_for_somebody_who_did_not_ask_is_refused(sam: Person) -> None:
    chloe = people_acts.add(sam, "Chloe", email="chloe@example.org")
    lou = people_acts.add(sam, "Lou", channel="phone", phone="01632 960 111")
    with pytest.raises(Refused):
        people_acts.worry(chloe, people_acts.Worry(words="x"), for_person=lou)


def test_a_form_key_works_once_and_then_leads_to_the_same_page(sam: Person) -> None:
    done = []

    def press(key: str) -> str:
        request = RequestFactory().post("/x/", {"once": key})
        request.person = sam  # type: ignore[attr-defined]
        return once(request, lambda: done.append(1) or HttpResponseRedirect("/there/")).headers["Location"]

    key = "5a2f0d2e-3f61-4a8c-9f0e-0b8f4a1b2c3d"
    assert [press(key), press(key)] == ["/there/", "/there/"]
    assert len(done) == 1


def test_a_form_key_is_free_again_when_the_act_failed(sam: Person) -> None:
    request = RequestFactory().post("/x/", {"once": "5a2f0d2e-3f61-4a8c-9f0e-0b8f4a1b2c3d"})
    request.person = sam  # type: ignore[attr-defined]

    def fails() -> HttpResponseRedirect:
        raise Refused(may(ANYONE, "voices.fly"), "voices.fly")

    with pytest.raises(Refused):
        once(request, fails)
    assert not Once.objects.exists()


def test_tries_are_counted_and_forgotten_after_a_day() -> None:
    for _n in range(3):
        tried("sign_in", "Chloe@example.org")
    assert too_many("sign_in", "chloe@example.org", limit=3, minutes=15)
    assert not too_many("sign_in", "other@example.org", limit=1, minutes=15)
    assert sweep() == 0


def test_every_number_has_a_rule_with_a_source(sam: Person) -> None:
    for one in starting().values():
        assert rules()[one.rule].source
        assert number(one.name) == one.value
    set_number(sam, "answer_days", value=15, because="We promised it to the carers' group.")
    assert number("answer_days") == 15


def test_only_the_administrator_sets_a_number(sam: Person) -> None:
    gill = people_acts.add(sam, "Gill", email="gill@example.org", works_here=True)
    with pytest.raises(Refused, match="administrator"):
        set_number(gill, "answer_days", value=90, because="We are busy.")
