"""Who may do what with what people said, and why not."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Scope
from kitchentable.people.rules import HELP_ENDED, supports
from kitchentable.policy.book import fact, rule
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.voices.bearers import CodeBearer, LinkBearer
from kitchentable.voices.models import (
    Answer,
    AnswerTo,
    Contribution,
    Decision,
    ImportRun,
    Question,
    Reuse,
    Theme,
    Understanding,
)
from kitchentable.voices.replying import everyones
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import has_role

TAKEN_BACK = _("The person who said this has taken it back.")
ONLY_LEAD = _("Only the lead of this piece of work may do this.")
ONLY_AUTHOR = _("Only the person who said this may do that.")

LEADS = (Role.Kind.LEAD,)
CHECKS = (Role.Kind.LEAD, Role.Kind.CHECKER)


def leads(person: Actor, work_id: int | None) -> Verdict:
    """Is this person a lead of this piece of work (of any, when None)?"""
    return yes() if has_role(person, work_id, *LEADS) else no(ONLY_LEAD)


def is_author(person: Actor, c: Contribution) -> bool:
    """Did this person say it? Or: do they hold the code of something that belongs to nobody?"""
    if isinstance(person, CodeBearer):
        return person.said(c)
    return person.is_someone and c.said_by_id is not None and c.said_by_id == getattr(person, "pk", None)


def speaks_for_author(person: Actor, c: Contribution) -> Verdict:
    """The author; or, at the author's word, staff of the work, and a supporter for what they typed. Nobody's words: the lead."""
    if is_author(person, c) or has_role(person, c.work_id, *CHECKS):
        return yes()
    return typed_for_author(person, c)


def typed_for_author(person: Actor, c: Contribution) -> Verdict:
    """The supporter who typed this for its author, for as long as the author lets them write."""
    if c.typed_by_id is None or c.typed_by_id != getattr(person, "pk", None):
        return no(ONLY_AUTHOR)
    return yes() if supports(person, c.said_by_id, Scope.WRITE) else no(HELP_ENDED)


def came_by_link(person: Actor, act: str, c: Contribution, thing: int) -> bool:
    """Did they open the one link that was sent to the author for this?"""
    return (
        isinstance(person, LinkBearer)
        and c.said_by is not None
        and c.said_by.key == person.key
        and person.opens(act, c.code, thing)
    )


# ── saying ────────────────────────────────────────────────────────────────────────────────────────


@rule("voices.say")
def may_say(person: Actor, work: Work | None) -> Verdict:
    """Anyone, in a piece of work they may see."""
    if work is None or work.is_public or fact(person, "works.roles").get(work.pk):
        return yes()
    return no(_("This piece of work is not open yet."))


@rule("voices.read_own")
def may_read_own(person: Actor, c: Contribution) -> Verdict:
    """The author's page: the author, and a supporter who typed it for them and still may."""
    return yes() if is_author(person, c) else typed_for_author(person, c)


@rule("voices.receipt")
def may_get_receipt(person: Actor, c: Contribution) -> Verdict:
    """The author, through their own channel."""
    if not c.has_words:
        return no(TAKEN_BACK)
    if c.said_by_id is None:
        return no(_("We do not know how to reach you. Print this page, save it, or write down the code."))
    return speaks_for_author(person, c)


@rule("voices.add")
def may_add(person: Actor, c: Contribution) -> Verdict:
    """The author adds; nothing is replaced."""
    return speaks_for_author(person, c) if c.has_words else no(TAKEN_BACK)


@rule("voices.share")
def may_share(person: Actor, c: Contribution) -> Verdict:
    """The author chooses who may see it."""
    return speaks_for_author(person, c) if c.has_words else no(TAKEN_BACK)


@rule("voices.withdraw")
def may_withdraw(person: Actor, c: Contribution) -> Verdict:
    """The author, at any time."""
    return speaks_for_author(person, c) if c.has_words else no(TAKEN_BACK)


@rule("voices.read_file")
def may_read_file(person: Actor, c: Contribution) -> Verdict:
    """Whoever may read the contribution; a recording or scan is never public, because a voice or a hand can be known."""
    if not c.has_words:
        return no(TAKEN_BACK)
    if is_author(person, c) or has_role(person, c.work_id, *CHECKS) or c.owner_id == getattr(person, "pk", None):
        return yes()
    return typed_for_author(person, c) or no(_("Only the person, the lead and whoever must answer may open this file."))


@rule("voices.transcribe")
def may_transcribe(person: Actor, c: Contribution) -> Verdict:
    """The author or the lead types the words of a recording."""
    return speaks_for_author(person, c) if c.has_words else no(TAKEN_BACK)


