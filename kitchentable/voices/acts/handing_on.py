"""Handing on what somebody has in hand around what people said: answers they owe, questions, decisions, and what only they could check."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.people.owing import must_be_here
from kitchentable.policy.act import act, note, note_many
from kitchentable.policy.book import forget_facts
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.voices.models import Answer, Contribution, Decision, Pass, Question, Status
from kitchentable.works.models import Role

AT_ONCE = 500


class WroteIt(Problem):
    """Nobody checks their own answer."""

    field = "to"


@act("voices.hand_on")
def hand_on(by: Actor, holder: Person, *, kind: str, keys: Sequence[str], to: Person) -> Person:
    """Somebody else answers, decides or checks this from now on; the days stay (R006). `kind` is that of what is in hand.

    Any number in a few queries; whoever calls it tells `to` once, not for each. Raises NotHere, WroteIt.
    """
    must_be_here(to)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        {"voices.answers": _answers, "voices.asked": _asked, "voices.checks": _checks}[kind](by, holder, some, to)
    return holder


def _answers(by: Actor, holder: Person, codes: Sequence[str], to: Person) -> None:
    moment = now()
    waiting = Contribution.objects.select_for_update(of=("self",)).filter(owner=holder, status=Status.WAITING, code__in=codes)
    rows = list(waiting.only("code", "owner"))
    passes = Pass.objects.bulk_create(
        Pass(contribution=c, from_person=holder, to_person=to, by=by if isinstance(by, Person) else None, at=moment) for c in rows
    )
    Contribution.objects.filter(pk__in=[c.pk for c in rows]).update(owner=to, assigned_at=moment)
    note_many(by, "voices.pass_on", passes)


def _asked(by: Actor, holder: Person, keys: Sequence[str], to: Person) -> None:
    numbers = {what: [int(key.split(":")[1]) for key in keys if key.startswith(what)] for what in ("question", "decision")}
    questions = Question.objects.filter(pk__in=numbers["question"], answered_by=holder, closed_at__isnull=True)
    decisions = Decision.objects.filter(pk__in=numbers["decision"], decider=holder, decided_on__isnull=True)
    moved = [*questions.select_related("work")], [*decisions.select_related("work")]
    questions.update(answered_by=to)
    decisions.update(decider=to)
    note_many(by, "voices.question_owner", moved[0])
    note_many(by, "voices.decision_owner", moved[1])


def _checks(by: Actor, holder: Person, keys: Sequence[str], to: Person) -> None:
    answers = list(Answer.objects.filter(key__in=keys, checked_at__isnull=True, sent_back_at__isnull=True).select_related("work"))
    if any(one.written_by_id == to.pk for one in answers):
        raise WroteIt(_("%(name)s wrote an answer that waits for its check. Somebody else must check it.") % {"name": to.called})
    checks = (Role.Kind.LEAD, Role.Kind.CHECKER)
    for work in {one.work_id: one.work for one in answers}.values():
        if not Role.objects.filter(work=work, person=to, kind__in=checks, until__isnull=True).exists():
            note(by, "works.role", Role.objects.create(work=work, person=to, kind=Role.Kind.CHECKER))
    forget_facts(to)
