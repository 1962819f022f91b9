"""The formats of one version of a paper: made here, ordered from somebody, or uploaded; ready only when checked."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.words.models.papers import WRITES_PAPERS
from kitchentable.works.rules import works_where


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
        CHECKING = "checking", _("Waits for people to check it")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Not made")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    version = models.ForeignKey("words.Version", on_delete=models.PROTECT, related_name="formats")
    kind = models.CharField(max_length=8, choices=Kind)
    language = models.CharField(max_length=12, blank=True, help_text="Only for another language.")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    made_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_from = models.CharField(
        max_length=64,
        blank=True,
        help_text="Digest of the words it was made from (ready.py): other words now, and it does not fit.",
    )
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
                "key", "version", "kind", "language", "state", "made_from", "made_with", "ordered_from", "ordered_on", "due_on",
                "ready_at", "path", "name", "media_type", "size", "digest", "pages", "seconds", "checks", "why_not", "checked_by", "checked_on", "tries",
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


class FormatAsks(models.QuerySet["FormatAsk"]):
    """Who asked for a format, by who may see it."""

    def seen_by(self, person: Actor) -> Self:
        """One's own; and for those who write papers in that work."""
        if not person.is_someone:
            return self.none()
        return self.filter(Q(person=person.pk) | Q(document__work__in=works_where(person, *WRITES_PAPERS)))  # type: ignore[attr-defined]

    def waiting(self) -> Self:
        """Not told yet that it is ready, by somebody we still know."""
        return self.filter(told_at__isnull=True, person__isnull=False)


class FormatAsk(models.Model):
    """Somebody asked for a paper in a format, by page, phone, post or in person: they are told when it is ready (R015)."""

    class Way(models.TextChoices):
        PAGE = "page", _("On the page")
        PHONE = "phone", _("By phone")
        POST = "post", _("By post")
        IN_PERSON = "in_person", _("In person")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    document = models.ForeignKey("words.Document", on_delete=models.PROTECT, related_name="format_asks")
    kind = models.CharField(max_length=8, choices=Format.Kind)
    language = models.CharField(max_length=12, blank=True)
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="format_asks")
    way = models.CharField(max_length=9, choices=Way, default=Way.PAGE)
    asked_at = models.DateTimeField(default=now)
    due_on = models.DateField()
    told_at = models.DateTimeField(null=True, blank=True)

    objects = FormatAsks.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("key", "document", "asked_at", "due_on", "told_at"), NOBODY),
        "kind": about("person", "To give you a paper in the format you asked for."),
        "language": about("person", "To give you a paper in the language you asked for."),
        "person": about("person", "To tell you when your format is ready.", "blank"),
        "way": about("person", "To know how people ask us."),
    }

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind", "language", "person"],
                condition=Q(told_at__isnull=True, person__isnull=False),
                name="format_ask_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.get_kind_display()}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """Which format was asked for, how and until when it is owed."""
        return {
            "document": self.document.key, "kind": self.kind, "language": self.language, "way": self.way,
            "due_on": self.due_on.isoformat(),
        }  # fmt: skip