@rule("voices.reuse")
def may_ask_reuse(person: Actor, c: Contribution) -> Verdict:
    """The lead asks; each time anew (danger 9)."""
    if not c.has_words:
        return no(TAKEN_BACK)
    return leads(person, c.work_id)


@rule("voices.answer_reuse")
def may_answer_reuse(person: Actor, reuse: Reuse) -> Verdict:
    """The author says yes or no."""
    c = reuse.contribution
    if not c.has_words:
        return no(TAKEN_BACK)
    return yes() if came_by_link(person, "voices.answer_reuse", c, reuse.pk) else speaks_for_author(person, c)


# ── understanding ─────────────────────────────────────────────────────────────────────────────────


@rule("voices.hear")
def may_hear(person: Actor, c: Contribution) -> Verdict:
    """The lead writes what we heard."""
    return leads(person, c.work_id) if c.has_words else no(TAKEN_BACK)


@rule("voices.agree")
def may_agree(person: Actor, understanding: Understanding) -> Verdict:
    """The author says yes or "not quite"."""
    if not understanding.contribution.has_words:
        return no(TAKEN_BACK)
    if came_by_link(person, "voices.agree", understanding.contribution, understanding.pk):
        return yes()
    return speaks_for_author(person, understanding.contribution)


# ── owing and answering ───────────────────────────────────────────────────────────────────────────


@rule("voices.pass_on")
def may_pass_on(person: Actor, c: Contribution) -> Verdict:
    """The lead, or whoever has it."""
    if not c.has_words:
        return no(TAKEN_BACK)
    if c.owner_id == getattr(person, "pk", None):
        return yes()
    return leads(person, c.work_id)


@rule("voices.answer")
def may_answer(person: Actor, thing: Contribution | Sequence[Contribution] | None) -> Verdict:
    """The one who has been asked to; every one of many."""
    if thing is None:
        return yes() if fact(person, "people.works_here") else no(_("Only people who must answer may do this."))
    for c in [thing] if isinstance(thing, Contribution) else thing:
        if not c.has_words:
            return no(TAKEN_BACK)
        if c.owner_id != getattr(person, "pk", None) and not has_role(person, c.work_id, Role.Kind.DECIDER):
            return no(_("%(name)s has been asked to answer this.") % {"name": c.owner.called})
    return yes()


@rule("voices.check")
def may_check(person: Actor, answer: Answer) -> Verdict:
    """A second person: a lead or checker of the work who did not write it."""
    if answer.written_by_id == getattr(person, "pk", None):
        return no(_("You wrote this answer. A second person must check it."))
    if has_role(person, answer.work_id, *CHECKS, Role.Kind.DECIDER):
        return yes()
    return no(_("Only the lead or a second person in this piece of work may check this."))


@rule("voices.send_back")
def may_send_back(person: Actor, answer: Answer) -> Verdict:
    """Whoever may check it."""
    return may_check(person, answer)


@rule("voices.reply")
def may_reply(person: Actor, to: AnswerTo) -> Verdict:
    """The author says whether the answer is so."""
    if not to.contribution.has_words:
        return no(TAKEN_BACK)
    if to.answer.checked_at is None:
        return no(_("This answer has not been sent yet."))
    if came_by_link(person, "voices.reply", to.contribution, to.answer_id):
        return yes()
    return speaks_for_author(person, to.contribution)


@rule("voices.come_back", house=True)
def may_bring_back(person: Actor, c: Contribution) -> Verdict:
    """The clock; or the lead, sooner."""
    return leads(person, c.work_id)


@rule("voices.warn", house=True)
def may_warn(_person: Actor, _thing: object) -> Verdict:
    """Only the clock."""
    return no(_("The system does this by itself."))


@rule("voices.publish")
def may_publish(person: Actor, c: Contribution) -> Verdict:
    """The lead, when the author chose it, after checking that it names nobody else."""
    if not c.has_words:
        return no(TAKEN_BACK)
    if c.sharing not in ("public", "named"):
        return no(_("The person did not choose to share this with everyone."))
    return leads(person, c.work_id)


@rule("voices.hold")
def may_hold(person: Actor, c: Contribution) -> Verdict:
    """The lead, with a because."""
    return leads(person, c.work_id)


# ── deciding ──────────────────────────────────────────────────────────────────────────────────────


@rule("voices.theme")
def may_theme(person: Actor, thing: Theme | Work) -> Verdict:
    """Leads and people at the table make themes."""
    work_id = thing.pk if isinstance(thing, Work) else thing.work_id
    if has_role(person, work_id, Role.Kind.LEAD, Role.Kind.MEMBER, Role.Kind.CHECKER):
        return yes()
    return no(_("Only people at the table and the lead may do this."))


@rule("voices.mark")
def may_mark(person: Actor, theme: Theme) -> Verdict:
    """Whoever may make themes."""
    return may_theme(person, theme)


