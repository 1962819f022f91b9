"""The calendar file, read with a second library: what RFC 5545 asks, and what must never be in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from kitchentable.gatherings.calendar import CONTROL, file_for, for_professional, ics_for, where
from kitchentable.gatherings.models import Booking, Gathering, Place
from kitchentable.policy.clock import at
from kitchentable.works.models import Work

pytestmark = pytest.mark.one_database
LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def gathering(**more: Any) -> Gathering:
    given = {
        "title": "canarytitle",
        "purpose": "canarypurpose",
        "starts_at": datetime(2026, 6, 9, 10, 30, tzinfo=UTC),
        "minutes": 180,
    }
    place = Place(called="St Anne’s Hall", address="St Anne’s Road\nMillbrook")
    with at(NOW):
        return Gathering(work=Work(title="canarywork"), place=more.pop("place", place), **{**given, **more})


def read(content: bytes) -> Any:
    """As another program reads it; lines must be no longer than 75 octets and end as the RFC says."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(len(line) for line in lines) <= 75
    return vobject.readOne(content.decode())


def event(one: Gathering, **more: Any) -> Any:
    with at(NOW):
        return read(ics_for(one, uid="abc", link="/gatherings/abc/", **more))


def test_it_has_what_outlook_apple_and_google_need() -> None:
    found = event(gathering())
    assert found.version.value == "2.0"
    assert found.prodid.value
    assert found.method.value == "PUBLISH"
    zone = found.vtimezone
    assert zone.tzid.value == "Europe/London"
    assert {part.tzname.value for part in zone.components()} == {"BST", "GMT"}
    e = found.vevent
    assert e.uid.value == "abc@localhost"
    assert e.sequence.value == "0"
    assert e.dtstamp.value == NOW
    assert "DTSTART;TZID=Europe/London:20260609T113000" in ics_for(gathering(), uid="abc").decode()
    assert e.dtstart.value.astimezone(UTC) == datetime(2026, 6, 9, 10, 30, tzinfo=UTC)
    assert e.dtend.value - e.dtstart.value == timedelta(hours=3)
    assert e.location.value == "St Anne’s Hall, St Anne’s Road, Millbrook"
    assert e.status.value == "TENTATIVE"
    assert e.url.value.endswith("/gatherings/abc/")


def test_it_says_nothing_about_the_gathering_the_people_or_what_they_need() -> None:
    with at(NOW):
        content = ics_for(gathering(content_note="canarynote", what_we_ask="canaryask"), uid="abc", link="/gatherings/abc/")
    assert b"canary" not in content
    assert b"ATTENDEE" not in content
    assert b"VALARM" not in content
    assert b"CLASS:PRIVATE" in content


def test_a_change_has_the_same_uid_and_a_higher_sequence_and_a_cancellation_takes_it_out() -> None:
    first = event(gathering(state="confirmed"))
    second = event(gathering(sequence=1, starts_at=datetime(2026, 6, 10, 10, 30, tzinfo=UTC)))
    off = event(gathering(sequence=2, state="cancelled"))
    assert first.vevent.uid.value == second.vevent.uid.value == off.vevent.uid.value
    assert [one.vevent.sequence.value for one in (first, second, off)] == ["0", "1", "2"]
    assert [one.method.value for one in (first, second, off)] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert [one.vevent.status.value for one in (first, second, off)] == ["CONFIRMED", "TENTATIVE", "CANCELLED"]
    with at(NOW):
        assert file_for(gathering(), uid="abc", cancelled=True).media_type == "text/calendar; method=CANCEL; charset=utf-8"


def test_an_interpreter_gets_the_same_entry_and_one_that_takes_it_out() -> None:
    one = gathering()
    with at(NOW):
        booked = read(for_professional(Booking(key="b1", gathering=one, state="booked")))
        not_needed = read(for_professional(Booking(key="b1", gathering=one, state="not_needed")))
    assert booked.vevent.uid.value == not_needed.vevent.uid.value
    assert (booked.method.value, not_needed.method.value) == ("PUBLISH", "CANCEL")
    assert int(not_needed.vevent.sequence.value) > int(booked.vevent.sequence.value)


@pytest.mark.parametrize(
    "start",
    [
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),  # the clock jumps from 1 to 2
        datetime(2026, 10, 24, 23, 0, tzinfo=UTC),  # midnight, before the hour that comes twice
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # the first half past one
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # the second half past one
        datetime(2026, 10, 24, 22, 30, tzinfo=UTC),  # ends in the second half past one
    ],
)
def test_the_night_the_clocks_change_it_is_as_long_as_we_said(start: datetime) -> None:
    one = gathering(starts_at=start)
    e = event(one).vevent
    assert _meant(e.dtstart.value) == start
    assert _meant(e.dtend.value) - _meant(e.dtstart.value) == timedelta(hours=3)


def _meant(value: datetime) -> datetime:
    """As a calendar reads it: a clock time of that place (the first one, when it comes twice), or UTC."""
    if value.tzinfo is not None and value.utcoffset() == timedelta(0) and value.tzname() == "UTC":
        return value.astimezone(UTC)
    return value.replace(tzinfo=LONDON, fold=0).astimezone(UTC)


@settings(max_examples=60, deadline=None)
@given(called=st.text(min_size=1, max_size=120), address=st.text(max_size=200))
@pytest.mark.slow
def test_any_place_comes_back_to_the_letter(called: str, address: str) -> None:
    place = Place(called=CONTROL.sub("", called), address=CONTROL.sub("", address))
    one = gathering(place=place)
    wanted = where(one)
    assert event(one).vevent.location.value == wanted


def test_online_has_a_link_and_no_address() -> None:
    e = event(gathering(kind="online", place=None, online_link="https://meet.example/1")).vevent
    assert e.location.value == "Online"
    assert "https://meet.example/1" in e.description.value
