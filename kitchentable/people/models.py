"""People: with or without an account, how to reach them, who supports them, and what we send them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kitchentable.people.secret import SecretText
from kitchentable.policy.book import fact, may
from kitchentable.policy.clock import now, today
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


class Supporters(models.QuerySet["Supporter"]):
    """Who supports whom."""

    def seen_by(self, person: Actor) -> Self:
        """One's own supporters, and those one supports; for staff, everyone's."""
        if not person.is_someone:
            return self.none()
        if fact(person, "people.works_here"):
            return self
        pk = person.pk  # type: ignore[attr-defined]
        return self.filter(Q(person=pk) | Q(supporter=pk))

    def running(self) -> Self:
        """Not stopped, and not over."""
        return self.filter(stopped_at__isnull=True, until__gte=today())


class Supporter(models.Model):
    """`supporter` may write what `person` says, until a day, and not after a stop (R052)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="supporters")
    supporter = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="supports")
    since = models.DateTimeField(default=now)
    until = models.DateField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = Supporters.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "So that the supporter you chose can help you, and only while you want it.", "delete"),
        "supporter": about("supporter", "So that you can help the person who chose you.", "delete"),
        "since": NOBODY,
        "until": NOBODY,
        "stopped_at": NOBODY,
    }

    def __str__(self) -> str:
        return f"{self.supporter} for {self.person}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.person.key}:{self.supporter.key}"

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"until": self.until.isoformat()}


class SupportAsks(models.QuerySet["SupportAsk"]):
    """Asks for support, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """The one who asks, and the one who was asked; for staff all, to write down a yes or a no at somebody's word."""
        if not person.is_someone:
            return self.none()
        if fact(person, "people.works_here"):
            return self
        pk = person.pk  # type: ignore[attr-defined]
        return self.filter(Q(person=pk) | Q(whom=pk))

    def waiting(self) -> Self:
        """Not answered, and the last day has not gone by."""
        return self.filter(ended_at__isnull=True, until__gte=today())


class SupportAsk(models.Model):
    """“Will you be my supporter?” Kept as it was typed, whether we know them or not: so nobody learns from it whom we know."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="asks_for_support")
    asked_as = SecretText()
    whom = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="asked_to_support")
    until = models.DateField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = SupportAsks.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "To ask the supporter you chose.", "delete"),
        "asked_as": about("person", "To show you whom you asked.", "delete"),
        "whom": about("whom", "So that you can say yes or no to helping.", "delete"),
        **dict.fromkeys(("key", "until", "at", "ended_at"), NOBODY),
    }

    def __str__(self) -> str:
        return f"ask {self.key}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """That it was asked; never of whom."""
        return {"until": self.until.isoformat()}


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


class Messages(models.QuerySet["Outgoing"]):
    """Messages, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """For staff: those of the pieces of work they may tell people about by hand, and those of no piece of work. Nobody else."""
        if not fact(person, "people.works_here"):
            return self.none()
        return self.filter(Q(work_key="") | Q(work_key__in=tells_for(person)), person__erased_at__isnull=True)


Tells = Callable[[Actor], Iterable[str]]
_TELLS: list[Tells] = []


def may_tell_for(found: Tells) -> Tells:
    """A floor above says from which of its things (`work_key`) a person may read the messages and tell people by hand."""
    _TELLS.append(found)
    return found


def tells_for(person: Actor) -> frozenset[str]:
    """The `work_key`s of the messages that this person may read, and tell people by hand."""
    return frozenset(key for found in _TELLS for key in found(person))


class Outgoing(models.Model):
    """One message to one person. Its words are made when it is sent, so what was withdrawn meanwhile is not sent."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to go")
        TODO = "todo", _("Waiting for a person to do it")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be sent")
        DROPPED = "dropped", _("Not needed any more")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=60)
    thing_key = models.CharField(max_length=64, blank=True)
    work_key = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=12, choices=Reach.Channel)
    format = models.CharField(max_length=12, choices=Reach.Format)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    same = models.CharField(max_length=120, unique=True)

    objects = Messages.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "To tell you.", "delete"),
        "kind": about("person", "To know what we told you.", "delete"),
        "thing_key": about("person", "To know what it was about.", "delete"),
        "work_key": NOBODY,
        "channel": about("person", "To reach you the way you want.", "delete"),
        "format": about("person", "To use your format.", "delete"),
        "told_by": about("told_by", "To know who told you."),
        "problem": about("person", "To know why we could not tell you yet.", "delete"),
        **dict.fromkeys(("key", "state", "made_at", "not_before", "tries", "sent_at", "same"), NOBODY),
    }

    class Meta:
        indexes = [
            models.Index(fields=["state", "not_before"]),
            models.Index(fields=["person", "-made_at"]),
            models.Index(fields=["kind", "thing_key"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.person_id}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """That it was sent, and how."""
        return {"kind": self.kind, "channel": self.channel, "state": self.state}

    def get_absolute_url(self) -> str:
        """Where staff do it by hand."""
        return reverse("people:message", args=[self.key])


class Beat(models.Model):
    """When the worker last did its round; `kitchentable check` and /health/ read it."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    holds: ClassVar[dict[str, About]] = {"name": NOBODY, "at": NOBODY}

    def __str__(self) -> str:
        return self.name


class Erasure(models.Model):
    """That a person was erased, by key: applied again after a backup is restored. Also kept in a file outside the database."""

    person_key = models.CharField(max_length=16, unique=True)
    at = models.DateTimeField()

    holds: ClassVar[dict[str, About]] = {
        "person_key": about("nobody", "To keep the promise that this person stays erased."),
        "at": NOBODY,
    }

    def __str__(self) -> str:
        return self.person_key
