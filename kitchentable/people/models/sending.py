"""The outbox, the worker's beat, and who was erased."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models.person import Person, Reach, new_key
from kitchentable.policy.book import fact
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about


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
