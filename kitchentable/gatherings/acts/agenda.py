"""The agenda from both sides: bringing a point, taking it, breaks and order (R053, R065)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from django.db.models import Max
from django.utils.translation import gettext as _

from kitchentable.gatherings.acts.arranging import keep_in_step
from kitchentable.gatherings.fit import HOUR, Plan, lacks_breaks
from kitchentable.gatherings.fitting import breaks_of, numbers
from kitchentable.gatherings.models import Gathering, Invitation, Talk
from kitchentable.people.models import Person
from kitchentable.people.outbox import tell
from kitchentable.policy.act import act
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Problem
from kitchentable.works.models import Group

MOST_MINUTES = 480


class NoWords(Problem):
    """A point without words."""

    field = "words"


class NoBecause(Problem):
    """Kept for later without a why."""

    field = "because"


@act("gatherings.bring")
def bring(by: Person, invitation: Invitation, *, words: str, content_note: str = "", for_person: Person | None = None) -> Talk:
    """Put a point to the agenda as somebody who comes, in their own words. Those who plan take it on or say why not now.

    Raises NoWords.
    """
    if not words.strip():
        raise NoWords(_("Write what you want to talk about."))
    return Talk.objects.create(
        gathering=invitation.gathering,
        words=words,
        content_note=content_note,
        brought_by=invitation.person,
        typed_by=by if by.pk != invitation.person_id else None,
        group=invitation.group,
        state=Talk.State.OFFERED,
        order=_last(invitation.gathering) + 1,
    )


@act("gatherings.agenda_put")
def put(by: Person, gathering: Gathering, *, talk: Talk) -> Talk:
    """Put a point, a break, the hello or the end on the agenda; points stand before the end. Raises NoWords."""
    if not talk.words.strip():
        raise NoWords(_("Write what it is about."))
    talk.gathering, talk.typed_by, talk.state = gathering, by, Talk.State.TAKEN
    if talk.kind == Talk.Kind.POINT:
        talk.brought_by, talk.group = by, talk.group or _group_of(by, gathering)
    talk.order = _last(gathering) + 1
    talk.save()
    _fit_in(gathering)
    keep_in_step(gathering)
    return talk


def _group_of(person: Person, gathering: Gathering) -> str:
    own = gathering.invitations.filter(person=person).values_list("group", flat=True).first()
    return own or (Group.STAFF if person.works_here else Group.LIVED)


@act("gatherings.agenda_take")
def take(by: Person, talk: Talk, *, state: str, because: str = "") -> Talk:
    """Take a point on the agenda, or keep it for another time and say why. Whoever brought it is told. Raises NoBecause."""
    if state == Talk.State.LATER and not because.strip():
        raise NoBecause(_("Say why it is for another time. The person who brought it reads this."))
    if state not in (Talk.State.TAKEN, Talk.State.LATER):
        raise Problem(_("Choose whether it is on the agenda."))
    talk.state, talk.because = state, because if state == Talk.State.LATER else ""
    talk.order = _last(talk.gathering) + 1
    talk.save(update_fields=["state", "because", "order"])
    _fit_in(talk.gathering)
    if talk.brought_by is not None and talk.brought_by != by:
        tell(talk.brought_by, "gatherings.point", talk.key, work=talk.gathering.work.slug, same=now().isoformat())
    return talk


@act("gatherings.agenda_away")
def take_away(by: Person, talk: Talk) -> Gathering:
    """Take a break, the hello or the end off the agenda."""
    gathering = talk.gathering
    talk.delete()
    return gathering


@act("gatherings.agenda_order")
def order(by: Person, gathering: Gathering, *, places: Mapping[str, int], minutes: Mapping[str, int]) -> Gathering:
    """Set the order and the minutes of what is on the agenda, each by its key. What is not named stays."""
    talks = list(gathering.talks.filter(state=Talk.State.TAKEN).order_by("order", "pk"))
    for talk in talks:
        talk.order = places.get(talk.key, talk.order)
        talk.minutes = min(max(minutes.get(talk.key, talk.minutes), 1), MOST_MINUTES)
    _renumber(sorted(talks, key=lambda one: (one.order, one.pk)))
    return gathering


@act("gatherings.agenda_breaks")
def put_breaks(by: Person, gathering: Gathering) -> Gathering:
    """Put a break into each hour, between points (R053). What is on the agenda keeps its order."""
    _spread_breaks(gathering, numbers("break_minutes")["break_minutes"])
    return gathering


def _spread_breaks(gathering: Gathering, least: int) -> None:
    taken = list(gathering.talks.filter(state=Talk.State.TAKEN).order_by("order", "pk"))
    spare = [one for one in taken if one.kind == Talk.Kind.BREAK]
    line: list[Talk] = []
    at, hours = 0, set(range(gathering.minutes // HOUR))
    for talk in (one for one in taken if one.kind != Talk.Kind.BREAK):
        hour = at // HOUR
        if hour in hours and at % HOUR and at + talk.minutes > (hour + 1) * HOUR - least:
            line.append(_a_break(gathering, spare, least))
            at += line[-1].minutes
            hours.discard(hour)
        line.append(talk)
        at += talk.minutes
    before_end = len(line) - 1 if line and line[-1].kind == Talk.Kind.CLOSE else len(line)
    line[before_end:before_end] = [_a_break(gathering, spare, least) for _hour in hours]
    for one in spare:
        one.delete()
    _renumber(line)


def _a_break(gathering: Gathering, spare: list[Talk], least: int) -> Talk:
    """A break of `least` minutes or more; one that is on the agenda already first."""
    if spare:
        one = spare.pop(0)
        one.minutes = max(one.minutes, least)
        return one
    return Talk.objects.create(gathering=gathering, kind=Talk.Kind.BREAK, words=str(Talk.Kind.BREAK.label), minutes=least)


def _keep_breaks(gathering: Gathering) -> None:
    """With a new point, breaks move to where each hour has one; an agenda on which they stand well stays as it is."""
    least = numbers("break_minutes")["break_minutes"]
    taken = list(gathering.talks.filter(state=Talk.State.TAKEN).order_by("order", "pk"))
    pauses = [one.kind == Talk.Kind.BREAK for one in taken]
    plan = Plan(None, gathering.minutes, breaks_of(taken), sum(one.minutes for one in taken))
    side_by_side = any(one and other for one, other in pairwise(pauses))
    if any(pauses) and (side_by_side or lacks_breaks(plan, least)):
        _spread_breaks(gathering, least)


def _renumber(line: list[Talk]) -> None:
    for number, talk in enumerate(line):
        talk.order = number
    Talk.objects.bulk_update(line, ["order", "minutes"])


def _last(gathering: Gathering) -> int:
    last: int | None = gathering.talks.aggregate(last=Max("order"))["last"]
    return last or 0


def _fit_in(gathering: Gathering) -> None:
    """A new point stands before the end, with breaks where they belong."""
    gathering.talks.filter(kind=Talk.Kind.CLOSE).update(order=_last(gathering) + 1)
    _keep_breaks(gathering)
