"""The Easy Read of a version: one idea a line, a picture on the left, words on the right; and the people who checked it (R019–R026)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.people.secret import SecretText
from kitchentable.policy.clock import now
from kitchentable.record.about import NOBODY, About, about


class EasyLine(models.Model):
    """One idea. `symbol` is the name of a shipped picture; or `picture` a photo of our own, with words for it."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    version = models.ForeignKey("words.Version", on_delete=models.CASCADE, related_name="easy_lines")
    place = models.PositiveIntegerField()
    is_heading = models.BooleanField(default=False)
    words = models.TextField()
    explains = models.TextField(blank=True, help_text="The hard word of the line, explained in the next sentence (R025).")
    symbol = models.CharField(max_length=80, blank=True)
    picture = models.CharField(max_length=120, blank=True, help_text="The path of a photo of our own.")
    picture_words = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(
        ("key", "version", "place", "is_heading", "words", "explains", "symbol", "picture", "picture_words", "changed_at"), NOBODY
    )

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """The line as it stood."""
        return {"version": self.version.key, "words": self.words, "explains": self.explains, "symbol": self.symbol}


class EasyCheck(models.Model):
    """People with a learning disability, or their group, read it and said what they think (R026). `lines` is what they saw."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    version = models.ForeignKey("words.Version", on_delete=models.CASCADE, related_name="easy_checks")
    asked = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="easy_checks")
    names = models.CharField(max_length=200, blank=True, help_text="Names or group, as they want to be named.")
    asked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    is_clear = models.BooleanField(null=True, blank=True)
    lines = models.JSONField(default=list, help_text="[[key of a line, digest of its words and picture], …] as they saw it.")
    checked_at = models.DateTimeField(null=True, blank=True)

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("key", "version", "asked_at", "is_clear", "lines", "checked_at"), NOBODY),
        "asked": about("asked", "To know who checked an Easy Read.", "blank"),
        "names": about("asked", "To say who checked an Easy Read, as you want to be named.", "blank"),
        "asked_by": about("asked_by", "To know who asked."),
    }

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.version}: {self.names}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """Whether they found it clear, and what they saw."""
        return {"version": self.version.key, "is_clear": str(self.is_clear), "lines": repr(self.lines)}


class EasyComment(models.Model):
    """What somebody who checks says of one line: a face to tap, words, or a voice."""

    class Face(models.TextChoices):
        CLEAR = "clear", _("I get it")
        NOT_SURE = "not_sure", _("I am not sure")
        NOT_CLEAR = "not_clear", _("I do not get it")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    check_of = models.ForeignKey(EasyCheck, on_delete=models.CASCADE, related_name="comments")
    line = models.ForeignKey(EasyLine, null=True, on_delete=models.SET_NULL, related_name="comments")
    line_said = models.TextField(help_text="The words of the line as they were.")
    face = models.CharField(max_length=9, choices=Face)
    words = SecretText(blank=True)
    voice = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("key", "check_of", "line", "line_said", "at", "done_at"), NOBODY),
        "face": about("check_of.asked", "What you think of a line."),
        "words": about("check_of.asked", "What you said about a line.", "blank"),
        "voice": about("check_of.asked", "What you said about a line.", "blank"),
    }

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_face_display()}: {self.line_said[:40]}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """Which line, and which face; never the words."""
        return {"check": self.check_of.key, "face": self.face}
