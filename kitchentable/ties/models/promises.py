"""Promises: who, what, by when. A promise outlives its maker's job."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.voices.models import Contribution
from kitchentable.works.models import Role
from kitchentable.works.rules import works_where

INSIDE = (Role.Kind.LEAD, Role.Kind.CHECKER, Role.Kind.DECIDER)
"""Who sees every promise of a piece of work, also those that are not for everyone."""


class Promises(models.QuerySet["Promise"]):
    """Promises, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """What is for everyone, of public work; one's own; those made to one; all of a piece of work for its lead, checkers and decider.

        Whoever else has a part in a piece of work sees there what is for everyone, before the work is public too. A promise from an
        answer that is for its author alone is not for the table (law 3).
        """
        if not person.is_someone:
            return self.filter(is_public=True, work__is_public=True)
        pk = person.pk  # type: ignore[attr-defined]
        open_to_all = Q(is_public=True) & (Q(work__is_public=True) | Q(work__in=works_where(person, *Role.Kind)))
        return self.filter(open_to_all | Q(work__in=works_where(person, *INSIDE)) | Q(owner=pk) | _to(pk))

    def made_to(self, person: Actor) -> Self:
        """Those made to this person, by name or with everyone who said something in that work."""
        return self.filter(_to(person.pk)) if person.is_someone else self.none()  # type: ignore[attr-defined]

    def open(self) -> Self:
        """Not kept, not broken, not agreed anew."""
        return self.filter(state=Promise.State.OPEN)

    def overdue(self) -> Self:
        """Open, and its day is over. What was noted as late stays late, also when the clock is set back."""
        return self.open().filter(Q(by_when__lt=today()) | Q(late_noted_on__isnull=False))

    def as_they_stand(self) -> Self:
        """Each promise once: as it stands now, without what it was before it was agreed anew."""
        return self.exclude(state=Promise.State.ANEW)


def _to(person_pk: int) -> Q:
    by_name = Q(pk__in=PromiseTo.objects.filter(person=person_pk).values("promise"))
    return by_name | Q(to_everyone=True, work__in=Contribution.objects.filter(said_by=person_pk).values("work"))


class Promise(models.Model):
    """Who does what by when. `owner` is a living person who keeps it now; `made_by` is who first made it, whatever job they have now.

    A promise that is agreed anew, with those it was made to, gets a new row that `renews` it: the old words stay. `first` is the row
    that all of this began with (None for itself), so that its first day is never out of sight. `ended_on` is the day on which it was
    said here how it ended.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        KEPT = "kept", _("Kept")
        BROKEN = "broken", _("Not kept")
        ANEW = "anew", _("Agreed anew")

    class Source(models.TextChoices):
        WRITTEN = "written", _("Written down here")
        ANSWER = "answer", _("From an answer")
        MINUTE = "minute", _("From the minutes of a gathering")
        DECISION = "decision", _("From a decision")
        LOOKING_BACK = "looking_back", _("From looking back together")
        HANDOVER = "handover", _("From a handover")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    work = models.ForeignKey("works.Work", on_delete=models.PROTECT, related_name="promises")
    what = models.TextField()
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="promises")
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    who_does_it = models.CharField(max_length=160, blank=True, help_text="As it was said, such as a team.")
    made_on = models.DateField(default=today)
    by_when = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=12, choices=Source, default=Source.WRITTEN)
    source_key = models.CharField(max_length=40, blank=True)
    for_all = models.BooleanField(default=True, help_text="Meant for everyone, unless something in it is not.")
    is_public = models.BooleanField(default=True)
    to_everyone = models.BooleanField(
        default=False, help_text="Made to everyone who said something in this work: too many for a list."
    )
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    ended_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True, help_text="The day it was done, as its owner says.")
    how_it_ended = models.TextField(blank=True)
    ended_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    renews = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewed_by")
    first = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="later")
    times_anew = models.PositiveSmallIntegerField(default=0)
    warned_on = models.DateField(null=True, blank=True)
    late_noted_on = models.DateField(null=True, blank=True)
    news = models.CharField(max_length=40, blank=True, help_text="What everyone in this work is still being told.")
    news_after = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=now)

    objects = Promises.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "owner": about("owner", "So that each promise has somebody who keeps it."),
        "made_by": about("made_by", "So that everyone knows who made a promise."),
        "ended_by": about("ended_by", "To know who said how it ended."),
        **dict.fromkeys(
            (
                "key", "work", "what", "who_does_it", "made_on", "by_when", "source", "source_key", "for_all", "is_public", "to_everyone",
                "state", "ended_on", "done_on", "how_it_ended", "renews", "first", "times_anew", "warned_on", "late_noted_on", "news",
                "news_after", "at",
            ),
            NOBODY,
        ),
    }  # fmt: skip

    class Meta:
        ordering = ["by_when", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], condition=~Q(source_key=""), name="promise_once_from_a_source")
        ]
        indexes = [
            models.Index(fields=["work", "state", "by_when"]),
            models.Index(fields=["owner", "state", "by_when"]),
            models.Index(fields=["source_key", "source"]),
            models.Index(fields=["id"], condition=~Q(news=""), name="promise_with_news"),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("ties:one_promise", args=[self.key])

    @property
    def is_open(self) -> bool:
        """Not kept, not broken, not agreed anew."""
        return self.state == self.State.OPEN

    @property
    def is_late(self) -> bool:
        """Open, and its day is over."""
        return self.is_open and (self.late_noted_on is not None or (self.by_when is not None and self.by_when < today()))

    @property
    def first_day(self) -> date | None:
        """The day that was promised first, whatever was agreed since."""
        return self.first.by_when if self.first is not None else self.by_when

    @property
    def first_made_on(self) -> date:
        """The day on which it was first promised."""
        return self.first.made_on if self.first is not None else self.made_on

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """Who, what, by when, and how it stands."""
        return {
            "work": self.work.slug, "what": self.what, "owner": self.owner.key, "who_does_it": self.who_does_it,
            "by_when": self.by_when.isoformat() if self.by_when else "", "made_on": self.made_on.isoformat(), "state": self.state,
        }  # fmt: skip


class PromiseTo(models.Model):
    """Somebody to whom a promise was made: they are told how it ends, and asked before it is agreed anew."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="to")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="promised")

    holds: ClassVar[dict[str, About]] = {
        "promise": NOBODY,
        "person": about("person", "To tell you what came of a promise to you.", "delete"),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["promise", "person"], name="promised_once_to_each")]

    def __str__(self) -> str:
        return f"{self.promise_id} to {self.person_id}"
