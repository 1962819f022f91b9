"""Answers, whom they answer, what the author says of them, and passing on."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.works.models import Role
from kitchentable.works.rules import works_where


class Outcome(models.TextChoices):
    """How a contribution ends (R001)."""

    USED = "used", _("Used")
    PARTLY = "partly", _("Partly used")
    NOT_USED = "not_used", _("Not used, because")
    LATER = "later", _("Later, on a date")
    PASSED = "passed", _("Passed to someone named")


class Answers(models.QuerySet["Answer"]):
    """Answers, by who may see them before they are told."""

    def in_office(self, person: Actor) -> Self:
        """Those of the work for its lead, checkers and decider; and what one wrote."""
        if not person.is_someone:
            return self.none()
        mine = works_where(person, Role.Kind.LEAD, Role.Kind.CHECKER, Role.Kind.DECIDER)
        return self.filter(Q(work__in=mine) | Q(written_by=person.pk))  # type: ignore[attr-defined]


class Answer(models.Model):
    """What came of it. Written by the one who must answer, checked by a second person, then told. Never changed after."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    work = models.ForeignKey("works.Work", on_delete=models.PROTECT, related_name="answers")
    contributions = models.ManyToManyField("voices.Contribution", through="voices.AnswerTo", related_name="answers")
    outcome = models.CharField(max_length=10, choices=Outcome)
    words = models.TextField()
    because = models.TextField(blank=True)
    decider = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField()
    who_does_it = models.CharField(max_length=160, blank=True)
    by_when = models.DateField(null=True, blank=True)
    cost = models.CharField(max_length=200, blank=True)
    look_again_on = models.DateField(null=True, blank=True)
    passed_to = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=now)
    checked_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back_because = models.TextField(blank=True)

    objects = Answers.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "decider": about("decider", "So that everyone knows who decided."),
        "passed_to": about("passed_to", "So that somebody named takes it on."),
        "written_by": about("written_by", "So that everyone knows who answered."),
        "checked_by": about("checked_by", "So that everyone knows who checked."),
        **dict.fromkeys(
            (
                "key", "work", "outcome", "words", "because", "decided_on", "who_does_it", "by_when", "cost", "look_again_on",
                "written_at", "checked_at", "sent_back_at", "sent_back_because",
            ),
            NOBODY,
        ),
    }  # fmt: skip

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["work", "checked_at"])]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} ({self.key})"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """All that the author was told."""
        return {
            "outcome": self.outcome,
            "words": self.words,
            "because": self.because,
            "decider": self.decider.key,
            "decided_on": self.decided_on.isoformat(),
            "who_does_it": self.who_does_it,
            "by_when": self.by_when.isoformat() if self.by_when else "",
            "cost": self.cost,
            "look_again_on": self.look_again_on.isoformat() if self.look_again_on else "",
            "passed_to": self.passed_to.key if self.passed_to else "",
        }

    @property
    def waits_for_check(self) -> bool:
        """Written, and nobody has checked it or sent it back."""
        return self.checked_at is None and self.sent_back_at is None


class AnswerTo(models.Model):
    """One answer for one contribution: each author gets their own, with their own words beside it."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="to")
    contribution = models.ForeignKey("voices.Contribution", on_delete=models.PROTECT, related_name="answered_by")
    told_at = models.DateTimeField(null=True, blank=True)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("answer", "contribution", "told_at"), NOBODY)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "contribution"], name="answer_once_to_each")]

    def __str__(self) -> str:
        return f"{self.answer_id} to {self.contribution_id}"


class Reply(models.Model):
    """“Yes, that is so” or “No, it is not”, by the author; on paper, by phone or here."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="replies")
    contribution = models.ForeignKey("voices.Contribution", on_delete=models.PROTECT, related_name="replies")
    is_so = models.BooleanField()
    what_is_wrong = models.TextField(blank=True)
    way = models.CharField(max_length=10, default="typed")
    typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "is_so": about("contribution.said_by", "To know whether the answer is true."),
        "what_is_wrong": about("contribution.said_by", "To answer again, and better.", "blank"),
        "typed_by": about("typed_by", "To know who wrote it down."),
        **dict.fromkeys(("answer", "contribution", "way", "at"), NOBODY),
    }

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return "yes" if self.is_so else "no"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.contribution.code}:{self.pk}"

    def in_record(self) -> dict[str, str]:
        """What the author said of the answer."""
        return {"is_so": str(self.is_so), "what_is_wrong": self.what_is_wrong, "answer": self.answer.key}


class Pass(models.Model):
    """A contribution handed on to somebody named. The date it is due stays."""

    contribution = models.ForeignKey("voices.Contribution", on_delete=models.PROTECT, related_name="passes")
    from_person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    to_person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "from_person": about("from_person", "So that everyone knows who had it."),
        "to_person": about("to_person", "So that everyone knows who has it."),
        "by": about("by", "To know who passed it on."),
        **dict.fromkeys(("contribution", "because", "at"), NOBODY),
    }

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.contribution_id} to {self.to_person_id}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.contribution.code}:{self.pk}"

    def in_record(self) -> dict[str, str]:
        """From whom to whom."""
        return {"from": self.from_person.key, "to": self.to_person.key, "because": self.because}
