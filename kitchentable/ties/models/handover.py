"""Handover notes: what works for two people together, passed on only with a yes; and the note that a group writes about itself."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person, Way, new_key
from kitchentable.people.secret import SecretText
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.works.models import Role
from kitchentable.works.rules import works_where


class Togethers(models.QuerySet["Together"]):
    """Notes about what works together, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """Those about oneself, once one was asked; and those one wrote. What was agreed is read through `ties/passed_on.py`."""
        if not person.is_someone:
            return self.none()
        pk = person.pk  # type: ignore[attr-defined]
        return self.filter(Q(person=pk, asked_at__isnull=False) | Q(by=pk))

    def agreed(self) -> Self:
        """Those whose person said yes, and did not take it back."""
        return self.filter(state=Together.State.AGREED, person__erased_at__isnull=True)


class Together(models.Model):
    """“What works for us together”: proposed by whoever leaves, and the person's own from then on.

    Nothing (the start), lines of “what works for me”, a note as they changed it: only that is shown to whoever comes.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Asked, no answer yet")
        AGREED = "agreed", _("Passed on as they chose")
        DECLINED = "declined", _("Nothing is passed on")
        ENDED = "ended", _("No answer came, so nothing is passed on")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    leaving = models.ForeignKey("ties.Leaving", on_delete=models.CASCADE, related_name="together")
    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="together")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="together")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed = SecretText(blank=True)
    words = SecretText(blank=True)
    needs = models.ManyToManyField("people.WhatWorks", related_name="+", blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    way = models.CharField(max_length=9, choices=Way, default=Way.PAGE)
    typed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=now)
    asked_at = models.DateTimeField(null=True, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)

    objects = Togethers.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "So that you need not start over with somebody new.", "delete"),
        "proposed": about("person", "What somebody who leaves would pass on about working with you.", "delete"),
        "words": about("person", "What you let us pass on, in your words.", "delete"),
        "state": about("person", "To pass on what you agreed to, and nothing else.", "delete"),
        "by": about("by", "To know who wrote it."),
        "typed_by": about("typed_by", "To know who wrote it down for whom."),
        **dict.fromkeys(("key", "leaving", "work", "way", "made_at", "asked_at", "said_at"), NOBODY),
    }

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["leaving", "work", "person"], name="together_once")]
        indexes = [models.Index(fields=["work", "state"])]

    def __str__(self) -> str:
        return f"note {self.key}"

    def get_absolute_url(self) -> str:
        """Where its person chooses."""
        return reverse("ties:together", args=[self.key])

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """That it was asked and answered; never what it says."""
        return {"work": self.work.slug, "state": self.state}


class GroupLines(models.QuerySet["GroupLine"]):
    """Lines of groups' own notes, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """Those at the table, its lead and its checkers."""
        return self.filter(work__in=works_where(person, Role.Kind.MEMBER, Role.Kind.LEAD, Role.Kind.CHECKER))

    def standing(self) -> Self:
        """Not taken away."""
        return self.filter(gone_at__isnull=True)

    def with_yes(self) -> Self:
        """With `is_agreed`: a lead and somebody at the table said yes to it. Who wrote a line says yes by writing it."""
        said = GroupYes.objects.filter(line=OuterRef("pk"))
        return self.annotate(is_agreed=Exists(said.filter(as_lead=True)) & Exists(said.filter(as_lead=False)))

    def agreed(self) -> Self:
        """Those that are part of the note: both sides said yes."""
        return self.filter(yes__as_lead=True).filter(yes__as_lead=False).distinct()


class GroupLine(models.Model):
    """One line of what a group wants somebody new to know, written by one of them and agreed by both sides."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="group_lines")
    words = SecretText()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    way = models.CharField(max_length=9, choices=Way, default=Way.PAGE)
    typed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = GroupLines.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "by": about("by", "To know who wrote it, so that you can take it back.", "delete"),
        "words": about("by", "What your group wants somebody new to know.", "delete"),
        "typed_by": about("typed_by", "To know who wrote it down for whom."),
        **dict.fromkeys(("key", "work", "way", "at", "gone_at"), NOBODY),
    }

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["work", "gone_at"])]

    def __str__(self) -> str:
        return f"line {self.key}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """That there is one; never what it says."""
        return {"work": self.work.slug, "gone": str(self.gone_at is not None)}


class GroupYes(models.Model):
    """Somebody agrees that this line is what the group wants to say: a lead, or somebody at the table."""

    line = models.ForeignKey(GroupLine, on_delete=models.CASCADE, related_name="yes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    as_lead = models.BooleanField()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "So that each person agrees once.", "delete"),
        **dict.fromkeys(("line", "as_lead"), NOBODY),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "person"], name="yes_once_to_a_line")]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.line_id}"
