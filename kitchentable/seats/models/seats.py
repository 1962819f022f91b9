"""Seats through time: who holds which, for which group, from when to when, and how they came to it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.people.secret import SecretText
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.works.models import Role
from kitchentable.works.rules import works_where


class Seats(models.QuerySet["Seat"]):
    """Seats, by who may see whose they are; and by time."""

    def seen_by(self, person: Actor) -> Self:
        """With the name of who sits there: for the person, and for those with a part in the piece of work. All others see groups only."""
        if not person.is_someone:
            return self.none()
        return self.filter(Q(work__in=works_where(person, *Role.Kind)) | Q(person=person.pk))  # type: ignore[attr-defined]

    def at_table(self) -> Self:
        """Seats proper: no alternates, no observers."""
        return self.filter(kind=Seat.Kind.SEAT)

    def held_on(self, day: date) -> Self:
        """Held on a day, by somebody."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def held_between(self, first: date, last: date | None) -> Self:
        """Held at some time from `first` to `last` (None: until today)."""
        found = self.filter(Q(until__isnull=True) | Q(until__gt=first))
        return found.filter(since__lte=last or today())


class Seat(models.Model):
    """A place at the table of a piece of work, held by a person for a group, from a day to a day (R072)."""

    class Kind(models.TextChoices):
        SEAT = "seat", _("A seat")
        ALTERNATE = "alternate", _("Stands in when somebody drops out")
        OBSERVER = "observer", _("Watches, and does not decide")

    class Way(models.TextChoices):
        DRAWN = "drawn", _("Drawn by lot")
        ASKED = "asked", _("Asked to come")
        ELECTED = "elected", _("Chosen by their group")
        STANDING = "standing", _("Always has a seat here")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="seats")
    group = models.ForeignKey("seats.AffectedGroup", on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="seats")
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.SEAT)
    way = models.CharField(max_length=8, choices=Way)
    way_words = models.CharField(max_length=200, blank=True)
    since = models.DateField(default=today)
    until = models.DateField(null=True, blank=True)
    why_ended = SecretText(blank=True)
    ended_because = SecretText(blank=True, help_text="What a lead said who ended it without the person's word.")
    order = models.PositiveSmallIntegerField(default=0)
    draw = models.ForeignKey("seats.Draw", null=True, blank=True, on_delete=models.PROTECT, related_name="given_seats")
    stands_in_for = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="stood_in")
    at = models.DateTimeField(default=now)

    objects = Seats.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(
            ("key", "work", "group", "kind", "way", "way_words", "since", "until", "order", "draw", "stands_in_for", "at"), NOBODY
        ),
        "person": about("person", "So that your group is at the table, and you are asked and paid for it.", "blank"),
        "why_ended": about("person", "To learn why people leave, if you want to say it.", "blank"),
        "ended_because": about("person", "So that you know why somebody else ended your seat.", "blank"),
    }

    class Meta:
        ordering = ["group", "since", "pk"]
        indexes = [models.Index(fields=["work", "kind", "until"])]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "group", "person", "kind"],
                condition=Q(person__isnull=False, until__isnull=True),
                name="one_open_seat_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.work}: {self.group} ({self.get_kind_display()})"

    @property
    def is_held(self) -> bool:
        """Held today."""
        return self.since <= today() and (self.until is None or self.until > today())

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What the record binds: never why it ended."""
        return {
            "work": self.work.slug,
            "group": self.group.key,
            "person": self.person.key if self.person else "",
            "kind": self.kind,
            "way": self.way,
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else "",
        }


class GapNote(models.Model):
    """That a decision was taken while a group affected most had nobody at the table: kept as it was, shown for good (R072)."""

    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="gap_notes")
    decision = models.CharField(max_length=80, unique=True, help_text="The record key of the decision.")
    groups = models.TextField(help_text="Names of the groups with nobody at the table, one a line.")
    group_keys = models.TextField(blank=True, help_text="Their keys, in the same order.")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("work", "decision", "groups", "group_keys", "at"), NOBODY)

    def __str__(self) -> str:
        return self.decision

    @property
    def names(self) -> list[str]:
        """The groups, one by one."""
        return self.groups.splitlines()

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.decision

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"groups": self.groups}
