"""Asking, themes, and deciding so that everyone can see how each theme was weighed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from kitchentable.people.models import Person
from kitchentable.people.owing import must_be_here
from kitchentable.policy.act import act
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.seats.acts.table import note_gap
from kitchentable.voices import opening
from kitchentable.voices.empty import says_nothing
from kitchentable.voices.models import Contribution, Decision, Option, Question, Read, Theme, ThemeMark, Weighed
from kitchentable.words.linking import stand_by_what_was_told
from kitchentable.words.models import Document
from kitchentable.works.models import Work


class NotEnoughTold(Problem):
    """People cannot reply well without options, costs and likely bad effects (R008, R009)."""

    def __init__(self, words: str, field: str) -> None:
        self.field = field
        super().__init__(words)


class NotWeighed(Problem):
    """A theme has no note of how it was weighed (R012)."""


@act("voices.ask")
def ask(by: Person, question: Question) -> Question:
    """Write a question down; it is not open yet. What was opened stays as people read it."""
    if question.pk is not None and Question.objects.filter(pk=question.pk, opened_at__isnull=False).exists():
        raise Problem(_("This question was opened, so it stays as people read it. Close it and ask a new one."))
    question.save()
    return question


@act("voices.open")
def open_question(by: Person, question: Question) -> Question:
    """Open a question. Refused by rule when its decision is made (R007).

    Raises NotEnoughTold when a question for views does not say what can change, what cannot, what it costs and what may go badly
    (R008, R009), or is open for too short a time without a reason (R010); NotYet when something must be done first (R099).
    """
    if question.kind == Question.Kind.VIEWS:
        for field, words in (
            ("can_change", _("Say what can change.")),
            ("cannot_change", _("Say what cannot change, and why.")),
            ("costs", _("Say what the choices cost.")),
            ("bad_effects", _("Say what may go badly.")),
        ):
            if not getattr(question, field).strip():
                raise NotEnoughTold(words, field)
        least = number("ask_weeks")
        closes = question.closes_on or today() + timedelta(weeks=number("ask_weeks_usual"))
        if closes <= today():
            raise NotEnoughTold(_("Choose a day that is still to come."), "closes_on")
        if closes < today() + timedelta(weeks=least) and not question.short_because.strip():
            raise NotEnoughTold(
                _("That is less than %(weeks)d weeks. Give people longer, or say why not.") % {"weeks": least}, "short_because"
            )
        question.closes_on = closes
    opening.prepare(question)
    question.opened_at = now()
    question.save()
    return question


@act("voices.close")
def close_question(by: Actor, question: Question) -> Question:
    """Close a question. What was said stays owed an answer."""
    question.closed_at = now()
    question.save(update_fields=["closed_at"])
    return question


@act("voices.question_papers")
def question_papers(by: Person, question: Question, *, papers: Sequence[Document]) -> Question:
    """Say which papers people read first. Whose copy of one comes late has as many days more (R013).

    Once people were asked, a paper can be added and none taken away: that could shorten somebody’s time. Raises PaperStays.
    """
    stand_by_what_was_told(question.papers, papers, told=question.opened_at is not None, work=question.work)
    question.papers.set(papers)
    return question


@act("voices.theme")
def make_theme(by: Person, work: Work, *, called: str, what: str = "") -> Theme:
    """Name what several people said. The same name twice gives the same theme."""
    if not called.strip():
        raise Problem(_("Give the theme a name."))
    theme, _new = Theme.objects.get_or_create(work=work, called=called.strip(), defaults={"what": what, "by": by, "at": now()})
    return theme


@act("voices.mark")
def mark(by: Person, theme: Theme, *, contributions: Iterable[Contribution]) -> Theme:
    """Put contributions into a theme."""
    ThemeMark.objects.bulk_create(
        [
            ThemeMark(theme=theme, contribution=c, by=by, at=now())
            for c in contributions
            if c.work_id == theme.work_id and c.has_words
        ],
        ignore_conflicts=True,
    )
    return theme


@act("voices.unmark")
def unmark(by: Person, theme: Theme, *, contributions: Iterable[Contribution]) -> Theme:
    """Take contributions out of a theme."""
    ThemeMark.objects.filter(theme=theme, contribution__in=[c.pk for c in contributions]).delete()
    return theme


@act("voices.plan_decision")
def plan_decision(
    by: Person, work: Work, *, title: str, what: str = "", decider: Person | None = None, expected_on: date | None = None
) -> Decision:
    """Say that something will be decided, by whom, and about when."""
    must_be_here(decider)
    last: int | None = Decision.objects.filter(work=work).aggregate(last=Max("number"))["last"]
    return Decision.objects.create(
        work=work, number=(last or 0) + 1, title=title, what=what, decider=decider or work.decider, expected_on=expected_on
    )


@act("voices.add_option")
def add_option(by: Person, decision: Decision, *, what: str, cost: str, good_effects: str = "", bad_effects: str = "") -> Option:
    """Add a choice, with what it costs and what may go well and badly (R009)."""
    if not cost.strip():
        raise NotEnoughTold(_("Say what it costs, even if it is nothing."), "cost")
    return Option.objects.create(decision=decision, what=what, cost=cost, good_effects=good_effects, bad_effects=bad_effects)


@act("voices.weigh")
def weigh(by: Person, decision: Decision, theme: Theme, *, how: str) -> Weighed:
    """Note how a theme was weighed (R012)."""
    if says_nothing(how):
        raise Problem(_("Say how this changed the decision, or why it did not."))
    return Weighed.objects.create(decision=decision, theme=theme, how=how, by=by, at=now())


@act("voices.decide")
def decide(by: Person, decision: Decision, *, chosen: Option | None, because: str, decided_on: date) -> Decision:
    """Decide. Raises NotWeighed until each theme of the work has a note (R012); points at every contribution in those themes."""
    _must_have_weighed(decision)
    if says_nothing(because):
        raise Problem(_("Say why, so that people can follow it."))
    _note(by, decision, chosen, because, decided_on)
    note_gap(by, decision.work, decision=decision.record_key)
    read = Contribution.objects.filter(work=decision.work, themes__isnull=False).distinct().values_list("pk", flat=True)
    Read.objects.bulk_create([Read(decision=decision, contribution_id=pk) for pk in read], batch_size=2_000)
    for question in decision.questions.filter(opened_at__isnull=False, closed_at__isnull=True):
        question.closed_at = now()
        question.save(update_fields=["closed_at"])
    return decision


@act("voices.note_decision")
def note_decision(by: Person, decision: Decision, *, chosen: Option | None = None, because: str, decided_on: date) -> Decision:
    """Note that this was decided before people were asked. It is shown as such, and no question about it can be opened."""
    decision.was_made_before = True
    _note(by, decision, chosen, because, decided_on)
    return decision


def _note(by: Person, decision: Decision, chosen: Option | None, because: str, decided_on: date) -> None:
    if decided_on > today():
        raise Problem(_("The day it was decided cannot be after today."))
    if chosen is not None and chosen.decision_id != decision.pk:
        raise Problem(_("Choose one of the options of this decision."))
    decision.chosen, decision.because, decision.decided_on = chosen, because, decided_on
    decision.decided_by, decision.noted_at = by, now()
    decision.save()


def _must_have_weighed(decision: Decision) -> None:
    done = decision.weighed.values("theme")
    left = Theme.objects.filter(work=decision.work, marks__isnull=False).exclude(pk__in=done).distinct()
    names = list(left.values_list("called", flat=True)[:5])
    if names:
        raise NotWeighed(_("Say first how these were weighed: %(themes)s.") % {"themes": ", ".join(names)})
