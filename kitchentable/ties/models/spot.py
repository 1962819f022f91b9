"""The sweet spot: counts of months that are over, kept as they may be told; and “this is not how it feels”."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About
from kitchentable.voices.models import Contribution


class CountedPart(models.Model):
    """Of a figure, what may be told of some months of a piece of work (none: of the whole organisation). Never changed after (law 5).

    No small count stands here: a backup or an export holds no more than the pages say.
    """

    work = models.ForeignKey("works.Work", null=True, blank=True, on_delete=models.CASCADE, related_name="counted_parts")
    figure = models.CharField(max_length=20)
    side = models.CharField(max_length=6, blank=True)
    since = models.DateField()
    until = models.DateField()
    of = models.PositiveIntegerField()
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    counted_at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(
        ("work", "figure", "side", "since", "until", "of", "low", "high", "counted_at"), NOBODY
    )

    class Meta:
        ordering = ["since", "figure", "side"]
        constraints = [
            models.UniqueConstraint(fields=["work", "figure", "side", "since"], name="counted_once"),
            models.UniqueConstraint(
                fields=["figure", "side", "since"], condition=Q(work__isnull=True), name="counted_once_for_all"
            ),
        ]
        indexes = [
            # Holds all that the page of the whole organisation adds up, so that it reads no rows.
            models.Index(fields=["until", "figure", "work", "since", "of", "low", "high"], name="counted_lately"),
            models.Index(fields=["work", "figure", "until"], name="counted_of_work"),
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.since} to {self.until}"


class CountedYear(models.Model):
    """The sum of all parts of a figure that ended in a year, both sides together, of a piece of work (none: of the whole organisation).

    Nothing but a sum of `CountedPart`, written by the act that writes those. It says nothing new: it saves the organisation's page adding up.
    """

    work = models.ForeignKey("works.Work", null=True, blank=True, on_delete=models.CASCADE, related_name="counted_years")
    figure = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    since = models.DateField()
    of = models.PositiveIntegerField()
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("work", "figure", "year", "since", "of", "low", "high"), NOBODY)

    class Meta:
        ordering = ["year", "figure"]
        constraints = [
            models.UniqueConstraint(fields=["work", "figure", "year"], name="year_counted_once"),
            models.UniqueConstraint(fields=["figure", "year"], condition=Q(work__isnull=True), name="year_counted_once_for_all"),
        ]
        indexes = [
            # In the order in which the page of the whole organisation adds up, with all it needs.
            models.Index(fields=["figure", "year", "work", "of", "low", "high", "since"], name="years_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.year}"


class Remarks(models.QuerySet["Remark"]):
    """Remarks, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """Those whose words a person may read: their author's choice, and the lead's check, hold for them too."""
        return self.filter(contribution__in=Contribution.objects.seen_by(person))


class Remark(models.Model):
    """“This is not how it feels”: what somebody said of one tip. It is a contribution, so it is owed an answer like any other (law 1)."""

    class OfTip(models.IntegerChoices):
        LISTEN = 1, _("Listen, believe and act")
        ASK = 2, _("Do not assume: ask")
        EASE = 3, _("Put people at ease, and share power")
        EXPERTS = 4, _("Those affected most are at the table")
        CLEAR = 5, _("Make it really clear")
        LONG = 6, _("Think long term")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="remarks")
    tip = models.PositiveSmallIntegerField(choices=OfTip)
    contribution = models.OneToOneField("voices.Contribution", on_delete=models.CASCADE, related_name="remark")
    at = models.DateTimeField(default=now)

    objects = Remarks.as_manager()

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("key", "work", "tip", "contribution", "at"), NOBODY)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["work", "tip", "-at"], name="remarks_of_tip")]

    def __str__(self) -> str:
        return self.key

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """Which tip, and the code of what was said."""
        return {"work": self.work.slug, "tip": str(self.tip), "said": self.contribution.code}
