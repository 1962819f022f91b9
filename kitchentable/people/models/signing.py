"""Signing in: mails with a code, and passkeys."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kitchentable.people.models.person import Person
from kitchentable.people.secret import SecretText
from kitchentable.record.about import NOBODY, About, about


class Letter(models.Model):
    """A sign-in mail: a link and a code, good once, for a few minutes, in the browser that asked (the code) or after a press (the link)."""

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="letters")
    email_index = models.CharField(max_length=64, blank=True)
    locked = SecretText(blank=True)
    sitting = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64)
    link_digest = models.CharField(max_length=64, unique=True)
    next = models.CharField(max_length=300, blank=True)
    shared_computer = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "To let you sign in.", "delete"),
        "email_index": about("person", "To let you in only through the address we wrote to.", "delete"),
        "locked": about("person", "To write the mail with your code. Taken away when it is used or over.", "delete"),
        **dict.fromkeys(
            ("sitting", "code_digest", "link_digest", "next", "shared_computer", "made_at", "ends_at", "used_at", "tries"), NOBODY
        ),
    }

    def __str__(self) -> str:
        return f"sign-in letter of {self.made_at:%Y-%m-%d %H:%M}"


class Passkey(models.Model):
    """A passkey on a person's own device."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    called = models.CharField(max_length=80)
    credential = models.CharField(max_length=400, unique=True)
    public_key = models.BinaryField()
    count = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "To let you sign in.", "delete"),
        "called": about("person", "So that you know which device this is.", "delete"),
        **dict.fromkeys(("credential", "public_key", "count", "made_at", "used_at"), NOBODY),
    }

    def __str__(self) -> str:
        return self.called

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.person.key

    def in_record(self) -> dict[str, str]:
        """That there is one more, or one less."""
        return {"passkey": str(self.pk)}
