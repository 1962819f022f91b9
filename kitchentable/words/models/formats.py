"""The formats of one version of a paper: made here, ordered from somebody, or uploaded; ready only when checked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.policy.clock import now
from kitchentable.record.about import NOBODY, About, about


class Format(models.Model):
    """One format of one version. It is out of date as soon as its paper has a newer version that was sent."""

    class Kind(models.TextChoices):
        HTML = "html", _("Web page")
        WORD = "word", _("Word document")
        PDF = "pdf", _("PDF that reads well aloud")
        LARGE16 = "large16", _("Large print, 16 point")
        LARGE18 = "large18", _("Large print, 18 point")
        LARGE24 = "large24", _("Large print, 24 point")
        EASY = "easy", _("Easy Read")
        AUDIO = "audio", _("To listen to")
        PLAIN = "plain", _("Plain text")
        BRAILLE = "braille", _("Braille")
        BSL = "bsl", _("BSL video")
        LANGUAGE = "language", _("Another language")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits to be made")
        MAKING = "making", _("Being made")
        ORDERED = "ordered", _("Ordered")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Not made")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    version = models.ForeignKey("words.Version", on_delete=models.PROTECT, related_name="formats")
    kind = models.CharField(max_length=8, choices=Kind)
    language = models.CharField(max_length=12, blank=True, help_text="Only for another language.")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    made_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_with = models.CharField(max_length=200, blank=True, help_text="The programs that made it; empty when a person did.")
    ordered_from = models.CharField(max_length=200, blank=True)
    ordered_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    path = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=160, blank=True)
    media_type = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    checks = models.JSONField(default=list, help_text="[[what was checked, passed?], …] in plain words.")
    why_not = models.TextField(blank=True)
    checked_by = models.CharField(max_length=200, blank=True, help_text="The people, or their group, who checked it (R026).")
    checked_on = models.DateField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(
            (
                "key", "version", "kind", "language", "state", "made_with", "ordered_from", "ordered_on", "due_on", "ready_at", "path",
                "name", "media_type", "size", "digest", "pages", "seconds", "checks", "why_not", "checked_by", "checked_on", "tries",
                "changed_at",
            ),
            NOBODY,
        ),
        "made_by": about("made_by", "To know who made a format."),
    }  # fmt: skip

    class Meta:
        ordering = ["version", "kind", "language"]
        constraints = [models.UniqueConstraint(fields=["version", "kind", "language"], name="format_once")]
        indexes = [models.Index(fields=["state"], condition=Q(state__in=("waiting", "making")), name="formats_to_make")]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_kind_display()}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """Which file it was, and when it was ready."""
        return {
            "version": self.version.key, "kind": self.kind, "language": self.language, "state": self.state, "digest": self.digest,
            "ready_at": self.ready_at.isoformat() if self.ready_at else "",
        }  # fmt: skip
