"""S04, S05, S06 and S07 as people do them; and each again for a person who is not online."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from kitchentable.gatherings import jobs
from kitchentable.gatherings.acts import inviting, planning
from kitchentable.gatherings.models import Arrangement, Fact, Gathering, HowItWas, Invitation, Place
from kitchentable.people.models import Look, Outgoing, Supporter, Way, WhatWorks
from kitchentable.people.outbox import write
from kitchentable.policy.clock import today
from kitchentable.voices.models import Contribution, Kept
from kitchentable.voices.tests.making import photo
from tests.browser.steps import choose, day_into, it_is, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAYS = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
ASSISTANTS, TOILET = "I come with one or more personal assistants", "I need a Changing Places toilet with hoist and bench"
LATE = "After 11, because getting up takes two hours."
ASKS_FOR_A_DIAGNOSIS = re.compile(r"diagnos|illness|condition|disabilit", re.IGNORECASE)


def at(days: int, hour: int) -> datetime:
    """So many days from today, at this hour in Millbrook."""
    return timezone.make_aware(datetime.combine(today() + timedelta(days=days), time(hour)))


def to(name: str, *keys: str) -> str:
    return reverse(f"gatherings:{name}", args=keys)


def main(page: Page) -> Any:
    return expect(page.locator("main"))


def a_place(called: str, toilet: str) -> Place:
    """A place where somebody went and looked: is there a Changing Places toilet? There are seats for assistants where there is one."""
    made = Place.objects.create(called=called, address="Millbrook", seats=30)
    Fact.objects.bulk_create(
        Fact(place=made, code=code, answer=toilet, checked_by="Pat", checked_on=today()) for code in ("V36", "V37", "V38", "V30")
    )
    return made


def says_what_works(page: Page, kind: str, *, often: str = "", words: str = "", weight: str = "", shown: str = "") -> None:
    """Say one thing that works, step by step, and see at each step that no question asks what somebody has."""
    page.goto("/me/works-for-me/")
    page.locator("main").get_by_role("link", name="Add one thing").or_(page.locator("main a.button")).first.click()
    page.get_by_role("link", name=kind, exact=True).click()
    if often:
        choose(page, often)
    if words:
        page.get_by_label("Or say it in your own words").fill(words)
    press(page, "Save and go on")
    for _step in ("detail", "why"):
        for label in page.locator("main label, main legend").all_inner_texts():
            assert not ASKS_FOR_A_DIAGNOSIS.search(label), label
        press(page, "Save and go on")
    choose(page, weight)
    press(page, "Save and go on")
    choose(page, shown)
    press(page, "Save")


def plans(page: Page, cast: Any, title: str) -> Gathering:
    """Natalie begins a plan, up to the page where she chooses who should be there."""
    page.goto(to("new"))
    page.get_by_label("For which piece of work?").select_option(label=cast.work.title)
    page.get_by_label("What is it called?").fill(title)
    page.get_by_label("What is it for?").fill("To plan visits together.")
    choose(page, "At a place")
    press(page, "Save and choose people")
    page.locator("main").get_by_role("link", name="Choose who should be there").click()
    return Gathering.objects.get(title=title)


def changes(page: Page, one: Gathering, day: Any, hour: str, place: Place) -> None:
    """Natalie gives it a day, a time and a place."""
    page.goto(to("change", one.key))
    day_into(page, "Which day?", day)
    page.get_by_label("From what time?").fill(hour)
    page.get_by_label("Which place?").select_option(label=place.called)
    press(page, "Save the plan")


def marks(page: Page, need: str, met: str, why: str) -> None:
    """Say of one need how it was."""
    one = page.locator("main section.card", has_text=need)
    one.locator("label.pick", has_text=met).first.click()
    one.get_by_label("What happened?").fill(why)


def the_day_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the day after a gathering in 30 days; what comes by itself has come."""
    it_is(monkeypatch, at(31, 10))
    jobs.after.hold_what_is_over()
    jobs.after.ask_how_it_was()


