"""Rules of the map: its lead changes it, its checkers read it too, everyone may suggest."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.policy.book import fact, rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.seats.models import RUNS_CALLS, AffectedGroup
from kitchentable.works.models import Work
from kitchentable.works.rules import has_role, may_change

State = AffectedGroup.State


@rule("seats.map")
def may_open_map(person: Actor, work: Work | None) -> Verdict:
    """The office's page of the map, with what people suggested: its lead and its checkers."""
    if has_role(person, work.pk if work else None, *RUNS_CALLS):
        return yes()
    return no(_("Only those who lead or check this piece of work see this. Everyone can read the map and suggest a group."))


@rule("seats.add_group")
def may_add_group(person: Actor, work: Work | None) -> Verdict:
    """Its lead puts groups on the map; everyone may suggest one."""
    return may_change(person, work)


@rule("seats.change_group")
def may_change_group(person: Actor, group: AffectedGroup) -> Verdict:
    """Its lead, while the group is on the map."""
    if group.state != State.ON_MAP:
        return no(_("This group is not on the map."))
    return may_change(person, group.work)


@rule("seats.take_off")
def may_take_off(person: Actor, group: AffectedGroup) -> Verdict:
    """Its lead, while the group is on the map."""
    return may_change_group(person, group)


@rule("seats.suggest")
def may_suggest(person: Actor, work: Work | None) -> Verdict:
    """Anyone, in a piece of work they may see."""
    if work is None or work.is_public or fact(person, "works.roles").get(work.pk):
        return yes()
    return no(_("This piece of work is not open yet."))


@rule("seats.take_suggestion")
def may_take_suggestion(person: Actor, group: AffectedGroup) -> Verdict:
    """Its lead; also later, when it was not taken first."""
    if group.state == State.ON_MAP:
        return no(_("This group is on the map already."))
    return may_change(person, group.work)


@rule("seats.refuse_suggestion")
def may_refuse_suggestion(person: Actor, group: AffectedGroup) -> Verdict:
    """Its lead, while nobody has answered it."""
    if group.state != State.SUGGESTED:
        return no(_("This was answered already."))
    return may_change(person, group.work)


@rule("seats.answer_prompt")
def may_answer_prompt(person: Actor, work: Work | None) -> Verdict:
    """Its lead."""
    return may_change(person, work)


@rule("seats.copy_map")
def may_copy_map(person: Actor, work: Work | None) -> Verdict:
    """Its lead, from any piece of work they may see."""
    return may_change(person, work)


@rule("seats.plan")
def may_plan(person: Actor, work: Work | None) -> Verdict:
    """Its lead."""
    return may_change(person, work)


@rule("seats.note_duty")
def may_note_duty(person: Actor, work: Work | None) -> Verdict:
    """Its lead."""
    return may_change(person, work)
