"""Agreeing a promise anew: what its owner proposes, and what those it was made to say of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Way, new_key
from kitchentable.people.secret import SecretText
from kitchentable.policy.clock import now
from kitchentable.record.about import NOBODY, About, about
from kitchentable.ties.models.promises import Promise


class Anew(models.Model):
    """New words or a new day for a promise, and why. It holds only when those the promise was made to agree; until then the old day counts.

    `source_key` names the corrected line of the minutes that asks for it; what is agreed then comes from that line.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        AGREED = "agreed", _("Agreed anew")
        REFUSED = "refused", _("Not agreed: the old day counts")
        DROPPED = "dropped", _("Taken back before it was agreed")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="anews")
    what = models.TextField()
    by_when = models.DateField()
    because = models.TextField()
    asked_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_on = models.DateField()
    answer_by = models.DateField()
    source_key = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    ended_on = models.DateField(null=True, blank=True)
    made = models.OneToOneField(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="agreed_in")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "asked_by": about("asked_by", "To know who asked to agree a promise anew."),
        **dict.fromkeys(
            (
                "key", "promise", "what", "by_when", "because", "asked_on", "answer_by", "source_key", "state", "ended_on", "made", "at",
            ),
            NOBODY,
        ),
    }  # fmt: skip

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["promise"], condition=Q(state="asked"), name="one_anew_at_a_time")]
        indexes = [models.Index(fields=["state", "answer_by"])]

    def __str__(self) -> str:
        return self.key

    @property
    def is_open(self) -> bool:
        """Still asked."""
        return self.state == self.State.ASKED

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What is proposed, why, and what came of it."""
        return {
            "promise": self.promise.key, "what": self.what, "by_when": self.by_when.isoformat(), "because": self.because, "state": self.state,
        }  # fmt: skip


class AnewSaid(models.Model):
    """Yes, no, or something else, by somebody the promise was made to. Said again, the newest word counts until the time is over."""

    class Says(models.TextChoices):
        YES = "yes", _("Yes, I agree")
        NO = "no", _("No: the old day counts")
        MORE = "more", _("I want to say something first")

    anew = models.ForeignKey(Anew, on_delete=models.CASCADE, related_name="said")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    says = models.CharField(max_length=4, choices=Says)
    words = SecretText(blank=True)
    way = models.CharField(max_length=9, choices=Way, default=Way.PAGE)
    typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "To ask you before a promise to you is changed.", "blank"),
        "says": about("person", "To do what you said. Without your name it stays counted."),
        "words": about("person", "What you want those who promised to know.", "blank"),
        "typed_by": about("typed_by", "To know who wrote it down for whom."),
        **dict.fromkeys(("anew", "way", "at"), NOBODY),
    }

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["anew", "person"], name="anew_said_once")]

    def __str__(self) -> str:
        return f"{self.says} to {self.anew_id}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.anew.key}:{self.pk}"

    def in_record(self) -> dict[str, str]:
        """Yes or no; never the words."""
        return {"anew": self.anew.key, "says": self.says}