@rule("voices.plan_decision")
def may_plan_decision(person: Actor, thing: Decision | Work) -> Verdict:
    """The lead."""
    return leads(person, thing.pk if isinstance(thing, Work) else thing.work_id)


@rule("voices.weigh")
def may_weigh(person: Actor, decision: Decision) -> Verdict:
    """The decider, while it is open."""
    if not decision.is_open:
        return no(_("This was decided. What was weighed stays as it is."))
    return _decides(person, decision)


@rule("voices.decide")
def may_decide(person: Actor, decision: Decision) -> Verdict:
    """The decider, once."""
    if not decision.is_open:
        return no(_("This was decided already."))
    return _decides(person, decision)


def _decides(person: Actor, decision: Decision) -> Verdict:
    if decision.decider_id == getattr(person, "pk", None):
        return yes()
    return no(_("%(name)s decides this.") % {"name": decision.decider.called})


@rule("voices.note_decision")
def may_note_decision(person: Actor, decision: Decision) -> Verdict:
    """The lead may note that something was decided before, so that nobody asks about it as if it were open."""
    if not decision.is_open:
        return no(_("This was decided already."))
    return leads(person, decision.work_id)


@rule("voices.ask")
def may_ask(person: Actor, question: Question | Work) -> Verdict:
    """The lead asks."""
    return leads(person, question.pk if isinstance(question, Work) else question.work_id)


@rule("voices.open")
def may_open(person: Actor, question: Question) -> Verdict:
    """The lead; only while its decision is open (R007)."""
    if question.kind == Question.Kind.VIEWS and question.decision is not None and not question.decision.is_open:
        return no(
            _("This was decided on %(day)s, so we cannot ask what people think as if it were open.")
            % {"day": question.decision.decided_on.strftime("%-d %B %Y") if question.decision.decided_on else ""}
        )
    return leads(person, question.work_id)


@rule("voices.close", house=True)
def may_close(person: Actor, question: Question) -> Verdict:
    """The lead, or the clock on its day. Not by hand while somebody’s copy of a paper is late: their own time runs (R013)."""
    verdict = leads(person, question.work_id)
    when = everyones(question) if verdict else None
    if when is not None and (when.waiting or (when.longer and when.day >= today())):
        return no(_("Somebody’s copy of a paper came late, so they have time still. It closes by itself after that."))
    return verdict


@rule("voices.question_papers")
def may_choose_papers(person: Actor, question: Question) -> Verdict:
    """The lead, until it is closed."""
    return no(_("This question is closed.")) if question.closed_at is not None else leads(person, question.work_id)


# ── in and out ────────────────────────────────────────────────────────────────────────────────────


@rule("voices.import", house=True)
def may_import(person: Actor, thing: ImportRun | Work | None) -> Verdict:
    """The lead; on the command line, the house."""
    if thing is None:
        return leads(person, None)
    return leads(person, thing.pk if isinstance(thing, Work) else thing.work_id)


@rule("voices.import_file", house=True)
def may_keep_file(person: Actor, work: Work | None) -> Verdict:
    """Whoever may bring it in."""
    return may_import(person, work)


@rule("voices.import_here", house=True)
def may_import_here(person: Actor, work: Work | None) -> Verdict:
    """Whoever may bring it in; on the command line, the house."""
    return may_import(person, work)


@rule("voices.import_start", house=True)
def may_start_import(person: Actor, run: ImportRun) -> Verdict:
    """Whoever may bring it in."""
    return may_import(person, run)


@rule("voices.import_stop", house=True)
def may_stop_import(person: Actor, run: ImportRun) -> Verdict:
    """Whoever may bring it in."""
    return may_import(person, run)


@rule("voices.export", house=True)
def may_export(person: Actor, work: Work | None) -> Verdict:
    """The lead."""
    return leads(person, work.pk if work else None)


@rule("voices.office")
def may_see_office(person: Actor, _thing: object) -> Verdict:
    """Staff with a part in a piece of work."""
    if fact(person, "people.works_here"):
        return yes()
    return no(_("Only people who work here may open the office."))


@rule("voices.erase", house=True)
def may_erase(person: Actor, c: Contribution) -> Verdict:
    """The author; the house when the person is erased."""
    return yes() if is_author(person, c) else no(ONLY_AUTHOR)


@rule("voices.unmark")
def may_unmark(person: Actor, theme: Theme) -> Verdict:
    """Whoever may make themes."""
    return may_theme(person, theme)


@rule("voices.add_option")
def may_add_option(person: Actor, decision: Decision) -> Verdict:
    """The lead, while it is open: the options are kept as the decider saw them."""
    if not decision.is_open:
        return no(_("This was decided. The options stay as the decider saw them."))
    return leads(person, decision.work_id)
