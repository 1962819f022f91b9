"""What happened: append-only lines, sealed in batches into a chain."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kitchentable.record.about import NOBODY, About, about


class Line(models.Model):
    """One thing that happened. Holds keys and digests, never words (law 2)."""

    act = models.CharField(max_length=80)
    thing_kind = models.CharField(max_length=60)
    thing_key = models.CharField(max_length=64)
    by_key = models.CharField(max_length=32)
    for_key = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True)
    seal = models.ForeignKey("record.Seal", null=True, on_delete=models.PROTECT, related_name="lines")
    place = models.PositiveIntegerField(null=True)

    holds: ClassVar[dict[str, About]] = {
        "act": NOBODY,
        "thing_kind": NOBODY,
        "thing_key": NOBODY,
        "by_key": about("by_key", "So that anyone can check who did what. A random key, not a name."),
        "for_key": about("for_key", "So that anyone can check for whom it was typed. A random key, not a name."),
        "at": NOBODY,
        "digest": NOBODY,
        "seal": NOBODY,
        "place": NOBODY,
    }

    class Meta:
        indexes = [
            models.Index(fields=["thing_kind", "thing_key"]),
            models.Index(fields=["seal", "place"]),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.thing_kind}:{self.thing_key}"


class Salt(models.Model):
    """The salt of one line's digest. Taken away on erasure: the words can then not be guessed from the digest, the chain still holds."""

    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="salt", primary_key=True)
    value = models.BinaryField(max_length=16)

    holds: ClassVar[dict[str, About]] = {"line": NOBODY, "value": NOBODY}

    def __str__(self) -> str:
        return f"salt of line {self.line_id}"


class Seal(models.Model):
    """A batch of lines, closed: `head` binds these lines to every seal before them."""

    number = models.PositiveIntegerField(unique=True)
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    head = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("number", "count", "root", "previous", "head", "at"), NOBODY)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"seal {self.number}"
