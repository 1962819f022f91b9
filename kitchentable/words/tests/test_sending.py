"""Who has a paper, in which format, and until when they have time (R013, R014, R034, R035, R100)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kitchentable.people.models import Outgoing, Reach
from kitchentable.people.outbox import write
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import HOUSE, Problem, Refused
from kitchentable.words import read_before
from kitchentable.words.acts import sending as acts
from kitchentable.words.jobs.sending import follow_formats, note_handed
from kitchentable.words.load import loads_of
from kitchentable.words.models import FormatAsk, Sent
from kitchentable.words.own_time import everyones_last_day, last_day_for, last_days_for
from kitchentable.words.tests.making import make_format
from kitchentable.words.tests.sending_steps import EASY, HTML, LARGE, PLAIN, becomes_ready, ready_version, send

BECAUSE = "The printer broke."


def sent_to(person: Any) -> Sent:
    return Sent.objects.select_related("version__document").filter(person=person).order_by("-pk")[0]


def messages(person: Any, kind: str) -> list[Outgoing]:
    return list(Outgoing.objects.filter(person=person, kind=kind))


def words(person: Any, kind: str) -> str:
    message = write(messages(person, kind)[-1])
    assert message is not None
    return message.words


def test_for_reg_whose_format_came_three_days_late_the_time_to_answer_is_three_days_longer(cast: Any) -> None:
    version = ready_version(cast)
    last = version.by_when_on
    send(cast, version, "pat", "reg", unready_because=BECAUSE)
    assert last_day_for(cast.pat.person, last, [version.document_id]).day == last
    waits = last_day_for(cast.reg.person, last, [version.document_id])
    assert waits.day is None
    assert "You do not have your copy" in waits.because
    with at(now() + timedelta(days=3)):
        becomes_ready(version, PLAIN)
    own = last_day_for(cast.reg.person, last, [version.document_id])
    assert (own.day, own.days_more) == (last + timedelta(days=3), 3)
    assert own.because == "Your copy of “Help at home: what could change” came 3 days late. So you have 3 days more."
    assert last_day_for(cast.pat.person, last, [version.document_id]).day == last, "nobody else’s day moves"
    told = words(cast.reg.person, "words.sent")
    assert BECAUSE in told
    assert "3 days more" in told
    assert BECAUSE not in words(cast.pat.person, "words.sent")


def test_whoever_waits_is_told_why_and_that_they_lose_no_time(cast: Any) -> None:
    send(cast, ready_version(cast), "reg", unready_because=BECAUSE)
    told = words(cast.reg.person, "words.waits")
    assert BECAUSE in told
    assert "You lose no time" in told
    assert messages(cast.reg.person, "words.sent") == []


def test_a_copy_that_is_not_ready_needs_a_reason(cast: Any) -> None:
    version = ready_version(cast)
    with pytest.raises(acts.NotReady):
        send(cast, version, "pat", "reg")
    version.refresh_from_db()
    assert version.sent_at is None
    assert not Sent.objects.exists()
    assert not Outgoing.objects.filter(kind__startswith="words.").exists()
    make_format(version, PLAIN)
    send(cast, version, "pat", "reg")
    assert Sent.objects.filter(ready_at__isnull=False).count() == 2


def test_a_format_made_from_other_words_is_not_ready(cast: Any) -> None:
    version = ready_version(cast)
    make_format(version, PLAIN, made_from="0" * 64)
    with pytest.raises(acts.NotReady):
        send(cast, version, "reg")


def test_nothing_goes_without_a_summary_and_nothing_goes_to_nobody(cast: Any) -> None:
    with pytest.raises(acts.NotClear, match="summary"):
        send(cast, ready_version(cast, what_we_ask=""), "pat")
    with pytest.raises(acts.NobodyChosen):
        send(cast, ready_version(cast))


def test_nobody_gets_a_version_twice(cast: Any) -> None:
    version = ready_version(cast)
    send(cast, version, "pat")
    first = version.sent_at
    with pytest.raises(acts.NobodyChosen):
        send(cast, version, "pat")
    with at(now() + timedelta(hours=1)):
        send(cast, version, "pat", "mina", "mina", unready_because=BECAUSE)
    version.refresh_from_db()
    assert version.sent_at == first, "the standard clock starts once"
    assert Sent.objects.count() == 2
    assert len(messages(cast.pat.person, "words.sent")) == 1


def test_whoever_is_sent_it_later_has_their_full_time(cast: Any) -> None:
    version = ready_version(cast)
    send(cast, version, "joan")
    with at(now() + timedelta(days=5)):
        send(cast, version, "pat")
    assert last_day_for(cast.pat.person, version.by_when_on, [version.document_id]).days_more == 5


def test_a_paper_less_than_a_week_before_people_meet_needs_a_reason_that_everyone_reads(cast: Any, monkeypatch: Any) -> None:
    version = ready_version(cast)
    meeting = read_before.Meeting(today() + timedelta(days=6), "Tuesday’s gathering")
    monkeypatch.setattr(read_before, "_FINDERS", [lambda _document: [meeting]])
    with pytest.raises(acts.TooLate, match="Tuesday’s gathering"):
        send(cast, version, "pat")
    send(cast, version, "pat", late_because="Ms Rao was ill.")
    assert "Why it comes late: Ms Rao was ill." in words(cast.pat.person, "words.sent")


def test_seven_days_before_is_in_time(cast: Any, monkeypatch: Any) -> None:
    meeting = read_before.Meeting(today() + timedelta(days=7), "Tuesday’s gathering")
    monkeypatch.setattr(read_before, "_FINDERS", [lambda _document: [meeting]])
    send(cast, ready_version(cast), "pat")


def test_a_new_version_starts_a_new_clock_and_takes_nothing_back(cast: Any) -> None:
    first = ready_version(cast)
    last, document = first.by_when_on, first.document
    send(cast, first, "reg", unready_because=BECAUSE)
    with at(now() + timedelta(days=6)):
        becomes_ready(first, PLAIN)
    with at(now() + timedelta(days=8)):
        second = ready_version(cast, PLAIN, document=document)
        send(cast, second, "reg")
    assert last_day_for(cast.reg.person, last, [document.pk]).days_more == 6
    with pytest.raises(Refused, match="newer version"):
        send(cast, first, "pat")


def test_an_old_copy_that_comes_after_a_newer_one_changes_no_clock(cast: Any) -> None:
    first = ready_version(cast)
    send(cast, first, "reg", unready_because=BECAUSE)
    with at(now() + timedelta(days=4)):
        second = ready_version(cast, PLAIN, document=first.document)
        send(cast, second, "reg")
    told = len(messages(cast.reg.person, "words.sent"))
    with at(now() + timedelta(days=9)):
        becomes_ready(first, PLAIN)
        follow_formats()
    assert last_day_for(cast.reg.person, first.by_when_on, [first.document_id]).days_more == 4
    assert len(messages(cast.reg.person, "words.sent")) == told


def test_a_clock_of_the_house_that_was_set_back_shortens_nothing(cast: Any) -> None:
    version = ready_version(cast)
    send(cast, version, "reg", unready_because=BECAUSE)
    with at(now() - timedelta(days=5)):
        becomes_ready(version, PLAIN)
    assert last_day_for(cast.reg.person, version.by_when_on, [version.document_id]).day == version.by_when_on


def test_a_thing_may_close_only_after_everybodys_own_last_day(cast: Any) -> None:
    version = ready_version(cast)
    last, papers = today(), [version.document_id]
    send(cast, version, "pat", "reg", unready_because=BECAUSE)
    with at(now() + timedelta(days=1)):
        found = everyones_last_day(last, papers)
        assert (found.waiting, found.is_over) == (1, False)
    with at(now() + timedelta(days=3)):
        becomes_ready(version, PLAIN)
        assert not everyones_last_day(last, papers).is_over
    with at(now() + timedelta(days=4)):
        assert everyones_last_day(last, papers).is_over


def test_whoever_has_been_asked_enough_this_month_is_asked_first(cast: Any) -> None:
    chloe = cast.chloe.person
    Reach.objects.filter(person=chloe).update(asks_a_month=0)
    version = ready_version(cast)
    send(cast, version, "chloe")
    one = sent_to(chloe)
    assert one.is_asked
    assert one.ready_at is None
    assert "May we send it to you?" in words(chloe, "words.one_more_paper")
    assert messages(chloe, "words.sent") == []
    assert everyones_last_day(today(), [version.document_id]).waiting == 0, "nobody waits for who was only asked"
    with at(now() + timedelta(days=2)):
        acts.answer_one_more(chloe, one, may_send=True)
    assert "What we ask of you" in words(chloe, "words.sent")
    assert last_day_for(chloe, version.by_when_on, [version.document_id]).days_more == 2


def test_a_no_is_a_no_and_a_yes_later_still_counts(cast: Any) -> None:
    chloe = cast.chloe.person
    Reach.objects.filter(person=chloe).update(asks_a_month=0)
    version = ready_version(cast)
    send(cast, version, "chloe")
    acts.answer_one_more(chloe, sent_to(chloe), may_send=False)
    becomes_ready(version, LARGE)
    follow_formats()
    assert messages(chloe, "words.sent") == []
    acts.answer_one_more(cast.natalie.person, sent_to(chloe), may_send=True, for_person=chloe)
    assert len(messages(chloe, "words.sent")) == 1, "by phone, typed for her"
    with pytest.raises(Refused):
        acts.answer_one_more(cast.pat.person, sent_to(chloe), may_send=True)


def test_a_copy_that_is_posted_starts_the_clock_when_it_was_handed_over(cast: Any) -> None:
    fay = cast.fay.person
    version = ready_version(cast, LARGE)
    send(cast, version, "fay")
    assert last_day_for(fay, version.by_when_on, [version.document_id]).day is None
    with at(now() + timedelta(days=4)):
        with pytest.raises(Problem, match="still to come"):
            acts.handed(cast.natalie.person, sent_to(fay), day=today() + timedelta(days=1))
        acts.handed(cast.natalie.person, sent_to(fay), day=today() - timedelta(days=1))
        assert last_day_for(fay, version.by_when_on, [version.document_id]).days_more == 3
        acts.handed(cast.natalie.person, sent_to(fay), day=today() - timedelta(days=4))
    assert last_day_for(fay, version.by_when_on, [version.document_id]).days_more == 3, "an earlier day takes nothing back"


def test_handed_over_is_never_before_it_was_ready(cast: Any) -> None:
    version = ready_version(cast)
    send(cast, version, "fay", unready_because=BECAUSE)
    with pytest.raises(Problem, match="not ready"):
        acts.handed(cast.natalie.person, sent_to(cast.fay.person), day=today())
    with at(now() + timedelta(days=2)):
        becomes_ready(version, LARGE)
        acts.handed(cast.natalie.person, sent_to(cast.fay.person), day=today() - timedelta(days=2))
    assert last_day_for(cast.fay.person, version.by_when_on, [version.document_id]).days_more == 2


def test_what_the_list_of_people_to_tell_says_was_done_starts_the_clock(cast: Any) -> None:
    fay = cast.fay.person
    send(cast, ready_version(cast, LARGE), "fay")
    assert note_handed() == 0
    later = now() + timedelta(days=2)
    Outgoing.objects.filter(person=fay, kind="words.sent").update(state=Outgoing.State.SENT, sent_at=later)
    with at(later + timedelta(days=1)):
        assert note_handed() == 1
        assert note_handed() == 0
    assert sent_to(fay).handed_on == today() + timedelta(days=2)


def test_whoever_changes_their_format_while_they_wait_gets_the_new_one(cast: Any) -> None:
    version = ready_version(cast, LARGE)
    send(cast, version, "reg", unready_because=BECAUSE)
    Reach.objects.filter(person=cast.reg.person).update(format=Reach.Format.LARGE)
    with at(now() + timedelta(days=1)):
        assert follow_formats() == 1
        assert follow_formats() == 0
    one = sent_to(cast.reg.person)
    assert (one.kind, one.own_day) == (LARGE, today() + timedelta(days=1))
    with at(now() + timedelta(days=5)):
        becomes_ready(version, PLAIN)
        Reach.objects.filter(person=cast.reg.person).update(format=Reach.Format.EASY)
        follow_formats()
    assert sent_to(cast.reg.person).own_day == today() + timedelta(days=1), "what somebody has, they have"


def test_whoever_asks_for_another_format_has_their_time_from_that_one(cast: Any) -> None:
    version = ready_version(cast)
    pat, papers = cast.pat.person, [version.document_id]
    send(cast, version, "pat")
    with at(now() + timedelta(days=2)):
        FormatAsk.objects.create(document=version.document, kind=LARGE, person=pat, due_on=today())
        assert last_day_for(pat, version.by_when_on, papers).day is None
        assert everyones_last_day(today(), papers).waiting == 1
    with at(now() + timedelta(days=6)):
        becomes_ready(version, LARGE)
        FormatAsk.objects.update(told_at=now())
    assert last_day_for(pat, version.by_when_on, papers).days_more == 6
    assert sent_to(pat).kind == LARGE


def test_somebody_who_was_erased_stays_counted_and_holds_nothing_open(cast: Any) -> None:
    version = ready_version(cast)
    send(cast, version, "reg", unready_because=BECAUSE)
    Sent.objects.update(person=None)
    assert version.sent.count() == 1
    assert everyones_last_day(today(), [version.document_id]).waiting == 0


def test_only_the_person_and_writers_of_that_work_see_who_has_which_copy(cast: Any) -> None:
    send(cast, ready_version(cast, PLAIN), "reg")
    seen = {
        slug for slug in ("natalie", "dee", "reg", "pat", "rao", "kim", "sam") if Sent.objects.seen_by(getattr(cast, slug).person)
    }
    assert seen == {"natalie", "dee", "reg"}
    assert not Sent.objects.seen_by(cast.anyone.person)


def test_only_writers_send_and_only_the_house_starts_clocks(cast: Any) -> None:
    version = ready_version(cast)
    for slug in ("pat", "rao", "sam"):
        with pytest.raises(Refused):
            acts.send(getattr(cast, slug).person, version, people=[cast.pat.person])
    send(cast, version, "reg", unready_because=BECAUSE)
    with pytest.raises(Refused):
        acts.copies_ready(cast.natalie.person, version, need=(PLAIN, ""))
    acts.copies_ready(HOUSE, version, need=(EASY, ""))
    assert sent_to(cast.reg.person).ready_at is None


def test_what_somebody_has_to_read_this_month(cast: Any) -> None:
    version = ready_version(cast)
    version.words = 650
    version.save()
    chloe, pat = cast.chloe.person, cast.pat.person
    send(cast, version, "chloe", "pat")
    load = loads_of([chloe.pk, pat.pk])[chloe.pk]
    assert (load.papers, load.pages, load.minutes, load.slow_minutes, load.asks, load.limit) == (1, 3, 3, 6, 1, 3)
    with at(now() + timedelta(days=40)):
        assert loads_of([chloe.pk])[chloe.pk].papers == 0


def test_many_peoples_last_days_take_one_query(cast: Any, django_assert_num_queries: Any) -> None:
    version = ready_version(cast, PLAIN, LARGE)
    send(cast, version, "chloe", "pat", "reg", "joan")
    people = [one.person.pk for one in (cast.chloe, cast.pat, cast.reg, cast.joan)]
    with django_assert_num_queries(1):
        assert len(last_days_for(people, today(), [version.document_id])) == 4
    with django_assert_num_queries(0):
        assert last_days_for(people, today(), [])[people[0]].day == today()
    assert sent_to(cast.chloe.person).kind == HTML
