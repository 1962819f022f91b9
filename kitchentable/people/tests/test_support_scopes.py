"""S05: a supporter helps, and the person keeps control: what each may open, what stops, and what the person reads of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from kitchentable.people import acts, support_acts, support_jobs
from kitchentable.people.models import Look, Outgoing, Person, Reach, Scope, SupportAsk, Supporter, WhatWorks, Worry
from kitchentable.people.outbox import write
from kitchentable.people.rules import supports
from kitchentable.policy import clock
from kitchentable.policy.book import may
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Problem, Refused
from kitchentable.voices import acts as voices
from kitchentable.voices.models import Contribution, Kept
from kitchentable.voices.tests.making import saying, wav

LOU, KIM = "demolou", "demokim"
OFFICE = f"/office/people/{LOU}/"
FOR_LOU = f"/me/for/{LOU}/"


def words(response) -> str:
    return response.content.decode().replace("&#x27;", "’")


def support_of(cast) -> Supporter:
    return Supporter.objects.running().get(person=cast.lou.person, supporter=cast.kim.person)


def shares(cast, *scopes: Scope) -> Supporter:
    """Lou says by phone what Kim may do; Natalie writes it down."""
    cast.natalie.post(f"{OFFICE}supporters/{KIM}/", {"scopes": list(scopes), "until": "as_it_is"}, status=200)
    found = support_of(cast)
    assert found.scopes == [scope.value for scope in Scope if scope in scopes]
    return found


def test_s05_what_lou_has_not_shared_is_said_in_so_many_words(cast):
    shares(cast, Scope.WRITE, Scope.INVITATIONS)
    assert "Lou has not shared this." in words(cast.kim.get(f"{FOR_LOU}pay/", status=403))
    here = words(cast.kim.get(FOR_LOU))
    assert here.count("Lou has not shared this.") == len(Scope) - 2
    assert f'href="{FOR_LOU}invitations/"' in here
    assert f'href="{FOR_LOU}pay/"' not in here
    assert "Nothing is here yet" in words(shares(cast, Scope.PAY) and cast.kim.get(f"{FOR_LOU}pay/"))
    for seat in (cast.joan, cast.pat):
        seat.get(FOR_LOU, status=404)
        seat.get(f"{FOR_LOU}pay/", status=404)
    cast.kim.get(f"{FOR_LOU}everything/", status=404)
    cast.anyone.get(f"{FOR_LOU}pay/", status=302)


def test_s05_stop_by_phone_closes_pages_open_forms_downloads_links_and_the_outbox(cast, settings):
    shares(cast, Scope.WRITE, Scope.NEEDS)
    kim = cast.kim.person
    say = f"/works/{cast.work.slug}/say/"
    sent = saying("Lou says hello", known_as=kim.key, whose=LOU, read_back="yes")
    cast.kim.post(say, {**sent, "recording": wav()})
    c = Contribution.objects.get()
    assert (c.said_by, c.typed_by) == (cast.lou.person, kim)
    page = f"/said/{c.code}/"
    download = f"/said/{c.code}/files/{Kept.objects.get().key}/"
    for open_page in (page, f"{page}receipt/", f"{page}receipt/?save=txt", f"/me/said/?whose={LOU}"):
        assert "Lou says hello" in words(cast.kim.get(open_page))
    assert cast.kim.client.get(download).status_code == 200
    assert "Typed by <bdi>Kim</bdi> for <bdi>Lou</bdi>" in words(cast.kim.get(page))
    assert "Typed by Kim for Lou" in words(cast.kim.get(f"{page}receipt/?save=txt"))
    letter = write(Outgoing.objects.get(kind="voices.thanks"))
    assert letter
    assert "Typed by Kim for Lou." in letter.words

    said = words(cast.natalie.post(OFFICE, {"what": "stop", "supporter": support_of(cast).pk}))
    assert "from this moment Kim sees nothing of Lou and can write nothing. What is over: Write what Lou says" in said

    for closed in (page, f"{page}receipt/", f"{page}receipt/?save=txt", download, f"/me/said/?whose={LOU}"):
        cast.kim.get(closed, status=404)
    for door in ("", *(f"{scope.value}/" for scope in Scope)):
        shut = words(cast.kim.get(FOR_LOU + door, status=403))
        assert "You do not help this person now." in shut
        assert not re.search(r"\bLou\b", shut)
    for form, typed in (("add", {"words": "More"}), ("sharing", {"sharing": "public"}), ("take-back", {})):
        assert "You do not help this person now." in words(cast.kim.post(f"{page}{form}/", typed, status=403))
    for letter in Outgoing.objects.filter(person=kim):
        found = write(letter)
        assert found is None or "Lou" not in found.subject + found.words + found.link + found.link_words
    assert write(Outgoing.objects.filter(person=kim, kind="people.support_changed").first()) is None
    told = write(Outgoing.objects.get(kind="people.support_stopped"))
    assert told
    assert "that has ended" in told.words
    c.refresh_from_db()
    assert (c.words, c.sharing, Contribution.objects.count()) == ("Lou says hello", "lead", 1)


def test_words_for_a_person_who_stopped_it_meanwhile_are_not_sent_and_never_become_the_supporters_own(cast):
    sent = saying("Lou says hello", known_as=KIM, whose=LOU, read_back="yes")
    acts.stop_supporter(cast.lou.person, support_of(cast))
    say = f"/works/{cast.work.slug}/say/"
    again = words(cast.kim.post(say, sent, status=422))
    assert "You cannot write for this person now." in again
    assert "Lou says hello" in again, "what was typed is still there"
    assert 'value="me" required checked' not in again
    pressed_again = {**sent, "asks_whose": "1"}
    del pressed_again["whose"]
    cast.kim.post(say, pressed_again, status=422)
    assert not Contribution.objects.exists()


def test_from_the_door_to_writing_the_person_is_chosen_already(cast):
    there = words(cast.kim.get(f"/me/said/?whose={LOU}"))
    say = f"/works/{cast.work.slug}/say/?for={LOU}"
    assert say in there
    assert f'value="{LOU}" id="id_whose_1" checked' in words(cast.kim.get(say)).replace(" required", "")
    assert not re.search(r"\bLou\b", words(cast.joan.get(say)))


def test_lou_reads_all_that_kim_opened_and_staff_read_it_out(cast):
    shares(cast, Scope.WRITE, Scope.NEEDS)
    WhatWorks.objects.create(person=cast.lou.person, words="canaryneed", shown_to="lead")
    WhatWorks.objects.create(person=cast.lou.person, words="canaryhidden", shown_to="nobody")
    c = voices.say(cast.kim.person, cast.work, words="canarysaid", for_person=cast.lou.person)
    assert "canaryhidden" not in words(cast.kim.get(f"{FOR_LOU}needs/", follow=True))
    assert "canaryneed" in words(cast.kim.get(f"{FOR_LOU}needs/", follow=True))
    cast.kim.get(f"/said/{c.code}/")
    assert cast.kim.get(f"{FOR_LOU}write/", status=302)["Location"] == f"/me/said/?whose={LOU}"
    acts.stop_supporter(cast.lou.person, support_of(cast))

    mine = words(cast.lou.get(f"/me/supporters/{KIM}/opened/"))
    assert "What works for you" in mine
    assert "What you said</strong>: <bdi>Better help at home</bdi>" in mine
    assert "canary" not in mine
    assert f"/me/supporters/{KIM}/opened/" in words(cast.lou.get("/me/supporters/")), "after the stop too"
    read_out = words(cast.natalie.get(f"{OFFICE}supporters/{KIM}/opened/"))
    assert "What works for you" in read_out
    assert Look.objects.filter(
        person=cast.lou.person, by=cast.natalie.person, what=Look.What.OPENED, why=Look.Why.READ_OUT
    ).exists()
    assert "list of what your supporter" not in words(cast.lou.get(f"/me/supporters/{KIM}/opened/")), "that was Natalie, not Kim"
    for seat in (cast.kim, cast.joan):
        seat.get(f"/me/supporters/{KIM}/opened/", status=404)
        seat.get(f"{OFFICE}supporters/{KIM}/opened/", status=403)
    assert not Look.objects.read_out_by(cast.kim.person, cast.lou.person)


def test_the_person_changes_scopes_and_last_day_on_their_page_and_it_holds_at_once(cast):
    kim, lou = cast.kim.person, cast.lou.person
    page = f"/me/supporters/{KIM}/"
    assert "checked" in words(cast.lou.get(page))
    assert "Tick one thing or more." in words(cast.lou.post(page, {"until": "as_it_is"}))
    said = words(cast.lou.post(page, {"scopes": ["needs", "travel"], "until": "3"}))
    assert "Kim may do this from now on, and nothing else: Read what works for me; Arrange my travel." in said
    assert not supports(cast.kim.person, lou.pk, Scope.WRITE)
    assert supports(cast.kim.person, lou.pk, Scope.TRAVEL)
    assert support_of(cast).until < today() + timedelta(days=93)
    changed = write(Outgoing.objects.get(kind="people.support_changed", person=kim))
    assert changed
    assert "Lou" not in changed.subject + changed.words
    cast.kim.get(page, status=404)
    with pytest.raises(Refused):
        support_acts.change_support(cast.kim.person, support_of(cast), scopes=list(Scope), until=today())
    with pytest.raises(Problem):
        support_acts.change_support(cast.lou.person, support_of(cast), scopes=["write"], until=today() + timedelta(days=400))


def test_nothing_is_ticked_for_anyone_and_nothing_but_what_has_a_name_can_be_given(cast):
    asks = words(cast.reg.get("/me/supporters/"))
    assert "Write what I say" in asks
    assert "checked" not in asks
    typed = {"what": "ask", "who": "kim@millbrook.example", "until": "3"}
    assert "Tick one thing or more." in words(cast.reg.post("/me/supporters/", typed))
    cast.reg.post("/me/supporters/", {**typed, "scopes": ["everything"]})
    for scopes in ([], ["everything"]):
        with pytest.raises(Problem):
            acts.allow_supporter(
                cast.reg.person, Supporter(person=cast.reg.person, supporter=cast.kim.person, until=today(), scopes=scopes)
            )
    assert not SupportAsk.objects.exists()
    cast.reg.post("/me/supporters/", {**typed, "scopes": ["pay", "write"]})
    page = words(cast.kim.get("/me/supporters/"))
    assert "See what Reg is paid" in page
    cast.kim.post("/me/supporters/", {"what": "yes", "ask": SupportAsk.objects.get().key})
    assert Supporter.objects.get(person=cast.reg.person).scopes == ["write", "pay"]


@pytest.mark.parametrize("newer", ["stopped", "changed", "named", "asked for less"])
def test_no_old_yes_comes_after_a_newer_word(cast, newer):
    lou, kim, month = cast.lou.person, cast.kim.person, today() + timedelta(days=30)
    old = support_acts.ask_support(lou, SupportAsk(person=lou, asked_as=kim.key, until=month, scopes=["pay"]))
    if newer == "stopped":
        acts.stop_supporter(lou, support_of(cast))
    elif newer == "changed":
        support_acts.change_support(lou, support_of(cast), scopes=["write"], until=month)
    elif newer == "named":
        acts.allow_supporter(cast.natalie.person, Supporter(person=lou, supporter=kim, until=month), for_person=lou)
        assert Supporter.objects.running().filter(person=lou, supporter=kim).count() == 1
    else:
        support_acts.ask_support(lou, SupportAsk(person=lou, asked_as=kim.key, until=month, scopes=["write"]))
    with pytest.raises(Problem):
        support_acts.agree_support(cast.kim.person, SupportAsk.objects.get(pk=old.pk))
    assert not supports(cast.kim.person, lou.pk, Scope.PAY)


def test_who_may_reply_for_somebody_may_not_write_what_they_say(cast):
    shares(cast, Scope.REPLY)
    kim, lou = cast.kim.person, cast.lou.person
    assert may(kim, "people.type_for", lou)
    with pytest.raises(Refused, match="Lou has not shared this"):
        voices.say(kim, cast.work, words="Not Lou's words", for_person=lou)
    with pytest.raises(Refused, match="Lou has not shared this"):
        acts.worry(kim, Worry(words="x", said_by=lou, typed_by=kim), for_person=lou)
    assert "What you typed for" not in words(cast.kim.get("/me/"))
    cast.kim.get(f"/me/said/?whose={LOU}", status=404)
    assert Person.objects.seen_by(cast.kim.person).filter(pk=lou.pk).exists()


def test_a_supporter_reads_what_they_typed_and_not_what_the_person_adds_alone(cast):
    c = voices.say(cast.kim.person, cast.work, words="With Kim", for_person=cast.lou.person)
    voices.add(cast.lou.person, c, words="canaryalone")
    own = voices.say(cast.lou.person, cast.work, words="canaryown")
    assert "canaryalone" in words(cast.lou.get(f"/said/{c.code}/"))
    assert "canaryalone" not in words(cast.kim.get(f"/said/{c.code}/"))
    with pytest.raises(Refused):
        voices.withdraw(cast.kim.person, own, for_person=cast.lou.person)


def test_what_a_supporter_did_stands_on_the_page_as_typed_for_the_person(cast):
    c = voices.say(cast.kim.person, cast.work, words="With Kim", for_person=cast.lou.person)
    cast.kim.post(f"/said/{c.code}/sharing/", {"sharing": "group"})
    page = words(cast.lou.get(f"/said/{c.code}/"))
    assert "Who may see it was chosen" in page
    assert "typed by <bdi>Kim</bdi> for <bdi>Lou</bdi>" in page
    cast.kim.post(f"/said/{c.code}/take-back/")
    assert "It was taken back" in words(cast.lou.get(f"/said/{c.code}/"))


def test_two_weeks_before_the_last_day_the_person_is_asked_and_nothing_goes_on_by_itself(cast):
    support = support_of(cast)
    # At noon: an hour before midnight the summer clock of that day is a day ahead.
    early = now().replace(hour=12) + timedelta(days=(support.until - today()).days - number("support_ends_days") - 1)
    with clock.at(early):
        assert support_jobs.ask_what_ends() == 0
    with clock.at(early + timedelta(days=1)):
        assert support_jobs.ask_what_ends() == 1
        assert support_jobs.ask_what_ends() == 0
        message = Outgoing.objects.get(kind="people.support_ends")
        assert message.person == cast.lou.person
        assert message.channel == Reach.Channel.PHONE
        asks = write(message)
        assert asks
        assert "Kim helps you until" in asks.words
        assert "If you do nothing, it ends." in asks.words
        assert "Kim" not in asks.subject
        assert "Ends soon" in words(cast.natalie.get(OFFICE))
    with clock.at(early + timedelta(days=number("support_ends_days") + 2)):
        assert write(message) is None
        assert not supports(cast.kim.person, cast.lou.person.pk, Scope.WRITE)


def test_when_a_supporter_stops_the_person_is_told_and_no_reason_is_asked(cast):
    acts.stop_supporter(cast.kim.person, support_of(cast))
    told = write(Outgoing.objects.get(kind="people.support_left", person=cast.lou.person))
    assert told
    assert "Kim has stopped helping you" in told.words
    assert not Outgoing.objects.filter(kind="people.support_stopped").exists()


@pytest.mark.slow
def test_pages_around_supporters_ask_the_tables_few_questions(cast, django_assert_max_num_queries):
    shares(cast, *Scope)
    for count in range(30):
        Look.objects.create(
            person=cast.lou.person, by=cast.kim.person, what="said", why="support", on=today(), thing_key=str(count)
        )
        WhatWorks.objects.create(person=cast.lou.person, words=f"need {count}", shown_to="lead")
    pages = [(cast.lou, "/me/supporters/"), (cast.lou, f"/me/supporters/{KIM}/"), (cast.lou, f"/me/supporters/{KIM}/opened/")]
    pages += [
        (cast.kim, "/me/supporters/"),
        (cast.kim, FOR_LOU),
        (cast.kim, f"/me/works-for-me/?whose={LOU}"),
        (cast.kim, "/me/"),
        (cast.natalie, OFFICE),
    ]
    pages += [(cast.natalie, f"{OFFICE}supporters/{KIM}/"), (cast.natalie, f"{OFFICE}supporters/{KIM}/opened/")]
    for seat, url in pages:
        seat.get(url)
        with django_assert_max_num_queries(20):
            seat.get(url)
