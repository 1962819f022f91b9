"""What policy itself keeps: one-time form keys, attempts (rate limits) and the numbers an organisation changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kitchentable.record.about import NOBODY, About


class Once(models.Model):
    """A form key that was used, and the page its result was shown on: a second press leads there and does nothing."""

    key = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)
    to = models.CharField(max_length=300)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("key", "at", "to"), NOBODY)

    def __str__(self) -> str:
        return self.key


class Attempt(models.Model):
    """One try at something that is limited (sign-in, saying something without an account). `who` is a salted digest."""

    kind = models.CharField(max_length=40)
    who = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("kind", "who", "at"), NOBODY)

    class Meta:
        indexes = [models.Index(fields=["kind", "who", "at"])]

    def __str__(self) -> str:
        return self.kind


class Number(models.Model):
    """A number that this organisation set itself, with its reason. The starting numbers are in `data/numbers.tsv` (law 9)."""

    name = models.CharField(max_length=60, unique=True)
    value = models.PositiveIntegerField()
    because = models.CharField(max_length=300)
    at = models.DateTimeField()

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("name", "value", "because", "at"), NOBODY)

    @property
    def record_key(self) -> str:
        """Its name."""
        return self.name

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"value": str(self.value), "because": self.because}

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"
