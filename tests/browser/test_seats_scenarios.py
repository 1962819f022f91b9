"""S08 as people do it: those affected most are at the table, chosen fairly; with and without JavaScript, and for those who are not online."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kitchentable.people.models import Outgoing, Person, Reach
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import ANYONE
from kitchentable.seats.acts import calls, offers
from kitchentable.seats.acts.calls import Limit
from kitchentable.seats.acts.offers import NewPerson
from kitchentable.seats.jobs.calls import close_calls
from kitchentable.seats.jobs.draws import make_lists
from kitchentable.seats.models import AffectedGroup, Call, Draw, FairnessAnswer, GapNote, Offer, Seat, Ticket
from kitchentable.voices import acts as voices
from kitchentable.voices.models import Decision
from kitchentable.works import acts as works
from kitchentable.works.models import Work
from tests.browser.steps import choose, day_into, it_is, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAYS = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
SEED = "7 12 23 31 44 49"
AGES = ("16-24", "25-34", "35-49", "50-64", "65-79", "80-more")
BY_HAND = (Offer.Way.PHONE, Offer.Way.POST)
LIMITS = {
    "age": {"16-24": Limit(1, 4, never_alone=True), "25-34": Limit(1, 4), "35-49": Limit(1, 4), "50-64": Limit(1, 4), "65-79": Limit(1, 4), "80-more": Limit(1, 4)},
    "carer": {"more": Limit(2, 5), "some": Limit(1, 5), "no": Limit(3, 9)},
}  # fmt: skip


def reached(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def most_seats_are_for_those_who_live_with_it(page: Page, slug: str) -> None:
    page.goto(f"/office/works/{slug}/who/plan/")
    page.get_by_label("Of 100 seats, how many at the least", exact=False).fill("60")
    page.get_by_label("How many unpaid carers, at the least?", exact=False).fill("2")
    page.get_by_label("Why do you choose this?", exact=False).fill("A carer knows what happens at night.")
    press(page, "Save what I chose")
    expect(page.locator("main")).to_contain_text("Saved")


def writes_a_call(page: Page, slug: str) -> Call:
    page.goto(f"/office/works/{slug}/calls/new/")
    for label, words in (
        ("What is it called?", "Twelve people to change care at home"),
        ("What will people do?", "Meet six times and say what must change."),
        ("How much time is it?", "Two hours, six times, from May to October."),
        ("What do we pay?", "£20 an hour, your travel, and somebody to stand in for you at home."),
        ("What support is there?", "We ask what works for you before each meeting."),
        ("How many seats are there?", "12"),
        ("How many people stand in when somebody drops out?", "3"),
        ("How can people be part without a seat?", "You can say what you think at any time. Each point gets an answer."),
    ):
        page.get_by_label(label, exact=False).fill(words)
    day_into(page, "Until which day can people offer?", today() + timedelta(days=28))
    press(page, "Save the call")
    call = Call.objects.latest("pk")
    page.goto(f"/office/calls/{call.key}/fair/")
    for asks in ("How old are you?", "Do you look after somebody without being paid for it?"):
        choose(page, asks)
    press(page, "Ask these")
    expect(page.locator("main")).to_contain_text("How old are you?")
    calls.set_limits(call.work.roles.get(kind="lead").person, call, in_draw=LIMITS)
    page.goto(f"/office/calls/{call.key}/")
    press(page, "Open the call")
    expect(page.locator("main")).to_contain_text("Open")
    return call


def offers_on_the_page(page: Page, call: Call, called: str) -> None:
    page.goto("/calls/")
    page.get_by_role("link", name=call.title).first.click()
    page.locator("main").get_by_role("link", name="Offer").first.click()
    page.get_by_label("What shall we call you?", exact=False).fill(called)
    choose(page, "E-mail")
    page.get_by_label("E-mail address", exact=False).fill("wanda@town.example")
    press(page, "Send my offer")
    expect(page.locator("main")).to_contain_text("We have your offer")
    choose(page, "35 to 49")
    press(page, "Save these answers")
    expect(page.locator("main")).to_contain_text(Offer.objects.latest("pk").code)


def types_an_offer(page: Page, call: Call, called: str) -> None:
    """Somebody rang: the same questions, read out."""
    page.goto(f"/office/calls/{call.key}/offers/new/?for=new")
    choose(page, "By phone")
    page.get_by_label("What shall we call them?", exact=False).fill(called)
    choose(page, "Phone call")
    page.get_by_label("Phone number", exact=False).fill("01632 960 177")
    press(page, "Save their offer")
    expect(page.locator("main")).to_contain_text(Offer.objects.latest("pk").code)


def the_others_offer(call: Call, natalie: Person) -> None:
    """Thirty-eight more: eight of them by phone and by post. Of each age and kind there are some who are online and some who are not."""
    groups = list(AffectedGroup.objects.affected_most().filter(work=call.work))
    for n in range(38):
        way = BY_HAND[n % 2] if n < 8 else Offer.Way.PAGE
        by = natalie if way in BY_HAND else ANYONE
        new = NewPerson(f"Person {n}", email=f"p{n}@town.example") if by is ANYONE else NewPerson(
            f"Person {n}", channel=Reach.Channel.LETTER if way == Offer.Way.POST else Reach.Channel.PHONE, phone="01632 960 178", post=f"{n} Weir Terrace",
        )  # fmt: skip
        made = offers.offer(by, call, new=new, way=way, group=groups[n % len(groups)])
        assert made.person is not None
        offers.answer(made.person, made, answers={"age": AGES[n % 6], "carer": ("more", "some", "no", "no")[n % 4]})


def draws(page: Page, call: Call) -> Draw:
    """Every step of the lead, on its page."""
    page.goto(f"/office/calls/{call.key}/draws/")
    press(page, "Start the draw")
    expect(page.locator("main")).to_contain_text("40 people can be drawn.")
    press(page, "Seal the list")
    expect(page.locator("main")).to_contain_text("wait until the panels are made")
    assert make_lists() == 1
    draw = Draw.objects.get()
    page.goto(f"/office/draws/{draw.key}/")
    page.get_by_label("What will the seed be?", exact=False).fill("Saturday’s lottery numbers")
    day_into(page, "On which day is it known?", today())
    press(page, "Publish")
    expect(page.locator("main")).to_contain_text("Now: draw, when the seed is known")
    page.get_by_label("What is the seed?", exact=False).fill(SEED)
    page.get_by_label("Type it once more", exact=False).fill(SEED)
    press(page, "Draw the panel")
    expect(page.locator("main")).to_contain_text("Now: tell everyone")
    press(page, "Tell everyone")
    expect(page.locator("main")).to_contain_text("Everyone is told")
    draw.refresh_from_db()
    return draw


@WAYS
def test_s08_those_affected_most_are_at_the_table_chosen_fairly(
    sit: Any, cast: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, javascript: bool
) -> None:
    natalie, anyone = sit("natalie", javascript=javascript), sit("anyone", javascript=javascript)
    slug = cast.work.slug
    most_seats_are_for_those_who_live_with_it(natalie, slug)
    call = writes_a_call(natalie, slug)
    offers_on_the_page(anyone, call, "Wanda")
    types_an_offer(natalie, call, "Percy")
    call.refresh_from_db()
    the_others_offer(call, cast.natalie.person)
    assert call.offers.count() == 40
    assert call.offers.filter(way__in=BY_HAND).count() == 9
    it_is(monkeypatch, now() + timedelta(days=29))
    assert close_calls() == 1
    natalie = sit("natalie", javascript=javascript)
    draw = draws(natalie, call)
    seated = draw.tickets.filter(result=Ticket.Result.SEAT)
    assert seated.count() == 12
    assert Seat.objects.held_on(today()).filter(draw=draw, kind=Seat.Kind.SEAT).count() == 12

    anyone.goto(f"/draws/{draw.key}/")
    press(anyone, "Check it now")
    reached(anyone, "The draw is right")
    anyone_may_check_it_at_home(anyone, draw, tmp_path)
    offline_people_had_the_same_chance(draw)
    nobody_is_the_only_one(draw)
    everyone_is_told_in_their_own_way(draw)
    the_page_shows_who_is_missing(anyone, slug)
    anyone.goto(f"/draws/{draw.key}/")
    public = anyone.locator("main").inner_text()
    assert not [name for name in Person.objects.filter(offers__call=call).values_list("called", flat=True) if name in public]


def anyone_may_check_it_at_home(page: Page, draw: Draw, folder: Path) -> None:
    """The same list and seed give the same twelve, with one command and no answers of anybody in the file."""
    answer = page.request.get(page.url.replace("/check/", "/file/"))
    assert answer.ok
    file = folder / "lottery.json"
    file.write_bytes(answer.body())
    assert not [code for code in AGES if code in file.read_text()]
    ran = subprocess.run(
        [str(Path(sys.executable).with_name("kitchentable")), "draw", "verify", str(file), "--seed", SEED, "--json"],
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    panel = draw.tickets.filter(result=Ticket.Result.SEAT).values_list("number", flat=True)
    assert sorted(json.loads(ran.stdout)["panel"]) == sorted(panel)


def offline_people_had_the_same_chance(draw: Draw) -> None:
    """Who answered alike has the same chance, to one panel of 1,000, however they offered (R117, R118)."""
    chances: dict[Any, set[int]] = defaultdict(set)
    ways: dict[Any, set[bool]] = defaultdict(set)
    for ticket in draw.tickets.select_related("offer"):
        kind = frozenset(FairnessAnswer.objects.filter(offer=ticket.offer).values_list("choice", flat=True))
        assert ticket.in_panels
        chances[kind].add(ticket.in_panels)
        ways[kind].add(ticket.offer.way in BY_HAND)
    assert all(max(found) - min(found) <= 1 for found in chances.values())
    assert {True, False} in ways.values(), "some who are online and some who are not answered alike"


def nobody_is_the_only_one(draw: Draw) -> None:
    """Of the youngest, who are never to be alone, two or more are on the panel (R078)."""
    seated = draw.tickets.filter(result=Ticket.Result.SEAT).values("offer")
    young = FairnessAnswer.objects.filter(offer__in=seated, choice__code="16-24").count()
    assert young >= 2


def everyone_is_told_in_their_own_way(draw: Draw) -> None:
    kinds = ("seats.drawn", "seats.stands_in", "seats.not_drawn")
    told = Outgoing.objects.filter(kind__in=kinds)
    assert told.count() == 40
    by_hand = told.filter(person__offers__way__in=BY_HAND)
    assert by_hand.count() == 9
    assert set(by_hand.values_list("channel", flat=True)) <= {"phone", "letter"}


def the_page_shows_who_is_missing(page: Page, slug: str) -> None:
    page.goto(f"/works/{slug}/who/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who this affects, and who is at the table")
    expect(page.locator("main")).to_contain_text("The table now")


def test_a_gap_is_seen_at_each_stage_and_a_decision_taken_with_one_says_so(sit: Any, cast: Any) -> None:
    """R072: of the people who get no help yet nobody is at the table."""
    natalie, rao, anyone = sit("natalie"), sit("rao"), sit("anyone", width=360)
    work, missing = cast.work, "People who get no help yet"
    decision = voices.plan_decision(cast.natalie.person, work, title="How visits are timed")
    option = voices.add_option(cast.natalie.person, decision, what="Longer visits", cost="Nothing")
    for stage in (Work.Stage.DECIDING, Work.Stage.DOING):
        works.move(cast.natalie.person, work, stage=stage)
    for stage in ("making", "deciding", "doing"):
        anyone.goto(f"/works/{work.slug}/?stage={stage}")
        expect(anyone.locator("main")).to_contain_text(f"Missing: {missing}")
    natalie.goto("/office/")
    expect(natalie.locator("main")).to_contain_text(missing)

    rao.goto(f"/office/works/{work.slug}/decisions/{decision.number}/")
    expect(rao.locator("main")).to_contain_text(missing)
    form = rao.locator("form:has(input[value=decide])")
    form.locator("label.pick", has_text="Longer visits").click()
    form.get_by_label("Because", exact=False).fill("People told us that fifteen minutes are too short to be safe.")
    day_into(rao, "On which day?", today())
    press(rao, "Decide this")
    expect(rao.locator("main")).to_contain_text("Decided")
    assert Decision.objects.get(pk=decision.pk).chosen == option
    assert GapNote.objects.get().names == [missing]
    anyone.goto(decision.get_absolute_url())
    expect(anyone.locator("main")).to_contain_text("When this was decided, nobody was at the table for:")
    expect(anyone.locator("main")).to_contain_text(missing)
