"""A file of offers on its way in: looked at, then brought in by the worker, each row accounted for."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.seats.models.calls import RUNS_CALLS
from kitchentable.works.rules import works_where


class OfferImports(models.QuerySet["OfferImport"]):
    """Files of offers, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """For those who run the call."""
        return self.filter(call__work__in=works_where(person, *RUNS_CALLS))


class OfferImport(models.Model):
    """One file. It lies encrypted beside the database until its rows are in, and no longer."""

    class State(models.TextChoices):
        LOOKED_AT = "looked_at", _("Looked at, not started")
        WAITING = "waiting", _("Waiting to start")
        RUNNING = "running", _("Coming in")
        DONE = "done", _("Done")
        FAILED = "failed", _("Could not go on")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    call = models.ForeignKey("seats.Call", on_delete=models.PROTECT, related_name="imports")
    name = models.CharField(max_length=200)
    columns = models.JSONField(default=dict)
    partner = models.CharField(max_length=120, blank=True)
    way = models.CharField(max_length=9, default="partner")
    state = models.CharField(max_length=10, choices=State, default=State.LOOKED_AT)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    beat_at = models.DateTimeField(null=True, blank=True, help_text="When a worker last had it in hand.")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfferImports.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "by": about("by", "To know who brought it in."),
        **dict.fromkeys(
            (
                "key", "call", "name", "columns", "partner", "way", "state", "rows", "done", "new", "known", "refused", "problem", "at",
                "beat_at", "ended_at",
            ),
            NOBODY,
        ),
    }  # fmt: skip

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """How many came in."""
        return {"call": self.call.key, "new": str(self.new), "known": str(self.known), "refused": str(self.refused)}
