"""Who may do what, and why not: what was already told, near copies, “do not ask again”, papers of old years."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person, Scope
from kitchentable.people.rules import ONLY_STAFF, ONLY_YOURS, SIGN_IN, supports
from kitchentable.policy.book import fact, rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.ties.models import NearGroup, NearIn, NotAgain, PastPaper
from kitchentable.voices.models import Question
from kitchentable.voices.rules import leads, speaks_for_author
from kitchentable.works.models import Work


@rule("ties.say_new")
def may_say_new(person: Actor, thing: Question | Work | None) -> Verdict:
    """The lead, who asks; until the question opens."""
    if isinstance(thing, Question):
        if thing.opened_at is not None:
            return no(_("This question was opened, so it stays as people read it."))
        return leads(person, thing.work_id)
    return leads(person, thing.pk if thing is not None else None)


# ── do not ask again ──────────────────────────────────────────────────────────────────────────────


def _theirs(person: Actor, whose: int) -> Verdict:
    if not person.is_someone:
        return no(SIGN_IN)
    if whose == getattr(person, "pk", None) or fact(person, "people.works_here") or supports(person, whose, Scope.WRITE):
        return yes()
    return no(ONLY_YOURS)


@rule("ties.not_again")
def may_say_not_again(person: Actor, whom: Person | None) -> Verdict:
    """The person; staff, and a supporter who may write for them, at their word."""
    if whom is None:
        return yes() if person.is_someone else no(SIGN_IN)
    return _theirs(person, whom.pk)


@rule("ties.ask_again")
def may_ask_again(person: Actor, one: NotAgain) -> Verdict:
    """As for saying it."""
    return _theirs(person, one.person_id)


# ── near the same ─────────────────────────────────────────────────────────────────────────────────


@rule("ties.look_for_near", house=True)
def may_look_for_near(_person: Actor, _thing: object) -> Verdict:
    """Only the clock."""
    return no(_("Only the clock does this."))


@rule("ties.join_near")
def may_join(person: Actor, group: NearGroup | None) -> Verdict:
    """The lead."""
    return leads(person, group.work_id if group is not None else None)


@rule("ties.keep_apart")
def may_keep_apart(person: Actor, group: NearGroup | None) -> Verdict:
    """The lead."""
    return may_join(person, group)


@rule("ties.not_the_same")
def may_say_not_the_same(person: Actor, one: NearIn) -> Verdict:
    """Its author; at their word, staff of the work and whoever typed it."""
    return speaks_for_author(person, one.contribution)


# ── papers of old years ───────────────────────────────────────────────────────────────────────────


@rule("ties.past_office")
def may_see_pasts(person: Actor, _thing: object) -> Verdict:
    """People who work here."""
    return yes() if person.is_someone and fact(person, "people.works_here") else no(ONLY_STAFF)


def _may_keep(person: Actor, work_id: int | None) -> Verdict:
    verdict = may_see_pasts(person, None)
    return leads(person, work_id) if verdict else verdict


@rule("ties.keep_past")
def may_keep_past(person: Actor, work: Work | None) -> Verdict:
    """A lead of the piece of work; for a paper of none, the lead of any."""
    return _may_keep(person, work.pk if work is not None else None)


@rule("ties.bring_past")
def may_bring_past(person: Actor, _thing: object) -> Verdict:
    """A lead of any piece of work. Each row may name only work that they lead."""
    return _may_keep(person, None)


@rule("ties.show_past")
def may_show_past(person: Actor, paper: PastPaper | None) -> Verdict:
    """A lead, after reading that it names nobody."""
    if paper is not None and paper.gone_at is not None:
        return no(_("This paper was taken out."))
    return _may_keep(person, paper.work_id if paper is not None else None)


@rule("ties.hide_past")
def may_hide_past(person: Actor, paper: PastPaper | None) -> Verdict:
    """As for showing."""
    return may_show_past(person, paper)


@rule("ties.drop_past")
def may_drop_past(person: Actor, paper: PastPaper | None) -> Verdict:
    """As for showing."""
    return may_show_past(person, paper)
