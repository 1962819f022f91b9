"""What somebody has in hand around what people said. Nobody's words stand here: a contribution is named by its number."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.people.models import Person
from kitchentable.people.owing import GiveAll, InHand, Keeping, keeps, may_hand_on
from kitchentable.policy.book import rule
from kitchentable.policy.verdict import Actor, Verdict
from kitchentable.voices.acts.handing_on import hand_on
from kitchentable.voices.models import Answer, Contribution, Decision, Question
from kitchentable.works.models import Role

CHECKS = (Role.Kind.LEAD, Role.Kind.CHECKER)


@rule("voices.hand_on", house=True)
def may_hand_on_here(person: Actor, holder: Person | None) -> Verdict:
    """They themselves, and the administrator; the house on the day that was planned."""
    return may_hand_on(person, holder)


def _answers(person: Person) -> list[InHand]:
    rows = Contribution.objects.waiting().filter(owner=person).order_by("due_on", "pk")
    words = _("An answer to number %(number)d: %(work)s")
    return [
        InHand("voices.answers", code, words % {"number": number, "work": title}, work=slug, due=day.isoformat())
        for code, number, title, slug, day in rows.values_list("code", "number", "work__title", "work__slug", "due_on")
    ]


def _asked(person: Person) -> list[InHand]:
    questions = Question.objects.filter(answered_by=person, closed_at__isnull=True).select_related("work").order_by("pk")
    decisions = Decision.objects.filter(decider=person, decided_on__isnull=True).select_related("work").order_by("pk")
    found = [
        InHand("voices.asked", f"question:{one.pk}", _("Answers the question “%(asks)s”") % {"asks": one.asks[:120]}, one.work.slug)
        for one in questions
    ]
    return found + [
        InHand(
            "voices.asked",
            f"decision:{one.pk}",
            _("Decides: %(title)s") % {"title": one.title},
            one.work.slug,
            due=one.expected_on.isoformat() if one.expected_on else "",
        )
        for one in decisions
    ]


def _checks(person: Person) -> list[InHand]:
    """Answers that wait for a check which nobody else here may give."""
    running = Role.objects.filter(until__isnull=True, kind__in=CHECKS)
    waiting = Answer.objects.filter(
        work__in=running.filter(person=person).values("work"), checked_at__isnull=True, sent_back_at__isnull=True
    )
    rows = list(waiting.exclude(written_by=person).select_related("work").order_by("written_at", "pk"))
    if not rows:
        return []
    others: dict[int, set[int]] = {}
    living = running.filter(person__is_active=True, person__erased_at__isnull=True).exclude(person=person)
    for work, other in living.filter(work__in={one.work_id for one in rows}).values_list("work_id", "person_id"):
        others.setdefault(work, set()).add(other)
    return [
        InHand("voices.checks", one.key, _("An answer to check: %(work)s") % {"work": one.work.title}, one.work.slug)
        for one in rows
        if not others.get(one.work_id, set()) - {one.written_by_id}
    ]


def _giver(kind: str) -> GiveAll:
    give: Callable[..., object] = hand_on
    return lambda by, holder, keys, to: give(by, holder, kind=kind, keys=keys, to=to)


for number, (kind, name, of) in enumerate(
    (
        ("voices.checks", gettext_lazy("Answers that only this person could check"), _checks),
        ("voices.answers", gettext_lazy("Answers that are owed to people"), _answers),
        ("voices.asked", gettext_lazy("Questions to answer, and decisions to take"), _asked),
    )
):
    keeps(Keeping(kind, name, of=of, give_all=_giver(kind), order=30 + number))