@WAYS
def test_s04_chloe_says_what_works_for_her_and_it_is_done(
    sit: Any, cast: Any, monkeypatch: pytest.MonkeyPatch, javascript: bool
) -> None:
    chloe, natalie = sit("chloe", javascript=javascript), sit("natalie", javascript=javascript)
    town, weir = a_place("Town hall", "no"), a_place("The Weir café", "yes")
    must, arrangers = "I cannot take part without it", "My lead, and those who arrange things"
    says_what_works(chloe, "People", often=ASSISTANTS, weight=must, shown=arrangers)
    says_what_works(chloe, "The place", often=TOILET, weight=must, shown=arrangers)
    says_what_works(chloe, "Time", words=LATE, weight=must, shown=arrangers)
    assert WhatWorks.objects.filter(person=cast.chloe.person, shown_to="arrangers", weight="must").count() == 3

    one = plans(natalie, cast, "Mornings")
    natalie.get_by_label("Chloe", exact=True).check()
    press(natalie, "Put the ticked ones on the list")
    changes(natalie, one, today() + timedelta(days=30), "9am", town)
    natalie.goto(to("plan", one.key))
    main(natalie).to_contain_text("3 things do not fit yet.")
    natalie.goto(to("fit", one.key))
    expect(natalie.get_by_role("heading", name="Three things do not fit Chloe")).to_be_visible()
    natalie.goto(to("send", one.key))
    main(natalie).to_contain_text("3 things do not fit people who cannot come without them. Solve them before the invitations go.")
    expect(natalie.get_by_role("button", name="Send the invitation")).to_have_count(0)

    changes(natalie, one, today() + timedelta(days=30), "11am", weir)
    natalie.goto(to("fit", one.key))
    main(natalie).to_contain_text("Nothing stands in the way")
    natalie.goto(to("send", one.key))
    press(natalie, "Send the invitation")
    invitation = Invitation.objects.get()
    message = write(Outgoing.objects.get(kind="gatherings.invited"))
    assert message is not None
    assert "Is this right for you this time?" in message.words
    assert "toilet" not in message.subject

    chloe.goto(invitation.get_absolute_url())
    main(chloe).to_contain_text("Is this right for you this time?")
    main(chloe).to_contain_text("What you told us about what works for you: is it still right this time?")
    main(chloe).not_to_contain_text("know your needs")
    choose(chloe, "Yes, I will come")
    choose(chloe, "Yes, it is still right")
    press(chloe, "Send my reply")
    natalie.goto(to("confirm", one.key))
    press(natalie, "It will happen")
    chloe.goto("/me/looks/")
    main(chloe).to_contain_text("Natalie looked at what works for you, to plan “Mornings”")

    the_day_passes(monkeypatch)
    assert Outgoing.objects.get(kind="gatherings.how").person == cast.chloe.person
    assert natalie.goto(to("how", invitation.key)).status == 404  # type: ignore[union-attr]
    chloe.goto(to("how", invitation.key))
    marks(chloe, ASSISTANTS, "Met: it was there, and it worked", "Both had a chair and lunch.")
    marks(chloe, LATE, "Partly met", "It began at 11, but the taxi came at 9.")
    marks(chloe, TOILET, "Not met", "The hoist was broken.")
    press(chloe, "Send how it was")
    main(chloe).to_contain_text("is now a task with a day, for Natalie")
    assert {(row.met, row.typed_by, row.way) for row in HowItWas.objects.all()} == {
        (met, None, Way.PAGE) for met in ("met", "partly", "not")
    }
    mend = Arrangement.objects.get(kind="mend")
    assert (mend.owner, mend.need) == (cast.natalie.person, WhatWorks.objects.get(words=TOILET))
    natalie.goto(to("arrangement", mend.key))
    main(natalie).to_contain_text(TOILET)
    main(natalie).to_contain_text("Whose task: Natalie")
    assert mend.by_when > today()


