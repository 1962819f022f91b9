"""An import: a file of contributions on its way in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.policy.clock import now
from kitchentable.record.about import NOBODY, About, about


class ImportRun(models.Model):
    """One file: looked at, then brought in by the worker, row by row accounted for."""

    class State(models.TextChoices):
        LOOKED_AT = "looked_at", _("Looked at, not started")
        WAITING = "waiting", _("Waiting to start")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Could not go on")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    work = models.ForeignKey("works.Work", on_delete=models.PROTECT, related_name="imports")
    question = models.ForeignKey("voices.Question", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=200)
    columns = models.JSONField(default=dict)
    sharing = models.CharField(max_length=8, default="lead")
    state = models.CharField(max_length=10, choices=State, default=State.LOOKED_AT)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    refused_path = models.CharField(max_length=200, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    holds: ClassVar[dict[str, About]] = {
        "by": about("by", "To know who brought it in."),
        **dict.fromkeys(
            (
                "key", "work", "question", "name", "path", "columns", "sharing", "state", "rows", "done", "new", "known", "refused",
                "refused_path", "problem", "at", "ended_at",
            ),
            NOBODY,
        ),
    }  # fmt: skip

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """How many came in."""
        return {"work": self.work.slug, "new": str(self.new), "known": str(self.known), "refused": str(self.refused)}
