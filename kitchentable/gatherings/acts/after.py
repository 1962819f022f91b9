"""After: how it was, and the minutes. What changes needs and arrangements from there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _

from kitchentable.gatherings.carrying import carrier
from kitchentable.gatherings.models import Arrangement, Ease, Gathering, HowItWas, Invitation, Minute
from kitchentable.gatherings.rules.after import ONLY_MAKER, ONLY_THEY
from kitchentable.people.clock import add_working_days
from kitchentable.people.models import Person, Scope, Way, WhatWorks
from kitchentable.people.needs import note_met
from kitchentable.people.outbox import tell
from kitchentable.people.owing import is_here, must_be_here
from kitchentable.people.rules import supports
from kitchentable.policy.act import act, note
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor, Problem, Refused, no
from kitchentable.record import lines
from kitchentable.works.models import Role

BY_HAND = (Way.PHONE, Way.PAPER, Way.IN_PERSON)
Kind, Carry = Minute.Kind, Minute.Carry


class NothingWritten(Problem):
    """A line without words, or a promise without somebody and a day."""

    field = "words"


class WhoAndWhen(Problem):
    """A promise without somebody and a day."""

    field = "owner"


# ── how it was ────────────────────────────────────────────────────────────────────────────────────


@act("gatherings.ask_how")
def ask_how(by: Actor, invitation: Invitation) -> Invitation:
    """Ask one person how it was, through their own channel; once."""
    tell(invitation.person, "gatherings.how", invitation.key, work=invitation.gathering.work.slug)
    return invitation


@act("gatherings.how")
def say_met(
    by: Actor,
    invitation: Invitation,
    *,
    need: WhatWorks,
    met: str,
    why: str = "",
    way: str = Way.PAGE,
    for_person: Person | None = None,
) -> HowItWas:
    """Whether one need was met, at the person's word and nobody else's (R046). Not met opens a task to mend it (R047).

    Said again, the newest word counts. Raises Refused when it is not their word.
    """
    _at_their_word(by, invitation.person, way, for_person, "gatherings.how", ONLY_THEY)
    gathering = invitation.gathering
    made, _new = HowItWas.objects.update_or_create(
        gathering=gathering,
        need=need,
        defaults={
            "person": invitation.person,
            "kind": need.kind,
            "met": met,
            "why": why,
            "way": way,
            "typed_by": _typist(by, invitation.person),
            "at": now(),
        },
    )
    if met == HowItWas.Met.NOT:
        _mend(gathering, need)
    if met == HowItWas.Met.MET:
        note_met(need)
    return made


@act("gatherings.ease")
def say_ease(
    by: Actor,
    invitation: Invitation,
    *,
    at_ease: int | None = None,
    heard: int | None = None,
    could_say: int | None = None,
    words: str = "",
    reads: str = Ease.Reads.NOBODY,
    way: str = Way.PAGE,
    for_person: Person | None = None,
) -> Ease:
    """How it felt, at the person's word; each may be left out. Said once: counts that change by one would give the one away."""
    _at_their_word(by, invitation.person, way, for_person, "gatherings.ease", ONLY_THEY)
    made, _new = Ease.objects.get_or_create(
        gathering=invitation.gathering,
        person=invitation.person,
        defaults={
            "at_ease": at_ease,
            "heard": heard,
            "could_say": could_say,
            "words": words,
            "reads": reads,
            "way": way,
            "typed_by": _typist(by, invitation.person),
        },
    )
    return made


# ── the minutes ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line of the minutes as it was typed. `made_by` is the invitation of whoever made a point, when they may be asked about it."""

    kind: str
    words: str
    made_by: Invitation | None = None
    owner: Person | None = None
    by_when: date | None = None


@act("gatherings.minute")
def write_line(by: Actor, gathering: Gathering, *, line: NewLine, corrects: Minute | None = None) -> Minute:
    """Add a line; with `corrects`, a correction of one that has been told. Raises NothingWritten, WhoAndWhen."""
    last = gathering.minute_lines.aggregate(last=Max("order"))["last"]
    made = Minute(gathering=gathering, order=(last or 0) + 1, corrects=corrects, typed_by=by if isinstance(by, Person) else None)
    _fill(made, line)
    made.save(force_insert=True)
    return made


@act("gatherings.minute_change")
def change_line(by: Actor, kept: Minute, *, line: NewLine) -> Minute:
    """Write a line anew, before anybody was told. Raises NothingWritten, WhoAndWhen."""
    _fill(kept, line)
    kept.save()
    return kept


@act("gatherings.minute_drop")
def drop_line(by: Actor, kept: Minute) -> None:
    """Take a line away, before anybody was told."""
    lines.forget("Minute", kept.record_key)
    kept.delete()


