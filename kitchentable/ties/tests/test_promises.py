"""Promises are kept in mind by themselves, whoever keeps them, and what came of them is told to those they were made to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kitchentable.gatherings.acts import after as minutes
from kitchentable.people import erasures, owing
from kitchentable.people.models import Outgoing, Person
from kitchentable.people.outbox import write
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import ANYONE, HOUSE, Refused
from kitchentable.ties.acts import agreeing_anew, keeping, promising
from kitchentable.ties.jobs import promises as jobs
from kitchentable.ties.models import Anew, Promise, PromiseTo
from kitchentable.ties.promise_sources import staff_named
from kitchentable.ties.tests.promising import BECAUSE, HOW, WHAT, answered, held, line, make_promise, said
from kitchentable.voices import acts
from kitchentable.voices.models import Contribution, Decision, Option, Outcome, Read
from kitchentable.works.models import Role

pytestmark = pytest.mark.django_db
NO_TEXT = "We will take this on board."


def messages(kind: str) -> set[str]:
    return set(Outgoing.objects.filter(kind=kind).values_list("person__called", flat=True))


def words_of(kind: str, person: Person) -> str:
    found = write(Outgoing.objects.get(kind=kind, person=person))
    assert found is not None
    return f"{found.subject}\n{found.words}"


# ── from answers, minutes and decisions ───────────────────────────────────────────────────────────


def test_an_answer_that_promises_something_becomes_a_promise_once_with_who_what_and_when(cast: Any) -> None:
    answer = answered(cast, said(cast), said(cast, "mina"))
    made = Promise.objects.get()
    assert (made.what, made.owner, made.made_by) == (WHAT, cast.ben.person, cast.rao.person)
    assert (made.who_does_it, made.by_when, made.source_key) == ("Ben Ash, Highways", answer.by_when, answer.key)
    assert set(made.to.values_list("person__called", flat=True)) == {"Chloe", "Mina"}
    assert jobs.catch_up() == 0
    Promise.objects.all().delete()
    assert (jobs.catch_up(), jobs.catch_up()) == (1, 0)
    assert Promise.objects.get().made_by == cast.rao.person


def test_what_is_no_promise_becomes_none_and_a_day_for_later_does(cast: Any) -> None:
    nothing: dict[str, Any] = {"who_does_it": "", "by_when": None}
    answered(cast, said(cast), **nothing)
    answered(cast, said(cast), **nothing, outcome=Outcome.NOT_USED, because=BECAUSE, look_again_on=today() + timedelta(days=9))
    with at(now() + timedelta(days=2)):
        answered(cast, said(cast), by_when=today(), decided_on=today())
    assert Promise.objects.count() == 1, "a day that had gone by says what was done"
    answered(cast, said(cast), **nothing, outcome=Outcome.LATER, look_again_on=today() + timedelta(days=40))
    later = Promise.objects.latest("pk")
    assert (later.by_when, later.owner) == (today() + timedelta(days=40), cast.rao.person)
    passed = answered(
        cast, said(cast), who_does_it="", outcome=Outcome.PASSED, passed_to=cast.gill.person, by_when=today() + timedelta(days=5)
    )
    assert Promise.objects.get(source_key=passed.key).owner == cast.gill.person
    assert jobs.catch_up() == 0, "what the job looks at is what holds a promise"


def test_a_promise_to_look_again_is_kept_when_all_who_were_told_so_have_a_newer_answer(cast: Any) -> None:
    first, second = said(cast), said(cast, "mina")
    later: dict[str, Any] = {"who_does_it": "", "by_when": None, "outcome": Outcome.LATER}
    answered(cast, first, second, **later, look_again_on=today() + timedelta(days=1))
    made = Promise.objects.get()
    with at(now() + timedelta(days=1)):
        for c in (first, second):
            acts.bring_back(HOUSE, c)
        answered(cast, first)
        made.refresh_from_db()
        assert made.is_open, "Mina still waits"
        passed: dict[str, Any] = {"outcome": Outcome.PASSED, "passed_to": cast.rao.person, "who_does_it": "", "by_when": None}
        answered(cast, second, **passed)
        made.refresh_from_db()
        assert made.is_open, "passed on is not answered"
        answered(cast, second)
    made.refresh_from_db()
    assert (made.state, made.ended_by, made.ended_on) == ("kept", cast.rao.person, today() + timedelta(days=1))
    assert messages("ties.promise_kept") == set(), "they have the answer itself"
    Promise.objects.all().delete()
    with at(now() + timedelta(days=90)):
        jobs.catch_up()
    again = Promise.objects.get(by_when=made.by_when)
    assert (again.state, again.ended_on) == ("kept", made.ended_on), "what was before is not late because it was found late"


def test_who_keeps_it_is_a_living_member_of_staff_whose_whole_name_was_said(cast: Any) -> None:
    ben, work = cast.ben.person, cast.work
    assert staff_named("ben ash and his team", work) == ben
    assert staff_named("Benash, Highways", work) is None
    twin = Person.objects.create(called="Ben Ash", works_here=True)
    assert staff_named("Ben Ash", work) is None, "two of one name: nobody guesses"
    Role.objects.create(work=work, person=twin, kind=Role.Kind.ANSWERER)
    assert staff_named("Ben Ash", work) == twin
    twin.is_active = False
    twin.save()
    assert staff_named("Ben Ash", work) == ben
    answered(cast, said(cast), who_does_it="The road firm")
    assert Promise.objects.get().owner == cast.rao.person


def test_a_promise_in_minutes_counts_when_it_was_told_and_is_kept_from_both_sides(cast: Any) -> None:
    gathering = held(cast, "chloe", "raj", "ben")
    first = line(cast, gathering)
    second = line(cast, gathering, "We bring the list to the hub.")
    assert jobs.catch_up() == 0
    minutes.tell_minutes(cast.natalie.person, gathering)
    made = Promise.objects.get(source_key=first.key)
    assert set(made.to.values_list("person__called", flat=True)) == {"Chloe", "Raj"}, "not to whoever keeps it"
    minutes.promise_kept(cast.ben.person, first)
    made.refresh_from_db()
    assert (made.state, made.ended_by) == ("kept", cast.ben.person)
    keeping.keep_promise(cast.ben.person, Promise.objects.get(source_key=second.key), how=HOW)
    second.refresh_from_db()
    assert second.done_at is not None
    assert jobs.catch_up() == 0


def test_a_corrected_line_changes_no_words_but_asks_and_its_new_name_keeps_it(cast: Any) -> None:
    gathering = held(cast, "chloe", "raj")
    first = line(cast, gathering)
    minutes.tell_minutes(cast.natalie.person, gathering)
    line(cast, gathering, "We ring you two days before.", owner="dee", corrects=first)
    minutes.tell_minutes(cast.natalie.person, gathering)
    made, asked = Promise.objects.get(), Anew.objects.get()
    assert (made.what, made.owner, asked.what) == ("We ring you the day before.", cast.dee.person, "We ring you two days before.")
    for slug in ("chloe", "raj"):
        agreeing_anew.say_anew(getattr(cast, slug).person, asked, says="yes", person=getattr(cast, slug).person)
    new = Promise.objects.get(renews=made)
    assert new.what == "We ring you two days before."
    assert jobs.catch_up() == 0
    again = line(cast, gathering, "We ring you three days before.", owner="dee", corrects=first)
    minutes.tell_minutes(cast.natalie.person, gathering)
    assert Anew.objects.get(source_key=again.key).promise == new, "a correction reaches the promise as it stands now"
    assert jobs.catch_up() == 0


def test_what_is_decided_is_promised_to_those_who_were_read_and_to_everyone_when_they_are_many(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = Decision.objects.create(work=cast.work, number=1, title="How visits are timed", decider=cast.rao.person)
    for slug in ("chloe", "mina", "pat"):
        Read.objects.create(decision=decision, contribution=said(cast, slug))
    typed = {"what": "Visits start when you choose.", "who_does_it": "Dee", "by_when": (today() + timedelta(days=30))}
    with pytest.raises(Refused, match="not decided yet"):
        promising.promise_decided(cast.rao.person, decision, **typed)
    Decision.objects.update(
        decided_on=today(), decided_by=cast.rao.person, chosen=Option.objects.create(decision=decision, what="x", cost="0")
    )
    decision.refresh_from_db()
    url = f"/office/works/{cast.work.slug}/decisions/1/promises/"
    cast.chloe.get(url, status=403)
    day = typed["by_when"]
    sent = {**typed, "by_when_day": day.day, "by_when_month": day.month, "by_when_year": day.year}  # type: ignore[attr-defined]
    assert "Promised so far" in cast.rao.post(url, sent, status=200).content.decode()
    made = Promise.objects.get()
    assert (made.owner, made.to.count(), made.to_everyone, made.is_public) == (cast.dee.person, 3, False, True)
    assert promising.promise_decided(cast.rao.person, decision, **typed) == made
    monkeypatch.setattr("kitchentable.ties.promise_sources.number", lambda _name: 2)
    many = promising.promise_decided(cast.rao.person, decision, **{**typed, "what": "You are rung when somebody is late."})
    assert (many.to_everyone, many.to.count()) == (True, 0)
    keeping.keep_promise(cast.dee.person, many, how=HOW)
    assert messages("ties.promise_kept") == set()
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    assert [jobs.tell_everyone() for _ in range(4)] == [2, 1, 0, 0]
    assert messages("ties.promise_kept") == {"Chloe", "Mina", "Pat"}
    assert Outgoing.objects.filter(kind="ties.promise_kept").count() == 3
    page = cast.chloe.get("/me/promises/").content.decode()
    assert "You are rung when somebody is late." in page


# ── what came of it ───────────────────────────────────────────────────────────────────────────────


def test_kept_is_said_with_how_told_to_those_it_was_made_to_and_only_once(cast: Any) -> None:
    made = make_promise(cast, "chloe", "lou")
    with pytest.raises(keeping.NotSaid, match="Say what was done"):
        keeping.keep_promise(cast.ben.person, made, how=NO_TEXT)
    with pytest.raises(Refused):
        keeping.keep_promise(cast.gill.person, made, how=HOW)
    keeping.keep_promise(cast.ben.person, made, how=HOW)
    assert messages("ties.promise_kept") == {"Chloe", "Lou"}
    assert HOW in words_of("ties.promise_kept", cast.chloe.person)
    with pytest.raises(keeping.HasEnded, match="Kept"):
        keeping.break_promise(cast.natalie.person, made, because=BECAUSE)
    made.refresh_from_db()
    assert (made.how_it_ended, made.state) == (HOW, "kept")


def test_not_kept_needs_a_reason_and_says_who_decided(cast: Any) -> None:
    made = make_promise(cast, "chloe")
    with pytest.raises(keeping.NotSaid, match="Or say why it cannot be done"):
        keeping.break_promise(cast.ben.person, made, because=NO_TEXT)
    keeping.break_promise(cast.ben.person, made, because=BECAUSE, decider=cast.rao.person)
    told = words_of("ties.promise_broken", cast.chloe.person)
    assert BECAUSE in told
    assert "Who decided that: Ms Rao." in told


def test_a_clock_that_is_set_back_never_makes_a_late_promise_on_time(cast: Any) -> None:
    made = make_promise(cast, "chloe", days=-2)
    with at(now() + timedelta(days=7 - today().weekday())):  # a Monday
        jobs.note_late()
    with at(now() - timedelta(days=5)):
        made.refresh_from_db()
        assert made.is_late
        assert Promise.objects.overdue().count() == 1
        kept = keeping.keep_promise(cast.ben.person, made, how=HOW, done_on=today())
    assert kept.by_when is not None
    assert kept.ended_on is not None
    assert kept.ended_on > kept.by_when


def test_the_owner_is_told_before_the_day_and_the_lead_after_it(cast: Any) -> None:
    monday = now() + timedelta(days=(7 - today().weekday()) % 7)
    for _ in range(2):
        make_promise(cast, "chloe", by_when=monday.date() + timedelta(days=2))
    with at(monday):
        assert (jobs.warn(), jobs.warn()) == (1, 0)
        assert messages("ties.promises_due") == {"Ben Ash"}
        assert "2 promises of yours come due" in words_of("ties.promises_due", cast.ben.person)
    with at(monday + timedelta(days=7)):
        assert (jobs.note_late(), jobs.note_late()) == (1, 0)
        assert messages("ties.promises_late") == {"Ben Ash", "Natalie"}
        told = words_of("ties.promises_late", cast.natalie.person)
        assert "2 promises are late" in told
        assert WHAT not in told


# ── agreed anew ───────────────────────────────────────────────────────────────────────────────────


def propose(cast: Any, made: Promise, days: int = 40) -> Anew:
    return agreeing_anew.propose_anew(
        cast.ben.person, made, what=made.what, by_when=today() + timedelta(days=days), because=BECAUSE
    )


def test_it_is_agreed_anew_only_when_somebody_says_yes_and_nobody_no(cast: Any) -> None:
    made = make_promise(cast, "chloe", "lou", "mina")
    asked = propose(cast, made)
    assert messages("ties.anew_ask") == {"Chloe", "Lou", "Mina"}
    told = words_of("ties.anew_ask", cast.chloe.person)
    assert BECAUSE in told
    assert WHAT in told
    with pytest.raises(Refused):
        agreeing_anew.say_anew(cast.pat.person, asked, says="yes", person=cast.pat.person)
    with pytest.raises(Refused):
        agreeing_anew.say_anew(cast.natalie.person, asked, says="yes", person=cast.lou.person, for_person=cast.lou.person)
    agreeing_anew.say_anew(cast.chloe.person, asked, says="yes", person=cast.chloe.person)
    lou = cast.lou.person
    agreeing_anew.say_anew(cast.natalie.person, asked, says="no", words="It is too late.", way="phone", person=lou, for_person=lou)
    Outgoing.objects.update(state="sent", sent_at=now())
    with at(now() + timedelta(days=30)):
        assert jobs.end_anew() == 1
    made.refresh_from_db()
    asked.refresh_from_db()
    assert (made.state, asked.state) == ("open", "refused")
    assert "The old day counts" in words_of("ties.anew_ended", lou)


def test_what_was_agreed_is_a_new_promise_beside_the_old_which_keeps_its_words_and_day(cast: Any) -> None:
    made = make_promise(cast, "chloe", "lou")
    asked = propose(cast, made)
    agreeing_anew.say_anew(cast.chloe.person, asked, says="yes", person=cast.chloe.person)
    Outgoing.objects.filter(person=cast.chloe.person).update(state="sent", sent_at=now())
    with at(now() + timedelta(days=30)):
        assert jobs.end_anew() == 0, "Lou gets it by phone and was not told yet"
        Outgoing.objects.filter(person=cast.lou.person).update(state="sent", sent_at=now())
        assert jobs.end_anew() == 0, "and has as many days as others"
    with at(now() + timedelta(days=60)):
        assert jobs.end_anew() == 1
    new = Promise.objects.get(renews=made)
    before = Promise.objects.get(pk=made.pk)
    assert (before.what, before.by_when, before.state) == (made.what, made.by_when, "anew")
    assert (new.first_day, new.times_anew, new.by_when) == (made.by_when, 1, asked.by_when)
    assert set(new.to.values_list("person__called", flat=True)) == {"Chloe", "Lou"}


def test_nobody_can_agree_for_those_who_are_not_known(cast: Any) -> None:
    made = make_promise(cast)
    with pytest.raises(ValueError, match="Nobody is known"):
        propose(cast, made)
    with pytest.raises(keeping.NotSaid, match="still to come"):
        propose(cast, make_promise(cast, "chloe"), days=-1)


# ── handing on, leaving, being erased ─────────────────────────────────────────────────────────────


def test_it_outlives_whoever_made_it(cast: Any) -> None:
    made = make_promise(cast, "chloe")
    ben, dee = cast.ben.person, cast.dee.person
    in_hand = [one for one in owing.in_hand(ben) if one.kind == "ties.promise"]
    assert [one.key for one in in_hand] == [made.key]
    with pytest.raises(erasures.CannotErase, match="in hand"):
        erasures.erase(cast.sam.person, ben)
    with pytest.raises(keeping.CannotKeep):
        keeping.hand_promise(ben, made, cast.joan.person)
    owing.keepings()["ties.promise"].give(HOUSE, made.key, dee)
    made.refresh_from_db()
    assert made.owner == dee
    assert "Dee keeps this promise from now on" in words_of("ties.promise_handed", cast.chloe.person)
    assert words_of("ties.promise_yours", dee)
    erasures.erase(cast.sam.person, ben)
    with pytest.raises(Refused):
        keeping.hand_promise(cast.gill.person, made, ben)


def test_whoever_is_erased_leaves_the_numbers_as_they_were(cast: Any) -> None:
    made = make_promise(cast, "chloe", "mina")
    asked = propose(cast, made)
    chloe = cast.chloe.person
    agreeing_anew.say_anew(chloe, asked, says="yes", words="Only this once.", person=chloe)
    erasures.erase(chloe, chloe)
    assert not PromiseTo.objects.filter(person=chloe).exists()
    row = asked.said.get()
    assert (row.person, row.words, row.says) == (None, "", "yes")
    assert Promise.objects.count() == 1


# ── who may read it ───────────────────────────────────────────────────────────────────────────────


def reads(cast: Any, made: Promise) -> set[str]:
    slugs = ("chloe", "mina", "natalie", "dee", "rao", "ben", "gill", "joan")
    return {slug for slug in slugs if Promise.objects.seen_by(getattr(cast, slug).person).filter(pk=made.pk).exists()}


def test_the_answer_to_what_is_not_public_is_read_only_by_its_author_and_those_who_answer(cast: Any) -> None:
    c = said(cast, "chloe", "public")
    made = Promise.objects.get(source_key=answered(cast, c).key)
    inside = {"chloe", "natalie", "dee", "rao", "ben"}
    assert reads(cast, made) == inside, "Mina is at the table, and this was said to the lead"
    cast.anyone.get(made.get_absolute_url(), status=404)
    acts.publish(cast.natalie.person, c)
    assert Promise.objects.seen_by(ANYONE).filter(pk=made.pk).exists()
    asked = propose(cast, made)
    agreeing_anew.say_anew(cast.chloe.person, asked, says="yes", person=cast.chloe.person)
    new = Promise.objects.get(renews=made)
    assert Promise.objects.seen_by(ANYONE).count() == 2
    acts.withdraw(cast.chloe.person, Contribution.objects.get(pk=c.pk))
    assert Promise.objects.seen_by(ANYONE).count() == 0, "taken back: the promise is not for everyone any more, nor what it became"
    assert reads(cast, new) == inside


def test_no_promise_for_everyone_names_somebody_who_does_not_work_here(cast: Any) -> None:
    def is_public(what: str, owner: str = "ben") -> bool:
        return promising.promise(
            HOUSE, cast.work, what=what, owner=getattr(cast, owner).person, by_when=None, to=[cast.raj.person]
        ).is_public

    Person.objects.create(called="Ada Mary Lovelace")
    assert is_public("The ramp is mended.")
    assert is_public("Ben Ash and Ms Rao mend the ramp.")
    assert not is_public("Ben rings Chloe’s home on Monday.")
    assert not is_public("We meet with Ada Mary Lovelace.")
    assert is_public("We will pat the dog.")
    assert not is_public("We bring the list.", owner="mina")
    assert is_public("The plan is changed.", owner="rao")
    made = make_promise(cast, "chloe")
    assert not keeping.keep_promise(cast.ben.person, made, how="We rang Chloe and mended the ramp.").is_public
