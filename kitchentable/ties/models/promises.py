"""Promises: who, what, by when. A promise outlives its maker's job."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.works.models import Role
from kitchentable.works.rules import works_where


class Promises(models.QuerySet["Promise"]):
    """Promises, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """Those of public work for everyone; for whoever has a part in a piece of work, all of it; one's own; and those made to one."""
        open_to_all = Q(work__is_public=True, is_public=True)
        if not person.is_someone:
            return self.filter(open_to_all)
        pk = person.pk  # type: ignore[attr-defined]
        mine = Q(work__in=works_where(person, *Role.Kind))
        to_me = Q(pk__in=PromiseTo.objects.filter(person=pk).values("promise"))
        return self.filter(open_to_all | mine | Q(owner=pk) | to_me)

    def open(self) -> Self:
        """Not kept, not broken, not agreed anew."""
        return self.filter(state=Promise.State.OPEN)

    def overdue(self) -> Self:
        """Open, and its day is over."""
        return self.open().filter(by_when__lt=today())


class Promise(models.Model):
    """Who does what by when. `owner` is a living person who keeps it now; `made_by` is who first made it, whatever job they have now.

    A promise that is agreed anew, with those it was made to, gets a new row that `renews` it: the old words stay.
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
    is_public = models.BooleanField(default=True)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    ended_on = models.DateField(null=True, blank=True)
    how_it_ended = models.TextField(blank=True)
    ended_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    renews = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewed_by")
    at = models.DateTimeField(default=now)

    objects = Promises.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "owner": about("owner", "So that each promise has somebody who keeps it."),
        "made_by": about("made_by", "So that everyone knows who made a promise."),
        "ended_by": about("ended_by", "To know who said how it ended."),
        **dict.fromkeys(
            (
                "key", "work", "what", "who_does_it", "made_on", "by_when", "source", "source_key", "is_public", "state", "ended_on",
                "how_it_ended", "renews", "at",
            ),
            NOBODY,
        ),
    }  # fmt: skip

    class Meta:
        ordering = ["by_when", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], condition=~Q(source_key=""), name="promise_once_from_a_source")
        ]
        indexes = [models.Index(fields=["work", "state", "by_when"]), models.Index(fields=["owner", "state", "by_when"])]

    def __str__(self) -> str:
        return self.key

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """Who, what, by when."""
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
