"""The gatherings of the demo's year: five of them, from the first plan to how it was, each step through the acts on its day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.utils import timezone

from kitchentable.gatherings.acts import after, agenda, arranging, booking, fitting, inviting, planning, professionals, room
from kitchentable.gatherings.booking_links import AskedByLink
from kitchentable.gatherings.jobs import after as after_jobs
from kitchentable.gatherings.jobs import arranging as arranging_jobs
from kitchentable.gatherings.jobs import inviting as inviting_jobs
from kitchentable.gatherings.looking import needs_of
from kitchentable.gatherings.models import (
    Arrangement,
    Booking,
    Gathering,
    HardDay,
    Invitation,
    Minute,
    Place,
    Professional,
    Talk,
    WhatToDo,
)
from kitchentable.people.models import Look, Person, WhatWorks
from kitchentable.people.needs_list import codes
from kitchentable.policy.clock import today
from kitchentable.site.demo import meetings, needs
from kitchentable.site.demo.meetings import MORNINGS, SUMMER, VISITS, WALK, WORKER, Meeting
from kitchentable.site.demo.places import lay_places
from kitchentable.site.demo.plans import workday
from kitchentable.voices.models import Contribution
from kitchentable.works.models import Group

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

State = Invitation.State


@dataclass(slots=True)
class Table:
    """What there is so far: the places, and the gatherings by slug."""

    year: Year
    places: dict[str, Place] = field(default_factory=dict)
    held: dict[str, Gathering] = field(default_factory=dict)

    def who(self, slug: str) -> Person:
        """One of Millbrook."""
        return self.year.who[slug]

    def fresh(self, meeting: Meeting) -> Gathering:
        """A gathering as it stands now."""
        return Gathering.objects.select_related("work", "host", "place").get(pk=self.held[meeting.slug].pk)

    def invitation(self, meeting: Meeting, slug: str) -> Invitation:
        """Somebody's invitation as it stands now."""
        found = Invitation.objects.select_related("gathering__work", "gathering__host", "person")
        return found.get(gathering=self.held[meeting.slug], person=self.who(slug))

    def day_of(self, meeting: Meeting) -> date:
        """The day it stands on: the council is open."""
        return workday((self.year.start + timedelta(days=meeting.day)).date())

    def offset(self, meeting: Meeting) -> int:
        """How many days from today it is."""
        return (self.day_of(meeting) - self.year.start.date()).days

    def starts(self, meeting: Meeting) -> datetime:
        """The day and the time."""
        return timezone.make_aware(datetime.combine(self.day_of(meeting), time.fromisoformat(meeting.at)))

    def then(self, moment: datetime, do: Callable[[], object]) -> None:
        """Have something happen at this very moment."""
        self.year.laid += 1
        self.year.events.append((min(moment, self.year.start - timedelta(minutes=30)), self.year.laid, do))

    def typing(self, slug: str) -> tuple[Person, str, Person | None]:
        """Who types for somebody, how their word came, and for whom: Natalie for those who ring or write, else they themselves."""
        way = meetings.BY_HAND.get(slug, "")
        return (self.who("natalie"), way, self.who(slug)) if way else (self.who(slug), "page", None)


def lay(year: Year) -> None:
    """Put what works for people, the places, the interpreters and the gatherings on their days."""
    table = Table(year)
    for number, need in enumerate(needs.NEEDS):
        year.on(-198 + 4 * number if number < 20 else -118, partial(needs.say, need, year.who), hour=13, staff=bool(need.by))
    year.on(-114, lambda: _the_list(table), staff=True)
    year.on(-104, lambda: table.places.update(lay_places(year.who["natalie"])), staff=True)
    year.on(-103, lambda: _hard_days(table), staff=True)
    for meeting in (MORNINGS, WALK, SUMMER, VISITS, WORKER):
        _planned(table, meeting)
    _mornings(table)
    _walk(table)
    _summer(table)
    _visits(table)
    for day in _days_of_jobs(table):
        year.on(day, _what_comes_by_itself, hour=9)


def _days_of_jobs(table: Table) -> list[int]:
    """The days from today on which something comes by itself: the worker runs each hour, and mostly finds nothing."""
    around = {table.offset(held) + near for held in (MORNINGS, WALK) for near in (-7, -3, -2, -1, 1, 2, 4)}
    return sorted({*range(-95, 0, 5), *around, -2, -1, 0})


