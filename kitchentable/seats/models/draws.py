"""A draw: a sealed list, a seed that nobody controls, a panel that anyone can check; and each person's number in it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.seats.models.calls import RUNS_CALLS
from kitchentable.works.rules import works_where


class Draws(models.QuerySet["Draw"]):
    """Draws, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """From the moment its list is published, for everyone who may see the work; before that for those who run the call."""
        mine = works_where(person, *RUNS_CALLS)
        return self.filter(Q(published_at__isnull=False, call__work__is_public=True) | Q(call__work__in=mine))

    def light(self) -> Self:
        """Without the files, which can be big."""
        return self.defer("lottery", "sealed_input")


class Draw(models.Model):
    """One draw of one call. Steps go one way: set up → sealed → listed → published → drawn → told. Nothing is ever drawn again in silence."""

    class State(models.TextChoices):
        SET_UP = "set_up", _("Being set up")
        SEALED = "sealed", _("The list of people is sealed")
        IMPOSSIBLE = "impossible", _("Cannot be done like this")
        LISTED = "listed", _("The list of panels is made")
        PUBLISHED = "published", _("Published, waiting for the seed")
        DRAWN = "drawn", _("Drawn")
        TOLD = "told", _("Drawn, and everyone is told")
        DROPPED = "dropped", _("Given up, with a reason")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    call = models.ForeignKey("seats.Call", on_delete=models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField(default=1)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    because = models.TextField(blank=True)
    seats = models.PositiveSmallIntegerField()
    alternates = models.PositiveSmallIntegerField(default=0)
    method = models.CharField(max_length=10, default="leximin")
    state = models.CharField(max_length=10, choices=State, default=State.SET_UP)
    quotas = models.JSONField(
        default=list, help_text="[feature code, value code, low, high]: the call's at the start, sealed later."
    )
    changed = models.JSONField(
        default=list, help_text="[feature, value, low, high, new low, new high]: what was changed before sealing."
    )
    must = models.JSONField(default=list, help_text="Codes of offers that have a seat in any case.")
    must_because = models.TextField(blank=True)
    checked = models.JSONField(
        null=True, blank=True, help_text="Can this be done? As last worked out: for what, and what stands in the way."
    )
    check_asked_at = models.DateTimeField(null=True, blank=True)
    input_sha256 = models.CharField(max_length=64, blank=True)
    lottery_sha256 = models.CharField(max_length=64, blank=True)
    lottery = models.BinaryField(
        null=True, blank=True, help_text="The whole lottery file, as zlib of JSON. Holds answers by number: never shown."
    )
    sealed_input = models.BinaryField(null=True, blank=True, help_text="The canonical input, zlib. Never shown.")
    bound = models.FloatField(null=True, blank=True)
    exact = models.BooleanField(null=True, blank=True)
    why_not = models.JSONField(null=True, blank=True, help_text="What the suggestions say when it cannot be done.")
    progress = models.CharField(max_length=200, blank=True)
    seed_from = models.CharField(max_length=300, blank=True)
    seed_on = models.DateField(null=True, blank=True)
    seed = models.CharField(max_length=300, blank=True)
    picked = models.PositiveSmallIntegerField(null=True, blank=True)
    made_at = models.DateTimeField(default=now)
    sealed_at = models.DateTimeField(null=True, blank=True)
    listed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    run_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    objects = Draws.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(
            (
                "key", "call", "number", "follows", "because", "seats", "alternates", "method", "state", "quotas", "changed",
                "must", "must_because", "checked", "check_asked_at", "input_sha256", "lottery_sha256", "lottery", "sealed_input", "bound", "exact", "why_not", "progress", "seed_from", "seed_on", "seed",
                "picked", "made_at", "sealed_at", "listed_at", "published_at", "drawn_at", "told_at",
            ),
            NOBODY,
        ),
        "run_by": about("run_by", "So that everyone knows who ran the draw."),
    }  # fmt: skip

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="draw_number_once")]

    def __str__(self) -> str:
        return f"{self.call}: {self.number}"

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("seats:draw", args=[self.key])

    @property
    def is_going_on(self) -> bool:
        """Begun, and neither over nor given up: a call has one such draw at a time."""
        return self.state not in (self.State.TOLD, self.State.IMPOSSIBLE, self.State.DROPPED)

    @property
    def is_drawn(self) -> bool:
        """The seed has picked its panel."""
        return self.state in (self.State.DRAWN, self.State.TOLD)

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What the record binds: digests and seed, so that nothing can be changed afterwards."""
        return {
            "call": self.call.key,
            "state": self.state,
            "method": self.method,
            "quotas": " ".join(":".join(map(str, one)) for one in self.quotas),
            "input_sha256": self.input_sha256,
            "lottery_sha256": self.lottery_sha256,
            "seed_from": self.seed_from,
            "seed": self.seed,
            "picked": "" if self.picked is None else str(self.picked),
            "because": self.because,
        }


class Tickets(models.QuerySet["Ticket"]):
    """Numbers in draws, by who may see whose they are: each person their own, and nobody else."""

    def seen_by(self, person: Actor) -> Self:
        """One's own."""
        return self.filter(offer__person=person.pk) if person.is_someone else self.none()  # type: ignore[attr-defined]

    def here(self) -> Self:
        """Of people who have not left since the list was sealed."""
        return self.filter(dropped_out_at__isnull=True, offer__taken_back_at__isnull=True, offer__person__isnull=False)

    def at_table(self) -> Self:
        """Drawn, or came in for somebody; and still here."""
        return self.here().filter(result=Ticket.Result.SEAT)


class Ticket(models.Model):
    """Somebody's number in a draw, and what came of it. The number stands in the published list; the person never does."""

    class Result(models.TextChoices):
        WAITING = "waiting", _("Not drawn yet")
        SEAT = "seat", _("A seat")
        ALTERNATE = "alternate", _("Stands in when somebody drops out")
        NOT = "not", _("Not drawn")

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="tickets")
    offer = models.ForeignKey("seats.Offer", on_delete=models.PROTECT, related_name="tickets")
    number = models.CharField(max_length=8)
    result = models.CharField(max_length=9, choices=Result, default=Result.WAITING)
    order = models.PositiveSmallIntegerField(default=0)
    in_panels = models.PositiveSmallIntegerField(null=True, blank=True)
    dropped_out_at = models.DateTimeField(null=True, blank=True)
    took_over_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = Tickets.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("draw", "offer", "number", "order", "in_panels", "took_over_from"), NOBODY),
        "result": about("offer.person", "To know who was drawn."),
        "dropped_out_at": about("offer.person", "To know who stands in."),
    }

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "number"], name="ticket_number_once"),
            models.UniqueConstraint(fields=["draw", "offer"], name="ticket_once"),
        ]

    def __str__(self) -> str:
        return f"{self.draw}: {self.number}"

    @property
    def record_key(self) -> str:
        """The key in the record: of the offer, because a line there must not say whose number this is."""
        return f"{self.draw.key}:{self.offer.code}"

    @property
    def is_here(self) -> bool:
        """Has not left since the list was sealed."""
        return self.dropped_out_at is None and self.offer.taken_back_at is None and self.offer.person_id is not None

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        left = self.dropped_out_at.isoformat() if self.dropped_out_at else ""
        return {"result": self.result, "order": str(self.order), "left": left}
