"""A gathering, its agenda from both sides, and the days that are no good for some."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.people.secret import SecretText
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.works.models import Group, Role
from kitchentable.works.rules import works_where


class Gatherings(models.QuerySet["Gathering"]):
    """Gatherings, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """Those one plans (leads and checkers of the work, the host), and those one's invitation was sent for.

        What a supporter may see of somebody's invitation goes through the invitation, not through here.
        """
        if not person.is_someone:
            return self.none()
        from kitchentable.gatherings.models.inviting import Invitation

        pk = person.pk  # type: ignore[attr-defined]
        invited = Invitation.objects.sent().filter(person=pk).values("gathering")
        return self.filter(Q(work__in=works_where(person, *PLANNERS)) | Q(host=pk) | Q(pk__in=invited))


PLANNERS = (Role.Kind.LEAD, Role.Kind.CHECKER)


class Gathering(models.Model):
    """People who meet, for a purpose, on a day, at a place or online: planned around those who come."""

    class Kind(models.TextChoices):
        PLACE = "place", _("At a place")
        ONLINE = "online", _("Online")
        BOTH = "both", _("At a place and online")

    class State(models.TextChoices):
        PLANNING = "planning", _("Being planned")
        INVITING = "inviting", _("Invitations have gone")
        CONFIRMED = "confirmed", _("It will happen")
        HELD = "held", _("It happened")
        CANCELLED = "cancelled", _("It will not happen")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    work = models.ForeignKey("works.Work", on_delete=models.PROTECT, related_name="gatherings")
    title = models.CharField(max_length=160)
    purpose = models.TextField()
    what_we_ask = models.TextField(blank=True)
    what_you_get = models.TextField(blank=True)
    content_note = models.TextField(blank=True)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.PLACE)
    starts_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=120)
    early_minutes = models.PositiveSmallIntegerField(default=15)
    place = models.ForeignKey("gatherings.Place", null=True, blank=True, on_delete=models.SET_NULL, related_name="gatherings")
    place_was = models.CharField(max_length=300, blank=True)
    online_link = models.CharField(max_length=400, blank=True)
    online_phone = models.CharField(max_length=60, blank=True)
    online_test = models.CharField(max_length=300, blank=True)
    reply_by = models.DateField(null=True, blank=True)
    ground_rules = models.TextField(blank=True, help_text="One a line.")
    quiet_room = models.CharField(max_length=300, blank=True)
    talk_after = models.CharField(max_length=300, blank=True)
    way_out = models.CharField(max_length=300, blank=True)
    host = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="hosts")
    chair_lived = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    chair_staff = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.PLANNING)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=now)
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")
    cancelled_because = models.TextField(blank=True)
    made_at = models.DateTimeField(default=now)
    papers = models.ManyToManyField("words.Document", blank=True, related_name="gatherings", help_text="To read before (R034).")

    objects = Gatherings.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "host": about("host", "So that people know who runs the day."),
        "chair_lived": about("chair_lived", "So that people know who chairs.", "blank"),
        "chair_staff": about("chair_staff", "So that people know who chairs.", "blank"),
        **dict.fromkeys(
            (
                "key", "work", "title", "purpose", "what_we_ask", "what_you_get", "content_note", "kind", "starts_at", "minutes",
                "early_minutes", "place", "place_was", "online_link", "online_phone", "online_test", "reply_by", "ground_rules",
                "quiet_room", "talk_after", "way_out", "state", "sequence", "changed_at", "copied_from", "cancelled_because", "made_at",
                "papers",
            ),
            NOBODY,
        ),
    }  # fmt: skip

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["work", "-starts_at"]), models.Index(fields=["state", "starts_at"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page for those who plan it."""
        return reverse("gatherings:plan", args=[self.key])

    @property
    def ends_at(self) -> datetime | None:
        """When it ends; None while it has no time."""
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    @property
    def is_open(self) -> bool:
        """Can still be changed."""
        return self.state in (self.State.PLANNING, self.State.INVITING, self.State.CONFIRMED)

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {
            "work": self.work.slug,
            "title": self.title,
            "starts_at": self.starts_at.isoformat() if self.starts_at else "",
            "minutes": str(self.minutes),
            "place": self.place.key if self.place else "",
            "state": self.state,
        }


class Talk(models.Model):
    """One point of the agenda, or a break; who brought it, and from which side (R065)."""

    class Kind(models.TextChoices):
        POINT = "point", _("A point to talk about")
        BREAK = "break", _("A break")
        WELCOME = "welcome", _("Hello, and how we want to be with each other")
        CLOSE = "close", _("The end")

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        TAKEN = "taken", _("On the agenda")
        LATER = "later", _("Kept for another time")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="talks")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.POINT)
    words = models.CharField(max_length=300)
    minutes = models.PositiveSmallIntegerField(default=15)
    order = models.PositiveSmallIntegerField(default=0)
    brought_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="brought")
    typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    group = models.CharField(max_length=6, choices=Group, blank=True)
    content_note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.TAKEN)
    because = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "brought_by": about("brought_by", "To tell you what came of your point.", "delete"),
        "words": about("brought_by", "What you want to talk about.", "delete"),
        "typed_by": about("typed_by", "To know who wrote it down."),
        **dict.fromkeys(
            ("key", "gathering", "kind", "minutes", "order", "group", "content_note", "state", "because", "at"), NOBODY
        ),
    }

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.words

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """From which side it came; the words are not bound: a person may take them back."""
        return {"gathering": self.gathering.key, "group": self.group, "state": self.state}


class Solved(models.Model):
    """What was done so that a need is met though the plan by itself does not fit it: for this place and this time only."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="solved")
    need = models.ForeignKey("people.WhatWorks", on_delete=models.CASCADE, related_name="+")
    how = SecretText()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "how": about("need.person", "What was arranged so that it fits you.", "delete"),
        "by": about("by", "To know who arranged it."),
        **dict.fromkeys(("gathering", "need", "at"), NOBODY),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "need"], name="solved_once")]

    def __str__(self) -> str:
        return f"solved {self.pk}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.gathering.key}:{self.need.key}"

    def in_record(self) -> dict[str, str]:
        """That it was, never what."""
        return {"gathering": self.gathering.key}


class HardDay(models.Model):
    """Days that are hard for some: school holidays, local days. Warned of, never forbidden. Religious days come from a library."""

    called = models.CharField(max_length=120)
    first = models.DateField()
    last = models.DateField()

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("called", "first", "last"), NOBODY)

    class Meta:
        ordering = ["first"]

    def __str__(self) -> str:
        return self.called

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return str(self.pk)

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"called": self.called, "first": self.first.isoformat(), "last": self.last.isoformat()}
