"""Communication professionals: who is on the list, each place at a gathering, and what a person says when one is missing (S07)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.models.gathering import PLANNERS, Gathering
from kitchentable.people.models import Scope, Way, new_key
from kitchentable.people.rules import supported
from kitchentable.people.secret import SecretText
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.works.rules import works_where


class Professionals(models.QuerySet["Professional"]):
    """Those on the list."""

    def listed(self) -> Self:
        """Not taken off."""
        return self.filter(removed_at__isnull=True)


class Professional(models.Model):
    """Somebody who interprets, types, notes or speaks for people, and whether they are registered (R061). Reached as any person is."""

    class Kind(models.TextChoices):
        BSL = "bsl", _("BSL interpreter")
        RELAY = "relay", _("Deaf relay interpreter")
        SSE = "sse", _("Sign Supported English interpreter")
        LIPSPEAKER = "lipspeaker", _("Lipspeaker")
        CAPTIONS = "captions", _("Speech-to-text reporter")
        NOTETAKER = "notetaker", _("Notetaker")
        DEAFBLIND = "deafblind", _("Deafblind manual interpreter")
        HANDS_ON = "hands_on", _("Hands-on or visual frame interpreter")
        LANGUAGE = "language", _("Interpreter of another language")
        ADVOCATE = "advocate", _("Advocate")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    called = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    language = models.CharField(max_length=60, blank=True)
    person = models.OneToOneField("people.Person", null=True, on_delete=models.SET_NULL, related_name="interprets")
    registered_as = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = Professionals.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "To ask you to come. You are asked before you stand on this list.", "delete"),
        **dict.fromkeys(("called", "registered_as", "note"), about("person", "To ask the right person to come.", "delete")),
        **dict.fromkeys(("key", "kind", "language", "removed_at"), NOBODY),
    }

    class Meta:
        ordering = ["kind", "called"]

    def __str__(self) -> str:
        return self.called

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"kind": self.kind, "registered_as": self.registered_as}


class Bookings(models.QuerySet["Booking"]):
    """Places for communication professionals."""

    def wanted(self) -> Self:
        """All but those that are not needed any more."""
        return self.exclude(state=Booking.State.NOT_NEEDED)

    def open(self) -> Self:
        """Nobody has said yes yet."""
        return self.exclude(state__in=(Booking.State.NOT_NEEDED, Booking.State.BOOKED))


class Booking(models.Model):
    """One place for a communication professional at a gathering, for one or more people who come. Preferred first (S07)."""

    class State(models.TextChoices):
        MISSING = "missing", _("Nobody asked yet")
        ASKED = "asked", _("Asked, no answer yet")
        BOOKED = "booked", _("Booked")
        DECLINED = "declined", _("Said no")
        NOT_NEEDED = "not_needed", _("Not needed any more")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="bookings")
    kind = models.CharField(max_length=12, choices=Professional.Kind)
    language = models.CharField(max_length=60, blank=True)
    number = models.PositiveSmallIntegerField(default=1)
    needs = models.ManyToManyField("people.WhatWorks", related_name="+", blank=True)
    professional = models.ForeignKey(Professional, null=True, blank=True, on_delete=models.SET_NULL, related_name="bookings")
    turned_down = models.ManyToManyField(Professional, related_name="+", blank=True)
    covers_breaks = models.BooleanField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.MISSING)
    because = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=9, choices=Way, blank=True)
    booked_at = models.DateTimeField(null=True, blank=True)
    papers_sent_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    sequence_told = models.PositiveIntegerField(default=0)

    objects = Bookings.as_manager()

    holds: ClassVar[dict[str, About]] = dict.fromkeys(
        (
            "key", "gathering", "kind", "language", "number", "professional", "covers_breaks", "state", "because", "asked_at", "way",
            "booked_at", "papers_sent_at", "warned_at", "sequence_told",
        ),
        NOBODY,
    )  # fmt: skip

    class Meta:
        ordering = ["kind", "language", "number"]
        constraints = [models.UniqueConstraint(fields=["gathering", "kind", "language", "number"], name="each_booking_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"gathering": self.gathering.key, "kind": self.kind, "state": self.state}


class WhatToDos(models.QuerySet["WhatToDo"]):
    """What was asked, by who may see it."""

    def seen_by(self, person: Actor) -> Self:
        """One's own; those of people whom one may reply for; for those who plan or host, the gathering's."""
        if not person.is_someone:
            return self.none()
        pk = person.pk  # type: ignore[attr-defined]
        plans = Q(booking__gathering__work__in=works_where(person, *PLANNERS)) | Q(booking__gathering__host=pk)
        return self.filter(plans | Q(person=pk) | Q(person__in=supported(person, Scope.REPLY)))


class WhatToDo(models.Model):
    """The truth told to a person when somebody who interprets for them is missing, and what they say should be done (S07)."""

    class Says(models.TextChoices):
        MOVE = "move", _("Move it to another day")
        ONE = "one", _("Go on with one")
        ONLINE = "online", _("Have somebody do it through a screen")
        NOT_COME = "not_come", _("I will not come this time")
        OTHER = "other", _("Something else")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="asked_what_to_do")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=now)
    says = models.CharField(max_length=8, choices=Says, blank=True)
    words = SecretText(blank=True)
    way = models.CharField(max_length=9, choices=Way, blank=True)
    typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(null=True, blank=True)

    objects = WhatToDos.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "To ask you what to do.", "delete"),
        "says": about("person", "To do what you said.", "delete"),
        "words": about("person", "What you said.", "delete"),
        "typed_by": about("typed_by", "To know who wrote it down for whom."),
        **dict.fromkeys(("key", "booking", "asked_at", "way", "said_at"), NOBODY),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "person"], name="asked_what_to_do_once")]

    def __str__(self) -> str:
        return f"what to do {self.key}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What was chosen."""
        return {"says": self.says}