def _what_comes_by_itself() -> None:
    """What the worker does each day."""
    after_jobs.hold_what_is_over()
    after_jobs.ask_how_it_was()
    arranging_jobs.remind_to_ask()
    arranging_jobs.warn_missing()
    arranging_jobs.send_papers()
    inviting_jobs.remind()
    inviting_jobs.note_no_reply()


# ── the steps that each has ───────────────────────────────────────────────────────────────────────


def _the_list(table: Table) -> None:
    for called, slug, kind, registered, note in meetings.PROFESSIONALS:
        professionals.add(
            table.who("natalie"),
            called,
            kind=kind,
            channel="email",
            email=f"{slug}@millbrook.example",
            registered_as=registered,
            note=note,
        )


def _hard_days(table: Table) -> None:
    first = workday((table.year.start + timedelta(days=30)).date())
    planning.add_hard_day(table.who("natalie"), HardDay(called="Schools are closed", first=first, last=first + timedelta(days=4)))


def _planned(table: Table, meeting: Meeting) -> None:
    table.year.on(meeting.planned, partial(_plan, table, meeting), hour=11, staff=True)


def _plan(table: Table, meeting: Meeting) -> None:
    natalie = table.who("natalie")
    table.held[meeting.slug] = planning.plan(
        natalie,
        table.year.works[meeting.work],
        gathering=Gathering(
            title=meeting.title,
            purpose=meeting.purpose,
            what_we_ask=meeting.what_we_ask,
            what_you_get=meeting.what_you_get,
            content_note=meeting.content_note,
            starts_at=table.starts(meeting),
            minutes=meeting.minutes,
            early_minutes=30,
            place=table.places[meeting.place],
            reply_by=table.day_of(meeting) - timedelta(days=meeting.reply_days),
            ground_rules=meetings.GROUND_RULES,
            quiet_room=meeting.quiet_room,
            talk_after=meetings.TALK_AFTER,
            way_out=meetings.WAY_OUT,
            host=natalie,
            chair_lived=table.who(meeting.chairs[0]) if meeting.chairs else None,
            chair_staff=table.who(meeting.chairs[1]) if meeting.chairs else None,
        ),
    )
    for group in ("", Group.CARER):
        chosen = [table.who(slug) for slug in meeting.invited if (slug in meetings.CARERS) == bool(group)]
        if chosen:
            planning.choose(natalie, table.fresh(meeting), people=chosen, group=group)
    needs_of(natalie, table.fresh(meeting), [table.who(slug).pk for slug in meeting.invited], Look.Why.PLAN)
    for slug, words in meeting.own_points:
        agenda.put(table.who(slug), table.fresh(meeting), talk=Talk(kind=Talk.Kind.POINT, words=words, minutes=10))
    _lengths(table, meeting)


def _send(table: Table, meeting: Meeting) -> None:
    inviting.send(table.who("natalie"), table.fresh(meeting))


def _once_more(table: Table, meeting: Meeting) -> None:
    """Who is asked more than they want this month said: yes, ask me."""
    asking = Invitation.objects.filter(gathering=table.held[meeting.slug], state=State.ASKING).select_related("person")
    for one in asking:
        slug = one.person.key.removeprefix("demo")
        by, way, whom = table.typing(slug)
        inviting.answer_one_more(by, table.invitation(meeting, slug), may_ask=True, way=way, for_person=whom)


def _reply(table: Table, meeting: Meeting, slug: str, says: str, details: inviting.Details) -> None:
    by, way, whom = table.typing(slug)
    if slug == "lou" and meeting is MORNINGS:
        by, way = table.who("kim"), "page"
    inviting.reply(by, table.invitation(meeting, slug), says=says, details=details, way=way, for_person=whom)


def _bring(table: Table, meeting: Meeting, slug: str, words: str) -> None:
    by, _way, whom = table.typing(slug)
    point = agenda.bring(by, table.invitation(meeting, slug), words=words, for_person=whom)
    agenda.order(table.who("natalie"), table.fresh(meeting), places={}, minutes={point.key: 10})