def test_s04_for_a_person_who_is_not_online(sit: Any, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    natalie, lou = sit("natalie", javascript=False), cast.lou.person
    natalie.goto(reverse("people:needs_for", args=[lou.key]))
    natalie.get_by_role("link", name="The place", exact=True).click()
    for label in natalie.locator("main label, main legend").all_inner_texts():
        assert not ASKS_FOR_A_DIAGNOSIS.search(label), label
    choose(natalie, TOILET)
    choose(natalie, "They cannot take part without it")
    choose(natalie, "Their lead, and those who arrange things")
    choose(natalie, "By phone")
    press(natalie, "Go on, and read it back")
    assert not WhatWorks.objects.exists(), "nothing is kept before Lou has heard it"
    main(natalie).to_contain_text(TOILET)
    press(natalie, "They said yes: keep it")
    need = WhatWorks.objects.get()
    assert (need.person, need.typed_by, need.read_back, need.way) == (lou, cast.natalie.person, True, "phone")
    main(natalie).not_to_contain_text(TOILET)

    one = Gathering(title="Mornings", purpose="To plan visits.", starts_at=at(30, 11), place=a_place("The Weir café", "yes"))
    one.host = cast.natalie.person
    one = planning.plan(cast.natalie.person, cast.work, gathering=one)
    planning.choose(cast.natalie.person, one, people=[lou])
    inviting.send(cast.natalie.person, one)
    message = Outgoing.objects.get(kind="gatherings.invited")
    assert (message.person, message.channel, message.state) == (lou, "phone", "todo")
    natalie.goto(f"/office/messages/{message.key}/")
    main(natalie).to_contain_text("Is this right for you this time?")
    press(natalie, "I told them")
    invitation = Invitation.objects.get()
    natalie.goto(to("reply_for", one.key, invitation.key))
    choose(natalie, "Yes, I will come")
    choose(natalie, "Yes, it is still right")
    choose(natalie, "By phone")
    press(natalie, "Save what they said")
    invitation.refresh_from_db()
    assert (invitation.state, invitation.still_right, invitation.typed_by) == ("yes", True, cast.natalie.person)
    planning.confirm(cast.natalie.person, one)

    the_day_passes(monkeypatch)
    call = Outgoing.objects.get(kind="gatherings.how")
    assert (call.person, call.channel, call.state) == (lou, "phone", "todo")
    natalie.goto(to("how_for", one.key, invitation.key))
    marks(natalie, TOILET, "Not met", "It was locked.")
    press(natalie, "Save what they said")
    assert not HowItWas.objects.exists(), "staff say how Lou told them, or nothing is kept"
    choose(natalie, "By phone")
    press(natalie, "Save what they said")
    said = HowItWas.objects.get()
    assert (said.person, said.met, said.why, said.typed_by, said.way) == (lou, "not", "It was locked.", cast.natalie.person, "phone")
    mend = Arrangement.objects.get(kind="mend")
    assert (mend.owner, mend.person) == (cast.natalie.person, lou)


LETS = ("Read my invitations", "Reply to invitations for me", "Write what I say")
GONE = "You do not help this person now."


def until_new_year(page: Page) -> None:
    """What a supporter may do, until 31 December."""
    for words in LETS:
        page.locator("main").get_by_label(words).check()
    page.locator("main").get_by_label("Until another day").check()
    day_into(page, "If another day: which day is the last?", today().replace(month=12, day=31))


def lou_lets_kim_by_phone(sit: Any, cast: Any, kim: Page, javascript: bool) -> Any:
    """Natalie writes down what Lou says: what Kim may do, until when; and later that it stops, and reads out what Kim opened."""
    natalie = sit("natalie", javascript=javascript)
    natalie.goto(reverse("people:person", args=[cast.lou.person.key]))
    natalie.get_by_role("link", name=re.compile("Change this, at their word ?: Kim")).click()
    until_new_year(natalie)
    press(natalie, "Save what they said")
    main(natalie).to_contain_text("Kim may do this and nothing else: Write what I say; Read my invitations; Reply to invitations for me.")

    def stops() -> Page:
        press(natalie, "Stop Kim now")
        main(natalie).to_contain_text("from this moment Kim sees nothing of Lou and can write nothing")
        natalie.get_by_role("link", name="Read out what Kim opened").click()
        assert Look.objects.filter(person=cast.lou.person, by=cast.natalie.person, why="read_out").exists()
        return natalie

    return stops, mailed_to_kim(cast, "people.support_changed")


def mailed_to_kim(cast: Any, kind: str) -> str:
    """The link in the mail that Kim got."""
    mail = write(Outgoing.objects.get(kind=kind, person=cast.kim.person))
    assert mail is not None
    return mail.link


def pat_lets_kim_on_a_page(sit: Any, cast: Any, kim: Page, javascript: bool) -> Any:
    """Pat asks Kim, and Kim says yes; later Pat stops it and reads what Kim opened."""
    pat = sit("pat", javascript=javascript)
    pat.goto("/me/supporters/")
    pat.get_by_label("Who helps you?").fill("kim@millbrook.example")
    until_new_year(pat)
    press(pat, "Ask them")
    link = mailed_to_kim(cast, "people.asked_to_support")
    kim.goto(link)
    press(kim, "Yes, I will help")

    def stops() -> Page:
        pat.goto("/me/supporters/")
        press(pat, "Stop Kim now")
        main(pat).to_contain_text("From this moment Kim sees nothing of yours and can write nothing for you.")
        pat.get_by_role("link", name="All that Kim opened").click()
        return pat

    return stops, link


@WAYS
@pytest.mark.parametrize(("slug", "lets"), [("lou", lou_lets_kim_by_phone), ("pat", pat_lets_kim_on_a_page)], ids=["by phone", "online"])
def test_s05_a_supporter_helps_and_the_person_keeps_control(
    sit: Any, cast: Any, javascript: bool, slug: str, lets: Any
) -> None:
    kim, whom = sit("kim", javascript=javascript), getattr(cast, slug).person
    one = Gathering(title="Mornings", purpose="To plan visits.", starts_at=at(20, 11), place=a_place("The Weir café", "yes"))
    one.host = cast.natalie.person
    one = planning.plan(cast.natalie.person, cast.work, gathering=one)
    planning.choose(cast.natalie.person, one, people=[whom])
    inviting.send(cast.natalie.person, one)
    invitation = Invitation.objects.get()
    stops, link = lets(sit, cast, kim, javascript)
    helps = Supporter.objects.running().get(person=whom, supporter=cast.kim.person)
    assert helps.until == today().replace(month=12, day=31)

    kim.goto(f"/me/for/{whom.key}/")
    main(kim).to_contain_text(f"{whom.called} has not shared this.")
    assert kim.goto(f"/me/for/{whom.key}/pay/").status == 403  # type: ignore[union-attr]
    main(kim).to_contain_text(f"{whom.called} has not shared this.")
    kim.goto(f"/gatherings/?for={whom.key}")
    kim.get_by_role("link", name=re.compile("Mornings|Read")).first.click()
    choose(kim, "Yes, I will come")
    press(kim, "Send my reply")
    invitation.refresh_from_db()
    assert (invitation.state, invitation.typed_by) == ("yes", cast.kim.person)
    kim.goto(f"/works/{cast.work.slug}/say/?for={whom.key}")
    kim.get_by_label("What do you want to say?").fill("Mornings are too early.")
    kim.get_by_text("Say it another way").click()
    kim.get_by_label("Add photos, or a paper that you wrote on").set_input_files(
        {"name": "paper.jpg", "mimeType": "image/jpeg", "buffer": photo().read()}
    )
    choose(kim, "Yes, and they agreed")
    press(kim, "Send what I said")
    said = Contribution.objects.get()
    assert (said.said_by, said.typed_by) == (whom, cast.kim.person)
    download = reverse("voices:file", args=[said.code, Kept.objects.get().key])
    assert kim.request.get(download).status == 200

    reply, add, letter = kim.context.new_page(), kim.context.new_page(), kim.context.new_page()
    reply.goto(invitation.get_absolute_url())
    choose(reply, "Not this time")
    add.goto(reverse("voices:add", args=[said.code]))
    add.locator("main textarea").first.fill("And evenings too.")

    reads = stops()
    main(reads).to_contain_text("An invitation of yours: Mornings")
    main(reads).to_contain_text(f"What you said: {cast.work.title}")
    press(reply, "Send my reply")
    main(reply).not_to_contain_text(whom.called)
    add.locator("main form button.button").first.click()
    main(add).to_contain_text(GONE)
    invitation.refresh_from_db()
    assert (invitation.state, said.additions.count()) == ("yes", 0)
    assert kim.request.get(download).status == 404
    for address in (f"/me/for/{whom.key}/", f"/me/for/{whom.key}/invitations/", invitation.get_absolute_url(), f"/said/{said.code}/"):
        assert letter.goto(address).status in (403, 404)  # type: ignore[union-attr]
        main(letter).not_to_contain_text(whom.called)
    letter.goto(link)
    main(letter).not_to_contain_text(whom.called)
    for row in Outgoing.objects.filter(person=cast.kim.person):
        found = write(row)
        assert found is None or whom.called not in f"{found.subject} {found.words} {found.link}"
