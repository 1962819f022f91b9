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
from kitchentable.gatherings.acts import agenda, inviting, planning, professionals
from kitchentable.gatherings.models import Arrangement, Fact, Gathering, HowItWas, Invitation, Place, Talk, WhatToDo
from kitchentable.people.clock import working_days_between
from kitchentable.people.models import Look, Outgoing, Supporter, Way, WhatWorks
from kitchentable.people.needs_list import mark_of
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
    """So many days from the day the test began, at this hour in Millbrook, whatever `it_is`."""
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(hour)))


def to(name: str, *keys: str) -> str:
    return reverse(f"gatherings:{name}", args=keys)


def main(page: Page) -> Any:
    return expect(page.locator("main"))


def a_place(called: str, toilet: str) -> Place:
    """A place where somebody went and looked: is there a Changing Places toilet, are there seats for assistants, is an interpreter seen?"""
    made = Place.objects.create(called=called, address="Millbrook", seats=30)
    Fact.objects.bulk_create(
        Fact(place=made, code=code, answer=toilet, checked_by="Pat", checked_on=today())
        for code in ("V36", "V37", "V38", "V30", "V47", "V48")
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
    page.wait_for_url("**/who/")
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
    assert (mend.owner, mend.need.words if mend.need else "") == (cast.natalie.person, TOILET)
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
    assert (said.person, said.met, said.why, said.typed_by, said.way) == (
        lou,
        "not",
        "It was locked.",
        cast.natalie.person,
        "phone",
    )
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
    main(natalie).to_contain_text(
        "Kim may do this and nothing else: Write what I say; Read my invitations; Reply to invitations for me."
    )

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
@pytest.mark.parametrize(
    ("slug", "lets"), [("lou", lou_lets_kim_by_phone), ("pat", pat_lets_kim_on_a_page)], ids=["by phone", "online"]
)
def test_s05_a_supporter_helps_and_the_person_keeps_control(sit: Any, cast: Any, javascript: bool, slug: str, lets: Any) -> None:
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
    for address in (
        f"/me/for/{whom.key}/",
        f"/me/for/{whom.key}/invitations/",
        invitation.get_absolute_url(),
        f"/said/{said.code}/",
    ):
        assert letter.goto(address).status in (403, 404)  # type: ignore[union-attr]
        main(letter).not_to_contain_text(whom.called)
    letter.goto(link)
    main(letter).not_to_contain_text(whom.called)
    for row in Outgoing.objects.filter(person=cast.kim.person):
        found = write(row)
        assert found is None or whom.called not in f"{found.subject} {found.words} {found.link}"


NAMES = ("Chloe", "Lou", "Mina", "Raj", "Natalie", "Rao", "Ben", "Gill")


def brings(page: Page, invitation: Invitation, words: str) -> None:
    """Put a point to the agenda: one's own, or at the word of somebody who rings."""
    page.goto(to("bring", invitation.key))
    page.get_by_label("What do you want to talk about?").fill(words)
    press(page, "Bring this point")


def a_board(cast: Any) -> Gathering:
    """A gathering of the board in 30 days, of four hours; four people from each side have said that they come."""
    natalie = cast.natalie.person
    one = Gathering(title="The board", purpose="To plan visits.", minutes=240, host=natalie, place=a_place("The Mill", "yes"))
    one.starts_at = at(30, 11)
    one = planning.plan(natalie, cast.work, gathering=one)
    lived, carers = [cast.chloe.person, cast.lou.person, cast.mina.person], [cast.raj.person]
    staff = [natalie, cast.rao.person, cast.ben.person, cast.gill.person]
    planning.choose(natalie, one, people=[*lived, *staff])
    planning.choose(natalie, one, people=carers, group="carer")
    inviting.send(natalie, one)
    for invitation in one.invitations.all():
        inviting.reply(natalie, invitation, says="yes", way=Way.PHONE, for_person=invitation.person)
    return one


def test_s06_a_meeting_where_power_is_more_even(sit: Any, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    natalie, chloe = sit("natalie", javascript=False), sit("chloe")
    one = a_board(cast)
    theirs = {invitation.person.called: invitation for invitation in one.invitations.select_related("person")}
    natalie.goto(to("change", one.key))
    natalie.get_by_label("Which person with lived experience chairs?").select_option(label="Chloe")
    natalie.get_by_label("Who chairs from those who work here?").select_option(label="Ms Rao")
    press(natalie, "Save the plan")

    for words in ("Late visits", "Who has a key"):
        brings(chloe, theirs["Chloe"], words)
    brings(natalie, theirs["Lou"], "The bus to the hub")
    typed = Talk.objects.get(words="The bus to the hub")
    assert (typed.brought_by, typed.typed_by, typed.group) == (cast.lou.person, cast.natalie.person, "lived")
    for slug, words in (("mina", "Signing"), ("mina", "The screen"), ("raj", "A break for carers")):
        agenda.bring(getattr(cast, slug).person, theirs[getattr(cast, slug).person.called], words=words)
    natalie.goto(to("agenda", one.key))
    while natalie.get_by_role("button", name=re.compile("^Put it on the agenda ?: ")).count():
        natalie.get_by_role("button", name=re.compile("^Put it on the agenda ?: ")).first.click()
    natalie.get_by_label("In a few words").fill("Money for next year")
    press(natalie, "Put it on the agenda")
    for words in ("Staff", "Forms", "Any other thing"):
        agenda.put(cast.natalie.person, one, talk=Talk(words=words, minutes=15))
    natalie.reload()
    press(natalie, "Put a break into each hour")
    main(natalie).not_to_contain_text("There is an hour without a break")
    main(natalie).not_to_contain_text("less than half")
    breaks = one.talks.filter(kind="break")
    assert [pause.minutes for pause in breaks] == [10] * 4
    assert (one.talks.filter(kind="point").count(), one.talks.filter(group__in=("lived", "carer")).count()) == (10, 6)
    chloe.goto(theirs["Chloe"].get_absolute_url())
    expect(
        chloe.locator("main section", has=chloe.get_by_role("heading", name="Hour by hour")).get_by_text("A break", exact=True)
    ).to_have_count(4)
    main(chloe).to_contain_text("Chairs")
    planning.confirm(cast.natalie.person, one)

    it_is(monkeypatch, at(30, 12))
    natalie.goto(to("tally", one.key))
    for group in ["People with lived experience"] * 4 + ["Unpaid carers"] * 2 + ["People who work here"] * 4:
        natalie.locator(".tally").get_by_role("button", name=group).click()
    natalie.get_by_text("Note a decision").click()
    natalie.get_by_label("What was decided?").fill("Visits last 45 minutes")
    choose(natalie, "By a vote")
    natalie.get_by_label("Which group put it forward?").select_option(label="People with lived experience")
    for group, votes in (("People with lived experience", 3), ("Unpaid carers", 1), ("People who work here", 2)):
        natalie.get_by_role("spinbutton", name=group).fill(str(votes))
    press(natalie, "Note this decision")

    it_is(monkeypatch, at(30, 16))
    natalie.goto(to("attended", one.key))
    press(natalie, "Save who came")
    natalie.goto(to("minutes", one.key))
    choose(natalie, "A promise")
    natalie.get_by_label("What was said, decided or promised?").fill("We ask each person when visits suit them.")
    natalie.get_by_label("For a promise: who keeps it?").select_option(label="Natalie")
    day_into(natalie, "For a promise: by when?", at(60, 9).date())
    press(natalie, "Save this line")
    press(natalie, "Tell the people who came")

    call = Outgoing.objects.get(kind="gatherings.minutes", person=cast.lou.person)
    assert (call.channel, call.state) == ("phone", "todo")
    natalie.goto(f"/office/messages/{call.key}/")
    main(natalie).to_contain_text("We ask each person when visits suit them.")
    main(natalie).to_contain_text("Visits last 45 minutes")
    press(natalie, "I told them")

    for seat in (chloe, sit("ben", javascript=False)):
        seat.goto(to("shares", one.key))
        lived = "People with lived experience, and unpaid carers"
        for measure, share in (("Points of the agenda", "6 of 10"), ("Who spoke", "6 of 10"), ("Votes", "4 of 6")):
            found = seat.locator("main section.stack", has=seat.get_by_role("heading", name=measure, exact=True)).first
            expect(found).to_contain_text(f"{lived}: {share}")
        said = seat.locator("main").inner_text()
        assert not [name for name in NAMES if re.search(rf"\b{name}\b", said)], "a share never has a name"

    following = Gathering(title="The next board", purpose="To go on.", starts_at=at(60, 11), host=cast.natalie.person)
    following = planning.plan(cast.natalie.person, cast.work, gathering=following)
    natalie.goto(to("agenda", following.key))
    natalie.get_by_label("In a few words").fill("The budget")
    press(natalie, "Put it on the agenda")
    main(natalie).to_contain_text("0 of 1 point comes from people with lived experience. That is less than half.")


def a_workshop(cast: Any, slug: str) -> Gathering:
    """Somebody who signs and prefers Jo is on the list for a workshop of two and a half hours in six weeks; three interpreters are on the list."""
    person, natalie = getattr(cast, slug).person, cast.natalie.person
    bsl = "I use British Sign Language"
    WhatWorks.objects.create(
        person=person, words=bsl, detail="I like to work with Jo.", mark=mark_of(person, "N14"), kind="professional",
        shown_to="arrangers", weight="must",
    )  # fmt: skip
    for called in ("Alex", "Jo", "Kit"):
        professionals.add(
            natalie, called, kind="bsl", channel="email", email=f"{called.lower()}@bsl.example", registered_as="NRCPD RSLI 1"
        )
    one = Gathering(title="Visits", purpose="To plan visits.", minutes=150, host=natalie, place=a_place("The Mill", "yes"))
    one.starts_at = at(42, 11)
    one = planning.plan(natalie, cast.work, gathering=one)
    planning.choose(natalie, one, people=[person])
    agenda.put(natalie, one, talk=Talk(words="What a good visit is", minutes=40))
    return one


def asks(page: Page, one: Gathering) -> None:
    """Ask whoever is chosen first for the next open place."""
    page.goto(to("bookings", one.key))
    page.get_by_role("button", name=re.compile("^Ask them ?: ")).first.click()


def link_to(cast: Any, called: str, kind: str = "gatherings.ask_professional") -> str:
    """The link in the mail to an interpreter; the mail names nobody who comes."""
    mail = write(Outgoing.objects.get(kind=kind, person__called=called))
    assert mail is not None
    assert not re.search(r"\b(Mina|Lou|Deaf)\b", f"{mail.subject} {mail.words}")
    return mail.link


def test_s07_deaf_people_are_equal_from_the_first_minute(sit: Any, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    natalie, mina, anyone = sit("natalie", javascript=False), sit("mina"), sit("anyone", javascript=False)
    one = a_workshop(cast, "mina")
    natalie.goto(to("bookings", one.key))
    main(natalie).to_contain_text("2 are needed.")
    asks(natalie, one)
    main(natalie).to_contain_text("Jo is asked")
    asks(natalie, one)
    main(natalie).to_contain_text("Alex is asked")
    natalie.goto(to("send", one.key))
    press(natalie, "Send the invitation")
    mina.goto(to("arranged"))
    mina.get_by_role("button", name=re.compile("Yes, in the breaks too")).first.click()
    anyone.goto(link_to(cast, "Jo"))
    press(anyone, "Yes, I come")
    main(anyone).to_contain_text("please be there in the breaks")
    anyone.goto(link_to(cast, "Alex"))
    press(anyone, "No, I cannot")

    it_is(monkeypatch, at(42 - 28, 10))
    jobs.arranging.warn_missing()
    warning = write(Outgoing.objects.get(kind="gatherings.interpreter_missing", person=cast.natalie.person))
    assert warning is not None
    assert "1 place for an interpreter" in warning.words
    question = write(Outgoing.objects.get(kind="gatherings.what_to_do", person=cast.mina.person))
    assert question is not None
    assert "one is booked" in question.words
    assert "We still look for one more." in question.words
    mina.goto(question.link)
    main(mina).to_contain_text("We still look for one more.")
    choose(mina, "Have somebody do it through a screen")
    mina.get_by_label("Anything to add?").fill("With Jo in the room.")
    press(mina, "Send what I want")
    told = write(Outgoing.objects.get(kind="gatherings.said_what_to_do", person=cast.natalie.person))
    assert told is not None
    natalie.goto(told.link)
    main(natalie).to_contain_text("Have somebody do it through a screen")
    main(natalie).to_contain_text("With Jo in the room.")

    asks(natalie, one)
    main(natalie).to_contain_text("Kit is asked")
    anyone.goto(link_to(cast, "Kit"))
    press(anyone, "Yes, I come")
    assert write(Outgoing.objects.get(kind="gatherings.interpreter_found", person=cast.mina.person)) is not None
    day = timezone.localtime(one.starts_at).date()
    for left, sent in ((6, 0), (5, 2)):
        ahead = next(days for days in range(1, 30) if working_days_between(day - timedelta(days=days), day) == left)
        it_is(monkeypatch, timezone.make_aware(datetime.combine(day - timedelta(days=ahead), time(10))))
        jobs.arranging.send_papers()
        assert Outgoing.objects.filter(kind="gatherings.papers_professional").count() == sent
    papers = Outgoing.objects.filter(kind="gatherings.papers_professional").order_by("person__called")
    assert [row.person.called for row in papers] == ["Jo", "Kit"]
    assert all("What a good visit is" in write(row).words for row in papers)  # type: ignore[union-attr]
    natalie.goto(to("bookings", one.key))
    expect(natalie.get_by_text("The papers went on")).to_have_count(2)


def test_s07_for_a_person_who_is_not_online(sit: Any, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    natalie = sit("natalie", javascript=False)
    one = a_workshop(cast, "lou")
    asks(natalie, one)
    natalie.get_by_text("Write down what they said").first.click()
    choose(natalie, "They come")
    press(natalie, "Save what they said")
    inviting.send(cast.natalie.person, one)

    it_is(monkeypatch, at(42 - 28, 10))
    jobs.arranging.warn_missing()
    call = Outgoing.objects.get(kind="gatherings.what_to_do", person=cast.lou.person)
    assert (call.channel, call.state) == ("phone", "todo")
    natalie.goto(f"/office/messages/{call.key}/")
    main(natalie).to_contain_text("We still look for one more.")
    main(natalie).to_contain_text("What should we do? You decide.")
    press(natalie, "I told them")
    natalie.goto(to("bookings", one.key))
    natalie.get_by_role("link", name="Person 1").click()
    choose(natalie, "Move it to another day")
    natalie.get_by_label("How did they tell you?").select_option(label="By phone")
    press(natalie, "Save what they want")
    asked = WhatToDo.objects.get()
    assert (asked.person, asked.says, asked.way, asked.typed_by) == (cast.lou.person, "move", "phone", cast.natalie.person)
