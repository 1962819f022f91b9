"""What changes a piece of work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.people.owing import must_be_here
from kitchentable.policy.act import act, note, require
from kitchentable.policy.book import forget_facts
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.works.gates import why_not_yet
from kitchentable.works.models import Felt, Role, StageTime, Step, Work


class StepNotAllowed(Problem):
    """A step on the ladder that this piece of work cannot claim."""

    field = "ladder_planned"


class NotYet(Problem):
    """Something must be done before the work may move on."""

    field = "stage"


class NothingCanChange(Problem):
    """A piece of work must say what can change and what cannot (R008)."""

    field = "can_change"


@act("works.start")
def start(by: Person, work: Work) -> Work:
    """Start a piece of work; whoever starts it leads it. Raises StepNotAllowed (R082, R083) and NothingCanChange (R008)."""
    _must_be_true(work)
    work.save()
    StageTime.objects.create(work=work, stage=work.stage, since=work.started_at)
    role = Role.objects.create(work=work, person=by, kind=Role.Kind.LEAD)
    note(by, "works.role", role)
    forget_facts(by)
    return work


@act("works.change")
def change(by: Person, work: Work) -> Work:
    """Save changed words about a piece of work. Raises StepNotAllowed, NothingCanChange; NotHere for a new name of somebody who left."""
    _must_be_true(work)
    _new_names_are_here(work)
    work.save()
    return work


def _new_names_are_here(work: Work) -> None:
    before = Work.objects.filter(pk=work.pk).values_list("decider_id", "answers_first_id").first()
    for old, named in zip(before or (None, None), (work.decider, work.answers_first), strict=True):
        if named.pk != old:
            must_be_here(named)


@act("works.stage")
def move(by: Person, work: Work, *, stage: Work.Stage) -> Work:
    """Move to another stage. Raises NotYet when a gate is shut, such as leaving “thinking” without a map (R071)."""
    if stage == work.stage:
        return work
    if because := why_not_yet(work, stage):
        raise NotYet(because)
    moment = now()
    work.stage_times.filter(until__isnull=True).update(until=moment)
    StageTime.objects.create(work=work, stage=stage, since=moment)
    work.stage = stage
    work.save(update_fields=["stage"])
    return work


@act("works.role")
def give_role(by: Actor, work: Work, *, person: Person, kind: Role.Kind) -> Role:
    """Give somebody a part in a piece of work. Raises NotHere for who left or was erased."""
    must_be_here(person)
    role = Role.objects.filter(work=work, person=person, kind=kind, until__isnull=True).first()
    if role is None:
        role = Role.objects.create(work=work, person=person, kind=kind)
    forget_facts(person)
    return role


@act("works.end_role")
def end_role(by: Actor, role: Role) -> Role:
    """End somebody's part. The last lead stays until there is another."""
    if role.kind == Role.Kind.LEAD and not _other_leads(role):
        raise Problem(_("Name another lead first. A piece of work is never without one."))
    role.until = now()
    role.save(update_fields=["until"])
    forget_facts(role.person)
    return role


@act("works.felt")
def feel(by: Person, work: Work, *, step: int, for_person: Person | None = None) -> Felt:
    """Say which step of the ladder it felt like (R081); the newest word of a person counts. Raises Problem for who did not take part."""
    if for_person is not None:
        require(by, "people.write_for", for_person)
    who = for_person or by
    if not Role.objects.filter(work=work, person=who, kind=Role.Kind.MEMBER).exists():
        raise Problem(_("Only people who took part can say how it felt."))
    felt, _new = Felt.objects.update_or_create(work=work, person=who, defaults={"step": step, "at": now()})
    return felt


def _must_be_true(work: Work) -> None:
    if work.ladder_planned == Step.COERCION:
        raise StepNotAllowed(_("“Coercion” can never be the plan."))
    if work.ladder_planned == Step.CO_PRODUCTION and not work.people_also_do_and_check:
        raise StepNotAllowed(
            _(
                "It is co-production only when people with lived experience also help to do it and check it. Until then, choose “Co-design”."
            )
        )
    if not work.can_change_list or not work.cannot_change_list:
        raise NothingCanChange(_("Say what can change, what cannot, and why."))


def _other_leads(role: Role) -> bool:
    return Role.objects.filter(work=role.work, kind=Role.Kind.LEAD, until__isnull=True).exclude(pk=role.pk).exists()
