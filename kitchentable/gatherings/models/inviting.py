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
        """One's own once sent; those of people who let one read their invitations; all of a gathering for those who plan or host it."""
        if not person.is_someone:
            return self.none()
        pk = person.pk  # type: ignore[attr-defined]
        plans = Q(gathering__work__in=works_where(person, *PLANNERS)) | Q(gathering__host=pk)
        reads = Q(person=pk) | Q(person__in=supported(person, Scope.INVITATIONS))
        return self.filter(plans | reads & ~Q(state__in=UNSENT))

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
