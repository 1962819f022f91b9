"""Learning: taking places, the line, who may read what, what comes of suggestions, and what is counted."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kitchentable.people.erasures import erase
from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import write
from kitchentable.people.owing import in_hand, keepings
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import HOUSE, Problem, Refused
from kitchentable.ties.acts import learning as acts
from kitchentable.ties.acts import taking
from kitchentable.ties.evidence import Learned, Span
from kitchentable.ties.inductions import induction_of
from kitchentable.ties.jobs.learning import ask_after
from kitchentable.ties.learnt import learnt
from kitchentable.ties.models import Learning, Taking
from kitchentable.ties.tests.learning_making import make_learning, make_person, make_sure, make_taking, text_of

pytestmark = pytest.mark.django_db
ALL = "/learning/"


def kinds_told(person: Any) -> list[str]:
    return list(Outgoing.objects.filter(person=person, kind__startswith="ties.").order_by("pk").values_list("kind", flat=True))


def test_the_last_place_goes_to_one_and_the_other_waits_and_gets_it_when_it_comes_free(cast: Any) -> None:
    one = make_learning(places=1, led_by=cast.chloe.person)
    page = text_of(cast.raj.get(reverse("ties:learning_take", args=[one.key])))
    assert "As an unpaid carer" in page
    assert "What works for me" in page
    page = text_of(cast.raj.post(reverse("ties:learning_take", args=[one.key]), {"side": "carer"}, status=200))
    assert "You have a place" in page
    page = text_of(cast.natalie.post(reverse("ties:learning_take", args=[one.key]), {}, status=200))
    assert "You are in the line" in page
    mina = taking.take(cast.mina.person, one, side="lived")
    raj, natalie = one.takings.get(person=cast.raj.person), one.takings.get(person=cast.natalie.person)
    assert (raj.state, raj.side, natalie.state, natalie.side, mina.state) == ("place", "carer", "waits", "staff", "waits")
    assert taking.take(cast.raj.person, one, side="lived") == raj
    cast.raj.get(reverse("ties:learning_back", args=[one.key]))
    cast.raj.post(reverse("ties:learning_back", args=[one.key]), status=200)
    natalie.refresh_from_db()
    mina.refresh_from_db()
    assert (natalie.state, mina.state) == ("place", "waits")
    assert kinds_told(cast.natalie.person) == ["ties.learning_waits", "ties.learning_place"]
    assert kinds_told(cast.mina.person) == ["ties.learning_waits"]
    back = taking.take(cast.raj.person, one, side="carer")
    assert back.state == "waits", "who gave a place back stands at the end of the line"
    with pytest.raises(Refused, match="given back already"):
        taking.give_back(cast.raj.person, Taking.objects.get(pk=raj.pk))


def test_more_places_go_to_those_who_wait_in_their_order_and_nobody_loses_one(cast: Any) -> None:
    one = make_learning(places=1)
    takings = [taking.take(getattr(cast, slug).person, one) for slug in ("chloe", "raj", "pat")]
    assert [taken.state for taken in takings] == ["place", "waits", "waits"]
    one.places = 2
    acts.change(cast.natalie.person, one)
    assert [taken.state for taken in one.takings.order_by("pk")] == ["place", "place", "waits"]
    one.places = 1
    with pytest.raises(acts.TooFew, match="Nobody loses one"):
        acts.change(cast.natalie.person, one)
    one.places, one.where = None, "Library"
    acts.change(cast.natalie.person, one)
    assert set(one.takings.values_list("state", flat=True)) == {"place"}
    assert "ties.learning_changed" in kinds_told(cast.raj.person)
    message = Outgoing.objects.get(person=cast.raj.person, kind="ties.learning_changed")
    assert "Library" in getattr(write(message), "words", "")


def test_a_day_that_is_over_cannot_be_offered_and_what_is_over_cannot_be_taken(cast: Any) -> None:
    learning = Learning(title="Budget", what="Pounds.", starts_at=now() - timedelta(days=1))
    with pytest.raises(acts.NotThatDay, match="over"):
        acts.offer(cast.natalie.person, learning)
    learning.starts_at, learning.until = now() + timedelta(days=5), today()
    with pytest.raises(acts.NotThatDay, match="before the first"):
        acts.offer(cast.natalie.person, learning)
    over = make_learning(starts_at=now() - timedelta(days=2))
    with pytest.raises(Refused, match="This is over"):
        taking.take(cast.chloe.person, over)
    cast.chloe.get(reverse("ties:learning_take", args=[over.key]), status=403)
    page = text_of(cast.natalie.post(reverse("ties:learning_new"), {"kind": "course", "title": "Old", "what": "x", "for_whom": "both", "way": "place", "starts_on_day": "1", "starts_on_month": "2", "starts_on_year": "2020"}, status=422))  # fmt: skip
    assert "This day is over. Choose a day to come." in page
    assert not Learning.objects.filter(title="Old").exists()


def test_a_suggestion_is_read_by_staff_answered_and_told(cast: Any) -> None:
    form = {"title": "How budgets are made", "kind": "course", "what": "secret wish"}
    cast.chloe.get(reverse("ties:learning_suggest"))
    cast.chloe.post(reverse("ties:learning_suggest"), form, status=200)
    one = Learning.objects.get()
    assert one.suggested_by == cast.chloe.person
    assert "secret wish" not in text_of(cast.anyone.get(ALL))
    cast.pat.get(one.get_absolute_url(), status=404)
    assert "secret wish" in text_of(cast.natalie.get(reverse("ties:learning_office")))
    filled = {"kind": "course", "title": "Budgets", "what": "Gill shows it.", "for_whom": "both", "way": "online", "places": "3"}
    cast.natalie.get(reverse("ties:learning_change", args=[one.key]))
    cast.natalie.post(reverse("ties:learning_change", args=[one.key]), filled, status=200)
    one.refresh_from_db()
    assert (one.state, one.places, one.starts_at) == ("offered", 3, None)
    assert kinds_told(cast.chloe.person) == ["ties.learning_answered"]
    assert "Budgets" in text_of(cast.anyone.get(ALL))
    other = acts.suggest(cast.natalie.person, Learning(title="Sailing"), for_person=cast.lou.person)
    page = text_of(cast.natalie.post(reverse("ties:learning_end", args=[other.key]), {"because": "The lake is dry."}, status=200))
    assert "told why" in page
    message = Outgoing.objects.get(person=cast.lou.person, kind="ties.learning_answered")
    assert "The lake is dry." in getattr(write(message), "words", "")


def test_afterwards_words_reach_only_those_who_were_chosen(cast: Any) -> None:
    one = make_learning(starts_at=now() - timedelta(days=1), led_by=cast.mina.person, by_lived=True)
    for slug, reads in (("chloe", "leader"), ("raj", "leads"), ("pat", "nobody")):
        make_taking(one, getattr(cast, slug).person)
        said = {
            "like": f"like of {slug}",
            "like_reads": reads,
            "can_now": f"now of {slug}",
            "can_now_shared": "on" if slug == "raj" else "",
        }
        getattr(cast, slug).get(reverse("ties:learning_after", args=[one.key]))
        getattr(cast, slug).post(reverse("ties:learning_after", args=[one.key]), said, status=200)
    public = text_of(cast.anyone.get(one.get_absolute_url()))
    assert "now of raj" in public
    assert "now of chloe" not in public
    assert "like of" not in public
    led = text_of(cast.mina.get(reverse("ties:learning_people", args=[one.key])))
    assert "like of chloe" in led
    assert "like of raj" in led
    office = text_of(cast.natalie.get(reverse("ties:learning_people", args=[one.key])))
    assert "like of raj" in office
    assert "like of chloe" not in office
    assert "like of pat" not in led + office
    assert "now of pat" in text_of(cast.pat.get(reverse("ties:my_learning")))
    cast.pat.get(reverse("ties:learning_people", args=[one.key]), status=404)
    cast.lou.get(reverse("ties:learning_after", args=[one.key]), status=404)
    typed = text_of(cast.natalie.get(reverse("ties:learning_after", args=[one.key]), {"for": cast.pat.person.key}))
    assert "like of pat" not in typed
    assert "now of pat" not in typed
    taken = one.takings.get(person=cast.pat.person)
    taking.say_after(cast.natalie.person, taken, can_now="new words", for_person=cast.pat.person)
    assert (taken.like, taken.can_now) == ("like of pat", "new words")


def test_staff_type_for_somebody_who_rings_and_a_supporter_only_for_whom_they_write(cast: Any) -> None:
    one = make_learning()
    lou, url = cast.lou.person, reverse("ties:learning_take", args=[one.key])
    found = text_of(cast.natalie.get(reverse("ties:learning_for", args=[one.key]), {"q": "Lou"}))
    assert f"for={lou.key}" in found
    cast.natalie.get(url, {"for": lou.key})
    cast.natalie.post(f"{url}?for={lou.key}", {"side": "lived"}, status=200)
    taken = one.takings.get()
    assert (taken.person, taken.typed_by, taken.side) == (lou, cast.natalie.person, "lived")
    typed = text_of(cast.kim.get(reverse("ties:learning_take", args=[make_learning().key]), {"for": lou.key}))
    assert "You type for" in typed
    cast.kim.get(url, {"for": cast.chloe.person.key}, status=404)
    with pytest.raises(Refused):
        taking.take(cast.kim.person, make_learning(), for_person=cast.raj.person)


def test_for_whom_goes_by_who_comes_not_by_who_types(cast: Any) -> None:
    one = make_learning(for_whom="people")
    assert "Only people with lived experience" in text_of(cast.anyone.get(one.get_absolute_url()))
    with pytest.raises(taking.NotForThem):
        taking.take(cast.natalie.person, one)
    assert taking.take(cast.natalie.person, one, side="lived", for_person=cast.lou.person).state == "place"
    with pytest.raises(taking.NotForThem):
        taking.take(cast.chloe.person, make_learning(for_whom="staff"))


def test_what_ends_is_told_with_its_reason_and_is_not_offered_again(cast: Any) -> None:
    one = make_learning(led_by=cast.mina.person)
    taking.take(cast.chloe.person, one, side="lived")
    with pytest.raises(acts.NothingSaid):
        acts.end(cast.natalie.person, one, because="  ")
    acts.end(cast.natalie.person, one, because="Mina is ill.")
    for person in (cast.chloe.person, cast.mina.person):
        message = Outgoing.objects.get(person=person, kind="ties.learning_ended")
        assert "Mina is ill." in getattr(write(message), "words", "")
    assert write(Outgoing.objects.get(person=cast.chloe.person, kind="ties.learning_place")) is None
    assert "It will not happen" in text_of(cast.anyone.get(one.get_absolute_url()))
    assert one not in Learning.objects.to_come()
    with pytest.raises(Refused, match="ended"):
        acts.change(cast.natalie.person, one)


def test_learning_of_hidden_work_is_not_there_for_others(cast: Any) -> None:
    cast.work.is_public = False
    cast.work.save(update_fields=["is_public"])
    one = make_learning(work=cast.work, title="Hidden learning")
    cast.anyone.get(one.get_absolute_url(), status=404)
    cast.joan.get(one.get_absolute_url(), status=404)
    cast.gill.get(one.get_absolute_url(), status=404)
    cast.chloe.get(one.get_absolute_url())
    assert "Hidden learning" not in text_of(cast.anyone.get(ALL))
    with pytest.raises(Refused, match="Only the lead"):
        acts.change(cast.gill.person, one)


def test_the_clock_asks_once_and_not_who_was_away_or_said_it(cast: Any) -> None:
    one = make_learning(starts_at=now() - timedelta(days=1))
    make_taking(one, cast.chloe.person)
    make_taking(one, cast.raj.person, was_there=False)
    make_taking(one, cast.pat.person, can_now="x", said_on=today())
    make_taking(make_learning(), cast.mina.person)
    assert (ask_after(), ask_after()) == (1, 0)
    assert kinds_told(cast.chloe.person) == ["ties.learning_how"]
    with at(now() + timedelta(days=90)):
        make_taking(one, cast.reg.person)
        assert ask_after() == 0


def test_both_groups_are_counted_and_an_erased_person_stays_counted_without_words(cast: Any) -> None:
    span = Span(today() - timedelta(days=30), today())
    one = make_learning(starts_at=now() - timedelta(days=2), work=cast.work, places=9)
    papers = make_learning(starts_at=None, way="papers")
    for slug, side in (("chloe", "lived"), ("raj", "carer"), ("natalie", "staff"), ("kim", "other")):
        make_taking(one, getattr(cast, slug).person, side=side)
    make_taking(papers, cast.dee.person, side="staff", can_now="x", said_on=today())
    make_taking(papers, cast.chloe.person, side="carer")
    make_taking(one, cast.pat.person, was_there=False)
    make_taking(one, cast.reg.person, state="waits")
    make_taking(one, cast.mina.person, state="back")
    chloe = cast.chloe.person
    taking.say_after(chloe, one.takings.get(person=chloe), like="nice", can_now="read a budget", can_now_shared=True)
    with CaptureQueriesContext(connection) as queries:
        assert learnt(None, span) == Learned(2, 2, 3, 1, 1)
    assert len(queries) == 2
    assert learnt(cast.work, span) == Learned(1, 1, 2, 0, 1)
    suggested = acts.suggest(chloe, Learning(title="my own words"))
    ahead = make_learning(places=1)
    taking.take(chloe, ahead, side="lived")
    raj = taking.take(cast.raj.person, ahead, side="carer")
    erase(HOUSE, chloe)
    assert learnt(None, span) == Learned(2, 2, 3, 1, 1)
    gone = one.takings.get(person=None)
    assert (gone.like, gone.can_now, gone.said_on) == ("", "", today())
    assert not Learning.objects.filter(pk=suggested.pk).exists()
    raj.refresh_from_db()
    assert raj.state == "place", "the place of somebody who was erased goes to who waits"
    assert "read a budget" not in text_of(cast.anyone.get(one.get_absolute_url()))


def test_who_leads_something_has_it_in_hand_until_somebody_else_leads_it(cast: Any) -> None:
    one = make_learning(led_by=cast.natalie.person, title="Meet the council")
    make_learning(led_by=cast.natalie.person, starts_at=now() - timedelta(days=3))
    mine = [thing for thing in in_hand(cast.natalie.person) if thing.kind == "ties.learning"]
    assert [thing.key for thing in mine] == [one.key]
    keepings()["ties.learning"].give(cast.natalie.person, one.key, cast.dee.person)
    assert kinds_told(cast.dee.person) == ["ties.learning_leads"]
    assert not [thing for thing in in_hand(cast.natalie.person) if thing.kind == "ties.learning"]
    with pytest.raises(Problem):
        keepings()["ties.learning"].give(cast.natalie.person, "nothing", cast.dee.person)


def test_what_somebody_led_who_was_erased_is_told_to_those_who_plan_it(cast: Any) -> None:
    one = make_learning(led_by=cast.chloe.person, led_by_words="Chloe, who knows ramps", work=cast.work)
    erase(HOUSE, cast.chloe.person)
    one.refresh_from_db()
    assert (one.led_by, one.led_by_words) == (None, "")
    message = Outgoing.objects.get(person=cast.natalie.person, kind="ties.learning_no_leader")
    assert "Nobody leads this now" in getattr(write(message), "words", "")
    acts.hand_on(cast.gill.person, one, to=cast.ben.person)
    assert write(message) is None
    with pytest.raises(Refused):
        acts.hand_on(cast.pat.person, one, to=cast.pat.person)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_four_who_want_the_last_place_at_the_same_moment_get_one_place_and_three_wait() -> None:
    one, people = make_learning(places=1), [make_person(f"P{n}") for n in range(4)]
    start = threading.Barrier(len(people))

    def want(person: Any) -> None:
        start.wait()
        taking.take(person, one, side="lived")
        connection.close()

    threads = [threading.Thread(target=want, args=[person]) for person in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(one.takings.values_list("state", flat=True)) == ["place", "waits", "waits", "waits"]


def test_the_induction_of_a_piece_of_work_begins_with_its_subject(cast: Any) -> None:
    shared = make_learning(kind="co_production", title="How we decide")
    course = make_learning(kind="course", work=cast.work)
    subject = make_learning(kind="subject", work=cast.work, starts_at=None, way="papers")
    make_learning(kind="subject", work=cast.work, starts_at=now() - timedelta(days=3))
    make_learning(kind="course")
    assert induction_of(cast.work) == [subject, shared, course]
    assert induction_of(cast.work, cast.chloe.person) == [subject, shared, course]


def test_pages_ask_as_little_of_the_tables_with_many_rows(cast: Any) -> None:
    one = make_learning(led_by=cast.natalie.person)

    def counts() -> list[int]:
        found = []
        for seat, url in (
            (cast.anyone, ALL), (cast.chloe, one.get_absolute_url()), (cast.chloe, reverse("ties:my_learning")),
            (cast.chloe, reverse("ties:confidence")), (cast.natalie, reverse("ties:learning_office")), (cast.natalie, reverse("ties:learning_people", args=[one.key])),
        ):  # fmt: skip
            with CaptureQueriesContext(connection) as queries:
                seat.get(url)
            found.append(len(queries))
        return found

    for slug in ("chloe", "raj"):
        make_taking(one, getattr(cast, slug).person, can_now="x", can_now_shared=True, like="y", like_reads="leads")
    counts()
    before = counts()
    for n in range(30):
        other = make_learning(title=f"Learning {n}", led_by=cast.chloe.person, work=cast.work)
        make_taking(other, cast.chloe.person)
        make_taking(one, make_person(f"Person {n}"), can_now="x", can_now_shared=True, like="y", like_reads="leads")
        make_sure(cast.chloe.person, 3, 4, words="w")
        make_learning(title=f"Suggested {n}", state="suggested", suggested_by=cast.chloe.person)
    after = counts()
    assert max(after) <= 15
    assert [more - few for few, more in zip(before, after, strict=True)] == pytest.approx([0] * 6, abs=1)
