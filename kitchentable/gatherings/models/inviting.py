"""Who is invited, what they said, what is arranged for them, and what they say themselves goes ahead all the same."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.models.gathering import PLANNERS, Gathering
from kitchentable.people.models import Scope, Way, new_key
from kitchentable.people.rules import supported
from kitchentable.people.secret import SecretText
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.works.models import Group
from kitchentable.works.rules import works_where


class Invitations(models.QuerySet["Invitation"]):
    """Invitations, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """One's own once sent or asked about; those of people who let one read their invitations; all of a gathering for those who plan or host it."""
        if not person.is_someone:
            return self.none()
        pk = person.pk  # type: ignore[attr-defined]
        plans = Q(gathering__work__in=works_where(person, *PLANNERS)) | Q(gathering__host=pk)
        reads = Q(person=pk) | Q(person__in=supported(person, Scope.INVITATIONS))
        return self.filter(plans | reads & ~Q(state__in=(Invitation.State.LISTED, Invitation.State.GONE)))

    def sent(self) -> Self:
        """Those that have gone."""
        return self.exclude(state__in=UNSENT)

    def coming(self) -> Self:
        """Whom the gathering is planned around: all but those who said no."""
        return self.exclude(state__in=(Invitation.State.NO, Invitation.State.GONE))


class Invitation(models.Model):
    """One person, asked to one gathering. “Is this still right for you this time?” (R045)."""

    class State(models.TextChoices):
        LISTED = "listed", _("On the list")
        ASKING = "asking", _("Asked first, because it is more than they want this month")
        SENT = "sent", _("Invited, no reply yet")
        YES = "yes", _("Will come")
        IF = "if", _("Will come if something changes")
        NO = "no", _("Not this time")
        GONE = "gone", _("Taken off the list")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="invitations")
    group = models.CharField(max_length=6, choices=Group, default=Group.LIVED)
    state = models.CharField(max_length=6, choices=State, default=State.LISTED)
    still_right = models.BooleanField(null=True)
    this_time = SecretText(blank=True)
    brings = models.PositiveSmallIntegerField(default=0)
    comes_online = models.BooleanField(null=True)
    shows_name = models.BooleanField(null=True)
    reminder_days = models.PositiveSmallIntegerField(null=True, blank=True)
    way = models.CharField(max_length=9, choices=Way, blank=True)
    typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    sequence_told = models.PositiveIntegerField(default=0)
    came = models.BooleanField(null=True)
    made_at = models.DateTimeField(default=now)

    objects = Invitations.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "To invite you.", "delete"),
        "group": about("person", "To see that people with lived experience are at the table.", "delete"),
        "state": about("person", "To know whether you come.", "delete"),
        "still_right": about("person", "To ask you each time, and not to assume.", "delete"),
        "this_time": about("person", "What should be different this time.", "delete"),
        "brings": about("person", "To have a chair, and lunch, for whoever comes with you.", "delete"),
        "comes_online": about("person", "To know whether you come to the place or online.", "delete"),
        "shows_name": about("person", "To show your name to the others only if you want.", "delete"),
        "reminder_days": about("person", "To remind you when you like.", "delete"),
        "came": about("person", "To ask you how it was.", "delete"),
        "typed_by": about("typed_by", "To know who wrote it down for whom."),
        **dict.fromkeys(("key", "gathering", "way", "sent_at", "replied_at", "sequence_told", "made_at"), NOBODY),
    }

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["gathering", "person"], name="invited_once")]
        indexes = [models.Index(fields=["person", "state"])]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.gathering_id}"

    def get_absolute_url(self) -> str:
        """The invitation, for the person: what will happen."""
        return reverse("gatherings:invitation", args=[self.key])

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What was replied; never what somebody needs."""
        return {"gathering": self.gathering.key, "state": self.state}


UNSENT = (Invitation.State.LISTED, Invitation.State.ASKING, Invitation.State.GONE)


class GoAhead(models.Model):
    """The person themself says: go ahead without this, and this is why (R063). Nobody can say it for them without their word."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="go_aheads")
    need = models.ForeignKey("people.WhatWorks", on_delete=models.CASCADE, related_name="+")
    because = SecretText()
    way = models.CharField(max_length=9, choices=Way, default=Way.PAGE)
    typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "because": about("invitation.person", "Why you chose to go ahead.", "delete"),
        "typed_by": about("typed_by", "To know who wrote it down for whom."),
        **dict.fromkeys(("invitation", "need", "way", "at"), NOBODY),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "need"], name="go_ahead_once")]

    def __str__(self) -> str:
        return f"go ahead {self.pk}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.invitation.key}:{self.need.key}"

    def in_record(self) -> dict[str, str]:
        """That it was said, and how."""
        return {"way": self.way}


class Arrangements(models.QuerySet["Arrangement"]):
    """Things to arrange, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """One's own; those one must do; for those who plan or host, the gathering's. A need that is hidden takes its task out of sight."""
        if not person.is_someone:
            return self.none()
        pk = person.pk  # type: ignore[attr-defined]
        plans = Q(gathering__work__in=works_where(person, *PLANNERS)) | Q(gathering__host=pk)
        hidden = Q(need__hidden_at__isnull=False) | Q(need__shown_to="nobody")
        return self.filter(Q(person=pk) | (plans | Q(owner=pk)) & ~hidden)

    def waiting(self) -> Self:
        """Not done."""
        return self.filter(done_at__isnull=True)


class Arrangement(models.Model):
    """A need as a task: what, who, by when. Done only with a word of what was done. Goes when the need is taken back."""

    class Kind(models.TextChoices):
        ARRANGE = "arrange", _("To arrange")
        MEND = "mend", _("To mend: it was not met last time")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="arrangements")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="arranged")
    need = models.ForeignKey("people.WhatWorks", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.ARRANGE)
    what = SecretText()
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="arranges")
    by_when = models.DateField()
    is_short = models.BooleanField(default=False)
    helper = SecretText(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    done_note = SecretText(blank=True)
    made_at = models.DateTimeField(default=now)

    objects = Arrangements.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "To arrange what works for you.", "delete"),
        "what": about("person", "What is to be arranged for you.", "delete"),
        "done_note": about("person", "What was done for you.", "delete"),
        "helper": about("person", "Who helps you to get out, if it burns (R057).", "delete"),
        "owner": about("owner", "So that each thing has somebody who does it."),
        "done_by": about("done_by", "To know who did it."),
        **dict.fromkeys(("key", "gathering", "need", "kind", "by_when", "is_short", "done_at", "made_at"), NOBODY),
    }

    class Meta:
        ordering = ["by_when", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "need"], condition=Q(kind="arrange", need__isnull=False), name="each_need_arranged_once"
            )
        ]
        indexes = [models.Index(fields=["owner", "done_at", "by_when"])]

    def __str__(self) -> str:
        return f"arrangement {self.key}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """By when and whether it is done; never what."""
        return {"by_when": self.by_when.isoformat(), "done": str(self.done_at is not None)}
