"""“Do not ask me again about this” holds for every channel and list, and the asker never learns who (R100)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from kitchentable.people.asks import _ASKS, asked_not_to_be, left_alone
from kitchentable.people.erasures import erase
from kitchentable.people.models import Outgoing, Person
from kitchentable.people.outbox import tell, tell_many, write
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import HOUSE, Problem, Refused
from kitchentable.ties.acts.not_again import NotSaid, ask_again, not_again
from kitchentable.ties.models import NotAgain
from kitchentable.voices import acts as voices
from kitchentable.voices.models import Question
from kitchentable.words.audience import groups_of, people_in
from kitchentable.words.models import Document, Sent, Version

pytestmark = pytest.mark.django_db
HERE = "/me/not-again/"
What = NotAgain.What


def breaks(cast: Any) -> Question:
    return voices.ask(cast.natalie.person, Question(work=cast.work, kind="help", asks="What about short breaks?"))


def test_a_matter_in_words_holds_where_it_is_asked_and_nowhere_else(cast: Any) -> None:
    cast.chloe.post(HERE, {"what": "matter", "matter": "short breaks"}, status=200)
    chloe = cast.chloe.person
    assert asked_not_to_be([chloe.pk], work=cast.work.slug) == set()
    breaks(cast)
    assert asked_not_to_be([chloe.pk], work=cast.work.slug) == {chloe.pk}
    assert asked_not_to_be(None, about="Short break survey") == {chloe.pk}
    assert asked_not_to_be([cast.lou.person.pk], work=cast.work.slug) == set()
    page = cast.chloe.get(HERE).content.decode()
    assert "short breaks" in page
    assert "You may ask me again" in page
    cast.chloe.post(HERE, {"again": NotAgain.objects.get().key}, status=200)
    assert asked_not_to_be([chloe.pk], work=cast.work.slug) == set()


def test_no_kind_of_ask_reaches_them_and_answers_still_do(cast: Any) -> None:
    chloe, lou = cast.chloe.person, cast.lou.person
    not_again(chloe, chloe, what=What.WORK, work=cast.work)
    asks = [kind for kind in _ASKS if left_alone(kind, [chloe.pk], cast.work.slug)]
    assert {"words.sent", "gatherings.invited", "words.easy_asked", "voices.reuse"} <= set(asks)
    for kind in asks:
        assert tell(chloe, kind, "k", work=cast.work.slug) is None
        tell_many([(chloe, "m"), (lou, "m")], kind, work=cast.work.slug)
        assert tell(lou, kind, "k", work=cast.work.slug) is not None
        assert tell(chloe, kind, "k", work="another-work") is not None
    assert not Outgoing.objects.filter(person=chloe, kind__in=asks, work_key=cast.work.slug).exists()
    assert Outgoing.objects.filter(person=lou, thing_key="m").count() == len(asks)
    for kind in ("voices.answered", "voices.heard", "voices.thanks"):
        assert tell(chloe, kind, "k", work=cast.work.slug) is not None
    assert voices.say(chloe, cast.work, words="I want to say this myself."), "they can still come and say something"


def test_what_waits_to_go_out_does_not_go_and_what_went_stays_readable(cast: Any) -> None:
    fay, raj = cast.fay.person, cast.raj.person
    paper = Document.objects.create(work=cast.work, title="Our questions", made_by=cast.natalie.person)
    version = Version.objects.create(document=paper, text="# Six questions", made_by=cast.natalie.person)
    for person, state in ((fay, "todo"), (raj, "sent")):
        sent = Sent.objects.create(version=version, person=person, ready_at=now())
        message = tell(person, "words.sent", sent.key, work=cast.work.slug)
        assert message is not None
        message.state = state
        message.save()
        assert write(message) is not None
        not_again(person, person, what=What.WORK, work=cast.work)
        assert (write(message) is None) == (state == "todo")


def test_they_stand_on_no_list_of_those_who_could_be_asked(cast: Any) -> None:
    chloe = cast.chloe.person
    everyone = Person.objects.filter(pk__in=[chloe.pk, cast.raj.person.pk])
    assert chloe in people_in(cast.work, ["roles"], everyone)
    not_again(chloe, chloe, what=What.ALL)
    assert chloe not in people_in(cast.work, ["roles"], everyone)
    assert all(chloe not in group.people for group in groups_of(cast.work))


def test_a_last_day_ends_it_and_a_clock_set_back_does_not_lengthen_what_was_ended(cast: Any) -> None:
    chloe = cast.chloe.person
    one = not_again(chloe, chloe, what=What.ALL, until=today() + timedelta(days=3))
    with at(now() + timedelta(days=3)):
        assert asked_not_to_be([chloe.pk]) == {chloe.pk}
    with at(now() + timedelta(days=4)):
        assert asked_not_to_be([chloe.pk]) == set()
    ask_again(chloe, one)
    with at(now() - timedelta(days=30)):
        assert asked_not_to_be([chloe.pk]) == set()


def test_something_must_be_said(cast: Any) -> None:
    chloe = cast.chloe.person
    for wrong in (
        {"what": What.WORK},
        {"what": What.MATTER, "matter": "of the"},
        {"what": What.ALL, "until": today() - timedelta(days=1)},
    ):
        with pytest.raises(NotSaid):
            not_again(chloe, chloe, **wrong)
    cast.chloe.post(HERE, {"what": "matter", "matter": "  "}, status=422)
    first = not_again(chloe, chloe, what=What.MATTER, matter="short breaks")
    assert not_again(chloe, chloe, what=What.MATTER, matter="Short  breaks").pk == first.pk


def test_by_phone_it_is_written_down_and_the_asker_reads_it_nowhere(cast: Any) -> None:
    fay = cast.fay.person
    page = reverse("ties:not_again_for", args=[fay.key])
    cast.natalie.post(page, {"what": "matter", "matter": "zebra crossings", "way": "phone"}, status=200)
    one = NotAgain.objects.get()
    assert (one.person, one.typed_by, one.way) == (fay, cast.natalie.person, "phone")
    for where in (page, reverse("people:person", args=[fay.key])):
        assert "zebra" not in cast.natalie.get(where).content.decode()
    assert not NotAgain.objects.seen_by(cast.natalie.person).exists()
    message = write(Outgoing.objects.get(kind="ties.not_again"))
    assert message is not None
    assert "zebra" not in message.subject + message.words
    cast.natalie.post(page, {"again": "all"}, status=200)
    assert not NotAgain.objects.running().exists()
    with pytest.raises(Refused):
        not_again(cast.chloe.person, fay, what=What.ALL, for_person=fay)
    cast.chloe.post(HERE, {"again": one.key}, status=404)


def test_who_does_not_want_to_is_not_asked_to_tell_their_story_again(cast: Any) -> None:
    c = voices.say(cast.chloe.person, cast.work, words="My story.")
    not_again(cast.chloe.person, cast.chloe.person, what=What.WORK, work=cast.work)
    with pytest.raises(Problem):
        voices.ask_reuse(cast.natalie.person, c, for_what="A talk")


def test_erased_with_the_person(cast: Any) -> None:
    raj = cast.raj.person
    not_again(raj, raj, what=What.MATTER, matter="short breaks")
    erase(HOUSE, raj)
    assert not NotAgain.objects.exists()
