"""Who may make a promise, say what came of it, and hand it on; and why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.policy.book import rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import has_role


@rule("ties.promise", house=True)
def may_promise(person: Actor, work: Work | None) -> Verdict:
    """Its lead, its checkers and its decider; the house, when an answer, minutes or a decision hold one."""
    if has_role(person, work.pk if work else None, Role.Kind.LEAD, Role.Kind.CHECKER, Role.Kind.DECIDER, Role.Kind.ANSWERER):
        return yes()
    return no(_("Only people who lead, answer or decide in this piece of work may promise something here."))
