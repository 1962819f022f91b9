"""People, what they answer for, and how to reach them."""

from __future__ import annotations

import secrets
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.people.secret import SecretText
from kitchentable.policy.book import fact
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def new_key() -> str:
    """A random key of 16 letters (79 bits), with none that look alike."""
    return "".join(secrets.choice(ALPHABET) for _ in range(16))


class People(models.QuerySet["Person"]):
    """People, by who may see that they exist."""

    def seen_by(self, person: Actor) -> Self:
        """Oneself, those one supports, and for staff everyone they may type for. Never a list of people for anyone else."""
        if not person.is_someone:
            return self.none()
        if fact(person, "people.works_here"):
            return self.filter(erased_at__isnull=True)
        return self.filter(Q(pk=person.pk) | Q(pk__in=fact(person, "people.supports")), erased_at__isnull=True)  # type: ignore[attr-defined]


class Persons(BaseUserManager["Person"].from_queryset(People)):  # type: ignore[misc]
    """Django asks for this to load the person of a session."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """By key."""
        found: Person = self.get(key=username)
        return found


class Person(AbstractBaseUser):
    """Someone. May have no account, no e-mail and no phone; has the same rights either way."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    called = models.CharField(_("What shall we call you?"), max_length=120)
    works_here = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    since = models.DateTimeField(default=now)
    erased_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    look = models.CharField(max_length=40, blank=True)

    USERNAME_FIELD = "key"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_someone = True

    objects = Persons()

    holds: ClassVar[dict[str, About]] = {
        "key": about("self", "A random name for you in the record and in addresses."),
        "called": about("self", "To call you what you want to be called.", "blank"),
        "works_here": about("self", "To know who is staff."),
        "is_active": about("self", "To let you sign in."),
        "since": about("self", "To know how long we have known one another."),
        "erased_at": about("self", "To keep the promise that you were erased."),
        "is_demo": NOBODY,
        "look": about("self", "To show pages the way you chose.", "blank"),
        "password": about("self", "To let you sign in with a password, if you want one. We keep only a scrambled form.", "blank"),
        "last_login": about("self", "To show you when you last signed in.", "blank"),
    }

    class Meta:
        ordering = ["called"]

    def __str__(self) -> str:
        return self.called or str(_("Someone who was erased"))

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """Nothing about a person is bound into the record but the key."""
        return {"key": self.key}


class Duty(models.Model):
    """Something a person answers for in the whole organisation."""

    class Kind(models.TextChoices):
        ADMINISTRATOR = "administrator", _("Administrator")
        SAFEGUARDING = "safeguarding", _("Safeguarding lead")
        BOARD = "board", _("Accountable board member")
        ACCESS = "access", _("Lead for accessible information")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="duties")
    kind = models.CharField(max_length=20, choices=Kind)
    since = models.DateTimeField(default=now)
    until = models.DateTimeField(null=True, blank=True)

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "To know who answers for what."),
        "kind": about("person", "To know who answers for what."),
        "since": NOBODY,
        "until": NOBODY,
    }

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.person.key}:{self.kind}"

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"kind": self.kind, "person": self.person.key}


class Reach(models.Model):
    """How a person wants to be reached, and in which format and language."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("Text message")
        LETTER = "letter", _("Letter")
        PHONE = "phone", _("Phone call")
        IN_PERSON = "in_person", _("In person")

    class Format(models.TextChoices):
        STANDARD = "standard", _("As on this page")
        LARGE = "large", _("Large print")
        EASY = "easy", _("Easy Read")
        AUDIO = "audio", _("Voice message")
        BRAILLE = "braille", _("Braille")
        BSL = "bsl", _("BSL video")
        PLAIN = "plain", _("Plain text")

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="reach", primary_key=True)
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.EMAIL)
    format = models.CharField(max_length=12, choices=Format, default=Format.STANDARD)
    language = models.CharField(max_length=12, default="en-gb")
    email = SecretText(blank=True)
    email_index = models.CharField(max_length=64, blank=True, db_index=True)
    phone = SecretText(blank=True)
    post = SecretText(blank=True)
    good_times = models.CharField(max_length=200, blank=True)
    asks_a_month = models.PositiveSmallIntegerField(null=True, blank=True)

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "Whose it is."),
        "channel": about("person", "To reach you the way you want.", "delete"),
        "format": about("person", "To give you information in your format.", "delete"),
        "language": about("person", "To use your language.", "delete"),
        "email": about("person", "To write to you and to let you sign in.", "delete"),
        "email_index": about("person", "To find you when you sign in.", "delete"),
        "phone": about("person", "To ring or text you.", "delete"),
        "post": about("person", "To write letters to you.", "delete"),
        "good_times": about("person", "To ring you when it suits you.", "delete"),
        "asks_a_month": about("person", "To ask you no more often than you want.", "delete"),
    }

    def __str__(self) -> str:
        return f"{self.person}: {self.get_channel_display()}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.person.key

    def in_record(self) -> dict[str, str]:
        """Contact details never enter the record, not even as a digest."""
        return {"channel": self.channel, "format": self.format}

    @property
    def is_offline(self) -> bool:
        """Reached by a person's hand or voice, not by a machine."""
        return self.channel in (self.Channel.LETTER, self.Channel.PHONE, self.Channel.IN_PERSON)
