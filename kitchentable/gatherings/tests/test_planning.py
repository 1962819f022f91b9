"""Planning a gathering around the people who come: S04 from the side of the plan, two organisers, copies, the clocks, cancelling."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from kitchentable.gatherings import fitting
from kitchentable.gatherings.acts import fitting as fit_acts
from kitchentable.gatherings.acts import inviting
from kitchentable.gatherings.acts import planning as acts
from kitchentable.gatherings.models import Arrangement, Fact, Gathering, GoAhead, HowItWas, Invitation, Place, Solved
from kitchentable.gatherings.rules.planning import ONLY_PLANNERS
from kitchentable.people.models import Look, Person, Way, WhatWorks
from kitchentable.people.needs_list import mark_of
from kitchentable.policy.book import may
from kitchentable.policy.clock import at
from kitchentable.policy.verdict import Refused

pytestmark = pytest.mark.django_db

TOILET, ASSISTANTS, LATE = "a Changing Places toilet", "two personal assistants", "After 11, because getting up takes two hours."
FIRST = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)  # 9am in Millbrook
STAND = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
Kind, ShownTo, Weight = WhatWorks.Kind, WhatWorks.ShownTo, WhatWorks.Weight


@pytest.fixture(autouse=True)
def a_spring_day() -> Any:
    with at(STAND):
        yield


def needs(person: Person, words: str, code: str, kind: str, **more: Any) -> WhatWorks:
    found = {"weight": Weight.MUST, "shown_to": ShownTo.LEAD, **more}
    mark = mark_of(person, code) if code else ""
    return WhatWorks.objects.create(person=person, words=words, mark=mark, kind=kind, **found)


def a_place(called: str, informal: bool = False, **facts: str) -> Place:
    found = Place.objects.create(called=called, address="Millbrook", is_informal=informal, seats=20)
    Fact.objects.bulk_create(
        [
            Fact(place=found, code=code, answer=answer, checked_by="Pat", checked_on=date(2026, 3, 1))
            for code, answer in facts.items()
        ]
    )
    return found


@pytest.fixture
def s04(cast: Any) -> SimpleNamespace:
    """Chloe said what works for her; there are two places; Natalie plans a gathering at 9am in the wrong one, with Chloe on the list."""
    chloe = cast.chloe.person
    toilet = needs(chloe, TOILET, "N07", Kind.PLACE)
    needs(chloe, ASSISTANTS, "N08", Kind.PEOPLE)
    needs(chloe, LATE, "", Kind.TIME)
    town = a_place("Town hall", V36="no", V37="no", V38="no", V30="no")
    weir = a_place("The Weir café", informal=True, V36="yes", V37="yes", V38="yes", V30="yes")
    one = acts.plan(
        cast.natalie.person,
        cast.work,
        gathering=Gathering(title="Mornings", purpose="To plan visits", host=cast.natalie.person, starts_at=FIRST, place=town),
    )
    acts.choose(cast.natalie.person, one, people=[chloe])
    return SimpleNamespace(one=one, toilet=toilet, town=town, weir=weir, chloe=chloe)


def here(name: str, one: Gathering) -> str:
    return reverse(f"gatherings:{name}", args=[one.key])


def form_of(cast: Any, one: Gathering, **changes: str) -> dict[str, str]:
    """The change form as the page gives it."""
    form = cast.natalie.get(here("change", one)).context["form"]
    sent: dict[str, str] = {}
    for bound in form:
        value = bound.value()
        if bound.name in ("day", "reply_by"):
            parts = [value.day, value.month, value.year] if value else ["", "", ""]
            sent |= {f"{bound.name}_{part}": str(typed) for part, typed in zip(("day", "month", "year"), parts, strict=True)}
        else:
            sent[bound.name] = "" if value is None else str(value)
    return sent | changes


def test_three_things_do_not_fit_chloe_until_the_place_and_the_time_change(cast: Any, s04: Any) -> None:
    fit = cast.natalie.get(here("fit", s04.one))
    text = fit.content.decode()
    assert "Three things do not fit Chloe" in text
    assert "There is no Changing Places toilet." in text
    assert "There are no seats next to the person" in text
    assert "It starts at 9am. What fits is 11am or later." in text
    assert fitting.before_sending(s04.one) == 3
    assert "3 things do not fit yet." in cast.natalie.get(here("plan", s04.one)).content.decode()
    assert "3 things to solve" in cast.natalie.get(reverse("gatherings:office")).content.decode()
    with pytest.raises(Refused):
        acts.confirm(cast.natalie.person, s04.one)
    assert [(place.words, place.musts) for place in fit.context["places"]] == [("The Weir café", 0), ("Town hall", 2)]
    assert next(start.left_out for start in fit.context["starts"] if start.words == "9am") == ["Chloe"]

    cast.natalie.post(here("change", s04.one), form_of(cast, s04.one, at="11:00", place=s04.weir.key), status=200)
    s04.one.refresh_from_db()
    assert fitting.misfits(cast.natalie.person, s04.one) == []
    assert "Nothing stands in the way" in cast.natalie.get(here("fit", s04.one)).content.decode()
    cast.natalie.post(here("confirm", s04.one), status=200)
    s04.one.refresh_from_db()
    assert s04.one.state == Gathering.State.CONFIRMED
    looks = Look.objects.filter(person=s04.chloe)
    assert {(look.by.called, look.why, look.for_what) for look in looks} == {("Natalie", "plan", "Mornings")}


def test_what_only_the_lead_may_see_is_a_number_for_others(cast: Any, s04: Any) -> None:
    text = cast.dee.get(here("fit", s04.one)).content.decode()
    assert "3 more that only the lead sees." in text
    assert not any(words in text for words in (TOILET, ASSISTANTS, "Changing Places", "Chloe"))
    for page in ("plan", "confirm"):
        text = cast.dee.get(here(page, s04.one)).content.decode()
        assert not any(words in text for words in (TOILET, "Changing Places", "Chloe"))
    WhatWorks.objects.update(shown_to=ShownTo.NOBODY)
    assert fitting.misfits(cast.natalie.person, s04.one) == []
    assert fitting.unmet_musts(s04.one) == 0, "a need that is taken back goes from the plan at once"


def test_only_the_person_says_go_ahead_and_only_what_is_done_counts(cast: Any, s04: Any) -> None:
    natalie, invitation = cast.natalie.person, s04.one.invitations.get()
    page = here("fit", s04.one)
    sent = {"need": s04.toilet.key, "do": "said", "because": "", "way": "phone"}
    assert "Please write something here." in cast.natalie.post(page, sent, status=422).content.decode()
    cast.natalie.post(page, sent | {"because": "It is short, I can wait."}, status=200)
    said = GoAhead.objects.get()
    assert (said.because, said.way, said.typed_by) == ("It is short, I can wait.", Way.PHONE, natalie)
    assert len(fitting.misfits(natalie, s04.one)) == 2
    with pytest.raises(fit_acts.Problem):
        inviting.go_ahead(natalie, invitation, need=s04.toilet, because="x", way="phone")
    with pytest.raises(Refused):
        inviting.go_ahead(cast.chloe.person, invitation, need=s04.toilet, because="x", way="phone", for_person=s04.chloe)
    seats = WhatWorks.objects.get(mark=mark_of(s04.chloe, "N08"))
    Arrangement.objects.filter(gathering=s04.one, need=seats).update(what="Lunch", done_at=STAND)
    assert len(fitting.misfits(natalie, s04.one)) == 2, "another thing that was done for the same need is not enough"
    cast.natalie.post(page, {"need": seats.key, "do": "done", "what": "We bring two chairs."}, status=200)
    assert Solved.objects.get().how == "We bring two chairs."
    assert [one.kind for one in fitting.misfits(natalie, s04.one)] == ["time"]
    assert "They say: go ahead" in cast.natalie.get(page).content.decode()
    acts.change(natalie, s04.one, to={"starts_at": FIRST + timedelta(hours=1)}, seen=s04.one.changed_at)
    assert len(fitting.misfits(natalie, s04.one)) == 3, "it was said of another time"
    assert cast.natalie.get(page, {"need": "nobodys"}, status=404)


def test_a_confirmed_gathering_is_not_confirmed_any_more_when_somebody_is_left_out(cast: Any, s04: Any) -> None:
    natalie = cast.natalie.person
    acts.change(natalie, s04.one, to={"starts_at": FIRST + timedelta(hours=3), "place": s04.weir}, seen=s04.one.changed_at)
    acts.confirm(natalie, s04.one)
    acts.change(natalie, s04.one, to={"starts_at": FIRST}, seen=s04.one.changed_at)
    assert s04.one.state == Gathering.State.INVITING


def test_two_organisers_at_once_never_overwrite_each_other(cast: Any, s04: Any) -> None:
    mine = form_of(cast, s04.one, quiet_room="Upstairs")
    with at(STAND + timedelta(minutes=1)):
        cast.dee.post(here("change", s04.one), mine | {"quiet_room": "The library", "title": "Later mornings"}, status=200)
    answer = cast.natalie.post(here("change", s04.one), mine, status=422)
    text = answer.content.decode()
    assert "Somebody else changed this meanwhile." in text
    assert "The library" in text
    assert "Later mornings" in text
    assert 'value="Upstairs"' in text, "what was typed is kept"
    s04.one.refresh_from_db()
    assert s04.one.quiet_room == "The library"
    again = mine | {"seen": answer.context["form"]["seen"].value()}
    cast.natalie.post(here("change", s04.one), again, status=200)
    s04.one.refresh_from_db()
    assert s04.one.quiet_room == "Upstairs"


def test_those_invited_are_told_of_a_new_time_and_only_then(cast: Any, s04: Any, monkeypatch: Any) -> None:
    told: list[int] = []
    monkeypatch.setattr(acts, "tell_changed", lambda one: told.append(one.sequence))
    monkeypatch.setattr(acts, "tell_cancelled", lambda one: told.append(one.sequence))
    natalie = cast.natalie.person
    acts.change(natalie, s04.one, to={"minutes": 90}, seen=s04.one.changed_at)
    assert told == [], "nobody was invited yet"
    s04.one.invitations.update(state=Invitation.State.SENT)
    acts.change(natalie, s04.one, to={"quiet_room": "Upstairs"}, seen=s04.one.changed_at)
    assert told == []
    acts.change(natalie, s04.one, to={"minutes": 60}, seen=s04.one.changed_at)
    assert told == [1]
    lou = Invitation.objects.create(gathering=s04.one, person=cast.lou.person, state=Invitation.State.YES)
    cast.natalie.post(here("cancel", s04.one), {"because": " "}, status=422)
    text = cast.natalie.post(here("cancel", s04.one), {"because": "The heating broke."}, status=200).content.decode()
    assert told == [1, 2]
    assert lou.person.called in text, "Lou is reached by phone"
    assert "Chloe" not in text, "Chloe reads her mail"
    assert not may(natalie, "gatherings.change", Gathering.objects.get())


@pytest.mark.slow
def test_three_hundred_people_are_put_on_the_list_at_once_and_the_pages_stay_quick(
    cast: Any, s04: Any, django_assert_max_num_queries: Any
) -> None:
    Person.objects.bulk_create([Person(key=f"crowd{at:05}xxxxxx", called=f"Crowd {at}") for at in range(300)])
    cast.natalie.post(here("who", s04.one) + "?from=everyone&q=Crowd", {"all": "1"}, status=200)
    assert s04.one.invitations.count() == 301
    crowd = list(Person.objects.filter(called__startswith="Crowd"))
    WhatWorks.objects.bulk_create(
        [
            WhatWorks(person=one, words="x", mark=mark_of(one, code), kind=Kind.OTHER, shown_to=ShownTo.ARRANGERS)
            for one in crowd
            for code in ("N01", "N14", "N51")
        ]
    )
    for page in (
        here("plan", s04.one),
        here("who", s04.one),
        here("fit", s04.one),
        here("agenda", s04.one),
        reverse("gatherings:office"),
    ):
        cast.natalie.get(page)
        looks = (
            5 if page == here("fit", s04.one) else 0
        )  # each person shown reads that somebody looked: kept in batches, in a savepoint
        with django_assert_max_num_queries(15 + looks):
            cast.natalie.client.get(page)


def test_choosing_people_counts_chairs_marks_who_is_asked_first_and_can_be_undone(cast: Any, s04: Any) -> None:
    reach = cast.raj.person.reach
    reach.asks_a_month = 0
    reach.save()
    text = cast.natalie.get(here("who", s04.one), {"q": "Raj"}).content.decode()
    assert "Asked first: more than they want this month" in text
    cast.natalie.post(here("who", s04.one), {"person": [cast.raj.person.key, cast.rao.person.key], "group": ""}, status=200)
    groups = dict(s04.one.invitations.values_list("person__called", "group"))
    assert groups == {"Chloe": "lived", "Raj": "carer", "Ms Rao": "staff"}
    s04.one.invitations.filter(person=s04.chloe).update(brings=30)
    text = cast.natalie.get(here("plan", s04.one)).content.decode()
    assert "33 chairs are needed with those who come along. The place has 20." in text
    raj = s04.one.invitations.get(person=cast.raj.person)
    cast.natalie.post(here("who", s04.one), {"off": raj.key}, status=200)
    raj.refresh_from_db()
    assert raj.state == Invitation.State.GONE
    cast.natalie.post(here("who", s04.one), {"person": [cast.raj.person.key], "group": "carer"}, status=200)
    raj.refresh_from_db()
    assert raj.state == Invitation.State.LISTED
    assert "Tick the people first." in cast.natalie.post(here("who", s04.one), {}, status=422).content.decode()


def test_planned_again_it_keeps_the_time_on_the_clock_and_starts_with_the_lesson(cast: Any, s04: Any) -> None:
    for at_ in range(2):
        need = needs(s04.chloe, f"x{at_}", "", Kind.OTHER)
        HowItWas.objects.create(gathering=s04.one, person=s04.chloe, need=need, kind=Kind.PLACE, met=HowItWas.Met.NOT)
    assert "Last time 2 needs were not met, or only partly." in cast.natalie.get(here("copy", s04.one)).content.decode()
    assert "Last time some needs were not met" in cast.dee.get(here("copy", s04.one)).content.decode()
    acts.change(cast.natalie.person, s04.one, to={"place": s04.weir}, seen=s04.one.changed_at)
    other = Gathering.objects.create(title="x", purpose="x", work=cast.work, host=cast.dee.person, place=s04.weir)
    assert "some needs about the place were not met here" in cast.natalie.get(here("plan", other)).content.decode()
    s04.weir.removed_at = STAND
    s04.weir.save()
    assert "The Weir café is not on our list of places any more." in cast.natalie.get(here("plan", other)).content.decode()
    form = {"day_day": "12", "day_month": "10", "day_year": "2026", "at": "11:00", "weeks": "2", "times": "3", "with_people": "on"}
    cast.natalie.post(here("copy", s04.one), form, status=200)
    made = list(s04.one.copies.order_by("starts_at"))
    assert [timezone.localtime(one.starts_at).strftime("%d %b %H:%M") for one in made] == [
        "12 Oct 11:00",
        "26 Oct 11:00",
        "09 Nov 11:00",
    ]
    assert {one.place for one in made} == {None}, "the place is not on the list any more"
    assert made[0].invitations.get().state == Invitation.State.LISTED
    assert [talk.kind for talk in made[0].talks.all()] == ["welcome", "break", "break", "close"]
    assert (
        "Plan it 12 times at most." in cast.natalie.post(here("copy", s04.one), form | {"times": "13"}, status=422).content.decode()
    )


def test_the_night_the_clocks_change_is_said(cast: Any, s04: Any) -> None:
    night = {"day_day": "28", "day_month": "3", "day_year": "2027", "at": "01:30"}
    text = cast.natalie.post(here("change", s04.one), form_of(cast, s04.one, **night), status=422).content.decode()
    assert "This time does not exist on that day." in text
    cast.natalie.post(here("change", s04.one), form_of(cast, s04.one, **night | {"at": "11:00"}), status=200)
    assert "The clocks change in the night before." in cast.natalie.get(here("plan", s04.one)).content.decode()
    twice = {"day_day": "25", "day_month": "10", "day_year": "2026", "at": "1.30am"}
    cast.natalie.post(here("change", s04.one), form_of(cast, s04.one, **twice), status=200)
    assert "this time comes twice" in cast.natalie.get(here("plan", s04.one)).content.decode()


def test_hard_days_are_said_and_never_forbid(cast: Any, s04: Any) -> None:
    days = {"first_day": "1", "first_month": "5", "first_year": "2026", "last_day": "20", "last_month": "5", "last_year": "2026"}
    wrong = days | {"called": "Exams", "last_month": "4"}
    assert "cannot be before the first" in cast.natalie.post(reverse("gatherings:hard_days"), wrong, status=422).content.decode()
    text = cast.natalie.post(reverse("gatherings:hard_days"), days | {"called": "Exams"}, status=200).content.decode()
    assert "Friday 1 May</time> to" in text
    acts.change(cast.natalie.person, s04.one, to={"starts_at": datetime(2026, 5, 20, 10, tzinfo=UTC)}, seen=s04.one.changed_at)
    assert "This day is in “Exams”" in cast.natalie.get(here("plan", s04.one)).content.decode()
    acts.change(cast.natalie.person, s04.one, to={"starts_at": datetime(2026, 5, 27, 10, tzinfo=UTC)}, seen=s04.one.changed_at)
    assert "This day is Eid al-Adha." in cast.natalie.get(here("plan", s04.one)).content.decode()
    cast.dee.post(reverse("gatherings:hard_days"), {"away": "99999"}, status=404)


def test_planning_is_for_those_who_plan_and_others_hear_why(cast: Any, s04: Any) -> None:
    new = {"work": cast.work.slug, "title": "Evenings", "purpose": "To hear", "kind": "place"}
    cast.natalie.post(reverse("gatherings:new"), new, status=200)
    made = Gathering.objects.get(title="Evenings")
    assert made.host == cast.natalie.person
    pages = ("plan", "change", "who", "fit", "agenda", "confirm", "cancel", "copy")
    for page in pages:
        cast.natalie.get(here(page, s04.one))
        cast.raj.get(here(page, s04.one), status=404)
        cast.anyone.get(here(page, s04.one), status=302)
    s04.one.invitations.update(state=Invitation.State.SENT)
    for page in pages:
        assert str(ONLY_PLANNERS) in cast.chloe.get(here(page, s04.one), status=403).content.decode() or page == "copy"
    cast.chloe.get(reverse("gatherings:office"), status=403)
    acts.change(cast.natalie.person, s04.one, to={"host": cast.gill.person}, seen=s04.one.changed_at)
    cast.gill.get(reverse("gatherings:office"))
    cast.gill.get(here("plan", s04.one))
    assert not may(cast.gill.person, "gatherings.copy", s04.one)


def test_people_come_for_the_side_that_they_sit_for(cast: Any, s04: Any) -> None:
    """Raj has a carer's seat; Kim has none; Ben works here."""
    acts.choose(cast.natalie.person, s04.one, people=[cast.raj.person, cast.kim.person, cast.ben.person])
    groups = {one.person.called: one.group for one in s04.one.invitations.select_related("person")}
    assert (groups["Raj"], groups["Kim"], groups["Ben Ash"]) == ("carer", "lived", "staff")
