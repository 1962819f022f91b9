"""Worries about somebody's safety."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from kitchentable.people.models.person import Person, new_key
from kitchentable.people.secret import SecretText
from kitchentable.policy.book import may
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about


class Worries(models.QuerySet["Worry"]):
    """Worries, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """The safeguarding lead and nobody else."""
        return self if may(person, "people.read_worry") else self.none()


class Worry(models.Model):
    """“I am worried about someone”: goes to the safeguarding lead and nowhere else (R119)."""

    words = SecretText()
    how_to_reach = SecretText(blank=True)
    said_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="worries")
    typed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    code = models.CharField(max_length=16, unique=True, default=new_key)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    what_was_done = SecretText(blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = Worries.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "words": about("said_by", "To keep someone safe."),
        "how_to_reach": about("said_by", "To ask you more, if you want."),
        "said_by": about("said_by", "To know who told us, if they say so."),
        "typed_by": about("typed_by", "To know who wrote it down."),
        "at": NOBODY,
        "code": NOBODY,
        "seen_at": NOBODY,
        "seen_by": about("seen_by", "To know that somebody read it."),
        "what_was_done": about("said_by", "To keep someone safe."),
        "closed_at": NOBODY,
    }

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"worry {self.code}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.code

    def in_record(self) -> dict[str, str]:
        """Not even a digest of these words is kept outside."""
        return {"code": self.code}
