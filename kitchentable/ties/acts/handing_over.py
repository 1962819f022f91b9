"""Handover notes: proposed by whoever leaves, chosen by the person; and the lines of a group's own note."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.people.asks import goes_over
from kitchentable.people.models import Person, Way, WhatWorks
from kitchentable.people.outbox import tell
from kitchentable.policy.act import act
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.ties.models import GroupLine, GroupYes, Leaving, Together
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import has_role

MOST_NOTE, MOST_LINE = 2_000, 400
State = Together.State


class NoWords(Problem):
    """A note or a line that says nothing."""

    field = "words"


@act("ties.propose_together")
def propose(by: Person, leaving: Leaving, *, work: Work, person: Person, words: str) -> Together:
    """Write what works for the two of you, for the person to change, take or leave. They are asked now, or as soon as one more ask is not too many.

    Written anew, it is asked anew, until they have answered. Raises NoWords, and Problem when they have answered or were never met.
    """
    if not words.strip():
        raise NoWords(_("Write what works for the two of you."))
    if person not in worked_with(leaving, work):
        raise Problem(_("Choose somebody whom you work with in this piece of work."))
    note, _new = Together.objects.select_for_update().get_or_create(
        leaving=leaving, work=work, person=person, defaults={"by": by, "proposed": words.strip()}
    )
    if note.state != State.PROPOSED:
        raise Problem(_("%(name)s has answered. The note is theirs now.") % {"name": person.called})
    note.proposed = words.strip()
    note.save(update_fields=["proposed"])
    if note.asked_at is None and not goes_over([person.pk]):
        _ask(note)
    return note


@act("ties.ask_together")
def ask(by: Actor, note: Together) -> Together:
    """Ask a person who could not be asked before, because it would have been more than they want in a month (R100)."""
    if note.asked_at is None and note.state == State.PROPOSED and not goes_over([note.person_id]):
        _ask(note)
    return note


def _ask(note: Together) -> None:
    note.asked_at = now()
    note.save(update_fields=["asked_at"])
    tell(note.person, "ties.together", note.key, work=note.work.slug)


def worked_with(leaving: Leaving, work: Work) -> list[Person]:
    """Whom the leaver worked with here: at the table, invited to a gathering, or with something arranged."""
    there = Q(roles__work=work, roles__kind=Role.Kind.MEMBER)
    there |= Q(invitations__gathering__work=work) & ~Q(invitations__state__in=("listed", "gone"))
    there |= Q(arranged__gathering__work=work)
    found = Person.objects.filter(there, is_active=True, erased_at__isnull=True, works_here=False).exclude(pk=leaving.person_id)
    return list(found.distinct().order_by("called", "pk"))


@act("ties.choose_together")
def choose(
    by: Actor,
    note: Together,
    *,
    words: str = "",
    needs: Iterable[WhatWorks] = (),
    way: str = Way.PAGE,
    for_person: Person | None = None,
) -> Together:
    """The person says what is passed on: a note in their words, lines of their own, both, or nothing (with no words and no lines).

    They may change it any time. Only what they chose stays: what was proposed is thrown away. Raises Problem when it is not theirs.
    """
    stands = Together.objects.select_for_update(of=("self",)).select_related("work", "person", "leaving").get(pk=note.pk)
    lines = [need for need in needs if need.person_id == stands.person_id]
    says = words.strip()[:MOST_NOTE]
    stands.state = State.AGREED if says or lines else State.DECLINED
    stands.words, stands.proposed, stands.way, stands.said_at = says, "", way, now()
    stands.typed_by = by if isinstance(by, Person) and by.pk != stands.person_id else None
    stands.save(update_fields=["state", "words", "proposed", "way", "said_at", "typed_by"])
    stands.needs.set(lines)
    return stands


@act("ties.take_back_together")
def take_back(by: Actor, note: Together, *, for_person: Person | None = None) -> Together:
    """Nothing is passed on any more, from this moment."""
    stands = Together.objects.select_for_update(of=("self",)).select_related("work").get(pk=note.pk)
    stands.state, stands.words, stands.proposed, stands.said_at = State.DECLINED, "", "", now()
    stands.typed_by = by if isinstance(by, Person) and by.pk != stands.person_id else None
    stands.save(update_fields=["state", "words", "proposed", "said_at", "typed_by"])
    stands.needs.clear()
    return stands


@act("ties.group_line")
def write_line(by: Actor, work: Work, *, words: str, way: str = Way.PAGE, for_person: Person | None = None) -> GroupLine:
    """Add a line to the note of the group. Whoever writes it agrees to it. Raises NoWords; Problem for who is not at the table."""
    if not words.strip():
        raise NoWords(_("Write the line first."))
    who = for_person or by
    if not isinstance(who, Person):
        raise NoWords(_("Say whose line it is."))
    side = _side(who, work)
    typed_by = by if isinstance(by, Person) and by.pk != who.pk else None
    line = GroupLine.objects.create(work=work, words=words.strip()[:MOST_LINE], by=who, way=way, typed_by=typed_by)
    GroupYes.objects.create(line=line, person=who, as_lead=side)
    return line


@act("ties.group_yes")
def agree(by: Actor, line: GroupLine, *, agreed: bool = True, for_person: Person | None = None) -> GroupLine:
    """Say yes to a line, or take a yes back. It is part of the note when a lead and somebody at the table say yes."""
    who = for_person or by
    if not isinstance(who, Person):
        return line
    if agreed:
        GroupYes.objects.get_or_create(line=line, person=who, defaults={"as_lead": _side(who, line.work)})
    else:
        GroupYes.objects.filter(line=line, person=who).delete()
    return line


def _side(person: Person, work: Work) -> bool:
    """True for a lead. Raises Problem for who is not in the group."""
    if has_role(person, work.pk, Role.Kind.LEAD):
        return True
    if has_role(person, work.pk, Role.Kind.MEMBER):
        return False
    raise Problem(_("%(name)s is not at this table.") % {"name": person.called})


@act("ties.group_line_away")
def take_line_away(by: Actor, line: GroupLine, *, for_person: Person | None = None) -> GroupLine:
    """Take a line away: its words go."""
    if line.gone_at is None:
        line.gone_at, line.words = now(), ""
        line.save(update_fields=["gone_at", "words"])
    return line
