"""Leaving: who goes, when, from what, and who takes over each thing."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Duty, Person, new_key
from kitchentable.people.rules import has_duty
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.works.models import Role
from kitchentable.works.rules import works_where

STAFF_PARTS = (Role.Kind.LEAD, Role.Kind.CHECKER, Role.Kind.ANSWERER, Role.Kind.DECIDER)


class Leavings(models.QuerySet["Leaving"]):
    """Leavings, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """One's own; those one takes over from or started; for a lead those of people with a part in their work; for the administrator all."""
        if not person.is_someone:
            return self.none()
        if has_duty(person, Duty.Kind.ADMINISTRATOR):
            return self
        pk = person.pk  # type: ignore[attr-defined]
        leads = works_where(person, Role.Kind.LEAD)
        with_me = Role.objects.filter(work__in=leads, kind__in=STAFF_PARTS, until__isnull=True).values("person")
        takes = Given.objects.filter(to=pk).values("leaving")
        mine = Q(person=pk) | Q(to=pk) | Q(started_by=pk) | Q(pk__in=takes)
        return self.filter(mine | Q(work__in=leads) | Q(work__isnull=True, person__in=with_me))

    def planned(self) -> Self:
        """Neither done nor called off."""
        return self.filter(state=Leaving.State.PLANNED)


class Leaving(models.Model):
    """Somebody who works here leaves: the organisation, or with `work` one piece of work. `to` takes over what nobody else is named for."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        DONE = "done", _("Handed over")
        STOPPED = "stopped", _("Called off")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leavings")
    work = models.ForeignKey("works.Work", null=True, blank=True, on_delete=models.PROTECT, related_name="leavings")
    on = models.DateField()
    why = models.TextField(blank=True, help_text="For the group, in the words of whoever leaves.")
    to = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    started_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.PLANNED)
    told_at = models.DateTimeField(null=True, blank=True)
    warned_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=now)

    objects = Leavings.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "So that nothing is left without somebody when you leave."),
        "why": about("person", "To tell the people you worked with why you leave, if you want to.", "blank"),
        "to": about("to", "So that everyone knows who takes over."),
        "started_by": about("started_by", "To know who planned it."),
        **dict.fromkeys(("key", "work", "on", "state", "told_at", "warned_on", "done_at", "at"), NOBODY),
    }

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "work"], condition=Q(state="planned", work__isnull=False), name="one_plan_to_leave_a_work"
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(state="planned", work__isnull=True), name="one_plan_to_leave"),
        ]
        indexes = [models.Index(fields=["state", "on"])]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        """Its page in the office."""
        return reverse("ties:leaving", args=[self.key])

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """Who, from what, when, to whom; never why."""
        return {
            "person": self.person.key,
            "work": self.work.slug if self.work else "",
            "on": self.on.isoformat(),
            "to": self.to.key if self.to else "",
            "state": self.state,
        }


class Given(models.Model):
    """Who takes over a whole kind of thing, or (with `thing`) one thing: named before the day."""

    leaving = models.ForeignKey(Leaving, on_delete=models.CASCADE, related_name="given")
    kind = models.CharField(max_length=40)
    thing = models.CharField(max_length=80, blank=True)
    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="takes_over")

    holds: ClassVar[dict[str, About]] = {
        "to": about("to", "So that everyone knows who takes over.", "delete"),
        **dict.fromkeys(("leaving", "kind", "thing"), NOBODY),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["leaving", "kind", "thing"], name="given_to_one")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"