def _take(table: Table, meeting: Meeting) -> None:
    for point in table.fresh(meeting).talks.filter(state=Talk.State.OFFERED).select_related("gathering__work", "brought_by"):
        because = meeting.later.get(point.words, "")
        agenda.take(table.who("natalie"), point, state=Talk.State.LATER if because else Talk.State.TAKEN, because=because)
    _lengths(table, meeting)


def _lengths(table: Table, meeting: Meeting) -> None:
    """Each point has its minutes, breaks stand between them, and lunch is a long one in the middle."""
    talks = list(table.fresh(meeting).talks.filter(state=Talk.State.TAKEN))
    points, pauses = ([one.key for one in talks if one.kind == kind] for kind in (Talk.Kind.POINT, Talk.Kind.BREAK))
    minutes = dict.fromkeys(points, meeting.point_minutes)
    if meeting.lunch:
        minutes[pauses[len(pauses) // 2]] = meeting.lunch
    line = [one.key for one in talks if one.kind == Talk.Kind.WELCOME]
    together = -(-len(points) // (len(pauses) + 1))
    while points or pauses:
        line += [*points[:together], *pauses[:1]]
        points, pauses = points[together:], pauses[1:]
    line += [one.key for one in talks if one.kind == Talk.Kind.CLOSE]
    agenda.order(table.who("natalie"), table.fresh(meeting), places={key: at for at, key in enumerate(line)}, minutes=minutes)


def _ask(table: Table, meeting: Meeting, called: str) -> None:
    place = Booking.objects.open().exclude(state=Booking.State.ASKED).filter(gathering=table.held[meeting.slug]).first()
    if place is not None:
        booking.ask(table.who("natalie"), place, who=Professional.objects.get(called=called))


def _answers(table: Table, meeting: Meeting, called: str, *, yes: bool = True) -> None:
    """They say it through the link in their mail."""
    asked = Booking.objects.select_related("gathering__work", "professional__person").filter(
        gathering=table.held[meeting.slug], professional__called=called, state=Booking.State.ASKED
    )
    for place in asked:
        booking.says(AskedByLink(place), place, yes=yes, way="link")


def _done(table: Table, meeting: Meeting, slug: str, code: str, note: str, kind: str = Arrangement.Kind.ARRANGE) -> None:
    need = _need(table, slug, code)
    one = Arrangement.objects.select_related("gathering", "need__person").get(
        gathering=table.held[meeting.slug], need=need, kind=kind
    )
    arranging.arranged(table.who("natalie"), one, note=note)


def _all_done(table: Table, meeting: Meeting) -> None:
    """All that was to be arranged is done before the day, each with a word of what was done."""
    waiting = list(
        Arrangement.objects.waiting().filter(gathering=table.held[meeting.slug]).select_related("gathering", "need__person")
    )
    known = codes([one.need for one in waiting if one.need is not None])
    for one in waiting:
        arranging.arranged(table.who("natalie"), one, note=meetings.DONE[known.get(one.need_id or 0, "")])


def _need(table: Table, slug: str, code: str) -> WhatWorks:
    theirs = list(WhatWorks.objects.filter(person=table.who(slug)).select_related("person"))
    known = codes(theirs)
    return next(one for one in theirs if known.get(one.pk, "") == code)


def _invited(table: Table, meeting: Meeting, *, send: int) -> None:
    """Sent, asked once more, and each reply on its day: two days later than it says, for what staff do waits for Monday."""
    year = table.year
    year.on(send, partial(_send, table, meeting), hour=12, staff=True)
    year.on(send + 3 if send < -6 else send + 1, partial(_once_more, table, meeting), hour=9)
    for later, slug, says, details in meeting.replies:
        year.on(send + 2 + later, partial(_reply, table, meeting, slug, says, details), hour=15, staff=slug in meetings.BY_HAND)
    for later, slug, words in meeting.brought:
        year.on(send + 2 + later, partial(_bring, table, meeting, slug, words), hour=16, staff=slug in meetings.BY_HAND)


# ── held: “Mornings: what goes wrong” ─────────────────────────────────────────────────────────────


def _mornings(table: Table) -> None:
    year, day = table.year, table.offset(MORNINGS)
    year.on(-92, lambda: _settle(table, MORNINGS, "chloe", "N07", meetings.TOILET_NEXT_DOOR), hour=15, staff=True)
    year.on(-92, lambda: _ask(table, MORNINGS, "Jo Marsh"), hour=16, staff=True)
    year.on(-89, lambda: _answers(table, MORNINGS, "Jo Marsh"), hour=18)
    year.on(-90, lambda: _ask(table, MORNINGS, "Ada Lyle"), hour=16, staff=True)
    year.on(-87, lambda: _answers(table, MORNINGS, "Ada Lyle"), hour=18)
    _invited(table, MORNINGS, send=-84)
    year.on(day - 14, lambda: _take(table, MORNINGS), hour=14, staff=True)
    year.on(day - 13, lambda: planning.confirm(table.who("natalie"), table.fresh(MORNINGS)), hour=12, staff=True)
    year.on(day - 5, lambda: _all_done(table, MORNINGS), hour=12, staff=True)
    _in_the_room(table)
    _after_mornings(table)


def _settle(table: Table, meeting: Meeting, slug: str, code: str, done: str) -> None:
    fitting.settle(table.who("natalie"), table.fresh(meeting), need=_need(table, slug, code), what_was_done=done)


def _in_the_room(table: Table) -> None:
    starts = table.starts(MORNINGS)
    table.then(starts + timedelta(minutes=40), lambda: _came(table, MORNINGS))
    table.then(starts + timedelta(minutes=100), lambda: _taps(table))
    for minute, words, how, moved_by, votes in meetings.CHOICES:
        table.then(starts + timedelta(minutes=minute), partial(_choose, table, words, how, moved_by, votes))


def _came(table: Table, meeting: Meeting) -> None:
    asked = Invitation.objects.sent().filter(gathering=table.held[meeting.slug]).select_related("person")
    came = {one.key: one.brings for one in asked if one.person.key.removeprefix("demo") in meeting.came}
    room.note_who_came(table.who("natalie"), table.fresh(meeting), asked=[one.key for one in asked], came=came)


def _taps(table: Table) -> None:
    starts = table.starts(MORNINGS) + timedelta(minutes=10)
    given = [
        room.NewTap(room.tap_key(), group, starts + timedelta(seconds=step * 60 + 13 * place))
        for place, (group, count) in enumerate(meetings.TAPS)
        for step in range(count)
    ]
    room.tap(table.who("dee"), table.fresh(MORNINGS), taps=given)


def _choose(table: Table, words: str, how: str, moved_by: str, votes: dict[str, int]) -> None:
    room.choose(table.who("dee"), table.fresh(MORNINGS), key=room.tap_key(), words=words, how=how, moved_by=moved_by, votes=votes)


def _after_mornings(table: Table) -> None:
    year, day = table.year, table.offset(MORNINGS)
    for later, slug, met in meetings.HOW_IT_WAS:
        year.on(day + later, partial(_how, table, slug, dict(met)), hour=17, staff=slug in meetings.BY_HAND)
    for later, slug, steps, words, reads in meetings.EASE:
        year.on(day + later, partial(_ease, table, slug, steps, words, reads), hour=18, staff=slug in meetings.BY_HAND)
    year.on(day + 5, lambda: _minutes(table), hour=11, staff=True)
    year.on(day + 6, lambda: after.tell_minutes(table.who("natalie"), table.fresh(MORNINGS)), hour=15, staff=True)
    for later, starts_with, agreed in meetings.CARRIED:
        year.on(day + later, partial(_carry, table, starts_with, agreed), hour=16)
    year.on(day + 19, lambda: _kept(table), hour=15, staff=True)
    for later, slug, code, note in meetings.MENDED:
        year.on(day + later, partial(_done, table, MORNINGS, slug, code, note, Arrangement.Kind.MEND), hour=12, staff=True)


def _how(table: Table, slug: str, given: dict[str, tuple[str, str]]) -> None:
    by, way, whom = table.typing(slug)
    for code, (met, why) in given.items():
        after.say_met(
            by, table.invitation(MORNINGS, slug), need=_need(table, slug, code), met=met, why=why, way=way, for_person=whom
        )


def _ease(table: Table, slug: str, steps: tuple[int, int, int], words: str, reads: str) -> None:
    by, way, whom = table.typing(slug)
    at_ease, heard, could_say = steps
    after.say_ease(
        by,
        table.invitation(MORNINGS, slug),
        at_ease=at_ease,
        heard=heard,
        could_say=could_say,
        words=words,
        reads=reads,
        way=way,
        for_person=whom,
    )


def _minutes(table: Table) -> None:
    for kind, words, slug, in_days in meetings.MINUTES:
        is_point = kind == Minute.Kind.POINT
        line = after.NewLine(
            kind=kind,
            words=words,
            made_by=table.invitation(MORNINGS, slug) if is_point else None,
            owner=table.who(slug) if slug and not is_point else None,
            by_when=workday(today() + timedelta(days=in_days)) if in_days else None,
        )
        after.write_line(table.who("natalie"), table.fresh(MORNINGS), line=line)


def _line(table: Table, starts_with: str) -> Minute:
    found = Minute.objects.select_related("gathering__work", "made_by", "owner")
    return found.get(gathering=table.held[MORNINGS.slug], words__startswith=starts_with)


def _carry(table: Table, starts_with: str, agreed: bool) -> None:
    line = _line(table, starts_with)
    assert line.made_by is not None
    by, way, whom = table.typing(line.made_by.key.removeprefix("demo"))
    kept = after.carry(by, line, agreed=agreed, sharing="public" if agreed else "", way=way, for_person=whom)
    if agreed:
        table.year.said[meetings.CARRIED_KEY] = Contribution.objects.get(code=kept.carried_to)


def _kept(table: Table) -> None:
    line = _line(table, meetings.KEPT)
    assert line.owner is not None
    after.promise_kept(line.owner, line)


# ── the others ────────────────────────────────────────────────────────────────────────────────────


def _walk(table: Table) -> None:
    """A walk with so few people that nothing of it is counted aloud."""
    _invited(table, WALK, send=-30)
    table.year.on(-24, lambda: planning.confirm(table.who("natalie"), table.fresh(WALK)), hour=12, staff=True)
    table.year.on(-23, lambda: _all_done(table, WALK), hour=12, staff=True)
    table.then(table.starts(WALK) + timedelta(minutes=80), lambda: _came(table, WALK))


def _summer(table: Table) -> None:
    _invited(table, SUMMER, send=-54)
    table.year.on(
        -43,
        lambda: planning.cancel(table.who("natalie"), table.fresh(SUMMER), because=meetings.CANCELLED_BECAUSE),
        hour=11,
        staff=True,
    )


def _visits(table: Table) -> None:
    """In 9 days, confirmed; the second interpreter was missing, and was found."""
    year = table.year
    year.on(-33, lambda: _ask(table, VISITS, "Jo Marsh"), hour=15, staff=True)
    year.on(-31, lambda: _answers(table, VISITS, "Jo Marsh"), hour=18)
    _invited(table, VISITS, send=-27)
    year.on(-17, lambda: _says_go_on(table), hour=16)
    year.on(-12, lambda: _ask(table, VISITS, "Ada Lyle"), hour=9, staff=True)
    year.on(-10, lambda: _answers(table, VISITS, "Ada Lyle"), hour=18)
    year.on(-8, lambda: _take(table, VISITS), hour=14, staff=True)
    year.on(-7, lambda: planning.confirm(table.who("natalie"), table.fresh(VISITS)), hour=15, staff=True)
    for day, slug, code in meetings.VISITS_DONE:
        year.on(day, partial(_done, table, VISITS, slug, code, meetings.DONE[code]), hour=12, staff=True)
    for later, slug, words in meetings.LATE_POINTS:
        year.on(later, partial(_bring, table, VISITS, slug, words), hour=16)


def _says_go_on(table: Table) -> None:
    """Mina was told that one interpreter is missing, and says what to do."""
    found = WhatToDo.objects.select_related("booking__gathering__host", "booking__gathering__work", "person")
    for asked in found.filter(booking__gathering=table.held[VISITS.slug], person=table.who("mina"), says=""):
        booking.say_what_to_do(table.who("mina"), asked, says="other", words=meetings.MINA_SAYS, way="page")