@act("gatherings.tell_minutes")
def tell_minutes(by: Actor, gathering: Gathering) -> Gathering:
    """Tell those who came that the minutes are there, and ask each maker of a point whether it may be answered. From now on lines stay."""
    new = list(gathering.minute_lines.filter(told_at__isnull=True).select_related("made_by"))
    if not new:
        raise Problem(_("There is nothing new to tell. Write a line first."))
    moment = now()
    for line in new:
        line.told_at = moment
        if line.kind == Kind.POINT and line.made_by is not None and line.carry == Carry.NOT_ASKED:
            line.carry = Carry.ASKED
            tell(line.made_by, "gatherings.carry", line.key, work=gathering.work.slug)
        line.save(update_fields=["told_at", "carry"])
        note(by, "gatherings.minute_told", line)
    for invitation in Invitation.objects.filter(gathering=gathering, came=True).select_related("person"):
        tell(invitation.person, "gatherings.minutes", gathering.key, work=gathering.work.slug, same=moment.isoformat())
    return gathering


@act("gatherings.promise_kept")
def promise_kept(by: Actor, line: Minute) -> Minute:
    """The promise is kept."""
    if line.done_at is None:
        line.done_at = now()
        line.save(update_fields=["done_at"])
    return line


@act("gatherings.carry")
def carry(
    by: Actor,
    line: Minute,
    *,
    agreed: bool,
    sharing: str = "",
    way: str = Way.PAGE,
    for_person: Person | None = None,
) -> Minute:
    """Its maker says whether the point may be answered like all that was said. Yes makes a contribution of it, once; a no may become a yes.

    Raises Refused when it is not their word.
    """
    maker = line.made_by
    if maker is None:
        raise Refused(no(ONLY_MAKER), "gatherings.carry")
    _at_their_word(by, maker, way, for_person, "gatherings.carry", ONLY_MAKER)
    kept = Minute.objects.select_for_update().get(pk=line.pk)
    if kept.carry == Carry.YES:
        return kept
    kept.carry = Carry.YES if agreed else Carry.NO
    if agreed:
        kept.carried_to = carrier().carry(by, line, sharing, None if by == maker else maker)
    kept.save(update_fields=["carry", "carried_to"])
    return kept


def forget_point(code: str) -> None:
    """What was carried on is taken back or erased by its author: its words go from the minutes too. A step inside that act."""
    for line in Minute.objects.filter(carried_to=code).exclude(words=""):
        line.words = ""
        line.save(update_fields=["words"])
        lines.forget("Minute", line.record_key)


# ── the small steps ───────────────────────────────────────────────────────────────────────────────


def _at_their_word(by: Actor, person: Person, way: str, for_person: Person | None, name: str, because: object) -> None:
    """The person; or somebody who types for them and says how their word came. A supporter may type on the page."""
    if by == person:
        return
    if for_person != person or (way not in BY_HAND and not supports(by, person.pk, Scope.REPLY)):
        raise Refused(no(because), name)


def _typist(by: Actor, person: Person) -> Person | None:
    return by if isinstance(by, Person) and by != person else None


def _mend(gathering: Gathering, need: WhatWorks) -> None:
    """One task with a day, unless there is one already: for the host; for the lead when the person shows this need to the lead alone."""
    lead = Role.objects.filter(work=gathering.work_id, kind=Role.Kind.LEAD, until__isnull=True).select_related("person").first()
    owner, what = gathering.host, need.words
    if lead is not None and not is_here(owner):
        owner = lead.person
    if need.shown_to == WhatWorks.ShownTo.LEAD:
        owner, what = lead.person if lead else owner, _("Something did not work for this person. They showed it to the lead alone.")
    day = add_working_days(today(), number("mend_days"), settings.NATION)
    Arrangement.objects.get_or_create(
        gathering=gathering,
        need=need,
        kind=Arrangement.Kind.MEND,
        defaults={"person": need.person, "what": what, "owner": owner, "by_when": day},
    )


def _fill(kept: Minute, line: NewLine) -> None:
    if not line.words.strip():
        raise NothingWritten(_("Write what was said, decided or promised."))
    if line.kind == Kind.PROMISE and (line.owner is None or line.by_when is None):
        raise WhoAndWhen(_("A promise needs somebody who keeps it, and a day."))
    if line.owner is not None and line.owner.pk != kept.owner_id:
        must_be_here(line.owner)
    is_point = line.kind == Kind.POINT
    kept.kind, kept.words = line.kind, line.words
    kept.made_by = line.made_by.person if line.made_by is not None and is_point else None
    kept.group = line.made_by.group if line.made_by is not None and is_point else ""
    kept.owner, kept.by_when = (line.owner, line.by_when) if line.kind == Kind.PROMISE else (None, None)
