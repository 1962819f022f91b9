"""The Easy Read of a version: one idea a line, a picture on the left, words on the right; and the people who checked it (R019–R026)."""

from __future__ import annotations

import hashlib
import json
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.people.secret import SecretText
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.words.models.papers import WRITES_PAPERS
from kitchentable.works.rules import works_where


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

    @property
    def digest(self) -> str:
        """The same for the same words and picture: two tabs cannot overwrite each other, and a check covers what was seen."""
        said = [self.is_heading, self.words, self.explains, self.symbol, self.picture, self.picture_words]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:16]


class EasyChecks(models.QuerySet["EasyCheck"]):
    """Checks by people, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """One's own; and for those who write papers in that work."""
        if not person.is_someone:
            return self.none()
        mine = models.Q(version__document__work__in=works_where(person, *WRITES_PAPERS))
        return self.filter(models.Q(asked=person.pk) | mine)  # type: ignore[attr-defined]

    def open(self) -> Self:
        """Those in which nobody said yet what they think."""
        return self.filter(checked_at__isnull=True, declined_at__isnull=True)


class EasyCheck(models.Model):
    """People with a learning disability, or their group, read it and said what they think (R026). `lines` is what they saw."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    version = models.ForeignKey("words.Version", on_delete=models.CASCADE, related_name="easy_checks")
    asked = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="easy_checks")
    names = models.CharField(max_length=200, blank=True, help_text="Names or group, as they want to be named.")
    asked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    is_clear = models.BooleanField(null=True, blank=True)
    lines = models.JSONField(default=list, help_text="[[key of a line, its digest, its words], …] as they saw it, in order.")
    checked_at = models.DateTimeField(null=True, blank=True)
    said_on = models.DateField(
        null=True, blank=True, help_text="The day they said it; another than that of typing when it was typed for them."
    )
    declined_at = models.DateTimeField(null=True, blank=True, help_text="They would rather not check it.")

    objects = EasyChecks.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("key", "version", "asked_at", "is_clear", "lines", "checked_at", "said_on", "declined_at"), NOBODY),
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
        said_on = self.said_on.isoformat() if self.said_on else ""
        return {"version": self.version.key, "is_clear": str(self.is_clear), "lines": json.dumps(self.lines), "said_on": said_on}


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
    voice = models.CharField(max_length=120, blank=True, help_text="Where the recording lies, locked.")
    voice_type = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("key", "check_of", "line", "line_said", "at", "done_at"), NOBODY),
        "face": about("check_of.asked", "What you think of a line."),
        "words": about("check_of.asked", "What you said about a line.", "blank"),
        "voice": about("check_of.asked", "What you said about a line.", "blank"),
        "voice_type": about("check_of.asked", "To play what you said about a line.", "blank"),
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
